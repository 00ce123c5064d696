"""The server as it runs for readers: `waymark serve` in a process of its own, over freshly published data."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[2]
WAYMARK = (sys.executable, "-c", "from etl.cli import main; main()")
ON_ONE_CORE = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
"""Said before anything else by a process that is to have one core, where the system has a word for it."""
PAGE = "/s/enclave-exits"


@dataclass(frozen=True, slots=True)
class Running:
    """A server's address, and the seconds from its start to its first answer."""

    address: str
    cold_start: float


@contextmanager
def served(*, reconcile: bool = True, one_core: bool = False) -> Iterator[Running]:
    """Publish the shipped situations into a temporary folder and serve them on a free port until the block ends."""
    serve = WAYMARK
    if one_core and hasattr(os, "sched_setaffinity"):
        serve = (*WAYMARK[:2], f"{ON_ONE_CORE}; {WAYMARK[2]}")
    with tempfile.TemporaryDirectory() as folder:
        build: tuple[str, ...] = (*WAYMARK, "build", "--data", str(ROOT / "data"), "--out", folder)
        build = build if reconcile else (*build, "--no-reconcile")
        subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        started = time.perf_counter()
        process = subprocess.Popen(
            (*serve, "serve", "--published", folder, "--port", "0"), cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"http://[\w.]+:\d+", said)
            if found is None:
                raise SystemExit(f"the server did not start: {said}")
            fetch(f"{found[0]}{PAGE}")
            yield Running(found[0], time.perf_counter() - started)
        finally:
            process.terminate()
            process.wait(10)


def fetch(address: str, body: bytes | None = None) -> bytes:
    """What an address answers, compressed as it travels; with `body` by POST, as a callback asks."""
    headers = {"Accept-Encoding": "br"} | ({"Content-Type": "application/json"} if body is not None else {})
    with urlopen(Request(address, data=body, headers=headers), timeout=30) as answer:
        return bytes(answer.read())


def settle(address: str, limit: float = 120) -> None:
    """Return when every script of the page has been compressed as tightly as it will be.

    The server compresses quickly for whoever asks first and tightly in the background, and says nothing about it; so
    the sizes are watched until they have not changed for three seconds.
    """
    with urlopen(f"{address}{PAGE}", timeout=30) as answer:
        page = answer.read().decode()
    scripts = sorted(set(re.findall(r'(?:src|href)="(/(?:_dash-component-suites|assets)/[^"]+)"', page)))
    scripts += re.findall(r'src="(/assets/[^"]+)"', page)
    if not scripts:
        raise URLError("the page names no scripts")
    sizes: list[int] = []
    since = started = time.monotonic()
    while time.monotonic() - started < limit:
        now = [len(fetch(address + script)) for script in scripts]
        if now != sizes:
            sizes, since = now, time.monotonic()
        elif time.monotonic() - since > 3:
            return
        time.sleep(0.5)
    raise SystemExit(f"the server is still compressing after {limit:.0f} s")
