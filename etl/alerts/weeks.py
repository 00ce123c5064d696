"""Calendar weeks of a series, Monday to Sunday: at least, as printed, at most. Pure.

Of all figures together reconciliation has them already. What one source says of a week follows from its own running
totals and batches alone: a running total never falls, and batches of days that do not overlap are of different people
or events. Only numbers whose days are known to the day take part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations

from etl.model import RECONCILED, AlertRule, Basis, Flag, Granularity, Kind, Precision, SeriesRow

_ONE_DAY = timedelta(days=1)
_STANDS_FOR_NO_DAYS = frozenset({Flag.SUPERSEDED, Flag.NO_START, Flag.NO_FIRST_DAY, Flag.WORD_ONLY})


@dataclass(frozen=True, slots=True)
class Week:
    """A week at a flow point: from `start` to `end`, which of a reconciled week may be fewer days than seven.

    `point` is the estimate of a reconciled week, or the difference of a source's printed numbers. `upper` None: there
    is no upper end. `figure_ids` are those that the numbers follow from.
    """

    flow_point: str
    start: date
    end: date
    lower: int
    point: int | None
    upper: int | None
    figure_ids: tuple[str, ...]

    @property
    def name(self) -> str:
        """The week in ISO 8601, such as 2019-W05."""
        year, week, _ = self.end.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def reach(self) -> int:
        """The most that is said of it: its upper end, else its point. Where neither is said, an open end says nothing."""
        return next((most for most in (self.upper, self.point) if most is not None), self.lower)


def weeks_of(rows: Iterable[SeriesRow], rule: AlertRule) -> list[Week]:
    """The weeks of a rule's measure, unit, group, flow point and source as they stand now, in order of time.

    Where a source counts the same from several starts, each count by itself has its weeks.
    """
    asked = [row for row in rows if _is_asked_for(row, rule)]
    found = _reconciled(asked) if rule.source == RECONCILED else _reported(asked)
    return sorted(found, key=lambda week: (week.end, week.flow_point, week.figure_ids))


def _is_asked_for(row: SeriesRow, rule: AlertRule) -> bool:
    return (
        row.vintage_end is None
        and row.kind is Kind.FLOW
        and (row.source, row.measure, row.unit) == (rule.source, rule.measure, rule.unit)
        and (row.nationality, row.population) == (rule.nationality, rule.population)
        and rule.flow_point in ("", row.flow_point)
    )


def _reconciled(rows: Iterable[SeriesRow]) -> list[Week]:
    return [
        Week(
            row.flow_point,
            row.interval_start or row.interval_end,
            row.interval_end,
            row.new_lower or 0,
            row.new_point,
            row.new_upper,
            row.figure_ids,
        )
        for row in rows
        if row.granularity is Granularity.WEEK
    ]


def _reported(rows: Iterable[SeriesRow]) -> list[Week]:
    counts: dict[tuple[str, Basis, str], list[SeriesRow]] = defaultdict(list)
    for row in rows:
        if row.flag not in _STANDS_FOR_NO_DAYS and row.precision is Precision.DAY:
            counts[row.flow_point, row.basis, row.phase].append(row)
    found: list[Week] = []
    for (flow_point, basis, phase), count in counts.items():
        if basis is Basis.CUMULATIVE:
            found += _by_totals(flow_point, _totals(count, date.fromisoformat(phase)))
        else:
            found += _by_batches(flow_point, count)
    return found


@dataclass(frozen=True, slots=True)
class _Total:
    """A running total at the end of a day. The one before the first day is 0, by no figure."""

    day: date
    lower: int
    point: int | None
    upper: int | None
    figure_ids: tuple[str, ...]


def _totals(rows: Iterable[SeriesRow], start: date) -> list[_Total]:
    said = [
        _Total(
            row.interval_end,
            row.cumulative_lower or 0,
            row.cumulative_point,
            row.cumulative_upper,
            row.figure_ids[:1],
        )
        for row in rows
    ]
    return [_Total(start - _ONE_DAY, 0, 0, 0, ()), *sorted(said, key=lambda total: total.day)]


def _by_totals(flow_point: str, totals: Sequence[_Total]) -> Iterable[Week]:
    for start, end in _calendar(totals[0].day + _ONE_DAY, totals[-1].day):
        within = [total for total in totals if start - _ONE_DAY <= total.day <= end]
        lower, at_least = 0, list[_Total]()
        for before, after in permutations(within, 2):
            if (least := _least(before, after)) > lower:
                lower, at_least = least, [before, after]
        earlier = [total for total in totals if total.day < start]
        later = [total for total in totals if total.day >= end and total.upper is not None]
        upper, at_most = None, list[_Total]()
        if earlier and later:
            at_most = [max(earlier, key=lambda total: total.lower), min(later, key=lambda total: total.upper or 0)]
            upper = max((at_most[1].upper or 0) - at_most[0].lower, lower)
        used = at_least or at_most or within
        yield Week(flow_point, start, end, lower, _printed(within, lower, upper), upper, _named(used))


def _least(before: _Total, after: _Total) -> int:
    """At least so many between two totals; none where the later one does not come later or the earlier has no end."""
    if before.upper is None or before.day >= after.day:
        return 0
    return max(after.lower - before.upper, 0)


def _printed(within: Sequence[_Total], lower: int, upper: int | None) -> int | None:
    """The difference of the printed numbers at the ends of what a week holds, as far as the bounds allow it."""
    printed = [total.point for total in within if total.point is not None]
    if len(printed) < 2:
        return None
    point = max(printed[-1] - printed[0], lower)
    return point if upper is None else min(point, upper)


def _by_batches(flow_point: str, batches: Sequence[SeriesRow]) -> Iterable[Week]:
    dated = sorted(
        (batch for batch in batches if batch.interval_start is not None), key=lambda batch: batch.interval_end
    )
    if not dated:
        return
    first = min(_first(batch) for batch in dated)
    for start, end in _calendar(first, dated[-1].interval_end):
        inside = [batch for batch in dated if start <= _first(batch) and batch.interval_end <= end]
        lower, apart = _most_apart(inside)
        covering = _fewest_over(dated, start, end)
        upper = None if covering is None else max(sum(batch.new_upper or 0 for batch in covering), lower)
        points = [batch.new_point for batch in apart]
        point = None
        if points and None not in points:
            point = sum(number for number in points if number is not None)
            point = point if upper is None else min(point, upper)
        used = apart or covering or ()
        yield Week(flow_point, start, end, lower, point, upper, tuple(batch.figure_ids[0] for batch in used))


def _first(batch: SeriesRow) -> date:
    return batch.interval_start or batch.interval_end


def _most_apart(batches: Sequence[SeriesRow]) -> tuple[int, tuple[SeriesRow, ...]]:
    """The largest sum of lower bounds of batches, in order of their last days, that do not overlap; and these."""
    best: list[tuple[date, int, tuple[SeriesRow, ...]]] = []
    for batch in batches:
        number, before = next(((n, used) for until, n, used in reversed(best) if until < _first(batch)), (0, ()))
        number += batch.new_lower or 0
        if not best or number > best[-1][1]:
            best.append((batch.interval_end, number, (*before, batch)))
    return (best[-1][1], best[-1][2]) if best else (0, ())


def _fewest_over(batches: Sequence[SeriesRow], start: date, end: date) -> tuple[SeriesRow, ...] | None:
    """The batches that cover every day of a week with the smallest sum of upper bounds; None: some day is uncovered."""
    until: dict[date, tuple[int, tuple[SeriesRow, ...]]] = {start - _ONE_DAY: (0, ())}
    for day in (start + timedelta(days=offset) for offset in range((end - start).days + 1)):
        ways = []
        for batch in batches:
            if batch.new_upper is not None and _first(batch) <= day <= batch.interval_end:
                before = until.get(max(_first(batch), start) - _ONE_DAY)
                if before is not None:
                    ways.append((before[0] + batch.new_upper, (*before[1], batch)))
        if ways:
            until[day] = min(ways, key=lambda way: way[0])
    return until[end][1] if end in until else None


def _calendar(first: date, last: date) -> Iterable[tuple[date, date]]:
    """Monday and Sunday of every week that has a day from `first` to `last`."""
    monday = first - timedelta(days=first.weekday())
    while monday <= last:
        yield monday, monday + timedelta(days=6)
        monday += timedelta(days=7)


def _named(totals: Iterable[_Total]) -> tuple[str, ...]:
    """The figures of totals, the latest first, each once."""
    latest_first = sorted(totals, key=lambda total: total.day, reverse=True)
    return tuple(dict.fromkeys(figure_id for total in latest_first for figure_id in total.figure_ids))
