"""Data folders with held texts, and reviewers at a desk over them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from etl.desk import Decision, ReviewItem, ReviewSheet, Standing
from etl.ledger.writing import Table
from etl.review import LedgerDesk
from tests.etl.ledgers import A_REPORT, write_ledger

TEXT = """\
# Out of the enclave 🚶

SOHR monitored that 350 people left Baghuz on Sunday the 10th of February 2019, among them 40 Iraqis.
More than 38,600 people have got out since the 1st of December 2018.
"""
HEAD = "---\nid: {id}\npublisher: SOHR\n---\n"

HEADED = {
    "figure_id": "r9-01",
    "report_id": "r9",
    "situation": "test",
    "source": "SOHR",
    "measure": "exits",
    "kind": "flow",
    "basis": "period",
    "unit": "persons",
    "quantifier": "exact",
    "value": "7",
    "quote": "",
    "note": "typed by hand",
    "part_of": "",
    "same_as": "",
    "status": "accepted",
    "ref_end": "2019-02-10",
}
"""A row of a report without a text. Its columns are those that the ledger has before anybody reviews."""


def held(
    tmp_path: Path,
    texts: Mapping[str, str] | None = None,
    rows: Sequence[Mapping[str, str]] = (),
    publisher: str = "SOHR",
    name: str = "test",
) -> Path:
    """The data folder of a ledger with these reports' texts, and r9 with one row and no text."""
    texts = {"r1": TEXT} if texts is None else texts
    reports = []
    for report_id, body in texts.items():
        data = (HEAD.format(id=report_id) + body).encode()
        checksum = hashlib.sha256(data).hexdigest()
        reports.append(
            A_REPORT
            | {"report_id": report_id, "publisher": publisher, "published": "2019-02-11", "language": ""}
            | {"sha256": checksum, "text": f"texts/{report_id}.md"}
        )
    unheld = {"report_id": "r9", "publisher": "SOHR", "url": "https://example.org/r9", "published": "2019-02-11"}
    figures = [HEADED, *(HEADED | {"note": ""} | dict(row) for row in rows)]
    folder = write_ledger(tmp_path, [row | {"situation": name} for row in figures], [*reports, unheld], name=name)
    (folder / "texts").mkdir()
    for report_id, body in texts.items():
        (folder / f"texts/{report_id}.md").write_bytes((HEAD.format(id=report_id) + body).encode())
    return tmp_path


def table(data: Path, name: str = "test") -> bytes:
    return (data / "situations" / name / "figures.csv").read_bytes()


def row(data: Path, figure_id: str) -> dict[str, str] | None:
    return Table.read(data / "situations/test/figures.csv").row(figure_id)


class Reviewer:
    """Somebody at a desk, with the sheet that they opened last."""

    def __init__(self, desk: LedgerDesk, name: str = "one", report_id: str = "r1") -> None:
        self.desk, self.name, self.report_id = desk, name, report_id
        self.sheet: ReviewSheet = desk.sheet("test", report_id)

    def look(self) -> ReviewSheet:
        self.sheet = self.desk.sheet("test", self.report_id)
        return self.sheet

    def item(self, words: str) -> ReviewItem:
        """The item whose quote holds these words, as it was when the sheet was opened."""
        (found,) = [item for item in self.sheet.items if words in item.figure.quote]
        return found

    def decide(self, item: ReviewItem | str, verdict: Standing, **fields: str) -> ReviewItem:
        shown = self.item(item) if isinstance(item, str) else item
        decision = Decision("test", self.report_id, shown.figure.figure_id, verdict, fields, shown.seen, self.name)
        return self.desk.decide(decision)

    def accept(self, item: ReviewItem | str, **fields: str) -> ReviewItem:
        return self.decide(item, Standing.ACCEPTED, **fields)

    def reject(self, item: ReviewItem | str, **fields: str) -> ReviewItem:
        return self.decide(item, Standing.REJECTED, **fields)

    def take_out(self, item: ReviewItem | str) -> ReviewItem:
        return self.decide(item, Standing.WAITING)

    def undo(self) -> ReviewItem | None:
        return self.desk.undo(self.name)
