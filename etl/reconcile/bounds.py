"""Guaranteed bounds: the least and the most that the statements allow, for any interval and group.

Each end is the optimum of a linear programme, the lower one rounded up and the upper one down, so no whole-number flow
that satisfies the statements lies outside. Whether one reaches the end is known too, wherever that could be shown: the
optimum was found in whole numbers, or a flow in whole numbers that was found for another question reaches it, or a
search in whole numbers does. Such a search may also draw an end further in.

Many questions are answered together: every flow found for one is looked at for all others, and what is known of a
group and an interval bounds what lies inside them. So most questions need no programme of their own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etl.reconcile.periods import Interval
from etl.reconcile.programme import People, Programme, Stretch
from etl.reconcile.solver import TOLERANCE, Vector

_SEARCHES_COLUMNS = 120
"""Up to so many columns an end that no whole flow is known to reach is searched for in whole numbers."""
_MOST_SEARCHES = 60
"""How many such searches one programme may take."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of what the statements allow.

    `reached`: some flow in whole numbers is known to reach it; otherwise it holds all the same, and the true end may
    lie inside. `figure_ids` are figures that together make it so, none where nothing is said (a lower end of 0).
    """

    value: int
    reached: bool
    figure_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """At least `lower`, at most `upper` (None: any number)."""

    lower: End
    upper: End | None


Asked = tuple[People, Interval]
_NOTHING_SAID = End(0, reached=True)


class Bounding:
    """The bounds of a consistent programme, question by question, remembering all that was met.

    For every people and every stretch asked about it keeps the most and the least that any flow met has there, and the
    ends that are known to hold. Where the two meet, a question is answered. Flows are kept too, as a later question may
    be about another stretch.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._place = {people: place for place, people in enumerate(programme.peoples)}
        peoples, days = len(programme.peoples), len(programme.days)
        self._includes = np.array(
            [[_includes(outer, inner) for inner in programme.peoples] for outer in programme.peoples], dtype=bool
        )
        shape = (peoples, days, days)
        self._highest = np.full(shape, -np.inf)
        self._lowest = np.full(shape, np.inf)
        self._highest_whole = np.full(shape, -np.inf)
        self._lowest_whole = np.full(shape, np.inf)
        self._endless = np.zeros(shape, dtype=bool)
        self._asked = np.zeros(shape, dtype=bool)
        self._there: tuple[NDArray[np.intp], ...] = (np.zeros(0, dtype=np.intp),) * 3
        self._met: list[tuple[Vector, bool]] = []
        self._rays: list[Vector] = []
        self._cap = np.full(shape, np.inf)
        self._floor = np.zeros(shape)
        self._cap_by = np.zeros(shape, dtype=np.int32)
        self._floor_by = np.zeros(shape, dtype=np.int32)
        self._figure_ids: list[tuple[str, ...]] = [()]
        self._figures: dict[tuple[str, ...], int] = {(): 0}
        self._searches = 0

    def range(self, people: People, interval: Interval) -> Range:
        """The bounds of one question. Raises KeyError for people whom the programme does not tell apart."""
        return self.ranges([(people, interval)])[0]

    def ranges(self, questions: Sequence[Asked], known: Mapping[Asked, Range] | None = None) -> list[Range]:
        """The bounds of many questions, in their order; `known` are bounds that hold in any case."""
        programme = self.programme
        asked = [
            (self._place[people], programme.inside(interval), programme.around(interval))
            for people, interval in questions
        ]
        for question, (place, inner, outer) in zip(questions, asked, strict=True):
            before = (known or {}).get(question)
            if before is None:
                continue
            if outer is not None and before.upper is not None and before.upper.value < self._cap[place, *outer]:
                self._cap[place, *outer] = before.upper.value
                self._cap_by[place, *outer] = self._named(before.upper.figure_ids)
            if inner is not None and before.lower.value > self._floor[place, *inner]:
                self._floor[place, *inner] = before.lower.value
                self._floor_by[place, *inner] = self._named(before.lower.figure_ids)
        self._look_at([(place, *stretch) for place, *both in asked for stretch in both if stretch is not None])
        # The widest first for the most, the narrowest for the least: what holds of them bounds the others.
        most: dict[tuple[int, Stretch], End | None] = {}
        for place, outer in sorted(
            {(place, outer) for place, _, outer in asked if outer is not None}, key=lambda one: (-_length(one[1]), one)
        ):
            most[place, outer] = self._most(place, outer)
        least: dict[tuple[int, Stretch], End] = {}
        for place, inner in sorted(
            {(place, inner) for place, inner, _ in asked if inner is not None}, key=lambda one: (_length(one[1]), one)
        ):
            least[place, inner] = self._least(place, inner)
        return [
            Range(
                _NOTHING_SAID if inner is None else least[place, inner],
                None if outer is None else most[place, outer],
            )
            for place, inner, outer in asked
        ]

    def _most(self, place: int, stretch: Stretch) -> End | None:
        there = (place, *stretch)
        if not self._endless[there] and self._highest[there] < self._cap[there] - TOLERANCE:
            costs = -self.programme.costs(self.programme.peoples[place], stretch)
            optimum = self._optimum(costs)
            if optimum is not None:
                self._hold_most(place, stretch, End(-optimum.value, reached=False, figure_ids=optimum.figure_ids))
        if self._endless[there] or self._cap[there] == np.inf:
            return None
        if self._highest_whole[there] < self._cap[there] - TOLERANCE:
            costs = -self.programme.costs(self.programme.peoples[place], stretch)
            found = self._search(costs)
            if found is not None:
                figures = self._figure_ids[self._cap_by[there]]
                self._hold_most(place, stretch, End(-found, reached=True, figure_ids=figures))
        value = int(self._cap[there])
        return End(value, bool(self._highest_whole[there] >= value), self._figure_ids[self._cap_by[there]])

    def _least(self, place: int, stretch: Stretch) -> End:
        there = (place, *stretch)
        if self._lowest[there] > self._floor[there] + TOLERANCE:
            optimum = self._optimum(self.programme.costs(self.programme.peoples[place], stretch))
            assert optimum is not None, "no flow is below 0"
            self._hold_least(place, stretch, optimum)
        if self._lowest_whole[there] > self._floor[there] + TOLERANCE:
            found = self._search(self.programme.costs(self.programme.peoples[place], stretch))
            if found is not None:
                figures = self._figure_ids[self._floor_by[there]]
                self._hold_least(place, stretch, End(found, reached=True, figure_ids=figures))
        value = int(self._floor[there])
        return End(value, bool(self._lowest_whole[there] <= value), self._figure_ids[self._floor_by[there]])

    def _optimum(self, costs: Vector) -> End | None:
        """The least of `costs`, rounded up; None if there is no least."""
        programme = self.programme
        solution = programme.solver.minimise(costs)
        assert solution is not None, "bounds are asked of statements that agree"
        if solution.value is None:
            if solution.ray is not None:
                self._rays.append(programme.totals(solution.ray))
                self._lead_on(self._rays[-1])
            return None
        self._remember(solution.columns, whole=solution.is_whole)
        best = math.ceil(solution.value - TOLERANCE * max(1.0, abs(solution.value) * 1e-3))
        figures = programme.figures_of_rows(np.nonzero(np.abs(solution.prices) > TOLERANCE)[0].tolist())
        return End(best, reached=False, figure_ids=figures)

    def _search(self, costs: Vector) -> int | None:
        """The least of `costs` in whole numbers; None if it is not searched for, or not found."""
        if self._searches >= _MOST_SEARCHES or self.programme.columns > _SEARCHES_COLUMNS:
            return None
        self._searches += 1
        found = self.programme.solver.minimise_whole(costs)
        if found is None or found.value is None:
            return None
        self._remember(found.columns, whole=True)
        return round(found.value)

    def _look_at(self, asked: Sequence[tuple[int, int, int]]) -> None:
        """Takes up the people and stretches of new questions: what the flows met so far have there."""
        new = sorted({there for there in asked if not self._asked[there]})
        if not new:
            return
        everywhere = self._there
        self._there = tuple(np.array(new, dtype=np.intp).T)
        self._asked[self._there] = True
        for totals, whole in self._met:
            self._compare(totals, whole=whole)
        for ray in self._rays:
            self._lead_on(ray)
        self._there = tuple(np.concatenate(both) for both in zip(everywhere, self._there, strict=True))

    def _remember(self, columns: Vector, *, whole: bool) -> None:
        self._met.append((self.programme.totals(columns), whole))
        self._compare(self._met[-1][0], whole=whole)

    def _compare(self, totals: Vector, *, whole: bool) -> None:
        there, flows = self._there, self._flows(totals)
        self._highest[there] = np.maximum(self._highest[there], flows)
        self._lowest[there] = np.minimum(self._lowest[there], flows)
        if whole:
            flows = np.rint(flows)
            self._highest_whole[there] = np.maximum(self._highest_whole[there], flows)
            self._lowest_whole[there] = np.minimum(self._lowest_whole[there], flows)

    def _lead_on(self, ray: Vector) -> None:
        self._endless[self._there] |= self._flows(ray) > TOLERANCE

    def _flows(self, totals: Vector) -> Vector:
        """From running totals: what there is of each people on each stretch asked about."""
        place, start, end = self._there
        return totals[place, end] - totals[place, start]

    def _hold_most(self, place: int, stretch: Stretch, end: End) -> None:
        """Notes an upper end, for all people and stretches inside."""
        days = slice(stretch.start, stretch.end + 1)
        number = self._named(end.figure_ids)
        for other in np.nonzero(self._includes[place])[0]:
            better = self._cap[other, days, days] > end.value
            self._cap[other, days, days][better] = end.value
            self._cap_by[other, days, days][better] = number

    def _hold_least(self, place: int, stretch: Stretch, end: End) -> None:
        """Notes a lower end, for all people and stretches around."""
        before, after = slice(stretch.start + 1), slice(stretch.end, None)
        number = self._named(end.figure_ids)
        for other in np.nonzero(self._includes[:, place])[0]:
            better = self._floor[other, before, after] < end.value
            self._floor[other, before, after][better] = end.value
            self._floor_by[other, before, after][better] = number

    def _named(self, figure_ids: tuple[str, ...]) -> int:
        """The number of these figures among those that ends rest on."""
        number = self._figures.setdefault(figure_ids, len(self._figure_ids))
        if number == len(self._figure_ids):
            self._figure_ids.append(figure_ids)
        return number


def _length(stretch: Stretch) -> int:
    return stretch.end - stretch.start


def _includes(outer: People, inner: People) -> bool:
    """Whether everybody of `inner` is of `outer`."""
    return outer.unit is inner.unit and outer.group <= inner.group
