"""The page of one interval: how its number changed as later reports came in, and which intervals did change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard.charts.axes import day_ticks, number_ticks
from dashboard.charts.chart import Chart, Line, Look, Point, Table, Tick
from dashboard.charts.together import STYLE
from dashboard.components import notice, picture
from dashboard.implied import Days
from dashboard.locales import DEFAULT, Words
from dashboard.pages.frame import Page
from dashboard.published import SituationData
from dashboard.revisions import Entry, Event, Revised, Way, history, revised_intervals
from dashboard.select import ALL, View, address, default_view, flow_points, groups, join_group, measures, units
from dashboard.static_html import named
from dashboard.wording import (
    as_printed,
    between,
    flow_point_name,
    group_name,
    measure_name,
    source_name,
    unit_name,
)
from etl.model import RECONCILED, Measure, Unit

_ONE_DAY = timedelta(days=1)

_MOST_INTERVALS = 100
"""So many intervals are offered; the figures' own pages lead to the others."""

_MOST_FIGURES = 4
"""An entry names so many of the figures that it rests on."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The interval that an address asks for (None: there is none), and the parameters that could not be taken."""

    days: Days | None
    refused: tuple[tuple[str, str], ...] = ()


def read_interval(data: SituationData, parameters: Mapping[str, str]) -> Chosen:
    """The interval of an address. What it leaves open is filled from the interval with most revisions that fits."""
    refused: list[tuple[str, str]] = []
    asked: dict[str, Any] = {}

    def take(name: str, allowed: Sequence[str]) -> str:
        text = parameters.get(name, "").strip()
        if text and text not in allowed:
            refused.append((name, text))
            return ""
        return text

    def take_day(name: str) -> None:
        text = parameters.get(name, "").strip()
        try:
            if text:
                asked[name] = date.fromisoformat(text)
        except ValueError:
            refused.append((name, text))

    measure = Measure(take("measure", [one.value for one in measures(data)]) or data.situation.default_measure)
    if parameters.get("measure", ""):
        asked["measure"] = measure
    if unit := take("unit", [one.value for one in units(data, measure)]):
        asked["unit"] = Unit(unit)
    of_unit = asked.get("unit") or units(data, measure)[0]
    if group := take("group", [ALL, *groups(data, measure, of_unit)]):
        view = replace(default_view(data.situation), group=group)
        asked["nationality"], asked["population"] = view.nationality, view.population
    if flow_point := take("flow_point", flow_points(data, measure, of_unit)):
        asked["flow_point"] = flow_point
    take_day("start")
    take_day("end")
    start, end = asked.get("start"), asked.get("end")
    if start and end and start > end:
        refused += [(name, asked.pop(name).isoformat()) for name in ("start", "end")]
    if asked.get("start") and asked.get("end"):
        points = flow_points(data, measure, of_unit)
        plain = Days(measure, of_unit, points[0] if points else "", "", "", asked["start"], asked["end"])
        return Chosen(plain._replace(**asked), tuple(refused))
    found = (one.days for one in revised_intervals(data) if all(getattr(one.days, key) == asked[key] for key in asked))
    return Chosen(next(found, None), tuple(refused))


def revisions_address(data: SituationData, days: Days) -> str:
    """The address of an interval's page: its days, and of the rest what differs from what goes without saying."""
    said = {}
    if days.measure is not data.situation.default_measure:
        said["measure"] = days.measure.value
    if days.unit is not units(data, days.measure)[0]:
        said["unit"] = days.unit.value
    if days.nationality or days.population:
        said["group"] = join_group(days.nationality, days.population)
    said |= {"start": days.start.isoformat(), "end": days.end.isoformat()}
    if days.flow_point != next(iter(flow_points(data, days.measure, days.unit)), ""):
        said["flow_point"] = days.flow_point
    return f"/s/{data.situation.id}/revisions?{urlencode(said)}"


def situation_address(data: SituationData, view: View) -> str:
    """The address that shows the interval with most revisions of what a view shows."""
    said = {}
    if view.measure is not data.situation.default_measure:
        said["measure"] = view.measure.value
    if view.unit is not units(data, view.measure)[0]:
        said["unit"] = view.unit.value
    if view.lang != DEFAULT:
        said["lang"] = view.lang
    return f"/s/{data.situation.id}/revisions" + (f"?{urlencode(said)}" if said else "")


def page(words: Words, data: SituationData, chosen: Chosen) -> Page:
    """The page of an interval, with the way to the others."""
    title = data.situation.title.in_language(words.language)
    days = chosen.days
    content: list[Any] = [
        html.H1(words("revisions.title")),
        html.P(words("revisions.lead", title=title), className="lead"),
        *(notice(words("view.refused", parameter=name, value=value), "warning") for name, value in chosen.refused),
    ]
    if days is None:
        content.append(notice(words("revisions.none")))
    else:
        entries = history(data, days)
        content.append(_interval(words, data, days, entries) if entries else _nothing(words, data, days))
    content.append(_chooser(words, data, days))
    return Page(
        words("page.title", title=words("revisions.of", title=title)),
        words("revisions.lead", title=title),
        revisions_address(data, days) if days else f"/s/{data.situation.id}/revisions",
        content,
        data.situation.id,
    )


def about(words: Words, data: SituationData, days: Days) -> str:
    """What an interval is about: exits (people), out of the enclave, 1 to 18 December."""
    parts = [
        words("revisions.counted", measure=measure_name(words, days.measure), unit=unit_name(words, days.unit)),
        flow_point_name(words, data.situation, days.flow_point),
    ]
    if days.nationality or days.population:
        parts.append(group_name(words, data.situation, days.nationality, days.population))
    parts.append(words.period(days.start, days.end))
    return words("list.comma").join(part for part in parts if part)


def _nothing(words: Words, data: SituationData, days: Days) -> html.Section:
    return html.Section(
        [html.H2(about(words, data, days)), html.P(words("revisions.empty"))], className="block", id="interval"
    )


def _interval(words: Words, data: SituationData, days: Days, entries: Sequence[Entry]) -> html.Section:
    title = about(words, data, days)
    chart = _chart(words, data, title, entries)
    joined = [entry for entry in entries if entry.event is Event.TOGETHER]
    said = [entry for entry in entries if entry.event is not Event.TOGETHER]
    sources = len({entry.source for entry in said})
    return html.Section(
        [
            html.H2(title),
            html.P(words.count("revisions.summary", len(said), sources=words.count("revisions.sources", sources))),
            _narrowed(words, data, joined),
            None if chart.is_empty else picture(lambda figure_id: _figure_address(data, figure_id))(chart),
            None if chart.is_empty else _legend(words, chart),
            _table(words, data, title, entries),
            html.P(words("revisions.note"), className="muted small"),
        ],
        className="block",
        id="interval",
    )


def _narrowed(words: Words, data: SituationData, joined: Sequence[Entry]) -> html.P | None:
    """How far the bounds of all figures together have come."""
    of_series = [entry for entry in joined if entry.reading is data.situation.reconciliation.reading]
    known = [entry for entry in of_series if entry.lower is not None]
    if not known:
        return None
    first, last = known[0], known[-1]
    values = {"now": between(words, *last.numbers), "last": words.day(last.day)}
    if first is last:
        return html.P(words("revisions.bounds.once", **values))
    text = words("revisions.bounds", first=words.day(first.day), then=between(words, *first.numbers), **values)
    return html.P(text, id="narrowed")


# --- The chart -------------------------------------------------------------------------------------------------------


def _chart(words: Words, data: SituationData, title: str, entries: Sequence[Entry]) -> Chart:
    """Values and bounds by day of publication: marks of each source over what all figures together allowed."""
    drawn = [entry for entry in entries if entry.lower is not None]
    reading = data.situation.reconciliation.reading
    joined = [entry for entry in drawn if entry.event is Event.TOGETHER and entry.reading is reading]
    said = [entry for entry in drawn if entry.event is not Event.TOGETHER]
    every = [*joined, *said]
    first, last = min((entry.day for entry in every), default=None), max((entry.day for entry in every), default=None)
    if first is None or last is None:
        return _plain(words, title)
    room = timedelta(days=max((last - first).days // 20, 1))
    start, end = first - room, last + room
    lines = []
    if joined:
        points = [_point(words, data, entry) for entry in joined]
        # What was known last still is: its band goes on over the edge, where it has no mark.
        lines.append(
            Line(RECONCILED, words("together.name"), STYLE, (*points, replace(points[-1], day=end + _ONE_DAY, key="")))
        )
    for place, source in enumerate(dict.fromkeys(entry.source for entry in said)):
        points = [_point(words, data, entry) for entry in said if entry.source == source]
        lines.append(
            Line(source, source_name(words, data.situation, source), place % STYLE, tuple(points), joined=False)
        )
    top = max(max(point.value or 0, point.lower, point.upper or 0) for line in lines for point in line.points)
    numbers = number_ticks(top)
    return replace(
        _plain(words, title),
        subtitle=words.period(first, last),
        description=words.count("revisions.description", len(said), title=title),
        lines=tuple(lines),
        x_start=start,
        x_end=end,
        x_ticks=tuple(
            Tick(day.toordinal(), words.tick(day, precision.value)) for day, precision in day_ticks(start, end)
        ),
        y_end=numbers[-1],
        y_ticks=tuple(Tick(number, words.number(number)) for number in numbers),
    )


def _plain(words: Words, title: str) -> Chart:
    return Chart(
        id="revisions",
        title=words("revisions.chart", title=title),
        subtitle="",
        source_line="",
        note_line="",
        description="",
        language=words.language,
        table=Table((), ()),
    )


def _point(words: Words, data: SituationData, entry: Entry) -> Point:
    label = "\n".join(
        (
            between(words, *entry.numbers),
            words(f"revision.{entry.event.value}"),
            _source(words, data, entry),
            words.day(entry.day),
        )
    )
    # A report that contradicts itself implies a negative number of people at the least; the axis begins at 0.
    lower = max(entry.lower or 0, 0)
    key = entry.figure_ids[0] if entry.figure_ids else ""
    value = None if entry.point is None else max(entry.point, 0)
    look = Look.HOLLOW if entry.event is Event.WITHDRAWN else Look.PLAIN
    return Point(entry.day, value, lower, entry.upper, key, label, look)


def _legend(words: Words, chart: Chart) -> html.P:
    """What is drawn how; the picture's own legend names the series."""
    has_band = any(line.joined for line in chart.lines)
    return html.P(words("revisions.drawn.together" if has_band else "revisions.drawn"), className="muted small")


# --- The table -------------------------------------------------------------------------------------------------------


def _table(words: Words, data: SituationData, title: str, entries: Sequence[Entry]) -> html.Div:
    columns = (
        ("published", False),
        ("source", False),
        ("revision", False),
        ("number", True),
        ("change", True),
        ("rests", False),
    )
    head = html.Tr(
        [
            html.Th(words(f"column.{name}"), scope="col", className="number" if right else None)
            for name, right in columns
        ]
    )
    body = [
        html.Tr(
            [
                html.Td(words.short_day(entry.day), className="day"),
                html.Td(_source(words, data, entry)),
                html.Td(_told(words, entry)),
                html.Td(_number(words, entry), className="number"),
                html.Td(_change(words, entry), className="number"),
                html.Td(_figures(words, data, entry)),
            ],
            className=f"entry-{entry.event.value}",
        )
        for entry in entries
    ]
    return html.Div(
        html.Table([html.Caption(title, className="visually-hidden"), html.Thead(head), html.Tbody(body)]),
        className="scroll whole",
        tabIndex=0,
        role="region",
        **named({"aria-label": title}),
    )


def _source(words: Words, data: SituationData, entry: Entry) -> str:
    if entry.event is not Event.TOGETHER:
        return source_name(words, data.situation, entry.source)
    if entry.reading is None or not data.situation.reconciliation.as_printed:
        return words("together.name")
    return words(f"implied.together.{entry.reading.value}")


def _told(words: Words, entry: Entry) -> list[Any]:
    """What the entry is to those before it, and how it speaks of the interval."""
    event = html.Strong(words(f"revision.{entry.event.value}"))
    if entry.way in (Way.IMPLIED, Way.TOGETHER):
        return [event]
    return [event, html.Br(), html.Small(words(f"revision.way.{entry.way.value}"), className="muted")]


def _number(words: Words, entry: Entry) -> list[Any]:
    """The number with its bounds. A report that contradicts itself has a number outside of them, or bounds that cross."""
    if entry.lower is None:
        return [words("count.withheld")]
    crossed = entry.upper is not None and max(entry.lower, entry.point or 0) > entry.upper
    if entry.point is None or not (crossed or entry.way is Way.IMPLIED):
        return [between(words, *entry.numbers)]
    bounds = (
        words("revision.crossed")
        if crossed and entry.lower > (entry.upper or 0)
        else between(words, entry.lower, None, entry.upper)
    )
    return [
        words.number(entry.point),
        html.Br(),
        html.Small(words("revision.bounds", bounds=bounds), className="muted"),
    ]


def _change(words: Words, entry: Entry) -> str:
    if entry.change is None:
        return ""
    sign = "+" if entry.change > 0 else "−" if entry.change < 0 else "±"
    return f"{sign}{words.number(abs(entry.change))}"


def _figures(words: Words, data: SituationData, entry: Entry) -> list[Any]:
    """The figures as printed, each a way to its panel; of a difference the second is taken away."""
    shown = [figure_id for figure_id in entry.figure_ids if figure_id in data.figures][:_MOST_FIGURES]
    parts: list[Any] = []
    for place, figure_id in enumerate(shown):
        if place:
            less = entry.way in (Way.DIFFERENCE, Way.IMPLIED)
            parts.append(f" {words('revision.less')} " if less else words("list.semicolon"))
        known = data.figures[figure_id]
        parts.append(html.A(as_printed(words, known), href=_figure_address(data, figure_id)))
        if known.corrected:
            parts.append(f" ({words('revision.ledger')})")
    left = len(entry.figure_ids) - len(shown)
    if left > 0:
        parts += [words("list.semicolon"), words.count("revision.more", left)]
    return parts


def _figure_address(data: SituationData, figure_id: str) -> str:
    view = replace(default_view(data.situation), figure=figure_id)
    return address(data, view) + "#figure"


# --- The other intervals ---------------------------------------------------------------------------------------------


def _chooser(words: Words, data: SituationData, chosen: Days | None) -> html.Section | None:
    """The intervals that more than one number was published for, by what is counted."""
    found = revised_intervals(data)
    if not found:
        return None
    by_measure: dict[Measure, list[Revised]] = {}
    for one in found[:_MOST_INTERVALS]:
        by_measure.setdefault(one.days.measure, []).append(one)
    parts: list[Any] = []
    for measure, intervals in by_measure.items():
        entries = [
            html.Li(
                [
                    html.A(
                        about(words, data, one.days),
                        href=revisions_address(data, one.days),
                        **named({"aria-current": "true" if one.days == chosen else None}),
                    ),
                    " — ",
                    words.count("revisions.entries", len(one.entries)),
                ]
            )
            for one in intervals
        ]
        parts += [html.H3(measure_name(words, measure)), html.Ul(entries, className="choosing")]
    if len(found) > _MOST_INTERVALS:
        parts.append(html.P(words.count("revisions.left", len(found) - _MOST_INTERVALS)))
    return html.Section([html.H2(words("revisions.others")), *parts], className="block", id="intervals")
