"""What a file says of itself as a JSON object, and the whole of a view as JSON. Pure.

The names follow Our World in Data where it has one, so that whoever reads its metadata finds the way here.
"""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pandas as pd

from dashboard.charts.build import chart_of
from dashboard.downloads.about import About, Taken, said_of_missing
from dashboard.downloads.columns import Column, columns_of
from dashboard.downloads.frames import LISTS, OBJECTS
from dashboard.locales import Words

_CONSTANT = frozenset({"as_known_on", "view"})
"""Columns that the object `dataset` says once."""


def to_json(taken: Taken) -> bytes:
    """A view as one JSON object: its chart, its columns, the dataset with sources and licences, and the rows.

    A row is an object; whole numbers are whole, days are texts by ISO 8601, and what is missing is null.
    """
    request, about = taken.request, taken.about
    frame = taken.frame[[name for name in taken.frame.columns if name not in _CONSTANT]]
    columns = columns_of(request.words, "series", frame.columns, request.view.unit)
    chart = chart_of(request.data, request.view, request.words, request.today, taken.kind) if taken.kind else None
    said = {
        "chart": {
            "title": chart.title if chart else about.title,
            "subtitle": chart.subtitle if chart else "",
            "note": chart.note_line if chart else "",
            "citation": about.citation,
            "originalChartUrl": about.live_link,
        },
        "columns": {column.name: described(column, about, frame) for column in columns},
        "dataset": dataset(request.words, about),
        "rows": records(frame),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def described(column: Column, about: About, frame: pd.DataFrame) -> dict[str, Any]:
    """A column: title, description and type; of numbers also their unit and the days that they span."""
    said: dict[str, Any] = {
        "title": column.title,
        "description": column.meaning,
        "shortName": column.name,
        "type": "array" if column.name in LISTS else column.kind,
    }
    if column.kind != "integer":
        return said
    days = frame["interval_end"][frame[column.name].notna()]
    span = f"{min(days).isoformat()}/{max(days).isoformat()}" if len(days) else None
    return said | {
        "unit": column.unit,
        "shortUnit": "",
        "timespan": span,
        "lastUpdated": about.known_on.isoformat(),
    }


def dataset(words: Words, about: About) -> dict[str, Any]:
    """Everything that a file says of itself besides its columns."""
    return {
        "title": about.title,
        "situation": about.situation,
        "language": about.language,
        "asKnownOn": about.known_on.isoformat(),
        "state": about.state,
        "frozenLink": about.frozen_link,
        "liveLink": about.live_link,
        "frozenFile": about.frozen_file,
        "filters": [
            {"name": one.name, "value": one.value, "label": one.label, "text": one.text} for one in about.filters
        ],
        "citation": about.citation,
        "citationLong": about.citation_long,
        "licence": {"text": " ".join(about.rights), "url": about.rights_link},
        "notes": [words(f"data.bounds.{place}") for place in (1, 2, 3)],
        "withheld": {
            "text": said_of_missing(words, about),
            "rowsLeftOut": about.left_out,
            "rowsMasked": about.masked,
            "licences": [
                {
                    "licence": one.licence,
                    "withheld": [what.value for what in one.what],
                    "reason": one.reason,
                    "reportIds": list(one.report_ids),
                }
                for one in about.under
            ],
        },
        "sources": [
            {
                "reportId": used.report.report_id,
                "publisher": used.report.publisher,
                "title": used.report.title,
                "url": used.report.url,
                "published": _day(used.report.published),
                "publishedBasis": used.report.published_basis,
                "language": used.report.language,
                "licence": used.report.licence,
                "retrieved": _day(used.report.retrieved),
                "figureIds": list(used.figure_ids),
                "withheld": used.withheld,
            }
            for used in about.used
        ],
    }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as objects."""
    columns = {name: [_value(name, value) for value in frame[name]] for name in frame.columns}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _value(name: str, value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return [] if name in LISTS else None
    if isinstance(value, date):
        return value.isoformat()
    if name in LISTS:
        return value.split(" ")
    if name in OBJECTS:
        return json.loads(value)
    return value if isinstance(value, (str, bool)) else int(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
