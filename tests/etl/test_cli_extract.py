"""`waymark extract`: formats, order, what is told on the error stream, and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from etl.ledger import FIGURE_COLUMNS, read_ledger
from tests.etl.documents.making import arabic_page, english_page, pdf_file, picture_pdf, word_file
from tests.etl.ledgers import SITUATION_TOML

MAIN = "from etl.cli import main; main()"
REPORT = """\
---
id: r{n:03d}
publisher: "Observatory"
title: "Day {n}"
url: https://example.org/{n}
published: 2019-02-21
language: en
---
On Wednesday {n},500 people left the camp, including about 300 Iraqis.
"""


def waymark(*words: str | Path, given: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command line, in a process of its own."""
    run = subprocess.run(
        (sys.executable, "-c", MAIN, *words), capture_output=True, input=given, env=os.environ | environment
    )
    return subprocess.CompletedProcess(run.args, run.returncode, run.stdout.decode(), run.stderr.decode())


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Reports of every format in a folder with other files, none of them broken."""
    folder = tmp_path / "reports"
    (folder / "sub").mkdir(parents=True)
    (folder / "1.md").write_text(REPORT.format(n=1), "utf-8")
    (folder / "2.html").write_text(english_page(), "utf-8")
    (folder / "3.htm").write_text(arabic_page("windows-1256"), "cp1256", errors="ignore")
    (folder / "4.pdf").write_bytes(pdf_file([["On 20 February 2019, 700 people left the camp."]]))
    (folder / "5.docx").write_bytes(word_file())
    (folder / "sub" / "6.txt").write_text("Yesterday 800 people left the camp.", "utf-16")
    (folder / "notes.xlsx").write_bytes(b"x")
    (folder / ".hidden.md").write_text(REPORT.format(n=9))
    return folder


def test_every_format_is_read_in_order(reports: Path) -> None:
    run = waymark("extract", reports)
    records = [json.loads(line) for line in run.stdout.splitlines()]
    seen = list(dict.fromkeys(record["report_id"] for record in records))
    assert (run.returncode, seen) == (0, ["r001", "2", "3", "4", "5", "6"])
    numbers = {(record["report_id"], record["value"]) for record in records}
    expected = {
        ("r001", 1500),
        ("r001", 300),
        ("2", 2500),
        ("2", 41250),
        ("3", 2500),
        ("4", 700),
        ("5", 25240),
        ("6", 800),
    }
    assert expected <= numbers
    assert not any(value in (900, 500, 23, 1000) for _, value in numbers)
    assert run.stderr.splitlines()[-1] == "passed over 2 that are no reports: 1 .xlsx, 1 hidden"


def test_jsonl_has_the_columns_of_the_ledger(reports: Path) -> None:
    run = waymark("extract", "--format", "jsonl", reports / "1.md")
    first, second = map(json.loads, run.stdout.splitlines())
    assert tuple(first) == (*FIGURE_COLUMNS, "rules")
    assert (first["figure_id"], first["value"], first["ref_end"]) == ("r001-01", 1500, "2019-02-20")
    assert (first["situation"], first["note"], first["status"]) == (None, None, "proposed")
    assert second["part_of"] == "r001-01"
    assert first["rules"]
    body = REPORT.format(n=1).partition("en\n---\n")[2]
    assert all(body[one["span_start"] : one["span_end"]] == one["quote"] for one in (first, second))


def test_csv_is_a_table_that_a_ledger_reads(reports: Path, tmp_path: Path) -> None:
    run = waymark("extract", "--format", "csv", reports / "1.md", reports / "2.html")
    header, *rows = csv.reader(io.StringIO(run.stdout, newline=""))
    assert tuple(header) == FIGURE_COLUMNS
    assert len(rows) > 3
    folder = tmp_path / "situations" / "test"
    folder.mkdir(parents=True)
    (folder / "situation.toml").write_text(SITUATION_TOML)
    (folder / "reports.csv").write_text("report_id,publisher,url\nr001,A,https://a.example\n2,B,https://b.example\n")
    names = dict(zip(header, range(len(header)), strict=True))
    for row in rows:  # what a reviewer fills in
        row[names["source"]] = "SOHR"
        row[names["population"]] = row[names["place_from"]] = row[names["place_to"]] = ""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    (folder / "figures.csv").write_text(text.getvalue(), "utf-8")
    assert len(read_ledger(folder).figures) == len(rows)


def test_the_table_is_for_people(reports: Path) -> None:
    run = waymark("extract", "--format", "table", reports / "1.md", COLUMNS="120")
    assert (run.returncode, run.stderr) == (0, "")
    assert "r001, Observatory, Day 1, 2019-02-21" in run.stdout
    for words in ("r001-01", "departures", "1,500", "about 300", "IRQ", "2019-02-20", "1,500 people"):
        assert words in run.stdout
    assert max(map(len, run.stdout.splitlines())) <= 120
    given = b"---\ntitle: A \x1b[31mday\n---\nMore than\x1b[2J 500 people left the camp."
    assert "\x1b" not in waymark("extract", "--format", "table", "-", given=given).stdout
    nothing = waymark("extract", "--format", "table", "-", given=b"Nobody came.")
    assert nothing.stdout == "stdin, undated: no figures found\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal_the_table_is_the_default(reports: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen((sys.executable, "-c", MAIN, "extract", reports / "1.md"), stdout=theirs, stderr=theirs):
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 4096):
                said += part
        except OSError:
            pass  # Linux says so when the other side is closed.
    os.close(ours)
    assert b"r001, Observatory" in said
    assert b'"figure_id"' not in said


def test_one_broken_file_among_good_ones_is_named_and_the_rest_done(reports: Path) -> None:
    (reports / "0.md").write_text("---\nid: r0\n")
    (reports / "1b.md").write_text(REPORT.format(n=2).replace("2019-02-21", "last Thursday"))
    (reports / "4b.pdf").write_bytes(picture_pdf())
    whole = waymark("extract", reports)
    assert whole.returncode == 1
    assert f"{reports / '0.md'}: the front matter has no closing line" in whole.stderr
    assert f"{reports / '1b.md'}: published: found 'last Thursday'; write the date" in whole.stderr
    assert f"{reports / '4b.pdf'}: is made of pictures" in whole.stderr
    assert whole.stderr.splitlines()[-1] == "3 of 9 documents could not be read"
    assert "Traceback" not in whole.stderr
    assert len({json.loads(line)["report_id"] for line in whole.stdout.splitlines()}) == 6


def test_several_processes_give_the_same_in_the_same_order(reports: Path) -> None:
    for n in range(2, 60):
        (reports / f"{n}.md").write_text(REPORT.format(n=n), "utf-8")
    (reports / "70.md").write_text("")
    one, two = waymark("extract", reports), waymark("extract", "--processes", "2", reports)
    assert two.stdout == one.stdout
    assert two.stderr == one.stderr
    assert two.returncode == one.returncode == 1
    assert len(one.stdout.splitlines()) > 120


def test_standard_input_and_what_the_caller_knows() -> None:
    text = b"Yesterday 800 people left the camp."
    options = ("--published", "2019-02-21", "--publisher", "Observatory", "--language", "en")
    run = waymark("extract", *options, "-", given=text)
    record = json.loads(run.stdout)
    assert (record["report_id"], record["ref_end"], record["value"]) == ("stdin", "2019-02-20", 800)
    # What a report says itself comes first.
    itself = b"---\nid: r7\npublished: 2019-03-02\n---\n" + text
    record = json.loads(waymark("extract", *options, "-", given=itself).stdout)
    assert (record["report_id"], record["ref_end"]) == ("r7", "2019-03-01")


def test_output_is_utf_8_with_line_feeds_whatever_the_system_says(reports: Path) -> None:
    run = waymark("extract", "--format", "csv", reports / "3.htm", PYTHONIOENCODING="latin-1", LC_ALL="C")
    assert run.returncode == 0
    assert "شخص" in run.stdout
    assert "\r" not in run.stdout


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("خرج 500 شخص من المخيم يوم الثلاثاء.".encode("cp1256"))
    run = waymark("extract", tmp_path)
    assert run.returncode == 0
    assert f"{tmp_path / 'a.txt'}: read as windows-1256" in run.stderr
    assert json.loads(run.stdout)["value"] == 500


def test_what_a_reviewer_should_know_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\nid: r1\npublished: 2019-02-21\n---\nOn 31 February 2019, 500 people left the camp."
    )
    run = waymark("extract", tmp_path)
    assert "warning  r1  '31 February 2019'" in run.stderr


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    run = waymark("extract", tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert f"{tmp_path}: found no report" in run.stderr
    missing = waymark("extract", tmp_path / "no.md")
    assert missing.returncode == 1
    assert f"{tmp_path / 'no.md'}: no such file" in missing.stderr


def test_a_reader_that_stops_early_is_no_error(reports: Path) -> None:
    command = f'"{sys.executable}" -c "{MAIN}" extract "{reports}" | head -n 1'
    run = subprocess.run(command, shell=True, capture_output=True, text=True, encoding="utf-8")
    assert len(run.stdout.splitlines()) == 1
    assert "Traceback" not in run.stderr


def test_a_wrong_command_line_exits_with_2(tmp_path: Path) -> None:
    assert waymark("extract").returncode == 2
    assert waymark("extract", "--format", "xml", tmp_path).returncode == 2
    assert waymark("extract", "--published", "today", tmp_path).returncode == 2


def test_the_speed_of_extraction_is_measured(repository: Path) -> None:
    program = repository / "tests" / "benchmarks" / "extraction.py"
    run = subprocess.run(
        (sys.executable, program, "--files", "20", "--texts", "40"), capture_output=True, text=True, check=True
    )
    lines = run.stdout.splitlines()
    assert [line.partition(",")[0] for line in lines[:1] + lines[-1:]] == ["waymark extract", "read_report"]
    assert all(re.search(r", [\d,]+ figures.*: [\d.]+ MB/s, .*MiB resident at most$", line) for line in lines)
