"""An embed where it is meant to be: in another site's page, with a strict policy, without scripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Opened
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def foreign(site: str) -> Iterator[str]:
    """Another site: a page with the frame that `src` names, under a policy that lets nothing else in."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            width = asked.get("width", ["100%"])[0]
            body = (
                f'<!doctype html><html lang="en"><head><title>A briefing</title></head><body>'
                f'<iframe src="{asked["src"][0].replace("&", "&amp;")}" title="The chart" width="{width}" height="600">'
                f"</iframe></body></html>"
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", f"default-src 'none'; frame-src {site}")
            self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
            self.send_header("Cross-Origin-Opener-Policy", "same-origin")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    # Another name for this machine, so that the two are different sites to the browser.
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join(5)


VIEWS = (
    "/embed/enclave-exits",
    "/embed/al-hol-camp.stock?measure=population&theme=dark",
    "/embed/enclave-exits.new?basis=both",
)


def framed(browser: Browser, foreign: str, src: str, *, width: int, scripts: bool = False) -> tuple[Page, list[str]]:
    """The foreign page with the frame, and what the browser complains of."""
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(f"{foreign}?src={quote(src, safe='')}")
    return page, complaints


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("width", [360, 1100])
def test_in_a_strict_page_without_scripts(browser: Browser, site: str, foreign: str, view: str, width: int) -> None:
    page, complaints = framed(browser, foreign, f"{site}{view}", width=width)
    frame = page.frame_locator("iframe")
    expect(frame.locator("svg:visible")).to_have_count(1)
    expect(frame.locator("h1")).to_be_visible()
    expect(frame.get_by_text("as known on").first).to_be_visible()
    expect(frame.get_by_text("Sources").first).to_be_visible()
    box = frame.locator("svg:visible").bounding_box()
    outer = page.locator("iframe").bounding_box()
    assert box is not None
    assert outer is not None
    assert outer["x"] <= box["x"]
    assert box["x"] + box["width"] <= outer["x"] + outer["width"]
    assert box["width"] > 0.9 * (outer["width"] - 30)
    assert complaints == []
    page.context.close()


def test_the_numbers_come_on_demand_inside_the_frame(browser: Browser, site: str, foreign: str) -> None:
    page, complaints = framed(browser, foreign, f"{site}/embed/enclave-exits", width=900)
    frame = page.frame_locator("iframe")
    frame.get_by_role("link", name="Show the numbers").click()
    expect(frame.locator("table tbody tr").first).to_be_visible()
    assert page.url.startswith(foreign)
    assert complaints == []
    page.context.close()


def test_the_title_opens_the_view_in_a_page_of_its_own(browser: Browser, site: str, foreign: str) -> None:
    page, _ = framed(browser, foreign, f"{site}/embed/enclave-exits.new?unit=families", width=900, scripts=True)
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").locator("h1 a").click()
    opened.value.wait_for_load_state("domcontentloaded")
    assert opened.value.url == f"{site}/s/enclave-exits?unit=families#block-new"
    assert page.url.startswith(foreign)
    page.context.close()


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_that_a_reader_of_screens_would_miss(open_page: Opened, view: str) -> None:
    page = open_page(view, width=400, height=620)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_previews_what_it_offers(open_page: Opened) -> None:
    page = open_page("/s/enclave-exits")
    block = page.locator("#share-cumulative")
    block.locator("summary").click()
    block.get_by_role("link", name="narrow, 400").click()
    frame = block.locator("iframe.preview")
    expect(frame).to_have_attribute("width", "400")
    inside = block.frame_locator("iframe.preview")
    expect(inside.locator("svg:visible")).to_have_count(1)
    block.get_by_role("link", name="wide, 900").click()
    expect(block.locator("iframe.preview")).to_have_count(1)
    expect(block.locator("iframe.preview")).to_have_attribute("width", "900")
