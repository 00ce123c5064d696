"""Figures as lines for programs and as tables for people."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from etl.ledger import FIGURE_COLUMNS
from etl.model import Figure, Quantifier

if TYPE_CHECKING:
    from rich.table import Table

    from etl.reading import Proposal

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_WORDS = {
    Quantifier.EXACT: "",
    Quantifier.ABOUT: "about ",
    Quantifier.AT_LEAST: "at least ",
    Quantifier.MORE_THAN: "more than ",
    Quantifier.AT_MOST: "at most ",
    Quantifier.LESS_THAN: "less than ",
}


def jsonl_line(proposal: Proposal) -> str:
    """One JSON object: the ledger's columns, null where empty, dates as ISO 8601, and the rules that made it."""
    record = {column: _json(getattr(proposal, column)) for column in FIGURE_COLUMNS}
    return json.dumps(record | {"rules": list(proposal.rules)}, ensure_ascii=False)


def _json(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def csv_header() -> str:
    """The ledger's columns."""
    return _csv(FIGURE_COLUMNS)


def csv_line(figure: Figure) -> str:
    """One row of a ledger's figures.csv, without its line's end."""
    values = (getattr(figure, column) for column in FIGURE_COLUMNS)
    return _csv(["" if value is None else str(value) for value in values])


def _csv(cells: Sequence[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


def number_words(figure: Figure) -> str:
    """The number with what qualifies it: "more than 2,500", "40–60", "hundreds"."""
    if figure.quantifier is Quantifier.VAGUE:
        return figure.as_reported or f"at least {figure.lower:,}"
    if figure.quantifier is Quantifier.RANGE:
        return f"{_digits(figure.lower)}–{_digits(figure.upper)}"
    return f"{_WORDS[figure.quantifier]}{_digits(figure.value)}"


def _digits(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def interval_words(figure: Figure) -> str:
    """The days that a figure is about: its first and last, one where they are the same or the first is not told."""
    start, end = figure.ref_start, figure.ref_end
    if end is None:
        return f"from {start}" if start else ""
    if start is None or start == end:
        return f"until {end}" if figure.basis == "cumulative" else f"{end}"
    return f"{start} – {end}"


def group_words(figure: Figure) -> str:
    """Who was counted, and in what."""
    group = ", ".join(filter(None, (figure.nationality, figure.population.replace("_", " "))))
    unit = "" if figure.unit == "persons" else figure.unit.value
    return " ".join(filter(None, (group or "all", unit)))


def figures_table(title: str, figures: Sequence[Figure], known: Mapping[str, str] | None = None) -> Table:
    """A table for the terminal. `known` says, by figure id, what the ledger knows of a figure already."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    names = ["id", "measure", "number", "group", "interval", "quote"]
    if known is not None:
        names.append("in the ledger")
    rows = [_row(figure, known) for figure in figures]
    # Words of a report are shown as they are, never as markup.
    table = Table(title=Text(shown(title)), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(names):
        # What gives way in a narrow terminal is the quote; elsewhere words are not torn apart.
        words = [word for row in rows for word in (*row[index].split(), *name.split())]
        least = 12 if name == "quote" else max(map(len, words), default=1)
        table.add_column(name, min_width=least, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _row(figure: Figure, known: Mapping[str, str] | None) -> list[str]:
    cells = [
        figure.figure_id,
        figure.measure.value.replace("_", " "),
        number_words(figure),
        group_words(figure),
        interval_words(figure),
        figure.quote,
    ]
    return [shown(cell) for cell in (cells if known is None else [*cells, known.get(figure.figure_id, "")])]


def shown(text: str) -> str:
    """`text` on one line, with nothing in it that a terminal would obey: a report may hold anything."""
    return _CONTROL.sub("\ufffd", " ".join(text.split()))
