"""What surrounds every page: the document, the way around, and the foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.locales import Words
from dashboard.static_html import named, to_html

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
    "%3Cpath d='M2 14h3v-4h4V6h5' fill='none' stroke='%234367dc' stroke-width='2'/%3E"
    "%3Ccircle cx='5' cy='10' r='2' fill='%23c2390e'/%3E%3Ccircle cx='9' cy='6' r='2' fill='%23c2390e'/%3E%3C/svg%3E"
)
"""A step line with two reports on it, in the document itself: one request less."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's content with what the document says of it. `canonical` is the address that names it.

    `head` is what its head says besides, for programs that read the page.
    """

    title: str
    description: str
    canonical: str
    content: Any
    situation: str = ""
    head: Any = None


def header(words: Words, page: Page) -> html.Header:
    """The name of the house and the way to its rooms."""
    targets = [("nav.situations", "/")]
    if page.situation:
        base = f"/s/{page.situation}"
        targets += [
            ("nav.situation", base),
            ("nav.figures", f"{base}/figures"),
            ("nav.reports", f"{base}/reports"),
            ("nav.contradictions", f"{base}/contradictions"),
            ("nav.revisions", f"{base}/revisions"),
            ("nav.briefing", f"{base}/briefing"),
        ]
    targets.append(("nav.method", "/method"))
    here = page.canonical.partition("?")[0]
    links = [
        html.A(
            words(name),
            href=_with_language(path, words),
            **named({"aria-current": "page" if path == here else None}),
        )
        for name, path in targets
    ]
    return html.Header(
        [
            html.A(words("nav.skip"), href="#content", className="skip"),
            html.A(words("app.name"), href=_with_language("/", words), className="brand"),
            html.Nav(links, **named({"aria-label": words("nav.label")})),
        ]
    )


def footer(words: Words, version: str) -> html.Footer:
    """What is never claimed, and which version of the data is shown."""
    return html.Footer(
        [html.P(words("foot.harm")), html.P(words("foot.version", version=version), className="muted small")]
    )


def document(words: Words, page: Page, style: str, body: str, scripts: str = "") -> str:
    """The whole HTML document around `body`, with the page's own style inside it so that nothing blocks its drawing."""
    head = to_html(
        [
            html.Title(page.title),
            html.Meta(name="viewport", content="width=device-width, initial-scale=1"),
            html.Meta(name="description", content=page.description),
            html.Meta(name="color-scheme", content="light dark"),
            html.Link(rel="canonical", href=page.canonical),
            html.Link(rel="icon", href=ICON, type="image/svg+xml"),
            page.head,
        ]
    )
    return (
        f'<!doctype html><html lang="{words.language}" dir="{words.direction}"><head><meta charset="utf-8">'
        f"{head}<style>{style}</style></head><body>{body}{scripts}</body></html>"
    )


def _with_language(path: str, words: Words) -> str:
    return path if words.language == "en" else f"{path}?lang={words.language}"
