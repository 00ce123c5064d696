"""Small windows, fingers, dark rooms, paper, and a page that reads from the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.browser.conftest import Opened
from tests.browser.reading import PAGES, spot_of

pytestmark = pytest.mark.browser

HOME = "/s/enclave-exits"
ARROWS = ("↑", "→", "←")

OVERFLOWING = """() => {
    const wide = document.documentElement.clientWidth;
    const out = [];
    for (const element of document.querySelectorAll("body *")) {
        const box = element.getBoundingClientRect();
        if (!box.width || !box.height || (box.right <= wide + 1 && box.left >= -1)) continue;
        if (element.closest(".scroll, .skip, svg, .visually-hidden, .js-plotly-plot")) continue;
        out.push(`<${element.tagName.toLowerCase()} ${element.id || element.className}> ${Math.round(box.left)}–${Math.round(box.right)}`);
    }
    return { page: document.documentElement.scrollWidth - wide, out };
}"""

CONTRASTS = """() => {
    const parse = text => {
        const parts = (text.match(/[\\d.]+/g) || []).map(Number);
        return [parts[0], parts[1], parts[2], parts.length > 3 ? parts[3] : 1];
    };
    const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
    const light = colour => {
        const [r, g, b] = colour.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = element => {
        const layers = [];
        for (let one = element; one; one = one.parentElement) layers.push(parse(getComputedStyle(one).backgroundColor));
        return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
    };
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        const style = getComputedStyle(element);
        if (!own || !element.getClientRects().length || style.visibility === "hidden" || element.closest(".visually-hidden, script, style, title, desc, option, .hoverlayer")) continue;
        const picture = element.closest("svg");
        const under = ground(picture ? picture.parentElement : element);
        const ink = over(parse(picture ? style.fill : style.color), under);
        const [bright, dark] = [light(ink), light(under)].sort((a, b) => b - a);
        found.push([Math.round((bright + 0.05) / (dark + 0.05) * 100) / 100, element.textContent.trim().slice(0, 40)]);
    }
    return found;
}"""


def expect_no_overflow(page: Page) -> None:
    found = page.evaluate(OVERFLOWING)
    assert found == {"page": 0, "out": []}


def visible_boxes(page: Page, selector: str) -> Iterator[tuple[str, FloatRect]]:
    for element in page.locator(selector).all():
        if element.is_visible():
            box = element.bounding_box()
            assert box is not None
            yield element.evaluate("e => e.outerHTML.slice(0, 90)"), box


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_a_phone(open_page: Opened, path: str) -> None:
    page = open_page(path, width=390, height=700)
    expect_no_overflow(page)
    page.set_viewport_size({"width": 320, "height": 600})
    page.wait_for_timeout(500)
    expect_no_overflow(page)


@pytest.mark.parametrize("width", [390, 320])
def test_nor_before_the_scripts_and_with_tables_open(open_page: Opened, width: int) -> None:
    page = open_page(HOME, width=width, scripts=False)
    for summary in page.locator("#drawn summary").all():
        summary.click()
    # Reading the layout needs a script of the test, which a page without scripts still runs.
    expect_no_overflow(page)


@pytest.mark.parametrize("path", [HOME, f"{HOME}?figure=r050-02", f"{HOME}/figures", "/"])
def test_targets_are_large_enough_for_a_finger(open_page: Opened, path: str) -> None:
    page = open_page(path, width=390, height=844, has_touch=True, is_mobile=True)
    targets = "select, input:not([type=hidden]), button, summary, .btn, header a, .steps a, .pager a, .panel-head a"
    checked = 0
    for what, box in visible_boxes(page, targets):
        if 'class="skip"' not in what:
            assert box["height"] >= 24, what
            assert box["width"] >= 24, what
            checked += 1
    assert checked >= 3


def test_a_finger_scrolls_past_the_charts(open_page: Opened) -> None:
    page = open_page(HOME, width=390, height=844, has_touch=True, is_mobile=True)
    chart = page.locator("#app [data-chart=cumulative]")
    chart.evaluate("element => element.scrollIntoView({block: 'center'})")
    box = chart.bounding_box()
    assert box is not None
    before = page.evaluate("window.scrollY")
    session = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 16):
        finger = {"x": x, "y": y - 20 * step}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [finger]})
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    assert page.evaluate("window.scrollY") > before + 150
    assert "figure=" not in page.url


def test_a_chart_keeps_to_its_frame_when_the_window_changes(open_page: Opened) -> None:
    page = open_page(HOME, width=1280)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(600)
    expect_no_overflow(page)
    for _, box in visible_boxes(page, "#app .js-plotly-plot .main-svg:first-child"):
        assert box["width"] <= 390
    spot = spot_of(page, "cumulative", "r024-07")
    assert 0 < spot.x < 390


@pytest.mark.parametrize(
    ("path", "scripts"),
    [
        *((path, True) for path in (*PAGES, f"{HOME}?measure=weddings")),
        (HOME, False),
        (f"{HOME}?figure=r050-02", False),
    ],
)
def test_words_stand_out_from_their_ground(open_page: Opened, path: str, scripts: bool) -> None:
    page = open_page(path, scripts=scripts)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        contrasts: list[list[Any]] = page.evaluate(CONTRASTS)
        assert len(contrasts) > 10
        # An arrow above a mark is a mark and no word.
        words = [(ratio, text) for ratio, text in contrasts if text not in ARROWS and ratio < 4.5]
        marks = [(ratio, text) for ratio, text in contrasts if text in ARROWS and ratio < 3]
        assert (scheme, words, marks) == (scheme, [], [])


def test_dark_is_dark(open_page: Opened) -> None:
    page = open_page(HOME, color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(13, 16, 20)"
    assert page.evaluate("getComputedStyle(document.querySelector('.block')).backgroundColor") == "rgb(20, 24, 29)"


@pytest.mark.parametrize("scripts", [True, False])
def test_paper_has_the_numbers_and_not_the_controls(open_page: Opened, scripts: bool) -> None:
    page = open_page(HOME, scripts=scripts, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    root = page.locator("#app" if scripts else "#drawn")
    for gone in (".choices", "#files", "[data-copy]"):
        expect(root.locator(gone).first).not_to_be_visible()
    expect(page.locator("header nav")).not_to_be_visible()
    expect(root.locator("h1")).to_be_visible()
    expect(root.locator(".tile").first).to_be_visible()
    expect(root.locator("#table-cumulative td", has_text="36,250").first).to_be_visible()
    expect(root.locator("#citation-view")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(27, 32, 38)"
    assert page.pdf()[:5] == b"%PDF-"
    # A4 at 96 pixels to the inch, without its margins.
    page.set_viewport_size({"width": 718, "height": 1000})
    page.wait_for_timeout(300)
    expect_no_overflow(page)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_from_the_right_overflows_nowhere(open_page: Opened, path: str) -> None:
    page = open_page(path)
    page.evaluate("document.documentElement.dir = 'rtl'")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(400)
        expect_no_overflow(page)
        brand = page.locator(".brand").bounding_box()
        assert brand is not None
        assert brand["x"] > width / 2, "the page begins at the right"
        if "figure=" in path:
            panel = page.locator("#app #figure").bounding_box()
            assert panel is not None
            assert panel["x"] <= 1
