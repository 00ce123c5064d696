"""Rows into a ledger's table, with nothing else in the file changed.

A ledger is kept in version control and opened in spreadsheets, so a change touches the rows that it is about and no
other: what other rows hold stays byte for byte, and with it encoding, byte order mark, delimiter, line ends, quoting
and whether the last line ends. New rows are written as their neighbours are.

A row may need a column that the header lacks. The header then gets its name at the end; rows that stop short of it
stay as they are and stay valid, for cells that a row leaves out are empty.

Words are kept as they are, also those that a spreadsheet would take for a formula ("+350", "=…"): a ledger says what a
report says. Whoever opens one in a spreadsheet imports it as text.

A writer holds the folder's lock, writes beside the table and then takes its place in one step, so that a reader sees
the old table or the new one and a writer that dies leaves the old one.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from etl.errors import LedgerError, NotFoundError, Problem, WaymarkError
from etl.ledger.folder import FIGURE_COLUMNS, FIGURE_REQUIRED, REPORT_COLUMNS, REPORT_REQUIRED
from etl.ledger.sheets import FREE_TEXT, Layout, read_bytes, read_text, records_of

LOCK = ".waymark.lock"
"""The lock of a situation's folder. The system frees it when its holder ends; the file itself means nothing."""
_PATIENCE = 30.0
"""Seconds to wait for another writer. A write takes milliseconds."""
_TABLES = {"figures.csv": (FIGURE_COLUMNS, FIGURE_REQUIRED), "reports.csv": (REPORT_COLUMNS, REPORT_REQUIRED)}
_LINE_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_NEIGHBOURS = 50
"""How many rows are looked at to learn how a column is quoted."""


@dataclass(frozen=True, slots=True)
class Add:
    """A row with these cells, after the last one of its report, else at the end of the table.

    `after` names the row that it follows instead, if that is there; `raw` is a record as it stood in the file before,
    put back as it was.
    """

    cells: Mapping[str, str]
    after: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Replace:
    """Other cells in the row whose `key_column` says `key`; what is not named keeps its bytes.

    With `raw` the whole record is put back as it stood in the file before.
    """

    key_column: str
    key: str
    cells: Mapping[str, str]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Remove:
    """The row whose `key_column` says `key` leaves the table."""

    key_column: str
    key: str


Edit = Add | Replace | Remove


def add_row(file: Path, cells: Mapping[str, str]) -> None:
    """Adds one row to `file`, a ledger's figures.csv or reports.csv; see `edit_rows`."""
    edit_rows(file, [Add(cells)])


def replace_row(file: Path, key_column: str, key: str, cells: Mapping[str, str]) -> None:
    """Writes the named cells of the row whose `key_column` says `key`; see `edit_rows`."""
    edit_rows(file, [Replace(key_column, key, cells)])


def remove_row(file: Path, key_column: str, key: str) -> None:
    """Takes the row whose `key_column` says `key` out of `file`; see `edit_rows`."""
    edit_rows(file, [Remove(key_column, key)])


def edit_rows(file: Path, edits: Sequence[Edit]) -> None:
    """Does all `edits` in one step, or none of them.

    Cells are written as texts, as the ledger would hold them; whether they can be read as meant is not looked at.
    Raises LedgerError for a table that cannot be read, a column that is not known and an id that is there already,
    NotFoundError for a row that is not there, WaymarkError when another writer holds the ledger for too long.
    """
    with locked(file.parent):
        table = Table.read(file)
        for edit in edits:
            table.edit(edit)
        replace_file(file, table.to_bytes())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps other writers out of a situation's folder. Not to be entered twice by one thread.

    Raises WaymarkError when another writer does not let go, and for a folder that cannot be written.
    """
    lock = FileLock(folder / LOCK, timeout=_PATIENCE)
    try:
        lock.acquire(poll_interval=0.01)
    except Timeout:
        told = f"{folder}: another program has been writing here for {_PATIENCE:.0f} seconds; wait for it, or end it"
        raise WaymarkError(told) from None
    except OSError as error:
        told = f"{folder}: found a folder that cannot be written ({error.strerror}); give it permissions"
        raise WaymarkError(told) from error
    try:
        yield
    finally:
        lock.release()


def replace_file(file: Path, data: bytes) -> None:
    """Puts `data` in the place of what `file` holds, in one step. A link stays a link."""
    target = file.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        written.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o644)
        written.replace(target)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise


@dataclass(slots=True)
class _Record:
    """One record: its cells, the text it stands in, and how that text ends ("" at the end of a file without one)."""

    cells: list[str]
    text: str
    end: str

    @property
    def blank(self) -> bool:
        return not any(map(str.strip, self.cells))


class Table:
    """A ledger's table as its file holds it, record by record. What is not edited is written back as it was."""

    def __init__(self, file: Path, layout: Layout, records: list[_Record]) -> None:
        self._file = file
        self._layout = layout
        self._records = records
        self._header = next(index for index, record in enumerate(records) if not record.blank)
        self._names = [name.strip() for name in records[self._header].cells]
        self._known, required = _TABLES[file.name]
        self._key = required[0]
        for name in required:
            if name not in self._names:
                problem = Problem(file, 1, name, "no such column", "add it; its cells may not be empty")
                raise LedgerError([problem])
        self._places: dict[str, int] | None = None  # Where each id stands; None once rows have moved.
        self._cell = re.compile(rf'"[^"]*(?:""[^"]*)*"|[^{re.escape(layout.delimiter)}]*', re.DOTALL)

    @classmethod
    def read(cls, file: Path) -> Table:
        """The table in `file`. Raises LedgerError where its form cannot be read."""
        problems: list[Problem] = []
        if file.name not in _TABLES:
            problems.append(Problem(file, 0, "", "no table of a ledger", f"name {' or '.join(sorted(_TABLES))}"))
            raise LedgerError(problems)
        known, required = _TABLES[file.name]
        data = read_bytes(file, required, problems)
        found = None if data is None else read_text(file, data, known, required, problems)
        if found is None:
            raise LedgerError(problems)
        layout, text = found
        records: list[_Record] = []
        try:
            for cells, raw in records_of(text, layout.delimiter):
                ended = _LINE_END.search(raw)
                end = ended[0] if ended else ""
                records.append(_Record(cells, raw[: len(raw) - len(end)], end))
        except csv.Error as error:
            row = len(records) + bool(layout.says) + 1
            problem = Problem(file, row, "", f"broken CSV ({error})", "check the quotes in this row")
            raise LedgerError([problem]) from None
        return cls(file, layout, records)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the header names."""
        return tuple(name for name in self._names if name)

    def to_bytes(self) -> bytes:
        """The file. Raises LedgerError for text that no file in its encoding can hold."""
        text = self._layout.says + "".join(record.text + record.end for record in self._records)
        return self._layout.mark + text.encode(self._layout.encoding)

    def row(self, key: str) -> dict[str, str] | None:
        """What the row with the id `key` says, by column; empty cells are left out. None: no such row."""
        index = self._find(self._key, key)
        return None if index is None else self._said(self._records[index])

    def raw(self, key: str) -> str:
        """The record with the id `key` as it stands in the file, without its line's end."""
        return self._records[self._index_of(self._key, key)].text

    def row_before(self, key: str) -> str:
        """The id of the row before the one with the id `key`; empty for the first."""
        rows = [self._value(record, self._key) for record in self._rows()]
        index = rows.index(key)
        return rows[index - 1] if index else ""

    def rows(self) -> list[dict[str, str]]:
        """What every row says, by column; empty cells are left out."""
        return [self._said(record) for record in self._rows()]

    def edit(self, edit: Edit) -> None:
        """Does one edit. Raises as `edit_rows` does, and then leaves the table as it was."""
        try:
            match edit:
                case Add():
                    self._add(edit)
                case Replace():
                    self._replace(edit)
                case Remove():
                    self._remove(edit)
        finally:
            if not isinstance(edit, Replace) or edit.raw or self._key in edit.cells:
                self._places = None

    # Looking

    def _rows(self) -> list[_Record]:
        return [record for record in self._records[self._header + 1 :] if not record.blank]

    def _value(self, record: _Record, column: str) -> str:
        index = self._names.index(column) if column in self._names else -1
        cell = record.cells[index] if 0 <= index < len(record.cells) else ""
        return _clean(column, cell)

    def _said(self, record: _Record) -> dict[str, str]:
        values = {name: self._value(record, name) for name in self.columns}
        return {name: value for name, value in values.items() if value}

    def _find(self, column: str, key: str) -> int | None:
        if column == self._key:
            if self._places is None:
                indices = range(len(self._records) - 1, self._header, -1)
                self._places = {self._value(self._records[index], column): index for index in indices}
                self._places.pop("", None)
            return self._places.get(key)
        for index, record in enumerate(self._records[self._header + 1 :], start=self._header + 1):
            if not record.blank and self._value(record, column) == key:
                return index
        return None

    def _index_of(self, column: str, key: str) -> int:
        if column not in self._known:
            raise LedgerError([self._problem(column, "a column that is not known", self._use_one_of())])
        index = self._find(column, key)
        if index is None:
            raise NotFoundError(f"{self._file}: found no row whose {column} is {key!r}; read the table again")
        return index

    def _problem(self, column: str, found: str, expected: str) -> Problem:
        return Problem(self._file, 0, column, found, expected)

    def _use_one_of(self) -> str:
        return f"use one of {', '.join(self._known)}"

    # Editing

    def _add(self, edit: Add) -> None:
        key = edit.cells.get(self._key, "").strip()
        if not key:
            raise LedgerError([self._problem(self._key, "a new row without one", "fill it; every row needs one")])
        if self._find(self._key, key) is not None:
            found = f"{key!r}, which a row has already"
            raise LedgerError([self._problem(self._key, found, "give each row an id of its own")])
        self._refuse_unwritable(edit.cells)
        self._widen(edit.cells)
        after = self._place_for(edit)
        if edit.raw:
            text = edit.raw
        else:
            values = [_clean(name, edit.cells.get(name, "")) if name else "" for name in self._names]
            text = self._layout.delimiter.join(
                self._written(value, column, after) for column, value in enumerate(values)
            )
        before = self._records[after]
        end = before.end or self._line_end()
        new = _Record(self._parsed(text), text, end if before.end else "")
        before.end = end
        self._records.insert(after + 1, new)

    def _place_for(self, edit: Add) -> int:
        """The index of the record that a new row follows."""
        if edit.after and (index := self._find(self._key, edit.after)) is not None:
            return index
        rows = [index for index in range(self._header, len(self._records)) if not self._records[index].blank]
        if self._key != "report_id":
            report = edit.cells.get("report_id", "").strip()
            same = [index for index in rows[1:] if self._value(self._records[index], "report_id") == report]
            return same[-1] if same else rows[-1]
        return rows[-1]

    def _replace(self, edit: Replace) -> None:
        index = self._index_of(edit.key_column, edit.key)
        record = self._records[index]
        if edit.raw:
            self._records[index] = _Record(self._parsed(edit.raw), edit.raw, record.end)
            return
        self._refuse_unwritable(edit.cells)
        own = self._value(record, self._key)
        other = edit.cells.get(self._key, own).strip()
        if other != own and (not other or self._find(self._key, other) is not None):
            found = f"{other!r}, which a row has already" if other else "an empty cell"
            raise LedgerError([self._problem(self._key, found, "give each row an id of its own")])
        self._widen(edit.cells)
        written = self._pieces(record.text)
        for name, cell in edit.cells.items():
            value = _clean(name, cell)
            if name not in self._names or value == self._value(record, name):
                continue
            column = self._names.index(name)
            written += [""] * (column + 1 - len(written))
            written[column] = self._written(value, column, index)
        text = self._layout.delimiter.join(written)
        self._records[index] = _Record(self._parsed(text), text, record.end)

    def _remove(self, edit: Remove) -> None:
        index = self._index_of(edit.key_column, edit.key)
        gone = self._records.pop(index)
        if not gone.end:
            self._records[index - 1].end = ""

    def _refuse_unwritable(self, cells: Mapping[str, str]) -> None:
        problems = [
            self._problem(name, "a column that is not known", self._use_one_of())
            for name in cells
            if name not in self._known
        ]
        for name, cell in cells.items():
            try:
                cell.encode(self._layout.encoding)
            except UnicodeEncodeError as error:
                found = f"half of a character ({cell[error.start]!r})"
                problems.append(self._problem(name, found, "leave it out; no file can hold it"))
        if problems:
            raise LedgerError(problems)

    def _widen(self, cells: Mapping[str, str]) -> None:
        """Gives the header the columns that `cells` fill and that it lacks, in the ledger's order."""
        for name in self._known:
            if name in self._names or not _clean(name, cells.get(name, "")):
                continue
            header = self._records[self._header]
            pieces = self._pieces(header.text)
            spare = len(self._names)
            while spare and not self._names[spare - 1]:
                spare -= 1
            quoted = self._written(name, 0, self._header)
            if spare < len(self._names):
                # A spreadsheet saved empty columns beside the table: the first of them gets the name.
                pieces[spare], self._names[spare] = quoted, name
            else:
                pieces.append(quoted)
                self._names.append(name)
            text = self._layout.delimiter.join(pieces)
            self._records[self._header] = _Record(self._parsed(text), text, header.end)

    # Writing

    def _pieces(self, text: str) -> list[str]:
        """The cells of a record as they are written, quotes included."""
        pieces: list[str] = []
        at = 0
        while True:
            match = self._cell.match(text, at)
            assert match is not None  # the pattern matches the empty text
            pieces.append(match[0])
            if match.end() >= len(text):
                return pieces
            at = match.end() + 1

    def _parsed(self, text: str) -> list[str]:
        return next((cells for cells, _ in records_of(text, self._layout.delimiter)), [])

    def _needs_quotes(self, value: str) -> bool:
        return any(mark in value for mark in (self._layout.delimiter, '"', "\n", "\r"))

    def _written(self, value: str, column: int, near: int) -> str:
        """A cell as the rows before `near` would write it."""
        if self._needs_quotes(value) or self._quotes(bool(value), column, near):
            return '"' + value.replace('"', '""') + '"'
        return value

    def _quotes(self, filled: bool, column: int, near: int) -> bool:
        """Whether cells of a column that need no quotes stand in quotes all the same."""
        for index in range(near, max(near - _NEIGHBOURS, self._header) - 1, -1):
            record = self._records[index]
            if record.blank or column >= len(record.cells) or bool(record.cells[column]) != filled:
                continue
            if not self._needs_quotes(record.cells[column]):
                return self._pieces(record.text)[column].startswith('"')
        return self._pieces(self._records[self._header].text)[0].startswith('"')

    def _line_end(self) -> str:
        return next((record.end for record in self._records if record.end), "\n")


def _clean(column: str, cell: str) -> str:
    """What a cell says: around anything but the words of a report a space means nothing."""
    stripped = cell.strip()
    return cell if stripped and column in FREE_TEXT else stripped
