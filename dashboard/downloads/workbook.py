"""A view as a workbook: its data, its sources, and notes on what was asked and how to read it. Pure.

Every text is written as a text: nothing is a formula, and only plain addresses are links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from dashboard.downloads.about import About, Taken, said_of_missing
from dashboard.downloads.columns import columns_of
from dashboard.downloads.frames import kind_of
from dashboard.locales import Words
from etl.model import Quantifier

_LONGEST = 32_767
"""Characters that a cell may hold."""
_MOST_LINKED = 2_000
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets disagree about days before, and have none before 1900."""

_WIDTHS = {"integer": 12, "date": 12, "boolean": 10}
_WIDEST, _NARROWEST = 44, 9


def to_xlsx(taken: Taken) -> bytes:
    """The workbook of a view, with the sheets data, sources and notes."""
    import xlsxwriter

    written = BytesIO()
    book = xlsxwriter.Workbook(
        written,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    about, words = taken.about, taken.request.words
    # A workbook has to say when it was made; the day whose knowledge it holds is the same each time.
    made = datetime.combine(about.known_on, time(), UTC)
    book.set_properties({"title": _text(about.title), "author": words("app.name"), "created": made})
    writing = _Writing(book, right_to_left=words.direction == "rtl")
    _data(writing, taken.frame)
    _sources(writing, words, about)
    _notes(writing, taken)
    book.close()
    return written.getvalue()


class _Writing:
    """Writes cells by what they hold, each kind in its look."""

    def __init__(self, book: Any, *, right_to_left: bool) -> None:
        self._book = book
        self._right_to_left = right_to_left
        self._looks = {
            "header": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
            "heading": book.add_format({"bold": True}),
            "integer": book.add_format({"num_format": "#,##0"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "string": None,
            "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
            "link": book.get_default_url_format(),
        }

    def sheet(self, name: str) -> Any:
        sheet = self._book.add_worksheet(name)
        if self._right_to_left:
            sheet.right_to_left()
        return sheet

    def text(self, sheet: Any, row: int, column: int, text: str, look: str = "string") -> None:
        if text:
            sheet.write_string(row, column, _text(text), self._looks[look])

    def value(self, sheet: Any, row: int, column: int, value: Any) -> None:
        """A number, a day or a text; nothing where it is missing."""
        if value is None or value is pd.NA or (isinstance(value, float) and value != value):
            return
        if isinstance(value, date) and value >= _FIRST_DAY:
            sheet.write_datetime(row, column, value, self._looks["date"])
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, str | date):
            self.text(sheet, row, column, str(value))
        else:
            sheet.write_number(row, column, int(value), self._looks["integer"])

    def link(self, sheet: Any, row: int, column: int, address: str) -> None:
        """An address, to follow if it is a plain one."""
        if _is_plain(address):
            sheet.write_url(row, column, address, self._looks["link"], address)
        else:
            self.text(sheet, row, column, address)

    def table(self, sheet: Any, names: Sequence[str], rows: Sequence[Sequence[Any]], links: Sequence[int] = ()) -> None:
        """A table with its header held in place, as wide as its texts, with filters."""
        for place, name in enumerate(names):
            self.text(sheet, 0, place, name, "header")
            longest = max((len(str(row[place] or "")) for row in rows), default=0)
            sheet.set_column(place, place, min(max(longest, len(name), _NARROWEST) + 1, _WIDEST))
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                if place in links:
                    self.link(sheet, number, place, value)
                else:
                    self.value(sheet, number, place, value)
        sheet.freeze_panes(1, 0)
        if names:
            sheet.autofilter(0, 0, max(len(rows), 1), len(names) - 1)


def _data(writing: _Writing, frame: pd.DataFrame) -> None:
    sheet = writing.sheet("data")
    columns = [[None if pd.isna(value) else value for value in frame[name]] for name in frame.columns]
    writing.table(sheet, list(frame.columns), list(zip(*columns, strict=True)))
    for place, name in enumerate(frame.columns):
        if kind_of(name) in _WIDTHS:
            sheet.set_column(place, place, max(_WIDTHS[kind_of(name)], len(name) + 2))


def _sources(writing: _Writing, words: Words, about: About) -> None:
    names = ("publisher", "title", "url", "published", "published_basis", "language", "licence", "retrieved")
    headings = [words("heading.report_id"), *(words(f"heading.{name}") for name in names)]
    headings += [words("data.figures"), words("heading.withheld")]
    rows = [
        [
            used.report.report_id,
            *(getattr(used.report, name) for name in names),
            " ".join(used.figure_ids),
            used.withheld,
        ]
        for used in about.used
    ]
    writing.table(writing.sheet("sources"), headings, rows, links=(headings.index(words("heading.url")),))


def _notes(writing: _Writing, taken: Taken) -> None:
    words, about = taken.request.words, taken.about
    sheet = writing.sheet("notes")
    for place, width in enumerate((30, 34, 90, 24)):
        sheet.set_column(place, place, width)
    row = 0

    def heading(text: str, *more: str) -> None:
        nonlocal row
        row += 1 if row else 0
        for place, part in enumerate((text, *more)):
            writing.text(sheet, row, place, part, "heading")
        row += 1

    def line(*parts: str) -> None:
        nonlocal row
        for place, part in enumerate(parts):
            writing.text(sheet, row, place, part, "wrapped")
        row += 1

    heading(about.title)
    heading(words("data.asked"))
    for one in about.filters:
        line(one.label, f"{one.name}={one.value}" if one.value else "", one.text)
    heading(words("data.knowledge"))
    line(words("control.as_of"), about.known_on.isoformat(), words.day(about.known_on))
    line(words("data.state"), about.state)
    for name, link in (
        (words("data.frozen"), about.frozen_link),
        (words("data.file"), about.frozen_file),
        (words("data.live"), about.live_link),
    ):
        writing.text(sheet, row, 0, name, "wrapped")
        writing.link(sheet, row, 2, link)
        row += 1
    heading(words("data.citation"))
    for part in chain((about.citation,), about.citation_long.splitlines()):
        line("", "", part)
    heading(words("data.missing"))
    for part in said_of_missing(words, about):
        line("", "", part)
    heading(words("data.rights"))
    for part in about.rights:
        line("", "", part)
    heading(words("data.bounds"))
    for place in (1, 2, 3):
        line("", "", words(f"data.bounds.{place}"))
    heading(words("data.column"), words("data.heading"), words("data.meaning"), words("column.unit"))
    for column in columns_of(words, "series", taken.frame.columns, taken.request.view.unit):
        line(column.name, column.title, column.meaning, column.unit)
    heading(words("data.quantifiers"))
    for quantifier in Quantifier:
        code = quantifier.value
        line(code, words(f"quantifier.{code}.name"), words(f"quantifier.{code}.rule"))
    heading(words("data.codes"))
    for name in ("kind", "basis", "precision", "flag", "obs_status"):
        for code in sorted(set(taken.frame[name].dropna())):
            line(name, code, words(f"{name}.{code}"))


def _text(text: str) -> str:
    """A text that a workbook can hold: without signs that XML does not have, and no longer than a cell."""
    text = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _is_plain(address: str) -> bool:
    """Whether an address leads to the web and holds nothing strange."""
    if not re.fullmatch(r"https?://[\w./:?=&%#~+,;@!$*()'-]+", address, re.ASCII) or len(address) > _MOST_LINKED:
        return False
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False
