"""What a week is: by all reports together, and by one source's running totals and batches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.alerts.weeks import Week, weeks_of
from etl.model import AlertRule, Figure, Precision, Quantifier
from tests.etl.alerts.making import above, known
from tests.etl.ledgers import DEC_1, DEC_19, figure, ledger, rows_of, total

BY_SOHR = above(source="SOHR")
MONDAY = date(2018, 12, 31)
W52, W01, W02, W03 = "2018-W52", "2019-W01", "2019-W02", "2019-W03"


def batch(figure_id: str, first: date, last: date, value: int, report_id: str = "r1", /, **more: object) -> Figure:
    return figure(figure_id, report_id, ref_start=first, ref_end=last, value=value, **more)


def weeks(*figures: Figure, rule: AlertRule = BY_SOHR) -> dict[str, tuple[int, int | None, int | None]]:
    """Least, printed and most of each week, by name."""
    return {week.name: numbers(week) for week in weeks_of(rows_of(ledger(figures)), rule)}


def numbers(week: Week) -> tuple[int, int | None, int | None]:
    return week.lower, week.point, week.upper


def day(offset: int) -> date:
    """Days after the Monday of 2019-W01."""
    return MONDAY + timedelta(days=offset)


def test_totals_at_the_ends_of_a_week_say_all_of_it() -> None:
    found = weeks(total("f1", day(-1), 10_000, "r1"), total("f2", day(6), 16_500, "r2"))
    assert found[W01] == (6_500, 6_500, 6_500)


def test_totals_inside_a_week_say_the_least_and_those_around_it_the_most() -> None:
    found = weeks(
        total("f1", day(-3), 10_000, "r1"),
        total("f2", day(1), 11_000, "r2"),
        total("f3", day(5), 15_000, "r3"),
        total("f4", day(9), 18_000, "r4"),
    )
    assert found[W01] == (4_000, 4_000, 8_000)


def test_the_week_of_the_first_day_of_a_count_is_known_from_its_start_on() -> None:
    # 1 December 2018 is a Saturday: what came before in the week nobody says.
    assert weeks(total("f1", DEC_1 + timedelta(days=1), 700))["2018-W48"] == (700, 700, None)


def test_soft_words_keep_their_bounds() -> None:
    about, more = Quantifier.ABOUT, Quantifier.MORE_THAN
    found = weeks(
        total("f1", day(-1), 10_100, "r1", quantifier=about), total("f2", day(6), 16_100, "r2", quantifier=about)
    )
    # 9,595 to 10,605, then 15,295 to 16,905.
    assert found[W01] == (4_690, 6_000, 7_310)
    found = weeks(
        total("f1", day(-1), 10_000, "r1", quantifier=more), total("f2", day(6), 16_000, "r2", quantifier=more)
    )
    assert found[W01] == (0, 6_000, None)


def test_batches_that_do_not_overlap_add_up() -> None:
    found = weeks(
        batch("f1", day(0), day(1), 2_000, quantifier=Quantifier.AT_LEAST),
        batch("f2", day(2), day(4), 3_000, quantifier=Quantifier.AT_LEAST),
        batch("f3", day(0), day(4), 5_400, "r2", quantifier=Quantifier.AT_MOST),
        batch("f4", day(5), day(6), 1_000, "r3"),
        batch("f5", day(5), day(9), 9_000, "r4"),
    )
    # The least: 2,000 + 3,000 + 1,000. The most: 5,400 of the first five days and 1,000 of the others.
    assert found[W01] == (6_000, 6_000, 6_400)
    assert found[W02] == (0, None, None)


def test_a_batch_over_two_weeks_is_at_least_nothing_and_at_most_all_in_each() -> None:
    assert weeks(batch("f1", day(0), day(13), 14_000)) == {W01: (0, None, 14_000), W02: (0, None, 14_000)}


def test_each_count_and_flow_point_has_weeks_of_its_own() -> None:
    totals = [total(f"a{n}", day(7 * n - 1), 1_000 * n, f"r{n}") for n in range(2)]
    others = [total(f"b{n}", day(7 * n - 1), 400 * n, f"r{n}", DEC_19) for n in range(2)]
    found = [numbers(week) for week in weeks_of(rows_of(ledger([*totals, *others])), BY_SOHR) if week.name == W01]
    assert sorted(found) == [(400, 400, 400), (1_000, 1_000, 1_000)]


def test_what_is_superseded_undated_or_of_an_uncertain_day_takes_no_part() -> None:
    assert weeks(total("f1", day(3), 9_000, "r1", None)) == {}
    assert weeks(batch("f1", day(0), day(3), 9_000, ref_precision=Precision.APPROX)) == {}
    found = weeks(
        total("f1", day(-1), 10_000, "r1"),
        total("f2", day(3), 90_000, "r2"),
        total("f3", day(6), 16_000, "r3"),
    )
    assert found[W01] == (6_000, 6_000, 6_000)


@pytest.mark.parametrize(
    "rule",
    [
        above(source="SDF"),
        above(source="SOHR", nationality="IRQ"),
        above(source="SOHR", flow_point="camp"),
        above(),
    ],
    ids=["source", "group", "flow point", "basis"],
)
def test_a_rule_sees_what_it_asks_for_alone(rule: AlertRule) -> None:
    assert weeks(total("f1", day(6), 9_000), rule=rule) == {}


def test_reconciled_weeks_are_those_of_the_published_rows() -> None:
    of_all = known(ledger([total("f1", day(-1), 10_000, "r1"), total("f2", day(6), 16_500, "r2", source="SDF")]))
    found = {week.name: numbers(week) for week in weeks_of(of_all.rows, above())}
    assert found[W01] == (6_500, 6_500, 6_500)
    assert found[W52][0] == 0


@st.composite
def truths(draw: st.DrawFn) -> tuple[list[int], list[Figure]]:
    """What happened on each of 30 days from the Monday on, and figures that do not lie about it."""
    daily = draw(st.lists(st.integers(0, 90), min_size=30, max_size=30))
    figures = []
    for number in range(draw(st.integers(1, 6))):
        running = draw(st.booleans())
        last = draw(st.integers(0, 29))
        first = 0 if running else draw(st.integers(0, last))
        true = sum(daily[first : last + 1])
        quantifier = draw(st.sampled_from([Quantifier.EXACT, Quantifier.AT_LEAST, Quantifier.AT_MOST]))
        slack = 0 if quantifier is Quantifier.EXACT else draw(st.integers(0, 40))
        value = true + slack if quantifier is Quantifier.AT_MOST else max(true - slack, 0)
        one = (f"f{number}", day(last), value, f"r{number}", MONDAY) if running else None
        figures.append(
            total(*one, quantifier=quantifier)
            if one
            else batch(f"f{number}", day(first), day(last), value, f"r{number}", quantifier=quantifier)
        )
    return daily, figures


@given(truths())
def test_the_truth_lies_within_every_week(truth: tuple[list[int], list[Figure]]) -> None:
    daily, figures = truth
    for week in weeks_of(rows_of(ledger(figures)), BY_SOHR):
        at = (week.start - MONDAY).days
        true = sum(daily[max(at, 0) : max(at + 7, 0)])
        assert week.lower <= true
        assert week.upper is None or true <= week.upper
        assert week.point is None or week.lower <= week.point
