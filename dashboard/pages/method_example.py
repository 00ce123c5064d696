"""How all reports together allow what they allow, told with a situation's own numbers. Nothing here is made up.

Each example is looked for in what was published and left out where there is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import dcc, html

from dashboard.implied import implied_days
from dashboard.locales import Words
from dashboard.pages.contradictions import Listing, anchor_of, contradictions_address, known_contradictions
from dashboard.published import SituationData
from dashboard.select import address, default_view, known_reconciled, known_rows, shown_flow_point
from dashboard.wording import as_printed, between
from etl.model import Granularity, SeriesRow, Verdict

_WITHIN = 0.2
"""A number is shown where its bounds lie at most this share of it apart: the rule of the reconciliation."""


def example(words: Words, data: SituationData) -> list[Any]:
    """The section's parts, from a difference of two totals to a contradiction."""
    weeks = _weeks(data)
    parts = [
        _difference(words, data),
        _implied(words, data),
        _week(words, data, weeks),
        _number_or_range(words, weeks),
        _contradiction(words, data),
    ]
    title = data.situation.title.in_language(words.language)
    found = [part for part in parts if part is not None]
    if not found:
        return [html.P(words("example.none", title=title))]
    return [html.P(words("example.lead", title=title)), html.Ol(found)]


def _weeks(data: SituationData) -> list[SeriesRow]:
    view = default_view(data.situation)
    point = shown_flow_point(data, view)
    rows = known_reconciled(data, view.measure, view.unit, None).get(Granularity.WEEK, ())
    return [
        row
        for row in rows
        if row.flow_point == point and not (row.nationality or row.population) and row.new_upper is not None
    ]


def _difference(words: Words, data: SituationData) -> html.Li | None:
    """The longest interval between two exact totals of the situation's own measure."""
    rows = [
        row
        for row in known_rows(data, None)
        if row.measure is data.situation.default_measure
        and len(row.figure_ids) > 1
        and row.new_point
        and row.new_lower == row.new_upper == row.new_point
        and not (row.nationality or row.population)
    ]
    if not rows:
        return None
    row = max(rows, key=lambda row: (row.new_point or 0, row.interval_end))
    after, before = (data.figures[figure_id] for figure_id in row.figure_ids[:2])
    return html.Li(
        [
            words(
                "example.difference",
                after=as_printed(words, after),
                before=as_printed(words, before),
                count=words.number(row.new_point or 0),
                period=words.period(row.interval_start, row.interval_end),
                source=row.source,
            ),
            *_figures(words, data, row.figure_ids[:2]),
        ]
    )


def _implied(words: Words, data: SituationData) -> html.Li | None:
    """The interval that most reports imply, by the report whose bounds have an upper end."""
    for one in implied_days(data, None):
        row = next((row for row in one.reports if row.upper is not None and row.point is not None), None)
        if row is not None and row.upper is not None and row.upper >= row.lower:
            longer, shorter = (data.figures[figure_id] for figure_id in row.figure_ids[:2])
            return html.Li(
                [
                    words(
                        "example.implied",
                        longer=as_printed(words, longer),
                        shorter=as_printed(words, shorter),
                        period=words.period(one.days.start, one.days.end),
                        bounds=between(words, row.lower, None, row.upper),
                        reports=words.count("count.reports", len(one.reports)),
                    ),
                    *_figures(words, data, row.figure_ids[:2]),
                ]
            )
    return None


def _week(words: Words, data: SituationData, weeks: list[SeriesRow]) -> html.Li | None:
    """A week that few figures bind, so that each can be looked at."""
    bound = [row for row in weeks if len(row.figure_ids) > 1 and row.new_lower]
    if not bound:
        return None
    row = min(bound, key=lambda row: (len(row.figure_ids), -(row.new_lower or 0)))
    return html.Li(
        [
            words(
                "example.week",
                period=words.period(row.interval_start, row.interval_end),
                bounds=between(words, row.new_lower, None, row.new_upper),
                figures=words.number(len(row.figure_ids)),
            ),
            *_figures(words, data, row.figure_ids),
        ]
    )


def _number_or_range(words: Words, weeks: list[SeriesRow]) -> html.Li | None:
    """A week that is shown as a number, and one that is not."""
    shown = [row for row in weeks if row.new_point and row.new_lower != row.new_upper]
    open_ = [row for row in weeks if row.new_point is None and row.new_lower]
    if not shown or not open_:
        return None
    one, other = shown[-1], open_[-1]
    return html.Li(
        words(
            "example.point",
            one=words.period(one.interval_start, one.interval_end),
            bounds=between(words, one.new_lower, one.new_point, one.new_upper),
            other=words.period(other.interval_start, other.interval_end),
            open=between(words, other.new_lower, None, other.new_upper),
            share=words.percent(_WITHIN),
        )
    )


def _contradiction(words: Words, data: SituationData) -> html.Li | None:
    rows = [row for row in known_contradictions(data) if row.verdict is Verdict.CONTRADICTION and row.arithmetic]
    rows = [row for row in rows if row.reading is data.situation.reconciliation.reading] or rows
    if not rows:
        return None
    row = min(rows, key=lambda row: (len(row.figure_ids), -row.gap))
    href = contradictions_address(
        data.situation.id, Listing(reading=row.reading, figure=row.figure_ids[0]), anchor_of(row)
    )
    return html.Li(
        [
            words("example.contradiction"),
            " ",
            html.Span(row.sentence_en, lang="en", dir="ltr"),
            " ",
            html.A(words("contradictions.all"), href=href),
        ]
    )


def _figures(words: Words, data: SituationData, figure_ids: tuple[str, ...]) -> list[Any]:
    """Links to figures by what they say."""
    links: list[Any] = []
    for figure_id in dict.fromkeys(figure_ids):
        known = data.figures[figure_id]
        view = replace(
            default_view(data.situation), measure=known.figure.measure, unit=known.figure.unit, figure=figure_id
        )
        text = words("list.comma").join((as_printed(words, known), known.figure.source))
        links += [" ", dcc.Link(f"[{text}]", href=address(data, view) + "#figure")]
    return links
