"""The shipped situations, served as `waymark serve` serves them, and pages of a browser that listen for complaints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from tests.dashboard.shipped import app, folder, site

__all__ = ["Opened", "app", "folder", "open_page", "site"]

READY = "html.ready #app .js-plotly-plot .main-svg"
"""Shows once the interactive charts have taken the place of the drawn ones."""

Opened = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Opened]:
    """A function that opens an address in a browser of its own and waits until it is ready for a reader.

    `width` and `height` of the window, `scripts` whether it runs them, `ready` whether to wait for the interactive
    charts, `route` what becomes of requests for scripts; more is given to the browser's context. After the test nothing may have been complained of: no error of a
    script, no refusal by policy, no address that was not found.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {message.text}")

    def opened(
        path: str,
        *,
        width: int = 1280,
        height: int = 900,
        scripts: bool = True,
        ready: bool = True,
        route: Callable[[Route], None] | None = None,
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, base_url=site, **more
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if route is not None:
            # Requests that a test holds back are complained of by the browser, and rightly.
            page.route("**/*.js*", route)
        else:
            page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path, wait_until="commit" if route else "load")
        if scripts and ready and is_situation(path):
            page.locator(READY).first.wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def is_situation(path: str) -> bool:
    """Whether an address is that of a situation's page, the one kind with interactive charts."""
    path = urlsplit(path).path
    return path.startswith("/s/") and path.count("/") == 2
