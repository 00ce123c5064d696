"""An SVG picture as PNG, without a browser, with the fonts that lie in the assets and no others.

The same SVG gives the same bytes in every process: what fonts a machine has makes no difference.
"""

from __future__ import annotations

import re
import struct
import zlib
from functools import cache
from math import isfinite

from dashboard.settings import ASSETS
from dashboard.theme import LIGHT_GROUND

LARGEST = 4000
"""Pixels. No side of a picture is longer: four bytes a pixel are held while it is drawn."""

FAMILY = "Noto Sans"
"""What the fonts call themselves."""

FONTS = tuple(ASSETS / "vendor" / "fonts" / f"NotoSansLatinArabic-{weight}.ttf" for weight in ("Regular", "Bold"))
"""Latin and Arabic letters in one file for each weight: a renderer that has to change fonts within a word draws boxes."""

_OPENING = re.compile(r"<svg\b[^>]*>")
_SIDES = re.compile(r'\s(width|height)="(\d+(?:\.\d+)?)"')
_BEFORE_DATA = 33  # a PNG's signature and header
_CSS_PIXELS_PER_METRE = 96 / 0.0254


def to_png(svg: str, *, scale: float = 1, ground: str = LIGHT_GROUND) -> bytes:
    """A picture that `svg.py` drew, `scale` times as large as it says that it is.

    `ground`, a CSS colour, fills what the picture leaves open, so that nothing of it is transparent. The file tells its
    density, so that a word processor gives it the size of the SVG whatever the scale. Threads may call this at once;
    the renderer works on one at a time and lets no other Python run meanwhile.

    Raises ValueError when a side would be shorter than 1 or longer than `LARGEST` pixels, when the SVG does not say its
    width and height in pixels, and when it is not well-formed; FileNotFoundError when a font is missing.
    """
    # Here, because only those who ask for a PNG should wait for it.
    import resvg_py

    sides = _size(svg)
    drawable = isfinite(scale) and all(1 <= round(side * scale) <= LARGEST for side in sides)
    if not drawable:
        raise ValueError(
            f"a picture of {sides[0]:g} × {sides[1]:g} pixels cannot be drawn {scale:g} times as large: "
            f"its sides have to come to 1 to {LARGEST} pixels"
        )
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        background=ground,
        zoom=scale,
        skip_system_fonts=True,
        font_files=list(_fonts()),
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
    return _with_density(bytes(drawn), scale)


def _size(svg: str) -> tuple[float, float]:
    """Width and height as the picture's first element says them."""
    opening = _OPENING.search(svg)
    sides = dict(_SIDES.findall(opening[0])) if opening else {}
    if sides.keys() != {"width", "height"}:
        found = opening[0][:120] if opening else svg[:120]
        raise ValueError(f'the picture begins with {found!r}; needed is <svg … width="880" height="520" …>, in pixels')
    return float(sides["width"]), float(sides["height"])


@cache
def _fonts() -> tuple[str, ...]:
    missing = [str(path) for path in FONTS if not path.is_file()]
    if missing:
        # The renderer would say nothing, and leave all words out.
        raise FileNotFoundError(f"pictures need these fonts, which the package brings along: {', '.join(missing)}")
    return tuple(map(str, FONTS))


def _with_density(png: bytes, scale: float) -> bytes:
    """`png` with a pHYs chunk behind its header: how many of its pixels make a metre."""
    density = round(_CSS_PIXELS_PER_METRE * scale)
    body = b"pHYs" + struct.pack(">IIB", density, density, 1)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:_BEFORE_DATA] + chunk + png[_BEFORE_DATA:]
