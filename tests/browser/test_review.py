"""Reviewing in a real browser, over the desk that writes ledgers: by keyboard, without scripts, in two tabs, in Arabic."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Route, expect

from dashboard.app import create_app
from dashboard.command import open_desk
from dashboard.settings import Settings
from etl.pipeline import build
from tests.browser.test_accessibility import violations, violations_in_either_light
from tests.dashboard.held import ARABIC, ENGLISH, SITUATION, added_rows, data_with_texts, figures_file

pytestmark = pytest.mark.browser

ENGLISH_REPORT = f"/review/{SITUATION}/r900"
ARABIC_REPORT = f"/review/{SITUATION}/r901"


@dataclass
class Room:
    """A server with review pages over a data folder of its own, and the browser tabs that look at it."""

    data: Path
    address: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    """Beginnings of what the browser may complain of: answers that are meant to be no success."""

    def tab(self, path: str, *, width: int = 1280, height: int = 900, scripts: bool = True, **more: Any) -> Page:
        """An address in a browser of its own."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, base_url=self.address, **more
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(part in message.text for part in self.expected):
            self.complaints.append(f"{message.type}: {message.text}")

    def rows(self) -> list[dict[str, str]]:
        return added_rows(self.data)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with texts, published as it is before any review.

    What all figures together give is left out here: a review changes what sources say, and the rest takes long.
    """
    data = data_with_texts(tmp_path_factory.mktemp("furnished"))
    build(data, data / "published", reconcile=False)
    return data


def run_until_closed(server: Any) -> None:
    """Serve until another thread closes the server, which may be while this one waits for its sockets."""
    with suppress(OSError):
        server.run()


@contextmanager
def opened(browser: Browser, data: Path, published: Path) -> Iterator[Room]:
    """A room over `data`, closed afterwards. Nothing may have been complained of in it."""
    (data / "published").symlink_to(published)
    application = cast(Flask, create_app(Settings(data / "published"), open_desk(data)).server)
    # Dash sets itself up in its first request.
    application.test_client().get(f"/s/{SITUATION}")
    server = waitress.create_server(
        application, host="127.0.0.1", port=0, threads=8, clear_untrusted_proxy_headers=False
    )
    thread = Thread(target=run_until_closed, args=(server,), daemon=True)
    thread.start()
    room = Room(data, f"http://127.0.0.1:{server.effective_port}", browser)
    try:
        yield room
    finally:
        for context in room.contexts:
            context.close()
        server.close()
        thread.join(5)
    assert room.complaints == []


@pytest.fixture
def room(browser: Browser, furnished: Path, tmp_path: Path) -> Iterator[Room]:
    with opened(browser, data_with_texts(tmp_path), furnished / "published") as room:
        yield room


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement ? document.activeElement.id : ''"))


def current(page: Page) -> str:
    """The words of the current figure, as the text marks them."""
    return "".join(page.locator("#text a[aria-current] mark").all_text_contents())


def tab_to(page: Page, identity: str, most: int = 60) -> None:
    """Presses Tab until the element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if focused(page) == identity:
            return
    raise AssertionError(f"{identity} is not within {most} presses of Tab from where the focus was")


def select_words(page: Page, words: str) -> None:
    """Selects words of the text as a mouse would, counting as the browser does."""
    page.evaluate(
        """words => {
            const text = document.getElementById("text");
            const from = text.textContent.indexOf(words);
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            let at = 0, node;
            while ((node = walker.nextNode())) {
                const end = at + node.length;
                if (at <= from && from < end) range.setStart(node, from - at);
                if (at < from + words.length && from + words.length <= end) range.setEnd(node, from + words.length - at);
                at = end;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )


class TestByKeyboard:
    def test_a_report_from_the_list_to_its_last_figure(self, room: Room) -> None:
        page = room.tab("/review/")
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent").startswith("About 38,200"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{ENGLISH_REPORT}")
        assert current(page) == "more than 38,200 people"

        # Correct a field, leave it, accept.
        page.keyboard.press("e")
        assert focused(page) == "field-quantifier"
        tab_to(page, "field-value")
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type("38,300")
        expect(page.locator("#was-value")).to_have_text("Proposed: 38200")
        expect(page.locator("#was-value")).to_be_visible()
        tab_to(page, "field-place_from")
        page.keyboard.type("encl")
        expect(page.locator("#field-place_from")).to_have_value("enclave")
        page.keyboard.press("Escape")
        assert focused(page) == "figure-title"
        page.keyboard.press("a")
        expect(page.locator("#said")).to_have_text("r900-01 accepted. 5 figures wait.")
        assert current(page) == "3,370 members of the Islamic State"
        expect(page.locator("#live")).to_contain_text("r900-01 accepted")
        assert focused(page) == "figure-title"

        # Reject, look back and forth, undo.
        page.keyboard.press("r")
        expect(page.locator("#said")).to_contain_text("r900-02 rejected")
        assert current(page) == "240 families"
        page.keyboard.press("n")
        expect(page.locator("#figure-title")).to_have_text("858 people")
        page.keyboard.press("k")
        expect(page.locator("#figure-title")).to_have_text("240 families")
        page.keyboard.press("p")
        expect(page.locator("#figure-state")).to_contain_text("rejected")
        page.keyboard.press("j")
        expect(page.locator("#figure-title")).to_have_text("240 families")
        assert [(row["figure_id"], row["status"]) for row in room.rows()] == [
            ("r900-01", "accepted"),
            ("r900-02", "rejected"),
        ]
        page.keyboard.press("u")
        expect(page.locator("#said")).to_contain_text("r900-02 undone")
        assert current(page) == "3,370 members of the Islamic State"
        assert [row["figure_id"] for row in room.rows()] == ["r900-01"]

        # Accept all the rest.
        for left in (4, 3, 2, 1, 0):
            page.keyboard.press("e")
            page.keyboard.press("Escape")
            source = page.locator("#field-source")
            if not source.input_value():
                source.select_option("SOHR")
            page.keyboard.press("a")
            expect(page.locator("#said")).to_contain_text("Nothing waits" if left == 0 else f"{left} figure")
        rows = room.rows()
        assert [row["figure_id"] for row in rows] == [f"r900-0{number}" for number in range(1, 7)]
        assert {row["status"] for row in rows} == {"accepted"}
        assert (rows[0]["value"], rows[0]["place_from"], rows[1]["part_of"]) == ("38,300", "enclave", "r900-01")
        assert all(row["quote"] == ENGLISH[int(row["span_start"]) : int(row["span_end"])] for row in rows)

    def test_keys_are_letters_in_a_field(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.locator("#field-note").focus()
        page.keyboard.type("arnu?kjpe")
        expect(page.locator("#field-note")).to_have_value("arnu?kjpe")
        assert current(page) == "more than 38,200 people"
        page.locator("#field-measure").focus()
        page.keyboard.type("a")
        page.wait_for_timeout(300)
        assert room.rows() == []

    def test_keys_with_others_held_and_on_another_keyboard(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.keyboard.press("Control+a")
        page.keyboard.press("Alt+r")
        page.wait_for_timeout(300)
        assert room.rows() == []
        # The key that prints ى with an Arabic layout stands where n does.
        page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ى', code: 'KeyN', bubbles: true}))")
        expect(page.locator("#figure-title")).to_have_text("3,370 members of the Islamic State")

    def test_keys_can_be_switched_off(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.keyboard.press("?")
        expect(page.locator("#keys-on")).to_be_visible()
        assert focused(page) == "keys-title"
        tab_to(page, "keys-on", 2)
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("a")
        page.wait_for_timeout(300)
        assert room.rows() == []
        page.reload()
        expect(page.locator("#keys-on")).not_to_be_checked()

    def test_the_way_of_the_focus(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.evaluate("document.getElementById('text').focus()")
        page.keyboard.press("Tab")
        assert focused(page) == "current"
        for identity in ("", "accept", "reject", "undo", "next", "field-quantifier", "field-value", "field-lower"):
            page.keyboard.press("Tab")
            if identity:
                assert focused(page) == identity
        page.keyboard.press("e")
        assert page.evaluate("document.activeElement.matches(':focus-visible')")

    def test_a_button_that_was_pressed_keeps_the_focus(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.locator("#accept").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text("accepted")
        assert focused(page) == "accept"

    def test_at_either_end_it_says_so(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.keyboard.press("p")
        expect(page.locator("#live")).to_have_text("This is the first figure.")
        page.goto(f"{ENGLISH_REPORT}?figure=r900-06")
        page.keyboard.press("n")
        expect(page.locator("#live")).to_have_text("This is the last figure.")

    def test_back_and_forward_and_the_address(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.keyboard.press("n")
        expect(page).to_have_url(re.compile(r"/r900\?figure=r900-02$"))
        page.keyboard.press("a")
        expect(page).to_have_url(re.compile(r"/r900\?figure=r900-03$"))
        page.go_back()
        expect(page.locator("#figure-state")).to_contain_text("accepted")
        expect(page).to_have_url(re.compile(r"figure=r900-02$"))
        page.go_forward()
        expect(page.locator("#figure-title")).to_have_text("240 families")


class TestNothingTypedIsLost:
    def test_what_the_ledger_refuses(self, room: Room) -> None:
        room.expected.append("422")
        page = room.tab(ENGLISH_REPORT)
        page.locator("#field-nationality").fill("Iraqi")
        page.locator("#field-note").fill("mine")
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        expect(page.locator("#error-nationality")).to_contain_text("'Iraqi'")
        assert focused(page) == "field-nationality"
        expect(page.locator("#field-note")).to_have_value("mine")
        assert violations_in_either_light(page) == []
        page.locator("#field-nationality").fill("IRQ")
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text("r900-01 accepted")
        assert [(row["nationality"], row["note"]) for row in room.rows()] == [("IRQ", "mine")]

    def test_a_lost_connection(self, room: Room) -> None:
        room.expected.append("ERR_INTERNET_DISCONNECTED")
        page = room.tab(ENGLISH_REPORT)
        page.locator("#field-value").fill("38400")
        page.keyboard.press("Escape")
        page.context.set_offline(True)
        page.keyboard.press("a")
        expect(page.locator("#alerts")).to_contain_text("cannot be reached")
        expect(page.locator("#field-value")).to_have_value("38400")
        assert room.rows() == []
        page.context.set_offline(False)
        page.keyboard.press("a")
        expect(page.locator("#said")).to_contain_text("r900-01 accepted")
        assert [row["value"] for row in room.rows()] == ["38400"]

    def test_an_answer_that_was_lost_on_its_way(self, room: Room) -> None:
        room.expected.append("ERR_FAILED")
        page = room.tab(ENGLISH_REPORT)

        def written_and_lost(route: Route) -> None:
            route.fetch(max_redirects=0)
            route.abort()

        page.route(f"**{ENGLISH_REPORT}", written_and_lost)
        page.locator("#field-value").fill("38400")
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        expect(page.locator("#alerts")).to_contain_text("cannot be reached")
        page.unroute(f"**{ENGLISH_REPORT}")
        page.keyboard.press("a")
        expect(page.locator("#said")).to_contain_text("r900-01 stands so already")
        assert [row["value"] for row in room.rows()] == ["38400"]

    def test_a_server_in_trouble(self, room: Room) -> None:
        room.expected.append("500")
        page = room.tab(ENGLISH_REPORT)
        page.route(f"**{ENGLISH_REPORT}", lambda route: route.fulfill(status=500, body="out of order"))
        page.locator("#field-value").fill("38400")
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        expect(page.locator("#alerts")).to_contain_text("answered with an error")
        expect(page.locator("#alerts")).to_contain_text("out of order")
        expect(page.locator("#field-value")).to_have_value("38400")

    def test_a_session_that_ended(self, room: Room) -> None:
        room.expected.append("403")
        page = room.tab(ENGLISH_REPORT)
        page.locator("#field-value").fill("38400")
        page.keyboard.press("Escape")
        page.context.clear_cookies()
        page.keyboard.press("a")
        expect(page.locator("#alerts")).to_contain_text("Decide again")
        expect(page.locator("#field-value")).to_have_value("38400")
        assert room.rows() == []
        page.keyboard.press("a")
        expect(page.locator("#said")).to_contain_text("r900-01 accepted")
        assert [row["value"] for row in room.rows()] == ["38400"]

    def test_a_look_at_another_figure_and_a_reload(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        asked: list[str] = []

        def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        page.on("dialog", stay)
        page.locator("#field-value").fill("38400")
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        expect(page.locator("#figure-title")).to_have_text("3,370 members of the Islamic State")
        expect(page.locator("#draft")).to_be_hidden()
        page.keyboard.press("p")
        expect(page.locator("#field-value")).to_have_value("38400")
        expect(page.locator("#draft")).to_contain_text("what you had typed")
        expect(page.locator("#was-value")).to_be_visible()
        page.reload()
        assert asked == ["beforeunload"]
        expect(page.locator("#field-value")).to_have_value("38400")
        page.locator("#draft button").click()
        expect(page.locator("#field-value")).to_have_value("38200")
        expect(page.locator("#was-value")).to_be_hidden()
        page.reload()
        expect(page.locator("#field-value")).to_have_value("38200")


class TestTwoTabs:
    def test_in_conflict_each_sees_the_other(self, room: Room) -> None:
        room.expected.append("409")
        one, other = room.tab(ENGLISH_REPORT), room.tab(ENGLISH_REPORT)
        other.locator("#field-value").fill("38500")
        other.keyboard.press("Escape")
        other.keyboard.press("a")
        expect(other.locator("#said")).to_contain_text("r900-01 accepted")
        one.locator("#field-value").fill("38300")
        one.keyboard.press("Escape")
        one.keyboard.press("a")
        expect(one.locator("#alerts")).to_contain_text("This figure was changed meanwhile")
        assert one.locator("#alerts tbody tr").all_text_contents() == ["Number3850038300"]
        expect(one.locator("#field-value")).to_have_value("38300")
        assert focused(one) == "alerts"
        assert violations_in_either_light(one) == []
        assert [row["value"] for row in room.rows()] == ["38500"]
        # The same key again overwrites nothing either.
        with one.expect_response(f"**{ENGLISH_REPORT}") as answer:
            one.keyboard.press("a")
        assert answer.value.status == 409
        expect(one.locator("#review")).to_have_attribute("aria-busy", "false")
        assert [row["value"] for row in room.rows()] == ["38500"]
        one.locator("#load").click()
        expect(one.locator("#field-value")).to_have_value("38500")
        expect(one.locator("#alerts")).to_have_text("")
        expect(one.locator("#draft")).to_be_hidden()

    def test_one_may_decide_over_the_other_knowingly(self, room: Room) -> None:
        room.expected.append("409")
        one, other = room.tab(ENGLISH_REPORT), room.tab(ENGLISH_REPORT)
        other.keyboard.press("r")
        expect(other.locator("#said")).to_contain_text("r900-01 rejected")
        one.locator("#field-value").fill("38300")
        one.keyboard.press("Enter")
        expect(one.locator("#alerts")).to_contain_text("The figure is now rejected")
        one.locator("#over").click()
        expect(one.locator("#said")).to_contain_text("r900-01 accepted")
        assert [(row["value"], row["status"]) for row in room.rows()] == [("38300", "accepted")]

    def test_each_undoes_its_own_even_when_one_was_opened_by_the_other(self, room: Room) -> None:
        one = room.tab(ENGLISH_REPORT)
        with one.context.expect_page() as opening:
            one.evaluate("window.open(location.href) && null")
        other = opening.value
        other.wait_for_load_state()
        expect(other.locator("#figure-title")).to_have_text("more than 38,200 people")
        other.wait_for_timeout(300)
        names = [page.locator("#decide [name=reviewer]").input_value() for page in (one, other)]
        assert names[0] != names[1]
        one.keyboard.press("a")
        expect(one.locator("#said")).to_contain_text("r900-01 accepted")
        other.keyboard.press("n")
        expect(other.locator("#figure-title")).to_have_text("3,370 members of the Islamic State")
        other.keyboard.press("r")
        expect(other.locator("#said")).to_contain_text("r900-02 rejected")
        one.keyboard.press("u")
        expect(one.locator("#said")).to_contain_text("r900-01 undone")
        assert [row["figure_id"] for row in room.rows()] == ["r900-02"]

    def test_both_write_side_by_side(self, room: Room) -> None:
        one, other = room.tab(ENGLISH_REPORT), room.tab(f"{ENGLISH_REPORT}?figure=r900-04")
        for page, figure in ((one, "r900-01"), (other, "r900-04"), (one, "r900-02"), (other, "r900-05")):
            page.keyboard.press("a")
            expect(page.locator("#said")).to_contain_text(f"{figure} accepted")
        assert sorted(row["figure_id"] for row in room.rows()) == ["r900-01", "r900-02", "r900-04", "r900-05"]


class TestAdding:
    @pytest.mark.parametrize(
        ("path", "text", "words"),
        [
            (ENGLISH_REPORT, ENGLISH, "many others"),
            (ENGLISH_REPORT, ENGLISH, "camp"),
            (ARABIC_REPORT, ARABIC, "الدولة الإسلامية"),
            (ARABIC_REPORT, ARABIC, "25 March"),
        ],
    )
    def test_words_picked_in_the_text_are_the_figures_words(self, room: Room, path: str, text: str, words: str) -> None:
        """Before each of these stands a character that JavaScript counts as two, or Arabic."""
        page = room.tab(path)
        expect(page.locator("#adding")).to_be_hidden()
        select_words(page, f" {words}" if f" {words}" in text else words)
        expect(page.locator("#add")).to_be_visible()
        expect(page.locator("#add")).to_have_text(f"Add as a figure: {words}")
        page.locator("#add").click()
        start = text.index(words)
        expect(page).to_have_url(re.compile(rf"start={start}&end={start + len(words)}$"))
        expect(page.locator("#figure-title")).to_have_text(words)
        assert current(page) == words
        assert room.rows() == []
        page.locator("#field-quantifier").select_option("vague")
        page.locator("#field-lower").fill("2")
        page.locator("#field-value").fill("")
        page.locator("#field-source").select_option("SOHR")
        page.keyboard.press("Escape")
        page.keyboard.press("a")
        expect(page.locator("#said")).to_contain_text("accepted")
        (row,) = room.rows()
        assert (row["quote"], int(row["span_start"]), int(row["span_end"])) == (words, start, start + len(words))

    def test_words_that_are_a_figure_are_not_offered(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        select_words(page, "many others")
        expect(page.locator("#adding")).to_be_visible()
        select_words(page, "240 families")
        expect(page.locator("#adding")).to_be_hidden()

    def test_by_typing_them(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.locator("#adding-by-words summary").click()
        page.locator("#words").fill("MANY others")
        page.keyboard.press("Enter")
        page.locator("#places a").click()
        expect(page.locator("#figure-title")).to_have_text("many others")

    def test_a_click_on_a_mark_leads_to_its_figure(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.locator("#text mark", has_text="About 12").click()
        expect(page.locator("#figure-title")).to_have_text("About 12")
        assert current(page) == "About 12"


class TestShape:
    @pytest.mark.parametrize(("path", "text"), [(ENGLISH_REPORT, ENGLISH), (ARABIC_REPORT, ARABIC)])
    def test_the_browser_holds_the_text_to_the_letter(self, room: Room, path: str, text: str) -> None:
        assert room.tab(path).evaluate("document.getElementById('text').textContent") == text

    def test_line_ends_of_any_kind_keep_the_places_right(
        self, browser: Browser, furnished: Path, tmp_path: Path
    ) -> None:
        """A browser's parser makes one line feed of a carriage return and a line feed, unless it is kept from it."""
        text = "\n\r\n😀 12 people left.\r\n\r\n<b>Many others</b> stayed &amp; 15 people\rdied.\r\n"
        data = data_with_texts(tmp_path, {"r900": ("SOHR", "Lines", "en", "2019-03-30", text)})
        with opened(browser, data, furnished / "published") as room:
            page = room.tab(ENGLISH_REPORT)
            assert page.evaluate("document.getElementById('text').textContent") == text
            select_words(page, "Many others")
            page.locator("#add").click()
            start = text.index("Many others")
            expect(page).to_have_url(re.compile(rf"start={start}&end={start + 11}$"))

    def test_arabic_begins_at_the_right(self, room: Room) -> None:
        page = room.tab(ARABIC_REPORT)
        first = page.locator("#text mark").first.bounding_box()
        pane = page.locator("#text").bounding_box()
        assert first is not None
        assert pane is not None
        assert page.locator("#text").evaluate("element => getComputedStyle(element).direction") == "rtl"
        assert first["x"] + first["width"] / 2 > pane["x"] + pane["width"] / 3
        assert page.locator("#figure-title bdi").get_attribute("lang") == "ar"

    @pytest.mark.parametrize("path", ["/review/", ENGLISH_REPORT, ARABIC_REPORT])
    def test_on_a_phone_nothing_sticks_out_and_the_form_is_below(self, room: Room, path: str) -> None:
        page = room.tab(path, width=390, height=844)
        for summary in page.locator("summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert violations(page) == []
        if path != "/review/":
            text, form = page.locator(".reading").bounding_box(), page.locator(".figure").bounding_box()
            assert text is not None
            assert form is not None
            assert form["y"] >= text["y"] + text["height"]

    def test_beside_each_other_where_there_is_room(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        text, form = page.locator(".reading").bounding_box(), page.locator(".figure").bounding_box()
        assert text is not None
        assert form is not None
        assert form["x"] >= text["x"] + text["width"]
        assert abs(form["y"] - text["y"]) < 2

    @pytest.mark.parametrize("path", ["/review/", ENGLISH_REPORT, ARABIC_REPORT, f"/review/{SITUATION}/r999"])
    def test_axe_finds_nothing(self, room: Room, path: str) -> None:
        room.expected.append("404")
        page = room.tab(path)
        for summary in page.locator("summary").all():
            summary.click()
        assert violations_in_either_light(page) == []

    def test_axe_finds_nothing_in_any_state(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        for key in "ar":
            page.keyboard.press(key)
            expect(page.locator("#said")).to_contain_text("accepted" if key == "a" else "rejected")
        page.locator("#field-value").fill("241")
        assert violations_in_either_light(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("p")
        expect(page.locator("#figure-state")).to_contain_text("rejected")
        select_words(page, "many others")
        expect(page.locator("#adding")).to_be_visible()
        assert violations_in_either_light(page) == []
        page.locator("#add").click()
        expect(page.locator("#figure-title")).to_have_text("many others")
        assert violations_in_either_light(page) == []

    def test_the_current_figure_is_in_sight(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT, height=500, width=390)

        def in_sight() -> bool:
            return bool(
                page.evaluate(
                    """() => {
                        const mark = document.getElementById("current").getBoundingClientRect();
                        const pane = document.getElementById("text").getBoundingClientRect();
                        return mark.top >= pane.top && mark.bottom <= pane.bottom;
                    }"""
                )
            )

        assert in_sight()
        for key, words in (
            ("n", "3,370"),
            ("n", "240"),
            ("n", "858"),
            ("n", "About 12"),
            ("n", "23,000"),
            ("p", "About"),
        ):
            page.keyboard.press(key)
            expect(page.locator("#figure-title")).to_contain_text(words)
            assert in_sight(), words

    def test_signs_and_outlines_tell_states_apart_without_colour(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT)
        page.keyboard.press("a")
        expect(page.locator("#said")).to_contain_text("accepted")
        page.keyboard.press("r")
        expect(page.locator("#said")).to_contain_text("rejected")
        page.keyboard.press("n")
        expect(page.locator("#figure-title")).to_have_text("858 people")
        looks = page.locator("#text mark.last").evaluate_all(
            """marks => marks.map(mark => [
                getComputedStyle(mark, "::after").content.replace(/ .*/, ""), getComputedStyle(mark).borderTopStyle
            ])"""
        )
        assert [look[0] for look in looks] == ['"✓"', '"✕"', '"?"', '"?"', '"?"', '"?"']
        assert [look[1] for look in looks[:3]] == ["solid", "dotted", "dashed"]
        assert len({tuple(look) for look in looks[:3]}) == 3


class TestWithoutScripts:
    def test_every_decision_is_a_form(self, room: Room) -> None:
        page = room.tab("/review/", scripts=False)
        page.get_by_role("link", name=re.compile("About 38,200")).click()
        page.locator("#field-value").fill("38,300")
        page.locator("#accept").click()
        expect(page.locator("#said")).to_contain_text("r900-01 accepted")
        assert current(page) == "3,370 members of the Islamic State"
        page.locator("#next").click()
        expect(page.locator("#figure-title")).to_have_text("240 families")
        page.locator("#reject").click()
        expect(page.locator("#said")).to_contain_text("r900-03 rejected")
        assert [(row["figure_id"], row["status"]) for row in room.rows()] == [
            ("r900-01", "accepted"),
            ("r900-03", "rejected"),
        ]
        page.locator("#undo").click()
        expect(page.locator("#said")).to_contain_text("r900-03 undone")
        page.locator("#text mark", has_text="About 12").click()
        page.locator("#undo").click()
        expect(page.locator("#said")).to_contain_text("r900-01 undone")
        assert room.rows() == []

    def test_what_is_refused_is_kept(self, room: Room) -> None:
        room.expected.append("422")
        page = room.tab(ENGLISH_REPORT, scripts=False)
        page.locator("#field-nationality").fill("Iraqi")
        page.locator("#field-nationality").press("Enter")
        expect(page.locator("#error-nationality")).to_contain_text("'Iraqi'")
        page.locator("#field-nationality").fill("IRQ")
        page.locator("#accept-below").click()
        expect(page.locator("#said")).to_contain_text("r900-01 accepted")

    def test_a_figure_is_added_by_its_words(self, room: Room) -> None:
        page = room.tab(ENGLISH_REPORT, scripts=False)
        page.locator("#adding-by-words summary").click()
        page.locator("#words").fill("many others")
        page.locator(".add button").click()
        page.locator("#places a").click()
        page.locator("#field-quantifier").select_option("vague")
        page.locator("#field-lower").fill("2")
        page.locator("#field-value").fill("")
        page.locator("#accept").click()
        expect(page.locator("#said")).to_contain_text("r900-07 accepted")
        assert [row["quote"] for row in room.rows()] == ["many others"]

    def test_conflicts_are_told(self, room: Room) -> None:
        room.expected.append("409")
        one, other = room.tab(ENGLISH_REPORT, scripts=False), room.tab(ENGLISH_REPORT, scripts=False)
        other.locator("#reject").click()
        one.locator("#field-value").fill("38300")
        one.locator("#accept").click()
        expect(one.locator("#alerts")).to_contain_text("The figure is now rejected")
        one.locator("#over").click()
        expect(one.locator("#said")).to_contain_text("r900-01 accepted")
        assert [(row["value"], row["status"]) for row in room.rows()] == [("38300", "accepted")]


def test_from_the_text_to_the_chart(room: Room) -> None:
    """The whole walk: what was accepted is in the ledger, is published, and is a mark on the situation's page."""
    page = room.tab("/")
    page.get_by_role("link", name="Review reports").click()
    page.get_by_role("link", name=re.compile("About 38,200")).click()
    page.locator("#field-place_from").select_option("enclave")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#said")).to_contain_text("r900-01 accepted")
    page.keyboard.press("r")
    expect(page.locator("#said")).to_contain_text("r900-02 rejected")

    rows = room.rows()
    assert [(row["figure_id"], row["status"]) for row in rows] == [("r900-01", "accepted"), ("r900-02", "rejected")]
    with figures_file(room.data).open(newline="", encoding="utf-8-sig") as file:
        columns = csv.DictReader(file).fieldnames
    assert tuple(rows[0]) == tuple(columns or ())

    published = room.data / "published"
    published.unlink()
    build(room.data, published, reconcile=False)
    page.goto(f"/s/{SITUATION}")
    chart = page.request.get(f"/s/{SITUATION}").text()
    assert 'data-k="r900-01"' in chart
    assert 'data-k="r900-02"' not in chart
    expect(page.locator("#app .js-plotly-plot .main-svg").first).to_be_attached(timeout=20_000)
    keys = page.evaluate(
        """() => [...document.querySelectorAll("#app .js-plotly-plot")]
            .flatMap(graph => graph.data.flatMap(trace => [...(trace.customdata || [])].flat()))"""
    )
    assert "r900-01" in keys
