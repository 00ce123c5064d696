"""Charts for other sites' frames, and what tells those sites how to show them."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree

from flask import Flask, request
from werkzeug import exceptions
from werkzeug.exceptions import BadRequest, NotFound

from dashboard.charts.build import chart_of
from dashboard.charts.chart import Chart
from dashboard.pages.embed import document
from dashboard.request import Request
from dashboard.routes.answers import SHARED, Answers, Made
from dashboard.routes.asking import Asking, both, chart_name, choice, whole
from dashboard.sharing import FRAMES, Chosen, iframe
from dashboard.theme import GROUNDS

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)
"""An embed runs nothing and loads nothing, and any site may frame it."""

_EMBEDDABLE = re.compile(r"(?:/v/(?P<vintage>[^/]+))?/(?P<kind>s|embed)/(?P<chart>[^/]+)")


def register(server: Flask, asking: Asking, answers: Answers) -> None:
    """Add the routes."""

    @both(server, "/embed/<chart>", "embed")
    @answers.kept
    def embed(chart: str, vintage: str) -> Made:
        name = chart_name(chart)
        asked = asking.strictly(name.situation, vintage)
        theme = choice("theme", GROUNDS, "light")
        table = choice("table", {"yes": True, "no": False}, "no") == "yes"
        shown = chart_asked(asked, name.kind)
        headers = {
            **SHARED,
            "Content-Security-Policy": POLICY,
            # A page that isolates itself frames only what says that it may be.
            "Cross-Origin-Embedder-Policy": "require-corp",
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "strict-origin-when-cross-origin",
        }
        body = document(asked, shown, theme=theme, table=table)
        return Made(body.encode(), "text/html", forever=bool(vintage), headers=headers)

    @server.get("/oembed", endpoint="oembed")
    @answers.kept
    def oembed() -> Made:
        form = request.args.get("format", "json")
        if form not in ("json", "xml"):
            raise exceptions.NotImplemented(f"format={form!r} is not one of json, xml")
        told = _told(asking)
        if form == "xml":
            return Made(_xml(told), "text/xml", forever=False, headers=SHARED)
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return Made(body.encode(), "application/json", forever=False, headers=SHARED)


def chart_asked(asked: Request, kind: str) -> Chart:
    """The chart of a view that an address names. Aborts with 404 when the view has none of that kind."""
    shown = chart_of(asked.data, asked.view, asked.words, asked.today, kind)
    if shown is None:
        raise NotFound(f"{asked.view.situation} has no chart {kind!r} in this view; its page shows those it has")
    return shown


def _told(asking: Asking) -> dict[str, Any]:
    """What oEmbed says of the chart at `url`."""
    url = request.args.get("url", "")
    if not url:
        raise BadRequest("url is missing; give the address of a situation's page or of an embed")
    parts = urlsplit(url)
    found = _EMBEDDABLE.fullmatch(parts.path)
    if found is None or f"{parts.scheme}://{parts.netloc}" not in (asking.base, request.host_url.rstrip("/")):
        raise NotFound(f"{url!r} is neither a situation's page nor an embed of this instance")
    name = chart_name(unquote(found["chart"]))
    asked = asking.strictly(name.situation, found["vintage"] or "", dict(parse_qsl(parts.query)))
    shown = chart_asked(asked, name.kind)
    width, height = FRAMES["wide"]
    width = min(width, whole("maxwidth", 1, 999_999, width))
    if width < 700:
        height = FRAMES["narrow"][1]
    height = min(height, whole("maxheight", 1, 999_999, height))
    chosen = Chosen.as_asked(asked, name.kind)
    return {
        "type": "rich",
        "version": "1.0",
        "title": shown.title,
        "author_name": asked.data.situation.title.in_language(asked.words.language),
        "author_url": asked.link(),
        "provider_name": asked.words("app.name"),
        "provider_url": f"{asked.base}/",
        "cache_age": 3600,
        "html": iframe(chosen.embed(), shown.title, width, height),
        "width": width,
        "height": height,
        "thumbnail_url": chosen.picture("png", format="card"),
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    }


def _xml(told: dict[str, Any]) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = str(value)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
