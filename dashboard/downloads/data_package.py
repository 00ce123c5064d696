"""A whole situation as a Frictionless data package: tables with a schema, texts, references, checksums. Pure."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from typing import Any

import pandas as pd

from dashboard.citations.entries import HOUSE, clean
from dashboard.downloads.about import order_of_reports
from dashboard.downloads.columns import Column, columns_of
from dashboard.downloads.comma_separated import to_csv
from dashboard.downloads.frames import (
    contradictions_frame,
    figures_frame,
    findings_frame,
    implied_frame,
    reconciled_frame,
    reports_frame,
    series_frame,
)
from dashboard.downloads.known import known_then
from dashboard.downloads.names import Download, file_name
from dashboard.downloads.package_texts import licence, readme, said_of_missing
from dashboard.downloads.permitted import Permitted
from dashboard.downloads.references import references
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.select import read_view
from etl.model import (
    RECONCILED,
    Basis,
    Flag,
    Granularity,
    Kind,
    LeftOut,
    Measure,
    Modality,
    ObsStatus,
    Precision,
    Quantifier,
    Reading,
    Role,
    Severity,
    Status,
    Unit,
    Verdict,
)

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_PLAIN_ADDRESS = ("http://", "https://")
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can give a file; a real one would make other bytes each time."""

_CODES: dict[str, type[StrEnum]] = {
    "measure": Measure,
    "kind": Kind,
    "basis": Basis,
    "unit": Unit,
    "quantifier": Quantifier,
    "precision": Precision,
    "ref_precision": Precision,
    "role": Role,
    "modality": Modality,
    "status": Status,
    "granularity": Granularity,
    "obs_status": ObsStatus,
    "flag": Flag,
    "left_out": LeftOut,
    "reading": Reading,
    "verdict": Verdict,
    "severity": Severity,
}


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table is made, what names its rows, and which columns are never empty.

    `key` is a key whose columns are all filled, `unique` one with columns that may be empty. `least` are the numbers
    that are never below nought. `references` are columns that name a row of another table, or of the same.
    """

    frame: Callable[[SituationData, str], pd.DataFrame]
    required: tuple[str, ...]
    key: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    references: tuple[tuple[str, str, str], ...] = ()


_COUNTS = ("new_lower", "cumulative_lower", "cumulative_point", "cumulative_upper", "stock_lower", "stock_point")
_SERIES_REQUIRED = (
    "situation",
    "source",
    "measure",
    "unit",
    "kind",
    "basis",
    "granularity",
    "interval_end",
    "obs_status",
    "vintage",
)

_TABLES: dict[str, _Table] = {
    "figures": _Table(
        lambda data, language: figures_frame(data, language=language),
        required=("figure_id", "report_id", "situation", "measure", "kind", "unit", "quantifier", "status"),
        key=("figure_id",),
        least=("value", "lower", "upper", "bounds_lower", "bounds_point", "bounds_upper", "span_start", "span_end"),
        references=(
            ("report_id", "reports", "report_id"),
            ("part_of", "", "figure_id"),
            ("same_as", "", "figure_id"),
        ),
    ),
    "reports": _Table(
        lambda data, language: reports_frame(data, language=language), required=("report_id",), key=("report_id",)
    ),
    "series": _Table(
        lambda data, language: series_frame(data, data.rows, language=language),
        required=(*_SERIES_REQUIRED, "figure_ids"),
        key=("figure_ids", "vintage"),
        least=_COUNTS,
    ),
    "reconciled": _Table(
        lambda data, _: reconciled_frame(data),
        required=_SERIES_REQUIRED,
        unique=(
            "measure",
            "unit",
            "flow_point",
            "nationality",
            "population",
            "kind",
            "phase",
            "granularity",
            "interval_start",
            "interval_end",
            "vintage",
        ),
        least=_COUNTS,
    ),
    "contradictions": _Table(
        lambda data, _: contradictions_frame(data),
        required=("situation", "reading", "measure", "kind", "unit", "figure_ids", "gap", "verdict", "vintage"),
        key=("reading", "figure_ids", "vintage"),
        least=("gap",),
    ),
    "implied": _Table(
        lambda data, _: implied_frame(data),
        required=("situation", "source", "measure", "unit", "interval_start", "interval_end", "lower", "vintage"),
        unique=(
            "source",
            "reading",
            "measure",
            "unit",
            "flow_point",
            "nationality",
            "population",
            "interval_start",
            "interval_end",
            "figure_ids",
            "vintage",
        ),
        references=(("report_id", "reports", "report_id"),),
    ),
    "findings": _Table(
        lambda data, language: findings_frame(data, language=language),
        required=("code", "severity"),
        unique=("code", "figure_ids"),
    ),
}


def to_package(request: Request) -> Download:
    """Everything of a situation that was known on the request's day, every vintage up to it, as an archive.

    Of the view only the day and the language matter.
    """
    data, words = request.data, request.words
    day = {"as_of": request.view.as_of.isoformat()} if request.view.as_of and data.frozen_on is None else {}
    asked = read_view(data, {"lang": request.view.lang, **day}, (request.view.lang,))
    request = replace(request, asked=asked)
    known = known_then(data, request.known_on)
    title = data.situation.title.in_language(words.language)
    citation = words(
        "package.citation",
        title=title,
        reports=words.count("count.reports", len(known.reports)),
        date=words.day(request.known_on),
        state=data.state,
        link=request.frozen_link(),
    )
    frames = {name: table.frame(known, request.view.lang) for name, table in _TABLES.items()}
    # No byte order mark here: what reads a schema reads UTF-8, and some would take the mark for a part of a name.
    files = {f"data/{name}.csv": to_csv(frame, mark=False) for name, frame in frames.items()}
    described = _descriptor(request, known, title, citation, frames, files)
    files |= {
        "datapackage.json": (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode(),
        "README.md": readme(
            request, known, title, citation, {name: len(rows) for name, rows in frames.items()}
        ).encode(),
        "LICENCE.txt": licence(request, known, title, citation).encode(),
        "citations.bib": references(replace(request, data=known), title).encode(),
    }
    files["SHA256SUMS"] = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()
    name = file_name(data, ["package", f"as-known-{request.known_on}"], ".zip")
    return Download(_archive(files), "application/zip", name)


def _archive(files: Mapping[str, bytes]) -> bytes:
    """Files in an archive, by name, that has the same bytes each time."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _MIDNIGHT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, files[name])
    return written.getvalue()


def _descriptor(
    request: Request,
    data: SituationData,
    title: str,
    citation: str,
    frames: Mapping[str, pd.DataFrame],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """datapackage.json: version 2 of the standard, readable by what knows version 1."""
    words, base = request.words, request.base
    summary = data.situation.summary.in_language(words.language)
    permitted = Permitted(data, request.view.lang)
    sources = []
    for report in (permitted.report(one).record for one in sorted(data.reports.values(), key=order_of_reports)):
        named = (clean(report.publisher), clean(report.title))
        source = {"title": words("list.comma").join(part for part in named if part)}
        if report.url.startswith(_PLAIN_ADDRESS):
            source["path"] = report.url
        if report.published:
            source["version"] = report.published.isoformat()
        sources.append(source)
    described: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": data.situation.id,
        "id": request.frozen_link("/download/", ".zip"),
        "title": title,
        "description": f"{summary}\n\n{words('package.note', date=words.day(request.known_on))}",
        "homepage": request.live_link(),
        "version": data.state,
        "created": f"{request.known_on.isoformat()}T00:00:00Z",
        "licenses": [{"title": words("data.rights"), "path": "LICENCE.txt"}],
        "contributors": [{"title": HOUSE, "path": base, "roles": ["wrangler"], "role": "wrangler"}],
        "sources": sources,
        "citation": citation,
        "asKnownOn": request.known_on.isoformat(),
        "frozenLink": request.frozen_link(),
        "liveLink": request.live_link(),
        "withheld": said_of_missing(words, data, request.view.lang),
        "resources": [_resource(request, data, name, frames[name], files[f"data/{name}.csv"]) for name in _TABLES],
    }
    if not base:
        # Without its host an address means nothing outside.
        del described["homepage"]
        del described["contributors"][0]["path"]
    return described


def _resource(request: Request, data: SituationData, name: str, frame: pd.DataFrame, content: bytes) -> dict[str, Any]:
    words, table = request.words, _TABLES[name]
    schema: dict[str, Any] = {
        "fields": [_field(data, name, column) for column in columns_of(words, name, frame.columns)],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.unique:
        schema["uniqueKeys"] = [list(table.unique)]
    if table.references:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [named]}}
            for column, other, named in table.references
        ]
    return {
        "name": name,
        "type": "table",
        "path": f"data/{name}.csv",
        "title": words(f"files.{name}"),
        "description": words("data.choice", choice=words("package.row"), named=words(f"package.row.{name}")),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": schema,
    }


def _field(data: SituationData, table: str, column: Column) -> dict[str, Any]:
    """A column by Table Schema; `unit` is no word of the standard, which leaves room for others."""
    described: dict[str, Any] = {
        "name": column.name,
        "type": column.kind,
        "title": column.title,
        "description": column.meaning,
    }
    if column.unit:
        described["unit"] = column.unit
    if column.kind == "boolean":
        described |= {"trueValues": ["True"], "falseValues": ["False"]}
    constraints = _constraints(data, table, column.name)
    return described | ({"constraints": constraints} if constraints else {})


def _constraints(data: SituationData, table: str, name: str) -> dict[str, Any]:
    spec, situation = _TABLES[table], data.situation
    said: dict[str, Any] = {}
    if name in spec.required:
        said["required"] = True
    if name in spec.least:
        said["minimum"] = 0
    codes: Sequence[str] = [code.value for code in _CODES[name]] if name in _CODES else ()
    if name == "source":
        codes = [
            *(source.id for source in situation.sources),
            *([RECONCILED] if table in ("reconciled", "implied") else []),
        ]
    if name == "flow_point":
        codes = [point.id for point in situation.flow_points]
    if name == "population":
        codes = [population.id for population in situation.populations]
    if codes:
        said["enum"] = list(codes)
    if name == "nationality":
        said["pattern"] = "[A-Z]{3}|other:.+"
    return said
