"""What an embed weighs, when it is seen on a bad line, and how many a server answers.

    python tests/benchmarks/embeds.py [--runs 5] [--seconds 5]

Prints lines "name value unit (target …)". The weight is what travels, of each chart of the shipped situations and of
some heavier views; the time is the median of cold visits by a browser of 390 × 844 on 400 kbit/s and 400 ms, with a
processor slowed down four times, until the chart is to be seen. Answers are counted on a server that has one core, asked
by two clients that keep their connections: the same address again and again, and addresses that nobody asked for before.
Needs Chromium (CHROMIUM=/path names one).
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import count
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks._serving import fetch, served
from tests.benchmarks.page_load import LINES, say, slow_down
from tests.conftest import CHROMIUM_ARGUMENTS, NO_CHROMIUM, find_chromium

EMBEDS = (
    "/embed/enclave-exits",
    "/embed/enclave-exits.new",
    "/embed/enclave-exits.nationality",
    "/embed/enclave-exits?source=all&phase=all",
    "/embed/enclave-exits?basis=both",
    "/embed/enclave-exits.new?basis=reconciled&freq=day",
    "/embed/al-hol-camp",
    "/embed/al-hol-camp?measure=departures&by=nationality&source=all",
)
CLIENTS = 2


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure embeds.")
    parser.add_argument("--runs", type=int, default=5, help="visits of each embed on the slow line (5)")
    parser.add_argument("--seconds", type=float, default=5, help="for how long answers are counted (5)")
    asked = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(NO_CHROMIUM)
    with served(one_core=True) as server:
        sizes = {path: len(fetch(server.address + path)) for path in EMBEDS}
        say("heaviest embed, compressed", f"{max(sizes.values()) / 1024:.1f} KiB", "at most 8 KiB")
        say("usual embed, compressed", f"{median(sizes.values()) / 1024:.1f} KiB", "at most 8 KiB")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
            heaviest = max(sizes, key=lambda path: sizes[path])
            for name, path in (("usual", EMBEDS[0]), ("heaviest", heaviest)):
                seen = [visible(browser, server.address + path) for _ in range(asked.runs)]
                say(f"{name} embed visible, slow3g", f"{median(seen):.2f} s", "at most 1.2 s")
            browser.close()
        rate = answered(server.address, (EMBEDS[0] for _ in count()), asked.seconds)
        say("embeds answered again, one core", f"{rate:.0f} a second", "at least 200 a second")
        rate = answered(server.address, (f"{EMBEDS[0]}?unasked={number}" for number in count()), asked.seconds)
        say("embeds answered for the first time, one core", f"{rate:.0f} a second", "at least 30 a second")


def visible(browser: Browser, address: str) -> float:
    """Seconds from asking until the chart is seen, by a browser that has never been here."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    slow_down(context.new_cdp_session(page), LINES["slow3g"])
    started = time.monotonic()
    page.goto(address, wait_until="commit")
    page.locator("svg:visible").first.wait_for()
    # To be there is not yet to be seen: the second frame comes when the first one has been painted.
    page.evaluate("() => new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    took = time.monotonic() - started
    context.close()
    return took


def answered(address: str, paths: Iterator[str], seconds: float) -> float:
    """Answers in a second to clients that ask for the next of `paths` as soon as they have the one before."""
    lock, counts, ends = threading.Lock(), [0] * CLIENTS, time.monotonic() + seconds

    def ask(place: int) -> None:
        connection = HTTPConnection(urlsplit(address).netloc)
        while time.monotonic() < ends:
            with lock:
                path = next(paths)
            connection.request("GET", path, headers={"Accept-Encoding": "br"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
            counts[place] += 1
        connection.close()

    clients = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    started = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return sum(counts) / (time.monotonic() - started)


if __name__ == "__main__":
    main()
