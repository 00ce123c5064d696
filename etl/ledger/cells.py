"""A spreadsheet's cell → a value, or a sentence that says what is wrong with it.

Spreadsheets change what people type: digits become Arabic-Indic, thousands get separators, dates get a time. What can
be read in one way only is read; anything else is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import TypeVar

import pycountry

Value = TypeVar("Value")

_SEPARATORS = ",.'\u2019\u066c\u060c \u00a0\u2009\u202f"
_GROUPED = re.compile(rf"[1-9]\d{{0,2}}(?:([{_SEPARATORS}])\d{{3}})(?:\1\d{{3}})*")
_WHOLE = re.compile(r"(\d+)(?:\.0{1,2})?")
# Marks without width that a spreadsheet in Arabic puts around numbers.
_DIRECTION_MARKS = str.maketrans("", "", "\u061c\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")
_MOST = 10**12
"""More people than there are; beyond it a number is a slip, or two cells run together."""
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")


class CellError(ValueError):
    """A cell that cannot be read; the message says what would be right."""


def western_digits(text: str) -> str:
    """`text` with the decimal digits of every script as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def whole_number(text: str) -> int:
    """36250 from "36,250", "36 250", "36.250", "٣٦٢٥٠" or "36250.0". Raises CellError for anything else."""
    plain = western_digits(text.translate(_DIRECTION_MARKS)).strip()
    if match := _WHOLE.fullmatch(plain):
        digits = match[1]
    elif _GROUPED.fullmatch(plain):
        digits = re.sub(r"\D", "", plain)
    else:
        raise CellError("write a whole number, for example 36250 or 36,250")
    if len(digits.lstrip("0")) >= len(str(_MOST)):
        raise CellError(f"write a number below {_MOST:,}")
    return int(digits)


def iso_date(text: str) -> date:
    """A date written as 2019-01-30, with or without a spreadsheet's midnight. Raises CellError for anything else."""
    match = _MIDNIGHT.fullmatch(western_digits(text.translate(_DIRECTION_MARKS)).strip())
    if match is None:
        raise CellError("write the date as year-month-day, for example 2019-01-30")
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        raise CellError("this day is not in the calendar; write a real date, for example 2019-01-30") from None


def nationality(text: str) -> str:
    """A country's ISO 3166-1 alpha-3 code, or "other:" and the report's word. Raises CellError for anything else."""
    if text in _country_codes() or (text.startswith("other:") and len(text) > len("other:")):
        return text
    raise CellError("write an ISO 3166-1 alpha-3 code (IRQ), or other: and the report's word (other:western)")


@cache
def _country_codes() -> frozenset[str]:
    return frozenset(country.alpha_3 for country in pycountry.countries)


def read_column(cells: Sequence[str], read: Callable[[str], Value], empty: Value) -> tuple[list[Value], dict[str, str]]:
    """Every cell of a column as a value, and what is wrong with each distinct text that cannot be read.

    An empty cell is `empty`. Each distinct text is read once, because columns repeat themselves.
    """
    values: dict[str, Value] = {"": empty}
    wrong: dict[str, str] = {}
    for text in set(cells):
        if text:
            try:
                values[text] = read(text)
            except CellError as error:
                values[text] = empty
                wrong[text] = str(error)
    return [values[text] for text in cells], wrong


def rows_with(cells: Sequence[str], texts: dict[str, str]) -> Iterator[tuple[int, str]]:
    """The index and text of every cell whose text is among `texts`."""
    return ((index, text) for index, text in enumerate(cells) if text in texts)
