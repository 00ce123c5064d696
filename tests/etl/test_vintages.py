"""What was known on a day: the same as if nothing had been published since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Ledger, SeriesRow
from etl.series import as_known_on
from etl.universe import vintages
from tests.etl.ledgers import DAYS, DEC_1, figures_of, ledger, ledgers, now, report, rows_of, total


def until(one: Ledger, day: date) -> Ledger:
    """The ledger as it would be if its reports had ended on `day`."""
    reports = tuple(known for known in one.reports if known.published is not None and known.published <= day)
    ids = {known.report_id for known in reports}
    return replace(one, reports=reports, figures=tuple(figure for figure in one.figures if figure.report_id in ids))


def said(rows: list[SeriesRow]) -> list[SeriesRow]:
    """What rows say, whenever they were first and last known."""
    return sorted((replace(row, vintage=DEC_1, vintage_end=None) for row in rows), key=lambda row: row.figure_ids)


@settings(max_examples=300)
@given(ledgers(), DAYS)
def test_as_known_on_a_day_is_what_the_reports_until_then_give(one: Ledger, day: date) -> None:
    earlier = [row for row in rows_of(until(one, day)) if row.vintage_end is None]
    assert said(as_known_on(rows_of(one), day)) == said(earlier)


@settings(max_examples=200)
@given(ledgers(), st.data())
def test_old_vintages_do_not_change_when_a_later_report_is_added(one: Ledger, data: st.DataObject) -> None:
    dates = vintages(one.reports)
    later = date.fromordinal(dates[-1].toordinal() + data.draw(st.integers(1, 30)))
    added = [data.draw(figures_of(f"new{number}", ["later"])) for number in range(data.draw(st.integers(1, 3)))]
    added = [replace(figure, part_of="") for figure in added]
    grown = ledger([*one.figures, *added], [*one.reports, report("later", later)])
    before, after = rows_of(one), rows_of(grown)
    for day in (*dates, date.fromordinal(later.toordinal() - 1)):
        assert as_known_on(after, day) == [
            replace(row, vintage_end=later if still != row else row.vintage_end)
            for row, still in zip(as_known_on(before, day), as_known_on(after, day), strict=True)
        ]


@given(ledgers())
def test_the_order_of_rows_in_the_files_does_not_matter(one: Ledger) -> None:
    turned = replace(one, reports=one.reports[::-1], figures=one.figures[::-1])
    assert rows_of(turned) == rows_of(one)


@given(ledgers())
def test_a_row_stands_for_some_time_and_one_row_at_a_time(one: Ledger) -> None:
    rows = rows_of(one)
    assert all(row.vintage_end is None or row.vintage < row.vintage_end for row in rows)
    for day in vintages(one.reports):
        ending = [row.figure_ids[0] for row in as_known_on(rows, day)]
        assert len(ending) == len(set(ending))


def test_a_late_report_of_an_early_day_splits_the_interval_from_its_vintage_on() -> None:
    reports = [report("r1", date(2019, 1, 11)), report("r2", date(2019, 1, 30)), report("r3", date(2019, 2, 10))]
    totals = [
        total("a", date(2019, 1, 10), 100, "r1"),
        total("c", date(2019, 1, 29), 300, "r2"),
        total("b", date(2019, 1, 20), 250, "r3"),
    ]
    one = ledger(totals, reports)
    known = {row.figure_ids[0]: row for row in as_known_on(rows_of(one), date(2019, 2, 9))}
    assert (known["c"].new_point, known["c"].figure_ids) == (200, ("c", "a"))
    assert (now(one)["c"].new_point, now(one)["c"].figure_ids) == (50, ("c", "b"))
    assert now(one)["b"].new_point == 150
