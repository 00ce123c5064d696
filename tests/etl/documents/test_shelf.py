"""Held texts: what is new, which id is free, and that nothing half-done is left behind."""

from __future__ import annotations

import dataclasses
import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.documents import shelf
from etl.documents.shelf import NewReport, held_body, hold, next_id, same_report
from etl.errors import LedgerError, WaymarkError
from etl.front_matter import split
from etl.ledger import read_ledger
from tests.etl.ledgers import A_REPORT, write_ledger

NEW = NewReport(
    report_id="",
    publisher="Observatory",
    title="500 people left: «a day»",
    url="https://example.org/new?a=1",
    published=date(2019, 2, 20),
    published_basis="page metadata",
    language="en",
    licence="CC BY 4.0",
    retrieved=date(2019, 2, 21),
    body="500 people left.\r\nThen 300.\r\n\r\n",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = [A_REPORT, A_REPORT | {"report_id": "r009", "url": "https://example.org/r009"}]
    return write_ledger(tmp_path, reports=reports)


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != ".waymark.lock"
    }


def test_a_text_is_held_with_its_row(folder: Path) -> None:
    before = (folder / "reports.csv").read_bytes()
    held = hold(folder, NEW)
    data = (folder / "texts" / "r010.md").read_bytes()
    parts = split(data.decode())
    assert parts.body == "500 people left.\nThen 300.\n"
    assert parts.fields == {
        "id": "r010",
        "publisher": "Observatory",
        "title": NEW.title,
        "url": NEW.url,
        "published": "2019-02-20",
        "language": "en",
    }
    assert (held.report_id, held.text, held.sha256) == ("r010", "texts/r010.md", hashlib.sha256(data).hexdigest())
    assert (held.published, held.published_basis) == (date(2019, 2, 20), "page metadata")
    assert (held.retrieved, held.licence, held.title) == (date(2019, 2, 21), "CC BY 4.0", NEW.title)
    ledger = read_ledger(folder)
    assert ledger.texts[0].body == parts.body
    # Nothing else in the table has changed; its header has gained what the row needs.
    after = (folder / "reports.csv").read_bytes()
    assert after.splitlines()[1:3] == before.splitlines()[1:3]


def test_the_next_id_follows_the_highest_and_its_width() -> None:
    assert next_id([]) == "r000"
    assert next_id(["r000", "r007", "x9", "r12a"]) == "r008"
    assert next_id(["r99"]) == "r100"
    assert next_id(["r0001"]) == "r0002"


def test_the_same_text_or_address_is_known_again(folder: Path) -> None:
    held = hold(folder, NEW)
    ledger = read_ledger(folder)
    assert same_report(ledger, "500 people left.\nThen 300.", [""]) == held
    assert same_report(ledger, "Another.", ["http://www.example.org/new/?a=1#top"]) == held
    assert same_report(ledger, "Another.", ["https://example.org/new?a=2", ""]) is None
    found = same_report(ledger, "Another.", ["https://example.org/r009"])
    assert found is not None
    assert found.report_id == "r009"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"report_id": "r009"}, "report r009 is there already"),
        ({"report_id": "../r1"}, r"found the id '\.\./r1'"),
        ({"report_id": ".r1"}, r"found the id '\.r1'"),
        ({"url": "example.org"}, "column url: found 'example.org'"),
        ({"language": "English"}, "column language"),
        ({"publisher": " "}, "column publisher: found an empty cell"),
    ],
)
def test_what_the_ledger_refuses_leaves_nothing_behind(folder: Path, change: dict[str, Any], told: str) -> None:
    before = files(folder)
    with pytest.raises(WaymarkError, match=told):
        hold(folder, dataclasses.replace(NEW, **change))
    assert files(folder) == before
    assert not (folder / "texts").exists()


def test_a_text_without_a_row_is_not_written_over(folder: Path) -> None:
    (folder / "texts").mkdir()
    (folder / "texts" / "r020.md").write_text("of somebody else")
    with pytest.raises(WaymarkError, match=r"r020\.md: this text is there"):
        hold(folder, dataclasses.replace(NEW, report_id="r020"))
    assert (folder / "texts" / "r020.md").read_text() == "of somebody else"
    assert hold(folder, NEW).report_id == "r021"


def test_a_row_that_cannot_be_written_takes_its_text_along(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf, "add_row", full)
    before = files(folder)
    with pytest.raises(OSError, match="No space left"):
        hold(folder, NEW)
    assert files(folder) == before


def test_a_broken_ledger_takes_no_report(folder: Path) -> None:
    (folder / "figures.csv").write_text("figure_id\n")
    before = files(folder)
    with pytest.raises(LedgerError):
        hold(folder, NEW)
    assert files(folder) == before


def test_reports_added_at_the_same_time_get_ids_of_their_own(folder: Path) -> None:
    news = [
        dataclasses.replace(NEW, body=f"{number} people left.", url=f"https://example.org/n/{number}")
        for number in range(12)
    ]
    with ThreadPoolExecutor(6) as executor:
        held = list(executor.map(lambda new: hold(folder, new).report_id, news))
    assert len(set(held)) == 12
    assert {text.body for text in read_ledger(folder).texts} == {f"{number} people left.\n" for number in range(12)}


def test_ends_of_lines_are_one_kind_and_the_last_is_there() -> None:
    assert held_body("a\r\nb\rc \n\n") == "a\nb\nc\n"
