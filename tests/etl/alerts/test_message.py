"""What a message says to people and to programs, and what it keeps from chat programs."""

from __future__ import annotations

import json
from datetime import date

import pytest

from etl.alerts.message import message_of
from etl.alerts.targets import mail_of
from etl.model import Names
from tests.etl.alerts.making import an_alert


def test_one_alert_for_people() -> None:
    message = message_of(
        [an_alert(reports=tuple(f"https://example.org/{n}" for n in range(7)))], "https://waymark.org/"
    )
    assert message.title == "A test: week above 5,000 (Exits)"
    assert message.text.splitlines() == [
        "A test: week above 5,000 (Exits)",
        "Something about k.",
        "خبر.",
        (
            "Reports: https://example.org/0 https://example.org/1 https://example.org/2 https://example.org/3 "
            "https://example.org/4 and 2 more"
        ),
        "See https://waymark.org/s/test?basis=reconciled",
        "Rule: w of test",
    ]
    assert message.chat_text == message.text
    assert "See" not in message_of([an_alert()]).text


def test_many_alerts_are_all_in_the_mail_and_the_data_and_the_first_in_a_chat() -> None:
    message = message_of([an_alert(f"k{n:02d}") for n in range(13)])
    assert message.title == "13 alerts: A test"
    assert message.text.count("Something about") == 13
    assert message.chat_text.count("Something about") == 10
    assert message.chat_text.endswith("and 3 more")
    assert len(json.loads(message.as_json())["alerts"]) == 13


def test_alerts_for_programs() -> None:
    said = json.loads(message_of([an_alert()], "https://waymark.org").as_json())
    assert set(said) == {"id", "title", "text", "alerts"}
    assert said["alerts"] == [
        {
            "situation": "test",
            "rule": "w",
            "kind": "week_above",
            "key": "k",
            "title": {"en": "A test: week above 5,000 (Exits)"},
            "sentence": {"en": "Something about k.", "ar": "خبر."},
            "number": 5_000,
            "certain": True,
            "start": "2019-01-28",
            "end": "2019-02-03",
            "lower": 6_000,
            "point": None,
            "upper": 7_000,
            "figure_ids": ["f1"],
            "reports": ["https://example.org/1"],
            "link": "https://waymark.org/s/test?basis=reconciled",
        }
    ]


def test_the_same_alerts_have_the_same_id() -> None:
    assert message_of([an_alert()]).id == message_of([an_alert(lower=1, start=date(2020, 1, 1))]).id
    assert message_of([an_alert()]).id != message_of([an_alert("other")]).id
    assert message_of([an_alert("a"), an_alert("b")]).id != message_of([an_alert("a")]).id


def test_a_name_calls_nobody_in_a_chat() -> None:
    hostile = Names((("en", "A <!channel> @here <https://evil.example|good>: x"),))
    for alerts in ([an_alert(title=hostile)], [an_alert(title=hostile), an_alert("b")]):
        said = json.loads(message_of(alerts).as_json())
        for text in (said["text"], said["title"]):
            assert not any(mark in text for mark in ("<", ">", "@here"))
            assert "‹!channel›" in text


def test_a_mail_says_it_in_a_text_and_as_data() -> None:
    message = message_of([an_alert(title=Names((("en", "اختبار: x"),)))])
    mail = mail_of(message, "watch@example.org", ["a@example.org", "b@example.org"])
    assert mail["Subject"] == "[Waymark] اختبار: x"
    assert mail["To"] == "a@example.org, b@example.org"
    assert mail["From"] == "Waymark <watch@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{message.id}@example.org>"
    text, data = mail.iter_parts()
    assert (text.get_content_type(), text.get_content_charset()) == ("text/plain", "utf-8")
    assert text.get_content().splitlines() == message.text.splitlines()
    assert data.get_filename() == "alerts.json"
    assert json.loads(data.get_content())["alerts"][0]["key"] == "k"
    wire = mail.as_bytes()
    assert wire.isascii()
    assert b"\r\n" in wire


def test_a_long_title_is_shortened_and_a_hostile_one_makes_no_header() -> None:
    mail = mail_of(message_of([an_alert(title=Names((("en", "x" * 500),)))]), "a@example.org", ["b@example.org"])
    assert len(mail["Subject"]) == 200
    hostile = message_of([an_alert(title=Names((("en", "x\r\nBcc: all@example.org"),)))])
    mail = mail_of(hostile, "a@example.org", ["b@example.org"])
    assert (mail["Subject"], mail["Bcc"]) == ("[Waymark] x Bcc: all@example.org", None)
    assert b"\nBcc" not in mail.as_bytes().partition(b"\r\n\r\n")[0]
    with pytest.raises(ValueError, match="CR or LF"):
        mail_of(hostile, "a@example.org", ["b@example.org\r\nBcc: all@example.org"])
