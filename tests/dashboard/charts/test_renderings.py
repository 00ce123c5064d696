"""The picture and the interactive figure: each by itself, and both against the chart that they draw."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import unescape
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.axes import Span, is_shown, middle, span
from dashboard.charts.chart import Bar, Bars, Category, Chart, Event, Line, Look, Point, Tick
from dashboard.charts.plotly_figure import CONFIG, to_plotly
from dashboard.charts.svg import sample, to_svg
from dashboard.theme import CHART_CSS, LIGHT, SMALL, STYLES, right_to_left, text_width
from tests.dashboard.charts import examples
from tests.dashboard.charts.drawing import SVG, Drawing, Shape, read

WIDTHS = (340, 360, 400, 880, 960)
EVERY = pytest.mark.parametrize("chart", examples.every().values(), ids=examples.every())
OVER_TIME = ("totals", "intervals", "two-sources", "stock", "growing", "stacked", "arabic")

ISOLATES = str.maketrans("", "", "\u2067\u2068\u2069")


def bare(text: str) -> str:
    return text.translate(ISOLATES)


def marks_of(chart: Chart) -> dict[str, Point | Bar | Category]:
    """What a reader must be able to find in any rendering."""
    shown = span(chart)
    points = [p for line in chart.lines for p in line.points if shown.holds(middle(p.day))]
    bars = [b for series in chart.bars for b in series.bars if is_shown(b, shown)]
    marks: list[Point | Bar | Category] = [*points, *bars, *chart.categories]
    return {mark.key: mark for mark in marks}


# --- Charts of any kind ----------------------------------------------------------------------------------------------

words = st.text(st.sampled_from("abc <>&\"'%{}[]]>مرحبا\n\u0000\ufffe\u0301😀-–1"), max_size=40)
days = st.dates(date(2016, 1, 1), date(2026, 12, 31))


@st.composite
def bounds(draw: st.DrawFn) -> dict[str, Any]:
    lower = draw(st.integers(0, 90_000))
    upper = draw(st.none() | st.integers(lower, 150_000))
    value = draw(st.none() | st.integers(lower, upper if upper is not None else 99_000))
    return {"value": value, "lower": lower, "upper": upper}


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    keys = iter(range(10_000))
    kind = draw(st.sampled_from(("lines", "bars", "categories", "empty")))
    series: list[Any] = []
    for _ in range(draw(st.integers(1, 4))):
        entries: list[Any] = []
        for _ in range(draw(st.integers(1, 8))):
            common = draw(bounds()) | {"key": f"k{next(keys)}", "label": draw(words)}
            look = draw(st.sampled_from(Look))
            if kind == "lines":
                entries.append(Point(draw(days), look=look, **common))
            elif kind == "bars":
                ends = sorted((draw(days), draw(days)))
                start = draw(st.sampled_from((None, ends[0])))
                base = draw(st.integers(0, 60_000)) if start and common["value"] is not None else 0
                if base:
                    # What stands on something else is a part, without bounds of its own.
                    common |= {"lower": common["value"], "upper": common["value"]}
                entries.append(Bar(start, ends[1], look=look, base=base, **common))
            else:
                entries.append(Category(draw(words), printed=draw(words), **common))
        common = {"key": f"s{next(keys)}", "name": draw(words), "style": draw(st.integers(0, 20))}
        if kind == "lines":
            entries.sort(key=lambda p: p.day)
            joined, grows = draw(st.booleans()), draw(st.booleans())
            series.append(Line(points=tuple(entries), joined=joined, grows=grows, **common))
        elif kind == "bars":
            series.append(Bars(bars=tuple(entries), **common))
        else:
            series = entries
    edges = sorted((draw(st.none() | days), draw(st.none() | days)), key=lambda day: day or date(1, 1, 1))
    y_end = draw(st.integers(1, 120_000))
    x_ticks = [Tick(day.toordinal(), draw(words)) for day in sorted(draw(st.sets(days, max_size=7)))]
    return Chart(
        id=draw(words),
        title=draw(words),
        subtitle=draw(words),
        source_line=draw(words),
        note_line=draw(words),
        description=draw(words),
        language=draw(st.sampled_from(("en", "ar"))),
        table=examples.NO_TABLE,
        **({} if kind == "empty" else {kind: tuple(series)}),
        events=tuple(Event(draw(days), draw(words)) for _ in range(draw(st.integers(0, 4)))),
        x_start=edges[0],
        x_end=edges[1],
        x_ticks=tuple(x_ticks),
        y_end=y_end,
        y_ticks=tuple(Tick(y_end * i / 4, draw(words)) for i in range(5)),
        empty=draw(words) if kind == "empty" else "",
    )


def assert_inside(drawing: Drawing) -> None:
    for shape in drawing.shapes:
        for x, y in shape.spots:
            assert -0.5 <= x <= drawing.width + 0.5, ElementTree.tostring(shape.element)
            assert -0.5 <= y <= drawing.height + 0.5, ElementTree.tostring(shape.element)


def extent_of(word: Any) -> tuple[float, float]:
    wide = text_width(word.text, word.size)
    left = word.x - {"start": 0, "middle": wide / 2, "end": wide}[word.anchor]
    return left, left + wide


def assert_words_inside(drawing: Drawing) -> None:
    for word in drawing.words:
        left, right = extent_of(word)
        assert left >= -1, word
        assert right <= drawing.width + 1, word
        assert word.size >= SMALL
        assert word.size * 0.7 <= word.y <= drawing.height, word


class TestAnyChart:
    @settings(max_examples=250, deadline=None)
    @given(charts(), st.sampled_from(WIDTHS), st.integers(200, 600), st.booleans(), st.booleans())
    def test_the_picture_is_well_formed_and_within_itself(
        self, chart: Chart, width: int, height: int, linked: bool, standalone: bool
    ) -> None:
        link = (lambda key: f"/?a=1&key={key}\"'<") if linked else None
        drawing = read(to_svg(chart, width=width, height=height, link=link, standalone=standalone))
        assert_inside(drawing)
        assert drawing.marks.keys() == marks_of(chart).keys()
        # Data make no element: whatever stands in the picture is of its own few kinds.
        kinds = {element.tag.removeprefix(SVG) for element in drawing.root.iter()}
        assert kinds <= {"svg", "title", "desc", "g", "path", "text", "a"}

    @settings(max_examples=250, deadline=None)
    @given(charts())
    def test_the_figure_is_json_with_every_mark_and_no_markup_from_data(self, chart: Chart) -> None:
        figure = to_plotly(chart)
        assert json.loads(json.dumps(figure, allow_nan=False)) == figure
        keys = [key for trace in figure["data"] for key in trace.get("customdata", ())]
        assert sorted(keys) == sorted(marks_of(chart))
        for text in texts_of(figure):
            assert "<" not in text.replace("<br>", "")
            assert re.fullmatch(r"(?:[^&]|&(?:amp|lt|gt);)*", text)


def texts_of(figure: dict[str, Any]) -> list[str]:
    """Every text of a figure that plotly.js reads markup in."""
    layout = figure["layout"]
    texts = [a[part] for a in layout.get("annotations", ()) for part in ("text", "hovertext") if part in a]
    for axis in ("xaxis", "yaxis"):
        texts += layout[axis].get("ticktext", ())
    for trace in figure["data"]:
        texts.append(trace.get("name", ""))
        for part in ("text", "hovertext"):
            found = trace.get(part, ())
            texts += [found] if isinstance(found, str) else found
    return texts


# --- The picture -----------------------------------------------------------------------------------------------------


class TestPicture:
    @EVERY
    @pytest.mark.parametrize("width", WIDTHS)
    @pytest.mark.parametrize("standalone", [False, True])
    def test_words_are_large_enough_and_not_cut(self, chart: Chart, width: int, standalone: bool) -> None:
        drawing = read(to_svg(chart, width=width, height=340, standalone=standalone))
        assert_inside(drawing)
        assert_words_inside(drawing)

    @EVERY
    @pytest.mark.parametrize("width", WIDTHS)
    def test_no_words_lie_over_others(self, chart: Chart, width: int) -> None:
        placed = [(word, *extent_of(word)) for word in read(to_svg(chart, width=width, height=340)).words]
        for i, (one, left, right) in enumerate(placed):
            for other, its_left, its_right in placed[i + 1 :]:
                apart = right <= its_left + 1 or its_right <= left + 1
                assert apart or abs(one.y - other.y) >= 11, (one, other)

    def test_without_links_it_is_an_image_with_words_for_it(self) -> None:
        chart = examples.running_totals()
        root = read(to_svg(chart, width=880, height=360)).root
        assert root.get("role") == "img"
        named = {element.get("id"): element.text for element in root if element.get("id")}
        assert named[root.get("aria-labelledby")] == chart.title
        assert named[root.get("aria-describedby")] == chart.description

    def test_with_links_every_mark_is_one_and_tells_its_label(self) -> None:
        chart = examples.running_totals()
        root = read(to_svg(chart, width=880, height=360, link=lambda key: f"/?figure={key}&lang=en")).root
        assert root.get("role") == "group"
        links = {a.get("data-k", ""): a for a in root.iter(f"{SVG}a")}
        marks = marks_of(chart)
        assert links.keys() == marks.keys()
        for key, a in links.items():
            assert a.get("href") == f"/?figure={key}&lang=en"
            assert a.findtext(f"{SVG}title") == marks[key].label

    def test_a_mark_without_a_key_is_no_link(self) -> None:
        chart = examples.growing()
        line = replace(chart.lines[0], points=(replace(chart.lines[0].points[0], key=""), *chart.lines[0].points[1:]))
        root = read(to_svg(replace(chart, lines=(line,)), width=880, height=360, link=lambda key: f"/{key}")).root
        assert [a.get("data-k") for a in root.iter(f"{SVG}a")] == [point.key for point in line.points[1:]]

    def test_two_pictures_of_one_chart_share_no_id(self) -> None:
        chart = examples.running_totals()
        ids = [
            element.get("id")
            for width in (360, 880)
            for element in read(to_svg(chart, width=width, height=300)).root.iter()
            if element.get("id")
        ]
        assert len(ids) == len(set(ids)) == 4

    @EVERY
    def test_direction_of_the_page_changes_nothing(self, chart: Chart) -> None:
        root = read(to_svg(chart, width=880, height=360)).root
        assert root.get("direction") == "ltr"
        assert root.get("lang") == chart.language
        if right_to_left(chart.language):
            for element in root.iter(f"{SVG}text"):
                text = element.text or ""
                assert re.fullmatch(r"[\d,.]+|\u2067.*\u2069", text), text

    def test_arabic_is_mirrored(self) -> None:
        plain, mirrored = (
            read(to_svg(c, width=600, height=340)) for c in (examples.running_totals(), examples.arabic())
        )
        first, last = "r000-01", "r019-01"
        assert centre(plain.marks[first])[0] < centre(plain.marks[last])[0]
        assert centre(mirrored.marks[first])[0] > centre(mirrored.marks[last])[0]

    def test_alone_it_carries_its_words_ground_and_fonts(self) -> None:
        chart = examples.running_totals()
        svg = to_svg(chart, width=900, height=500, standalone=True)
        drawing = read(svg)
        written = " ".join(bare(word.text) for word in drawing.words)
        for words_of in (chart.title, chart.subtitle, chart.source_line, chart.note_line):
            assert words_of in written
        ground = drawing.shapes[0]
        assert ground.element.get("fill") == LIGHT["ground"]
        assert {(0.0, 0.0), (900.0, drawing.height)} <= set(ground.spots)
        assert "sans-serif" in drawing.root.get("font-family", "")
        assert "var(" not in svg

    def test_every_class_is_one_that_the_stylesheet_knows(self) -> None:
        styled = set(re.findall(r"\.wm(?: a)? \.(\w+)", CHART_CSS))
        for chart in examples.every().values():
            root = read(to_svg(chart, width=880, height=360, link=lambda key: key)).root
            assert {name for e in root.iter() if e is not root for name in e.get("class", "").split()} <= styled

    def test_reasons_for_emptiness_are_given(self) -> None:
        chart = examples.empty()
        drawing = read(to_svg(chart, width=360, height=200))
        assert " ".join(word.text for word in drawing.words) == chart.empty

    def test_a_shortened_event_tells_its_full_name(self) -> None:
        name = "An event whose name is much too long for any screen that a reader may hold in one hand"
        chart = replace(examples.running_totals(), events=(Event(date(2019, 1, 30), name),))
        short = [word for word in read(to_svg(chart, width=360, height=300)).words if word.text.endswith("…")]
        assert [word.full for word in short] == [name]

    def test_looks_differ_by_more_than_colour(self) -> None:
        plain = examples.running_totals().lines[0].points[5]
        drawn = set()
        for look in Look:
            line = Line("l", "", 0, (replace(plain, look=look),))
            element = (
                read(to_svg(replace(examples.running_totals(), lines=(line,)), width=600, height=300))
                .marks[plain.key]
                .element
            )
            drawn.add((element.get("d"), element.get("class")))
        assert len(drawn) == 3

    def test_samples_show_the_style(self) -> None:
        for index, look in enumerate(STYLES):
            root = ElementTree.fromstring(sample(index, joined=True))
            assert look.colour in {element.get("stroke") for element in root.iter()}
        assert len({sample(0, joined=a, boxed=b) for a, b in ((True, False), (False, True), (False, False))}) == 3

    def test_it_is_small(self) -> None:
        svg = to_svg(examples.running_totals(46), width=880, height=360).encode()
        assert len(svg) < 8_500
        assert len(brotli.compress(svg)) < 2_000


# --- Both against the chart ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scales:
    """Pixels of days and numbers, learned from where a picture writes its ticks."""

    x: Callable[[float], float]
    y: Callable[[float], float]
    labels: tuple[list[str], list[str]]


def through(one: tuple[float, float], other: tuple[float, float]) -> Callable[[float], float]:
    slope = (other[1] - one[1]) / (other[0] - one[0])
    return lambda at: one[1] + (at - one[0]) * slope


def scales(chart: Chart, drawing: Drawing) -> Scales:
    numbers = {tick.label: tick.at for tick in chart.y_ticks}
    axis = next(shape for shape in drawing.shapes if shape.element.get("class") == "x")
    baseline, *marks = axis.strokes
    below = [bare(w.text) for w in drawing.words if w.y == baseline[0][1] + 17]
    beside = [w for w in drawing.words if bare(w.text) in numbers and w.y <= baseline[0][1] + 4]
    places = sorted((numbers[bare(w.text)], w.y - 4) for w in beside)
    left, right = (spot[0] for spot in baseline)
    shown = span(chart)
    ends = (right, left) if right_to_left(chart.language) else (left, right)
    x = through((shown.start, ends[0]), (shown.end, ends[1]))
    days_at = {tick.label: tick.at for tick in chart.x_ticks}
    for label, mark in zip(below, marks, strict=True):
        assert mark[0][0] == pytest.approx(x(days_at[label]), abs=0.6)
    return Scales(x, through(places[0], places[-1]), (below, [bare(w.text) for w in beside]))


def box(shape: Shape, strokes: slice = slice(None)) -> tuple[float, float, float, float]:
    spots = [spot for stroke in shape.strokes[strokes] for spot in stroke]
    return min(x for x, _ in spots), min(y for _, y in spots), max(x for x, _ in spots), max(y for _, y in spots)


def centre(shape: Shape) -> tuple[float, float]:
    left, top, right, bottom = box(shape, slice(1))
    return (left + right) / 2, (top + bottom) / 2


def day_of(text: str) -> float:
    moment = datetime.fromisoformat(text)
    return moment.toordinal() + moment.hour / 24 + moment.minute / 1440


def figure_marks(figure: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each mark of a figure by its key: begin and end on the axis, base, top, and how far the whisker reaches."""
    found = {}
    arrows = {
        (trace.get("legendgroup"), x, y)
        for trace in figure["data"]
        if trace.get("mode") == "text"
        for x, y in zip(trace["x"], trace["y"], strict=True)
    }
    for trace in figure["data"]:
        for i, key in enumerate(trace.get("customdata", ())):
            along, across = ("x", "y") if trace.get("orientation") == "h" else ("y", "x")
            error = trace.get(f"error_{along}", {})
            base = trace["base"][i] if "base" in trace else 0
            top = base + trace[along][i]
            begin = end = trace[across][i]
            if across == "x":
                begin = end = day_of(begin)
                end += trace["width"][i] / 86_400_000 if "width" in trace else 0
            found[key] = {
                "at": (begin, end),
                "base": base,
                "top": top,
                "reach": (top - error.get("arrayminus", {i: 0})[i], top + error.get("array", {i: 0})[i]),
                "open": any(group == trace.get("legendgroup") and y == top for group, _, y in arrows)
                or any(group == trace.get("legendgroup") and x == top for group, x, _ in arrows),
            }
    return found


def expected(mark: Point | Bar | Category) -> dict[str, Any]:
    """What `figure_marks` should find, from the chart alone."""
    box_only = mark.value is None and not isinstance(mark, Point) and getattr(mark, "start", 0) is not None
    number = mark.lower if mark.value is None else mark.value
    top = (number if mark.upper is None else mark.upper) if box_only else number
    high = top if box_only or mark.upper is None else max(mark.upper, top)
    low = top if box_only else min(mark.lower, top)
    base = mark.base if isinstance(mark, Bar) else 0
    return {
        "base": mark.lower if box_only else base,
        "top": base + top,
        "reach": (base + low, base + high),
        "open": mark.upper is None,
    }


class TestAgreement:
    @EVERY
    def test_figure_marks_are_those_of_the_chart(self, chart: Chart) -> None:
        found = figure_marks(to_plotly(chart))
        marks = marks_of(chart)
        assert found.keys() == marks.keys()
        for key, mark in marks.items():
            at = found[key].pop("at")
            assert found[key] == expected(mark), key
            if isinstance(mark, Point):
                assert at == (middle(mark.day), middle(mark.day))
            elif isinstance(mark, Bar) and mark.start is not None:
                assert at == (mark.start.toordinal(), mark.end.toordinal() + 1)
            elif isinstance(mark, Bar):
                assert at == (middle(mark.end), middle(mark.end))

    @pytest.mark.parametrize("name", OVER_TIME)
    @pytest.mark.parametrize("width", [360, 960])
    def test_picture_marks_stand_where_the_figure_has_them(self, name: str, width: int) -> None:
        chart = examples.every()[name]
        drawing = read(to_svg(chart, width=width, height=360))
        scale = scales(chart, drawing)
        figure = figure_marks(to_plotly(chart))
        assert drawing.marks.keys() == figure.keys()
        for key, shape in drawing.marks.items():
            mark = figure[key]
            begin, end = sorted(map(scale.x, mark["at"]))
            left, top, right, bottom = box(shape, slice(1))
            if begin == end:
                x, y = centre(shape)
                assert x == pytest.approx(begin, abs=1)
                assert y == pytest.approx(scale.y(mark["top"]), abs=1.5)
            else:
                assert left == pytest.approx(begin, abs=1)
                assert right == pytest.approx(end, abs=1.6)
                assert top == pytest.approx(scale.y(mark["top"]), abs=1)
                assert bottom == pytest.approx(scale.y(mark["base"]), abs=1)
            _, highest, _, lowest = box(shape)
            low, high = (scale.y(number) for number in mark["reach"])
            hidden = 6  # a whisker that ends inside its marker is not drawn
            at = scale.y(mark["top"])
            assert lowest == pytest.approx(max(low, bottom), abs=1.6) or low - at <= hidden
            if mark["open"]:
                assert highest <= top - 4
                assert len(shape.strokes) > 1
            else:
                assert highest == pytest.approx(min(high, top), abs=1.6) or at - high <= hidden

    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_a_breakdown_reads_the_same(self, language: str) -> None:
        chart = examples.breakdown(language)
        drawing = read(to_svg(chart, width=900, height=400))
        figure = to_plotly(chart, width=900)
        marks = figure_marks(figure)
        # Grid lines stand at their numbers, zero at the axis; words may be moved in from the edge.
        grid, axis = (next(s for s in drawing.shapes if s.element.get("class") == name) for name in ("g", "x"))
        shown = [number for number in figure["layout"]["xaxis"]["tickvals"] if number]
        x = through((0, axis.spots[0][0]), (shown[-1], grid.strokes[-1][0][0]))
        assert [stroke[0][0] for stroke in grid.strokes] == [pytest.approx(x(number), abs=1) for number in shown]
        for key, shape in drawing.marks.items():
            left, _, right, _ = box(shape, slice(1))
            if isinstance(marks[key]["base"], int) and not (marks[key]["open"] and marks[key]["base"]):
                ends = sorted((x(marks[key]["base"]), x(marks[key]["top"])))
                assert [left, right] == pytest.approx(ends, abs=1)
        rows = sorted(drawing.marks, key=lambda key: centre(drawing.marks[key])[1])
        places = {
            key: y for t in figure["data"] if "customdata" in t for key, y in zip(t["customdata"], t["y"], strict=True)
        }
        assert rows == sorted(places, key=lambda key: places[key]) == [row.key for row in chart.categories]
        written = [bare(word.text) for word in drawing.words]
        drawn = [bare(unescape(a["text"])).replace("<br>", " ") for a in figure["layout"]["annotations"]]
        for row in chart.categories:
            assert row.printed in written
            assert row.printed in drawn
            assert row.name in " ".join(written)
            assert row.name in drawn

    @pytest.mark.parametrize("name", sorted(examples.every()))
    def test_the_figure_has_no_legend_of_its_own(self, name: str) -> None:
        assert to_plotly(examples.every()[name])["layout"]["showlegend"] is False

    @pytest.mark.parametrize("name", OVER_TIME)
    @pytest.mark.parametrize("width", [360, 900])
    def test_ticks_and_names_are_the_same(self, name: str, width: int) -> None:
        chart = examples.every()[name]
        drawing = read(to_svg(chart, width=width, height=360))
        figure = to_plotly(chart, width=width)
        below, beside = scales(chart, drawing).labels
        assert [bare(text) for text in figure["layout"]["xaxis"]["ticktext"]] == below
        assert sorted(map(bare, figure["layout"]["yaxis"]["ticktext"])) == sorted(beside)
        named = {t["name"] for t in figure["data"] if "customdata" in t}
        series: list[Line | Bars] = [*chart.lines, *chart.bars]
        assert {bare(unescape(text)) for text in named} == {one.name for one in series}
        written = " ".join(bare(word.text) for word in drawing.words)
        assert all(one.name in written for one in series)

    @pytest.mark.parametrize("name", OVER_TIME)
    def test_series_look_the_same(self, name: str) -> None:
        chart = examples.every()[name]
        root = read(to_svg(chart, width=900, height=360)).root
        series: list[Line | Bars] = [*chart.lines, *chart.bars]
        for one in series:
            look = STYLES[one.style]
            assert any(e.get("stroke") == look.colour for e in root.iter(f"{SVG}g"))
            stroke = [
                t["line"]["dash"]
                for t in to_plotly(chart)["data"]
                if t.get("legendgroup") == one.key and t.get("mode") == "lines" and "fill" not in t
            ]
            dashes = {e.get("stroke-dasharray", "") for e in root.iter(f"{SVG}path") if e.get("stroke-width") == "2"}
            for dash in stroke:
                assert dash == (",".join(f"{n}px" for n in look.dash) or "solid")
                assert " ".join(map(str, look.dash)) in dashes

    @pytest.mark.parametrize("name", ["totals", "stock", "growing", "arabic"])
    def test_lines_and_bands_run_alike(self, name: str) -> None:
        chart = examples.every()[name]
        drawing = read(to_svg(chart, width=900, height=400))
        scale = scales(chart, drawing)
        for trace in to_plotly(chart)["data"]:
            if trace.get("mode") != "lines":
                continue
            filled = "fill" in trace
            runs: list[list[tuple[float, float]]] = [[]]
            for day, number in zip(trace["x"], trace["y"], strict=True):
                if day is None:
                    runs.append([])
                else:
                    runs[-1].append((scale.x(day_of(day)), scale.y(number)))
            colour = trace["fillcolor"] if filled else trace["line"]["color"]
            strokes = [
                stroke
                for shape in drawing.shapes
                if shape.element.get("class") == ("b" if filled else None) and not shape.key
                for stroke in shape.strokes
            ]
            for run in runs:
                ends = (run[0], run[-1])
                near = [s for s in strokes if all(min(_gap(end, spot) for spot in s) <= 2 for end in ends)]
                assert near, (colour, ends)
                assert any(all(_along(spot, run, filled) for spot in s) for s in near), (colour, run)


def _gap(one: tuple[float, float], other: tuple[float, float]) -> float:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))


def _along(spot: tuple[float, float], run: list[tuple[float, float]], filled: bool) -> bool:
    """Whether a corner of the picture lies on the figure's path, whose corners turn as its shape says."""
    corners = list(run)
    if not filled:
        corners = [run[0]]
        for before, after in pairwise(run):
            corners += [(after[0], before[1]), after]
    return min(_gap(spot, corner) for corner in corners) <= 1.5


# --- The figure ------------------------------------------------------------------------------------------------------


class TestFigure:
    @EVERY
    def test_a_phone_can_scroll_past_it(self, chart: Chart) -> None:
        layout = to_plotly(chart)["layout"]
        assert layout["dragmode"] is False
        assert layout["xaxis"]["fixedrange"] is True
        assert layout["yaxis"]["fixedrange"] is True
        assert CONFIG["scrollZoom"] is False

    def test_nothing_is_sent_anywhere(self) -> None:
        assert CONFIG["showSendToCloud"] is False
        assert CONFIG["displaylogo"] is False

    @EVERY
    def test_only_what_the_basic_bundle_draws(self, chart: Chart) -> None:
        figure = to_plotly(chart, height=360)
        assert {trace["type"] for trace in figure["data"]} <= {"scatter", "bar"}
        assert figure["layout"]["height"] == 360
        assert "template" not in figure["layout"]
        assert figure["layout"]["paper_bgcolor"] == figure["layout"]["plot_bgcolor"] == "rgba(0,0,0,0)"

    @EVERY
    def test_attributes_are_known_to_plotly(self, chart: Chart) -> None:
        graph_objects = pytest.importorskip("plotly.graph_objects")
        # Raises on any attribute or value that the library's schema does not have.
        graph_objects.Figure(to_plotly(chart, height=360))

    def test_what_grows_has_a_band_and_no_line(self) -> None:
        line = examples.growing().lines[0]
        traces = [trace for trace in to_plotly(examples.growing())["data"] if trace.get("legendgroup") == line.key]
        assert [trace["mode"] for trace in traces if "fill" in trace] == ["lines"]
        assert not [trace for trace in traces if trace["mode"] == "lines" and "fill" not in trace]
        shapes = read(to_svg(examples.growing(), width=880, height=360)).shapes
        assert [
            shape.element.get("fill") for shape in shapes if shape.element.get("class") == "b" and not shape.key
        ] == [STYLES[line.style].colour]

    def test_parts_of_a_whole_stand_on_each_other(self) -> None:
        marks = figure_marks(to_plotly(examples.stacked()))
        assert (marks["n00"]["base"], marks["n00"]["top"]) == (0, 600)
        assert (marks["n10"]["base"], marks["n10"]["top"]) == (600, 800)
        assert (marks["n20"]["base"], marks["n20"]["top"]) == (800, 890)
        assert marks["e1"]["base"] == marks["n21"]["top"] == 340

    def test_zero_is_the_baseline(self) -> None:
        for name in OVER_TIME:
            assert to_plotly(examples.every()[name])["layout"]["yaxis"]["range"][0] == 0

    def test_markup_in_a_label_is_words(self) -> None:
        base = examples.running_totals()
        label = "<b>1</b> & <a href='x'>y</a>\nsecond"
        line = replace(base.lines[0], points=(replace(base.lines[0].points[0], label=label),))
        (trace,) = (t for t in to_plotly(replace(base, lines=(line,)))["data"] if "customdata" in t)
        assert trace["text"] == ["&lt;b&gt;1&lt;/b&gt; &amp; &lt;a href='x'&gt;y&lt;/a&gt;<br>second"]


class TestSpeed:
    @pytest.mark.parametrize("render", [lambda c: to_svg(c, width=880, height=360), to_plotly], ids=["svg", "plotly"])
    def test_sixty_points_take_milliseconds(self, render: Callable[[Chart], object]) -> None:
        chart = examples.running_totals(46)
        assert sum(len(line.points) for line in chart.lines) == 60
        taken = []
        for _ in range(15):
            begin = time.perf_counter()
            render(chart)
            taken.append(time.perf_counter() - begin)
        # About 1 ms; the best of several, so that a busy machine does not decide.
        assert min(taken) < 0.005


def test_span_of_a_chart_that_says_nothing() -> None:
    chart = replace(examples.empty(), x_start=None, x_end=None)
    assert span(chart) == Span(span(chart).start, span(chart).start + 1)
