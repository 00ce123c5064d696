"""Files to take away: a view, one of its charts, or a whole situation.

Each file says what was asked, whose knowledge it holds and what its rows rest on. What a public instance masks is
masked, and what a report's licence forbids to pass on is left out with the reason. Pure: the same request gives the
same bytes. Libraries that write a format are imported when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from dashboard.downloads.about import Taken, taken
from dashboard.downloads.comma_separated import to_csv
from dashboard.downloads.frames import (
    contradictions_frame,
    figures_frame,
    findings_frame,
    implied_frame,
    reconciled_frame,
    reports_frame,
    series_frame,
    view_frame,
)
from dashboard.downloads.hxl_tagged import to_hxl
from dashboard.downloads.names import Download, file_name, view_parts
from dashboard.downloads.parquet import taken_to_parquet, to_parquet
from dashboard.request import Request

__all__ = [
    "FORMS",
    "Download",
    "contradictions_frame",
    "figures_frame",
    "file_name",
    "findings_frame",
    "implied_frame",
    "package",
    "reconciled_frame",
    "reports_frame",
    "series_frame",
    "to_csv",
    "to_parquet",
    "view_frame",
    "view_parts",
    "write",
]


def _csv(taken: Taken) -> bytes:
    return to_csv(taken.frame)


def _hxl(taken: Taken) -> bytes:
    view = taken.request.view
    return to_hxl(taken.frame, taken.rows, view.measure, view.unit)


def _xlsx(taken: Taken) -> bytes:
    from dashboard.downloads.workbook import to_xlsx

    return to_xlsx(taken)


def _json(taken: Taken) -> bytes:
    from dashboard.downloads.metadata import to_json

    return to_json(taken)


FORMS: dict[str, tuple[str, Callable[[Taken], bytes]]] = {
    "csv": ("text/csv", _csv),
    "hxl.csv": ("text/csv", _hxl),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
    "json": ("application/json", _json),
    "parquet": ("application/vnd.apache.parquet", taken_to_parquet),
}
"""The forms that a view may be had in, by the endings of their files: the media type, and who writes it."""


def write(form: str, request: Request, kind: str = "") -> Download:
    """A view as a file of one of FORMS, or with `kind` the rows that this chart of the view draws.

    Raises LookupError for another form, and where the view has no chart of that kind.
    """
    if form not in FORMS:
        raise LookupError(f"{form!r} is not a form of file; there are {', '.join(FORMS)}")
    mimetype, make = FORMS[form]
    found = taken(request, form, kind)
    parts = [kind, *view_parts(request.data, found.request.view)]
    return Download(make(found), mimetype, file_name(request.data, parts, f".{form}"))


def package(request: Request) -> Download:
    """The whole of a situation as known on the request's day, every vintage up to it: a Frictionless data package."""
    from dashboard.downloads.data_package import to_package

    return to_package(request)
