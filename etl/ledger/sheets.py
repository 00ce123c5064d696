"""A CSV file as a spreadsheet or an editor saves it → columns of text with their row numbers."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.errors import Problem

_DELIMITERS = ",;\t"
# The line by which a spreadsheet tells others its delimiter.
_SAYS_DELIMITER = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a file, all of one length. `rows[i]` is the spreadsheet row of the i-th entry."""

    file: Path
    columns: dict[str, list[str]]
    rows: list[int]

    def column(self, name: str) -> list[str]:
        """The cells of a column; empty ones if the file leaves the column out."""
        return self.columns.get(name) or [""] * len(self.rows)


FREE_TEXT = frozenset({"quote"})
"""Columns whose cells are words of a report, in which places are counted: kept to the last space."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a CSV file is written: its `encoding`, the `mark` before its text, the line `says` that names the delimiter."""

    encoding: str
    mark: bytes
    says: str
    delimiter: str


def encoding_of(data: bytes) -> tuple[str, bytes]:
    """The encoding of a file in UTF-8 or UTF-16, and its byte order mark if it has one."""
    if data.startswith(b"\xff\xfe"):
        return "utf-16-le", data[:2]
    if data.startswith(b"\xfe\xff"):
        return "utf-16-be", data[:2]
    if data[1:2] == b"\0":
        return "utf-16-le", b""
    if data[:1] == b"\0":
        return "utf-16-be", b""
    return "utf-8", b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16, with or without a byte order mark.

    Raises UnicodeDecodeError when it is neither: other encodings look alike and would be a guess.
    """
    encoding, mark = encoding_of(data)
    return data[len(mark) :].decode(encoding)


def read_bytes(file: Path, required: Sequence[str], problems: list[Problem]) -> bytes | None:
    """What is in `file`; None, and the problem added, when there is no such file or it cannot be opened."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(file, 0, "", "no such file", f"make it with the columns {', '.join(required)}"))
    except OSError as error:
        found = f"a file that cannot be opened ({error.strerror})"
        problems.append(Problem(file, 0, "", found, "give it back its place and permissions"))
    return None


def read_text(
    file: Path, data: bytes, known: Sequence[str], required: Sequence[str], problems: list[Problem]
) -> tuple[Layout, str] | None:
    """How `data` is written, and its text after the line that names the delimiter, if it has one.

    None, and the problem added, for an encoding that cannot be read and for a file without text.
    """
    try:
        text = decode(data)
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is not {error.encoding.upper()}"
        problems.append(Problem(file, 0, "", found, "save the file as CSV in UTF-8"))
        return None
    if not text.strip():
        expected = f"begin it with a row of columns: {', '.join(required)}"
        problems.append(Problem(file, 0, "", "an empty file", expected))
        return None
    encoding, mark = encoding_of(data)
    if said := _SAYS_DELIMITER.match(text):
        return Layout(encoding, mark, said[0], said[1]), text[said.end() :]
    first_line = text.lstrip().partition("\n")[0].partition("\r")[0]
    delimiter = max(_DELIMITERS, key=lambda delimiter: _known_in(first_line, delimiter, known))
    return Layout(encoding, mark, "", delimiter), text


_LIMIT = threading.Lock()


def records_of(text: str, delimiter: str) -> Iterator[tuple[list[str], str]]:
    """The records of a CSV text, each with the text that it was read from. Raises csv.Error where the text is broken."""
    with _LIMIT:
        # One limit for the whole process: taken back, it would cut the cells of whoever reads at the same time.
        csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    before = 0
    for record in reader:
        yield record, "".join(lines[before : reader.line_num])
        before = reader.line_num


def read_sheet(
    file: Path, known: Sequence[str], required: Sequence[str], problems: list[Problem], data: bytes | None = None
) -> Sheet | None:
    """The columns of `file`; what is wrong with its form is added to `problems`.

    `known` are the columns that a file may have, `required` those it must have; `data`, when given, is read in place
    of what the file holds. None when there is nothing to read.
    """

    def wrong(row: int, column: str, found: str, expected: str) -> None:
        problems.append(Problem(file, row, column, found, expected))

    if data is None:
        data = read_bytes(file, required, problems)
    found = None if data is None else read_text(file, data, known, required, problems)
    if found is None:
        return None
    layout, text = found
    row = 1 if layout.says else 0
    delimiter = layout.delimiter
    rows: list[int] = []
    records: list[list[str]] = []
    header: list[str] = []
    header_row = 0
    try:
        for record, _ in records_of(text, delimiter):
            row += 1
            if not any(map(str.strip, record)):
                continue
            if not header:
                header, header_row = [name.strip() for name in record], row
                continue
            if len(record) > len(header) and any(map(str.strip, record[len(header) :])):
                extra = delimiter.join(record[len(header) :])
                wrong(row, "", f"more cells than columns ({extra!r})", f"put text that holds {delimiter!r} in quotes")
            records.append(record[: len(header)] + [""] * (len(header) - len(record)))
            rows.append(row)
    except csv.Error as error:
        wrong(row + 1, "", f"broken CSV ({error})", "check the quotes in this row")
        return None
    # A spreadsheet may save empty columns beside the table.
    while header and not header[-1] and not any(record[len(header) - 1].strip() for record in records):
        del header[-1]
    for name in sorted({name for name in header if header.count(name) > 1 and name}):
        wrong(header_row, name, "the column twice", "keep one of them")
    for name in header:
        if name not in known:
            wrong(header_row, name or "(no name)", "a column that is not known", f"use one of {', '.join(known)}")
    for name in required:
        if name not in header:
            wrong(header_row, name, "no such column", "add it; its cells may not be empty")
    columns: dict[str, list[str]] = {}
    for index, name in enumerate(header):
        cells = [record[index] for record in records]
        stripped = [cell.strip() for cell in cells]
        if name in FREE_TEXT:
            stripped = [cell if words else "" for cell, words in zip(cells, stripped, strict=True)]
        columns[name] = stripped
    return Sheet(file, columns, rows)


def _known_in(line: str, delimiter: str, known: Sequence[str]) -> int:
    names = next(csv.reader([line], delimiter=delimiter), [])
    return sum(name.strip() in known for name in names)
