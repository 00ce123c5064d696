"""References to a view, or to the figure that its address names, as text and for programs that keep references."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from werkzeug.exceptions import NotFound

from dashboard.citations import bibtex, csl_json, ris, text_long, text_short
from dashboard.downloads import file_name, view_parts
from dashboard.request import Request
from dashboard.routes.answers import SHARED, Answers, Made
from dashboard.routes.asking import Asking, both, choice

_FORMS: dict[str, tuple[str, Callable[[Request], str]]] = {
    "txt": ("text/plain", text_long),
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", ris),
    "json": ("application/vnd.citationstyles.csl+json", csl_json),
}


def register(server: Flask, asking: Asking, answers: Answers) -> None:
    """Add the routes."""

    @both(server, "/cite/<situation>.<form>", "cite")
    @answers.kept
    def cite(situation: str, form: str, vintage: str) -> Made:
        if form not in _FORMS:
            raise NotFound(f"{form!r} is not a form of reference; there are {', '.join(_FORMS)}")
        asked = asking.strictly(situation, vintage)
        mimetype, make = _FORMS[form]
        if form == "txt" and choice("length", {"long": True, "short": False}, "long") == "short":
            make = text_short
        parts = ["reference", *view_parts(asked.data, asked.view), asked.view.figure]
        return Made(
            make(asked).encode(),
            mimetype,
            forever=bool(vintage),
            name=file_name(asked.data, parts, f".{form}"),
            inline=form == "txt",
            headers={**SHARED, "X-Robots-Tag": "noindex"},
        )
