"""The briefing's page in a browser: on one sheet of paper, for everybody, and into the clipboard in two forms."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Opened
from tests.browser.test_accessibility import violations, violations_in_either_light
from tests.dashboard.markup import read

pytestmark = pytest.mark.browser

PAGES = ("/s/enclave-exits/briefing", "/s/al-hol-camp/briefing")
KNOWN = "/s/enclave-exits/briefing?as_of=2019-01-31"
FIRST = (
    "As of 30 January 2019, 36,250 people had left the IS enclave east of the Euphrates since 1 December 2018, among them "
    "23,200 Iraqis in more than 6,000 families, according to the Syrian Observatory for Human Rights."
)


def on_paper(page: Page, format_: str) -> list[str]:
    """The text of each sheet."""
    return [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format=format_))).pages]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def copied(page: Page) -> dict[str, str]:
    """What the clipboard holds, by type."""
    found: dict[str, str] = page.evaluate(
        """async () => {
            const [item] = await navigator.clipboard.read();
            const found = {};
            for (const type of item.types) found[type] = await (await item.getType(type)).text();
            return found;
        }"""
    )
    return found


class TestPaper:
    @pytest.mark.parametrize("path", PAGES)
    @pytest.mark.parametrize("format_", ["A4", "Letter"])
    def test_is_one_sheet(self, open_page: Opened, path: str, format_: str) -> None:
        page = open_page(path, ready=False)
        (sheet,) = on_paper(page, format_)
        words = plain(sheet)
        for text in page.locator("#briefing .told p").all_text_contents():
            assert plain(re.sub(r"\[\d+\]", "", text))[:60] in words
        assert "How to cite" in words
        # What can only be pressed is not printed.
        assert "Copy" not in words
        assert "Slide (PowerPoint)" not in words

    def test_tells_where_it_stays_and_where_its_reports_are(self, open_page: Opened) -> None:
        page = open_page(KNOWN, ready=False)
        (sheet,) = on_paper(page, "A4")
        whole = re.sub(r"\s+", "", sheet)
        frozen = page.locator(".for-good a").text_content()
        assert frozen
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v/2019-01-31-[0-9a-f]{12}/s/enclave-exits/briefing", frozen)
        assert frozen in whole
        assert "http://www.syriahr.com/?p=305982" in whole

    def test_draws_the_wide_chart_whatever_the_window(self, open_page: Opened) -> None:
        page = open_page(KNOWN, width=390, ready=False)
        expect(page.locator(".only-narrow svg")).to_be_visible()
        expect(page.locator(".only-wide svg")).to_be_hidden()
        page.emulate_media(media="print")
        expect(page.locator(".only-narrow svg")).to_be_hidden()
        expect(page.locator(".only-wide svg")).to_be_visible()


class TestReading:
    @pytest.mark.parametrize("path", PAGES)
    @pytest.mark.parametrize("width", [390, 1280])
    def test_nothing_is_in_anybodys_way(self, open_page: Opened, path: str, width: int) -> None:
        page = open_page(path, width=width, ready=False)
        assert violations_in_either_light(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width

    def test_without_scripts_only_the_copying_is_missing(self, open_page: Opened) -> None:
        page = open_page(KNOWN, scripts=False)
        expect(page.locator("#briefing .first")).to_contain_text(FIRST)
        expect(page.locator(".only-wide svg")).to_be_visible()
        expect(page.locator("[data-copy-briefing]").first).to_be_hidden()
        expect(page.get_by_role("link", name="Slide (PowerPoint)")).to_be_visible()
        assert page.locator("#briefing .sources li").count() > 3

    def test_a_footnote_leads_to_its_source(self, open_page: Opened) -> None:
        page = open_page(KNOWN, height=500, ready=False)
        page.locator("#briefing sup a").first.click()
        source = page.locator("#source-1")
        expect(source).to_be_in_viewport()
        expect(source).to_contain_text("SOHR")
        source.get_by_role("link", name="r050-02").click()
        expect(page.locator("#figure")).to_contain_text("36250")

    def test_the_slide_can_be_had(self, open_page: Opened) -> None:
        page = open_page(KNOWN, ready=False)
        with page.expect_download() as download:
            page.get_by_role("link", name="Slide (PowerPoint)").click()
        assert download.value.suggested_filename.endswith(".pptx")


class TestCopying:
    def opened(self, open_page: Opened, **more: Any) -> Page:
        return open_page(KNOWN, ready=False, permissions=["clipboard-read", "clipboard-write"], **more)

    def test_with_links_gives_both_forms(self, open_page: Opened) -> None:
        page = self.opened(open_page)
        page.get_by_role("button", name="Copy with links").click()
        expect(page.get_by_role("status")).to_have_text("Copied.")
        found = copied(page)
        assert set(found) == {"text/html", "text/plain"}
        assert f"{FIRST}[1] Of these, more than 34,200 people" in found["text/plain"]
        tree = read(re.sub(r"<(?:meta|!doctype)[^>]*>", "", found["text/html"]))
        assert FIRST in tree.text
        (first, *_) = [link for note in tree.all("sup") for link in note.all("a")]
        assert first.attributes["href"].endswith("/briefing#source-1")
        assert first.attributes["href"].startswith("http://")
        assert not tree.all("script")

    def test_as_plain_text_gives_one(self, open_page: Opened) -> None:
        page = self.opened(open_page)
        page.get_by_role("button", name="Copy as plain text").click()
        expect(page.get_by_role("status")).to_have_text("Copied.")
        found = copied(page)
        assert set(found) == {"text/plain"}
        assert found["text/plain"].replace("\r\n", "\n") == page.evaluate(
            "document.getElementById('briefing-plain').content.textContent"
        )

    def test_where_a_browser_keeps_its_clipboard_to_itself(self, open_page: Opened) -> None:
        """A page that did not come over HTTPS may still answer a copying."""
        page = self.opened(open_page)
        page.evaluate("delete window.ClipboardItem")
        page.get_by_role("button", name="Copy with links").click()
        expect(page.get_by_role("status")).to_have_text("Copied.")
        found = copied(page)
        assert set(found) == {"text/html", "text/plain"}
        assert FIRST in found["text/plain"]

    def test_that_is_refused_is_said(self, open_page: Opened) -> None:
        page = self.opened(open_page)
        page.evaluate("delete window.ClipboardItem; document.execCommand = () => false")
        page.get_by_role("button", name="Copy with links").click()
        expect(page.get_by_role("status")).to_have_text(
            "The browser did not allow copying. Mark the text and copy it by hand."
        )
        assert violations(page) == []
