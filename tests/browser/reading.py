"""How tests find their way on a page: addresses, charts, marks and where they are on the screen."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page

from tests.dashboard.markup import read

PAGES = (
    "/",
    "/method",
    "/s/enclave-exits",
    "/s/enclave-exits?figure=r050-02",
    "/s/enclave-exits/figures",
    "/s/enclave-exits/reports",
    "/s/enclave-exits/contradictions",
    "/s/enclave-exits/contradictions?reading=printed&verdict=contradiction",
    "/s/al-hol-camp",
)


class Spot(NamedTuple):
    """A place in the window, in pixels."""

    x: float
    y: float


class Drawn(NamedTuple):
    """What the server says that an address shows: the charts' titles, their tables' cells, and the keys of their marks."""

    titles: list[str]
    cells: list[list[str]]
    keys: dict[str, set[str]]


def query_of(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def control(page: Page, name: str) -> Any:
    return page.locator(f"#app [name={name}]")


def drawn(page: Page, address: str) -> Drawn:
    """The page as the server draws it, whatever the browser has made of it."""
    response = page.request.get(address)
    assert response.status == 200
    tree = read(response.text()).by_id("drawn")
    figures = tree.all("figure")
    return Drawn(
        [figure.all("h2")[0].text for figure in figures],
        [[cell.text for cell in figure.all("td")] for figure in figures],
        {
            figure.attributes["id"].removeprefix("block-"): {
                element.attributes["data-k"] for element in figure.all() if "data-k" in element.attributes
            }
            for figure in figures
        },
    )


def shown_keys(page: Page) -> dict[str, set[str]]:
    """The keys of the marks of every interactive chart, by the chart's name."""
    found = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("#app [data-chart]")].map(chart => [
            chart.dataset.chart,
            [...new Set((chart.querySelector(".js-plotly-plot").data || []).flatMap(trace => [...(trace.customdata || [])].flat()))]
                .filter(Boolean)
        ]))"""
    )
    return {name: set(keys) for name, keys in found.items()}


def shown_cells(page: Page) -> list[list[str]]:
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("#app figure")].map(
                figure => [...figure.querySelectorAll("td")].map(cell => cell.textContent))"""
        )
    )


def spot_of(page: Page, chart: str, key: str) -> Spot:
    """Where the mark of a figure is in the window; the chart is scrolled into the middle first."""
    page.locator(f'#app [data-chart="{chart}"]').evaluate("element => element.scrollIntoView({block: 'center'})")
    place = page.evaluate(
        """([chart, key]) => {
            const graph = document.querySelector(`#app [data-chart="${chart}"] .js-plotly-plot`);
            const { xaxis, yaxis } = graph._fullLayout;
            for (const trace of graph.data) {
                const index = [...(trace.customdata || [])].findIndex(one => [one].flat()[0] === key);
                if (index < 0) continue;
                const across = trace.orientation === "h" ? trace.x[index] / 2 : trace.x[index];
                const up = trace.type === "bar" && trace.orientation !== "h" ? trace.y[index] / 2 : trace.y[index];
                const frame = graph.getBoundingClientRect();
                // A bar over time begins at its x.
                const half = trace.type === "bar" && trace.orientation !== "h" ? trace.width[index] / 2 : 0;
                return [frame.left + xaxis._offset + xaxis.l2p(xaxis.d2l(across) + half), frame.top + yaxis._offset + yaxis.d2p(up)];
            }
            return null;
        }""",
        [chart, key],
    )
    assert place, f"{chart} has no mark {key}"
    return Spot(*place)


def titles(page: Page) -> Any:
    return page.locator("#app figure h2")
