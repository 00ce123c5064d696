"""axe-core finds nothing against WCAG 2.2 A and AA: on every page, drawn and interactive, in light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened, is_situation
from tests.browser.reading import PAGES

pytestmark = pytest.mark.browser

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })", TAGS
    )
    assert len(result["passes"]) > 5
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"[:400]
        for one in result["violations"]
        for node in one["nodes"][:5]
    ]


def violations_in_either_light(page: Page) -> list[str]:
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    return found + [f"dark: {one}" for one in violations(page)]


@pytest.mark.parametrize("path", PAGES)
def test_once_ready(open_page: Opened, path: str) -> None:
    assert violations_in_either_light(open_page(path)) == []


@pytest.mark.parametrize("path", [path for path in PAGES if is_situation(path)])
def test_as_the_server_draws_it(open_page: Opened, path: str) -> None:
    page = open_page(path, ready=False, route=lambda _: None)
    expect(page.locator("#drawn h1")).to_be_visible()
    assert violations_in_either_light(page) == []


def test_on_a_phone_with_everything_open(open_page: Opened) -> None:
    page = open_page("/s/enclave-exits", width=390)
    for summary in page.locator("#app summary").all():
        summary.click()
    assert violations(page) == []


def test_the_way_by_keyboard_begins_with_the_content(open_page: Opened) -> None:
    page = open_page("/s/enclave-exits")
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
