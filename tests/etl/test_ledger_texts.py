"""Texts that a ledger holds: read with it, and refused where they are not what the ledger says."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest

from etl.errors import LedgerError, Problem
from etl.ledger import read_ledger
from tests.etl.ledgers import A_FIGURE, A_REPORT, write_ledger

BODY = "\nOn Monday 36,250 people 🚶 left.\nغادر 26 ألفا و950 شخصا.\n"
HEAD = "---\nid: r1\npublisher: Observatory\n---\n"


def hold(tmp_path: Path, data: bytes, path: str = "texts/r1.md", checksum: str | None = None) -> Path:
    """The folder of a ledger whose report r1 has a held text."""
    checksum = hashlib.sha256(data).hexdigest() if checksum is None else checksum
    folder = write_ledger(
        tmp_path, reports=[A_REPORT | {"text": path, "sha256": checksum}, A_REPORT | {"report_id": "r2"}]
    )
    (folder / "texts").mkdir()
    (folder / "texts/r1.md").write_bytes(data)
    return folder


def problem(folder: Path) -> Problem:
    with pytest.raises(LedgerError) as caught:
        read_ledger(folder)
    (one,) = caught.value.problems
    assert one.expected
    return one


@pytest.mark.parametrize("head", ["", HEAD])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_body_of_a_held_text_is_read_after_its_front_matter(tmp_path: Path, head: str, encoding: str) -> None:
    one = read_ledger(hold(tmp_path, (head + BODY).encode(encoding)))
    assert [(text.report_id, text.body) for text in one.texts] == [("r1", BODY)]


def test_line_ends_are_kept_since_spans_count_them(tmp_path: Path) -> None:
    body = "one\r\ntwo\rthree\n"
    assert read_ledger(hold(tmp_path, body.encode())).texts[0].body == body


def test_a_checksum_may_be_written_in_capitals(tmp_path: Path) -> None:
    checksum = hashlib.sha256(BODY.encode()).hexdigest().upper()
    assert read_ledger(hold(tmp_path, BODY.encode(), checksum=checksum)).texts


def test_without_a_text_nothing_is_held(tmp_path: Path) -> None:
    assert read_ledger(write_ledger(tmp_path)).texts == ()


@pytest.mark.parametrize(
    "path",
    ["../r1.md", "texts/../../r1.md", "texts/..", "/etc/passwd", "C:/r1.md", "..\\r1.md", "texts\\r1.md", "a\0b"],
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    one = problem(hold(tmp_path, BODY.encode(), path))
    assert (one.file.name, one.row, one.column) == ("reports.csv", 2, "text")
    assert "leaves the folder" in one.found
    assert "texts/r200.md" in one.expected


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(BODY.encode())
    folder = hold(tmp_path, BODY.encode(), "texts/link.md")
    (folder / "texts/link.md").symlink_to(os.path.relpath(outside, folder / "texts"))
    assert "leaves the folder" in problem(folder).found


@pytest.mark.parametrize(
    ("path", "found"), [("texts/r9.md", "not there"), ("texts", "cannot be opened"), ("x" * 5000, "cannot be opened")]
)
def test_a_text_that_is_no_file_is_refused(tmp_path: Path, path: str, found: str) -> None:
    one = problem(hold(tmp_path, BODY.encode(), path))
    assert (one.row, one.column) == (2, "text")
    assert found in one.found


@pytest.mark.parametrize("checksum", ["", "0" * 64, "not a checksum"])
def test_a_text_with_another_checksum_is_refused_and_told_its_own(tmp_path: Path, checksum: str) -> None:
    one = problem(hold(tmp_path, BODY.encode(), checksum=checksum))
    assert (one.row, one.column) == (2, "sha256")
    assert hashlib.sha256(BODY.encode()).hexdigest() in one.expected


@pytest.mark.parametrize(
    ("data", "found"), [(b"caf\xe9 au lait", "not UTF-8"), (b"---\nid: r1\nno end", "no closing line")]
)
def test_a_text_that_cannot_be_read_is_refused(tmp_path: Path, data: bytes, found: str) -> None:
    one = problem(hold(tmp_path, data))
    assert (one.row, one.column) == (2, "text")
    assert re.search(found, one.found)


def test_problems_with_texts_are_told_with_the_others(tmp_path: Path) -> None:
    folder = hold(tmp_path, BODY.encode(), "texts/r9.md")
    figures = (folder / "figures.csv").read_text("utf-8").replace("36250", "many")
    (folder / "figures.csv").write_text(figures, "utf-8")
    with pytest.raises(LedgerError) as caught:
        read_ledger(folder)
    assert {one.column for one in caught.value.problems} == {"text", "value"}


def test_figures_may_be_read_from_what_is_about_to_be_written(tmp_path: Path) -> None:
    folder = hold(tmp_path, BODY.encode())
    before = (folder / "figures.csv").read_bytes()
    one = read_ledger(folder, figures_csv=before.replace(b"36250", b"36300"))
    assert one.figures[0].value == 36_300
    assert read_ledger(folder).figures[0].value == int(A_FIGURE["value"])
