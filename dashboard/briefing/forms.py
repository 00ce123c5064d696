"""A briefing as plain text, and as HTML: to paste into a document, or as part of a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

from dash import html

from dashboard.briefing.records import Briefing, Sentence, Source
from dashboard.citations.entries import clean
from dashboard.static_html import element, named
from dashboard.static_html import to_html as markup

_SAFE = "%/:?#[]@!$&'()*+,;=~-._"
"""What stands in an address as it is."""

ANCHOR = "source-"
"""What the id of a source in a list begins with."""


def to_text(briefing: Briefing) -> str:
    """Plain text: title, paragraphs with [1] for a footnote, sources with their figures, and how to cite it.

    Lines are as long as what they say.
    """
    said = briefing.words
    lines = [briefing.title, briefing.subtitle, ""]
    for paragraph in briefing.paragraphs:
        lines += [" ".join(map(sentence_text, paragraph)), ""]
    if briefing.empty:
        lines += [briefing.empty, ""]
    if briefing.sources:
        lines.append(said("briefing.sources"))
        lines += [line for source in briefing.sources for line in _source_lines(source)]
        lines.append("")
    lines += [said("briefing.cite"), briefing.cite, "", said("briefing.frozen"), briefing.frozen]
    return "\n".join(lines) + "\n"


def sentence_text(sentence: Sentence) -> str:
    """A sentence with the numbers of its footnotes: … according to the Syrian Observatory for Human Rights.[1]"""
    return sentence.text + "".join(f"[{number}]" for number in sentence.notes)


def source_text(source: Source) -> str:
    """A source with its number and its address, in one line."""
    return f"[{source.number}] " + ", ".join(part for part in (source.reference, source.address) if part)


def _source_lines(source: Source) -> list[str]:
    return [source_text(source), *(f"    {one.figure_id}: {one.address}" for one in source.figures)]


def to_html(briefing: Briefing) -> str:
    """HTML to paste as rich text: plain elements without classes, styles or ids, every link absolute.

    A footnote leads to its source on the frozen page of the briefing, wherever it is pasted.
    """
    said = briefing.words
    at = briefing.frozen
    content = [
        html.H2(briefing.title),
        html.P(html.Em(briefing.subtitle)),
        *paragraphs(briefing, at),
        html.P(briefing.empty) if briefing.empty else None,
        html.H3(said("briefing.sources")) if briefing.sources else None,
        sources(briefing, ids=False) if briefing.sources else None,
        html.P([html.B(said("briefing.cite")), " ", briefing.cite]),
        html.P(html.A(said("briefing.frozen"), href=briefing.frozen)),
    ]
    return markup([element("section", {"lang": said.language, "dir": said.direction}, content)])


def paragraphs(briefing: Briefing, at: str = "") -> list[html.P]:
    """The sentences, with their footnotes as links to the sources in the list at the address `at` (empty: here)."""
    return [
        html.P([part for place, sentence in enumerate(of) for part in (" " if place else "", *_parts(sentence, at))])
        for of in briefing.paragraphs
    ]


def _parts(sentence: Sentence, at: str) -> list[Any]:
    notes = [html.A(f"[{number}]", href=f"{at}#{ANCHOR}{number}") for number in sentence.notes]
    return [sentence.text, html.Sup(notes)] if notes else [sentence.text]


def sources(briefing: Briefing, *, ids: bool = True, printed: bool = False) -> html.Ol:
    """The list of sources, each with its figures. `ids`: to lead to. `printed`: with the reports' addresses for paper."""
    said = briefing.words
    items = []
    for source in briefing.sources:
        parts: list[Any] = [html.A(source.reference, href=source.address) if source.address else source.reference]
        if printed and source.address and not source.record:
            parts.append(html.Span([", ", html.Bdi(_readable(source.address))], className="on-paper"))
        if source.figures:
            links = [part for one in source.figures for part in (" ", html.A(one.figure_id, href=one.address))]
            parts.append(html.Span([". ", said.count("briefing.figures", len(source.figures)), *links]))
        items.append(html.Li(parts, **named({"id": f"{ANCHOR}{source.number}" if ids else None})))
    return html.Ol(items)


def _readable(address: str) -> str:
    """An address as people read and type it: letters of any script as themselves, where that is unambiguous."""
    text = unquote(address, errors="replace")
    plain = clean(text) == text and " " not in text and quote(text, safe=_SAFE).lower() == address.lower()
    return text if plain else address
