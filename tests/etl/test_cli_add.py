"""`waymark add`: what is stored, what is asked, what is known already, and that nothing half-done stays."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from etl.front_matter import split
from etl.ledger import read_ledger
from etl.model import Report
from tests.etl.documents.making import ARTICLE_EN, TITLE_EN, english_page, pdf_file, word_file
from tests.etl.ledgers import A_FIGURE, A_REPORT, write_ledger

MAIN = "from etl.cli import main; main()"
TEXT = """\
---
id: r050
publisher: Observatory
title: "A day: 21 February"
url: https://example.org/50
published: 2019-02-21
language: en
---
On Wednesday 1,500 people got out of the enclave, including about 300 Iraqis.
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_ledger(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.md"
    file.write_text(TEXT, "utf-8")
    return file


def add(data: Path, *words: str | Path, given: str = "") -> subprocess.CompletedProcess[str]:
    """The real command line without a terminal."""
    return subprocess.run(
        (sys.executable, "-c", MAIN, "add", "--data", data, *words),
        capture_output=True,
        input=given,
        text=True,
        encoding="utf-8",
        env=os.environ | {"COLUMNS": "150"},
    )


def reports_of(data: Path, name: str = "test") -> dict[str, Report]:
    return {one.report_id: one for one in read_ledger(data / "situations" / name).reports}


def contents(data: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in data.rglob("*") if file.is_file() and file.name != ".waymark.lock"}


def test_a_report_with_front_matter_is_added_and_shown(data: Path, report: Path) -> None:
    run = add(data, report)
    assert run.returncode == 0, run.stderr
    folder = data / "situations" / "test"
    stored = (folder / "texts" / "r050.md").read_bytes()
    row = reports_of(data)["r050"]
    assert (row.publisher, row.title, row.url) == ("Observatory", "A day: 21 February", "https://example.org/50")
    assert (f"{row.published}", row.published_basis, row.language) == ("2019-02-21", "front matter", "en")
    assert (row.text, row.sha256) == ("texts/r050.md", hashlib.sha256(stored).hexdigest())
    assert row.retrieved == datetime.now().astimezone().date()
    assert split(stored.decode()).body == TEXT.partition("en\n---\n")[2]
    assert run.stdout.startswith(f"added r050 to test: {folder / 'texts' / 'r050.md'}\n")
    for words in ("r050-01", "1,500 people", "about 300", "IRQ"):
        assert words in run.stdout
    # Proposals are no rows: nothing but the report is in the ledger.
    assert len(read_ledger(folder).figures) == 1


def test_what_is_given_comes_before_what_the_report_says(data: Path, report: Path) -> None:
    options = ("--id", "r7", "--publisher", "Other", "--title", "T", "--url", "https://example.org/x")
    more = ("--published", "2019-03-01", "--language", "ar", "--licence", "CC BY", "--situation", "test")
    assert add(data, report, *options, *more).returncode == 0
    row = reports_of(data)["r7"]
    assert (row.publisher, row.title, row.url, row.language, row.licence) == (
        "Other",
        "T",
        "https://example.org/x",
        "ar",
        "CC BY",
    )
    assert (f"{row.published}", row.published_basis) == ("2019-03-01", "given")


def test_a_page_is_added_under_the_next_free_id(data: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(english_page(), "utf-8")
    run = add(data, tmp_path / "page.html")
    assert run.returncode == 0, run.stderr
    row = reports_of(data)["r2"]
    assert (row.publisher, row.title, row.published_basis) == ("Observatory", TITLE_EN, "page metadata")
    body = split((data / "situations" / "test" / row.text).read_text("utf-8")).body
    assert body.startswith(f"{TITLE_EN}\n\n{ARTICLE_EN[0]}\n\n")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A real server over a folder with one page."""
    room = tmp_path / "site"
    room.mkdir()
    (room / "page.html").write_text(english_page(), "utf-8")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that its callers use
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(room)))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched_and_known_again_by_its_address_and_its_text(data: Path, site: str, tmp_path: Path) -> None:
    assert add(data, f"{site}/page.html").returncode == 0
    assert reports_of(data)["r2"].url == f"{site}/page.html"
    before = contents(data)
    again = add(data, f"{site}/page.html")
    assert again.returncode == 0
    assert f"test has it already: r2, Observatory, «{TITLE_EN}», {site}/page.html; nothing added" in again.stdout
    # The same text from elsewhere.
    (tmp_path / "saved.html").write_text(english_page(), "utf-8")
    assert "has it already: r2" in add(data, tmp_path / "saved.html", "--url", "https://elsewhere.example/x").stdout
    assert contents(data) == before


def test_a_known_report_without_a_text_gets_it_and_nothing_else(data: Path, tmp_path: Path) -> None:
    known = reports_of(data)["r1"]
    assert not known.text
    (tmp_path / "other.md").write_text(TEXT.replace("https://example.org/50", A_REPORT["url"]))
    assert "test has the report, r1; its text is held now" in add(data, tmp_path / "other.md").stdout
    held = reports_of(data)["r1"]
    assert held.text == "texts/r1.md"
    assert held.retrieved
    assert replace(held, text="", sha256="", retrieved=None) == replace(known, retrieved=None)
    before = contents(data)
    assert "has it already: r1" in add(data, tmp_path / "other.md").stdout
    assert contents(data) == before


def test_a_pdf_takes_its_words_from_the_options(data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_file([["On 20 February 2019, 700 people left the camp."]], title="Flash"))
    missing = add(data, tmp_path / "a.pdf")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "does not say who published it, its address, when it was published" in missing.stderr
    assert "give --publisher, --url, --published (the file was last changed on 2019-02-20)" in missing.stderr
    assert not (data / "situations" / "test" / "texts").exists()
    options = ("--publisher", "Agency", "--url", "https://example.org/a.pdf", "--published", "2019-02-22")
    run = add(data, tmp_path / "a.pdf", *options)
    assert run.returncode == 0, run.stderr
    assert "700" in run.stdout
    assert (reports_of(data)["r2"].title, reports_of(data)["r2"].published_basis) == ("Flash", "given")


def test_the_situation_is_given_or_said_or_the_only_one(data: Path, report: Path) -> None:
    write_ledger(data, name="other")
    refused = add(data, report)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "there are several situations: other, test; name the report's with --situation" in refused.stderr
    unknown = add(data, report, "--situation", "nowhere")
    assert (unknown.returncode, unknown.stderr.strip()) == (
        1,
        "no situation nowhere; there are other, test: name one with --situation",
    )
    report.write_text(TEXT.replace("id: r050", "id: r050\nsituation: other"), "utf-8")
    assert add(data, report).returncode == 0
    assert "r050" in reports_of(data, "other")
    assert add(data, report, "--situation", "test").returncode == 0
    assert "r050" in reports_of(data, "test")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--id", "r1"], "report r1 is there already"),
        (["--url", "example.org"], "column url: found 'example.org'"),
        (["--language", "English"], "column language"),
    ],
)
def test_what_cannot_be_added_leaves_nothing(data: Path, report: Path, words: Sequence[str], told: str) -> None:
    before = contents(data)
    run = add(data, report, *words)
    assert (run.returncode, run.stdout) == (1, "")
    assert told in run.stderr
    assert "Traceback" not in run.stderr
    assert contents(data) == before
    assert not (data / "situations" / "test" / "texts").exists()


def test_a_ledger_that_cannot_be_read_takes_no_report(data: Path, report: Path) -> None:
    write_ledger(data, [A_FIGURE | {"value": "x"}])
    before = contents(data)
    run = add(data, report)
    assert run.returncode == 1
    assert "figures.csv, row 2, column value: found 'x'" in run.stderr
    assert contents(data) == before


def test_a_document_that_cannot_be_read_is_told(data: Path, tmp_path: Path) -> None:
    run = add(data, tmp_path / "no.md")
    assert (run.returncode, run.stderr.strip()) == (
        1,
        f"{tmp_path / 'no.md'}: no such file; check the name, or where you are",
    )
    assert "is a folder" in add(data, tmp_path).stderr


def test_a_report_from_standard_input_without_figures(data: Path) -> None:
    run = add(data, "-", given=TEXT.replace("1,500 people", "People").replace("about 300 Iraqis", "Iraqis"))
    assert run.returncode == 0, run.stderr
    assert run.stdout.endswith("no figures found in it\n")


def test_a_figure_that_the_ledger_has_from_another_report_is_said_to_be_one(data: Path, report: Path) -> None:
    known = A_FIGURE | {
        "as_reported": "36,250",
        "quote": "36,250 people",
        "ref_end": "2019-02-20",
        "place_from": "Baghuz",
    }
    write_ledger(data, [known])
    report.write_text(
        TEXT.replace("On Wednesday 1,500 people got out of the enclave, including about 300 Iraqis.", "")
        + "Since 1 December 2018, 36,250 people have got out of Baghuz, SOHR said.\n",
        "utf-8",
    )
    run = add(data, report)
    assert run.returncode == 0, run.stderr
    assert re.search(r"of\s+r1-01", run.stdout)


def test_the_rest_of_the_table_keeps_its_bytes(data: Path, report: Path) -> None:
    file = data / "situations" / "test" / "reports.csv"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes().splitlines(keepends=True)
    assert add(data, report).returncode == 0
    after = file.read_bytes().splitlines(keepends=True)
    assert after[1 : len(before)] == before[1:]
    row = dict(zip(*list(csv.reader(line.decode() for line in (after[0], after[-1]))), strict=True))
    assert row["report_id"] == "r050"
    assert after[-1].endswith(b"\r\n")


# At a terminal


class Terminal:
    """The command line at a pseudo-terminal: what it says, and answers to it."""

    def __init__(self, *words: str | Path) -> None:
        import pty

        self._ours, theirs = pty.openpty()
        environment = os.environ | {"COLUMNS": "100", "TERM": "xterm"}
        self._process = subprocess.Popen(
            (sys.executable, "-c", MAIN, *words), stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        )
        os.close(theirs)
        self.said = ""

    def answer(self, question: str, answer: str) -> None:
        """Waits for `question`, at most 30 seconds, and types `answer`."""
        self._read(question)
        os.write(self._ours, answer.encode() + b"\n")

    def leave(self, question: str, key: str) -> int:
        """Waits for `question` and presses `key` until the program ends: what comes before it listens is lost."""
        self._read(question)
        over = time.monotonic() + 30
        while self._process.poll() is None and time.monotonic() < over:
            os.write(self._ours, key.encode())
            time.sleep(0.2)
        return self.end()

    def end(self) -> int:
        """Reads to the end and gives the exit code."""
        self._read(None)
        os.close(self._ours)
        return self._process.wait(10)

    def _read(self, until: str | None) -> None:
        over = time.monotonic() + 30
        start = len(self.said)
        while until is None or until not in self.said[start:]:
            if time.monotonic() > over:
                self._process.kill()
                self._process.wait()
                pytest.fail(self.said)
            if not select.select([self._ours], [], [], 0.2)[0]:
                continue
            try:
                part = os.read(self._ours, 4096)
            except OSError:  # Linux says so when the other side is closed.
                part = b""
            if not part:
                assert until is None, self.said
                return
            self.said += part.decode("utf-8", "replace")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_is_missing_is_asked_for(data: Path, tmp_path: Path) -> None:
    write_ledger(data, name="other")
    (tmp_path / "a.pdf").write_bytes(pdf_file([["On 20 February 2019, 700 people left the camp."]]))
    terminal = Terminal("add", "--data", data, "--no-review", tmp_path / "a.pdf")
    terminal.answer("Situation (other, test):", "nowhere")
    terminal.answer("Situation (other, test):", "test")
    terminal.answer("Published by:", "Agency")
    terminal.answer("Address (https://…):", "example.org")
    terminal.answer("Address (https://…):", "https://example.org/a.pdf")
    terminal.answer("Published on (year-month-day) [2019-02-20]:", "soon")
    terminal.answer("Published on (year-month-day) [2019-02-20]:", "")
    assert terminal.end() == 0, terminal.said
    assert "no situation 'nowhere'; there are other, test" in terminal.said
    assert "begin it with http:// or https://" in terminal.said
    assert "write the date as year-month-day" in terminal.said
    row = reports_of(data)["r2"]
    assert (row.publisher, row.url, f"{row.published}", row.published_basis) == (
        "Agency",
        "https://example.org/a.pdf",
        "2019-02-20",
        "file properties",
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_an_address_that_is_typed_may_be_known(data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word_file())
    terminal = Terminal("add", "--data", data, "--no-review", tmp_path / "a.docx")
    terminal.answer("Published by:", "Agency")
    terminal.answer("Address (https://…):", A_REPORT["url"])
    terminal.answer("Published on (year-month-day)", "2019-02-21")
    assert terminal.end() == 0
    assert "test has the report, r1; its text is held now" in terminal.said
    assert set(reports_of(data)) == {"r1"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_whoever_leaves_at_a_question_has_added_nothing(data: Path, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word_file())
    before = contents(data)
    terminal = Terminal("add", "--data", data, tmp_path / "a.docx")
    terminal.answer("Published by:", "\x04")
    assert terminal.end() == 1
    assert "Traceback" not in terminal.said
    assert contents(data) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_at_a_terminal_the_review_of_the_new_report_follows(data: Path, report: Path) -> None:
    terminal = Terminal("add", "--data", data, report)
    assert terminal.leave("? help", "q") == 0, terminal.said
    assert terminal.said.index("added r050") < terminal.said.index("in the ledger") < terminal.said.index("q quit")
    assert "nothing was written" in terminal.said
    assert "r050" in reports_of(data)
