"""Files to take away: the view on show, and the whole of what was published."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from flask import Flask, Response, abort, request

from dashboard.downloads import (
    figures_frame,
    file_name,
    reconciled_frame,
    records_frame,
    reports_frame,
    series_frame,
    to_csv,
    to_parquet,
    view_frame,
    view_parts,
)
from dashboard.locales import languages
from dashboard.published import Published, SituationData
from dashboard.select import read_view
from etl.model import ContradictionRow, ImpliedRow

_FORMS: dict[str, tuple[str, Callable[[pd.DataFrame], bytes]]] = {
    "csv": ("text/csv", to_csv),
    "parquet": ("application/vnd.apache.parquet", to_parquet),
}
_TABLES: dict[str, Callable[[SituationData], pd.DataFrame]] = {
    "series": lambda data: series_frame(data, data.rows),
    "reconciled": reconciled_frame,
    "contradictions": lambda data: records_frame(ContradictionRow, data.contradictions),
    "implied": lambda data: records_frame(ImpliedRow, data.implied),
    "figures": lambda data: figures_frame(data.figures.values()),
    "reports": lambda data: reports_frame(data.reports.values()),
}


def register(server: Flask, published: Published) -> None:
    """Add the routes."""

    def data_of(name: str) -> SituationData:
        snapshot = published.snapshot()
        if name not in snapshot.summaries:
            abort(404)
        return snapshot.situation(name)

    @server.get("/chart/<name>.csv", endpoint="view_csv")
    def view_csv(name: str) -> Response:
        data = data_of(name)
        view = read_view(data, request.args, languages()).view
        return _file(data, to_csv(view_frame(data, view)), "text/csv", file_name(data, view_parts(data, view), ".csv"))

    @server.get("/download/<name>/<table>.<form>", endpoint="download")
    def download(name: str, table: str, form: str) -> Response:
        data = data_of(name)
        if table not in _TABLES or form not in _FORMS:
            abort(404)
        mimetype, write = _FORMS[form]
        known = max(data.summary.vintages, default=None)
        named = file_name(data, [table, f"as-known-{known}" if known else ""], f".{form}")
        return _file(data, write(_TABLES[table](data)), mimetype, named)


def _file(data: SituationData, content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Waymark-Version"] = data.state
    response.add_etag()
    response.make_conditional(request)
    return response
