"""A situation's held texts: which report has this text, which id is free, and putting a new one there."""

from __future__ import annotations

import csv
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from etl.errors import LedgerError, WaymarkError
from etl.front_matter import join
from etl.ledger import FIGURE_COLUMNS, read_ledger
from etl.ledger.writing import add_row, replace_row
from etl.model import Ledger, Report

TEXTS = "texts"
_ID = re.compile(r"[\w.-]+")
_NUMBERED = re.compile(r"r(\d+)")


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report to be held: the cells of its row except those that follow from its text, and the text.

    An empty `report_id` takes the next free one.
    """

    report_id: str
    publisher: str
    title: str
    url: str
    published: date | None
    published_basis: str
    language: str
    licence: str
    retrieved: date
    body: str


def held_body(body: str) -> str:
    """A text as it is held: lines end with a line feed, the last one too, and nothing follows it."""
    return body.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"


def same_report(ledger: Ledger, body: str, urls: Iterable[str]) -> Report | None:
    """The report that has this text, or one of these addresses; None when it is new."""
    checksum = _checksum(body)
    bodies = {text.report_id for text in ledger.texts if _checksum(text.body) == checksum}
    addresses = {_address(url) for url in urls if url}
    return next((one for one in ledger.reports if one.report_id in bodies or _address(one.url) in addresses), None)


def _checksum(body: str) -> bytes:
    return hashlib.sha256(held_body(body).encode("utf-8", "surrogatepass")).digest()


def _address(url: str) -> str:
    """An address without what does not change where it leads."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}:{parts.port or ''}{parts.path.rstrip('/')}?{parts.query}"


def next_id(taken: Iterable[str]) -> str:
    """The number after the highest of the form `r000`, as wide as those are."""
    numbers = [match[1] for one in taken if (match := _NUMBERED.fullmatch(one))]
    width = max(map(len, numbers), default=3)
    return f"r{max(map(int, numbers), default=-1) + 1:0{width}d}"


def hold(folder: Path, new: NewReport) -> Report:
    """Writes the text of a report and, last, its row into the ledger in `folder`. Nothing half-done stays.

    Raises LedgerError for a ledger that cannot be read, or could not be with this row, and WaymarkError for an id that
    is taken or no name for a file.
    """
    ledger = read_ledger(folder)
    with _new_file(folder, new.report_id, {report.report_id for report in ledger.reports}) as (report_id, file):
        fields = _head(report_id, new)
        data = join(fields, held_body(new.body)).encode()
        cells = {name: " ".join(value.split()) for name, value in (fields | _more(new)).items()}
        row = {"report_id": cells.pop("id")} | cells | _names(file, data)
        _refuse_unreadable(folder, row, data)
        _write(file, data)
        add_row(folder / "reports.csv", row)
    return _report(folder, report_id)


def attach(folder: Path, report: Report, body: str, retrieved: date) -> Report:
    """Writes the text of a report that the ledger in `folder` has without one, and names it in the report's row.

    Nothing else of the row changes. Raises LedgerError for a ledger that cannot be read, or could not be with the text.
    """
    taken = {one.report_id for one in read_ledger(folder).reports} - {report.report_id}
    with _new_file(folder, report.report_id, taken) as (report_id, file):
        data = join(_head(report_id, report), held_body(body)).encode()
        _write(file, data)
        cells = {"retrieved": retrieved.isoformat()} | _names(file, data)
        replace_row(folder / "reports.csv", "report_id", report_id, cells)
    return _report(folder, report_id)


@contextmanager
def _new_file(folder: Path, wanted: str, taken: set[str]) -> Iterator[tuple[str, Path]]:
    """A free id and its empty file, both gone again if what follows fails."""
    report_id, file = _make_file(folder, wanted, taken)
    try:
        yield report_id, file
    except BaseException:
        with suppress(OSError):
            file.unlink()
        with suppress(OSError):
            file.parent.rmdir()  # Only if it was made for this text.
        raise


def _head(report_id: str, report: NewReport | Report) -> dict[str, str]:
    """What stands over a held text."""
    return {
        "id": report_id,
        "publisher": report.publisher,
        "title": report.title,
        "url": report.url,
        "published": report.published.isoformat() if report.published else "",
        "language": report.language,
    }


def _names(file: Path, data: bytes) -> dict[str, str]:
    """The cells by which a row names its text."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "text": f"{TEXTS}/{file.name}"}


def _report(folder: Path, report_id: str) -> Report:
    return next(one for one in read_ledger(folder).reports if one.report_id == report_id)


def _more(new: NewReport) -> dict[str, str]:
    basis = new.published_basis if new.published else ""
    return {"published_basis": basis, "licence": new.licence, "retrieved": new.retrieved.isoformat()}


def _make_file(folder: Path, wanted: str, taken: set[str]) -> tuple[str, Path]:
    """An id that is free and its empty file, which keeps it from others who add a report at the same time."""
    room = folder / TEXTS
    if wanted and (not _ID.fullmatch(wanted) or wanted.startswith(".")):
        raise WaymarkError(f"found the id {wanted!r}; use letters, digits, points and dashes: --id r200")
    if wanted in taken:
        raise WaymarkError(f"{folder.name}: report {wanted} is there already; name another id with --id")
    try:
        room.mkdir(exist_ok=True)
        ids = taken | {file.stem for file in room.iterdir()}
        while True:
            report_id = wanted or next_id(ids)
            file = room / f"{report_id}.md"
            try:
                file.touch(exist_ok=False)
            except FileExistsError:
                if wanted:
                    told = f"{file}: this text is there, though reports.csv has no row for it; move it or use --id"
                    raise WaymarkError(told) from None
                ids.add(report_id)
            else:
                return report_id, file
    except OSError as error:
        raise WaymarkError(f"{room}: cannot be written ({error.strerror}); give it permissions") from None


def _write(file: Path, data: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _refuse_unreadable(folder: Path, row: Mapping[str, str], data: bytes) -> None:
    """Lets the ledger's own reader read the row and its text in a ledger that has nothing else."""
    with TemporaryDirectory() as scratch:
        trial = Path(scratch) / folder.name
        (trial / TEXTS).mkdir(parents=True)
        (trial / row["text"]).write_bytes(data)
        (trial / "situation.toml").write_bytes((folder / "situation.toml").read_bytes())
        (trial / "figures.csv").write_text(",".join(FIGURE_COLUMNS), "utf-8")
        with (trial / "reports.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([row.keys(), row.values()])
        try:
            read_ledger(trial)
        except LedgerError as error:
            file = folder / "reports.csv"
            raise LedgerError([replace(problem, file=file, row=0) for problem in error.problems]) from None
