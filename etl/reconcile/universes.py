"""One universe as it was known at one time: its bounds, points, contradictions and what binds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from etl.model import Granularity, Kind, Unit
from etl.reconcile.bounds import Asked, Bounding, Range
from etl.reconcile.contradictions import Contradiction, Judgement, contradictions, judge
from etl.reconcile.estimates import Estimate, estimate
from etl.reconcile.groups import group_of
from etl.reconcile.implied import implied
from etl.reconcile.periods import Interval, calendar_periods
from etl.reconcile.programme import People, Programme
from etl.reconcile.statements import Settings, Statement, Universe


class Named(NamedTuple):
    """Whom a row is about, in a figure's own columns. Everybody: both texts empty."""

    unit: Unit
    nationality: str
    population: str

    @property
    def people(self) -> People:
        return People(self.unit, group_of(self.nationality, self.population))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the statements say of one group in one interval.

    `new` are the bounds of what came in the interval, `total` of what came since the start that most counts share until
    the interval's end; None where it ends before. Points are None where the bounds lie too far apart to show one.
    """

    named: Named
    granularity: Granularity
    interval: Interval
    new: Range
    new_point: int | None
    total: Range | None
    total_point: int | None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """Lower, point and upper of the interval, then of the total."""
        return (*_triple(self.new, self.new_point), *_triple(self.total, self.total_point))

    @property
    def figure_ids(self) -> tuple[str, ...]:
        """The figures that make the bounds of the interval what they are."""
        return tuple(sorted({*self.new.lower.figure_ids, *(self.new.upper.figure_ids if self.new.upper else ())}))

    @property
    def says_nothing(self) -> bool:
        """Whether any number at all would do, for the interval and for the total."""
        return (
            self.new.upper is None
            and self.new.lower.value == 0
            and (self.total is None or (self.total.upper is None and self.total.lower.value == 0))
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that is derived of one universe at one time; a function of what was published by then.

    `since` is the first day of the totals in `answers`.
    """

    universe: Universe
    judgement: Judgement
    contradictions: tuple[Contradiction, ...]
    answers: tuple[Answer, ...]
    since: date | None


class ReconciledUniverse:
    """The statements of one universe, reconciled. Bounds and points are found when they are asked for.

    What is set aside takes no part in them.
    """

    def __init__(self, universe: Universe, judgement: Judgement, settings: Settings) -> None:
        self.universe = universe
        self.judgement = judgement
        self._settings = settings
        self._bounding: dict[frozenset[People], Bounding] = {}

    @property
    def set_aside(self) -> tuple[str, ...]:
        """The figures that were set aside so that the others agree."""
        return self.judgement.set_aside

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """The smallest sets of figures that cannot all be true, the widest gap first."""
        return contradictions(self.judgement, self._settings)

    @cached_property
    def groups(self) -> tuple[Named, ...]:
        """Everybody, and every group that a figure names."""
        named = {Named(one.unit, *one.key) for one in self.judgement.statements}
        return tuple(sorted({Named(Unit.PERSONS, "", ""), *named}))

    @cached_property
    def span(self) -> Interval | None:
        """The first and the last day that statements speak of; None if none was kept."""
        if not self.judgement.kept:
            return None
        return Interval(self._programme.first_day, self._programme.last_day)

    @cached_property
    def since(self) -> date | None:
        """The first day of totals: the start that most counts of all people share, of equally many the earliest.

        Counts from several starts say most of the days since the start that they share. None if none was kept.
        """
        shared = Counter(
            one.start
            for one in {
                (one.start, one.end): one
                for one in self.judgement.kept
                if one.whole and one.unit is Unit.PERSONS and not one.group and one.end > one.start
            }.values()
        )
        if self.span is None or not shared:
            return self.span.start if self.span else None
        return min(shared, key=lambda start: (-shared[start], start))

    def bounds(
        self, interval: Interval, nationality: str = "", population: str = "", unit: Unit = Unit.PERSONS
    ) -> Range:
        """The least and the most that came in an interval, of a group that figures need not name."""
        people = Named(unit, nationality, population).people
        return self._asked({people}).range(people, interval)

    def points(
        self, interval: Interval, nationality: str = "", population: str = "", unit: Unit = Unit.PERSONS
    ) -> int | None:
        """The point estimate of the same; None where the bounds lie too far apart, or nothing was found.

        Estimates are made of the groups that figures name; another group has none.
        """
        named = Named(unit, nationality, population)
        bounds = self.bounds(interval, nationality, population, unit)
        return self._point(named.people, interval, bounds)

    def programme_for(
        self, nationality: str = "", population: str = "", unit: Unit = Unit.PERSONS
    ) -> tuple[People, Programme]:
        """The people of a group and a programme that tells them apart."""
        people = Named(unit, nationality, population).people
        return people, self._asked({people}).programme

    def answers(self, known: Mapping[Asked, Range] | None = None, *, implied_only: bool = False) -> tuple[Answer, ...]:
        """Every interval of every group: reported ones, days, weeks and months; for counts of people present their day.

        A group of which figures only count some people has reported intervals only. Answers that say nothing are not
        given. `known` are bounds that hold in any case. With `implied_only` only the intervals that reports imply.
        """
        if self.span is None or self.since is None:
            return ()
        if implied_only:
            periods = self._implied_periods()
        else:
            periods = {named: list(self._periods(named)) for named in self.groups}
        asked: dict[Asked, None] = {}
        for named, intervals in periods.items():
            people = named.people
            for _, interval in intervals:
                asked[people, interval] = None
                if self.since <= interval.end:
                    asked[people, Interval(self.since, interval.end)] = None
        questions = list(asked)
        ranges = self._asked({people for people, _ in questions}).ranges(questions, known)
        found = {
            question: (bounds, self._point(*question, bounds))
            for question, bounds in zip(questions, ranges, strict=True)
        }
        answers = []
        for named, intervals in periods.items():
            people = named.people
            for granularity, interval in intervals:
                total = found.get((people, Interval(self.since, interval.end)), (None, None))
                answer = Answer(named, granularity, interval, *found[people, interval], *total)
                if not answer.says_nothing:
                    answers.append(answer)
        return tuple(answers)

    def _implied_periods(self) -> dict[Named, list[tuple[Granularity, Interval]]]:
        periods: dict[Named, list[tuple[Granularity, Interval]]] = {}
        for one in implied(self.judgement.statements):
            asked = periods.setdefault(Named(one.unit, *one.key), [])
            if (Granularity.REPORTED, one.interval) not in asked:
                asked.append((Granularity.REPORTED, one.interval))
        return periods

    def _periods(self, named: Named) -> Iterator[tuple[Granularity, Interval]]:
        assert self.span is not None
        mine = [one for one in self.judgement.statements if Named(one.unit, *one.key) == named]
        for interval in reported_intervals(mine):
            yield Granularity.REPORTED, interval
        everybody = named == Named(Unit.PERSONS, "", "")
        if self.universe.kind is Kind.FLOW and (everybody or any(one.whole for one in mine)):
            for granularity in (Granularity.DAY, Granularity.WEEK, Granularity.MONTH):
                for interval in calendar_periods(granularity, self.span):
                    yield granularity, interval

    def _asked(self, peoples: set[People]) -> Bounding:
        """The bounds of a programme that tells these people apart; the usual one if it does."""
        more = frozenset(people for people in peoples if not self._programme.knows(people))
        if more not in self._bounding:
            programme = self._programme
            if more:
                programme = Programme(self.judgement.kept, self._settings, {*programme.peoples, *more})
            self._bounding[more] = Bounding(programme)
        return self._bounding[more]

    @cached_property
    def _programme(self) -> Programme:
        return Programme(self.judgement.kept, self._settings, {named.people for named in self.groups})

    @cached_property
    def _estimate(self) -> Estimate | None:
        return estimate(self._programme)

    def _point(self, people: People, interval: Interval, bounds: Range) -> int | None:
        lower, upper = bounds.lower.value, bounds.upper
        if upper is None:
            return None
        if upper.value == lower:
            return lower
        # No point can be shown if not even the highest would do.
        if upper.value - lower > self._settings.shown_within * upper.value or not self._programme.knows(people):
            return None
        if self._estimate is None:
            return None
        totals = self._estimate.totals[self._programme.peoples.index(people)]
        days = np.array(self._programme.days)
        # On a stretch between two days of the programme every day has the same estimate. Totals are rounded, not what
        # comes in between, so that days add up to weeks.
        first, last = np.rint(np.interp([interval.start.toordinal() - 1, interval.end.toordinal()], days, totals))
        point = min(max(round(last - first), lower), upper.value)
        return point if upper.value - lower <= self._settings.shown_within * point else None


def reconcile_universe(
    universe: Universe, statements: Sequence[Statement], settings: Settings, before: Judgement | None = None
) -> ReconciledUniverse:
    """The statements of a universe, judged; `before` is the judgement of what was published earlier."""
    return ReconciledUniverse(universe, judge(statements, settings, before), settings)


def outcome(
    universe: Universe,
    statements: Sequence[Statement],
    settings: Settings,
    before: Outcome | None = None,
    *,
    implied_only: bool = False,
) -> Outcome:
    """Everything derived of a universe; `before` is the outcome of what was published earlier, which saves work.

    With `implied_only` the answers are those of the intervals that reports imply.
    """
    reconciled = reconcile_universe(universe, statements, settings, before.judgement if before else None)
    answers = reconciled.answers(_known(before, reconciled.judgement) if before else None, implied_only=implied_only)
    return Outcome(universe, reconciled.judgement, reconciled.contradictions, answers, reconciled.since)


def _known(before: Outcome, judgement: Judgement) -> dict[Asked, Range]:
    """Bounds that hold on: those of before, if every statement that they rest on is still kept."""
    if before.since is None or not set(before.judgement.kept) <= set(judgement.kept):
        return {}
    known: dict[Asked, Range] = {}
    for answer in before.answers:
        people = answer.named.people
        known[people, answer.interval] = answer.new
        if answer.total is not None:
            known[people, Interval(before.since, answer.interval.end)] = answer.total
    return known


def reported_intervals(statements: Sequence[Statement]) -> list[Interval]:
    """The intervals that reports give.

    Their own, from each running total of a source and start to the next, and those that two totals of a report imply.
    """
    intervals: set[Interval] = set()
    ends: dict[tuple[str, date], set[date]] = {}
    for one in statements:
        intervals.add(Interval(one.start, one.end))
        ends.setdefault((one.source, one.start), set()).add(one.end)
    for days in ends.values():
        ordered = sorted(days)
        intervals |= {Interval(date.fromordinal(before.toordinal() + 1), after) for before, after in pairwise(ordered)}
    return sorted(intervals | {one.interval for one in implied(statements)})


def _triple(bounds: Range | None, point: int | None) -> tuple[int | None, int | None, int | None]:
    if bounds is None:
        return None, None, None
    return bounds.lower.value, point, bounds.upper.value if bounds.upper else None
