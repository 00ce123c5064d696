"""Figures that cannot all be true: the smallest sets of them, by how many people, and what to set aside.

A set of figures contradicts itself when no flow in whole numbers satisfies it. A smallest one, in which every figure is
needed for the contradiction, is found by a deletion filter: every figure is left out in turn, and for good if the rest
still contradicts itself. Further sets are those that remain when one figure of each set found is removed, in turn
(Reiter's hitting-set tree, breadth first). The gap of a set is the least number of people by which its figures together
have to be missed so that they agree.

What is set aside so that the others agree is the fewest figures that hit every set; of equally few, the less reliable
(see `statements.Reliability`): the figures are ranked by it, then by their names, and of two choices that one counts
which keeps the figure of the highest rank that not both keep. So there is one best choice, however it is come by, and no
figure that has nothing to do with it changes it. It is exact even where not all sets were looked for: it is made again
with every set that is found, until the rest agrees.

When figures are taken away, the others are bounded at least as widely as before, as long as nothing was set aside. When
one is taken away that was set aside, nothing else changes at all. Without one that was kept, others that it spoke
against may be kept instead, and bounds may become narrower as well as wider.

All searches are limited, by numbers of steps and never by time, so that the same figures give the same judgement
everywhere; `Judgement.complete` says where a limit was met.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

import numpy as np

from etl.model import Unit, Verdict
from etl.reconcile.programme import Programme
from etl.reconcile.solver import TOLERANCE, Rows, Solution, Vector, dense
from etl.reconcile.statements import Settings, Statement

_WHOLE_COLUMNS = 120
"""Up to so many columns agreement is tested in whole numbers. Beyond, where such a test takes seconds, a fraction of a
person counts as agreement."""
_MOST_BRANCHES = 2_000
"""How many ways of removing figures are followed in search of further sets."""
_MOST_ROUNDS = 60
"""How many times the fewest figures to set aside are chosen anew, with the sets that the choice before left."""
_MOST_COMPARED = 1_000_000
"""How many pairs of sets may be compared to show which figures are the fewest that hit all sets.

A ledger in which hundreds of figures contradict each other in a tangle may need more. Then the figures of the vintage
before stay set aside, of each further set the figure that stands in the most sets joins them, and those without which
the rest agrees all the same are put back; the judgement is then not complete."""
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
    """Which statements contradict each other.

    `complete`: there are no further smallest sets, and no fewer figures could have been set aside.
    """

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

    First the sets within each source, then those across sources, each with a limit of its own (`Settings.most_sets`):
    so no limit hides that a source contradicts itself as long as it does so in fewer ways.

    `before` is the judgement of what was published earlier. Its sets hold wherever their statements still say the same,
    which saves work and nothing else: what is set aside is the same without it, and so are the sets if they are
    complete. It is more than a saving only where a limit is met, as with
    `_MOST_COMPARED`.
    """
    ids = {one.figure_id: one for one in statements}
    same = {one.figure_id for one in before.statements if ids.get(one.figure_id) == one} if before else set()
    known = [frozenset(ones) for ones in (before.sets if before else ()) if same.issuperset(ones)]
    sources: dict[str, list[Statement]] = {}
    for one in statements:
        sources.setdefault(one.source, []).append(one)
    if len(sources) > 1:
        for source, own in sorted(sources.items()):
            there = frozenset(one.figure_id for one in own)
            count_before = sum(one.source == source for one in before.statements) if before else 0
            if same.issuperset(there) and count_before == len(there):
                continue
            alone = _Search(own, settings, [ones for ones in known if ones <= there])
            alone.search_sets()
            known = [*(ones for ones in known if not ones <= there), *alone.found]
    search = _Search(statements, settings, known)
    set_aside, complete = search.search(same.intersection(before.set_aside) if before else frozenset())
    sets = sorted(tuple(one.figure_id for one in statements if one.figure_id in ones) for ones in search.found)
    aside = tuple(one.figure_id for one in statements if one.figure_id in set_aside)
    return Judgement(tuple(statements), tuple(sets), aside, complete)


class _Search:
    """The search for the smallest contradictory sets of some statements, given some of them.

    `found` are all that are known. Sets are followed as the bits of a whole number, a bit for each statement, the least
    reliable first.
    """

    def __init__(self, statements: Sequence[Statement], settings: Settings, known: Iterable[frozenset[str]]) -> None:
        self._agreement = _Agreement(statements, settings)
        self._most = settings.most_sets
        ranked = sorted(statements, key=lambda one: (one.reliability, one.figure_id))
        self._ids = [one.figure_id for one in ranked]
        self._bit = {one.figure_id: 1 << place for place, one in enumerate(ranked)}
        self._source = {one.figure_id: one.source for one in statements}
        self._several = len(set(self._source.values())) > 1
        self.found: list[frozenset[str]] = []
        self._found: list[int] = []
        self._limited = 0
        for ones in sorted(known, key=sorted):
            self._add(ones)

    def search(self, before: Collection[str]) -> tuple[frozenset[str], bool]:
        """What to set aside, and whether all sets are found; `before` was set aside of fewer statements."""
        set_aside, exact = self._set_aside(self._bits(before))
        complete = self._further(set_aside)
        return self._named(set_aside), complete and exact

    def search_sets(self) -> None:
        """The sets alone, where nothing is to be set aside: any figures will do without which the rest agrees."""
        self._further(self._needed(self._relieved(0)))

    def _add(self, ones: frozenset[str]) -> int:
        bits = self._bits(ones)
        self.found.append(ones)
        self._found.append(bits)
        # Where there are several sources, those within one are not limited again.
        if not self._several or len({self._source[figure_id] for figure_id in ones}) > 1:
            self._limited += 1
        return bits

    def _bits(self, ones: Iterable[str]) -> int:
        return sum(self._bit[figure_id] for figure_id in ones)

    def _named(self, bits: int) -> frozenset[str]:
        return frozenset(self._ids[place] for place in places(bits))

    def _missed(self, removed: int) -> int | None:
        """What of `removed` is enough to remove, so far as is seen at once; None if the rest does not agree."""
        missed = self._agreement.missed_without(self._named(removed))
        return None if missed is None else self._bits(missed)

    def _new_set(self, removed: int) -> int:
        return self._add(self._agreement.smallest_set(self._named(removed)))

    def _set_aside(self, before: int) -> tuple[int, bool]:
        """The fewest statements without which the rest agrees, and whether they are known to be the fewest."""
        for _ in range(_MOST_ROUNDS):
            fewest = fewest_hitting(self._found)
            if fewest is None:
                break
            if self._missed(fewest) is not None:
                return fewest, True
            # Several sets for each choice: as many as are left one after the other.
            self._relieved(fewest)
        return self._needed(self._relieved(before)), False

    def _relieved(self, removed: int) -> int:
        """`removed` and so many more that the rest agrees: of every set left the figure that hits the most of them."""
        removed = self._hit(removed)
        while (missed := self._missed(removed)) is None:
            ones = self._new_set(removed)
            removed |= 1 << min(
                places(ones), key=lambda place: (-sum(known >> place & 1 for known in self._found), place)
            )
        return missed

    def _hit(self, removed: int) -> int:
        """`removed` and so many more that every set found is hit."""
        left = [ones for ones in self._found if not ones & removed]
        while left:
            hits = Counter(place for ones in left for place in places(ones))
            chosen = 1 << min(hits, key=lambda place: (-hits[place], place))
            removed |= chosen
            left = [ones for ones in left if not ones & chosen]
        return removed

    def _needed(self, removed: int) -> int:
        """What of `removed` is needed for the rest to agree; the most reliable is put back first."""
        for place in reversed(list(places(removed))):
            rest = removed & ~(1 << place)
            if rest == removed or any(not ones & rest for ones in self._found):
                continue
            missed = self._missed(rest)
            if missed is None:
                self._new_set(rest)
            else:
                removed = missed
        return removed

    def _further(self, set_aside: int) -> bool:
        """Looks for further sets until there are so many as are wanted; says whether there are no others.

        First those in which one figure that was set aside contradicts figures that were kept, for each of them alike;
        then whatever there is.
        """
        aside = list(places(set_aside))
        if not aside:
            return True
        tests = self._most
        for place in sorted(aside, key=lambda place: self._ids[place]):
            if self._limited >= self._most:
                break
            share = self._limited + max(1, (self._most - self._limited) // len(aside))
            _, tests = self._branch(set_aside & ~(1 << place), 1 << place, min(share, self._most), tests)
        return self._branch(0, 0, self._most, self._most)[0]

    def _branch(self, without: int, kept: int, most: int, tests: int) -> tuple[bool, int]:
        """Follows the hitting-set tree from the figures but `without`, never removing `kept`; whether to its end.

        At most `tests` times it is tested whether figures agree; the second number says how many tests are left.
        """
        if self._limited > most:
            return False, tests
        waiting: deque[int] = deque([without])
        seen = {without}
        agreeing: list[int] = []
        while waiting:
            removed = waiting.popleft()
            if any(not known & ~removed for known in agreeing):
                continue
            next_set = next((ones for ones in self._found if not ones & removed), None)
            if next_set is None:
                if not tests:
                    return False, tests
                tests -= 1
                missed = self._missed(removed)
                if missed is not None:
                    agreeing.append(missed)
                    continue
                if self._limited >= most:
                    return False, tests
                next_set = self._new_set(removed)
            for place in sorted(places(next_set & ~kept), key=lambda place: self._ids[place]):
                branch = removed | 1 << place
                if branch not in seen:
                    seen.add(branch)
                    waiting.append(branch)
            if len(seen) > _MOST_BRANCHES:
                return False, tests
        return True, tests


class _Agreement:
    """Tests whether statements agree without some of them."""

    def __init__(self, statements: Sequence[Statement], settings: Settings) -> None:
        self._statements = statements
        self._settings = settings
        self._programme = Programme(statements, settings)

    def missed_without(self, removed: Collection[str]) -> frozenset[str] | None:
        """Those of `removed` that a flow which satisfies all others misses; None if no flow satisfies all others."""
        flow = _agreed(self._programme, removed)
        if flow is None:
            return None
        return frozenset(
            figure_id for figure_id in removed if self._programme.rows.missed(self._programme.owners[figure_id], flow)
        )

    def smallest_set(self, removed: Collection[str]) -> frozenset[str]:
        """A smallest contradictory set of the others, which must not agree."""
        others = [one for one in self._statements if one.figure_id not in removed]
        if self._programme.solver.any_solution() is not None:
            return _filtered(others, self._settings)
        rows = self._programme.solver.conflicting_rows()
        named = set(self._programme.figures_of_rows(rows)) - set(removed)
        suspects = [one for one in others if one.figure_id in named]
        if _agreed(Programme(suspects, self._settings), ()) is not None:
            suspects = others
        return _filtered(suspects, self._settings)


def _agreed(programme: Programme, removed: Iterable[str]) -> Vector | None:
    """A flow that satisfies the programme without some figures: in whole numbers, unless it is large; None: none does.

    A search in whole numbers that is given up counts as agreement, and its flow as one that misses all that was removed.
    """
    programme.solver.relax(programme.rows_of(removed))
    solution = programme.solver.any_solution()
    if solution is None or solution.is_whole or programme.columns > _WHOLE_COLUMNS:
        return None if solution is None else solution.columns
    whole = programme.solver.minimise_whole(np.zeros(programme.columns))
    if whole is None:
        return None
    return whole.columns if whole.proved else np.full(programme.columns, np.nan)


def _filtered(suspects: Sequence[Statement], settings: Settings) -> frozenset[str]:
    """The deletion filter: what remains of `suspects` when everything that is not needed is left out."""
    programme = Programme(suspects, settings)
    removed: set[str] = set()
    for one in reversed(suspects):
        if _agreed(programme, removed | {one.figure_id}) is None:
            removed.add(one.figure_id)
    return frozenset(one.figure_id for one in suspects if one.figure_id not in removed)


def places(bits: int) -> Iterable[int]:
    """The places of the bits that are set, the lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def fewest_hitting(sets: Iterable[int], most_compared: int = _MOST_COMPARED) -> int | None:
    """The fewest places that hit every set; None if so many comparisons do not show which.

    Sets are whole numbers, a bit for each place. Of equally few those without the highest place that not both hold: the
    lowest number, so that there is exactly one best choice, in whatever order the sets are given.
    """
    left = most_compared
    chosen = 0
    # The largest part first, as it shows soonest that there are too many.
    for together in sorted(_apart(set(sets)), key=lambda part: (-len(part), part)):
        found = _Hitting(together, left).best()
        if found is None:
            return None
        bits, left = found
        chosen |= bits
    return chosen


def _smallest(sets: Iterable[int]) -> list[int]:
    """The sets that hold no other, each once: what hits those hits all."""
    smallest: list[int] = []
    for ones in sorted(set(sets), key=lambda ones: (ones.bit_count(), ones)):
        if not any(not known & ~ones for known in smallest):
            smallest.append(ones)
    return smallest


def _apart(sets: Iterable[int]) -> list[list[int]]:
    """The sets in parts that share no place: each part can be hit by itself."""
    parts: list[tuple[int, list[int]]] = []
    for ones in sets:
        held, together, others = ones, [ones], []
        for bits, members in parts:
            if bits & ones:
                held |= bits
                together += members
            else:
                others.append((bits, members))
        parts = [*others, (held, together)]
    return [sorted(members) for _, members in parts]


class _Hitting:
    """Branch and bound for the fewest places that hit every one of some sets."""

    def __init__(self, sets: list[int], most: int) -> None:
        self._sets = sets
        self._left = most
        self._best: tuple[int, int] | None = None

    def best(self) -> tuple[int, int] | None:
        """The best places and how many comparisons are left; None if there were too few."""
        self._follow(self._sets, 0)
        if self._left < 0 or self._best is None:
            return None
        return self._best[1], self._left

    def _follow(self, sets: list[int], chosen: int) -> None:
        self._left -= len(sets) ** 2
        if self._left < 0:
            return
        sets, chosen = _reduced(sets, chosen)
        if not sets:
            found = chosen.bit_count(), chosen
            if self._best is None or found < self._best:
                self._best = found
            return
        if self._best is not None:
            # Sets that share no place need one each, and no lower one than their lowest.
            held, least = 0, chosen
            for ones in sorted(sets, key=lambda ones: (ones.bit_count(), ones)):
                if not ones & held:
                    held |= ones
                    least |= ones & -ones
            if (least.bit_count(), least) > self._best:
                return
        counts = Counter(place for ones in sets for place in places(ones))
        place = min(counts, key=lambda place: (-counts[place], place))
        bit = 1 << place
        self._follow([ones for ones in sets if not ones & bit], chosen | bit)
        self._follow(_smallest(ones & ~bit for ones in sets), chosen)


def _reduced(sets: list[int], chosen: int) -> tuple[list[int], int]:
    """Without what is plain: sets of one place, and places of which a lower one hits all that they hit."""
    while True:
        single = next((ones for ones in sets if not ones & (ones - 1)), None)
        if single is not None:
            chosen |= single
            sets = [ones for ones in sets if not ones & single]
            continue
        hits: dict[int, int] = {}
        for number, ones in enumerate(sets):
            for place in places(ones):
                hits[place] = hits.get(place, 0) | 1 << number
        useless = 0
        for place, mine in hits.items():
            first = sets[(mine & -mine).bit_length() - 1]
            if any(other < place and not mine & ~hits[other] for other in places(first)):
                useless |= 1 << place
        if not useless:
            return sets, chosen
        sets = _smallest(ones & ~useless for ones in sets)


def contradictions(judgement: Judgement, settings: Settings) -> tuple[Contradiction, ...]:
    """The contradictory sets of a judgement with their gaps and arithmetic, the widest gap first."""
    by_id = {one.figure_id: one for one in judgement.statements}
    told = [_told(tuple(by_id[figure_id] for figure_id in ones), settings) for ones in judgement.sets]
    return tuple(sorted(told, key=lambda one: (-one.gap, one.figure_ids)))


@lru_cache(maxsize=8192)
def _told(statements: tuple[Statement, ...], settings: Settings) -> Contradiction:
    """One set; kept in mind, as most sets stand in many vintages."""
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
