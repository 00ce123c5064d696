"""Bytes → text, and plain text or Markdown → Document."""

from __future__ import annotations

import codecs
import re

from etl.documents.document import FRONT_MATTER, Document, DocumentError
from etl.errors import WaymarkError
from etl.front_matter import split

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Without a mark only these two are told apart: the monitors' languages in the encodings that old editors and sites
# use. A wider choice makes short texts look like Ukrainian or Chinese.
_OLD = ["cp1256", "cp1252"]
_NAMES = {"cp1256": "windows-1256 (Arabic)", "cp1252": "windows-1252 (Western)"}
# What pages call by these names has been Windows' own for a long time; every browser reads it so.
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "latin_1": "cp1252", "iso8859-9": "cp1254"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEADING = re.compile(r"\s*#[ \t]+(\S[^\n]*?)[ \t#]*(?:\n|\Z)")

_NOT_TEXT = "is not text; name a .txt, .md, .html, .pdf or .docx file"


def decode(data: bytes, name: str, said: str = "") -> tuple[str, str]:
    """The text of `data`, and a remark if its encoding had to be guessed.

    `said` is the encoding that a server or a page names; it is used where the bytes allow it. Raises DocumentError for what is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_strictly(data[len(mark) :], encoding, name), name), ""
    # UTF-8 comes before what is said: names are often wrong, and no text in an old encoding is UTF-8 by chance.
    for encoding in ("utf-8", _codec(said)):
        if encoding:
            try:
                return _checked(data.decode(encoding), name), ""
            except UnicodeDecodeError:
                continue
    if b"\0" in data[:1000]:
        raise DocumentError(name, _NOT_TEXT)
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_OLD).best()
    if best is None:
        raise DocumentError(name, "its encoding cannot be told; save it as UTF-8")
    text = _checked(str(best), name)
    return text, f"read as {_NAMES.get(best.encoding, best.encoding)}, which is a guess; save it as UTF-8 to be sure"


def _codec(said: str) -> str:
    """Python's name of an encoding that a page names, or nothing if there is none. UTF-16 without a mark is a slip."""
    try:
        known = codecs.lookup(said.strip().strip("\"'")).name if said else ""
    except (LookupError, ValueError):
        return ""
    return "" if known.startswith(("utf-16", "utf-32")) else _AS_BROWSERS_DO.get(known, known)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is not {encoding.upper()}, though the file begins so; save it as UTF-8"
        raise DocumentError(name, found) from None


def _checked(text: str, name: str) -> str:
    """`text`, unless it is full of characters that no text has."""
    if "\0" in text[:1000] or len(_CONTROL.findall(text[:4000])) > 4:
        raise DocumentError(name, _NOT_TEXT)
    return text


def read_text(data: bytes, name: str, said: str = "") -> Document:
    """A text or Markdown file, with front matter or without. Raises DocumentError.

    The body is kept to the last character, line ends too: others count characters in the same file.
    """
    text, guessed = decode(data, name, said)
    if not text.strip():
        raise DocumentError(name, "is empty; put the report's text in it")
    try:
        parts = split(text)
    except WaymarkError as error:
        raise DocumentError(name, str(error)) from None
    if not parts.body.strip():
        raise DocumentError(name, "holds nothing after its front matter; put the report's text there")
    fields = dict(parts.fields)
    heading = _HEADING.match(parts.body)
    if heading and not fields.get("title"):
        fields["title"] = heading[1]
    remarks = (guessed,) if guessed else ()
    return Document(name, fields, parts.body, FRONT_MATTER if parts.fields else "", remarks)
