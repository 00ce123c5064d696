"""Every choice is in the address and on the page, and an address is a choice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened
from tests.browser.reading import control, drawn, query_of, shown_cells, shown_keys, titles

pytestmark = pytest.mark.browser

HOME = "/s/enclave-exits"


def choose(page: Page, name: str, value: str) -> None:
    field = control(page, name)
    if name in ("start", "end", "as_of"):
        field.focus()
        field.fill(value)
        field.press("Enter")
    else:
        field.focus()
        field.select_option(value)


def expect_drawn(page: Page) -> None:
    """That the page shows what the server draws for its address: titles, tables and marks."""
    answer = drawn(page, page.url)
    expect(titles(page)).to_have_text(answer.titles)
    expect(page.locator("#app .js-plotly-plot .main-svg:first-child")).to_have_count(len(answer.titles))
    assert shown_cells(page) == answer.cells
    assert shown_keys(page) == answer.keys


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("measure", "deaths", "Deaths (people), running totals"),
        ("unit", "families", "Exits (families)"),
        ("source", "SDF", "Source: Syrian Democratic Forces"),
        ("by", "nationality", "Iraq, SOHR"),
        ("group", "civilians", "reported as civilians"),
        ("phase", "2018-12-19", "since 19 December 2018"),
        ("view", "new", "Exits (people) in each reported interval"),
        ("start", "2019-02-01", "1 Feb – "),
        ("end", "2019-01-31", " – 31 Jan 2019"),
        ("as_of", "2019-01-31", "as known on 31 Jan 2019"),
    ],
)
def test_a_choice_changes_address_and_charts_and_keeps_the_focus(
    open_page: Opened, name: str, value: str, seen: str
) -> None:
    page = open_page(HOME)
    before = shown_keys(page)
    choose(page, name, value)
    expect(page).to_have_url(re.compile(rf"\?{name}={value}$"))
    expect(page.locator("#app .charts")).to_contain_text(seen)
    expect_drawn(page)
    assert shown_keys(page) != before
    expect(control(page, name)).to_have_value(value)
    expect(control(page, name)).to_be_focused()


def test_choices_add_up_and_defaults_leave_the_address(open_page: Opened) -> None:
    page = open_page(HOME)
    choose(page, "measure", "deaths")
    expect(page).to_have_url(re.compile("measure=deaths"))
    choose(page, "source", "all")
    expect(page).to_have_url(re.compile("source=all"))
    assert query_of(page) == {"measure": "deaths", "source": "all"}
    choose(page, "measure", "exits")
    expect(page).not_to_have_url(re.compile("measure"))
    assert query_of(page) == {"source": "all"}
    expect_drawn(page)


def test_a_group_of_two_parts_can_be_chosen(open_page: Opened) -> None:
    page = open_page("/s/al-hol-camp?measure=departures&source=all")
    choose(page, "group", "SYR+idps")
    expect(page).to_have_url(re.compile(r"group=SYR%2Bidps"))
    expect(page.locator("#app .charts")).to_contain_text("Syria, internally displaced people")
    expect(page.locator("#app .warning-line")).to_have_count(0)
    expect_drawn(page)


def test_back_and_forward(open_page: Opened) -> None:
    page = open_page(HOME)
    first = titles(page).all_text_contents()
    choose(page, "measure", "deaths")
    expect(titles(page).first).to_contain_text("Deaths")
    choose(page, "view", "new")
    expect(titles(page).first).to_contain_text("in each reported interval")
    page.go_back()
    expect(titles(page).first).to_contain_text("Deaths (people), running totals")
    assert query_of(page) == {"measure": "deaths"}
    expect(control(page, "view")).to_have_value("both")
    page.go_back()
    expect(titles(page)).to_have_text(first)
    assert query_of(page) == {}
    expect(control(page, "measure")).to_have_value("exits")
    page.go_forward()
    expect(titles(page).first).to_contain_text("Deaths (people), running totals")
    expect(control(page, "measure")).to_have_value("deaths")
    expect_drawn(page)


def test_a_copied_link_opens_the_same_view_elsewhere(open_page: Opened) -> None:
    page = open_page(HOME)
    choose(page, "measure", "surrenders")
    expect(titles(page).first).to_contain_text("surrenders")
    # The answer redraws the controls; what is typed before it comes would be lost.
    with page.expect_response(lambda answer: "_dash-update-component" in answer.url):
        choose(page, "source", "all")
    expect(page).to_have_url(re.compile("source=all"))
    choose(page, "as_of", "2019-03-10")
    expect(page.locator("#app .charts")).to_contain_text("as known on 10 Mar 2019")
    elsewhere = open_page(page.url)
    assert elsewhere.url == page.url
    assert titles(elsewhere).all_text_contents() == titles(page).all_text_contents()
    assert shown_cells(elsewhere) == shown_cells(page)
    assert shown_keys(elsewhere) == shown_keys(page)
    for name, value in (("measure", "surrenders"), ("source", "all"), ("as_of", "2019-03-10"), ("unit", "persons")):
        expect(control(elsewhere, name)).to_have_value(value)


def test_steps_through_what_was_known_and_back(open_page: Opened) -> None:
    page = open_page(HOME)
    page.locator("#app #vintage-steps a").first.click()
    expect(page).to_have_url(re.compile(r"as_of=2019-03-19$"))
    expect(page.locator("#app .charts")).to_contain_text("as known on 19 Mar 2019")
    expect(control(page, "as_of")).to_have_value("2019-03-19")
    expect_drawn(page)
    page.locator("#app #vintage-steps a", has_text="Reset").click()
    expect(page).to_have_url(re.compile(r"/s/enclave-exits$"))
    expect(page.locator("#app .charts")).to_contain_text("as known on 23 Mar 2019")


def test_the_reference_and_the_file_follow_the_choice(open_page: Opened) -> None:
    page = open_page(HOME)
    choose(page, "measure", "deaths")
    expect(page.locator("#app #citation-view")).to_contain_text("/s/enclave-exits?measure=deaths")
    expect(page.locator("#app #files a").first).to_have_attribute("href", "/chart/enclave-exits.csv?measure=deaths")


def test_an_address_that_cannot_be_had_says_so(open_page: Opened) -> None:
    page = open_page(f"{HOME}?measure=weddings")
    expect(page.locator("#app .warning-line")).to_contain_text("measure = weddings")
    expect_drawn(page)


def test_the_table_of_figures_filters_sorts_and_pages(open_page: Opened) -> None:
    page = open_page(f"{HOME}/figures")
    page.get_by_label("Measure").select_option("exits")
    page.get_by_role("button", name="Filter").click()
    expect(page).to_have_url(re.compile("measure=exits"))
    found = page.locator("#found").inner_text()
    page.get_by_role("link", name="As reported").click()
    expect(page).to_have_url(re.compile("sort=value"))
    expect(page.locator("#found")).to_have_text(found)
    expect(page.locator("tbody tr").first).to_contain_text("67,000")
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("page=2"))
    page.go_back()
    expect(page.locator("tbody tr").first).to_contain_text("67,000")


def test_the_document_is_titled_by_its_view(open_page: Opened) -> None:
    page = open_page(HOME)
    plain = page.title()
    choose(page, "measure", "deaths")
    expect(page).to_have_title(re.compile("Deaths"))
    choose(page, "as_of", "2019-01-31")
    expect(page).to_have_title(re.compile("Deaths.*as known on 31 Jan 2019"))
    named = page.url
    page.goto(named)
    expect(page).to_have_title(re.compile("Deaths.*as known on 31 Jan 2019"))
    page.goto(named.partition("?")[0])
    assert page.title() == plain
