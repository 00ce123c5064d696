"""Files to take away: the view on show, the whole of a situation as one package, and everything published as tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
from flask import Flask
from werkzeug.exceptions import NotFound

from dashboard.downloads import (
    FORMS,
    contradictions_frame,
    figures_frame,
    file_name,
    findings_frame,
    implied_frame,
    package,
    reconciled_frame,
    reports_frame,
    series_frame,
    to_csv,
    to_parquet,
    view_parts,
    write,
)
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.routes.answers import SHARED, Answers, Made
from dashboard.routes.asking import Asking, both, chart_name
from dashboard.routes.embeds import chart_asked

_SLIDE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TABLE_FORMS: dict[str, tuple[str, Callable[[pd.DataFrame], bytes]]] = {
    "csv": ("text/csv", to_csv),
    "parquet": ("application/vnd.apache.parquet", to_parquet),
}
_TABLES: dict[str, Callable[[SituationData], pd.DataFrame]] = {
    "series": lambda data: series_frame(data, data.rows),
    "reconciled": reconciled_frame,
    "contradictions": contradictions_frame,
    "implied": implied_frame,
    "figures": figures_frame,
    "reports": reports_frame,
    "findings": findings_frame,
}


def register(server: Flask, asking: Asking, answers: Answers) -> None:
    """Add the routes."""

    def file(chart: str, vintage: str, form: str) -> Made:
        name = chart_name(chart)
        asked = _without_panel(asking.strictly(name.situation, vintage))
        try:
            made = write(form, asked, name.kind)
        except LookupError as error:
            raise NotFound(str(error)) from None
        return Made(made.content, made.mimetype, forever=bool(vintage), name=made.name, headers=_of(asked))

    for form in FORMS:

        @both(server, f"/chart/<chart>.{form}", form)
        @answers.kept
        def view_file(chart: str, vintage: str, form: str = form) -> Made:
            return file(chart, vintage, form)

    @both(server, "/chart/<chart>.pptx", "pptx")
    @answers.kept
    def view_slide(chart: str, vintage: str) -> Made:
        from dashboard.slides import slide

        name = chart_name(chart)
        asked = _without_panel(asking.strictly(name.situation, vintage))
        shown = chart_asked(asked, name.kind)
        named = file_name(asked.data, [shown.id, *view_parts(asked.data, asked.view)], ".pptx")
        return Made(slide(asked, shown.id), _SLIDE, forever=bool(vintage), name=named, headers=_of(asked))

    @both(server, "/download/<situation>.zip", "package")
    @answers.kept
    def whole(situation: str, vintage: str) -> Made:
        asked = _without_panel(asking.strictly(situation, vintage))
        made = package(asked)
        return Made(made.content, made.mimetype, forever=bool(vintage), name=made.name, headers=_of(asked))

    @server.get("/download/<situation>/<table>.<form>", endpoint="table")
    @answers.kept
    def table_file(situation: str, table: str, form: str) -> Made:
        data = asking.request(situation, parameters={}).data
        if table not in _TABLES or form not in _TABLE_FORMS:
            raise NotFound(f"{table}.{form} is no table; there are {', '.join(_TABLES)} as {', '.join(_TABLE_FORMS)}")
        mimetype, write_table = _TABLE_FORMS[form]
        known = max(data.summary.vintages, default=None)
        named = file_name(data, [table, f"as-known-{known}" if known else ""], f".{form}")
        headers = {**SHARED, "X-Waymark-State": data.state}
        return Made(write_table(_TABLES[table](data)), mimetype, forever=False, name=named, headers=headers)


def _of(asked: Request) -> dict[str, str]:
    return {**SHARED, "X-Waymark-State": asked.data.state, "X-Robots-Tag": "noindex"}


def _without_panel(asked: Request) -> Request:
    """An open panel is no part of a file."""
    return asked.with_view(replace(asked.view, figure=""))
