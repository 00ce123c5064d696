"""`waymark watch` as people run it: once by a scheduler, and going on until somebody ends it."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import watchfiles
from typer.testing import CliRunner

from etl.alerts.rounds import Round
from etl.alerts.targets import SIGNATURE
from etl.cli import app, watch
from etl.errors import ConflictError, WaymarkError
from etl.publish import current_version
from tests.etl.alerts.making import BROKEN, BUSY, QUIET, SILENCE, WEEK, Hook, Post, hook, post, write

MAIN = "from etl.cli import main; main()"
PATIENCE = 60.0
"""Seconds to wait for what takes one; a machine may be busy."""


@pytest.fixture
def site() -> Iterator[Hook]:
    with hook() as running:
        yield running


@pytest.fixture
def letters() -> Iterator[Post]:
    with post() as running:
        yield running


def once(data: Path, *words: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """One round in a process of its own."""
    return subprocess.run(
        (sys.executable, "-c", MAIN, "watch", "--data", str(data), "--once", *words),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(environment or {})},
    )


# Once


def test_rounds_of_a_scheduler_tell_what_is_new(tmp_path: Path, site: Hook) -> None:
    write(tmp_path, BUSY[:1])
    secrets = {"WAYMARK_WEBHOOK": site.address, "WAYMARK_WEBHOOK_SECRET": "swordfish"}
    first = once(tmp_path, environment=secrets)
    assert (first.returncode, first.stderr, site.asked) == (0, "", 0)
    assert first.stdout.startswith(f"published: version {current_version(tmp_path / 'published')}, in ")
    write(tmp_path, BUSY)
    second = once(tmp_path, "--public-address", "https://waymark.example.org", environment=secrets)
    assert (second.returncode, second.stderr) == (0, "")
    assert second.stdout.splitlines()[1:] == [
        (
            "alert  test  many-in-a-week  Exits (persons) from 2019-01-28 to 2019-02-03: 6,500, certainly above 5,000, "
            "by all reports together."
        )
    ]
    (body,), (headers,) = site.bodies, site.headers
    assert headers[SIGNATURE] == "sha256=" + hmac.new(b"swordfish", body, hashlib.sha256).hexdigest()
    said = json.loads(body)
    assert said["alerts"][0]["link"].startswith("https://waymark.example.org/s/test?")
    assert said["alerts"][0]["sentence"]["ar"].startswith("الخارجون")
    third = once(tmp_path, environment=secrets)
    assert (third.returncode, third.stdout, third.stderr, len(site.bodies)) == (0, "", "", 1)


def test_what_holds_already_is_counted_and_told_when_asked_to(tmp_path: Path) -> None:
    write(tmp_path, BUSY)
    dry = once(tmp_path, "--dry-run", "--tell-all")
    assert "would tell  test  many-in-a-week  Exits" in dry.stdout
    noted = once(tmp_path)
    assert "noted  test  many-in-a-week  1 thing holds already and will not be told (--tell-all tells" in noted.stdout
    assert "alert" not in noted.stdout
    assert "no target: alerts are printed here" in noted.stderr


def test_a_round_by_mail(tmp_path: Path, letters: Post) -> None:
    write(tmp_path, QUIET, SILENCE)
    words = ("--mail-to", "a@example.org", "--mail-to", "b@example.org", "--mail-from", "watch@example.org")
    run = once(tmp_path, *words, "--relay", f"127.0.0.1:{letters.port}")
    assert (run.returncode, run.stderr) == (0, "")
    ((recipients, letter),) = letters.letters
    assert recipients == ["a@example.org", "b@example.org"]
    assert letter["Subject"].startswith("[Waymark] A test: no report for ")


def test_the_exit_code_says_that_somebody_has_to_look(tmp_path: Path, site: Hook) -> None:
    write(tmp_path, QUIET, SILENCE)
    write(tmp_path, BROKEN, name="another")
    site.answers = [404]
    run = once(tmp_path, "--webhook", site.address)
    assert run.returncode == 1
    problem, undelivered = run.stderr.splitlines()
    assert "another" in problem
    assert "row 2, column value: found 'many'" in problem
    assert undelivered == (
        "not told: 127.0.0.1 answers 404 Not Found; check the address and what the service expects; it is tried again"
    )
    assert "alert  test  silence" in run.stdout
    write(tmp_path, QUIET, name="another")
    elsewhere = once(tmp_path)
    assert "1 alert waits for a target that an earlier run named and this one does not" in elsewhere.stderr
    again = once(tmp_path, "--webhook", site.address)
    assert (again.returncode, again.stderr, len(site.bodies)) == (0, "", 1)


def test_no_ledger_is_told(tmp_path: Path) -> None:
    for words in ((), ("--webhook", "http://127.0.0.1:9/x")):
        run = once(tmp_path, *words)
        assert (run.returncode, run.stdout) == (1, "")
        assert "name the data folder with --data" in run.stderr
        assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--webhook", "ftp://example.org/hook"), "found 'ftp://exampl…'; write an address with http:// or https://"),
        (("--webhook", "https:///hook"), "write an address with http:// or https://"),
        (("--webhook", "https://example.org/a hook"), "write an address with http:// or https://"),
        (("--webhook", "https://example.org:port/"), "write an address with http:// or https://"),
        (("--public-address", "example.org"), "found 'example.org'; write an address with http:// or https://"),
        (("--mail-to", "ana"), "found 'ana'; write one address, name@example.org"),
        (("--mail-to", "a@b.org\r\nBcc: c@d.org"), "write one address, name@example.org"),
        (("--mail-to", "ana@example.org"), "found nothing; name the address that mails come from"),
        (("--mail-to", "ana@example.org", "--mail-from", "Ana"), "found 'Ana'; write one address, name@example.org"),
        (
            ("--mail-to", "ana@example.org", "--mail-from", "ana@example.org", "--relay", "example.org:smtp"),
            "found 'example.org:smtp'; write host:port, localhost:25",
        ),
        (("--every", "0"), "--every"),
    ],
)
def test_an_option_that_cannot_be_is_refused(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    run = CliRunner().invoke(app, ["watch", "--data", str(tmp_path), "--once", *words])
    assert run.exit_code == 2
    assert told in " ".join(run.stderr.replace("│", " ").split())


# Going on


class Watching:
    """A `waymark watch` that runs, and the lines that it prints."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        self._threads = [threading.Thread(target=self._read, args=(one,)) for one in (process.stdout, process.stderr)]
        for thread in self._threads:
            thread.start()

    def _read(self, stream: Any) -> None:
        for line in stream:
            self._lines.put(line.rstrip("\n"))

    def until(self, words: str) -> str:
        """The next line that has these words."""
        seen: list[str] = []
        while True:
            try:
                line = self._lines.get(timeout=PATIENCE)
            except queue.Empty:
                raise AssertionError(f"no line with {words!r} in {seen}") from None
            if words in line:
                return line
            seen.append(line)

    def end(self, by: signal.Signals) -> list[str]:
        """End it; the lines that nobody read."""
        self.process.send_signal(by)
        self.process.wait(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
        return [self._lines.get() for _ in range(self._lines.qsize())]


@contextmanager
def watching(data: Path, *words: str) -> Iterator[Watching]:
    process = subprocess.Popen(
        (sys.executable, "-c", MAIN, "watch", "--data", str(data), *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        try:
            yield Watching(process)
        finally:
            if process.poll() is None:
                process.kill()


def test_a_change_of_a_ledger_is_built_and_told(tmp_path: Path, site: Hook) -> None:
    folder = write(tmp_path, QUIET)
    with watching(tmp_path, "--webhook", site.address) as running:
        running.until(f"watching {tmp_path / 'situations'}  (Ctrl+C stops it)")
        running.until("published: version ")
        write(tmp_path, BUSY)
        assert site.got.wait(PATIENCE)
        running.until("alert  test  many-in-a-week")
        # A ledger that is broken for a while holds up nothing, and what it brings is told once it is mended.
        site.got.clear()
        (folder / "figures.csv").write_text("figure_id\n", "utf-8")
        running.until("figures.csv")
        more = BUSY[1] | {"figure_id": "r2-02", "ref_start": "2019-02-04", "ref_end": "2019-02-10", "value": "7000"}
        write(tmp_path, [*BUSY, more])
        assert site.got.wait(PATIENCE)
        running.until("alert  test  many-in-a-week  Exits (persons) from 2019-02-04")
        assert running.end(signal.SIGINT)[-1:] == ["stopped"]
        assert running.process.returncode == 0
    told = [[alert["key"] for alert in json.loads(body)["alerts"]] for body in site.bodies]
    assert told == [["2019-W05 enclave certain"], ["2019-W06 enclave certain"]]
    # Whoever starts it again is told nothing twice.
    with watching(tmp_path, "--webhook", site.address) as again:
        again.until("watching")
        write(tmp_path, [*BUSY, more], WEEK + SILENCE)
        again.until("alert  test  silence")
        assert again.end(signal.SIGTERM)[-1:] == ["stopped"]
        assert again.process.returncode == 0
    assert [json.loads(body)["alerts"][0]["rule"] for body in site.bodies[2:]] == ["silence"]


def test_a_folder_that_is_replaced_is_watched_on(tmp_path: Path) -> None:
    write(tmp_path / "data", QUIET)
    write(tmp_path / "other", BUSY)
    with watching(tmp_path / "data") as running:
        running.until("published: version ")
        (tmp_path / "data" / "situations").rename(tmp_path / "before")
        (tmp_path / "other" / "situations").rename(tmp_path / "data" / "situations")
        running.until("alert  test  many-in-a-week")
        write(tmp_path / "data", BUSY, WEEK + SILENCE)
        running.until("alert  test  silence")
        running.end(signal.SIGINT)


def test_a_system_that_watches_no_more_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Iterator[set[object]]:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(watchfiles, "watch", refuse)
    with pytest.raises(WaymarkError, match=r"cannot be watched \(OS file watch limit reached\); set WATCHFILES_FORCE"):
        next(watch._changes(tmp_path))


def test_without_a_ledger_it_does_not_begin(tmp_path: Path) -> None:
    with watching(tmp_path) as running:
        running.until("name the data folder with --data")
        running.process.wait(PATIENCE)
        assert running.process.returncode == 1


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("figures.csv", True),
        ("texts/r1.md", True),
        (".waymark.lock", False),
        (".~lock.figures.csv#", False),
        ("figures.csv~", False),
        ("~$figures.csv", False),
        ("figures.csv.lock", False),
    ],
)
def test_what_editors_and_locks_leave_beside_a_ledger_is_no_change(name: str, matters: bool) -> None:
    assert watch._matters(f"data/situations/test/{name}") is matters


class Clock:
    """Time that passes when nothing changes, half a second at a look; the rounds that were made, by time."""

    def __init__(self, rounds: list[Round | Exception]) -> None:
        self.now = 0.0
        self.rounds = rounds
        self.made: list[float] = []

    def quiet(self, seconds: float) -> Iterator[bool]:
        while self.now < seconds:
            yield False
            self.now += 0.5

    def look(self, *_: object) -> Round:
        self.made.append(self.now)
        one = self.rounds.pop(0) if self.rounds else FINE
        if isinstance(one, Exception):
            raise one
        return one


FINE: Any = Round(published=type("Published", (), {"changed": False})())


@pytest.mark.parametrize(
    ("rounds", "times"),
    [
        ([], [0, 600, 1200]),
        ([Round(), Round(), Round()], [0, 60, 180, 420, 1020]),
        ([ConflictError("busy")] * 7, [0, 60, 180, 420, 900, 1500]),
        ([Round(published=FINE.published, problems=["a ledger"])], [0, 600, 1200]),
        ([Round(published=FINE.published, undelivered=["a target"])], [0, 60, 660, 1260]),
    ],
    ids=["quiet", "no build", "refused", "broken ledger", "not told"],
)
def test_it_looks_again_in_time_and_sooner_where_something_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rounds: list[Round | Exception], times: list[float]
) -> None:
    write(tmp_path, QUIET)
    clock = Clock(list(rounds))
    monkeypatch.setattr("etl.cli.watch.time.monotonic", lambda: clock.now)
    monkeypatch.setattr(watch, "_changes", lambda _: clock.quiet(1_600))
    monkeypatch.setattr(watch, "_look", clock.look)
    from etl.alerts.rounds import Watch

    watch._watch(Watch(tmp_path, tmp_path / "published"), tell_all=False, every=600.0)
    assert [time for time in clock.made if time < 1_600][: len(times)] == times


def test_what_is_still_wrong_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, QUIET)
    broken, other = Round(problems=["row 2"]), Round(problems=["row 3"])
    clock = Clock([broken, broken, other, FINE, other])
    monkeypatch.setattr(watch, "_changes", lambda _: iter([True] * 5))
    monkeypatch.setattr(watch, "_look", clock.look)
    from etl.alerts.rounds import Watch

    watch._watch(Watch(tmp_path, tmp_path / "published"), tell_all=False, every=600.0)
    assert capsys.readouterr().err.splitlines() == ["row 2", "row 3", "row 3"]
