"""Tables as data frames: every row with its source, publisher, address, dates, quantifier, bounds and figure ids. Pure.

They are made from what the pages show, so what a public instance masks is masked in them as well. What a report's
licence forbids to pass on is left out here, once for every kind of file; the column `withheld` says what and why.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from dashboard.charts.rows import rows_of_chart
from dashboard.downloads.known import as_known_on
from dashboard.downloads.permitted import Permitted
from dashboard.locales import DEFAULT
from dashboard.published import SituationData
from dashboard.select import ALL, View, known_on, reconciled_rows_of, rows_of
from etl.model import (
    RECONCILED,
    ContradictionRow,
    Figure,
    ImpliedRow,
    Kind,
    Measure,
    Report,
    SeriesRow,
    Unit,
)

NUMBERS = frozenset(
    {
        "value",
        "lower",
        "upper",
        "span_start",
        "span_end",
        "bounds_lower",
        "bounds_point",
        "bounds_upper",
        "gap",
        "point",
        *(f"{kind}_{end}" for kind in ("new", "cumulative", "stock") for end in ("lower", "point", "upper")),
    }
)
DATES = frozenset(
    {
        "as_known_on",
        "day",
        "interval_end",
        "interval_start",
        "phase",
        "published",
        "ref_end",
        "ref_start",
        "retrieved",
        "vintage",
        "vintage_end",
    }
)
FLAGS = frozenset({"complete"})
LISTS = frozenset({"figure_ids", "sources", "set_aside"})
"""Columns of several names with spaces between; no name has one."""
OBJECTS = frozenset({"arithmetic", "words"})
"""Columns of JSON objects."""

_SERIES = tuple(field.name for field in fields(SeriesRow))
_FIGURE = tuple(field.name for field in fields(Figure))
_REPORT = tuple(field.name for field in fields(Report) if field.name != "text")
_PROVENANCE = ("publisher", "title", "url", "published")
SERIES = (*_SERIES, "as_reported", *_PROVENANCE, "withheld")
FIGURES = (
    *_FIGURE,
    "bounds_lower",
    "bounds_point",
    "bounds_upper",
    "quantity_table",
    "obs_status",
    "flow_point",
    "left_out",
    "corrected",
    *_PROVENANCE,
    "withheld",
)
REPORTS = (*_REPORT, "withheld")
CONTRADICTIONS = tuple(field.name for field in fields(ContradictionRow))
IMPLIED = tuple(field.name for field in fields(ImpliedRow))
FINDINGS = ("code", "severity", "figure_ids", "sentence", "words", "withheld")


def view_rows(data: SituationData, view: View, kind: str = "") -> list[SeriesRow] | None:
    """The rows of a view, or those that one of its charts draws, in order of series and time.

    None where the view has no chart of that kind. People present are counted on every basis, as on the page.
    """
    if kind:
        return rows_of_chart(data, view, kind)
    rows = rows_of(data, view)
    if view.basis == "reconciled":
        rows = [row for row in rows if row.kind is Kind.STOCK]
    if view.basis != "reported":
        rows = [*rows, *reconciled_rows_of(data, view, every_group=view.by != "source" and view.group == ALL)]
    return rows


def view_frame(data: SituationData, view: View, kind: str = "") -> pd.DataFrame:
    """The series of a view as known on its day, a row for each interval. No rows where it has no such chart."""
    rows = as_known_on(view_rows(data, view, kind) or (), known_on(data, view))
    return series_frame(data, rows, language=view.lang)


def series_frame(data: SituationData, rows: Iterable[SeriesRow], *, language: str = DEFAULT) -> pd.DataFrame:
    """Rows of series with the report that ends each: its publisher, title, address, date, and the words it used.

    A reconciled row rests on several reports or on none; it has the figures that bind it and no report.
    """
    permitted = Permitted(data, language)
    records = []
    for row in rows:
        told = permitted.row(row)
        if told is None:
            continue
        record: dict[str, object] = {name: _plain(getattr(told.record, name)) for name in _SERIES}
        record["figure_ids"] = " ".join(row.figure_ids)
        withheld = [told.withheld(SERIES)]
        if row.source == RECONCILED:
            record |= dict.fromkeys(("as_reported", *_PROVENANCE), None)
        else:
            figure = permitted.figure(data.figures[row.figure_ids[0]])
            assert figure is not None, "a row that rests on a withheld figure is left out"
            report = figure.record.report
            record |= {name: getattr(report, name) for name in _PROVENANCE}
            record["as_reported"] = figure.record.figure.as_reported
            withheld.append(figure.withheld(SERIES))
        record["withheld"] = "; ".join(part for part in withheld if part)
        records.append(record)
    return _typed(records, SERIES)


def reconciled_rows(data: SituationData) -> Iterable[SeriesRow]:
    """What all figures together give, of every measure and unit and for every vintage."""
    return (row for measure in Measure for unit in Unit for row in data.reconciled(measure, unit))


def reconciled_frame(data: SituationData) -> pd.DataFrame:
    """The same as a frame."""
    return series_frame(data, reconciled_rows(data))


def figures_frame(data: SituationData, *, language: str = DEFAULT) -> pd.DataFrame:
    """Every figure with its bounds, its report, and why no series uses it where none does."""
    permitted = Permitted(data, language)
    records = []
    for every in data.figures.values():
        told = permitted.figure(every)
        if told is None:
            continue
        known = told.record
        record: dict[str, object] = {name: _plain(getattr(known.figure, name)) for name in _FIGURE}
        bounds = known.bounds
        record |= {name: getattr(known.report, name) for name in _PROVENANCE}
        record |= {
            "bounds_lower": bounds.lower if bounds else None,
            "bounds_point": bounds.point if bounds else None,
            "bounds_upper": bounds.upper if bounds else None,
            "quantity_table": bounds.table if bounds else "",
            "obs_status": "" if bounds else "Q",
            "flow_point": known.flow_point,
            "left_out": known.left_out,
            "corrected": known.corrected,
            "withheld": told.withheld(FIGURES),
        }
        records.append(record)
    here = {record["figure_id"] for record in records}
    for record in records:
        # A name that leads to no row is no use.
        record |= {name: "" for name in ("part_of", "same_as") if record[name] not in here}
    return _typed(records, FIGURES)


def reports_frame(data: SituationData, *, language: str = DEFAULT) -> pd.DataFrame:
    """Every report, without its text: licences differ."""
    permitted = Permitted(data, language)
    records = []
    for report in data.reports.values():
        told = permitted.report(report)
        records.append({name: getattr(told.record, name) for name in _REPORT} | {"withheld": told.withheld(REPORTS)})
    return _typed(records, REPORTS)


def contradictions_frame(data: SituationData) -> pd.DataFrame:
    """Figures that cannot all be true, in every reading and vintage."""
    permitted = Permitted(data)
    return _records(CONTRADICTIONS, (row for row in map(permitted.contradiction, data.contradictions) if row))


def implied_frame(data: SituationData) -> pd.DataFrame:
    """What reports imply for days that they give no number for."""
    permitted = Permitted(data)
    return _records(IMPLIED, (row for row in map(permitted.implied, data.implied) if row))


def findings_frame(data: SituationData, *, language: str = DEFAULT) -> pd.DataFrame:
    """What a reviewer should look at, with the values of each sentence as a JSON object."""
    permitted = Permitted(data, language)
    records = []
    for finding in data.findings:
        told = permitted.finding(finding)
        if told is None:
            continue
        values = dict(told.record.values)
        records.append(
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "figure_ids": " ".join(finding.figure_ids),
                "sentence": told.record.sentence,
                "words": json.dumps(values, ensure_ascii=False) if values else "",
                "withheld": told.withheld(FINDINGS),
            }
        )
    return _typed(records, FINDINGS)


def _records(names: Sequence[str], rows: Iterable[Any]) -> pd.DataFrame:
    """Records whose fields are the columns."""
    return _typed(
        [
            {
                name: " ".join(value) if isinstance(value, tuple) else _plain(value)
                for name, value in ((name, getattr(row, name)) for name in names)
            }
            for row in rows
        ],
        names,
    )


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def kind_of(name: str) -> str:
    """The type of a column, by the names that Table Schema has for it."""
    if name in NUMBERS:
        return "integer"
    if name in DATES:
        return "date"
    if name in FLAGS:
        return "boolean"
    return "object" if name in OBJECTS else "string"


_PANDAS = {"integer": "Int64", "date": "date32[day][pyarrow]", "boolean": "boolean", "object": "str", "string": "str"}


def _typed(records: Sequence[Mapping[str, object]], names: Sequence[str]) -> pd.DataFrame:
    columns = {}
    for name in names:
        values: list[Any] = [None if record[name] == "" else record[name] for record in records]
        kind = kind_of(name)
        if kind == "date":
            values = [date.fromisoformat(value) if isinstance(value, str) else value for value in values]
        columns[name] = pd.Series(values, dtype=_PANDAS[kind])
    return pd.DataFrame(columns)


def with_constants(frame: pd.DataFrame, constants: Mapping[str, object]) -> pd.DataFrame:
    """A frame with further columns at its end that say the same in every row."""
    more = {
        name: pd.Series([value] * len(frame), dtype=_PANDAS[kind_of(name)], index=frame.index)
        for name, value in constants.items()
    }
    return frame.assign(**more)
