"""Sets of figures that cannot all be true: their gaps, their arithmetic, their sentences, and what is set aside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from etl.errors import NotFoundError
from etl.model import Figure, Quantifier, Unit, Verdict
from etl.reconcile import (
    Contradiction,
    Reading,
    ReconciledUniverse,
    contradiction_sentence,
    reconcile,
    settings_of,
)
from etl.reconcile.contradictions import Relation
from etl.reconcile.sentences import TEMPLATES
from etl.universe import read_figures
from tests.etl.ledgers import DEC_1, DEC_19, ledger, report, total
from tests.etl.reconcile.cases import between, day, days, flow

JAN_12, JAN_30 = date(2019, 1, 12), date(2019, 1, 30)


def reconciled(figures: Iterable[Figure], reading: Reading = Reading.TABLE) -> ReconciledUniverse:
    one = ledger(figures)
    (universe,) = reconcile(
        read_figures(one), replace(settings_of(one), reading=(("SOHR", reading),))
    ).universes.values()
    return universe


def only(universe: ReconciledUniverse) -> Contradiction:
    (one,) = universe.contradictions
    return one


def sentence(universe: ReconciledUniverse, language: str = "en") -> str:
    by_id = {one.figure_id: one for one in universe.judgement.statements}
    return contradiction_sentence(only(universe), by_id, language, lambda source: f"the {source}")


TWO_REPORTS = [
    total("a", JAN_12, 15_400, "r1"),
    total("b", JAN_12, 13_950, "r1", DEC_19, quantifier=Quantifier.ABOUT, part_of="a"),
    total("c", JAN_30, 36_250, "r2"),
    total("d", JAN_30, 34_200, "r2", DEC_19, quantifier=Quantifier.MORE_THAN, part_of="c"),
]


def test_two_differences_are_shown_against_each_other() -> None:
    universe = reconciled(TWO_REPORTS, Reading.PRINTED)
    one = only(universe)
    assert (one.gap, one.verdict, one.unit) == (600, Verdict.CONTRADICTION, Unit.PERSONS)
    arithmetic = one.arithmetic
    assert arithmetic is not None
    assert [(term.figure_id, term.sign * term.number) for term in arithmetic.left.terms] == [
        ("a", 15_400),
        ("b", -13_950),
    ]
    assert [(term.figure_id, term.sign * term.number) for term in arithmetic.right.terms] == [
        ("c", 36_250),
        ("d", -34_200),
    ]
    assert (arithmetic.left.result, arithmetic.right.result) == (1_450, 2_050)
    assert arithmetic.left.relation is arithmetic.right.relation is Relation.EXACTLY
    assert (arithmetic.start, arithmetic.end) == (DEC_1, date(2018, 12, 18))


def test_the_sentence_shows_the_arithmetic_and_names_every_source() -> None:
    told = sentence(reconciled(TWO_REPORTS, Reading.PRINTED))
    assert "15,400 − 13,950 = 1,450 but 36,250 − 34,200 = 2,050: 600 people apart" in told
    assert told.startswith("2018-12-01 to 2018-12-18: ")
    assert told.count("the SOHR") == 4
    assert "34,200 (the SOHR, 2019-01-31)" in told


def test_the_sentence_in_arabic_keeps_sums_in_their_own_direction() -> None:
    told = sentence(reconciled(TWO_REPORTS, Reading.PRINTED), "ar")
    assert "\u206615,400 − 13,950 = 1,450\u2069 لكن \u206636,250 − 34,200 = 2,050\u2069" in told
    assert told.count("\u2066") == told.count("\u2069")


def test_every_language_has_the_same_templates() -> None:
    english, *others = TEMPLATES.values()
    assert all(other.keys() == english.keys() for other in others)


def test_a_language_without_templates_is_named_with_those_there_are() -> None:
    universe = reconciled(TWO_REPORTS, Reading.PRINTED)
    with pytest.raises(NotFoundError, match="there are en, ar"):
        sentence(universe, "xx")


def test_within_their_bounds_the_same_figures_agree() -> None:
    universe = reconciled(TWO_REPORTS)
    assert universe.contradictions == ()
    assert universe.judgement.complete


def test_a_gap_of_no_more_than_the_last_place_printed_is_rounding() -> None:
    fine = only(reconciled([flow("a", 1, 2, 2_700), flow("b", 1, 2, 2_650)]))
    assert (fine.gap, fine.verdict) == (50, Verdict.ROUNDING)
    coarse = only(reconciled([flow("a", 1, 2, 2_710), flow("b", 1, 2, 2_650)]))
    assert (coarse.gap, coarse.verdict) == (60, Verdict.CONTRADICTION)


def test_ends_that_are_no_exact_numbers_say_so() -> None:
    told = sentence(reconciled([flow("a", 1, 2, 2_000), between("b", 1, 1, 2_100, 2_200)]))
    assert "2,100 at least but 2,000: 100 people apart" in told


def test_parts_that_are_more_than_their_whole_show_what_is_left() -> None:
    universe = reconciled(
        [flow("a", 1, 2, 500), flow("b", 1, 2, 300, nationality="IRQ"), flow("c", 1, 2, 301, nationality="SYR")]
    )
    # What is not Iraqi would be 200, and the Syrians alone are more.
    assert "500 − 300 = 200 but 301: 101 people apart" in sentence(universe)


def test_too_few_people_for_so_many_families() -> None:
    universe = reconciled([flow("a", 1, 2, 50), flow("b", 1, 2, 80, unit=Unit.FAMILIES)])
    assert (only(universe).gap, only(universe).unit) == (30, Unit.PERSONS)
    assert "50 but 80" in sentence(universe)


def test_too_many_people_for_so_few_families_counts_the_people() -> None:
    universe = reconciled([flow("a", 1, 2, 1_000), flow("b", 1, 2, 20, unit=Unit.FAMILIES)])
    assert only(universe).gap == 700
    assert "15 × 20 = 300" in sentence(universe)


def test_figures_about_families_alone_have_their_gap_in_families() -> None:
    universe = reconciled([flow("a", 1, 2, 21, unit=Unit.FAMILIES), flow("b", 1, 2, 20, unit=Unit.FAMILIES)])
    assert (only(universe).gap, only(universe).unit) == (1, Unit.FAMILIES)
    assert "1 family apart, which rounding may explain" in sentence(universe)


def test_a_part_of_some_is_no_more_than_they() -> None:
    universe = reconciled(
        [flow("a", 1, 2, 100), flow("b", 1, 2, 20, part_of="a"), flow("c", 1, 2, 30, part_of="b", nationality="IRQ")]
    )
    assert only(universe).figure_ids == ("b", "c")


def test_batches_of_one_report_add_up() -> None:
    batch = {"ref_start": day(1), "ref_end": day(1)}
    figures = [flow("whole", 1, 1, 5_000)] + [
        replace(flow(figure_id, 1, 1, value, **batch), report_id="r1")
        for figure_id, value in (("a", 4_000), ("b", 2_000))
    ]
    one = only(reconciled(figures))
    assert (set(one.figure_ids), one.gap) == ({"whole", "a", "b"}, 1_000)


def test_no_whole_number_of_people_is_a_contradiction_without_arithmetic() -> None:
    figures = [
        flow("a", 1, 2, 1, nationality="IRQ", population="members"),
        flow("b", 1, 2, 3, unit=Unit.FAMILIES, nationality="IRQ"),
    ]
    one = ledger(figures, situation=replace(ledger(figures).situation, household_min=2, household_max=2))
    (universe,) = reconcile(read_figures(one), settings_of(one)).universes.values()
    assert universe.contradictions == ()
    odd = replace(figures[0], figure_id="odd", population="", value=7)
    one = replace(one, figures=(odd, replace(figures[1], quantifier=Quantifier.RANGE, value=None, lower=3, upper=4)))
    (universe,) = reconcile(read_figures(one), settings_of(one)).universes.values()
    assert only(universe).arithmetic is None
    assert "no whole numbers of people satisfy" in sentence(universe)


def test_the_fewest_figures_are_set_aside() -> None:
    universe = reconciled([flow("a", 1, 2, 10), flow("b", 1, 2, 20), flow("c", 1, 2, 10, source="SDF")])
    assert universe.set_aside == ("b",)
    assert universe.bounds(days(1, 2)).lower.value == 10


def test_of_equally_few_the_less_reliable_is_set_aside() -> None:
    about = flow("a", 1, 2, 30_000, quantifier=Quantifier.ABOUT)
    assert reconciled([about, flow("b", 1, 2, 20_000)]).set_aside == ("a",)
    reports = [report("ra", day(9)), report("rb", day(5))]
    one = ledger([flow("a", 1, 2, 10), flow("b", 1, 2, 20)], reports)
    (universe,) = reconcile(read_figures(one), settings_of(one)).universes.values()
    assert universe.set_aside == ("b",), "the later word stands"


def test_contradictions_are_ranked_by_gap() -> None:
    figures = [flow("a", 1, 2, 10), flow("b", 1, 2, 20), flow("c", 1, 2, 50)]
    assert [one.gap for one in reconciled(figures).contradictions] == [40, 30, 10]


def test_the_search_for_further_sets_has_an_end_and_says_so() -> None:
    figures = [flow(f"f{number}", 1, 2, 10 + number) for number in range(20)]
    one = ledger(figures)
    settings = replace(settings_of(one), most_sets=8)
    (universe,) = reconcile(read_figures(one), settings).universes.values()
    assert not universe.judgement.complete
    assert len(universe.set_aside) == 19
    assert reconciled(figures[:4]).judgement.complete
    assert len(reconciled(figures[:4]).contradictions) == 6
