"""The pages that need no scripts: start, figures, reports, method, and a situation's page where it is frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from dash import html
from flask import Flask, Response, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from dashboard.components import picture
from dashboard.locales import DEFAULT, Words, languages, words
from dashboard.pages import briefing, contradictions, figures, method, reports, revisions, situation, start
from dashboard.pages.frame import Page, document, footer, header
from dashboard.pages.panel import panel
from dashboard.published import SituationData, Snapshot
from dashboard.routes.answers import SHARED, Answers, Made
from dashboard.routes.asking import Asking
from dashboard.select import address, frozen
from dashboard.static_html import to_html

_FOR_PROGRAMS = ("/embed/", "/chart/", "/cite/", "/download/", "/oembed", "/feed.atom", "/v/")


def register(
    server: Flask,
    asking: Asking,
    answers: Answers,
    style: Callable[[], str],
    asset: Callable[[str], str],
    link: Callable[[str], str],
    *,
    review: bool = False,
) -> None:
    """Add the routes.

    `style` gives the stylesheet that every page carries, `asset` an asset's text, `link` its address; `review`: there
    are review pages.
    """
    published = asking.published

    def answer(page: Page, snapshot: Snapshot, status: int = 200) -> Response:
        said = asked_language()
        body = to_html([header(said, page)])
        body += f'<main id="content">{to_html(page.content)}</main>{to_html(footer(said, snapshot.version))}'
        response = Response(document(said, page, style(), body), status, mimetype="text/html")
        response.headers["Cache-Control"] = "no-cache"
        if status == 200:
            response.add_etag()
            response.make_conditional(request)
        return response

    def of_situation(name: str, make: Callable[[SituationData], Page]) -> Response:
        snapshot = published.snapshot()
        if name not in snapshot.summaries:
            return missing(snapshot)
        return answer(make(snapshot.situation(name)), snapshot)

    def missing(snapshot: Snapshot) -> Response:
        return answer(not_found(asked_language()), snapshot, 404)

    @server.get("/", endpoint="start")
    def start_page() -> Response:
        snapshot = published.snapshot()
        return answer(start.page(asked_language(), snapshot.summaries.values(), review=review), snapshot)

    @server.get("/s/<name>/figures", endpoint="figures")
    def figures_page(name: str) -> Response:
        listing = figures.read_listing(request.args)
        return of_situation(name, lambda data: figures.page(asked_language(), data, listing))

    @server.get("/s/<name>/reports", endpoint="reports")
    def reports_page(name: str) -> Response:
        return of_situation(name, lambda data: reports.page(asked_language(), data))

    @server.get("/s/<name>/contradictions", endpoint="contradictions")
    def contradictions_page(name: str) -> Response:
        listing = contradictions.read_listing(request.args)
        return of_situation(name, lambda data: contradictions.page(asked_language(), data, listing))

    @server.get("/s/<name>/revisions", endpoint="revisions")
    def revisions_page(name: str) -> Response:
        return of_situation(
            name, lambda data: revisions.page(asked_language(), data, revisions.read_interval(data, request.args))
        )

    @server.get("/v/<vintage>/s/<name>", endpoint="frozen situation")
    @answers.kept
    def frozen_page(vintage: str, name: str) -> Made:
        asked = asking.request(name, vintage)
        page = situation.page(asked, picture(situation.figure_links(asked.data, asked.view)))
        opened = panel(asked.data, asked.view, asked.words, asked.base)
        body = to_html(header(asked.words, page))
        body += f'<main id="content"><div id="drawn">{to_html([page.content, opened])}</div></main>'
        body += to_html(footer(asked.words, asked.data.state))
        whole = document(asked.words, page, style(), body)
        return Made(whole.encode(), "text/html", forever=True, headers={"X-Robots-Tag": "noindex"})

    @server.get("/s/<name>/briefing", endpoint="briefing")
    def live_briefing(name: str) -> AnyResponse:
        """A briefing is of one vintage, and its address says of which."""
        asked = asking.request(name)
        view = replace(asked.view, figure="")
        return redirect(address(*frozen(asked.data, view), rest="/briefing"), 302)

    @server.get("/v/<vintage>/s/<name>/briefing", endpoint="frozen briefing")
    @answers.kept
    def frozen_briefing(vintage: str, name: str) -> Made:
        asked = asking.strictly(name, vintage)
        page = briefing.page(asked)
        body = to_html(header(asked.words, page))
        body += f'<main id="content">{to_html(page.content)}</main>{to_html(footer(asked.words, asked.data.state))}'
        look = style() + asset(briefing.STYLE)
        scripts = f'<script src="{escape(link(briefing.SCRIPT))}" defer></script>'
        whole = document(asked.words, page, look, body, scripts)
        return Made(whole.encode(), "text/html", forever=True, headers={"X-Robots-Tag": "noindex"})

    @server.get("/method", endpoint="method")
    def method_page() -> Response:
        snapshot = published.snapshot()
        return answer(method.page(asked_language(), snapshot, request.args.get("situation", "")), snapshot)

    @server.get("/healthz", endpoint="health")
    def health() -> Response:
        return Response(f"ok {published.snapshot().version}\n", mimetype="text/plain")

    def refused(error: HTTPException) -> Response:
        """A page for people; a line for those who asked for a file, a frame or a frozen address."""
        if error.code == 404 and not request.path.startswith(_FOR_PROGRAMS):
            return missing(published.snapshot())
        response = Response(f"{error.description}\n", error.code, mimetype="text/plain")
        if request.path.startswith(_FOR_PROGRAMS):
            response.headers.update(SHARED)
        return response

    for status in (400, 404, 410, 501):
        server.register_error_handler(status, refused)


def asked_language() -> Words:
    """The words of the language that the address asks for."""
    asked = request.args.get("lang", DEFAULT)
    return words(asked if asked in languages() else DEFAULT)


def not_found(said: Words) -> Page:
    """What an address that leads nowhere shows."""
    content = [
        html.H1(said("missing.title")),
        html.P(said("missing.text")),
        html.P(html.A(said("nav.situations"), href="/")),
    ]
    return Page(said("page.title", title=said("missing.title")), said("missing.text"), "/", content)
