"""What keeps a file the same: no times in it, no text that its format cannot hold, nothing that could be run."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from dashboard.citations.entries import HOUSE, clean

_NEW_YEAR_1980 = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can tell: every entry has it, so that nothing in the file tells the time."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """A text on one line that XML can hold."""
    return xml_text(clean(text))


def xml_text(text: str) -> str:
    """A text without the characters that XML has no way to hold."""
    return _NOT_XML.sub("", text)


def timeless(file: bytes) -> bytes:
    """The same ZIP file with entries in order of their names, the table of contents first, and without times."""
    stream = BytesIO()
    with ZipFile(BytesIO(file)) as read, ZipFile(stream, "w", ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = ZipInfo(name, _NEW_YEAR_1980)
            entry.compress_type = ZIP_DEFLATED
            # Otherwise it tells on which system the file was made.
            entry.create_system = 0
            entry.external_attr = 0
            written.writestr(entry, read.read(name))
    return stream.getvalue()


def workbook(data: Any) -> bytes:
    """The table behind a native chart, as the library lays it out, but for names: whatever they hold stays text.

    The library's own would take a name that begins with an equals sign for a formula, and would tell the time.
    """
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    book.set_properties({"author": HOUSE, "created": datetime(*_NEW_YEAR_1980, tzinfo=UTC)})
    data._workbook_writer._populate_worksheet(book, book.add_worksheet())
    book.close()
    return timeless(stream.getvalue())
