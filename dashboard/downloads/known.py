"""A situation as it was known on a day, for files that hold all of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TypeVar

from dashboard.published import SituationData, Together
from etl.model import ContradictionRow, ImpliedRow, Measure, SeriesRow, Unit

Row = TypeVar("Row", SeriesRow, ContradictionRow, ImpliedRow)


def as_known_on(rows: Iterable[Row], day: date | None) -> list[Row]:
    """The rows that had come by a day, standing or not; nobody knew then that some would be replaced later.

    None: every row as it is.
    """
    if day is None:
        return list(rows)
    return [
        row if row.vintage_end is None or row.vintage_end <= day else replace(row, vintage_end=None)
        for row in rows
        if row.vintage <= day
    ]


def known_then(data: SituationData, day: date) -> SituationData:
    """Everything of a situation that was known on a day, every vintage up to it.

    A report without a date of publication is among it only where everything is: nothing tells that it was out before.
    """
    last = max(data.summary.vintages, default=None)
    if last is None or day >= last:
        return data
    reports = {
        name: report
        for name, report in data.reports.items()
        if report.published is not None and report.published <= day
    }
    figures = {name: known for name, known in data.figures.items() if known.report.report_id in reports}

    @cache
    def series(measure: Measure, unit: Unit) -> Sequence[SeriesRow]:
        return as_known_on(data.reconciled(measure, unit), day)

    @cache
    def contradictions() -> Sequence[ContradictionRow]:
        return as_known_on(data.contradictions, day)

    @cache
    def implied() -> Sequence[ImpliedRow]:
        return as_known_on(data.implied, day)

    return replace(
        data,
        figures=figures,
        reports=reports,
        rows=as_known_on(data.rows, day),
        findings=[finding for finding in data.findings if figures.keys() >= set(finding.figure_ids)],
        together=Together(series, contradictions, implied),
    )
