from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.theme import (
    CHART_CSS,
    CSS_VARIABLES,
    DARK,
    DARK_GROUND,
    FIGURE_CSS,
    LIGHT,
    LIGHT_GROUND,
    NEUTRAL,
    STYLES,
    Style,
    channels,
    contrast,
    isolate,
    rgba,
    right_to_left,
    shorten,
    style,
    text_width,
    wrap,
)

# Linear RGB as seen without one of the three cones (Machado, Oliveira and Fernandes 2009, severity 1).
SIGHT = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
Three = tuple[float, float, float]


def times(matrix: tuple[Three, ...], vector: Three) -> Three:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def perceived(colour: str, sight: tuple[Three, ...]) -> Three:
    """OKLab coordinates of a colour as a kind of sight has it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _unit(colour))
    seen = times(sight, (red, green, blue))
    to_cones = (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
    to_lab = (
        (0.2104542553, 0.793617785, -0.0040720468),
        (1.9779984951, -2.428592205, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.808675766),
    )
    long, middle, short = (math.cbrt(max(c, 0)) for c in times(to_cones, seen))
    return times(to_lab, (long, middle, short))


def _unit(colour: str) -> list[float]:
    return [channel / 255 for channel in channels(colour)]


class TestColours:
    def test_contrast_of_known_pairs(self) -> None:
        assert contrast("#000000", "#ffffff") == pytest.approx(21)
        assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
        assert contrast("#123456", "#123456") == 1

    @pytest.mark.parametrize("look", STYLES)
    @pytest.mark.parametrize("ground", [LIGHT_GROUND, DARK_GROUND])
    def test_every_series_stands_out_from_either_ground(self, look: Style, ground: str) -> None:
        assert contrast(look.colour, ground) >= 3

    @pytest.mark.parametrize("values", [LIGHT, DARK])
    def test_words_can_be_read_and_lines_be_seen(self, values: dict[str, str]) -> None:
        for words in ("ink", "muted"):
            assert contrast(values[words], values["ground"]) >= 4.5
        for lines in ("axis", "event"):
            assert contrast(values[lines], values["ground"]) >= 3
        assert contrast(NEUTRAL, values["ground"]) >= 3

    @pytest.mark.parametrize("sight", SIGHT)
    def test_series_differ_for_every_kind_of_sight(self, sight: str) -> None:
        # Side by side, about 0.02 is the least difference that is noticed.
        seen = {look.colour: perceived(look.colour, SIGHT[sight]) for look in STYLES}
        nearest = min((math.dist(seen[a], seen[b]), a, b) for a, b in combinations(seen, 2))
        assert nearest[0] >= 0.09, nearest

    def test_no_two_styles_share_anything(self) -> None:
        assert len(STYLES) >= 8
        for part in ("colour", "dash", "shape"):
            assert len({getattr(look, part) for look in STYLES}) == len(STYLES)

    def test_styles_come_round_again(self) -> None:
        assert style(len(STYLES) + 2) == STYLES[2]

    def test_rgba(self) -> None:
        assert rgba("#0a10ff", 0.25) == "rgba(10,16,255,0.25)"

    def test_stylesheets_use_only_properties_that_both_grounds_have(self) -> None:
        assert LIGHT.keys() == DARK.keys()
        used = {part.split(")")[0] for css in (CHART_CSS, FIGURE_CSS) for part in css.split("var(--")[1:]}
        assert used <= LIGHT.keys()
        light, dark = CSS_VARIABLES.split("@media")
        for name in LIGHT:
            assert f"--{name}:{LIGHT[name]};" in light
            assert f"--{name}:{DARK[name]};" in dark
        # Paper is white: the dark ground is for screens alone.
        assert dark.startswith(" screen and")


class TestWords:
    @pytest.mark.parametrize(
        ("language", "expected"), [("ar", True), ("ar-SY", True), ("fa_IR", True), ("en", False), ("fr", False)]
    )
    def test_right_to_left(self, language: str, expected: bool) -> None:
        assert right_to_left(language) is expected

    @pytest.mark.parametrize(
        ("text", "language", "expected"),
        [
            ("Baghuz", "en", "Baghuz"),
            ("الباغوز", "en", "\u2068الباغوز\u2069"),
            ("الباغوز", "ar", "\u2067الباغوز\u2069"),
            ("36,250", "ar", "36,250"),
            ("753–2,049", "ar", "\u2067753–2,049\u2069"),
            ("SOHR", "ar", "\u2067SOHR\u2069"),
        ],
    )
    def test_isolation(self, text: str, language: str, expected: str) -> None:
        assert isolate(text, language) == expected

    def test_width_knows_narrow_wide_and_invisible_letters(self) -> None:
        assert text_width("iii") < text_width("aaa") < text_width("WWW")
        assert text_width("\u2067a\u2069") == text_width("a")
        assert text_width("مُ") == text_width("م")
        assert text_width("ab", 24) == pytest.approx(2 * text_width("ab", 12))

    @given(st.text(max_size=60), st.floats(0, 300))
    def test_shortened_text_fits_and_begins_as_the_text_does(self, text: str, width: float) -> None:
        short = shorten(text, width)
        assert text_width(short) <= width + 1e-6
        assert short == text or text.startswith(short.removesuffix("…"))

    @given(st.text(max_size=200), st.floats(10, 400), st.integers(1, 4))
    def test_wrapped_lines_fit(self, text: str, width: float, most: int) -> None:
        lines = wrap(text, width, most=most)
        assert len(lines) <= most
        assert all(text_width(line) <= width + 1e-6 for line in lines)

    def test_wrapping_keeps_every_word_where_there_is_room(self) -> None:
        text = "Syrian Observatory for Human Rights, since 1 December 2018"
        lines = wrap(text, 150, most=9)
        assert len(lines) > 1
        assert " ".join(lines) == text

    def test_what_does_not_fit_ends_in_an_ellipsis(self) -> None:
        assert wrap("one two three four five six", 60, most=2)[-1].endswith("…")
