"""The pages that need no scripts: start, figures, reports, method."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from flask import Flask, Response, request

from dashboard.locales import DEFAULT, Words, languages, words
from dashboard.pages import contradictions, figures, method, reports, revisions, start
from dashboard.pages.frame import Page, document, footer, header
from dashboard.published import Published, SituationData, Snapshot
from dashboard.static_html import to_html


def register(server: Flask, published: Published, style: Callable[[], str], *, review: bool = False) -> None:
    """Add the routes. `style` gives the stylesheet that every page carries; `review`: there are review pages."""

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

    @server.get("/method", endpoint="method")
    def method_page() -> Response:
        snapshot = published.snapshot()
        return answer(method.page(asked_language(), snapshot, request.args.get("situation", "")), snapshot)

    @server.get("/healthz", endpoint="health")
    def health() -> Response:
        return Response(f"ok {published.snapshot().version}\n", mimetype="text/plain")

    @server.errorhandler(404)
    def nothing_there(_error: Exception) -> Response:
        return missing(published.snapshot())


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
