"""What a sentence or a report of Thursday 31 January 2019 should be read as."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from etl.model import Basis, Measure, Modality, Quantifier, Unit
from tests.etl.reading.phrasings import PUBLISHED


class Said(NamedTuple):
    """One figure. `value` is what is printed, None for a range (then `bounds`) and for a vague word (its least)."""

    text: str
    value: int | None
    measure: Measure
    quantifier: Quantifier = Quantifier.EXACT
    start: date | None = None
    end: date | None = PUBLISHED
    basis: Basis = Basis.PERIOD
    nationality: str = ""
    unit: Unit = Unit.PERSONS
    modality: Modality = Modality.REPORTED
    bounds: tuple[int | None, int | None] = (None, None)


class Report(NamedTuple):
    """A report and, for each of its figures in order, (quote's start, value or least, measure, start, end)."""

    text: str
    figures: tuple[tuple[str, int, Measure, date | None, date | None], ...]


def jan(day: int) -> date:
    """A day of the month in which the reports were published."""
    return date(2019, 1, day)


def dec(day: int) -> date:
    """A day of the month before."""
    return date(2018, 12, day)
