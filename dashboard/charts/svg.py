"""A `Chart` as an SVG picture of a few kilobytes that needs no script.

The same markup serves both uses. In a page, its classes let the stylesheet in `theme.CHART_CSS` follow the reader's
light or dark ground; alone, its attributes carry the colours of one of them. Time runs in the direction in which the
chart's language is read; nothing else depends on the direction of the page around it, and all text is escaped and
isolated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from math import ceil

from dashboard.charts.axes import (
    ROW,
    EventLabel,
    Span,
    TickLabel,
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
from dashboard.charts.chart import Bar, Category, Chart, Line, Look, Point
from dashboard.theme import (
    FONT,
    LIGHT,
    SMALL,
    STYLES,
    TEXT,
    Shape,
    Style,
    isolate,
    right_to_left,
    style,
    text_width,
    wrap,
)

Link = Callable[[str], str]

MIN_PLOT = 120
"""A plot is never lower than this, however much room the words take; the picture grows instead."""

_LINE = 17  # pitch of legend and value words
_HEAD = 10  # between the top of the numbers and the words of events
_RADIUS = 4  # a marker reaches this far from its middle
_ARROW = 11

_MARKERS = {
    Shape.CIRCLE: "m-3 0a3 3 0 106 0 3 3 0 10-6 0z",
    Shape.SQUARE: "m-3-3h6v6h-6z",
    Shape.TRIANGLE_UP: "m0-4l4 7h-8z",
    Shape.DIAMOND: "m0-4l4 4-4 4-4-4z",
    Shape.TRIANGLE_DOWN: "m0 4l4-7h-8z",
    Shape.CROSS: "m-1-4h2v3h3v2h-3v3h-2v-3h-3v-2h3z",
    Shape.X: "m0-2l2-2 2 2-2 2 2 2-2 2-2-2-2 2-2-2 2-2-2-2 2-2z",
    Shape.STAR: "m0-5l1 3h4l-3 3 1 4-3-2-3 2 1-4-3-3h4z",
}
"""Each shape around its middle."""

_CORRECTION = "m-5 0a5 5 0 1010 0 5 5 0 10-10 0zm2-3l6 6m0-6l-6 6"
_BATCH = "m0-5l5 5-5 5-5-5z"
_NO_PATH = '<path d=""/>'
_ARROW_HEAD = "m-3 4l3-4 3 4"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Room:
    """What the words of a picture may take at most. What does not fit ends in an ellipsis.

    `title`, `subtitle`, `notes` (of the source and of the note), `name` (of a series or a row) and `value` (beside a
    row's bar) count lines, `events` the rows of event words, `series` the names in the legend (None: all). `row` is how
    high a row of a breakdown may grow where its words do not need it, in pixels.
    """

    title: int = 3
    subtitle: int = 3
    notes: int = 6
    name: int = 3
    value: int = 2
    events: int = 4
    series: int | None = None
    row: int = 44


@dataclass(frozen=True, slots=True)
class Layout:
    """The height of a picture and that of its plot or rows, in the pixels it is drawn in; `svg` draws it."""

    height: int
    plot: int
    svg: Callable[[], str]


def to_svg(chart: Chart, *, width: int, height: int, link: Link | None = None, standalone: bool = False) -> str:
    """`chart` as an SVG element of `width` pixels.

    `height` is what is wished for: the picture takes less when a breakdown has few rows and more when its words need
    it. `link` turns a mark's key into an address and makes every mark a link. `standalone` adds the ground, the title,
    the subtitle and the lines below, for a picture that leaves its page.

    Draw it at the width it was made for: its smallest text has 11 pixels there.
    """
    return _Page(chart, width, link, standalone, LIGHT, Room()).layout(height).svg()


def lay_out(
    chart: Chart,
    *,
    width: int,
    height: int,
    ground: Mapping[str, str] = LIGHT,
    room: Room = Room(),
    shown: tuple[int, int] | None = None,
) -> Layout:
    """`chart` as a picture that leaves its page, as `to_svg` draws it, and what it takes before it is drawn.

    `ground` has the colours, `theme.LIGHT` or `theme.DARK`. `shown` is the size that the picture tells of itself, which
    magnifies it; it is then never lower than `height`, however few its rows are. None: the size it is drawn in.
    """
    return _Page(chart, width, None, True, ground, room).layout(height, shown)


@dataclass(frozen=True, slots=True)
class _Plot:
    """The rectangle in which marks stand, and how days and numbers become pixels."""

    left: int
    right: int
    top: int
    bottom: int
    shown: Span
    y_end: int
    mirrored: bool

    def x(self, at: float) -> int:
        share = (at - self.shown.start) / (self.shown.end - self.shown.start)
        share = min(max(share, 0.0), 1.0)
        return round(self.left + (self.right - self.left) * (1 - share if self.mirrored else share))

    def y(self, number: float) -> int:
        share = min(max(number / self.y_end, 0.0), 1.0)
        return round(self.bottom - (self.bottom - self.top) * share)


@dataclass(frozen=True, slots=True)
class _Body:
    """What stands between the words above and below: the height of its plot or rows, where it ends, and its markup."""

    plot: int
    end: int
    draw: Callable[[], str]


class _Page:
    """One picture being written: what its parts share."""

    def __init__(
        self, chart: Chart, width: int, link: Link | None, standalone: bool, ground: Mapping[str, str], room: Room
    ) -> None:
        self.chart = chart
        self.width = width
        self.link = link
        self.standalone = standalone
        self.ground = ground
        self.room = room
        self.mirrored = right_to_left(chart.language)
        self.edge = 16 if standalone else 2
        # The width is part of the name, so that a page may hold a narrow and a wide picture of one chart.
        self.name = re.sub(r"[^A-Za-z0-9_-]", "_", f"{chart.id}-{width}")
        self.above = self._heading_lines() if standalone else []
        self.below = self._footing_lines() if standalone else []

    # -- The frame ----------------------------------------------------------------------------------------------------

    def layout(self, height: int, shown: tuple[int, int] | None = None) -> Layout:
        """The picture. With `shown`, what rows leave of the height stands above and below them."""
        top, bottom = self.heading(), self.footing()
        if self.chart.is_empty:
            body = self.nothing(top, height - bottom)
        elif self.chart.categories:
            body = self.breakdown(top, height - bottom, centred=shown is not None)
        else:
            body = self.timeline(top, height - bottom)
        takes = max(body.end + bottom, height if shown else 0)
        return Layout(takes, body.plot, lambda: self.wrapped(body.draw(), takes, shown or (self.width, takes)))

    def wrapped(self, body: str, height: int, shown: tuple[int, int]) -> str:
        chart = self.chart
        role = "group" if self.link else "img"
        font = f" font-family='{FONT}'" if self.standalone else ""
        head = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" class="wm" width="{shown[0]}" height="{shown[1]}" '
                f'viewBox="0 0 {self.width} {height}" role="{role}" aria-labelledby="{self.name}-t" aria-describedby="{self.name}-d" '
                f'lang="{_text(chart.language)}" direction="ltr" font-size="{TEXT}"{font}>'
                f'<title id="{self.name}-t">{_text(chart.title)}</title>'
                f'<desc id="{self.name}-d">{_text(chart.description)}</desc>'
            )
        ]
        if self.standalone:
            head.append(f'<path class="o" fill="{self.ground["ground"]}" d="M0 0h{self.width}v{height}H0z"/>')
            at = self.edge
            for words, size, tone, weight in self.above:
                at += round(size * 1.3)
                head.append(self._side(words, at - round(size * 0.3), size, tone, weight))
            at = height - self.footing() + 6
            for words in self.below:
                at += round(SMALL * 1.4)
                head.append(self._side(words, at - 4, SMALL, "t"))
        return f"{''.join(head)}{body}</svg>"

    def heading(self) -> int:
        """Height of what stands above the plot."""
        if not self.standalone:
            return 4
        return self.edge + sum(round(size * 1.3) for _, size, _, _ in self.above) + 8

    def footing(self) -> int:
        """Height of what stands below the legend."""
        if not self.standalone:
            return 2
        return 6 + len(self.below) * round(SMALL * 1.4) + self.edge - 4

    def _heading_lines(self) -> list[tuple[str, int, str, str]]:
        room = self.width - 2 * self.edge
        # Bold words are wider than the table says.
        titles = wrap(self.chart.title, room / 1.08, 17, self.room.title)
        lines = [(words, 17, "k", ' font-weight="600"') for words in titles]
        return lines + [(words, 13, "t", "") for words in wrap(self.chart.subtitle, room, 13, self.room.subtitle)]

    def _footing_lines(self) -> list[str]:
        room = self.width - 2 * self.edge
        return [
            line
            for text in (self.chart.source_line, self.chart.note_line)
            for line in wrap(text, room, SMALL, self.room.notes)
        ]

    def _side(self, words: str, y: int, size: int, tone: str, more: str = "") -> str:
        """A line of words at the side where reading begins."""
        x, anchor = (self.width - self.edge, ' text-anchor="end"') if self.mirrored else (self.edge, "")
        return (
            f'<text class="{tone}" fill="{self._tone(tone)}" x="{x}" y="{y}" font-size="{size}"{anchor}{more}>'
            f"{self._words(words)}</text>"
        )

    def _tone(self, name: str) -> str:
        return self.ground["ink" if name == "k" else "muted"]

    def _words(self, text: str) -> str:
        return _text(isolate(text, self.chart.language))

    # -- Nothing to show ----------------------------------------------------------------------------------------------

    def nothing(self, top: int, bottom: int) -> _Body:
        bottom = max(bottom, top + MIN_PLOT)
        lines = wrap(self.chart.empty, self.width - 2 * self.edge - 24, TEXT, 5)
        y = (top + bottom - len(lines) * _LINE) // 2 + TEXT
        words = "".join(
            f'<text x="{self.width // 2}" y="{y + i * _LINE}">{self._words(line)}</text>'
            for i, line in enumerate(lines)
        )
        frame = f"M{self.edge} {bottom - 1}h{self.width - 2 * self.edge}"
        body = (
            f'<path class="x" stroke="{self.ground["axis"]}" d="{frame}"/>'
            f'<g class="t" fill="{self.ground["muted"]}" text-anchor="middle">{words}</g>'
        )
        return _Body(bottom - top, bottom, lambda: body)

    # -- Lines and bars over time -------------------------------------------------------------------------------------

    def timeline(self, top: int, bottom: int) -> _Body:
        chart = self.chart
        gutter = round(max((text_width(tick.label) for tick in chart.y_ticks), default=0)) + 8
        left = self.edge + (8 if self.mirrored else gutter)
        right = self.width - self.edge - (gutter if self.mirrored else 8)
        shown, y_end = span(chart), max(chart.y_end, 1)
        plot = _Plot(left, right, top, bottom, shown, y_end, self.mirrored)
        words = event_labels(chart.events, plot.x, self.edge, self.width - self.edge, self.room.events, self.mirrored)
        words = tuple(label for label in words if shown.holds(middle(label.event.day)))
        rows = 1 + max((label.row for label in words), default=-1)
        plot_top = top + rows * ROW + _HEAD
        samples = [(line.name, line.style, line.joined) for line in chart.lines]
        samples += [(bars.name, bars.style, False) for bars in chart.bars]
        legend, legend_height = self._legend(samples[: self.room.series])
        plot_bottom = max(bottom - legend_height - 20, plot_top + MIN_PLOT)
        plot = _Plot(left, right, plot_top, plot_bottom, shown, y_end, self.mirrored)

        def draw() -> str:
            labels = tick_labels(chart.x_ticks, plot.x, self.edge, self.width - self.edge)
            labels = tuple(label for label in labels if shown.holds(label.tick.at))
            marks = self._lines(plot) if chart.lines else self._bars(plot)
            return (
                f'<g aria-hidden="true">{self._grid(plot, labels)}</g>'
                f"{self._events(plot, words)}{marks}{_translated(legend, plot_bottom + 20)}"
            )

        return _Body(plot_bottom - plot_top, plot_bottom + 20 + legend_height, draw)

    def _grid(self, plot: _Plot, labels: Iterable[TickLabel]) -> str:
        ticks = [(plot.y(tick.at), tick.label) for tick in self.chart.y_ticks if tick.at <= plot.y_end]
        across = plot.right - plot.left
        grid = "".join(f"M{plot.left} {y}h{across}" for y, _ in ticks if y != plot.bottom)
        x, anchor = (plot.right + 6, "start") if self.mirrored else (plot.left - 6, "end")
        numbers = "".join(f'<text x="{x}" y="{y + 4}">{self._words(label)}</text>' for y, label in ticks)
        labels = tuple(labels)
        under = "".join(
            f'<text x="{round(label.centre)}" y="{plot.bottom + 17}">{self._words(label.tick.label)}</text>'
            for label in labels
        )
        axis = f"M{plot.left} {plot.bottom}h{across}" + "".join(f"M{round(a.at)} {plot.bottom}v4" for a in labels)
        return (
            f'<path class="g" stroke="{self.ground["grid"]}" d="{grid}"/>'
            f'<path class="x" stroke="{self.ground["axis"]}" d="{axis}"/>'
            f'<g class="t" fill="{self.ground["muted"]}"><g text-anchor="{anchor}">{numbers}</g>'
            f'<g text-anchor="middle">{under}</g></g>'
        )

    def _events(self, plot: _Plot, labels: Sequence[EventLabel]) -> str:
        if not labels:
            return ""
        lines, names = [], []
        for label in labels:
            base = plot.top - _HEAD + 2 - label.row * ROW
            x = round(label.at)
            lines.append(f"M{x} {plot.bottom}V{base - 9 if label.text else plot.top - 4}")
            # The full name is there for whoever points at a shortened one, or at a line without words.
            full = f"<title>{_text(label.event.name)}</title>" if label.text != label.event.name else ""
            if label.text:
                at, anchor = (x - 4, ' text-anchor="end"') if label.before else (x + 4, "")
                names.append(f'<text x="{at}" y="{base}"{anchor}>{self._words(label.text)}{full}</text>')
            else:
                lines.append(f'"/><path d="{lines.pop()}">{full}</path><path d="')
        dashed = f'<g class="e" stroke="{self.ground["event"]}" stroke-dasharray="3 3"><path d="{"".join(lines)}"/></g>'
        # The ground around the words lets a line pass behind them.
        ground = f'class="k w" fill="{self.ground["ink"]}" stroke="{self.ground["ground"]}" stroke-width="3" paint-order="stroke"'
        return f'{dashed.replace(_NO_PATH, "")}<g {ground} font-size="{SMALL}">{"".join(names)}</g>'

    # -- Lines --------------------------------------------------------------------------------------------------------

    def _lines(self, plot: _Plot) -> str:
        behind, front = [], []
        for line in self.chart.lines:
            look = style(line.style)
            if line.joined:
                area = "".join(_area(run, plot) for run in bands(line, plot.shown))
                if area:
                    behind.append(
                        f'<path class="b" fill="{look.colour}" fill-opacity="{self.ground["band"]}" d="{area}"/>'
                    )
            front.append(self._line(line, look, plot))
        return "".join(behind + front)

    def _line(self, line: Line, look: Style, plot: _Plot) -> str:
        path = ""
        if line.joined:
            corners = "".join(_polyline([(plot.x(x), plot.y(y)) for x, y in run]) for run in steps(line, plot.shown))
            if corners:
                path = f'<path fill="none" stroke-width="2"{_dashes(look)} d="{corners}"/>'
        marks = "".join(
            self._point(point, look, plot, capped=not line.joined) for point in shown_points(line, plot.shown)
        )
        return f'<g stroke="{look.colour}" fill="{look.colour}" stroke-width="1.5">{path}{marks}</g>'

    def _point(self, point: Point, look: Style, plot: _Plot, *, capped: bool) -> str:
        """A marker with its whisker, which needs no caps where it is the edge of a band."""
        x = plot.x(middle(point.day))
        if point.value is None:
            y = plot.y(point.lower)
            drawn = f"M{x} {y}m-4 0h8{_whisker(x, point.lower, point.lower, point.upper, plot, clear=0)}"
        else:
            y = plot.y(point.value)
            marker = _CORRECTION if point.look is Look.CORRECTION else _MARKERS[look.shape]
            drawn = f"M{x} {y}{marker}{_whisker(x, point.value, point.lower, point.upper, plot, capped=capped)}"
        ground = "" if point.look is Look.PLAIN else f' class="o" fill="{self.ground["ground"]}"'
        return self._mark(point.key, point.label, drawn, ground, (x, y))

    def _mark(self, key: str, label: str, drawn: str, more: str, spot: tuple[int, int] | None = None) -> str:
        """A mark with its key, as a link when there is one, with room around `spot` for a finger."""
        path = f'd="{drawn}"{more}/>'
        if self.link is None or not key:
            return f'<path data-k="{_text(key)}" {path}'
        room = f'<path class="h" stroke-width="0" d="M{spot[0]} {spot[1]}h1"/>' if spot else ""
        return (
            # The title is the link's name as well as its tooltip; a label beside it would be read out twice.
            f'<a href="{_text(self.link(key))}" data-k="{_text(key)}"><title>{_text(label)}</title>{room}<path {path}</a>'
        )

    # -- Bars over time -----------------------------------------------------------------------------------------------

    def _bars(self, plot: _Plot) -> str:
        chart = self.chart
        owner = {id(bar): series.style for series in chart.bars for bar in series.bars}
        bars = widest_first([bar for series in chart.bars for bar in series.bars if is_shown(bar, plot.shown)])
        several = len(chart.bars) > 1
        parts = []
        for index, group in groupby(bars, key=lambda bar: owner[id(bar)]):
            look = style(index)
            marks = "".join(self._bar(bar, look if several else None, plot) for bar in group)
            parts.append(
                f'<g class="b" stroke="{look.colour}" fill="{look.colour}" fill-opacity="{self.ground["band"]}">{marks}</g>'
            )
        return "".join(parts)

    def _bar(self, bar: Bar, look: Style | None, plot: _Plot) -> str:
        """A bar from its first day to its last. `look` is given where several series need telling apart by shape."""
        ends = extent(bar)
        hollow = ' fill="none"' if bar.look is Look.HOLLOW else ""
        if ends is None:
            x, y = plot.x(middle(bar.end)), plot.y(bar.lower if bar.value is None else bar.value)
            shape = _CORRECTION if bar.look is Look.CORRECTION else _BATCH
            least = bar.lower if bar.value is None else bar.value
            drawn = f"M{x} {y}{shape}{_whisker(x, least, bar.lower, bar.upper, plot, clear=5)}"
            return self._mark(bar.key, bar.label, drawn, hollow + ' stroke-width="1.5"', (x, y))
        begin, end = sorted((plot.x(ends[0]), plot.x(ends[1])))
        if begin == end:
            # A day in a picture of many years is thinner than a pixel, and still has to be seen.
            begin, end = (begin - 1, end) if end == plot.right else (begin, end + 1)
        middle_x, across = (begin + end) // 2, end - begin
        if bar.value is None:
            low = plot.y(bar.lower)
            if bar.upper is None:
                drawn = f"M{begin} {low}h{across}{_whisker(middle_x, bar.lower, bar.lower, None, plot, clear=0)}"
            else:
                drawn = f"M{begin} {low}V{plot.y(bar.upper)}h{across}V{low}z"
            return self._mark(bar.key, bar.label, drawn, f'{hollow} stroke-dasharray="2 2"')
        y, foot = plot.y(bar.base + bar.value), plot.y(bar.base)
        drawn = f"M{begin} {foot}V{y}h{across}V{foot}"
        clear = 0
        if bar.look is Look.CORRECTION:
            drawn, clear = f"{drawn}M{middle_x} {y}{_CORRECTION}", 5
        elif look is not None:
            drawn, clear = f"{drawn}M{middle_x} {y}{_MARKERS[look.shape]}", _RADIUS
        if not bar.base:
            drawn += _whisker(middle_x, bar.value, bar.lower, bar.upper, plot, clear=clear)
        dashed = ' stroke-dasharray="3 2"' if bar.look is Look.HOLLOW else ""
        return self._mark(bar.key, bar.label, drawn, hollow + dashed)

    # -- A breakdown --------------------------------------------------------------------------------------------------

    def breakdown(self, top: int, bottom: int, *, centred: bool) -> _Body:
        chart, inner = self.chart, self.width - 2 * self.edge
        printed = ceil(min(max(text_width(row.printed) for row in chart.categories), inner * 0.34)) + _ARROW + 5
        widest = max(text_width(row.name) for row in chart.categories)
        names = ceil(min(widest, inner * (0.3 if self.width < 500 else 0.36))) + 10
        rows = [
            (
                row,
                wrap(row.name, names - 10, TEXT, self.room.name),
                wrap(row.printed, printed - _ARROW - 5, TEXT, self.room.value),
            )
            for row in chart.categories
        ]
        needed = [max(len(name), len(value), 1) * (_LINE - 2) + 12 for _, name, value in rows]
        spare = max(bottom - top - 26 - sum(needed), 0) // len(rows)
        heights = [min(height + spare, max(height, self.room.row)) for height in needed]
        if centred:
            top += max(bottom - top - 26 - sum(heights), 0) // 2
        begin, end = self.edge + names, self.width - self.edge - printed
        if self.mirrored:
            begin, end = self.edge + printed, self.width - self.edge - names
        shown = Span(0, max(chart.y_end, 1))
        plot = _Plot(begin, end, top + 4, top + 4 + sum(heights), shown, 1, self.mirrored)

        def draw() -> str:
            # Bars of one thickness are compared by their lengths alone.
            thickest = min(heights) - 12 if self.standalone else 0
            parts, y = [], plot.top
            for (row, name, value), height in zip(rows, heights, strict=True):
                centre, thick = y + height // 2, min(thickest or height - 12, self.room.row * 5 // 11)
                parts.append(self._category(row, centre, thick // 2, plot))
                parts.append(self._column(name, centre, at_start=True))
                parts.append(self._column(value, centre, at_start=False))
                y += height
            return self._scale(plot) + "".join(parts)

        return _Body(plot.bottom - plot.top, plot.bottom + 22, draw)

    def _scale(self, plot: _Plot) -> str:
        ticks = [tick for tick in self.chart.y_ticks if tick.at <= plot.shown.end]
        labels = tick_labels(ticks, plot.x, plot.left - 12, plot.right + 12)
        grid = "".join(f"M{round(label.at)} {plot.top}V{plot.bottom}" for label in labels if label.tick.at)
        words = "".join(
            f'<text x="{round(label.centre)}" y="{plot.bottom + 15}">{self._words(label.tick.label)}</text>'
            for label in labels
        )
        return (
            f'<g aria-hidden="true"><path class="g" stroke="{self.ground["grid"]}" d="{grid}"/>'
            f'<path class="x" stroke="{self.ground["axis"]}" d="M{plot.x(0)} {plot.top}V{plot.bottom}"/>'
            f'<g class="t" fill="{self.ground["muted"]}" font-size="{SMALL}" text-anchor="middle">{words}</g></g>'
        )

    def _column(self, lines: Sequence[str], centre: int, *, at_start: bool) -> str:
        """Words at the outer edge where reading starts or ends, around the middle of a row."""
        at_left = at_start != self.mirrored
        x, anchor = (self.edge, "") if at_left else (self.width - self.edge, ' text-anchor="end"')
        y = centre + 4 - (len(lines) - 1) * (_LINE - 2) // 2
        return "".join(
            f'<text class="k" fill="{self.ground["ink"]}" x="{x}" y="{y + i * (_LINE - 2)}"{anchor}>'
            f"{self._words(line)}</text>"
            for i, line in enumerate(lines)
        )

    def _category(self, row: Category, centre: int, half: int, plot: _Plot) -> str:
        colour = STYLES[0].colour
        zero = plot.x(0)
        least = row.lower if row.value is None else row.value
        x = plot.x(least)
        forward = -1 if self.mirrored else 1
        more = ""
        if row.value is not None:
            drawn = f"M{zero} {centre - half}H{x}v{2 * half}H{zero}z"
        elif row.upper is None:
            drawn = f"M{x} {centre - half}v{2 * half}"
        else:
            drawn = f"M{x} {centre - half}H{plot.x(row.upper)}v{2 * half}H{x}z"
        if row.value is None:
            more = ' stroke-dasharray="2 2"'
        if row.upper is None:
            # Beyond the bar and inside the plot: the arrow says that the number has no upper end.
            tip = x + forward * _ARROW
            drawn += f"M{x} {centre}H{tip}m{-4 * forward} -3l{4 * forward} 3 {-4 * forward} 3"
        elif row.value is not None and row.upper > row.lower:
            ends = plot.x(row.lower), plot.x(row.upper)
            drawn += f"M{ends[0]} {centre - 3}v6m0-3H{ends[1]}m0-3v6"
        body = self._mark(row.key, row.label, drawn, more)
        return f'<g class="b" stroke="{colour}" fill="{colour}" fill-opacity="{self.ground["band"]}">{body}</g>'

    # -- The legend ---------------------------------------------------------------------------------------------------

    def _legend(self, samples: Sequence[tuple[str, int, bool]]) -> tuple[list[tuple[int, int, str]], int]:
        """Samples and names as (x, y, markup) from the top of the legend, and its height. They flow and wrap."""
        inner = self.width - 2 * self.edge
        parts: list[tuple[int, int, str]] = []
        used, y, deepest = 0, 14, 0
        for name, index, joined in samples:
            lines = wrap(name, inner - 36, TEXT, self.room.name)
            if not lines:
                continue
            wide = 34 + round(max(map(text_width, lines)))
            if used and used + wide > inner:
                used, y, deepest = 0, y + deepest * _LINE, 0
            at = self.edge + used
            x = self.width - at if self.mirrored else at
            look = style(index)
            parts.append((x, y, self._sample(look, joined) + self._name(lines)))
            used += wide + 16
            deepest = max(deepest, len(lines))
        return parts, (y + (deepest - 1) * _LINE + 6 if parts else 0)

    def _sample(self, look: Style, joined: bool) -> str:
        side = -1 if self.mirrored else 1
        centre = f"M{side * 13} 0"
        if self.chart.bars:
            drawn = f'<path class="b" fill-opacity="{self.ground["band"]}" d="{centre}m-9-5h18v10h-18z"/>'
            if len(self.chart.bars) > 1:
                drawn += f'<path class="b" fill-opacity="{self.ground["band"]}" d="{centre}{_MARKERS[look.shape]}"/>'
        else:
            drawn = f'<path d="{centre}{_MARKERS[look.shape]}"/>'
            if joined:
                drawn = f'<path fill="none" stroke-width="2"{_dashes(look)} d="M0 0h{side * 26}"/>{drawn}'
        return f'<g stroke="{look.colour}" fill="{look.colour}" stroke-width="1.5">{drawn}</g>'

    def _name(self, lines: Sequence[str]) -> str:
        x, anchor = (-32, ' text-anchor="end"') if self.mirrored else (32, "")
        return "".join(
            f'<text class="k" fill="{self.ground["ink"]}" x="{x}" y="{4 + i * _LINE}"{anchor}>{self._words(line)}</text>'
            for i, line in enumerate(lines)
        )


def sample(index: int, *, joined: bool = False, boxed: bool = False, hollow: bool = False) -> str:
    """A picture of one series' looks for a legend outside of the chart: its line if `joined`, its bar if `boxed`."""
    look = style(index)
    empty = ' fill="none"' if hollow else ""
    marker = f'<path{empty} d="M15 8{_MARKERS[look.shape]}"/>'
    if boxed:
        drawn = f'<path fill-opacity="{LIGHT["band"]}" d="M5 2h20v12h-20z"/>{marker}'
    elif joined:
        drawn = f'<path fill="none" stroke-width="2"{_dashes(look)} d="M1 8h28"/>{marker}'
    else:
        drawn = marker
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="16" viewBox="0 0 30 16">'
        f'<g stroke="{look.colour}" fill="{look.colour}" stroke-width="1.5">{drawn}</g></svg>'
    )


# --- Paths -----------------------------------------------------------------------------------------------------------


def _polyline(corners: Sequence[tuple[int, int]]) -> str:
    """A path through corners that lie level with or straight above each other, in relative steps."""
    (x, y), *rest = corners
    parts = [f"M{x} {y}"]
    for to_x, to_y in rest:
        if to_x != x:
            parts.append(f"h{to_x - x}")
        if to_y != y:
            parts.append(f"v{to_y - y}")
        x, y = to_x, to_y
    # A line that never moves in whole pixels still has to be a path.
    return "".join(parts) if len(parts) > 1 else f"{parts[0]}h0"


def _area(run: Sequence[tuple[float, float, int, int]], plot: _Plot) -> str:
    """A step area, along its upper edge and back along its lower one."""
    upper = [(plot.x(at), plot.y(high)) for begin, end, _, high in run for at in (begin, end)]
    lower = [(plot.x(at), plot.y(low)) for begin, end, low, _ in run for at in (begin, end)]
    return _polyline([*upper, *reversed(lower)]) + "z"


def _whisker(
    x: int, number: int, lower: int, upper: int | None, plot: _Plot, clear: int = _RADIUS, *, capped: bool = True
) -> str:
    """From `lower` to `upper` through a mark at `number`, which keeps `clear` pixels free around itself.

    An end within the mark is not drawn. Without an upper end, or with one beyond the plot, an arrow points up.
    """
    at, low, cap = plot.y(number), plot.y(lower), "m-3 0h6" if capped else ""
    drawn = f"M{x} {at + clear}V{low}{cap}" if low > at + clear else ""
    if upper is not None and upper <= plot.y_end:
        high = plot.y(upper)
        return f"{drawn}M{x} {at - clear}V{high}{cap}" if high < at - clear else drawn
    tip = plot.top - 6 if upper is not None else max(at - clear - _ARROW, plot.top - 6)
    return f"{drawn}M{x} {max(at - clear, tip)}V{tip}{_ARROW_HEAD}"


def _dashes(look: Style) -> str:
    return f' stroke-dasharray="{" ".join(map(str, look.dash))}"' if look.dash else ""


# --- Text ------------------------------------------------------------------------------------------------------------


def _text(text: str) -> str:
    """`text` for an element or an attribute. What XML cannot hold at all becomes a replacement character."""
    return escape(_NOT_XML.sub("\ufffd", text)).replace("\n", "&#10;")


def _translated(parts: Iterable[tuple[int, int, str]], y: int) -> str:
    return "".join(f'<g transform="translate({x} {y + at})">{markup}</g>' for x, at, markup in parts)
