"""The whole reconciliation as it was known on every date of publication.

What was known on a day is computed from what was published until then and from nothing else, so a later report never
changes it. It is computed going on from the vintage before, universe by universe: only a universe that a report of the
day speaks of is computed anew, and what holds of fewer figures saves work with more. So a vintage is a function of the
figures published until then and their dates, and a cache may keep it under a name made of these.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pydantic import TypeAdapter

from etl.model import Basis, Granularity, Kind, ObsStatus, Precision, Quantifier, SeriesRow
from etl.reconcile.statements import Reason, Settings, Statement, Universe, state
from etl.reconcile.universes import Answer, Outcome, outcome
from etl.universe import ReadFigure

SOURCE = "reconciled"
"""The source of reconciled rows, in the place where reported ones name who counted."""

_METHOD = "1"
"""Raised whenever the same figures would give another outcome, so that no cache keeps an old one."""
_OUTCOME = TypeAdapter(Outcome)

Cache = MutableMapping[str, bytes]
"""Keeps outcomes by name, as compressed JSON. A dictionary does; so does anything that keeps bytes in files."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """What was known on `day`: every universe, and the figures that state nothing with the reason."""

    day: date
    outcomes: tuple[Outcome, ...]
    left_out: tuple[tuple[Universe, str, Reason], ...]


def vintages(figures: Iterable[ReadFigure], settings: Settings, cache: Cache | None = None) -> list[Vintage]:
    """What was known on each date on which figures were published, in order.

    With a `cache` only universes that a new figure speaks of are computed, from its date of publication on.
    """
    dated = [(read.published, read) for read in figures if read.published is not None]
    days = sorted({published for published, read in dated if read.left_out is None})
    told: list[Vintage] = []
    standing: dict[Universe, tuple[str, Outcome]] = {}
    stated_before: dict[Universe, tuple[Statement, ...]] = {}
    for day in days:
        stated = state((read for published, read in dated if published <= day), settings)
        for universe, statements in stated.universes.items():
            if stated_before.get(universe) == statements:
                continue
            name_before, before = standing.get(universe, ("", None))
            name = _name(name_before, universe, statements, settings)
            standing[universe] = name, _computed(name, universe, statements, settings, before, cache)
        stated_before = stated.universes
        outcomes = tuple(standing[universe][1] for universe in stated.universes)
        told.append(Vintage(day, outcomes, stated.left_out))
    return told


def _name(before: str, universe: Universe, statements: Sequence[Statement], settings: Settings) -> str:
    """A name for everything that an outcome depends on: its statements and those of every vintage before."""
    said = "\n".join(
        (_METHOD, before, repr(_ordered(settings)), repr(universe), *(repr(_plain(one)) for one in statements))
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _plain(one: Statement) -> tuple[object, ...]:
    """A statement in an order that is always the same: sets have none."""
    return tuple(
        tuple(sorted(value)) if isinstance(value, frozenset) else value
        for value in (getattr(one, name) for name in Statement.__dataclass_fields__)
    )


def _ordered(settings: Settings) -> tuple[object, ...]:
    """What of the settings an outcome depends on, besides what its statements hold already."""
    return (
        settings.household_min,
        settings.household_max,
        tuple(sorted(settings.apart)),
        settings.most_sets,
        settings.shown_within,
    )


def _computed(
    name: str,
    universe: Universe,
    statements: Sequence[Statement],
    settings: Settings,
    before: Outcome | None,
    cache: Cache | None,
) -> Outcome:
    if cache is None:
        return outcome(universe, statements, settings, before)
    kept = cache.get(name)
    if kept is not None:
        return _OUTCOME.validate_json(zlib.decompress(kept))
    computed = outcome(universe, statements, settings, before)
    cache[name] = zlib.compress(_OUTCOME.dump_json(computed), 1)
    return computed


def reconciled_rows(situation: str, told: Sequence[Vintage]) -> list[SeriesRow]:
    """The rows of the published series, each with the vintages for which it stands, in order of key and vintage.

    A row stands until its numbers change or a figure that they rest on is set aside.
    """
    rows: list[SeriesRow] = []
    standing: dict[Universe, tuple[Outcome, _Standing]] = {}
    for vintage in told:
        for one in vintage.outcomes:
            before, rows_before = standing.get(one.universe, (None, {}))
            if one is before:
                continue
            standing[one.universe] = one, _stand(situation, vintage.day, before, rows_before, one, rows)
        # A universe whose only figure lost its place, as when a reprint turns out to be one, has no rows any more.
        for gone in standing.keys() - {one.universe for one in vintage.outcomes}:
            rows += [_row(situation, *still, vintage.day) for still in standing.pop(gone)[1].values()]
    rows += [_row(situation, *still, None) for _, stand in standing.values() for still in stand.values()]
    return sorted(rows, key=_order)


_Standing = dict[tuple[object, ...], tuple[Answer, "_Frame", date]]


class _Frame(NamedTuple):
    """What all rows of an outcome share."""

    universe: Universe
    phase: str
    tables: str


def _frame(one: Outcome) -> _Frame:
    kept = one.judgement.kept
    first_day = min((statement.start for statement in kept), default=None)
    phase = "" if first_day is None or one.universe.kind is Kind.STOCK else first_day.isoformat()
    return _Frame(one.universe, phase, "+".join(sorted({statement.table for statement in kept})))


def _stand(
    situation: str, day: date, before: Outcome | None, standing: _Standing, one: Outcome, rows: list[SeriesRow]
) -> _Standing:
    """The rows that stand from `day`; those that stood before and no longer do are added to `rows`."""
    frame = _frame(one)
    kept_frame = before is not None and _frame(before) == frame
    aside = set(one.judgement.set_aside)
    now: _Standing = {}
    for answer in one.answers:
        key = (answer.named, answer.granularity, answer.interval)
        still = standing.pop(key, None)
        same = still is not None and kept_frame and still[0].numbers == answer.numbers
        if still is not None and same and aside.isdisjoint(still[0].figure_ids):
            now[key] = still
            continue
        if still is not None:
            rows.append(_row(situation, *still, day))
        now[key] = (answer, frame, day)
    rows += [_row(situation, *still, day) for still in standing.values()]
    return now


def _row(situation: str, answer: Answer, frame: _Frame, since: date, until: date | None) -> SeriesRow:
    stock = frame.universe.kind is Kind.STOCK
    nothing: tuple[int | None, ...] = (None, None, None)
    new, total = answer.numbers[:3], answer.numbers[3:]
    lower, _, upper = new
    new_lower, new_point, new_upper = nothing if stock else new
    total_lower, total_point, total_upper = nothing if stock else total
    stock_lower, stock_point, stock_upper = new if stock else nothing
    quantifier = Quantifier.AT_LEAST if upper is None else Quantifier.EXACT if lower == upper else Quantifier.RANGE
    return SeriesRow(
        situation,
        SOURCE,
        frame.universe.measure,
        answer.named.unit,
        frame.universe.flow_point,
        answer.named.nationality,
        answer.named.population,
        frame.universe.kind,
        Basis.PERIOD,
        frame.phase,
        answer.granularity,
        answer.interval.start,
        answer.interval.end,
        Precision.DAY,
        new_lower,
        new_point,
        new_upper,
        total_lower,
        total_point,
        total_upper,
        stock_lower,
        stock_point,
        stock_upper,
        quantifier,
        "",
        ObsStatus.ESTIMATED,
        frame.tables,
        answer.figure_ids,
        since,
        until,
    )


_GRANULARITIES = list(Granularity)


def _order(row: SeriesRow) -> tuple[object, ...]:
    return (
        row.measure,
        row.unit,
        row.flow_point,
        row.nationality,
        row.population,
        row.kind,
        row.phase,
        _GRANULARITIES.index(row.granularity),
        row.interval_end,
        row.interval_start,
        row.vintage,
    )
