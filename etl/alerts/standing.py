"""The published version that stands, read back: what is known of a situation now, and its tables as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.alerts.rules import Known, KnownFigure
from etl.errors import PublishError
from etl.model import (
    SCHEMA_VERSION,
    ContradictionRow,
    Measure,
    Report,
    SeriesRow,
    Situation,
    Status,
)
from etl.publish import current_version
from etl.schemas import TABLES, arrow_schema

Record = TypeVar("Record")
_PUT_ASIDE = (Status.REJECTED.value, Status.WITHDRAWN.value)


class Standing:
    """One published version. `situations` are the ids of those in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        about = self._read("situations")
        self.situations = frozenset(about["situation"].to_pylist())

    def known(self, situation: Situation) -> Known:
        """What is known of a situation now: rows and contradictions that stand, reports, figures nobody put aside."""
        ours = pc.field("situation") == situation.id
        now = ours & pc.field("vintage_end").is_null()
        figures = self._read("figures", ours).to_pylist()
        return Known(
            situation,
            _records(SeriesRow, self._read("series", now)),
            _records(ContradictionRow, self._read("contradictions", now)),
            _records(Report, self._read("reports", ours)),
            {row["figure_id"]: _figure(row) for row in figures if row["status"] not in _PUT_ASIDE},
        )

    def tables(self, situation: str) -> dict[str, pa.Table]:
        """A situation's tables as they were given to be published."""
        ours = pc.field("situation") == situation
        tables = {}
        for name, spec in TABLES.items():
            columns = self._read(name, ours).to_pydict()
            if name == "situations":
                # The state is named anew from what is in the tables; its own name is not part of that.
                columns["state"] = [None] * len(columns["state"])
            # Made anew from its values, so that the file written from it is the same, byte for byte.
            tables[name] = pa.table(columns, schema=arrow_schema(spec))
        return tables

    def _read(self, name: str, where: pc.Expression | None = None) -> pa.Table:
        file = self._folder / f"{name}.parquet"
        try:
            return pq.read_table(file, filters=where)
        except (OSError, pa.ArrowInvalid) as error:
            said = " ".join(str(error).split())[:120]
            raise PublishError(f"{file}: cannot be read ({said}); remove the folder and build again") from error


def standing(published: Path) -> Standing | None:
    """The current version in a folder of published data; None: there is none, or its tables are of another schema.

    Raises PublishError when it cannot be read.
    """
    version = current_version(published)
    if version is None:
        return None
    folder = published / version
    try:
        about = pq.read_schema(folder / "situations.parquet").metadata or {}
        schema_version = json.loads(about.get(b"waymark", b"{}")).get("schema_version")
    except (OSError, pa.ArrowInvalid, ValueError) as error:
        said = " ".join(str(error).split())[:120]
        raise PublishError(f"{folder}: cannot be read ({said}); remove the folder and build again") from error
    return Standing(folder) if schema_version == SCHEMA_VERSION else None


def _figure(row: Mapping[str, Any]) -> KnownFigure:
    return KnownFigure(
        row["figure_id"],
        row["report_id"],
        row["source"] or "",
        Measure(row["measure"]),
        row["nationality"] or "",
        row["population"] or "",
        row["bounds_lower"],
        row["bounds_point"],
        row["bounds_upper"],
    )


def _records(kind: type[Record], table: pa.Table) -> Sequence[Record]:
    """Rows as records whose fields are columns; a column that is not published keeps the field's default."""
    hints = get_type_hints(kind)
    columns = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in table.column_names:
            columns[field.name] = _values(hints[field.name], table[field.name].to_pylist())
    return [kind(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _values(hint: Any, values: list[Any]) -> list[Any]:
    """A column's values as a field has them: text that is missing is empty, codes are of their vocabulary."""
    if hint is str:
        return [value or "" for value in values]
    if hint == tuple[str, ...]:
        return [tuple(value or ()) for value in values]
    if isinstance(hint, type) and issubclass(hint, str):
        codes = {value: hint(value) for value in set(values)}
        return [codes[value] for value in values]
    return values
