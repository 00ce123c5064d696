"""What was known on each date follows from its figures alone, not from the way to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Figure, Ledger
from etl.reconcile import joined, settings_of
from etl.reconcile.contradictions import Judgement, fewest_hitting, judge
from etl.reconcile.statements import state
from etl.reconcile.universes import Outcome, outcome
from etl.reconcile.vintages import vintages
from etl.universe import read_figures
from tests.etl.ledgers import figure, ledger, ledgers, report
from tests.etl.reconcile.cases import HOUSEHOLD, Shape, cases, day, flow, statements_of

Case = tuple[Shape, list[Figure]]


@st.composite
def dated_ledgers(draw: st.DrawFn) -> Ledger:
    """The figures of a small case by two sources, in reports of up to four dates."""
    _, figures = draw(cases())
    said = [
        replace(one, report_id=f"r{draw(st.integers(1, 4))}", source=draw(st.sampled_from(["SOHR", "SDF"])))
        for one in figures
    ]
    return ledger(said, [report(f"r{number}", day(20 + number)) for number in range(1, 5)])


def numbers(one: Outcome) -> dict[object, object]:
    return {(answer.named, answer.granularity, answer.interval): answer.numbers for answer in one.answers}


def sets_with_gaps(one: Outcome) -> list[tuple[tuple[str, ...], int]]:
    return [(found.figure_ids, found.gap) for found in one.contradictions]


@settings(max_examples=80, deadline=None)
@given(ledgers() | dated_ledgers())
def test_every_vintage_is_that_of_its_figures_from_nothing(one: Ledger) -> None:
    figures, chosen = read_figures(one), settings_of(one)
    for vintage in vintages(figures, chosen):
        known = [read for read in figures if read.published is not None and read.published <= vintage.day]
        stated = state(known, chosen).universes
        assert [each.universe for each in vintage.outcomes] == list(stated)
        for told in vintage.outcomes:
            anew = outcome(told.universe, stated[told.universe], chosen)
            assert told.judgement.complete
            assert anew.judgement.complete
            assert (told.judgement.set_aside, told.since) == (anew.judgement.set_aside, anew.since)
            assert sets_with_gaps(told) == sets_with_gaps(anew)
            assert numbers(told) == numbers(anew)


@settings(max_examples=80, deadline=None)
@given(ledgers() | dated_ledgers(), st.integers(0, 400), st.integers(0, 400))
def test_a_contradictory_figure_of_any_kind_raises_nothing_and_rows_are_in_order(
    one: Ledger, value: int, beside: int
) -> None:
    # Two exact numbers of the same days, of which at least one is wrong, and a part that is more than its whole.
    days = {"ref_start": day(1), "ref_end": day(2)}
    wrong = (
        figure("wrong", "rw", value=value, **days),
        figure("beside", "rw", value=value + beside + 1, source="SDF", **days),
        figure("part", "rw", value=value + 1, nationality="IRQ", part_of="wrong", **days),
    )
    more = replace(one, figures=(*one.figures, *wrong), reports=(*one.reports, report("rw", day(30))))
    told = joined(more, read_figures(more))
    # Either of the two may say again what the ledger has already, and then that contradicts the other.
    assert told.contradictions
    assert all(row.gap > 0 for row in told.contradictions)
    for row in told.series:
        for triple in (
            (row.new_lower, row.new_point, row.new_upper),
            (row.cumulative_lower, row.cumulative_point, row.cumulative_upper),
            (row.stock_lower, row.stock_point, row.stock_upper),
        ):
            said = [number for number in triple if number is not None]
            assert said == sorted(said)
            assert all(number >= 0 for number in said)
        if row.phase and row.interval_start is not None and row.interval_start >= date.fromisoformat(row.phase):
            assert row.cumulative_lower is not None
            assert row.new_lower is not None
            assert row.cumulative_lower >= row.new_lower
            if row.cumulative_upper is not None:
                assert row.new_upper is not None
                assert row.cumulative_upper >= row.new_upper


def test_a_source_that_contradicts_itself_is_never_hidden_by_the_limit() -> None:
    # Each source says one number for some days again and again; one of them slips once, for other days.
    across = [
        flow(f"{source}{number}", 1, 2, 100 * (number + place), source=source)
        for place, source in ((1, "SDF"), (2, "SOHR"))
        for number in range(3)
    ]
    slip = [flow("total", 5, 9, 50), flow("slip", 6, 7, 60)]
    _, statements, chosen = statements_of([*across, *slip])
    for most in (1, 2, 60):
        found = judge(statements, replace(chosen, most_sets=most))
        assert ("slip", "total") in [tuple(sorted(ones)) for ones in found.sets]
        assert found == judge(statements, replace(chosen, most_sets=most))


def test_sets_within_a_source_leave_the_limit_to_those_across_sources() -> None:
    own = [flow(f"own{number}", 1, 2, 10 + number) for number in range(4)]
    across = [flow(f"other{number}", 5 + number, 5 + number, 7, source="SDF") for number in range(3)]
    across += [flow(f"again{number}", 5 + number, 5 + number, 9) for number in range(3)]
    _, statements, chosen = statements_of([*own, *across])
    found = judge(statements, replace(chosen, most_sets=6))
    source = {one.figure_id: one.source for one in statements}
    several = [ones for ones in found.sets if len({source[figure_id] for figure_id in ones}) > 1]
    assert (len(found.sets), len(several), len(found.set_aside)) == (9, 3, 6)


def test_a_tangle_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = [flow(f"f{number}", 1 + number % 3, 3 + number % 5, 17 * number % 90) for number in range(18)]
    _, statements, chosen = statements_of(figures)
    exact = judge(statements, chosen)
    monkeypatch.setattr("etl.reconcile.contradictions._MOST_ROUNDS", 0)
    cut = judge(statements, chosen)
    assert not cut.complete
    assert len(exact.set_aside) <= len(cut.set_aside) < len(statements)
    assert not judge(cut.kept, chosen).sets
    for gone in cut.set_aside:
        again = [one for one in statements if one.figure_id == gone or one in cut.kept]
        assert judge(again, chosen).sets, "whatever is set aside speaks against what is kept"
    longer = judge([*statements, *statements_of([flow("late", 20, 21, 5)])[1]], chosen, cut)
    assert longer.set_aside == cut.set_aside, "what was set aside stays so"


@settings(max_examples=40, deadline=None)
@given(dated_ledgers())
def test_a_cache_makes_no_difference(one: Ledger) -> None:
    figures, cache = read_figures(one), dict[str, bytes]()
    without = joined(one, figures)
    assert joined(one, figures, cache) == without
    assert joined(one, figures, cache) == without


@settings(max_examples=80, deadline=None)
@given(cases(), st.data())
def test_no_order_of_adding_or_removing_makes_a_difference(case: Case, data: st.DataObject) -> None:
    _, statements, chosen = statements_of(case[1], HOUSEHOLD)
    way = data.draw(st.lists(st.sets(st.sampled_from(statements), min_size=1), max_size=4))
    before: Judgement | None = None
    for some in [*way, set(statements)]:
        kept = [one for one in statements if one in some]
        before = judge(kept, chosen, before)
        assert before == judge(kept, chosen)


@given(st.lists(st.integers(1, 127), min_size=1, max_size=9))
def test_what_is_set_aside_is_the_one_best_choice(sets: list[int]) -> None:
    by_hand = min(
        (len(some), sum(1 << place for place in some))
        for size in range(8)
        for some in combinations(range(7), size)
        if all(any(ones >> place & 1 for place in some) for ones in sets)
    )
    assert fewest_hitting(sets) == fewest_hitting(sorted(sets)) == by_hand[1]


def test_a_choice_that_takes_too_long_is_not_made() -> None:
    pairs = [1 << one | 1 << other for one, other in combinations(range(30), 2) if (one * other) % 7 in (1, 2, 4)]
    assert fewest_hitting(pairs, most_compared=1_000) is None
    found = fewest_hitting(pairs, most_compared=50_000_000)
    assert found is not None
    assert all(ones & found for ones in pairs)
