"""What stands before the scripts and without them, and how it gives way to the interactive charts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import READY, Opened
from tests.browser.reading import PAGES, drawn, shown_cells, shown_keys, titles

pytestmark = pytest.mark.browser

HOME = "/s/enclave-exits"
VIEWS = (
    HOME,
    f"{HOME}?measure=deaths&source=all&phase=all",
    f"{HOME}?measure=surrenders&by=population&source=all",
    "/s/al-hol-camp",
    "/s/al-hol-camp?measure=arrivals&source=all&phase=all",
    "/s/al-hol-camp?measure=departures&source=all",
)


class Line:
    """A line on which scripts are under way until it is told that they have arrived."""

    def __init__(self) -> None:
        self.arrived = False
        self.held: list[Route] = []

    def route(self, route: Route) -> None:
        if self.arrived:
            route.continue_()
        else:
            self.held.append(route)

    def arrive(self) -> None:
        self.arrived = True
        for route in self.held:
            route.continue_()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_drawn_charts_stand_before_any_script(open_page: Opened, width: int) -> None:
    page = open_page(HOME, width=width, ready=False, route=lambda _: None)
    pictures = page.locator("#drawn svg:visible")
    expect(pictures).to_have_count(4)
    box = pictures.first.bounding_box()
    assert box is not None
    assert box["width"] > 0.8 * min(width, 1000)
    expect(page.locator("#drawn .tile").first).to_be_visible()
    expect(page.locator("#app")).not_to_be_visible()
    expect(page.locator("#drawn [data-copy]").first).not_to_be_visible()


@pytest.mark.parametrize("address", VIEWS)
def test_picture_and_interactive_chart_agree(open_page: Opened, address: str) -> None:
    page = open_page(address)
    answer = drawn(page, address)
    expect(titles(page)).to_have_text(answer.titles)
    assert shown_keys(page) == answer.keys
    assert shown_cells(page) == answer.cells
    assert sum(map(len, answer.keys.values())) > 3


def test_a_view_without_anything_says_so_and_gives_way(open_page: Opened) -> None:
    page = open_page(f"{HOME}?start=2010-01-01&end=2010-02-01")
    expect(page.locator("#drawn")).to_have_count(0)
    expect(page.locator("#app [data-chart=cumulative]")).to_be_visible()


def test_a_slow_line_loses_nothing_that_a_reader_did(open_page: Opened) -> None:
    """Scripts that are still under way: a table is opened, the page scrolled, a link reached. All of it stays."""
    line = Line()
    page = open_page(HOME, width=390, height=844, ready=False, route=line.route)
    page.locator("#drawn #table-new summary").click()
    expect(page.locator("#drawn #table-new td").first).to_be_visible()
    page.locator("#drawn #table-new summary").scroll_into_view_if_needed()
    top = page.locator("#drawn #table-new summary").bounding_box()
    assert top is not None
    line.arrive()
    page.locator(READY).first.wait_for(state="attached")
    expect(page.locator("#drawn")).to_have_count(0)
    expect(page.locator("#app #table-new")).to_have_attribute("open", "")
    expect(page.locator("#app #table-new td").first).to_be_visible()
    expect(page.locator("#app #table-cumulative")).not_to_have_attribute("open", "")


def test_scripts_that_never_arrive_leave_the_drawn_page(open_page: Opened) -> None:
    page = open_page(HOME, ready=False, scripts=False)
    expect(page.locator("#drawn svg:visible")).to_have_count(4)
    expect(page.get_by_role("button", name="Show")).to_be_visible()


def test_a_control_that_is_held_keeps_the_focus(open_page: Opened) -> None:
    line = Line()
    page = open_page(HOME, ready=False, route=line.route)
    page.locator("#drawn [name=measure]").focus()
    line.arrive()
    page.locator(READY).first.wait_for(state="attached")
    expect(page.locator("#app [name=measure]")).to_be_focused()


def test_the_drawn_page_and_the_interactive_one_say_the_same(open_page: Opened) -> None:
    """But for the charts themselves and the button that only the drawn one needs."""
    plain = open_page(HOME, scripts=False)
    page = open_page(HOME)
    words = """([root, pick]) => [...document.querySelector(root).querySelectorAll(pick)]
        .filter(element => !element.closest(".chart") && element.textContent).map(element => element.textContent)"""
    pick = "h1, h2, h3, .lead, .freshness, .tile p, .muted, td, th, li, summary, #citation-view"
    before = plain.evaluate(words, ["#drawn", pick])
    assert len(before) > 300
    assert page.evaluate(words, ["#app", pick]) == before


class TestWithoutScripts:
    def test_charts_and_tables(self, open_page: Opened) -> None:
        page = open_page(HOME, width=390, scripts=False)
        expect(page.locator("#drawn svg:visible")).to_have_count(4)
        page.locator("#table-cumulative summary").click()
        expect(page.locator("#table-cumulative td", has_text="36,250").first).to_be_visible()

    def test_the_form_shows_what_it_is_asked_for(self, open_page: Opened) -> None:
        page = open_page(HOME, scripts=False)
        page.get_by_label("Measure").select_option("deaths")
        page.get_by_label("As known on").fill("2019-03-10")
        page.get_by_role("button", name="Show").click()
        expect(page).to_have_url(re.compile(r"\?measure=deaths&as_of=2019-03-10$"))
        expect(page.locator("#drawn figure h2").first).to_have_text("Deaths (people), running totals")
        expect(page.get_by_label("Measure")).to_have_value("deaths")

    def test_a_mark_is_a_link_to_its_figure(self, open_page: Opened) -> None:
        page = open_page(HOME, scripts=False)
        page.locator('#drawn svg:visible [data-k="r024-07"]').first.click()
        expect(page).to_have_url(re.compile(r"figure=r024-07#figure$"))
        expect(page.locator("#figure #figure-title")).to_have_text("49,050 people")
        expect(page.locator("#figure #citation-figure")).to_be_visible()
        page.locator("#figure-close").click()
        expect(page.locator("#figure")).to_have_count(0)

    def test_the_keyboard_reaches_marks_as_links(self, open_page: Opened) -> None:
        page = open_page(f"{HOME}?source=SDF&view=cumulative", scripts=False)
        mark = page.locator('#drawn svg:visible a[data-k="r074-01"]')
        mark.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#figure-title")).to_have_text("about 67,000 people")

    @pytest.mark.parametrize("path", PAGES)
    def test_every_page_is_there(self, open_page: Opened, path: str) -> None:
        page = open_page(path, scripts=False)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main")).to_be_visible()
        assert len(page.locator("main").inner_text()) > 200
