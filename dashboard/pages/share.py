"""How a chart is taken elsewhere: the frame for another site, the picture, the data, the slide; live and frozen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import html

from dashboard.charts.chart import Chart
from dashboard.components import copyable, definition_list
from dashboard.request import Request
from dashboard.sharing import DATA_FORMS, FRAMES, PICTURE_FORMATS, SCALES, Chosen, inside
from dashboard.static_html import named


def share(request: Request, chart: Chart) -> html.Details | None:
    """Below a chart: what to copy. None where there is nothing to take."""
    if chart.is_empty:
        return None
    words = request.words
    request = request.with_view(replace(request.view, figure=""))
    live, frozen = Chosen(request, chart.id), Chosen(request, chart.id, frozen=True)

    def way(text: str, link: str) -> html.A:
        return html.A(text, href=inside(request, link))

    pictures: list[Any] = [way("SVG", frozen.picture("svg"))]
    for scale in SCALES:
        pictures += [" ", way(f"PNG {scale}×", frozen.picture("png", scale=str(scale) if scale > 1 else ""))]
    for name in PICTURE_FORMATS[1:]:
        pictures += [" ", way(words(f"share.format.{name}"), frozen.picture("png", format=name, scale="2"))]
    data: list[Any] = []
    for form in DATA_FORMS:
        data += [" ", way(words(f"share.data.{form}"), frozen.data(form))]
    title = words("share.frame.title", title=chart.title)
    entries = [
        (words("share.live"), copyable(words, live.snippet(chart.title), f"embed-live-{chart.id}")),
        (words("share.frozen"), copyable(words, frozen.snippet(chart.title), f"embed-frozen-{chart.id}")),
        (words("share.image"), copyable(words, frozen.picture("png", scale="2"), f"image-{chart.id}")),
        (words("share.images"), pictures),
        (words("share.data"), data[1:]),
        (words("share.slide"), way(words("share.pptx"), frozen.link("/chart/", ".pptx"))),
        (words("share.oembed"), way(words("share.oembed.link"), live.oembed())),
    ]
    return html.Details(
        [
            html.Summary(words("share.title", title=chart.title)),
            html.P(words("share.note", day=words.day(request.known_on)), className="muted small"),
            definition_list(entries),
            html.P(
                [
                    words("share.preview"),
                    *(
                        html.A(
                            words(f"share.frame.{name}", width=words.number(width), height=words.number(height)),
                            href=inside(request, live.embed()),
                            target="_blank",
                            # With scripts it is shown below, in a frame of that size.
                            **named({"data-preview": f"{width}x{height}", "data-preview-title": title}),
                        )
                        for name, (width, height) in FRAMES.items()
                    ),
                ],
                className="steps",
            ),
        ],
        id=f"share-{chart.id}",
        className="share",
    )
