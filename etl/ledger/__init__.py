"""A situation's folder <-> records: situation.toml, reports.csv, figures.csv, corrections.toml.

Reading is strict and complete: every cell that cannot be read as meant is a problem with its file, row and column, and
all problems of a run are raised together. Nothing is dropped.
"""

from etl.ledger.folder import (
    FIGURE_COLUMNS,
    REPORT_COLUMNS,
    read_alerts,
    read_ledger,
    situation_folders,
)

__all__ = ["FIGURE_COLUMNS", "REPORT_COLUMNS", "read_alerts", "read_ledger", "situation_folders"]
