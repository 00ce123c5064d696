"""Figures → series on the reported basis, for every vintage. Pure.

Running totals of one source, measure, unit, group, flow point and start are differenced, each with the standing total
before it, and the difference belongs to the whole interval between their dates. Batches and stocks keep the interval
and the date that their report gives. The rules are those of the method page, "From running totals to periods".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from etl.model import (
    Basis,
    Bounds,
    Flag,
    Granularity,
    Kind,
    ObsStatus,
    Precision,
    Quantifier,
    SeriesRow,
    Situation,
)
from etl.universe import ReadFigure, SeriesKey, by_series

_ONE_DAY = timedelta(days=1)
_ESTIMATES = frozenset({Quantifier.ABOUT, Quantifier.RANGE, Quantifier.VAGUE, Quantifier.AT_MOST, Quantifier.LESS_THAN})


class _Triple(NamedTuple):
    lower: int | None
    point: int | None
    upper: int | None


_NOTHING = _Triple(None, None, None)


class _Entry(NamedTuple):
    """What a row says, without the key of its series and without its vintage."""

    interval_start: date | None
    interval_end: date
    precision: Precision
    new: _Triple
    cumulative: _Triple
    stock: _Triple
    quantifier: Quantifier
    flag: str
    obs_status: ObsStatus
    quantity_table: str
    figure_ids: tuple[str, ...]


def series_rows(situation: Situation, figures: Iterable[ReadFigure]) -> list[SeriesRow]:
    """Every row of every series, with the vintages for which it stands, in order of key, interval and vintage."""
    rows: list[SeriesRow] = []
    series = by_series(figures)
    for key in sorted(series):
        rows.extend(_with_vintages(situation, key, series[key]))
    return rows


def as_known_on(rows: Iterable[SeriesRow], day: date) -> list[SeriesRow]:
    """The rows that stood on `day`."""
    return [row for row in rows if row.vintage <= day and (row.vintage_end is None or day < row.vintage_end)]


def _with_vintages(situation: Situation, key: SeriesKey, figures: list[ReadFigure]) -> list[SeriesRow]:
    """The rows of one series: what each vintage says, a row that says the same as before standing on."""
    history = _History()
    if key.kind is Kind.FLOW and key.basis is Basis.CUMULATIVE and key.phase:
        _tell_running_totals(history, figures, date.fromisoformat(key.phase), _is_restart(situation, key))
    else:
        tell = _tell_stocks if key.kind is Kind.STOCK else _tell_batches
        if key.kind is Kind.FLOW and key.basis is Basis.CUMULATIVE:
            tell = _tell_totals_without_start
        # Only a batch is of an interval; a count or a total without a start is of a day.
        together_by: Callable[[ReadFigure], Any] = _interval if tell is _tell_batches else _end
        for _, together in groupby(sorted(figures, key=_by_interval), key=together_by):
            for published, known in _growing(together):
                history.tell(published, tell(known))
    return [_row(situation.id, key, entry, since, until) for entry, since, until in history.all()]


class _History:
    """What was told of each figure, from which vintage, until which."""

    def __init__(self) -> None:
        self._standing: dict[str, tuple[_Entry, date]] = {}
        self._closed: list[tuple[_Entry, date, date | None]] = []

    def tell(self, vintage: date, entries: Iterable[_Entry]) -> None:
        for entry in entries:
            ending = entry.figure_ids[0]
            if ending in self._standing:
                before, since = self._standing[ending]
                if before == entry:
                    continue
                self._closed.append((before, since, vintage))
            self._standing[ending] = (entry, vintage)

    def all(self) -> list[tuple[_Entry, date, date | None]]:
        """Entries with their first vintage and the first at which they stand no more, in order of intervals."""
        every = [*self._closed, *((entry, since, None) for entry, since in self._standing.values())]
        every.sort(
            key=lambda told: (told[0].interval_end, told[0].interval_start or date.min, told[0].figure_ids, told[1])
        )
        return every


def _growing(figures: Iterable[ReadFigure]) -> Iterable[tuple[date, list[ReadFigure]]]:
    """For each date of publication the figures known by then."""
    known: list[ReadFigure] = []
    for published, published_now in groupby(sorted(figures, key=_by_publication), key=_published):
        known = [*known, *published_now]
        yield published, known


def _tell_running_totals(history: _History, figures: list[ReadFigure], start: date, restart: bool) -> None:
    """The totals of one phase, and the intervals between those that stand, as each vintage knew them.

    A day is judged by itself and by the totals that stand before it. So a vintage that only adds later days goes on
    from where the one before ended; any other is told anew.
    """
    known: list[ReadFigure] = []
    totals = _RunningTotals(start, restart)
    last = date.min
    for published, group in groupby(sorted(figures, key=_by_publication), key=_published):
        now = list(group)
        known.extend(now)
        if min(map(_end, now)) > last:
            entries = totals.go_on(now)
        else:
            totals = _RunningTotals(start, restart)
            entries = totals.go_on(known)
        last = max(last, *map(_end, now))
        history.tell(published, entries)


class _RunningTotals:
    """The totals of one phase that stand, in the order of their days: none says less than one before it can mean."""

    def __init__(self, start: date, restart: bool) -> None:
        self._start = start
        self._restart = restart
        self._standing: list[ReadFigure] = []
        self._flags: list[Flag | None] = []
        self._highest = 0

    def go_on(self, later: Sequence[ReadFigure]) -> list[_Entry]:
        """What is to be told of totals whose days are all later than those before, and anew of those before."""
        told: dict[str, _Entry] = {}
        first_changed = len(self._standing)
        for total, *others in _by_day(later):
            for other in others:
                word = other.bounds.point is None
                told[other.figure.figure_id] = _total(
                    other, self._start, flag=Flag.WORD_ONLY if word else Flag.SUPERSEDED
                )
            if total.bounds.point is None:
                told[total.figure.figure_id] = _total(total, self._start, flag=Flag.WORD_ONLY)
                continue
            flag = None
            if total.bounds.upper is not None and total.bounds.upper < self._highest:
                higher = [place for place, before in enumerate(self._standing) if _falls_below(total, before)]
                if any(_published(self._standing[place]) > _published(total) for place in higher):
                    # A higher total came out later, so it is the one that corrects.
                    told[total.figure.figure_id] = _total(total, self._start, flag=Flag.SUPERSEDED)
                    continue
                for place in reversed(higher):
                    fallen = self._standing.pop(place)
                    del self._flags[place]
                    told[fallen.figure.figure_id] = _total(fallen, self._start, flag=Flag.SUPERSEDED)
                flag = Flag.CORRECTION
                first_changed = min(first_changed, higher[0])
                self._highest = max((before.bounds.lower for before in self._standing), default=0)
            self._standing.append(total)
            self._flags.append(flag)
            self._highest = max(self._highest, total.bounds.lower)
        for place in range(first_changed, len(self._standing)):
            told[self._standing[place].figure.figure_id] = self._interval(place)
        return list(told.values())

    def _interval(self, place: int) -> _Entry:
        """The row of the standing total at `place`: what came since the one before it, or since the start."""
        total, flag = self._standing[place], self._flags[place]
        if place == 0:
            entry = _total(total, self._start, _triple(total.bounds), flag or Flag.FIRST)
            return entry._replace(obs_status=ObsStatus.BREAK) if self._restart else entry
        before = self._standing[place - 1]
        if flag is None and _dips(before.bounds, total.bounds):
            flag = Flag.DIP
        new = _difference(before.bounds, total.bounds)
        return _total(total, _end(before) + _ONE_DAY, new, flag or "", before.figure.figure_id)


def _triple(bounds: Bounds) -> _Triple:
    return _Triple(bounds.lower, bounds.point, bounds.upper)


def _by_interval(read: ReadFigure) -> tuple[date, date]:
    return _end(read), read.figure.ref_start or date.min


def _interval(read: ReadFigure) -> tuple[date, date | None]:
    return _end(read), read.figure.ref_start


def _by_publication(read: ReadFigure) -> tuple[date, str]:
    return _published(read), read.figure.figure_id


def _tell_totals_without_start(known: Sequence[ReadFigure]) -> Iterable[_Entry]:
    for day_totals in _by_day(known):
        for place, total in enumerate(day_totals):
            yield _total(total, None, flag=Flag.SUPERSEDED if place else Flag.NO_START)


def _tell_batches(known: Sequence[ReadFigure]) -> Iterable[_Entry]:
    """What happened in an interval, as reported. A later report's word on the same interval replaces an earlier one's.

    Two figures of one report on the same interval are two batches, and a batch inside another is no second word. A
    vague word replaces no number.
    """
    for read in known:
        figure = read.figure
        replaced = figure.ref_start is not None and any(
            other.figure.report_id != figure.report_id
            and bool(other.figure.part_of) == bool(figure.part_of)
            and _published(other) > _published(read)
            and (other.bounds.point is not None or read.bounds.point is None)
            for other in known
        )
        flag = Flag.SUPERSEDED if replaced else "" if figure.ref_start else Flag.NO_FIRST_DAY
        yield _entry(read, figure.ref_start, new=_triple(read.bounds), flag=flag)


def _tell_stocks(known: Sequence[ReadFigure]) -> Iterable[_Entry]:
    for counts in _by_day(known):
        for place, count in enumerate(counts):
            flag = Flag.SUPERSEDED if place else ""
            yield _entry(count, _end(count), stock=_triple(count.bounds), flag=flag)


def _by_day(known: Sequence[ReadFigure]) -> Iterable[list[ReadFigure]]:
    """The figures of each reference day, in order of days; first the one that stands for its day.

    That is a number, not a word; the one published last; of those published together, the one with the narrowest
    bounds, then the first id.
    """
    ordered = sorted(
        known,
        key=lambda read: (
            _end(read),
            read.bounds.point is None,
            -_published(read).toordinal(),
            read.bounds.upper is None,
            (read.bounds.upper or 0) - read.bounds.lower,
            read.figure.figure_id,
        ),
    )
    for _, day in groupby(ordered, key=_end):
        yield list(day)


def _difference(before: Bounds, after: Bounds) -> _Triple:
    """How many came between two running totals: bounds, and the difference of the printed numbers unless it falls.

    After "more than N" the printed difference is one more than can be; it is held to the upper bound.
    """
    lower = 0 if before.upper is None else max(0, after.lower - before.upper)
    upper = None if after.upper is None else after.upper - before.lower
    point = None
    if before.point is not None and after.point is not None and after.point >= before.point:
        point = after.point - before.point
        if upper is not None:
            point = min(point, upper)
    return _Triple(lower, point, upper)


def _falls_below(after: ReadFigure, before: ReadFigure) -> bool:
    return after.bounds.upper is not None and after.bounds.upper < before.bounds.lower


def _dips(before: Bounds, after: Bounds) -> bool:
    return before.point is not None and after.point is not None and after.point < before.point


def _total(read: ReadFigure, start: date | None, new: _Triple = _NOTHING, flag: str = "", before: str = "") -> _Entry:
    return _entry(read, start, new=new, cumulative=_triple(read.bounds), flag=flag, before=before)


def _entry(
    read: ReadFigure,
    start: date | None,
    *,
    new: _Triple = _NOTHING,
    cumulative: _Triple = _NOTHING,
    stock: _Triple = _NOTHING,
    flag: str = "",
    before: str = "",
) -> _Entry:
    figure = read.figure
    return _Entry(
        interval_start=start,
        interval_end=_end(read),
        precision=figure.ref_precision,
        new=new,
        cumulative=cumulative,
        stock=stock,
        quantifier=figure.quantifier,
        flag=flag,
        obs_status=_obs_status(read, flag),
        quantity_table=read.bounds.table,
        figure_ids=(figure.figure_id, before) if before else (figure.figure_id,),
    )


def _obs_status(read: ReadFigure, flag: str) -> ObsStatus:
    if flag == Flag.CORRECTION:
        return ObsStatus.BREAK
    if read.figure.quantifier in _ESTIMATES or read.figure.ref_precision is not Precision.DAY:
        return ObsStatus.ESTIMATED
    return ObsStatus.NORMAL


def _is_restart(situation: Situation, key: SeriesKey) -> bool:
    """Whether the phase of `key` is a declared start after another declared start of the same source and measure."""
    if not key.phase:
        return False
    start = date.fromisoformat(key.phase)
    declared = {
        phase.start for phase in situation.phases if phase.source == key.source and key.measure in phase.measures
    }
    return start in declared and min(declared) < start


def _end(read: ReadFigure) -> date:
    assert read.figure.ref_end is not None, "a figure without a last day is left out"
    return read.figure.ref_end


def _published(read: ReadFigure) -> date:
    assert read.published is not None, "a figure of an undated report is left out"
    return read.published


def _row(situation: str, key: SeriesKey, entry: _Entry, since: date, until: date | None) -> SeriesRow:
    return SeriesRow(
        situation,
        key.source,
        key.measure,
        key.unit,
        key.flow_point,
        key.nationality,
        key.population,
        key.kind,
        key.basis,
        key.phase,
        Granularity.REPORTED,
        entry.interval_start,
        entry.interval_end,
        entry.precision,
        *entry.new,
        *entry.cumulative,
        *entry.stock,
        entry.quantifier,
        entry.flag,
        entry.obs_status,
        entry.quantity_table,
        entry.figure_ids,
        since,
        until,
    )
