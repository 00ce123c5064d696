"""Pictures that leave their page: exactly as large as asked, every word inside, and the same as SVG and as PNG."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from dashboard.charts.chart import Bars, Cell, Chart, Column, Event, Line, Table, Tick
from dashboard.charts.picture import (
    FORMATS,
    SCALES,
    SMALLEST,
    THEMES,
    Format,
    picture_png,
    picture_svg,
)
from dashboard.charts.png import FAMILY, FONTS, LARGEST
from dashboard.theme import DARK, LIGHT, SMALL, STYLES
from tests.dashboard.charts import examples
from tests.dashboard.charts.drawing import SVG, Drawing, Words, read
from tests.dashboard.charts.test_renderings import assert_inside, bare, charts, extent_of, marks_of

LONG = (
    "People reported by observers, agencies and the forces themselves to have left the last enclave on the eastern bank "
    "of the river, counted from the first day of December 2018 until the end of March 2019, whatever their nationality"
)


def eight_series() -> Chart:
    """Eight sources with long names, twelve thousand apart."""
    base = examples.running_totals()
    lines = []
    for i in range(8):
        line = base.lines[i % 3]
        up = 3_000 * i
        points = tuple(
            replace(
                point,
                value=None if point.value is None else point.value + up,
                lower=point.lower + up,
                upper=None if point.upper is None else point.upper + up,
                key=f"{i}-{point.key}",
            )
            for point in line.points
        )
        name = f"Source {i} with a long name of its own, out of the enclave, since {i + 1} December 2018"
        lines.append(replace(line, key=f"e{i}", name=name, style=i, points=points))
    marks = examples.y_ticks(90_000)
    return replace(base, title=LONG, lines=tuple(lines), y_end=int(marks[-1].at), y_ticks=marks)


def many_series(count: int = 60) -> Chart:
    eight = eight_series()
    lines = [
        replace(
            eight.lines[i % 8],
            key=f"m{i}",
            name=f"{eight.lines[i % 8].name}, {i}",
            points=(replace(eight.lines[i % 8].points[0], key=f"m{i}"),),
        )
        for i in range(count)
    ]
    return replace(eight, lines=tuple(lines))


def many_rows(count: int = 60, language: str = "en") -> Chart:
    base = examples.breakdown(language)
    rows = [base.categories[i % 9] for i in range(count)]
    named = tuple(replace(row, key=f"r{i}", name=f"{row.name} ({i})") for i, row in enumerate(rows))
    return replace(base, categories=named)


def one_point() -> Chart:
    base = examples.running_totals()
    return replace(base, lines=(replace(base.lines[0], points=base.lines[0].points[:1]),), events=())


def cases() -> dict[str, Chart]:
    """The examples, and what is hard to find room for."""
    return examples.every() | {
        "eight": eight_series(),
        "one point": one_point(),
        "long title": replace(examples.stock(), title=LONG),
        "long arabic title": replace(examples.arabic(), title="، ".join([examples.arabic().title] * 4)),
        "many rows": many_rows(),
        "many rows in Arabic": many_rows(language="ar"),
        "many series": many_series(),
    }


CASES = cases()
EVERY = pytest.mark.parametrize("chart", CASES.values(), ids=CASES)
EACH_FORMAT = pytest.mark.parametrize("format_", FORMATS.values(), ids=FORMATS)
CUT = {"many rows", "many rows in Arabic", "many series"}
"""Those of which not everything has a place in a format of a given height."""


def size_of(svg: str) -> tuple[int, int]:
    root = ElementTree.fromstring(svg)
    return int(root.attrib["width"]), int(root.attrib["height"])


def magnified(svg: str) -> float:
    """How many pixels of the picture one of its drawing makes."""
    return size_of(svg)[0] / read(svg).width


def said(drawing: Drawing) -> str:
    """Everything that is written, in the order in which it is drawn, lines joined."""
    return " ".join(bare(word.text) for word in drawing.words)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


# --- Sizes -----------------------------------------------------------------------------------------------------------


class TestSizes:
    def test_the_formats(self) -> None:
        assert {name: (one.name, one.width, one.height) for name, one in FORMATS.items()} == {
            "wide": ("wide", 880, None),
            "narrow": ("narrow", 400, None),
            "slide": ("slide", 1280, 720),
            "square": ("square", 1080, 1080),
            "card": ("card", 1200, 630),
        }

    @EVERY
    @EACH_FORMAT
    def test_svg_is_exactly_as_large(self, chart: Chart, format_: Format) -> None:
        svg = picture_svg(chart, format_)
        width, height = size_of(svg)
        assert width == format_.width
        assert format_.height in (None, height)
        drawing = read(svg)
        # Magnified by one factor, so that nothing is distorted and no edge stays bare.
        assert width * drawing.height == height * drawing.width

    @pytest.mark.parametrize("theme", THEMES)
    @EACH_FORMAT
    def test_png_is_exactly_as_large_and_covers_its_ground(self, format_: Format, theme: str) -> None:
        chart = examples.running_totals()
        drawn = opened(picture_png(chart, format_, theme))
        assert drawn.size == size_of(picture_svg(chart, format_, theme))
        assert drawn.format == "PNG"
        assert drawn.convert("RGBA").getchannel("A").getextrema() == (255, 255)
        edge = "#{:02x}{:02x}{:02x}".format(*drawn.convert("RGB").getpixel((drawn.width - 1, drawn.height - 1)))  # type: ignore[misc]
        assert edge == THEMES[theme]["ground"]

    @pytest.mark.parametrize("scale", SCALES)
    def test_scales(self, scale: int) -> None:
        chart = examples.empty()
        width, height = size_of(picture_svg(chart))
        assert opened(picture_png(chart, scale=scale)).size == (scale * width, scale * height)

    @pytest.mark.parametrize("name", ["wide", "narrow"])
    def test_rows_make_a_picture_higher_up_to_a_limit(self, name: str) -> None:
        heights = [size_of(picture_svg(many_rows(count), FORMATS[name]))[1] for count in (1, 9, 40, 900)]
        assert heights == sorted(heights)
        assert heights[2] > 800
        assert heights[3] <= LARGEST

    def test_a_png_is_never_larger_than_the_limit(self) -> None:
        chart = many_rows(70)
        width, height = size_of(picture_svg(chart))
        assert height * 3 > LARGEST
        drawn = opened(picture_png(chart, scale=3))
        assert max(drawn.size) == LARGEST
        assert drawn.width / width == pytest.approx(drawn.height / height, rel=0.002)
        for one in FORMATS.values():
            assert max(opened(picture_png(examples.empty(), one, scale=3)).size) <= LARGEST

    def test_empty_charts_say_why(self) -> None:
        for one in FORMATS.values():
            assert examples.empty().empty in said(read(picture_svg(examples.empty(), one)))


class TestRefusals:
    @pytest.mark.parametrize("theme", ["", "auto", "LIGHT", "#fff"])
    def test_themes(self, theme: str) -> None:
        with pytest.raises(ValueError, match=r"theme .* cannot be had; a picture is light or dark"):
            picture_svg(examples.empty(), theme=theme)
        with pytest.raises(ValueError, match=r"theme .* cannot be had"):
            picture_png(examples.empty(), theme=theme)

    @pytest.mark.parametrize("scale", [0, -1, 4, 10**9, 1.5])
    def test_scales(self, scale: Any) -> None:
        with pytest.raises(ValueError, match=r"scale .* cannot be had; a picture is drawn 1, 2, 3 times as large"):
            picture_png(examples.empty(), scale=scale)

    @pytest.mark.parametrize(
        "size", [(0, None), (399, None), (-880, 600), (10**9, None), (4001, 600), (880, 539), (880, 10**6)]
    )
    def test_sizes(self, size: tuple[int, int | None]) -> None:
        with pytest.raises(ValueError, match=r"'odd' is -?\d+ pixels in (width|height): a picture has \d+ to 4000"):
            Format("odd", *size)

    @pytest.mark.parametrize(
        "size", [SMALLEST, (LARGEST, SMALLEST[1]), (SMALLEST[0], LARGEST), (LARGEST, LARGEST), (997, 541)]
    )
    def test_whatever_is_not_refused_can_be_drawn(self, size: tuple[int, int]) -> None:
        for chart in (many_series(), many_rows(), examples.arabic(), examples.empty()):
            svg = picture_svg(chart, Format("odd", *size))
            assert size_of(svg) == size
            assert_inside(read(svg))


# --- Words -----------------------------------------------------------------------------------------------------------


class TestWords:
    @pytest.mark.parametrize("name", CASES)
    @EACH_FORMAT
    def test_every_word_is_there(self, name: str, format_: Format) -> None:
        chart = CASES[name]
        drawing = read(picture_svg(chart, format_))
        written = said(drawing)
        if format_.height is None or name not in CUT:
            named: list[Line | Bars | Event] = [*chart.lines, *chart.bars, *chart.events]
            wanted = [chart.title, chart.subtitle, chart.source_line, chart.note_line, chart.empty]
            wanted += [one.name for one in named]
            wanted += [text for row in chart.categories for text in (row.name, row.printed)]
            found = [written, *columns(drawing)]
            assert [text for text in wanted if not any(text in words for words in found)] == []
            assert "…" not in written
        root = drawing.root
        assert root.findtext(f"{SVG}title") == chart.title
        assert root.findtext(f"{SVG}desc") == chart.description
        assert root.get("role") == "img"

    @EVERY
    @EACH_FORMAT
    def test_everything_is_inside_and_nothing_lies_over_anything(self, chart: Chart, format_: Format) -> None:
        drawing = read(picture_svg(chart, format_))
        assert_inside(drawing)
        placed = [(word, *extent_of(word)) for word in drawing.words]
        for word, left, right in placed:
            assert left >= -1, word
            assert right <= drawing.width + 1, word
            assert word.size >= SMALL
            assert word.size <= word.y <= drawing.height - 4, word
        for i, (one, left, right) in enumerate(placed):
            for other, its_left, its_right in placed[i + 1 :]:
                apart = right <= its_left + 1 or its_right <= left + 1
                assert apart or abs(one.y - other.y) >= 11, (one, other)

    @EVERY
    @EACH_FORMAT
    def test_marks_stand_between_the_words_above_and_below(self, chart: Chart, format_: Format) -> None:
        drawing = read(picture_svg(chart, format_))
        if not drawing.marks:
            assert chart.is_empty
            return
        heights = [y for shape in drawing.marks.values() for _, y in shape.spots]
        # Words are drawn from the title on: those above, those below, then those of the plot.
        above = [word for word in drawing.words if word.size > 12]
        below = list(takewhile(lambda word: word.size == SMALL, drawing.words[len(above) :]))
        assert bare(above[0].text) in chart.title
        assert bare(below[0].text) in chart.source_line
        assert min(heights) > max(word.y for word in above)
        assert max(heights) < min(word.y for word in below) - SMALL

    @EACH_FORMAT
    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_bars_of_a_breakdown_are_equally_thick(self, format_: Format, language: str) -> None:
        base = examples.breakdown(language)
        for chart in (base, replace(base, categories=base.categories[:1])):
            # Bars that end in a number; a range and an open word are drawn by other strokes.
            exact = {row.key for row in chart.categories if row.value is not None}
            drawing = read(picture_svg(chart, format_))
            bars = [mark.strokes[0] for key, mark in drawing.marks.items() if key in exact]
            thick = {max(y for _, y in bar) - min(y for _, y in bar) for bar in bars}
            assert len(thick) == 1
            assert 10 <= thick.pop() <= 34

    def test_the_as_known_day_is_on_every_picture(self) -> None:
        for one in FORMATS.values():
            assert "as known on 1 April 2019" in said(read(picture_svg(examples.running_totals(), one)))

    @pytest.mark.parametrize("name", ["slide", "square", "card"])
    def test_type_is_larger_than_in_a_page(self, name: str) -> None:
        for label, chart in CASES.items():
            assert magnified(picture_svg(chart, FORMATS[name])) >= 1.249, label
        # What leaves room is drawn larger.
        assert magnified(picture_svg(examples.stock(), FORMATS[name])) > 1.5
        assert magnified(picture_svg(eight_series(), FORMATS[name])) < magnified(
            picture_svg(examples.stock(), FORMATS[name])
        )

    @pytest.mark.parametrize("name", ["slide", "square", "card"])
    def test_the_plot_keeps_its_share(self, name: str) -> None:
        for chart in (examples.running_totals(), examples.intervals(2), examples.arabic()):
            drawing = read(picture_svg(chart, FORMATS[name]))
            grid = next(shape for shape in drawing.shapes if shape.element.get("class") == "g")
            axis = next(shape for shape in drawing.shapes if shape.element.get("class") == "x")
            top, bottom = min(y for _, y in grid.spots), max(y for _, y in axis.strokes[0])
            assert bottom - top >= 0.38 * drawing.height

    @pytest.mark.parametrize("name", ["slide", "square", "card"])
    def test_rows_without_a_place_are_counted(self, name: str) -> None:
        drawing = read(picture_svg(many_rows(60), FORMATS[name]))
        found = re.search(r"(\d+) more rows have no place in this picture", said(drawing))
        assert found
        assert len(drawing.marks) + int(found[1]) == 60
        assert len(drawing.marks) >= 10
        assert list(drawing.marks) == [f"r{i}" for i in range(len(drawing.marks))]

    @pytest.mark.parametrize("name", ["slide", "square", "card"])
    def test_series_without_a_name_are_drawn_and_counted(self, name: str) -> None:
        drawing = read(picture_svg(many_series(60), FORMATS[name]))
        assert len(drawing.marks) == 60
        found = re.search(r"(\d+) more series are drawn and not named here", said(drawing))
        assert found
        named = sum(bare(word.text).startswith("Source ") for word in drawing.words)
        assert 5 <= named < 60
        assert named + int(found[1]) == 60

    def test_without_a_catalogue_what_is_left_out_is_a_number(self) -> None:
        strange = replace(many_rows(60), language="tlh")
        written = said(read(picture_svg(strange, FORMATS["card"])))
        assert re.search(r"… \+\d+", written)

    def test_what_needs_no_cut_is_not_cut(self) -> None:
        for name, chart in CASES.items():
            if name not in CUT:
                for one in FORMATS.values():
                    assert " more " not in said(read(picture_svg(chart, one))).replace("more than", ""), name

    def test_arabic_runs_from_the_right_in_every_format(self) -> None:
        for one in FORMATS.values():
            drawing = read(picture_svg(examples.arabic(), one))
            title = drawing.words[0]
            assert title.anchor == "end"
            assert title.x == drawing.width - 16
            first, last = (drawing.marks[key].spots[0][0] for key in ("r000-01", "r019-01"))
            assert first > last


def columns(drawing: Drawing) -> list[str]:
    """What is written in each column of words, from the top: names of several lines become one text again."""
    found: dict[tuple[float, str], list[Words]] = {}
    for word in drawing.words:
        found.setdefault((word.x, word.anchor), []).append(word)
    return [" ".join(bare(word.text) for word in sorted(column, key=lambda word: word.y)) for column in found.values()]


# --- Grounds ---------------------------------------------------------------------------------------------------------


class TestThemes:
    @EVERY
    def test_only_colours_of_the_ground_are_used(self, chart: Chart) -> None:
        series = {look.colour for look in STYLES}
        for theme, ground in THEMES.items():
            used = set(re.findall(r"#[0-9a-f]{6}", picture_svg(chart, theme=theme)))
            assert used <= series | set(ground.values())
            assert {ground["ground"], ground["ink"], ground["muted"]} <= used
            assert not used & (set((LIGHT if theme == "dark" else DARK).values()) - set(ground.values()))

    @EVERY
    @EACH_FORMAT
    def test_both_say_the_same(self, chart: Chart, format_: Format) -> None:
        light, dark = (picture_svg(chart, format_, theme) for theme in ("light", "dark"))
        for name, colour in LIGHT.items():
            light = light.replace(f'"{colour}"', name)
        for name, colour in DARK.items():
            dark = dark.replace(f'"{colour}"', name)
        assert light == dark


# --- Any chart -------------------------------------------------------------------------------------------------------

HOSTILE = '</text><script>alert(1)</script><image href="//example.org/x.png"/>&amp;"\'>]]><!--'


class TestAnyChart:
    @settings(max_examples=150, deadline=None)
    @given(charts(), st.sampled_from(sorted(FORMATS)), st.sampled_from(sorted(THEMES)))
    def test_it_is_exact_well_formed_and_within_itself(self, chart: Chart, name: str, theme: str) -> None:
        one = FORMATS[name]
        svg = picture_svg(chart, one, theme)
        width, height = size_of(svg)
        assert (width, height) == (one.width, one.height or height)
        assert height <= LARGEST
        drawing = read(svg)
        assert_inside(drawing)
        assert drawing.marks.keys() == marks_of(chart).keys()
        kinds = {element.tag.removeprefix(SVG) for element in drawing.root.iter()}
        assert kinds <= {"svg", "title", "desc", "g", "path", "text"}

    @settings(max_examples=12, deadline=None)
    @given(charts())
    def test_every_one_can_be_rendered(self, chart: Chart) -> None:
        assert opened(picture_png(chart, FORMATS["narrow"])).width == 400

    def test_texts_of_a_chart_make_no_markup(self) -> None:
        base = examples.running_totals()
        evil = replace(
            base,
            id=HOSTILE,
            title=HOSTILE,
            subtitle=HOSTILE,
            source_line=HOSTILE,
            note_line=HOSTILE,
            description=HOSTILE,
            language="en",
            table=Table((Column("a", HOSTILE),), ((Cell(HOSTILE),),)),
            lines=tuple(
                replace(
                    line,
                    key=HOSTILE,
                    name=HOSTILE,
                    points=tuple(replace(point, key=HOSTILE, label=HOSTILE) for point in line.points),
                )
                for line in base.lines
            ),
            events=(Event(date(2019, 1, 5), HOSTILE),),
            x_ticks=tuple(Tick(tick.at, HOSTILE) for tick in base.x_ticks),
            y_ticks=tuple(Tick(tick.at, HOSTILE) for tick in base.y_ticks),
        )
        rows = examples.breakdown()
        evil_rows = replace(
            rows,
            title=HOSTILE,
            categories=tuple(replace(row, name=HOSTILE, printed=HOSTILE, key=HOSTILE) for row in rows.categories),
        )
        for chart in (evil, evil_rows, replace(examples.empty(), empty=HOSTILE)):
            for one in FORMATS.values():
                svg = picture_svg(chart, one)
                assert "<script" not in svg
                assert "<image" not in svg
                root = ElementTree.fromstring(svg)
                assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
                    "svg", "title", "desc", "g", "path", "text"
                }  # fmt: skip
                assert root.findtext(f"{SVG}title") == chart.title

    def test_the_same_chart_gives_the_same_picture(self) -> None:
        for one in FORMATS.values():
            assert picture_svg(examples.running_totals(), one) == picture_svg(examples.running_totals(), one)


# --- SVG and PNG -----------------------------------------------------------------------------------------------------

CELL = 16
"""Pixels. Pictures are compared by the mean colours of squares of this size: letters may differ in their edges, and
nothing may be missing, elsewhere or another."""

# Measured over all examples: what is the same differs by at most 7 (wide, twice as large) and 9 (slide) of 255, a mark
# that is elsewhere by 57 and more, another digit in the title by 17.
MOST = 12


def compared(one: Image.Image, other: Image.Image) -> int:
    """The largest difference of any square's mean colour, of 255."""
    assert one.size == other.size
    size = (one.width // CELL, one.height // CELL)
    small = [image.convert("RGB").resize(size, Image.Resampling.BOX) for image in (one, other)]
    extrema = ImageChops.difference(*small).getextrema()
    return max(int(high) for _, high in extrema)  # type: ignore[misc]


def by_browser(browser: Browser, svg: str, scale: int) -> Image.Image:
    """The SVG as Chromium shows it, with the fonts of the PNG."""
    width, height = size_of(svg)
    faces = "".join(
        f'@font-face{{font-family:"{FAMILY}";font-weight:{weight};'
        f"src:url(data:font/ttf;base64,{base64.b64encode(font.read_bytes()).decode()})}}"
        for font, weight in zip(FONTS, (400, 700), strict=True)
    )
    style = f'{faces}body{{margin:0}}svg{{display:block}}svg text{{font-family:"{FAMILY}"!important}}'
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
    page = context.new_page()
    page.set_content(f"<!doctype html><meta charset=utf-8><style>{style}</style>{svg}")
    loaded = page.evaluate("document.fonts.ready.then(fonts => [...fonts].filter(f => f.status === 'loaded').length)")
    assert loaded >= 1
    shot = opened(page.screenshot())
    context.close()
    return shot


@pytest.mark.browser
class TestSvgAndPng:
    @pytest.mark.parametrize("chart", examples.every().values(), ids=examples.every())
    def test_a_browser_shows_the_same(self, browser: Browser, chart: Chart) -> None:
        shown = by_browser(browser, picture_svg(chart), 2)
        assert compared(shown, opened(picture_png(chart, scale=2))) <= MOST

    @pytest.mark.parametrize("name", ["totals", "arabic", "breakdown-ar"])
    def test_so_it_does_on_a_dark_slide(self, browser: Browser, name: str) -> None:
        chart, slide = examples.every()[name], FORMATS["slide"]
        shown = by_browser(browser, picture_svg(chart, slide, "dark"), 1)
        assert compared(shown, opened(picture_png(chart, slide, "dark"))) <= MOST

    def test_another_number_would_be_seen(self, browser: Browser) -> None:
        base = examples.running_totals()
        shown = by_browser(browser, picture_svg(base), 2)
        line = base.lines[0]
        point = line.points[9]
        assert point.value is not None
        moved = replace(point, value=point.value - 3_000)
        points = (*line.points[:9], moved, *line.points[10:])
        elsewhere = replace(base, lines=(replace(line, points=points), *base.lines[1:]))
        assert compared(shown, opened(picture_png(elsewhere, scale=2))) > 2 * MOST
        # A single digit of the title, and letters that stand apart.
        digit = replace(base, title=base.title.replace("2018", "2013"))
        assert compared(shown, opened(picture_png(digit, scale=2))) > MOST

    def test_letters_that_do_not_join_would_be_seen(self, browser: Browser) -> None:
        base = examples.breakdown("ar")
        shown = by_browser(browser, picture_svg(base), 2)
        apart = "\u200c".join(base.categories[0].name)
        rows = (replace(base.categories[0], name=apart), *base.categories[1:])
        assert compared(shown, opened(picture_png(replace(base, categories=rows), scale=2))) > 2 * MOST
