"""What a report implies for days that it gives no number for.

A report that gives two running totals to one day, of the same people and from different starts, says without saying so
how many came between the starts: 36,250 since 1 December, 34,200 of them since 19 December, leave 2,050 for 1 to 18
December. The bounds follow from those of the two totals as for any difference (method page, "From running totals to
periods"); they are not held to be above 0, so that totals which contradict each other are seen to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from etl.model import Unit
from etl.reconcile.periods import Interval
from etl.reconcile.statements import Statement

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Implied:
    """The difference of two running totals of one report: `figure_ids` name the longer one first.

    `key` are the nationality and the population, `point` the difference of the numbers as the reports give them most
    plainly.
    """

    report_id: str
    source: str
    unit: Unit
    key: tuple[str, str]
    interval: Interval
    lower: int
    point: int | None
    upper: int | None
    figure_ids: tuple[str, str]
    published: date


def implied(statements: Sequence[Statement]) -> list[Implied]:
    """The differences of all running totals of one report, source, unit and group that end on one day.

    Of several starts each is taken with the next; of several totals of one start, as when a report prints a sum and
    corrects it, none is. A report that repeats both numbers of the one before it implies nothing anew.
    """
    together: dict[tuple[str, str, Unit, tuple[str, str], date], dict[date, list[Statement]]] = {}
    for one in statements:
        if one.whole:
            of_day = together.setdefault((one.report_id, one.source, one.unit, one.key, one.end), {})
            of_day.setdefault(one.start, []).append(one)
    found = []
    for by_start in together.values():
        single = [ones[0] for _, ones in sorted(by_start.items()) if len(ones) == 1]
        found += [_difference(longer, shorter) for longer, shorter in pairwise(single)]
    found.sort(key=lambda one: (one.interval, one.source, one.unit, one.key, one.published, one.figure_ids))
    numbers = {one.figure_id: (one.lower, one.point, one.upper) for one in statements}
    told: dict[tuple[object, ...], tuple[object, ...]] = {}
    news = []
    for difference in found:
        about = (difference.interval, difference.source, difference.unit, difference.key)
        said = tuple(numbers[figure_id] for figure_id in difference.figure_ids)
        if told.get(about) != said:
            news.append(difference)
        told[about] = said
    return news


def _difference(longer: Statement, shorter: Statement) -> Implied:
    return Implied(
        longer.report_id,
        longer.source,
        longer.unit,
        longer.key,
        Interval(longer.start, shorter.start - _ONE_DAY),
        longer.lower - shorter.upper if shorter.upper is not None else 0,
        longer.point - shorter.point if longer.point is not None and shorter.point is not None else None,
        None if longer.upper is None else longer.upper - shorter.lower,
        (longer.figure_id, shorter.figure_id),
        longer.published,
    )
