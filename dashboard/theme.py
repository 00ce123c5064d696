"""Colours, series styles and type: what the drawn picture, the interactive figure and the page's stylesheet share.

Every series colour keeps a contrast of at least 3:1 on the light and on the dark ground, so a series has one colour in
both. Words and axes change with the ground through CSS custom properties; a picture that stands alone has one of `GROUNDS`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

LIGHT_GROUND = "#ffffff"
DARK_GROUND = "#14181d"

LIGHT: dict[str, str] = {
    "ink": "#1b2026",
    "muted": "#56606b",
    "grid": "#e1e5e9",
    "axis": "#7b858f",
    "event": "#6b7580",
    "ground": LIGHT_GROUND,
    "band": "0.2",
}
"""What each CSS custom property is on the light ground. `band` is an opacity, the others are colours."""

DARK: dict[str, str] = {
    "ink": "#edf0f3",
    "muted": "#a9b3bd",
    "grid": "#2c333b",
    "axis": "#7f8a95",
    "event": "#929da8",
    "ground": DARK_GROUND,
    "band": "0.3",
}
"""The same on the dark ground."""

NEUTRAL = "#767f88"
"""A grey for words and lines that nothing can restyle: about 4:1 on either ground."""

NEUTRAL_GRID = "rgba(128,138,148,0.28)"
"""A hairline that stays behind the marks on either ground."""

FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Arabic",Arial,sans-serif'
"""Families by preference, for a picture that has no page to inherit from."""

TEXT = 12
"""Size of axis, legend and value words in CSS pixels at the drawn width."""

SMALL = 11
"""Size of event, source and note words. Nothing is smaller."""


class Shape(StrEnum):
    """A marker's shape, by the name that plotly.js gives it."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE_UP = "triangle-up"
    DIAMOND = "diamond"
    TRIANGLE_DOWN = "triangle-down"
    CROSS = "cross"
    X = "x"
    STAR = "star"


@dataclass(frozen=True, slots=True)
class Style:
    """How one series looks. `dash` lists strokes and gaps in pixels, empty for a solid line."""

    colour: str
    dash: tuple[int, ...]
    shape: Shape


STYLES: tuple[Style, ...] = (
    Style("#4367dc", (), Shape.CIRCLE),
    Style("#c2390e", (7, 3), Shape.SQUARE),
    Style("#86916c", (2, 2), Shape.TRIANGLE_UP),
    Style("#9d46a2", (9, 3, 2, 3), Shape.DIAMOND),
    Style("#e85f13", (4, 3), Shape.TRIANGLE_DOWN),
    Style("#3891f5", (12, 4), Shape.CROSS),
    Style("#6a6e61", (2, 4), Shape.X),
    Style("#b971b6", (6, 2, 2, 2, 2, 2), Shape.STAR),
)
"""Eight styles. The colours keep their distance from each other in the three kinds of dichromatic sight as well; no
two styles share a dash or a shape, so a picture printed in grey still tells its series apart."""


def style(index: int) -> Style:
    """The style of a series. After the eighth they come round again."""
    return STYLES[index % len(STYLES)]


def rgba(colour: str, opacity: float) -> str:
    """A `#rrggbb` colour as CSS `rgba()`."""
    red, green, blue = channels(colour)
    return f"rgba({red},{green},{blue},{opacity:g})"


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue (0 to 255) of a `#rrggbb` colour."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio of two `#rrggbb` colours, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _properties(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


CSS_VARIABLES = (
    f":root{{color-scheme:light dark;{_properties(LIGHT)}}}\n"
    f"@media screen and (prefers-color-scheme:dark){{:root{{{_properties(DARK)}}}}}\n"
)
"""The custom properties. Only a screen gets the dark ones: paper is white whatever the reader's screen is."""

GROUNDS = {"light": LIGHT, "dark": DARK, "auto": None}
"""What may be asked of a picture's or an embed's ground; `auto` follows the reader's own."""


def css_variables(theme: str) -> str:
    """The custom properties of one ground. Raises KeyError for a theme that there is not."""
    ground = GROUNDS[theme]
    if ground is None:
        return CSS_VARIABLES
    return f":root{{color-scheme:{theme};{_properties(ground)}}}\n"


CHART_CSS = """\
svg.wm{max-width:100%;height:auto}
.wm .k{fill:var(--ink)}
.wm .t{fill:var(--muted)}
.wm .g{stroke:var(--grid)}
.wm .x{stroke:var(--axis)}
.wm .e{stroke:var(--event)}
.wm .o{fill:var(--ground)}
.wm .w{stroke:var(--ground)}
.wm .b{fill-opacity:var(--band)}
.wm a{cursor:pointer}
.wm a:focus{outline:2px solid var(--ink);outline-offset:2px}
.wm a:hover path{stroke-width:2.5}
.wm a .h,.wm a:hover .h{stroke-width:16;stroke-opacity:0;stroke-linecap:round}
"""
"""Lets a picture inside a page follow the page's ground. Without it the picture keeps its own light colours."""

FIGURE_CSS = """\
.js-plotly-plot .plotly,.js-plotly-plot .plotly div{font-family:inherit!important}
.js-plotly-plot .xtick text,.js-plotly-plot .ytick text{fill:var(--muted)!important}
.js-plotly-plot .annotation-text{fill:var(--ink)!important}
.js-plotly-plot .annotation .bg{fill:var(--ground)!important;fill-opacity:1!important}
.js-plotly-plot .gridlayer path{stroke:var(--grid)!important;stroke-opacity:1!important}
.js-plotly-plot .zerolinelayer path,.js-plotly-plot path.zl{stroke:var(--axis)!important}
"""
"""The same for the interactive figure, whose own colours are a compromise between both grounds."""


# --- Words -----------------------------------------------------------------------------------------------------------

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_RLI, _FSI, _PDI = "\u2067", "\u2068", "\u2069"
_ELLIPSIS = "…"

_WIDTHS = {
    0.22: "'",
    0.27: " !,.:;Jijl|\u00a0\u2009\u202f",
    0.33: "()-`",
    0.37: '/I[\\]ft"r{}',
    0.45: "?_z",
    0.52: "FLcsvy",
    0.57: "$*+0123456789<=>ESTYZ^aekx~",
    0.62: "KPRVXbdghnopqu–",
    0.66: "#ABC",
    0.74: "&DGHNU",
    0.79: "OQw",
    0.86: "%…",
    0.94: "@MWm—",
}
_WIDTH = {character: width for width, characters in _WIDTHS.items() for character in characters}
# Width in ems by the script's block for what the table does not hold; a script's first code point, ascending.
_BLOCKS = ((0x0000, 0.6), (0x0590, 0.55), (0x0900, 0.65), (0x1100, 1.0), (0x1E00, 0.6), (0x2E80, 1.0))


def right_to_left(language: str) -> bool:
    """Whether a language (a BCP 47 tag such as "ar" or "ar-SY") is written from right to left."""
    return language.replace("_", "-").split("-")[0].lower() in _RIGHT_TO_LEFT


def isolate(text: str, language: str) -> str:
    """`text` so that it reads the same in a picture that lays out from left to right.

    In a right-to-left language all but a bare number is isolated as right-to-left, which also orders ranges such as
    "753–2,049". In other languages only text that holds right-to-left letters is isolated, by its first letter.
    """
    if right_to_left(language):
        bare = all(unicodedata.bidirectional(c) in ("EN", "AN", "CS") for c in text)
        return text if bare else f"{_RLI}{text}{_PDI}"
    return f"{_FSI}{text}{_PDI}" if any(unicodedata.bidirectional(c) in ("R", "AL") for c in text) else text


def text_width(text: str, size: float = TEXT) -> float:
    """Roughly how wide `text` is in pixels at `size` pixels, erring towards wide."""
    return size * sum(map(_glyph, text))


def _glyph(character: str) -> float:
    width = _WIDTH.get(character)
    if width is None:
        width = 0.0
        if unicodedata.category(character) not in ("Mn", "Me", "Cf", "Cc"):
            width = next(wide for first, wide in reversed(_BLOCKS) if ord(character) >= first)
        # Remembered: a page measures the same few hundred characters again and again.
        _WIDTH[character] = width
    return width


def shorten(text: str, width: float, size: float = TEXT) -> str:
    """`text`, cut with an ellipsis where it is wider than `width` pixels; empty when not even that fits."""
    if text_width(text, size) <= width:
        return text
    room = width / size - _glyph(_ELLIPSIS)
    if room < 0:
        return ""
    kept = 0
    for character in text:
        room -= _glyph(character)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + _ELLIPSIS


def wrap(text: str, width: float, size: float = TEXT, most: int = 3) -> tuple[str, ...]:
    """`text` in at most `most` lines, none wider than `width` pixels; what does not fit ends in an ellipsis.

    Line feeds in `text` stay breaks.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines.extend(_fill(paragraph.split(), width, size))
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return tuple(line for line in (shorten(line, width, size) for line in lines) if line)


def _fill(words: Sequence[str], width: float, size: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
