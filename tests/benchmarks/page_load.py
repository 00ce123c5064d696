"""How long a reader on a phone waits for a situation's page, on a good line and on bad ones.

    python tests/benchmarks/page_load.py [--runs 3] [--profile slow4g …]

Prints lines "name value unit (target …)", each the median of the runs. Every run is a browser that has never been here:
a window of 390 × 844, nothing cached. slow4g is 1.6 Mbit/s and 150 ms, slow3g 400 kbit/s and 400 ms, both with a
processor slowed down four times. The first chart is the server's picture; interactive is when the chart that answers to
a finger has taken its place. Needs Chromium (CHROMIUM=/path names one).
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Error, sync_playwright

from tests.benchmarks._serving import PAGE, served, settle
from tests.conftest import CHROMIUM_ARGUMENTS, NO_CHROMIUM, find_chromium

FIRST_CHART = "#drawn figure svg:visible"
INTERACTIVE = "html.ready #app .js-plotly-plot .main-svg:visible"
LIMIT = 120
"""Seconds after which a page counts as never shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A connection (None: as it is) and what is asked of the page on it, in seconds."""

    kbit: int | None
    latency_ms: int
    slowdown: int
    first_chart: float
    interactive: float | None


LINES = {
    "none": Line(None, 0, 1, 0.5, None),
    "slow4g": Line(1600, 150, 4, 1.5, 8),
    "slow3g": Line(400, 400, 4, 3, LIMIT),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """Seconds until the first chart and until it was interactive (None: never), KiB and requests in all."""

    first_chart: float | None
    interactive: float | None
    kib: float
    requests: int


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how a situation's page loads.")
    parser.add_argument("--runs", type=int, default=3, help="visits for each line (3)")
    parser.add_argument("--profile", choices=LINES, nargs="+", default=list(LINES), help="the lines to measure")
    asked = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(NO_CHROMIUM)
    with served() as server, sync_playwright() as playwright:
        settle(server.address)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        for name in asked.profile:
            line = LINES[name]
            visits = [visit(browser, server.address + PAGE, line) for _ in range(asked.runs)]
            interactive = "none" if line.interactive is None else f"at most {line.interactive:g} s"
            say(f"first chart, {name}", seconds([one.first_chart for one in visits]), f"at most {line.first_chart:g} s")
            say(f"interactive, {name}", seconds([one.interactive for one in visits]), interactive)
            say(f"transferred, {name}", f"{median(one.kib for one in visits):.0f} KiB", "at most 800 KiB")
            say(f"requests, {name}", f"{median(one.requests for one in visits):.0f} requests", "none")
        browser.close()


def say(name: str, value: str, target: str) -> None:
    print(f"{name} {value} (target {target})", flush=True)  # noqa: T201 - a benchmark is there to print


def seconds(found: list[float | None]) -> str:
    """The median, where every visit came so far."""
    known = [one for one in found if one is not None]
    return (
        f"{median(known):.2f} s"
        if len(known) == len(found)
        else f"never in {len(found) - len(known)} of {len(found)} s"
    )


def visit(browser: Browser, address: str, line: Line) -> Visit:
    """One cold visit. What is transferred counts until the network has been quiet for half a second."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    traffic = watched(session)
    slow_down(session, line)
    started = time.monotonic()
    shown: list[float | None] = []
    try:
        page.goto(address, wait_until="commit", timeout=LIMIT * 1000)
        for selector in (FIRST_CHART, INTERACTIVE):
            page.locator(selector).first.wait_for(timeout=LIMIT * 1000)
            shown.append(time.monotonic() - started)
        page.wait_for_load_state("networkidle", timeout=LIMIT * 1000)
    except Error:
        shown += [None, None]
    context.close()
    return Visit(shown[0], shown[1], traffic["bytes"] / 1024, traffic["requests"])


def slow_down(session: CDPSession, line: Line) -> None:
    """Give a page the connection and the processor of a line."""
    if line.kbit is None:
        return
    bytes_per_second = line.kbit * 1000 / 8
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": line.latency_ms,
            "downloadThroughput": bytes_per_second,
            "uploadThroughput": bytes_per_second,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": line.slowdown})


def watched(session: CDPSession) -> dict[str, int]:
    """Counts of what comes over the network from now on, kept up as it comes."""
    counts = {"bytes": 0, "requests": 0}

    def sent(_: Any) -> None:
        counts["requests"] += 1

    def finished(event: dict[str, Any]) -> None:
        counts["bytes"] += int(event["encodedDataLength"])

    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.requestWillBeSent", sent)
    session.on("Network.loadingFinished", finished)
    return counts


if __name__ == "__main__":
    main()
