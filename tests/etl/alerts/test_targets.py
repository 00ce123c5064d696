"""Deliveries to real servers: a webhook that is busy, signed posts, mail with and without TLS, and what fails."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from etl.alerts import targets
from etl.alerts.message import message_of
from etl.alerts.targets import SIGNATURE, Mail, Patience, Relay, Webhook
from tests.etl.alerts.making import Hook, Post, an_alert, hook, post

MESSAGE = message_of([an_alert()], "https://waymark.example.org")
QUICK = Patience(connect=2.0, silence=0.5, tries=3, pause=0.01)
TO_A, TO_B = "a@example.org", "b@example.org"
CERTIFICATE = Path(__file__).with_name("relay.pem")


@pytest.fixture
def site() -> Iterator[Hook]:
    with hook() as running:
        yield running


@pytest.fixture
def letters() -> Iterator[Post]:
    with post() as running:
        yield running


def send(one: Webhook | Mail) -> dict[str, str]:
    return dict(one.send(MESSAGE, one.ids))


# Webhooks


def test_a_message_is_posted_as_json_and_signed(site: Hook) -> None:
    assert send(Webhook(site.address, "swordfish", QUICK)) == {}
    (body,), (headers,) = site.bodies, site.headers
    assert json.loads(body)["text"] == MESSAGE.chat_text
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["X-Waymark-Delivery"] == MESSAGE.id
    assert headers[SIGNATURE] == "sha256=" + hmac.new(b"swordfish", body, hashlib.sha256).hexdigest()


def test_without_a_secret_there_is_no_signature(site: Hook) -> None:
    assert send(Webhook(site.address, patience=QUICK)) == {}
    assert SIGNATURE not in site.headers[0]


def test_a_busy_server_is_asked_again_in_the_same_round(site: Hook) -> None:
    site.answers = [503, 429]
    assert send(Webhook(site.address, patience=QUICK)) == {}
    assert (site.asked, len(site.bodies)) == (3, 1)


@pytest.mark.parametrize(
    ("answers", "told", "asked"),
    [
        ([503] * 9, "answers 503 Service Unavailable", 3),
        ([404], "answers 404 Not Found; check the address", 1),
        ([302], "answers 302, which leads elsewhere; name the address that it leads to", 1),
    ],
)
def test_a_server_that_does_not_take_it_is_named_without_its_path(
    site: Hook, answers: list[int], told: str, asked: int
) -> None:
    site.answers = answers
    one = Webhook(site.address, patience=QUICK)
    (reason,) = send(one).values()
    assert told in reason
    assert reason.startswith("127.0.0.1 ")
    assert site.asked == asked
    assert not any("secret" in text for text in (reason, *one.ids))


def test_a_server_that_is_not_there_or_says_nothing_is_told() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/hooks/secret"
        (refused,) = send(Webhook(address, patience=QUICK)).values()
        assert refused == "127.0.0.1 cannot be reached (Connection refused); check the address and the connection"
        listening.listen()
        (silent,) = send(Webhook(address, patience=QUICK)).values()
    assert "cannot be reached" in silent
    assert "secret" not in silent


def test_an_endless_answer_is_not_waited_for() -> None:
    leave = threading.Event()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
                leave.wait(10)

        thread = threading.Thread(target=answer)
        thread.start()
        assert send(Webhook(f"http://127.0.0.1:{listening.getsockname()[1]}/", patience=QUICK)) == {}
        leave.set()
        thread.join()


# Mail


def relay(letters: Post, **more: Any) -> Relay:
    said: dict[str, Any] = {"host": "127.0.0.1", "port": letters.port, "timeout": 10.0}
    return Relay(**(said | more))


def mail(letters: Post, **more: Any) -> Mail:
    return Mail("watch@example.org", [TO_A, TO_B], relay(letters, **more))


def test_one_mail_goes_to_everybody(letters: Post) -> None:
    assert send(mail(letters)) == {}
    ((recipients, letter),) = letters.letters
    assert recipients == [TO_A, TO_B]
    assert letter["To"] == f"{TO_A}, {TO_B}"
    text = letter.get_body(("plain",))
    assert text is not None
    assert "خبر." in text.get_content()


def test_only_those_named_get_it(letters: Post) -> None:
    one = mail(letters)
    assert one.send(MESSAGE, one.ids[1:]) == {}
    assert [recipients for recipients, _ in letters.letters] == [[TO_B]]
    assert letters.letters[0][1]["To"] == TO_B


def test_who_is_refused_keeps_it_from_nobody_else(letters: Post) -> None:
    letters.refuses = {TO_A}
    assert send(mail(letters)) == {
        f"mail {TO_A}": f"127.0.0.1:{letters.port} refuses {TO_A} (550 5.1.1 no such mailbox); check --mail-to"
    }
    assert [recipients for recipients, _ in letters.letters] == [[TO_B]]
    letters.refuses = {TO_A, TO_B}
    assert set(send(mail(letters))) == {f"mail {TO_A}", f"mail {TO_B}"}


def test_a_relay_that_is_not_there_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        failed = send(Mail("watch@example.org", [TO_A], Relay("127.0.0.1", free.getsockname()[1])))
    assert "cannot be used (Connection refused); check --relay" in failed[f"mail {TO_A}"]


def private() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@pytest.fixture
def guarded() -> Iterator[Post]:
    """A server that wants TLS and a login."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with post(tls_context=context, require_starttls=True, auth_required=True, authenticator=_authenticator) as running:
        yield running


def _authenticator(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword
) -> AuthResult:
    # Not handled: the server itself is to say no.
    return AuthResult(success=(given.login, given.password) == (b"ana", b"right"), handled=False)


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> None:
    """relay.example.org is a name of this machine that nothing knows to be on it."""
    really = socket.getaddrinfo

    def found(host: str, *more: Any, **named: Any) -> Any:
        return really("127.0.0.1" if host == "relay.example.org" else host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", found)


def test_tls_is_used_when_it_is_offered_and_a_relay_on_this_machine_may_sign_for_itself(guarded: Post) -> None:
    assert send(mail(guarded, user="ana", password="right")) == {}
    assert guarded.private == [True]


def test_one_port_speaks_tls_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    with post(ssl_context=private()) as running:
        monkeypatch.setattr(targets, "_TLS_FROM_THE_START", running.port)
        assert send(mail(running)) == {}
    # The server hears nobody who speaks to it in the open.
    assert len(running.letters) == 1


def test_a_login_that_is_not_taken_is_told_without_the_password(guarded: Post) -> None:
    failed = send(mail(guarded, user="ana", password="wrong"))
    assert all("does not take the login (535" in reason for reason in failed.values())
    assert not any("wrong" in reason for reason in failed.values())
    assert guarded.letters == []


@pytest.mark.usefixtures("far")
def test_the_certificate_of_a_relay_elsewhere_has_to_be_trusted(guarded: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    there = mail(guarded, host="relay.example.org", user="ana", password="right")
    assert all("cannot be spoken to in private" in reason for reason in send(there).values())
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    assert send(there) == {}
    assert guarded.private == [True]


@pytest.mark.usefixtures("far")
def test_a_password_is_not_sent_in_the_open(letters: Post) -> None:
    failed = send(mail(letters, host="relay.example.org", user="ana", password="right"))
    assert all("a password is not sent in the open" in reason for reason in failed.values())
    assert letters.letters == []
