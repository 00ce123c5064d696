"""Point estimates: nearest to the stated numbers, then flattest, and shown only where the bounds are narrow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import highspy
import numpy as np
import pytest
from hypothesis import assume, given, settings

from etl.model import Figure, Quantifier, Unit
from etl.reconcile.contradictions import judge
from etl.reconcile.estimates import estimate
from etl.reconcile.groups import EVERYBODY, group_of
from etl.reconcile.programme import People, Programme
from etl.reconcile.universes import ReconciledUniverse, reconcile_universe
from tests.etl.reconcile.cases import Shape, between, cases, days, flow, statements_of


def reconciled(figures: Iterable[Figure]) -> ReconciledUniverse:
    return reconcile_universe(*statements_of(figures))


ALL = People(Unit.PERSONS, EVERYBODY)


def estimated(figures: Iterable[Figure], people: People = ALL, bounds_only: str = "") -> list[float]:
    """The estimated running totals of a people at the end of the days that figures begin after or end on.

    Of the figures in `bounds_only` the middle is not taken as the number that they state most plainly.
    """
    _, statements, chosen = statements_of(figures)
    programme = Programme(
        [replace(one, point=None) if one.figure_id in bounds_only else one for one in statements], chosen
    )
    found = estimate(programme)
    assert found is not None
    return [round(float(total), 3) for total in found.totals[programme.peoples.index(people)]]


def test_a_total_is_spread_evenly_over_its_days() -> None:
    universe = reconciled([flow("a", 1, 10, 1_000)])
    assert universe.points(days(1, 10)) == 1_000
    assert estimated([flow("a", 1, 10, 1_000), between("b", 1, 3, 0, 1_000)], bounds_only="b") == [0, 300, 1_000]


def test_the_flow_is_as_flat_as_the_figures_let_it_be() -> None:
    assert estimated([flow("a", 1, 10, 1_000), between("b", 1, 2, 400, 500)], bounds_only="b") == [0, 400, 1_000]


def test_a_stated_number_is_missed_as_little_as_can_be() -> None:
    about = flow("a", 1, 4, 1_000, quantifier=Quantifier.ABOUT)
    assert estimated([about]) == [0, 1_000]
    assert estimated([about, between("b", 1, 4, 0, 980)], bounds_only="b") == [0, 980]
    assert estimated([flow("a", 1, 4, 1_000, quantifier=Quantifier.MORE_THAN)]) == [0, 1_001]


def test_a_miss_weighs_by_its_share_of_the_number() -> None:
    figures = [
        flow("a", 1, 1, 1_000, quantifier=Quantifier.ABOUT),
        flow("b", 2, 2, 2_000, quantifier=Quantifier.ABOUT),
        flow("c", 1, 2, 3_060),
    ]
    # 60 people are 6 % of the one and 3 % of the other.
    assert estimated(figures) == [0, 1_000, 3_060]


def test_leaves_are_flat_each() -> None:
    figures = [flow("a", 1, 4, 400), between("b", 1, 4, 300, 400, nationality="IRQ")]
    # The flattest of two leaves that make up 400: as even as their bounds allow.
    assert estimated(figures, People(Unit.PERSONS, group_of("IRQ", "")), bounds_only="b") == [0, 300]


def test_families_are_estimated_for_the_persons_estimated() -> None:
    figures = [
        flow("a", 1, 4, 400),
        flow("b", 1, 4, 100, quantifier=Quantifier.ABOUT, unit=Unit.FAMILIES),
        between("c", 1, 2, 0, 400),
    ]
    assert estimated(figures, People(Unit.FAMILIES, EVERYBODY), bounds_only="c") == [0, 50, 100]


def test_families_that_leave_persons_less_freedom_are_estimated_with_them() -> None:
    figures = [flow("a", 1, 4, 400), flow("b", 1, 2, 10, unit=Unit.FAMILIES), between("c", 1, 2, 0, 400)]
    assert estimated(figures, bounds_only="c") == [0, 150, 400]


def test_points_are_shown_only_where_bounds_are_narrow() -> None:
    universe = reconciled([flow("a", 1, 10, 1_050, quantifier=Quantifier.ABOUT), between("b", 1, 5, 0, 1_050)])
    assert universe.points(days(1, 10)) == 1_050
    assert universe.points(days(1, 5)) is None
    assert universe.points(days(1, 30)) is None


def test_nothing_is_known_exactly_where_nobody_came() -> None:
    assert reconciled([flow("a", 1, 3, 0)]).points(days(2, 2)) == 0


def test_a_group_that_no_figure_names_has_no_estimate() -> None:
    universe = reconciled([flow("a", 1, 3, 90), flow("b", 1, 3, 89, nationality="IRQ")])
    assert universe.points(days(1, 3), "IRQ") == 89
    assert universe.points(days(1, 3), "SYR") is None


def test_days_add_up_to_their_week() -> None:
    universe = reconciled(
        [flow(f"f{number}", number, number, 1_001 + number, quantifier=Quantifier.ABOUT) for number in range(1, 8)]
        + [flow("week", 1, 7, 7_050)]
    )
    points = [universe.points(days(number, number)) for number in range(1, 8)]
    assert sum(point for point in points if point is not None) == 7_050


def _flattest_by_another_solver(programme: Programme) -> float:
    """The least sum of squared daily flows by HiGHS's own quadratic solver."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    for _ in range(programme.columns):
        highs.addVar(0.0, highspy.kHighsInf)
    for row, (lower, upper) in enumerate(zip(programme.rows.lower, programme.rows.upper, strict=True)):
        parts = programme.rows.part(row)
        columns = np.array([column for column, _ in parts], dtype=np.int32)
        highs.addRow(lower, upper, len(parts), columns, np.array([factor for _, factor in parts]))
    squares = np.zeros((programme.columns, programme.columns))
    lengths = np.diff(np.array(programme.days, dtype=float))
    for flow_of in np.split(np.arange(programme.running), programme.running // programme.steps):
        for step, length in enumerate(lengths):
            factors = np.zeros(programme.columns)
            factors[flow_of[step]] = 1.0
            if step:
                factors[flow_of[step - 1]] = -1.0
            squares += 2.0 * np.outer(factors, factors) / length
    below = [
        [row for row in range(column, programme.columns) if squares[row, column]] for column in range(len(squares))
    ]
    hessian = highspy.HighsHessian()
    hessian.dim_, hessian.format_ = programme.columns, highspy.HessianFormat.kTriangular
    hessian.start_ = np.cumsum([0, *map(len, below)])
    hessian.index_ = np.array([row for rows in below for row in rows])
    hessian.value_ = np.array([squares[row, column] for column, rows in enumerate(below) for row in rows])
    highs.passHessian(hessian)
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(highs.getInfo().objective_function_value)


@settings(max_examples=100, deadline=None)
@given(cases())
def test_another_solver_finds_nothing_flatter(case: tuple[Shape, list[Figure]]) -> None:
    shape, figures = case
    assume(not shape.families)
    _, statements, chosen = statements_of(figures)
    # Without a number that is stated most plainly there is nothing to be near to.
    kept = [replace(one, point=None) for one in judge(statements, chosen).kept]
    assume(kept)
    programme = Programme(kept, chosen)
    found = estimate(programme)
    assert found is not None
    totals = found.columns[: programme.running].reshape(-1, programme.steps)
    flows = np.diff(totals, axis=1, prepend=0.0)
    flatness = float((flows**2 / np.diff(np.array(programme.days, dtype=float))).sum())
    assert flatness == pytest.approx(_flattest_by_another_solver(programme), rel=1e-4, abs=1e-4)


def test_families_of_which_only_a_figure_that_was_set_aside_speaks_stop_no_estimate() -> None:
    families = flow("families", 1, 3, 2_000, unit=Unit.FAMILIES, quantifier=Quantifier.ABOUT)
    universe = reconciled([families, between("all", 1, 5, 1_000, 1_040), flow("some", 1, 2, 500)])
    assert universe.set_aside == ("families",)
    assert universe.points(days(1, 5)) == 1_020
