"""A `Chart` as an interactive figure: the same marks as the picture in `svg.py`, for plotly.js's basic bundle.

The figure is a plain dictionary, so nothing has to be imported or checked to answer a callback. plotly.js reads a
little markup in every text it is given; all text from data is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from html import escape
from itertools import accumulate
from typing import Any

from dashboard.charts.axes import (
    ROW,
    EventLabel,
    Span,
    bands,
    event_labels,
    extent,
    is_shown,
    middle,
    shown_points,
    span,
    steps,
    tick_labels,
    widest_first,
)
from dashboard.charts.chart import Bar, Category, Chart, Line, Look, Point, Tick
from dashboard.theme import (
    LIGHT,
    NEUTRAL,
    NEUTRAL_GRID,
    SMALL,
    STYLES,
    TEXT,
    Style,
    isolate,
    rgba,
    right_to_left,
    style,
    text_width,
    wrap,
)

CONFIG: dict[str, Any] = {
    # The page offers image, table and data files itself, made from the same numbers; a bar of buttons over the marks
    # would be in the way on a phone.
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
"""For `dcc.Graph(config=CONFIG)`."""

NARROW = 360
"""The width in pixels at which words still have to find room, unless the caller knows the width."""

_DAY = 86_400_000  # milliseconds
_BAND = float(LIGHT["band"])
_EPOCH = datetime(1, 1, 1)  # noqa: DTZ001 - days have no time zone here

Json = dict[str, Any]


def to_plotly(chart: Chart, *, width: int = NARROW, height: int | None = None) -> Json:
    """`chart` as {"data": […], "layout": {…}} for plotly.js 4.

    `customdata` of every mark is its key. The figure fills its container; `width` is the narrowest one in which its
    words must not collide. `height` in pixels, if the container has none of its own.
    """
    if chart.is_empty:
        data, layout = _nothing(chart, width)
    elif chart.categories:
        data, layout = _breakdown(chart, width)
    else:
        data, layout = _timeline(chart, width)
    layout |= {
        "autosize": True,
        # The names stand below the figure, as part of the page, where words of any length have room.
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 24,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "inherit", "size": TEXT, "color": NEUTRAL},
        "hoverlabel": {
            "bgcolor": LIGHT["ink"],
            "bordercolor": NEUTRAL,
            "font": {"color": LIGHT["ground"], "size": TEXT + 1, "family": "inherit"},
            "align": "right" if right_to_left(chart.language) else "left",
            "namelength": 0,
        },
        # Keeps what a reader has switched off when the numbers of the same chart are replaced.
        "uirevision": chart.id,
    }
    if height is not None:
        layout["height"] = height
    return {"data": data, "layout": layout}


# --- Lines and bars over time ----------------------------------------------------------------------------------------


def _timeline(chart: Chart, width: int) -> tuple[list[Json], Json]:
    shown, mirrored = span(chart), right_to_left(chart.language)
    gutter = round(max((text_width(tick.label) for tick in chart.y_ticks), default=0)) + 10
    left, right = (8, width - gutter) if mirrored else (gutter, width - 8)

    def position(at: float) -> float:
        share = (at - shown.start) / (shown.end - shown.start)
        return left + (right - left) * (1 - share if mirrored else share)

    events = [event for event in chart.events if shown.holds(middle(event.day))]
    words = event_labels(events, position, 2, width - 2, rows=4, mirrored=mirrored)
    rows = 1 + max((label.row for label in words), default=-1)
    ticks = [label.tick for label in tick_labels(chart.x_ticks, position, 2, width - 2) if shown.holds(label.tick.at)]
    y_end = max(chart.y_end, 1)
    data = _lines(chart, shown, y_end) if chart.lines else _bars(chart, shown, y_end)
    x_range = [_moment(shown.start), _moment(shown.end)]
    layout: Json = {
        "xaxis": _axis(ticks, chart.language, grid=False)
        | {
            "type": "date",
            "tickvals": [_moment(tick.at) for tick in ticks],
            "range": x_range[::-1] if mirrored else x_range,
            "ticks": "outside",
            "tickangle": 0,
            "showline": True,
            "linecolor": LIGHT["axis"],
        },
        "yaxis": _axis([tick for tick in chart.y_ticks if tick.at <= y_end], chart.language, grid=True)
        | {"range": [0, y_end], "side": "right" if mirrored else "left"},
        "margin": {
            "l": 8 if mirrored else gutter,
            "r": gutter if mirrored else 8,
            "t": 12 + rows * ROW,
            "b": 30,
        },
        "barmode": "overlay",
        **_events(words, chart.language),
    }
    return data, layout


def _axis(ticks: Sequence[Tick], language: str, *, grid: bool) -> Json:
    return {
        "tickmode": "array",
        "tickvals": [tick.at for tick in ticks],
        "ticktext": [_words(tick.label, language) for tick in ticks],
        "fixedrange": True,
        "showgrid": grid,
        "gridcolor": NEUTRAL_GRID,
        "zeroline": False,
        "automargin": False,
    }


def _events(labels: Sequence[EventLabel], language: str) -> Json:
    shapes, annotations = [], []
    line = {"color": LIGHT["event"], "width": 1, "dash": "3px,3px"}
    for label in labels:
        at = _moment(middle(label.event.day))
        shapes.append({"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line})
        if not label.text:
            continue
        # Beside its words the line goes on above the plot, by pixels, because rows have a height in pixels.
        up = 4 + label.row * ROW
        shapes.append(
            {"type": "line", "x0": at, "x1": at, "yref": "paper", "ysizemode": "pixel", "yanchor": 1, "y0": 0}
            | {"y1": up + 10, "line": line}
        )
        annotations.append(
            {
                "x": at,
                "y": 1,
                "yref": "paper",
                "text": _words(label.text, language),
                "hovertext": _words(label.event.name, language),
                "showarrow": False,
                "xanchor": "right" if label.before else "left",
                "yanchor": "bottom",
                "xshift": -2 if label.before else 2,
                "yshift": up - 4,
                "borderpad": 0,
                "font": {"size": SMALL},
            }
        )
    return {"shapes": shapes, "annotations": annotations}


# --- Lines -----------------------------------------------------------------------------------------------------------


def _lines(chart: Chart, shown: Span, y_end: int) -> list[Json]:
    behind, front = [], []
    for line in chart.lines:
        look = style(line.style)
        group: Json = {"type": "scatter", "legendgroup": line.key, "name": _words(line.name, chart.language)}
        silent: Json = {"hoverinfo": "skip"}
        if line.joined:
            area = _area(line, shown)
            if area["x"]:
                behind.append(
                    group | silent | area | {"mode": "lines", "fill": "toself", "line": {"width": 0}}
                    | {"fillcolor": rgba(look.colour, _BAND)}
                )  # fmt: skip
            path = _path(line, shown)
            if path["x"]:
                stroke = {"color": look.colour, "width": 2, "dash": _dash(look), "shape": "hv"}
                front.append(group | silent | path | {"mode": "lines", "line": stroke, "connectgaps": False})
        points = shown_points(line, shown)
        front += _marks(group, points, look, chart.language, y_end, capped=not line.joined)
    return behind + front


def _path(line: Line, shown: Span) -> Json:
    x: list[str | None] = []
    y: list[int | None] = []
    for run in steps(line, shown):
        if x:
            x.append(None)
            y.append(None)
        for i, (at, number) in enumerate(run):
            # The shape itself turns a level stroke and a rise into a corner; a corner that it makes needs no point.
            if 0 < i < len(run) - 1 and run[i - 1][1] == number and run[i + 1][0] == at:
                continue
            x.append(_moment(at))
            y.append(number)
    return {"x": x, "y": y}


def _area(line: Line, shown: Span) -> Json:
    x: list[str | None] = []
    y: list[int | None] = []
    for run in bands(line, shown):
        if x:
            x.append(None)
            y.append(None)
        upper = [(at, high) for begin, end, _, high in run for at in (begin, end)]
        lower = [(at, low) for begin, end, low, _ in run for at in (begin, end)]
        for at, number in [*upper, *reversed(lower)]:
            x.append(_moment(at))
            y.append(number)
    return {"x": x, "y": y}


def _marks(group: Json, points: Sequence[Point], look: Style, language: str, y_end: int, *, capped: bool) -> list[Json]:
    if not points:
        return []
    numbers = [point.lower if point.value is None else point.value for point in points]
    x = [_moment(middle(point.day)) for point in points]
    traces = [
        group
        | {
            "mode": "markers",
            "x": x,
            "y": numbers,
            "customdata": [point.key for point in points],
            "text": [_words(point.label, language) for point in points],
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,
            "marker": {
                "color": look.colour,
                "symbol": [_symbol(point, look) for point in points],
                "size": [10 if point.look is Look.CORRECTION else 6.5 for point in points],
                "line": {"width": 1.5, "color": look.colour},
                "opacity": 1,
            },
        }
        | _whiskers(points, numbers, look, capped=capped)
    ]
    return traces + _arrows(group, x, points, numbers, look, y_end)


def _symbol(point: Point, look: Style) -> str:
    if point.value is None:
        return "line-ew-open"
    if point.look is Look.CORRECTION:
        return "circle-x-open"
    return f"{look.shape}-open" if point.look is Look.HOLLOW else str(look.shape)


def _whiskers(
    marks: Sequence[Point | Bar | Category],
    numbers: Sequence[int],
    look: Style,
    along: str = "y",
    *,
    capped: bool = True,
) -> Json:
    """Error bars from the bounds. An open end has none: `_arrows` points up from there."""
    up = [0 if m.upper is None else max(m.upper - n, 0) for m, n in zip(marks, numbers, strict=True)]
    down = [max(n - m.lower, 0) for m, n in zip(marks, numbers, strict=True)]
    if not any(up) and not any(down):
        return {}
    shape = {"type": "data", "symmetric": False, "thickness": 1.5, "width": 3 if capped else 0, "color": look.colour}
    return {f"error_{along}": shape | {"array": up, "arrayminus": down}}


def _arrows(
    group: Json,
    x: Sequence[Any],
    marks: Sequence[Point | Bar | Category],
    numbers: Sequence[int],
    look: Style,
    y_end: int,
) -> list[Json]:
    """An arrow above each mark without an upper end, and at the top where that end is beyond the axis."""
    at = [
        (where, number if mark.upper is None else y_end)
        for where, mark, number in zip(x, marks, numbers, strict=True)
        if mark.upper is None or mark.upper > y_end
    ]
    if not at:
        return []
    return [
        group
        | {
            "type": "scatter",
            "mode": "text",
            "x": [where for where, _ in at],
            "y": [number for _, number in at],
            "text": "↑",
            "textposition": "top center",
            "textfont": {"size": 15, "color": look.colour},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


# --- Bars over time --------------------------------------------------------------------------------------------------


def _bars(chart: Chart, shown: Span, y_end: int) -> list[Json]:
    # Within a series the widest come first; so do series, by the widest bar of each.
    series = sorted(chart.bars, key=lambda bars: -max((_days(bar) for bar in bars.bars), default=0))
    several = len(series) > 1
    traces: list[Json] = []
    for bars in series:
        look = style(bars.style)
        group: Json = {"legendgroup": bars.key, "name": _words(bars.name, chart.language)}
        visible = widest_first([bar for bar in bars.bars if is_shown(bar, shown)])
        wide = [bar for bar in visible if bar.start is not None]
        for part in ([bar for bar in wide if bar.value is None], [bar for bar in wide if bar.value is not None]):
            traces += _columns(group, part, look, chart.language, y_end, several=several)
        batches = [bar for bar in visible if bar.start is None]
        if batches:
            traces += _batches(group, batches, look, chart.language, y_end)
    return traces


def _columns(group: Json, bars: Sequence[Bar], look: Style, language: str, y_end: int, *, several: bool) -> list[Json]:
    """Bars of true width, all with a single number or all without: then each is a box, its bounds shown by its edges."""
    if not bars:
        return []
    spans = [ends for bar in bars if (ends := extent(bar)) is not None]
    numbers = [bar.lower if bar.value is None else bar.value for bar in bars]
    heights = [
        (bar.upper if bar.upper is not None else bar.lower) - bar.lower if bar.value is None else bar.value
        for bar in bars
    ]
    traces = [
        group
        | {
            "type": "bar",
            "x": [_moment(begin) for begin, _ in spans],
            "width": [(end - begin) * _DAY for begin, end in spans],
            "offset": 0,
            "base": [bar.lower if bar.value is None else bar.base for bar in bars],
            "y": heights,
            "customdata": [bar.key for bar in bars],
            "hovertext": [_words(bar.label, language) for bar in bars],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "textposition": "none",
            "marker": {
                "color": [_fill(bar, look) for bar in bars],
                "line": {"color": look.colour, "width": 1},
            },
        }
        | ({} if bars[0].value is None else _whiskers(bars, heights, look))
    ]
    # Where bars are stacked, a marker stands at the top of its own.
    numbers = [bar.base + number for bar, number in zip(bars, numbers, strict=True)]
    middles = [_moment((begin + end) / 2) for begin, end in spans]
    told = [
        (at, number, "circle-x-open" if bar.look is Look.CORRECTION else str(look.shape))
        for at, number, bar in zip(middles, numbers, bars, strict=True)
        if bar.value is not None and (several or bar.look is Look.CORRECTION)
    ]
    if told:
        traces.append(
            group
            | {
                "type": "scatter",
                "mode": "markers",
                "x": [at for at, _, _ in told],
                "y": [number for _, number, _ in told],
                "hoverinfo": "skip",
                "cliponaxis": False,
                "marker": {"color": look.colour, "symbol": [symbol for _, _, symbol in told], "size": 7},
            }
        )
    return traces + _arrows(group, middles, bars, numbers, look, y_end)


def _batches(group: Json, bars: Sequence[Bar], look: Style, language: str, y_end: int) -> list[Json]:
    """Counts whose first day is not stated: a diamond at the last day."""
    numbers = [bar.lower if bar.value is None else bar.value for bar in bars]
    x = [_moment(middle(bar.end)) for bar in bars]
    traces = [
        group
        | {
            "type": "scatter",
            "mode": "markers",
            "x": x,
            "y": numbers,
            "customdata": [bar.key for bar in bars],
            "text": [_words(bar.label, language) for bar in bars],
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,
            "marker": {
                "color": [_fill(bar, look) for bar in bars],
                "symbol": ["circle-x" if bar.look is Look.CORRECTION else "diamond" for bar in bars],
                "size": 11,
                "line": {"color": look.colour, "width": 1.5},
                "opacity": 1,
            },
        }
        | _whiskers(bars, numbers, look)
    ]
    return traces + _arrows(group, x, bars, numbers, look, y_end)


def _fill(bar: Bar, look: Style) -> str:
    if bar.look is Look.HOLLOW:
        return "rgba(0,0,0,0)"
    return rgba(look.colour, _BAND / 2 if bar.value is None else _BAND)


def _days(bar: Bar) -> int:
    return 0 if bar.start is None else (bar.end - bar.start).days + 1


# --- A breakdown -----------------------------------------------------------------------------------------------------


def _breakdown(chart: Chart, width: int) -> tuple[list[Json], Json]:
    rows, mirrored, look = chart.categories, right_to_left(chart.language), STYLES[0]
    y_end = max(chart.y_end, 1)
    names = [wrap(row.name, width * 0.3) for row in rows]
    values = [wrap(row.printed, width * 0.34 - 8, most=2) for row in rows]
    begin = round(max((text_width(line) for lines in names for line in lines), default=0)) + 10
    end = round(max((text_width(line) for lines in values for line in lines), default=0)) + 16
    # Rows are as high as their words need: the axis across them counts the pixels of that height.
    heights = [max(len(name), len(value), 1) * 15 + 14 for name, value in zip(names, values, strict=True)]
    ends = list(accumulate(heights))
    places = [bottom - high / 2 for bottom, high in zip(ends, heights, strict=True)]
    numbers = [row.lower if row.value is None else row.value for row in rows]
    upper = [row.lower if row.upper is None else row.upper for row in rows]
    trace: Json = {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "x": [high - row.lower if row.value is None else row.value for row, high in zip(rows, upper, strict=True)],
        "base": [row.lower if row.value is None else 0 for row in rows],
        "width": 18,
        "customdata": [row.key for row in rows],
        "hovertext": [_words(row.label, chart.language) for row in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "textposition": "none",
        "marker": {"color": rgba(look.colour, _BAND), "line": {"color": look.colour, "width": 1}},
    }
    trace |= _whiskers(
        rows,
        [n if row.value is not None else high for row, n, high in zip(rows, numbers, upper, strict=True)],
        look,
        "x",
    )
    open_rows = [(number, place) for row, number, place in zip(rows, numbers, places, strict=True) if row.upper is None]
    data = [trace]
    for i, row in enumerate(rows):
        if row.value is None and "error_x" in trace:
            trace["error_x"]["array"][i] = trace["error_x"]["arrayminus"][i] = 0
    if open_rows:
        data.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [number for number, _ in open_rows],
                "y": [place for _, place in open_rows],
                "text": "←" if mirrored else "→",
                "textposition": "middle left" if mirrored else "middle right",
                "textfont": {"size": 15, "color": look.colour},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )

    left, right = (end, width - begin) if mirrored else (begin, width - end)

    def position(at: float) -> float:
        return left + (right - left) * (1 - at / y_end if mirrored else at / y_end)

    fitting = [tick for tick in chart.y_ticks if tick.at <= y_end]
    ticks = [label.tick for label in tick_labels(fitting, position, left - 12, right + 12)]
    layout: Json = {
        "xaxis": _axis(ticks, chart.language, grid=True)
        | {"range": [y_end, 0] if mirrored else [0, y_end], "tickangle": 0}
        | {"zeroline": True, "zerolinecolor": LIGHT["axis"], "tickfont": {"size": SMALL}},
        "yaxis": {
            "range": [ends[-1], 0],
            "showgrid": False,
            "zeroline": False,
            "showticklabels": False,
            "fixedrange": True,
        },
        "margin": {"l": end if mirrored else begin, "r": begin if mirrored else end, "t": 8, "b": 24},
        "height": ends[-1] + 32,
        "barmode": "overlay",
        "annotations": [
            *_texts(places, names, chart.language, at_left=not mirrored, shift=begin),
            *_texts(places, values, chart.language, at_left=mirrored, shift=end),
        ],
    }
    return data, layout


def _texts(
    places: Iterable[float], texts: Iterable[Sequence[str]], language: str, *, at_left: bool, shift: int
) -> list[Json]:
    """Words of every row at the outer edge of the figure, aligned with it."""
    return [
        {
            "xref": "paper",
            "x": 0 if at_left else 1,
            "xanchor": "left" if at_left else "right",
            "xshift": -shift if at_left else shift,
            "y": place,
            "yanchor": "middle",
            "align": "left" if at_left else "right",
            "text": "<br>".join(_words(line, language) for line in lines),
            "showarrow": False,
            "borderpad": 0,
        }
        for place, lines in zip(places, texts, strict=True)
    ]


# --- Nothing to show -------------------------------------------------------------------------------------------------


def _nothing(chart: Chart, width: int) -> tuple[list[Json], Json]:
    hidden = {"visible": False, "fixedrange": True, "range": [0, 1]}
    words = "<br>".join(_words(line, chart.language) for line in wrap(chart.empty, width - 28, TEXT, 5))
    return [], {
        "xaxis": dict(hidden),
        "yaxis": dict(hidden),
        "margin": {"l": 2, "r": 2, "t": 4, "b": 2},
        "annotations": [{"text": words, "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}],
    }


# --- Words and days --------------------------------------------------------------------------------------------------


def _words(text: str, language: str) -> str:
    """`text` with what plotly.js would read as markup escaped, its line feeds as breaks, each line isolated."""
    return "<br>".join(escape(isolate(line, language), quote=False) for line in text.splitlines())


def _dash(look: Style) -> str:
    return ",".join(f"{part}px" for part in look.dash) or "solid"


def _moment(at: float) -> str:
    """A day with its fraction, counted as in axes.py, as the text that plotly.js reads as a date."""
    moment = _EPOCH + timedelta(days=min(at, date.max.toordinal()) - 1)
    text = moment.isoformat(" ", "minutes")
    return text[:10] if text.endswith(" 00:00") else text
