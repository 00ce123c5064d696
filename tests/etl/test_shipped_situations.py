"""The two situations that are shipped: numbers that anybody can check in the reports, and the tables as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from etl.ledger import read_ledger, situation_folders
from etl.model import Basis, Flag, Measure, SeriesRow, Unit
from etl.pipeline import Derived, derive
from etl.series import as_known_on, series_rows
from etl.universe import read_figures
from tests.etl.ledgers import cumulative, new
from tests.etl.renew_golden import DATA, GOLDEN, golden_text

FOLDERS = situation_folders(DATA)


@pytest.fixture(scope="module")
def enclave() -> Derived:
    return derive(read_ledger(DATA / "situations" / "enclave-exits"))


@pytest.fixture(scope="module")
def camp() -> Derived:
    return derive(read_ledger(DATA / "situations" / "al-hol-camp"))


Totals = Callable[[str], dict[date, SeriesRow]]


@pytest.fixture
def observatory(enclave: Derived) -> Totals:
    """SOHR's standing totals of all people who got out, by day, for a start of its count."""

    def totals(phase: str) -> dict[date, SeriesRow]:
        return {
            row.interval_end: row
            for row in enclave.rows
            if (row.source, row.measure, row.unit, row.phase) == ("SOHR", Measure.EXITS, Unit.PERSONS, phase)
            and (row.nationality, row.population, row.flow_point) == ("", "", "enclave")
            and row.vintage_end is None
            and row.flag not in (Flag.SUPERSEDED, Flag.WORD_ONLY)
        }

    return totals


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_series_are_those_that_were_looked_at(folder: Path) -> None:
    expected = (GOLDEN / f"{folder.name}.csv").read_text("utf-8").splitlines()
    found = golden_text(folder).splitlines()
    gone, come = [line for line in expected if line not in found], [line for line in found if line not in expected]
    assert (gone, come) == ([], []), "if this is meant: python -m tests.etl.renew_golden"
    assert found == expected


def test_what_came_between_22_and_29_january(observatory: Totals) -> None:
    row = observatory("2018-12-01")[date(2019, 1, 29)]
    assert (row.interval_start, new(row), cumulative(row)) == (
        date(2019, 1, 23),
        (9_300, 9_300, 9_300),
        (36_250, 36_250, 36_250),
    )


def test_the_observatorys_own_totals(observatory: Totals) -> None:
    since_december = observatory("2018-12-01")
    for day, value in {
        date(2018, 12, 27): 11_100,
        date(2019, 1, 5): 12_950,
        date(2019, 1, 12): 15_400,
        date(2019, 1, 21): 22_050,
        date(2019, 1, 22): 26_950,
        date(2019, 1, 30): 36_250,
        date(2019, 2, 2): 36_545,
        date(2019, 2, 22): 45_900,
        date(2019, 3, 6): 57_620,
        date(2019, 3, 12): 59_920,
        date(2019, 3, 23): 64_100,
    }.items():
        assert since_december[day].cumulative_point == value
    first = since_december[date(2018, 12, 27)]
    assert (first.flag, first.interval_start, first.new_point) == (Flag.FIRST, date(2018, 12, 1), 11_100)


def test_the_least_and_the_most_of_1_to_18_december(observatory: Totals) -> None:
    """What is said since 1 December less what is said since 19 December, on one day: 753 at least, 2,049 at most."""
    december, nineteenth = observatory("2018-12-01"), observatory("2018-12-19")
    lowers, uppers = [], []
    for day in (date(2019, 1, 12), date(2019, 1, 30)):
        whole, since = cumulative(december[day]), cumulative(nineteenth[day])
        if whole[0] is not None and since[2] is not None:
            lowers.append(whole[0] - since[2])
        if whole[2] is not None and since[0] is not None:
            uppers.append(whole[2] - since[0])
    assert (max(lowers), min(uppers)) == (753, 2_049)


def test_no_line_is_joined_across_starts(enclave: Derived, camp: Derived) -> None:
    for derived in (enclave, camp):
        figures = {figure.figure_id: figure for figure in derived.ledger.figures}
        for row in derived.rows:
            starts = {figures[figure_id].ref_start for figure_id in row.figure_ids}
            sources = {figures[figure_id].source for figure_id in row.figure_ids}
            assert (len(starts), len(sources)) == (1, 1)
            if len(row.figure_ids) > 1:
                before = figures[row.figure_ids[1]]
                assert before.ref_end is not None
                assert row.interval_start == before.ref_end + timedelta(days=1)
                assert row.basis is Basis.CUMULATIVE


def test_a_printed_dip_is_shown_and_no_negative_flow(camp: Derived) -> None:
    dips = [row for row in camp.rows if row.flag == Flag.DIP and row.vintage_end is None]
    assert [(row.source, row.cumulative_point, row.new_point) for row in dips] == [("OCHA", 1_430, None)]
    assert (dips[0].new_lower, dips[0].new_upper) == (0, 51)


def test_all_534_figures_are_used_or_say_why_not(enclave: Derived, camp: Derived) -> None:
    assert len(enclave.figures) + len(camp.figures) == 534
    for derived in (enclave, camp):
        used = {figure_id for row in derived.rows for figure_id in row.figure_ids}
        for read in derived.figures:
            assert (read.figure.figure_id in used) == (read.left_out is None)


def test_no_finding_is_an_error(enclave: Derived, camp: Derived) -> None:
    errors = [finding for derived in (enclave, camp) for finding in derived.findings if finding.severity == "error"]
    assert errors == []


def test_any_vintage_is_what_its_reports_give(enclave: Derived) -> None:
    ledger = enclave.ledger
    figures = read_figures(ledger)
    for day in (date(2018, 12, 31), date(2019, 1, 23), date(2019, 1, 30), date(2019, 3, 1)):
        known = [read for read in figures if read.published is not None and read.published <= day]
        then = [row for row in series_rows(ledger.situation, known) if row.vintage_end is None]
        names = [(row.figure_ids, new(row), cumulative(row), row.flag) for row in then]
        standing = as_known_on(enclave.rows, day)
        assert sorted(names, key=str) == sorted(
            ((row.figure_ids, new(row), cumulative(row), row.flag) for row in standing), key=str
        )
        assert names
