"""The review pages without a browser: who may see and write, what a decision does, and what is said when it cannot be."""

from __future__ import annotations

import csv
import http.client
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import waitress
from flask import Flask
from flask.testing import FlaskClient
from typer.testing import CliRunner
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.command import open_desk
from dashboard.settings import Settings
from etl.cli import add_commands
from etl.cli import app as commands
from etl.desk import Standing
from tests.dashboard.held import ENGLISH, SITUATION, added_rows, data_with_texts, figures_file
from tests.dashboard.markup import Element, faults, read
from tests.dashboard.shipped import DATA

REPORT = f"/review/{SITUATION}/r900"
OWN = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
"""What a browser says of a form on a page of this very instance."""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return data_with_texts(tmp_path)


@pytest.fixture
def application(data: Path, folder: Path) -> Flask:
    return cast(Flask, create_app(Settings(folder), open_desk(data)).server)


@pytest.fixture
def reviewer(application: Flask) -> FlaskClient:
    return application.test_client()


def tree_of(client: FlaskClient, path: str, status: int = 200) -> Element:
    response = client.get(path, headers={"Accept-Encoding": "identity"})
    assert response.status_code == status, response.text
    assert faults(response.text) == []
    return read(response.text)


def form_of(tree: Element, identity: str = "decide") -> dict[str, str]:
    """What a browser would send of a form, without a button."""
    form = tree.by_id(identity)
    sent = {}
    for field in form.all():
        name = field.attributes.get("name", "")
        if not name or field.tag == "button":
            continue
        if field.tag == "select":
            (sent[name],) = [one.attributes["value"] for one in field.all("option") if "selected" in one.attributes]
        elif field.tag == "textarea":
            sent[name] = field.text.removeprefix("\n").replace("\n", "\r\n")
        else:
            sent[name] = field.attributes["value"]
    return sent


def send(
    client: FlaskClient, form: dict[str, str], path: str = REPORT, headers: dict[str, str] | None = None, **more: str
) -> TestResponse:
    return client.post(path, data={**form, **more}, headers={"Accept-Encoding": "identity", **(headers or OWN)})


def mark_of(tree: Element) -> list[tuple[str, str]]:
    """Class and text of every mark in the report's text."""
    return [(mark.attributes["class"], mark.text) for mark in tree.by_id("text").all("mark")]


class TestWithoutReview:
    @pytest.mark.parametrize("path", ["/review", "/review/", REPORT, f"{REPORT}/undo"])
    def test_there_are_no_such_pages(self, client: FlaskClient, path: str) -> None:
        assert client.get(path).status_code == 404
        nowhere = client.post("/nowhere/at/all", headers=OWN)
        assert client.post(path, headers=OWN).status_code == nowhere.status_code in (404, 405)

    @pytest.mark.parametrize("path", ["/", "/method", "/s/enclave-exits/figures", "/s/enclave-exits"])
    def test_no_page_speaks_of_them(self, client: FlaskClient, path: str) -> None:
        assert "/review" not in client.get(path, headers={"Accept-Encoding": "identity"}).text

    def test_with_it_the_start_page_leads_there(self, reviewer: FlaskClient) -> None:
        links = [link.attributes["href"] for link in tree_of(reviewer, "/").all("a")]
        assert "/review/" in links


class TestWhoMaySee:
    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8050", "[::1]:9", "LOCALHOST:80"])
    def test_this_machine(self, reviewer: FlaskClient, host: str) -> None:
        assert reviewer.get("/review/", headers={"Host": host}).status_code == 200

    @pytest.mark.parametrize(
        "host",
        [
            "example.org",
            "localhost.example.org",
            "127.0.0.1.example.org",
            "10.0.0.4",
            "127.0.0.1@evil",
            "localhost:x",
            "",
        ],
    )
    @pytest.mark.parametrize("path", ["/review", "/review/", REPORT, "/review/no/such/page"])
    def test_no_other_name(self, reviewer: FlaskClient, path: str, host: str) -> None:
        response = reviewer.get(path, headers={"Host": host})
        assert response.status_code == 403
        assert "localhost alone" in response.text
        assert "38,200" not in response.text

    @pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "Via", "X-Real-IP"])
    def test_nobody_through_a_proxy(self, reviewer: FlaskClient, name: str) -> None:
        response = reviewer.get(REPORT, headers={name: "127.0.0.1"})
        assert response.status_code == 403
        assert f"found the header {name.title()}" in response.text

    @pytest.mark.parametrize("address", ["10.1.2.3", "2001:db8::1", ""])
    def test_no_other_machine(self, reviewer: FlaskClient, address: str) -> None:
        response = reviewer.get(REPORT, environ_overrides={"REMOTE_ADDR": address})
        assert response.status_code == 403
        assert "this machine alone" in response.text

    def test_published_pages_are_there_for_all(self, reviewer: FlaskClient) -> None:
        assert reviewer.get("/method", headers={"Host": "example.org", "Via": "1.1 proxy"}).status_code == 200

    def test_a_page_keeps_to_itself(self, reviewer: FlaskClient) -> None:
        headers = reviewer.get(REPORT).headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        cookie = headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/review" in cookie


class TestWhoMayWrite:
    def test_a_form_of_its_own_page(self, reviewer: FlaskClient, data: Path) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        assert send(reviewer, form, verdict="accepted").status_code == 303
        assert [row["figure_id"] for row in added_rows(data)] == ["r900-01"]

    @pytest.mark.parametrize(
        ("headers", "said"),
        [
            ({"Origin": "http://evil.example"}, "Origin"),
            ({"Origin": "null"}, "Origin"),
            ({"Origin": "https://localhost"}, "Origin"),
            ({"Origin": "http://localhost:8051"}, "Origin"),
            ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, "Sec-Fetch-Site"),
            ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, "Sec-Fetch-Site"),
            ({"Sec-Fetch-Site": "none"}, "Sec-Fetch-Site"),
            ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, "Origin"),
            ({"Accept": "*/*"}, "neither Origin nor Sec-Fetch-Site"),
        ],
    )
    @pytest.mark.parametrize("path", [REPORT, f"{REPORT}/undo"])
    def test_no_form_of_another(
        self, reviewer: FlaskClient, data: Path, path: str, headers: dict[str, str], said: str
    ) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        response = send(reviewer, form, path, headers, verdict="accepted")
        assert response.status_code == 403
        assert said in response.text
        assert added_rows(data) == []

    @pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
    def test_no_form_without_the_sessions_token(self, reviewer: FlaskClient, data: Path, token: str | None) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        del form["token"]
        given = {"token": token} if token is not None else {}
        response = send(reviewer, {**form, "value": "38300", **given}, verdict="accepted")
        assert response.status_code == 403
        assert added_rows(data) == []
        assert form_of(read(response.text))["value"] == "38300"

    def test_no_token_of_another_session(self, application: Flask, reviewer: FlaskClient, data: Path) -> None:
        form = form_of(tree_of(application.test_client(), REPORT))
        tree_of(reviewer, REPORT)
        assert send(reviewer, form, verdict="accepted").status_code == 403
        assert added_rows(data) == []

    def test_after_the_server_was_started_anew_what_was_typed_can_be_sent_again(
        self, data: Path, folder: Path, reviewer: FlaskClient
    ) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        anew = cast(Flask, create_app(Settings(folder), open_desk(data)).server).test_client()
        answer = send(anew, {**form, "value": "38300", "note": "\r\ntwo\r\nlines"}, verdict="accepted")
        assert answer.status_code == 403
        assert faults(answer.text) == []
        again = form_of(read(answer.text))
        assert (again["value"], again["note"]) == ("38300", "\r\ntwo\r\nlines")
        assert send(anew, again, verdict="accepted").status_code == 303
        (row,) = added_rows_with_lines(data)
        assert (row["value"], row["note"]) == ("38300", "two\nlines")

    @pytest.mark.parametrize("verdict", ["", "proposed", "over-", "over-nothing"])
    def test_a_form_that_no_page_sends_is_refused(self, reviewer: FlaskClient, verdict: str) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        assert send(reviewer, form, verdict=verdict).status_code == 400

    def test_a_form_too_large_is_refused(self, reviewer: FlaskClient) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        assert send(reviewer, form, verdict="accepted", note="x" * 300_000).status_code == 413


def added_rows_with_lines(data: Path) -> list[dict[str, str]]:
    """The rows of the report, whatever line ends are in their cells."""
    with figures_file(data).open(newline="", encoding="utf-8-sig") as file:
        return [row for row in csv.DictReader(file) if row["report_id"] == "r900"]


class TestList:
    def test_names_every_report_and_how_far_its_review_has_come(self, reviewer: FlaskClient) -> None:
        tree = tree_of(reviewer, "/review/")
        rows = [[cell.text for cell in row.children if isinstance(cell, Element)] for row in tree.all("tr")[1:]]
        assert [(row[0], row[1], row[2], row[4:]) for row in rows] == [
            ("خروج المزيد من جيب التنظيم", "SOHR", "31 Mar 2019", ["3", "0", "0"]),
            ("About 38,200 have left 😀 the enclave", "SOHR", "30 Mar 2019", ["6", "0", "0"]),
        ]
        assert [link.attributes["href"] for link in tree.by_id("content").all("a")] == [
            f"/review/{SITUATION}/r901",
            REPORT,
        ]
        assert "9 figures wait in 2 reports." in tree.text

    def test_counts_follow_decisions(self, reviewer: FlaskClient) -> None:
        for verdict in ("accepted", "rejected"):
            send(reviewer, form_of(tree_of(reviewer, REPORT)), verdict=verdict)
        rows = [[cell.text for cell in row.all("td")] for row in tree_of(reviewer, "/review/").all("tr")[1:]]
        assert [row[3:] for row in rows] == [["3", "0", "0"], ["4", "1", "1"]]

    def test_without_texts_it_says_what_to_do(self, tmp_path: Path, folder: Path) -> None:
        shutil.copytree(DATA / "situations" / SITUATION, tmp_path / "bare" / "situations" / SITUATION)
        bare = cast(Flask, create_app(Settings(folder), open_desk(tmp_path / "bare")).server).test_client()
        assert "names a text" in tree_of(bare, "/review/").by_id("content").text

    def test_a_broken_ledger_is_told_with_every_problem(self, reviewer: FlaskClient, data: Path) -> None:
        file = figures_file(data)
        file.write_bytes(file.read_bytes() + b"bad-01,nowhere,,,dances,,,persons,exact,x\n")
        for path in ("/review/", REPORT):
            said = tree_of(reviewer, path, 503).by_id("content").text
            assert "column measure" in said
            assert "column report_id" in said


class TestSheet:
    @pytest.mark.parametrize(
        "path", [f"/review/{SITUATION}/r999", "/review/elsewhere/r900", f"/review/{SITUATION}/r050"]
    )
    def test_a_report_that_is_not_there(self, reviewer: FlaskClient, path: str) -> None:
        tree = tree_of(reviewer, path, 404)
        assert "found no" in tree.by_id("content").text

    def test_the_text_is_there_to_the_letter_with_its_figures_marked(self, reviewer: FlaskClient) -> None:
        tree = tree_of(reviewer, REPORT)
        assert tree.by_id("text").text == ENGLISH
        assert mark_of(tree) == [
            ("waiting current first last", "more than 38,200 people"),
            ("waiting first last", "3,370 members of the Islamic State"),
            ("waiting first last", "240 families"),
            ("waiting first last", "858 people"),
            ("waiting first last", "About 12"),
            ("waiting first last", "23,000 people"),
        ]
        assert tree.by_id("text").attributes["dir"] == "ltr"
        assert tree.by_id("current").attributes["aria-current"] == "true"

    def test_arabic_runs_from_the_right(self, reviewer: FlaskClient) -> None:
        text = tree_of(reviewer, f"/review/{SITUATION}/r901").by_id("text")
        assert (text.attributes["dir"], text.attributes["lang"]) == ("rtl", "ar")

    def test_marks_say_where_a_figure_stands(self, reviewer: FlaskClient) -> None:
        send(reviewer, form_of(tree_of(reviewer, REPORT)), verdict="accepted")
        send(reviewer, form_of(tree_of(reviewer, REPORT)), verdict="rejected")
        states = [name.split()[0] for name, _ in mark_of(tree_of(reviewer, REPORT))]
        assert states == ["accepted", "rejected", "waiting", "waiting", "waiting", "waiting"]

    @pytest.mark.parametrize(
        "text",
        ["12 people left.\r\n\r\n<b>15 people</b> & more\rleft.\n", '\n\n12 people left &amp; "so" on\x0b\t 😀\n'],
    )
    def test_no_code_point_of_a_text_is_lost(self, tmp_path: Path, folder: Path, text: str) -> None:
        data = data_with_texts(tmp_path, {"r900": ("SOHR", "", "", "2019-03-30", text)})
        client = cast(Flask, create_app(Settings(folder), open_desk(data)).server).test_client()
        assert tree_of(client, REPORT).by_id("text").text == text

    def test_figures_over_each_other_can_each_be_reached(self, reviewer: FlaskClient) -> None:
        start = ENGLISH.index("240 families")
        end = ENGLISH.index(" left Baghuz")
        tree = tree_of(reviewer, f"{REPORT}?start={start}&end={end}")
        send(reviewer, {**form_of(tree), "value": "858"}, verdict="accepted")
        tree = tree_of(reviewer, f"{REPORT}?figure=r900-03")
        over = [link for link in tree.by_id("text").all("a") if link.text == "240 families"]
        assert re.search("figure=r900-0[^3]", over[0].attributes["href"])
        tree = tree_of(reviewer, over[0].attributes["href"].partition("#")[0])
        current = [link for link in tree.by_id("text").all("a") if "aria-current" in link.attributes]
        assert "".join(link.text for link in current) == ENGLISH[start:end]
        assert "figure=r900-03" in current[0].attributes["href"]
        assert "accepted current deep" in current[0].all("mark")[0].attributes["class"]

    def test_fields_are_selects_days_and_numbers(self, reviewer: FlaskClient) -> None:
        form = tree_of(reviewer, REPORT).by_id("decide")
        kinds = {
            field.attributes["name"]: field.attributes.get("type", field.tag)
            for field in form.all()
            if "data-shown" in field.attributes
        }
        assert {name for name, kind in kinds.items() if kind == "select"} == {
            *("quantifier", "unit", "measure", "kind", "basis", "source", "population", "ref_precision"),
            *("place_from", "place_to", "role", "modality"),
        }
        assert [name for name, kind in kinds.items() if kind == "date"] == ["ref_start", "ref_end"]
        measures = [option.attributes["value"] for option in form.by_id("field-measure").all("option")]
        assert "" not in measures
        places = [option.attributes["value"] for option in form.by_id("field-place_from").all("option")]
        assert places[0] == ""
        assert len(places) > 2

    def test_it_says_what_else_is_known(self, reviewer: FlaskClient) -> None:
        tree = tree_of(reviewer, f"{REPORT}?figure=r900-02")
        assert "Among more than 38,200 people" in tree.by_id("tied").text
        rules = [name.text for name in tree.by_id("rules").all("dt")]
        assert "relation.part" in rules
        assert all(meaning.text for meaning in tree.by_id("rules").all("dd"))

    def test_findings_stand_with_their_figure(self, reviewer: FlaskClient) -> None:
        form = form_of(tree_of(reviewer, f"{REPORT}?figure=r900-02"))
        send(reviewer, {**form, "value": "4444"}, verdict="accepted")
        found = tree_of(reviewer, f"{REPORT}?figure=r900-02").by_id("findings").text
        assert "the quote does not hold this number: “3,370 members" in found
        others = [one for one in tree_of(reviewer, REPORT).all() if one.attributes.get("id") == "findings"]
        assert not any("3,370 members" in one.text for one in others)

    def test_a_reprint_is_told_with_the_figure_that_it_prints_again(self, tmp_path: Path, folder: Path) -> None:
        text = "SOHR said that 36,250 people have got out of the enclave since the 1st of December 2018.\n"
        data = data_with_texts(tmp_path, {"r900": ("SOHR", "Again", "en", "2019-01-30", text)})
        client = cast(Flask, create_app(Settings(folder), open_desk(data)).server).test_client()
        tree = tree_of(client, REPORT)
        assert "this one would be a reprint" in tree.by_id("known").text
        (link, *_) = tree.by_id("known").all("a")
        assert client.get(link.attributes["href"]).status_code == 200
        form = form_of(tree)
        assert form["role"] == "triangulation"
        assert form["note"].startswith("reprint of r")

    def test_leads_to_the_figures_before_and_after(self, reviewer: FlaskClient) -> None:
        tree = tree_of(reviewer, f"{REPORT}?figure=r900-03")
        assert "figure=r900-02" in tree.by_id("previous").attributes["href"]
        assert "figure=r900-04" in tree.by_id("next").attributes["href"]


class TestDeciding:
    def test_after_each_decision_comes_the_next_that_waits(self, reviewer: FlaskClient) -> None:
        form = form_of(tree_of(reviewer, f"{REPORT}?figure=r900-05"))
        for verdict, following in (("accepted", "r900-06"), ("rejected", "r900-01"), ("accepted", "r900-02")):
            answer = send(reviewer, form, verdict=verdict)
            assert f"figure={following}&" in answer.location
            tree = tree_of(reviewer, answer.location.partition("#")[0])
            assert verdict in tree.by_id("said").text
            form = form_of(tree)
            assert form["figure"] == following

    def test_a_correction_is_written_and_marked(self, reviewer: FlaskClient, data: Path) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        send(reviewer, {**form, "value": "38,300", "ref_precision": "approx"}, verdict="accepted")
        (row,) = added_rows(data)
        assert (row["value"], row["ref_precision"], row["status"]) == ("38,300", "approx", "accepted")
        assert row["quote"] == ENGLISH[int(row["span_start"]) : int(row["span_end"])] == "more than 38,200 people"
        tree = tree_of(reviewer, f"{REPORT}?figure=r900-01")
        differing = [
            element.all(
                "input",
            )[0].attributes["name"]
            if element.all("input")
            else element.all("select")[0].attributes["name"]
            for element in tree.by_id("decide").all("div")
            if "differs" in element.attributes.get("class", "").split()
        ]
        assert differing == ["value", "ref_precision"]
        assert tree.by_id("was-value").text == "Proposed: 38200"
        assert "hidden" in tree.by_id("was-unit").attributes

    def test_what_the_ledger_refuses_is_said_at_its_field_and_kept(self, reviewer: FlaskClient, data: Path) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        answer = send(
            reviewer, {**form, "nationality": "Iraqi", "value": "many", "note": "my\r\nwords"}, verdict="accepted"
        )
        assert answer.status_code == 422
        assert faults(answer.text) == []
        assert added_rows(data) == []
        tree = read(answer.text)
        for column, label, found in (("nationality", "Nationality", "'Iraqi'"), ("value", "Number", "'many'")):
            field = tree.by_id(f"field-{column}")
            assert field.attributes["aria-invalid"] == "true"
            assert f"error-{column}" in field.attributes["aria-describedby"].split()
            assert found in tree.by_id(f"error-{column}").text
            (link,) = [one for one in tree.by_id("alerts").all("a") if one.attributes["href"] == f"#field-{column}"]
            assert link.text.startswith(label)
            assert found in link.text
        again = form_of(tree)
        assert (again["nationality"], again["value"], again["note"]) == ("Iraqi", "many", "my\r\nwords")
        assert send(reviewer, {**again, "nationality": "IRQ", "value": ""}, verdict="accepted").status_code == 422
        assert send(reviewer, {**again, "nationality": "IRQ", "value": "38200"}, verdict="accepted").status_code == 303
        assert [row["nationality"] for row in added_rows_with_lines(data)] == ["IRQ"]

    def test_two_reviewers_meet_at_one_figure(self, application: Flask, data: Path) -> None:
        one, other = application.test_client(), application.test_client()
        mine, theirs = form_of(tree_of(one, REPORT)), form_of(tree_of(other, REPORT))
        assert send(other, {**theirs, "value": "38500"}, verdict="accepted").status_code == 303
        answer = send(one, {**mine, "value": "38300", "note": "mine"}, verdict="accepted")
        assert answer.status_code == 409
        assert faults(answer.text) == []
        tree = read(answer.text)
        rows = [
            [cell.text for cell in row.children if isinstance(cell, Element)] for row in tree.by_id("alerts").all("tr")
        ]
        assert rows[1:] == [["Number", "38500", "38300"], ["Note", "nothing", "mine"]]
        assert "The figure is now accepted" in tree.by_id("alerts").text
        assert "figure=r900-01" in tree.by_id("load").attributes["href"]
        again = form_of(tree)
        assert (again["value"], again["note"]) == ("38300", "mine")
        # Pressing the same button again overwrites nothing either; the one that says so does.
        assert send(one, again, verdict="accepted").status_code == 409
        assert [row["value"] for row in added_rows(data)] == ["38500"]
        assert send(one, again, verdict=tree.by_id("over").attributes["value"]).status_code == 303
        assert [(row["value"], row["note"]) for row in added_rows(data)] == [("38300", "mine")]

    def test_two_reviewers_at_two_figures_do_not_meet(self, application: Flask, data: Path) -> None:
        one, other = application.test_client(), application.test_client()
        mine, theirs = form_of(tree_of(one, REPORT)), form_of(tree_of(other, f"{REPORT}?figure=r900-02"))
        assert send(one, mine, verdict="accepted").status_code == 303
        assert send(other, theirs, verdict="accepted").status_code == 303
        assert [(row["figure_id"], row["part_of"]) for row in added_rows(data)] == [
            ("r900-01", ""),
            ("r900-02", "r900-01"),
        ]

    def test_a_decision_whose_answer_was_lost_can_be_sent_again(self, reviewer: FlaskClient, data: Path) -> None:
        form = {**form_of(tree_of(reviewer, REPORT)), "value": "38300"}
        assert send(reviewer, form, verdict="accepted").status_code == 303
        answer = send(reviewer, form, verdict="accepted")
        assert answer.status_code == 303
        assert "did=unchanged" in answer.location
        assert len(added_rows(data)) == 1

    def test_a_figure_that_is_gone_says_so_with_what_was_typed(self, reviewer: FlaskClient, data: Path) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        answer = send(reviewer, {**form, "figure": "r900-77", "shown": "p0", "value": "777"}, verdict="accepted")
        assert answer.status_code == 409
        assert faults(answer.text) == []
        said = read(answer.text).by_id("alerts").text
        assert "no longer on the desk" in said
        assert "777" in said
        assert added_rows(data) == []

    def test_a_ledger_that_breaks_meanwhile_leaves_what_was_typed_on_the_page(
        self, reviewer: FlaskClient, data: Path
    ) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        file = figures_file(data)
        whole = file.read_bytes()
        file.write_bytes(whole + b"bad-01,r000,,SOHR,dances,,period,persons,exact,1\n")
        answer = send(reviewer, {**form, "value": "38301"}, verdict="accepted")
        assert answer.status_code == 503
        tree = read(answer.text)
        assert "column measure" in tree.text
        assert "38301" in tree.by_id("typed").text

    def test_a_decided_figure_can_be_put_back(self, reviewer: FlaskClient, data: Path) -> None:
        send(reviewer, form_of(tree_of(reviewer, REPORT)), verdict="rejected")
        tree = tree_of(reviewer, f"{REPORT}?figure=r900-01")
        assert tree.by_id("reopen").text == "Put back to waiting"
        answer = send(reviewer, form_of(tree), verdict="waiting")
        assert "figure=r900-01&did=waiting" in answer.location
        assert added_rows(data) == []


class TestUndo:
    def test_takes_back_the_tabs_own_decisions_only(self, reviewer: FlaskClient, data: Path) -> None:
        mine = form_of(tree_of(reviewer, f"{REPORT}?reviewer=tab-number-one"))
        theirs = form_of(tree_of(reviewer, f"{REPORT}?figure=r900-03&reviewer=tab-number-two"))
        assert (mine["reviewer"], theirs["reviewer"]) == ("tab-number-one", "tab-number-two")
        send(reviewer, mine, verdict="accepted")
        send(reviewer, theirs, verdict="accepted")
        answer = send(reviewer, mine, f"{REPORT}/undo")
        assert "figure=r900-01&did=undone" in answer.location
        assert [row["figure_id"] for row in added_rows(data)] == ["r900-03"]
        tree = tree_of(reviewer, answer.location.partition("#")[0])
        assert "r900-01 undone" in tree.by_id("said").text
        assert form_of(tree)["reviewer"] == "tab-number-one"
        nothing = send(reviewer, mine, f"{REPORT}/undo")
        assert "no decision of this tab" in tree_of(reviewer, nothing.location).by_id("said").text

    def test_leaves_what_somebody_else_changed(self, reviewer: FlaskClient, data: Path) -> None:
        mine = form_of(tree_of(reviewer, f"{REPORT}?reviewer=tab-number-one"))
        send(reviewer, mine, verdict="accepted")
        theirs = form_of(tree_of(reviewer, f"{REPORT}?figure=r900-01&reviewer=tab-number-two"))
        send(reviewer, {**theirs, "value": "38999"}, verdict="accepted")
        answer = send(reviewer, mine, f"{REPORT}/undo")
        assert answer.status_code == 409
        assert "Nothing was undone" in read(answer.text).by_id("alerts").text
        assert [row["value"] for row in added_rows(data)] == ["38999"]

    def test_needs_the_token(self, reviewer: FlaskClient, data: Path) -> None:
        form = form_of(tree_of(reviewer, REPORT))
        send(reviewer, form, verdict="accepted")
        assert send(reviewer, {**form, "token": ""}, f"{REPORT}/undo").status_code == 403
        assert len(added_rows(data)) == 1


class TestAdding:
    start = ENGLISH.index("many others")
    end = start + len("many others")
    path = f"{REPORT}?start={start}&end={end}"

    def test_words_become_a_figure_and_its_undo_offers_them_again(self, reviewer: FlaskClient, data: Path) -> None:
        tree = tree_of(reviewer, self.path)
        assert ("new current first last", "many others") in mark_of(tree)
        assert added_rows(data) == []
        form = form_of(tree)
        answer = send(reviewer, {**form, "quantifier": "vague", "lower": "2", "value": ""}, verdict="accepted")
        assert answer.status_code == 303
        assert "figure=r900-06" in answer.location
        (row,) = added_rows(data)
        assert (row["quote"], row["span_start"], row["span_end"]) == ("many others", str(self.start), str(self.end))
        assert (row["figure_id"], row["quantifier"], row["lower"]) == ("r900-07", "vague", "2")
        undone = send(reviewer, form, f"{REPORT}/undo")
        assert f"start={self.start}&end={self.end}&did=undone" in undone.location
        assert added_rows(data) == []
        assert "undone" in tree_of(reviewer, undone.location.partition("#")[0]).by_id("said").text

    def test_two_who_add_at_once_both_do(self, application: Flask, data: Path) -> None:
        one, other = application.test_client(), application.test_client()
        first = form_of(tree_of(one, self.path))
        start = ENGLISH.index("the caves")
        second = form_of(tree_of(other, f"{REPORT}?start={start}&end={start + 9}"))
        vague = {"quantifier": "vague", "lower": "2", "value": ""}
        assert send(one, {**first, **vague}, verdict="accepted").status_code == 303
        assert send(other, {**second, **vague}, verdict="accepted").status_code == 303
        rows = added_rows(data)
        assert sorted(row["quote"] for row in rows) == ["many others", "the caves"]
        assert len({row["figure_id"] for row in rows}) == 2

    def test_what_the_ledger_refuses_of_it_is_kept(self, reviewer: FlaskClient, data: Path) -> None:
        form = form_of(tree_of(reviewer, self.path))
        answer = send(reviewer, {**form, "quantifier": "range", "lower": "9", "upper": "3"}, verdict="accepted")
        assert answer.status_code == 422
        again = form_of(read(answer.text))
        assert (again["start"], again["lower"]) == (str(self.start), "9")
        assert send(reviewer, {**again, "upper": "12", "value": ""}, verdict="accepted").status_code == 303
        assert [row["upper"] for row in added_rows(data)] == ["12"]

    def test_words_that_are_a_figure_lead_to_it(self, reviewer: FlaskClient) -> None:
        start = ENGLISH.index("240 families")
        answer = reviewer.get(f"{REPORT}?start={start}&end={start + 12}")
        assert answer.status_code == 302
        assert "figure=r900-03" in answer.location

    @pytest.mark.parametrize(
        "query", ["start=5&end=5", "start=-1&end=4", "start=0&end=99999", "start=x&end=4", "start=1"]
    )
    def test_no_words(self, reviewer: FlaskClient, query: str) -> None:
        assert "no words of the text" in tree_of(reviewer, f"{REPORT}?{query}", 404).by_id("alerts").text

    def test_words_are_found_by_typing_them(self, reviewer: FlaskClient) -> None:
        tree = tree_of(reviewer, f"{REPORT}?words=MANY++others")
        (link,) = tree.by_id("places").all("a")
        assert f"start={self.start}&end={self.end}" in link.attributes["href"]
        assert "do not stand in the text" in tree_of(reviewer, f"{REPORT}?words=nobody").by_id("adding-by-words").text


class TestCommand:
    @pytest.fixture(autouse=True)
    def with_serve(self) -> None:
        from importlib.metadata import entry_points

        if "serve" not in {command.name for command in commands.registered_commands}:
            add_commands(entry_points(group="waymark.commands"))

    @pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "example.org", "::", "127.0.0.2"])
    def test_listens_nowhere_else(self, data: Path, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
        listening: list[str] = []
        monkeypatch.setattr(waitress, "create_server", lambda *_, **given: listening.append(given["host"]))
        result = CliRunner().invoke(commands, ["serve", "--data", str(data), "--review", "--host", host])
        assert result.exit_code == 2
        assert host in result.output
        assert listening == []

    def test_without_a_desk_it_says_what_to_do(self, tmp_path: Path) -> None:
        from etl.errors import NotFoundError

        with pytest.raises(NotFoundError, match="situations"):
            open_desk(tmp_path)

    @pytest.fixture
    def served(self, data: Path, folder: Path) -> Iterator[int]:
        """The port of `waymark serve --review` in a process of its own."""
        program = "import sys; from etl.cli import main; sys.argv[0] = 'waymark'; main()"
        arguments = ["serve", "--review", "--data", str(data), "--published", str(folder), "--port", "0"]
        process = subprocess.Popen([sys.executable, "-u", "-c", program, *arguments], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        said = process.stdout.readline() + process.stdout.readline()
        found = re.search(r"reviewed at http://127\.0\.0\.1:(\d+)/review/", said)
        assert found, said
        yield int(found[1])
        watchdog.cancel()
        process.terminate()
        process.wait(10)
        process.stdout.close()

    def test_the_server_lets_forwarding_be_seen(self, served: int) -> None:
        def status(headers: dict[str, str]) -> int:
            connection = http.client.HTTPConnection("127.0.0.1", served, timeout=20)
            connection.request("GET", "/review/", headers=headers)
            found = connection.getresponse().status
            connection.close()
            return found

        assert status({}) == 200
        assert status({"X-Forwarded-For": "127.0.0.1"}) == 403
        assert status({"Forwarded": "for=127.0.0.1"}) == 403
        assert status({"X-Forwarded-Host": "localhost"}) == 403
        assert status({"Host": "rebound.example"}) == 403


def test_standings_have_their_words(reviewer: FlaskClient) -> None:
    tree = tree_of(reviewer, REPORT)
    for standing in Standing:
        assert tree.by_id(f"state-{standing.value}").text == standing.value
