"""What a page loads, how files travel, and that a real browser draws charts from it."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import dash
import dash_bootstrap_components as dbc
import plotly.offline
import pytest
from dash import Input, Output, dcc, html
from flask import Flask, Response, abort, request
from playwright.sync_api import ConsoleMessage, Page, Route
from werkzeug.test import TestResponse

from dashboard import serving

ASSETS = Path(__file__).resolve().parents[2] / "assets"


def figure(count: int) -> dict[str, Any]:
    return {"data": [{"type": "scatter", "x": list(range(count)), "y": list(range(count))}], "layout": {}}


def make_app(**settings: Any) -> dash.Dash:
    """A small app with a chart, a control and a callback."""
    app = dash.Dash("small", assets_folder=str(ASSETS), include_assets_files=False, **settings)
    app.layout = html.Main(
        [
            html.H1("Small"),
            dbc.Select(
                id="count", options=[{"label": "few", "value": "3"}, {"label": "many", "value": "400"}], value="3"
            ),
            dcc.Graph(id="chart", figure=figure(2)),
        ]
    )
    app.callback(Output("chart", "figure"), Input("count", "value"))(lambda count: figure(int(count)))
    return app


@pytest.fixture
def app() -> dash.Dash:
    app = make_app()
    serving.quicken(app, ASSETS)
    return app


def get(app: dash.Dash, url: str, encoding: str = "br", **headers: str) -> TestResponse:
    server: Flask = app.server
    return server.test_client().get(url, headers={"Accept-Encoding": encoding, **headers}, buffered=True)


def text(response: TestResponse) -> str:
    body = response.get_data()
    match response.headers.get("Content-Encoding"):
        case "br":
            body = brotli.decompress(body)
        case "gzip":
            body = gzip.decompress(body)
    return body.decode()


def scripts(page: str) -> list[str]:
    """Addresses of all scripts of a page, the one that a script loads among them."""
    return re.findall(r'<link rel="preload" as="script"[^>]* href="([^"]+)"', page)


class TestPage:
    def test_loads_only_what_it_uses(self, app: dash.Dash) -> None:
        page = text(get(app, "/"))
        assert "polyfill" not in page
        assert "/dash_table/" not in page
        assert "package_data/plotly" not in page
        for part in ("react@", "react-dom@", "dash_renderer", "dash_core_components", "dash_html_components"):
            assert any(part in url for url in scripts(page)), part

    def test_every_address_answers(self, app: dash.Dash) -> None:
        urls = scripts(text(get(app, "/")))
        assert len(urls) > 8
        assert {url: get(app, url).status_code for url in urls} == dict.fromkeys(urls, 200)

    def test_no_script_stands_in_the_way_of_the_page(self, app: dash.Dash) -> None:
        page = text(get(app, "/"))
        assert all('type="text/plain"' in tag for tag in re.findall(r"<script[^>]*src=[^>]*>", page))
        tags = re.findall(r'<link rel="preload"[^>]*>', page)
        assert tags
        assert all('fetchpriority="low"' in tag for tag in tags)

    def test_starts_when_the_page_has_been_painted(self, app: dash.Dash) -> None:
        assert serving.STARTER in text(get(app, "/"))

    def test_keeps_what_interpolate_index_did(self) -> None:
        app = make_app()
        inner: Callable[..., str] = app.interpolate_index
        app.interpolate_index = lambda **parts: inner(**parts) + "<!-- added -->"  # type: ignore[method-assign]
        serving.quicken(app, ASSETS)
        page = text(get(app, "/"))
        assert page.endswith("<!-- added -->")
        assert "regenerator-runtime" in page

    def test_works_under_a_prefix(self) -> None:
        app = make_app(url_base_pathname="/way/")
        assets = serving.quicken(app, ASSETS)
        serving.warm(app)
        urls = scripts(text(get(app, "/way/")))
        assert all(url.startswith("/way/") for url in urls)
        assert assets.url(serving.PLOTLY) in urls

    def test_an_app_that_adds_all_assets_to_all_pages_is_refused(self) -> None:
        app = dash.Dash("small", assets_folder=str(ASSETS))
        with pytest.raises(ValueError, match="include_assets_files=False"):
            serving.quicken(app, ASSETS)


class TestLeanScripts:
    def test_order_and_other_tags_stay(self) -> None:
        lean = serving.lean_scripts(
            '<script src="/a/dash/deps/polyfill@7.js"></script>\n<script src="/one.js"></script>\n'
            '<script src="/two.mjs" type="module"></script>\n<script>inline()</script>',
            first=["/zero.js"],
            graph_chunk=None,
        )
        assert lean == (
            '<link rel="preload" as="script" fetchpriority="low" href="/zero.js">'
            '<script type="text/plain" class="waiting" src="/zero.js"></script>\n'
            '<link rel="preload" as="script" fetchpriority="low" href="/one.js">'
            '<script type="text/plain" class="waiting" src="/one.js"></script>\n'
            '<script src="/two.mjs" type="module"></script>\n<script>inline()</script>'
        )


class TestDashIsAsExpected:
    """What serving.py relies on and Dash does not promise."""

    PACKAGES = Path(str(dash.__file__)).parent

    def test_graph_waits_for_what_stands_in_window_plotly(self) -> None:
        bundle = (self.PACKAGES / "dcc/dash_core_components.js").read_text(encoding="utf-8")
        assert "Promise.resolve(window.Plotly||" in bundle

    @pytest.mark.parametrize("bundle", ["dcc/dash_core_components.js", "dash-renderer/build/dash_renderer.min.js"])
    def test_bundles_still_call_the_generator_runtime(self, bundle: str) -> None:
        """When they no longer do, regenerator-runtime.js can go."""
        assert "regeneratorRuntime.mark(" in (self.PACKAGES / bundle).read_text(encoding="utf-8")

    def test_the_graph_has_its_own_chunk(self) -> None:
        assert (self.PACKAGES / "dcc/async-graph.js").is_file()


class TestFiles:
    URL = "/assets/waymark.css"

    @pytest.mark.parametrize(
        ("accepted", "sent"),
        [
            ("br, gzip", "br"),
            ("gzip, deflate", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("*", "br"),
            ("identity", None),
            ("", None),
        ],
    )
    def test_are_sent_as_the_browser_accepts(self, app: dash.Dash, accepted: str, sent: str | None) -> None:
        response = get(app, self.URL, accepted)
        assert response.headers.get("Content-Encoding") == sent
        assert response.headers["Vary"] == "Accept-Encoding"
        assert int(response.headers["Content-Length"]) == len(response.get_data())
        assert text(response) == (ASSETS / "waymark.css").read_text(encoding="utf-8")

    def test_are_compressed_tightly_before_long(self, app: dash.Dash) -> None:
        first = get(app, self.URL)
        app.server.extensions["waymark_compressor"].wait()
        later = get(app, self.URL)
        assert len(later.get_data()) < len(first.get_data())
        assert text(later) == text(first)
        assert later.headers["ETag"] == first.headers["ETag"]

    def test_stay_with_the_browser_while_their_address_names_them(self, app: dash.Dash) -> None:
        marked = serving.Assets(ASSETS, "/assets/").url("waymark.css")
        assert get(app, marked).headers["Cache-Control"] == serving.FOREVER
        for other in (self.URL, self.URL + "?v=000000000000"):
            assert get(app, other).headers["Cache-Control"] == "no-cache"

    def test_of_dash_stay_as_well(self, app: dash.Dash) -> None:
        url = next(url for url in scripts(text(get(app, "/"))) if "react-dom@" in url)
        assert get(app, url).headers["Cache-Control"] == serving.FOREVER
        plain = re.sub(r"\.v[\w-]+m[0-9a-f]+", "", url)
        assert get(app, plain).headers["Cache-Control"] == "no-cache"

    def test_are_not_sent_twice(self, app: dash.Dash) -> None:
        first = get(app, self.URL)
        again = get(app, self.URL, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")

    def test_what_is_not_there_is_not_found(self, app: dash.Dash) -> None:
        response = get(app, "/assets/vendor/none.css?v=1")
        assert response.status_code == 404
        assert "immutable" not in response.headers.get("Cache-Control", "")

    def test_the_mark_follows_the_content(self, tmp_path: Path) -> None:
        assets = serving.Assets(tmp_path, "/assets/")
        (tmp_path / "a b.css").write_text("one")
        one = assets.url("a b.css")
        (tmp_path / "a b.css").write_text("another")
        assert one.startswith("/assets/a%20b.css?v=")
        assert assets.url("a b.css") != one
        with pytest.raises(FileNotFoundError):
            assets.url("none.css")


class TestAnswers:
    @pytest.mark.parametrize(("encoding", "sent"), [("br", "br"), ("gzip", "gzip"), ("identity", None)])
    def test_of_callbacks_are_compressed(self, app: dash.Dash, encoding: str, sent: str | None) -> None:
        response = app.server.test_client().post(
            "/_dash-update-component",
            json={
                "output": "chart.figure",
                "outputs": {"id": "chart", "property": "figure"},
                "inputs": [{"id": "count", "property": "value", "value": "400"}],
                "changedPropIds": ["count.value"],
            },
            headers={"Accept-Encoding": encoding},
        )
        assert response.headers.get("Content-Encoding") == sent
        assert '"y":[0,1,2,' in text(response)

    def test_small_ones_travel_as_they_are(self, app: dash.Dash) -> None:
        app.server.add_url_rule("/small", "small", view_func=lambda: "x" * (serving.SMALLEST_WORTH_COMPRESSING - 1))
        app.server.add_url_rule("/large", "large", view_func=lambda: "x" * serving.SMALLEST_WORTH_COMPRESSING)
        assert "Content-Encoding" not in get(app, "/small").headers
        assert get(app, "/large").headers["Content-Encoding"] == "br"

    def test_pictures_travel_as_they_are(self, app: dash.Dash) -> None:
        app.server.add_url_rule("/picture", view_func=lambda: Response(b"\0" * 5000, mimetype="image/png"))
        response = get(app, "/picture")
        assert "Content-Encoding" not in response.headers
        assert "Vary" not in response.headers

    def test_their_etag_holds_in_every_encoding(self, app: dash.Dash) -> None:
        def answer() -> Response:
            response = Response("x" * 5000)
            response.set_etag("abc")
            response.make_conditional(request)
            return response

        app.server.add_url_rule("/answer", view_func=answer)
        etag = get(app, "/answer").headers["ETag"]
        assert etag == 'W/"abc"'
        assert get(app, "/answer", "gzip", **{"If-None-Match": etag}).status_code == 304


class TestGuards:
    def test_a_page_runs_only_scripts_it_was_given(self, app: dash.Dash) -> None:
        response = get(app, "/")
        policy = dict(directive.split(" ", 1) for directive in response.headers["Content-Security-Policy"].split("; "))
        assert "unsafe" not in policy["script-src"]
        assert policy["default-src"] == policy["frame-ancestors"] == "'self'"
        inline = re.findall(r"<script(?![^>]*(?:src|json))[^>]*>(.+?)</script>", text(response), re.S)
        running = [script for script in inline if "Internet Explorer" not in script]  # in a comment of Dash's page
        assert len(running) == 2
        for script in running:
            assert serving._source_hash(script) in policy["script-src"]

    def test_inline_scripts_of_the_caller_are_allowed(self) -> None:
        app = make_app()
        serving.quicken(app, ASSETS, inline_scripts=["show()"])
        assert serving._source_hash("show()") in get(app, "/").headers["Content-Security-Policy"]

    def test_a_route_may_have_its_own_policy(self, app: dash.Dash) -> None:
        own = {"Content-Security-Policy": "frame-ancestors *"}
        app.server.add_url_rule("/framed", view_func=lambda: ("<p>", own))
        assert get(app, "/framed").headers.getlist("Content-Security-Policy") == ["frame-ancestors *"]

    @pytest.mark.parametrize("url", ["/", "/_dash-layout", "/assets/waymark.css", "/assets/none"])
    def test_every_answer_is_taken_for_what_it_says(self, app: dash.Dash, url: str) -> None:
        headers = get(app, url).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


class TestWarm:
    def test_asks_for_all_that_the_first_reader_needs(self, app: dash.Dash) -> None:
        asked: list[str] = []
        app.server.before_request(lambda: asked.append(request.full_path.rstrip("?")))
        serving.warm(app)
        assert {"/", "/_dash-layout", "/_dash-dependencies", *scripts(text(get(app, "/")))} <= set(asked)

    def test_says_which_address_fails(self) -> None:
        app = make_app()
        app.server.before_request(lambda: abort(503) if request.path == "/_dash-layout" else None)
        with pytest.raises(RuntimeError, match="/_dash-layout answered 503"):
            serving.warm(app)


def wait_for_points(page: Page, count: int) -> None:
    """Until the chart holds `count` points. Playwright's own waiting evaluates text, which the page's policy forbids."""
    deadline = time.monotonic() + 10
    while (found := page.evaluate("document.querySelector('.js-plotly-plot').data[0].x.length")) != count:
        assert time.monotonic() < deadline, f"{found} points, not {count}"
        page.wait_for_timeout(50)


@pytest.mark.browser
class TestBrowser:
    @pytest.fixture
    def complaints(self, page: Page) -> list[str]:
        """What the browser reports: errors of scripts, refusals by policy, addresses not found."""
        found: list[str] = []

        def listen(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                found.append(message.text)

        page.on("console", listen)
        page.on("pageerror", lambda error: found.append(str(error)))
        return found

    def test_a_chart_is_drawn_and_follows_its_control(
        self, app: dash.Dash, page: Page, serve: Callable[[Flask], str], complaints: list[str]
    ) -> None:
        loaded: list[str] = []
        page.on("request", lambda asked: loaded.append(asked.url) if asked.method == "GET" else None)
        serving.warm(app)
        page.goto(serve(app.server))
        page.wait_for_selector(".js-plotly-plot .main-svg")
        assert page.evaluate("Plotly.version") == plotly.offline.get_plotlyjs_version()
        wait_for_points(page, 3)
        page.select_option("#count", "400")
        wait_for_points(page, 400)
        assert complaints == []
        assert not [url for url in loaded if "package_data/plotly" in url]
        assert len(loaded) == len(set(loaded)), "something was loaded twice"

    def test_without_other_component_libraries_it_works_as_well(
        self, app: dash.Dash, page: Page, serve: Callable[[Flask], str]
    ) -> None:
        """dash-bootstrap-components brings a generator runtime of its own; Dash's bundles must not depend on that."""
        page.route(
            "**/dash_bootstrap_components*", lambda route: route.fulfill(body="", content_type="text/javascript")
        )
        app.layout = html.Main(dcc.Graph(figure=figure(5)))
        app.callback_map.clear()
        app._callback_list.clear()
        page.goto(serve(app.server))
        page.wait_for_selector(".js-plotly-plot .main-svg")

    def test_a_line_that_breaks_once_costs_time_and_not_the_chart(
        self, app: dash.Dash, page: Page, serve: Callable[[Flask], str]
    ) -> None:
        tries: list[str] = []

        def break_first(route: Route) -> None:
            tries.append(route.request.url)
            if len(tries) == 1:
                route.abort()
            else:
                route.continue_()

        page.route("**/plotly-basic.min.js*", break_first)
        page.goto(serve(app.server))
        page.wait_for_selector(".js-plotly-plot .main-svg")
        assert len(tries) == 2
