"""Tables to take away: every row with its source, publisher, address, dates, quantifier, bounds and figure ids. Pure.

The tables are made from what the pages show, so what a public instance masks is masked in them as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from enum import StrEnum
from io import BytesIO
from typing import Any

import pandas as pd

from dashboard.published import SituationData
from dashboard.select import ALL, View, parameters_of, reconciled_rows_of, rows_of
from dashboard.suppression import KnownFigure
from etl.model import RECONCILED, Figure, Measure, Report, SeriesRow, Unit

_NUMBERS = {
    "value",
    "lower",
    "upper",
    "span_start",
    "span_end",
    "bounds_lower",
    "bounds_point",
    "bounds_upper",
    "figures",
    "gap",
    "point",
    *(f"{kind}_{end}" for kind in ("new", "cumulative", "stock") for end in ("lower", "point", "upper")),
}
_DATES = {
    "published",
    "retrieved",
    "ref_start",
    "ref_end",
    "interval_start",
    "interval_end",
    "day",
    "vintage",
    "vintage_end",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\n")


def view_frame(data: SituationData, view: View) -> pd.DataFrame:
    """The series of a view as known on its day, a row for each interval, in order of series and time."""
    rows = rows_of(data, view) if view.basis != "reconciled" else []
    if view.basis != "reported":
        rows = [*rows, *reconciled_rows_of(data, view, every_group=view.by != "source" and view.group == ALL)]
    return series_frame(data, rows)


def reconciled_frame(data: SituationData) -> pd.DataFrame:
    """What all figures together give, of every measure and unit and for every vintage."""
    return series_frame(data, (row for measure in Measure for unit in Unit for row in data.reconciled(measure, unit)))


def records_frame(form: type[Any], rows: Iterable[Any]) -> pd.DataFrame:
    """Records of one dataclass, a column for each field; lists are written with spaces between."""
    names = [field.name for field in fields(form)]
    records = [
        {name: " ".join(value) if isinstance(value, tuple) else _plain(value) for name, value in _items(row, names)}
        for row in rows
    ]
    return _typed(records, names)


def _items(row: Any, names: Sequence[str]) -> Iterable[tuple[str, Any]]:
    return ((name, getattr(row, name)) for name in names)


def series_frame(data: SituationData, rows: Iterable[SeriesRow]) -> pd.DataFrame:
    """Rows of series with the report that ends each: its publisher, title, address, date, and the words it used.

    A reconciled row rests on several reports or on none; it has the figures that bind it and no report.
    """
    records = []
    for row in rows:
        record: dict[str, object] = {field.name: _plain(getattr(row, field.name)) for field in fields(SeriesRow)}
        known = None if row.source == RECONCILED else data.figures[row.figure_ids[0]]
        record |= {
            "figure_ids": " ".join(row.figure_ids),
            "as_reported": known.figure.as_reported if known else "",
            "publisher": known.report.publisher if known else "",
            "title": known.report.title if known else "",
            "url": known.report.url if known else "",
            "published": known.report.published if known else None,
        }
        records.append(record)
    names = [field.name for field in fields(SeriesRow)] + ["as_reported", "publisher", "title", "url", "published"]
    return _typed(records, names)


def figures_frame(figures: Iterable[KnownFigure]) -> pd.DataFrame:
    """Every figure with its bounds, its report, and why no series uses it where none does."""
    records = []
    for known in figures:
        record: dict[str, object] = {field.name: _plain(getattr(known.figure, field.name)) for field in fields(Figure)}
        bounds = known.bounds
        record |= {
            "bounds_lower": bounds.lower if bounds else None,
            "bounds_point": bounds.point if bounds else None,
            "bounds_upper": bounds.upper if bounds else None,
            "quantity_table": bounds.table if bounds else "",
            "obs_status": "" if bounds else "Q",
            "flow_point": known.flow_point,
            "left_out": known.left_out,
            "corrected": known.corrected,
            "publisher": known.report.publisher,
            "title": known.report.title,
            "url": known.report.url,
            "published": known.report.published,
        }
        records.append(record)
    names = [field.name for field in fields(Figure)]
    names += ["bounds_lower", "bounds_point", "bounds_upper", "quantity_table", "obs_status", "flow_point", "left_out"]
    return _typed(records, [*names, "corrected", "publisher", "title", "url", "published"])


def reports_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """Every report, without its text: licences differ."""
    names = [field.name for field in fields(Report) if field.name != "text"]
    return _typed([{name: getattr(report, name) for name in names} for report in reports], names)


def to_csv(frame: pd.DataFrame) -> bytes:
    """Plain tidy CSV: UTF-8 with a byte order mark, one row of columns, empty cells for what is missing.

    The mark is for spreadsheets, which otherwise misread Arabic; pandas and the others skip it. A text that a
    spreadsheet would run as a formula is preceded by an apostrophe.
    """
    safe = frame.copy()
    for name in safe.columns:
        if name not in _NUMBERS and name not in _DATES:
            safe[name] = safe[name].map(_harmless)
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def to_parquet(frame: pd.DataFrame) -> bytes:
    """The same as Parquet, whole numbers and dates typed."""
    written = BytesIO()
    frame.to_parquet(written, index=False, compression="zstd")
    return written.getvalue()


def file_name(data: SituationData, parts: Sequence[str], ending: str) -> str:
    """A file's name: the situation, what of it, whose knowledge, and the kind of file; safe on every system."""
    words = ["waymark", data.situation.id, *(part for part in parts if part)]
    return (
        "_".join("".join(char if char.isalnum() or char in "-." else "-" for char in word) for word in words) + ending
    )


def view_parts(data: SituationData, view: View) -> list[str]:
    """What a view's file name says of it: its parameters, and the day whose knowledge it holds."""
    parameters = parameters_of(data, view)
    known = view.as_of or max(data.summary.vintages, default=None)
    parts = [view.measure.value, view.unit.value]
    parts += [
        f"{name}-{value}"
        for name, value in parameters.items()
        if name not in ("measure", "unit", "as_of", "figure", "view")
    ]
    return [*parts, f"as-known-{known}" if known else ""]


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def _typed(records: Sequence[dict[str, object]], names: Sequence[str]) -> pd.DataFrame:
    columns = {}
    for name in names:
        values: list[Any] = [record[name] for record in records]
        kind = "Int64" if name in _NUMBERS else "date32[day][pyarrow]" if name in _DATES else "str"
        if name == "complete":
            kind = "boolean"
        columns[name] = pd.Series([None if value == "" else value for value in values], dtype=kind)
    return pd.DataFrame(columns)


def _harmless(text: object) -> object:
    if not isinstance(text, str):
        return text
    # A bare return would end the row for some readers and is not quoted by the writer.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_FORMULA) else text
