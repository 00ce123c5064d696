"""What was known on each date follows from its figures alone, not from the way to it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Figure, Ledger
from etl.reconcile import joined, settings_of
from etl.reconcile.contradictions import Judgement, fewest_hitting, judge
from etl.reconcile.statements import state
from etl.reconcile.universes import Outcome, outcome
from etl.reconcile.vintages import vintages
from etl.universe import read_figures
from tests.etl.ledgers import ledger, ledgers, report
from tests.etl.reconcile.cases import HOUSEHOLD, Shape, cases, day, statements_of

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
