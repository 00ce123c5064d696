"""Figures that cannot all be true: each set with its words, its reports and its arithmetic, in both readings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from math import ceil
from typing import Any
from urllib.parse import urlencode

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard.charts.axes import number_ticks
from dashboard.charts.chart import Category, Cell, Chart, Column, Table, Tick
from dashboard.components import choice, data_table, notice, picture
from dashboard.implied import ImpliedDays, implied_days, in_order
from dashboard.locales import Words
from dashboard.pages.frame import Page
from dashboard.pages.revisions import revisions_address
from dashboard.published import SituationData
from dashboard.select import address, default_view
from dashboard.static_html import named
from dashboard.wording import (
    as_printed,
    between,
    flow_point_name,
    group_name,
    measure_name,
    people,
    source_name,
)
from etl.model import ContradictionRow, ImpliedRow, Kind, Reading, Verdict

PAGE_SIZE = 15
SOURCES = ("one", "several")
_FEWEST = 3
"""An interval that fewer reports imply is told with the set it belongs to, not by itself."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Which sets are listed. Empty texts: any. `within` tells sets of one source from those between several."""

    reading: Reading = Reading.TABLE
    measure: str = ""
    verdict: str = ""
    within: str = ""
    figure: str = ""
    as_of: date | None = None
    page: int = 1


def read_listing(parameters: Mapping[str, str]) -> Listing:
    """The listing that an address asks for; what it cannot have is left at its default."""
    number, day = parameters.get("page", ""), parameters.get("as_of", "")
    reading, verdict = parameters.get("reading", ""), parameters.get("verdict", "")
    try:
        as_of = date.fromisoformat(day) if day else None
    except ValueError:
        as_of = None
    return Listing(
        reading=Reading(reading) if reading in set(Reading) else Reading.TABLE,
        measure=parameters.get("measure", ""),
        verdict=verdict if verdict in set(Verdict) else "",
        within=parameters.get("within", "") if parameters.get("within", "") in SOURCES else "",
        figure=parameters.get("figure", ""),
        as_of=as_of,
        page=int(number) if number.isascii() and number.isdigit() and number != "0" else 1,
    )


def contradictions_address(situation: str, listing: Listing, anchor: str = "") -> str:
    """The address of a listing: only what differs from its default."""
    plain = Listing()
    said = {
        name: str(value.isoformat() if isinstance(value, date) else value)
        for name in ("reading", "measure", "verdict", "within", "figure", "as_of", "page")
        if (value := getattr(listing, name)) != getattr(plain, name)
    }
    query = urlencode(said)
    return f"/s/{situation}/contradictions" + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")


def anchor_of(row: ContradictionRow) -> str:
    """The name of a set on the page, the same for as long as it is of the same figures."""
    return f"set-{sha256(' '.join(row.figure_ids).encode()).hexdigest()[:10]}"


def known_contradictions(data: SituationData, as_of: date | None = None) -> list[ContradictionRow]:
    """The sets that stood on a day (None: now), the widest gap first."""
    day = as_of or date.max
    return [
        row for row in data.contradictions if row.vintage <= day and (row.vintage_end is None or day < row.vintage_end)
    ]


def page(words: Words, data: SituationData, listing: Listing) -> Page:
    """The page: both readings, what they imply, then the sets of one of them."""
    known = known_contradictions(data, listing.as_of)
    rows = [row for row in known if _is_listed(row, listing)]
    pages = max(ceil(len(rows) / PAGE_SIZE), 1)
    number = min(listing.page, pages)
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    title = data.situation.title.in_language(words.language)
    of_reading = [row for row in known if row.reading is listing.reading]
    content = [
        html.H1(words("contradictions.title")),
        html.P(words("contradictions.lead", title=title), className="lead"),
        _readings(words, data, listing, known),
        *_implied(words, data, listing),
        _filters(words, data, listing, of_reading),
        html.P(words.count("contradictions.found", len(rows), all=words.number(len(of_reading)))),
        None if all(row.complete for row in rows) else notice(words("contradictions.more")),
        *(_set(words, data, row) for row in shown),
        _pager(words, data, replace(listing, page=number), pages),
        html.P(words("contradictions.method"), className="muted"),
    ]
    return Page(
        words("page.title", title=words("contradictions.of", title=title)),
        words("contradictions.lead", title=title),
        contradictions_address(data.situation.id, listing),
        [part for part in content if part is not None],
        data.situation.id,
    )


def _is_listed(row: ContradictionRow, listing: Listing) -> bool:
    return (
        row.reading is listing.reading
        and listing.measure in ("", row.measure.value)
        and listing.verdict in ("", row.verdict.value)
        and listing.within in ("", SOURCES[min(len(row.sources), 2) - 1])
        and (not listing.figure or listing.figure in row.figure_ids)
    )


def _readings(words: Words, data: SituationData, listing: Listing, known: Sequence[ContradictionRow]) -> html.Section:
    """The two readings, each with how many sets it has and how many figures it sets aside."""
    sources = data.situation.reconciliation.as_printed
    names = words("list.comma").join(source_name(words, data.situation, source) for source in sources)
    entries = []
    for reading in Reading if sources else (Reading.TABLE,):
        rows = [row for row in known if row.reading is reading]
        aside = {figure_id for row in rows for figure_id in row.set_aside}
        real = sum(row.verdict is Verdict.CONTRADICTION for row in rows)
        text = words(
            "contradictions.reading.counts",
            sets=words.number(len(rows)),
            contradictions=words.number(real),
            aside=words.number(len(aside)),
        )
        here = reading is listing.reading
        href = contradictions_address(data.situation.id, Listing(reading=reading, as_of=listing.as_of))
        entries.append(
            html.Li(
                [
                    html.A(
                        words(f"contradictions.reading.{reading.value}", sources=names),
                        href=href,
                        **named({"aria-current": "true" if here else None}),
                    ),
                    " — ",
                    text,
                    " ",
                    html.Strong(words("contradictions.reading.series"))
                    if reading is data.situation.reconciliation.reading
                    else None,
                ]
            )
        )
    return html.Section([html.H2(words("contradictions.readings")), html.Ul(entries)], className="block", id="readings")


# --- What reports imply ----------------------------------------------------------------------------------------------


def _implied(words: Words, data: SituationData, listing: Listing) -> list[html.Section]:
    return [
        _implied_days(words, data, one, f"implied-{place}")
        for place, one in enumerate(implied_days(data, listing.as_of, _FEWEST))
    ]


def about(words: Words, data: SituationData, one: ImpliedDays) -> str:
    """What an implied interval is about: exits, out of the enclave, 1 to 18 December."""
    days = one.days
    parts = [measure_name(words, days.measure), flow_point_name(words, data.situation, days.flow_point)]
    if days.nationality or days.population:
        parts.append(group_name(words, data.situation, days.nationality, days.population))
    parts.append(words.period(days.start, days.end))
    return words("list.comma").join(part for part in parts if part)


def _implied_days(words: Words, data: SituationData, one: ImpliedDays, identity: str) -> html.Section:
    rows = [_report_row(words, data, row) for row in one.reports]
    joined = [
        (words(f"implied.together.{reading.value}"), row)
        for reading, row in sorted(one.together.items(), key=lambda item: list(Reading).index(item[0]))
    ]
    table = Table(
        (
            Column("report", words("column.report")),
            Column("point", words("column.difference"), numeric=True),
            Column("bounds", words("column.bounds"), numeric=True),
            Column("longer", words("column.longer")),
            Column("shorter", words("column.shorter")),
        ),
        (
            *(cells for _, cells in rows),
            *(
                (
                    Cell(name),
                    Cell(words("count.none") if row.point is None else words.number(row.point)),
                    Cell(between(words, row.lower, None, row.upper)),
                    Cell(""),
                    Cell(""),
                )
                for name, row in joined
            ),
        ),
    )
    categories = [category for category, _ in rows]
    categories += [
        Category(name, row.point, row.lower, row.upper, "", name, _number(words, row)) for name, row in joined
    ]
    tops = [max(row.value or 0, row.lower, row.upper or 0) for row in categories]
    numbers = number_ticks(max(tops, default=1), most=4)
    title = words("implied.title", about=about(words, data, one))
    chart = Chart(
        id=identity,
        title=title,
        subtitle="",
        source_line="",
        note_line="",
        description=words.count("implied.description", len(one.reports), title=title),
        language=words.language,
        table=table,
        categories=tuple(categories),
        y_end=numbers[-1],
        y_ticks=tuple(Tick(number, words.number(number)) for number in numbers),
    )
    return html.Section(
        [
            html.H2(title),
            html.P(words("implied.lead")),
            *map(html.P, _steady(words, one)),
            picture(lambda figure_id: _figure_address(data, figure_id))(chart),
            html.Details([html.Summary(words("chart.table", title=title)), data_table(table, title)]),
            html.P(html.A(words("implied.revisions"), href=revisions_address(data, one.days))),
        ],
        className="block",
        id=identity,
    )


def _report_row(words: Words, data: SituationData, row: ImpliedRow) -> tuple[Category, tuple[Cell, ...]]:
    longer, shorter = (data.figures[figure_id] for figure_id in row.figure_ids[:2])
    published = longer.report.published
    day = words.short_day(published) if published else words("date.unknown")
    name = words("list.comma").join((row.source, day))
    if longer.report.publisher != row.source:
        name = words("implied.by", name=name, publisher=longer.report.publisher)
    label = words("implied.label", longer=as_printed(words, longer), shorter=as_printed(words, shorter))
    category = Category(name, row.point, row.lower, row.upper, row.figure_ids[0], label, _number(words, row))
    cells = (
        Cell(name),
        Cell(words("count.none") if row.point is None else words.number(row.point)),
        Cell(between(words, row.lower, None, row.upper)),
        Cell(as_printed(words, longer), _figure_address(data, row.figure_ids[0])),
        Cell(as_printed(words, shorter), _figure_address(data, row.figure_ids[1])),
    )
    return category, cells


def _number(words: Words, row: ImpliedRow) -> str:
    return between(words, row.lower, None, row.upper) if row.point is None else words.number(row.point)


def _steady(words: Words, one: ImpliedDays) -> list[str]:
    """What each reading makes of the reports, and what their steadiness speaks for; nothing where it does not."""
    told = []
    for reading, row in sorted(one.together.items(), key=lambda item: list(Reading).index(item[0])):
        bounds = between(words, row.lower, row.point, row.upper)
        told.append(words(f"implied.reading.{reading.value}", bounds=bounds))
    steadiness = one.steadiness
    if steadiness is None or not steadiness.is_steady:
        return told
    near = [row.point for row in in_order(steadiness.near) if row.point is not None]
    told.append(
        words(
            "implied.steady",
            near=words.number(len(near)),
            all=words.number(len(near) + len(steadiness.apart)),
            least=words.number(near[0]),
            most=words.number(near[-1]),
        )
    )
    if steadiness.apart and Reading.PRINTED in one.together:
        others = words("list.comma").join(
            words("implied.other", number=words.number(row.point or 0), date=words.short_day(row.vintage))
            for row in steadiness.apart
        )
        told.append(words("implied.speaks", others=others))
    return told


# --- The sets --------------------------------------------------------------------------------------------------------


def _filters(
    words: Words, data: SituationData, listing: Listing, rows: Sequence[ContradictionRow]
) -> html.Section | None:
    if not rows:
        return None
    measures = list(dict.fromkeys(row.measure for row in rows))
    anything = ("", words("contradictions.any"))
    controls = [
        choice(
            "measure",
            words("control.measure"),
            [anything, *((one.value, measure_name(words, one)) for one in measures)],
            listing.measure,
            "",
        ),
        choice(
            "verdict",
            words("contradictions.verdict"),
            [anything, *((one.value, words(f"verdict.{one.value}")) for one in Verdict)],
            listing.verdict,
            "",
        ),
        choice(
            "within",
            words("contradictions.within"),
            [anything, *((one, words(f"contradictions.within.{one}")) for one in SOURCES)],
            listing.within,
            "",
        ),
        html.Div(
            [
                html.Label(words("control.as_of"), htmlFor="contradictions-as-of"),
                dbc.Input(
                    id="contradictions-as-of",
                    name="as_of",
                    type="date",
                    value=listing.as_of.isoformat() if listing.as_of else "",
                ),
            ],
            className="control",
        ),
    ]
    return html.Section(
        html.Form(
            [
                dcc.Input(type="hidden", name="reading", value=listing.reading.value),
                html.Div(controls, className="controls"),
                html.Button(words("action.show"), type="submit", className="btn"),
            ],
            action=f"/s/{data.situation.id}/contradictions",
            method="get",
        ),
        className="choices",
    )


def _set(words: Words, data: SituationData, row: ContradictionRow) -> html.Section:
    """One set: how far apart, what of, the sentence in both languages, the sums, and every figure in its words."""
    gap = people(words, row.unit, row.gap)
    parts = [words("contradictions.apart", gap=gap), measure_name(words, row.measure)]
    if row.flow_point:
        parts.append(flow_point_name(words, data.situation, row.flow_point))
    if row.interval_start and row.interval_end:
        parts.append(words.period(row.interval_start, row.interval_end))
    elif row.day:
        parts.append(words.day(row.day))
    anchor = anchor_of(row)
    return html.Section(
        [
            html.H2(html.A(words("list.comma").join(parts), href=f"#{anchor}")),
            html.P(words(f"verdict.{row.verdict.value}.why"), className="muted"),
            html.P(row.sentence_en, lang="en", dir="ltr"),
            html.P(row.sentence_ar, lang="ar", dir="rtl"),
            _arithmetic(words, data, row),
            data_table(_figures(words, data, row), words("contradictions.figures")),
            _published_by(words, data, row),
        ],
        className="block",
        id=anchor,
    )


def _published_by(words: Words, data: SituationData, row: ContradictionRow) -> html.P | None:
    """From when on the contradiction could be known."""
    days = [published for figure_id in row.figure_ids if (published := data.figures[figure_id].report.published)]
    if not days:
        return None
    return html.P(words("contradictions.published_by", date=words.day(max(days))), className="muted small")


def _arithmetic(words: Words, data: SituationData, row: ContradictionRow) -> html.Div | None:
    """The two sums that exclude each other, each number a way to its figure."""
    if not row.arithmetic:
        return None
    sides = json.loads(row.arithmetic)
    return html.Div(
        [_side(words, data, sides[name]) for name in ("left", "right")],
        className="sums",
        dir="ltr",
        role="group",
        **named({"aria-label": words("contradictions.arithmetic")}),
    )


def _side(words: Words, data: SituationData, side: dict[str, Any]) -> html.P:
    parts: list[Any] = []
    for place, term in enumerate(side["terms"]):
        sign = "−" if term["sign"] < 0 else "+" if place else ""
        times = "" if term["times"] == 1 else f"{term['times']:g} × "
        parts += [f" {sign} " if place else sign, times]
        parts.append(
            html.A(words.number(term["number"]), href=_figure_address(data, term["figure_id"]), title=term["figure_id"])
        )
    result = words.number(side["result"])
    single = len(side["terms"]) == 1 and side["terms"][0]["times"] == 1
    relation = "" if side["relation"] == "exactly" else words(f"contradictions.{side['relation']}")
    return html.P([*parts, "" if single else f" = {result}", f" {relation}" if relation else ""], className="sum")


def _figures(words: Words, data: SituationData, row: ContradictionRow) -> Table:
    columns = (
        Column("figure", words("column.as_reported")),
        Column("interval", words("column.period")),
        Column("quote", words("column.quote")),
        Column("source", words("column.source")),
        Column("report", words("column.report")),
        Column("aside", words("column.set_aside")),
    )
    body = []
    for figure_id in row.figure_ids:
        known = data.figures[figure_id]
        figure, report = known.figure, known.report
        group = group_name(words, data.situation, figure.nationality, figure.population)
        of_group = "" if not (figure.nationality or figure.population) else f"{words('list.comma')}{group}"
        period = ""
        if figure.ref_end is not None:
            stock = figure.kind is Kind.STOCK
            period = words.day(figure.ref_end) if stock else words.period(figure.ref_start, figure.ref_end)
        published = words.short_day(report.published) if report.published else words("date.unknown")
        body.append(
            (
                Cell(f"{as_printed(words, known)}{of_group}", _figure_address(data, figure_id)),
                Cell(period),
                Cell(figure.quote),
                Cell(source_name(words, data.situation, figure.source)),
                Cell(words("list.comma").join((report.publisher, published)), report.url),
                Cell(words("contradictions.aside") if figure_id in row.set_aside else ""),
            )
        )
    return Table(columns, tuple(body))


def _figure_address(data: SituationData, figure_id: str) -> str:
    known = data.figures[figure_id]
    view = replace(default_view(data.situation), measure=known.figure.measure, unit=known.figure.unit, figure=figure_id)
    return address(data, view) + "#figure"


def _pager(words: Words, data: SituationData, listing: Listing, pages: int) -> html.Nav | None:
    if pages == 1:
        return None
    links: list[Any] = []
    if listing.page > 1:
        before = contradictions_address(data.situation.id, replace(listing, page=listing.page - 1))
        links.append(html.A(words("pager.previous"), href=before, rel="prev"))
    links.append(html.Span(words("pager.here", page=words.number(listing.page), pages=words.number(pages))))
    if listing.page < pages:
        after = contradictions_address(data.situation.id, replace(listing, page=listing.page + 1))
        links.append(html.A(words("pager.next"), href=after, rel="next"))
    return html.Nav(links, className="pager", **named({"aria-label": words("pager.label")}))


def teaser(words: Words, data: SituationData, as_of: date | None) -> html.Section | None:
    """For a situation's page: how many sets there are and the widest, with the way to all."""
    reading = data.situation.reconciliation.reading
    rows = [row for row in known_contradictions(data, as_of) if row.reading is reading]
    if not rows:
        return None
    listing = Listing(reading=reading, as_of=as_of)
    real = [row for row in rows if row.verdict is Verdict.CONTRADICTION]
    widest = (real or rows)[0]
    return html.Section(
        [
            html.H2(words("contradictions.title")),
            html.P(words.count("contradictions.teaser", len(rows), contradictions=words.number(len(real)))),
            html.P(widest.sentence_en, lang="en", dir="ltr"),
            html.P(html.A(words("contradictions.all"), href=contradictions_address(data.situation.id, listing))),
        ],
        className="block",
        id="contradictions",
    )
