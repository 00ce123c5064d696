"""Every figure of a situation in a table that filters, sorts and pages by its address. The server draws it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil
from typing import Any
from urllib.parse import urlencode

import dash_bootstrap_components as dbc
import pandas as pd
from dash import html

from dashboard.components import choice
from dashboard.locales import Words
from dashboard.pages.frame import Page
from dashboard.published import SituationData
from dashboard.select import address, default_view
from dashboard.static_html import named
from dashboard.wording import as_printed, group_name, measure_name, source_name, unit_name
from etl.model import Measure, Unit

PAGE_SIZE = 50
USED = "used"
_SORTS = ("ref_end", "published", "measure", "value", "source", "publisher", "figure_id")
_FILTERS = ("measure", "unit", "source", "left_out", "report")


@dataclass(frozen=True, slots=True)
class Listing:
    """Which figures are listed: a text to find, a value for each filter, the order, and the page, from 1."""

    text: str = ""
    measure: str = ""
    unit: str = ""
    source: str = ""
    left_out: str = ""
    report: str = ""
    sort: str = "ref_end"
    descending: bool = True
    page: int = 1


def read_listing(parameters: Mapping[str, str]) -> Listing:
    """The listing that an address asks for; what it cannot have is left at its default."""
    sort = parameters.get("sort", "")
    number = parameters.get("page", "")
    return Listing(
        text=parameters.get("q", "").strip()[:200],
        measure=parameters.get("measure", ""),
        unit=parameters.get("unit", ""),
        source=parameters.get("source", ""),
        left_out=parameters.get("left_out", ""),
        report=parameters.get("report", ""),
        sort=sort if sort in _SORTS else "ref_end",
        descending=parameters.get("order", "desc") != "asc",
        page=int(number) if number.isascii() and number.isdigit() and number != "0" else 1,
    )


@lru_cache(maxsize=32)
def frame_of(data: SituationData) -> pd.DataFrame:
    """Every figure as a row, in the ledger's order; the columns that a reader filters and sorts by."""
    rows = []
    for known in data.figures.values():
        figure, report = known.figure, known.report
        value = figure.value if figure.value is not None or known.bounds is None else known.bounds.lower
        words = (
            figure.figure_id,
            figure.as_reported,
            figure.quote,
            figure.note,
            figure.place_from,
            figure.place_to,
            figure.nationality,
            figure.population,
            figure.source,
            report.publisher,
            report.title,
        )
        rows.append(
            {
                "figure_id": figure.figure_id,
                "measure": figure.measure.value,
                "unit": figure.unit.value,
                "source": figure.source,
                "publisher": report.publisher,
                "left_out": known.left_out or USED,
                "report": report.report_id,
                "ref_end": figure.ref_end.isoformat() if figure.ref_end else None,
                "published": report.published.isoformat() if report.published else None,
                "value": value,
                "haystack": "\n".join(words).casefold(),
            }
        )
    columns = ["figure_id", "measure", "unit", "source", "publisher", "left_out", "report"]
    columns += ["ref_end", "published", "haystack"]
    frame = pd.DataFrame(rows, columns=[*columns, "value"])
    return frame.astype({**dict.fromkeys(columns, "str"), "value": "Int64"})


def select_figures(frame: pd.DataFrame, listing: Listing) -> pd.DataFrame:
    """The rows of a listing in its order, all pages."""
    chosen = frame
    for name in _FILTERS:
        wanted = getattr(listing, name)
        if wanted:
            chosen = chosen[chosen[name] == wanted]
    if listing.text:
        found = chosen["haystack"].str.contains(listing.text.casefold(), regex=False)
        chosen = chosen[found]
    return chosen.sort_values(listing.sort, ascending=not listing.descending, kind="stable", na_position="last")


def page(words: Words, data: SituationData, listing: Listing) -> Page:
    """The page of a listing."""
    title = data.situation.title.in_language(words.language)
    chosen = select_figures(frame_of(data), listing)
    pages = max(ceil(len(chosen) / PAGE_SIZE), 1)
    listing = replace(listing, page=min(listing.page, pages))
    shown = chosen.iloc[(listing.page - 1) * PAGE_SIZE : listing.page * PAGE_SIZE]
    content = [
        html.H1(words("figures.title")),
        html.P(words("figures.lead", title=title), className="lead"),
        _filters(words, data, listing),
        html.P(words.count("figures.found", len(chosen)), id="found", role="status"),
        _table(words, data, listing, list(shown["figure_id"])),
        _pager(words, data, listing, pages),
    ]
    return Page(
        words("page.title", title=words("figures.of", title=title)),
        words("figures.lead", title=title),
        _address(words, data, listing),
        content,
        data.situation.id,
    )


def _filters(words: Words, data: SituationData, listing: Listing) -> html.Form:
    frame = frame_of(data)
    measures = [Measure(code) for code in Measure if code in set(frame["measure"])]
    units = [Unit(code) for code in Unit if code in set(frame["unit"])]
    sources = [source.id for source in data.situation.sources if source.id in set(frame["source"])]
    reasons = sorted(set(frame["left_out"]) - {USED})
    everything = ("", words("filter.all"))
    return html.Form(
        [
            html.Div(
                [
                    html.Div(
                        [
                            html.Label(words("filter.text"), htmlFor="q"),
                            dbc.Input(id="q", name="q", type="search", value=listing.text),
                        ],
                        className="control",
                    ),
                    choice(
                        "measure",
                        words("control.measure"),
                        [everything, *((one.value, measure_name(words, one)) for one in measures)],
                        listing.measure,
                        "",
                    ),
                    choice(
                        "unit",
                        words("control.unit"),
                        [everything, *((one.value, unit_name(words, one)) for one in units)],
                        listing.unit,
                        "",
                    ),
                    choice(
                        "source",
                        words("control.source"),
                        [everything, *((one, source_name(words, data.situation, one)) for one in sources)],
                        listing.source,
                        "",
                    ),
                    choice(
                        "left_out",
                        words("filter.series"),
                        [
                            everything,
                            (USED, words("filter.used")),
                            *((one, words(f"left_out.{one}")) for one in reasons),
                        ],
                        listing.left_out,
                        "",
                    ),
                ],
                className="controls",
            ),
            _hidden("report", listing.report) if listing.report else None,
            _hidden("sort", listing.sort) if listing.sort != "ref_end" else None,
            _hidden("order", "asc") if not listing.descending else None,
            _hidden("lang", words.language) if words.language != "en" else None,
            html.Button(words("action.filter"), type="submit", className="btn"),
            " ",
            html.A(words("action.reset"), href=_address(words, data, Listing()), className="btn"),
        ],
        method="get",
        action=f"/s/{data.situation.id}/figures",
        className="choices",
    )


def _hidden(name: str, value: str) -> dbc.Input:
    return dbc.Input(name=name, type="hidden", value=value)


def _table(words: Words, data: SituationData, listing: Listing, figure_ids: list[str]) -> html.Div:
    columns = [
        ("ref_end", words("column.interval")),
        ("measure", words("column.measure")),
        ("value", words("column.as_reported")),
        ("", words("column.group")),
        ("source", words("column.source")),
        ("publisher", words("column.publisher")),
        ("published", words("column.published")),
        ("", words("column.in_series")),
    ]
    head = html.Tr([_heading(words, data, listing, sort, text) for sort, text in columns])
    view = default_view(data.situation, words.language)
    body = []
    for figure_id in figure_ids:
        known = data.figures[figure_id]
        figure, report = known.figure, known.report
        place = address(data, replace(view, figure=figure_id)) + "#figure"
        interval = words.period(figure.ref_start, figure.ref_end) if figure.ref_end else words("date.unknown")
        body.append(
            html.Tr(
                [
                    html.Td(interval),
                    html.Td(measure_name(words, figure.measure)),
                    html.Td(html.A(as_printed(words, known), href=place), className="number"),
                    html.Td(group_name(words, data.situation, figure.nationality, figure.population)),
                    html.Td(figure.source),
                    html.Td(html.A(report.publisher, href=report.url, rel="noopener", title=report.title)),
                    html.Td(words.short_day(report.published) if report.published else words("date.unknown")),
                    html.Td(words(f"left_out.{known.left_out}") if known.left_out else words("filter.used")),
                ],
                id=figure_id,
            )
        )
    return html.Div(
        html.Table(
            [
                html.Caption(words("figures.caption"), className="visually-hidden"),
                html.Thead(head),
                html.Tbody(body),
            ]
        ),
        className="scroll whole",
        tabIndex=0,
        role="region",
        **named({"aria-label": words("figures.caption")}),
    )


def _heading(words: Words, data: SituationData, listing: Listing, sort: str, text: str) -> html.Th:
    if not sort:
        return html.Th(text, scope="col")
    active = listing.sort == sort
    turned = replace(listing, sort=sort, descending=not listing.descending if active else True, page=1)
    order = ("descending" if listing.descending else "ascending") if active else None
    sign = (" ↓" if listing.descending else " ↑") if active else ""
    return html.Th(html.A(text + sign, href=_address(words, data, turned)), scope="col", **named({"aria-sort": order}))


def _pager(words: Words, data: SituationData, listing: Listing, pages: int) -> html.Nav | None:
    if pages == 1:
        return None
    links: list[Any] = []
    if listing.page > 1:
        links.append(
            html.A(
                words("pager.previous"), href=_address(words, data, replace(listing, page=listing.page - 1)), rel="prev"
            )
        )
    links.append(html.Span(words("pager.here", page=words.number(listing.page), pages=words.number(pages))))
    if listing.page < pages:
        links.append(
            html.A(words("pager.next"), href=_address(words, data, replace(listing, page=listing.page + 1)), rel="next")
        )
    return html.Nav(links, className="pager", **named({"aria-label": words("pager.label")}))


def _address(words: Words, data: SituationData, listing: Listing) -> str:
    """The address of a listing: only what differs from the default."""
    plain = Listing()
    named = {
        "q": listing.text,
        "measure": listing.measure,
        "unit": listing.unit,
        "source": listing.source,
        "left_out": listing.left_out,
        "report": listing.report,
        "sort": listing.sort if listing.sort != plain.sort else "",
        "order": "" if listing.descending else "asc",
        "page": str(listing.page) if listing.page > 1 else "",
        "lang": words.language if words.language != "en" else "",
    }
    query = urlencode({name: text for name, text in named.items() if text})
    return f"/s/{data.situation.id}/figures" + (f"?{query}" if query else "")
