"""What reconciliation says of small cases, against every flow in whole numbers that satisfies them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl.model import Figure, Unit
from etl.reconcile import Statement, reconcile
from etl.reconcile.contradictions import contradictions, judge
from etl.reconcile.universes import ReconciledUniverse, reconcile_universe
from tests.etl.reconcile.cases import HOUSEHOLD, Shape, between, cases, days, read, statements_of

Case = tuple[Shape, list[Figure]]


def all_questions(shape: Shape, one: ReconciledUniverse) -> list[tuple[Unit, str, str]]:
    asked = [(Unit.PERSONS, nationality, "") for nationality in ("", *shape.nationalities)]
    if shape.members:
        asked += [(Unit.PERSONS, nationality, "members") for nationality in ("", *shape.nationalities)]
    if shape.families:
        told_apart = {said.key[0] for said in one.judgement.kept if said.unit is Unit.FAMILIES}
        asked += [(Unit.FAMILIES, nationality, "") for nationality in ("", *told_apart)]
    return sorted(set(asked))


def reconciled(figures: Sequence[Figure]) -> ReconciledUniverse:
    return reconcile_universe(*statements_of(figures, HOUSEHOLD))


def agree(shape: Shape, statements: Sequence[Statement], wanted: set[str]) -> bool:
    return bool(shape.flows([one for one in statements if one.figure_id in wanted]).all)


@settings(max_examples=250, deadline=None)
@given(cases())
def test_bounds_are_reached_and_no_flow_lies_outside(case: Case) -> None:
    shape, figures = case
    one = reconciled(figures)
    flows = shape.flows(one.judgement.kept)
    assume(any(statement.figure_id == "f0" for statement in one.judgement.kept))
    for unit, nationality, population in all_questions(shape, one):
        for first in range(1, shape.last + 1):
            for last in range(first, shape.last + 1):
                found = one.bounds(days(first, last), nationality, population, unit)
                assert found.upper is not None
                assert (found.lower.value, found.upper.value) == flows.range(
                    unit, nationality, population, days(first, last)
                )
                assert found.lower.reached
                assert found.upper.reached


@settings(max_examples=250, deadline=None)
@given(cases())
def test_figures_contradict_each_other_exactly_when_no_flow_satisfies_them(case: Case) -> None:
    shape, figures = case
    one = reconciled(figures)
    # Without f0 there would be no end to the flows to try.
    everything = {statement.figure_id for statement in one.judgement.statements}
    assert bool(one.contradictions) == (not agree(shape, one.judgement.statements, everything))
    assert bool(one.set_aside) == bool(one.contradictions)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_every_set_is_contradictory_and_smallest(case: Case) -> None:
    shape, figures = case
    _, statements, chosen = statements_of(figures, HOUSEHOLD)
    for ones in judge(statements, chosen).sets:
        # No flow that satisfies figures at all needs more people than these are at least together.
        most = sum(one.lower for one in statements if one.figure_id in ones)
        assume(most <= 9)
        wider = replace(shape, most=most)
        assert not agree(wider, statements, set(ones))
        assert all(agree(wider, statements, set(ones) - {left_out}) for left_out in ones)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_all_smallest_sets_are_found_and_the_fewest_set_aside(case: Case) -> None:
    shape, figures = case
    _, statements, chosen = statements_of(figures, HOUSEHOLD)
    judgement = judge(statements, chosen)
    assert judgement.complete
    ids = [one.figure_id for one in statements]
    others = [figure_id for figure_id in ids if figure_id != "f0"]
    # Among sets that hold f0, which makes trying all flows possible.
    contradictory = [
        {"f0", *some}
        for size in range(len(others) + 1)
        for some in combinations(others, size)
        if not agree(shape, statements, {"f0", *some})
    ]
    found = [set(ones) for ones in judgement.sets]
    for ones in contradictory:
        assert any(known <= ones for known in found)
    without_f0 = [
        size
        for size in range(len(others) + 1)
        for some in combinations(others, size)
        if agree(shape, statements, set(ids) - set(some))
    ]
    assert len(judgement.set_aside) <= min(without_f0)


@settings(max_examples=60, deadline=None)
@given(cases(), st.data())
def test_fewer_figures_never_narrow_bounds(case: Case, data: st.DataObject) -> None:
    shape, figures = case
    one = reconciled(figures)
    assume(not one.contradictions and len(figures) > 2)
    gone = data.draw(st.sampled_from([figure.figure_id for figure in figures if figure.figure_id != "f0"]))
    fewer = reconciled([figure for figure in figures if figure.figure_id != gone])
    for unit, nationality, population in all_questions(shape, fewer):
        for last in range(1, shape.last + 1):
            narrow, wide = (some.bounds(days(1, last), nationality, population, unit) for some in (one, fewer))
            assert wide.lower.value <= narrow.lower.value
            assert narrow.upper is not None
            assert wide.upper is None or wide.upper.value >= narrow.upper.value


@settings(max_examples=60, deadline=None)
@given(cases())
def test_without_a_figure_that_was_set_aside_nothing_else_changes(case: Case) -> None:
    _, figures = case
    one = reconciled(figures)
    assume(one.set_aside)
    for gone in one.set_aside:
        # The groups stay those of all figures, as which questions are asked is another matter.
        rest = [said for said in one.judgement.statements if said.figure_id != gone]
        fewer = judge(rest, statements_of(figures, HOUSEHOLD)[2])
        assert set(fewer.set_aside) == set(one.set_aside) - {gone}
        assert set(fewer.sets) == {ones for ones in one.judgement.sets if gone not in ones}


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_contradictory_figure_raises_nothing(case: Case) -> None:
    shape, figures = case
    all_read, chosen = read([*figures, between("wrong", 1, shape.last, shape.most + 3, shape.most + 4)], HOUSEHOLD)
    (one,) = reconcile(all_read, chosen).universes.values()
    assert any("wrong" in found.figure_ids for found in one.contradictions)
    assert all(found.gap > 0 for found in one.contradictions)
    assert one.bounds(days(1, shape.last)).upper is not None


@settings(max_examples=100, deadline=None)
@given(cases())
def test_the_gap_is_the_least_number_of_people_that_has_to_be_let_go(case: Case) -> None:
    shape, figures = case
    assume(not shape.families)
    _, statements, chosen = statements_of(figures, HOUSEHOLD)
    judgement = judge(statements, chosen)
    by_id = {one.figure_id: one for one in statements}
    for found in contradictions(judgement, chosen)[:2]:
        ones = [by_id[figure_id] for figure_id in found.figure_ids]
        wider = Shape(shape.last, min(shape.most + 3, 8), shape.nationalities, shape.members)
        missed = min(
            sum(
                _missed(wider.flows(ones).number(people, (), one.unit, *one.key, one.start, one.end), one)
                for one in ones
            )
            for people, _ in wider.flows([]).all
        )
        assert missed == found.gap


def _missed(number: int, one: Statement) -> int:
    assert one.upper is not None
    return max(one.lower - number, number - one.upper, 0)
