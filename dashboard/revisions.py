"""How the number for one interval changed as later reports came in. Pure.

An interval keeps its days and its people; what changes is what is known of it. Its entries stand in order of
publication: what each source said of just these days, as a batch, as a running total from their first day to their
last, as the difference of two totals that end on the day before and on the last; what a report implied without saying
it; what was taken back; and what all figures together gave as known then. Only published numbers are read, none is
worked out anew, so what a public instance masks stays masked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache

from dashboard.implied import Days
from dashboard.published import SituationData
from etl.model import (
    RECONCILED,
    Basis,
    Flag,
    Granularity,
    ImpliedRow,
    Kind,
    LeftOut,
    ObsStatus,
    Quantifier,
    Reading,
    SeriesRow,
    Status,
)

Numbers = tuple[int | None, int | None, int | None]
"""Lower, point, upper."""

_MASKED: Numbers = (None, None, None)


class Event(StrEnum):
    """What an entry is to the entries before it."""

    FIRST = "first"
    """The first number of its source."""
    REVISED = "revised"
    """Another number than the one before of its source."""
    REPEATED = "repeated"
    """The same number again."""
    BESIDE = "beside"
    """A number beside another: published on the same day, or masked, so that neither is known to replace the other."""
    IMPLIED = "implied"
    """The source gave no notice: the number follows from two of its totals."""
    WITHDRAWN = "withdrawn"
    """A number that no longer counts: its source corrected it, or the ledger does not accept it."""
    TOGETHER = "together"
    """What all figures together gave from that day on."""


class Way(StrEnum):
    """How an entry speaks of the interval."""

    BATCH = "batch"
    TOTAL = "total"
    DIFFERENCE = "difference"
    IMPLIED = "implied"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class Entry:
    """One number for an interval from `day` on. `lower` None: masked. `upper` None: no upper end.

    `change` is the difference of its point to that of the entry before of its source, None where either has none.
    `figure_ids` name the figures that it is made of; of a difference the one that is taken away comes second. `reading`
    is that of what all figures together give.
    """

    day: date
    event: Event
    way: Way
    source: str
    lower: int | None
    point: int | None
    upper: int | None
    figure_ids: tuple[str, ...]
    quantifier: Quantifier | None = None
    change: int | None = None
    reading: Reading | None = None

    @property
    def numbers(self) -> Numbers:
        return self.lower, self.point, self.upper


@dataclass(frozen=True, slots=True)
class Revised:
    """An interval with the entries of its sources, in order of publication."""

    days: Days
    entries: tuple[Entry, ...]

    @property
    def revisions(self) -> int:
        """How many entries come after another of the same source."""
        return len(self.entries) - len({entry.source for entry in self.entries})


def revised_intervals(data: SituationData, fewest: int = 2) -> list[Revised]:
    """The intervals of at least so many entries: those with most revisions first, then those with most entries."""
    found = [Revised(days, entries) for days, entries in _said(data).items() if len(entries) >= fewest]
    return sorted(found, key=lambda one: (-one.revisions, -len(one.entries), one.days))


def history(data: SituationData, days: Days) -> tuple[Entry, ...]:
    """Every entry of an interval, of the sources and of all figures together, in order of publication."""
    both = [*_said(data).get(days, ()), *together(data, days)]
    return tuple(sorted(both, key=lambda entry: (entry.day, entry.event is Event.TOGETHER)))


def together(data: SituationData, days: Days) -> list[Entry]:
    """What all figures together gave for an interval, whenever that changed, in each reading that is published.

    The rows for just these days; where there are none, the totals from the start of the count to their last day.
    """
    found = [_of_implied(row) for row in data.implied if row.source == RECONCILED and _days(row) == days]
    reading = data.situation.reconciliation.reading
    if not any(entry.reading is reading for entry in found):
        rows = [row for row in data.reconciled(days.measure, days.unit) if _is_about(row, days)]
        exact = [row for row in rows if row.interval_start == days.start]
        since = [row for row in rows if row.phase == days.start.isoformat()]
        said = exact or since
        # Rows of several granularities say the same of the same days: of each day of publication the first are read.
        first: dict[date, SeriesRow] = {}
        for row in sorted(said, key=lambda row: list(Granularity).index(row.granularity)):
            first.setdefault(row.vintage, row)
        found += [_of_series(row, reading, total=not exact) for row in first.values()]
    entries: list[Entry] = []
    for one in Reading:
        before: Entry | None = None
        for entry in sorted((entry for entry in found if entry.reading is one), key=lambda entry: entry.day):
            if before is None or entry.numbers != before.numbers:
                entries.append(entry)
                before = entry
    return sorted(entries, key=lambda entry: entry.day)


@lru_cache(maxsize=16)
def _said(data: SituationData) -> Mapping[Days, tuple[Entry, ...]]:
    """What sources said, by interval."""
    statements: dict[Days, list[Entry]] = defaultdict(list)
    for days, entry in (*_of_rows(data.rows), *_of_figures(data), *_of_reports(data.implied)):
        statements[days].append(entry)
    return {days: _in_order(entries) for days, entries in statements.items()}


def _of_rows(rows: Sequence[SeriesRow]) -> list[tuple[Days, Entry]]:
    """The numbers of the reported series, each when it was first known, and when it was taken back."""
    ordered = sorted(rows, key=lambda row: (row.vintage, row.figure_ids))
    corrected: dict[str, date] = {}
    held: dict[tuple[Days, Way, str, tuple[str, ...]], list[tuple[SeriesRow, Entry]]] = defaultdict(list)
    for row in ordered:
        if row.flag == Flag.SUPERSEDED:
            corrected.setdefault(row.figure_ids[0], row.vintage)
        for days, entry in _numbers(row):
            held[days, entry.way, row.source, entry.figure_ids].append((row, entry))
    found = []
    for (days, way, _, figure_ids), states in held.items():
        first = states[0][1]
        taken_back = min((corrected[one] for one in figure_ids if one in corrected), default=None)
        ended = [row.vintage_end for row, _ in states]
        # A difference whose interval a later report divides holds on: both its totals do.
        if taken_back is None and way is not Way.DIFFERENCE and None not in ended:
            taken_back = max(day for day in ended if day is not None)
        if taken_back is None or taken_back > first.day:
            found.append((days, first))
        if taken_back is not None:
            found.append((days, replace(first, day=taken_back, event=Event.WITHDRAWN)))
    return found


def _numbers(row: SeriesRow) -> list[tuple[Days, Entry]]:
    """The intervals that a row gives a number for, with the number."""
    if row.kind is not Kind.FLOW:
        return []
    masked = row.obs_status is ObsStatus.SUPPRESSED
    found: list[tuple[Days, Entry]] = []

    def add(start: date, way: Way, numbers: Numbers, figures: int) -> None:
        if (numbers[0] is None and not masked) or start > row.interval_end:
            return
        days = Days(row.measure, row.unit, row.flow_point, row.nationality, row.population, start, row.interval_end)
        quantifier = None if way is Way.DIFFERENCE else row.quantifier
        ids = row.figure_ids[:figures]
        found.append((days, Entry(row.vintage, Event.FIRST, way, row.source, *numbers, ids, quantifier)))

    new = (row.new_lower, row.new_point, row.new_upper)
    if row.basis is Basis.PERIOD:
        if row.interval_start is not None:
            add(row.interval_start, Way.BATCH, new, 1)
        return found
    phase = date.fromisoformat(row.phase) if row.phase else None
    if phase is not None:
        add(phase, Way.TOTAL, (row.cumulative_lower, row.cumulative_point, row.cumulative_upper), 1)
    if row.interval_start is not None and row.interval_start != phase and len(row.figure_ids) > 1:
        add(row.interval_start, Way.DIFFERENCE, new, 2)
    return found


def _of_figures(data: SituationData) -> list[tuple[Days, Entry]]:
    """Figures of flows that the ledger keeps and does not count: known and withdrawn at once."""
    found = []
    for known in data.figures.values():
        figure, day = known.figure, known.report.published
        out = figure.status is not Status.ACCEPTED and known.left_out == LeftOut.NOT_ACCEPTED
        if not out or figure.kind is not Kind.FLOW or figure.ref_start is None or figure.ref_end is None or day is None:
            continue
        bounds = known.bounds
        numbers = _MASKED if bounds is None else (bounds.lower, bounds.point, bounds.upper)
        days = Days(
            figure.measure,
            figure.unit,
            known.flow_point,
            figure.nationality,
            figure.population,
            figure.ref_start,
            figure.ref_end,
        )
        way = Way.TOTAL if figure.basis is Basis.CUMULATIVE else Way.BATCH
        ids = (figure.figure_id,)
        found.append((days, Entry(day, Event.WITHDRAWN, way, figure.source, *numbers, ids, figure.quantifier)))
    return found


def _of_reports(rows: Sequence[ImpliedRow]) -> list[tuple[Days, Entry]]:
    found = []
    for row in rows:
        if row.source == RECONCILED:
            continue
        entry = _of_implied(row)
        found.append((_days(row), entry))
        if row.vintage_end is not None:
            found.append((_days(row), replace(entry, day=row.vintage_end, event=Event.WITHDRAWN)))
    return found


def _of_implied(row: ImpliedRow) -> Entry:
    joined = row.source == RECONCILED
    event, way = (Event.TOGETHER, Way.TOGETHER) if joined else (Event.IMPLIED, Way.IMPLIED)
    return Entry(
        row.vintage, event, way, row.source, row.lower, row.point, row.upper, row.figure_ids, reading=row.reading
    )


def _of_series(row: SeriesRow, reading: Reading, *, total: bool = False) -> Entry:
    numbers: Numbers = (row.new_lower, row.new_point, row.new_upper)
    if total:
        numbers = (row.cumulative_lower, row.cumulative_point, row.cumulative_upper)
    # A row names the figures that bind the bounds of its own days, not those of the total.
    ids = () if total else row.figure_ids
    return Entry(row.vintage, Event.TOGETHER, Way.TOGETHER, row.source, *numbers, ids, reading=reading)


def _is_about(row: SeriesRow, days: Days) -> bool:
    return (
        row.kind is Kind.FLOW
        and row.interval_end == days.end
        and row.flow_point == days.flow_point
        and (row.nationality, row.population) == (days.nationality, days.population)
    )


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


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries in order of publication, each told what it is to the one before of its source."""
    last: dict[str, Entry] = {}
    told = []
    # What is taken back on a day comes before what takes its place.
    for one in sorted(entries, key=lambda one: (one.day, one.event is not Event.WITHDRAWN, one.way, one.figure_ids)):
        before = last.get(one.source)
        entry = one
        if one.event is not Event.WITHDRAWN:
            change = None
            if before is not None and before.point is not None and one.point is not None:
                change = one.point - before.point
            entry = replace(one, change=change, event=_event(one, before))
        last[one.source] = entry
        told.append(entry)
    return tuple(told)


def _event(entry: Entry, before: Entry | None) -> Event:
    if entry.way is Way.IMPLIED:
        return Event.IMPLIED
    if before is None:
        return Event.FIRST
    if entry.lower is None or before.lower is None:
        return Event.BESIDE
    if entry.numbers == before.numbers:
        return Event.REPEATED
    if entry.day == before.day and before.event is not Event.WITHDRAWN:
        return Event.BESIDE
    return Event.REVISED
