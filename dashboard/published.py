"""Reads what was published, by its manifest; notices a new version; keeps nothing but the newest.

A public instance masks small counts here, before anything else sees them (suppression.py), so that no page, chart,
file or bound can give them back.
"""

from __future__ import annotations

import json
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import TypeAdapter

from dashboard.suppression import (
    KnownFigure,
    suppress_contradictions,
    suppress_implied,
    suppress_reconciled,
    suppress_small_counts,
)
from etl.model import (
    RECONCILED,
    Basis,
    Bounds,
    ContradictionRow,
    Figure,
    Finding,
    Granularity,
    ImpliedRow,
    Kind,
    Measure,
    Modality,
    ObsStatus,
    Precision,
    Quantifier,
    Reading,
    Report,
    Role,
    SeriesRow,
    Severity,
    Situation,
    Status,
    Unit,
    Verdict,
)

SCHEMA_VERSION = 3
STATES = "states"
"""The folder beside the versions in which every state of every situation is kept."""

_STATE = re.compile(r"[0-9a-f]{12}")
_SITUATION_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_MOST_FROZEN = 16
"""So many states are held in memory. A report's readers ask for the same one again and again."""

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_SITUATION = TypeAdapter(Situation)
Record = TypeVar("Record", bound="DataclassInstance")
_CODES: dict[str, type] = {
    "measure": Measure,
    "kind": Kind,
    "basis": Basis,
    "unit": Unit,
    "quantifier": Quantifier,
    "ref_precision": Precision,
    "precision": Precision,
    "role": Role,
    "modality": Modality,
    "status": Status,
    "granularity": Granularity,
    "obs_status": ObsStatus,
    "reading": Reading,
    "verdict": Verdict,
}


class NothingPublishedError(Exception):
    """There is no published version that this dashboard can read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SituationSummary:
    """What the start page says of a situation, and how to find the rest."""

    situation: Situation
    figures: int
    reports: int
    first_day: date | None
    last_day: date | None
    vintages: tuple[date, ...]


def _nothing(*_asked: object) -> Sequence[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class Together:
    """How what all figures together give is read, each part once. By default there is nothing."""

    series: Callable[[Measure, Unit], Sequence[SeriesRow]] = _nothing
    contradictions: Callable[[], Sequence[ContradictionRow]] = _nothing
    implied: Callable[[], Sequence[ImpliedRow]] = _nothing


@dataclass(frozen=True, slots=True, eq=False)
class SituationData:
    """Everything published of one situation. `rows` hold every vintage; `figures` and `reports` are by id.

    `rows` are those of the sources. What all figures together give is read when it is first asked for: `reconciled`,
    `contradictions`, `implied`, of every vintage as well. Equal only to itself, so that what is derived from it can be
    kept with it as the key.

    `state` names this content for good. `frozen_on` is the day whose knowledge is shown of a state that was asked for
    by its name; None: this is what is published now.
    """

    state: str
    summary: SituationSummary
    figures: Mapping[str, KnownFigure]
    reports: Mapping[str, Report]
    rows: Sequence[SeriesRow]
    findings: Sequence[Finding]
    together: Together = field(default_factory=Together)
    frozen_on: date | None = None

    @property
    def situation(self) -> Situation:
        return self.summary.situation

    @property
    def contradictions(self) -> Sequence[ContradictionRow]:
        """Figures that cannot all be true, the widest gap first, in every reading."""
        return self.together.contradictions()

    @property
    def implied(self) -> Sequence[ImpliedRow]:
        """What follows for days that a report gives no number for."""
        return self.together.implied()

    def reconciled(self, measure: Measure, unit: Unit) -> Sequence[SeriesRow]:
        """What all figures together give of a measure, in every granularity."""
        return self.together.series(measure, unit)


class Snapshot:
    """What lies in one folder: a published version, or one state of one situation. Read when first asked for."""

    def __init__(self, folder: Path, manifest: dict[str, Any], suppress_below: int) -> None:
        self.version: str = manifest.get("version") or manifest["state"]
        self.suppress_below = suppress_below
        self.quantity_tables: dict[str, dict[str, Any]] = manifest["quantity_tables"]
        self._files = {name: folder / table["file"] for name, table in manifest["tables"].items()}
        read = pq.read_table(self._files["situations"]).to_pylist()
        self._states = {row["situation"]: row["state"] or self.version for row in read}
        self.summaries = {
            row["situation"]: SituationSummary(
                _SITUATION.validate_json(row["definition"]),
                row["figures"],
                row["reports"],
                row["first_day"],
                row["last_day"],
                tuple(row["vintages"]),
            )
            for row in read
        }
        self._read: dict[str, SituationData] = {}
        self._lock = threading.Lock()

    def situation(self, name: str) -> SituationData:
        """The data of one situation. Raises KeyError if there is none of that name."""
        if name not in self._read:
            summary = self.summaries[name]
            with self._lock:
                if name not in self._read:
                    self._read[name] = self._load(summary)
        return self._read[name]

    def _load(self, summary: SituationSummary) -> SituationData:
        name = summary.situation.id
        reports = {report.report_id: report for report in self._records(Report, "reports", name)}
        figures = [_known_figure(row, reports) for row in self._rows("figures", name)]
        rows = self._records(SeriesRow, "series", name, ("source", "!=", RECONCILED))
        findings = [
            Finding(
                row["code"],
                Severity(row["severity"]),
                tuple(row["figure_ids"]),
                tuple(json.loads(row["words"]).items()),
                row["sentence"],
            )
            for row in self._rows("findings", name)
        ]
        if self.suppress_below:
            figures, rows, findings = suppress_small_counts(figures, rows, findings, self.suppress_below)
        by_id = {known.figure.figure_id: known for known in figures}
        together = self._together(name, by_id)
        return SituationData(self._states[name], summary, by_id, reports, rows, findings, together)

    def _together(self, name: str, figures: Mapping[str, KnownFigure]) -> Together:
        below = self.suppress_below

        @cache
        def series(measure: Measure, unit: Unit) -> Sequence[SeriesRow]:
            asked = (("source", "==", RECONCILED), ("measure", "==", measure.value), ("unit", "==", unit.value))
            rows = self._records(SeriesRow, "series", name, *asked)
            return suppress_reconciled(rows, figures.values(), below) if below else rows

        @cache
        def contradictions() -> Sequence[ContradictionRow]:
            rows = self._records(ContradictionRow, "contradictions", name)
            return suppress_contradictions(rows, figures, below) if below else rows

        @cache
        def implied() -> Sequence[ImpliedRow]:
            rows = self._records(ImpliedRow, "implied", name)
            return suppress_implied(rows, figures.values(), below) if below else rows

        return Together(series, contradictions, implied)

    def _rows(self, table: str, situation: str) -> list[dict[str, Any]]:
        columns = self._columns(table, situation)
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]

    def _records(
        self, form: type[Record], table: str, situation: str, *conditions: tuple[str, str, str]
    ) -> list[Record]:
        """The rows of a table as records whose fields are columns; column by column, as there may be many rows."""
        columns = self._columns(table, situation, *conditions)
        count = len(next(iter(columns.values())))
        given = []
        for one in fields(form):
            values = columns.get(one.name)
            if values is None:
                values = [one.default] * count
            elif (code := _CODES.get(one.name)) is not None:
                codes = {value: code(value) if value else None for value in set(values)}
                values = [codes[value] for value in values]
            elif values and isinstance(values[0], list):
                values = list(map(tuple, values))
            given.append(values)
        return list(map(form, *given))

    def _columns(self, table: str, situation: str, *conditions: tuple[str, str, str]) -> dict[str, list[Any]]:
        read = pq.read_table(self._files[table], filters=[("situation", "==", situation), *conditions])
        columns = {}
        for name in read.column_names:
            column = read[name].combine_chunks()
            if pa.types.is_dictionary(column.type):
                column = column.cast(pa.string())
            if pa.types.is_string(column.type):
                column = pc.fill_null(column, "")
            columns[name] = column.to_pylist()
        return columns


class Published:
    """The folder that a build publishes into, as a dashboard sees it. Safe to share between threads.

    `suppress_below` masks counts under it in every breakdown by nationality or population; 0 masks nothing.
    """

    def __init__(self, folder: Path, *, suppress_below: int) -> None:
        self.folder = folder
        self.suppress_below = suppress_below
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._frozen: OrderedDict[tuple[str, str, date], SituationData] = OrderedDict()

    def snapshot(self) -> Snapshot:
        """The current version, read anew when the manifest has changed. Raises NothingPublishedError."""
        manifest = self.folder / "manifest.json"
        try:
            status = manifest.stat()
        except FileNotFoundError:
            raise NothingPublishedError(f"{self.folder}: nothing is published; run `waymark build` first") from None
        stamp = (status.st_mtime_ns, status.st_ino)
        with self._lock:
            if self._snapshot is None or stamp != self._stamp:
                read = json.loads(manifest.read_text("utf-8"))
                if read.get("schema_version") != SCHEMA_VERSION:
                    raise NothingPublishedError(
                        f"{manifest}: schema version {read.get('schema_version')}, this dashboard reads "
                        f"{SCHEMA_VERSION}; run `waymark build` of the same release"
                    )
                if self._snapshot is None or self._snapshot.version != read["version"]:
                    self._snapshot = Snapshot(self.folder / read["version"], read, self.suppress_below)
                self._stamp = stamp
            return self._snapshot

    def frozen(self, situation: str, state: str, day: date) -> SituationData | None:
        """A state that was published once, as known on a day; None if it is not kept, or is of another schema."""
        if not _SITUATION_ID.fullmatch(situation) or not _STATE.fullmatch(state):
            return None
        key = (situation, state, day)
        with self._lock:
            if key in self._frozen:
                self._frozen.move_to_end(key)
                return self._frozen[key]
        folder = self.folder / STATES / situation / state
        try:
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        if manifest["schema_version"] != SCHEMA_VERSION:
            return None
        data = replace(Snapshot(folder, manifest, self.suppress_below).situation(situation), frozen_on=day)
        with self._lock:
            self._frozen[key] = data
            if len(self._frozen) > _MOST_FROZEN:
                self._frozen.popitem(last=False)
        return data


def _record(form: type[Any], row: dict[str, Any]) -> Any:
    """A record of `form` from the columns that it has fields for."""
    values = {}
    for one in fields(form):
        if one.name in row:
            value = row[one.name]
            code = _CODES.get(one.name)
            values[one.name] = (code(value) if value else None) if code is not None else value
    return form(**values)


def _known_figure(row: dict[str, Any], reports: Mapping[str, Report]) -> KnownFigure:
    return KnownFigure(
        figure=_record(Figure, row),
        report=reports[row["report_id"]],
        bounds=Bounds(row["bounds_lower"], row["bounds_point"], row["bounds_upper"], row["quantity_table"]),
        flow_point=row["flow_point"],
        left_out=row["left_out"],
        corrected=row["corrected"],
    )
