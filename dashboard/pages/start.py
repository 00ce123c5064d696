"""The start page: which situations there are."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html

from dashboard.locales import Words
from dashboard.pages.frame import Page
from dashboard.published import SituationSummary


def page(words: Words, summaries: Iterable[SituationSummary], *, review: bool = False) -> Page:
    """A card for each situation, the one with the newest report first; with `review`, the way to the review pages."""
    ordered = sorted(
        summaries, key=lambda summary: (summary.vintages[-1:] or (None,), summary.situation.id), reverse=True
    )
    content = [
        html.H1(words("start.title")),
        html.P(words("start.lead"), className="lead"),
        html.P(html.A(words("start.review"), href="/review/", className="btn")) if review else None,
        html.Div([_card(words, summary) for summary in ordered], className="cards"),
    ]
    return Page(words("app.name"), words("start.lead"), "/", content)


def _card(words: Words, summary: SituationSummary) -> html.Article:
    situation = summary.situation
    language = "" if words.language == "en" else f"?lang={words.language}"
    latest = summary.vintages[-1] if summary.vintages else None
    return html.Article(
        [
            html.H2(html.A(situation.title.in_language(words.language), href=f"/s/{situation.id}{language}")),
            html.P(situation.summary.in_language(words.language)),
            html.P(
                words(
                    "start.counts",
                    figures=words.count("count.figures", summary.figures),
                    reports=words.count("count.reports", summary.reports),
                ),
                className="muted",
            ),
            html.P(words("start.latest", date=words.day(latest)), className="muted") if latest else None,
        ],
        className="block",
    )
