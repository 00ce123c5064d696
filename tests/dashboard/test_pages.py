"""Every page as it is sent: it answers, it is sound HTML, its links lead somewhere, and it repeats nobody's markup."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from dashboard.charts.build import charts_of
from dashboard.locales import words
from dashboard.published import SituationData, Snapshot
from dashboard.select import View, address, default_view
from etl.model import Measure, Unit
from tests.dashboard.markup import Element, faults, read
from tests.dashboard.shipped import TODAY

PAGES = (
    "/",
    "/method",
    "/s/enclave-exits",
    "/s/enclave-exits?measure=deaths&by=population&source=all&phase=all",
    "/s/enclave-exits?as_of=2019-01-31&figure=r050-02",
    "/s/enclave-exits?unit=families",
    "/s/enclave-exits?start=2010-01-01&end=2010-02-01",
    "/s/enclave-exits?measure=weddings",
    "/s/enclave-exits/figures",
    "/s/enclave-exits/figures?q=Baghuz&sort=value&order=asc",
    "/s/enclave-exits/reports",
    "/s/enclave-exits/revisions",
    "/s/enclave-exits/revisions?measure=surrenders&start=2019-03-04&end=2019-03-04&group=isis_members",
    "/s/al-hol-camp/revisions",
    "/s/al-hol-camp",
    "/s/al-hol-camp?measure=returns&source=all",
    "/s/al-hol-camp/figures?page=3",
    "/s/al-hol-camp/reports",
)


def get(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, headers={"Accept-Encoding": "identity", **headers})


def tree_of(client: FlaskClient, path: str) -> Element:
    response = get(client, path)
    assert response.status_code == 200, path
    return read(response.text)


def links(tree: Element) -> list[str]:
    return [element.attributes["href"] for element in tree.all("a")]


class TestSound:
    @pytest.mark.parametrize("path", PAGES)
    def test_html(self, client: FlaskClient, path: str) -> None:
        response = get(client, path)
        assert response.status_code == 200
        assert response.mimetype == "text/html"
        assert response.text.startswith("<!doctype html>")
        assert faults(response.text) == []

    @pytest.mark.parametrize("path", PAGES)
    def test_says_what_it_is(self, client: FlaskClient, path: str) -> None:
        tree = tree_of(client, path)
        (document,) = tree.all("html")
        assert document.attributes == {"lang": "en", "dir": "ltr"}
        (title,) = [
            element
            for element in tree.all("title")
            if "id" not in element.attributes and element in tree.all("head")[0].children
        ]
        assert title.children
        names = {element.attributes.get("name"): element.attributes.get("content", "") for element in tree.all("meta")}
        assert names["description"]
        assert "width=device-width" in names["viewport"]
        assert "user-scalable" not in names["viewport"]
        (canonical,) = [element for element in tree.all("link") if element.attributes["rel"] == "canonical"]
        assert get(client, canonical.attributes["href"]).status_code == 200

    @pytest.mark.parametrize("path", PAGES)
    def test_nothing_comes_from_elsewhere(self, client: FlaskClient, path: str) -> None:
        response = get(client, path)
        tree = read(response.text)
        for element in tree.all():
            for name in ("src", "action", "poster", "data"):
                assert not urlsplit(element.attributes.get(name, "")).netloc
            if element.tag == "link" and element.attributes["rel"] not in ("canonical", "alternate"):
                address = urlsplit(element.attributes["href"])
                assert address.scheme == "data" or not (address.scheme or address.netloc)
            assert not [name for name in element.attributes if name.startswith("on")]
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-eval" not in policy

    def test_every_link_inside_leads_somewhere(self, client: FlaskClient) -> None:
        """From the first page on, 400 addresses at most; of one page 25 that differ in what they ask for."""
        waiting, seen = ["/"], {"/"}
        bad: list[str] = []
        kinds: dict[str, int] = {}
        while waiting and len(seen) < 400:
            here = waiting.pop(0)
            response = get(client, here)
            if response.status_code == 302:
                seen.add(response.headers["Location"])
                waiting.append(response.headers["Location"])
                continue
            if response.status_code != 200:
                bad.append(f"{here}: {response.status_code}")
                continue
            if response.mimetype != "text/html":
                assert response.data
                continue
            tree = read(response.text)
            ids = {element.attributes.get("id") for element in tree.all()}
            for link in links(tree):
                parts = urlsplit(urljoin(here, link))
                if parts.netloc:
                    assert parts.scheme in ("http", "https"), link
                    continue
                target = parts.path + (f"?{parts.query}" if parts.query else "")
                if target == here and parts.fragment and parts.fragment not in ids:
                    bad.append(f"{here}: nothing is called {parts.fragment}")
                kind = parts.path + ("?figure" if "figure=" in parts.query else "?page" if parts.query else "")
                kinds[kind] = kinds.get(kind, 0) + 1
                if target not in seen and (not parts.query or kinds[kind] <= 25):
                    seen.add(target)
                    waiting.append(target)
        assert bad == []
        assert len(seen) > 60
        assert {path.partition("?")[0] for path in seen} >= {path.partition("?")[0] for path in PAGES}

    def test_a_panel_stands_where_its_link_leads(self, client: FlaskClient) -> None:
        tree = tree_of(client, "/s/enclave-exits")
        marks = [link for link in links(tree) if link.endswith("#figure")]
        assert len(marks) > 100
        for link in dict.fromkeys([marks[0], marks[-1]]):
            panel = tree_of(client, link.removesuffix("#figure")).by_id("figure")
            assert "Reference" in panel.text


class TestSituation:
    def test_tiles_say_how_many_by_when_and_who_counted(self, client: FlaskClient) -> None:
        tree = tree_of(client, "/s/enclave-exits")
        tiles = [element for element in tree.all("div") if element.attributes.get("class") == "tile"]
        assert len(tiles) == 3
        first = tree.by_id("tile-people")
        for part in (
            "People who left",
            "at least 64,000 people",
            "as reported: at least 64,100 people",
            "by 23 Mar 2019, according to Syrian Observatory for Human Rights",
            "New since 12 Mar 2019: 4,180",
        ):
            assert part in first.text
        assert "Reported arrested or surrendered" in tiles[2].text
        # 8,550 is a least number: rounded up it would claim more than was reported.
        assert "at least 8,500 people" in tiles[2].text

    def test_freshness_counts_the_days(self, client: FlaskClient) -> None:
        text = tree_of(client, "/s/enclave-exits?as_of=2019-04-02").by_id("freshness").text
        assert "23 March 2019" in text
        assert "10 days" in text

    def test_nothing_was_known_before_the_first_report(self, client: FlaskClient) -> None:
        tree = tree_of(client, "/s/enclave-exits?as_of=2001-01-01")
        assert "1 January 2001" in tree.by_id("content").text
        assert faults(get(client, "/s/enclave-exits?as_of=2001-01-01").text) == []

    def test_the_first_response_holds_the_charts_and_their_tables(self, client: FlaskClient) -> None:
        tree = tree_of(client, "/s/enclave-exits")
        drawn = tree.by_id("drawn")
        blocks = [element.attributes["id"] for element in drawn.all("figure")]
        assert blocks == ["block-cumulative", "block-new", "block-nationality", "block-population"]
        for identity in blocks:
            block = drawn.by_id(identity)
            assert len(block.all("svg")) == 2
            assert len(block.all("tr")) > 1
        assert "36,250" in drawn.by_id("table-cumulative").text
        assert "9,300" in drawn.by_id("table-new").text

    def test_the_form_asks_for_the_same_view(self, client: FlaskClient) -> None:
        asked = "/s/enclave-exits?measure=deaths&group=civilians&source=all&start=2019-01-01"
        form = tree_of(client, asked).by_id("choices")
        said = {
            field.attributes["name"]: next(
                (option.attributes["value"] for option in field.all("option") if "selected" in option.attributes), None
            )
            if field.tag == "select"
            else field.attributes["value"]
            for field in form.all()
            if field.tag in ("select", "input")
        }
        assert set(said) >= {"measure", "unit", "source", "by", "group", "phase", "view", "start", "end", "as_of"}
        assert all(value is not None for value in said.values()), said
        submitted = "&".join(f"{name}={quote(value or '')}" for name, value in said.items())
        response = get(client, f"{form.attributes['action']}?{submitted}")
        assert response.status_code == 302
        assert response.headers["Location"] == asked

    @pytest.mark.parametrize(
        ("asked", "answer"),
        [
            ("?measure=exits", ""),
            ("?measure=exits&unit=persons&source=main&phase=main&by=source&group=all&view=both&start=&end=", ""),
            ("?measure=deaths&unit=persons", "?measure=deaths"),
            ("?group=all&as_of=2019-01-31", "?as_of=2019-01-31"),
        ],
    )
    def test_an_address_that_says_too_much_leads_to_the_plain_one(
        self, client: FlaskClient, asked: str, answer: str
    ) -> None:
        response = get(client, f"/s/enclave-exits{asked}")
        assert (response.status_code, response.headers["Location"]) == (302, f"/s/enclave-exits{answer}")

    def test_what_is_refused_is_said(self, client: FlaskClient) -> None:
        tree = tree_of(client, "/s/enclave-exits?measure=weddings")
        warnings = [element.text for element in tree.all("p") if element.attributes.get("class") == "warning-line"]
        assert len(warnings) == 1
        assert "measure = weddings" in warnings[0]

    def test_a_panel_tells_all_that_is_known(self, client: FlaskClient, exits: SituationData) -> None:
        panel = tree_of(client, "/s/enclave-exits?figure=r050-02").by_id("figure")
        for part in (
            "36,250 people",
            "a plain number",
            "30 January 2019",
            "SOHR",
            "Among them",
            "r050-02",
        ):
            assert part in panel.text, part
        (quote_,) = panel.all("blockquote")
        assert quote_.text == exits.figures["r050-02"].figure.quote != ""
        assert [link for link in links(panel) if link.startswith("http")]
        citation = panel.by_id("citation-figure").text
        link = f"http://localhost/v/2019-03-23-{exits.state}/s/enclave-exits?figure=r050-02"
        for part in (link, "36,250 people", "data version", "SOHR"):
            assert part in citation
        among = [link for link in links(panel) if link.endswith("#figure")]
        assert len(among) >= 3

    def test_charts_of_a_page_are_those_of_its_view(self, client: FlaskClient, exits: SituationData) -> None:
        view = View("enclave-exits", Measure.DEATHS, Unit.PERSONS, source="SDF", show="new")
        titles = [chart.title for chart in charts_of(exits, view, words("en"), TODAY)]
        drawn = tree_of(client, address(exits, view)).by_id("drawn")
        assert [figure.all("h2")[0].text for figure in drawn.all("figure")] == titles


class TestFiguresPage:
    def rows(self, client: FlaskClient, query: str = "") -> list[Element]:
        return tree_of(client, f"/s/enclave-exits/figures{query}").all("tbody")[0].all("tr")

    def test_pages_hold_every_figure_once(self, client: FlaskClient, exits: SituationData) -> None:
        found: list[str] = []
        for page in range(1, 20):
            rows = self.rows(client, f"?page={page}" if page > 1 else "")
            if rows and rows[0].attributes["id"] in found:
                break
            found += [row.attributes["id"] for row in rows]
        assert sorted(found) == sorted(exits.figures)
        assert len(found) == len(set(found))

    def test_filters_and_says_how_many(self, client: FlaskClient, exits: SituationData) -> None:
        wanted = [one for one in exits.figures.values() if one.figure.measure is Measure.RELEASES]
        tree = tree_of(client, "/s/enclave-exits/figures?measure=releases")
        assert {row.attributes["id"] for row in tree.all("tbody")[0].all("tr")} == {
            one.figure.figure_id for one in wanted
        }
        assert str(len(wanted)) in tree.by_id("found").text

    def test_finds_words(self, client: FlaskClient, exits: SituationData) -> None:
        found = {row.attributes["id"] for row in self.rows(client, "?q=HAJIN&measure=exits")}
        assert found
        for known in exits.figures.values():
            if known.figure.measure is Measure.EXITS and "Hajin" in known.figure.quote:
                assert known.figure.figure_id in found
        assert self.rows(client, "?q=no+such+thing") == []

    @pytest.mark.parametrize("sort", ["ref_end", "published", "measure", "value", "source", "publisher"])
    def test_sorts_both_ways(self, client: FlaskClient, sort: str) -> None:
        asked = f"/s/enclave-exits/figures?sort={sort}&unit=families"
        tree = tree_of(client, f"{asked}&order=asc")
        up = [row.attributes["id"] for row in tree.all("tbody")[0].all("tr")]
        sorted_by = [head.attributes["aria-sort"] for head in tree.all("th") if "aria-sort" in head.attributes]
        assert sorted_by == ["ascending"]
        down = [row.attributes["id"] for row in tree_of(client, asked).all("tbody")[0].all("tr")]
        assert len(up) > 5
        assert sorted(up) == sorted(down)
        assert up != down

    def test_orders_numbers_as_numbers(self, client: FlaskClient, exits: SituationData) -> None:
        rows = self.rows(client, "?sort=value&measure=exits&unit=persons&left_out=used")
        values = [exits.figures[row.attributes["id"]].figure.value for row in rows]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=True)
        assert known[0] == 67_000

    @pytest.mark.parametrize(
        "query", ["?page=0", "?page=-1", "?page=x", "?page=9999999999", "?sort=evil", "?order=up", "?page=٣"]
    )
    def test_takes_strange_addresses_calmly(self, client: FlaskClient, query: str) -> None:
        assert len(self.rows(client, query)) > 10

    @pytest.mark.parametrize("query", ["?measure=weddings", "?unit=camels", "?source=nobody", "?left_out=x"])
    def test_a_filter_that_matches_nothing_finds_nothing(self, client: FlaskClient, query: str) -> None:
        tree = tree_of(client, f"/s/enclave-exits/figures{query}")
        assert tree.all("tbody")[0].all("tr") == []


class TestReportsAndMethod:
    def test_every_report_is_listed_with_its_address(self, client: FlaskClient, exits: SituationData) -> None:
        tree = tree_of(client, "/s/enclave-exits/reports")
        rows = tree.all("tbody")[0].all("tr")
        assert {row.attributes["id"] for row in rows} == set(exits.reports)
        assert {link for row in rows for link in links(row) if link.startswith("http")} == {
            report.url for report in exits.reports.values()
        }
        assert len(tree.all("svg")) == 2, "its coverage over time"

    def test_the_number_of_figures_leads_to_them(self, client: FlaskClient) -> None:
        row = tree_of(client, "/s/enclave-exits/reports").by_id("r050")
        (link,) = [link for link in links(row) if link.startswith("/")]
        listed = tree_of(client, link).all("tbody")[0].all("tr")
        assert str(len(listed)) == row.all("td")[-1].text
        assert {one.attributes["id"].split("-")[0] for one in listed} == {"r050"}

    def test_the_method_names_every_code_and_every_table(self, client: FlaskClient, snapshot: Snapshot) -> None:
        text = tree_of(client, "/method").text
        for code in (*Measure, *Unit):
            assert code.value in text
        for table in snapshot.quantity_tables:
            assert table in text
        assert "under 10" in text or "below 10" in text or "10" in text


class TestAnswers:
    @pytest.mark.parametrize(
        "path",
        ["/nowhere", "/s/nowhere", "/s/nowhere/figures", "/s/enclave-exits/nowhere", "/s/", "/s", "/assets/nothing.js"],
    )
    def test_what_is_not_there_is_not_found(self, client: FlaskClient, path: str) -> None:
        response = get(client, path)
        assert response.status_code == 404
        if "assets" not in path:
            assert faults(response.text) == []
            assert "There is no such page" in response.text
            assert "Cache-Control" not in response.headers or "immutable" not in response.headers["Cache-Control"]

    @pytest.mark.parametrize("path", [path for path in PAGES if "weddings" not in path])
    def test_are_not_sent_twice(self, client: FlaskClient, path: str) -> None:
        first = get(client, path)
        again = get(client, path, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert first.headers["Cache-Control"] == "no-cache"

    def test_other_views_have_other_marks(self, client: FlaskClient) -> None:
        marks = {get(client, path).headers["ETag"] for path in PAGES}
        assert len(marks) == len(PAGES)

    def test_health(self, client: FlaskClient, snapshot: Snapshot) -> None:
        assert get(client, "/healthz").text == f"ok {snapshot.version}\n"

    def test_callbacks_answer_what_the_page_shows(self, client: FlaskClient) -> None:
        def ask(search: str, shown: str | None) -> TestResponse:
            return client.post(
                "/_dash-update-component",
                headers={"Accept-Encoding": "identity"},
                json={
                    "output": "..page.children...shown.data..",
                    "outputs": [{"id": "page", "property": "children"}, {"id": "shown", "property": "data"}],
                    "inputs": [
                        {"id": "url", "property": "pathname", "value": "/s/enclave-exits"},
                        {"id": "url", "property": "search", "value": search},
                    ],
                    "state": [{"id": "shown", "property": "data", "value": shown}],
                    "changedPropIds": ["url.search"],
                },
            )

        first = ask("", None)
        assert first.status_code == 200
        answer = json.loads(first.text)["response"]
        assert "36,250" in json.dumps(answer["page"]["children"])
        # The panel is another callback's: with the same page on show only that one has something to say.
        assert json.loads(ask("?figure=r050-02", answer["shown"]["data"]).text)["response"] == {}
        assert "page" in json.loads(ask("?measure=deaths", answer["shown"]["data"]).text)["response"]


HOSTILE = [
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'-alert(1)-'",
    "</title><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}",
    "\x00\x01",
    "%0d%0aSet-Cookie:x=1",
    "../../etc/passwd",
    "٣",
    "a" * 5000,
]


class TestHostile:
    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize(
        ("path", "names"),
        [
            (
                "/s/enclave-exits",
                ("measure", "unit", "group", "source", "phase", "by", "view", "start", "as_of", "lang", "figure", "x"),
            ),
            ("/s/enclave-exits/figures", ("q", "measure", "source", "sort", "order", "page", "left_out", "lang")),
            ("/", ("lang", "x")),
        ],
    )
    def test_addresses_are_inert(self, client: FlaskClient, path: str, names: tuple[str, ...], text: str) -> None:
        plain = get(client, path)
        scripts = [len(read(plain.text).all(tag)) for tag in ("script", "img", "iframe")]
        for name in names:
            response = get(client, f"{path}?{name}={quote(text)}")
            assert response.status_code == 200, name
            tree = read(response.text)
            assert [len(tree.all(tag)) for tag in ("script", "img", "iframe")] == scripts, name
            assert not [e for e in tree.all() if [a for a in e.attributes if a.startswith("on")]]
            assert not [link for link in links(tree) if link.lower().startswith("javascript")]
            assert "Set-Cookie" not in response.headers

    @given(path=st.text(max_size=40), name=st.text(min_size=1, max_size=10), text=st.text(max_size=40))
    @settings(max_examples=60, deadline=None)
    def test_no_address_breaks_the_server(self, client: FlaskClient, path: str, name: str, text: str) -> None:
        def safe(part: str) -> str:
            return quote(part, safe="", errors="replace")

        for address_ in (f"/{safe(path)}", f"/s/{safe(path)}", f"/s/enclave-exits?{safe(name)}={safe(text)}"):
            assert get(client, address_).status_code in (200, 302, 404), address_

    def test_words_of_the_data_are_text(self, exits: SituationData) -> None:
        """What stands in a ledger comes out as text wherever the page shows it."""
        from dashboard.components import picture
        from dashboard.pages import figures, reports
        from dashboard.pages.panel import panel
        from dashboard.static_html import to_html

        evil = '"><script>alert(1)</script><b x='
        known = exits.figures["r050-02"]
        report = replace(known.report, title=evil, publisher=evil, published_basis=evil)
        figure = replace(known.figure, quote=evil, as_reported=evil, note=evil)
        data = replace(
            exits,
            figures={**exits.figures, "r050-02": replace(known, figure=figure, report=report, corrected=evil)},
            reports={**exits.reports, report.report_id: report},
        )
        said = words("en")
        view = replace(default_view(data.situation), figure="r050-02")
        charts = charts_of(data, view, said, TODAY)
        pages = [
            to_html(panel(data, view, said)),
            to_html(reports.page(said, data).content),
            to_html(figures.page(said, data, figures.Listing(text="r050-02")).content),
            *(to_html(picture(lambda key: f"/?figure={key}")(chart)) for chart in charts),
        ]
        for page in pages:
            tree = read(page)
            assert not tree.all("script")
            assert not [element for element in tree.all("b") if "x" in element.attributes]
        assert evil in read(pages[0]).text
