"""Figures that cannot all be true: the smallest sets of them, by how many people, and what to set aside.

A set of figures contradicts itself when no flow in whole numbers satisfies it. A smallest one, in which every figure is
needed for the contradiction, is found by a deletion filter: every figure is left out in turn, and for good if the rest
still contradicts itself. Further sets are those that remain when one figure of each set found is removed, in turn
(Reiter's hitting-set tree, breadth first). The gap of a set is the least number of people by which its figures together
have to be missed so that they agree.

What is set aside so that the others agree is the fewest figures that hit every set; of equally few, the less reliable
(see `statements.Reliability`). That choice is exact even where not all sets were looked for: it is made again with
every set that is found, until the rest agrees.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

import numpy as np

from etl.model import Unit, Verdict
from etl.reconcile.programme import Programme
from etl.reconcile.solver import INFINITY, TOLERANCE, Rows, Solution, Solver, Vector, dense
from etl.reconcile.statements import Settings, Statement

_WHOLE_COLUMNS = 120
"""Up to so many columns agreement is tested in whole numbers. Beyond, where such a test takes seconds, a fraction of a
person counts as agreement."""
_MOST_BRANCHES = 2_000
"""How many ways of removing figures are followed in search of further sets."""
_MOST_SIDES = 10
"""Sets of more figures are split into those too high and those too low, not into the two plainest sides."""


class Relation(StrEnum):
    """What a side of a contradiction says of the number that both sides speak of."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True, slots=True)
class Term:
    """One number in a side: `sign` · `times` · `number`, as `figure_id` bounds it."""

    figure_id: str
    sign: int
    times: float
    number: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two sums that cannot both be right."""

    terms: tuple[Term, ...]
    relation: Relation
    result: float


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """The contradiction as two sides, and the days that both speak of where that is one interval.

    One side says that the number is at least its result, the other that it is at most its own, which is less.
    """

    left: Side
    right: Side
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A smallest set of figures that cannot all be true.

    `gap` counts people, or families where all figures do (`unit`). `arithmetic` is None where only whole numbers of
    people fail to satisfy the figures.
    """

    figure_ids: tuple[str, ...]
    gap: int
    unit: Unit
    verdict: Verdict
    arithmetic: Arithmetic | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Which statements contradict each other. `complete`: there are no further smallest sets."""

    statements: tuple[Statement, ...]
    sets: tuple[tuple[str, ...], ...]
    set_aside: tuple[str, ...]
    complete: bool

    @property
    def kept(self) -> tuple[Statement, ...]:
        """The largest reliable set of statements that agree."""
        return tuple(one for one in self.statements if one.figure_id not in self.set_aside)


def judge(statements: Sequence[Statement], settings: Settings, before: Judgement | None = None) -> Judgement:
    """The smallest contradictory sets of `statements` and what to set aside.

    `before` is the judgement of what was published earlier; its sets hold wherever their statements still say the same.
    """
    ids = {one.figure_id: one for one in statements}
    same = {one.figure_id for one in before.statements if ids.get(one.figure_id) == one} if before else set()
    found = [frozenset(ones) for ones in (before.sets if before else ()) if same.issuperset(ones)]
    agreement = _Agreement(statements, settings)
    while True:
        set_aside = _fewest(found, statements)
        if agreement.holds_without(set_aside):
            break
        found.append(agreement.smallest_set(set_aside))
    complete = _further_sets(agreement, found, set_aside, settings.most_sets)
    sets = sorted(tuple(one.figure_id for one in statements if one.figure_id in ones) for ones in found)
    aside = tuple(one.figure_id for one in statements if one.figure_id in set_aside)
    return Judgement(tuple(statements), tuple(sets), aside, complete)


class _Agreement:
    """Tests whether statements agree without some of them."""

    def __init__(self, statements: Sequence[Statement], settings: Settings) -> None:
        self._statements = statements
        self._settings = settings
        self._programme = Programme(statements, settings)

    def holds_without(self, removed: Collection[str]) -> bool:
        """Whether the others agree."""
        return _agrees(self._programme, removed)

    def smallest_set(self, removed: Collection[str]) -> frozenset[str]:
        """A smallest contradictory set of the others, which must not agree."""
        others = [one for one in self._statements if one.figure_id not in removed]
        if self._programme.solver.any_solution() is not None:
            return _filtered(others, self._settings)
        rows = self._programme.solver.conflicting_rows()
        named = set(self._programme.figures_of_rows(rows)) - set(removed)
        suspects = [one for one in others if one.figure_id in named]
        if _agrees(Programme(suspects, self._settings), ()):
            suspects = others
        return _filtered(suspects, self._settings)


def _agrees(programme: Programme, removed: Iterable[str]) -> bool:
    """Whether some flow satisfies the programme without some figures: in whole numbers, unless it is large."""
    programme.solver.relax(programme.rows_of(removed))
    solution = programme.solver.any_solution()
    if solution is None:
        return False
    if solution.is_whole or programme.columns > _WHOLE_COLUMNS:
        return True
    return programme.solver.minimise_whole(np.zeros(programme.columns)) is not None


def _filtered(suspects: Sequence[Statement], settings: Settings) -> frozenset[str]:
    """The deletion filter: what remains of `suspects` when everything that is not needed is left out."""
    programme = Programme(suspects, settings)
    removed: set[str] = set()
    for one in reversed(suspects):
        if not _agrees(programme, removed | {one.figure_id}):
            removed.add(one.figure_id)
    return frozenset(one.figure_id for one in suspects if one.figure_id not in removed)


def _fewest(sets: Sequence[frozenset[str]], statements: Sequence[Statement]) -> frozenset[str]:
    """The fewest figures that hit every set; of equally few those of the least reliability in all."""
    hit = sorted(
        (one for one in statements if any(one.figure_id in ones for ones in sets)),
        key=lambda one: (one.reliability, one.figure_id),
    )
    if not hit:
        return frozenset()
    column = {one.figure_id: place for place, one in enumerate(hit)}
    rows = Rows()
    for ones in sets:
        rows.add([(column[figure_id], 1.0) for figure_id in ones], 1.0, INFINITY)
    ranks = np.arange(1.0, len(hit) + 1.0)
    chosen = Solver(len(hit), rows).minimise_whole(ranks + ranks.sum())
    assert chosen is not None, "all figures together hit every set"
    return frozenset(one.figure_id for one, taken in zip(hit, chosen.columns, strict=True) if taken > 0)


def _further_sets(agreement: _Agreement, found: list[frozenset[str]], set_aside: frozenset[str], most: int) -> bool:
    """Adds further smallest sets to `found`, until there are `most`; says whether there are no others.

    First those in which one figure that was set aside contradicts figures that were kept, for each of them alike; then
    whatever there is.
    """
    for figure_id in sorted(set_aside):
        share = len(found) + max(1, (most - len(found)) // len(set_aside))
        _branch(agreement, found, set_aside - {figure_id}, {figure_id}, min(share, most))
    return not found or _branch(agreement, found, frozenset(), set(), most)


def _branch(
    agreement: _Agreement, found: list[frozenset[str]], without: frozenset[str], with_: set[str], most: int
) -> bool:
    """Follows the hitting-set tree from the figures but `without`, never removing `with_`; whether to its end."""
    waiting: deque[frozenset[str]] = deque([without])
    seen: set[frozenset[str]] = {without}
    agreeing: list[frozenset[str]] = []
    tests = 0
    while waiting:
        removed = waiting.popleft()
        if any(known <= removed for known in agreeing):
            continue
        next_set = next((ones for ones in found if ones.isdisjoint(removed)), None)
        if next_set is None:
            if len(found) >= most or tests >= 2 * most:
                return False
            tests += 1
            if agreement.holds_without(removed):
                agreeing.append(removed)
                continue
            next_set = agreement.smallest_set(removed)
            found.append(next_set)
        for figure_id in sorted(next_set - with_):
            branch = removed | {figure_id}
            if branch not in seen:
                seen.add(branch)
                waiting.append(branch)
        if len(seen) > _MOST_BRANCHES:
            return False
    return True


def contradictions(judgement: Judgement, settings: Settings) -> tuple[Contradiction, ...]:
    """The contradictory sets of a judgement with their gaps and arithmetic, the widest gap first."""
    by_id = {one.figure_id: one for one in judgement.statements}
    told = [_told([by_id[figure_id] for figure_id in ones], settings) for ones in judgement.sets]
    return tuple(sorted(told, key=lambda one: (-one.gap, one.figure_ids)))


def _told(statements: Sequence[Statement], settings: Settings) -> Contradiction:
    programme = Programme(statements, settings)
    families_only = all(one.unit is Unit.FAMILIES for one in statements)
    elastic = programme.elastic(1 if families_only else settings.household_max)
    solution = elastic.solver.minimise(elastic.costs)
    assert solution is not None, "a number may be missed by any number of people"
    assert solution.value is not None, "a number may be missed by any number of people"
    whole = solution if solution.is_whole else elastic.solver.minimise_whole(elastic.costs)
    gap = whole.value if whole is not None and whole.value is not None else np.ceil(solution.value - TOLERANCE)
    place = max(one.place for one in statements)
    arithmetic = None if solution.value <= TOLERANCE else _arithmetic(programme, solution)
    return Contradiction(
        tuple(one.figure_id for one in statements),
        round(gap),
        Unit.FAMILIES if families_only else Unit.PERSONS,
        Verdict.ROUNDING if gap <= place else Verdict.CONTRADICTION,
        arithmetic,
    )


def _arithmetic(programme: Programme, solution: Solution) -> Arithmetic:
    """The two sides of a contradiction, from the prices of its figures when they may be missed.

    The prices weigh the figures' numbers so that the flows cancel out and the numbers do not: what is left is the gap.
    Any split of the figures in two gives two sides that speak of the same flows; the plainest keeps the figures of a
    report together and speaks of the fewest days.
    """
    statements = programme.statements
    prices = [float(solution.prices[programme.number_row[one.figure_id]]) for one in statements]
    printed = Rows()
    for one in statements:
        printed.add(programme.as_printed(one), 0.0, 0.0)
    rows = dense(programme.columns, printed)
    flows = _flows(programme, np.array(prices)[:, None] * rows)
    chosen = min(_splits(statements, prices), key=lambda split: _plainness(split, statements, flows))
    first, second = (
        [place for place in range(len(statements)) if (place in chosen) is within] for within in (True, False)
    )
    sums = [
        sum(prices[place] * _number(statements[place], prices[place]) for place in side) for side in (first, second)
    ]
    left = _side(statements, prices, first, at_least=sums[0] >= sums[1])
    right = _side(statements, prices, second, at_least=sums[0] < sums[1])
    return Arithmetic(left, right, *_days(programme, flows[first].sum(axis=0)))


def _flows(programme: Programme, running: Vector) -> Vector:
    """Factors of running totals as factors of what flows on each stretch, block by block."""
    totals = running[:, : programme.running].reshape(len(running), -1, programme.steps)
    return np.flip(np.cumsum(np.flip(totals, axis=2), axis=2), axis=2)


def _splits(statements: Sequence[Statement], prices: Sequence[float]) -> Iterable[frozenset[int]]:
    """The sides that the first figure may stand on; never all figures on one side, unless there is one only."""
    places = range(len(statements))
    if len(statements) > _MOST_SIDES:
        return [frozenset(place for place in places if (prices[place] > 0) == (prices[0] > 0))]
    rest = [frozenset((0, *others)) for size in range(len(statements) - 1) for others in combinations(places[1:], size)]
    return rest or [frozenset((0,))]


def _plainness(side: frozenset[int], statements: Sequence[Statement], flows: Vector) -> tuple[float, ...]:
    other = [place for place in range(len(statements)) if place not in side]
    reports = len({statements[place].report_id for place in side}) + len(
        {statements[place].report_id for place in other}
    )
    factors = flows[sorted(side)].sum(axis=0)
    touched = np.abs(factors) > TOLERANCE
    return reports, int(touched.any(axis=0).sum()), int(touched.sum()), abs(len(side) - len(other)), *sorted(side)


def _days(programme: Programme, factors: Vector) -> tuple[date | None, date | None]:
    """The one interval that a side speaks of, if it is one."""
    touched = np.nonzero((np.abs(factors) > TOLERANCE).any(axis=0))[0]
    if not len(touched) or len(touched) != touched[-1] - touched[0] + 1:
        return None, None
    if not np.allclose(factors[:, touched], factors[:, touched[:1]]):
        return None, None
    start, end = programme.days[touched[0]] + 1, programme.days[touched[-1] + 1]
    return date.fromordinal(start), date.fromordinal(end)


def _side(statements: Sequence[Statement], prices: Sequence[float], places: Sequence[int], *, at_least: bool) -> Side:
    """The sum of some figures; that of the side which says "at most" has its signs turned."""
    turn = 1.0 if at_least else -1.0
    weighed = [(statements[place], prices[place] * turn) for place in places]
    terms = [
        Term(one.figure_id, 1 if price > 0 else -1, abs(price), _number(one, price * turn)) for one, price in weighed
    ]
    relation = Relation.AT_LEAST if at_least else Relation.AT_MOST
    if all(one.lower == one.upper and one.whole for one, _ in weighed):
        relation = Relation.EXACTLY
    result = sum(term.sign * term.times * term.number for term in terms)
    return Side(tuple(sorted(terms, key=lambda term: (-term.sign, -term.number, term.figure_id))), relation, result)


def _number(one: Statement, price: float) -> int:
    """The end of a figure that takes part in the contradiction: the lower where it is too high, else the upper."""
    if price > 0:
        return one.lower
    assert one.upper is not None, "a figure without an upper end is never too low"
    return one.upper
