"""Charts in other sites' frames: what they say, what they weigh, what they refuse, and how sites learn of them."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from xml.etree import ElementTree

import brotli
import micawber
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from dashboard.charts.build import chart_of, charts_of
from dashboard.charts.rows import KINDS
from dashboard.locales import words
from dashboard.published import SituationData
from dashboard.select import View, address, default_view
from etl.model import Measure
from tests.dashboard.markup import Element, faults, read
from tests.dashboard.shipped import TODAY

BASE = "http://localhost"
VIEWS = (
    "enclave-exits",
    "enclave-exits.new",
    "enclave-exits.nationality",
    "enclave-exits.new?basis=both",
    "enclave-exits?basis=reconciled&freq=day",
    "enclave-exits?measure=deaths&source=all&phase=all",
    "al-hol-camp",
    "al-hol-camp?measure=returns&source=all",
    "al-hol-camp?as_of=2020-01-01",
)


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, headers={"Accept-Encoding": "identity", **headers})


def embedded(client: FlaskClient, path: str) -> Element:
    response = get(client, path)
    assert response.status_code == 200, response.text
    return read(response.text)


class TestDocument:
    @pytest.mark.parametrize("view", VIEWS)
    def test_is_sound_runs_nothing_and_loads_nothing(self, client: FlaskClient, view: str) -> None:
        text = get(client, f"/embed/{view}").text
        assert faults(text) == []
        tree = read(text)
        for tag in ("script", "iframe", "img", "form", "object", "embed"):
            assert tree.all(tag) == []
        assert {link.attributes["rel"] for link in tree.all("link")} == {"canonical", "alternate"}
        for element in tree.all():
            assert not any(name.startswith("on") for name in element.attributes)
            assert element.attributes.get("href", "").partition(":")[0] != "javascript"

    @pytest.mark.parametrize("view", VIEWS)
    def test_says_in_words_what_it_shows_as_known_when_according_to_whom(
        self, client: FlaskClient, exits: SituationData, camp: SituationData, view: str
    ) -> None:
        name, _, query = view.partition("?")
        situation, _, kind = name.partition(".")
        data = exits if situation == "enclave-exits" else camp
        chosen = dict(parse_qsl(query))
        tree = embedded(client, f"/embed/{view}")
        from dashboard.select import read_view

        shown = chart_of(data, read_view(data, chosen, ("en",)).view, words("en"), TODAY, kind)
        assert shown is not None
        (heading,) = tree.all("h1")
        assert heading.text == shown.title
        for part in (shown.subtitle, shown.source_line, shown.note_line, shown.description):
            assert part in tree.text
        assert "as known on" in shown.subtitle
        for picture in tree.all("svg"):
            assert picture.attributes["role"] in ("img", "group")
            identities = {element.attributes.get("id") for element in picture.all()}
            assert picture.attributes["aria-labelledby"] in identities
            assert picture.attributes["aria-describedby"] in identities

    @pytest.mark.parametrize("view", VIEWS)
    def test_is_no_heavier_than_eight_kibibytes(self, client: FlaskClient, view: str) -> None:
        response = client.get(f"/embed/{view}", headers={"Accept-Encoding": "br"})
        assert response.headers["Content-Encoding"] == "br"
        assert len(response.get_data()) <= 8 * 1024

    def test_every_way_out_leads_to_the_same_view(self, client: FlaskClient) -> None:
        tree = embedded(client, "/embed/enclave-exits.new?unit=families&start=2019-01-01")
        hrefs = [urlsplit(link.attributes["href"]) for link in tree.all("a")]
        chosen = {"unit": "families", "start": "2019-01-01"}
        pages = [href for href in hrefs if href.path == "/s/enclave-exits"]
        assert pages
        for href in hrefs:
            assert chosen.items() <= dict(parse_qsl(href.query)).items()
        assert get(client, f"{pages[0].path}?{pages[0].query}").status_code == 200

    def test_the_numbers_are_on_demand(self, client: FlaskClient, exits: SituationData) -> None:
        shown = charts_of(exits, default_view(exits.situation), words("en"), TODAY)[0]
        assert embedded(client, "/embed/enclave-exits").all("table") == []
        (table,) = embedded(client, "/embed/enclave-exits?table=yes").all("table")
        rows = [[cell.text for cell in row.all("td")] for row in table.all("tr")[1:]]
        assert rows == [[cell.text for cell in row] for row in shown.table.rows]
        links = [
            link for link in embedded(client, "/embed/enclave-exits").all("a") if "table=yes" in link.attributes["href"]
        ]
        assert [link.attributes["target"] for link in links] == ["_self"]

    def test_the_ground_is_as_asked(self, client: FlaskClient) -> None:
        light, dark, auto = (
            get(client, f"/embed/enclave-exits{query}").text for query in ("", "?theme=dark", "?theme=auto")
        )
        assert "color-scheme:light;" in light
        assert "prefers-color-scheme" not in light
        assert "color-scheme:dark;" in dark
        assert "prefers-color-scheme:dark" in auto

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_chart_is_named_whatever_the_view_shows(self, client: FlaskClient, kind: str) -> None:
        situation = "al-hol-camp" if kind == "stock" else "enclave-exits"
        query = "?measure=population" if kind == "stock" else "?view=cumulative"
        tree = embedded(client, f"/embed/{situation}.{kind}{query}")
        (page,) = {link.attributes["href"] for link in tree.all("a") if "#block-" in link.attributes["href"]}
        assert page.endswith(f"#block-{kind}")


class TestHeaders:
    def test_any_site_may_frame_it_and_read_it(self, client: FlaskClient) -> None:
        headers = get(client, "/embed/enclave-exits").headers
        assert "frame-ancestors *" in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "script-src" not in headers["Content-Security-Policy"]
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "X-Frame-Options" not in headers

    @pytest.mark.parametrize("path", ["/", "/s/enclave-exits", "/s/enclave-exits/figures", "/method"])
    def test_a_page_is_nobody_elses(self, client: FlaskClient, path: str) -> None:
        headers = get(client, path).headers
        assert "Access-Control-Allow-Origin" not in headers
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]

    def test_live_ones_are_asked_for_again_and_answered_by_their_mark(self, client: FlaskClient) -> None:
        first = get(client, "/embed/enclave-exits")
        assert first.headers["Cache-Control"] == "no-cache"
        again = get(client, "/embed/enclave-exits", **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")
        other = get(client, "/embed/enclave-exits?theme=dark", **{"If-None-Match": first.headers["ETag"]})
        assert other.status_code == 200


class TestRefusals:
    """A chart in somebody's report must not silently show another."""

    @pytest.mark.parametrize(
        ("path", "status", "said"),
        [
            ("/embed/enclave-exits?measure=weddings", 400, "measure='weddings'"),
            ("/embed/enclave-exits?theme=pink", 400, "theme"),
            ("/embed/enclave-exits?as_of=yesterday", 400, "as_of='yesterday'"),
            ("/embed/nowhere", 404, "nowhere"),
            ("/embed/enclave-exits.stock", 404, "stock"),
            ("/embed/enclave-exits.cumulative.new", 404, "enclave-exits.cumulative"),
        ],
    )
    def test_are_told(self, client: FlaskClient, path: str, status: int, said: str) -> None:
        response = get(client, path)
        assert response.status_code == status
        assert response.mimetype == "text/plain"
        assert said in response.text

    def test_a_networks_mark_on_the_link_changes_nothing(self, client: FlaskClient) -> None:
        plain, marked = (get(client, f"/embed/enclave-exits{query}") for query in ("", "?utm_source=x&fbclid=y"))
        assert plain.get_data() == marked.get_data()

    @settings(max_examples=40, deadline=None)
    @given(
        name=st.sampled_from(["measure", "group", "as_of", "theme", "table", "figure", "utm_source", "lang"]),
        value=st.sampled_from(
            ['"><script>alert(1)</script>', "';alert(1)//", "\u202e\x00", "a\r\nX-Evil: 1", "../../x"]
        )
        | st.text(max_size=20),
    )
    def test_nothing_of_a_parameter_becomes_markup(self, client: FlaskClient, name: str, value: str) -> None:
        response = get(client, f"/embed/enclave-exits?{urlencode({name: value}, errors='surrogatepass')}")
        assert response.status_code in (200, 400)
        assert "X-Evil" not in response.headers
        if response.status_code == 200:
            assert "<script" not in response.text
            assert faults(response.text) == []
        else:
            assert response.mimetype == "text/plain"
            assert response.headers["X-Content-Type-Options"] == "nosniff"


class TestOembed:
    def told(self, client: FlaskClient, url: str, **more: str | int) -> dict[str, object]:
        response = get(client, f"/oembed?{urlencode({'url': url, **more})}")
        assert response.status_code == 200, response.text
        told: dict[str, object] = json.loads(response.text)
        return told

    @pytest.mark.parametrize(
        "path", ["/s/enclave-exits?unit=families", "/embed/enclave-exits.new?basis=both", "/s/al-hol-camp"]
    )
    def test_a_page_or_an_embed_becomes_a_frame_of_the_same_view(self, client: FlaskClient, path: str) -> None:
        told = self.told(client, BASE + path)
        assert (told["type"], told["version"], told["provider_name"]) == ("rich", "1.0", "Waymark")
        (frame,) = read(f"<p>{told['html']}</p>").all("iframe")
        shown = urlsplit(frame.attributes["src"])
        asked = urlsplit(path)
        assert shown.path == asked.path.replace("/s/", "/embed/")
        assert parse_qsl(shown.query) == parse_qsl(asked.query)
        assert frame.attributes["title"] == told["title"]
        assert get(client, f"{shown.path}?{shown.query}").status_code == 200

    def test_the_page_says_where_to_ask(self, client: FlaskClient) -> None:
        for path in ("/s/enclave-exits?unit=families", "/embed/enclave-exits.new"):
            tree = read(get(client, path).text)
            (link,) = [
                link.attributes["href"]
                for link in tree.all("link")
                if link.attributes.get("type") == "application/json+oembed"
            ]
            assert get(client, link.removeprefix(BASE)).status_code == 200

    @pytest.mark.parametrize(
        ("asked", "given"), [((400, 300), (400, 300)), ((2000, 2000), (900, 600)), ((500, 900), (500, 620))]
    )
    def test_it_is_no_larger_than_allowed(
        self, client: FlaskClient, asked: tuple[int, int], given: tuple[int, int]
    ) -> None:
        told = self.told(client, f"{BASE}/s/enclave-exits", maxwidth=asked[0], maxheight=asked[1])
        assert (told["width"], told["height"]) == given

    @pytest.mark.parametrize(
        ("url", "status"),
        [
            ("", 400),
            ("https://example.org/s/enclave-exits", 404),
            (f"{BASE}/method", 404),
            (f"{BASE}/s/nowhere", 404),
            (f"{BASE}/s/enclave-exits?measure=weddings", 400),
            ("javascript:alert(1)", 404),
        ],
    )
    def test_others_are_refused(self, client: FlaskClient, url: str, status: int) -> None:
        assert get(client, f"/oembed?url={quote(url, safe='')}").status_code == status
        assert get(client, f"/oembed?url={quote(BASE + '/s/enclave-exits', safe='')}&format=yaml").status_code == 501

    def test_xml_says_the_same(self, client: FlaskClient) -> None:
        url = f"{BASE}/s/enclave-exits?unit=families"
        response = get(client, f"/oembed?{urlencode({'url': url, 'format': 'xml'})}")
        assert response.mimetype == "text/xml"
        read_back = {element.tag: element.text for element in ElementTree.fromstring(response.text)}
        assert read_back == {name: str(value) for name, value in self.told(client, url).items()}

    def test_a_consumer_makes_a_frame_of_a_link_in_a_text(self, client: FlaskClient) -> None:
        """Micawber is what Django and Wagtail sites use; its requests are answered by the application itself."""

        class Here(micawber.Provider):  # type: ignore[misc]
            def fetch(self, url: str) -> str:
                return get(client, url.removeprefix(BASE)).text

        known = micawber.ProviderRegistry()
        known.register(rf"{BASE}/s/\S+", Here(f"{BASE}/oembed"))
        text = micawber.parse_text(f"As of today:\n{BASE}/s/enclave-exits?unit=families\n", known)
        (frame,) = read(f"<div>{text}</div>").all("iframe")
        assert urlsplit(frame.attributes["src"]).path == "/embed/enclave-exits"


class TestShare:
    def test_the_page_offers_both_frames_and_they_lead_to_the_view(self, client: FlaskClient) -> None:
        tree = read(get(client, "/s/enclave-exits?source=all").text)
        live = tree.by_id("embed-live-cumulative").text
        frozen = tree.by_id("embed-frozen-cumulative").text
        sources = []
        for snippet in (live, frozen):
            (frame,) = read(f"<p>{snippet}</p>").all("iframe")
            path = frame.attributes["src"].removeprefix(BASE)
            assert get(client, path).status_code == 200
            sources.append(path)
        assert sources[0] == "/embed/enclave-exits.cumulative?source=all"
        assert sources[1].startswith("/v/2019-03-23-")

    def test_an_open_panel_is_no_part_of_what_is_shared(self, client: FlaskClient) -> None:
        tree = read(get(client, "/s/enclave-exits?figure=r050-02").text)
        assert "figure=" not in tree.by_id("embed-live-cumulative").text

    def test_each_address_of_a_view_is_that_of_one_view(self, exits: SituationData) -> None:
        view = View("enclave-exits", Measure.EXITS, by="nationality")
        assert address(exits, view, under="/embed/", rest=".new") == "/embed/enclave-exits.new?by=nationality"
        assert replace(view, figure="") == view


def test_brotli_is_what_travels(client: FlaskClient) -> None:
    travelled = client.get("/embed/enclave-exits", headers={"Accept-Encoding": "br"})
    plain = get(client, "/embed/enclave-exits")
    assert brotli.decompress(travelled.get_data()) == plain.get_data()
    assert travelled.headers["Vary"] == "Accept-Encoding"
