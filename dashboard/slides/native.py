"""A chart's description → the table of a native chart. Pure, and apart from any format.

Each number is one of the description's: nothing is added up, nothing filled in. Bounds are lengths to either side of
their number; where there are bounds and no number they become a series of their own, whose name says which end it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dashboard.charts.chart import Bar, Category, Chart, Line, Look, Point
from dashboard.locales import Words


class Form(StrEnum):
    """What a native chart is drawn as."""

    MARKS = "marks"
    """A mark for each count at its day."""
    COLUMNS = "columns"
    """A column for each interval, those of several series side by side."""
    STACK = "stack"
    """The same, one above the other."""
    ROWS = "rows"
    """A bar for each group."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series. `values` None: there is no number, and nothing is drawn.

    `less` and `more` are by how much a value may be lower and higher, 0 where it is exact or its end is open. `days` and
    `holds` are for marks: the day of each, and for how many days its number is carried on. `labels` are words beside
    points and `hollow` the points drawn without filling, both by place. `bound`: the values are one end, not a number.
    `style` is an index of the theme's.
    """

    name: str
    style: int
    values: tuple[int | None, ...]
    less: tuple[int, ...]
    more: tuple[int, ...]
    days: tuple[date, ...] = ()
    holds: tuple[int, ...] = ()
    labels: tuple[tuple[int, str], ...] = ()
    hollow: tuple[int, ...] = ()
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Native:
    """The table of a native chart. `places` name its rows, where these are no days."""

    form: Form
    series: tuple[Series, ...]
    places: tuple[str, ...] = ()


def native(chart: Chart, words: Words, named: Mapping[str, str]) -> Native:
    """The table of a chart that is not empty. `named` are words to stand beside marks, by their key."""
    if chart.categories:
        return _groups(chart, words)
    if chart.bars:
        return _intervals(chart, words)
    series = (one for line in chart.lines for one in _marks(line, words, named))
    return Native(Form.MARKS, tuple(series))


# --- Counts at their day ---------------------------------------------------------------------------------------------


def _marks(line: Line, words: Words, named: Mapping[str, str]) -> list[Series]:
    """A line as its numbers and, where points have bounds alone, as the ends of these."""
    numbers = [(place, point, point.value) for place, point in enumerate(line.points) if point.value is not None]
    bounds = [point for point in line.points if point.value is None]
    found = []
    if numbers:
        found.append(
            Series(
                line.name,
                line.style,
                values=tuple(value for _, _, value in numbers),
                less=tuple(max(value - point.lower, 0) for _, point, value in numbers),
                more=tuple(_above(value, point.upper) for _, point, value in numbers),
                days=tuple(point.day for _, point, _ in numbers),
                holds=tuple(_held(line, place) for place, _, _ in numbers),
                labels=tuple((at, named[one.key]) for at, (_, one, _) in enumerate(numbers) if one.key in named),
                hollow=tuple(
                    at for at, (_, point, _) in enumerate(numbers) if point.upper is None or point.look is Look.HOLLOW
                ),
            )
        )
    if bounds:
        found.append(_ends(words("slide.at_least", name=line.name), line, bounds, lambda point: point.lower))
    closed = [point for point in bounds if point.upper is not None]
    if closed:
        found.append(_ends(words("slide.at_most", name=line.name), line, closed, lambda point: point.upper))
    return found


def _ends(name: str, line: Line, points: Sequence[Point], end: Callable[[Point], int | None]) -> Series:
    none = (0,) * len(points)
    days = tuple(point.day for point in points)
    return Series(name, line.style, tuple(map(end, points)), none, none, days=days, holds=none, bound=True)


def _above(value: int, upper: int | None) -> int:
    return 0 if upper is None else max(upper - value, 0)


def _held(line: Line, place: int) -> int:
    """For how many days the number of a point is carried on: until the next point, as the picture does."""
    if not line.joined or line.grows or place + 1 >= len(line.points):
        return 0
    days = (line.points[place + 1].day - line.points[place].day).days
    return days if line.holds is None or days <= line.holds else 0


# --- New counts ------------------------------------------------------------------------------------------------------

Slot = tuple[date, date | None, int]
"""Last and first day of an interval, and which of several bars of one series for just these days."""


def _intervals(chart: Chart, words: Words) -> Native:
    """A place for each interval that any series has, in order of time; those of the others stay empty there."""
    stacked = any(bar.base for group in chart.bars for bar in group.bars)
    slots = sorted(
        {slot for group in chart.bars for slot in _slots(group.bars)},
        key=lambda slot: (slot[0], slot[1] or date.min, slot[2]),
    )
    series = []
    for group in chart.bars:
        placed = dict(zip(_slots(group.bars), group.bars, strict=True))
        bars = [placed.get(slot) for slot in slots]
        numbers = [bar if bar is not None and bar.value is not None else None for bar in bars]
        bounds = [bar if bar is not None and bar.value is None else None for bar in bars]
        if any(numbers):
            # What stands on another bar is a part of it, and its bounds are its value.
            series.append(_columns(group.name, group.style, numbers, lambda bar: bar.value, bounded=not stacked))
        if any(bounds) and stacked:
            # The lower ends of a stack add up to where its open part begins.
            name = words("slide.open", name=group.name)
            series.append(_columns(name, group.style, bounds, _open_part, bounded=False))
        elif any(bounds):
            name = words("slide.at_least", name=group.name)
            series.append(_columns(name, group.style, bounds, lambda bar: bar.lower, bounded=True))
    places = tuple(words.period(start, end) for end, start, _ in slots)
    return Native(Form.STACK if stacked else Form.COLUMNS, tuple(series), places)


def _slots(bars: Iterable[Bar]) -> list[Slot]:
    counts: dict[tuple[date, date | None], int] = {}
    slots = []
    for bar in bars:
        days = bar.end, bar.start
        counts[days] = counts.get(days, -1) + 1
        slots.append((*days, counts[days]))
    return slots


def _columns(
    name: str, looks: int, bars: Sequence[Bar | None], value: Callable[[Bar], int | None], *, bounded: bool
) -> Series:
    values = tuple(None if bar is None else value(bar) for bar in bars)
    less = [0] * len(bars)
    more = [0] * len(bars)
    hollow = []
    for at, (bar, number) in enumerate(zip(bars, values, strict=True)):
        if bar is None or number is None:
            continue
        if bounded:
            less[at], more[at] = max(number - bar.lower, 0), _above(number, bar.upper)
        if bar.value is None or bar.upper is None or bar.look is Look.HOLLOW:
            hollow.append(at)
    bound = any(bar is not None and bar.value is None for bar in bars)
    return Series(name, looks, values, tuple(less), tuple(more), hollow=tuple(hollow), bound=bound)


def _open_part(bar: Bar) -> int | None:
    return None if bar.upper is None else bar.upper - bar.lower


# --- Counts of groups ------------------------------------------------------------------------------------------------


def _groups(chart: Chart, words: Words) -> Native:
    """A bar for each group, with its count in words. They are in the chart's order, the largest first."""
    rows = chart.categories
    name = chart.table.columns[1].name
    series = []
    if any(row.value is not None for row in rows):
        series.append(_rows(name, rows, lambda row: row.value, lambda row: row.value is not None))
    if any(row.value is None for row in rows):
        at_least = words("slide.at_least", name=name)
        series.append(_rows(at_least, rows, lambda row: row.lower, lambda row: row.value is None))
    return Native(Form.ROWS, tuple(series), tuple(row.name for row in rows))


def _rows(
    name: str,
    rows: Sequence[Category],
    value: Callable[[Category], int | None],
    told: Callable[[Category], bool],
) -> Series:
    values = tuple(value(row) if told(row) else None for row in rows)
    pairs = [(row, number) for row, number in zip(rows, values, strict=True)]
    return Series(
        name,
        0,
        values,
        tuple(0 if number is None else max(number - row.lower, 0) for row, number in pairs),
        tuple(0 if number is None else _above(number, row.upper) for row, number in pairs),
        labels=tuple((at, row.printed) for at, (row, number) in enumerate(pairs) if number is not None),
        hollow=tuple(
            at
            for at, (row, number) in enumerate(pairs)
            if number is not None and (row.value is None or row.upper is None)
        ),
        bound=any(number is not None and row.value is None for row, number in pairs),
    )
