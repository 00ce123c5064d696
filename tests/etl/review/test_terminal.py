"""`waymark review`: keys on a terminal, lines through a pipe, and what is written at the end."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.etl.review.desks import TEXT, held, row, table

pty = pytest.importorskip("pty", reason="pseudo-terminals are a matter of Unix")
termios = pytest.importorskip("termios")
MAIN = "from etl.cli import main; main()"
ARABIC = "وقال المرصد إن 350 شخصا خرجوا من الباغوز يوم الأحد.\n"
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def review(data: Path, lines: str, *words: str) -> subprocess.CompletedProcess[str]:
    """The command with its keys through a pipe."""
    return subprocess.run(
        (sys.executable, "-c", MAIN, "review", *words, "--data", data),
        input=lines, capture_output=True, text=True, encoding="utf-8", env=os.environ | {"COLUMNS": "100"},
    )  # fmt: skip


# Through a pipe


def test_a_scripted_review_writes_what_it_accepts(tmp_path: Path) -> None:
    data = held(tmp_path)
    before = table(data).splitlines()
    done = review(data, "a\nreject\nn\n", "r1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "[[350 people]]" in " ".join(done.stdout.split())
    assert "[[40 Iraqis]]" in " ".join(done.stdout.split())
    assert "accepted r1-01; rejected r1-02: written to" in done.stdout
    assert "r1: 1 figure still waits" in done.stdout
    assert [line.split(b",")[0] for line in table(data).splitlines()[len(before) :]] == [b"r1-01", b"r1-02"]


def test_nothing_is_written_until_it_is_accepted(tmp_path: Path) -> None:
    data = held(tmp_path)
    before = table(data)
    done = review(data, "e\nvalue\n360\nn\nn\np\nq\n", "r1")
    assert (done.returncode, table(data)) == (0, before)
    assert "360" in done.stdout
    assert done.stdout.rstrip().endswith("nothing was written")


def test_a_field_is_asked_for_again_until_the_ledger_can_read_it(tmp_path: Path) -> None:
    data = held(tmp_path)
    lines = "e\ncolour\n99\nvalue\nmany\n٣٦٠\ne\nplace_from\nParis\nBaghuz\ne\nmeasure\n\ne\n\ne\nnote\n-\na\nq\n"
    done = review(data, lines, "r1")
    assert "found 'colour'; write a number from 1 to" in done.stdout
    assert "found '99'" in done.stdout
    assert "value: found 'many'; write a whole number" in done.stdout
    assert "place_from: found 'Paris'; name a place" in done.stdout
    assert "one of enclave" in done.stdout
    assert "was (empty)" in done.stdout
    written = row(data, "r1-01")
    assert written is not None
    assert (written["value"], written["place_from"]) == ("٣٦٠", "Baghuz")


def test_a_field_may_be_named_by_its_number(tmp_path: Path) -> None:
    data = held(tmp_path)
    shown = review(data, "q\n", "r1").stdout
    found = re.search(r"(\d+) value +350", shown)
    assert found is not None
    review(data, f"e\n{found[1]}\n351\na\nq\n", "r1")
    assert (row(data, "r1-01") or {})["value"] == "351"


def test_what_the_ledger_refuses_is_told_and_can_be_mended(tmp_path: Path) -> None:
    data = held(tmp_path, publisher="Somebody", texts={"r1": "350 people left on 10 February 2019.\n"})
    done = review(data, "a\ne\nsource\nSOHR\na\nq\n", "r1")
    assert "source: found an empty cell; fill it" in done.stdout
    assert (row(data, "r1-01") or {})["source"] == "SOHR"


def test_undo_goes_back_to_the_figure_and_its_row(tmp_path: Path) -> None:
    data = held(tmp_path)
    before = table(data).splitlines()
    done = review(data, "a\nr\nu\nu\nu\nq\n", "r1")
    assert "undone: r1-02 is waiting" in done.stdout
    assert "undone: r1-01 is waiting" in done.stdout
    assert "nothing to undo" in done.stdout
    assert table(data).splitlines()[1:] == before[1:]
    assert done.stdout.rstrip().endswith("nothing was written")


def test_the_last_decision_can_be_undone_too(tmp_path: Path) -> None:
    data = held(tmp_path)
    done = review(data, "a\na\na\nu\nr\nn\n", "r1")
    assert "accepted r1-01, r1-02; rejected r1-03: written to" in done.stdout
    assert "r1: nothing waits any more" in done.stdout


def test_without_a_report_those_that_wait_are_listed_and_gone_through(tmp_path: Path) -> None:
    data = held(tmp_path, {"r1": TEXT, "r2": "12 people died in Baghuz on 10 February 2019.\n"})
    done = review(data, "n\nn\nn\nn\nr\nn\n", "--situation", "test")
    listed = done.stdout[: done.stdout.index("r1-01")]
    assert re.search(r"r1 .*test .*2019-02-11 +3 +0 +0", listed)
    assert re.search(r"r2 .*test .*2019-02-11 +1 +0 +0", listed)
    assert "rejected r2-01: written to" in done.stdout
    review(data, "a\na\na\nn\n", "r1")
    again = review(data, "")
    assert again.stdout.startswith("nothing waits in 2 reports")


def test_any_other_line_is_answered_with_the_keys(tmp_path: Path) -> None:
    done = review(held(tmp_path), "what\n?\nQ\n", "r1")
    assert done.stdout.count("write it into the ledger as it is shown") == 2
    assert done.returncode == 0


def test_the_end_of_input_quits_and_keeps_what_was_accepted(tmp_path: Path) -> None:
    for name, lines in (("key", "a\n"), ("field", "a\ne\n"), ("value", "a\ne\nvalue\n")):
        data = held(tmp_path / name)
        done = review(data, lines, "r1")
        assert (done.returncode, done.stderr) == (0, "")
        assert "accepted r1-01: written to" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("r7",), "found no report 'r7' with a text to review; reports whose text is held: r1"),
        (("r9",), "found no report 'r9'"),
        (("r1", "--situation", "moon"), "found no report 'r1'"),
        (("--situation", "moon"), "found no report with a held text in situation 'moon'"),
    ],
)
def test_what_is_not_there_is_told(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    done = review(held(tmp_path), "", *words)
    assert done.returncode == 1
    assert told in done.stderr


def test_a_report_of_two_situations_has_to_be_named_with_one(tmp_path: Path) -> None:
    data = held(tmp_path)
    held(tmp_path, name="other")
    done = review(data, "q\n", "r1")
    assert (done.returncode, "name one with --situation" in done.stderr) == (1, True)
    assert review(data, "q\n", "r1", "--situation", "other").returncode == 0


def test_arabic_is_given_in_reading_order_and_nothing_in_a_text_speaks_to_the_terminal(tmp_path: Path) -> None:
    done = review(held(tmp_path, {"r1": f"\x1b[31m{ARABIC}"}), "q\n", "r1")
    words = done.stdout[done.stdout.index("[[") + 2 : done.stdout.index("]]")]
    assert words in ARABIC
    assert "350" in words
    assert "\x1b" not in done.stdout


# On a terminal


class Terminal:
    """A program on a pseudo-terminal."""

    def __init__(self, master: int) -> None:
        self._master = master
        self.shown = ""

    def wait_for(self, words: str, seconds: float = 30) -> str:
        """What was shown from where the last wait ended until `words` came, colours included."""
        until = time.monotonic() + seconds
        while words not in CONTROLS.sub("", self.shown):
            assert select.select([self._master], [], [], max(until - time.monotonic(), 0))[0], self.shown
            try:
                read = os.read(self._master, 65_536)
            except OSError:
                read = b""
            assert read, f"ended before it said {words!r}: {self.shown}"
            self.shown += read.decode(errors="replace")
        # Colours may stand anywhere in the words, so the place behind them is searched for.
        end = bisect_left(range(len(self.shown)), True, key=lambda at: words in CONTROLS.sub("", self.shown[:at]))
        told, self.shown = self.shown[:end], self.shown[end:]
        return told

    def press(self, key: str) -> None:
        """Types one key once the program listens to keys: it forgets what was typed before it showed a figure."""
        self._until_lines(False)
        os.write(self._master, key.encode())

    def type(self, line: str) -> None:
        """Types a line once the program listens to lines."""
        self._until_lines(True)
        os.write(self._master, f"{line}\n".encode())

    def _until_lines(self, wanted: bool) -> None:
        until = time.monotonic() + 30
        while bool(termios.tcgetattr(self._master)[3] & termios.ICANON) != wanted:
            assert time.monotonic() < until, self.shown
            time.sleep(0.01)

    def rest(self) -> str:
        """Everything until the program ends."""
        with suppress(OSError):
            while read := os.read(self._master, 65_536):
                self.shown += read.decode(errors="replace")
        return self.shown


@contextmanager
def on_a_terminal(data: Path, *words: str, columns: int = 120) -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    master, slave = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    program = subprocess.Popen(
        (sys.executable, "-c", MAIN, "review", *words, "--data", data),
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        env=environment | {"TERM": "xterm-256color", "COLUMNS": str(columns)},
    )  # fmt: skip
    os.close(slave)
    try:
        yield Terminal(master), program
    finally:
        with suppress(ProcessLookupError):
            program.kill()
        program.wait(10)
        os.close(master)


KEYS_SHOWN = "? help"


def test_one_key_decides(tmp_path: Path) -> None:
    data = held(tmp_path)
    with on_a_terminal(data, "r1") as (terminal, program):
        first = terminal.wait_for(KEYS_SHOWN)
        assert "\x1b[" in first, "the figure stands out by colour"
        assert "[[" not in first
        assert "350 people" in CONTROLS.sub("", first)
        terminal.press("a")
        terminal.wait_for("accepted r1-01")
        assert "40 Iraqis" in terminal.wait_for(KEYS_SHOWN)
        assert row(data, "r1-01") is not None, "a decision is written at once"
        terminal.press("e")
        terminal.wait_for("field (number or name): ")
        terminal.type("note")
        terminal.wait_for("note, - for empty: ")
        terminal.type("seen twice")
        terminal.wait_for(KEYS_SHOWN)
        terminal.press("x")
        terminal.wait_for("take your last decision back")
        terminal.wait_for(KEYS_SHOWN)
        terminal.press("r")
        terminal.wait_for("rejected r1-02")
        terminal.wait_for(KEYS_SHOWN)
        terminal.press("u")
        terminal.wait_for("undone: r1-02 is waiting")
        terminal.wait_for(KEYS_SHOWN)
        terminal.press("q")
        assert "accepted r1-01: written to" in CONTROLS.sub("", terminal.rest())
        assert program.wait(10) == 0
    assert row(data, "r1-02") is None


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_control_c_and_control_d_quit_and_keep_what_was_accepted(tmp_path: Path, key: str) -> None:
    data = held(tmp_path)
    with on_a_terminal(data, "r1") as (terminal, program):
        terminal.wait_for(KEYS_SHOWN)
        terminal.press("a")
        terminal.wait_for("accepted r1-01")
        terminal.wait_for(KEYS_SHOWN)
        terminal.press(key)
        told = CONTROLS.sub("", terminal.rest())
        assert "accepted r1-01: written to" in told
        assert "Traceback" not in told
        assert program.wait(10) == 0
    assert row(data, "r1-01") is not None


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_page_fits_the_terminal(tmp_path: Path, columns: int) -> None:
    with on_a_terminal(held(tmp_path), "r1", columns=columns) as (terminal, _):
        shown = CONTROLS.sub("", terminal.wait_for(KEYS_SHOWN))
        lines = [line for line in shown.splitlines() if "? help" not in line]
        assert max(map(len, lines)) <= columns
        beside = any("350 people left" in line and "source" in line for line in lines)
        assert beside == (columns == 120)
