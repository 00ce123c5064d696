"""The method's worked example, in both columns, and the sets of its figures that cannot all be true as printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etl.model import Figure, Ledger, Quantifier
from etl.reconcile import Interval, Reading, ReconciledUniverse, reconcile, settings_of
from etl.universe import read_figures
from tests.etl.ledgers import ledger, report, total

DEC_1, DEC_19, DEC_27 = date(2018, 12, 1), date(2018, 12, 19), date(2018, 12, 27)
JAN_12, JAN_30, FEB_2 = date(2019, 1, 12), date(2019, 1, 30), date(2019, 2, 2)

THE_30TH = (
    total("d", JAN_30, 36_250, "r3"),
    total("e", JAN_30, 34_200, "r3", DEC_19, quantifier=Quantifier.MORE_THAN, part_of="d"),
    total("f", JAN_30, 23_200, "r3", nationality="IRQ", part_of="d"),
    total("g", JAN_30, 3_370, "r3", population="isis_members", quantifier=Quantifier.ABOUT, part_of="e"),
)
THE_OTHERS = (
    total("a", DEC_27, 11_100, "r1"),
    total("b", JAN_12, 15_400, "r2"),
    total("c", JAN_12, 13_950, "r2", DEC_19, quantifier=Quantifier.ABOUT, part_of="b"),
    total("h", FEB_2, 36_545, "r4"),
    total("i", FEB_2, 34_495, "r4", DEC_19, quantifier=Quantifier.MORE_THAN, part_of="h"),
)


def _known(figures: tuple[Figure, ...]) -> Ledger:
    days = {"r1": DEC_27, "r2": JAN_12, "r3": JAN_30, "r4": FEB_2}
    return ledger(figures, [report(name, day) for name, day in days.items()])


@pytest.fixture(scope="module")
def alone() -> ReconciledUniverse:
    return _reconciled(THE_30TH)


@pytest.fixture(scope="module")
def together() -> ReconciledUniverse:
    return _reconciled(THE_30TH + THE_OTHERS)


def _reconciled(figures: tuple[Figure, ...], reading: Reading = Reading.TABLE) -> ReconciledUniverse:
    known = _known(figures)
    settings = replace(settings_of(known), reading=(("SOHR", reading),))
    (universe,) = reconcile(read_figures(known), settings).universes.values()
    return universe


def _bounds(
    universe: ReconciledUniverse, first: date, last: date, nationality: str = "", population: str = ""
) -> tuple[int, int | None]:
    found = universe.bounds(Interval(first, last), nationality, population)
    return found.lower.value, None if found.upper is None else found.upper.value


QUESTIONS = [
    (DEC_1, date(2018, 12, 18), {}, (0, 2_049), (753, 2_049)),
    (DEC_1, date(2018, 12, 31), {}, (0, 36_250), (11_100, 15_400)),
    (date(2019, 1, 1), JAN_30, {}, (0, 36_250), (20_850, 25_150)),
    (DEC_19, JAN_30, {}, (34_201, 36_250), (34_201, 35_497)),
    (DEC_19, JAN_30, {"nationality": "IRQ"}, (21_151, 23_200), (21_151, 23_200)),
    (DEC_1, JAN_30, {"nationality": "IRQ", "population": "isis_members"}, (0, 3_538), (0, 3_538)),
]


@pytest.mark.parametrize(("first", "last", "group", "by_one", "by_all"), QUESTIONS)
def test_what_the_reports_guarantee(
    first: date,
    last: date,
    group: dict[str, str],
    by_one: tuple[int, int],
    by_all: tuple[int, int],
    alone: ReconciledUniverse,
    together: ReconciledUniverse,
) -> None:
    assert _bounds(alone, first, last, **group) == by_one
    assert _bounds(together, first, last, **group) == by_all


def test_within_their_bounds_the_reports_agree(alone: ReconciledUniverse, together: ReconciledUniverse) -> None:
    assert alone.contradictions == together.contradictions == ()
    assert together.set_aside == ()


def test_as_printed_three_sets_of_four_figures_contradict_each_other() -> None:
    printed = _reconciled(THE_30TH + THE_OTHERS, Reading.PRINTED)
    sets = {frozenset(one.figure_ids) for one in printed.contradictions}
    assert sets == {frozenset("bcde"), frozenset("bchi"), frozenset("bcdi")}
