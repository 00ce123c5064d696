"""What is new in a situation, as an Atom feed: figures of new reports, corrected totals, and contradictions.

An entry stands for something that became known on one day. Its id follows from what it is about and never changes, so
a reader is told of it once, whatever is built in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from dash import html

from dashboard.citations import report_reference
from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.select import address, default_view
from dashboard.static_html import to_html
from dashboard.suppression import KnownFigure
from dashboard.wording import as_printed, between, group_name, measure_name, source_name
from etl.model import ContradictionRow, Flag, Granularity, SeriesRow, Verdict

MOST_ENTRIES = 50
_ATOM = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that became known on `day`. `content` is HTML; `about` names it among all entries of all situations."""

    about: tuple[str, ...]
    day: date
    title: str
    link: str
    content: str
    category: str

    @property
    def id(self) -> str:
        return uuid5(NAMESPACE_URL, "waymark:" + "\n".join(self.about)).urn


def entries_of(words: Words, data: SituationData, base: str) -> list[Entry]:
    """What became known in a situation, the latest first."""
    found = [
        *_reports(words, data, base),
        *_corrections(words, data, base),
        *_contradictions(words, data, base),
    ]
    return sorted(found, key=lambda entry: (entry.day, entry.about), reverse=True)


def to_atom(words: Words, title: str, link: str, here: str, entries: Iterable[Entry]) -> bytes:
    """The feed of the latest entries. `link` is the page it belongs to, `here` its own address."""
    shown = sorted(entries, key=lambda entry: (entry.day, entry.about), reverse=True)[:MOST_ENTRIES]
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": words.language})

    def add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        if text is not None:
            element.text = _NOT_XML.sub("", text)
        return element

    add(root, "id", here)
    add(root, "title", title)
    add(root, "subtitle", words("feed.subtitle"))
    # A feed without entries was last changed when nothing was known yet.
    add(root, "updated", _moment(max((entry.day for entry in shown), default=date(1970, 1, 1))))
    add(root, "link", rel="self", type="application/atom+xml", href=here)
    add(root, "link", rel="alternate", type="text/html", href=link)
    add(add(root, "author"), "name", words("app.name"))
    for entry in shown:
        element = add(root, "entry")
        add(element, "id", entry.id)
        add(element, "title", entry.title)
        add(element, "updated", _moment(entry.day))
        add(element, "published", _moment(entry.day))
        add(element, "category", term=entry.category, label=words(f"feed.category.{entry.category}"))
        add(element, "link", rel="alternate", type="text/html", href=entry.link)
        add(element, "content", entry.content, type="html")
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _reports(words: Words, data: SituationData, base: str) -> list[Entry]:
    """An entry for each report with the figures that it brought."""
    situation = data.situation
    by_report: dict[str, list[KnownFigure]] = {}
    for known in data.figures.values():
        by_report.setdefault(known.report.report_id, []).append(known)
    entries = []
    for report_id, figures in by_report.items():
        report = figures[0].report
        if report.published is None:
            continue
        days = [known.figure.ref_end for known in figures if known.figure.ref_end is not None]
        title = words.count("feed.report.title", len(figures), publisher=report.publisher)
        if days:
            title = words("feed.until", title=title, day=words.day(max(days)))
        lines = [
            html.Li(html.A(_figure_line(words, data, known), href=base + _figure_address(data, known.figure.figure_id)))
            for known in figures
        ]
        content = to_html([html.P(report_reference(words, figures[0])), html.Ul(lines)])
        link = f"{base}/s/{situation.id}/reports#{report_id}"
        entries.append(Entry((situation.id, "report", report_id), report.published, title, link, content, "figures"))
    return entries


def _figure_line(words: Words, data: SituationData, known: KnownFigure) -> str:
    figure = known.figure
    parts = [as_printed(words, known), measure_name(words, figure.measure)]
    if figure.nationality or figure.population:
        parts.append(group_name(words, data.situation, figure.nationality, figure.population))
    if figure.ref_end is not None:
        parts.append(words.period(figure.ref_start, figure.ref_end))
    return words("list.semicolon").join(parts)


def _corrections(words: Words, data: SituationData, base: str) -> list[Entry]:
    """An entry for each running total that a later report of its source took back."""
    entries = []
    seen: set[str] = set()
    for row in sorted(data.rows, key=lambda row: row.vintage):
        figure_id = row.figure_ids[0]
        if (
            row.flag not in (Flag.CORRECTION, Flag.DIP)
            or row.granularity is not Granularity.REPORTED
            or figure_id in seen
        ):
            continue
        seen.add(figure_id)
        known = data.figures[figure_id]
        title = words(
            f"feed.{row.flag}.title",
            source=source_name(words, data.situation, row.source),
            count=as_printed(words, known),
            day=words.day(row.interval_end),
        )
        content = to_html([html.P(_before(words, data, row)), html.P(report_reference(words, known))])
        about = (data.situation.id, row.flag, figure_id)
        link = base + _figure_address(data, figure_id)
        entries.append(Entry(about, row.vintage, title, link, content, "corrections"))
    return entries


def _before(words: Words, data: SituationData, row: SeriesRow) -> str:
    """What the total was before: the figures besides the one that ends the row."""
    earlier = [as_printed(words, data.figures[one]) for one in row.figure_ids[1:]]
    if not earlier:
        return words("feed.before.none")
    return words("feed.before", counts=words("list.semicolon").join(earlier))


def _contradictions(words: Words, data: SituationData, base: str) -> list[Entry]:
    """An entry for each set of figures that cannot all be true, in the reading that the series use."""
    reading = data.situation.reconciliation.reading
    first: dict[Sequence[str], ContradictionRow] = {}
    for row in sorted(data.contradictions, key=lambda row: row.vintage):
        if row.reading is reading and row.verdict is Verdict.CONTRADICTION:
            first.setdefault(row.figure_ids, row)
    entries = []
    for row in first.values():
        sources = words("list.comma").join(source_name(words, data.situation, source) for source in row.sources)
        title = words("feed.contradiction.title", gap=between(words, row.gap, row.gap, row.gap), sources=sources)
        told = row.sentence_ar if words.language == "ar" else row.sentence_en
        figures = [html.Li(html.A(one, href=base + _figure_address(data, one))) for one in row.figure_ids]
        about = (data.situation.id, "contradiction", *row.figure_ids)
        content = to_html([html.P(told), html.Ul(figures)])
        link = f"{base}/s/{data.situation.id}/contradictions"
        entries.append(Entry(about, row.vintage, title, link, content, "contradictions"))
    return entries


def _figure_address(data: SituationData, figure_id: str) -> str:
    figure = data.figures[figure_id].figure
    view = replace(default_view(data.situation), measure=figure.measure, unit=figure.unit, figure=figure_id)
    return address(data, view) + "#figure"
