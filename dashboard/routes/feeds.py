"""What programs look at by themselves: feeds of what is new, the list of pages, and what a crawler may read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.etree import ElementTree

from flask import Flask, request

from dashboard.feed import entries_of, to_atom
from dashboard.locales import DEFAULT, Words, languages, words
from dashboard.published import SituationData
from dashboard.routes.answers import SHARED, Answers, Made
from dashboard.routes.asking import Asking, choice

PAGES = ("", "/figures", "/reports", "/contradictions", "/revisions", "/briefing")
"""The pages of a situation, after its own address."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def register(server: Flask, asking: Asking, answers: Answers) -> None:
    """Add the routes."""

    @server.get("/feed.atom", endpoint="feed")
    @answers.kept
    def feed() -> Made:
        said = _language()
        snapshot = asking.published.snapshot()
        every = [snapshot.situation(name) for name in snapshot.summaries]
        return _feed(said, said("feed.title"), asking.base, f"{asking.base}/", every)

    @server.get("/s/<situation>/feed.atom", endpoint="situation feed")
    @answers.kept
    def situation_feed(situation: str) -> Made:
        said = _language()
        data = asking.request(situation, parameters={}).data
        title = said("feed.title.of", situation=data.situation.title.in_language(said.language))
        return _feed(said, title, asking.base, f"{asking.base}/s/{situation}", [data])

    @server.get("/sitemap.xml", endpoint="sitemap")
    @answers.kept
    def sitemap() -> Made:
        snapshot = asking.published.snapshot()
        addresses: list[tuple[str, date | None]] = [("/", None), ("/method", None)]
        for name, summary in snapshot.summaries.items():
            addresses += [(f"/s/{name}{page}", max(summary.vintages, default=None)) for page in PAGES]
        return Made(_sitemap(asking.base, addresses), "application/xml", forever=False)

    @server.get("/robots.txt", endpoint="robots")
    @answers.kept
    def robots() -> Made:
        # What is frozen repeats what is live; who looks for it has its address.
        text = f"User-agent: *\nDisallow: /v/\nDisallow: /embed/\nAllow: /\nSitemap: {asking.base}/sitemap.xml\n"
        return Made(text.encode(), "text/plain", forever=False)


def _feed(said: Words, title: str, base: str, link: str, situations: Sequence[SituationData]) -> Made:
    here = base + request.full_path.rstrip("?")
    entries = [entry for data in situations for entry in entries_of(said, data, base)]
    return Made(to_atom(said, title, link, here, entries), "application/atom+xml", forever=False, headers=SHARED)


def _language() -> Words:
    return words(choice("lang", dict.fromkeys(languages()), DEFAULT))


def _sitemap(base: str, addresses: Sequence[tuple[str, date | None]]) -> bytes:
    ElementTree.register_namespace("", _SITEMAP)
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    for path, changed in addresses:
        element = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
        ElementTree.SubElement(element, f"{{{_SITEMAP}}}loc").text = base + path
        if changed is not None:
            ElementTree.SubElement(element, f"{{{_SITEMAP}}}lastmod").text = changed.isoformat()
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))
