"""The panel of one figure: its words, its reading, its report, its kin, and a reference to copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dash import dcc, html

from dashboard.citations import cite_figure
from dashboard.components import copyable, definition_list, references
from dashboard.implied import Days
from dashboard.locales import Words
from dashboard.pages.contradictions import Listing, anchor_of, contradictions_address, known_contradictions
from dashboard.pages.revisions import revisions_address
from dashboard.published import SituationData
from dashboard.select import View, address, known_rows
from dashboard.static_html import named
from dashboard.suppression import KnownFigure
from dashboard.wording import (
    as_printed,
    between,
    flow_point_name,
    group_name,
    measure_name,
    people,
    phase_name,
    source_name,
)
from etl.model import Basis, Kind

_MOST_SETS = 4
"""Of the sets that a figure takes part in the panel names so many."""


def panel(data: SituationData, view: View, words: Words, base: str = "") -> html.Aside | None:
    """The panel of the view's figure, None when the view has none. `base` is the instance's address."""
    if not view.figure:
        return None
    known = data.figures[view.figure]
    figure, report = known.figure, known.report
    close = address(data, replace(view, figure=""))
    return html.Aside(
        [
            html.Div(
                [
                    html.H2(as_printed(words, known), id="figure-title", tabIndex=-1),
                    dcc.Link(words("action.close"), href=close, className="btn close", id="figure-close"),
                ],
                className="panel-head",
            ),
            html.Blockquote(figure.quote, lang=report.language or None, dir="auto") if figure.quote else None,
            definition_list(
                [
                    (words("panel.as_reported"), figure.as_reported),
                    (words("panel.quantifier"), words(f"quantifier.{figure.quantifier.value}.name")),
                    (words("panel.bounds"), _bounds(words, known)),
                    (words("panel.what"), _what(words, data, known)),
                    (words("panel.interval"), _interval_link(words, data, known)),
                    (words("panel.source"), source_name(words, data.situation, figure.source)),
                    (
                        words("panel.report"),
                        html.A(
                            report.title or report.url,
                            href=report.url,
                            rel="noopener",
                            lang=report.language or None,
                            dir="auto",
                        ),
                    ),
                    (words("panel.publisher"), report.publisher),
                    (words("panel.published"), _published(words, known)),
                    (words("panel.part_of"), _links(data, view, words, [figure.part_of])),
                    (words("panel.contains"), _links(data, view, words, _parts(data, known))),
                    (words("panel.same_as"), _links(data, view, words, _same(data, known))),
                    (words("panel.others"), _links(data, view, words, _others(data, known))),
                    (words("panel.history"), _history(data, view, words, known)),
                    (words("panel.left_out"), words(f"left_out.{known.left_out}") if known.left_out else ""),
                    (words("panel.corrected"), known.corrected),
                    (words("panel.note"), figure.note),
                    (words("panel.contradictions"), _contradictions(data, view, words, known)),
                    (words("panel.findings"), _findings(data, words, known)),
                    (words("panel.id"), figure.figure_id),
                ]
            ),
            html.H3(words("cite.title")),
            copyable(
                words,
                cite_figure(words, data, view, base),
                "citation-figure",
            ),
            references(words, data, view),
        ],
        id="figure",
        className="panel",
        role="dialog",
        **named({"aria-labelledby": "figure-title", "aria-modal": "false"}),
    )


def _bounds(words: Words, known: KnownFigure) -> str:
    if known.bounds is None:
        return words("count.withheld.why")
    bounds = known.bounds
    text = between(words, bounds.lower, bounds.point, bounds.upper)
    return words("panel.bounds.read", bounds=text, table=bounds.table)


def _what(words: Words, data: SituationData, known: KnownFigure) -> str:
    figure = known.figure
    parts = [measure_name(words, figure.measure)]
    if figure.nationality or figure.population:
        parts.append(group_name(words, data.situation, figure.nationality, figure.population))
    if known.flow_point:
        parts.append(flow_point_name(words, data.situation, known.flow_point))
    parts.append(words(f"modality.{figure.modality.value}"))
    return words("list.comma").join(parts)


def _interval(words: Words, known: KnownFigure) -> str:
    figure = known.figure
    if figure.ref_end is None:
        return words("date.unknown")
    precision = words(f"precision.{figure.ref_precision.value}")
    if figure.kind is Kind.STOCK:
        return words("panel.at", date=words.day(figure.ref_end), precision=precision)
    if figure.basis is Basis.CUMULATIVE:
        phase = figure.ref_start.isoformat() if figure.ref_start else ""
        since = words("phase.since", date=words.day(date.fromisoformat(phase))) if phase else words("phase.not_stated")
        return words("panel.total", since=since, date=words.day(figure.ref_end), precision=precision)
    return words("panel.within", period=words.period(figure.ref_start, figure.ref_end), precision=precision)


def _interval_link(words: Words, data: SituationData, known: KnownFigure) -> Any:
    """The interval, as a way to all that was told of it where that is more than this."""
    figure = known.figure
    text = _interval(words, known)
    if figure.ref_start is None or figure.ref_end is None or figure.kind is not Kind.FLOW:
        return text
    days = Days(
        figure.measure,
        figure.unit,
        known.flow_point,
        figure.nationality,
        figure.population,
        figure.ref_start,
        figure.ref_end,
    )
    return html.A(text, href=revisions_address(data, days))


def _published(words: Words, known: KnownFigure) -> str:
    report = known.report
    if report.published is None:
        return words("date.unknown")
    basis = f" ({report.published_basis})" if report.published_basis else ""
    return words.day(report.published) + basis


def _parts(data: SituationData, known: KnownFigure) -> list[str]:
    return [other.figure.figure_id for other in data.figures.values() if other.figure.part_of == known.figure.figure_id]


def _same(data: SituationData, known: KnownFigure) -> list[str]:
    mine = known.figure.figure_id
    same = [other.figure.figure_id for other in data.figures.values() if other.figure.same_as == mine]
    return [*([known.figure.same_as] if known.figure.same_as else []), *same]


def _others(data: SituationData, known: KnownFigure) -> list[str]:
    """Other figures on the same thing: the same group and measure up to the same day, whoever counted."""
    figure = known.figure
    if figure.ref_end is None:
        return []
    return [
        other.figure.figure_id
        for other in data.figures.values()
        if other.figure.figure_id != figure.figure_id
        and other.figure.ref_end == figure.ref_end
        and other.figure.measure == figure.measure
        and other.figure.nationality == figure.nationality
        and other.figure.population == figure.population
        and other.figure.kind == figure.kind
        and other.flow_point == known.flow_point
    ][:12]


def _links(data: SituationData, view: View, words: Words, figure_ids: list[str]) -> Any:
    entries = []
    for figure_id in figure_ids:
        if figure_id:
            other = data.figures[figure_id]
            text = words(
                "panel.other",
                count=as_printed(words, other),
                source=other.figure.source,
                publisher=other.report.publisher,
                date=words.short_day(other.report.published) if other.report.published else words("date.unknown"),
            )
            entries.append(html.Li(dcc.Link(text, href=address(data, replace(view, figure=figure_id)) + "#figure")))
    return html.Ul(entries) if entries else ""


def _history(data: SituationData, view: View, words: Words, known: KnownFigure) -> Any:
    """What the figure stands for in its series: the interval since the total before it, and how that came about."""
    entries = []
    for row in known_rows(data, view.as_of):
        if row.figure_ids[0] != known.figure.figure_id:
            continue
        if len(row.figure_ids) > 1:
            before = data.figures[row.figure_ids[1]]
            entries.append(
                html.Li(
                    [
                        words(
                            "panel.since_before",
                            count=between(words, row.new_lower, row.new_point, row.new_upper),
                            period=words.period(row.interval_start, row.interval_end),
                        ),
                        " ",
                        dcc.Link(
                            words("panel.before", count=as_printed(words, before)),
                            href=address(data, replace(view, figure=row.figure_ids[1])) + "#figure",
                        ),
                    ]
                )
            )
        if row.flag and words.has(f"flag.{row.flag}"):
            entries.append(html.Li(words(f"flag.{row.flag}")))
        if row.kind is Kind.FLOW and row.basis is Basis.CUMULATIVE:
            entries.append(html.Li(phase_name(words, data.situation, row.source, row.phase, row.measure)))
        entries.append(html.Li(words("panel.known_since", date=words.day(row.vintage))))
    return html.Ul(entries) if entries else ""


def _contradictions(data: SituationData, view: View, words: Words, known: KnownFigure) -> Any:
    """The sets that the figure takes part in, in the reading of the series, and whether it is set aside there."""
    mine, situation = known.figure.figure_id, data.situation
    reading = situation.reconciliation.reading
    rows = [row for row in known_contradictions(data, view.as_of) if row.reading is reading and mine in row.figure_ids]
    other = [
        row for row in known_contradictions(data, view.as_of) if row.reading is not reading and mine in row.figure_ids
    ]
    entries = []
    for row in [*rows, *other][:_MOST_SETS]:
        listing = Listing(reading=row.reading, figure=mine, as_of=view.as_of)
        text = words(
            "panel.contradiction",
            gap=people(words, row.unit, row.gap),
            verdict=words(f"verdict.{row.verdict.value}"),
        )
        printed = words("panel.as_printed") if row.reading is not reading else ""
        aside = words("panel.set_aside") if mine in row.set_aside else ""
        entries.append(
            html.Li(
                [
                    html.A(text, href=contradictions_address(situation.id, listing, anchor_of(row))),
                    *(f"{words('list.semicolon')}{said}" for said in (printed, aside) if said),
                ]
            )
        )
    if len(rows) + len(other) > _MOST_SETS:
        first = (rows or other)[0].reading
        every = contradictions_address(situation.id, Listing(reading=first, figure=mine, as_of=view.as_of))
        entries.append(
            html.Li(html.A(words("panel.every_set", count=words.number(len(rows) + len(other))), href=every))
        )
    return html.Ul(entries) if entries else ""


def _findings(data: SituationData, words: Words, known: KnownFigure) -> Any:
    mine = known.figure.figure_id
    entries = [
        html.Li(words(f"finding.{finding.code}", **dict(finding.values)))
        for finding in data.findings
        if mine in finding.figure_ids
    ]
    return html.Ul(entries) if entries else ""
