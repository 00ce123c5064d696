"""Why a bound is what it is: the figures that bind it, with the sum that they make.

The prices of a programme's optimum (its duals) weigh the figures' numbers so that all flows but the one asked about
cancel out. What is left is the bound as a sum of numbers: at most 36,250 − 34,201 = 2,049.
"""

from __future__ import annotations

from dataclasses import dataclass

from etl.model import Unit
from etl.reconcile.contradictions import Relation, Side, Term
from etl.reconcile.periods import Interval
from etl.reconcile.programme import Programme
from etl.reconcile.solver import TOLERANCE, Vector
from etl.reconcile.universes import ReconciledUniverse


@dataclass(frozen=True, slots=True)
class Binding:
    """One end of what all figures allow, and the sum of numbers that it is.

    `value` is the end, a whole number; `sum` has none of its terms where nothing binds (at least 0), and its result may
    be a fraction of a person outside of `value`. `reached` as in bounds.End.
    """

    value: int
    reached: bool
    sum: Side


def binding(
    one: ReconciledUniverse,
    interval: Interval,
    nationality: str = "",
    population: str = "",
    unit: Unit = Unit.PERSONS,
) -> tuple[Binding, Binding | None]:
    """The least and the most of an interval and group with what binds them; None for the most: any number will do."""
    bounds = one.bounds(interval, nationality, population, unit)
    people, programme = one.programme_for(nationality, population, unit)
    lower = Binding(bounds.lower.value, bounds.lower.reached, Side((), Relation.AT_LEAST, 0.0))
    inner, outer = programme.inside(interval), programme.around(interval)
    if bounds.lower.value and inner is not None:
        side = _sum(programme, programme.costs(people, inner), Relation.AT_LEAST)
        lower = Binding(bounds.lower.value, bounds.lower.reached, side)
    if bounds.upper is None or outer is None:
        return lower, None
    side = _sum(programme, -programme.costs(people, outer), Relation.AT_MOST)
    return lower, Binding(bounds.upper.value, bounds.upper.reached, side)


def _sum(programme: Programme, costs: Vector, relation: Relation) -> Side:
    solution = programme.solver.minimise(costs)
    assert solution is not None, "bounds are asked of statements that agree"
    assert solution.value is not None, "an end that is known has an optimum"
    turn = 1 if relation is Relation.AT_LEAST else -1
    terms = []
    for said in programme.statements:
        price = float(solution.prices[programme.number_row[said.figure_id]])
        number = said.lower if price > 0 else said.upper
        if abs(price) > TOLERANCE and number is not None:
            terms.append(Term(said.figure_id, 1 if price * turn > 0 else -1, abs(price), number))
    terms.sort(key=lambda term: (-term.sign, -term.number, term.figure_id))
    return Side(tuple(terms), relation, solution.value * turn)
