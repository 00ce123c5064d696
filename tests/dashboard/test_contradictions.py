"""The page of figures that cannot all be true, what reports imply, and the ways to them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import brotli
import pytest
from flask.testing import FlaskClient

from dashboard.implied import implied_days
from dashboard.locales import words
from dashboard.pages.contradictions import (
    Listing,
    anchor_of,
    contradictions_address,
    known_contradictions,
    page,
    read_listing,
)
from dashboard.pages.method_example import example
from dashboard.pages.panel import panel
from dashboard.published import SituationData, Snapshot, Together
from dashboard.select import default_view
from dashboard.static_html import to_html
from etl.model import Reading, Verdict

DECEMBER = (date(2018, 12, 1), date(2018, 12, 18))
IMPLIED = [2_100, 3_100, 2_100, 2_050, 1_450, 2_050, 2_050, 2_050, 2_000, 2_000]


def bare(data: SituationData) -> SituationData:
    """The same situation with nothing that all figures together give."""
    return replace(data, together=Together())


def drawn(data: SituationData, listing: Listing | None = None) -> str:
    return to_html(page(words("en"), data, listing or Listing()).content)


def test_every_report_of_the_observatory_implies_something_for_the_first_days(exits: SituationData) -> None:
    (one,) = (one for one in implied_days(exits, None) if (one.days.start, one.days.end) == DECEMBER)
    assert [row.point for row in one.reports] == IMPLIED
    steadiness = one.steadiness
    assert steadiness is not None
    assert steadiness.is_steady
    assert sorted(row.point or 0 for row in steadiness.apart) == [1_450, 3_100]


def test_the_page_shows_both_readings_and_what_steadiness_speaks_for(exits: SituationData) -> None:
    text = drawn(exits)
    assert "8 of the 10 reports lie within 5 % of their median, between 2,000 and 2,100." in text
    assert "3,100 (5 Jan 2019), 1,450 (12 Jan 2019)" in text
    for reading in Reading:
        assert words("en")(f"implied.together.{reading.value}") in text


def test_as_known_earlier_nothing_is_told_that_came_later(exits: SituationData) -> None:
    text = drawn(exits, Listing(as_of=date(2019, 1, 6)))
    assert "3,100" not in text or "of the 10 reports" not in text
    assert "12 Jan 2019" not in text


@pytest.mark.parametrize("reading", Reading)
def test_the_widest_gap_comes_first_and_pages_hold_every_set(exits: SituationData, reading: Reading) -> None:
    rows = [row for row in known_contradictions(exits) if row.reading is reading]
    assert [row.gap for row in rows] == sorted((row.gap for row in rows), reverse=True)
    found = []
    for number in range(1, -(-len(rows) // 15) + 1):
        found += re.findall(r'id="(set-[0-9a-f]{10})"', drawn(exits, Listing(reading=reading, page=number)))
    assert found == [anchor_of(row) for row in rows]


def test_filters_leave_what_they_say(exits: SituationData) -> None:
    rows = known_contradictions(exits)
    for listing in (
        Listing(verdict="rounding"),
        Listing(verdict="contradiction", within="one"),
        Listing(within="several"),
        Listing(measure="deaths"),
        Listing(reading=Reading.PRINTED, figure="r002-02"),
    ):
        wanted = [
            anchor_of(row)
            for row in rows
            if row.reading is listing.reading
            and listing.verdict in ("", row.verdict.value)
            and listing.within in ("", "one" if len(row.sources) == 1 else "several")
            and listing.measure in ("", row.measure.value)
            and (not listing.figure or listing.figure in row.figure_ids)
        ]
        assert re.findall(r'id="(set-[0-9a-f]{10})"', drawn(exits, listing)) == wanted[:15]


def test_both_sides_of_every_sum_come_to_their_result(exits: SituationData) -> None:
    checked = 0
    for row in exits.contradictions:
        if not row.arithmetic:
            continue
        sides = json.loads(row.arithmetic)
        results = {}
        for name, side in sides.items():
            total = sum(term["sign"] * term["times"] * term["number"] for term in side["terms"])
            assert total == pytest.approx(side["result"], abs=1e-3)
            assert {term["figure_id"] for term in side["terms"]} <= set(row.figure_ids)
            results[name] = side["result"]
        assert abs(results["left"] - results["right"]) > 0
        checked += 1
    assert checked > 50


def test_each_set_has_its_sentence_in_both_languages(exits: SituationData) -> None:
    text = drawn(exits)
    (first, *_) = (row for row in known_contradictions(exits) if row.reading is Reading.TABLE)
    assert first.sentence_en in text
    assert first.sentence_ar in text
    assert re.search(r'<p (?=[^>]*lang="ar")(?=[^>]*dir="rtl")[^>]*>', text)


def test_links_between_page_and_panel_meet(exits: SituationData, client: FlaskClient) -> None:
    row = next(row for row in known_contradictions(exits) if row.reading is Reading.TABLE and row.set_aside)
    figure_id = row.set_aside[0]
    view = replace(default_view(exits.situation), figure=figure_id)
    text = to_html([panel(exits, view, words("en"))])
    assert "set aside where all reports are joined" in text
    link = contradictions_address(exits.situation.id, Listing(figure=figure_id), anchor_of(row))
    assert link in text
    answer = client.get(link.partition("#")[0])
    assert answer.status_code == 200
    assert f'id="{anchor_of(row)}"' in answer.text


def test_the_situations_page_tells_of_the_widest(client: FlaskClient) -> None:
    text = client.get("/s/enclave-exits").text
    assert 'id="contradictions"' in text
    assert "/s/enclave-exits/contradictions" in text


def test_without_contradictions_the_page_says_so_and_no_more(exits: SituationData) -> None:
    text = drawn(bare(exits))
    assert "0 sets of 0 in this reading." in text
    assert "set-" not in text


def test_the_page_is_light(client: FlaskClient) -> None:
    for address in ("/s/enclave-exits/contradictions", "/s/enclave-exits/contradictions?reading=printed"):
        assert len(brotli.compress(client.get(address).data, quality=5)) < 60_000


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ({"reading": "printed", "page": "3"}, Listing(reading=Reading.PRINTED, page=3)),
        ({"reading": "x", "page": "0", "verdict": "y", "within": "z", "as_of": "soon"}, Listing()),
        ({"as_of": "2019-01-30"}, Listing(as_of=date(2019, 1, 30))),
    ],
)
def test_an_address_is_read_or_left_at_its_default(asked: dict[str, str], read: Listing) -> None:
    assert read_listing(asked) == read


def test_what_a_public_instance_masks_is_in_no_set(exits: SituationData, everything: Snapshot) -> None:
    masked = {known.figure.figure_id for known in exits.figures.values() if known.masked}
    assert masked
    assert all(masked.isdisjoint(row.figure_ids) for row in exits.contradictions)
    assert all(masked.isdisjoint(row.figure_ids) for row in exits.implied)
    assert len(everything.situation("enclave-exits").contradictions) >= len(exits.contradictions)


# The method page


def test_the_method_is_told_with_numbers_that_were_published(exits: SituationData, client: FlaskClient) -> None:
    text = to_html(example(words("en"), exits))
    assert "26,950" in text
    assert "9,300" in text
    figures = re.findall(r"figure=(r[0-9-]+)", text)
    assert set(figures) <= set(exits.figures)
    whole = client.get("/method?situation=enclave-exits").text
    assert 'id="together"' in whole
    assert "9,300" in whole
    assert "/method?situation=al-hol-camp" in whole


def test_the_method_page_does_without_examples_that_are_not_there(exits: SituationData) -> None:
    assert "26,950" in to_html(example(words("en"), bare(exits)))
    nothing = replace(bare(exits), rows=[])
    assert "too few figures" in to_html(example(words("en"), nothing))


def test_verdicts_have_words() -> None:
    for verdict in Verdict:
        assert words("en").has(f"verdict.{verdict.value}.why")
