"""Composes the application: one Flask server, the pages without scripts, the files, and Dash for a situation's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, dcc, html, no_update
from flask import Flask, Response, abort, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard import ids
from dashboard.components import interactive, picture
from dashboard.locales import languages, words
from dashboard.pages import situation as situation_page
from dashboard.pages.frame import document, footer, header
from dashboard.pages.panel import panel
from dashboard.published import NothingPublishedError, Published, SituationData
from dashboard.request import Request
from dashboard.routes import citations as citation_routes
from dashboard.routes import embeds as embed_routes
from dashboard.routes import feeds as feed_routes
from dashboard.routes import files as file_routes
from dashboard.routes import pages as page_routes
from dashboard.routes import pictures as picture_routes
from dashboard.routes import review as review_routes
from dashboard.routes.answers import Answers
from dashboard.routes.asking import Asking, today
from dashboard.select import PARAMETERS, View, address, parameters_of, read_view
from dashboard.serving import quicken
from dashboard.settings import Settings
from dashboard.static_html import to_html
from dashboard.theme import CHART_CSS, CSS_VARIABLES, FIGURE_CSS
from etl.desk import ReviewDesk

SCRIPT = "waymark.js"
STYLE = "waymark.css"
REVIEW_SCRIPT = "waymark-review.js"
REVIEW_STYLE = "waymark-review.css"
WAITING = 'document.documentElement.classList.add("waiting")'
"""Run at the head of a page with charts: the interactive part may be laid out, unseen, beside the drawn one."""


def create_app(settings: Settings, desk: ReviewDesk | None = None) -> dash.Dash:
    """The application. Its `server` is the WSGI application to serve.

    With `desk` it has the review pages, which write into ledgers: for an instance that listens on this machine alone.
    """
    published = Published(settings.published, suppress_below=settings.suppress_below)
    server = Flask("waymark", static_folder=None)
    style = _style(settings)
    asking, answers = Asking(settings, published), Answers(published)
    # Ours come first: Dash answers every address that nobody else does.
    page_routes.register(
        server,
        asking,
        answers,
        lambda: style,
        lambda name: _text(settings, name),
        # Made below, and asked for by readers only.
        lambda name: assets.url(name),  # noqa: PLW0108
        review=desk is not None,
    )
    file_routes.register(server, asking, answers)
    embed_routes.register(server, asking, answers)
    picture_routes.register(server, asking, answers)
    citation_routes.register(server, asking, answers)
    feed_routes.register(server, asking, answers)

    app = dash.Dash(
        "dashboard",
        server=server,  # type: ignore[arg-type]
        assets_folder=str(settings.assets),
        include_assets_files=False,
        update_title="",
        compress=False,
    )
    app.layout = html.Div(
        [
            dcc.Location(id=ids.URL, refresh="callback-nav"),
            dcc.Store(id=ids.SHOWN),
            html.Div(id=ids.PAGE),
            html.Div(id=ids.PANEL),
        ]
    )

    def interpolate_index(**parts: str) -> str:
        if "request" not in g:
            # Dash answers every address that no route has; only a situation's page is its own.
            abort(404)
        request_: Request = g.request
        said = request_.words
        page = situation_page.page(request_, picture(situation_page.figure_links(request_.data, request_.view)))
        drawn = to_html([page.content, panel(request_.data, request_.view, said, request_.base)])
        scripts = "".join((parts["config"], parts["scripts"], parts["renderer"]))
        body = (
            f"{to_html(header(said, page))}"
            f'<main id="content"><div id="drawn">{drawn}</div><div id="app">{parts["app_entry"]}</div></main>'
            f"{to_html(footer(said, request_.data.state))}"
        )
        whole = document(said, page, style, f"<script>{WAITING}</script>{body}", scripts)
        # Dash's configuration holds a mark of its own for each answer, which changes nothing that a reader sees.
        g.mark = sha256(whole.replace(parts["config"], "").encode()).hexdigest()[:32]
        return whole

    app.interpolate_index = interpolate_index  # type: ignore[method-assign, assignment]
    assets = quicken(app, settings.assets, own_scripts=(SCRIPT,), inline_scripts=(WAITING,))
    if desk is not None:
        review_style = CSS_VARIABLES + _text(settings, STYLE) + _text(settings, REVIEW_STYLE)
        review_routes.register(server, published, desk, lambda: review_style, lambda: assets.url(REVIEW_SCRIPT))

    @server.get("/s/<name>", endpoint="situation")
    def situation_route(name: str) -> AnyResponse | str:
        snapshot = published.snapshot()
        if name not in snapshot.summaries:
            abort(404)
        request_ = _request(settings, snapshot.situation(name), request.args)
        if (canonical := _canonical(request_, request.args)) is not None:
            return redirect(canonical, 302)
        g.request = request_
        response = Response(app.index(), mimetype="text/html")  # type: ignore[no-untyped-call]
        response.headers["Cache-Control"] = "no-cache"
        response.set_etag(g.mark)
        return response.make_conditional(request)

    @server.errorhandler(NothingPublishedError)
    def nothing_published(error: NothingPublishedError) -> AnyResponse:
        return Response(f"{error}\n", 503, mimetype="text/plain")

    _register_callbacks(app, settings, published)
    return app


def _register_callbacks(app: dash.Dash, settings: Settings, published: Published) -> None:
    @app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.SHOWN, "data"),
        Input(ids.URL, "pathname"),
        Input(ids.URL, "search"),
        State(ids.SHOWN, "data"),
    )
    def show_page(pathname: str, search: str, shown: str | None) -> Any:
        return answer_page(settings, published, pathname, search, shown)

    @app.callback(Output(ids.PANEL, "children"), Input(ids.URL, "pathname"), Input(ids.URL, "search"))
    def show_panel(pathname: str, search: str) -> Any:
        request_ = _request_of(settings, published, pathname, search)
        return None if request_ is None else panel(request_.data, request_.view, request_.words, request_.base)

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("waymark", "choose"),
        Output(ids.URL, "search"),
        Input({"control": ALL, "default": ALL}, "value"),
        prevent_initial_call=True,
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("waymark", "open"),
        Output(ids.URL, "search", allow_duplicate=True),
        Input({"chart": ALL}, "clickData"),
        prevent_initial_call=True,
    )


def answer_page(settings: Settings, published: Published, pathname: str, search: str, shown: str | None) -> Any:
    """The page's content and its name, or no update when the page on show has that name already."""
    request_ = _request_of(settings, published, pathname, search)
    if request_ is None:
        return no_update, no_update
    name = "|".join(
        (request_.data.state, request_.today.isoformat(), address(request_.data, _without_panel(request_.view)))
    )
    if name == shown:
        return no_update, no_update
    return situation_page.layout(request_, interactive), name


def _request_of(settings: Settings, published: Published, pathname: str, search: str) -> Request | None:
    snapshot = published.snapshot()
    name = (pathname or "").removeprefix("/s/").strip("/")
    if name not in snapshot.summaries:
        return None
    return _request(settings, snapshot.situation(name), dict(parse_qsl((search or "").removeprefix("?"))))


def _request(settings: Settings, data: SituationData, parameters: Mapping[str, str]) -> Request:
    asked = read_view(data, parameters, languages())
    base = (settings.public_address or request.host_url).rstrip("/")
    return Request(data, asked, words(asked.view.lang), today(), base)


def _canonical(request_: Request, parameters: Mapping[str, str]) -> str | None:
    """Where to send a reader whose address says what goes without saying, as a form without scripts does."""
    refused = {name for name, _ in request_.asked.refused}
    said = {name: text for name, text in parameters.items() if name in PARAMETERS}
    if said == parameters_of(request_.data, request_.view) or refused:
        return None
    return address(request_.data, request_.view)


def _without_panel(view: View) -> View:
    return replace(view, figure="")


def _style(settings: Settings) -> str:
    return CSS_VARIABLES + _text(settings, STYLE) + CHART_CSS + FIGURE_CSS


def _text(settings: Settings, name: str) -> str:
    return (settings.assets / name).read_text("utf-8")
