"""Building blocks that pages share. Each gives a component; none knows where its data come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast
from urllib.parse import quote

import dash_bootstrap_components as dbc
from dash import dcc, html

from dashboard import ids
from dashboard.charts.chart import Chart, Look, Table
from dashboard.charts.plotly_figure import CONFIG, to_plotly
from dashboard.charts.svg import sample, to_svg
from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.select import View
from dashboard.sharing import CITATION_FORMS, cite_path
from dashboard.static_html import dom_id, named, raw

Draw = Callable[[Chart], Any]
"""How a chart is put on the page: as an interactive figure, or as a picture."""

NARROW, WIDE = (360, 300), (880, 360)
"""Width and height of the two pictures of each chart, in pixels; the page shows the one that fits."""

EMPTY = 120
"""Height of a chart without marks."""


def height_of(chart: Chart) -> int:
    """How high a chart is drawn, in pixels: a breakdown as its rows need it."""
    if chart.is_empty:
        return EMPTY
    return 90 + 44 * len(chart.categories) if chart.categories else WIDE[1]


def interactive(chart: Chart) -> list[Any]:
    """The chart as a figure to point at, with its legend below, where words of any length have room."""
    graph = dcc.Graph(
        id=ids.chart(chart.id),
        figure=to_plotly(chart, height=height_of(chart)),
        config=cast(Any, CONFIG),
        className="graph",
        style={"height": f"{height_of(chart)}px"},
        responsive=True,
    )
    return [graph, legend(chart)]


def legend(chart: Chart) -> html.Ul | None:
    """The names of a chart's series, each with a picture of its looks."""
    entries = []
    for line in chart.lines:
        hollow = all(point.look is Look.HOLLOW for point in line.points)
        entries.append((line.name, sample(line.style, joined=line.joined, hollow=hollow)))
    entries += [(bars.name, sample(bars.style, boxed=True)) for bars in chart.bars]
    if not entries:
        return None
    return html.Ul(
        [
            html.Li([html.Img(src=f"data:image/svg+xml,{quote(drawn)}", alt="", width=30, height=16), name])
            for name, drawn in entries
        ],
        className="legend",
    )


def picture(link: Callable[[str], str] | None) -> Draw:
    """The chart as a picture, once for narrow and once for wide screens; with `link`, its marks are links."""

    def draw(chart: Chart) -> html.Div:
        return html.Div(
            [
                html.Div(
                    raw(to_svg(chart, width=NARROW[0], height=min(NARROW[1], height_of(chart)), link=link)),
                    className="only-narrow",
                ),
                html.Div(raw(to_svg(chart, width=WIDE[0], height=height_of(chart), link=link)), className="only-wide"),
            ],
            className="picture",
        )

    return draw


def chart_block(words: Words, chart: Chart, draw: Draw, below: Any = None) -> html.Figure:
    """A chart with its title, dates, source, note and table, and what a page puts below them."""
    return html.Figure(
        [
            html.Figcaption([html.H2(chart.title, id=f"title-{chart.id}"), html.P(chart.subtitle, className="muted")]),
            html.P(chart.description, className="visually-hidden"),
            html.Div(
                draw(chart),
                className="chart",
                tabIndex=0,
                role="group",
                **named(
                    {"aria-labelledby": f"title-{chart.id}", "aria-describedby": "chart-keys", "data-chart": chart.id}
                ),
            ),
            html.P(chart.source_line, className="muted small") if chart.source_line else None,
            html.P(chart.note_line, className="muted small") if chart.note_line else None,
            html.Details(
                [
                    html.Summary(words("chart.table", title=chart.title)),
                    data_table(chart.table, chart.title),
                ],
                id=f"table-{chart.id}",
            )
            if chart.table.rows
            else None,
            below,
        ],
        className="block",
        id=f"block-{chart.id}",
    )


def data_table(table: Table, caption: str) -> html.Div:
    """A table with its caption for screen readers, scrolling inside its own frame."""
    head = html.Tr(
        [html.Th(column.name, scope="col", className="number" if column.numeric else None) for column in table.columns]
    )
    body = [
        html.Tr(
            [
                html.Td(
                    dcc.Link(cell.text, href=cell.href) if cell.href else cell.text,
                    className="number" if column.numeric else None,
                )
                for column, cell in zip(table.columns, row, strict=True)
            ]
        )
        for row in table.rows
    ]
    return html.Div(
        html.Table([html.Caption(caption, className="visually-hidden"), html.Thead(head), html.Tbody(body)]),
        className="scroll",
        tabIndex=0,
        role="region",
        **named({"aria-label": caption}),
    )


def choice(name: str, label: str, options: Sequence[tuple[str, str]], value: str, default: str) -> html.Div:
    """A control that chooses one of `options` (value, words) for the address's parameter `name`."""
    identity = ids.control(name, default)
    return html.Div(
        [
            html.Label(label, htmlFor=dom_id(identity)),
            dbc.Select(
                id=identity, name=name, options=[{"value": key, "label": text} for key, text in options], value=value
            ),
        ],
        className="control",
    )


def day_choice(name: str, label: str, value: str, earliest: str, latest: str) -> html.Div:
    """A control that chooses a day for the address's parameter `name`; empty is its default."""
    identity = ids.control(name, "")
    return html.Div(
        [
            html.Label(label, htmlFor=dom_id(identity)),
            dbc.Input(id=identity, name=name, type="date", value=value, min=earliest, max=latest, debounce=True),
        ],
        className="control",
    )


def notice(text: str, kind: str = "notice") -> html.P:
    """A line that a reader should not miss."""
    return html.P(text, className=f"{kind}-line", role="status")


def definition_list(entries: Sequence[tuple[str, Any]]) -> html.Dl:
    """Names and what they are; entries without content are left out."""
    children = []
    for name, content in entries:
        if content not in (None, ""):
            children += [html.Dt(name), html.Dd(content)]
    return html.Dl(children)


def copyable(words: Words, text: str, identity: str) -> html.Div:
    """A text with a button that copies it; without scripts it can be marked and copied by hand."""
    return html.Div(
        [
            html.P(text, id=identity, className="copyable"),
            html.Button(
                words("action.copy"), type="button", className="btn needs-script", **named({"data-copy": identity})
            ),
        ]
    )


def references(words: Words, data: SituationData, view: View) -> html.P:
    """The ways to a reference as files: of the view, or of the figure whose panel is open."""
    links = [html.A(words(f"cite.form.{form}"), href=cite_path(data, view, form)) for form in CITATION_FORMS]
    return html.P(links, className="steps")
