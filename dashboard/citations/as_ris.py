"""Entries → RIS, the tagged lines that reference managers exchange."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import rispy

from dashboard.citations.entries import Cited, Entry, Sort

_TYPES = {Sort.DATASET: "DATA", Sort.REPORT: "RPRT", Sort.PAGE: "ELEC"}


class _Writer(rispy.RisWriter):  # type: ignore[misc]  # the library has no types
    """Lines end with a carriage return and a line feed, as the format asks; entries are not numbered."""

    NEWLINE = "\r\n"

    def set_header(self, _count: int) -> str:
        return ""


def written(found: Cited) -> str:
    """The entries in the order of the reference. No field goes over a line's end."""
    text: str = rispy.dumps([_reference(entry) for entry in found.entries], implementation=_Writer)
    return text


def _reference(entry: Entry) -> dict[str, Any]:
    """The fields by the names that rispy has for the tags."""
    name = _name(entry.author)
    fields: dict[str, Any] = {
        "type_of_reference": _TYPES[entry.sort],
        "id": entry.key,
        "title": entry.title,
        "authors": [name] if name else [],
        "publisher": entry.author if entry.sort is not Sort.PAGE else "",
        "year": f"{entry.issued.year:04}" if entry.issued else "",
        "date": _day(entry.issued),
        "edition": entry.version,
        "accession_number": entry.number,
        "access_date": _day(entry.retrieved),
        "language": entry.language,
        "urls": [entry.url] if entry.url else [],
        # Readers take a note with a tag in it for HTML; a word joiner has no width.
        "notes": [re.sub("<(?=[A-Za-z/!])", "<\u2060", note) for note in (entry.note, entry.annotation) if note],
    }
    return {name: value for name, value in fields.items() if value}


def _day(day: date | None) -> str:
    return f"{day.year:04}/{day.month:02}/{day.day:02}" if day else ""


def _name(name: str) -> str:
    """An institution's name where a comma would set off a first name and an asterisk is not allowed."""
    return re.sub(" {2,}", " ", re.sub("[,*،]", " ", name)).strip()
