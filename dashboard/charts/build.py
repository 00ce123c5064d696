"""Rows of a view → the description of each of its charts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.charts.axes import day_ticks, number_ticks
from dashboard.charts.chart import (
    Bar,
    Bars,
    Category,
    Cell,
    Chart,
    Column,
    Event,
    Line,
    Look,
    Point,
    Table,
    Tick,
)
from dashboard.charts.rows import (
    LineKey,
    count_of,
    counts_present,
    laid_over,
    latest_of_groups,
    line_key,
    new_counts,
    running_totals,
)
from dashboard.charts.together import together
from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.select import (
    ALL,
    View,
    address,
    flow_points,
    known_rows,
    main_phases,
    rows_of,
    shown_flow_point,
    shown_frequency,
)
from dashboard.wording import (
    as_printed,
    between,
    flow_point_name,
    group_name,
    line_name,
    measure_name,
    phase_name,
    source_name,
    unit_name,
)
from etl.model import Basis, Flag, Kind, SeriesRow

STOCK_HOLDS = 92
"""Days, a quarter. A count of those present says nothing of a time long after it; a running total stays true."""


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What every chart of a view needs: its data, its words, and how a figure is linked."""

    data: SituationData
    view: View
    words: Words
    today: date

    def href(self, figure_id: str) -> str:
        return address(self.data, replace(self.view, figure=figure_id)) + "#figure"

    def name(self, row: SeriesRow, several: bool) -> str:
        return line_name(self.words, self.data.situation, row, self.view, several)

    def label(self, row: SeriesRow, name: str, count: str) -> str:
        """What a reader gets on pointing at a mark: the count, its interval, its series, its report."""
        known = self.data.figures[row.figure_ids[0]]
        published = known.report.published
        report = self.words(
            "chart.label.report",
            publisher=known.report.publisher,
            date=self.words.short_day(published) if published else self.words("date.unknown"),
        )
        lines = [count, self.words.period(row.interval_start, row.interval_end), name, report]
        if row.flag and self.words.has(f"flag.{row.flag}"):
            lines.insert(1, self.words(f"flag.{row.flag}"))
        return "\n".join(lines)


def charts_of(data: SituationData, view: View, words: Words, today: date) -> list[Chart]:
    """The charts of a view, in the order in which a page shows them."""
    drawing = _Drawing(data, view, words, today)
    rows = rows_of(data, view)
    charts: list[Chart] = []
    if any(row.kind is Kind.STOCK for row in rows):
        charts.append(_stock_chart(drawing, [row for row in rows if row.kind is Kind.STOCK]))
    flows = [row for row in rows if row.kind is Kind.FLOW]
    if view.basis == "reported":
        if flows or not charts:
            if view.show in ("both", "cumulative"):
                charts.append(_cumulative_chart(drawing, flows))
            if view.show in ("both", "new"):
                charts.append(_new_chart(drawing, flows))
    else:
        charts.extend(_together_charts(drawing, flows))
    charts.extend(_breakdowns(drawing))
    return charts


def chart_of(data: SituationData, view: View, words: Words, today: date, kind: str = "") -> Chart | None:
    """One chart of a view: the one of a kind, whether the view shows running totals or new counts; else the first.

    None where the view has no chart of that kind.
    """
    charts = charts_of(data, replace(view, show="both") if kind else view, words, today)
    return next((chart for chart in charts if kind in ("", chart.id)), None)


def _cumulative_chart(drawing: _Drawing, rows: Sequence[SeriesRow]) -> Chart:
    totals = running_totals(rows)
    lines = _lines(drawing, totals, lambda row: (row.cumulative_lower, row.cumulative_point, row.cumulative_upper))
    return _timeline(drawing, "cumulative", lines, (), _table(drawing, totals, "cumulative"))


def _together_charts(drawing: _Drawing, rows: Sequence[SeriesRow]) -> list[Chart]:
    """Running total and new counts by what all figures together allow, with what sources count over it if asked for."""
    words, view = drawing.words, drawing.view
    found = together(drawing.data, view, words)
    reported = laid_over(drawing.data, view, rows)
    over = {chart.id: chart for chart in (_cumulative_chart(drawing, reported), _new_chart(drawing, reported))}
    charts = []
    for kind in ("cumulative", "new"):
        if view.show not in ("both", kind):
            continue
        lines, bars, table = (
            (found.lines, (), found.totals) if kind == "cumulative" else ((), found.bars, found.intervals)
        )
        figure_ids = found.figure_ids
        if view.basis == "both":
            lines, bars = (*lines, *over[kind].lines), (*bars, *over[kind].bars)
            table = _joined_tables(table, over[kind].table)
            figure_ids = (*figure_ids, *(row.figure_ids[0] for row in reported))
        charts.append(_timeline(drawing, kind, lines, bars, table, figure_ids))
    return charts


def _joined_tables(one: Table, other: Table) -> Table:
    """Two tables one below the other; each row has the cells of its own columns, the others empty."""
    keys = {column.key: column for column in (*one.columns, *other.columns)}
    body = []
    for table in (one, other):
        place = {column.key: index for index, column in enumerate(table.columns)}
        body += [tuple(row[place[key]] if key in place else Cell("") for key in keys) for row in table.rows]
    return Table(tuple(keys.values()), tuple(body))


def _stock_chart(drawing: _Drawing, rows: Sequence[SeriesRow]) -> Chart:
    counts = counts_present(rows)
    lines = _lines(drawing, counts, lambda row: (row.stock_lower, row.stock_point, row.stock_upper))
    return _timeline(drawing, "stock", lines, (), _table(drawing, counts, "stock"))


def _new_chart(drawing: _Drawing, rows: Sequence[SeriesRow]) -> Chart:
    shown = new_counts(drawing.view, rows)
    several = len({row.flow_point for row in shown}) > 1
    styles = _styles(drawing)
    groups: dict[LineKey, list[SeriesRow]] = defaultdict(list)
    for row in shown:
        groups[line_key(row)].append(row)
    bars = []
    for key, of_line in sorted(groups.items(), key=lambda item: styles[item[0]]):
        first = of_line[0]
        name = drawing.name(first, several)
        if first.basis is Basis.PERIOD:
            name = drawing.words("line.batches", name=name)
        bars.append(
            Bars(
                key="~".join(key),
                name=name,
                style=styles[key],
                bars=tuple(_bar(drawing, row, name) for row in of_line),
            )
        )
    return _timeline(drawing, "new", (), tuple(bars), _table(drawing, shown, "new"))


def _bar(drawing: _Drawing, row: SeriesRow, name: str) -> Bar:
    assert row.new_lower is not None, "only rows with bounds become bars"
    count = drawing.words("chart.label.new", count=between(drawing.words, row.new_lower, row.new_point, row.new_upper))
    return Bar(
        start=row.interval_start,
        end=row.interval_end,
        value=row.new_point,
        lower=row.new_lower,
        upper=row.new_upper,
        key=row.figure_ids[0],
        label=drawing.label(row, name, count),
        look=_look(row),
    )


Numbers = tuple[int | None, int | None, int | None]


def _lines(drawing: _Drawing, rows: Sequence[SeriesRow], numbers: Callable[[SeriesRow], Numbers]) -> tuple[Line, ...]:
    """One line for each source and phase; counts that stand alone, gathered by source, as markers only."""
    several = len({row.flow_point for row in rows}) > 1
    styles = _styles(drawing)
    groups: dict[LineKey, list[SeriesRow]] = defaultdict(list)
    for row in rows:
        groups[line_key(row)].append(row)
    declared = {(phase.source, phase.start.isoformat()) for phase in drawing.data.situation.phases}
    lines: list[Line] = []
    alone: dict[str, list[tuple[LineKey, SeriesRow]]] = defaultdict(list)
    for key, of_line in sorted(groups.items(), key=lambda item: styles[item[0]]):
        first = of_line[0]
        unjoined = first.kind is Kind.FLOW and not first.phase
        if len(of_line) == 1 and first.kind is Kind.FLOW and (first.source, first.phase) not in declared:
            alone[first.source].append((key, first))
            continue
        name = drawing.name(first, several)
        points = [_point(drawing, row, name, numbers(row)) for row in of_line]
        # A corrected total is shown beside the line, which runs through those that stand.
        standing = tuple(point for point in points if point.look is not Look.HOLLOW)
        holds = STOCK_HOLDS if first.kind is Kind.STOCK else None
        if standing:
            lines.append(Line("~".join(key), name, styles[key], standing, joined=not unjoined, holds=holds))
        corrected = tuple(point for point in points if point.look is Look.HOLLOW)
        if corrected:
            hollow = drawing.words("line.corrected", name=name)
            lines.append(Line("~".join((*key, "corrected")), hollow, styles[key], corrected, joined=False))
    for source, entries in sorted(alone.items()):
        name = drawing.words("line.alone", source=source)
        marks = [
            _point(drawing, row, drawing.name(row, several), numbers(row))
            for _, row in sorted(entries, key=lambda entry: entry[1].interval_end)
        ]
        lines.append(Line(f"{source}~alone", name, styles[entries[0][0]], tuple(marks), joined=False))
    return tuple(lines)


def _point(drawing: _Drawing, row: SeriesRow, name: str, numbers: Numbers) -> Point:
    lower, value, upper = numbers
    assert lower is not None, "only rows with bounds become points"
    known = drawing.data.figures[row.figure_ids[0]]
    return Point(
        day=row.interval_end,
        value=value,
        lower=lower,
        upper=upper,
        key=row.figure_ids[0],
        label=drawing.label(row, name, as_printed(drawing.words, known)),
        look=_look(row),
    )


def _look(row: SeriesRow) -> Look:
    if row.flag == Flag.SUPERSEDED:
        return Look.HOLLOW
    return Look.CORRECTION if row.flag in (Flag.CORRECTION, Flag.DIP) else Look.PLAIN


def _styles(drawing: _Drawing) -> dict[LineKey, int]:
    """The style of every line that a measure has, so that a line keeps its looks whatever else is shown.

    What a page shows by itself comes first, so that it has the styles that differ most: all people, the sources that a
    situation leads with, declared starts of count and batches; then the situation's order of sources and the number of
    rows.
    """
    situation = drawing.data.situation
    order = {source.id: place for place, source in enumerate(situation.sources)}
    leading = {source.id for source in situation.sources if source.lead}
    declared = {(phase.source, phase.start.isoformat()) for phase in situation.phases}
    counts: dict[LineKey, int] = defaultdict(int)
    for row in drawing.data.rows:
        if row.measure == drawing.view.measure and row.unit == drawing.view.unit and row.vintage_end is None:
            counts[line_key(row)] += 1

    def rank(key: LineKey) -> tuple[bool, bool, bool, int, int, LineKey]:
        source, _, nationality, population, start = key
        plain = (source, start) in declared or start == Basis.PERIOD
        return bool(nationality or population), source not in leading, not plain, order[source], -counts[key], key

    ranked = sorted(counts, key=rank)
    styles: dict[LineKey, int] = {}
    used: dict[str, int] = defaultdict(int)
    for key in ranked:
        group = "~".join(key[2:4]) if drawing.view.by == "source" or drawing.view.group != ALL else ""
        styles[key] = used[group]
        used[group] += 1
    for row in drawing.data.rows:
        styles.setdefault(line_key(row), len(styles))
    return styles


def _timeline(
    drawing: _Drawing,
    kind: str,
    lines: tuple[Line, ...],
    bars: tuple[Bars, ...],
    table: Table,
    figure_ids: Sequence[str] | None = None,
) -> Chart:
    """A chart over time. `figure_ids` are those whose sources it names; None: those of its marks."""
    whole = figure_ids is not None
    days = [point.day for line in lines for point in line.points]
    if lines and kind == "cumulative":
        # A count begins before its first report; where it is the main one, the axis begins with it.
        main = main_phases(row for row in rows_of(drawing.data, drawing.view) if row.kind is Kind.FLOW)
        days += [date.fromisoformat(start) for start in main.values()]
    days += [day for group in bars for bar in group.bars for day in (bar.start or bar.end, bar.end)]
    tops = [max(point.value or 0, point.lower, point.upper or 0) for line in lines for point in line.points]
    tops += [bar.base + max(bar.value or 0, bar.lower, bar.upper or 0) for group in bars for bar in group.bars]
    words, view, situation = drawing.words, drawing.view, drawing.data.situation
    start, end = _days_shown(drawing, days)
    marks: list[Point | Bar] = [point for line in lines for point in line.points]
    marks += [bar for group in bars for bar in group.bars]
    # The arrow of a number without an upper end needs room below the words of events.
    open_tops = [max(mark.value or 0, mark.lower) * 12 // 11 for mark in marks if mark.upper is None]
    numbers = number_ticks(max([*tops, *open_tops, 1]))
    title = words(f"chart.{kind}.title", measure=measure_name(words, view.measure), unit=unit_name(words, view.unit))
    if whole and kind == "new":
        title = words(
            f"chart.{shown_frequency(drawing.data, view).value}.title",
            measure=measure_name(words, view.measure),
            unit=unit_name(words, view.unit),
        )
    empty = "" if lines or bars else words("together.empty" if figure_ids else "chart.empty")
    if figure_ids is None:
        figure_ids = [row.figure_ids[0] for row in _marked(drawing, lines, bars)]
    note = words(f"chart.{kind}.note")
    if whole:
        note = (
            words(f"together.{kind}.note") if view.basis == "reconciled" else f"{words(f'together.{kind}.note')} {note}"
        )
    return Chart(
        id=kind,
        title=title,
        subtitle=_subtitle(drawing, start, end) if not empty else _subtitle(drawing),
        source_line=_source_line(drawing, figure_ids),
        note_line="" if empty else note,
        description=_description(drawing, title, lines, bars),
        language=words.language,
        table=table,
        lines=lines,
        bars=bars,
        events=tuple(
            Event(event.day, event.names.in_language(words.language))
            for event in situation.events
            if start <= event.day <= end and (view.as_of is None or event.day <= view.as_of)
        )
        if days
        else (),
        x_start=start,
        x_end=end,
        x_ticks=tuple(
            Tick(day.toordinal(), words.tick(day, precision.value)) for day, precision in day_ticks(start, end)
        ),
        y_end=numbers[-1],
        y_ticks=tuple(Tick(number, words.number(number)) for number in numbers),
        empty=empty,
    )


def _marked(drawing: _Drawing, lines: Iterable[Line], bars: Iterable[Bars]) -> list[SeriesRow]:
    keys = {point.key for line in lines for point in line.points} | {bar.key for group in bars for bar in group.bars}
    return [row for row in known_rows(drawing.data, drawing.view.as_of) if row.figure_ids[0] in keys]


def _days_shown(drawing: _Drawing, days: Sequence[date]) -> tuple[date, date]:
    """The first and last day of the axis: what was asked for, else what there is with a little room around it."""
    view = drawing.view
    first = view.start or min(days, default=view.end or drawing.today)
    last = view.end or max(days, default=first)
    room = timedelta(days=max((last - first).days // 50, 1))
    return (first if view.start else first - room), (last if view.end else last + room)


def _subtitle(drawing: _Drawing, start: date | None = None, end: date | None = None) -> str:
    words, view, situation = drawing.words, drawing.view, drawing.data.situation
    parts = [situation.title.in_language(words.language)]
    if end is not None:
        parts.append(words.period(start, end))
    if view.group != ALL:
        parts.append(group_name(words, situation, view.nationality, view.population))
    if view.basis != "reported" and len(flow_points(drawing.data, view.measure, view.unit)) > 1:
        parts.append(flow_point_name(words, situation, shown_flow_point(drawing.data, view)))
    parts.append(_as_of(drawing))
    return words("list.semicolon").join(parts)


def _as_of(drawing: _Drawing) -> str:
    """Whose knowledge is shown: that of a day asked for, else that of the last publication."""
    known = drawing.view.as_of or max(drawing.data.summary.vintages, default=drawing.today)
    return drawing.words("chart.as_of", date=drawing.words.short_day(known))


def _source_line(drawing: _Drawing, figure_ids: Sequence[str]) -> str:
    words, data = drawing.words, drawing.data
    figures = [data.figures[figure_id] for figure_id in figure_ids]
    if not figures:
        return ""
    named = list(dict.fromkeys(known.figure.source for known in figures))
    order = [source.id for source in data.situation.sources]
    named.sort(key=order.index)
    names = [source_name(words, data.situation, source) for source in named[:4]]
    if len(named) > 4:
        names.append(words.count("sources.more", len(named) - 4))
    reports = len({known.report.report_id for known in figures})
    return words.count("chart.source", reports, sources=words("list.comma").join(names))


def _description(drawing: _Drawing, title: str, lines: Sequence[Line], bars: Sequence[Bars]) -> str:
    """A sentence made from the data: how many series, and where the longest one begins and ends."""
    words = drawing.words
    if lines:
        longest = max(lines, key=lambda line: len(line.points))
        first, last = longest.points[0], longest.points[-1]
        if longest.grows:
            return words(
                "chart.description.together",
                title=title,
                count=between(words, last.lower, last.value, last.upper),
                day=words.day(last.day),
            )
        return words(
            "chart.description.lines",
            title=title,
            lines=words.count("chart.lines", len(lines)),
            name=longest.name,
            first=as_printed(words, drawing.data.figures[first.key]),
            first_day=words.day(first.day),
            last=as_printed(words, drawing.data.figures[last.key]),
            last_day=words.day(last.day),
        )
    if bars:
        every = [bar for group in bars for bar in group.bars]
        # What stands on another bar is a part of it.
        highest = max((bar for bar in every if not bar.base), key=lambda bar: bar.value or bar.lower)
        return words(
            "chart.description.bars",
            title=title,
            bars=words.count("chart.bars", len(every)),
            count=between(words, highest.lower, highest.value, highest.upper),
            period=words.period(highest.start, highest.end),
        )
    return words("chart.description.empty", title=title)


def _table(drawing: _Drawing, rows: Sequence[SeriesRow], kind: str) -> Table:
    words = drawing.words
    several = len({row.flow_point for row in rows}) > 1
    columns = [Column("period", words("column.period" if kind == "new" else "column.day"))]
    columns.append(Column("series", words("column.series")))
    columns.append(Column("count", words(f"column.{kind}"), numeric=True))
    if kind == "cumulative":
        columns.append(Column("new", words("column.since_before"), numeric=True))
    columns += [Column("reported", words("column.as_reported")), Column("report", words("column.report"))]
    body = []
    for row in sorted(rows, key=lambda row: (row.interval_end, line_key(row)), reverse=True):
        known = drawing.data.figures[row.figure_ids[0]]
        numbers = {
            "cumulative": (row.cumulative_lower, row.cumulative_point, row.cumulative_upper),
            "stock": (row.stock_lower, row.stock_point, row.stock_upper),
            "new": (row.new_lower, row.new_point, row.new_upper),
        }[kind]
        period = (
            words.period(row.interval_start, row.interval_end) if kind == "new" else words.short_day(row.interval_end)
        )
        cells = [Cell(period), Cell(drawing.name(row, several)), Cell(between(words, *numbers))]
        if kind == "cumulative":
            new = between(words, row.new_lower, row.new_point, row.new_upper) if row.figure_ids[1:] else ""
            flag = words(f"flag.{row.flag}") if row.flag and words.has(f"flag.{row.flag}") else ""
            cells.append(Cell(words("list.semicolon").join(part for part in (new, flag) if part)))
        cells.append(Cell(as_printed(words, known), drawing.href(row.figure_ids[0])))
        cells.append(Cell(known.report.publisher))
        body.append(tuple(cells))
    return Table(tuple(columns), tuple(body))


def _breakdowns(drawing: _Drawing) -> list[Chart]:
    """The latest count of each nationality, and of each other group, from the sources on show."""
    charts = []
    for kind in ("nationality", "population"):
        chosen = latest_of_groups(drawing.data, drawing.view, kind)
        if chosen:
            charts.append(_breakdown(drawing, kind, chosen))
    return charts


def _breakdown(drawing: _Drawing, kind: str, chosen: Sequence[SeriesRow]) -> Chart:
    words, view, situation = drawing.words, drawing.view, drawing.data.situation
    several = len({row.flow_point for row in chosen}) > 1
    categories, body, tops = [], [], []
    for row in chosen:
        lower, value, upper = count_of(row)
        assert lower is not None, "masked rows are left aside"
        known = drawing.data.figures[row.figure_ids[0]]
        name = group_name(words, situation, row.nationality, row.population)
        if several:
            name = words("list.comma").join((name, flow_point_name(words, situation, row.flow_point)))
        since = (
            phase_name(words, situation, row.source, row.phase, row.measure) if row.basis is Basis.CUMULATIVE else ""
        )
        series = words("list.comma").join(part for part in (row.source, since) if part)
        count = as_printed(words, known)
        label = drawing.label(row, words("list.comma").join((name, series)), count)
        printed = words("chart.label.by", count=count, date=words.short_day(row.interval_end))
        categories.append(Category(name, value, lower, upper, row.figure_ids[0], label, printed))
        tops.append(max(value or 0, lower, upper or 0))
        body.append(
            (
                Cell(name),
                Cell(count, drawing.href(row.figure_ids[0])),
                Cell(words.short_day(row.interval_end)),
                Cell(series),
            )
        )
    numbers = number_ticks(max(tops, default=1), most=4)
    title = words(f"chart.{kind}.title", measure=measure_name(words, view.measure), unit=unit_name(words, view.unit))
    days = [row.interval_end for row in chosen]
    columns = (
        Column("group", words(f"column.{kind}")),
        Column("count", words("column.as_reported")),
        Column("day", words("column.day")),
        Column("series", words("column.series")),
    )
    return Chart(
        id=kind,
        title=title,
        subtitle=_subtitle(drawing, min(days), max(days)),
        source_line=_source_line(drawing, [row.figure_ids[0] for row in chosen]),
        note_line=words("chart.breakdown.note"),
        description=words(
            "chart.description.breakdown",
            title=title,
            groups=words.count("chart.groups", len(categories)),
            name=categories[0].name,
            count=categories[0].printed,
        ),
        language=words.language,
        table=Table(columns, tuple(body)),
        categories=tuple(categories),
        y_end=numbers[-1],
        y_ticks=tuple(Tick(number, words.number(number)) for number in numbers),
    )
