"""Where a number comes from: everything behind a figure or a point, and what to name when a name does not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from etl.errors import NotFoundError
from etl.explain import Explanation, explain
from etl.model import Correction, Ledger, Quantifier, Unit
from etl.pipeline import Derived, derive
from tests.etl.ledgers import DEC_19, SITUATION, ledger, report, total

JAN_12, JAN_22, JAN_29 = (date(2019, 1, day) for day in (12, 22, 29))


@pytest.fixture
def one() -> Ledger:
    reports = [report("r1", date(2019, 1, 23)), report("r2", date(2019, 1, 30)), report("r3", date(2019, 2, 5))]
    figures = [
        total("first", JAN_12, 900, "r1", quote="900 people", note="noted"),
        total("last", JAN_29, 1_500, "r2", quantifier=Quantifier.ABOUT),
        total("families", JAN_29, 300, "r2", unit=Unit.FAMILIES, same_as="last"),
        total("since", JAN_29, 1_400, "r2", DEC_19, part_of="last"),
        total("rounded", JAN_29, 1_500, "r3", quantifier=Quantifier.ABOUT),
        total("between", JAN_22, 1_200, "r3"),
    ]
    whole = ledger(figures, reports)
    return replace(whole, corrections=(Correction("last", "value", "1,600", "1500", "misprint", "curator"),))


def roles(explanation: Explanation) -> dict[str, str]:
    return {figure.figure_id: figure.role for figure in explanation.figures}


def test_a_figure_comes_with_its_row_its_kin_and_its_words(one: Ledger) -> None:
    told = explain([derive(one)], "last")
    assert roles(told) == {
        "last": "asked",
        "between": "before",
        "families": "same as",
        "since": "contains",
        "rounded": "supports",
    }
    asked = told.figures[0]
    assert (asked.bounds, asked.quantity_table, asked.publisher) == ("1,425 – 1,500 – 1,575", "waymark", "Observatory")
    assert asked.corrected == ("value: 1,600 → 1500, curator: misprint",)
    assert next(figure for figure in told.figures if figure.figure_id == "rounded").left_out == "triangulation"
    assert [finding.partition(":")[0] for finding in told.findings] == ["notice"]


def test_a_row_comes_with_its_arithmetic_and_what_it_said_before(one: Ledger) -> None:
    told = explain([derive(one)], "test/last")
    assert [(row.arithmetic, row.figure_ids) for row in told.rows] == [
        ("1,500 − 1,200 = 300; at least max(0, 1,425 − 1,200), at most 1,575 − 1,200", ("last", "between"))
    ]
    assert [(row.new, row.vintage, row.vintage_end) for row in told.earlier] == [
        ("525 – 600 – 675", "2019-01-30", "2019-02-05")
    ]


def test_as_known_on_a_day(one: Ledger) -> None:
    told = explain([derive(one)], "last", as_of=date(2019, 2, 1))
    assert [row.figure_ids for row in told.rows] == [("last", "first")]
    assert told.earlier == ()


def test_a_point_is_named_by_as_many_parts_as_make_it_one(one: Ledger) -> None:
    told = explain([derive(one)], "exits/persons/2018-12-01/2019-01-29")
    assert [row.point for row in told.rows] == ["test/SOHR/exits/persons/enclave/all/2018-12-01/2019-01-29"]
    assert roles(told)["last"] == "asked"
    assert roles(told)["between"] == "before"


def test_a_name_that_fits_several_points_or_none_is_told_with_those_there_are(one: Ledger) -> None:
    with pytest.raises(NotFoundError, match="3 points fit") as several:
        explain([derive(one)], "2019-01-29")
    assert "test/SOHR/exits/families/enclave/all/2018-12-01/2019-01-29" in str(several.value)
    with pytest.raises(NotFoundError, match="no figure and no point"):
        explain([derive(one)], "nothing")


def test_a_figure_of_two_situations_has_to_be_named_with_one(one: Ledger) -> None:
    other = replace(one, situation=replace(SITUATION, id="other"))
    both: list[Derived] = [derive(one), derive(other)]
    with pytest.raises(NotFoundError, match="2 situations") as several:
        explain(both, "last")
    assert "other/last" in str(several.value)
    assert explain(both, "other/last").situation == "other"
