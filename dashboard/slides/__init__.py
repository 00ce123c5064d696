"""A chart of a view as a slide: a native chart whose numbers stay editable, what it says, and where it comes from.

The chart is made from the same description as the picture and the table, so its numbers are the view's. Pure: the same
request gives the same bytes. The library that writes the format is imported when a slide is first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from dashboard.briefing import Briefing, briefing, sentence_text, to_text
from dashboard.charts.build import chart_of
from dashboard.charts.chart import Chart
from dashboard.citations.entries import HOUSE
from dashboard.request import Request
from dashboard.slides.bare import plain, timeless, xml_text
from dashboard.slides.drawing import Place, colour, draw
from dashboard.slides.native import native
from dashboard.theme import LIGHT, wrap
from dashboard.wording import as_printed

__all__ = ["slide"]

_WIDTH, _HEIGHT = 12_192_000, 6_858_000
"""16:9, in the format's own units, of which 914,400 make an inch."""

_EDGE, _GAP = 457_200, 200_000
_BESIDE = 3_400_000
"""Width of what is said beside the chart."""

_TITLE_ONLY = 5
"""The layout of the template that has a title and nothing else."""

_PIXEL = 9_525
"""Of the 96 to an inch in which the theme knows how wide letters are."""

_INSET = 10
"""Pixels that a text keeps from the sides of its box; half as many from above and below."""


def slide(request: Request, kind: str = "") -> bytes:
    """A PowerPoint file of one slide with the view's chart of a kind (empty: its first).

    Raises LookupError when the view has no chart of that kind.
    """
    from pptx import Presentation

    request = request.with_view(replace(request.view, figure=""))
    chart = chart_of(request.data, request.view, request.words, request.today, kind)
    if chart is None:
        raise LookupError(
            f"{request.view.situation}: found no chart {kind!r} in this view; its page shows those it has"
        )
    told = briefing(request)
    presentation = Presentation()
    _widen(presentation)
    _without_leftovers(presentation)
    _describe(presentation, chart, told)
    page = presentation.slides.add_slide(presentation.slide_layouts[_TITLE_ONLY])
    _Slide(page, request, chart, told).fill()
    stream = BytesIO()
    presentation.save(stream)
    return timeless(stream.getvalue())


def _widen(presentation: Any) -> None:
    """The template is 4:3. Its layouts are widened with the page, so that slides added later fit it too."""
    share = _WIDTH / presentation.slide_width
    presentation.slide_width, presentation.slide_height = _WIDTH, _HEIGHT
    for holder in (presentation.slide_master, *presentation.slide_layouts):
        for shape in holder.placeholders:
            # A shape without a place of its own has its master's.
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * share), round(shape.width * share)


def _without_leftovers(presentation: Any) -> None:
    """The template's preview, which shows another slide, and the settings of somebody's printer."""
    for part in (presentation.part.package, presentation.part):
        names = [name for name, rel in part._rels.items() if rel.reltype.endswith(("/thumbnail", "/printerSettings"))]
        for name in names:
            part._rels.pop(name)


def _describe(presentation: Any, chart: Chart, told: Briefing) -> None:
    """The file's properties. Its day is the one whose knowledge it shows."""
    properties = presentation.core_properties
    properties.title = plain(chart.title)[:255]
    properties.subject = plain(chart.subtitle)[:255]
    properties.author = properties.last_modified_by = HOUSE
    properties.language = told.words.language
    properties.version = told.state
    properties.comments = ""
    properties.revision = 1
    properties.created = properties.modified = datetime.combine(told.known_on, time(), UTC)


class _Slide:
    """One slide being filled. In a language that is read from the right it is mirrored."""

    def __init__(self, page: Any, request: Request, chart: Chart, told: Briefing) -> None:
        self._page = page
        self._request = request
        self._chart = chart
        self._told = told
        self._rtl = request.words.direction == "rtl"

    def fill(self) -> None:
        """Title, subtitle, chart, the first sentence beside it, source and note, the frozen address, the notes page."""
        words, chart, told = self._request.words, self._chart, self._told
        whole = _WIDTH - 2 * _EDGE
        wide = whole - _BESIDE - _GAP
        at, beside = (_EDGE + _BESIDE + _GAP, _EDGE) if self._rtl else (_EDGE, _EDGE + wide + _GAP)
        title = self._page.shapes.title
        title.left, title.top, title.width, title.height = _EDGE, 228_600, whole, 600_000
        self._write(title.text_frame, [chart.title], size=_fitting([chart.title], whole, 600_000, 26), bold=True)
        self._text([chart.subtitle], (_EDGE, 850_000, whole, 420_000), size=14, tone="muted")
        place = (at, 1_330_000, wide, 4_270_000)
        note = ""
        if chart.is_empty:
            self._text([chart.empty], place, size=16)
        else:
            table = native(chart, words, self._named())
            draw(self._page, chart, table, place, mirrored=self._rtl)
            note = words(f"slide.{table.form.value}")
        said = sentence_text(told.sentences[0]) if told.sentences else told.empty
        self._text([said], (beside, 1_330_000, _BESIDE, 4_270_000), size=16)
        self._text([chart.source_line, note], (_EDGE, 5_620_000, whole, 800_000), size=9, tone="muted")
        self._text([told.frozen], (_EDGE, 6_430_000, whole, 300_000), size=9, tone="muted", link=told.frozen)
        self._write(self._page.notes_slide.notes_text_frame, to_text(told).rstrip().split("\n"))

    def _named(self) -> dict[str, str]:
        """The mark that carries its count in words, by its key: the figure that the first sentence tells."""
        figure_ids = next((one.figure_ids for one in self._told.sentences if one.figure_ids), ())
        return {
            figure_id: as_printed(self._request.words, self._request.data.figures[figure_id])
            for figure_id in figure_ids[:1]
        }

    def _text(self, lines: Sequence[str], place: Place, *, size: int, tone: str = "ink", link: str = "") -> None:
        """Lines in a box of their own, in `size` points or as many as the box has room for."""
        lines = [line for line in lines if line]
        if not lines:
            return
        frame = self._page.shapes.add_textbox(*place).text_frame
        frame.word_wrap = True
        self._write(frame, lines, size=_fitting(lines, place[2], place[3], size), tone=tone, link=link)

    def _write(
        self,
        frame: Any,
        lines: Sequence[str],
        *,
        size: int = 0,
        tone: str = "ink",
        bold: bool | None = None,
        link: str = "",
    ) -> None:
        """Lines as paragraphs in the slide's language and direction. `size` in points; 0: that of the frame."""
        from pptx.util import Pt

        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            properties = paragraph._p.get_or_add_pPr()
            properties.set("algn", "r" if self._rtl else "l")
            properties.set("rtl", str(int(self._rtl)))
            run = paragraph.add_run()
            run.text = xml_text(line)
            run._r.get_or_add_rPr().set("lang", self._told.words.language)
            run.font.bold = bold
            if size:
                run.font.size = Pt(size)
                run.font.color.rgb = colour(LIGHT[tone])
            if link:
                run.hyperlink.address = link


def _fitting(lines: Sequence[str], width: int, height: int, size: int) -> int:
    """The size in points, at most `size`, in which paragraphs fit into a box; 8 where not even that does."""
    across, down = width / _PIXEL - 2 * _INSET, height / _PIXEL - _INSET
    for points in range(size, 8, -1):
        pixels = points * 96 / 72
        if sum(len(wrap(line, across, pixels, most=99)) for line in lines) * pixels * 1.2 <= down:
            return points
    return 8
