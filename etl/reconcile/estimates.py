"""Point estimates: the flows that miss the stated numbers least, and of those the flattest.

1. Inside the bounds of all statements the numbers that figures state most plainly are missed by as little as can be.
   A miss counts in shares of the number, so that a number of any size weighs the same.
2. Of the flows that miss as little, those whose daily numbers have the least sum of squares, leaf by leaf: first of
   persons, then, for these persons, of families.

The first step is a linear programme. Its prices say what holds of every solution of it, not only of the one found:
which rows stand at which end, and on which side of each number the flows are. With that the second step needs no
knowledge of the first. It is a quadratic programme in flows, convex and separable, solved by an interior-point method
(Mehrotra's predictor and corrector); an answer is taken only if it satisfies the conditions of optimality, and there
are no estimates otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from etl.reconcile.programme import Programme
from etl.reconcile.solver import INFINITY, TOLERANCE, Rows, Solver, Vector, dense

_PRICE = 1_000.0
"""What missing a number by all of it costs: large enough to tell prices from tolerances."""
_SMALL = 1e-7
_LET_GO = 1e-3
_STEPS = 60
_NOTHING = 1e-100
_ACCURACY = 1e-7
"""How exactly the best is found, in shares of the largest number."""
_FREE = 1e-4
"""The weight, against that of a daily flow, of the squares of numbers that are no flows: enough to give one answer."""
_JOINT_ROWS = 600
"""Up to so many rows persons and families are estimated together where families leave persons less freedom."""

Mask = NDArray[np.bool_]


class Estimate(NamedTuple):
    """The flows estimated.

    `totals`: for each of the programme's people the running total at the end of each of its days. `columns`: the same
    for each of the programme's columns.
    """

    totals: Vector
    columns: Vector


@dataclass(frozen=True, slots=True)
class _Quadratic:
    """The least Σ weights · x² with lower ≤ matrix · x ≤ upper, where 0 ≤ x ≤ most.

    `stated` gives the rows of numbers that may be missed, each with the number that is stated most plainly.
    """

    weights: Vector
    matrix: Vector
    lower: Vector
    upper: Vector
    most: Vector
    stated: tuple[tuple[int, float], ...] = ()


def estimate(programme: Programme) -> Estimate | None:
    """The flattest of the flows that miss the stated numbers least; None if there are no days or none was found.

    The statements have to agree.
    """
    if not programme.steps:
        return None
    # The matrices are small, and threads that wait for each other would take most of the time.
    with _blas().limit(limits=1, user_api="blas"):
        flows = _flattest(programme)
    if flows is None:
        return None
    running = np.cumsum(flows[: programme.running].reshape(-1, programme.steps), axis=1)
    columns = np.concatenate([running.ravel(), flows[programme.running :]])
    return Estimate(programme.totals(columns), columns)


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


def _flattest(programme: Programme) -> Vector | None:
    """The flattest flows: persons first, then families; together where families leave persons less freedom."""
    whole, persons = _in_flows(programme), programme.persons_columns
    if persons.all():
        return _solved(whole)
    flows = _one_after_the_other(programme, whole, persons)
    return _solved(whole) if flows is None and len(whole.matrix) <= _JOINT_ROWS else flows


def _in_flows(programme: Programme) -> _Quadratic:
    """The programme in terms of what flows on each stretch instead of running totals."""
    # The first rows say that running totals do not fall: that flows are not below 0.
    first = programme.falling_rows
    matrix = _of_flows(programme, dense(programme.columns, programme.rows, range(first, len(programme.rows.lower))))
    lengths = np.diff(np.array(programme.days, dtype=np.float64))
    blocks = programme.running // programme.steps
    # Exact numbers cannot be missed.
    stated = tuple(
        (programme.number_row[one.figure_id] - first, float(one.point))
        for one in programme.statements
        if one.point is not None and one.lower != one.upper
    )
    return _Quadratic(
        np.concatenate([np.tile(1.0 / lengths, blocks), np.full(len(programme.some), _FREE)]),
        matrix,
        np.array(programme.rows.lower[first:]),
        np.array(programme.rows.upper[first:]),
        np.full(programme.columns, INFINITY),
        stated,
    )


def _of_flows(programme: Programme, matrix: Vector) -> Vector:
    """Rows in terms of running totals → the same in terms of what flows on each stretch."""
    totals = matrix[:, : programme.running].reshape(len(matrix), programme.running // programme.steps, programme.steps)
    flows = np.flip(np.cumsum(np.flip(totals, 2), 2), 2).reshape(len(matrix), programme.running)
    return np.hstack([flows, matrix[:, programme.running :]])


def _one_after_the_other(programme: Programme, whole: _Quadratic, persons: Mask) -> Vector | None:
    """Persons, of families only knowing how many persons they are, then families; None if no families fit."""
    of_families = np.abs(whole.matrix[:, ~persons]).sum(axis=1) > 0
    implied = Rows()
    for parts, lower, upper in programme.persons_of_families():
        implied.add(parts, lower, upper)
    more = _of_flows(programme, dense(programme.columns, implied))
    first = _solved(
        _Quadratic(
            whole.weights[persons],
            np.vstack([whole.matrix[~of_families], more])[:, persons],
            np.concatenate([whole.lower[~of_families], implied.lower]),
            np.concatenate([whole.upper[~of_families], implied.upper]),
            whole.most[persons],
            _stated_in(whole.stated, ~of_families),
        )
    )
    if first is None:
        return None
    matrix = whole.matrix[of_families]
    given = matrix[:, persons] @ first
    families = matrix[:, ~persons]
    lower, upper = whole.lower[of_families] - given, whole.upper[of_families] - given
    # A row of one flow, as the household sizes give, only bounds it; but a statement stays a row.
    stated = _stated_in(whole.stated, of_families)
    single = (families != 0).sum(axis=1) == 1
    single[[row for row, _ in stated]] = False
    least, most = np.zeros(families.shape[1]), whole.most[~persons].copy()
    for row in np.nonzero(single)[0]:
        column = int(np.nonzero(families[row])[0][0])
        ends = sorted((lower[row] / families[row, column], upper[row] / families[row, column]))
        least[column], most[column] = max(least[column], ends[0]), min(most[column], ends[1])
    if np.any(least > most + TOLERANCE):
        return None
    shift = families[~single] @ least
    place = np.cumsum(~single) - 1
    second = _solved(
        _Quadratic(
            whole.weights[~persons],
            families[~single],
            lower[~single] - shift,
            upper[~single] - shift,
            np.maximum(most - least, 0.0),
            tuple((int(place[row]), float(point - shift[place[row]])) for row, point in stated),
        ),
        least,
    )
    if second is None:
        return None
    flows = np.zeros(len(persons))
    flows[persons], flows[~persons] = first, second + least
    return flows


def _stated_in(stated: tuple[tuple[int, float], ...], rows: Mask) -> tuple[tuple[int, float], ...]:
    """The stated numbers of some rows, by the places of these rows among themselves."""
    place = np.cumsum(rows) - 1
    return tuple((int(place[row]), point) for row, point in stated if rows[row])


def _solved(problem: _Quadratic, least: Vector | None = None) -> Vector | None:
    """The flattest x of a problem among those that miss the stated numbers least; None if none was found.

    With `least` it is the sum of x and `least` that is flattest.
    """
    if least is None:
        least = np.zeros(len(problem.weights))
    face = _least_missed(problem)
    if face is None:
        return None
    kept = face.most > TOLERANCE
    found = _interior_point(
        _Quadratic(face.weights[kept], face.matrix[:, kept], face.lower, face.upper, face.most[kept]), least[kept]
    )
    if found is None:
        return None
    flows = np.zeros(len(kept))
    flows[kept] = found
    return flows


def _least_missed(problem: _Quadratic) -> _Quadratic | None:
    """The problem narrowed to the x that miss the stated numbers least; None if no x satisfies it."""
    rows = Rows()
    for parts, lower, upper in zip(problem.matrix, problem.lower, problem.upper, strict=True):
        # A thousandth of a person is let go, as what is given may be as inexact.
        rows.add(_parts(parts), float(lower) - _LET_GO, float(upper) + _LET_GO)
    many = len(problem.weights)
    costs = np.zeros(many + 2 * len(problem.stated))
    for place, (row, point) in enumerate(problem.stated):
        above = many + 2 * place
        rows.add([*_parts(problem.matrix[row]), (above, -1.0), (above + 1, 1.0)], point, point)
        costs[above : above + 2] = _PRICE / max(point, 1.0)
    for column in np.nonzero(problem.most < INFINITY)[0]:
        rows.add([(int(column), 1.0)], -INFINITY, float(problem.most[column]))
    solution = Solver(len(costs), rows).minimise(costs)
    if solution is None or solution.value is None:
        return None
    # A row with a price stands at the end that the price is for, in every solution; a column with a price at 0.
    ours = len(problem.lower)
    prices, points = solution.prices[:ours], solution.prices[ours : ours + len(problem.stated)]
    lower, upper = problem.lower.copy(), problem.upper.copy()
    lower = np.where((prices < -_SMALL), problem.upper, lower)
    upper = np.where((prices > _SMALL), problem.lower, upper)
    for (row, point), price, full in zip(problem.stated, points, costs[many::2], strict=True):
        # A number is missed upwards only at the full price of a miss turned, and downwards only at the full price.
        if price < full - _SMALL:
            lower[row] = max(lower[row], point)
        if price > -full + _SMALL:
            upper[row] = min(upper[row], point)
    most = np.where(solution.reduced[:many] > _SMALL, 0.0, problem.most)
    return _Quadratic(problem.weights, problem.matrix, lower, upper, most)


def _parts(row: Vector) -> list[tuple[int, float]]:
    return [(int(column), float(row[column])) for column in np.nonzero(row)[0]]


def _interior_point(problem: _Quadratic, least: Vector) -> Vector | None:
    """The x of `problem` with the least Σ weights · (x + least)² / 2; None if it was not found.

    Everything is divided by the largest number first. Inequalities have slacks s ≥ 0 with prices z ≥ 0, the x prices
    w ≥ 0 for being at least 0 and v ≥ 0 for being at most their most; with all but the rows' prices eliminated one
    symmetric system is left a step.
    """
    lower, upper = problem.lower, problem.upper
    equal = np.abs(upper - lower) <= TOLERANCE
    above, below = ~equal & (lower > -INFINITY), ~equal & (upper < INFINITY)
    rows = np.vstack([problem.matrix[equal], problem.matrix[above], -problem.matrix[below]])
    ends = np.concatenate([lower[equal], lower[above], -upper[below]])
    used = np.abs(rows).sum(axis=1) > 0
    fixed = int(used[: int(equal.sum())].sum())
    rows, ends = rows[used], ends[used]
    count, slacks = rows.shape[1], len(ends) - fixed
    if not count:
        return np.zeros(0)
    scale = max(1.0, float(np.abs(ends).max(initial=0.0)))
    ends, most, weights = ends / scale, problem.most / scale, problem.weights / problem.weights.max()
    slope = weights * least / scale
    capped = problem.most < INFINITY
    x = np.minimum(0.1, most / 2)
    w, v = np.full(count, 0.1), np.where(capped, 0.1, 0.0)
    s, y = np.full(slacks, 0.1), np.full(len(ends), 0.1)
    y[:fixed] = 0.0
    many = count + slacks + int(capped.sum())
    for _ in range(_STEPS):
        room = np.where(capped, most - x, 1.0)
        dual = weights * x + slope - rows.T @ y - w + v
        primal = rows @ x - ends
        primal[fixed:] -= s
        gap = float(x @ w + room @ v + s @ y[fixed:]) / many
        if max(np.abs(dual).max(initial=0.0), np.abs(primal).max(initial=0.0), gap) < _ACCURACY / 100:
            break
        if min(x.min(), room.min(), y[fixed:].min(initial=1.0)) < _NOTHING:
            # So near to the edge no further step is possible; whether this is the best is looked at below.
            break
        diagonal = weights + w / x + v / room
        system = (rows / diagonal) @ rows.T
        system[np.diag_indices_from(system)] += np.concatenate([np.zeros(fixed), s / y[fixed:]])
        # Rows of very different size are brought to one, and rows that say the same are kept apart by a little.
        balance = 1.0 / np.sqrt(system.diagonal())
        balanced = system * np.outer(balance, balance)
        balanced[np.diag_indices_from(balanced)] += 1e-11
        try:
            inverse = np.linalg.inv(balanced) * np.outer(balance, balance)
        except np.linalg.LinAlgError:
            return None
        change = _Change(np.zeros(count), np.zeros(slacks), np.zeros(count), np.zeros(count), np.zeros(len(ends)))
        aim = 0.0
        for corrected in (False, True):
            rest_x = (aim - change.x * change.w) / x - w
            rest_v = np.where(capped, (aim + change.x * change.v) / room - v, 0.0)
            rest_s = (aim - change.s * change.y[fixed:]) / y[fixed:] - s
            right = -dual + rest_x - rest_v
            wanted = -primal - rows @ (right / diagonal)
            wanted[fixed:] += rest_s
            dy = inverse @ wanted
            for _ in range(2):
                dy += inverse @ (wanted - system @ dy)
            dx = (right + rows.T @ dy) / diagonal
            change = _Change(
                dx,
                rest_s - (s / y[fixed:]) * dy[fixed:],
                rest_x - (w / x) * dx,
                rest_v + (v / room) * dx,
                dy,
            )
            length = min(
                1.0,
                0.995
                * min(
                    _longest(x, change.x),
                    _longest(room[capped], -change.x[capped]),
                    _longest(s, change.s),
                    _longest(w, change.w),
                    _longest(v[capped], change.v[capped]),
                    _longest(y[fixed:], change.y[fixed:]),
                ),
            )
            if not corrected:
                after = (x + length * change.x) @ (w + length * change.w)
                after += (room - length * change.x)[capped] @ (v + length * change.v)[capped]
                after += (s + length * change.s) @ (y + length * change.y)[fixed:]
                aim = gap * min(1.0, max(float(after) / many / gap, 0.0)) ** 3
        x, s, w = x + length * change.x, s + length * change.s, w + length * change.w
        v, y = v + length * change.v, y + length * change.y
    best = _is_best(_Quadratic(weights, rows, ends, ends, most), slope, fixed, x, y)
    return x * scale if best else None


class _Change(NamedTuple):
    """A step of the interior-point method: of the unknowns, the slacks and the three sorts of prices."""

    x: Vector
    s: Vector
    w: Vector
    v: Vector
    y: Vector


def _longest(values: Vector, change: Vector) -> float:
    """How far the change can be followed before a value is 0."""
    falling = change < 0
    return float((-values[falling] / change[falling]).min(initial=2.0))


def _is_best(problem: _Quadratic, slope: Vector, fixed: int, x: Vector, prices: Vector) -> bool:
    """Whether the conditions of optimality (Karush, Kuhn, Tucker) hold, with a little room.

    The rows are satisfied, no inequality has a negative price or one while it has slack; each x is where its price
    wants it: above 0 it costs nothing more, at 0 no less, at its most no more.
    """
    room = _ACCURACY * 10
    slack = problem.matrix @ x - problem.lower
    price = problem.weights * x + slope - problem.matrix.T @ prices
    capped = problem.most < INFINITY
    return bool(
        np.abs(slack[:fixed]).max(initial=0.0) < room
        and slack[fixed:].min(initial=0.0) > -room
        and x.min(initial=0.0) > -room
        and (problem.most - x).min(initial=0.0) > -room
        and prices[fixed:].min(initial=0.0) > -room
        and price[~capped].min(initial=0.0) > -room
        and np.abs(prices[fixed:] * slack[fixed:]).max(initial=0.0) < room
        and np.abs(np.maximum(price, 0.0) * x).max(initial=0.0) < room
        and np.abs(np.minimum(price, 0.0)[capped] * (problem.most - x)[capped]).max(initial=0.0) < room
    )
