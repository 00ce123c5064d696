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
from functools import cache
from importlib import resources
from importlib.metadata import version

from pydantic import TypeAdapter

from etl.reconcile.statements import Reason, Settings, Statement, Universe, state
from etl.reconcile.universes import Outcome, outcome
from etl.universe import ReadFigure

_OUTCOME = TypeAdapter(Outcome)

Cache = MutableMapping[str, bytes]
"""Keeps outcomes by name, as compressed JSON. A dictionary does; so does anything that keeps bytes in files."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """What was known on `day`: every universe, and the figures that state nothing with the reason."""

    day: date
    outcomes: tuple[Outcome, ...]
    left_out: tuple[tuple[Universe, str, Reason], ...]


def vintages(
    figures: Iterable[ReadFigure], settings: Settings, cache: Cache | None = None, *, implied_only: bool = False
) -> list[Vintage]:
    """What was known on each date on which figures were published, in order.

    With a `cache` only universes that a new figure speaks of are computed, from its date of publication on. With
    `implied_only` the intervals that reports imply are the only ones with bounds, which is enough to compare readings.
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
            name = _name(name_before, universe, statements, settings, implied_only)
            standing[universe] = name, _computed(name, universe, statements, settings, before, cache, implied_only)
        stated_before = stated.universes
        outcomes = tuple(standing[universe][1] for universe in stated.universes)
        told.append(Vintage(day, outcomes, stated.left_out))
    return told


def computed_from(*given: object) -> str:
    """A name for what follows from `given`, whose text has to tell all of it apart.

    The method is part of it: the sources of this package and the solver, so that a change of either gives other names.
    """
    return hashlib.sha256("\n".join((_method(), *map(repr, given))).encode()).hexdigest()


@cache
def _method() -> str:
    sources = sorted(
        (file.name, file.read_bytes()) for file in resources.files(__package__).iterdir() if file.name.endswith(".py")
    )
    said = b"".join(name.encode() + hashlib.sha256(source).digest() for name, source in sources)
    return hashlib.sha256(said + version("highspy").encode()).hexdigest()


def _name(
    before: str, universe: Universe, statements: Sequence[Statement], settings: Settings, implied_only: bool
) -> str:
    """A name for everything that an outcome depends on: its statements and those of every vintage before."""
    return computed_from(before, implied_only, _ordered(settings), universe, tuple(_plain(one) for one in statements))


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
    implied_only: bool,
) -> Outcome:
    if cache is None:
        return outcome(universe, statements, settings, before, implied_only=implied_only)
    kept = cache.get(name)
    if kept is not None:
        return _OUTCOME.validate_json(zlib.decompress(kept))
    computed = outcome(universe, statements, settings, before, implied_only=implied_only)
    cache[name] = zlib.compress(_OUTCOME.dump_json(computed), 1)
    return computed
