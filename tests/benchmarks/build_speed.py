"""How long `waymark build` takes and how much memory: the shipped data, many small situations, a million figures.

    python tests/benchmarks/build_speed.py [--situations 1000] [--figures 1000] [--small 100]

Prints lines "name value unit (target …)". The times are those of whole processes; memory is the resident memory of the
process and all its children together, at its highest. Reading the published files is the floor under any reader. The
shipped data and the small situations are reconciled, the million figures are published as reported.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WAYMARK = (sys.executable, "-c", "from etl.cli import main; main()")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure `waymark build`.")
    parser.add_argument("--situations", type=int, default=1000, help="how many made-up situations (1000)")
    parser.add_argument("--figures", type=int, default=1000, help="how many figures in each (1000)")
    parser.add_argument("--small", type=int, default=100, help="how many situations of 30 figures to reconcile (100)")
    parser.add_argument("--shipped", type=Path, default=ROOT / "data", help="the data folder that is built first")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shipped, large, out = Path(folder, "shipped"), Path(folder, "large"), Path(folder, "out")
        seconds, _, _ = build(asked.shipped, shipped)
        say("build of the shipped data, the first", f"{seconds:.1f}", "s", "at most 30 s")
        seconds, _, _ = build(asked.shipped, shipped)
        say("build of the shipped data, unchanged", f"{seconds:.2f}", "s", "at most 2 s")
        small = Path(folder, "small")
        generate(small, asked.small, 30)
        alone, _, _ = build(small, Path(folder, "alone"), "--processes", "1")
        seconds, highest, _ = build(small, Path(folder, "together"))
        say(f"build of {asked.small:,} small situations, reconciled", f"{seconds:.1f}", "s", "none")
        say("against one process", f"{alone / seconds:.2f}", "times as fast", "about as many as cores")
        say("memory of reconciling them", f"{highest / 2**20:,.0f}", "MiB", "at most 2,048 MiB")
        generate(large, asked.situations, asked.figures)
        seconds, highest, manifest = build(large, out, "--no-reconcile")
        figures = manifest["tables"]["figures"]["rows"]
        say(f"build of {figures:,} figures", f"{seconds:.1f}", "s", "at most 60 s for 1,000,000")
        say(f"memory of building {figures:,} figures", f"{highest / 2**20:,.0f}", "MiB", "at most 2,048 MiB")
        size = sum(table["bytes"] for table in manifest["tables"].values())
        say(f"files of {figures:,} figures", f"{size / 2**20:,.0f}", "MiB", "none")
        version = out / manifest["version"]
        say("reading them with pyarrow", f"{reading(_READ_ARROW, version):.2f}", "s", "none: the floor")
        say("reading them with pandas", f"{reading(_READ_PANDAS, version):.2f}", "s", "none: the floor")


def generate(data: Path, situations: int, figures: int) -> None:
    size = ("--situations", str(situations), "--figures", str(figures))
    subprocess.run((sys.executable, Path(__file__).with_name("_generate.py"), data, *size), check=True)


def say(name: str, value: str, unit: str, target: str) -> None:
    print(f"{name} {value} {unit} (target {target})", flush=True)  # noqa: T201 - a benchmark is there to print


def build(data: Path, out: Path, *options: str) -> tuple[float, int, dict[str, Any]]:
    """Seconds, most bytes of memory, and the manifest of a build."""
    started = time.perf_counter()
    process = subprocess.Popen(
        (*WAYMARK, "build", "--data", data, "--out", out, *options), cwd=ROOT, stdout=subprocess.DEVNULL
    )
    watched = Watch(process.pid)
    if process.wait():
        raise SystemExit("the build failed")
    seconds = time.perf_counter() - started
    return seconds, watched.stop(), json.loads((out / "manifest.json").read_text("utf-8"))


class Watch:
    """Looks at the resident memory of a process and its children, ten times a second."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._highest = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self._highest

    def _look(self) -> None:
        while not self._over.wait(0.1):
            self._highest = max(self._highest, sum(map(_resident, _tree(self._pid))))


def _tree(pid: int) -> list[int]:
    """A process and everything it started, by what Linux says of each."""
    found = [pid]
    for one in found:
        try:
            found += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0)


_READ_ARROW = """
import sys, time, pathlib, pyarrow.parquet as pq
started = time.perf_counter()
tables = [pq.read_table(file) for file in pathlib.Path(sys.argv[1]).glob("*.parquet")]
print(time.perf_counter() - started)
"""
_READ_PANDAS = """
import sys, time, pathlib, pandas as pd
started = time.perf_counter()
tables = [pd.read_parquet(file) for file in pathlib.Path(sys.argv[1]).glob("*.parquet")]
print(time.perf_counter() - started)
"""


def reading(program: str, version: Path) -> float:
    """Seconds that a program of its own needs to read every table, imports apart."""
    return float(subprocess.run((sys.executable, "-c", program, version), check=True, capture_output=True).stdout)


if __name__ == "__main__":
    main()
