"""One chart for the frame of another site: a document of a few kilobytes that runs nothing and loads nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboard.charts.chart import Chart
from dashboard.charts.svg import to_svg
from dashboard.components import NARROW, WIDE, data_table, height_of
from dashboard.request import Request
from dashboard.select import address
from dashboard.sharing import Chosen, cite_path, inside
from dashboard.static_html import named, raw, to_html
from dashboard.theme import CHART_CSS, css_variables

_STYLE = """\
*{box-sizing:border-box}
body{margin:0;padding:.5rem .75rem;font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",Arial,sans-serif;background:var(--ground);color:var(--ink)}
figure,p,h1{margin:0}
h1{font-size:1.05rem;line-height:1.3}
a{color:inherit}
p{font-size:.8rem;color:var(--muted);margin-block:.25rem}
.picture svg{display:block;inline-size:100%;height:auto}
.only-wide{display:none}
@media (min-width:40rem){.only-wide{display:block}.only-narrow{display:none}}
.links{display:flex;flex-wrap:wrap;gap:.2rem 1rem}
.links a,summary{padding-block:.3rem}
summary{cursor:pointer;font-size:.85rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;inline-size:100%;font-size:.8rem}
th,td{padding:.25rem .5rem;text-align:start;vertical-align:top;border-block-end:1px solid var(--grid)}
.number{text-align:end;white-space:nowrap}
.visually-hidden{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}
"""


def style(theme: str) -> str:
    """The stylesheet of an embed."""
    return css_variables(theme) + _STYLE + CHART_CSS


def document(request: Request, chart: Chart, *, theme: str, table: bool) -> str:
    """The whole document. Its table is behind a link, and there with `table`: most readers never open it."""
    words = request.words

    def link(figure_id: str) -> str:
        return address(request.data, replace(request.view, figure=figure_id)) + "#figure"

    pictures = [
        html.Div(raw(to_svg(chart, width=width, height=min(height, height_of(chart)), link=link)), className=name)
        for name, (width, height) in (("only-narrow", NARROW), ("only-wide", WIDE))
    ]
    chosen, page = Chosen.as_asked(request, chart.id), f"{address(request.data, request.view)}#block-{chart.id}"
    themed = {} if theme == "light" else {"theme": theme}
    links: list[Any] = [html.A(words("embed.open"), href=page)]
    if chart.table.rows and not table:
        links.append(
            html.A(words("embed.table"), href=inside(request, chosen.embed(**themed, table="yes")), target="_self")
        )
    links.append(html.A(words("embed.data"), href=inside(request, chosen.data("csv"))))
    links.append(html.A(words("embed.cite"), href=cite_path(request.data, request.view, "txt")))
    body = html.Figure(
        [
            html.Figcaption([html.H1(html.A(chart.title, href=page)), html.P(chart.subtitle)]),
            html.P(chart.description, className="visually-hidden"),
            html.Div(pictures, className="picture"),
            html.P(chart.source_line) if chart.source_line else None,
            html.P(chart.note_line) if chart.note_line else None,
            html.P(links, className="links"),
            html.Details(
                [html.Summary(words("chart.table", title=chart.title)), data_table(chart.table, chart.title)], open=True
            )
            if table and chart.table.rows
            else None,
        ]
    )
    head = to_html(
        [
            html.Title(words("page.title", title=chart.title)),
            html.Meta(name="viewport", content="width=device-width, initial-scale=1"),
            html.Meta(name="description", content=chart.description),
            html.Link(rel="canonical", href=request.live_link()),
            html.Link(
                rel="alternate",
                type="application/json+oembed",
                href=chosen.oembed(),
                **named({"title": chart.title}),
            ),
        ]
    )
    return (
        f'<!doctype html><html lang="{words.language}" dir="{words.direction}"><head><meta charset="utf-8">'
        f'<base target="_blank">{head}<style>{style(theme)}</style></head><body>{to_html(body)}</body></html>'
    )
