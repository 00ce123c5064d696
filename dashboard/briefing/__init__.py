"""A view in sentences that keep what they rest on: for a page, for a slide, to paste into somebody's report.

Pure: the same request gives the same briefing.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.briefing.forms import paragraphs, sentence_text, source_text, sources, to_html, to_text
from dashboard.briefing.records import About, Briefing, FigureLink, Sentence, Source
from dashboard.briefing.telling import tell
from dashboard.citations import cite_view
from dashboard.request import Request
from dashboard.select import ALL, MAIN
from dashboard.wording import group_name, measure_name, source_name, unit_name

__all__ = [
    "About",
    "Briefing",
    "FigureLink",
    "Sentence",
    "Source",
    "briefing",
    "paragraphs",
    "sentence_text",
    "source_text",
    "sources",
    "to_html",
    "to_text",
]


def briefing(request: Request) -> Briefing:
    """The view of a request in sentences. Which figure's panel is open makes no difference."""
    request = request.with_view(replace(request.view, figure=""))
    words, data = request.words, request.data
    told, named = tell(request)
    return Briefing(
        title=words("briefing.title", title=data.situation.title.in_language(words.language)),
        subtitle=_subtitle(request),
        words=words,
        known_on=request.known_on,
        state=data.state,
        sentences=tuple(told),
        sources=tuple(named),
        empty="" if told else words("chart.empty"),
        cite=cite_view(words, data, request.view, request.base),
        live=request.live_link(),
        frozen=request.frozen_link(rest="/briefing"),
        slide=request.frozen_link(under="/chart/", rest=".pptx"),
    )


def _subtitle(request: Request) -> str:
    """What is counted of whom and by whom, and whose knowledge is shown."""
    words, view, situation = request.words, request.view, request.data.situation
    parts = [words("cite.what", measure=measure_name(words, view.measure), unit=unit_name(words, view.unit))]
    if view.group != ALL:
        parts.append(group_name(words, situation, view.nationality, view.population))
    if view.source not in (MAIN, ALL):
        parts.append(source_name(words, situation, view.source))
    parts.append(words("chart.as_of", date=words.day(request.known_on)))
    return words("list.semicolon").join(parts)
