"""The folder of a situation → one Ledger."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from etl.errors import LedgerError, NotFoundError, Problem
from etl.ledger.cells import CellError, iso_date, nationality, read_column, rows_with, whole_number
from etl.ledger.sheets import Sheet, read_sheet
from etl.ledger.situation_file import place_names, read_corrections, read_situation
from etl.ledger.texts import read_texts
from etl.model import (
    AlertRule,
    Basis,
    Correction,
    Figure,
    HeldText,
    Kind,
    Ledger,
    Measure,
    Modality,
    Precision,
    Quantifier,
    Report,
    Role,
    Situation,
    Status,
    Unit,
)
from etl.quantities import least_of_words, quantity_table

REPORT_COLUMNS = tuple(field.name for field in dataclasses.fields(Report))
FIGURE_COLUMNS = tuple(field.name for field in dataclasses.fields(Figure))
_FILES = ("situation.toml", "reports.csv", "figures.csv")
REPORT_REQUIRED = ("report_id", "publisher", "url")
FIGURE_REQUIRED = ("figure_id", "report_id", "source", "measure", "unit", "quantifier")

Code = TypeVar("Code", bound=StrEnum)
Reader = Callable[[str], Any]


def situation_folders(data: Path) -> list[Path]:
    """The folders of all situations below `data`, by name. Raises NotFoundError when there is none.

    A folder that holds any file of a ledger counts, so that one without its situation.toml is refused, not passed by.
    """
    room = data / "situations"
    folders = {file.parent for name in _FILES for file in room.glob(f"*/{name}")}
    if not folders:
        raise NotFoundError(f"{room}: no folder with a situation.toml; name the data folder with --data")
    return sorted(folders)


def read_alerts(folder: Path) -> tuple[Situation, tuple[AlertRule, ...]]:
    """The situation in `folder` and its alerts, without its tables. Raises LedgerError with what is wrong with them."""
    problems: list[Problem] = []
    situation, alerts = read_situation(folder / "situation.toml", problems)
    if problems or situation is None:
        raise LedgerError(problems)
    return situation, alerts


def read_ledger(folder: Path, *, figures_csv: bytes | None = None) -> Ledger:
    """The ledger in `folder`, corrections applied. Raises LedgerError with every problem in its files.

    `figures_csv`, when given, is read in place of what figures.csv holds: so a change is tried before it is written.
    """
    problems: list[Problem] = []
    situation, alerts = read_situation(folder / "situation.toml", problems)
    corrections = read_corrections(folder / "corrections.toml", problems)
    reports_sheet = read_sheet(folder / "reports.csv", REPORT_COLUMNS, REPORT_REQUIRED, problems)
    figures_sheet = read_sheet(folder / "figures.csv", FIGURE_COLUMNS, FIGURE_REQUIRED, problems, figures_csv)
    if situation is not None and situation.id != folder.name:
        expected = f"the name of its folder, {folder.name!r}"
        problems.append(Problem(folder / "situation.toml", 0, "id", repr(situation.id), expected))
    reports: tuple[Report, ...] = ()
    texts: tuple[HeldText, ...] = ()
    report_ids = None
    if reports_sheet is not None:
        reports = _read_reports(reports_sheet, problems)
        texts = read_texts(folder, reports_sheet, problems)
        report_ids = {report.report_id for report in reports}
        if situation is not None:
            _refuse_unknown_licences(folder / "situation.toml", situation, reports, problems)
    figures: tuple[Figure, ...] = ()
    if figures_sheet is not None:
        file = folder / "corrections.toml"
        corrected = _apply_corrections(file, corrections, figures_sheet, problems)
        before = len(problems)
        figures = _read_figures(figures_sheet, situation, report_ids, problems)
        # What a correction put into a cell is mended in the corrections, not in the cell.
        problems[before:] = [_blame(problem, file, corrected) for problem in problems[before:]]
    if problems or situation is None:
        raise LedgerError(problems)
    return Ledger(situation, reports, figures, corrections, texts, alerts)


def _refuse_unknown_licences(
    file: Path, situation: Situation, reports: Sequence[Report], problems: list[Problem]
) -> None:
    """Terms for a licence that no report states are a slip of the pen, which would let out what they mean to withhold."""
    stated = sorted({report.licence for report in reports})
    for licence in (licence for terms in situation.licences for licence in terms.licences):
        if licence not in stated:
            near = get_close_matches(licence, stated, n=1)
            expected = f"write a licence as reports.csv states it{f', such as {near[0]!r}' if near else ''}"
            problems.append(Problem(file, 0, "licences", repr(licence), expected))


def _blame(problem: Problem, file: Path, corrected: dict[tuple[int, str], str]) -> Problem:
    """`problem`, said of the correction in `file` if one put the text in its cell."""
    place = corrected.get((problem.row, problem.column))
    return problem if place is None else Problem(file, 0, place, problem.found, problem.expected)


def _read_reports(sheet: Sheet, problems: list[Problem]) -> tuple[Report, ...]:
    readers: dict[str, tuple[Reader, Any]] = {
        "url": (_web_address, ""),
        "published": (iso_date, None),
        "retrieved": (iso_date, None),
        "language": (_language, ""),
    }
    columns = _read_columns(sheet, REPORT_COLUMNS, readers, problems)
    _refuse_empty(sheet, REPORT_REQUIRED, problems)
    _refuse_twice(sheet, "report_id", problems)
    return tuple(Report(*values) for values in zip(*(columns[name] for name in REPORT_COLUMNS), strict=True))


def _read_figures(
    sheet: Sheet, situation: Situation | None, report_ids: set[str] | None, problems: list[Problem]
) -> tuple[Figure, ...]:
    """The figures of a sheet. Without a situation or without reports, what would name them is not looked at."""
    readers = _figure_readers(set(sheet.column("figure_id")), report_ids, situation)
    before = len(problems)
    columns = _read_columns(sheet, FIGURE_COLUMNS, readers, problems)
    # A reviewer who puts aside what is no count need not say who counted it.
    aside = [status is Status.REJECTED for status in columns["status"]]
    _refuse_empty(sheet, FIGURE_REQUIRED, problems, lenient=("source", aside))
    _refuse_twice(sheet, "figure_id", problems)
    columns["kind"] = [
        kind or _kind_of(measure) for kind, measure in zip(columns["kind"], columns["measure"], strict=True)
    ]
    # A stock is a count at a date; a running total of one does not exist.
    columns["basis"] = [
        Basis.PERIOD if basis is None and kind is Kind.STOCK else basis
        for basis, kind in zip(columns["basis"], columns["kind"], strict=True)
    ]
    unread = {problem.row for problem in problems[before:]}
    _refuse_incomplete(sheet, columns, situation, unread, problems)
    _refuse_circles(sheet, columns, problems)
    return tuple(Figure(*values) for values in zip(*(columns[name] for name in FIGURE_COLUMNS), strict=True))


def _figure_readers(
    figure_ids: set[str], report_ids: set[str] | None, situation: Situation | None
) -> dict[str, tuple[Reader, Any]]:
    """How to read the cells of each column that is not mere words, and what an empty cell is."""
    readers: dict[str, tuple[Reader, Any]] = {
        "measure": (partial(_code, Measure), Measure.EXITS),
        "kind": (partial(_code, Kind), None),
        "basis": (partial(_code, Basis), None),
        "unit": (partial(_code, Unit), Unit.PERSONS),
        "quantifier": (partial(_code, Quantifier), Quantifier.EXACT),
        "value": (whole_number, None),
        "lower": (whole_number, None),
        "upper": (whole_number, None),
        "nationality": (nationality, ""),
        "ref_start": (iso_date, None),
        "ref_end": (iso_date, None),
        "ref_precision": (partial(_code, Precision), Precision.DAY),
        "part_of": (partial(_one_of, figure_ids, "a figure of this file"), ""),
        "same_as": (partial(_one_of, figure_ids, "a figure of this file"), ""),
        "role": (partial(_code, Role), Role.RECOMMENDED),
        "modality": (partial(_code, Modality), Modality.REPORTED),
        "status": (partial(_code, Status), Status.ACCEPTED),
        "span_start": (whole_number, None),
        "span_end": (whole_number, None),
    }
    if report_ids is not None:
        readers["report_id"] = (partial(_one_of, report_ids, "a report of reports.csv"), "")
    if situation is not None:
        readers |= _readers_by_situation(situation)
    return readers


def cell_refusal(ledger: Ledger, column: str, cell: str) -> str:
    """What would be right in place of a figure's cell that cannot be read; empty for one that can.

    Only the cell itself is looked at: whether the cells of a row fit each other shows when the row is read.
    """
    cell = cell.strip()
    if not cell:
        return "" if column not in FIGURE_REQUIRED else "fill it; every row needs one"
    figure_ids = {figure.figure_id for figure in ledger.figures}
    readers = _figure_readers(figure_ids, {report.report_id for report in ledger.reports}, ledger.situation)
    if column in readers:
        try:
            readers[column][0](cell)
        except CellError as error:
            return str(error)
    return ""


def _readers_by_situation(situation: Situation) -> dict[str, tuple[Reader, Any]]:
    """How to read the cells that name something of the situation."""
    sources = {source.id for source in situation.sources}
    populations = {population.id for population in situation.populations}
    places = {name for place in situation.places for name in place_names(place)}
    place = partial(_one_of, places, "a place of situation.toml, or one of its aliases")
    return {
        "situation": (partial(_one_of, {situation.id}, "the situation of this folder"), situation.id),
        "source": (partial(_one_of, sources, "a source of situation.toml"), ""),
        "population": (partial(_one_of, populations, "a population of situation.toml"), ""),
        "place_from": (place, ""),
        "place_to": (place, ""),
    }


def _read_columns(
    sheet: Sheet, names: Sequence[str], readers: dict[str, tuple[Reader, Any]], problems: list[Problem]
) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {}
    for name in names:
        cells = sheet.column(name)
        if name not in readers:
            columns[name] = cells
            continue
        read, empty = readers[name]
        columns[name], wrong = read_column(cells, read, empty)
        if wrong:
            problems.extend(
                Problem(sheet.file, sheet.rows[index], name, repr(text), wrong[text])
                for index, text in rows_with(cells, wrong)
            )
    return columns


def _refuse_empty(
    sheet: Sheet, required: Iterable[str], problems: list[Problem], lenient: tuple[str, Sequence[bool]] = ("", ())
) -> None:
    """Rows without a cell that every row needs; `lenient` names a column and the rows that may leave it out."""
    for name in required:
        spared = lenient[1] if name == lenient[0] else [False] * len(sheet.rows)
        for row, cell, may in zip(sheet.rows, sheet.columns.get(name, ()), spared, strict=False):
            if not cell and not may:
                problems.append(Problem(sheet.file, row, name, "an empty cell", "fill it; every row needs one"))


def _refuse_twice(sheet: Sheet, name: str, problems: list[Problem]) -> None:
    cells = sheet.column(name)
    twice = {cell for cell, count in Counter(cells).items() if count > 1 and cell}
    first: set[str] = set()
    for row, cell in zip(sheet.rows, cells, strict=True):
        if cell in twice and cell in first:
            problems.append(Problem(sheet.file, row, name, f"{cell!r} a second time", "give each row an id of its own"))
        first.add(cell)


def _refuse_incomplete(
    sheet: Sheet, columns: dict[str, list[Any]], situation: Situation | None, unread: set[int], problems: list[Problem]
) -> None:
    """Rows whose cells contradict each other, or lack what their quantifier needs.

    Rows `unread` have a problem already, and what is wrong with the whole of them cannot be told.
    """
    ids = zip(sheet.rows, columns["figure_id"], columns["same_as"], columns["source"], strict=True)
    sorts = zip(columns["measure"], columns["kind"], columns["basis"], columns["as_reported"], strict=True)
    numbers = zip(columns["quantifier"], columns["value"], columns["lower"], columns["upper"], strict=True)
    for (row, figure_id, same_as, source), (measure, kind, basis, words), (quantifier, value, lower, upper) in zip(
        ids, sorts, numbers, strict=True
    ):
        if row in unread:
            continue

        def wrong(column: str, found: str, expected: str, row: int = row) -> None:
            problems.append(Problem(sheet.file, row, column, found, expected))

        if basis is None:
            wrong("basis", "an empty cell", "write cumulative or period")
        elif kind is Kind.STOCK and basis is Basis.CUMULATIVE:
            wrong(
                "basis",
                "'cumulative' for a stock",
                "write period: a stock is a count at a date, without a running total",
            )
        if measure is Measure.POPULATION and kind is Kind.FLOW:
            wrong("kind", "'flow' for a population", "write stock: a population is a count at a date")
        if same_as and same_as == figure_id:
            wrong("same_as", f"{same_as!r} the same as itself", "name the other figure, or leave the cell empty")
        if quantifier is Quantifier.RANGE:
            if lower is None or upper is None or lower > upper:
                wrong("lower", f"a range from {lower} to {upper}", "fill lower and upper, the lower one first")
            if value is not None:
                wrong(
                    "value", f"{value} beside a range", "leave it empty: a range has two ends and no number of its own"
                )
        elif quantifier is Quantifier.VAGUE:
            if value is not None:
                wrong("value", f"{value} for a vague word", "leave it empty, or choose the quantifier of this number")
            if lower is None and (
                situation is None or not _says_a_count(words, situation.quantities.table_for(source))
            ):
                expected = "fill as_reported with a word of the quantity table, or lower with the least it means"
                wrong("lower", f"a vague figure whose words are {words!r}", expected)
        elif value is None:
            wrong("value", "an empty cell", f"fill it; {quantifier.value} needs it")
        elif (lower is not None and lower > value) or (upper is not None and upper < value):
            wrong("value", f"{value} outside {lower}–{upper}", "mend the value, lower or upper")
        else:
            if quantifier in FIXED_LOWER and lower not in (None, value):
                wrong(
                    "lower",
                    f"{lower} beside {quantifier.value} {value}",
                    "leave it empty: the quantifier gives this end",
                )
            if quantifier in FIXED_UPPER and upper not in (None, value):
                wrong(
                    "upper",
                    f"{upper} beside {quantifier.value} {value}",
                    "leave it empty: the quantifier gives this end",
                )


FIXED_LOWER = frozenset({Quantifier.EXACT, Quantifier.AT_LEAST, Quantifier.MORE_THAN})
FIXED_UPPER = frozenset({Quantifier.EXACT, Quantifier.AT_MOST, Quantifier.LESS_THAN})
"""Quantifiers that say an end themselves; another number in its cell would be read by nobody."""


def _says_a_count(words: str, table: str) -> bool:
    return least_of_words(words, quantity_table(table)) is not None


def _refuse_circles(sheet: Sheet, columns: dict[str, list[Any]], problems: list[Problem]) -> None:
    """Figures that are, through their parents, part of themselves."""
    parents = dict(zip(columns["figure_id"], columns["part_of"], strict=True))
    for row, figure_id in zip(sheet.rows, columns["figure_id"], strict=True):
        if not parents[figure_id]:
            continue
        seen = {figure_id}
        parent = parents[figure_id]
        while parent and parent not in seen:
            seen.add(parent)
            parent = parents[parent]
        if parent == figure_id:
            expected = "name the figure that encloses it, or leave the cell empty"
            problems.append(Problem(sheet.file, row, "part_of", f"{figure_id!r} inside itself", expected))


def _apply_corrections(
    file: Path, corrections: Sequence[Correction], sheet: Sheet, problems: list[Problem]
) -> dict[tuple[int, str], str]:
    """Put each correction's value in its cell; a correction whose cell no longer says what it expects is a problem.

    Returns the place in `file` of each cell corrected, by row and column.
    """
    corrected: dict[tuple[int, str], str] = {}
    index_of = {figure_id: index for index, figure_id in enumerate(sheet.column("figure_id"))} if corrections else {}
    for correction in corrections:
        place = f"{correction.figure_id}.{correction.field}"
        index = index_of.get(correction.figure_id)
        if index is None:
            problems.append(Problem(file, 0, place, repr(correction.figure_id), "name a figure of figures.csv"))
        elif correction.field not in FIGURE_COLUMNS or correction.field == "figure_id":
            problems.append(Problem(file, 0, place, repr(correction.field), "name a column of figures.csv"))
        else:
            cells = sheet.columns.setdefault(correction.field, [""] * len(sheet.rows))
            if cells[index] != correction.expected:
                expected = f"the row should say {correction.expected!r}; remove or renew the correction"
                problems.append(Problem(file, 0, place, repr(cells[index]), expected))
            else:
                cells[index] = correction.value
                corrected[sheet.rows[index], correction.field] = place
    return corrected


def _kind_of(measure: Measure) -> Kind:
    return Kind.STOCK if measure is Measure.POPULATION else Kind.FLOW


def _code(vocabulary: type[Code], text: str) -> Code:
    try:
        return vocabulary(text)
    except ValueError:
        raise CellError(f"use one of {', '.join(vocabulary)}") from None


def _one_of(allowed: Iterable[str], what: str, text: str) -> str:
    if text in allowed:
        return text
    names = sorted(allowed)
    listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    raise CellError(f"name {what}: {listed}")


def _language(text: str) -> str:
    if text.isascii() and text.isalpha() and text.islower() and len(text) in (2, 3):
        return text
    raise CellError("write the language's ISO 639 code, for example en or ar")


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        valid = False
    if not valid or any(char.isspace() for char in text):
        raise CellError("write the report's address with http:// or https://")
    return text
