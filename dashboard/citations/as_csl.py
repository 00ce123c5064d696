"""Entries → CSL-JSON: the items that citation processors read."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from dashboard.citations.entries import Cited, Entry, Sort

_TYPES = {Sort.DATASET: "dataset", Sort.REPORT: "report", Sort.PAGE: "webpage"}
# Processors take <i> and its like in a text for its looks, and {:name: value} in a note for a field. A word joiner,
# which has no width, keeps what a report printed from being either.
_MEANT = re.compile(r"<(?=[A-Za-z/])|\{(?=:)")


def written(found: Cited) -> str:
    """A list of items in the order of the reference."""
    return json.dumps([_item(entry) for entry in found.entries], ensure_ascii=False, indent=1) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    """What is not known is left out: each style has its own words for a work without a date."""
    item: dict[str, Any] = {"id": entry.key, "type": _TYPES[entry.sort]}
    if entry.title:
        item["title"] = _literal(entry.title)
    if entry.author:
        item["author"] = [{"literal": _literal(entry.author)}]
        if entry.sort is not Sort.PAGE:
            # A page on the web has no publisher besides: styles would print the name twice.
            item["publisher"] = _literal(entry.author)
    if entry.issued:
        item["issued"] = _day(entry.issued)
    if entry.retrieved:
        item["accessed"] = _day(entry.retrieved)
    notes = "; ".join(note for note in (entry.note, entry.annotation) if note)
    texts = {
        "version": entry.version,
        "number": entry.number,
        "URL": entry.url,
        "language": entry.language,
        "note": _literal(notes),
    }
    return item | {name: text for name, text in texts.items() if text}


def _day(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _literal(text: str) -> str:
    return _MEANT.sub("\\g<0>\u2060", text)
