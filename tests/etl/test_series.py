"""Series on the reported basis: running totals, the intervals between them, batches and stocks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from etl.model import (
    Basis,
    Flag,
    Kind,
    Ledger,
    LeftOut,
    Measure,
    Modality,
    ObsStatus,
    Precision,
    Quantifier,
    Role,
    Status,
    Unit,
)
from etl.universe import read_figures
from tests.etl.ledgers import DEC_1, DEC_19, cumulative, figure, ledger, ledgers, new, now, report, rows_of, total

JAN_12, JAN_20, JAN_22, JAN_29 = (date(2019, 1, day) for day in (12, 20, 22, 29))


def test_a_difference_belongs_to_the_whole_interval_between_two_totals() -> None:
    rows = now(ledger([total("a", JAN_22, 26_950, "r1"), total("b", JAN_29, 36_250, "r2")]))
    assert (rows["b"].interval_start, rows["b"].interval_end) == (date(2019, 1, 23), JAN_29)
    assert new(rows["b"]) == (9_300, 9_300, 9_300)
    assert cumulative(rows["b"]) == (36_250, 36_250, 36_250)
    assert rows["b"].figure_ids == ("b", "a")
    assert rows["b"].flag == ""


def test_the_first_total_speaks_of_everything_since_its_start() -> None:
    row = now(ledger([total("a", JAN_22, 26_950)]))["a"]
    assert (row.interval_start, row.interval_end, row.phase) == (DEC_1, JAN_22, "2018-12-01")
    assert new(row) == cumulative(row) == (26_950, 26_950, 26_950)
    assert row.flag == Flag.FIRST


def test_bounds_travel_with_the_difference() -> None:
    about = total("a", JAN_12, 13_950, "r1", DEC_19, quantifier=Quantifier.ABOUT)
    more = total("b", JAN_29, 34_200, "r2", DEC_19, quantifier=Quantifier.MORE_THAN)
    last = total("c", date(2019, 2, 2), 34_495, "r3", DEC_19, quantifier=Quantifier.EXACT)
    rows = now(ledger([about, more, last]))
    assert cumulative(rows["a"]) == (13_253, 13_950, 14_647)
    assert new(rows["b"]) == (34_201 - 14_647, 20_250, None)
    # The total before has no upper end, so all that is certain is that none came; it was 34,201 or more, so at most
    # 294 did, and the difference of the printed numbers, 295, is held to that.
    assert new(rows["c"]) == (0, 294, 294)
    assert rows["a"].obs_status is ObsStatus.BREAK, "its start is a declared restart"


def test_what_came_before_another_start_is_at_least_the_least_difference() -> None:
    """15,400 since 1 December and at most 14,647 of them since 19 December: 753 or more on 1–18 December."""
    since_1 = total("a", JAN_12, 15_400)
    since_19 = total("b", JAN_12, 13_950, ref_start=DEC_19, quantifier=Quantifier.ABOUT)
    rows = now(ledger([since_1, since_19]))
    upper = rows["b"].cumulative_upper
    assert rows["a"].cumulative_lower is not None
    assert upper is not None
    assert rows["a"].cumulative_lower - upper == 753


def test_a_restart_opens_a_phase_and_is_never_joined() -> None:
    rows = now(ledger([total("a", JAN_12, 15_400), total("b", JAN_29, 900, "r2", DEC_19)]))
    assert (rows["b"].interval_start, rows["b"].phase, rows["b"].flag) == (DEC_19, "2018-12-19", Flag.FIRST)
    assert new(rows["b"]) == (900, 900, 900)
    assert rows["b"].obs_status is ObsStatus.BREAK
    assert rows["a"].obs_status is ObsStatus.NORMAL


@pytest.mark.parametrize(
    "other", [{"source": "SDF"}, {"unit": Unit.FAMILIES}, {"nationality": "IRQ"}, {"measure": Measure.ARRESTS}]
)
def test_lines_are_never_joined_across_sources_units_groups_or_measures(other: dict[str, Any]) -> None:
    rows = now(ledger([total("a", JAN_22, 100, "r1"), total("b", JAN_29, 300, "r2", **other)]))
    assert new(rows["b"]) == (300, 300, 300)


def test_totals_that_do_not_fall_carry_no_flag() -> None:
    totals = [total(f"t{day}", date(2019, 1, day), 100 * (day // 2), f"r{day}") for day in range(2, 30)]
    rows = now(ledger(totals))
    assert [row.flag for row in rows.values()] == [Flag.FIRST] + [""] * 27
    assert sum(row.new_point or 0 for row in rows.values()) == totals[-1].value


def test_a_total_that_falls_corrects_the_one_before() -> None:
    one = ledger([total("a", JAN_12, 500, "r1"), total("b", JAN_20, 900, "r2"), total("c", JAN_29, 700, "r3")])
    rows = now(one)
    assert (rows["b"].flag, new(rows["b"]), cumulative(rows["b"])) == (
        Flag.SUPERSEDED,
        (None, None, None),
        (900, 900, 900),
    )
    assert (rows["c"].flag, rows["c"].obs_status) == (Flag.CORRECTION, ObsStatus.BREAK)
    assert new(rows["c"]) == (200, 200, 200)
    assert rows["c"].interval_start == date(2019, 1, 13)
    before = [row for row in rows_of(one) if row.figure_ids[0] == "b" and row.vintage_end is not None]
    assert [(row.flag, new(row), row.vintage_end) for row in before] == [("", (400, 400, 400), rows["c"].vintage)]


def test_a_fall_is_measured_against_every_standing_total_not_the_last_only() -> None:
    between = total("b", JAN_20, 104, "r2", quantifier=Quantifier.ABOUT)
    rows = now(ledger([total("a", JAN_12, 105, "r1"), between, total("c", JAN_29, 104, "r3")]))
    assert (rows["a"].flag, rows["c"].flag) == (Flag.SUPERSEDED, Flag.CORRECTION)
    # «about 104» agrees with both and goes on standing, now as the first.
    assert (rows["b"].flag, rows["b"].interval_start) == (Flag.FIRST, DEC_1)
    assert rows["c"].figure_ids == ("c", "b")


def test_an_older_lower_total_that_comes_out_first_is_the_one_corrected() -> None:
    reports = [report("r1", date(2019, 1, 21)), report("r2", date(2019, 1, 30))]
    rows = now(ledger([total("late", JAN_20, 900, "r2"), total("early", JAN_22, 700, "r1")], reports))
    assert rows["early"].flag == Flag.SUPERSEDED
    assert rows["late"].flag == Flag.FIRST


def test_a_dip_within_bounds_is_flagged_and_has_no_point() -> None:
    """OCHA: 1,450 and later about 1,430."""
    about = total("b", JAN_29, 1_430, "r2", quantifier=Quantifier.ABOUT)
    rows = now(ledger([total("a", JAN_22, 1_450, "r1"), about]))
    assert (rows["b"].flag, rows["a"].flag) == (Flag.DIP, Flag.FIRST)
    assert new(rows["b"]) == (0, None, 1_501 - 1_450)


def test_a_word_is_a_lower_bound_and_never_differenced() -> None:
    word = total("b", JAN_22, None, "r2", quantifier=Quantifier.VAGUE, as_reported="thousands")
    rows = now(ledger([total("a", JAN_12, 15_400, "r1"), word, total("c", JAN_29, 36_250, "r3")]))
    assert (rows["b"].flag, cumulative(rows["b"]), new(rows["b"])) == (
        Flag.WORD_ONLY,
        (2_000, None, None),
        (None, None, None),
    )
    assert rows["c"].figure_ids == ("c", "a")


def test_a_later_word_on_the_same_day_does_not_put_out_a_number() -> None:
    reports = [report("r1", date(2019, 1, 30)), report("r2", date(2019, 2, 1))]
    word: dict[str, Any] = {"quantifier": Quantifier.VAGUE, "as_reported": "hundreds"}
    rows = now(ledger([total("number", JAN_29, 700, "r1"), total("word", JAN_29, None, "r2", **word)], reports))
    assert (rows["number"].flag, rows["word"].flag) == (Flag.FIRST, Flag.WORD_ONLY)
    batch = {"ref_start": JAN_29, "ref_end": JAN_29}
    rows = now(ledger([figure("number", "r1", value=700, **batch), figure("word", "r2", **batch, **word)], reports))
    assert [row.flag for row in rows.values()] == ["", ""]


def test_a_total_without_a_start_is_shown_and_never_differenced() -> None:
    rows = now(ledger([total("a", JAN_22, 100, "r1", None), total("b", JAN_29, 300, "r2", None)]))
    for row, value in ((rows["a"], 100), (rows["b"], 300)):
        assert (row.flag, row.interval_start, row.phase) == (Flag.NO_START, None, "")
        assert (new(row), cumulative(row)) == ((None, None, None), (value, value, value))


def test_of_totals_of_one_day_the_last_published_stands() -> None:
    reports = [report("r1", date(2019, 1, 30)), report("r2", date(2019, 1, 31))]
    one = ledger([total("a", JAN_29, 36_000, "r1"), total("b", JAN_29, 36_250, "r2")], reports)
    rows = now(one)
    assert (rows["a"].flag, rows["b"].flag) == (Flag.SUPERSEDED, Flag.FIRST)
    first = next(row for row in rows_of(one) if row.figure_ids == ("a",) and row.vintage == date(2019, 1, 30))
    assert (first.flag, first.vintage_end) == (Flag.FIRST, date(2019, 1, 31))


def test_a_reprint_adds_nothing_and_a_value_that_comes_back_does() -> None:
    reports = [report(f"r{day}", date(2019, 2, day)) for day in (1, 2, 3, 4)]
    said = [total("a", JAN_29, 100, "r1"), total("again", JAN_29, 100, "r2"), total("b", JAN_29, 105, "r3")]
    one = ledger([*said, total("back", JAN_29, 100, "r4")], reports)
    left_out = {read.figure.figure_id: read.left_out for read in read_figures(one)}
    assert left_out == {"a": None, "again": LeftOut.TRIANGULATION, "b": None, "back": None}
    assert {name: row.flag for name, row in now(one).items()} == {
        "a": Flag.SUPERSEDED,
        "b": Flag.SUPERSEDED,
        "back": Flag.FIRST,
    }


def test_batches_keep_their_own_interval() -> None:
    week = figure("week", value=900, ref_start=JAN_22, ref_end=JAN_29)
    day = figure("day", value=75, ref_start=JAN_29, ref_end=JAN_29)
    another = figure("another", value=75, ref_start=JAN_29, ref_end=JAN_29)
    no_first = figure("no_first", value=40, ref_end=JAN_29)
    rows = now(ledger([week, day, another, no_first]))
    assert (rows["week"].interval_start, new(rows["week"]), rows["week"].flag) == (JAN_22, (900, 900, 900), "")
    assert (rows["day"].flag, rows["another"].flag) == ("", "")
    assert (rows["no_first"].flag, rows["no_first"].interval_start) == (Flag.NO_FIRST_DAY, None)
    assert all(cumulative(row) == (None, None, None) for row in rows.values())


def test_a_later_word_on_the_same_interval_replaces_a_batch() -> None:
    reports = [report("r1", JAN_29), report("r2", date(2019, 2, 2))]
    interval = {"ref_start": JAN_22, "ref_end": JAN_29}
    rows = now(ledger([figure("a", "r1", value=75, **interval), figure("b", "r2", value=80, **interval)], reports))
    assert (rows["a"].flag, rows["b"].flag) == (Flag.SUPERSEDED, "")


def test_stocks_stand_apart_from_flows_and_are_never_differenced() -> None:
    stock = {"measure": Measure.POPULATION, "kind": Kind.STOCK}
    counts = [
        figure("a", "r1", value=60_000, ref_end=JAN_22, **stock),
        figure("b", "r2", value=58_000, ref_start=JAN_29, ref_end=JAN_29, **stock),
        figure("c", "r3", value=59_000, ref_end=JAN_29, **stock),
    ]
    reports = [report("r2", date(2019, 1, 30)), report("r3", date(2019, 1, 31))]
    rows = now(ledger(counts, reports))
    assert (rows["a"].stock_point, rows["a"].interval_start) == (60_000, JAN_22)
    assert (rows["b"].flag, rows["c"].flag) == (Flag.SUPERSEDED, "")
    for row in rows.values():
        assert (new(row), cumulative(row)) == ((None, None, None), (None, None, None))


def test_about_is_an_estimate() -> None:
    row = now(ledger([total("a", JAN_22, 3_370, quantifier=Quantifier.ABOUT)]))["a"]
    assert (row.obs_status, new(row)) == (ObsStatus.ESTIMATED, (3_202, 3_370, 3_538))


def test_a_date_that_is_not_known_to_the_day_is_an_estimate() -> None:
    row = now(ledger([total("a", JAN_22, 100, ref_precision=Precision.MONTH)]))["a"]
    assert (row.precision, row.obs_status) == (Precision.MONTH, ObsStatus.ESTIMATED)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"ref_end": None}, LeftOut.NO_REFERENCE_DATE),
        ({"report_id": "undated"}, LeftOut.NO_PUBLICATION_DATE),
        ({"modality": Modality.PLANNED}, LeftOut.NOT_REPORTED),
        ({"measure": Measure.RETURNS}, LeftOut.ANOTHER_UNIVERSE),
        ({"place_from": "camp"}, LeftOut.ANOTHER_UNIVERSE),
        ({"place_from": "al-Hol camp"}, LeftOut.ANOTHER_UNIVERSE),
        ({"role": Role.TRIANGULATION}, LeftOut.TRIANGULATION),
        ({"status": Status.WITHDRAWN}, LeftOut.NOT_ACCEPTED),
        ({"ref_start": JAN_29}, LeftOut.ENDS_BEFORE_START),
    ],
)
def test_what_stands_in_no_series_says_why(more: dict[str, Any], reason: LeftOut) -> None:
    one = ledger([total("a", JAN_22, 100, **more)], [report("r1", JAN_29), report("undated", None)])
    assert [read.left_out for read in read_figures(one)] == [reason]
    assert rows_of(one) == []


def test_a_place_is_known_by_any_of_its_names() -> None:
    places = ("enclave", "the enclave", "")
    one = ledger([total(f"t{place}", JAN_22, 100, f"r{place}", place_from=place) for place in places])
    assert {read.flow_point for read in read_figures(one)} == {"enclave"}


@given(ledgers())
def test_bounds_are_never_inverted_beyond_more_than(one: Ledger) -> None:
    for row in rows_of(one):
        for lower, point, upper in (
            new(row),
            cumulative(row),
            (row.stock_lower, row.stock_point, row.stock_upper),
        ):
            assert lower is None or lower >= 0
            if lower is not None and upper is not None:
                assert lower <= upper
            # «more than N» means N + 1 at least and is drawn at N, so a point may stand one outside.
            if point is not None:
                assert lower is None or lower - 1 <= point
                assert upper is None or point <= upper


@given(ledgers())
def test_intervals_of_standing_totals_follow_each_other(one: Ledger) -> None:
    series: dict[tuple[str, ...], list[tuple[date, date]]] = {}
    for row in now(one).values():
        if row.basis is Basis.CUMULATIVE and row.phase and row.flag not in (Flag.SUPERSEDED, Flag.WORD_ONLY):
            assert row.interval_start is not None
            key = (row.source, row.measure, row.nationality, row.phase)
            series.setdefault(key, []).append((row.interval_start, row.interval_end))
    for (_, _, _, phase), intervals in series.items():
        intervals.sort(key=lambda interval: interval[1])
        starts, ends = zip(*intervals, strict=True)
        assert starts[0].isoformat() == phase
        assert [start.toordinal() for start in starts[1:]] == [end.toordinal() + 1 for end in ends[:-1]]


@given(ledgers())
def test_no_figure_is_lost(one: Ledger) -> None:
    used = {figure_id for row in rows_of(one) for figure_id in row.figure_ids}
    left_out = {read.figure.figure_id for read in read_figures(one) if read.left_out is not None}
    assert used | left_out == {one.figure_id for one in one.figures}
    assert not used & left_out
