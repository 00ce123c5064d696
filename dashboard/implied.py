"""What reports imply for days that they give no number for, gathered by interval; and how steadily they do. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from dashboard.published import SituationData
from etl.model import RECONCILED, ImpliedRow, Measure, Reading, Unit

NEAR = 0.05
"""Reports agree that lie at most this share of their median away from it."""

MOST = 0.75
"""From this share on the reports that agree are called steady."""

_FEWEST = 4
"""Fewer reports than these are no pattern."""


class Days(NamedTuple):
    """An interval and whom it is asked for."""

    measure: Measure
    unit: Unit
    flow_point: str
    nationality: str
    population: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How near the implied numbers are to each other: `near` of them within NEAR of `middle`, the others `apart`."""

    middle: int
    near: tuple[ImpliedRow, ...]
    apart: tuple[ImpliedRow, ...]

    @property
    def is_steady(self) -> bool:
        """Whether most of enough reports agree."""
        every = len(self.near) + len(self.apart)
        return every >= _FEWEST and len(self.near) >= MOST * every


@dataclass(frozen=True, slots=True)
class ImpliedDays:
    """An interval, what each report implies for it in order of publication, and all figures together by reading."""

    days: Days
    reports: tuple[ImpliedRow, ...]
    together: Mapping[Reading, ImpliedRow]

    @property
    def steadiness(self) -> Steadiness | None:
        """Of the numbers that reports imply; None if none implies one."""
        told = [row for row in self.reports if row.point is not None]
        if not told:
            return None
        middle = round(median(row.point for row in told if row.point is not None))
        near = tuple(row for row in told if row.point is not None and abs(row.point - middle) <= NEAR * middle)
        return Steadiness(middle, near, tuple(row for row in told if row not in near))


def implied_days(data: SituationData, as_of: date | None, fewest: int = 1) -> list[ImpliedDays]:
    """The intervals that at least so many reports imply, as known on a day (None: now); those of most reports first."""
    known = [row for row in data.implied if _stood(row, as_of)]
    reports: dict[Days, list[ImpliedRow]] = defaultdict(list)
    together: dict[Days, dict[Reading, ImpliedRow]] = defaultdict(dict)
    for row in known:
        if row.source == RECONCILED:
            if row.reading is not None:
                together[_days(row)][row.reading] = row
        else:
            reports[_days(row)].append(row)
    found = [
        ImpliedDays(days, tuple(sorted(rows, key=lambda row: (row.vintage, row.figure_ids))), together[days])
        for days, rows in reports.items()
        if len(rows) >= fewest
    ]
    return sorted(found, key=lambda one: (-len(one.reports), one.days))


def _stood(row: ImpliedRow, as_of: date | None) -> bool:
    day = as_of or date.max
    return row.vintage <= day and (row.vintage_end is None or day < row.vintage_end)


def _days(row: ImpliedRow) -> Days:
    return Days(
        row.measure,
        row.unit,
        row.flow_point,
        row.nationality,
        row.population,
        row.interval_start,
        row.interval_end,
    )


def in_order(rows: Sequence[ImpliedRow]) -> list[ImpliedRow]:
    """Rows by the number that they imply."""
    return sorted(rows, key=lambda row: (row.point or 0, row.figure_ids))
