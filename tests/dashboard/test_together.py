"""What all figures together allow, as charts and tables: on the shipped situations and on rows made up for one question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from dashboard.charts.axes import Span, bands, steps
from dashboard.charts.build import charts_of
from dashboard.charts.chart import Bar, Bars, Chart, Line, Table
from dashboard.charts.together import TogetherCharts, together
from dashboard.locales import words
from dashboard.published import SituationData, Snapshot, Together
from dashboard.select import (
    FREQUENCIES,
    View,
    flow_points,
    measures,
    reconciled_rows_of,
    units,
)
from dashboard.wording import measure_name
from etl.model import (
    RECONCILED,
    Basis,
    Granularity,
    Kind,
    Measure,
    ObsStatus,
    Precision,
    Quantifier,
    SeriesRow,
    Unit,
)
from tests.dashboard.shipped import SITUATIONS, TODAY

ENGLISH = words("en")
FIRST = date(2018, 12, 1)
WEEK = timedelta(days=7)


def made_up(
    week: int,
    new: tuple[int | None, int | None, int | None],
    total: tuple[int | None, int | None, int | None] = (None, None, None),
    *,
    nationality: str = "",
    population: str = "",
    figure_ids: tuple[str, ...] = (),
) -> SeriesRow:
    """The row of a week counted from FIRST; `new` and `total` are the least, the number if there is one, the most."""
    start = FIRST + week * WEEK
    return SeriesRow(
        situation="enclave-exits",
        source=RECONCILED,
        measure=Measure.EXITS,
        unit=Unit.PERSONS,
        flow_point="enclave",
        nationality=nationality,
        population=population,
        kind=Kind.FLOW,
        basis=Basis.PERIOD,
        phase=FIRST.isoformat(),
        granularity=Granularity.WEEK,
        interval_start=start,
        interval_end=start + timedelta(days=6),
        precision=Precision.DAY,
        new_lower=new[0],
        new_point=new[1],
        new_upper=new[2],
        cumulative_lower=total[0],
        cumulative_point=total[1],
        cumulative_upper=total[2],
        stock_lower=None,
        stock_point=None,
        stock_upper=None,
        quantifier=Quantifier.RANGE,
        flag="",
        obs_status=ObsStatus.ESTIMATED,
        quantity_table="waymark",
        figure_ids=figure_ids,
        vintage=date(2019, 1, 1),
    )


def holding(data: SituationData, rows: Iterable[SeriesRow]) -> SituationData:
    """The situation with other reconciled rows of its exits, and none of anything else."""
    kept = tuple(rows)

    def series(measure: Measure, unit: Unit) -> Sequence[SeriesRow]:
        return kept if (measure, unit) == (Measure.EXITS, Unit.PERSONS) else ()

    return replace(data, together=Together(series=series))


VIEW = View("enclave-exits", Measure.EXITS, basis="reconciled", freq=Granularity.WEEK, point="enclave")


def shown(data: SituationData, *rows: SeriesRow, view: View = VIEW) -> TogetherCharts:
    return together(holding(data, rows), view, ENGLISH)


def reconciled_views(snapshot: Snapshot) -> Iterator[tuple[SituationData, View]]:
    """Every measure, unit, point of counting and frequency of both situations, by source and by nationality."""
    for name in SITUATIONS:
        data = snapshot.situation(name)
        for measure in measures(data):
            for unit in units(data, measure):
                for point in flow_points(data, measure, unit):
                    for freq in FREQUENCIES:
                        view = View(name, measure, unit, basis="reconciled", freq=freq, point=point)
                        yield data, view
                        yield data, replace(view, by="nationality")


def the_bars(found: TogetherCharts) -> tuple[Bar, ...]:
    """The bars of charts that are not stacked."""
    (bars,) = found.bars
    return bars.bars


def shown_number(number: int | None) -> str:
    return ENGLISH("count.none") if number is None else ENGLISH.number(number)


def column(table: Table, key: str) -> list[str]:
    place = [one.key for one in table.columns].index(key)
    return [row[place].text for row in table.rows]


def chart(data: SituationData, view: View, name: str) -> Chart:
    return next(one for one in charts_of(data, view, ENGLISH, TODAY) if one.id == name)


class TestBars:
    def test_a_number_stands_only_where_the_ends_are_near(self, exits: SituationData) -> None:
        narrow, wide = made_up(0, (95, 100, 105)), made_up(1, (10, None, 90))
        first, second = the_bars(shown(exits, narrow, wide))
        assert (first.value, first.lower, first.upper) == (100, 95, 105)
        assert (second.value, second.lower, second.upper) == (None, 10, 90)
        assert (first.start, first.end) == (FIRST, FIRST + timedelta(days=6))

    def test_a_period_that_no_report_speaks_of_is_a_gap(self, exits: SituationData) -> None:
        found = shown(exits, made_up(0, (20, 20, 20)), made_up(1, (0, None, None)), made_up(2, (0, 0, 0)))
        assert [bar.start for bar in the_bars(found)] == [FIRST, FIRST + 2 * WEEK], (
            "nobody came is said, silence is not"
        )
        assert len(found.intervals.rows) == 2

    def test_at_least_so_many_has_no_upper_end(self, exits: SituationData) -> None:
        (bar,) = the_bars(shown(exits, made_up(0, (40, None, None))))
        assert (bar.value, bar.lower, bar.upper) == (None, 40, None)
        assert bar.label.startswith(ENGLISH("count.at_least", lower="40"))

    def test_masked_rows_are_not_drawn(self, exits: SituationData) -> None:
        assert shown(exits, made_up(0, (None, None, None))) == TogetherCharts(
            (), (), shown(exits).totals, shown(exits).intervals, ()
        )

    def test_keys_are_figures_or_nothing(self, exits: SituationData) -> None:
        one, other = the_bars(
            shown(exits, made_up(0, (5, None, 90), figure_ids=("r024-07", "r061-03")), made_up(1, (0, None, 90)))
        )
        assert (one.key, other.key) == ("r024-07", "")
        assert "49,050" in one.label
        assert "11,100" in one.label
        assert ENGLISH("together.rests", figures="") not in other.label

    def test_a_label_names_four_figures_at_most_and_the_table_all(self, exits: SituationData) -> None:
        many = tuple(list(exits.figures)[:6])
        found = shown(exits, made_up(0, (5, None, 90), figure_ids=many))
        assert the_bars(found)[0].label.splitlines()[-1].count("(") <= 4
        assert column(found.intervals, "binding") == [" ".join(many)]


class TestLine:
    def test_begins_at_nothing_on_the_eve_of_the_count(self, exits: SituationData) -> None:
        (line,) = shown(exits, made_up(0, (95, 100, 105), (95, 100, 105))).lines
        start, first = line.points
        assert (start.day, start.value, start.lower, start.upper, start.key) == (date(2018, 11, 30), 0, 0, 0, "")
        assert start.label == ENGLISH("together.start", date="1 December 2018")
        assert (first.day, first.value, first.lower, first.upper) == (FIRST + timedelta(days=6), 100, 95, 105)
        assert line.grows

    def test_a_total_names_the_figures_behind_its_last_period_as_such(self, exits: SituationData) -> None:
        row = made_up(0, (95, 100, 105), (95, 100, 105), figure_ids=("r024-07",))
        *_, interval, figures = shown(exits, row).lines[0].points[1].label.splitlines()
        assert interval == "1 Dec – 7 Dec 2018, 100 (95 to 105)"
        assert "49,050" in figures

    def test_the_band_reaches_from_the_least_here_to_the_most_there(self, exits: SituationData) -> None:
        rows = [made_up(0, (90, None, 200), (90, None, 200)), made_up(1, (60, None, 500), (150, None, 700))]
        (line,) = shown(exits, *rows).lines
        everything = Span(date(2018, 11, 1).toordinal(), date(2019, 2, 1).toordinal())
        ((first, second),) = bands(line, everything)
        assert first[2:] == (0, 200)
        assert second[2:] == (90, 700)
        assert first[1] == second[0] == (FIRST + timedelta(days=6)).toordinal() + 0.5
        assert steps(line, everything) == [], "no line claims to know the way between two marks"

    def test_an_open_total_is_drawn_where_it_rises_and_at_its_end(self, exits: SituationData) -> None:
        rows = [made_up(week, (0, None, None), (least, None, None)) for week, least in enumerate((40, 40, 70, 70, 70))]
        found = shown(exits, *rows)
        points = found.lines[0].points[1:]
        assert [(point.day, point.lower) for point in points] == [
            (rows[0].interval_end, 40),
            (rows[2].interval_end, 70),
            (rows[4].interval_end, 70),
        ]
        assert column(found.totals, "lower") == ["70", "70", "40"]

    def test_a_total_that_is_known_to_stand_still_is_drawn_every_time(self, exits: SituationData) -> None:
        rows = [made_up(week, (0, 0, 0), (40, 40, 40)) for week in range(3)]
        assert len(shown(exits, *rows).lines[0].points) == 4


class TestStack:
    VIEW = replace(VIEW, by="nationality")

    def test_parts_stand_on_each_other_and_the_rest_on_all(self, exits: SituationData) -> None:
        rows = [
            made_up(0, (100, None, 130)),
            made_up(0, (60, None, 80), nationality="IRQ"),
            made_up(0, (25, None, 60), nationality="SYR"),
        ]
        iraq, syria, rest, ends = shown(exits, *rows, view=self.VIEW).bars
        assert [(one.name, one.bars[0].base, one.bars[0].value) for one in (iraq, syria, rest)] == [
            ("Iraq", 0, 60),
            ("Syria", 60, 25),
            (ENGLISH("together.unstated"), 85, 15),
        ]
        assert [(bar.value, bar.lower, bar.upper) for bar in ends.bars] == [(None, 100, 130)]
        assert len({one.style for one in (iraq, syria, rest, ends)}) == 4

    def test_groups_that_overlap_others_are_no_parts(self, exits: SituationData) -> None:
        rows = [
            made_up(0, (100, 100, 100)),
            made_up(0, (60, 60, 60), nationality="IRQ"),
            made_up(0, (50, 50, 50), nationality="IRQ", population="women"),
            made_up(0, (30, 30, 30), population="women"),
            made_up(0, (20, 20, 20), nationality="other:foreign"),
        ]
        found = shown(exits, *rows, view=self.VIEW).bars
        assert [bars.name for bars in found] == ["Iraq", ENGLISH("together.unstated")]
        assert found[-1].bars[0].value == 40

    def test_whatever_is_guaranteed_of_none_is_not_hidden(self, exits: SituationData) -> None:
        rows = [made_up(0, (0, None, 130)), made_up(0, (0, None, 80), nationality="IRQ")]
        (bars,) = shown(exits, *rows, view=self.VIEW).bars
        assert [(bar.value, bar.lower, bar.upper) for bar in bars.bars] == [(None, 0, 130)]


class TestShipped:
    def test_there_is_much_to_see(self, snapshot: Snapshot) -> None:
        seen = [together(data, view, ENGLISH) for data, view in reconciled_views(snapshot)]
        assert sum(bool(found.lines) for found in seen) > 40
        assert sum(len(found.bars) > 1 for found in seen) > 3, "some are stacked"

    def test_marks_are_the_rows(self, everything: Snapshot) -> None:
        compared = 0
        for data, view in reconciled_views(everything):
            if view.by == "nationality":
                continue
            found = together(data, view, ENGLISH)
            rows = {(row.interval_start, row.interval_end): row for row in reconciled_rows_of(data, view) if row.phase}
            for bar in (bar for bars in found.bars for bar in bars.bars):
                row = rows[bar.start, bar.end]
                assert (bar.lower, bar.value, bar.upper) == (row.new_lower, row.new_point, row.new_upper)
                assert bar.base == 0
                compared += 1
            totals = {row.interval_end: row for row in rows.values()}
            for line in found.lines:
                for point in line.points[1:]:
                    row = totals[point.day]
                    assert (point.lower, point.value, point.upper) == (
                        row.cumulative_lower,
                        row.cumulative_point,
                        row.cumulative_upper,
                    )
                    compared += 1
        assert compared > 500

    def test_only_silence_is_left_out(self, everything: Snapshot) -> None:
        for data, view in reconciled_views(everything):
            if view.by == "nationality":
                continue
            found = together(data, view, ENGLISH)
            drawn = {(bar.start, bar.end) for bars in found.bars for bar in bars.bars}
            for row in reconciled_rows_of(data, view):
                if row.phase and (row.interval_start, row.interval_end) not in drawn:
                    assert (row.new_lower, row.new_upper) == (0, None)
            for line in found.lines:
                for before, after in pairwise(line.points[1:-1]):
                    assert (before.lower, before.value, before.upper) != (after.lower, after.value, after.upper) or (
                        after.upper is not None
                    )

    def test_parts_never_exceed_what_is_guaranteed_of_all(self, snapshot: Snapshot, everything: Snapshot) -> None:
        stacked = 0
        for known in (snapshot, everything):
            for data, view in reconciled_views(known):
                if view.by != "nationality":
                    continue
                found = together(data, view, ENGLISH)
                guaranteed = {
                    (row.interval_start, row.interval_end): row.new_lower for row in reconciled_rows_of(data, view)
                }
                parts = [bars for bars in found.bars if bars.key.startswith(f"{RECONCILED}~")]
                sums: dict[tuple[date | None, date], int] = {}
                for bar in (bar for bars in parts for bar in bars.bars):
                    assert bar.base == sums.get((bar.start, bar.end), 0), "one part begins where the other ends"
                    assert bar.value == bar.lower == bar.upper
                    sums[bar.start, bar.end] = bar.base + (bar.value or 0)
                    stacked += bool(bar.base)
                for period, number in sums.items():
                    assert number == guaranteed[period], (view, period)
        assert stacked

    def test_every_key_opens_a_figure(self, snapshot: Snapshot) -> None:
        for data, view in reconciled_views(snapshot):
            found = together(data, view, ENGLISH)
            keys = {point.key for line in found.lines for point in line.points}
            keys |= {bar.key for bars in found.bars for bar in bars.bars}
            assert keys - {""} <= set(data.figures)
            assert not [key for key in keys - {""} if data.figures[key].masked]
            assert set(found.figure_ids) <= set(data.figures)

    def test_tables_say_what_the_rows_say(self, snapshot: Snapshot) -> None:
        for data, view in reconciled_views(snapshot):
            found = together(data, view, ENGLISH)
            rows = [
                row
                for row in reconciled_rows_of(data, view, every_group=view.by == "nationality")
                if row.new_lower is not None
            ]
            for table, kind in ((found.intervals, "new"), (found.totals, "cumulative")):
                known = {
                    (
                        *(shown_number(getattr(row, f"{kind}_{end}")) for end in ("lower", "point", "upper")),
                        " ".join(row.figure_ids),
                    )
                    for row in rows
                }
                told = zip(*(column(table, key) for key in ("lower", "point", "upper", "binding")), strict=True)
                assert set(told) <= known
            assert len(found.intervals.rows) >= sum(
                len(bars.bars) for bars in found.bars if bars.key == RECONCILED and view.by == "source"
            )

    def test_the_worked_example(self, exits: SituationData) -> None:
        """December as four reports and all others of the situation allow it: a box within what the four give."""
        view = replace(VIEW, freq=Granularity.MONTH)
        december = next(bar for bar in the_bars(together(exits, view, ENGLISH)) if bar.start == FIRST)
        assert december.end == date(2018, 12, 31)
        assert december.upper is not None
        assert 11_100 <= december.lower <= december.upper <= 15_400


class TestCharts:
    def test_both_bases_show_the_marks_of_either(self, exits: SituationData) -> None:
        view = replace(VIEW, point="main")
        for name in ("cumulative", "new"):
            both = chart(exits, replace(view, basis="both"), name)
            together_ = chart(exits, view, name)
            reported = chart(exits, replace(view, basis="reported"), name)
            series: list[Line | Bars] = [*both.lines, *both.bars]
            apart: list[Line | Bars] = [*together_.lines, *together_.bars, *reported.lines, *reported.bars]
            assert {one.key for one in series} == {one.key for one in apart}
            assert len(both.table.rows) == len(together_.table.rows) + len(reported.table.rows)
            assert {len(row) for row in both.table.rows} == {len(both.table.columns)}
            assert both.y_end >= max(together_.y_end, reported.y_end) - 1

    def test_the_mark_of_everything_differs_from_that_of_every_source(self, exits: SituationData) -> None:
        both = chart(exits, replace(VIEW, basis="both", source="main"), "cumulative")
        styles = [line.style for line in both.lines]
        assert styles.count(both.lines[0].style) == 1

    def test_what_was_known_on_a_day(self, exits: SituationData) -> None:
        day = date(2019, 1, 12)
        view = replace(VIEW, as_of=day, freq=Granularity.MONTH)
        now = together(exits, replace(view, as_of=None), ENGLISH)
        then = together(exits, view, ENGLISH)
        assert max(bar.end for bar in the_bars(then)) <= day
        for figure_id in then.figure_ids:
            published = exits.figures[figure_id].report.published
            assert published is not None
            assert published <= day
        before, after = the_bars(then)[0], the_bars(now)[0]
        assert before.end == after.end == date(2018, 12, 31)
        assert before != after, "later reports told more of December"
        assert together(exits, replace(view, as_of=date(2018, 1, 1)), ENGLISH).lines == ()
        assert ENGLISH("chart.as_of", date="12 Jan 2019") in chart(exits, view, "new").subtitle

    @pytest.mark.parametrize("freq", FREQUENCIES)
    def test_titles_say_the_frequency_and_descriptions_the_end(self, exits: SituationData, freq: Granularity) -> None:
        view = replace(VIEW, freq=freq)
        new, totals = chart(exits, view, "new"), chart(exits, view, "cumulative")
        assert new.title == f"{measure_name(ENGLISH, Measure.EXITS)} (people), by {freq.value}"
        last = totals.lines[0].points[-1]
        assert ENGLISH.day(last.day) in totals.description
        assert ENGLISH.number(last.lower) in totals.description
        assert ENGLISH.number(len(the_bars(together(exits, view, ENGLISH)))) in new.description
        assert new.note_line == ENGLISH("together.new.note")
        assert totals.note_line == ENGLISH("together.cumulative.note")
        assert "Syrian Observatory" in totals.source_line

    def test_the_highest_bar_that_is_described_stands_on_the_ground(self, exits: SituationData) -> None:
        rows = [made_up(0, (100, None, 130)), made_up(0, (60, None, 80), nationality="IRQ")]
        found = chart(holding(exits, rows), replace(VIEW, by="nationality"), "new")
        assert ENGLISH("count.between", lower="100", upper="130") in found.description

    def test_silence_of_every_period_says_where_to_look(self, exits: SituationData) -> None:
        data = holding(exits, [made_up(0, (0, None, None), (50, None, None), figure_ids=("r024-07",))])
        assert chart(data, VIEW, "new").empty == ENGLISH("together.empty")
        assert not chart(data, VIEW, "cumulative").empty
        assert chart(holding(exits, ()), VIEW, "cumulative").empty == ENGLISH("chart.empty")

    def test_only_what_is_asked_for_is_drawn(self, exits: SituationData) -> None:
        assert {one.id for one in charts_of(exits, replace(VIEW, show="new"), ENGLISH, TODAY)} >= {"new"}
        assert "cumulative" not in {one.id for one in charts_of(exits, replace(VIEW, show="new"), ENGLISH, TODAY)}
        later = replace(VIEW, start=date(2019, 2, 1), end=date(2019, 2, 28))
        assert all(
            date(2019, 2, 1) <= bar.end <= date(2019, 2, 28) for bar in the_bars(together(exits, later, ENGLISH))
        )

    def test_a_group_is_named(self, exits: SituationData) -> None:
        view = replace(VIEW, group="IRQ", freq=Granularity.MONTH)
        (line,) = together(exits, view, ENGLISH).lines
        assert line.name == f"Iraq, {ENGLISH('together.name')}"
