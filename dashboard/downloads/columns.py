"""What a file says of its columns: title, meaning, unit. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.downloads.frames import NUMBERS, kind_of
from dashboard.locales import Words
from dashboard.wording import unit_name
from etl.model import Unit

_CODE_POINTS = frozenset({"span_start", "span_end"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind` is its type by the names that Table Schema has; `unit` is empty for what is no number."""

    name: str
    kind: str
    title: str
    meaning: str
    unit: str


def columns_of(words: Words, table: str, names: Iterable[str], unit: Unit | None = None) -> list[Column]:
    """The columns of a table; `unit` is the one that all its numbers count in, None: the column `unit` tells."""
    return [
        Column(
            name,
            kind_of(name),
            words(f"heading.{name}"),
            words(f"meaning.{table}.{name}" if words.has(f"meaning.{table}.{name}") else f"meaning.{name}"),
            _unit(words, name, unit),
        )
        for name in names
    ]


def _unit(words: Words, name: str, unit: Unit | None) -> str:
    if name in _CODE_POINTS:
        return words("data.code_points")
    if name not in NUMBERS:
        return ""
    return unit_name(words, unit) if unit else words("data.by_unit")
