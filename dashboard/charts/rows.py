"""Which rows each chart of a view draws. Pure.

Charts, their tables and the files beside them show the same because all of them take their rows from here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from dashboard.published import SituationData
from dashboard.select import (
    ALL,
    MAIN,
    View,
    group_of,
    main_phases,
    reconciled_rows_of,
    rows_of,
    shown_flow_point,
    stands,
)
from etl.model import Basis, Kind, SeriesRow

KINDS = ("cumulative", "new", "stock", "nationality", "population")
"""The charts that a view may have, by the names that addresses call them."""

LineKey = tuple[str, str, str, str, str]
"""Source, flow point, nationality, population and phase: what the points of one line share."""


def rows_of_chart(data: SituationData, view: View, kind: str) -> list[SeriesRow] | None:
    """The rows that a chart of a view draws, those of sources before what all figures together give.

    None where the view has no chart of that kind. What a view shows of running totals and new counts makes no
    difference: whoever names a kind wants that one.
    """
    if kind in ("nationality", "population"):
        return latest_of_groups(data, view, kind) or None
    rows = rows_of(data, view)
    stocks = [row for row in rows if row.kind is Kind.STOCK]
    flows = [row for row in rows if row.kind is Kind.FLOW]
    if kind == "stock":
        return counts_present(stocks) if stocks else None
    if view.basis == "reported" and stocks and not flows:
        return None
    drawn = running_totals if kind == "cumulative" else lambda reported: new_counts(view, reported)
    if view.basis == "reported":
        return drawn(flows)
    reported = drawn(laid_over(data, view, flows)) if view.basis == "both" else []
    return [*reported, *(totals_together(data, view) if kind == "cumulative" else new_together(data, view))]


def running_totals(flows: Iterable[SeriesRow]) -> list[SeriesRow]:
    """The rows that become points of a line of running totals."""
    return [row for row in flows if row.basis is Basis.CUMULATIVE and row.cumulative_lower is not None]


def counts_present(stocks: Iterable[SeriesRow]) -> list[SeriesRow]:
    """The rows that become points of a line of people present."""
    return [row for row in stocks if row.stock_lower is not None]


def new_counts(view: View, flows: Sequence[SeriesRow]) -> list[SeriesRow]:
    """The rows that become bars of what was new: of a source's several starts of count only the main one."""
    main = main_phases(flows)
    shown = [row for row in flows if row.new_lower is not None]
    if view.phase == MAIN:
        shown = [row for row in shown if not row.phase or row.phase == main[row.source]]
    if view.phase == MAIN and view.source == MAIN:
        # The only total of a count tells of one long interval, which would dwarf the others; the totals show it.
        totals = Counter(line_key(row) for row in shown if row.phase)
        shown = [row for row in shown if not row.phase or totals[line_key(row)] > 1] or shown
    return shown


def line_key(row: SeriesRow) -> LineKey:
    """What a row shares with the others of its line."""
    return row.source, row.flow_point, row.nationality, row.population, row.phase or row.basis.value


def laid_over(data: SituationData, view: View, flows: Iterable[SeriesRow]) -> list[SeriesRow]:
    """What sources count, where it is laid over what all figures together allow: at the same point."""
    point = shown_flow_point(data, view)
    return [row for row in flows if row.flow_point == point]


def latest_of_groups(data: SituationData, view: View, kind: str) -> list[SeriesRow]:
    """The latest count of each nationality, or of each other group, the largest first; none where a group is asked for.

    A masked count is none: the one before it takes its place.
    """
    if view.group != ALL:
        return []
    rows = rows_of(data, view, every_group=True)
    main = main_phases(row for row in rows if not group_of(row))
    latest: dict[tuple[str, str], SeriesRow] = {}
    for row in rows:
        is_of_kind = (bool(row.nationality), bool(row.population)) == (kind == "nationality", kind == "population")
        counted = row.cumulative_lower is not None or row.stock_lower is not None
        if not is_of_kind or not counted or not stands(row):
            continue
        group = (group_of(row), row.flow_point)
        before = latest.get(group)
        if before is None or _weight(row, main) > _weight(before, main):
            latest[group] = row
    return sorted(latest.values(), key=lambda row: -(count_of(row)[1] or count_of(row)[0] or 0))


def count_of(row: SeriesRow) -> tuple[int | None, int | None, int | None]:
    """What a row counts in all: those present, or its running total."""
    if row.kind is Kind.STOCK:
        return row.stock_lower, row.stock_point, row.stock_upper
    return row.cumulative_lower, row.cumulative_point, row.cumulative_upper


def _weight(row: SeriesRow, main: Mapping[str, str]) -> tuple[bool, date, int]:
    """Which of two counts of one group is the one to show: that of the main count, then the later, then the larger."""
    return row.phase == main.get(row.source, ""), row.interval_end, count_of(row)[1] or 0


def rows_together(data: SituationData, view: View) -> list[SeriesRow]:
    """What all figures together give for the view's group, period by period."""
    # What came before the start that counts share is open nearly everywhere; whoever asks for it sees it.
    return [row for row in reconciled_rows_of(data, view) if row.new_lower is not None and (row.phase or view.start)]


def nationalities_together(data: SituationData, view: View) -> dict[str, dict[tuple[date | None, date], SeriesRow]]:
    """By nationality, those that most is guaranteed for first: the rows that guarantee anything, by period.

    Empty unless the view is by nationality.
    """
    if view.by != "nationality" or view.group != ALL:
        return {}
    found: dict[str, dict[tuple[date | None, date], SeriesRow]] = defaultdict(dict)
    for row in reconciled_rows_of(data, view, every_group=True):
        # What is not a country's code may hold people of several.
        alone = row.nationality and not row.population and not row.nationality.startswith("other:")
        if alone and row.new_lower:
            found[row.nationality][row.interval_start, row.interval_end] = row
    sums = {name: sum(row.new_lower or 0 for row in rows.values()) for name, rows in found.items()}
    return {name: found[name] for name in sorted(found, key=lambda name: (-sums[name], name))}


def totals_together(data: SituationData, view: View) -> list[SeriesRow]:
    """The rows with a total, without those that repeat an open one; the last is kept, so that a line shows its end."""
    told = [row for row in rows_together(data, view) if row.cumulative_lower is not None]
    kept: list[SeriesRow] = []
    for row in told:
        again = kept and row.cumulative_upper is None and count_of(row) == count_of(kept[-1])
        if not again or row is told[-1]:
            kept.append(row)
    return kept


def new_together(data: SituationData, view: View) -> list[SeriesRow]:
    """The rows that rule out any number of new counts, of all people and of each nationality on show."""
    parts = (row for rows in nationalities_together(data, view).values() for row in rows.values())
    return [row for row in (*rows_together(data, view), *parts) if says_something(row)]


def says_something(row: SeriesRow) -> bool:
    """Whether any number of new counts is ruled out."""
    return bool(row.new_lower) or row.new_upper is not None
