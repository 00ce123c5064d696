"""HiGHS, as narrowly as it is used here: a linear programme whose objective and whose rows' bounds change.

Whole numbers are the point of it all, so a solution says whether all its values are whole. Everything runs on one
core and gives the same answer to the same questions asked in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from etl.errors import WaymarkError

Vector = NDArray[np.float64]
Indices = NDArray[np.int32]

TOLERANCE = 1e-6
"""How far from a whole number a value may be and still stand for it."""

INFINITY = highspy.kHighsInf
_PRIMAL, _DUAL = 4, 1
_MOST_NODES = 2_000
_NONE: Vector = np.empty(0)


class SolverError(WaymarkError):
    """The programme could not be solved either way, which no set of figures should bring about."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What the best value of an objective is and where it is reached.

    `value` is None where there is no best: then `ray` leads on for ever. `prices` are the duals of the rows and
    `reduced` those of the columns, both empty unless there is a best of a linear programme. `proved` is false when a
    search in whole numbers was given up.
    """

    value: float | None
    columns: Vector
    prices: Vector
    reduced: Vector
    ray: Vector | None = None
    proved: bool = True

    @property
    def is_whole(self) -> bool:
        return bool(np.abs(self.columns - np.rint(self.columns)).max(initial=0.0) <= TOLERANCE)


class Rows:
    """Rows of a programme as they are gathered: bounds, and which columns stand in them with which factor."""

    def __init__(self) -> None:
        self.lower: list[float] = []
        self.upper: list[float] = []
        self.starts: list[int] = [0]
        self.columns: list[int] = []
        self.factors: list[float] = []

    def add(self, parts: Iterable[tuple[int, float]], lower: float, upper: float) -> int:
        """Adds a row and says its number. A column may be given several times; its factors add up."""
        summed: dict[int, float] = {}
        for column, factor in parts:
            summed[column] = summed.get(column, 0.0) + factor
        for column, factor in sorted(summed.items()):
            if factor:
                self.columns.append(column)
                self.factors.append(factor)
        self.starts.append(len(self.columns))
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def part(self, row: int) -> list[tuple[int, float]]:
        """What stands in a row."""
        first, last = self.starts[row], self.starts[row + 1]
        return list(zip(self.columns[first:last], self.factors[first:last], strict=True))

    def missed(self, rows: Iterable[int], columns: Vector) -> bool:
        """Whether any of these rows does not hold of `columns`, or is not known to, as where there are no numbers."""
        for row in rows:
            value = sum(factor * float(columns[column]) for column, factor in self.part(row))
            if not self.lower[row] - TOLERANCE <= value <= self.upper[row] + TOLERANCE:
                return True
        return False


class Solver:
    """A programme with columns that are at least 0, solved again and again from where it stood."""

    def __init__(self, columns: int, rows: Rows) -> None:
        self._columns = columns
        self._everywhere = np.arange(columns, dtype=np.int32)
        self._model = _model(columns, rows)
        self._linear = _highs(self._model)
        self._relaxed: dict[int, tuple[float, float]] = {}

    def minimise(self, costs: Vector) -> Solution | None:
        """The least value of `costs` · columns; None if no columns satisfy the rows.

        Starts from the basis of the time before, by the primal simplex method: only the objective has changed.
        """
        self._linear.changeColsCost(self._columns, self._everywhere, costs)
        return self._solve(_PRIMAL)

    def any_solution(self) -> Solution | None:
        """Columns that satisfy the rows that are not relaxed, fractions allowed; None if there are none.

        Starts from the basis of the time before, by the dual simplex method: only the rows have changed.
        """
        self._linear.changeColsCost(self._columns, self._everywhere, np.zeros(self._columns))
        return self._solve(_DUAL)

    def conflicting_rows(self) -> list[int]:
        """Rows that cannot all be satisfied, not the fewest, just after `any_solution` found that there is none."""
        status, known, ray = self._linear.getDualRay()
        if status != highspy.HighsStatus.kOk or not known:
            return list(range(len(self._model.row_lower_)))
        return [int(row) for row in np.nonzero(np.abs(np.asarray(ray)) > TOLERANCE)[0]]

    def relax(self, rows: Iterable[int]) -> None:
        """Lets these rows be anything; all others hold again."""
        wanted = set(rows)
        for row in [row for row in self._relaxed if row not in wanted]:
            self._linear.changeRowBounds(row, *self._relaxed.pop(row))
        for row in sorted(wanted - self._relaxed.keys()):
            self._relaxed[row] = (self._model.row_lower_[row], self._model.row_upper_[row])
            self._linear.changeRowBounds(row, -INFINITY, INFINITY)

    def minimise_whole(self, costs: Vector) -> Solution | None:
        """The same in whole numbers, from scratch; None if no whole columns satisfy the rows.

        The objective has to be whole for whole columns. After so many branches the search is given up, and its
        solution says that nothing is proved.
        """
        integer = _highs(self._model)
        for row in self._relaxed:
            integer.changeRowBounds(row, -INFINITY, INFINITY)
        kinds = np.full(self._columns, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        integer.changeColsIntegrality(self._columns, self._everywhere, kinds)
        integer.changeColsCost(self._columns, self._everywhere, costs)
        integer.setOptionValue("mip_max_nodes", _MOST_NODES)
        integer.setOptionValue("mip_rel_gap", 0.0)
        integer.setOptionValue("mip_abs_gap", 0.0)
        integer.setOptionValue("mip_feasibility_tolerance", 1e-7)
        integer.run()
        status = integer.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        columns = np.rint(np.asarray(integer.getSolution().col_value))
        proved = status == highspy.HighsModelStatus.kOptimal
        return Solution(float(costs @ columns) if proved else None, columns, _NONE, _NONE, proved=proved)

    def _solve(self, strategy: int) -> Solution | None:
        highs = self._linear
        highs.setOptionValue("simplex_strategy", strategy)
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            # Only a fresh start is believed, so that no answer hangs on what was asked before.
            highs.clearSolver()
            highs.setOptionValue("simplex_strategy", _DUAL)
            highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        found = highs.getSolution()
        columns = np.asarray(found.col_value)
        if status == highspy.HighsModelStatus.kOptimal:
            value = highs.getInfo().objective_function_value
            return Solution(value, columns, np.asarray(found.row_dual), np.asarray(found.col_dual))
        if status == highspy.HighsModelStatus.kUnbounded:
            _, known, ray = highs.getPrimalRay()
            return Solution(None, columns, _NONE, _NONE, np.asarray(ray) if known else None)
        told = highs.modelStatusToString(status)
        raise SolverError(f"the solver ended with «{told}»; please report this together with the ledger")


def _highs(model: highspy.HighsLp) -> Any:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, bool | int | str] = {
        "output_flag": False,
        # A warm start needs the programme as it is. In whole numbers presolving was seen to lose the best solution
        # (version 1.15.1: 1 family found where 0 will do), so it is left off there too.
        "presolve": "off",
        "threads": 1,
        "random_seed": 0,
        # The factors are 1 and household sizes: nothing to scale, and unscaled answers are the exacter ones.
        "simplex_scale_strategy": 0,
    }
    for name, value in options.items():
        highs.setOptionValue(name, value)
    highs.passModel(model)
    return highs


def _model(columns: int, rows: Rows) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_ = columns
    model.num_row_ = len(rows.lower)
    model.col_cost_ = np.zeros(columns)
    model.col_lower_ = np.zeros(columns)
    model.col_upper_ = np.full(columns, INFINITY)
    model.row_lower_ = np.array(rows.lower, dtype=np.float64)
    model.row_upper_ = np.array(rows.upper, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(rows.starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(rows.columns, dtype=np.int32)
    model.a_matrix_.value_ = np.array(rows.factors, dtype=np.float64)
    return model


def dense(columns: int, rows: Rows, numbers: Sequence[int] | None = None) -> Vector:
    """The matrix of the rows, or of some of them."""
    chosen = range(len(rows.lower)) if numbers is None else numbers
    matrix = np.zeros((len(chosen), columns))
    for place, row in enumerate(chosen):
        for column, factor in rows.part(row):
            matrix[place, column] = factor
    return matrix
