from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.axes import (
    Grain,
    Span,
    bands,
    day_ticks,
    event_labels,
    extent,
    is_shown,
    middle,
    number_ticks,
    steps,
    tick_labels,
    widest_first,
)
from dashboard.charts.chart import Bar, Event, Line, Point, Tick
from dashboard.theme import text_width

D = date


class TestNumberTicks:
    @pytest.mark.parametrize(
        ("top", "expected"),
        [
            (0, (0, 1)),
            (3, (0, 1, 2, 3)),
            (64_100, (0, 20_000, 40_000, 60_000, 80_000)),
            (9_600, (0, 2_500, 5_000, 7_500, 10_000)),
            (36_545, (0, 10_000, 20_000, 30_000, 40_000)),
            (100, (0, 25, 50, 75, 100)),
        ],
    )
    def test_known(self, top: int, expected: tuple[int, ...]) -> None:
        assert number_ticks(top) == expected

    @given(st.integers(0, 10**12), st.integers(2, 12))
    def test_even_from_zero_to_just_above_the_top(self, top: int, most: int) -> None:
        ticks = number_ticks(top, most)
        assert ticks[0] == 0
        assert 2 <= len(ticks) <= most
        assert ticks[-1] >= top > ticks[-2] or (top == 0 and ticks == (0, 1))
        step = ticks[1]
        assert all(b - a == step for a, b in pairwise(ticks))
        assert str(step).rstrip("0") in {"1", "2", "5", "25"}


class TestDayTicks:
    @pytest.mark.parametrize(
        ("start", "end", "days", "grain"),
        [
            (D(2019, 1, 5), D(2019, 1, 8), [D(2019, 1, d) for d in (5, 6, 7, 8)], Grain.DAY),
            (D(2019, 1, 1), D(2019, 1, 30), [D(2019, 1, d) for d in (7, 14, 21, 28)], Grain.DAY),
            (D(2018, 12, 1), D(2019, 3, 31), [D(2018, 12, 1), *(D(2019, m, 1) for m in (1, 2, 3))], Grain.MONTH),
            (D(2018, 2, 1), D(2019, 6, 30), [D(2018, m, 1) for m in (4, 7, 10)] + [D(2019, 1, 1), D(2019, 4, 1)], Grain.MONTH),
            (D(2018, 3, 1), D(2023, 6, 1), [D(y, 1, 1) for y in range(2019, 2024)], Grain.YEAR),
            (D(1901, 1, 1), D(1999, 1, 1), [D(y, 1, 1) for y in (1920, 1940, 1960, 1980)], Grain.YEAR),
        ],
    )  # fmt: skip
    def test_known(self, start: date, end: date, days: list[date], grain: Grain) -> None:
        assert day_ticks(start, end) == tuple((day, grain) for day in days)

    @given(st.dates(), st.integers(0, 40_000), st.integers(2, 9))
    def test_a_few_ordered_days_inside(self, start: date, length: int, most: int) -> None:
        end = D.fromordinal(min(start.toordinal() + length, date.max.toordinal()))
        ticks = day_ticks(start, end, most)
        assert 1 <= len(ticks) <= most
        assert all(start <= day <= end for day, _ in ticks)
        assert all(a < b for (a, _), (b, _) in pairwise(ticks))
        for day, grain in ticks:
            assert grain is Grain.DAY or day.day == 1
            assert grain is not Grain.YEAR or day.month == 1


def point(day: date, value: int | None, lower: int, upper: int | None) -> Point:
    return Point(day, value, lower, upper, day.isoformat(), "")


def line(*points: Point, holds: int | None = None) -> Line:
    return Line("l", "l", 0, points, holds=holds)


YEAR = Span(D(2019, 1, 1).toordinal(), D(2020, 1, 1).toordinal())
JAN = [D(2019, 1, day) for day in range(1, 32)]


class TestSteps:
    def test_a_value_holds_until_the_next_report_and_not_after_the_last(self) -> None:
        drawn = steps(line(point(JAN[0], 5, 5, 5), point(JAN[9], 8, 8, 8)), YEAR)
        assert drawn == [[(middle(JAN[0]), 5), (middle(JAN[9]), 5), (middle(JAN[9]), 8)]]

    def test_a_report_without_a_number_breaks_the_line(self) -> None:
        drawn = steps(line(*(point(JAN[i], v, 1, None) for i, v in ((0, 5), (4, None), (8, 7), (9, 9)))), YEAR)
        assert [run[0] for run in drawn] == [(middle(JAN[0]), 5), (middle(JAN[8]), 7)]
        assert drawn[0][-1] == (middle(JAN[4]), 5)

    def test_a_long_silence_stays_open(self) -> None:
        points = [point(JAN[0], 5, 5, 5), point(JAN[30], 8, 8, 8)]
        assert len(steps(line(*points, holds=30), YEAR)[0]) == 3
        assert all((middle(JAN[30]), 5) not in run for run in steps(line(*points, holds=10), YEAR))

    def test_what_lies_outside_is_cut_off(self) -> None:
        shown = Span(JAN[5].toordinal(), JAN[10].toordinal())
        drawn = steps(line(*(point(JAN[i], i, i, i) for i in (0, 2, 7, 20))), shown)
        assert drawn == [[(shown.start, 2), (middle(JAN[7]), 2), (middle(JAN[7]), 7), (shown.end, 7)]]


class TestBands:
    def test_bounds_hold_as_long_as_their_value(self) -> None:
        drawn = bands(line(point(JAN[0], 5, 4, 6), point(JAN[9], 8, 7, 9), point(JAN[12], 9, 9, 9)), YEAR)
        assert drawn == [[(middle(JAN[0]), middle(JAN[9]), 4, 6), (middle(JAN[9]), middle(JAN[12]), 7, 9)]]

    def test_without_an_upper_end_there_is_no_band(self) -> None:
        points = [point(JAN[0], 5, 4, 6), point(JAN[2], 6, 6, None), point(JAN[4], 8, 7, 9), point(JAN[6], 9, 9, 9)]
        assert [(run[0][0], run[-1][1]) for run in bands(line(*points), YEAR)] == [
            (middle(JAN[0]), middle(JAN[2])),
            (middle(JAN[4]), middle(JAN[6])),
        ]


class TestBars:
    def bar(self, start: date | None, end: date) -> Bar:
        return Bar(start, end, 1, 1, 1, f"{start}", "")

    def test_an_interval_is_inclusive(self) -> None:
        begin, end = extent(self.bar(JAN[0], JAN[0])) or (0, 0)
        assert end - begin == 1

    def test_narrow_ones_come_later_and_batches_last(self) -> None:
        bars = [self.bar(JAN[0], JAN[0]), self.bar(None, JAN[3]), self.bar(JAN[0], JAN[20]), self.bar(JAN[0], JAN[5])]
        assert widest_first(bars) == [bars[2], bars[3], bars[0], bars[1]]

    def test_a_bar_is_shown_when_any_of_its_days_is(self) -> None:
        shown = Span(JAN[5].toordinal(), JAN[10].toordinal())
        assert is_shown(self.bar(JAN[0], JAN[5]), shown)
        assert not is_shown(self.bar(JAN[0], JAN[4]), shown)
        assert is_shown(self.bar(JAN[9], JAN[30]), shown)
        assert not is_shown(self.bar(JAN[10], JAN[30]), shown)


class TestTickLabels:
    @given(st.lists(st.floats(0, 1), min_size=1, max_size=30, unique=True), st.text("abW1 ", min_size=1, max_size=15))
    def test_labels_neither_touch_nor_leave(self, places: list[float], label: str) -> None:
        ticks = [Tick(place, label) for place in sorted(places)]
        kept = tick_labels(ticks, lambda at: 40 + at * 300, 0, 345)
        half = text_width(label) / 2
        assert kept
        assert all(a.centre - half + 1e-6 >= 0 and a.centre + half <= 345 + 1e-6 for a in kept)
        assert all(b.centre - a.centre >= 2 * half for a, b in pairwise(kept))

    def test_all_stay_where_there_is_room(self) -> None:
        ticks = [Tick(i, "Jan") for i in range(6)]
        assert [a.tick for a in tick_labels(ticks, lambda at: 20 + at * 60, 0, 360)] == ticks


events = st.lists(
    st.builds(Event, st.dates(D(2019, 1, 1), D(2019, 4, 30)), st.text("abc é ", min_size=1, max_size=50)), max_size=9
)


class TestEventLabels:
    @given(events, st.booleans(), st.integers(320, 1000))
    def test_words_neither_touch_nor_leave_and_no_event_is_lost(
        self, given_events: list[Event], mirrored: bool, width: int
    ) -> None:
        start = D(2019, 1, 1).toordinal()

        def position(at: float) -> float:
            share = (at - start) / 120
            return 40 + (width - 50) * (1 - share if mirrored else share)

        labels = event_labels(given_events, position, 2, width - 2, mirrored=mirrored)
        assert sorted((a.event.day, a.event.name) for a in labels) == sorted((e.day, e.name) for e in given_events)
        worded = [a for a in labels if a.text]
        assert all(a.row < 4 for a in labels)
        assert all(a.span[0] + 1e-6 >= 2 and a.span[1] <= width - 2 + 1e-6 for a in worded)
        for i, one in enumerate(worded):
            for other in worded[i + 1 :]:
                apart = one.span[1] <= other.span[0] or other.span[1] <= one.span[0]
                assert one.row != other.row or apart

    def test_a_line_does_not_cross_words_it_can_avoid(self) -> None:
        first, second = Event(D(2019, 1, 10), "The first, with many words"), Event(D(2019, 1, 20), "Second")
        zero = D(2019, 1, 1).toordinal()
        a, b = event_labels([first, second], lambda at: (at - zero) * 4, 0, 900)
        assert (a.text, b.text) == (first.name, second.name)
        assert a.row > b.row

    def test_one_after_another_share_a_row(self) -> None:
        zero = D(2019, 1, 1).toordinal()
        days = [D(2019, 1, 1) + timedelta(days=30 * i) for i in range(3)]
        labels = event_labels([Event(day, "Short") for day in days], lambda at: (at - zero) * 4, 0, 900)
        assert {label.row for label in labels} == {0}
