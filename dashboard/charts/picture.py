"""What a picture of a chart looks like that leaves its page: its size, its ground, and how it makes room for its words.

A picture says all that a reader needs who sees nothing else: title, dates, as-of day, series, source and note. In a
format with a given height type is as large as the words leave room for. Where even the smallest leaves too little, lines
are shortened, and rows or names that find no place are counted below. Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor, gcd, sqrt

from dashboard.charts.chart import Chart
from dashboard.charts.png import LARGEST, to_png
from dashboard.charts.svg import Layout, Room, lay_out
from dashboard.locales import languages, words
from dashboard.theme import DARK, LIGHT

SMALLEST = (400, 540)
"""Pixels of width and of a height that is given. A narrower or lower picture could not hold its words."""


@dataclass(frozen=True, slots=True)
class Format:
    """The size of a picture in CSS pixels. `height` None: as high as the chart needs.

    Raises ValueError for a size that no picture can have.
    """

    name: str
    width: int
    height: int | None = None

    def __post_init__(self) -> None:
        sides = (("width", self.width), ("height", self.height))
        for (side, pixels), least in zip(sides, SMALLEST, strict=True):
            if pixels is not None and not least <= pixels <= LARGEST:
                raise ValueError(
                    f"the format {self.name!r} is {pixels} pixels in {side}: a picture has {least} to {LARGEST}"
                )


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("wide", 880),
        Format("narrow", 400),
        Format("slide", 1280, 720),
        Format("square", 1080, 1080),
        Format("card", 1200, 630),
    )
}
"""The sizes on offer by name, the usual one first. A card is what a link shows of its page in a message."""

WIDE = FORMATS["wide"]

THEMES: Mapping[str, Mapping[str, str]] = {"light": LIGHT, "dark": DARK}
"""The grounds of a picture. It cannot follow its reader's own: nobody knows where it will be shown."""

SCALES = (1, 2, 3)
"""How many pixels of a PNG make one of the format."""

_ENOUGH = Room(title=8, subtitle=8, notes=40, name=8, value=8, events=8, row=72)
"""Lines for whatever is likely to be said: in a picture nothing can be looked up."""

_TIGHT = Room(title=3, subtitle=2, notes=2, name=1, value=1)
"""Lines at the smallest type, where not everything can be said."""

_LARGEST_TYPE = 500
"""Where words leave room, a picture of a given size is drawn as if it had the area of a square of this many pixels."""

_SMALLEST_TYPE = 1.25
"""Its type is at least so many times as large as a page's: slides are seen from afar, cards and squares on phones."""

_STEP = 0.93
"""From one size of type to the next smaller."""

_PLOT_SHARE = 0.4
"""Type gets smaller before the plot gets lower than this share of the picture."""


def picture_svg(chart: Chart, format: Format = WIDE, theme: str = "light") -> str:  # noqa: A002
    """`chart` as an SVG picture of exactly the format's size, in its own colours and without links.

    Raises ValueError for a theme that there is not.
    """
    ground = _ground(theme)
    if format.height is None:
        return _natural(chart, format.width, ground).svg()
    return _fixed(chart, (format.width, format.height), ground).svg()


def picture_png(chart: Chart, format: Format = WIDE, theme: str = "light", scale: int = 1) -> bytes:  # noqa: A002
    """The same picture as PNG, with `scale` pixels for each of the format's.

    A chart of many rows is so high that its sides would exceed `LARGEST`; then there are fewer pixels for each. Raises
    ValueError for a theme or scale that there is not.
    """
    if scale not in SCALES:
        raise ValueError(
            f"scale {scale!r} cannot be had; a picture is drawn {', '.join(map(str, SCALES))} times as large"
        )
    ground = _ground(theme)
    if format.height is None:
        laid = _natural(chart, format.width, ground)
        return to_png(laid.svg(), scale=min(scale, LARGEST / max(laid.height, format.width)), ground=ground["ground"])
    size = (format.width, format.height)
    return to_png(_fixed(chart, size, ground).svg(), scale=min(scale, LARGEST / max(size)), ground=ground["ground"])


def _ground(theme: str) -> Mapping[str, str]:
    if theme not in THEMES:
        raise ValueError(f"theme {theme!r} cannot be had; a picture is {' or '.join(THEMES)}")
    return THEMES[theme]


# --- As high as the chart needs --------------------------------------------------------------------------------------


def _natural(chart: Chart, width: int, ground: Mapping[str, str]) -> Layout:
    room = replace(_ENOUGH, row=44)

    def lay(chart: Chart, room: Room, height: int = 0) -> Layout:
        return lay_out(chart, width=width, height=height, ground=ground, room=room)

    least = lay(chart, room)
    if least.height > LARGEST:
        return _with_fewer(chart, room, LARGEST, lay)
    if chart.is_empty:
        return least
    wished = min(44 * len(chart.categories), 640) if chart.categories else 250 if width >= 600 else 220
    more = max(wished - least.plot, 0)
    return lay(chart, room, min(least.height + more, LARGEST)) if more else least


# --- Of a size that is given -----------------------------------------------------------------------------------------


def _fixed(chart: Chart, size: tuple[int, int], ground: Mapping[str, str]) -> Layout:
    """`chart` drawn on a smaller ground of the same shape and magnified: the smaller the ground, the larger the type."""
    grounds = tuple(_grounds(size))

    def lay(chart: Chart, room: Room, on: tuple[int, int] = grounds[-1]) -> Layout:
        return lay_out(chart, width=on[0], height=on[1], ground=ground, room=room, shown=size)

    def fits(on: tuple[int, int]) -> bool:
        laid = lay(chart, _ENOUGH, on)
        over_time = not (chart.categories or chart.is_empty)
        return laid.height == on[1] and (laid.plot >= _PLOT_SHARE * on[1] or not over_time)

    smallest = bisect_left(grounds, True, key=fits)
    if smallest < len(grounds):
        return lay(chart, _ENOUGH, grounds[smallest])
    for room in (_ENOUGH, _TIGHT):
        laid = lay(chart, room)
        if laid.height == grounds[-1][1]:
            return laid
    return _with_fewer(chart, _TIGHT, grounds[-1][1], lay)


def _grounds(size: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Sizes of exactly the shape of `size`, in whole pixels, from the one for the largest type to that for the smallest."""
    unit = gcd(*size)
    across, down = size[0] // unit, size[1] // unit
    last = max(floor(unit / _SMALLEST_TYPE), 1)
    times, magnified = 0, sqrt(size[0] * size[1]) / _LARGEST_TYPE
    while magnified > _SMALLEST_TYPE:
        before, times = times, round(unit / magnified)
        if before < times < last:
            yield across * times, down * times
        magnified *= _STEP
    yield across * last, down * last


# --- What finds no place ---------------------------------------------------------------------------------------------


def _with_fewer(chart: Chart, room: Room, highest: int, lay: Callable[[Chart, Room], Layout]) -> Layout:
    """`chart` with as many rows, or names in its legend, as leave it `highest` pixels high. The others are counted."""
    rows = bool(chart.categories)
    every = len(chart.categories) or len(chart.lines) + len(chart.bars)

    def with_only(count: int) -> Layout:
        said = "\n".join((_left_out(chart, every - count), chart.note_line)) if count < every else chart.note_line
        if rows:
            return lay(replace(chart, categories=chart.categories[:count], note_line=said), room)
        return lay(replace(chart, note_line=said), replace(room, series=count))

    few, many = int(rows), every
    while many - few > 1:
        middle = (few + many) // 2
        if with_only(middle).height <= highest:
            few = middle
        else:
            many = middle
    return with_only(few)


def _left_out(chart: Chart, count: int) -> str:
    """How many rows or names are missing, in the chart's language; where there is no catalogue of it, the number."""
    if chart.language not in languages():
        return f"… +{count}"
    said = words(chart.language)
    return (
        said.count("picture.rows_left_out", count) if chart.categories else said.count("picture.names_left_out", count)
    )
