"""Addresses, on a real server: busy ones, redirects, limits, types and encodings."""

from __future__ import annotations

import gzip
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from etl.documents.document import DocumentError
from etl.documents.fetch import Patience, fetch
from tests.etl.documents.making import ARTICLE_AR, TITLE_AR, TITLE_EN, arabic_page, english_page, pdf_file, word_file

QUICK = Patience(connect=2.0, silence=2.0, whole=4.0, tries=3, pause=0.01, most_bytes=100_000)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Site(BaseHTTPRequestHandler):
    """Pages by path. `asked` counts what was asked for."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        path = self.path
        self.asked[path] += 1
        match path:
            case "/busy" if self.asked[path] < 3:
                self._send(503, b"later", ("Retry-After", "0"))
            case "/busy" | "/page" | "/a/report.html?x=1":
                self._send(200, english_page().encode(), ("Content-Type", "text/html; charset=UTF-8"))
            case "/always-busy":
                self._send(503, b"later")
            case "/moved":
                self._send(302, b"", ("Location", "/a/report.html?x=1"))
            case "/circle":
                self._send(302, b"", ("Location", "/circle"))
            case "/arabic-by-header":
                page = arabic_page("utf-8").replace("٣٩٠٠", "3900").encode("cp1256")
                self._send(200, page, ("Content-Type", "text/html; charset=windows-1256"))
            case "/arabic-by-page":
                page = arabic_page("windows-1256").replace("٣٩٠٠", "3900").encode("cp1256")
                self._send(200, page, ("Content-Type", "text/html"))
            case "/packed":
                page = gzip.compress(english_page().encode())
                self._send(200, page, ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
            case "/bomb":
                bomb = gzip.compress(b"a" * 5_000_000)
                self._send(200, bomb, ("Content-Type", "text/plain"), ("Content-Encoding", "gzip"))
            case "/large":
                self._send(200, b"a " * 200_000, ("Content-Type", "text/plain"))
            case "/drops":
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", "10000")
                self.end_headers()
                for _ in range(200):
                    try:
                        self.wfile.write(b"a")
                        time.sleep(0.1)
                    except OSError:
                        break
                self.close_connection = True
            case "/breaks-off":
                self.send_response(200)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", "10000")
                self.end_headers()
                self.wfile.write(b"500 people left.")
                self.close_connection = True
            case "/silent":
                time.sleep(3)
                self.close_connection = True
            case "/text":
                self._send(
                    200,
                    b"---\nid: r7\nurl: https://example.org/7\n---\n500 people left.",
                    ("Content-Type", "text/plain"),
                )
            case "/files/report.pdf":
                self._send(200, pdf_file([["500 people left."]]), ("Content-Type", "application/octet-stream"))
            case "/files/report":
                self._send(200, word_file(), ("Content-Type", WORD))
            case "/picture":
                self._send(200, b"\x89PNG", ("Content-Type", "image/png"))
            case "/forbidden":
                self._send(403, b"")
            case _:
                self._send(404, b"")

    def _send(self, status: int, data: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that its callers use
        """Nothing: the test's output is not a server's log."""


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what some of these tests are about; anything else is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = Server(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_is_fetched_with_its_address(site: str) -> None:
    document = fetch(f"{site}/page", QUICK)
    assert document.body.startswith(TITLE_EN)
    # Not the address that the page gives itself: this one was asked and answered.
    assert document.fields["url"] == f"{site}/page"
    assert (document.fields["published"], document.basis, document.stem) == ("2019-02-20", "page metadata", "page")


def test_a_busy_server_is_asked_again(site: str) -> None:
    assert fetch(f"{site}/busy", QUICK).body.startswith(TITLE_EN)
    assert Site.asked["/busy"] == 3
    with pytest.raises(DocumentError, match=r"/always-busy: answers 503 .*try again later"):
        fetch(f"{site}/always-busy", QUICK)
    assert Site.asked["/always-busy"] == 3


def test_the_address_where_a_redirect_ends_is_kept(site: str) -> None:
    document = fetch(f"{site}/moved", QUICK)
    assert (document.fields["url"], document.stem) == (f"{site}/a/report.html?x=1", "report")
    with pytest.raises(DocumentError, match="without end"):
        fetch(f"{site}/circle", QUICK)


@pytest.mark.parametrize("path", ["/arabic-by-header", "/arabic-by-page"])
def test_arabic_in_an_old_encoding(site: str, path: str) -> None:
    document = fetch(site + path, QUICK)
    assert document.body.split("\n\n") == [TITLE_AR, *(words.replace("٣٩٠٠", "3900") for words in ARTICLE_AR)]
    assert document.remarks == ()


def test_a_packed_page_is_unpacked(site: str) -> None:
    assert fetch(f"{site}/packed", QUICK).body.startswith(TITLE_EN)


@pytest.mark.parametrize("path", ["/large", "/bomb"])
def test_too_much_is_refused_as_soon_as_it_is_too_much(site: str, path: str) -> None:
    with pytest.raises(DocumentError, match=rf"{path}: is larger than 100,000 bytes"):
        fetch(site + path, QUICK)


@pytest.mark.parametrize("path", ["/drops", "/silent"])
def test_a_slow_server_is_not_waited_for(site: str, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(DocumentError, match=f"{path}: does not answer in time"):
        fetch(site + path, Patience(connect=0.5, silence=0.5, whole=1.0, tries=1))
    assert time.monotonic() - begun < 3


def test_an_answer_that_breaks_off_is_no_report(site: str) -> None:
    with pytest.raises(DocumentError, match="/breaks-off: cannot be reached"):
        fetch(f"{site}/breaks-off", QUICK)


def test_the_type_decides_the_format_and_the_name_where_the_type_says_nothing(site: str) -> None:
    assert fetch(f"{site}/files/report.pdf", QUICK).body == "500 people left."
    assert fetch(f"{site}/files/report", QUICK).body.startswith("Flash Update No. 7\n")
    text = fetch(f"{site}/text", QUICK)
    assert (text.body, text.fields["id"], text.fields["url"]) == ("500 people left.", "r7", f"{site}/text")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/picture", "is image/png"),
        ("/forbidden", "answers 403 .*save the page"),
        ("/nowhere", "answers 404 .*web archive"),
    ],
)
def test_what_is_no_report_is_refused_with_its_address(site: str, path: str, told: str) -> None:
    with pytest.raises(DocumentError, match=f"^{site}{path}: {told}"):
        fetch(site + path, QUICK)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a", "http://no-such-host.invalid/", "http://[", "https://"])
def test_an_address_that_leads_nowhere_is_told(address: str) -> None:
    with pytest.raises(DocumentError, match="cannot be reached"):
        fetch(address, Patience(tries=1))
