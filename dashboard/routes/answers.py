"""What was made for one reader is kept for the next, compressed, and sent with what a cache has to know of it.

What is frozen may be kept for good. What is live is asked for again each time, and answered by its ETag alone while it
has not changed. Only what is meant for other sites (embeds, pictures, data) may be read by their scripts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from typing import Any

from cachetools import LRUCache
from flask import Response, request
from werkzeug.utils import get_content_type
from werkzeug.wrappers import Response as AnyResponse

from dashboard.published import Published
from dashboard.routes.asking import today
from dashboard.serving import FOREVER, SMALLEST_WORTH_COMPRESSING, chosen_encoding, compressible, quickly

MOST_KEPT = 64 * 1024 * 1024
"""Bytes of answers that one process keeps."""

SHARED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Headers of what other sites may show and their scripts may read."""


@dataclass(frozen=True, slots=True)
class Made:
    """The body of an answer and what is said of it. `name` is the file's name when it is to be saved.

    `forever`: its address will give the same for as long as the data are kept.
    """

    body: bytes
    mimetype: str
    forever: bool
    name: str = ""
    inline: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


class _Kept:
    """An answer with its forms for travelling."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.mark = sha256(made.body).hexdigest()[:32]
        self.bodies: dict[str | None, bytes] = {None: made.body}

    def body(self, encoding: str | None) -> bytes:
        if encoding not in self.bodies:
            assert encoding is not None
            self.bodies[encoding] = quickly(self.made.body, encoding)
        return self.bodies[encoding]

    @property
    def size(self) -> int:
        # Compressed forms come later and are smaller; a half more is what they took where it was measured.
        return len(self.made.body) * 3 // 2 + 2_000


class Answers:
    """Answers by address, of the version that is published."""

    def __init__(self, published: Published, most: int = MOST_KEPT) -> None:
        self._published = published
        self._kept: LRUCache[tuple[object, ...], _Kept] = LRUCache(most, getsizeof=lambda kept: kept.size)
        self._lock = threading.Lock()

    def kept(self, answer: Callable[..., Made | AnyResponse]) -> Callable[..., AnyResponse]:
        """A route's function whose answers are kept. Refusals, which it raises, are not."""

        @wraps(answer)
        def give(*args: Any, **values: Any) -> AnyResponse:
            # Whatever an answer depends on: its address, by which name the instance was called, what is published.
            key = (request.full_path, request.host_url, self._published.snapshot().version, today())
            with self._lock:
                kept = self._kept.get(key)
            if kept is None:
                made = answer(*args, **values)
                if not isinstance(made, Made):
                    return made
                kept = _Kept(made)
                with self._lock:
                    if kept.size <= self._kept.maxsize:
                        self._kept[key] = kept
            return _response(kept)

        return give


def _response(kept: _Kept) -> Response:
    made = kept.made
    response = Response(content_type=get_content_type(made.mimetype, "utf-8"))
    headers = response.headers
    for name, value in made.headers.items():
        headers[name] = value
    if made.name:
        headers.set("Content-Disposition", "inline" if made.inline else "attachment", filename=made.name)
    headers["Cache-Control"] = FOREVER if made.forever else "no-cache"
    encoding = None
    if compressible(made.mimetype) and len(made.body) >= SMALLEST_WORTH_COMPRESSING:
        response.vary.add("Accept-Encoding")
        encoding = chosen_encoding(request.accept_encodings.quality)
    if encoding:
        headers["Content-Encoding"] = encoding
    response.set_data(kept.body(encoding))
    # Weak, because it names the content and not the bytes of one encoding.
    response.set_etag(kept.mark, weak=True)
    response.make_conditional(request)
    return response
