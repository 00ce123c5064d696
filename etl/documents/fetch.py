"""An address on the web → Document."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from email.message import Message
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from etl.documents.document import MOST_BYTES, Document, DocumentError
from etl.documents.formats import ENDINGS, looks_like, read_bytes

if TYPE_CHECKING:
    from requests import Response

_FORMATS = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "text",
    "text/markdown": "text",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
}
# What servers say of files that they do not know.
_SAYS_NOTHING = ("", "application/octet-stream", "binary/octet-stream", "application/force-download")
_CHUNK = 65_536
_SLOW = "does not answer in time; try again later, or save the page and name that file"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often to try. Seconds; `whole` is for everything, each try and each wait among it."""

    connect: float = 10.0
    silence: float = 20.0
    whole: float = 90.0
    tries: int = 4
    pause: float = 0.5
    most_bytes: int = MOST_BYTES


_USUAL = Patience()


def fetch(address: str, patience: Patience = _USUAL) -> Document:
    """The document at an address, redirects followed; `url` is where it was found in the end.

    A server that is busy or fails is asked again after a while. Raises DocumentError, the address in it.
    """
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.exceptions import HTTPError
    from urllib3.util import Retry

    retry = Retry(
        total=patience.tries - 1,
        backoff_factor=patience.pause,
        status_forcelist=(429, 500, 502, 503, 504),
        raise_on_status=False,
        # A server may ask for an hour; whoever waits at a terminal will try again themselves.
        retry_after_max=int(patience.silence),
    )
    over = time.monotonic() + patience.whole
    with requests.Session() as session:
        session.headers["User-Agent"] = f"waymark/{version('waymark')}"
        session.headers["Accept"] = "text/html,application/xhtml+xml,application/pdf,text/plain;q=0.9,*/*;q=0.5"
        session.max_redirects = 10
        session.mount("http://", HTTPAdapter(max_retries=retry))
        session.mount("https://", HTTPAdapter(max_retries=retry))
        try:
            with session.get(address, stream=True, timeout=(patience.connect, patience.silence)) as answer:
                if not answer.ok:
                    raise DocumentError(address, _refusal(answer.status_code, answer.reason))
                kind, encoding = _kind(answer.headers.get("Content-Type", ""))
                url = answer.url
                data = _all(answer, address, over, patience.most_bytes)
        except requests.exceptions.TooManyRedirects:
            raise DocumentError(
                address, "leads from one address to the next without end; open it in a browser"
            ) from None
        except (requests.exceptions.RequestException, HTTPError, OSError, UnicodeError) as error:
            cause = _cause(error)
            if isinstance(cause, TimeoutError):
                raise DocumentError(address, _SLOW) from None
            found = f"cannot be reached ({_words(cause)}); check the address and the connection"
            raise DocumentError(address, found) from None
    path = unquote(urlsplit(url).path)
    format_ = _FORMATS.get(kind)
    if format_ is None:
        if kind not in _SAYS_NOTHING:
            found = f"is {kind}, no document that is read here; name a page, a PDF, a Word document or a text"
            raise DocumentError(address, found)
        format_ = looks_like(data) or ENDINGS.get(PurePosixPath(path).suffix.lower(), "text")
    document = read_bytes(data, address, format_, encoding)
    stem = PurePosixPath(path).stem or (urlsplit(url).hostname or "page")
    return replace(document, fields={**document.fields, "url": url}, stem=stem)


def _all(answer: Response, address: str, over: float, most: int) -> bytes:
    """The body, unpacked; given up when it is too large or takes too long."""
    parts: list[bytes] = []
    size = 0
    # One look at the connection at a time: a server that sends a byte now and then would never fill a larger part.
    while part := answer.raw.read1(_CHUNK, decode_content=True):
        parts.append(part)
        size += len(part)
        if size > most:
            raise DocumentError(address, f"is larger than {most:,} bytes; save the report's text and name that file")
        if time.monotonic() > over:
            raise DocumentError(address, _SLOW)
    return b"".join(parts)


def _kind(content_type: str) -> tuple[str, str]:
    """The media type and the encoding that a Content-Type header names."""
    header = Message()
    header["Content-Type"] = content_type or "application/octet-stream"
    return (header.get_content_type() if content_type else ""), str(header.get_param("charset") or "")


def _refusal(status: int, reason: str) -> str:
    said = f"answers {status} {reason}".rstrip()
    if status in (401, 402, 403, 407, 429, 451):
        return f"{said}; open it in a browser, save the page and name that file"
    if status in (404, 410):
        return f"{said}; check the address, or look for the page in a web archive"
    return f"{said}; try again later"


def _cause(error: BaseException) -> BaseException:
    """The innermost cause: libraries wrap it many times."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return error


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
