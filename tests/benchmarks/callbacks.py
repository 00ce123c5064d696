"""How fast the server answers a choice of a reader, and how soon it answers at all.

    python tests/benchmarks/callbacks.py [--requests 200]

Prints lines "name value unit (target …)". One client asks over HTTP on loopback for one view after the other, as the
page's callback does; no view is asked for twice before all have been.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import cycle, islice, product
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from urllib.parse import quote

from dashboard.published import Published
from dashboard.select import BREAKDOWNS, FREQUENCIES, SHOWS, measures, sources, units
from etl.pipeline import build
from tests.benchmarks._serving import ROOT, fetch, served

_BASES = (
    ("reported", ""),
    *product(("reconciled", "both"), (freq.value for freq in FREQUENCIES)),
)
"""What numbers a view shows: as sources say them, or as all figures together allow them by day, week or month."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the page's callback.")
    parser.add_argument("--requests", type=int, default=200, help="how many views to ask for (200)")
    asked = parser.parse_args()
    with served() as server:
        say("cold start to the first page", f"{server.cold_start:.2f} s", "at most 3 s")
        asked_for = views()
        fetch(f"{server.address}/_dash-update-component", question(*asked_for[0]))
        took, sizes = [], []
        for path, search in islice(cycle(asked_for), asked.requests):
            body = question(path, search)
            started = time.perf_counter()
            answer = fetch(f"{server.address}/_dash-update-component", body)
            took.append((time.perf_counter() - started) * 1000)
            sizes.append(len(answer))
        cuts = quantiles(took, n=100)
        say(f"page callback of {asked.requests} views, median", f"{cuts[49]:.1f} ms", "none")
        say(f"page callback of {asked.requests} views, 95th percentile", f"{cuts[94]:.1f} ms", "at most 60 ms")
        say("page callback, longest", f"{max(took):.1f} ms", "none")
        say("answer of the callback, median", f"{sorted(sizes)[len(sizes) // 2] / 1024:.1f} KiB", "none")


def say(name: str, value: str, target: str) -> None:
    print(f"{name} {value} (target {target})", flush=True)  # noqa: T201 - a benchmark is there to print


def views() -> list[tuple[str, str]]:
    """Paths and queries of many different views of the shipped situations."""
    found = []
    with TemporaryDirectory() as folder:
        build(ROOT / "data", Path(folder))
        snapshot = Published(Path(folder), suppress_below=10).snapshot()
        for name in snapshot.summaries:
            data = snapshot.situation(name)
            for measure in measures(data):
                for unit in units(data, measure):
                    named = ["main", "all", *sources(data, measure, unit)][:4]
                    choices = product(named, BREAKDOWNS, SHOWS, ("", "2019-03-01"), _BASES)
                    for source, by, show, as_of, (basis, freq) in choices:
                        said = {"measure": measure.value, "unit": unit.value, "source": source, "by": by, "view": show}
                        said |= {"as_of": as_of} if as_of else {}
                        said |= {"basis": basis, "freq": freq} if freq else {}
                        found.append(
                            (f"/s/{name}", "?" + "&".join(f"{key}={quote(text)}" for key, text in said.items()))
                        )
    # Neighbours in the list differ as much as views do, so that nothing kept for the one serves the next.
    return [found[(place * 97) % len(found)] for place in range(len(found))] if len(found) % 97 else found


def question(path: str, search: str) -> bytes:
    """What a browser posts when a reader's choice has changed the address."""
    return json.dumps(
        {
            "output": "..page.children...shown.data..",
            "outputs": [{"id": "page", "property": "children"}, {"id": "shown", "property": "data"}],
            "inputs": [
                {"id": "url", "property": "pathname", "value": path},
                {"id": "url", "property": "search", "value": search},
            ],
            "state": [{"id": "shown", "property": "data", "value": None}],
            "changedPropIds": ["url.search"],
        }
    ).encode()


if __name__ == "__main__":
    main()
