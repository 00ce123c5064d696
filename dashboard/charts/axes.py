"""Where things stand: ticks, the span of days, step lines and the words of events.

Days are counted as proleptic ordinals (`date.toordinal`): day d lasts from d to d + 1. A count at the end of a day, an
event and a batch without a first day stand at its middle, so that a mark never seems to belong to the next day; an
interval reaches from the start of its first day to the end of its last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from dashboard.charts.chart import Bar, Chart, Event, Line, Point, Tick
from dashboard.theme import SMALL, TEXT, shorten, text_width


class Grain(StrEnum):
    """How much of a date the label of a tick needs."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


# --- Ticks -----------------------------------------------------------------------------------------------------------


def number_ticks(top: int, most: int = 5) -> tuple[int, ...]:
    """Round numbers from 0 up to the first at or above `top`, at most `most` of them (never fewer than two).

    The steps are 1, 2 or 5 times a power of ten, or 25, 250, 2,500 and so on.
    """
    intervals = max(most - 1, 1)
    power = 1
    while True:
        for factor in (10, 20, 25, 50) if power >= 10 else (10, 20, 50):
            step = factor * power // 10
            if step and step * intervals >= top:
                count = max(-(-top // step), 1)
                return tuple(step * i for i in range(count + 1))
        power *= 10


def day_ticks(start: date, end: date, most: int = 6) -> tuple[tuple[date, Grain], ...]:
    """Days from `start` to `end` that deserve a label, at most `most`, each with what its label should show.

    The finest of these that fits: every day, every second day, Mondays, every second Monday, first days of months,
    of every second month, of quarters, of half-years, of years, then of every 2, 5, 10, 20 … years. At least `start`.
    """
    for days, grain in _calendars(start):
        fitting: list[date] = []
        for day in days:
            if day > end or len(fitting) > most:
                break
            fitting.append(day)
        if 0 < len(fitting) <= most:
            return tuple((day, grain) for day in fitting)
    return ((start, Grain.DAY),)


def _calendars(start: date) -> Iterator[tuple[Iterator[date], Grain]]:
    monday = min(-start.weekday() % 7, (date.max - start).days)
    yield _every(start, 1), Grain.DAY
    yield _every(start, 2), Grain.DAY
    yield _every(start + timedelta(days=monday), 7), Grain.DAY
    yield _every(start + timedelta(days=monday), 14), Grain.DAY
    for months in (1, 2, 3, 6):
        yield _firsts(start, months), Grain.MONTH
    power = 1
    while power <= date.max.year:
        for factor in (1, 2, 5):
            yield _firsts(start, 12 * factor * power), Grain.YEAR
        power *= 10


def _every(first: date, days: int) -> Iterator[date]:
    for ordinal in range(first.toordinal(), date.max.toordinal() + 1, days):
        yield date.fromordinal(ordinal)


def _firsts(start: date, months: int) -> Iterator[date]:
    """First days of months at or after `start`, on whole multiples of `months` counted from the year 0."""
    index = start.year * 12 + start.month - 1 + (start.day > 1)
    for month in range(-(-index // months) * months, (date.max.year + 1) * 12, months):
        yield date(month // 12, month % 12 + 1, 1)


# --- The span of days ------------------------------------------------------------------------------------------------


def middle(day: date) -> float:
    """Where a mark of one day stands."""
    return day.toordinal() + 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """The days shown, as ordinals: from the start of the first to the end of the last."""

    start: int
    end: int

    def holds(self, at: float) -> bool:
        return self.start <= at <= self.end


def span(chart: Chart) -> Span:
    """The days of `chart`: as it says, else from its first mark to its last, else one day."""
    days = [point.day for line in chart.lines for point in line.points]
    days += [day for bars in chart.bars for bar in bars.bars for day in (bar.start, bar.end) if day is not None]
    first = chart.x_start or min(days, default=chart.x_end or date(2000, 1, 1))
    last = chart.x_end or max(days, default=first)
    first, last = sorted((first, last))
    return Span(first.toordinal(), last.toordinal() + 1)


def shown_points(line: Line, shown: Span) -> tuple[Point, ...]:
    """The points of `line` whose day is shown."""
    return tuple(point for point in line.points if shown.holds(middle(point.day)))


def extent(bar: Bar) -> tuple[int, int] | None:
    """Start of the first and end of the last day of `bar`; None when the first is not stated."""
    return None if bar.start is None else (bar.start.toordinal(), bar.end.toordinal() + 1)


def is_shown(bar: Bar, shown: Span) -> bool:
    """Whether any part of `bar` falls on a day that is shown."""
    ends = extent(bar)
    if ends is None:
        return shown.holds(middle(bar.end))
    return ends[0] < shown.end and ends[1] > shown.start


def widest_first(bars: Sequence[Bar]) -> list[Bar]:
    """`bars` in drawing order: a narrow interval in front of a wide one, a batch without a first day in front of all."""
    return sorted(bars, key=lambda bar: -(bar.end - bar.start).days if bar.start is not None else 1)


# --- Step lines ------------------------------------------------------------------------------------------------------


def steps(line: Line, shown: Span) -> list[list[tuple[float, int]]]:
    """The line through the points of `line`, as runs of corners (day, number).

    A value holds until the day of the next report and nothing is drawn after the last. A point without a single
    number ends a run, and so does a silence longer than `line.holds`. What lies outside the days shown is cut off.
    """
    runs: list[list[tuple[float, int]]] = []
    for here, there in _followed(line):
        if here.value is None or line.grows:
            continue
        begin, end = max(middle(here.day), shown.start), min(middle(there.day), shown.end)
        if begin > end:
            continue
        if not runs or runs[-1][-1] != (begin, here.value):
            runs.append([(begin, here.value)])
        runs[-1].append((end, here.value))
        if there.value is not None and end == middle(there.day):
            runs[-1].append((end, there.value))
    return runs


def _followed(line: Line) -> Iterator[tuple[Point, Point]]:
    """Each point of `line` with the next, where that comes soon enough for the value to be drawn on until then."""
    for here, there in pairwise(line.points):
        if line.holds is None or (there.day - here.day).days <= line.holds:
            yield here, there


def bands(line: Line, shown: Span) -> list[list[tuple[float, float, int, int]]]:
    """What `line` leaves open, as runs of rectangles (from day, to day, lower, upper).

    Bounds hold as long as their value does; of a line that grows, the band between two points reaches from the lower
    end of the one to the upper end of the next. A missing upper end leaves a gap in the band; so does a stretch where
    the count is exact.
    """
    runs: list[list[tuple[float, float, int, int]]] = []
    for here, there in _followed(line):
        begin, end = max(middle(here.day), shown.start), min(middle(there.day), shown.end)
        upper = there.upper if line.grows else here.upper
        if upper is None or upper <= here.lower or begin >= end:
            continue
        if not runs or runs[-1][-1][1] != begin:
            runs.append([])
        runs[-1].append((begin, end, here.lower, upper))
    return runs


# --- Words on the axis -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TickLabel:
    """A tick that has room: its place and the middle of its words, in pixels."""

    tick: Tick
    at: float
    centre: float


def tick_labels(
    ticks: Sequence[Tick], position: Callable[[float], float], left: float, right: float, size: float = TEXT
) -> tuple[TickLabel, ...]:
    """The ticks whose words fit between `left` and `right` without touching, with the words moved in from the edges.

    Where they would touch, every second, third … tick keeps its words, so that what stays is evenly spaced.
    """
    placed = []
    for tick in ticks:
        half = min(text_width(tick.label, size), right - left) / 2
        at = position(tick.at)
        placed.append((min(max(at, left + half), right - half), half, TickLabel(tick, at, 0)))
    for stride in range(1, len(placed) + 1):
        kept = sorted(placed[::stride], key=lambda item: item[0])
        if all(b[0] - b[1] - a[0] - a[1] >= size * 0.6 for a, b in pairwise(kept)):
            return tuple(TickLabel(label.tick, label.at, centre) for centre, _, label in kept)
    return ()


ROW = 15
"""Height in pixels of a row of event words."""

_LEAD = 4
"""Pixels between an event's line and its words."""


@dataclass(frozen=True, slots=True)
class EventLabel:
    """An event's place. `text` is its name, shortened, or empty where there is no room; `row` counts up from the plot.

    `before`: the words end at the line instead of beginning at it.
    """

    event: Event
    at: float
    text: str
    row: int
    before: bool

    @property
    def span(self) -> tuple[float, float]:
        """The left and right end of the words."""
        width = text_width(self.text, SMALL) + _LEAD
        return (self.at - width, self.at) if self.before else (self.at, self.at + width)


def event_labels(
    events: Sequence[Event],
    position: Callable[[float], float],
    left: float,
    right: float,
    rows: int = 4,
    mirrored: bool = False,
) -> tuple[EventLabel, ...]:
    """The events between `left` and `right` in pixels with words that do not touch each other.

    Words go into rows above the plot. They are shortened, all to the same length, until `rows` rows hold them; where
    even short ones find no room, the event that is in the way keeps its line and loses its words.
    """
    present = sorted(((position(middle(event.day)), event) for event in events), key=lambda item: item[0])
    present = [(at, event) for at, event in present if left <= at <= right]
    for share in (1.0, 0.7, 0.5, 0.36, 0.26):
        limit = (right - left) * share
        labels = [_beside(event, at, left, right, limit, mirrored) for at, event in present]
        placed, stuck = _stack(labels, rows)
        if not stuck:
            return tuple(placed)
    silent: list[EventLabel] = []
    while stuck:
        # The longest words are the likeliest to be in the way of others.
        worst = max(stuck, key=lambda label: text_width(label.text, SMALL))
        labels.remove(worst)
        silent.append(EventLabel(worst.event, worst.at, "", -1, worst.before))
        placed, stuck = _stack(labels, rows)
    return tuple(sorted([*placed, *silent], key=lambda label: label.at))


def _beside(event: Event, at: float, left: float, right: float, limit: float, mirrored: bool) -> EventLabel:
    room_after, room_before = right - at - _LEAD, at - left - _LEAD
    wanted = min(text_width(event.name, SMALL), limit)
    before = room_before >= wanted if mirrored else room_after < wanted
    if before != mirrored and (room_before if before else room_after) < wanted:
        before = room_before > room_after
    text = shorten(event.name, min(limit, room_before if before else room_after), SMALL)
    return EventLabel(event, at, text, 0, before)


def _stack(labels: Sequence[EventLabel], rows: int) -> tuple[list[EventLabel], list[EventLabel]]:
    """`labels` with their rows, and those for which none was found.

    An event's line runs from its words down to the plot, through every row below its own. So words that reach over
    another event's line stand in a higher row than that event's words. Where two reach over each other's lines one of
    the lines has to pass behind words; renderings put their ground behind the words.
    """
    waiting = list(labels)
    placed: list[EventLabel] = []
    while waiting:
        free = (a for a in waiting if not any(_reaches_over(a, b) for b in waiting if b is not a))
        label = next(free, waiting[0])
        row = max((b.row + 1 for b in placed if _reaches_over(label, b)), default=0)
        while any(b.row == row and _touch(label, b) for b in placed):
            row += 1
        if row >= rows:
            return placed, waiting
        placed.append(EventLabel(label.event, label.at, label.text, row, label.before))
        waiting.remove(label)
    return sorted(placed, key=lambda label: label.at), []


def _reaches_over(label: EventLabel, other: EventLabel) -> bool:
    begin, end = label.span
    return begin < other.at < end


def _touch(one: EventLabel, other: EventLabel) -> bool:
    gap = 8
    return one.span[0] < other.span[1] + gap and other.span[0] < one.span[1] + gap
