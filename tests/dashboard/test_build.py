"""What the charts of the shipped situations show: known answers, and rules that hold for every view."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html import unescape
from itertools import pairwise
from typing import Any

import pytest

from dashboard.charts.build import charts_of
from dashboard.charts.chart import Chart, Line, Look
from dashboard.charts.plotly_figure import to_plotly
from dashboard.charts.svg import to_svg
from dashboard.locales import languages, words
from dashboard.published import SituationData, Snapshot
from dashboard.select import (
    ALL,
    View,
    default_view,
    groups,
    known_rows,
    main_phases,
    measures,
    phases,
    read_view,
    rows_of,
    sources,
    units,
)
from etl.model import Kind, Measure, Unit
from tests.dashboard.shipped import SITUATIONS, TODAY

ENGLISH = words("en")


def charts(data: SituationData, **choices: Any) -> dict[str, Chart]:
    """The charts of the default view with some of its choices made otherwise, by id."""
    view = replace(default_view(data.situation), **choices)
    return {chart.id: chart for chart in charts_of(data, view, ENGLISH, TODAY)}


def line(chart: Chart, key: str) -> Line:
    return next(line for line in chart.lines if line.key == key)


def every_view(data: SituationData) -> list[View]:
    """The default view of every measure and unit, and each of them with one other choice."""
    views = []
    for measure in measures(data):
        for unit in units(data, measure):
            plain = View(data.situation.id, measure, unit)
            views += [plain, replace(plain, source=ALL, phase=ALL)]
            views += [replace(plain, by=by, source=ALL) for by in ("nationality", "population")]
            views += [replace(plain, source=source) for source in sources(data, measure, unit)]
            views += [replace(plain, phase=phase, source=ALL) for phase in phases(data, measure, unit)]
            views += [replace(plain, group=group, source=ALL) for group in groups(data, measure, unit)]
    return views


@pytest.fixture(scope="session")
def drawn(snapshot: Snapshot) -> list[tuple[SituationData, View, Chart]]:
    """Every chart of every view of both situations."""
    return [
        (data, view, chart)
        for name in SITUATIONS
        for data in [snapshot.situation(name)]
        for view in every_view(data)
        for chart in charts_of(data, view, ENGLISH, TODAY)
    ]


class TestKnownAnswers:
    def test_36_250_had_left_by_30_january_2019(self, exits: SituationData) -> None:
        of_sohr = line(charts(exits)["cumulative"], "SOHR~enclave~~~2018-12-01")
        assert of_sohr.joined
        by_day = {point.day: point for point in of_sohr.points}
        point = by_day[date(2019, 1, 30)]
        assert (point.lower, point.value, point.upper) == (36_250, 36_250, 36_250)
        assert "36,250 people" in point.label
        assert by_day[date(2019, 2, 2)].value == 36_545

    def test_9_300_left_from_23_to_29_january_2019(self, exits: SituationData) -> None:
        chart = charts(exits)["new"]
        bars = next(bars for bars in chart.bars if bars.key == "SOHR~enclave~~~2018-12-01")
        bar = next(bar for bar in bars.bars if bar.end == date(2019, 1, 29))
        assert (bar.start, bar.lower, bar.value, bar.upper) == (date(2019, 1, 23), 9_300, 9_300, 9_300)
        assert "23 Jan – 29 Jan 2019" in bar.label

    def test_the_corrected_total_stands_beside_the_line_that_replaced_it(self, exits: SituationData) -> None:
        chart = charts(exits)["cumulative"]
        beside = line(chart, "SDF~enclave~~~2019-01-09~corrected")
        assert not beside.joined
        assert [(point.day, point.value, point.look) for point in beside.points] == [
            (date(2019, 3, 17), 60_000, Look.HOLLOW)
        ]
        standing = line(chart, "SDF~enclave~~~2019-01-09")
        assert [point.value for point in standing.points] == [67_000]

    def test_the_sdf_have_a_line_of_their_own(self, exits: SituationData) -> None:
        chart = charts(exits)["cumulative"]
        assert {line.key.split("~")[0] for line in chart.lines} == {"SOHR", "SDF"}
        assert "SDF, since 9 January 2019" in {line.name for line in chart.lines}
        assert "Syrian Democratic Forces" in chart.source_line

    def test_the_counts_of_four_starts_are_four_lines(self, exits: SituationData) -> None:
        of_sohr = [line.key for line in charts(exits)["cumulative"].lines if line.key.startswith("SOHR~enclave~~~2")]
        assert {key.rpartition("~")[2] for key in of_sohr} == {"2018-09-10", "2018-12-01", "2018-12-19", "2019-02-16"}

    def test_what_was_known_on_31_january_ends_there(self, exits: SituationData) -> None:
        chart = charts(exits, as_of=date(2019, 1, 31))["cumulative"]
        assert max(point.day for line in chart.lines for point in line.points) == date(2019, 1, 30)
        assert "as known on 31 Jan 2019" in chart.subtitle

    def test_the_words_around_say_what_it_is(self, exits: SituationData) -> None:
        chart = charts(exits)["cumulative"]
        assert chart.title == "Exits (people), running totals"
        assert "as known on 23 Mar 2019" in chart.subtitle
        assert "at least 64,100 people" in chart.description
        assert {event.name for event in chart.events} == {
            "The town of Hajin is taken",
            "US withdrawal announced",
            "End of the enclave announced",
        }

    def test_a_stock_is_one_chart_that_adds_nothing_up(self, camp: SituationData) -> None:
        shown = charts(camp)
        assert "stock" in shown
        assert "cumulative" not in shown
        assert "new" not in shown
        assert camp.situation.default_measure == Measure.POPULATION

    def test_a_choice_of_days_is_the_axis(self, exits: SituationData) -> None:
        chart = charts(exits, start=date(2019, 1, 1), end=date(2019, 1, 31))["cumulative"]
        assert (chart.x_start, chart.x_end) == (date(2019, 1, 1), date(2019, 1, 31))

    def test_nothing_in_a_period_says_so(self, exits: SituationData) -> None:
        shown = charts(exits, start=date(2010, 1, 1), end=date(2010, 1, 31))
        assert shown["cumulative"].is_empty
        assert shown["cumulative"].empty
        assert shown["cumulative"].description


class TestEveryView:
    def test_there_are_many(self, drawn: list[tuple[SituationData, View, Chart]]) -> None:
        assert len(drawn) > 200
        assert sum(chart.is_empty for _, _, chart in drawn) < len(drawn) / 3

    def test_a_joined_line_is_one_source_phase_place_and_group(
        self, drawn: list[tuple[SituationData, View, Chart]]
    ) -> None:
        for data, view, chart in drawn:
            of_key = {row.figure_ids[0]: row for row in known_rows(data, view.as_of)}
            for one in chart.lines:
                days = [point.day for point in one.points]
                assert days == sorted(days)
                if one.joined:
                    rows = [of_key[point.key] for point in one.points]
                    assert (
                        len({(row.source, row.flow_point, row.nationality, row.population, row.phase) for row in rows})
                        == 1
                    )
                    assert all(row.kind is Kind.STOCK or row.phase for row in rows)
                    assert not [point for point in one.points if point.look is Look.HOLLOW]

    def test_bars_of_one_count_stand_side_by_side(self, drawn: list[tuple[SituationData, View, Chart]]) -> None:
        for _, _, chart in drawn:
            for bars in chart.bars:
                if not bars.key.endswith("~period"):  # batches may overlap: reports speak of the same days twice
                    spans = sorted((bar.start, bar.end) for bar in bars.bars if bar.start)
                    assert all(before[1] < after[0] for before, after in pairwise(spans)), bars.key

    def test_every_mark_is_a_figure_and_a_row_of_the_table(
        self, drawn: list[tuple[SituationData, View, Chart]]
    ) -> None:
        for data, view, chart in drawn:
            keys = [point.key for line in chart.lines for point in line.points]
            keys += [bar.key for bars in chart.bars for bar in bars.bars]
            keys += [category.key for category in chart.categories]
            assert set(keys) <= set(data.figures)
            linked = [
                match[1]
                for row in chart.table.rows
                for cell in row
                if (match := re.search(r"[?&]figure=([^#&]+)#figure$", cell.href))
            ]
            assert Counter(linked) == Counter(keys), (view, chart.id)
            assert all(len(row) == len(chart.table.columns) for row in chart.table.rows)

    def test_all_that_a_view_knows_is_drawn_once(self, drawn: list[tuple[SituationData, View, Chart]]) -> None:
        for data, view, chart in drawn:
            if chart.id == "cumulative":
                rows = [
                    row for row in rows_of(data, view) if row.cumulative_lower is not None and row.kind is Kind.FLOW
                ]
                keys = [point.key for line in chart.lines for point in line.points]
                assert sorted(keys) == sorted(row.figure_ids[0] for row in rows)

    def test_both_renderings_hold_the_same_marks(self, drawn: list[tuple[SituationData, View, Chart]]) -> None:
        for _, view, chart in drawn:
            svg = to_svg(chart, width=880, height=360, link=lambda key: f"/?figure={key}")
            pictured = {unescape(key) for key in re.findall(r'data-k="([^"]*)"', svg)}
            figure = to_plotly(chart, height=360)
            interactive = {
                key[0] if isinstance(key, list) else key
                for trace in figure["data"]
                for key in trace.get("customdata") or ()
            }
            assert pictured == interactive - {None, ""}, (view, chart.id)

    def test_axes_hold_all_marks(self, drawn: list[tuple[SituationData, View, Chart]]) -> None:
        for _, _, chart in drawn:
            for one in chart.lines:
                for point in one.points:
                    assert max(point.value or 0, point.lower, point.upper or 0) <= chart.y_end
                    assert chart.x_start is not None
                    assert chart.x_end is not None
                    assert chart.x_start <= point.day <= chart.x_end
            assert [tick.at for tick in chart.y_ticks][:1] == [0]

    def test_words_are_in_a_language_and_not_in_codes(self, drawn: list[tuple[SituationData, View, Chart]]) -> None:
        for _, _, chart in drawn:
            said = " ".join((chart.title, chart.subtitle, chart.source_line, chart.note_line, chart.description))
            assert not re.search(r"\bNone\b|\{\w*\}|[a-z]+_[a-z]+", said), said

    def test_the_main_start_is_that_of_most_totals(self, exits: SituationData) -> None:
        rows = rows_of(exits, View("enclave-exits", Measure.EXITS, Unit.PERSONS))
        assert main_phases(rows)["SOHR"] == "2018-12-01"


def test_a_number_without_an_upper_end_leaves_room_for_its_arrow(camp: SituationData) -> None:
    """«More than 5,870» stood at the top of its axis, where the words of an event hid the arrow."""
    view = read_view(camp, {"measure": "departures"}, languages()).view
    chart = next(one for one in charts_of(camp, view, words("en"), TODAY) if one.id == "cumulative")
    last = chart.lines[0].points[-1]
    assert (last.lower, last.upper) == (5_871, None)
    assert chart.y_end * 0.95 > last.lower
