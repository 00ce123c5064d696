"""Which figures the charts of a view rest on. Pure.

The charts decide what they draw; this names the figures behind it, and a test holds the two together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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
from etl.model import Basis, Kind, Report, SeriesRow


def reports_shown(data: SituationData, view: View) -> tuple[Report, ...]:
    """The reports that the charts of a view rest on, in order of publication; those without a date come last."""
    reports = {data.figures[figure_id].report.report_id for figure_id in _figures_shown(data, view)}
    return tuple(sorted((data.reports[report_id] for report_id in reports), key=_order))


def days_shown(data: SituationData, view: View) -> tuple[date | None, date | None]:
    """The first and last day that a view speaks of: those asked for, else those of its rows; None: there is none."""
    rows = [*_reported(data, view), *_together(data, view)]
    first = min((row.interval_start or row.interval_end for row in rows), default=None)
    return view.start or first, view.end or max((row.interval_end for row in rows), default=None)


def _order(report: Report) -> tuple[date, str]:
    return report.published or date.max, report.report_id


def _figures_shown(data: SituationData, view: View) -> Iterator[str]:
    for row in _together(data, view):
        yield from row.figure_ids
    rows = _reported(data, view)
    counted = [row for row in rows if row.kind is Kind.STOCK and row.stock_lower is not None]
    flows = [row for row in rows if row.kind is Kind.FLOW]
    if view.show in ("both", "cumulative"):
        counted += [row for row in flows if row.basis is Basis.CUMULATIVE and row.cumulative_lower is not None]
    # A count is what one report says; the latest of each group is drawn once more by nationality and by population.
    for row in (*counted, *_latest_of_groups(data, view)):
        yield row.figure_ids[0]
    if view.show in ("both", "new"):
        # What is new between two totals rests on both.
        for row in _intervals(view, flows):
            yield from row.figure_ids


def _reported(data: SituationData, view: View) -> list[SeriesRow]:
    """What sources count, as far as charts on the basis of the view draw it: counts of those present always."""
    rows = rows_of(data, view)
    if view.basis == "reported":
        return rows
    point = shown_flow_point(data, view)
    return [row for row in rows if row.kind is Kind.STOCK or (view.basis == "both" and row.flow_point == point)]


def _together(data: SituationData, view: View) -> list[SeriesRow]:
    """What all figures together allow, and of each nationality where those are stacked."""
    if view.basis == "reported":
        return []
    rows = [row for row in reconciled_rows_of(data, view) if row.new_lower is not None and (row.phase or view.start)]
    if view.by == "nationality" and view.group == ALL:
        rows += [
            row
            for row in reconciled_rows_of(data, view, every_group=True)
            if row.new_lower and not row.population and row.nationality and not row.nationality.startswith("other:")
        ]
    return rows


def _intervals(view: View, rows: Sequence[SeriesRow]) -> list[SeriesRow]:
    """The rows that become bars of what was new."""
    main = main_phases(rows)
    shown = [row for row in rows if row.new_lower is not None]
    if view.phase == MAIN:
        shown = [row for row in shown if not row.phase or row.phase == main[row.source]]
        if view.source == MAIN:
            totals = Counter(_line(row) for row in shown if row.phase)
            shown = [row for row in shown if not row.phase or totals[_line(row)] > 1] or shown
    return shown


def _line(row: SeriesRow) -> tuple[str, str, str, str, str]:
    return row.source, row.flow_point, row.nationality, row.population, row.phase


def _latest_of_groups(data: SituationData, view: View) -> list[SeriesRow]:
    """The latest count of each nationality and of each other group, that of the main count before others."""
    if view.group != ALL:
        return []
    rows = rows_of(data, view, every_group=True)
    main = main_phases(row for row in rows if not group_of(row))

    def weight(row: SeriesRow) -> tuple[bool, date, int]:
        count = row.stock_point if row.kind is Kind.STOCK else row.cumulative_point
        return row.phase == main.get(row.source, ""), row.interval_end, count or 0

    latest: dict[tuple[str, str], SeriesRow] = {}
    for row in rows:
        counted = row.cumulative_lower is not None or row.stock_lower is not None
        if bool(row.nationality) == bool(row.population) or not counted or not stands(row):
            continue
        group = (group_of(row), row.flow_point)
        if group not in latest or weight(row) > weight(latest[group]):
            latest[group] = row
    return list(latest.values())
