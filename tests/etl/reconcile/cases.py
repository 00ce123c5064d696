"""Small sets of figures for the tests of reconciliation, and every flow in whole numbers that satisfies them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise, product
from typing import Any

from hypothesis import strategies as st

from etl.model import Figure, Quantifier, Unit
from etl.reconcile import Interval, Settings, Statement, Universe, settings_of
from etl.reconcile.statements import state
from etl.universe import ReadFigure, read_figures
from tests.etl.ledgers import SITUATION, figure, ledger

FIRST = date(2019, 1, 1)
HOUSEHOLD = (1, 3)


def day(number: int) -> date:
    """Day 1 is the first."""
    return FIRST + timedelta(days=number - 1)


def days(first: int, last: int) -> Interval:
    return Interval(day(first), day(last))


def flow(figure_id: str, first: int, last: int, value: int | None, /, **more: Any) -> Figure:
    """An exact batch from one day to another, in a report of its own."""
    return figure(
        figure_id, f"r{figure_id}", **({"value": value, "ref_start": day(first), "ref_end": day(last)} | more)
    )


def between(figure_id: str, first: int, last: int, lower: int, upper: int, /, **more: Any) -> Figure:
    """A range from one day to another."""
    return flow(
        figure_id, first, last, None, **({"quantifier": Quantifier.RANGE, "lower": lower, "upper": upper} | more)
    )


def read(figures: Iterable[Figure], household: tuple[int, int] = (1, 15)) -> tuple[list[ReadFigure], Settings]:
    """The figures as a situation reads them, and its settings."""
    one = ledger(figures, situation=replace(SITUATION, household_min=household[0], household_max=household[1]))
    return read_figures(one), settings_of(one)


def statements_of(
    figures: Iterable[Figure], household: tuple[int, int] = (1, 15)
) -> tuple[Universe, tuple[Statement, ...], Settings]:
    """The statements of figures that all belong to one universe."""
    all_read, settings = read(figures, household)
    ((universe, statements),) = state(all_read, settings).universes.items()
    return universe, statements, settings


@dataclass(frozen=True)
class Flows:
    """Every flow of some days that satisfies statements, by trying each; people and families are at most so many.

    A person is of a nationality and in the population "members" or not. Families are told apart by nationality alone, and
    only if a statement about families does. A flow gives, for each kind of person or family and each day, how many came.
    """

    statements: Sequence[Statement]
    last: int
    most: int
    nationalities: tuple[str, ...] = ("",)
    members: bool = False
    families: bool = False

    @cached_property
    def persons(self) -> list[tuple[str, bool]]:
        return list(product(self.nationalities, (False, True) if self.members else (False,)))

    @cached_property
    def kinds_of_families(self) -> tuple[str, ...]:
        named = {one.key[0] for one in self.statements if one.unit is Unit.FAMILIES}
        return tuple(name for name in self.nationalities if not name or name in named)

    @cached_property
    def stretches(self) -> list[tuple[int, int]]:
        """Days between which no statement begins or ends, as the household sizes hold of each such stretch."""
        edges = {(one.start - FIRST).days for one in self.statements} | {
            (one.end - FIRST).days + 1 for one in self.statements
        }
        ordered = sorted(edges)
        return list(pairwise(ordered))

    @cached_property
    def all(self) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        return [
            (people, families)
            for people in _sums_up_to(self.most, len(self.persons) * self.last)
            if self._holds(people, (), Unit.PERSONS)
            for families in self._families(people)
            if self._holds(people, families, Unit.FAMILIES)
        ]

    def _families(self, people: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if not self.families:
            yield ()
            return
        for families in _sums_up_to(sum(people), len(self.kinds_of_families) * self.last):
            if all(
                HOUSEHOLD[0] * born <= here <= HOUSEHOLD[1] * born
                for kind in self.kinds_of_families
                for first, last in self.stretches
                for here in [self._count(people, (), Unit.PERSONS, self._of_kind(kind), False, first, last)]
                for born in [self._count(people, families, Unit.FAMILIES, {kind}, False, first, last)]
            ):
                yield families

    def _of_kind(self, kind: str) -> set[str]:
        """The nationalities of a kind of families: its own, or all that no kind is made for."""
        return (
            {kind} if kind else {name for name in self.nationalities if not name or name not in self.kinds_of_families}
        )

    def _holds(self, people: tuple[int, ...], families: tuple[int, ...], unit: Unit) -> bool:
        for one in self.statements:
            if one.unit is unit:
                number = self.number(people, families, one.unit, *one.key, one.start, one.end)
                if number < one.lower or (one.upper is not None and number > one.upper):
                    return False
        return True

    def number(
        self,
        people: tuple[int, ...],
        families: tuple[int, ...],
        unit: Unit,
        nationality: str,
        population: str,
        start: date,
        end: date,
    ) -> int:
        wanted = {nationality} if nationality else set(self.nationalities)
        first, last = (start - FIRST).days, (end - FIRST).days + 1
        return self._count(people, families, unit, wanted, bool(population), first, last)

    def _count(
        self,
        people: tuple[int, ...],
        families: tuple[int, ...],
        unit: Unit,
        nationalities: set[str],
        members_only: bool,
        first: int,
        last: int,
    ) -> int:
        if unit is Unit.FAMILIES:
            return sum(
                sum(families[place * self.last + first : place * self.last + last])
                for place, kind in enumerate(self.kinds_of_families)
                if kind in nationalities
            )
        return sum(
            sum(people[place * self.last + first : place * self.last + last])
            for place, (nationality, member) in enumerate(self.persons)
            if nationality in nationalities and (member or not members_only)
        )

    def range(self, unit: Unit, nationality: str, population: str, interval: Interval) -> tuple[int, int]:
        """The least and the most of all flows."""
        numbers = [
            self.number(people, families, unit, nationality, population, *interval) for people, families in self.all
        ]
        return min(numbers), max(numbers)


def _sums_up_to(most: int, places: int) -> Iterator[tuple[int, ...]]:
    """Every row of so many numbers that add up to at most `most`."""
    if places == 0:
        yield ()
        return
    for first in range(most + 1):
        for rest in _sums_up_to(most - first, places - 1):
            yield (first, *rest)


@dataclass(frozen=True)
class Shape:
    """How large a case is, and whom its figures name."""

    last: int
    most: int
    nationalities: tuple[str, ...] = ("",)
    members: bool = False
    families: bool = False

    def flows(self, statements: Sequence[Statement]) -> Flows:
        return Flows(statements, self.last, self.most, self.nationalities, self.members, self.families)


SHAPES = (
    Shape(4, 5),
    Shape(3, 5, ("", "IRQ")),
    Shape(2, 4, ("", "IRQ", "SYR")),
    Shape(2, 4, ("", "IRQ"), members=True),
    Shape(3, 5, families=True),
    Shape(2, 4, ("", "IRQ"), families=True),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Shape, list[Figure]]:
    """A shape and figures of it; the first says that no more came than can be tried out."""
    shape = draw(st.sampled_from(SHAPES))
    figures = [between("f0", 1, shape.last, 0, shape.most)]
    for number in range(1, draw(st.integers(1, 5)) + 1):
        first = draw(st.integers(1, shape.last))
        families = shape.families and draw(st.booleans())
        group = {
            "nationality": draw(st.sampled_from(shape.nationalities)),
            "population": draw(st.sampled_from(["", "members"])) if shape.members and not families else "",
            "unit": Unit.FAMILIES if families else Unit.PERSONS,
        }
        lower = draw(st.integers(0, shape.most))
        figures.append(
            between(
                f"f{number}",
                first,
                draw(st.integers(first, shape.last)),
                lower,
                lower + draw(st.integers(0, 2)),
                **group,
            )
        )
    return shape, figures
