"""What all figures together allow → the lines and bars of charts on the reconciled basis, and their tables.

A period of which no report says anything is a gap, in chart and table; so is a total that adds nothing to the one
before it. A bar or a point stands only where the bounds are narrow enough for one number; elsewhere a box shows the range. Where
bars are stacked by nationality, each part is what is guaranteed for it, and what is guaranteed for no nationality stays
visible as a part of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dashboard.charts.chart import Bar, Bars, Cell, Column, Line, Point, Table
from dashboard.charts.rows import (
    nationalities_together,
    new_together,
    rows_together,
    says_something,
    totals_together,
)
from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.select import View, address
from dashboard.wording import as_printed, between, group_name
from etl.model import RECONCILED, SeriesRow

STYLE = 7
"""The looks of everything reconciled: the last of the styles, so that sources keep theirs beside it."""

_NAMED = 2
"""How many figures a label names; the table names all."""


@dataclass(frozen=True, slots=True)
class TogetherCharts:
    """The parts of a view's charts that all figures together make, and the figures behind them."""

    lines: tuple[Line, ...]
    bars: tuple[Bars, ...]
    totals: Table
    intervals: Table
    figure_ids: tuple[str, ...]


def together(data: SituationData, view: View, words: Words) -> TogetherCharts:
    """The reconciled parts of a view's charts; all empty where nothing is reconciled."""
    return _Together(data, view, words).charts()


class _Together:
    def __init__(self, data: SituationData, view: View, words: Words) -> None:
        self._data = data
        self._view = view
        self._words = words
        self._rows = rows_together(data, view)

    def charts(self) -> TogetherCharts:
        nationalities = nationalities_together(self._data, self._view)
        parts = [row for rows in nationalities.values() for row in rows.values()]
        bars = [*self._stack(nationalities), *self._ranges(boxes_only=bool(nationalities))] if self._rows else []
        totals = totals_together(self._data, self._view)
        return TogetherCharts(
            self._lines(totals),
            tuple(bars),
            self._table(totals, "cumulative"),
            self._table(new_together(self._data, self._view), "new"),
            tuple(dict.fromkeys(figure_id for row in (*self._rows, *parts) for figure_id in row.figure_ids)),
        )

    def _lines(self, rows: Sequence[SeriesRow]) -> tuple[Line, ...]:
        if not rows:
            return ()
        points = [self._start(rows[0])] if rows[0].phase else []
        points += [
            Point(
                row.interval_end,
                row.cumulative_point,
                row.cumulative_lower or 0,
                row.cumulative_upper,
                _key(row),
                self._label(row, between(self._words, *_totals(row)), row.phase),
            )
            for row in rows
        ]
        return (Line(RECONCILED, self._name(rows[0]), STYLE, tuple(points), grows=True),)

    def _start(self, row: SeriesRow) -> Point:
        """Nobody was counted before the first day of the count."""
        first = date.fromisoformat(row.phase)
        label = self._words("together.start", date=self._words.day(first))
        return Point(max(first - timedelta(days=1), date.min), 0, 0, 0, "", label)

    def _name(self, row: SeriesRow) -> str:
        name = self._words("together.name")
        if not (row.nationality or row.population):
            return name
        group = group_name(self._words, self._data.situation, row.nationality, row.population)
        return self._words("list.comma").join((group, name))

    def _ranges(self, *, boxes_only: bool) -> list[Bars]:
        """A bar with its whisker for each period, or the box of what is open; with `boxes_only` only what is open."""
        bars = [
            Bar(
                row.interval_start,
                row.interval_end,
                None if boxes_only else row.new_point,
                row.new_lower or 0,
                row.new_upper,
                _key(row),
                self._label(row, between(self._words, *_new(row))),
            )
            for row in self._rows
            if says_something(row) and not (boxes_only and row.new_lower == row.new_upper)
        ]
        name = self._words("together.open") if boxes_only else self._name(self._rows[0])
        return [Bars(RECONCILED, name, STYLE, tuple(bars))] if bars else []

    def _stack(self, nationalities: Mapping[str, Mapping[tuple[date | None, date], SeriesRow]]) -> list[Bars]:
        """What is guaranteed of each nationality, one above the other, and what is guaranteed of none."""
        if not nationalities:
            return []
        base: dict[tuple[date | None, date], int] = defaultdict(int)
        stack: list[Bars] = []
        totals = {(row.interval_start, row.interval_end): row for row in self._rows}
        for place, (name, rows) in enumerate(nationalities.items()):
            called = group_name(self._words, self._data.situation, name, "")
            bars = []
            for period in totals:
                row = rows.get(period)
                if row is not None and row.new_lower:
                    bars.append(self._part(row, row.new_lower, base[period], called))
                    base[period] += row.new_lower
            stack.append(Bars(f"{RECONCILED}~{name}", called, place % STYLE, tuple(bars)))
        unstated = self._words("together.unstated")
        rest = [
            self._part(row, (row.new_lower or 0) - base[period], base[period], unstated)
            for period, row in totals.items()
            if (row.new_lower or 0) > base[period]
        ]
        if rest:
            stack.append(Bars(f"{RECONCILED}~", unstated, len(nationalities) % STYLE, tuple(rest)))
        return stack

    def _part(self, row: SeriesRow, number: int, base: int, called: str) -> Bar:
        count = self._words("list.comma").join(
            (called, self._words("count.at_least", lower=self._words.number(number)))
        )
        return Bar(
            row.interval_start, row.interval_end, number, number, number, _key(row), self._label(row, count), base=base
        )

    def _label(self, row: SeriesRow, count: str, since: str = "") -> str:
        """What a reader gets on pointing at a mark: the bounds, the days, and whose figures they rest on."""
        words = self._words
        start = date.fromisoformat(since) if since else row.interval_start
        lines = [count, words.period(start, row.interval_end), words("together.name")]
        known = [self._data.figures[figure_id] for figure_id in row.figure_ids[:_NAMED]]
        if known:
            if since:
                # The figures named are those behind the last period, not behind the whole of the total.
                new = between(words, *_new(row))
                lines.append(words("list.comma").join((words.period(row.interval_start, row.interval_end), new)))
            named = words("list.semicolon").join(
                words(
                    "together.figure",
                    count=as_printed(words, one),
                    source=one.figure.source,
                    date=words.short_day(one.report.published) if one.report.published else words("date.unknown"),
                )
                for one in known
            )
            lines.append(words("together.rests", figures=named))
        return "\n".join(lines)

    def _table(self, rows: Sequence[SeriesRow], kind: str) -> Table:
        words, view = self._words, self._view
        columns = (
            Column("period", words("column.period" if kind == "new" else "column.day")),
            Column("group", words("column.group")),
            Column("lower", words("column.lower"), numeric=True),
            Column("point", words("column.point"), numeric=True),
            Column("upper", words("column.upper"), numeric=True),
            Column("binding", words("column.binding")),
        )
        body = []
        for row in sorted(rows, key=lambda row: (row.interval_end, row.nationality), reverse=True):
            numbers = _new(row) if kind == "new" else _totals(row)
            day = (
                words.period(row.interval_start, row.interval_end)
                if kind == "new"
                else words.short_day(row.interval_end)
            )
            group = group_name(words, self._data.situation, row.nationality, row.population)
            cells = [Cell(day), Cell(group)]
            cells += [Cell(words("count.none") if number is None else words.number(number)) for number in numbers]
            first = row.figure_ids[0] if row.figure_ids else ""
            named = " ".join(row.figure_ids)
            href = address(self._data, replace(view, figure=first)) + "#figure" if first else ""
            body.append((*cells, Cell(named, href)))
        return Table(columns, tuple(body))


def _key(row: SeriesRow) -> str:
    return row.figure_ids[0] if row.figure_ids else ""


def _new(row: SeriesRow) -> tuple[int | None, int | None, int | None]:
    return row.new_lower, row.new_point, row.new_upper


def _totals(row: SeriesRow) -> tuple[int | None, int | None, int | None]:
    return row.cumulative_lower, row.cumulative_point, row.cumulative_upper
