"""The slider over what was known when, and its replay, as a reader moves them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Opened
from tests.browser.reading import control, query_of
from tests.browser.test_accessibility import violations_in_either_light
from tests.browser.test_controls import expect_drawn

pytestmark = pytest.mark.browser

HOME = "/s/enclave-exits"
UPDATES = re.compile("/_dash-update")
"""What the page asks of the server when its address changes."""

LAST = 39
"""The place of "now" on the slider: one less than the days of publication."""


def slider(page: Page) -> Any:
    return page.locator("#app #vintage")


def replay(page: Page) -> Any:
    return page.locator("#app #replay")


def shown(page: Page) -> str:
    return page.locator("#app #vintages").get_attribute("data-shown") or ""


def entries(page: Page) -> int:
    return int(page.evaluate("history.length"))


def stops(page: Page) -> list[str]:
    return (page.locator("#app #vintages").get_attribute("data-stops") or "").split("|")


class TestSlider:
    def test_stands_at_now_and_says_so(self, open_page: Opened) -> None:
        page = open_page(HOME)
        expect(slider(page)).to_have_value(str(LAST))
        expect(slider(page)).to_have_attribute("max", str(LAST))
        expect(slider(page)).to_have_attribute("aria-valuetext", "now")
        assert page.get_by_role("slider", name="What was known when, from the first report to now").count() == 1

    def test_keys_that_rest_are_one_choice(self, open_page: Opened) -> None:
        page = open_page(HOME)
        before = entries(page)
        slider(page).focus()
        for _ in range(3):
            page.keyboard.press("ArrowLeft")
        expect(slider(page)).to_have_attribute("aria-valuetext", "13 March 2019")
        assert query_of(page) == {}
        expect(page).to_have_url(re.compile(r"\?as_of=2019-03-13$"))
        expect(page.locator("#app .charts")).to_contain_text("as known on 13 Mar 2019")
        assert entries(page) == before + 1
        expect_drawn(page)
        expect(control(page, "as_of")).to_have_value("2019-03-13")
        expect(slider(page)).to_be_focused()
        expect(slider(page)).to_have_attribute("aria-valuetext", "13 March 2019")

    def test_back_leads_to_what_was_shown(self, open_page: Opened) -> None:
        page = open_page(HOME)
        slider(page).focus()
        page.keyboard.press("Home")
        expect(page).to_have_url(re.compile(r"as_of=2018-12-13$"))
        expect(page.locator("#app #vintages")).to_have_attribute("data-shown", "2018-12-13")
        page.keyboard.press("End")
        expect(page).to_have_url(re.compile(r"/s/enclave-exits$"))
        expect(page.locator("#app #vintages")).to_have_attribute("data-shown", "")
        page.go_back()
        expect(slider(page)).to_have_value("0")
        expect(slider(page)).to_have_attribute("aria-valuetext", "13 December 2018")
        page.go_back()
        expect(slider(page)).to_have_value(str(LAST))
        expect(page.locator("#app #vintage-text")).to_have_text("now")
        expect_drawn(page)

    def test_nothing_is_asked_for_while_a_finger_holds_it(self, open_page: Opened) -> None:
        page = open_page(HOME)
        slider(page).scroll_into_view_if_needed()
        before = entries(page)
        frame = slider(page).bounding_box()
        assert frame is not None
        middle = frame["y"] + frame["height"] / 2
        page.mouse.move(frame["x"] + frame["width"] - 10, middle)
        page.mouse.down()
        page.mouse.move(frame["x"] + frame["width"] / 2, middle, steps=8)
        page.wait_for_timeout(600)
        assert query_of(page) == {}
        expect(page.locator("#app #vintage-text")).not_to_have_text("now")
        text = page.locator("#app #vintage-text").inner_text()
        page.mouse.up()
        expect(page).to_have_url(re.compile("as_of="))
        expect(page.locator("#app #vintages")).to_have_attribute("data-text", text)
        assert entries(page) == before + 1

    def test_a_day_between_two_reports_is_named_as_it_is(self, open_page: Opened) -> None:
        page = open_page(f"{HOME}?as_of=2019-01-04")
        expect(slider(page)).to_have_attribute("aria-valuetext", "4 January 2019")
        here = int(slider(page).input_value())
        assert stops(page)[here : here + 2] == ["2018-12-27", "2019-01-05"]

    def test_keeps_the_other_choices(self, open_page: Opened) -> None:
        page = open_page(f"{HOME}?measure=deaths&figure=r050-02")
        slider(page).focus()
        page.keyboard.press("ArrowLeft")
        expect(page).to_have_url(re.compile("as_of=2019-03-19"))
        assert query_of(page) == {"measure": "deaths", "as_of": "2019-03-19"}

    @pytest.mark.parametrize("width", [390, 1280])
    def test_is_large_enough_for_a_finger(self, open_page: Opened, width: int) -> None:
        page = open_page(HOME, width=width, height=844)
        for part in (slider(page), replay(page)):
            frame = part.bounding_box()
            assert frame is not None
            assert frame["height"] >= 44
            assert frame["width"] >= 44
            assert frame["x"] >= 0
            assert frame["x"] + frame["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


class TestReplay:
    def test_steps_through_the_stops_and_pauses(self, open_page: Opened) -> None:
        page = open_page(HOME)
        before = entries(page)
        seen: list[str] = []
        page.expose_function("tell", lambda day: seen.append(day) if seen[-1:] != [day] else None)
        page.evaluate(
            """() => new MutationObserver(() => {
                const part = document.querySelector("#app #vintages");
                if (part) window.tell(part.dataset.shown);
            }).observe(document.body, { childList: true, subtree: true, attributes: true })"""
        )
        replay(page).click()
        expect(replay(page)).to_have_text("Pause")
        expect(page.locator("#replay-status")).to_contain_text("Escape stops it")
        page.wait_for_url(re.compile(r"as_of=2019-01-07$"))
        replay(page).click()
        expect(replay(page)).to_have_text("Replay")
        expect(page.locator("#replay-status")).to_contain_text("stands at")
        page.wait_for_timeout(1_500)
        stood = shown(page)
        assert stood
        assert query_of(page) == {"as_of": stood}
        places = [stops(page).index(day) for day in seen if day]
        assert places[0] == 0
        assert all(after == earlier + 1 for earlier, after in pairwise(places))
        assert entries(page) == before + 1
        expect_drawn(page)
        page.go_back()
        expect(slider(page)).to_have_value(str(LAST))
        assert query_of(page) == {}

    def test_goes_on_from_where_it_stands_and_ends_at_now(self, open_page: Opened) -> None:
        page = open_page(f"{HOME}?as_of=2019-03-13")
        replay(page).focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"as_of=2019-03-17$"))
        expect(replay(page)).to_be_focused()
        expect(page).to_have_url(re.compile(r"/s/enclave-exits$"), timeout=15_000)
        expect(page.locator("#replay-status")).to_have_text("Replay has come to what is known now.")
        expect(replay(page)).to_have_text("Replay")
        expect(slider(page)).to_have_value(str(LAST))
        expect_drawn(page)

    def test_escape_stops_it_and_leaves_the_panel(self, open_page: Opened) -> None:
        page = open_page(HOME)
        replay(page).click()
        page.wait_for_url(re.compile("as_of="))
        page.keyboard.press("Escape")
        expect(page.locator("#replay-status")).to_contain_text("stands at")
        page.wait_for_timeout(300)
        stood = page.url
        page.wait_for_timeout(1_500)
        assert page.url == stood

    def test_a_reader_who_goes_elsewhere_is_not_brought_back(self, open_page: Opened) -> None:
        page = open_page(HOME)
        replay(page).click()
        expect(page.locator("#app #vintages")).to_have_attribute("data-shown", "2018-12-27")
        control(page, "measure").select_option("deaths")
        expect(page).to_have_url(re.compile("measure=deaths"))
        expect(replay(page)).to_have_text("Replay")
        page.wait_for_timeout(1_500)
        assert query_of(page)["measure"] == "deaths"

    def test_the_slider_takes_over(self, open_page: Opened) -> None:
        page = open_page(HOME)
        replay(page).click()
        expect(page.locator("#app #vintages")).to_have_attribute("data-shown", "2018-12-27")
        slider(page).focus()
        page.keyboard.press("End")
        expect(page).to_have_url(re.compile(r"/s/enclave-exits$"))
        page.wait_for_timeout(1_200)
        assert query_of(page) == {}

    def test_does_not_move_by_itself_where_motion_is_unwanted(self, open_page: Opened) -> None:
        page = open_page(HOME, reduced_motion="reduce")
        expect(replay(page)).to_have_text("Next step")
        replay(page).click()
        expect(page).to_have_url(re.compile("as_of=2018-12-13$"))
        expect(page.locator("#replay-status")).to_have_text("13 December 2018")
        page.wait_for_timeout(1_500)
        assert query_of(page) == {"as_of": "2018-12-13"}
        replay(page).click()
        expect(page).to_have_url(re.compile("as_of=2018-12-27$"))

    def test_waits_for_each_stop_to_be_drawn(self, open_page: Opened) -> None:
        page = open_page(HOME)
        waiting: list[Route] = []

        def hold(route: Route) -> None:
            waiting.append(route)

        page.route(UPDATES, hold)
        replay(page).click()
        expect(page).to_have_url(re.compile("as_of=2018-12-13$"))
        page.wait_for_timeout(2_000)
        assert waiting
        assert query_of(page) == {"as_of": "2018-12-13"}
        # Those held back go on with it.
        page.unroute(UPDATES)
        expect(page).to_have_url(re.compile("as_of=2018-12-27$"))
        page.keyboard.press("Escape")


def test_without_scripts_the_field_and_the_links_are_there(open_page: Opened) -> None:
    page = open_page(HOME, scripts=False)
    expect(page.locator("#vintage")).to_be_hidden()
    expect(page.locator("#replay")).to_be_hidden()
    page.locator("#vintage-steps a").first.click()
    expect(page).to_have_url(re.compile(r"as_of=2019-03-19$"))
    page.locator("[name=as_of]").fill("2019-01-31")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("as_of=2019-01-31"))
    expect(page.locator(".charts")).to_contain_text("as known on 31 Jan 2019")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_stands_in_anybodys_way(open_page: Opened, width: int) -> None:
    page = open_page(f"{HOME}?as_of=2019-01-31", width=width)
    assert violations_in_either_light(page) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_an_interval(open_page: Opened, width: int) -> None:
    page = open_page(f"{HOME}/revisions", width=width)
    expect(page.locator("#interval h2")).to_contain_text("1 Dec – 18 Dec 2018")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_in_either_light(page) == []
    page.locator("#interval tbody a").first.click()
    expect(page).to_have_url(re.compile("figure="))
    expect(page.locator("#app #figure-title")).to_be_visible()


def test_the_overview_leads_to_the_revisions_of_what_it_shows(open_page: Opened) -> None:
    page = open_page(f"{HOME}?measure=surrenders")
    page.locator("#app .choices").get_by_role("link", name="How the number for one interval changed").click()
    expect(page).to_have_url(re.compile(r"/revisions\?measure=surrenders$"))
    expect(page.locator("#interval h2")).to_contain_text("surrenders", ignore_case=True)
