"""Other people's readers of the files, each giving the rows of a view in one plain form, and requests to ask for them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import hxl
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq

from dashboard.downloads import Download, write
from dashboard.downloads.frames import DATES, NUMBERS
from dashboard.locales import words
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.select import read_view
from etl.model import LicenceTerms, Report
from tests.dashboard.shipped import TODAY

BASE = "https://data.example.org"
SAID = words("en")
Rows = list[dict[str, Any]]


def asked(data: SituationData, /, **parameters: str) -> Request:
    """What an address with these parameters asks for."""
    found = read_view(data, parameters, ("en",))
    assert not found.refused
    return Request(data, found, SAID, TODAY, BASE)


def frozen(data: SituationData, day: str, /, **parameters: str) -> Request:
    """What the frozen address of a day asks for."""
    kept = replace(data, frozen_on=date.fromisoformat(day))
    return replace(asked(kept, **parameters), today=date.fromisoformat(day))


def with_terms(data: SituationData, *terms: LicenceTerms) -> SituationData:
    """The same data of a situation that declares these terms."""
    return replace(data, summary=replace(data.summary, situation=replace(data.situation, licences=terms)))


def with_report(
    data: SituationData, report_id: str, change: Callable[[Report], Report], **figure: str
) -> SituationData:
    """The same data with another report; its figures have other texts too where these are given."""
    report = change(data.reports[report_id])
    figures = {
        name: replace(known, report=report, figure=replace(known.figure, **figure))  # type: ignore[arg-type]
        if known.report.report_id == report_id
        else known
        for name, known in data.figures.items()
    }
    return replace(data, reports={**data.reports, report_id: report}, figures=figures)


def plain(rows: Sequence[dict[str, Any]]) -> Rows:
    """Rows with numbers as int, days as date, and None for what is missing."""

    def value(name: str, given: Any) -> Any:
        if given is None or given is pd.NA or given is pd.NaT or given == "" or given != given:
            return None
        if name in NUMBERS:
            number = int(given)
            assert number == float(given), "whole numbers stay whole"
            return number
        if name in DATES:
            if isinstance(given, str):
                return date.fromisoformat(given)
            return given.date() if isinstance(given, datetime) else given
        return given

    return [{name: value(name, given) for name, given in row.items()} for row in rows]


def _csv(content: bytes, _: Path) -> Rows:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _csv_pandas(content: bytes, _: Path) -> Rows:
    return [dict(row) for _, row in pd.read_csv(io.BytesIO(content)).iterrows()]


def _csv_polars(content: bytes, _: Path) -> Rows:
    return pl.read_csv(content, infer_schema_length=None).to_dicts()


def _csv_duckdb(content: bytes, folder: Path) -> Rows:
    (folder / "read.csv").write_bytes(content)
    with duckdb.connect() as there:
        return list(there.read_csv(str(folder / "read.csv"), sample_size=-1).pl().to_dicts())


def _parquet(content: bytes, _: Path) -> Rows:
    return list(pq.read_table(io.BytesIO(content)).to_pylist())


def _parquet_pandas(content: bytes, _: Path) -> Rows:
    return [dict(row) for _, row in pd.read_parquet(io.BytesIO(content)).iterrows()]


def _parquet_polars(content: bytes, _: Path) -> Rows:
    return pl.read_parquet(io.BytesIO(content)).to_dicts()


def _parquet_duckdb(content: bytes, folder: Path) -> Rows:
    (folder / "read.parquet").write_bytes(content)
    with duckdb.connect() as there:
        return list(there.read_parquet(str(folder / "read.parquet")).pl().to_dicts())


def _xlsx(content: bytes, _: Path) -> Rows:
    first, *rows = openpyxl.load_workbook(io.BytesIO(content))["data"].iter_rows(values_only=True)
    return [dict(zip(first, row, strict=True)) for row in rows]


def _json(content: bytes, _: Path) -> Rows:
    rows = json.loads(content)["rows"]
    return [
        {name: " ".join(value) if isinstance(value, list) else value for name, value in row.items()} for row in rows
    ]


def hxl_data(content: bytes) -> Any:
    """A file as libhxl reads it."""
    return hxl.data(io.BytesIO(content))


def _hxl(content: bytes, _: Path) -> Rows:
    read = hxl_data(content)
    headers = [column.header for column in read.columns]
    return [dict(zip(headers, row.values, strict=True)) for row in read]


READERS: dict[str, tuple[str, Callable[[bytes, Path], Rows]]] = {
    "csv": ("csv", _csv),
    "csv by pandas": ("csv", _csv_pandas),
    "csv by polars": ("csv", _csv_polars),
    "csv by duckdb": ("csv", _csv_duckdb),
    "hxl by libhxl": ("hxl.csv", _hxl),
    "xlsx by openpyxl": ("xlsx", _xlsx),
    "json": ("json", _json),
    "parquet by pyarrow": ("parquet", _parquet),
    "parquet by pandas": ("parquet", _parquet_pandas),
    "parquet by polars": ("parquet", _parquet_polars),
    "parquet by duckdb": ("parquet", _parquet_duckdb),
}
"""By name: the form, and how it is read."""

ONE_EACH = ("csv", "hxl by libhxl", "xlsx by openpyxl", "json", "parquet by pyarrow")


def read_back(made: Download, reader: str, folder: Path) -> Rows:
    """The rows of a file as a reader finds them."""
    return plain(READERS[reader][1](made.content, folder))


def taken_and_read(request: Request, reader: str, folder: Path, kind: str = "") -> Rows:
    """The rows of a view as a reader finds them in its form."""
    return read_back(write(READERS[reader][0], request, kind), reader, folder)
