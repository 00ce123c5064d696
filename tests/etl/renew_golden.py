"""The series of the shipped situations as tables that a person can read and compare.

    python -m tests.etl.renew_golden

writes them anew from the ledgers. Look at the difference before you keep it: each changed line is a number that readers
will see changed.
"""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from pathlib import Path

from etl.ledger import read_ledger, situation_folders
from etl.model import SeriesRow
from etl.pipeline import derive

GOLDEN = Path(__file__).with_name("golden")
DATA = Path(__file__).parents[2] / "data"
LEFT_OUT = ("situation", "kind", "basis", "granularity", "precision", "quantity_table", "vintage_end")
COLUMNS = tuple(field.name for field in fields(SeriesRow) if field.name not in LEFT_OUT)


def golden_text(folder: Path) -> str:
    """The series of a ledger as known now, as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_cells, (row for row in derive(read_ledger(folder)).rows if row.vintage_end is None)))
    return text.getvalue()


def _cells(row: SeriesRow) -> list[str]:
    cells = []
    for column in COLUMNS:
        value = getattr(row, column)
        cells.append(" ".join(value) if column == "figure_ids" else "" if value is None else str(value))
    return cells


def main() -> None:
    for folder in situation_folders(DATA):
        file = GOLDEN / f"{folder.name}.csv"
        file.parent.mkdir(exist_ok=True)
        file.write_text(golden_text(folder), "utf-8", newline="")


if __name__ == "__main__":
    main()
