"""Ledgers with alerts, and the servers that alerts are sent to: real ones, which keep what they get."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from etl.alerts.rules import Alert, Known, KnownFigure
from etl.model import AlertKind, AlertRule, Ledger, Measure, Names
from etl.pipeline import derive
from etl.reconcile import joined
from tests.etl.ledgers import A_FIGURE, SITUATION_TOML, write_ledger

WEEK = """
[[alerts]]
id = "many-in-a-week"
rule = "week_above"
measure = "exits"
number = 5000
"""
CONTRADICTION = """
[[alerts]]
id = "new-contradiction"
rule = "new_contradiction"
"""
SILENCE = """
[[alerts]]
id = "silence"
rule = "silence"
days = 14
"""
REPORTS = [
    {"report_id": "r1", "publisher": "SOHR", "title": "One", "url": "https://example.org/1", "published": "2019-01-28"},
    {"report_id": "r2", "publisher": "SDF", "title": "Two", "url": "https://example.org/2", "published": "2019-02-04"},
]
A_BATCH = A_FIGURE | {"basis": "period", "ref_start": "2019-01-21", "ref_end": "2019-01-27", "value": "4000"}
QUIET = [A_BATCH]
"""One week with 4,000."""
BUSY = [
    A_BATCH,
    A_BATCH | {"figure_id": "r2-01", "report_id": "r2", "ref_start": "2019-01-28", "ref_end": "2019-02-03"},
]
BUSY[1]["value"] = "6500"
"""And the week after it, with 6,500."""
TORN = [*QUIET, A_FIGURE | {"figure_id": "r2-02", "report_id": "r2", "value": "1500", "source": "SDF"}]
"""And a running total, over the same days and more, of 1,500."""
BROKEN = [A_BATCH | {"value": "many"}]
TODAY = date(2019, 2, 5)


def write(data: Path, figures: Sequence[Mapping[str, str]], alerts: str = WEEK, name: str = "test") -> Path:
    """A ledger with these figures and alerts."""
    return write_ledger(data, figures, REPORTS, situation=SITUATION_TOML + alerts, name=name)


def known(ledger: Ledger) -> Known:
    """What is known of a ledger now, of all figures together too, as a published version would say."""
    derived = derive(ledger)
    together = joined(ledger, derived.figures)
    figures = {
        read.figure.figure_id: KnownFigure(
            read.figure.figure_id,
            read.figure.report_id,
            read.figure.source,
            read.figure.measure,
            read.figure.nationality,
            read.figure.population,
            read.bounds.lower,
            read.bounds.point,
            read.bounds.upper,
        )
        for read in derived.figures
    }
    rows = [row for row in (*derived.rows, *together.series) if row.vintage_end is None]
    standing = [row for row in together.contradictions if row.vintage_end is None]
    return Known(ledger.situation, rows, standing, ledger.reports, figures)


def above(rule_id: str = "w", /, **more: Any) -> AlertRule:
    """A rule about weeks above 5,000 exits, by all reports together; `more` says what is otherwise."""
    said: dict[str, Any] = {"measure": Measure.EXITS, "number": 5_000, "source": "reconciled"}
    return AlertRule(rule_id, AlertKind.WEEK_ABOVE, **(said | more))


def an_alert(key: str = "k", /, **more: Any) -> Alert:
    """An alert about nothing in particular."""
    said: dict[str, Any] = {
        "situation": "test",
        "rule": "w",
        "kind": AlertKind.WEEK_ABOVE,
        "key": key,
        "includes": (),
        "title": Names((("en", "A test: week above 5,000 (Exits)"),)),
        "sentence": Names((("en", f"Something about {key}."), ("ar", "خبر."))),
        "number": 5_000,
        "certain": True,
        "start": date(2019, 1, 28),
        "end": date(2019, 2, 3),
        "lower": 6_000,
        "point": None,
        "upper": 7_000,
        "figure_ids": ("f1",),
        "reports": ("https://example.org/1",),
        "link": "/s/test?basis=reconciled",
    }
    return Alert(**(said | more))


# Servers


@dataclass
class Hook:
    """A web server that takes posts. `answers` are the codes that it gives one after the other, 200 after the last."""

    address: str = ""
    answers: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: int = 0
    got: threading.Event = field(default_factory=threading.Event)


@contextmanager
def hook(path: str = "/hooks/secret") -> Iterator[Hook]:
    """A running server, with the posts that it answered with 200."""
    one = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one.asked += 1
            code = one.answers.pop(0) if one.answers else 200
            if code == 200:
                one.bodies.append(body)
                one.headers.append(dict(self.headers))
            self.send_response(code)
            if 300 <= code < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            if code == 200:
                one.got.set()

        def do_GET(self) -> None:
            """Nobody is to ask so: where a post was answered with a redirection, it would be lost."""
            one.asked += 1
            self.send_error(405)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that its callers use
            """Nothing: the test's output is not a server's log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    one.address = f"http://127.0.0.1:{server.server_port}{path}"
    yield one
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Post:
    """A mail server's letters, and the addresses that it refuses."""

    port: int = 0
    refuses: set[str] = field(default_factory=set)
    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    private: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name that its callers use
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        self.letters.append((list(envelope.rcpt_tos), letter))
        self.private.append(session.ssl is not None)
        return "250 OK"


@contextmanager
def post(**settings: Any) -> Iterator[Post]:
    """A running mail server, set as aiosmtpd's SMTP is."""
    one = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        one.port = free.getsockname()[1]
    controller = Controller(one, hostname="127.0.0.1", port=one.port, **settings)
    controller.start()
    yield one
    controller.stop()
