"""A CSV file as a spreadsheet or an editor saves it → columns of text with their row numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
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


_FREE_TEXT = frozenset({"text", "quote"})
"""Columns whose cells are words of a report, in which places are counted: kept to the last space."""


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16, with or without a byte order mark.

    Raises UnicodeDecodeError when it is neither: other encodings look alike and would be a guess.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if data[1:2] == b"\0":
        return data.decode("utf-16-le")
    if data[:1] == b"\0":
        return data.decode("utf-16-be")
    return data.decode("utf-8-sig")


def read_sheet(file: Path, known: Sequence[str], required: Sequence[str], problems: list[Problem]) -> Sheet | None:
    """The columns of `file`; what is wrong with its form is added to `problems`.

    `known` are the columns that a file may have, `required` those it must have. None when there is nothing to read.
    """

    def wrong(row: int, column: str, found: str, expected: str) -> None:
        problems.append(Problem(file, row, column, found, expected))

    try:
        text = decode(file.read_bytes())
    except FileNotFoundError:
        wrong(0, "", "no such file", f"make it with the columns {', '.join(required)}")
        return None
    except OSError as error:
        wrong(0, "", f"a file that cannot be opened ({error.strerror})", "give it back its place and permissions")
        return None
    except UnicodeDecodeError as error:
        wrong(0, "", f"byte {error.start} is not {error.encoding.upper()}", "save the file as CSV in UTF-8")
        return None
    if not text.strip():
        wrong(0, "", "an empty file", f"begin it with a row of columns: {', '.join(required)}")
        return None
    row = 0
    said = _SAYS_DELIMITER.match(text)
    if said is not None:
        row, text = 1, text[said.end() :]
    first_line = text.lstrip().partition("\n")[0].partition("\r")[0]
    delimiter = said[1] if said else max(_DELIMITERS, key=lambda mark: _known_in(first_line, mark, known))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[int] = []
    records: list[list[str]] = []
    header: list[str] = []
    header_row = 0
    longest = csv.field_size_limit(len(text) + 1)
    try:
        for record in reader:
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
    finally:
        csv.field_size_limit(longest)
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
        if name in _FREE_TEXT:
            stripped = [cell if words else "" for cell, words in zip(cells, stripped, strict=True)]
        columns[name] = stripped
    return Sheet(file, columns, rows)


def _known_in(line: str, delimiter: str, known: Sequence[str]) -> int:
    names = next(csv.reader([line], delimiter=delimiter), [])
    return sum(name.strip() in known for name in names)
