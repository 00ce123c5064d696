"""The feeds, the list of pages and what a head says to programs: read by readers that are not ours."""

from __future__ import annotations

import json
import re
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest
from flask.testing import FlaskClient

from dashboard.feed import MOST_ENTRIES, Entry, entries_of, to_atom
from dashboard.locales import words
from dashboard.published import SituationData
from dashboard.routes.feeds import PAGES
from etl.model import Flag, Verdict
from tests.dashboard.markup import read

BASE = "http://localhost"
FEEDS = ("/feed.atom", "/s/enclave-exits/feed.atom", "/s/al-hol-camp/feed.atom")


def parsed(client: FlaskClient, path: str) -> feedparser.FeedParserDict:
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    return feedparser.parse(response.get_data())


class TestFeed:
    @pytest.mark.parametrize("path", FEEDS)
    def test_a_reader_of_feeds_reads_it(self, client: FlaskClient, path: str) -> None:
        feed = parsed(client, path)
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == "atom10"
        assert feed.feed.id == BASE + path
        assert [link.href for link in feed.feed.links if link.rel == "self"] == [BASE + path]
        assert 0 < len(feed.entries) <= MOST_ENTRIES
        identities = [entry.id for entry in feed.entries]
        assert len(set(identities)) == len(identities)
        days = [entry.updated for entry in feed.entries]
        assert days == sorted(days, reverse=True)
        assert feed.feed.updated == days[0]

    @pytest.mark.parametrize("path", FEEDS)
    def test_every_entry_leads_to_its_page_and_its_figures(self, client: FlaskClient, path: str) -> None:
        for entry in parsed(client, path).entries[:20]:
            links = [
                entry.link,
                *(link.attributes["href"] for link in read(f"<div>{entry.content[0].value}</div>").all("a")),
            ]
            for link in links:
                assert link.startswith(BASE)
                target, _, anchor = link.removeprefix(BASE).partition("#")
                response = client.get(target)
                assert response.status_code == 200, link
                if anchor:
                    assert f'id="{anchor}"' in response.text, link

    def test_every_dated_report_is_told_once_with_all_its_figures(self, exits: SituationData) -> None:
        entries = entries_of(words("en"), exits, BASE)
        reports = {entry.about[2]: entry for entry in entries if entry.category == "figures"}
        dated = {known.report.report_id for known in exits.figures.values() if known.report.published}
        assert set(reports) == dated
        entry = reports["r050"]
        figures = [known for known in exits.figures.values() if known.report.report_id == "r050"]
        assert entry.day == figures[0].report.published
        assert entry.content.count("<li>") == len(figures)
        assert "more than" in entry.content

    def test_a_total_that_was_taken_back_is_told(self, exits: SituationData, camp: SituationData) -> None:
        for data in (exits, camp):
            entries = entries_of(words("en"), data, BASE)
            told = {entry.about[2] for entry in entries if entry.category == "corrections"}
            assert told == {row.figure_ids[0] for row in data.rows if row.flag in (Flag.CORRECTION, Flag.DIP)}

    def test_contradictions_are_told_and_roundings_are_not(self, exits: SituationData) -> None:
        entries = [entry for entry in entries_of(words("en"), exits, BASE) if entry.category == "contradictions"]
        reading = exits.situation.reconciliation.reading
        sets = {
            row.figure_ids: row
            for row in exits.contradictions
            if row.reading is reading and row.verdict is Verdict.CONTRADICTION
        }
        assert {entry.about[2:] for entry in entries} == set(sets)
        for entry in entries:
            first = min(
                row.vintage
                for row in exits.contradictions
                if row.figure_ids == entry.about[2:] and row.reading is reading
            )
            assert entry.day == first

    def test_an_entry_keeps_its_id_whatever_stands_around_it(self) -> None:
        entries = [
            Entry(("s", "report", name), date(2019, 1, day), name, BASE, "<p>x</p>", "figures")
            for day, name in ((1, "a"), (2, "b"))
        ]
        alone = feedparser.parse(to_atom(words("en"), "t", BASE, BASE, entries[:1]))
        both = feedparser.parse(to_atom(words("en"), "t", BASE, BASE, entries))
        assert both.entries[1].id == alone.entries[0].id == entries[0].id
        assert len({entry.id for entry in entries}) == 2

    def test_an_empty_one_is_a_feed(self) -> None:
        feed = feedparser.parse(to_atom(words("en"), "t", BASE, BASE, []))
        assert not feed.bozo
        assert feed.entries == []

    def test_what_reports_print_is_text(self) -> None:
        hostile = Entry(("s",), date(2019, 1, 1), "<b>&\x00\u200f]]>", BASE, "<p>ok</p>", "figures")
        (entry,) = feedparser.parse(to_atom(words("en"), "t & <i>", BASE, BASE, [hostile])).entries
        assert entry.title_detail.type == "text/plain"
        assert entry.title == "<b>&\u200f]]>"


class TestPages:
    def test_the_sitemap_lists_pages_that_are_there(self, client: FlaskClient) -> None:
        root = ElementTree.fromstring(client.get("/sitemap.xml").text)
        space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
        addresses = [element.text or "" for element in root.iter(f"{space}loc")]
        assert {f"{BASE}/s/enclave-exits{page}" for page in PAGES} <= set(addresses)
        for address in addresses:
            assert client.get(address.removeprefix(BASE), follow_redirects=True).status_code == 200, address
        for element in root.iter(f"{space}lastmod"):
            date.fromisoformat(element.text or "")
        assert f"Sitemap: {BASE}/sitemap.xml" in client.get("/robots.txt").text

    @pytest.mark.parametrize("name", ["enclave-exits", "al-hol-camp"])
    def test_the_data_are_described_for_catalogues(
        self, client: FlaskClient, exits: SituationData, camp: SituationData, name: str
    ) -> None:
        data = exits if name == "enclave-exits" else camp
        text = client.get(f"/s/{name}").text
        (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
        assert "<" not in script
        said = json.loads(script)
        assert (said["@context"], said["@type"]) == ("https://schema.org/", "Dataset")
        assert said["name"] == data.situation.title.in_language("en")
        assert said["version"] == data.state
        assert said["dateModified"] == max(data.summary.vintages).isoformat()
        first, last = said["temporalCoverage"].split("/")
        assert date.fromisoformat(first) <= date.fromisoformat(last)
        for file in said["distribution"]:
            response = client.get(file["contentUrl"].removeprefix(BASE))
            assert response.status_code == 200, file
            assert response.mimetype == file["encodingFormat"]

    def test_who_is_sent_the_link_sees_the_chart(self, client: FlaskClient) -> None:
        tree = read(client.get("/s/enclave-exits?unit=families").text)
        said = {
            meta.attributes.get("property"): meta.attributes["content"]
            for meta in tree.all("meta")
            if "content" in meta.attributes
        }
        assert said["og:url"] == f"{BASE}/s/enclave-exits?unit=families"
        image = client.get(said["og:image"].removeprefix(BASE))
        assert (image.status_code, image.mimetype) == (200, "image/png")
        width, height = (int.from_bytes(image.get_data()[at : at + 4]) for at in (16, 20))
        assert (str(width), str(height)) == (said["og:image:width"], said["og:image:height"])
