"""Running totals against the rules told in the plainest way: every vintage from nothing, every pair compared."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Figure, Flag, Ledger, Quantifier, SeriesRow
from etl.series import as_known_on
from etl.universe import ReadFigure, read_figures, vintages
from tests.etl.ledgers import DEC_1, cumulative, ledger, new, report, rows_of, total

Told = dict[str, tuple[str, tuple[str, ...], date | None, tuple[int | None, ...]]]


@st.composite
def counts(draw: st.DrawFn) -> Ledger:
    """One running count, printed by up to eight reports, some of them late, low, or of the same day."""
    reports = [report(f"r{number}", draw(st.dates(date(2019, 1, 1), date(2019, 1, 12)))) for number in range(8)]
    figures: list[Figure] = []
    for number in range(draw(st.integers(1, 10))):
        quantifier = draw(st.sampled_from([Quantifier.EXACT] * 3 + [Quantifier.ABOUT, Quantifier.MORE_THAN]))
        day = draw(st.dates(date(2018, 12, 28), date(2019, 1, 8)))
        chosen = draw(st.sampled_from(reports)).report_id
        figures.append(total(f"f{number}", day, draw(st.integers(90, 130)), chosen, quantifier=quantifier))
    return ledger(figures, reports)


def day_of(read: ReadFigure) -> date:
    assert read.figure.ref_end is not None
    return read.figure.ref_end


def published(read: ReadFigure) -> date:
    assert read.published is not None
    return read.published


def contradicts(later: ReadFigure, earlier: ReadFigure) -> bool:
    return later.bounds.upper is not None and later.bounds.upper < earlier.bounds.lower


def told_plainly(known: list[ReadFigure]) -> Told:
    """What is to be said of each total, of those known."""

    def stands_for_its_day(read: ReadFigure) -> tuple[int, bool, int, str]:
        bounds = read.bounds
        width = (bounds.upper or 0) - bounds.lower
        return -published(read).toordinal(), bounds.upper is None, width, read.figure.figure_id

    standing: list[ReadFigure] = []
    corrections: set[str] = set()
    for day in sorted({day_of(read) for read in known}):
        one = min((read for read in known if day_of(read) == day), key=stands_for_its_day)
        higher = [before for before in standing if contradicts(one, before)]
        if any(published(before) > published(one) for before in higher):
            continue
        if higher:
            corrections.add(one.figure.figure_id)
        standing = [before for before in standing if before not in higher] + [one]
    told: Told = {
        read.figure.figure_id: (Flag.SUPERSEDED, (read.figure.figure_id,), DEC_1, (None, None, None)) for read in known
    }
    for place, read in enumerate(standing):
        name, bounds = read.figure.figure_id, read.bounds
        if place == 0:
            flag = Flag.CORRECTION if name in corrections else Flag.FIRST
            told[name] = (flag, (name,), DEC_1, (bounds.lower, bounds.point, bounds.upper))
            continue
        before = standing[place - 1]
        assert bounds.point is not None
        assert before.bounds.point is not None
        rise = bounds.point - before.bounds.point
        flag_or_none = Flag.CORRECTION if name in corrections else Flag.DIP if rise < 0 else ""
        least = 0 if before.bounds.upper is None else max(0, bounds.lower - before.bounds.upper)
        most = None if bounds.upper is None else bounds.upper - before.bounds.lower
        told[name] = (
            flag_or_none,
            (name, before.figure.figure_id),
            day_of(before) + timedelta(days=1),
            (least, None if rise < 0 else rise if most is None else min(rise, most), most),
        )
    return told


def told(rows: list[SeriesRow]) -> Told:
    return {row.figure_ids[0]: (row.flag, row.figure_ids, row.interval_start, new(row)) for row in rows}


@settings(max_examples=400)
@given(counts())
def test_every_vintage_says_what_the_rules_say(one: Ledger) -> None:
    rows = rows_of(one)
    figures = [read for read in read_figures(one) if read.left_out is None]
    for day in vintages(one.reports):
        known = [read for read in figures if published(read) <= day]
        assert told(as_known_on(rows, day)) == told_plainly(known)


@given(counts())
def test_what_was_printed_stays_in_the_table(one: Ledger) -> None:
    printed = {read.figure.figure_id: read.bounds for read in read_figures(one)}
    for row in rows_of(one):
        bounds = printed[row.figure_ids[0]]
        assert cumulative(row) == (bounds.lower, bounds.point, bounds.upper)
