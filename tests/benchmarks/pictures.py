"""How fast charts become pictures, how large the files are, and what memory drawing takes.

    python tests/benchmarks/pictures.py [--rounds 3]

Prints lines "name value unit (target …)". The charts are those of the shipped situations, in the view that a page shows
by itself and in others with more sources, groups and days; each is drawn in every format and on both grounds. The
targets are those of the usual format.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from dashboard.charts.build import charts_of
from dashboard.charts.chart import Chart
from dashboard.charts.picture import FORMATS, SCALES, THEMES, WIDE, picture_png, picture_svg
from dashboard.locales import languages, words
from dashboard.published import Published
from dashboard.select import read_view
from etl.pipeline import build
from tests.benchmarks._serving import ROOT

VIEWS: tuple[dict[str, str], ...] = (
    {},
    {"source": "all"},
    {"source": "all", "by": "nationality"},
    {"source": "all", "by": "population"},
    {"unit": "families"},
    {"as_of": "2019-02-01"},
)
TODAY = date(2026, 1, 31)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure pictures of charts.")
    parser.add_argument("--rounds", type=int, default=3, help="how often each picture is drawn (3)")
    rounds = parser.parse_args().rounds
    charts = shipped()
    say("charts", f"{len(charts)} charts, at most {max(map(marks, charts))} marks", "none")
    before = peak_mib()
    started = time.perf_counter()
    picture_png(charts[0])
    say("first PNG of a process", f"{(time.perf_counter() - started) * 1000:.0f} ms", "none")

    report("SVG, wide", charts, rounds, picture_svg, 10)
    for scale in SCALES:
        target = 150 if scale < 3 else None
        report(f"PNG, wide, {scale}×", charts, rounds, partial(picture_png, scale=scale), target)
    for one in FORMATS.values():
        if one is not WIDE:
            report(f"SVG, {one.name}", charts, rounds, partial(picture_svg, format=one), 10)
            report(f"PNG, {one.name}, 1×", charts, 1, partial(picture_png, format=one), None)
    report("SVG, wide, dark", charts, rounds, partial(picture_svg, theme="dark"), 10)
    after = peak_mib()
    picture_png(charts[0], FORMATS["square"], list(THEMES)[-1], max(SCALES))
    say("peak memory of drawing, all of the above", f"{after - before:.0f} MiB", "none")
    say("peak memory with the largest picture", f"{peak_mib() - before:.0f} MiB", "none")


def say(name: str, value: str, target: str) -> None:
    print(f"{name} {value} (target {target})", flush=True)  # noqa: T201 - a benchmark is there to print


def report(
    name: str, charts: list[Chart], rounds: int, draw: Callable[[Chart], str | bytes], target_ms: float | None
) -> None:
    """Draw every chart and say how long that took, and how large the pictures are."""
    took, sizes = [], []
    for _ in range(rounds):
        for chart in charts:
            started = time.perf_counter()
            picture = draw(chart)
            took.append((time.perf_counter() - started) * 1000)
            sizes.append(len(picture.encode() if isinstance(picture, str) else picture))
    target = "none" if target_ms is None else f"at most {target_ms:g} ms"
    say(f"{name}, median", f"{median(took):.1f} ms", "none")
    say(f"{name}, 95th percentile", f"{quantiles(took, n=20)[-1]:.1f} ms", target)
    say(f"{name}, size", f"{median(sizes) / 1024:.1f} KiB, at most {max(sizes) / 1024:.1f} KiB", "none")


def shipped() -> list[Chart]:
    """Charts of the shipped situations that show something."""
    found = []
    with TemporaryDirectory() as folder:
        build(ROOT / "data", Path(folder), reconcile=False)
        snapshot = Published(Path(folder), suppress_below=10).snapshot()
        for name in snapshot.summaries:
            data = snapshot.situation(name)
            for parameters in VIEWS:
                view = read_view(data, parameters, languages()).view
                found += charts_of(data, view, words(view.lang), TODAY)
    return [chart for chart in found if not chart.is_empty]


def marks(chart: Chart) -> int:
    return (
        sum(len(line.points) for line in chart.lines)
        + sum(len(bars.bars) for bars in chart.bars)
        + len(chart.categories)
    )


def peak_mib() -> float:
    """The most memory that this process has held so far, in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


if __name__ == "__main__":
    main()
