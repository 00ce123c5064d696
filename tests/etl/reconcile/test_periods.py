"""Days, weeks and months within a span of days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import Granularity
from etl.reconcile import Interval
from etl.reconcile.periods import calendar_periods

CALENDAR = [Granularity.DAY, Granularity.WEEK, Granularity.MONTH]


def test_weeks_begin_on_monday_and_are_cut_to_the_span() -> None:
    weeks = list(calendar_periods(Granularity.WEEK, Interval(date(2018, 12, 1), date(2018, 12, 12))))
    assert weeks == [
        (date(2018, 12, 1), date(2018, 12, 2)),
        (date(2018, 12, 3), date(2018, 12, 9)),
        (date(2018, 12, 10), date(2018, 12, 12)),
    ]


def test_months_end_where_they_end() -> None:
    months = list(calendar_periods(Granularity.MONTH, Interval(date(2019, 12, 30), date(2020, 3, 1))))
    assert [month.end for month in months] == [
        date(2019, 12, 31),
        date(2020, 1, 31),
        date(2020, 2, 29),
        date(2020, 3, 1),
    ]


@given(st.sampled_from(CALENDAR), st.dates(date(2015, 1, 1), date(2025, 1, 1)), st.integers(0, 100))
def test_periods_follow_each_other_and_fill_the_span(granularity: Granularity, start: date, many: int) -> None:
    end = date.fromordinal(start.toordinal() + many)
    periods = list(calendar_periods(granularity, Interval(start, end)))
    days = [day for period in periods for day in range(period.start.toordinal(), period.end.toordinal() + 1)]
    assert days == list(range(start.toordinal(), end.toordinal() + 1))


def test_reported_intervals_are_not_the_calendars() -> None:
    with pytest.raises(ValueError, match="reported"):
        list(calendar_periods(Granularity.REPORTED, Interval(date(2019, 1, 1), date(2019, 1, 2))))
