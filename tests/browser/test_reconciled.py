"""What all figures together allow: chosen by the controls, with and without scripts, and on a small screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.reading import control, drawn, query_of, shown_cells, shown_keys, spot_of, titles
from tests.browser.test_accessibility import violations_in_either_light
from tests.browser.test_layout import expect_no_overflow

pytestmark = pytest.mark.browser

HOME = "/s/enclave-exits"
VIEWS = (
    f"{HOME}?basis=reconciled",
    f"{HOME}?basis=reconciled&freq=day",
    f"{HOME}?basis=both",
    f"{HOME}?by=nationality&basis=reconciled&freq=month",
    "/s/al-hol-camp?measure=returns&basis=reconciled",
    "/s/al-hol-camp?measure=departures&by=nationality&basis=both&freq=month",
)


def expect_drawn(page: Page) -> None:
    """That the page shows what the server draws for its address: titles, tables and marks."""
    answer = drawn(page, page.url)
    expect(titles(page)).to_have_text(answer.titles)
    expect(page.locator("#app .js-plotly-plot .main-svg:first-child")).to_have_count(len(answer.titles))
    assert shown_cells(page) == answer.cells
    # A mark that rests on no figure has no key.
    assert shown_keys(page) == {chart: keys - {""} for chart, keys in answer.keys.items()}


def choose_by_keyboard(page: Page, name: str, typed: str, value: str) -> None:
    """Find a choice by the beginning of its words, as the keyboard does in a list."""
    field = control(page, name)
    field.focus()
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(field).to_have_value(value)


def test_basis_and_frequency_by_keyboard_and_the_way_back(open_page: Opened) -> None:
    page = open_page(HOME)
    before = titles(page).all_text_contents()
    expect(control(page, "freq")).to_have_count(0)
    choose_by_keyboard(page, "basis", "as all", "reconciled")
    expect(page).to_have_url(re.compile(r"\?basis=reconciled$"))
    expect(titles(page).nth(1)).to_have_text("Exits (people), by week")
    expect(control(page, "basis")).to_be_focused()
    expect_drawn(page)
    choose_by_keyboard(page, "freq", "month", "month")
    expect(page).to_have_url(re.compile(r"\?basis=reconciled&freq=month$"))
    expect(titles(page).nth(1)).to_have_text("Exits (people), by month")
    expect(control(page, "freq")).to_be_focused()
    expect_drawn(page)
    page.go_back()
    expect(titles(page).nth(1)).to_have_text("Exits (people), by week")
    expect(control(page, "freq")).to_have_value("week")
    page.go_back()
    expect(titles(page)).to_have_text(before)
    assert query_of(page) == {}
    expect(control(page, "freq")).to_have_count(0)
    page.go_forward()
    expect(titles(page).nth(1)).to_have_text("Exits (people), by week")
    expect_drawn(page)


def test_back_to_what_sources_say(open_page: Opened) -> None:
    page = open_page(f"{HOME}?basis=both")
    field = control(page, "basis")
    field.focus()
    field.select_option("reported")
    expect(page).to_have_url(re.compile(r"/s/enclave-exits$"))
    expect(titles(page).nth(1)).to_have_text("Exits (people) in each reported interval")
    expect_drawn(page)


def test_without_scripts(open_page: Opened) -> None:
    page = open_page(HOME, scripts=False)
    page.locator("#drawn [name=basis]").select_option("reconciled")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"\?basis=reconciled$"))
    expect(page.locator("#drawn figure h2").nth(1)).to_have_text("Exits (people), by week")
    page.locator("#drawn [name=freq]").select_option("day")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"\?basis=reconciled&freq=day$"))
    expect(page.locator("#drawn figure h2").nth(1)).to_have_text("Exits (people), by day")
    page.locator("#table-new summary").click()
    row = page.locator("#table-new tbody tr", has_text="17 Mar 2019").first
    expect(row).to_be_visible()
    row.locator("a").click()
    expect(page).to_have_url(re.compile(r"figure=r[\d-]+#figure$"))
    expect(page.locator("#figure #citation-figure")).to_be_visible()


def test_a_box_is_a_link_to_a_figure_that_binds_it(open_page: Opened) -> None:
    page = open_page(f"{HOME}?basis=reconciled&freq=month", scripts=False)
    page.locator("#block-new svg:visible a[data-k]").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"figure=r[\d-]+#figure$"))
    expect(page.locator("#figure #figure-title")).to_be_visible()


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_a_mark_opens_the_panel_of_a_figure_that_binds_it(open_page: Opened, by: str) -> None:
    finger = by == "finger"
    page = open_page(f"{HOME}?basis=reconciled", width=390 if finger else 1280, has_touch=finger, is_mobile=finger)
    spot = spot_of(page, "cumulative", "r014-03")
    if finger:
        page.touchscreen.tap(*spot)
    else:
        page.mouse.move(*spot)
        page.mouse.click(*spot)
    expect(page).to_have_url(re.compile(r"\?basis=reconciled&figure=r014-03$"))
    expect(page.locator("#app #figure #figure-title")).to_have_text("about 4,900 people")
    page.keyboard.press("Escape")
    expect(page.locator("#app #figure")).to_have_count(0)
    assert query_of(page) == {"basis": "reconciled"}


def test_a_mark_that_rests_on_no_figure_opens_nothing(open_page: Opened) -> None:
    page = open_page(f"{HOME}?basis=reconciled")
    spot = spot_of(page, "cumulative", "")
    page.mouse.move(*spot)
    hint = page.locator('#app [data-chart="cumulative"] .hoverlayer .hovertext').first
    expect(hint).to_contain_text("Start of the count")
    page.mouse.click(*spot)
    page.wait_for_timeout(300)
    assert query_of(page) == {"basis": "reconciled"}
    expect(page.locator("#app #figure")).to_have_count(0)


@pytest.mark.parametrize("path", VIEWS)
def test_the_interactive_charts_are_those_that_were_drawn(open_page: Opened, path: str) -> None:
    expect_drawn(open_page(path))


@pytest.mark.parametrize("path", VIEWS)
def test_accessible_in_light_and_dark(open_page: Opened, path: str) -> None:
    assert violations_in_either_light(open_page(path)) == []


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_is_wider_than_a_phone(open_page: Opened, path: str, scripts: bool) -> None:
    page = open_page(path, width=390, height=800, scripts=scripts)
    for summary in page.locator("#app summary" if scripts else "#drawn summary").all():
        summary.click()
    expect_no_overflow(page)
