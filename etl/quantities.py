"""Quantity tables: what a printed number with its quantifier says at least, at most and most plainly.

The rules are those of the method page, section "Reading a quantifier". Widths are a choice, so they stand in named
tables; a situation may name another table for all its figures or for one source, and every bound says which table
read it. All arithmetic is on whole numbers: half-widths are rounded inwards, never outwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from etl.errors import NotFoundError, WaymarkError
from etl.model import Bounds, Figure, Quantifier


@dataclass(frozen=True, slots=True)
class QuantityTable:
    """One way of reading quantifiers.

    `about_percent`: the least half-width of "about N", in percent of N. `words`: the least count that a vague word
    means; longer phrases are looked up before the words inside them. `origin` says whose convention it is.
    """

    name: str
    origin: str
    about_percent: int
    words: tuple[tuple[str, int], ...]


# What reports say, by the unit that they leave uncounted.
_PHRASES = {
    "hundreds of thousands": ("hundreds of thousands", "مئات الآلاف", "مئات آلاف"),
    "tens of thousands": ("tens of thousands", "عشرات الآلاف", "عشرات آلاف"),
    "thousands": ("thousands", "آلاف", "الآلاف"),
    "hundreds": ("hundreds", "مئات", "المئات"),
    "dozens": ("dozens",),
    "tens": ("tens", "عشرات", "العشرات"),
    "several": ("several", "many"),
}


def _words(leasts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((phrase, leasts[unit]) for unit, phrases in _PHRASES.items() for phrase in phrases)


_TWO_OF_THE_UNIT = _words(
    {
        "hundreds of thousands": 200_000,
        "tens of thousands": 20_000,
        "thousands": 2_000,
        "hundreds": 200,
        "dozens": 24,
        "tens": 20,
        "several": 2,
    }
)
_ONE_OF_THE_UNIT = _words(
    {
        "hundreds of thousands": 100_000,
        "tens of thousands": 10_000,
        "thousands": 1_000,
        "hundreds": 100,
        "dozens": 12,
        "tens": 10,
        "several": 3,
    }
)

TABLES: dict[str, QuantityTable] = {
    table.name: table
    for table in (
        QuantityTable("waymark", "two of the unit; about: half the last place, at least 5 %", 5, _TWO_OF_THE_UNIT),
        QuantityTable("acled", "ACLED's coding rules: one of the unit", 5, _ONE_OF_THE_UNIT),
        QuantityTable("crowd_counting", "the Crowd Counting Consortium's rules: two of the unit", 5, _TWO_OF_THE_UNIT),
    )
}


def quantity_table(name: str) -> QuantityTable:
    """The table called `name`. Raises NotFoundError with the names there are."""
    try:
        return TABLES[name]
    except KeyError:
        raise NotFoundError(f"no quantity table {name!r}; there are {', '.join(TABLES)}") from None


def last_significant_place(number: int) -> int:
    """The place of the last digit that is not zero: 36,250 → 10, 23,200 → 100, 6,000 → 1,000; 0 → 1."""
    if number == 0:
        return 1
    place = 1
    while number % (place * 10) == 0:
        place *= 10
    return place


def read_quantity(
    quantifier: Quantifier,
    value: int | None,
    lower: int | None,
    upper: int | None,
    words: str,
    table: QuantityTable,
) -> Bounds:
    """The bounds that a printed number has under `table`.

    `lower` and `upper` are the printed ends of a range, the least a vague word means, or an end said besides the
    number: "nearly 5,000" is about 5,000 with the upper end 5,000. Raises WaymarkError if the parts that the
    quantifier needs are missing (a ledger that was read is complete).
    """
    name = table.name
    if quantifier is Quantifier.RANGE:
        if lower is None or upper is None:
            raise WaymarkError(f"a range needs a lower and an upper end, found {lower} and {upper}")
        return Bounds(lower, (lower + upper) // 2, upper, name)
    if quantifier is Quantifier.VAGUE:
        least = least_of_words(words, table)
        if least is None:
            least = lower
        if least is None:
            raise WaymarkError(f"the word {words!r} is in no quantity table and no lower end is given")
        return Bounds(least, None, None, name)
    if value is None:
        raise WaymarkError(f"the quantifier {quantifier.value} needs a value")
    match quantifier:
        case Quantifier.EXACT:
            return Bounds(value, value, value, name)
        case Quantifier.ABOUT:
            half = max(last_significant_place(value) // 2, value * table.about_percent // 100)
            least = value - half if lower is None else lower
            most = value + half if upper is None else upper
            return Bounds(max(least, 0), value, most, name)
        case Quantifier.AT_LEAST:
            return Bounds(value, value, _other_end(upper, value), name)
        case Quantifier.MORE_THAN:
            return Bounds(value + 1, value, _other_end(upper, value), name)
        case Quantifier.AT_MOST:
            return Bounds(_other_end(lower, value) or 0, value, value, name)
        case Quantifier.LESS_THAN:
            least = max(value - 1, 0)
            return Bounds(_other_end(lower, value) or 0, least, least, name)


def _other_end(end: int | None, value: int) -> int | None:
    """The end that the words give besides the number; the number itself repeated in its cell is none."""
    return None if end == value else end


def bounds_of(figure: Figure, table_name: str) -> Bounds:
    """The bounds of a figure as the named table reads it."""
    return read_quantity(
        figure.quantifier, figure.value, figure.lower, figure.upper, figure.as_reported, quantity_table(table_name)
    )


@cache
def _word_patterns(table: QuantityTable) -> tuple[tuple[re.Pattern[str], int], ...]:
    longest_first = sorted(table.words, key=lambda entry: -len(entry[0]))
    return tuple((re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE), least) for word, least in longest_first)


@cache
def least_of_words(words: str, table: QuantityTable) -> int | None:
    """The least that a vague word means under `table`, the longest phrase first; None when it knows none of them."""
    return next((least for pattern, least in _word_patterns(table) if pattern.search(words)), None)
