"""A Word document (.docx) → its text: paragraphs and tables in the order of the body."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from etl.documents.document import FILE_PROPERTIES, Document, DocumentError

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document as WordDocument
    from docx.table import Table

MOST_UNPACKED = 200_000_000
"""Bytes. A few kilobytes can hold gigabytes of one letter; the archive's own list says so before any is unpacked."""


def read_word(data: bytes, name: str) -> Document:
    """The text of a .docx, a paragraph or a table's row a line. Raises DocumentError."""
    _refuse_bomb(data, name)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        body = "\n".join(_lines(document)).strip("\n")
        fields = _fields(document)
    except Exception as error:  # noqa: BLE001 - what a broken file makes the library stumble over is not foreseen
        found = f"is broken as a Word document ({type(error).__name__}); open it in Word and save it again, or its text"
        raise DocumentError(name, found) from None
    if not body.strip():
        found = "holds no text outside pictures and text boxes; name the report's text instead"
        raise DocumentError(name, found)
    return Document(name, fields, body, FILE_PROPERTIES if fields else "")


def _refuse_bomb(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        found = f"is broken as a .docx ({error}); open it in Word and save it again, or save its text"
        raise DocumentError(name, found) from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentError(name, "is locked with a password; save a copy without one, or its text")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED:
        found = f"unpacks to {unpacked:,} bytes, more than {MOST_UNPACKED:,}; save its text without pictures"
        raise DocumentError(name, found)


def _lines(document: WordDocument) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        else:
            yield block.text


def _rows(table: Table) -> Iterator[str]:
    """A row a line, its cells apart by bars. A cell that spans several stands once."""
    for row in table.rows:
        cells: list[str] = []
        before = None
        for cell in row.cells:
            # The library gives a cell as often as it spans; its element is the same.
            if cell._tc is before:
                continue
            before = cell._tc
            cells.append(" ".join(cell.text.split()))
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield " | ".join(cells)


def _fields(document: WordDocument) -> dict[str, str]:
    properties = document.core_properties
    language = (properties.language or "").partition("-")[0].lower()
    said = {
        "title": properties.title or "",
        "language": language if len(language) in (2, 3) and language.isalpha() else "",
        "created": _day(properties.created),
        "modified": _day(properties.modified),
    }
    return {key: " ".join(value.split()) for key, value in said.items() if value.strip()}


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""
