"""How fast reports become proposed figures, and whether memory stays flat however many there are.

First a folder of files of about 2 KiB through `waymark extract`, in one process and in several; then texts that are
made one by one, with other numbers and dates each time, through the library alone. The same seed gives the same texts.
Prints megabytes (UTF-8) a second, and the most memory that was resident up to then.

    python tests/benchmarks/extraction.py [--files 2000] [--texts 100000] [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage

WAYMARK = (sys.executable, "-c", "from etl.cli import main; main()")
_ROUND = (1_000, 10_000, 100_000)
# What getrusage counts in: bytes on macOS, KiB elsewhere.
_UNIT = 1 if sys.platform == "darwin" else 1024

_LONG = (
    "Residents of the eastern bank spoke of a quiet night after days of shelling, while aircraft circled over the last "
    "villages and traders waited for the road to open. A local council said that bread was short and that two of its "
    "wells had run dry, and it asked the agencies for fuel, blankets and a second clinic before the rains begin. "
)
_EXITS = (
    "On {day}, more than {n} people got out of the enclave on board {k} trucks, including about {m} Iraqis. The number "
    "of those who have got out since {start} has risen to {total}, the observatory said. "
)
_CAMP = (
    "Officials of the camp counted {n} new arrivals on {day}; at least {k} children died on the way. Between {m} and "
    "{total} people now live in the camp. "
)
_ARABIC = (
    "خرج أكثر من {n} شخص من الجيب الأخير يوم أمس، بينهم نحو {m} طفل، وارتفع إلى {total} عدد الخارجين منذ مطلع كانون الأول. "
    "وقال سكان إن الطريق بقي مغلقا معظم ساعات النهار بانتظار انتهاء إجراءات التفتيش قرب الحاجز. "
)


def main() -> None:
    """Measure and print, a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        size = write_files(Path(scratch), arguments.files, arguments.seed)
        for processes in sorted({1, min(2, os.cpu_count() or 1)}):
            seconds, lines, peak = extract(Path(scratch), processes)
            what = f"waymark extract, {arguments.files:,} files, {lines:,} figures, processes {processes}:"
            say(f"{what} {size / 1e6 / seconds:.2f} MB/s, {seconds:.1f} s, {peak / 2**20:.0f} MiB resident at most")
    loop(arguments.texts, arguments.seed)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a benchmark is there to print


def made_texts(seed: int) -> Iterator[tuple[date, str]]:
    """Days of publication and texts of about 2 KiB, without end."""
    random = Random(seed)
    while True:
        published = date(2018, 12, 20) + timedelta(days=random.randrange(2_000))
        values = {
            "day": f"{published - timedelta(days=random.randrange(1, 6)):%d %B %Y}",
            "start": f"{published - timedelta(days=random.randrange(20, 90)):%d %B %Y}",
            "n": f"{random.randrange(200, 9_000):,}",
            "m": random.randrange(20, 190),
            "k": random.randrange(2, 60),
            "total": f"{random.randrange(10_000, 99_000):,}",
        }
        language = random.random()
        figures = _ARABIC if language < 0.3 else random.choice((_EXITS, _CAMP))
        before = random.randrange(2, 5)
        yield published, _LONG * before + figures.format(**values) + "\n\n" + _LONG * (6 - before)


def write_files(folder: Path, count: int, seed: int) -> int:
    """Writes reports with front matter; gives their size in bytes."""
    size = 0
    for number, (published, text) in zip(range(count), made_texts(seed), strict=False):
        head = f'---\nid: b{number:06d}\npublisher: "Observatory"\npublished: {published}\n---\n'
        file = folder / f"{number // 500:03d}" / f"{number:06d}.md"
        file.parent.mkdir(exist_ok=True)
        size += file.write_bytes((head + text).encode())
    return size


def extract(folder: Path, processes: int) -> tuple[float, int, int]:
    """Seconds, lines printed and the most bytes resident in the process that prints, of one run over a folder."""
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        run = subprocess.Popen(
            (*WAYMARK, "extract", "--format", "jsonl", "--processes", str(processes), folder), stdout=out
        )
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if run.returncode:
            raise SystemExit("waymark extract failed")
        out.seek(0)
        return seconds, sum(1 for _ in out), usage.ru_maxrss * _UNIT


def loop(count: int, seed: int) -> None:
    """Reads made texts one after the other, and says at each power of ten how it stands."""
    from etl.reading import ReportContext, read_report

    size = figures = 0
    reading = 0.0
    for number, (published, text) in zip(range(1, count + 1), made_texts(seed), strict=False):
        started = time.perf_counter()
        result = read_report(text, ReportContext(f"b{number:06d}", "Observatory", published))
        reading += time.perf_counter() - started
        size += len(text.encode())
        figures += len(result.proposals)
        if number in _ROUND or number == count:
            peak = getrusage(RUSAGE_SELF).ru_maxrss * _UNIT
            speed = f"{size / 1e6 / reading:.2f} MB/s"
            say(f"read_report, {number:,} texts, {figures:,} figures: {speed}, {peak / 2**20:.1f} MiB resident at most")


if __name__ == "__main__":
    main()
