"""A PDF → its text, pages in order, with the line breaks of the page taken out."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from etl.documents.document import FILE_PROPERTIES, Document, DocumentError

if TYPE_CHECKING:
    from datetime import datetime

    from pypdf import PageObject, PdfReader

_PAGE_NUMBER = re.compile(r"\W*(?:page|p\.|صفحة|página|seite)?\W*\d{1,4}(?:\W*(?:of|/|من|de|von)\W*\d{1,4})?\W*", re.I)
_ITEM = re.compile(r"[•◦▪‣●○■–-]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s")
_ENDS_SENTENCE = re.compile(r"[.!?؟:;؛…][\"”’»)\]]*$")
_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010]$")
_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])[-\u2010]$")
_FULL = 0.75
"""A line of at least this share of the page's usual line was broken because it was full, not because it was over."""

_ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_OTHER_LETTER = re.compile(r"[A-Za-zÀ-ÿ]")
_SHAPED = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]+")
# What is written from left to right inside a line of Arabic: numbers with their separators, Latin words.
_LEFT_TO_RIGHT = re.compile(r"[0-9٠-٩۰-۹A-Za-zÀ-ÿ](?:[0-9٠-٩۰-۹A-Za-zÀ-ÿ.,:/٫٬'’-]*[0-9٠-٩۰-۹A-Za-zÀ-ÿ])?")
_RIGHT_TO_LEFT = re.compile(
    r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+(?:\s+[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+)*"
)
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
# Letters that end words and begin none.
_LAST_LETTERS = "ةى"


def read_pdf(data: bytes, name: str) -> Document:
    """The text of a PDF. Raises DocumentError for one that is locked, broken, or made of pictures of pages."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    # Remarks on the file's inner form, of no use to its reader.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            _unlock(reader, name)
        pages = [_page_lines(page) for page in reader.pages]
        pictures = sum(_has_picture(page) for page, lines in zip(reader.pages, pages, strict=True) if not lines)
        fields = _fields(reader)
    except DocumentError:
        raise
    except DependencyError:
        found = "is encrypted in a way that is not read here; print it to a new PDF in a viewer, or save its text"
        raise DocumentError(name, found) from None
    except LimitReachedError:
        raise DocumentError(name, "unpacks to far more than a report holds; save its text") from None
    except (PyPdfError, RecursionError) as error:
        raise DocumentError(name, _broken(error)) from None
    except Exception as error:  # noqa: BLE001 - what a broken file makes the library stumble over is not foreseen
        raise DocumentError(name, _broken(error)) from None
    if not any(pages):
        if pictures:
            found = "is made of pictures of pages; have a program for text recognition (OCR) write their text first"
        else:
            found = "holds no text; name the report's text instead"
        raise DocumentError(name, found)
    # Some fonts give what no text may hold.
    body = _joined(pages).replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    remarks = []
    if pictures:
        count = f"{pictures} page is a picture" if pictures == 1 else f"{pictures} pages are pictures"
        remarks.append(f"{count} without text and cannot be read")
    if len(_ARABIC_LETTER.findall(body)) > 20:
        remarks.append("a PDF keeps Arabic as shapes in places; compare the quotes with the page")
    return Document(name, fields, body, FILE_PROPERTIES if fields else "", tuple(remarks))


_LOCKED = "is locked with a password; save a copy without one, or its text"


def _broken(error: BaseException) -> str:
    return f"is broken as a PDF ({type(error).__name__}); open it in a viewer and save it again, or its text"


def _unlock(reader: PdfReader, name: str) -> None:
    """Many files only forbid changes and open with an empty password, as every viewer does."""
    if not reader.decrypt(""):
        raise DocumentError(name, _LOCKED)


def _fields(reader: PdfReader) -> dict[str, str]:
    metadata = reader.metadata
    if metadata is None:
        return {}
    said = {
        "title": metadata.title or "",
        "created": _day(metadata.creation_date),
        "modified": _day(metadata.modification_date),
    }
    return {key: " ".join(value.split()) for key, value in said.items() if value.strip()}


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""


def _has_picture(page: PageObject) -> bool:
    """Whether a page shows a picture; it is not unpacked."""
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources else None
    if not objects:
        return False
    return any(one.get_object().get("/Subtype") in ("/Image", "/Form") for one in objects.get_object().values())


def _page_lines(page: PageObject) -> list[str]:
    """The lines of a page as a reader would type them, without its page number."""
    text = page.extract_text()
    if len(_ARABIC_LETTER.findall(text)) > len(_OTHER_LETTER.findall(text)) // 4:
        # The order of Arabic in the file follows the program that wrote it; the places on the page can be trusted.
        text = _in_reading_order(page.extract_text(extraction_mode="layout"))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    while lines and (not lines[0] or _PAGE_NUMBER.fullmatch(lines[0])):
        del lines[0]
    while lines and (not lines[-1] or _PAGE_NUMBER.fullmatch(lines[-1])):
        del lines[-1]
    return lines


def _in_reading_order(text: str) -> str:
    """Lines as they are seen, from left to right → as they are read, with letters instead of their shapes."""
    turned = "\n".join(map(_turned, text.splitlines()))
    kept = _letters(text)
    turned = _letters(turned)
    # Some programs write lines in reading order and the places follow: letters that only end words tell.
    return kept if _misplaced(kept) < _misplaced(turned) else turned


def _misplaced(text: str) -> int:
    return sum(word[0] in _LAST_LETTERS and len(word) > 1 for word in text.split())


def _turned(line: str) -> str:
    line = line.strip()
    if len(_ARABIC_LETTER.findall(line)) < len(_OTHER_LETTER.findall(line)):
        return _RIGHT_TO_LEFT.sub(lambda run: run[0][::-1], line)
    return _LEFT_TO_RIGHT.sub(lambda run: run[0][::-1], line[::-1].translate(_MIRRORED))


def _letters(text: str) -> str:
    return _SHAPED.sub(lambda shapes: unicodedata.normalize("NFKC", shapes[0]), text)


def _joined(pages: list[list[str]]) -> str:
    """Paragraphs of all pages, a line each, pages apart by an empty line; a paragraph may run on over a page."""
    blocks: list[str] = []
    runs_on = False
    for lines in pages:
        paragraphs = list(_paragraphs(lines))
        if not paragraphs:
            continue
        if runs_on and paragraphs[0][:1].islower():
            blocks[-1] = _together(blocks[-1], paragraphs.pop(0))
        elif blocks:
            blocks.append("")
        blocks += paragraphs
        runs_on = not _ENDS_SENTENCE.search(blocks[-1])
    return "\n".join(blocks)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Lines put together that were only broken because the page is no wider."""
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    paragraph = ""
    last = ""
    for line in lines:
        if not line:
            if paragraph:
                yield paragraph
            paragraph = last = ""
            continue
        if paragraph and _goes_on(last, line, usual):
            paragraph = _together(paragraph, line)
        else:
            if paragraph:
                yield paragraph
            paragraph = line
        last = line
    if paragraph:
        yield paragraph


def _goes_on(last: str, line: str, usual: int) -> bool:
    if _ITEM.match(line):
        return False
    if _BROKEN.search(last):
        return True
    if len(last) >= _FULL * usual and len(last) > 30:
        return True
    return line[0].islower() and not _ENDS_SENTENCE.search(last)


def _together(first: str, second: str) -> str:
    """Two lines as one; a word broken at the end of the first is whole again."""
    if first.endswith("\u00ad") or (_HYPHEN.search(first) and second[:1].islower()):
        return first[:-1] + second
    if _BROKEN.search(first) and second[:1].isalnum():
        return first + second
    return f"{first} {second}"
