"""A native chart on a slide: the library's chart of a table, with the looks of the pictures and bounds as error bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from dashboard.charts.chart import Chart
from dashboard.slides.bare import plain, workbook
from dashboard.slides.native import Form, Native, Series
from dashboard.theme import LIGHT, Shape, style

Place = tuple[int, int, int, int]
"""Left, top, width and height in the format's own units, of which 914,400 make an inch."""

EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets and charts."""

_DAYS, _NUMBERS = "d mmm yyyy", "#,##0"
"""How days and numbers are written by whoever opens the file, in the language of their system."""

_CHARTS = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def draw(page: Any, chart: Chart, table: Native, place: Place, *, mirrored: bool) -> None:
    """Put a chart on a slide, with its description for those who do not see it. `mirrored`: read from the right."""
    data, kind = _data(table)
    frame = page.shapes.add_chart(kind, *place, data)
    made = frame.chart
    made.part.chart_workbook.update_from_xlsx_blob(workbook(data))
    described = frame._element.nvGraphicFramePr.cNvPr
    described.set("name", plain(chart.id))
    described.set("descr", plain(chart.description))
    _frame(made, chart, table)
    _axes(made, chart, table, mirrored=mirrored)
    if table.form is not Form.MARKS:
        made.plots[0].gap_width = 60 if table.form is Form.ROWS else 40
        made.plots[0].overlap = 0 if table.form is Form.COLUMNS else 100
    for native, one in zip(made.plots[0].series, table.series, strict=True):
        _dress(native, one, table.form, mirrored=mirrored)


def _data(table: Native) -> tuple[Any, Any]:
    """What the library makes a chart and its workbook from, and which of its charts it is."""
    from pptx.chart import data as library
    from pptx.enum.chart import XL_CHART_TYPE

    made: Any
    if table.form is Form.MARKS:
        xy: Any = library.XyChartData
        made = xy(number_format=_DAYS)
        for one in table.series:
            added = made.add_series(plain(one.name), number_format=_NUMBERS)
            for day, value in zip(one.days, one.values, strict=True):
                added.add_data_point((day - EPOCH).days, value)
        return made, XL_CHART_TYPE.XY_SCATTER
    by_place: Any = library.CategoryChartData
    made = by_place(number_format=_NUMBERS)
    made.categories = [plain(place) for place in table.places]
    for one in table.series:
        made.add_series(plain(one.name), one.values)
    kinds = {
        Form.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
        Form.STACK: XL_CHART_TYPE.COLUMN_STACKED,
        Form.ROWS: XL_CHART_TYPE.BAR_CLUSTERED,
    }
    return made, kinds[table.form]


def _frame(made: Any, chart: Chart, table: Native) -> None:
    """No title, which the slide has; a legend where there is more than one thing to tell apart."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    made.has_title = False
    made.font.size = Pt(11)
    made.font.color.rgb = colour(LIGHT["ink"])
    made.has_legend = not chart.categories or len(table.series) > 1
    if made.has_legend:
        made.legend.position = XL_LEGEND_POSITION.BOTTOM
        made.legend.include_in_layout = False
        made.legend.font.size = Pt(10)


def _axes(made: Any, chart: Chart, table: Native, *, mirrored: bool) -> None:
    """Numbers from zero to the description's end, days as days."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION

    across, numbers = made.category_axis, made.value_axis
    numbers.minimum_scale, numbers.maximum_scale = 0, chart.y_end
    steps = [after.at - before.at for before, after in pairwise(chart.y_ticks)]
    if steps:
        numbers.major_unit = steps[0]
    numbers.tick_labels.number_format, numbers.tick_labels.number_format_is_linked = _NUMBERS, False
    numbers.has_major_gridlines = True
    numbers.major_gridlines.format.line.color.rgb = colour(LIGHT["grid"])
    for axis in (across, numbers):
        axis.format.line.color.rgb = colour(LIGHT["axis"])
    across.has_major_gridlines = False
    if table.form is Form.MARKS and chart.x_start and chart.x_end:
        across.minimum_scale, across.maximum_scale = (chart.x_start - EPOCH).days, (chart.x_end - EPOCH).days
        across.major_unit = max(-(-(chart.x_end - chart.x_start).days // 6), 1)
        across.tick_labels.number_format, across.tick_labels.number_format_is_linked = _DAYS, False
    if table.form is Form.ROWS:
        # Rows are counted from below; turned round the first stands on top, and the numbers are asked back down.
        across.reverse_order = True
        numbers.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        numbers.reverse_order = mirrored
    else:
        across.reverse_order = mirrored


# --- Looks of a series -----------------------------------------------------------------------------------------------


def _dress(made: Any, one: Series, form: Form, *, mirrored: bool) -> None:
    if form is Form.MARKS:
        _marks(made, one)
    else:
        _bars(made, one)
    _labels(made, one, form, mirrored=mirrored)
    if form is Form.MARKS:
        _error_bars(made, "x", one.holds, None, style(one.style).colour)
        _error_bars(made, "y", one.more, one.less, LIGHT["ink"])
    else:
        _error_bars(made, "", one.more, one.less, LIGHT["ink"])


def _marks(made: Any, one: Series) -> None:
    """Marks in the series' colour and shape, hollow where they are a lower end or replaced, dashes for bare bounds."""
    from pptx.enum.chart import XL_MARKER_STYLE

    shapes = {
        Shape.CIRCLE: XL_MARKER_STYLE.CIRCLE,
        Shape.SQUARE: XL_MARKER_STYLE.SQUARE,
        Shape.TRIANGLE_UP: XL_MARKER_STYLE.TRIANGLE,
        Shape.DIAMOND: XL_MARKER_STYLE.DIAMOND,
        # There is no triangle that points down.
        Shape.TRIANGLE_DOWN: XL_MARKER_STYLE.DOT,
        Shape.CROSS: XL_MARKER_STYLE.PLUS,
        Shape.X: XL_MARKER_STYLE.X,
        Shape.STAR: XL_MARKER_STYLE.STAR,
    }
    looks = style(one.style)
    made.format.line.fill.background()
    for marker, filled in [(made.marker, True), *((made.points[at].marker, False) for at in one.hollow)]:
        marker.style = XL_MARKER_STYLE.DASH if one.bound else shapes[looks.shape]
        marker.size = 9 if one.bound else 7
        marker.format.line.color.rgb = colour(looks.colour)
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = colour(looks.colour if filled else LIGHT["ground"])


def _bars(made: Any, one: Series) -> None:
    """Columns or bars in the series' colour, hollow where they are a lower end or replaced."""
    from pptx.util import Pt

    made.invert_if_negative = False
    own = colour(style(one.style).colour)
    made.format.fill.solid()
    made.format.fill.fore_color.rgb = own
    made.format.line.color.rgb = own
    for at in one.hollow:
        point = made.points[at].format
        point.fill.solid()
        point.fill.fore_color.rgb = colour(LIGHT["ground"])
        point.line.color.rgb = own
        point.line.width = Pt(1.25)


def _labels(made: Any, one: Series, form: Form, *, mirrored: bool) -> None:
    """Words beside points: their counts as printed, with the quantifier."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    before = XL_LABEL_POSITION.RIGHT if mirrored else XL_LABEL_POSITION.LEFT
    for at, text in one.labels:
        label = made.points[at].data_label
        label.text_frame.text = plain(text)
        font = label.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(11), True
        label.position = XL_LABEL_POSITION.OUTSIDE_END if form is Form.ROWS else before


def _error_bars(made: Any, along: str, more: Sequence[int], less: Sequence[int] | None, line: str) -> None:
    """Bars of given lengths at the points of a series, which the library cannot make by itself.

    `along` is x or y in a chart of marks; columns and bars have one direction and do not name it. `less` None: bars to
    one side, without a cap, which carry a number on. Where all lengths are zero there is nothing to draw.
    """
    if not any(more) and not any(less or ()):
        return
    from lxml import etree

    def chart_name(name: str) -> str:
        return f"{{{_CHARTS}}}{name}"

    parent = etree.Element(chart_name("errBars"), nsmap={"c": _CHARTS, "a": _DRAWING})
    said = {"errBarType": "plus" if less is None else "both", "errValType": "cust", "noEndCap": str(int(less is None))}
    for name, value in (({"errDir": along} if along else {}) | said).items():
        etree.SubElement(parent, chart_name(name), val=value)
    for name, lengths in (("plus", more), ("minus", less)):
        if lengths is None:
            continue
        literal = etree.SubElement(etree.SubElement(parent, chart_name(name)), chart_name("numLit"))
        etree.SubElement(literal, chart_name("formatCode")).text = "General"
        etree.SubElement(literal, chart_name("ptCount"), val=str(len(lengths)))
        for at, length in enumerate(lengths):
            point = etree.SubElement(literal, chart_name("pt"), idx=str(at))
            etree.SubElement(point, chart_name("v")).text = str(length)
    drawn = etree.SubElement(
        etree.SubElement(parent, chart_name("spPr")), f"{{{_DRAWING}}}ln", w="19050" if less is None else "12700"
    )
    fill = etree.SubElement(drawn, f"{{{_DRAWING}}}solidFill")
    etree.SubElement(fill, f"{{{_DRAWING}}}srgbClr", val=line.removeprefix("#").upper())
    # Where they stand among a series' children is fixed: before its numbers.
    numbers = next(child for child in made._element if etree.QName(child).localname in ("cat", "val", "xVal", "yVal"))
    numbers.addprevious(parent)


def colour(text: str) -> Any:
    """A `#rrggbb` colour as the library has it."""
    from pptx.dml.color import RGBColor

    made: Any = RGBColor
    return made.from_string(text.removeprefix("#").upper())
