"""Days that are only approximate: bounds hold on any of the days that may be meant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Figure, Precision, Quantifier
from etl.reconcile import ReconciledUniverse
from etl.reconcile.contradictions import judge
from etl.reconcile.universes import reconcile_universe
from tests.etl.ledgers import total
from tests.etl.reconcile.cases import day, days, flow, statements_of

APPROX = {"ref_precision": Precision.APPROX}


def reconciled(*figures: Figure) -> ReconciledUniverse:
    return reconcile_universe(*statements_of(figures))


def ends(universe: ReconciledUniverse, first: int, last: int) -> tuple[int, int | None]:
    bounds = universe.bounds(days(first, last))
    return bounds.lower.value, bounds.upper.value if bounds.upper else None


def since_the_first(figure_id: str, last: int, value: int, report_id: str = "r1", **more: Any) -> Figure:
    return total(figure_id, day(last), value, report_id, day(1), **more)


def test_a_total_of_about_a_day_bounds_the_days_beside_it() -> None:
    universe = reconciled(since_the_first("a", 10, 1_000, **APPROX), since_the_first("b", 20, 3_000, "r2"))
    assert ends(universe, 1, 9) == (0, 1_000)
    assert ends(universe, 1, 10) == (0, 3_000)
    assert ends(universe, 1, 11) == (1_000, 3_000)
    assert ends(universe, 12, 20) == (0, 2_000)


def test_a_batch_of_about_some_days_may_lie_a_day_earlier_or_later() -> None:
    universe = reconciled(flow("a", 5, 6, 100, **APPROX), flow("whole", 1, 10, 150))
    assert ends(universe, 4, 7) == (100, 150)
    assert ends(universe, 5, 6) == (0, 150)
    assert reconciled(flow("a", 5, 7, 100, **APPROX), flow("whole", 1, 10, 150)).bounds(days(6, 6)).upper is not None


def test_a_week_may_be_any_day_of_it() -> None:
    universe = reconciled(since_the_first("a", 10, 1_000, ref_precision=Precision.WEEK))
    assert ends(universe, 1, 4) == (0, 1_000)
    assert ends(universe, 1, 16) == (1_000, None)


def test_a_day_off_makes_no_contradiction_of_two_totals() -> None:
    assert reconciled(since_the_first("a", 10, 1_000), since_the_first("b", 10, 1_100, "r2")).contradictions
    assert not reconciled(
        since_the_first("a", 10, 1_000), since_the_first("b", 10, 1_100, "r2", **APPROX)
    ).contradictions


def test_two_totals_of_one_report_end_on_the_same_day_whichever_it_is() -> None:
    later = total("b", day(20), 700, "r1", day(10), **APPROX)
    universe = reconciled(since_the_first("a", 20, 1_000, **APPROX), later)
    assert ends(universe, 1, 9) == (300, 300)
    apart = reconciled(since_the_first("a", 20, 1_000, "r2", **APPROX), later)
    assert ends(apart, 1, 9)[0] == 0


def test_as_printed_slips_of_a_report_of_about_a_day_are_still_found() -> None:
    universe = reconciled(
        since_the_first("a", 20, 1_000, **APPROX),
        total("b", day(20), 700, "r1", day(10), **APPROX),
        since_the_first("c", 30, 2_000, "r2"),
        total("d", day(30), 1_800, "r2", day(10)),
    )
    (one,) = universe.contradictions
    assert (one.figure_ids, one.gap) == (("a", "b", "c", "d"), 100)
    assert one.arithmetic is not None
    assert (one.arithmetic.start, one.arithmetic.end) == (day(1), day(9))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3), st.integers(0, 30), st.booleans()), min_size=1, max_size=4)
)
def test_knowing_the_days_never_widens_what_is_allowed(said: list[tuple[int, int, int, bool]]) -> None:
    figures = [
        flow(f"f{place}", first, first + more, value, **(APPROX if approx else {}))
        for place, (first, more, value, approx) in enumerate(said)
    ]
    _, vague, chosen = statements_of(figures)
    _, exact, _ = statements_of([replace(one, ref_precision=Precision.DAY) for one in figures])
    if judge(exact, chosen).set_aside:
        return
    universe, _, _ = statements_of(figures)
    loose, tight = (reconcile_universe(universe, ones, chosen) for ones in (vague, exact))
    assert not loose.contradictions
    for interval in (days(1, 3), days(2, 5), days(4, 4)):
        wide, narrow = loose.bounds(interval), tight.bounds(interval)
        assert wide.lower.value <= narrow.lower.value
        assert wide.upper is None or (narrow.upper is not None and wide.upper.value >= narrow.upper.value)


def test_a_least_number_of_about_a_day_has_no_other_end() -> None:
    universe = reconciled(since_the_first("a", 10, 1_000, quantifier=Quantifier.AT_LEAST, **APPROX))
    assert ends(universe, 1, 11) == (1_000, None)
