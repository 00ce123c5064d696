"""What a figure is taken to state: of whom, since when, all or some of them, and what its words bound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from etl.model import Basis, Figure, Kind, Measure, Names, Phase, Quantifier, Role, Unit
from etl.reconcile import Reading, Reason, Statement, settings_of
from etl.reconcile.groups import EVERYBODY, group_of
from etl.reconcile.statements import Stated, state
from etl.universe import read_figures
from tests.etl.ledgers import DEC_1, DEC_19, SITUATION, figure, ledger, report, total
from tests.etl.reconcile.cases import day, flow


def stated(figures: Iterable[Figure], reading: dict[str, Reading] | None = None, **more: Any) -> Stated:
    one = ledger(figures, situation=replace(SITUATION, **({"phases": ()} | more)))
    return state(read_figures(one), replace(settings_of(one), reading=tuple((reading or {}).items())))


def said(figures: Iterable[Figure], reading: dict[str, Reading] | None = None, **more: Any) -> dict[str, Statement]:
    return {one.figure_id: one for universe in stated(figures, reading, **more).universes.values() for one in universe}


def test_a_figure_states_its_bounds_of_its_group_in_its_interval() -> None:
    one = said([total("a", day(9), 36_250, nationality="IRQ", quantifier=Quantifier.MORE_THAN)])["a"]
    assert (one.lower, one.point, one.upper) == (36_251, 36_250, None)
    assert (one.start, one.end, one.group) == (DEC_1, day(9), group_of("IRQ", ""))
    assert one.whole
    assert one.place == 10


def test_about_and_more_than_may_be_read_as_the_printed_number() -> None:
    figures = [
        flow("a", 1, 2, 13_950, quantifier=Quantifier.ABOUT),
        flow("b", 1, 2, 34_200, quantifier=Quantifier.MORE_THAN),
        flow("c", 1, 2, 64_100, quantifier=Quantifier.AT_LEAST),
        flow("d", 1, 2, 100, quantifier=Quantifier.AT_MOST),
        flow("e", 1, 2, None, quantifier=Quantifier.VAGUE, as_reported="hundreds"),
        flow("f", 1, 2, 13_950, quantifier=Quantifier.ABOUT, source="SDF"),
    ]
    ones = said(figures, {"SOHR": Reading.PRINTED})
    bounds = {figure_id: (one.lower, one.upper) for figure_id, one in ones.items()}
    assert bounds == {
        "a": (13_950, 13_950),
        "b": (34_200, 34_200),
        "c": (64_100, 64_100),
        "d": (0, 100),
        "e": (200, None),
        "f": (13_253, 14_647),
    }
    assert ones["a"].table == "printed"
    assert ones["f"].table == "waymark"


def test_only_figures_of_one_measure_flow_point_and_kind_are_joined() -> None:
    figures = [
        flow("a", 1, 2, 5),
        flow("b", 1, 2, 5, measure=Measure.ARRESTS),
        flow("c", 1, 2, 5, source="SDF", nationality="IRQ"),
    ]
    universes = stated(figures).universes
    assert sorted(tuple(one.figure_id for one in ones) for ones in universes.values()) == [("a", "c"), ("b",)]


def test_people_present_on_different_days_are_not_joined() -> None:
    present = {"measure": Measure.POPULATION, "kind": Kind.STOCK}
    figures = [
        flow("a", 1, 1, 5, **present),
        flow("b", 2, 2, 5, **present),
        flow("c", 2, 2, 6, source="SDF", **present),
    ]
    universes = stated(figures).universes
    assert [tuple(one.figure_id for one in ones) for ones in universes.values()] == [("a",), ("b", "c")]


def test_what_no_series_uses_states_nothing() -> None:
    assert said([flow("a", 1, 2, 5, role=Role.TRIANGULATION)]) == {}


def test_a_part_has_the_groups_of_its_whole() -> None:
    ones = said([flow("a", 1, 1, 45, nationality="IRQ"), flow("b", 1, 1, 25, population="women", part_of="a")])
    assert ones["b"].group == group_of("IRQ", "women")
    assert ones["b"].whole


def test_the_same_people_share_their_groups_and_their_first_day() -> None:
    ones = said(
        [
            flow("a", 1, 3, 11_039, nationality="IRQ", population="women_children"),
            flow("b", 1, 3, 3_318, unit=Unit.FAMILIES, nationality="IRQ", same_as="a", ref_start=None),
        ]
    )
    assert ones["b"].group == ones["a"].group
    assert ones["b"].start == day(1)
    assert ones["b"].same_as == "a"


def test_groups_that_exclude_each_other_are_not_joined() -> None:
    ones = said(
        [flow("a", 1, 1, 45, population="civilians"), flow("b", 1, 1, 5, population="isis_members", part_of="a")]
    )
    assert ones["b"].group == group_of("", "isis_members")


def test_a_part_with_its_wholes_group_and_interval_is_some_of_them() -> None:
    ones = said(
        [
            flow("a", 1, 2, 2_700),
            flow("b", 1, 2, 200, part_of="a"),
            flow("c", 2, 2, 300, part_of="a"),
            flow("d", 1, 2, 20, part_of="b", nationality="IRQ"),
        ]
    )
    assert not ones["b"].whole
    assert ones["b"].point is None
    assert ones["c"].whole
    assert not ones["d"].whole
    assert ones["d"].part_of == "b"


def test_figures_that_are_part_of_each_other_end() -> None:
    ones = said([flow("a", 1, 2, 5, part_of="b", nationality="IRQ"), flow("b", 1, 2, 5, part_of="a")])
    assert ones["a"].group == group_of("IRQ", "")


def test_several_batches_of_one_report_are_some_each() -> None:
    batch = {"ref_start": day(1), "ref_end": day(1)}
    ones = said([figure("a", "r1", value=4_000, **batch), figure("b", "r1", value=2_000, **batch)])
    assert not ones["a"].whole
    assert not ones["b"].whole
    assert ones["a"].batch == ones["b"].batch != ""


def test_two_words_for_one_batch_are_one() -> None:
    batch = {"ref_start": day(1), "ref_end": day(1)}
    ones = said([figure("a", "r1", value=600, **batch), figure("b", "r1", value=601, same_as="a", **batch)])
    assert all(one.whole and not one.batch for one in ones.values())


COUNT_SINCE_DECEMBER = Phase("SDF", DEC_1, (Measure.EXITS,), Names((("en", "since 1 December"),)))


def test_a_figure_without_a_first_day_bounds_the_declared_count_from_below() -> None:
    late = replace(COUNT_SINCE_DECEMBER, start=DEC_19)
    ones = said([flow("a", 1, 2, 700, ref_start=None)], phases=(late, COUNT_SINCE_DECEMBER))
    assert ones["a"].start == DEC_1
    assert not ones["a"].whole


def test_a_part_without_a_first_day_lies_in_its_whole() -> None:
    ones = said([flow("a", 1, 2, 3_000), flow("b", 1, 2, 2_800, ref_start=None, part_of="a")])
    assert (ones["b"].start, ones["b"].whole) == (day(1), False)


def test_a_figure_that_bounds_nothing_is_left_out_with_the_reason() -> None:
    later = replace(COUNT_SINCE_DECEMBER, start=day(3))
    elsewhere = replace(COUNT_SINCE_DECEMBER, measures=(Measure.DEATHS,))
    all_stated = stated([flow("a", 1, 2, 700, ref_start=None), flow("b", 1, 2, 5)], phases=(later, elsewhere))
    assert [(figure_id, reason) for _, figure_id, reason in all_stated.left_out] == [("a", Reason.NO_FIRST_DAY)]


def test_a_running_total_and_a_batch_of_the_same_days_are_both_of_all() -> None:
    ones = said([total("a", day(2), 10, "r1", day(1)), flow("b", 1, 2, 10, basis=Basis.PERIOD)])
    assert ones["a"].whole
    assert ones["b"].whole
    assert ones["a"].group == EVERYBODY


def test_which_of_two_figures_is_the_more_reliable() -> None:
    own = report("r1", day(5))
    reprint = replace(report("r2", day(5)), publisher="An agency")
    figures = [
        total("own", day(2), 10, "r1", day(1)),
        total("reprinted", day(2), 11, "r2", day(1)),
        total("about", day(2), 12, "r1", day(1), quantifier=Quantifier.ABOUT),
        total("later", day(2), 13, "r3", day(1)),
    ]
    one = ledger(
        figures, [replace(own, publisher="Observatory"), reprint, replace(report("r3", day(9)), publisher="SOHR")]
    )
    (ones,) = state(read_figures(one), settings_of(one)).universes.values()
    assert [each.figure_id for each in sorted(ones, key=lambda each: each.reliability)] == [
        "about",
        "reprinted",
        "own",
        "later",
    ]
