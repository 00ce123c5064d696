"""A frozen address gives the same bytes for as long as the data are kept, whatever comes in after."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.published import Published
from dashboard.select import address, default_view, frozen, live, read_view
from dashboard.serving import warm
from dashboard.settings import Settings
from etl.pipeline import build
from tests.dashboard.markup import faults, read
from tests.dashboard.shipped import DATA

SITUATION = "enclave-exits"
FORMS = ("svg", "png", "csv", "hxl.csv", "json", "xlsx", "parquet", "pptx")
QUERIES = ("", "?by=nationality&source=all", "?basis=both&freq=day", "?unit=families&figure=r050-04")


def addresses() -> list[str]:
    """Everything that has a frozen form, of several views, after the vintage."""
    found = []
    for query in QUERIES:
        found += [f"/s/{SITUATION}{query}", f"/s/{SITUATION}/briefing{query}", f"/embed/{SITUATION}{query}"]
        found += [f"/embed/{SITUATION}.new{query}"]
        found += [f"/chart/{SITUATION}.{form}{query}" for form in FORMS]
        found += [f"/chart/{SITUATION}.new.{form}{query}" for form in FORMS]
        found += [f"/cite/{SITUATION}.{form}{query}" for form in ("txt", "bib", "ris", "json")]
    return [*found, f"/download/{SITUATION}.zip"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """The shipped situation, built once; what was reconciled of it is taken from the build that others share."""
    root = tmp_path_factory.mktemp("frozen")
    shutil.copytree(DATA / "situations" / SITUATION, root / "situations" / SITUATION)
    shutil.copytree(folder / ".reconciled", root / "published" / ".reconciled")
    build(root, root / "published", keep=1)
    return root


def client_of(data: Path) -> FlaskClient:
    app = create_app(Settings(data / "published"))
    warm(app, f"/s/{SITUATION}")
    return cast(Flask, app.server).test_client()


def vintage_of(data: Path, day: date | None = None) -> str:
    found = Published(data / "published", suppress_below=10).snapshot().situation(SITUATION)
    return f"{day or max(found.summary.vintages)}-{found.state}"


def add_reports(data: Path, count: int) -> None:
    """`count` more reports, each with a total that is higher than all before; some came out before others came in."""
    folder = data / "situations" / SITUATION
    for number in range(count):
        day = date(2019, 3, 24) + timedelta(days=number) if number % 2 else date(2019, 1, 15) + timedelta(days=number)
        report = {
            "report_id": f"x{number:03}", "publisher": "SOHR", "title": f"Later {number}",
            "url": f"https://example.org/{number}", "published": day.isoformat(), "language": "en",
        }  # fmt: skip
        figure = {
            "figure_id": f"x{number:03}-01", "report_id": f"x{number:03}", "situation": SITUATION, "source": "SOHR",
            "measure": "exits", "kind": "flow", "basis": "cumulative", "unit": "persons", "quantifier": "exact",
            "value": str(70_000 + number), "as_reported": str(70_000 + number), "ref_start": "2018-12-01",
            "ref_end": day.isoformat(), "ref_precision": "day", "place_from": "enclave", "status": "accepted",
        }  # fmt: skip
        for name, row in (("reports.csv", report), ("figures.csv", figure)):
            with (folder / name).open(newline="", encoding="utf-8-sig") as file:
                columns = csv.DictReader(file).fieldnames or ()
            with (folder / name).open("a", newline="", encoding="utf-8") as file:
                csv.DictWriter(file, columns, restval="", lineterminator="\n").writerow(row)


@pytest.fixture(scope="module")
def before_and_after(data: Path) -> dict[str, tuple[bytes, bytes]]:
    """Each frozen address's bytes before and after ten builds with one more report each, from two fresh servers."""
    vintages = (vintage_of(data), vintage_of(data, date(2019, 1, 30)))
    paths = [f"/v/{vintage}{path}" for vintage in vintages for path in addresses()]
    client = client_of(data)
    answers = {path: client.get(path) for path in paths}
    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 200} == {}
    live_before = client.get(f"/chart/{SITUATION}.csv").get_data()
    for number in range(1, 11):
        shutil.rmtree(data / "situations" / SITUATION)
        shutil.copytree(DATA / "situations" / SITUATION, data / "situations" / SITUATION)
        add_reports(data, number)
        # What all figures together give is computed anew for the live data, which nobody asks for here.
        build(data, data / "published", keep=1, reconcile=False)
    client = client_of(data)
    assert client.get(f"/chart/{SITUATION}.csv").get_data() != live_before
    return {path: (answers[path].get_data(), client.get(path).get_data()) for path in paths}


@pytest.mark.parametrize("path", addresses())
def test_ten_more_reports_change_no_byte(before_and_after: dict[str, tuple[bytes, bytes]], path: str) -> None:
    kept = [pair for frozen_path, pair in before_and_after.items() if frozen_path.endswith(path)]
    assert len(kept) == 2
    for before, after in kept:
        assert before
        assert before == after


class TestAddress:
    def state(self, client: FlaskClient) -> str:
        return client.get(f"/chart/{SITUATION}.csv").headers["X-Waymark-State"]

    def test_a_day_alone_leads_to_the_state_that_is_published(self, client: FlaskClient) -> None:
        response = client.get(f"/v/2019-01-30/embed/{SITUATION}.new?unit=families")
        assert response.status_code == 302
        assert response.headers["Location"] == (
            f"/v/2019-01-30-{self.state(client)}/embed/{SITUATION}.new?unit=families"
        )

    def test_may_be_kept_for_good(self, client: FlaskClient) -> None:
        for path in (f"/embed/{SITUATION}", f"/s/{SITUATION}", f"/chart/{SITUATION}.csv"):
            response = client.get(f"/v/2019-01-30-{self.state(client)}{path}")
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert response.headers["ETag"]

    def test_the_page_needs_no_scripts_and_says_that_it_is_frozen(self, client: FlaskClient) -> None:
        text = client.get(f"/v/2019-01-30-{self.state(client)}/s/{SITUATION}?figure=r050-04").text
        assert faults(text) == []
        tree = read(text)
        assert [script.attributes.get("type") for script in tree.all("script")] == ["application/ld+json"]
        assert "does not change" in tree.by_id("frozen").text
        assert "30 January 2019" in tree.by_id("frozen").text
        assert "6,000 families" in tree.by_id("figure").text
        (canonical,) = [link.attributes["href"] for link in tree.all("link") if link.attributes["rel"] == "canonical"]
        assert canonical == f"/s/{SITUATION}"

    def test_its_links_stay_in_the_same_vintage(self, client: FlaskClient) -> None:
        vintage = f"2019-01-30-{self.state(client)}"
        tree = read(client.get(f"/v/{vintage}/s/{SITUATION}?unit=families").text)
        figures = [link.attributes["href"] for link in tree.all("a") if "figure=" in link.attributes["href"]]
        assert figures
        assert all(href.startswith(f"/v/{vintage}/s/") for href in figures)
        assert all("as_of" not in href for href in figures)

    @pytest.mark.parametrize(
        ("vintage", "status"),
        [
            ("2019-01-30-0123456789ab", 410),
            ("2019-13-30-0123456789ab", 404),
            ("9999-01-01", 404),
            ("yesterday", 404),
            ("2019-01-30-0123456789AB", 404),
            ("2019-01-30-..", 404),
        ],
    )
    def test_what_is_not_there_is_told(self, client: FlaskClient, vintage: str, status: int) -> None:
        for path in (f"/s/{SITUATION}", f"/embed/{SITUATION}", f"/chart/{SITUATION}.csv", f"/cite/{SITUATION}.txt"):
            response = client.get(f"/v/{vintage}{path}")
            assert response.status_code == status
            assert response.mimetype == "text/plain"

    def test_another_day_in_the_query_is_refused(self, client: FlaskClient) -> None:
        vintage = f"2019-01-30-{self.state(client)}"
        assert client.get(f"/v/{vintage}/embed/{SITUATION}?as_of=2019-02-01").status_code == 400

    def test_a_situation_that_the_state_is_not_of_has_nothing(self, client: FlaskClient) -> None:
        assert client.get(f"/v/2019-01-30-{self.state(client)}/embed/al-hol-camp").status_code == 410

    def test_a_view_and_its_frozen_address_are_each_others(self, folder: Path) -> None:
        published = Published(folder, suppress_below=10)
        data = published.snapshot().situation(SITUATION)
        plain = default_view(data.situation)
        named = address(*frozen(data, plain))
        found = re.fullmatch(rf"/v/(\d{{4}}-\d\d-\d\d)-([0-9a-f]{{12}})/s/{SITUATION}", named)
        assert found is not None
        assert date.fromisoformat(found[1]) == max(data.summary.vintages)
        pinned = published.frozen(SITUATION, found[2], date.fromisoformat(found[1]))
        assert pinned is not None
        view = read_view(pinned, {}, ("en",)).view
        assert address(pinned, view) == named
        assert address(*live(pinned, view)) == f"/s/{SITUATION}"
        assert urlsplit(address(*frozen(pinned, view))).path == named
