"""From a report's text to a point in a series, through the desk; and every proposal of the invented reports."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

import pytest

from etl.desk import Decision, Standing
from etl.front_matter import split
from etl.ledger import read_ledger
from etl.ledger.writing import add_row
from etl.pipeline import derive
from etl.review import open_desk
from etl.series import as_known_on

SAID = """\
---
id: r300
publisher: SOHR
published: 2019-02-12
language: en
---
The Observatory monitored that 420 people left Baghuz on Monday the 11th of February 2019, among them 60 Iraqis.
"""


@pytest.fixture
def data(tmp_path: Path, repository: Path) -> Path:
    """A copy of a shipped situation with one more report."""
    folder = tmp_path / "situations/enclave-exits"
    shutil.copytree(repository / "data/situations/enclave-exits", folder)
    hold(folder, "r300", SAID)
    return tmp_path


def hold(folder: Path, report_id: str, document: str) -> None:
    fields = split(document).fields
    (folder / "texts").mkdir(exist_ok=True)
    (folder / f"texts/{report_id}.md").write_bytes(document.encode())
    cells = {
        "report_id": report_id,
        "publisher": fields.get("publisher", "nobody"),
        "url": f"https://example.org/{report_id}",
        "published": fields.get("published", ""),
        "language": fields.get("language", ""),
        "sha256": hashlib.sha256(document.encode()).hexdigest(),
        "text": f"texts/{report_id}.md",
    }
    add_row(folder / "reports.csv", cells)


def test_an_accepted_figure_becomes_a_point_in_its_series(data: Path) -> None:
    folder = data / "situations/enclave-exits"
    before = (folder / "figures.csv").read_text("utf-8")
    desk = open_desk(data)
    sheet = desk.sheet("enclave-exits", "r300")
    (item,) = [each for each in sheet.items if each.figure.value == 420]
    points = derive(read_ledger(folder)).rows
    assert not [row for row in points if item.figure.figure_id in row.figure_ids]

    fields = {"measure": "exits", "place_from": "baghuz"}
    desk.decide(Decision("enclave-exits", "r300", item.figure.figure_id, Standing.ACCEPTED, fields, item.seen, "one"))

    derived = derive(read_ledger(folder))
    (row,) = [row for row in derived.rows if row.figure_ids[0] == item.figure.figure_id and row.vintage_end is None]
    assert (row.source, row.measure, row.flow_point) == ("SOHR", "exits", "enclave")
    assert (row.interval_end, row.new_lower, row.new_point, row.new_upper) == (date(2019, 2, 11), 420, 420, 420)
    assert row in as_known_on(derived.rows, date(2019, 2, 12))
    assert row not in as_known_on(derived.rows, date(2019, 2, 11))
    codes = {finding.code for finding in derived.findings if item.figure.figure_id in finding.figure_ids}
    assert not codes & {"quote_not_in_text", "span_not_quote", "number_not_in_quote"}
    after = (folder / "figures.csv").read_text("utf-8")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == after.splitlines()[-1:]
    assert desk.undo("one") is not None
    assert (folder / "figures.csv").read_text("utf-8") == before


def test_every_proposal_can_be_put_aside_and_the_ledger_read(data: Path, repository: Path) -> None:
    """Whatever the reading makes of a text, a reviewer can say no to it, and the row says what was proposed."""
    folder = data / "situations/enclave-exits"
    reports = sorted((repository / "tests/etl/reading/corpus/reports").glob("*.md"))[::6]
    for report in reports:
        hold(folder, report.stem, report.read_text("utf-8"))
    desk = open_desk(data)
    put_aside = 0
    for report in reports:
        for item in desk.sheet("enclave-exits", report.stem).items:
            one = item.figure.figure_id
            decision = Decision("enclave-exits", report.stem, one, Standing.REJECTED, {}, item.seen, "one")
            written = desk.decide(decision).figure
            assert (written.quote, written.value, written.status) == (item.figure.quote, item.figure.value, "rejected")
            put_aside += 1
        assert {item.standing for item in desk.sheet("enclave-exits", report.stem).items} <= {Standing.REJECTED}
    assert put_aside > 20
    derived = derive(read_ledger(folder))
    assert not [finding for finding in derived.findings if finding.code == "span_not_quote"]
