"""Figures and views as references: sentences to copy, and entries for the programs that keep references.

A figure's reference names the original report first and then the record of it here. A view's reference names the view
as a dataset and then the reports that its charts rest on, in order of publication. Every one leads to the frozen
address, which shows the same numbers for as long as the data are kept. Pure: the same request gives the same text.

Libraries that write a format are imported when it is first asked for.
"""

from __future__ import annotations

from dashboard.citations.entries import Cited, Entry, Sort, cited
from dashboard.citations.sentences import cite_figure, cite_view, report_reference, text_long, text_short
from dashboard.request import Request

__all__ = [
    "Cited",
    "Entry",
    "Sort",
    "bibtex",
    "cite_figure",
    "cite_view",
    "cited",
    "csl_json",
    "report_reference",
    "ris",
    "text_long",
    "text_short",
]


def csl_json(request: Request) -> str:
    """The reference as CSL-JSON, a list of items, for Zotero, Mendeley, pandoc and whatever else speaks CSL."""
    from dashboard.citations.as_csl import written

    return written(cited(request))


def bibtex(request: Request) -> str:
    """The reference as a BibTeX database in UTF-8, for BibTeX and biblatex."""
    from dashboard.citations.as_bibtex import written

    return written(cited(request))


def ris(request: Request) -> str:
    """The reference as RIS, lines ended as the format asks, for EndNote, Mendeley and Zotero."""
    from dashboard.citations.as_ris import written

    return written(cited(request))
