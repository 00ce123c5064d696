"""A mark of either chart opens the panel of its figure, by pointer, finger and keyboard; and what the panel holds."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.reading import query_of, spot_of

pytestmark = pytest.mark.browser

HOME = "/s/enclave-exits"
PANEL = "#app #figure"


def expect_panel(page: Page, count: str, publisher: str) -> None:
    """That the panel is open, complete, and has the focus."""
    panel = page.locator(PANEL)
    expect(panel).to_be_visible()
    expect(panel.locator("#figure-title")).to_have_text(count)
    expect(panel.locator("#figure-title")).to_be_focused()
    terms = panel.locator("dt").all_inner_texts()
    assert set(terms) >= {
        "As reported",
        "Words",
        "Read as",
        "When",
        "Counted by",
        "Report",
        "Published by",
        "Published",
    }
    expect(panel.locator("dd", has_text=publisher).first).to_be_visible()
    expect(panel.locator('dd a[href^="http"]').first).to_have_attribute("href", re.compile("^https?://"))
    citation = panel.locator("#citation-figure").inner_text()
    address = urlsplit(page.url)
    frozen = re.escape(f"{address.scheme}://{address.netloc}") + r"/v/\d{4}-\d\d-\d\d-[0-9a-f]{12}"
    assert re.search(frozen + re.escape(address.path), citation)
    assert f"figure={query_of(page)['figure']}" in citation
    assert publisher in citation


def close_by_escape(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_have_count(0)
    expect(page).not_to_have_url(re.compile("figure="))


@pytest.mark.parametrize(
    ("chart", "key", "count", "publisher"),
    [
        ("cumulative", "r024-07", "49,050 people", "Rudaw (via Hatha al-Youm)"),
        ("new", "r061-03", "11,100 people", "SOHR"),
    ],
)
@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_a_mark_opens_its_figure(open_page: Opened, chart: str, key: str, count: str, publisher: str, by: str) -> None:
    page = open_page(HOME, width=1280 if by == "mouse" else 390, has_touch=by == "finger", is_mobile=by == "finger")
    spot = spot_of(page, chart, key)
    if by == "mouse":
        page.mouse.move(*spot)
        page.mouse.click(*spot)
    else:
        page.touchscreen.tap(*spot)
    expect(page).to_have_url(re.compile(rf"figure={key}$"))
    expect_panel(page, count, publisher)
    close_by_escape(page)


@pytest.mark.parametrize("chart", ["cumulative", "new", "nationality", "population"])
def test_along_a_chart_by_keyboard(open_page: Opened, chart: str) -> None:
    page = open_page(HOME)
    frame = page.locator(f'#app [data-chart="{chart}"]')
    frame.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    label = frame.locator(".hoverlayer .hovertext").first
    expect(label).to_be_visible()
    page.keyboard.press("Home")
    expect(label).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(PANEL)).to_be_visible()
    expect(page.locator(f"{PANEL} #figure-title")).to_be_focused()
    close_by_escape(page)
    expect(frame).to_be_focused()


def test_the_keyboard_reaches_every_mark(open_page: Opened) -> None:
    page = open_page(f"{HOME}?view=cumulative&source=SDF")
    page.locator('#app [data-chart="cumulative"]').focus()
    seen = []
    for press in ("Home", "ArrowRight"):
        page.keyboard.press(press)
        page.keyboard.press("Enter")
        expect(page.locator(PANEL)).to_be_visible()
        seen.append(page.locator(f"{PANEL} #figure-title").inner_text())
        close_by_escape(page)
    assert sorted(seen) == ["about 67,000 people", "more than 60,000 people"]


def test_links_inside_lead_to_other_figures_and_back(open_page: Opened) -> None:
    page = open_page(f"{HOME}?figure=r050-02")
    expect_panel(page, "36,250 people", "SOHR")
    page.locator(f"{PANEL} a", has_text="23,200 people").click()
    expect(page.locator(f"{PANEL} #figure-title")).to_have_text("23,200 people")
    assert query_of(page) == {"figure": "r050-03"}
    expect(page.locator(f"{PANEL} #figure-title")).to_be_focused()
    page.go_back()
    expect(page.locator(f"{PANEL} #figure-title")).to_have_text("36,250 people")
    page.locator(f"{PANEL} #figure-close").click()
    expect(page.locator(PANEL)).to_have_count(0)
    assert query_of(page) == {}


def test_a_link_in_a_table_opens_it_and_gets_the_focus_back(open_page: Opened) -> None:
    page = open_page(HOME)
    page.locator("#app #table-cumulative summary").click()
    link = page.locator("#app #table-cumulative td a", has_text="36,545").first
    link.click()
    expect(page.locator(f"{PANEL} #figure-title")).to_have_text("36,545 people")
    expect(page.locator("#app #table-cumulative")).to_have_attribute("open", "")
    close_by_escape(page)
    expect(link).to_be_focused()


def test_the_page_stays_where_it_is(open_page: Opened) -> None:
    page = open_page(HOME)
    spot = spot_of(page, "new", "r061-03")
    place = page.evaluate("window.scrollY")
    assert place > 300
    page.mouse.click(*spot)
    expect(page.locator(PANEL)).to_be_visible()
    page.locator(f"{PANEL} dd a[href*=figure]").first.click()
    expect(page).not_to_have_url(re.compile("r061-03"))
    close_by_escape(page)
    page.wait_for_timeout(100)
    assert abs(page.evaluate("window.scrollY") - place) < 3


def test_a_tile_opens_its_figure(open_page: Opened) -> None:
    page = open_page(HOME)
    page.locator("#app .tile .big a").first.click()
    expect_panel(page, "at least 64,100 people", "Al-Dostor")


def test_the_citation_can_be_copied(open_page: Opened) -> None:
    page = open_page(f"{HOME}?figure=r050-02", permissions=["clipboard-read", "clipboard-write"])
    page.locator(f"{PANEL} [data-copy=citation-figure]").click()
    expect(page.locator(f"{PANEL} [data-copied]")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(f"{PANEL} #citation-figure").text_content()
    assert "r050-02" in copied


def test_a_withheld_count_is_said_to_be_withheld(open_page: Opened) -> None:
    page = open_page(f"{HOME}?figure=r023-05")
    expect(page.locator(f"{PANEL} #figure-title")).to_have_text("withheld (small number)")
    expect(page.locator(f"{PANEL} blockquote")).to_have_count(0)
