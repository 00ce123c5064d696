"""Slides, read back by python-pptx and openpyxl: the chart's numbers are the view's, and nothing in the file runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation

from dashboard.briefing import briefing, sentence_text, to_text
from dashboard.charts.build import chart_of
from dashboard.charts.chart import Bar, Category, Chart, Line, Look, Point, Table
from dashboard.locales import Words, words
from dashboard.published import SituationData, Snapshot
from dashboard.request import Request
from dashboard.select import Asked, frozen, read_view, rows_of
from dashboard.slides import slide
from dashboard.slides.drawing import EPOCH
from dashboard.slides.native import Form, Native, native
from dashboard.theme import STYLES
from etl.model import Basis
from tests.dashboard.shipped import TODAY

SAID = words("en")
MIRRORED = Words("ar", words("en")._translations)
"""English words, told to be those of a language that is read from the right."""

BASE = "https://data.example.org"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
VIEWS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("enclave-exits", "", {}),
    ("enclave-exits", "cumulative", {"as_of": "2019-01-31"}),
    ("enclave-exits", "new", {}),
    ("enclave-exits", "new", {"source": "all", "phase": "all"}),
    ("enclave-exits", "nationality", {}),
    ("enclave-exits", "population", {"measure": "deaths"}),
    ("enclave-exits", "cumulative", {"basis": "reconciled"}),
    ("enclave-exits", "new", {"basis": "reconciled"}),
    ("enclave-exits", "new", {"basis": "reconciled", "by": "nationality"}),
    ("enclave-exits", "cumulative", {"basis": "both", "freq": "month"}),
    ("enclave-exits", "", {"measure": "deaths", "source": "all", "phase": "all"}),
    ("al-hol-camp", "", {}),
    ("al-hol-camp", "stock", {"source": "all"}),
    ("al-hol-camp", "nationality", {}),
    ("al-hol-camp", "new", {"measure": "returns", "source": "all"}),
)
"""A situation, a kind of chart, and the parameters of a view: every form that a native chart takes."""


def asked(data: SituationData, said: Words = SAID, /, **parameters: str) -> Request:
    found = read_view(data, parameters, ("en",))
    assert not found.refused
    return Request(data, found, said, TODAY, BASE)


def chart_shown(request: Request, kind: str) -> Chart:
    chart = chart_of(request.data, request.view, request.words, request.today, kind)
    assert chart is not None
    return chart


class Read:
    """A slide as its readers find it."""

    def __init__(self, file: bytes) -> None:
        self.presentation: Any = Presentation(BytesIO(file))
        (self.slide,) = self.presentation.slides
        self.frames = [shape for shape in self.slide.shapes if shape.has_chart]

    @property
    def chart(self) -> Any:
        (frame,) = self.frames
        return frame.chart

    @property
    def series(self) -> list[Any]:
        return list(self.chart.plots[0].series)

    @property
    def texts(self) -> list[str]:
        return [shape.text_frame.text for shape in self.slide.shapes if shape.has_text_frame]

    @property
    def notes(self) -> str:
        return str(self.slide.notes_slide.notes_text_frame.text)

    def sheet(self) -> Any:
        """The table behind the chart, as a spreadsheet shows it."""
        (sheet,) = openpyxl.load_workbook(BytesIO(self.chart.part.chart_workbook.xlsx_part.blob)).worksheets
        return sheet


def days_of(series: Any) -> list[date]:
    cached = series._element.findall(f"{C}xVal/{C}numRef/{C}numCache/{C}pt/{C}v")
    return [EPOCH + timedelta(days=int(value.text)) for value in cached]


def lengths(series: Any, direction: str, end: str) -> list[int]:
    """The lengths of a series' error bars in a direction to one end; nothing where it has none."""
    for bars in series._element.findall(f"{C}errBars"):
        along = bars.find(f"{C}errDir")
        if (along.get("val") if along is not None else "") == direction:
            return [int(value.text) for value in bars.findall(f"{C}{end}/{C}numLit/{C}pt/{C}v")]
    return []


def numbers_of(native_: Native) -> Iterator[tuple[str, list[float | None]]]:
    for one in native_.series:
        yield one.name, [None if value is None else float(value) for value in one.values]


class TestNumbers:
    @pytest.mark.parametrize(("name", "kind", "query"), VIEWS)
    def test_are_those_of_the_description(
        self, snapshot: Snapshot, name: str, kind: str, query: dict[str, str]
    ) -> None:
        request = asked(snapshot.situation(name), **query)
        chart = chart_shown(request, kind)
        table = native(chart, SAID, {})
        read = Read(slide(request, kind))
        found = [(one.name, [None if value is None else float(value) for value in one.values]) for one in read.series]
        assert found == list(numbers_of(table))
        if table.form is Form.MARKS:
            assert [days_of(one) for one in read.series] == [list(one.days) for one in table.series]
        else:
            assert list(read.chart.plots[0].categories) == list(table.places)
        for made, one in zip(read.series, table.series, strict=True):
            along = "y" if table.form is Form.MARKS else ""
            nothing = [0] * len(one.values)
            assert (lengths(made, along, "plus") or nothing) == list(one.more)
            assert (lengths(made, along, "minus") or nothing) == list(one.less)
            assert (lengths(made, "x", "plus") or nothing) == (list(one.holds) or nothing)

    @pytest.mark.parametrize(("name", "kind", "query"), VIEWS)
    def test_the_table_behind_them_says_the_same(
        self, snapshot: Snapshot, name: str, kind: str, query: dict[str, str]
    ) -> None:
        read = Read(slide(asked(snapshot.situation(name), **query), kind))
        sheet = read.sheet()
        for one in read.series:
            reference = one._element.find(f"{C}yVal/{C}numRef/{C}f")
            if reference is None:
                reference = one._element.find(f"{C}val/{C}numRef/{C}f")
            cells = [cell for row in sheet[reference.text.partition("!")[2].replace("$", "")] for cell in row]
            assert [cell.value for cell in cells] == [None if v is None else round(v) for v in one.values]
            header = one._element.find(f"{C}tx/{C}strRef/{C}f").text.partition("!")[2].replace("$", "")
            assert sheet[header].value == one.name

    def test_totals_are_the_rows_of_the_view(self, exits: SituationData) -> None:
        request = asked(exits, as_of="2019-01-31")
        read = Read(slide(request, "cumulative"))
        totals = {
            (row.interval_end, row.cumulative_point)
            for row in rows_of(exits, request.view)
            if row.basis is Basis.CUMULATIVE
        }
        found = {
            (day, round(value)) for one in read.series for day, value in zip(days_of(one), one.values, strict=True)
        }
        assert found == totals
        assert (date(2019, 1, 30), 36_250) in found

    def test_marked_by_the_count_that_the_sentence_tells(self, exits: SituationData) -> None:
        read = Read(slide(asked(exits, as_of="2019-01-31"), "cumulative"))
        labels = ["".join(one._element.xpath(".//c:dLbl//a:t/text()")) for one in read.series]
        assert [label for label in labels if label] == ["36,250 people"]

    def test_of_groups_stand_with_their_words(self, exits: SituationData) -> None:
        request = asked(exits)
        chart = chart_shown(request, "nationality")
        read = Read(slide(request, "nationality"))
        labels = [text for one in read.series for text in one._element.xpath(".//c:dLbl//a:t/text()")]
        assert sorted(labels) == sorted(row.printed for row in chart.categories)
        assert labels

    def test_begin_at_zero_and_end_where_the_picture_does(self, exits: SituationData) -> None:
        request = asked(exits)
        chart, read = chart_shown(request, ""), Read(slide(request))
        assert (read.chart.value_axis.minimum_scale, read.chart.value_axis.maximum_scale) == (0, chart.y_end)
        assert chart.x_start is not None
        assert chart.x_end is not None
        across = read.chart.category_axis
        assert (across.minimum_scale, across.maximum_scale) == (
            (chart.x_start - EPOCH).days,
            (chart.x_end - EPOCH).days,
        )


DAY = date(2019, 1, 1)


def described(**marks: Any) -> Chart:
    return Chart(
        id="cumulative",
        title="Exits",
        subtitle="",
        source_line="",
        note_line="",
        description="",
        language="en",
        table=Table((), ()),
        **marks,
    )


def point(day: int, value: int | None, lower: int, upper: int | None, look: Look = Look.PLAIN) -> Point:
    return Point(DAY + timedelta(days=day), value, lower, upper, f"f{day}", "", look)


class TestTable:
    """What a description becomes, without any format."""

    def test_what_has_no_number_has_none_here(self) -> None:
        line = Line("a", "SOHR", 0, (point(0, 10, 9, 11), point(4, None, 20, 30), point(9, None, 40, None)))
        table = native(described(lines=(line,)), SAID, {})
        assert [(one.name, one.values) for one in table.series] == [
            ("SOHR", (10,)),
            ("SOHR, at least", (20, 40)),
            ("SOHR, at most", (30,)),
        ]
        assert [one.days for one in table.series][1:] == [
            (DAY + timedelta(days=4), DAY + timedelta(days=9)),
            (DAY + timedelta(days=4),),
        ]

    def test_bounds_are_lengths_and_open_ends_are_none(self) -> None:
        line = Line("a", "SOHR", 0, (point(0, 10, 9, 12), point(3, 20, 20, None), point(5, 30, 30, 30)))
        (one,) = native(described(lines=(line,)), SAID, {"f3": "at least 20"}).series
        assert (one.less, one.more) == ((1, 0, 0), (2, 0, 0))
        assert one.hollow == (1,)
        assert one.labels == ((1, "at least 20"),)

    def test_a_number_holds_until_the_next_and_no_longer_than_it_may(self) -> None:
        points = (point(0, 10, 10, 10), point(3, 20, 20, 20), point(200, 30, 30, 30))
        joined = Line("a", "SOHR", 0, points)
        for line, holds in (
            (joined, (3, 197, 0)),
            (replace(joined, holds=92), (3, 0, 0)),
            (replace(joined, joined=False), (0, 0, 0)),
            (replace(joined, grows=True), (0, 0, 0)),
        ):
            (one,) = native(described(lines=(line,)), SAID, {}).series
            assert one.holds == holds

    def test_two_batches_of_the_same_days_stay_two(self) -> None:
        bars = chart_of_bars(bar(0, 0, 200), bar(0, 0, 2_700), bar(1, 3, 5))
        table = native(bars, SAID, {})
        assert table.places == ("1 Jan 2019", "1 Jan 2019", "2 Jan – 4 Jan 2019")
        assert [one.values for one in table.series] == [(200, 2_700, 5)]

    def test_an_interval_that_only_another_series_has_is_a_gap(self) -> None:
        from dashboard.charts.chart import Bars

        chart = described(bars=(Bars("a", "A", 0, (bar(0, 1, 5),)), Bars("b", "B", 1, (bar(2, 3, 7),))))
        assert [one.values for one in native(chart, SAID, {}).series] == [(5, None), (None, 7)]

    def test_a_range_without_a_number_reaches_from_its_lower_end(self) -> None:
        chart = chart_of_bars(replace(bar(0, 1, 0), value=None, lower=30, upper=80), bar(2, 2, 9))
        one, other = native(chart, SAID, {}).series
        assert (one.name, one.values) == ("A", (None, 9))
        assert (other.name, other.values, other.more, other.hollow) == ("A, at least", (30, None), (50, 0), (0,))

    def test_in_a_stack_the_open_part_stands_on_what_is_sure(self) -> None:
        from dashboard.charts.chart import Bars

        chart = described(
            bars=(
                Bars("a", "Iraq", 0, (bar(0, 6, 20),)),
                Bars("b", "Syria", 1, (replace(bar(0, 6, 10), base=20),)),
                Bars("c", "open", 7, (replace(bar(0, 6, 0), value=None, lower=30, upper=100),)),
            )
        )
        table = native(chart, SAID, {})
        assert table.form is Form.STACK
        assert [one.values for one in table.series] == [(20,), (10,), (70,)]
        assert sum(one.values[0] or 0 for one in table.series) == 100
        assert not any(one.more[0] or one.less[0] for one in table.series)


def bar(start: int, end: int, number: int) -> Bar:
    return Bar(DAY + timedelta(days=start), DAY + timedelta(days=end), number, number, number, "f", "")


def chart_of_bars(*bars: Bar) -> Chart:
    from dashboard.charts.chart import Bars

    return described(bars=(Bars("a", "A", 0, bars),))


class TestSlide:
    def test_says_what_the_briefing_says(self, exits: SituationData) -> None:
        request = asked(exits, as_of="2019-01-31")
        chart, told, read = chart_shown(request, ""), briefing(request), Read(slide(request))
        assert read.slide.shapes.title.text_frame.text == chart.title
        assert chart.subtitle.endswith("as known on 31 Jan 2019")
        for text in (chart.subtitle, sentence_text(told.sentences[0]), told.frozen):
            assert text in read.texts
        assert any(text.startswith(chart.source_line) for text in read.texts)
        assert (read.presentation.slide_width, read.presentation.slide_height) == (12_192_000, 6_858_000)

    def test_its_notes_hold_every_sentence_source_and_how_to_cite_it(self, exits: SituationData) -> None:
        request = asked(exits)
        told, read = briefing(request), Read(slide(request))
        assert read.notes == to_text(told).rstrip()
        for source in told.sources:
            assert source.reference in read.notes
        assert told.cite in read.notes

    def test_describes_the_chart_to_those_who_do_not_see_it(self, exits: SituationData) -> None:
        request = asked(exits)
        read = Read(slide(request))
        (frame,) = read.frames
        assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == chart_shown(request, "").description
        assert {run.get("lang") for run in read.slide._element.iter(f"{A}rPr")} == {"en"}

    def test_everything_has_its_place_on_the_page(self, snapshot: Snapshot) -> None:
        for name, kind, query in VIEWS[:8]:
            read = Read(slide(asked(snapshot.situation(name), **query), kind))
            placed = [(one.left, one.top, one.left + one.width, one.top + one.height) for one in read.slide.shapes]
            assert all(
                left >= 0 and top >= 0 and right <= 12_192_000 and bottom <= 6_858_000
                for left, top, right, bottom in placed
            )
            # Nothing lies over anything else, as far as boxes tell.
            for at, one in enumerate(placed):
                for other in placed[at + 1 :]:
                    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                    assert apart, (one, other)

    def test_long_words_are_set_smaller(self, exits: SituationData) -> None:
        def size(request: Request, kind: str) -> int:
            title = Read(slide(request, kind)).slide.shapes.title
            return int(title.text_frame.paragraphs[0].runs[0].font.size.pt)

        short, long = size(asked(exits), "cumulative"), size(asked(exits, measure="arrests_surrenders"), "population")
        assert (short, long < short) == (26, True)

    def test_without_a_chart_it_says_so(self, exits: SituationData) -> None:
        request = asked(exits, as_of="2000-01-01")
        read = Read(slide(request))
        assert read.frames == []
        assert "Nothing was reported for this choice." in read.texts

    def test_refuses_a_chart_that_the_view_has_not(self, exits: SituationData) -> None:
        with pytest.raises(LookupError, match="enclave-exits: found no chart 'stock' in this view"):
            slide(asked(exits), "stock")

    def test_is_mirrored_where_it_is_read_from_the_right(self, exits: SituationData) -> None:
        for kind in ("cumulative", "new", "nationality"):
            plain, mirrored = (Read(slide(asked(exits, said), kind)) for said in (SAID, MIRRORED))
            properties = list(mirrored.slide._element.iter(f"{A}pPr"))
            assert {(one.get("algn"), one.get("rtl")) for one in properties} == {("r", "1")}
            assert {one.get("rtl") for one in plain.slide._element.iter(f"{A}pPr")} == {"0"}
            (there,), (here,) = mirrored.frames, plain.frames
            assert there.left > here.left
            axis = there.chart.value_axis if kind == "nationality" else there.chart.category_axis
            usual = here.chart.value_axis if kind == "nationality" else here.chart.category_axis
            assert (axis.reverse_order, usual.reverse_order) == (True, False)

    def test_gives_every_style_of_the_pictures_a_mark_of_its_own(self) -> None:
        from dashboard.slides.drawing import draw

        presentation: Any = Presentation()
        page = presentation.slides.add_slide(presentation.slide_layouts[6])
        lines = tuple(Line(str(at), f"line {at}", at, (point(at, 5, 5, 5),)) for at in range(len(STYLES)))
        chart = described(lines=lines, x_start=DAY, x_end=DAY + timedelta(days=30), y_end=10)
        draw(page, chart, native(chart, SAID, {}), (0, 0, 914_400, 914_400), mirrored=False)
        (frame,) = [shape for shape in page.shapes if shape.has_chart]
        assert len({one.marker.style for one in frame.chart.plots[0].series}) == len(STYLES)


ORDER = {
    "ser": [
        "idx",
        "order",
        "tx",
        "spPr",
        "invertIfNegative",
        "marker",
        "dPt",
        "dLbls",
        "trendline",
        "errBars",
        "cat",
        "val",
        "xVal",
        "yVal",
        "smooth",
    ],
    "errBars": ["errDir", "errBarType", "errValType", "noEndCap", "plus", "minus", "val", "spPr"],
}
"""The order of children that the format prescribes (ECMA-376, part 1, dml-chart)."""


class TestFile:
    @pytest.mark.parametrize(("name", "kind", "query"), VIEWS)
    def test_is_the_same_twice_and_does_not_know_the_day(
        self, snapshot: Snapshot, name: str, kind: str, query: dict[str, str]
    ) -> None:
        request = asked(snapshot.situation(name), **query)
        data, view = frozen(request.data, request.view)
        request = Request(data, Asked(view, ()), SAID, data.frozen_on or TODAY, BASE)
        file = slide(request, kind)
        assert slide(request, kind) == file
        for archive in (file, embedded(file)):
            with ZipFile(BytesIO(archive)) as read:
                assert {entry.date_time for entry in read.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                core = read.read("docProps/core.xml").decode()
            assert set(re.findall(r"\d{4}-\d{2}-\d{2}T", core)) <= {f"{request.known_on}T", "1980-01-01T"}

    @pytest.mark.parametrize(("name", "kind", "query"), VIEWS)
    def test_has_its_parts_in_the_order_of_the_format(
        self, snapshot: Snapshot, name: str, kind: str, query: dict[str, str]
    ) -> None:
        read = Read(slide(asked(snapshot.situation(name), **query), kind))
        for tag, order in ORDER.items():
            for element in read.chart._chartSpace.iter(f"{C}{tag}"):
                names = [etree.QName(child).localname for child in element]
                assert names == sorted(names, key=order.index)

    def test_leads_nowhere_but_to_its_frozen_address_and_runs_nothing(self, exits: SituationData) -> None:
        request = asked(exits)
        file = slide(request)
        with ZipFile(BytesIO(file)) as archive:
            outside = []
            for name in archive.namelist():
                assert not re.search(r"vbaProject|\.bin$|\.jpe?g$|macro|activeX", name, re.IGNORECASE), name
                if name.endswith(".rels"):
                    tree = etree.fromstring(archive.read(name))
                    outside += [one.get("Target") for one in tree if one.get("TargetMode") == "External"]
        assert outside == [briefing(request).frozen]

    def test_names_that_look_like_formulas_or_markup_stay_names(self, exits: SituationData) -> None:
        hostile = '=HYPERLINK("http://x";"y")<c:v>\x07&'
        situation = exits.situation
        renamed = replace(
            situation.populations[0], names=replace(situation.populations[0].names, by_language=(("en", hostile),))
        )
        summary = replace(
            exits.summary, situation=replace(situation, populations=(renamed, *situation.populations[1:]))
        )
        request = asked(replace(exits, summary=summary))
        read = Read(slide(request, "population"))
        cells = [cell for row in read.sheet().iter_rows() for cell in row if cell.value is not None]
        found = [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
        assert found
        assert {cell.data_type for cell in found} == {"s"}
        assert not [cell for cell in cells if cell.hyperlink]
        assert any(str(place).startswith("=HYPERLINK") for place in read.chart.plots[0].categories)

    def test_of_a_breakdown_every_row_is_there(self, exits: SituationData) -> None:
        chart = chart_shown(asked(exits), "population")
        rows = tuple(
            replace(row, value=None, upper=None) if at == 0 else row for at, row in enumerate(chart.categories)
        )
        table = native(replace(chart, categories=rows), SAID, {})
        assert [sum(value is not None for value in one.values) for one in table.series] == [len(rows) - 1, 1]
        assert table.series[1].values[0] == rows[0].lower
        assert isinstance(rows[0], Category)


def embedded(file: bytes) -> bytes:
    """The workbook inside a presentation."""
    with ZipFile(BytesIO(file)) as archive:
        (name,) = [name for name in archive.namelist() if name.startswith("ppt/embeddings/")]
        return archive.read(name)
