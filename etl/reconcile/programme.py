"""Statements → a linear programme in running totals.

For each leaf of each table (see `groups`) there is one running total at the end of each day on which some statement
begins or ends: C[leaf, day], 0 before the first of them and never falling. Days between two such days are told apart by
nothing: what flows from one to the next may have come on any of them. So a question about any interval is one about
the stretches between such days:

- at least: the stretches that lie wholly inside, as what flows on the others may all lie outside;
- at most: the stretches that it touches, as what flows on them may all lie inside.

Families are running totals of their own, over the leaves that statements about families tell apart, and on every
stretch  household_min · families ≤ persons ≤ household_max · families.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etl.model import Unit
from etl.reconcile.groups import EVERYBODY, Group, leaves
from etl.reconcile.periods import Interval
from etl.reconcile.solver import INFINITY, Rows, Solver, Vector
from etl.reconcile.statements import Settings, Statement


class People(NamedTuple):
    """Whom a question or a statement is about."""

    unit: Unit
    group: Group


class Stretch(NamedTuple):
    """From one day of the programme to another, by their numbers; the days after the first up to the last."""

    start: int
    end: int


class Programme:
    """All flows that a set of statements allows.

    `asked` are groups that questions will be about and that the statements need not name. Columns are persons' running
    totals, leaf by leaf and day by day, then families', then one number for each statement about some people only or about days that may be others. The
    first `falling_rows` rows say of each running total, block by block and step by step, that it does not fall.
    """

    def __init__(self, statements: Sequence[Statement], settings: Settings, asked: Iterable[People] = ()) -> None:
        self.statements = tuple(statements)
        self.settings = settings
        everyone = {People(one.unit, one.group) for one in statements} | set(asked)
        self.peoples = tuple(sorted(everyone | {People(Unit.PERSONS, EVERYBODY)}, key=_order))
        self.days = tuple(sorted({day for one in statements for day in _days_of(one)}))
        self.steps = max(len(self.days) - 1, 0)
        self._blocks = self._lay_out()
        own = (one.figure_id for one in statements if not one.whole or not one.is_dated)
        self.some = {figure_id: place for place, figure_id in enumerate(own)}
        self.running = self._block_count * self.steps
        self.columns = self.running + len(self.some)
        self.rows = Rows()
        self.owners: dict[str, list[int]] = {one.figure_id: [] for one in statements}
        self.number_row: dict[str, int] = {}
        self._constrain()

    def _lay_out(self) -> dict[People, tuple[int, ...]]:
        """The blocks of columns, one for each leaf, whose sum each people is; and which blocks stand for which."""
        apart = self.settings.apart_conditions
        self._divided = leaves(frozenset(people.group for people in self.peoples), apart)
        offsets = np.cumsum([0, *(len(table) for table in self._divided.tables)])
        blocks: dict[People, tuple[int, ...]] = {}
        for people in self.peoples:
            table, numbers = self._divided.of(people.group)
            if people.unit is Unit.PERSONS:
                blocks[people] = tuple(int(offsets[table]) + number for number in numbers)
        self._tables = [range(offsets[table], offsets[table + 1]) for table in range(len(self._divided.tables))]
        self._block_count = self._person_blocks = int(offsets[-1])
        # Families: the leaves of each table that statements about families tell apart.
        self._family_tables: list[list[tuple[int, tuple[int, ...]]]] = []
        stated = {one.group for one in self.statements if one.unit is Unit.FAMILIES}
        families = [people.group for people in self.peoples if people.unit is Unit.FAMILIES]
        together: list[tuple[int, list[Group]]] = []
        for number in range(len(self._tables)):
            here = [group for group in families if group and self._divided.place[group] == number]
            if stated.intersection(here) or (families and number == 0):
                together.append((number, [group for group in here if group in stated]))
            # A group that is only asked about is no reason to hold the families of all others to their persons.
            together += [(number, [group]) for group in here if group not in stated]
        for number, groups in together:
            kinds: dict[frozenset[Group], list[int]] = {}
            for block, leaf in zip(self._tables[number], self._divided.tables[number], strict=True):
                kinds.setdefault(leaf & frozenset(groups), []).append(block)
            made = {kind: self._block_count + place for place, kind in enumerate(kinds)}
            self._block_count += len(made)
            only_asked = bool(groups) and groups[0] not in stated
            self._family_tables.append(
                [(made[kind], tuple(members) if kind or not only_asked else ()) for kind, members in kinds.items()]
            )
            for group in groups:
                blocks[People(Unit.FAMILIES, group)] = tuple(block for kind, block in made.items() if group in kind)
            if EVERYBODY in families:
                blocks.setdefault(People(Unit.FAMILIES, EVERYBODY), tuple(made.values()))
        return blocks

    def _constrain(self) -> None:
        rows = self.rows
        for block in range(self._block_count):
            for step in range(1, self.steps):
                first = block * self.steps + step
                rows.add([(first, 1.0), (first - 1, -1.0)], 0.0, INFINITY)
        self.falling_rows = len(rows.lower)
        in_persons: Sequence[Sequence[int]] = self._tables
        in_families: Sequence[Sequence[int]] = [[block for block, _ in table] for table in self._family_tables]
        for tables in (in_persons, in_families):
            for other in tables[1:]:
                for step in range(self.steps):
                    sums = [(block * self.steps + step, 1.0) for block in tables[0]]
                    rows.add([*sums, *((block * self.steps + step, -1.0) for block in other)], 0.0, 0.0)
        for table in self._family_tables:
            for block, persons in table:
                # No persons: whoever is not of a group that is only asked about.
                for step in range(self.steps if persons else 0):
                    self._tie(
                        self._flow((block,), Stretch(step, step + 1)), self._flow(persons, Stretch(step, step + 1))
                    )
        batches: dict[str, list[Statement]] = {}
        for one in self.statements:
            self._add(one)
            if one.batch:
                batches.setdefault(one.batch, []).append(one)
        for together in batches.values():
            rest = _minus(self._flow_of(together[0], self._widest(together[0])))
            rows.add([*(part for one in together for part in self._number(one)), *rest], -INFINITY, 0.0)
        self._end_together()

    def _end_together(self) -> None:
        """Totals of one report that end on the same day, whichever it is, differ by what came between their starts."""
        together: dict[tuple[object, ...], list[Statement]] = {}
        for one in self.statements:
            if one.whole and not one.start_off:
                together.setdefault((one.report_id, one.source, one.unit, one.group, one.end, one.end_off), []).append(
                    one
                )
        for key, ones in together.items():
            if not key[-1]:
                continue
            for longer, shorter in pairwise(sorted(ones, key=lambda one: (one.start, one.figure_id))):
                numbers = [*self._number(longer), *_minus(self._number(shorter))]
                between = Stretch(
                    self._numbers[longer.start.toordinal() - 1], self._numbers[shorter.start.toordinal() - 1]
                )
                flow = self._flow_of(longer, between) if between.start < between.end else []
                self.rows.add([*numbers, *_minus(flow)], 0.0, 0.0)

    def _add(self, one: Statement) -> None:
        upper = INFINITY if one.upper is None else float(one.upper)
        self.number_row[one.figure_id] = self.rows.add(self._number(one), float(one.lower), upper)
        self._own([self.number_row[one.figure_id]], one)
        if one.figure_id in self.some:
            # The number of some is at most that of all, and that of all is at least what came on the days that are
            # certain. This says nothing of how many they are, so it stays when the figure is set aside.
            self.rows.add([*self._number(one), *_minus(self._flow_of(one, self._widest(one)))], -INFINITY, 0.0)
            narrowest = self._narrowest(one)
            if one.whole and narrowest is not None:
                self.rows.add([*self._number(one), *_minus(self._flow_of(one, narrowest))], 0.0, INFINITY)
        whole = self._by_id.get(one.part_of)
        if whole is not None and not (one.whole and whole.whole):
            part, enclosing = self._number(one), self._number(whole)
            if one.unit is Unit.FAMILIES and whole.unit is Unit.PERSONS:
                part = [(column, factor * self.settings.household_min) for column, factor in part]
            elif one.unit is Unit.PERSONS and whole.unit is Unit.FAMILIES:
                enclosing = [(column, factor * self.settings.household_max) for column, factor in enclosing]
            self._own([self.rows.add([*part, *_minus(enclosing)], -INFINITY, 0.0)], one, whole)
        same = self._by_id.get(one.same_as)
        if same is not None:
            self._own(self._same(one, same), one, same)

    def _own(self, rows: Sequence[int], *statements: Statement) -> None:
        """Notes that these rows are there because of all these figures: without any of them they are not."""
        for one in statements:
            self.owners[one.figure_id].extend(rows)

    def _same(self, one: Statement, other: Statement) -> list[int]:
        if one.unit is other.unit:
            return [self.rows.add([*self._number(one), *_minus(self._number(other))], 0.0, 0.0)]
        families, persons = (one, other) if one.unit is Unit.FAMILIES else (other, one)
        return self._tie(self._number(families), self._number(persons))

    def _tie(self, families: Sequence[tuple[int, float]], persons: Sequence[tuple[int, float]]) -> list[int]:
        least, most = self.settings.household_min, self.settings.household_max
        return [
            self.rows.add([*persons, *((column, -factor * least) for column, factor in families)], 0.0, INFINITY),
            self.rows.add([*persons, *((column, -factor * most) for column, factor in families)], -INFINITY, 0.0),
        ]

    def _number(self, one: Statement) -> list[tuple[int, float]]:
        """The columns whose sum is the number that a figure gives."""
        if one.figure_id in self.some:
            return [(self.running + self.some[one.figure_id], 1.0)]
        return self._flow_of(one, self._printed(one))

    def as_printed(self, one: Statement) -> list[tuple[int, float]]:
        """The same, as if the days were those printed."""
        return self._flow_of(one, self._printed(one)) if one.whole else self._number(one)

    def _flow_of(self, one: Statement, stretch: Stretch) -> list[tuple[int, float]]:
        return self._flow(self._blocks[People(one.unit, one.group)], stretch)

    def _printed(self, one: Statement) -> Stretch:
        return Stretch(self._numbers[one.start.toordinal() - 1], self._numbers[one.end.toordinal()])

    def _widest(self, one: Statement) -> Stretch:
        """The days that may be meant."""
        first, last = one.start.toordinal() - 1 - one.start_off, one.end.toordinal() + one.end_off
        return Stretch(self._numbers[first], self._numbers[last])

    def _narrowest(self, one: Statement) -> Stretch | None:
        """The days that are meant in any case; None if there are none."""
        first, last = one.start.toordinal() - 1 + one.start_off, one.end.toordinal() - one.end_off
        return Stretch(self._numbers[first], self._numbers[last]) if first < last else None

    def _flow(self, blocks: Iterable[int], stretch: Stretch) -> list[tuple[int, float]]:
        parts = []
        for block in blocks:
            parts.append((block * self.steps + stretch.end - 1, 1.0))
            if stretch.start > 0:
                parts.append((block * self.steps + stretch.start - 1, -1.0))
        return parts

    @cached_property
    def _by_id(self) -> dict[str, Statement]:
        return {one.figure_id: one for one in self.statements}

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {day: number for number, day in enumerate(self.days)}

    @cached_property
    def solver(self) -> Solver:
        """The programme as it stands, to be asked again and again."""
        return Solver(self.columns, self.rows)

    def elastic(self, family_price: int) -> Elastic:
        """The programme in which the figures' numbers may be missed: by a person at 1, by a family at `family_price`."""
        rows = Rows()
        of_row = {self.number_row[one.figure_id]: place for place, one in enumerate(self.statements)}
        for row, (lower, upper) in enumerate(zip(self.rows.lower, self.rows.upper, strict=True)):
            parts = self.rows.part(row)
            if row in of_row:
                first = self.columns + 2 * of_row[row]
                parts = [*parts, (first, 1.0), (first + 1, -1.0)]
            rows.add(parts, lower, upper)
        costs = np.zeros(self.columns + 2 * len(self.statements))
        for place, one in enumerate(self.statements):
            first = self.columns + 2 * place
            costs[first : first + 2] = 1.0 if one.unit is Unit.PERSONS else float(family_price)
        return Elastic(Solver(len(costs), rows), costs)

    def inside(self, interval: Interval) -> Stretch | None:
        """The stretches that lie wholly inside `interval`; None if none does."""
        first = bisect_left(self.days, interval.start.toordinal() - 1)
        last = bisect_right(self.days, interval.end.toordinal()) - 1
        return Stretch(first, last) if first < last else None

    def around(self, interval: Interval) -> Stretch | None:
        """The stretches that `interval` touches; None if it reaches beyond the days that statements speak of."""
        first, last = interval.start.toordinal() - 1, interval.end.toordinal()
        if not self.days or first < self.days[0] or last > self.days[-1]:
            return None
        return Stretch(bisect_right(self.days, first) - 1, bisect_left(self.days, last))

    def costs(self, people: People, stretch: Stretch) -> Vector:
        """The objective that counts `people` on a stretch."""
        costs = np.zeros(self.columns)
        for column, factor in self._flow(self._blocks[people], stretch):
            costs[column] += factor
        return costs

    def knows(self, people: People) -> bool:
        """Whether the programme tells these people apart."""
        return people in self._blocks

    @cached_property
    def membership(self) -> Vector:
        """Which blocks add up to each of `peoples`."""
        matrix = np.zeros((len(self.peoples), self._block_count))
        for place, people in enumerate(self.peoples):
            matrix[place, list(self._blocks[people])] = 1.0
        return matrix

    def totals(self, columns: Vector) -> Vector:
        """The running total of each of `peoples` at the end of each of `days`, in columns of any solution."""
        running = columns[: self.running].reshape(self._block_count, self.steps)
        return np.hstack([np.zeros((len(self.peoples), 1)), self.membership @ running])

    def persons_of_families(self) -> list[tuple[list[tuple[int, float]], float, float]]:
        """What each statement about families says of the persons of these families: a row and its bounds."""
        members = dict(entry for table in self._family_tables for entry in table)
        rows = []
        for one in self.statements:
            if one.unit is Unit.FAMILIES:
                persons = [block for family in self._blocks[People(one.unit, one.group)] for block in members[family]]
                widest, narrowest = self._widest(one), self._narrowest(one)
                least, most = float(one.lower * self.settings.household_min), INFINITY
                if one.upper is not None and one.whole and narrowest is not None:
                    most = float(one.upper * self.settings.household_max)
                if narrowest == widest:
                    rows.append((self._flow(persons, widest), least, most))
                    continue
                rows.append((self._flow(persons, widest), least, INFINITY))
                if narrowest is not None:
                    rows.append((self._flow(persons, narrowest), -INFINITY, most))
        return rows

    @cached_property
    def persons_columns(self) -> NDArray[np.bool_]:
        """Which columns count persons, not families."""
        units = {one.figure_id: one.unit for one in self.statements}
        blocks = np.arange(self._block_count) < self._person_blocks
        some = [units[figure_id] is Unit.PERSONS for figure_id in self.some]
        return np.concatenate([np.repeat(blocks, self.steps), np.array(some, dtype=bool)])

    @property
    def first_day(self) -> date:
        return min(one.start for one in self.statements)

    @property
    def last_day(self) -> date:
        return max(one.end for one in self.statements)

    def figures_of_rows(self, rows: Iterable[int]) -> tuple[str, ...]:
        """The figures that any of these rows belong to."""
        chosen = set(rows)
        return tuple(figure_id for figure_id, own in self.owners.items() if not chosen.isdisjoint(own))

    def rows_of(self, figures: Iterable[str]) -> set[int]:
        """The rows that would not be there without these figures."""
        return {row for figure_id in figures for row in self.owners[figure_id]}


class Elastic(NamedTuple):
    """A programme in which numbers may be missed, and what missing them costs."""

    solver: Solver
    costs: Vector


def _days_of(one: Statement) -> set[int]:
    """The days before the first and the last day of a statement, and those that may be meant instead."""
    first, last = one.start.toordinal() - 1, one.end.toordinal()
    days = {first, last, first - one.start_off, last + one.end_off}
    if first + one.start_off < last - one.end_off:
        days |= {first + one.start_off, last - one.end_off}
    return days


def _minus(parts: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    return [(column, -factor) for column, factor in parts]


def _order(people: People) -> tuple[str, int, list[tuple[str, str]]]:
    return people.unit.value, len(people.group), sorted(people.group)
