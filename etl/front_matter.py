"""Markdown or plain text with front matter: `key: value` lines between two lines of three dashes.

A small, strict reading: one value a line, bare or in double quotes; no nesting. A text without front matter is all
body.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from etl.errors import WaymarkError

_OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_LINE = re.compile(r"([A-Za-z_][\w-]*):[ \t]*(.*)")
_BARE = re.compile(r"[A-Za-z0-9][\w./-]*")


class Parts(NamedTuple):
    """`fields` of the front matter, the `body` after it, and the body's `offset` in the document, in code points."""

    fields: dict[str, str]
    body: str
    offset: int


def split(document: str) -> Parts:
    """Splits a document. Raises WaymarkError for a front matter that does not end or holds a line of another form."""
    opening = _OPENING.match(document)
    if opening is None:
        return Parts({}, document, 0)
    closing = _CLOSING.search(document, opening.end())
    if closing is None:
        raise WaymarkError("the front matter has no closing line of three dashes; add one after its last key")
    fields: dict[str, str] = {}
    for number, line in enumerate(document[opening.end() : closing.start()].splitlines(), start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            raise WaymarkError(f"front matter, line {number}: found {line!r}; expected `key: value`")
        key, value = match.groups()
        if key in fields:
            raise WaymarkError(f"front matter, line {number}: {key!r} stands there twice; keep one")
        fields[key] = _value(value.strip(), number)
    return Parts(fields, document[closing.end() :], closing.end())


def join(fields: Mapping[str, str], body: str) -> str:
    """The document that `split` takes apart into `fields` and `body` again; empty fields are left out.

    White space in a value becomes single spaces, because a value has one line.
    """
    lines = [f"{key}: {_printed(' '.join(value.split()))}" for key, value in fields.items() if value.strip()]
    return "\n".join(["---", *lines, "---", body])


def _printed(value: str) -> str:
    return value if _BARE.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def _value(printed: str, number: int) -> str:
    if printed.startswith('"'):
        try:
            read = json.loads(printed)
        except ValueError:
            raise WaymarkError(f"front matter, line {number}: the quoted value {printed!r} does not end") from None
        if not isinstance(read, str):
            raise WaymarkError(f"front matter, line {number}: found {printed!r}; expected one quoted text")
        return read
    if len(printed) > 1 and printed[0] == printed[-1] == "'":
        return printed[1:-1].replace("''", "'")
    return printed
