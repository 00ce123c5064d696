"""The briefing of a view on one page, to print, to save as PDF or to copy: sentences, a chart, sources.

It is the same for as long as its data are kept, and says so. Without scripts everything is there but the copying.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboard.briefing import Briefing, briefing, paragraphs, sources, to_html, to_text
from dashboard.charts.build import charts_of
from dashboard.charts.chart import Chart
from dashboard.charts.svg import to_svg
from dashboard.locales import Words
from dashboard.pages.frame import Page
from dashboard.request import Request
from dashboard.select import address, live
from dashboard.sharing import inside
from dashboard.static_html import element, named, raw

STYLE = "waymark-briefing.css"
"""The asset with the page's own style, for screen and paper, beside that of every page."""

SCRIPT = "waymark-briefing.js"
"""The asset that copies. It is fetched and run after the page."""

_NARROW, _WIDE = (360, 280), (720, 250)
"""Width and height of the two pictures of the chart, in pixels. The wide one is that of the printed page."""

_MOST_ROWS = 8
"""A printed page has room for so many rows of a breakdown."""


def page(request: Request) -> Page:
    """The page of a view's briefing. Its links out of the view are frozen ones, but for that to the live page."""
    words, data = request.words, request.data
    request = request.with_view(replace(request.view, figure=""))
    told = briefing(request)
    return Page(
        title=words("page.title", title=told.title),
        description=told.sentences[0].text if told.sentences else told.empty,
        canonical=address(*live(data, request.view), rest="/briefing"),
        content=_content(request, told),
        situation=data.situation.id,
    )


def _content(request: Request, told: Briefing) -> list[Any]:
    words = request.words
    first, *others = paragraphs(told) or [html.P(told.empty)]
    return [
        html.Article(
            [
                html.H1(told.title),
                html.P(told.subtitle, className="muted"),
                _actions(request, told),
                html.Div(first, className="told first"),
                _chart(request),
                html.Div(others, className="told") if others else None,
                _sources(words, told),
                html.Section([html.H2(words("briefing.cite")), html.P(told.cite)], className="small cite"),
                _for_good(request, told),
            ],
            className="briefing",
            id="briefing",
        ),
        element("template", {"id": "briefing-rich"}, raw(to_html(told))),
        element("template", {"id": "briefing-plain"}, to_text(told)),
    ]


def _actions(request: Request, told: Briefing) -> html.Section:
    """What can be done with the page. Buttons are shown by the script that they need."""
    words = request.words
    buttons = [
        html.Button(
            words(f"briefing.copy.{form}"),
            type="button",
            className="btn",
            hidden=True,
            **named({"data-copy-briefing": form}),
        )
        for form in ("rich", "plain")
    ]
    links = [
        html.A(words("briefing.slide"), href=inside(request, told.slide), className="btn"),
        html.A(words("briefing.live"), href=inside(request, told.live), className="btn"),
    ]
    status = html.P(
        "",
        id="briefing-status",
        role="status",
        **named({"data-copied": words("briefing.copied"), "data-not-copied": words("briefing.not_copied")}),
    )
    return html.Section(
        [html.H2(words("briefing.actions"), className="visually-hidden"), html.Div([*buttons, *links]), status],
        className="actions",
    )


def _chart(request: Request) -> html.Figure | None:
    """The first chart of the view that shows anything, small enough to leave the page to the sentences."""
    charts = charts_of(request.data, request.view, request.words, request.today)
    chart = next((chart for chart in charts if not chart.is_empty), None)
    if chart is None:
        return None
    fitting = replace(chart, categories=chart.categories[:_MOST_ROWS])
    return html.Figure(
        [
            html.Figcaption([html.H2(chart.title), html.P(chart.subtitle, className="muted small")]),
            html.Div(raw(_drawn(fitting, _NARROW)), className="only-narrow"),
            html.Div(raw(_drawn(fitting, _WIDE)), className="only-wide"),
            html.P(chart.source_line, className="muted small") if chart.source_line else None,
            html.P(chart.note_line, className="muted small") if chart.note_line else None,
        ],
        className="picture",
    )


def _drawn(chart: Chart, size: tuple[int, int]) -> str:
    return to_svg(chart, width=size[0], height=size[1])


def _sources(words: Words, told: Briefing) -> html.Section | None:
    if not told.sources:
        return None
    return html.Section([html.H2(words("briefing.sources")), sources(told, printed=True)], className="small sources")


def _for_good(request: Request, told: Briefing) -> html.P:
    """The address under which the page stays as it is, to be read on paper too, and which state of the data it shows."""
    words = request.words
    says = words("frozen.says", day=words.day(told.known_on), state=told.state)
    link = html.A(told.frozen, href=inside(request, told.frozen))
    return html.P([words("briefing.frozen"), ": ", link, ". ", says], className="small muted for-good")
