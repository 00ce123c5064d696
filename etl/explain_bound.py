"""Why all figures together allow so many and no more: a bound with the figures that bind it and the sum they make."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etl.errors import NotFoundError
from etl.explain import FigureExplained, figure_explained
from etl.model import RECONCILED, Kind, Unit
from etl.pipeline import Derived
from etl.reconcile import (
    Binding,
    Interval,
    Statement,
    Universe,
    binding,
    reconcile_universe,
    settings_of,
    state,
    sum_of,
)

_DAY = r"\d{4}-\d{2}-\d{2}"
_INTERVAL = re.compile(rf"({_DAY})\.\.({_DAY})|({_DAY})|(\d{{4}})-W(\d{{2}})|(\d{{4}})-(\d{{2}})")


@dataclass(frozen=True, slots=True)
class EndExplained:
    """One end: "at least" or "at most" so many, the sum of numbers that it is, and the figures in it.

    `number` None: any number will do. `reached` is false where no flow in whole numbers is known to reach the end.
    """

    end: str
    number: int | None
    sum: str
    reached: bool
    figure_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoundExplained:
    """What all figures together allow for one group and interval, as known on a day.

    `point` is the estimate, None where the bounds lie too far apart for one. `set_aside` are figures that contradict the
    others and that the bounds do without.
    """

    situation: str
    asked: str
    point_name: str
    interval: str
    reading: str
    ends: tuple[EndExplained, ...]
    point: int | None
    figures: tuple[FigureExplained, ...]
    set_aside: tuple[str, ...]


def asks_for_a_bound(name: str) -> bool:
    """Whether a name is that of a bound: one of its parts is «reconciled»."""
    return RECONCILED in name.split("/")


def explain_bound(situations: Sequence[Derived], asked: str, *, as_of: date | None = None) -> BoundExplained:
    """The bounds of «situation/reconciled/measure/unit/flow point/group/interval», and why they are what they are.

    The interval is 2018-12-01..2018-12-18, a day, an ISO week (2019-W03) or a month (2019-01), and need not be one that
    any report or chart has. The group is "all", a nationality, a population or both joined by a plus sign; other parts
    may be left out as long as one count of people is left. Raises NotFoundError with the names there are.
    """
    parts = [part for part in asked.split("/") if part and part != RECONCILED]
    intervals = [interval for part in parts if (interval := _interval(part)) is not None]
    if len(intervals) != 1:
        raise NotFoundError(
            f"{asked}: which days? Name one interval: 2018-12-01..2018-12-18, a day, a week (2019-W03) or a month (2019-01)"
        )
    wanted = {part for part in parts if _interval(part) is None}
    found = list(_fitting(situations, wanted, as_of))
    if not found:
        raise NotFoundError(
            f"{asked}: no count of that name; there are\n  {_listed(_fitting(situations, set(), as_of))}"
        )
    if len(found) > 1:
        raise NotFoundError(f"{asked}: {len(found)} counts fit; name one of\n  {_listed(iter(found))}")
    return _explained(found[0], asked, intervals[0])


@dataclass(frozen=True, slots=True)
class _Count:
    """A universe of a situation, and the group asked for."""

    derived: Derived
    universe: Universe
    statements: tuple[Statement, ...]
    unit: Unit
    nationality: str
    population: str

    @property
    def name(self) -> str:
        universe, group = self.universe, _group(self.nationality, self.population)
        situation = self.derived.ledger.situation.id
        return "/".join((situation, RECONCILED, universe.measure.value, self.unit.value, universe.flow_point, group))


def _fitting(situations: Sequence[Derived], wanted: set[str], as_of: date | None) -> Iterator[_Count]:
    for derived in situations:
        known = [
            read for read in derived.figures if read.published is not None and read.published <= (as_of or date.max)
        ]
        for universe, statements in state(known, settings_of(derived.ledger)).universes.items():
            if universe.kind is not Kind.FLOW:
                continue
            fixed = {derived.ledger.situation.id, universe.measure.value, universe.flow_point}
            groups = sorted({(one.unit, *one.key) for one in statements} | {(Unit.PERSONS, "", "")})
            fitting = [
                (unit, nationality, population)
                for unit, nationality, population in groups
                if wanted <= fixed | {unit.value, _group(nationality, population)}
            ]
            if not fitting:
                continue
            # Whoever names no unit means persons, and whoever names no group means all people.
            persons = [group for group in fitting if group[0] is Unit.PERSONS] or fitting
            everybody = [group for group in persons if group[1:] == ("", "")]
            for unit, nationality, population in everybody or persons:
                yield _Count(derived, universe, statements, unit, nationality, population)


def _group(nationality: str, population: str) -> str:
    return "+".join(part for part in (nationality, population) if part) or "all"


def _listed(counts: Iterator[_Count]) -> str:
    names = sorted({f"{count.name}/START..END" for count in counts})
    return "\n  ".join(names[:20]) + ("\n  …" if len(names) > 20 else "")


def _explained(count: _Count, asked: str, interval: Interval) -> BoundExplained:
    one = reconcile_universe(count.universe, count.statements, settings_of(count.derived.ledger))
    nationality, population, unit = count.nationality, count.population, count.unit
    lower, upper = binding(one, interval, nationality, population, unit)
    ends = (_end("at least", lower), _end("at most", upper))
    figures = {read.figure.figure_id: read for read in count.derived.figures}
    named = dict.fromkeys(figure_id for end in ends for figure_id in end.figure_ids)
    return BoundExplained(
        situation=count.derived.ledger.situation.id,
        asked=asked,
        point_name=f"{count.name}/{interval.start}..{interval.end}",
        interval=f"{interval.start} – {interval.end}",
        reading=count.derived.ledger.situation.reconciliation.reading.value,
        ends=ends,
        point=one.points(interval, nationality, population, unit),
        figures=tuple(figure_explained(count.derived, figures[figure_id], "binds") for figure_id in named),
        set_aside=one.set_aside,
    )


def _end(name: str, end: Binding | None) -> EndExplained:
    if end is None:
        return EndExplained(name, None, "", reached=True, figure_ids=())
    terms = end.sum.terms
    return EndExplained(
        name,
        end.value,
        sum_of(end.sum) if terms else "",
        end.reached,
        tuple(dict.fromkeys(term.figure_id for term in terms)),
    )


def _interval(text: str) -> Interval | None:
    """The days that a text names, or None if it names none."""
    match = _INTERVAL.fullmatch(text)
    if match is None:
        return None
    first, last, day, year, week, of_year, month = match.groups()
    try:
        if day:
            return Interval(date.fromisoformat(day), date.fromisoformat(day))
        if week:
            monday = date.fromisocalendar(int(year), int(week), 1)
            return Interval(monday, monday + timedelta(days=6))
        if month:
            length = calendar.monthrange(int(of_year), int(month))[1]
            return Interval(date(int(of_year), int(month), 1), date(int(of_year), int(month), length))
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return Interval(start, end) if start <= end else None
