"""A situation's page: how many, by when, according to whom; the charts of a view; the choices; the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from dash import dcc, html

from dashboard.charts.build import charts_of
from dashboard.charts.chart import Cell, Column, Table
from dashboard.citations import cite_view
from dashboard.components import (
    Draw,
    chart_block,
    choice,
    copyable,
    data_table,
    day_choice,
    definition_list,
    notice,
    references,
)
from dashboard.locales import Words, languages
from dashboard.pages.contradictions import teaser as contradictions_teaser
from dashboard.pages.described import dataset, described
from dashboard.pages.frame import Page
from dashboard.pages.revisions import situation_address as revisions_of
from dashboard.pages.share import share
from dashboard.pages.vintages import slider
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.select import (
    ALL,
    BASES,
    BREAKDOWNS,
    FREQUENCIES,
    MAIN,
    MOST_PERIODS,
    SHOWS,
    View,
    address,
    default_breakdown,
    default_view,
    flow_points,
    groups,
    join_group,
    known_rows,
    live,
    measures,
    phases,
    shown_frequency,
    sources,
    stands,
    units,
)
from dashboard.sharing import DATA_FORMS, Chosen, inside
from dashboard.static_html import named
from dashboard.suppression import KnownFigure
from dashboard.wording import (
    as_printed,
    between,
    flow_point_name,
    group_name,
    measure_name,
    people,
    phase_name,
    quantified,
    rounded,
    source_name,
    unit_name,
)
from etl.model import Granularity, Headline, Kind, Quantifier, SeriesRow, Severity


def page(request: Request, draw: Draw) -> Page:
    """The page of a view, its charts put there by `draw`."""
    words, data, view = request.words, request.data, request.view
    return Page(
        title=view_title(request),
        description=data.situation.summary.in_language(words.language),
        canonical=address(*live(data, replace(view, figure=""))),
        content=layout(request, draw),
        situation=data.situation.id,
        head=[*described(request, view_title(request)), *dataset(request)],
    )


def figure_links(data: SituationData, view: View) -> Callable[[str], str]:
    """Where the marks of a picture lead: to the words of their figures."""
    return lambda figure_id: address(data, replace(view, figure=figure_id)) + "#figure"


def view_title(request: Request) -> str:
    """The document's title, which names a view among a browser's pages."""
    words, data, view = request.words, request.data, request.view
    parts = [data.situation.title.in_language(words.language)]
    if (view.measure, view.unit) != (data.situation.default_measure, default_view(data.situation).unit):
        parts += [measure_name(words, view.measure), unit_name(words, view.unit)]
    if view.as_of:
        parts.append(words("chart.as_of", date=words.short_day(view.as_of)))
    return words("page.title", title=words("list.comma").join(parts))


def layout(request: Request, draw: Draw) -> list[Any]:
    """The page's content: what matters most first."""
    words, data = request.words, request.data
    situation = data.situation
    charts = charts_of(data, request.view, words, request.today)
    return [
        html.H1(situation.title.in_language(words.language), **named({"data-title": view_title(request)})),
        html.P(situation.summary.in_language(words.language), className="lead"),
        _freshness(request),
        *(
            notice(words("view.refused", parameter=name, value=value), "warning")
            for name, value in request.asked.refused
        ),
        _tiles(request),
        _controls(request) if request.data.frozen_on is None else _frozen(request),
        _coarser(request),
        html.P(words("chart.keys"), id="chart-keys", className="visually-hidden"),
        html.Div([chart_block(words, chart, draw, share(request, chart)) for chart in charts], className="charts"),
        contradictions_teaser(words, data, request.view.as_of),
        _events(request),
        _findings(request),
        _left_out(request),
        _files(request),
        _cite(request),
    ]


def _freshness(request: Request) -> html.P:
    """When the last report came out, and how long before the day whose knowledge is shown."""
    words, view = request.words, request.view
    day = view.as_of or request.today
    known = [vintage for vintage in request.data.summary.vintages if vintage <= day]
    if not known:
        return notice(words("freshness.none", date=words.day(day)), "warning")
    age = (day - known[-1]).days
    text = words.count(
        "freshness.as_of" if view.as_of else "freshness.today", age, last=words.day(known[-1]), date=words.day(day)
    )
    return html.P(text, className="freshness", id="freshness")


def _tiles(request: Request) -> html.Section:
    tiles = [_tile(request, headline) for headline in request.data.situation.headlines]
    return html.Section(
        [
            html.H2(request.words("tiles.title"), className="visually-hidden"),
            *(tile for tile in tiles if tile is not None),
        ],
        className="tiles",
    )


def _tile(request: Request, headline: Headline) -> html.Div | None:
    """The latest number of a series with its quantifier, day and source, and what it adds to the one before."""
    words, data, view = request.words, request.data, request.view
    rows = [row for row in known_rows(data, view.as_of) if _is_of(row, headline) and stands(row)]
    rows = [row for row in rows if row.cumulative_lower is not None or row.stock_lower is not None]
    if not rows:
        return None
    row = max(rows, key=lambda row: (row.interval_end, row.cumulative_point or row.stock_point or 0, row.figure_ids))
    known = data.figures[row.figure_ids[0]]
    situation = data.situation
    named = f"tile.{headline.measure.value}.{headline.unit.value}"
    label = words(named) if words.has(named) else measure_name(words, headline.measure)
    group = group_name(words, situation, row.nationality, row.population) if row.nationality or row.population else ""
    since = "" if row.kind is Kind.STOCK else phase_name(words, situation, row.source, row.phase, row.measure)
    shown = replace(
        view,
        measure=headline.measure,
        unit=headline.unit,
        group=join_group(headline.nationality, headline.population) or ALL,
        source=MAIN,
        phase=MAIN,
        figure=row.figure_ids[0],
    )
    return html.Div(
        [
            html.H3(words("list.comma").join(part for part in (label, group) if part)),
            html.P(dcc.Link(_headline_number(words, known), href=address(data, shown) + "#figure"), className="big"),
            html.P(_raw_number(words, known), className="raw"),
            html.P(
                words(
                    "tile.when",
                    date=words.short_day(row.interval_end),
                    source=source_name(words, situation, row.source),
                )
            ),
            html.P(since, className="muted") if since else None,
            html.P(_change(words, row), className="change"),
        ],
        className="tile",
        id=f"tile-{headline.id}",
    )


def _is_of(row: SeriesRow, headline: Headline) -> bool:
    return (
        row.measure == headline.measure
        and row.unit == headline.unit
        and row.source == headline.source
        and row.nationality == headline.nationality
        and row.population == headline.population
    )


def _headline_number(words: Words, known: KnownFigure) -> str:
    """The number rounded for a quick look, its quantifier kept."""
    figure = known.figure
    if figure.value is None:
        return as_printed(words, known)
    number = rounded(figure.value, figure.quantifier)
    quantifier = figure.quantifier
    if number != figure.value and quantifier is Quantifier.EXACT:
        quantifier = Quantifier.ABOUT
    return quantified(words, quantifier, people(words, figure.unit, number))


def _raw_number(words: Words, known: KnownFigure) -> str:
    """The number as printed, where the headline rounds it."""
    value = known.figure.value
    if value is None or rounded(value, known.figure.quantifier) == value:
        return ""
    return words("tile.raw", count=as_printed(words, known))


def _change(words: Words, row: SeriesRow) -> str:
    if row.kind is Kind.STOCK:
        return ""
    if row.new_lower is None or len(row.figure_ids) < 2 or row.interval_start is None:
        return words("tile.first") if row.flag == "first" else ""
    before = row.interval_start - timedelta(days=1)
    return words(
        "tile.change", count=between(words, row.new_lower, row.new_point, row.new_upper), date=words.short_day(before)
    )


def _controls(request: Request) -> html.Section:
    """Every choice of a view, as a form that works without scripts."""
    words, data, view = request.words, request.data, request.view
    situation = data.situation
    group_options = [(ALL, words("group.all"))]
    for group in groups(data, view.measure, view.unit):
        of_group = replace(view, group=group)
        group_options.append((group, group_name(words, situation, of_group.nationality, of_group.population)))
    vintages = data.summary.vintages
    earliest = (data.summary.first_day or request.today).isoformat()
    latest = (data.summary.last_day or request.today).isoformat()
    controls = [
        choice(
            "measure",
            words("control.measure"),
            [(one.value, measure_name(words, one)) for one in measures(data)],
            view.measure.value,
            situation.default_measure.value,
        ),
        choice(
            "unit",
            words("control.unit"),
            [(one.value, unit_name(words, one)) for one in units(data, view.measure)],
            view.unit.value,
            units(data, view.measure)[0].value,
        ),
        choice(
            "source",
            words("control.source"),
            [
                (MAIN, words("source.lead")),
                *((one, source_name(words, situation, one)) for one in sources(data, view.measure, view.unit)),
                (ALL, words("source.all")),
            ],
            view.source,
            MAIN,
        ),
        choice(
            "by",
            words("control.by"),
            [(one, words(f"by.{one}")) for one in BREAKDOWNS],
            view.by,
            default_breakdown(data, view.measure, view.unit),
        ),
        choice("group", words("control.group"), group_options, view.group, ALL),
        choice(
            "phase",
            words("control.phase"),
            [
                (MAIN, words("phase.declared")),
                *(
                    (one, words("phase.since", date=words.day(date.fromisoformat(one))))
                    for one in phases(data, view.measure, view.unit)
                ),
                (ALL, words("phase.all")),
            ],
            view.phase,
            MAIN,
        ),
        choice("view", words("control.view"), [(one, words(f"view.{one}")) for one in SHOWS], view.show, "both"),
        choice(
            "basis", words("control.basis"), [(one, words(f"basis.{one}")) for one in BASES], view.basis, "reported"
        ),
        *_together_controls(request),
        day_choice("start", words("control.start"), view.start.isoformat() if view.start else "", earliest, latest),
        day_choice("end", words("control.end"), view.end.isoformat() if view.end else "", earliest, latest),
        day_choice(
            "as_of",
            words("control.as_of"),
            view.as_of.isoformat() if view.as_of else "",
            vintages[0].isoformat() if vintages else earliest,
            request.today.isoformat(),
        ),
    ]
    if len(languages()) > 1:
        controls.append(
            choice("lang", words("control.lang"), [(one, words(f"lang.{one}")) for one in languages()], view.lang, "en")
        )
    return html.Section(
        [
            html.H2(words("controls.title"), className="visually-hidden"),
            html.Form(
                [
                    html.Div(controls, className="controls"),
                    html.Button(words("action.show"), type="submit", className="btn only-static"),
                ],
                action=f"/s/{situation.id}",
                method="get",
                id="choices",
            ),
            slider(words, data, view),
            _vintage_steps(request),
            html.P(html.A(words("revisions.link"), href=revisions_of(data, view)), className="steps"),
        ],
        className="choices",
    )


def _frozen(request: Request) -> html.P:
    """That nothing here will change, and where what is known now is."""
    words, view = request.words, replace(request.view, figure="")
    return html.P(
        [
            words("frozen.says", day=words.day(request.known_on), state=request.data.state),
            " ",
            html.A(words("frozen.live"), href=address(*live(request.data, view))),
        ],
        className="notice-line",
        id="frozen",
    )


def _together_controls(request: Request) -> list[Any]:
    """The choices that only matter for what all figures together allow."""
    words, data, view = request.words, request.data, request.view
    if view.basis == "reported":
        return []
    points = flow_points(data, view.measure, view.unit)
    frequencies = [(one.value, words(f"freq.{one.value}")) for one in FREQUENCIES]
    controls = [choice("freq", words("control.freq"), frequencies, view.freq.value, Granularity.WEEK.value)]
    if len(points) > 1:
        names = [(one, flow_point_name(words, data.situation, one)) for one in points]
        main = words("point.main", name=names[0][1])
        controls.append(choice("point", words("control.point"), [(MAIN, main), *names[1:]], view.point, MAIN))
    return controls


def _coarser(request: Request) -> html.P | None:
    """That the charts show longer periods than were asked for, and how to see those."""
    words, data, view = request.words, request.data, request.view
    shown = shown_frequency(data, view) if view.basis != "reported" else view.freq
    if shown is view.freq:
        return None
    asked, instead = words(f"freq.{view.freq.value}"), words(f"freq.{shown.value}")
    return notice(words("freq.coarser", asked=asked, shown=instead, most=words.number(MOST_PERIODS)))


def _vintage_steps(request: Request) -> html.P | None:
    """Links to what was known one report earlier and one later, and back to what the situation shows by itself."""
    words, data, view = request.words, request.data, request.view
    vintages = data.summary.vintages
    day = view.as_of or date.max
    earlier = [vintage for vintage in vintages if vintage < (view.as_of or (vintages[-1] if vintages else date.max))]
    later = [vintage for vintage in vintages if vintage > day]
    links = []
    if earlier:
        text = words("vintage.earlier", date=words.short_day(earlier[-1]))
        links.append(dcc.Link(text, href=address(data, replace(view, as_of=earlier[-1], figure=""))))
    if later:
        text = words("vintage.later", date=words.short_day(later[0]))
        links.append(dcc.Link(text, href=address(data, replace(view, as_of=later[0], figure=""))))
    if view.as_of:
        links.append(dcc.Link(words("vintage.now"), href=address(data, replace(view, as_of=None, figure=""))))
    plain = address(data, View(view.situation, data.situation.default_measure, lang=view.lang))
    if address(data, replace(view, figure="")) != plain:
        links.append(dcc.Link(words("action.reset"), href=plain))
    return html.P(links, className="steps", id="vintage-steps") if links else None


def _events(request: Request) -> html.Section | None:
    words, events = request.words, request.data.situation.events
    if not events:
        return None
    entries = [
        html.Li([html.B(words.day(event.day)), " ", _linked(event.names.in_language(words.language), event.url)])
        for event in sorted(events, key=lambda event: event.day)
    ]
    return html.Section([html.H2(words("events.title")), html.Ul(entries)], className="block")


def _linked(text: str, url: str) -> Any:
    return html.A(text, href=url, rel="noopener") if url else text


def _findings(request: Request) -> html.Section | None:
    """What the checks found, the gravest first; notices stay in the figures' own panels."""
    words, data = request.words, request.data
    found = [finding for finding in data.findings if finding.severity is not Severity.NOTICE]
    if not found:
        return None
    entries = []
    for finding in found:
        links: list[Any] = []
        for figure_id in finding.figure_ids:
            links += [" ", dcc.Link(figure_id, href=address(data, replace(request.view, figure=figure_id)) + "#figure")]
        entries.append(html.Li([words(f"finding.{finding.code}", **dict(finding.values)), *links]))
    return html.Section(
        html.Details(
            [
                html.Summary(html.H2(words.count("findings.title", len(found)))),
                html.P(words("findings.note"), className="muted"),
                html.Ul(entries),
            ],
            id="findings",
        ),
        className="block",
    )


def _left_out(request: Request) -> html.Section:
    """How many figures stand in no series, by reason, each a way to them."""
    words, data = request.words, request.data
    counts: dict[str, int] = {}
    for known in data.figures.values():
        if known.left_out:
            counts[known.left_out] = counts.get(known.left_out, 0) + 1
    base = f"/s/{data.situation.id}/figures"
    rows = tuple(
        (Cell(words(f"left_out.{reason}"), f"{base}?left_out={reason}"), Cell(words.number(count)))
        for reason, count in sorted(counts.items(), key=lambda item: -item[1])
    )
    table = Table(
        (Column("reason", words("column.reason")), Column("figures", words("column.figures"), numeric=True)), rows
    )
    used = len(data.figures) - sum(counts.values())
    return html.Section(
        html.Details(
            [
                html.Summary(
                    html.H2(words("left_out.title", used=words.number(used), all=words.number(len(data.figures))))
                ),
                data_table(table, words("left_out.caption")),
            ],
            id="left-out",
        ),
        className="block",
    )


def _files(request: Request) -> html.Section:
    """The view and the whole situation as files; those of a frozen page are frozen."""
    words, data = request.words, request.data
    request = request.with_view(replace(request.view, figure=""))
    view = Chosen.as_asked(request)
    whole = request.with_view(default_view(data.situation, words.language))
    name = data.situation.id

    def way(text: str, link: str) -> html.A:
        return html.A(text, href=inside(request, link), download="")

    entries: list[tuple[str, Any]] = [
        (words("files.view"), _spaced(way(words(f"share.data.{form}"), view.data(form)) for form in DATA_FORMS)),
        (words("files.whole"), way(words("files.package"), whole.link(under="/download/", rest=".zip"))),
    ]
    if data.frozen_on is None:
        for table in ("series", "reconciled", "contradictions", "implied", "figures", "reports", "findings"):
            links = (
                html.A(words(f"files.{form}"), href=f"/download/{name}/{table}.{form}", download="")
                for form in ("csv", "parquet")
            )
            entries.append((words(f"files.{table}"), _spaced(links)))
    briefing = html.A(words("files.briefing.link"), href=inside(request, request.frozen_link(rest="/briefing")))
    entries.append((words("files.briefing"), briefing))
    feed = html.A(words("files.feed.link"), href=f"/s/{name}/feed.atom")
    entries += [(words("files.feed"), feed)]
    return html.Section([html.H2(words("files.title")), definition_list(entries)], className="block", id="files")


def _spaced(links: Iterable[Any]) -> list[Any]:
    return [part for link in links for part in (link, " ")][:-1]


def _cite(request: Request) -> html.Section:
    words, data, view = request.words, request.data, replace(request.view, figure="")
    text = cite_view(words, data, view, request.base)
    return html.Section(
        [html.H2(words("cite.title")), copyable(words, text, "citation-view"), references(words, data, view)],
        className="block",
        id="cite",
    )
