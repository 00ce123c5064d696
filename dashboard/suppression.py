"""Masks small counts of groups, so that a public page cannot point at a person.

A count below the threshold in a breakdown by nationality or population is masked with everything that would give it
back: the words that hold it, the running total whose difference it is, the difference after that total, where it is
the only masked part of a whole the smallest other part, and whatever else it could be reckoned from (reprints, batches
between two totals, counts from another start).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from etl.model import (
    Bounds,
    ContradictionRow,
    Figure,
    Finding,
    Granularity,
    ImpliedRow,
    Kind,
    Measure,
    ObsStatus,
    Report,
    SeriesRow,
    Unit,
)

Sum = dict[Hashable, Fraction]
"""A sum of unknowns, each with its factor; no factor is zero."""


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """A figure with its report and its reading. `bounds` None: masked. `left_out` says why no series uses it."""

    figure: Figure
    report: Report
    bounds: Bounds | None
    flow_point: str
    left_out: str = ""
    corrected: str = ""

    @property
    def masked(self) -> bool:
        return self.bounds is None


def suppress_small_counts(
    figures: Sequence[KnownFigure], rows: Sequence[SeriesRow], findings: Sequence[Finding], below: int
) -> tuple[list[KnownFigure], list[SeriesRow], list[Finding]]:
    """The same with every count from 1 to `below` − 1 in a breakdown masked.

    Nothing is removed but findings that quote a masked number.
    """
    small = {
        known.figure.figure_id
        for known in figures
        if _in_breakdown(known.figure) and known.bounds is not None and _small(known.bounds, below)
    }
    differences = {
        row.figure_ids[:2]
        for row in rows
        if _in_breakdown(row) and any(number is not None and 0 < number < below for number in _told(row))
    }
    masked = small | {figure_ids[0] for figure_ids in differences}
    while masked:
        more = _partners(figures, masked) or _clues(figures, masked, [*((one,) for one in small), *differences])
        if not more:
            break
        masked |= more
    wordless = _telling(figures, masked)
    return (
        [
            _mask_figure(known)
            if known.figure.figure_id in masked
            else _without_words(known)
            if known.figure.figure_id in wordless
            else known
            for known in figures
        ],
        [_mask_row(row, masked) for row in rows],
        [
            finding
            for finding in findings
            if not masked.intersection(finding.figure_ids)
            and not ("quote" in dict(finding.values) and wordless.intersection(finding.figure_ids))
        ],
    )


def suppress_reconciled(rows: Sequence[SeriesRow], figures: Iterable[KnownFigure], below: int) -> list[SeriesRow]:
    """What all figures together give, with the numbers masked that would give a small or a masked count back.

    A row that rests on a masked figure is masked. A group that shows a small count anywhere is masked in every
    granularity: in a number, between two of its running totals or vintages, or as what is left of a period less its
    parts. So is the smallest other part of a whole that would tell what is hidden in it. Running totals of a group with
    a masked figure go from its vintage on, because a row names the figures behind its new counts alone.
    """
    known = list(figures)
    masked = _masked(known)
    groups: dict[_Group, list[SeriesRow]] = defaultdict(list)
    for row in rows:
        groups[_group_of(row)].append(row)
    hidden = {
        group
        for group, of_group in groups.items()
        if (group.nationality or group.population) and _tells_a_small_count(of_group, below)
    }
    while more := _smallest_beside(groups, hidden, below):
        hidden |= more
    totals = _masked_totals(groups, known, masked, below)
    found = []
    for row in rows:
        if _group_of(row) in hidden or masked.intersection(row.figure_ids):
            found.append(_without_numbers(row))
        elif id(row) in totals:
            found.append(_without_totals(row))
        else:
            found.append(row)
    return found


def suppress_contradictions(
    rows: Sequence[ContradictionRow], figures: Mapping[str, KnownFigure], below: int
) -> list[ContradictionRow]:
    """The contradictions without those that name a masked figure, or that come to a small count of a group."""
    masked = _masked(figures.values())

    def tells(row: ContradictionRow) -> bool:
        if masked.intersection(row.figure_ids):
            return True
        if not any(_in_breakdown(figures[figure_id].figure) for figure_id in row.figure_ids):
            return False
        sides = json.loads(row.arithmetic).values() if row.arithmetic else ()
        return any(0 < abs(number) < below for number in (row.gap, *(side["result"] for side in sides)))

    return [row for row in rows if not tells(row)]


def suppress_implied(rows: Sequence[ImpliedRow], figures: Iterable[KnownFigure], below: int) -> list[ImpliedRow]:
    """What reports imply, without what rests on a masked figure and without small counts of groups."""
    masked = _masked(figures)
    return [
        row
        for row in rows
        if not masked.intersection(row.figure_ids)
        and not (
            (row.nationality or row.population)
            and any(number is not None and 0 < number < below for number in (row.lower, row.point, row.upper))
        )
    ]


def _masked(figures: Iterable[KnownFigure]) -> set[str]:
    return {known.figure.figure_id for known in figures if known.masked}


class _Group(NamedTuple):
    """Whose count a reconciled row is."""

    measure: Measure
    unit: Unit
    flow_point: str
    kind: Kind
    nationality: str
    population: str


def _group_of(row: SeriesRow) -> _Group:
    return _Group(row.measure, row.unit, row.flow_point, row.kind, row.nationality, row.population)


_Ends = tuple[int | None, int | None]


def _ends_of(row: SeriesRow) -> tuple[_Ends, _Ends, _Ends]:
    """The least and the most that a row gives for its interval, for the total and for those present."""
    return (
        (row.new_lower, row.new_upper),
        (row.cumulative_lower, row.cumulative_upper),
        (row.stock_lower, row.stock_upper),
    )


def _is_few(number: int | None, below: int) -> bool:
    return number is not None and 0 < number < below


def _less(most: int | None, least: int | None) -> int | None:
    return None if most is None or least is None else most - least


def _tells_a_small_count(rows: Sequence[SeriesRow], below: int) -> bool:
    """Whether the rows of one group, in every granularity and vintage, show a small count or let it be reckoned."""
    if any(_is_few(number, below) for row in rows for number in (*_told(row), *(ends[0] for ends in _ends_of(row)))):
        return True
    # What a later report can have changed of one interval.
    by_interval = sorted(rows, key=lambda row: (*_interval_of(row), row.vintage))
    if any(
        _interval_of(before) == _interval_of(after)
        and any(
            _is_few(_less(now[1], then[0]), below) for then, now in zip(_ends_of(before), _ends_of(after), strict=True)
        )
        for before, after in pairwise(by_interval)
    ):
        return True
    return any(
        _step_is_small(standing, below) or _rest_is_small(standing, below)
        for standing in (_standing(rows, vintage) for vintage in sorted({row.vintage for row in rows}))
    )


def _interval_of(row: SeriesRow) -> tuple[str, str, date, date]:
    return row.phase, row.granularity.value, row.interval_end, row.interval_start or date.min


def _standing(rows: Iterable[SeriesRow], vintage: date) -> list[SeriesRow]:
    """The rows that stood on a day, in order of time; the finer of two that end together comes first."""
    return sorted(
        (row for row in rows if row.vintage <= vintage and (row.vintage_end is None or vintage < row.vintage_end)),
        key=lambda row: (row.phase, row.interval_end, -(row.interval_start or date.min).toordinal()),
    )


def _step_is_small(standing: Sequence[SeriesRow], below: int) -> bool:
    """Whether few can have come between two running totals of one vintage, or between two counts of those present."""
    return any(
        before.phase == after.phase
        and before.interval_end < after.interval_end
        and any(
            _is_few(_less(now[1], then[0]), below)
            for then, now in list(zip(_ends_of(before), _ends_of(after), strict=True))[1:]
        )
        for before, after in pairwise(standing)
    )


def _rest_is_small(standing: Sequence[SeriesRow], below: int) -> bool:
    """Whether few can be left of an interval when what lies inside of it is taken away."""
    inside: dict[tuple[date, date], int] = {
        (row.interval_start, row.interval_end): row.new_lower
        for row in standing
        if row.interval_start is not None and row.new_lower
    }
    for whole in standing:
        first, last = whole.interval_start, whole.interval_end
        if first is None or whole.new_upper is None:
            continue
        parts = [ends for ends in inside if ends != (first, last) and first <= ends[0] and ends[1] <= last]
        number, days = _most_apart(parts, inside)
        if parts and days <= (last - first).days and _is_few(whole.new_upper - number, below):
            return True
    return False


def _most_apart(intervals: Iterable[tuple[date, date]], least: Mapping[tuple[date, date], int]) -> tuple[int, int]:
    """The largest sum of least counts of intervals that do not overlap, and of how many days these are."""
    best: list[tuple[date, tuple[int, int]]] = []
    for start, end in sorted(intervals, key=lambda ends: ends[1]):
        number, days = next((sums for until, sums in reversed(best) if until < start), (0, 0))
        taken = number + least[start, end], days + (end - start).days + 1
        best.append((end, max(taken, best[-1][1]) if best else taken))
    return best[-1][1] if best else (0, 0)


def _smallest_beside(
    groups: Mapping[_Group, Sequence[SeriesRow]], hidden: Collection[_Group], below: int
) -> set[_Group]:
    """Where a whole less its shown parts leaves few for a hidden one: the smallest of the shown ones.

    Nationalities add up to a whole; of populations each is looked at by itself, because people may belong to several.
    """
    found = set()
    for whole, rows in groups.items():
        if whole in hidden:
            continue
        for axis in ("nationality", "population"):
            if getattr(whole, axis):
                continue
            parts = [one for one in groups if getattr(one, axis) and _without(one, axis) == whole]
            shown = [one for one in parts if one not in hidden]
            if len(shown) == len(parts) or not shown:
                continue
            for together in [shown] if axis == "nationality" else [[one] for one in shown]:
                if _leaves_few(rows, {one: groups[one] for one in together}, below):
                    found.add(min(together, key=lambda one: (_reach(groups[one]), one)))
    return found


def _without(group: _Group, axis: str) -> _Group:
    return group._replace(nationality="") if axis == "nationality" else group._replace(population="")


def _leaves_few(whole: Sequence[SeriesRow], parts: Mapping[_Group, Sequence[SeriesRow]], below: int) -> bool:
    by_interval: dict[tuple[str, str, date, date], list[SeriesRow]] = defaultdict(list)
    for rows in parts.values():
        for row in rows:
            by_interval[_interval_of(row)].append(row)
    for row in whole:
        beside = [one for one in by_interval[_interval_of(row)] if _overlap(row, one)]
        for place, (least, most) in enumerate(_ends_of(row)):
            sums = sum(_ends_of(one)[place][0] or 0 for one in beside)
            if sums and least and _is_few(_less(most, sums), below):
                return True
    return False


def _overlap(one: SeriesRow, other: SeriesRow) -> bool:
    """Whether two rows stood on the same day."""
    return (one.vintage_end is None or other.vintage < one.vintage_end) and (
        other.vintage_end is None or one.vintage < other.vintage_end
    )


def _reach(rows: Iterable[SeriesRow]) -> int:
    return max((least or 0 for row in rows for least, _ in _ends_of(row)), default=0)


def _masked_totals(
    groups: Mapping[_Group, Sequence[SeriesRow]], figures: Iterable[KnownFigure], masked: set[str], below: int
) -> set[int]:
    """The rows, by their identity, whose running totals may rest on a masked figure.

    Of the masked figure's own group all that stood since it was published; of one that holds it, where the totals on
    both sides of a masked interval differ by few, those from there on.
    """
    hidden: dict[tuple[Hashable, ...], list[KnownFigure]] = defaultdict(list)
    for known in figures:
        if known.masked:
            figure = known.figure
            hidden[figure.measure, known.flow_point, figure.nationality, figure.population].append(known)
    found: set[int] = set()
    for group, rows in groups.items():
        own = hidden.get((group.measure, group.flow_point, group.nationality, group.population), ())
        found |= {id(row) for row in rows if any(_may_rest_on(row, known) for known in own)}
        for vintage in sorted({row.vintage for row in rows if masked.intersection(row.figure_ids)}):
            standing = _standing(rows, vintage)
            holes = _holes_of_few(standing, masked, below)
            if holes:
                first = min(row.interval_start or row.interval_end for row in holes)
                found |= {id(row) for row in standing if row.interval_end >= first}
    return found


def _may_rest_on(row: SeriesRow, known: KnownFigure) -> bool:
    """Whether a running total of a figure's group can have come from it: it stood since, and counts those days."""
    published, end = known.report.published, known.figure.ref_end
    stood = published is None or row.vintage_end is None or published < row.vintage_end
    return stood and (end is None or not row.phase or end.isoformat() >= row.phase)


def _holes_of_few(standing: Sequence[SeriesRow], masked: set[str], below: int) -> list[SeriesRow]:
    """The masked rows whose totals, shown before and after them, differ by few."""
    holes = []
    before: dict[tuple[str, Granularity], SeriesRow] = {}
    waiting: dict[tuple[str, Granularity], list[SeriesRow]] = defaultdict(list)
    for row in standing:
        key = row.phase, row.granularity
        if masked.intersection(row.figure_ids):
            waiting[key].append(row)
            continue
        last = before.get(key)
        # Nobody was counted before a count began.
        first = last is None or last.phase == ""
        least, most = (0, 0) if last is None else (last.cumulative_lower, last.cumulative_upper)
        if waiting[key] and (row.phase or not first):
            steps = _less(row.cumulative_lower, least), _less(row.cumulative_upper, most)
            if any(_is_few(step, below) for step in steps):
                holes += waiting[key]
        waiting[key] = []
        before[key] = row
    return holes


def _in_breakdown(counted: Figure | SeriesRow) -> bool:
    return bool(counted.nationality or counted.population)


def _small(bounds: Bounds, below: int) -> bool:
    return 0 < (bounds.lower if bounds.point is None else bounds.point) < below


def _told(row: SeriesRow) -> tuple[int | None, ...]:
    """What a row says most plainly, and what its bounds say where they meet or nearly meet."""
    return row.new_point, row.new_upper, row.cumulative_point, row.cumulative_upper, row.stock_point, row.stock_upper


def _partners(figures: Iterable[KnownFigure], masked: set[str]) -> set[str]:
    """For each whole with just one masked part, the smallest other part: the whole would give the masked one back."""
    parts: dict[tuple[str, str], list[KnownFigure]] = defaultdict(list)
    for known in figures:
        if known.figure.part_of and _in_breakdown(known.figure):
            parts[known.figure.part_of, known.figure.unit].append(known)
    partners = set()
    for siblings in parts.values():
        hidden = [known for known in siblings if known.figure.figure_id in masked]
        shown = [known for known in siblings if known.figure.figure_id not in masked and known.bounds is not None]
        if len(hidden) == 1 and shown:
            smallest = min(shown, key=lambda known: (known.bounds.lower if known.bounds else 0, known.figure.figure_id))
            partners.add(smallest.figure.figure_id)
    return partners


def _clues(figures: Sequence[KnownFigure], masked: set[str], secrets: Iterable[tuple[str, ...]]) -> set[str]:
    """What to mask besides, so that no secret can be reckoned from what is shown; empty when none can.

    A secret is a figure, or the difference of two. Every count is read as METHODS reads it: a flow is what a running
    number of its group gained from the day before its first day to its last, a stock is that number itself, and parts
    that make up a whole add up to it. A secret that is a sum of shown counts is given away by them; the smallest count
    of a group among them goes, one of the same day before others.
    """
    sums = {known.figure.figure_id: _sum_of(known) for known in figures}
    by_id = {known.figure.figure_id: known for known in figures}
    known_sums: list[tuple[Sum, frozenset[str]]] = [(whole, frozenset()) for whole in _wholes(figures, sums)]
    known_sums += [
        (sums[figure_id], frozenset({figure_id}))
        for figure_id, known in by_id.items()
        if figure_id not in masked and known.bounds is not None
    ]
    basis: dict[Hashable, tuple[Sum, frozenset[str]]] = {}
    for one, from_figures in known_sums:
        left, used = _reduced(one, basis)
        if left:
            first = next(iter(left))
            basis[first] = {name: factor / left[first] for name, factor in left.items()}, used | from_figures
    for secret in secrets:
        wanted = dict(sums[secret[0]])
        for figure_id in secret[1:]:
            _add(wanted, sums[figure_id], Fraction(-1))
        left, used = _reduced(wanted, basis)
        if not left and used:
            of_groups = [one for one in used if _in_breakdown(by_id[one].figure)]
            day = by_id[secret[0]].figure.ref_end
            return {min(of_groups or used, key=lambda one: (by_id[one].figure.ref_end != day, _least(by_id[one]), one))}
    return set()


def _sum_of(known: KnownFigure) -> Sum:
    """A figure as a sum of values of its group's running number; an unstated first day is an unknown of its own."""
    figure = known.figure
    group = (
        figure.source,
        figure.measure,
        figure.unit,
        known.flow_point,
        figure.nationality,
        figure.population,
        figure.kind,
    )
    last = (group, figure.ref_end or figure.figure_id)
    if figure.kind is Kind.STOCK:
        return {last: Fraction(1)}
    before = figure.ref_start - timedelta(days=1) if figure.ref_start else f"before {figure.figure_id}"
    return {last: Fraction(1), (group, before): Fraction(-1)} if last != (group, before) else {last: Fraction(1)}


def _wholes(figures: Sequence[KnownFigure], sums: Mapping[str, Sum]) -> list[Sum]:
    """Sums that are nothing: a whole less all its parts, where the parts of one unit make it up."""
    by_id = {known.figure.figure_id: known for known in figures}
    parts: dict[str, list[KnownFigure]] = defaultdict(list)
    for known in figures:
        whole = by_id.get(known.figure.part_of)
        if whole is not None and whole.figure.unit == known.figure.unit:
            parts[known.figure.part_of].append(known)
    nothing = []
    for whole_id, of_whole in parts.items():
        if sum(map(_least, of_whole)) == _least(by_id[whole_id]):
            one = dict(sums[whole_id])
            for known in of_whole:
                _add(one, sums[known.figure.figure_id], Fraction(-1))
            nothing.append(one)
    return nothing


def _reduced(
    one: Mapping[Hashable, Fraction], basis: Mapping[Hashable, tuple[Sum, frozenset[str]]]
) -> tuple[Sum, frozenset[str]]:
    """What of a sum the basis cannot express, and the figures that the rest was expressed by."""
    left, used = dict(one), frozenset[str]()
    while (name := next((name for name in left if name in basis), None)) is not None:
        known, from_figures = basis[name]
        _add(left, known, -left[name])
        used |= from_figures
    return left, used


def _add(one: Sum, other: Mapping[Hashable, Fraction], times: Fraction) -> None:
    for name, factor in other.items():
        total = one.get(name, Fraction(0)) + times * factor
        if total:
            one[name] = total
        else:
            one.pop(name, None)


def _least(known: KnownFigure) -> int:
    bounds = known.bounds
    return 0 if bounds is None else bounds.lower if bounds.point is None else bounds.point


def _telling(figures: Sequence[KnownFigure], masked: set[str]) -> set[str]:
    """Figures left as they are whose words would tell a masked one: its whole's, and those of its report that hold it."""
    in_report: dict[str, list[KnownFigure]] = defaultdict(list)
    for known in figures:
        in_report[known.figure.report_id].append(known)
    telling = set()
    for known in figures:
        figure = known.figure
        if figure.figure_id not in masked:
            continue
        number = re.compile(rf"(?<![\d.,]){re.escape(figure.as_reported)}(?![.,]?\d)") if figure.as_reported else None
        for other in in_report[figure.report_id]:
            words = f"{other.figure.quote}\n{other.figure.note}"
            if (
                other.figure.figure_id == figure.part_of
                or (figure.quote and figure.quote in words)
                or (number is not None and number.search(words))
            ):
                telling.add(other.figure.figure_id)
    return telling - masked


def _without_words(known: KnownFigure) -> KnownFigure:
    return replace(known, figure=replace(known.figure, quote="", span_start=None, span_end=None, note=""))


def _mask_figure(known: KnownFigure) -> KnownFigure:
    figure = replace(
        known.figure,
        value=None,
        lower=None,
        upper=None,
        as_reported="",
        quote="",
        span_start=None,
        span_end=None,
        note="",
    )
    return replace(known, figure=figure, bounds=None, corrected="")


def _mask_row(row: SeriesRow, masked: set[str]) -> SeriesRow:
    if not masked.intersection(row.figure_ids):
        return row
    if row.figure_ids[0] in masked:
        return _without_numbers(row)
    return replace(row, new_lower=None, new_point=None, new_upper=None, obs_status=ObsStatus.SUPPRESSED)


def _without_numbers(row: SeriesRow) -> SeriesRow:
    return replace(
        row,
        new_lower=None,
        new_point=None,
        new_upper=None,
        cumulative_lower=None,
        cumulative_point=None,
        cumulative_upper=None,
        stock_lower=None,
        stock_point=None,
        stock_upper=None,
        obs_status=ObsStatus.SUPPRESSED,
    )


def _without_totals(row: SeriesRow) -> SeriesRow:
    return replace(
        row,
        cumulative_lower=None,
        cumulative_point=None,
        cumulative_upper=None,
        obs_status=ObsStatus.SUPPRESSED,
    )
