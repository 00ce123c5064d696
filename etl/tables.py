"""Records → Arrow tables in the published schemas. An empty text is a missing value, never an empty string."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter

from etl.model import (
    ContradictionRow,
    Correction,
    Figure,
    Finding,
    ImpliedRow,
    Ledger,
    Report,
    SeriesRow,
    Situation,
)
from etl.schemas import CONTRADICTIONS, FIGURES, FINDINGS, IMPLIED, REPORTS, SERIES, SITUATIONS, TableSpec, arrow_schema
from etl.universe import ReadFigure, vintages

_SITUATION = TypeAdapter(Situation)


def figures_table(ledger: Ledger, figures: Sequence[ReadFigure]) -> pa.Table:
    """Every figure of a ledger, used in a series or not."""
    reports = {report.report_id: report for report in ledger.reports}
    report_of = [reports[read.figure.report_id] for read in figures]
    corrected = _corrected(ledger.corrections)
    columns: dict[str, Sequence[Any]] = {
        name: [getattr(read.figure, name) for read in figures] for name in Figure.__dataclass_fields__
    }
    columns |= {
        name: [getattr(report, name) for report in report_of] for name in ("publisher", "title", "url", "published")
    }
    columns |= {
        "bounds_lower": [read.bounds.lower for read in figures],
        "bounds_point": [read.bounds.point for read in figures],
        "bounds_upper": [read.bounds.upper for read in figures],
        "quantity_table": [read.bounds.table for read in figures],
        "flow_point": [read.flow_point for read in figures],
        "left_out": [read.left_out for read in figures],
        "corrected": [corrected.get(read.figure.figure_id) for read in figures],
    }
    return _table(FIGURES, columns)


def reports_table(ledger: Ledger) -> pa.Table:
    """Every report of a ledger. The texts themselves are not published: their licences differ."""
    figures = Counter(figure.report_id for figure in ledger.figures)
    reports = ledger.reports
    columns: dict[str, Sequence[Any]] = {
        name: [getattr(report, name) for report in reports] for name in Report.__dataclass_fields__ if name != "text"
    }
    columns["situation"] = [ledger.situation.id] * len(reports)
    columns["figures"] = [figures[report.report_id] for report in reports]
    return _table(REPORTS, columns)


def series_table(rows: Sequence[SeriesRow]) -> pa.Table:
    """Every row of every series and vintage."""
    return _records(SERIES, rows)


def contradictions_table(rows: Sequence[ContradictionRow]) -> pa.Table:
    """Figures that cannot all be true, in every reading and vintage."""
    return _records(CONTRADICTIONS, rows)


def implied_table(rows: Sequence[ImpliedRow]) -> pa.Table:
    """What reports imply for days that they give no number for."""
    return _records(IMPLIED, rows)


def findings_table(situation: str, findings: Sequence[Finding]) -> pa.Table:
    """What the checks found."""
    return _table(
        FINDINGS,
        {
            "situation": [situation] * len(findings),
            "code": [finding.code for finding in findings],
            "severity": [finding.severity for finding in findings],
            "figure_ids": [finding.figure_ids for finding in findings],
            "sentence": [finding.sentence for finding in findings],
            "words": [json.dumps(dict(finding.values), ensure_ascii=False) for finding in findings],
        },
    )


def situations_table(ledger: Ledger, rows: Iterable[SeriesRow]) -> pa.Table:
    """One row: the situation with its names and settings."""
    days = [day for row in rows for day in (row.interval_start or row.interval_end, row.interval_end)]
    return _table(
        SITUATIONS,
        {
            "situation": [ledger.situation.id],
            "figures": [len(ledger.figures)],
            "reports": [len(ledger.reports)],
            "first_day": [min(days, default=None)],
            "last_day": [max(days, default=None)],
            "vintages": [vintages(ledger.reports)],
            "definition": [_SITUATION.dump_json(ledger.situation).decode()],
            # Given when the tables are published.
            "state": [None],
        },
    )


def _corrected(corrections: Iterable[Correction]) -> dict[str, str]:
    told: dict[str, list[str]] = defaultdict(list)
    for correction in corrections:
        before = correction.expected or "(empty)"
        told[correction.figure_id].append(
            f"{correction.field}: {before} → {correction.value or '(empty)'} ({correction.by}: {correction.reason})"
        )
    return {figure_id: "; ".join(changes) for figure_id, changes in told.items()}


def _records(spec: TableSpec, rows: Sequence[Any]) -> pa.Table:
    """Records whose fields are the columns."""
    return _table(spec, {column.name: [getattr(row, column.name) for row in rows] for column in spec.columns})


def _table(spec: TableSpec, columns: dict[str, Sequence[Any]]) -> pa.Table:
    arrays = []
    for column in spec.columns:
        values = columns[column.name]
        if pa.types.is_string(column.type) or pa.types.is_dictionary(column.type):
            values = [value or None for value in values]
        arrays.append(pa.array(values, type=column.type))
    return pa.Table.from_arrays(arrays, schema=arrow_schema(spec))
