"""Figures and views as references. Pure."""

from __future__ import annotations

from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.suppression import KnownFigure
from dashboard.wording import as_printed, source_name


def report_reference(words: Words, known: KnownFigure) -> str:
    """Publisher, title and date of the report that a figure comes from."""
    published = words.day(known.report.published) if known.report.published else words("date.unknown")
    return words("cite.report", publisher=known.report.publisher, title=known.report.title, date=published)


def cite_figure(words: Words, data: SituationData, known: KnownFigure, link: str) -> str:
    """A reference to one figure: the original report first, then this record of it."""
    return words(
        "cite.figure",
        report=report_reference(words, known),
        url=known.report.url,
        figure=known.figure.figure_id,
        count=as_printed(words, known),
        source=source_name(words, data.situation, known.figure.source),
        situation=data.situation.title.in_language(words.language),
        version=data.state,
        link=link,
    )


def cite_view(words: Words, data: SituationData, title: str, as_of: str, link: str) -> str:
    """A reference to a view of a situation as known on a day."""
    return words(
        "cite.view",
        title=title,
        situation=data.situation.title.in_language(words.language),
        as_of=as_of,
        version=data.state,
        link=link,
    )
