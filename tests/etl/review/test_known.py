"""What the ledger knows of a figure: reprints, restatements, roundings, and what is none of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from etl.desk import Relation
from etl.model import Basis, Figure, Kind, Measure, Quantifier, Status, Unit
from etl.review.known import KnownFigures
from tests.etl.ledgers import DEC_19, figure, total

JAN_29, JAN_30 = date(2019, 1, 29), date(2019, 1, 30)
MINE = total("mine", JAN_30, 36_250)
BATCH = figure("mine", value=75, ref_start=JAN_29, ref_end=JAN_29)
STOCK = figure("mine", measure=Measure.POPULATION, kind=Kind.STOCK, value=45_500, ref_end=JAN_30)


def known(one: Figure, other: Figure) -> Relation | None:
    found = KnownFigures([one, other]).of(one)
    assert all((each.figure_id, each.report_id) == (other.figure_id, other.report_id) for each in found)
    return found[0].relation if found else None


@pytest.mark.parametrize(
    ("change", "relation"),
    [
        ({}, Relation.REPRINT),
        ({"quantifier": Quantifier.MORE_THAN}, Relation.REPRINT),
        ({"as_reported": "36 thousand and a quarter"}, Relation.REPRINT),
        ({"ref_end": JAN_29}, Relation.RESTATED),
        ({"ref_end": None}, Relation.RESTATED),
        ({"value": 36_000}, Relation.ROUNDED),
        ({"value": 36_300}, Relation.ROUNDED),
        ({"value": 36_252}, Relation.ROUNDED),
        ({"value": 36_256}, None),
        ({"value": 37_000}, None),
        ({"value": 36_000, "ref_end": JAN_29}, None),
        ({"source": "SDF"}, None),
        ({"measure": Measure.ARRESTS}, None),
        ({"unit": Unit.FAMILIES}, None),
        ({"nationality": "IRQ"}, None),
        ({"population": "members"}, None),
        ({"ref_start": DEC_19}, None),
        ({"status": Status.REJECTED}, None),
        ({"status": Status.PROPOSED}, None),
    ],
)
def test_a_running_total_beside_another_reports(change: dict[str, Any], relation: Relation | None) -> None:
    start = change.pop("ref_start", MINE.ref_start)
    day, value = change.pop("ref_end", JAN_30), change.pop("value", 36_250)
    other = total("other", day, value, "r2", start, **change)
    assert known(MINE, other) == relation


@pytest.mark.parametrize(
    ("change", "relation"),
    [
        ({}, Relation.REPRINT),
        ({"ref_start": JAN_30, "ref_end": JAN_30}, None),
        ({"ref_end": JAN_30}, None),
        ({"ref_start": None}, None),
        ({"value": 80}, Relation.ROUNDED),
        ({"value": 76}, None),
    ],
)
def test_a_batch_beside_another_reports(change: dict[str, Any], relation: Relation | None) -> None:
    said = {"value": 75, "ref_start": JAN_29, "ref_end": JAN_29} | change
    assert known(BATCH, figure("other", "r2", **said)) == relation


@pytest.mark.parametrize(
    ("change", "relation"),
    [({}, Relation.REPRINT), ({"ref_end": JAN_29}, Relation.RESTATED), ({"value": 46_000}, Relation.ROUNDED)],
)
def test_a_stock_beside_another_reports(change: dict[str, Any], relation: Relation | None) -> None:
    said = {"value": 45_500, "ref_end": JAN_30, "measure": Measure.POPULATION, "kind": Kind.STOCK} | change
    assert known(STOCK, figure("other", "r2", **said)) == relation


def test_ranges_and_words_are_reprinted_as_they_are() -> None:
    ends = {"ref_end": JAN_30, "quantifier": Quantifier.RANGE, "lower": 40}
    assert known(figure("a", upper=60, **ends), figure("b", "r2", upper=60, **ends)) is Relation.REPRINT
    assert known(figure("a", upper=60, **ends), figure("b", "r2", upper=70, **ends)) is None
    word = {"ref_end": JAN_30, "quantifier": Quantifier.VAGUE, "lower": 200}
    assert known(figure("a", **word), figure("b", "r2", **word)) is Relation.REPRINT
    assert known(figure("a", **word), figure("b", "r2", value=200, ref_end=JAN_30)) is None


def test_a_report_does_not_print_itself_again() -> None:
    assert known(MINE, total("other", JAN_30, 36_250)) is None


def test_a_figure_without_a_source_or_a_day_has_no_reprint() -> None:
    nobody = figure("mine", source="", value=75, ref_end=JAN_30)
    assert known(nobody, figure("other", "r2", source="", value=75, ref_end=JAN_30)) is None
    undated = figure("mine", value=75, basis=Basis.PERIOD)
    assert known(undated, figure("other", "r2", value=75)) is not Relation.REPRINT


def test_the_closest_relation_comes_first() -> None:
    others = [total("c", JAN_30, 36_000, "r2"), total("b", JAN_29, 36_250, "r3"), total("a", JAN_30, 36_250, "r4")]
    found = KnownFigures([MINE, *others]).of(MINE)
    assert [(one.figure_id, one.relation) for one in found] == [
        ("a", Relation.REPRINT),
        ("b", Relation.RESTATED),
        ("c", Relation.ROUNDED),
    ]
