"""What leaves by address: pictures, slides, files and references, with their names, sizes, headers and refusals."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation

from dashboard.charts.build import chart_of
from dashboard.locales import words
from dashboard.published import SituationData
from dashboard.select import default_view
from tests.dashboard.shipped import TODAY

FORMS = ("svg", "png", "pptx", "csv", "hxl.csv", "xlsx", "json", "parquet")
REFERENCES = ("txt", "bib", "ris", "json")


def name_of(disposition: str) -> str:
    found = re.fullmatch(r"(?:attachment|inline); filename=\"?([\w.-]+)\"?", disposition)
    assert found is not None, disposition
    return found[1]


class TestPictures:
    @pytest.mark.parametrize(
        ("query", "size"),
        [
            ("format=slide", (1280, 720)),
            ("format=slide&scale=2", (2560, 1440)),
            ("format=square&theme=dark", (1080, 1080)),
            ("format=card", (1200, 630)),
            ("scale=3", (2640, None)),
            ("format=narrow", (400, None)),
        ],
    )
    def test_have_the_size_asked_for(self, client: FlaskClient, query: str, size: tuple[int, int | None]) -> None:
        response = client.get(f"/chart/enclave-exits.png?{query}")
        assert response.mimetype == "image/png"
        drawn = Image.open(BytesIO(response.get_data()))
        assert drawn.width == size[0]
        assert size[1] is None or drawn.height == size[1]

    def test_say_when_and_who_inside_and_in_their_names(self, client: FlaskClient) -> None:
        response = client.get("/chart/enclave-exits.svg?as_of=2019-01-30")
        assert "as known on 30 Jan 2019" in response.text
        assert "Sources: Syrian Observatory for Human Rights" in response.text
        name = name_of(response.headers["Content-Disposition"])
        assert name.endswith("_as-known-2019-01-30.svg")
        assert "SOHR" in name

    def test_hold_what_the_page_holds(self, client: FlaskClient, exits: SituationData) -> None:
        """One description of the chart for both: its title, sentence, series and ticks."""
        shown = chart_of(exits, default_view(exits.situation), words("en"), TODAY)
        assert shown is not None
        svg = client.get("/chart/enclave-exits.svg").text
        page = client.get("/s/enclave-exits").text
        for text in (shown.title, shown.description, *(line.name for line in shown.lines)):
            first = text.split(",")[0]
            assert first in svg
            assert first in page
        for tick in shown.y_ticks:
            assert f">{tick.label}<" in svg
            assert f">{tick.label}<" in page

    @pytest.mark.parametrize(
        "query", ["scale=0", "scale=4", "scale=1e3", "format=poster", "theme=auto", "scale=-1", "measure=x"]
    )
    def test_of_other_sizes_are_refused(self, client: FlaskClient, query: str) -> None:
        for form in ("png", "svg"):
            response = client.get(f"/chart/enclave-exits.{form}?{query}")
            assert (response.status_code, response.mimetype) == (400, "text/plain")

    def test_run_nothing_when_opened_by_themselves(self, client: FlaskClient) -> None:
        headers = client.get("/chart/enclave-exits.svg").headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


class TestAll:
    @pytest.mark.parametrize("form", FORMS)
    def test_is_there_of_a_view_and_of_each_chart(self, client: FlaskClient, form: str) -> None:
        names = set()
        for chart in ("enclave-exits", "enclave-exits.new", "enclave-exits.nationality", "al-hol-camp.stock"):
            response = client.get(f"/chart/{chart}.{form}")
            assert response.status_code == 200, response.text
            assert response.headers["Access-Control-Allow-Origin"] == "*"
            assert response.headers["Cache-Control"] == "no-cache"
            name = name_of(response.headers["Content-Disposition"])
            assert name.endswith(f".{form}")
            assert re.search(r"as-known-\d{4}-\d\d-\d\d", name)
            names.add(name)
        assert len(names) == 4

    @pytest.mark.parametrize("form", FORMS)
    def test_what_is_not_there_is_refused(self, client: FlaskClient, form: str) -> None:
        assert client.get(f"/chart/nowhere.{form}").status_code == 404
        assert client.get(f"/chart/enclave-exits.stock.{form}").status_code == 404
        assert client.get(f"/chart/enclave-exits.{form}?group=ATL").status_code == 400
        assert client.get("/chart/enclave-exits.exe").status_code == 404

    @pytest.mark.parametrize("form", REFERENCES)
    def test_references_are_there_of_a_view_and_of_a_figure(self, client: FlaskClient, form: str) -> None:
        view, figure = (client.get(f"/cite/enclave-exits.{form}{query}") for query in ("", "?figure=r050-02"))
        assert (view.status_code, figure.status_code) == (200, 200)
        assert "/v/2019-03-23-" in figure.text
        assert "r050-02" in figure.text
        assert (view.content_type or "").endswith("charset=utf-8") or (view.mimetype or "").endswith("json")
        assert name_of(figure.headers["Content-Disposition"]).endswith(f"_r050-02.{form}")
        assert client.get(f"/cite/enclave-exits.{form}?figure=r999-99").status_code == 400

    def test_the_slide_opens_and_the_short_reference_is_one_line(self, client: FlaskClient) -> None:
        deck = Presentation(BytesIO(client.get("/chart/enclave-exits.pptx").get_data()))
        assert len(deck.slides) == 1
        short = client.get("/cite/enclave-exits.txt?length=short").text
        assert "\n" not in short.strip()
        assert client.get("/cite/enclave-exits.txt?length=tall").status_code == 400

    def test_live_files_are_answered_by_their_mark(self, client: FlaskClient) -> None:
        for path in ("/chart/enclave-exits.csv", "/chart/enclave-exits.png", "/cite/enclave-exits.bib"):
            first = client.get(path)
            again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
            assert (again.status_code, again.get_data()) == (304, b"")

    @settings(max_examples=60, deadline=None)
    @given(
        path=st.sampled_from(["/chart/enclave-exits.svg", "/chart/enclave-exits.csv", "/cite/enclave-exits.bib"]),
        name=st.sampled_from(
            ["measure", "group", "source", "by", "figure", "as_of", "format", "theme", "lang", "length"]
        ),
        value=st.sampled_from(
            [
                "=HYPERLINK(1)",
                "</svg><script>alert(1)</script>",
                'x"; filename=evil.exe',
                "a\r\nX-Evil: 1",
                "../../etc/passwd",
            ]
        )
        | st.text(max_size=15),
    )
    def test_nothing_of_a_parameter_gets_in(self, client: FlaskClient, path: str, name: str, value: str) -> None:
        response = client.get(f"{path}?{urlencode({name: value}, errors='surrogatepass')}")
        assert "X-Evil" not in response.headers
        if response.status_code == 200:
            # Only what is on a list is taken; anything that is not shown has changed nothing.
            assert "<script" not in response.text
            assert "evil" not in response.headers["Content-Disposition"]
            assert name_of(response.headers["Content-Disposition"])
        else:
            assert (response.status_code, response.mimetype) == (400, "text/plain")
