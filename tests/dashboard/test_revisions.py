"""How the number for an interval changed: entries from made-up and from shipped rows, and the page of an interval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient

from dashboard.implied import Days
from dashboard.locales import words
from dashboard.pages.revisions import Chosen, page, read_interval, revisions_address, situation_address
from dashboard.pages.vintages import slider, stop_of, stops
from dashboard.published import SituationData, Snapshot, Together
from dashboard.revisions import Entry, Event, Way, history, revised_intervals, together
from dashboard.select import View, default_view
from dashboard.static_html import to_html
from dashboard.suppression import KnownFigure
from etl.model import (
    RECONCILED,
    Basis,
    Flag,
    Granularity,
    ImpliedRow,
    Kind,
    Measure,
    ObsStatus,
    Precision,
    Quantifier,
    Reading,
    SeriesRow,
    Status,
    Unit,
)
from tests.dashboard.markup import faults, read

DECEMBER = Days(Measure.EXITS, Unit.PERSONS, "enclave", "", "", date(2018, 12, 1), date(2018, 12, 18))
IMPLIED = [2_100, 3_100, 2_100, 2_050, 1_450, 2_050, 2_050, 2_050, 2_000, 2_000]
PUBLISHED = [
    date(2018, 12, 27),
    date(2019, 1, 5),
    date(2019, 1, 7),
    date(2019, 1, 8),
    date(2019, 1, 12),
    date(2019, 1, 21),
    date(2019, 1, 29),
    date(2019, 2, 2),
    date(2019, 2, 24),
    date(2019, 3, 6),
]

Numbers = tuple[int | None, int | None, int | None]
NONE: Numbers = (None, None, None)


def january(day: int) -> date:
    return date(2019, 1, day)


def row(
    figures: str,
    numbers: Numbers,
    vintage: int,
    *,
    start: int | None = 1,
    end: int = 9,
    phase: int | None = None,
    total: Numbers = NONE,
    **more: Any,
) -> SeriesRow:
    """A row of January 2019, by days of the month; with `phase` a running total since then."""
    plain = SeriesRow(
        situation="made-up",
        source="A",
        measure=Measure.EXITS,
        unit=Unit.PERSONS,
        flow_point="gate",
        nationality="",
        population="",
        kind=Kind.FLOW,
        basis=Basis.CUMULATIVE if phase else Basis.PERIOD,
        phase=january(phase).isoformat() if phase else "",
        granularity=Granularity.REPORTED,
        interval_start=january(start) if start else None,
        interval_end=january(end),
        precision=Precision.DAY,
        new_lower=numbers[0],
        new_point=numbers[1],
        new_upper=numbers[2],
        cumulative_lower=total[0],
        cumulative_point=total[1],
        cumulative_upper=total[2],
        stock_lower=None,
        stock_point=None,
        stock_upper=None,
        quantifier=Quantifier.EXACT,
        flag="",
        obs_status=ObsStatus.NORMAL,
        quantity_table="default",
        figure_ids=tuple(figures.split()),
        vintage=january(vintage),
    )
    return replace(plain, **more)


def exactly(number: int) -> Numbers:
    return number, number, number


def days(start: int = 1, end: int = 9) -> Days:
    return Days(Measure.EXITS, Unit.PERSONS, "gate", "", "", january(start), january(end))


def made_up(exits: SituationData, *rows: SeriesRow, **more: Any) -> SituationData:
    return replace(exits, rows=rows, figures={}, together=Together(), **more)


def told(data: SituationData, of: Days) -> list[tuple[int, str, str, int | None, int | None]]:
    return [(entry.day.day, entry.source, entry.event.value, entry.point, entry.change) for entry in history(data, of)]


class TestEntries:
    def test_a_later_number_of_a_source_revises_its_earlier_one(self, exits: SituationData) -> None:
        data = made_up(
            exits,
            row("b", exactly(120), 12),
            row("a", exactly(100), 10),
            row("c", exactly(120), 14),
            row("d", exactly(90), 13, source="B"),
        )
        assert told(data, days()) == [
            (10, "A", "first", 100, None),
            (12, "A", "revised", 120, 20),
            (13, "B", "first", 90, None),
            (14, "A", "repeated", 120, 0),
        ]

    def test_two_numbers_of_one_day_stand_beside_each_other(self, exits: SituationData) -> None:
        data = made_up(exits, row("a", exactly(100), 10), row("b", exactly(70), 10))
        assert told(data, days()) == [(10, "A", "first", 100, None), (10, "A", "beside", 70, -30)]

    def test_the_same_number_with_other_bounds_is_revised(self, exits: SituationData) -> None:
        data = made_up(exits, row("a", (95, 100, 105), 10), row("b", exactly(100), 11))
        assert [entry.event for entry in history(data, days())] == [Event.FIRST, Event.REVISED]

    def test_a_running_total_speaks_of_all_days_since_its_start(self, exits: SituationData) -> None:
        data = made_up(
            exits,
            row("a", exactly(100), 10, phase=1, total=exactly(100), flag=Flag.FIRST),
            row("b a", exactly(40), 12, start=10, end=11, phase=1, total=exactly(140)),
        )
        (first,) = history(data, days())
        assert (first.way, first.point, first.figure_ids) == (Way.TOTAL, 100, ("a",))
        (whole,) = history(data, days(1, 11))
        assert (whole.way, whole.point, whole.figure_ids) == (Way.TOTAL, 140, ("b",))
        (between,) = history(data, days(10, 11))
        assert (between.way, between.point, between.figure_ids) == (Way.DIFFERENCE, 40, ("b", "a"))
        assert between.quantifier is None

    def test_a_corrected_total_is_withdrawn_when_its_correction_comes(self, exits: SituationData) -> None:
        total: dict[str, Any] = {"phase": 1, "total": exactly(100)}
        data = made_up(
            exits,
            row("a", exactly(100), 10, vintage_end=january(13), **total),
            row("a", NONE, 13, flag=Flag.SUPERSEDED, **total),
            row("b", exactly(80), 13, phase=1, total=exactly(80), flag=Flag.CORRECTION),
        )
        assert told(data, days()) == [
            (10, "A", "first", 100, None),
            (13, "A", "withdrawn", 100, None),
            (13, "A", "revised", 80, -20),
        ]

    def test_with_a_total_the_differences_made_of_it_are_withdrawn(self, exits: SituationData) -> None:
        data = made_up(
            exits,
            row("b a", exactly(40), 10, start=5, phase=1, total=exactly(100), vintage_end=january(13)),
            row("b", NONE, 13, phase=1, total=exactly(100), flag=Flag.SUPERSEDED),
        )
        assert told(data, days(5)) == [(10, "A", "first", 40, None), (13, "A", "withdrawn", 40, None)]

    def test_an_interval_that_a_later_report_divides_keeps_its_number(self, exits: SituationData) -> None:
        data = made_up(
            exits,
            row("b a", exactly(40), 10, start=5, phase=1, total=exactly(100), vintage_end=january(13)),
            row("c a", exactly(15), 13, start=5, end=7, phase=1, total=exactly(75)),
            row("b c", exactly(25), 13, start=8, phase=1, total=exactly(100)),
        )
        assert told(data, days(5)) == [(10, "A", "first", 40, None)]
        assert told(data, days(8)) == [(13, "A", "first", 25, None)]
        assert told(data, days(1)) == [(10, "A", "first", 100, None)]

    def test_a_batch_that_stands_no_more_is_withdrawn(self, exits: SituationData) -> None:
        data = made_up(exits, row("a", exactly(100), 10, vintage_end=january(12)))
        assert told(data, days()) == [(10, "A", "first", 100, None), (12, "A", "withdrawn", 100, None)]

    def test_masked_numbers_are_neither_compared_nor_subtracted(self, exits: SituationData) -> None:
        masked = row("b", NONE, 11, obs_status=ObsStatus.SUPPRESSED)
        data = made_up(exits, row("a", exactly(40), 10), masked, row("c", exactly(30), 12))
        assert told(data, days()) == [
            (10, "A", "first", 40, None),
            (11, "A", "beside", None, None),
            (12, "A", "beside", 30, None),
        ]

    def test_stocks_and_batches_without_a_first_day_have_no_interval(self, exits: SituationData) -> None:
        stock = row("a", NONE, 10, kind=Kind.STOCK, stock_lower=5, stock_point=5, stock_upper=5)
        data = made_up(exits, stock, row("b", exactly(5), 10, start=None))
        assert revised_intervals(data, 1) == []

    def test_a_figure_that_is_not_accepted_is_told_as_withdrawn(self, exits: SituationData) -> None:
        known = next(
            one
            for one in exits.figures.values()
            if one.figure.kind is Kind.FLOW and one.figure.ref_start and one.figure.value and not one.left_out
        )
        taken_back = KnownFigure(
            replace(known.figure, status=Status.WITHDRAWN),
            replace(known.report, published=january(20)),
            known.bounds,
            known.flow_point,
            left_out="not_accepted",
        )
        data = replace(made_up(exits), figures={known.figure.figure_id: taken_back})
        (one,) = revised_intervals(data, 1)
        (entry,) = one.entries
        assert (entry.event, entry.day, entry.figure_ids) == (
            Event.WITHDRAWN,
            january(20),
            (known.figure.figure_id,),
        )


class TestTogether:
    def test_an_entry_for_each_change_of_the_bounds(self, exits: SituationData) -> None:
        rows = [
            row("a", (0, None, 50), 10, source=RECONCILED),
            row("a", (0, None, 50), 11, source=RECONCILED, granularity=Granularity.DAY),
            row("a b", (10, None, 40), 12, source=RECONCILED),
            row("a b", (10, None, 40), 12, source=RECONCILED, granularity=Granularity.WEEK),
            row("a b", (10, None, 40), 14, source=RECONCILED),
            row("c", (1, None, 4), 12, source=RECONCILED, nationality="IRQ"),
        ]
        data = replace(exits, rows=(), together=Together(series=lambda *_: rows))
        found = together(data, days())
        assert [(one.day.day, one.numbers) for one in found] == [(10, (0, None, 50)), (12, (10, None, 40))]

    def test_the_total_stands_where_the_days_themselves_have_no_row(self, exits: SituationData) -> None:
        total: dict[str, Any] = {"start": 9, "phase": 1, "total": (90, 95, 100), "granularity": Granularity.DAY}
        rows = [row("a", (0, None, 7), 10, source=RECONCILED, **total)]
        data = replace(exits, rows=(), together=Together(series=lambda *_: rows))
        (entry,) = together(data, days())
        assert (entry.numbers, entry.figure_ids) == ((90, 95, 100), ())

    def test_a_masked_row_is_not_replaced_by_another_of_its_day(self, exits: SituationData) -> None:
        rows = [
            row("a", (150, 150, 157), 10, source=RECONCILED, granularity=Granularity.DAY),
            row("a", NONE, 10, source=RECONCILED, obs_status=ObsStatus.SUPPRESSED),
        ]
        data = replace(exits, rows=(), together=Together(series=lambda *_: rows))
        assert [one.numbers for one in together(data, days())] == [NONE]


class TestImplied:
    def test_a_number_that_is_implied_no_more_is_withdrawn(self, exits: SituationData) -> None:
        one = ImpliedRow(
            "made-up", "A", "r", None, Measure.EXITS, Unit.PERSONS, "gate", "", "", january(1), january(9),
            30, 40, 50, ("b", "a"), january(10), january(12),
        )  # fmt: skip
        data = replace(made_up(exits), together=Together(implied=lambda: [one]))
        assert told(data, days()) == [(10, "A", "implied", 40, None), (12, "A", "withdrawn", 40, None)]


class TestDecember:
    """1 to 18 December 2018: no report gives a number, and ten imply one."""

    def test_is_the_interval_with_most_revisions(self, exits: SituationData) -> None:
        first = revised_intervals(exits)[0]
        assert (first.days, first.revisions) == (DECEMBER, 9)
        assert read_interval(exits, {}) == Chosen(DECEMBER)

    def test_ten_reports_of_the_observatory_imply_a_number(self, exits: SituationData) -> None:
        said = [entry for entry in history(exits, DECEMBER) if entry.event is not Event.TOGETHER]
        assert [entry.point for entry in said] == IMPLIED
        assert [entry.day for entry in said] == PUBLISHED
        assert {(entry.source, entry.event) for entry in said} == {("SOHR", Event.IMPLIED)}
        assert [entry.change for entry in said] == [None, 1_000, -1_000, -50, -600, 600, 0, 0, -50, 0]

    def test_the_bounds_of_all_reports_narrow(self, exits: SituationData) -> None:
        joined = [entry for entry in together(exits, DECEMBER) if entry.reading is Reading.TABLE]
        assert (joined[0].day, joined[0].numbers) == (date(2018, 12, 27), (1_600, None, 2_600))
        assert (joined[-1].day, joined[-1].numbers) == (date(2019, 3, 6), (1_600, 1_999, 1_999))
        widths = [(entry.upper or 0) - (entry.lower or 0) for entry in joined]
        assert widths[0] == max(widths)
        assert widths[-1] == min(widths)

    def test_the_page_tells_all_of_it(self, exits: SituationData) -> None:
        tree = read(to_html(page(words("en"), exits, Chosen(DECEMBER)).content))
        rows = [[cell.text for cell in one.all("td")] for one in tree.by_id("interval").all("tr")[1:]]
        of_source = [cells for cells in rows if cells[1] == "Syrian Observatory for Human Rights"]
        assert [cells[3][:5] for cells in of_source] == [f"{number:,}" for number in IMPLIED]
        assert [cells[4] for cells in of_source][:5] == ["", "+1,000", "−1,000", "−50", "−600"]
        assert of_source[0][5].startswith("11,100 people less about 9,000 people")
        assert tree.by_id("narrowed").text == (
            "All reports together allowed 1,600 to 2,600 as known on 27 December 2018, "
            "and 1,999 (1,600 to 1,999) since 6 March 2019."
        )

    def test_the_picture_has_a_mark_for_each_report(self, exits: SituationData) -> None:
        tree = read(to_html(page(words("en"), exits, Chosen(DECEMBER)).content))
        (wide,) = (one for one in tree.all("div") if one.attributes.get("class") == "only-wide")
        keys = {one.attributes["data-k"] for one in wide.all() if one.attributes.get("data-k")}
        said = {entry.figure_ids[0] for entry in history(exits, DECEMBER) if entry.event is Event.IMPLIED}
        assert len(said) == len(IMPLIED)
        assert said <= keys


class TestShipped:
    @pytest.mark.parametrize("name", ["enclave-exits", "al-hol-camp"])
    def test_every_entry_can_be_followed_to_its_figures(self, snapshot: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        intervals = revised_intervals(data)
        assert intervals
        for one in intervals:
            entries = history(data, one.days)
            assert [entry.day for entry in entries] == sorted(entry.day for entry in entries)
            assert all(entry.figure_ids[0] in data.figures for entry in one.entries)
            html = to_html(page(words("en"), data, Chosen(one.days)).content)
            assert not [fault for fault in faults(f"<div>{html}</div>") if "no such id" not in fault]

    def test_a_total_corrected_in_its_own_report_comes_before_its_correction(self, exits: SituationData) -> None:
        of_march = Days(Measure.EXITS, Unit.PERSONS, "enclave", "", "", date(2019, 1, 9), date(2019, 3, 17))
        said = [entry for entry in history(exits, of_march) if entry.source == "SDF"]
        assert [(entry.event, entry.point) for entry in said] == [
            (Event.WITHDRAWN, 60_000),
            (Event.REVISED, 67_000),
        ]

    def test_what_is_masked_stays_masked(self, snapshot: Snapshot, everything: Snapshot) -> None:
        """Wherever the public instance shows a number, it is one that the published rows show."""
        for name in ("enclave-exits", "al-hol-camp"):
            data = snapshot.situation(name)
            shown = {
                numbers
                for row_ in data.rows
                for numbers in (
                    (row_.new_lower, row_.new_point, row_.new_upper),
                    (row_.cumulative_lower, row_.cumulative_point, row_.cumulative_upper),
                )
            } | {(row_.lower, row_.point, row_.upper) for row_ in data.implied}
            shown |= {
                (one.bounds.lower, one.bounds.point, one.bounds.upper) for one in data.figures.values() if one.bounds
            }
            entries: list[Entry] = [entry for one in revised_intervals(data, 1) for entry in one.entries]
            assert {entry.numbers for entry in entries} <= shown
            whole = [entry for one in revised_intervals(everything.situation(name), 1) for entry in one.entries]
            assert len(entries) >= len(whole) * 0.9


class TestAddress:
    def test_names_the_interval_it_was_made_from(self, snapshot: Snapshot) -> None:
        for name in ("enclave-exits", "al-hol-camp"):
            data = snapshot.situation(name)
            for one in revised_intervals(data, 1):
                query = revisions_address(data, one.days).partition("?")[2]
                assert read_interval(data, dict(parse_qsl(query))) == Chosen(one.days)

    def test_what_is_left_open_is_filled_with_the_most_revised(self, exits: SituationData) -> None:
        chosen = read_interval(exits, {"measure": "surrenders"})
        assert chosen.days is not None
        assert chosen.days == next(
            one.days for one in revised_intervals(exits) if one.days.measure is Measure.SURRENDERS
        )

    def test_what_cannot_be_had_is_named(self, exits: SituationData) -> None:
        asked = {"measure": "weddings", "group": "martians", "start": "yesterday", "flow_point": "moon"}
        chosen = read_interval(exits, asked)
        assert dict(chosen.refused) == asked
        assert chosen.days == DECEMBER
        turned = read_interval(exits, {"start": "2019-02-01", "end": "2019-01-01"})
        assert [name for name, _ in turned.refused] == ["start", "end"]

    def test_an_interval_that_nobody_spoke_of_says_so(self, client: FlaskClient) -> None:
        path = "/s/enclave-exits/revisions?start=1999-01-01&end=1999-01-02"
        response = client.get(path, headers={"Accept-Encoding": "identity"})
        assert response.status_code == 200
        assert "Nothing is published about just these days" in response.text

    def test_of_a_view_keeps_what_it_counts(self, exits: SituationData) -> None:
        plain = default_view(exits.situation)
        assert situation_address(exits, plain) == "/s/enclave-exits/revisions"
        view = View("enclave-exits", Measure.DEATHS)
        assert situation_address(exits, view) == "/s/enclave-exits/revisions?measure=deaths"


class TestSlider:
    def test_has_a_stop_for_each_day_of_publication_and_ends_with_now(self, exits: SituationData) -> None:
        places = stops(exits)
        assert places == (*exits.summary.vintages[:-1], None)
        assert stop_of(places, None) == len(places) - 1
        assert stop_of(places, date(1999, 1, 1)) == 0
        assert stop_of(places, exits.summary.vintages[3]) == 3

    @pytest.mark.parametrize("vintages", [(), (date(2019, 1, 1),)])
    def test_is_left_out_where_there_is_nothing_to_slide_over(
        self, exits: SituationData, vintages: tuple[date, ...]
    ) -> None:
        data = replace(exits, summary=replace(exits.summary, vintages=vintages))
        assert stops(data) == ()
        assert slider(words("en"), data, default_view(exits.situation)) is None

    def test_after_the_last_report_it_stands_at_now(self, exits: SituationData) -> None:
        view = replace(default_view(exits.situation), as_of=date(2019, 6, 1))
        tree = read(to_html(slider(words("en"), exits, view)))
        (field,) = tree.all("input")
        assert field.attributes["value"] == field.attributes["max"]
        assert tree.by_id("vintages").attributes["data-text"] == "1 June 2019"
