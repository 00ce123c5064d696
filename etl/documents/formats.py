"""A file's bytes, whatever its format → Document."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from etl.documents.document import MOST_BYTES, Document, DocumentError
from etl.documents.pdf import read_pdf
from etl.documents.texts import read_text
from etl.documents.web_page import read_web_page
from etl.documents.word import read_word

ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        ".md": "text",
        ".markdown": "text",
        ".txt": "text",
        ".html": "page",
        ".htm": "page",
        ".xhtml": "page",
        ".pdf": "pdf",
        ".docx": "word",
    }
)
"""The format that a file's ending stands for."""

_NAMES = {"text": "text", "page": "a web page", "pdf": "a PDF", "word": "a Word document"}
_PLAIN_ENDING = {"text": ".txt", "page": ".html", "pdf": ".pdf", "word": ".docx"}
# How files begin that are taken for reports by mistake, and what to do with them.
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "is a Word, Excel or PowerPoint file of the old kind; save it as .docx or as text"),
    (b"{\\rtf", "is rich text (RTF); save it as .docx or as text"),
    (b"\x89PNG", "is a picture; have a program for text recognition (OCR) write its text first"),
    (b"\xff\xd8\xff", "is a picture; have a program for text recognition (OCR) write its text first"),
    (b"GIF8", "is a picture; have a program for text recognition (OCR) write its text first"),
    (b"\x1f\x8b", "is compressed; unpack it first"),
    (b"PK\x03\x04", "is an archive; unpack it first"),
)


def looks_like(data: bytes) -> str:
    """The format that the bytes themselves show: page, pdf, word; or nothing: perhaps text, perhaps not."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return "word"
    if head[:200].lower().startswith((b"<!doctype html", b"<html")):
        return "page"
    return ""


def read_bytes(data: bytes, name: str, format_: str, encoding: str = "") -> Document:
    """A document in a format of `ENDINGS`; an empty one is told from the bytes.

    `encoding` is the one that a server names. Raises DocumentError for what is empty, too large, or of another format.
    """
    if not data.strip():
        raise DocumentError(name, "is empty; put the report's text in it")
    if len(data) > MOST_BYTES:
        raise DocumentError(name, _too_large(len(data)))
    shown = looks_like(data)
    format_ = format_ or shown or "text"
    # A page may be kept as text on purpose, and a page need not begin as pages do; the others must.
    if shown != format_ and (shown in ("pdf", "word") or format_ in ("pdf", "word")):
        if shown:
            found = f"is {_NAMES[shown]}, not {_NAMES[format_]}; let its name end with {_PLAIN_ENDING[shown]}"
            raise DocumentError(name, found)
        raise DocumentError(name, _other(data) or f"is not {_NAMES[format_]}; open and save it again, or name its text")
    other = "" if format_ == "word" else _other(data)
    if other:
        raise DocumentError(name, other)
    if format_ == "pdf":
        return read_pdf(data, name)
    if format_ == "word":
        return read_word(data, name)
    if format_ == "page":
        return read_web_page(data, name, encoding)
    return read_text(data, name, encoding)


def _other(data: bytes) -> str:
    """What a file of a format that is not read here is, and what to do with it; empty for any other."""
    return next((what for mark, what in _OTHERS if data.startswith(mark)), "")


def read_file(file: Path) -> Document:
    """The document in a file, its format by its ending. Raises DocumentError, the file's name in it."""
    name = str(file)
    format_ = ENDINGS.get(file.suffix.lower())
    try:
        if file.is_dir():
            with os.scandir(file):
                pass  # One that cannot be opened raises here.
            raise DocumentError(name, "is a folder; name the file in it that holds the report")
        if format_ is None:
            raise DocumentError(name, _unknown(file))
        if not file.is_file() and file.exists():
            raise DocumentError(name, "is no ordinary file; copy what it gives into one")
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise DocumentError(name, _too_large(size))
        data = file.read_bytes()
    except FileNotFoundError:
        raise DocumentError(name, "no such file; check the name, or where you are") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(name, f"cannot be opened ({reason}); give it back its place and permissions") from None
    return replace(read_bytes(data, name, format_), stem=file.stem)


def read_stream(stream: BinaryIO, name: str = "standard input") -> Document:
    """The document that a stream gives, its format told from the bytes. Raises DocumentError."""
    data = stream.read(MOST_BYTES + 1)
    return replace(read_bytes(data, name, looks_like(data)), stem="stdin")


def _unknown(file: Path) -> str:
    ending = f"ends with {file.suffix}, which is" if file.suffix else "has no ending, which is"
    return f"{ending} no format that is read here; name a file that ends with {', '.join(ENDINGS)}"


def _too_large(size: int) -> str:
    return f"has more than {MOST_BYTES:,} bytes ({size:,}); name the report's text alone"
