"""What a reviewer is told to look at, and what not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from dashboard.locales import words
from etl.checks import CHECKS, Checked, find, numbers_in
from etl.model import Figure, Finding, HeldText, Ledger, Quantifier, Report, Severity, Status, Unit
from etl.series import series_rows
from etl.universe import read_figures
from tests.etl.ledgers import DEC_1, DEC_19, figure, ledger, ledgers, report, total

JAN_22, JAN_29, JAN_30 = (date(2019, 1, day) for day in (22, 29, 30))


def findings(one: Ledger) -> list[Finding]:
    figures = read_figures(one)
    return find(Checked(one, figures, series_rows(one.situation, figures)))


def found(figures: Sequence[Figure], reports: Sequence[Report] = ()) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.code, finding.figure_ids) for finding in findings(ledger(figures, reports))]


def part(value: int, whole: str = "whole", **more: Any) -> Figure:
    return figure("part", part_of=whole, value=value, ref_end=JAN_29, **more)


@pytest.mark.parametrize(
    ("whole", "subset", "code"),
    [
        ({"value": 100}, {"value": 101}, "subset_impossible"),
        ({"value": 100}, {"value": 100}, None),
        ({"value": 210, "quantifier": Quantifier.ABOUT}, {"value": 220}, "subset_doubtful"),
        ({"value": 210, "quantifier": Quantifier.ABOUT}, {"value": 221}, "subset_impossible"),
        ({"value": 100, "quantifier": Quantifier.MORE_THAN}, {"value": 400}, "subset_doubtful"),
        ({"value": 100}, {"value": 101, "unit": Unit.FAMILIES}, "subset_impossible"),
        ({"value": 100, "unit": Unit.FAMILIES}, {"value": 1_500}, None),
        ({"value": 100, "unit": Unit.FAMILIES}, {"value": 1_501}, "subset_impossible"),
        ({"value": 100}, {"value": 101, "status": Status.REJECTED}, None),
    ],
)
def test_a_subset_larger_than_its_whole(whole: dict[str, Any], subset: dict[str, Any], code: str | None) -> None:
    figures = [figure("whole", ref_end=JAN_29, **whole), part(**subset)]
    assert found(figures) == ([(code, ("part", "whole"))] if code else [])


@pytest.mark.parametrize(
    ("persons", "families", "more", "wrong"),
    [
        (858, 240, {}, False),
        (240, 240, {}, False),
        (239, 240, {}, True),
        (3_600, 240, {}, False),
        (3_601, 240, {}, True),
        (100_000, 240, {"quantifier": Quantifier.MORE_THAN}, True),
        (3_601, 240, {"quantifier": Quantifier.ABOUT}, False),
    ],
)
def test_families_and_persons_that_do_not_go_together(
    persons: int, families: int, more: dict[str, Any], wrong: bool
) -> None:
    people = figure("persons", value=persons, ref_end=JAN_29, same_as="families")
    households = figure("families", value=families, ref_end=JAN_29, unit=Unit.FAMILIES, same_as="persons", **more)
    assert found([people, households]) == ([("household", ("persons", "families"))] if wrong else [])


def test_a_total_that_falls() -> None:
    figures = [total("a", JAN_22, 900, "r1"), total("b", JAN_29, 700, "r2"), total("c", JAN_30, 800, "r3")]
    told = findings(ledger(figures))
    assert [(one.code, one.figure_ids, one.severity) for one in told] == [
        ("falling_total", ("b", "a"), Severity.WARNING)
    ]
    assert told[0].sentence == (
        "SOHR: 700 persons on 2019-01-29 is below 900 persons on 2019-01-22. The later value replaces the earlier one."
    )
    assert dict(told[0].values)["before_date"] == "2019-01-22"


def test_a_total_below_one_that_came_out_later() -> None:
    reports = [report("r1", JAN_30), report("r2", date(2019, 2, 9))]
    figures = [total("early", JAN_29, 700, "r1"), total("late", JAN_22, 900, "r2")]
    assert found(figures, reports) == [("outdated_total", ("early", "late"))]


def test_a_dip_within_bounds_is_a_notice() -> None:
    figures = [total("a", JAN_22, 1_450, "r1"), total("b", JAN_29, 1_430, "r2", quantifier=Quantifier.ABOUT)]
    assert found(figures) == [("dipping_total", ("b", "a"))]


def test_a_restart() -> None:
    first = [total("a", JAN_22, 900, "r1"), total("b", JAN_29, 950, "r2")]
    again = total("c", JAN_29, 50, "r2", DEC_19)
    assert found([*first, again]) == [("restart", ("c",))]
    assert found([first[0], again]) == []


def test_an_interval_that_ends_before_it_starts() -> None:
    assert found([total("a", DEC_1, 5, ref_start=DEC_19)]) == [("ends_before_start", ("a",))]


def test_an_interval_that_ends_after_publication() -> None:
    figures = [figure("a", value=5, ref_end=JAN_30), figure("b", value=6, ref_end=JAN_29)]
    assert found(figures, [report("r1", JAN_29)]) == [("ends_after_publication", ("a",))]


@pytest.mark.parametrize(
    ("quote", "value", "missing"),
    [
        ("36,250 people got out", 36_250, False),
        ("36250 people got out", 36_250, False),
        ("خرج ٣٦٢٥٠ شخصاً", 36_250, False),
        ("36.2 thousand people", 36_200, False),
        ("36 250 people", 36_250, False),
        ("on 30 January 2019 300 people", 300, False),
        ("36,520 people got out", 36_250, True),
        ("136,250 people got out", 36_250, True),
        ("36,250 people got out", 250, True),
        ("seven people", 7, False),
        ("", 7, False),
    ],
)
def test_a_number_that_its_quote_does_not_hold(quote: str, value: int, missing: bool) -> None:
    told = found([figure("a", value=value, ref_end=JAN_29, quote=quote)])
    assert told == ([("number_not_in_quote", ("a",))] if missing else [])


def test_both_ends_of_a_range_are_looked_for() -> None:
    ends: dict[str, Any] = {"quantifier": Quantifier.RANGE, "lower": 4_500, "upper": 6_000, "ref_end": JAN_29}
    assert found([figure("a", quote="between 4,500 and 6,000", **ends)]) == []
    assert found([figure("a", quote="some 4,500", **ends)]) == [("number_not_in_quote", ("a",))]


@pytest.mark.parametrize(
    ("quantifier", "quote", "missing"),
    [
        (Quantifier.MORE_THAN, "more than 34,200", False),
        (Quantifier.MORE_THAN, "Over 34,200", False),
        (Quantifier.MORE_THAN, "أكثر من 34200", False),
        (Quantifier.MORE_THAN, "وأكثر من 34200", False),
        (Quantifier.MORE_THAN, "34,200 moreover", True),
        (Quantifier.ABOUT, "nearly 34,200", False),
        (Quantifier.ABOUT, "34,200", True),
        (Quantifier.AT_LEAST, "at least 34,200", False),
        (Quantifier.AT_MOST, "34,200", True),
        (Quantifier.EXACT, "34,200", False),
    ],
)
def test_a_quantifier_that_its_quote_does_not_hold(quantifier: Quantifier, quote: str, missing: bool) -> None:
    told = found([figure("a", value=34_200, ref_end=JAN_29, quote=quote, quantifier=quantifier)])
    assert told == ([("quantifier_not_in_quote", ("a",))] if missing else [])


def test_a_reprint_and_a_batch_counted_twice() -> None:
    day = {"ref_start": JAN_29, "ref_end": JAN_29}
    reports = [report(f"r{number}", date(2019, 2, number)) for number in (1, 2, 3)]
    said = [figure("a", "r1", value=75, **day), figure("b", "r2", value=75, **day)]
    assert found(said, reports) == [("reprint", ("a", "b"))]
    between = [said[0], figure("b", "r2", value=80, **day), figure("c", "r3", value=75, **day)]
    assert found(between, reports) == [("counted_twice", ("a", "c"))]
    assert found([said[0], figure("c", "r1", value=75, **day)]) == []


HELD = "🚶 Monday:  34,200\npeople left; of them 34,200 people stayed.\nغادر 34,200 شخص"


@pytest.mark.parametrize(
    ("quote", "span", "code"),
    [
        ("34,200 people", (39, 52), None),
        ("34,200 people", (None, None), None),
        ("34,200 شخص", (66, 76), None),
        ("34,200 people", (40, 53), "span_not_quote"),
        ("34,200 people", (39, None), "span_not_quote"),
        ("34,200 people", (None, 52), "span_not_quote"),
        ("34,200 people", (900, 913), "span_not_quote"),
        ("34,200 people left", (None, None), "quote_spaced_otherwise"),
        ("Monday: 34,200 people left", (3, 12), "quote_spaced_otherwise"),
        ("34,200 men", (39, 52), "quote_not_in_text"),
        ("34,200 Men", (None, None), "quote_not_in_text"),
        ("", (1, 2), None),
    ],
)
def test_a_quote_beside_the_text_that_is_held(
    quote: str, span: tuple[int | None, int | None], code: str | None
) -> None:
    start, end = span
    one = figure("a", value=34_200, ref_end=JAN_29, quote=quote, span_start=start, span_end=end)
    held = replace(ledger([one]), texts=(HeldText("r1", HELD),))
    told = findings(held)
    assert [(finding.code, finding.figure_ids) for finding in told] == ([(code, ("a",))] if code else [])
    assert [quote in finding.sentence for finding in told] == [True] * len(told)
    assert found([one]) == [], "without a text there is nothing to compare with"
    put_aside = replace(held, figures=(replace(one, status=Status.REJECTED),))
    assert findings(put_aside) == [], "what was put aside need not be right"


def test_numbers_in_a_text() -> None:
    assert numbers_in("1.5 million of 12,000 and 3 thousand") >= {1_500_000, 12_000, 3_000}
    assert numbers_in("3 آلاف و200 شخص") >= {3_000, 3_200}
    assert 36 not in numbers_in("36,250")
    assert numbers_in("no digits") == set()


def test_every_check_has_its_own_code() -> None:
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes))
    assert [code for code in codes if not words("en").has(f"finding.{code}")] == [], "each has its words on the pages"


@given(ledgers())
def test_findings_name_figures_of_the_ledger_and_the_gravest_come_first(one: Ledger) -> None:
    told = findings(one)
    ids = {figure.figure_id for figure in one.figures}
    assert all(set(finding.figure_ids) <= ids and finding.figure_ids for finding in told)
    gravity = [list(Severity).index(finding.severity) for finding in told]
    assert gravity == sorted(gravity)


@given(ledgers())
def test_a_finding_does_not_depend_on_the_order_of_rows(one: Ledger) -> None:
    turned = Ledger(one.situation, one.reports, one.figures[::-1])
    assert {(told.code, told.figure_ids) for told in findings(turned)} == {
        (told.code, told.figure_ids) for told in findings(one)
    }
