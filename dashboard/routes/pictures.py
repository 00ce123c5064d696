"""A chart of a view as a picture that leaves its page."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask
from werkzeug.exceptions import BadRequest

from dashboard.charts.picture import FORMATS, SCALES, THEMES, picture_png, picture_svg
from dashboard.downloads import file_name, view_parts
from dashboard.routes.answers import SHARED, Answers, Made
from dashboard.routes.asking import Asking, both, chart_name, choice, whole
from dashboard.routes.embeds import chart_asked
from dashboard.select import shown_sources

_MOST_SOURCES = 4
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def register(server: Flask, asking: Asking, answers: Answers) -> None:
    """Add the routes."""

    def picture(chart: str, vintage: str, form: str) -> Made:
        name = chart_name(chart)
        asked = asking.strictly(name.situation, vintage)
        # An open panel is no part of a picture.
        asked = asked.with_view(replace(asked.view, figure=""))
        shown = chart_asked(asked, name.kind)
        size, theme = FORMATS[choice("format", FORMATS, "wide")], choice("theme", THEMES, "light")
        scale = whole("scale", min(SCALES), max(SCALES), 1)
        try:
            body = picture_svg(shown, size, theme).encode() if form == "svg" else picture_png(shown, size, theme, scale)
        except ValueError as error:
            raise BadRequest(str(error)) from None
        # A picture is handed on without its page: its name says who counted as well.
        counted = "-".join(shown_sources(asked.data, asked.view)[:_MOST_SOURCES])
        parts = [shown.id, counted, *view_parts(asked.data, asked.view), "" if size.name == "wide" else size.name]
        headers = {**SHARED, "X-Robots-Tag": "noindex"}
        named = file_name(asked.data, parts, f".{form}")
        return Made(body, _TYPES[form], forever=bool(vintage), name=named, inline=True, headers=headers)

    @both(server, "/chart/<chart>.svg", "svg")
    @answers.kept
    def svg(chart: str, vintage: str) -> Made:
        return picture(chart, vintage, "svg")

    @both(server, "/chart/<chart>.png", "png")
    @answers.kept
    def png(chart: str, vintage: str) -> Made:
        return picture(chart, vintage, "png")
