"""Calendar periods: days, weeks from Monday (ISO 8601) and months, within the days that figures speak of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from etl.model import Granularity

_ONE_DAY = timedelta(days=1)


class Interval(NamedTuple):
    """A first and a last day, inclusive."""

    start: date
    end: date


def calendar_periods(granularity: Granularity, span: Interval) -> Iterator[Interval]:
    """The days, weeks or months that touch `span`, in order, cut to it.

    What lies outside the span no figure speaks of, so a period that reached there could have no upper bound; the part
    inside has one. Raises ValueError for reported intervals, which the calendar does not give.
    """
    start = span.start
    while start <= span.end:
        end = min(_last_day(granularity, start), span.end)
        yield Interval(start, end)
        start = end + _ONE_DAY


def _last_day(granularity: Granularity, day: date) -> date:
    match granularity:
        case Granularity.DAY:
            return day
        case Granularity.WEEK:
            return day + timedelta(days=6 - day.weekday())
        case Granularity.MONTH:
            return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - _ONE_DAY
    raise ValueError(f"the calendar has no periods of granularity {granularity.value}")
