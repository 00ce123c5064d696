"""Groups of people and the leaves that they divide everybody into.

A group is a set of conditions that all hold: Iraqi; Iraqi and reported as a member; nobody's condition: everybody. Two
conditions may exclude each other (two nationalities, women and men), one may be made of others (women and children),
and otherwise they overlap in ways that no report states. What excludes what is a choice and stands in the tables below,
each line with its reason; a nationality or a population that no table names overlaps with everything. To say that two
groups overlap when they do not only widens bounds; the other mistake would make them wrong.

The method page asks for the running total of each leaf, "nationality × population, with a leaf for other or unstated".
Leaves are not made for every product of conditions, as most of them would never be told apart: conditions that no
figure names together keep to tables of their own, all with the same sum. Such tables are marginals of one common table
whenever their sums agree, in whole numbers too, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple


class Condition(NamedTuple):
    """What a figure's column `nationality` or `population` says of people."""

    column: str
    name: str


Group = frozenset[Condition]
"""Conditions that all hold."""

EVERYBODY: Group = frozenset()

Apart = frozenset[frozenset[Condition]]
"""Pairs of conditions that no person meets both of."""


def condition(name: str) -> Condition:
    """The condition that a name stands for: "IRQ" and "other:western" are nationalities, other names populations."""
    code = len(name) == 3 and name.isascii() and name.isalpha() and name.isupper()
    return Condition("nationality" if code or name.startswith("other:") else "population", name)


_EXCLUSIVE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("women", "men", "children"), "reports split people into adults by sex, and minors"),
    (("women_children", "men"), "the union of two that are apart from men"),
    (("children", "elderly"), "ages; old people are women or men all the same"),
    (("isis_members", "civilians"), "reports give members as those who are not civilians"),
    (("isis_members", "sdf_fighters"), "the two sides of one fight"),
    (("isis_members", "aid_workers"), "aid workers are civilians"),
    (("isis_families", "sdf_fighters"), "families of the one side; some reports count members among the families"),
    (("civilians", "sdf_fighters"), "who fights is no civilian"),
    (("civilians", "fighters"), "who fights is no civilian; fighters may be of any side"),
    (("civilians", "soldiers"), "who serves is no civilian"),
    (("aid_workers", "fighters"), "aid workers are civilians"),
    (("aid_workers", "sdf_fighters"), "aid workers are civilians"),
    (("aid_workers", "soldiers"), "aid workers are civilians"),
    (("other:western", "SYR"), "the word leaves out the region"),
    (("other:western", "IRQ"), "the word leaves out the region"),
    (("other:third country nationals", "SYR"), "neither of the host country nor of the neighbour, as UN agencies say"),
    (("other:third country nationals", "IRQ"), "neither of the host country nor of the neighbour, as UN agencies say"),
    (("other:non-Syrian", "SYR"), "by its words"),
    (("other:non-Iraqi", "IRQ"), "by its words"),
)
"""Conditions of which a person meets one at most, with the reason."""

_UNIONS: dict[str, tuple[str, ...]] = {"women_children": ("women", "children")}
"""Conditions that are met by whoever meets one of others."""

_TABLE: Apart = frozenset(
    frozenset((condition(one), condition(other))) for names, _ in _EXCLUSIVE for one, other in combinations(names, 2)
)
_PARTS = {condition(name): tuple(condition(part) for part in parts) for name, parts in _UNIONS.items()}
_MOST_LEAVES = 400


@lru_cache(maxsize=4096)
def group_of(nationality: str, population: str) -> Group:
    """The group that a figure's two columns name."""
    columns = (Condition("nationality", nationality), Condition("population", population))
    return frozenset(condition for condition in columns if condition.name)


def are_apart(one: Condition, other: Condition, more: Apart = frozenset()) -> bool:
    """Whether nobody meets both conditions: by the tables, by `more`, or as two nationalities with a code.

    People of two nationalities are counted once by every report we know, under one of them.
    """
    return (_is_code(one) and _is_code(other) and one != other) or frozenset((one, other)) in _TABLE | more


def is_possible(group: Group, more: Apart = frozenset()) -> bool:
    """Whether anybody can meet all conditions of `group`."""
    return not any(are_apart(one, other, more) for one, other in combinations(sorted(group), 2))


def _is_code(condition: Condition) -> bool:
    return condition.column == "nationality" and not condition.name.startswith("other:")


@dataclass(frozen=True, slots=True)
class Leaves:
    """What a set of groups divides everybody into.

    `tables` holds one tuple of leaves for each set of conditions that are named together; a leaf is the set of those
    groups whose members it holds, the empty one being "other or unstated". The leaves of every table add up to
    everybody. `place` gives each group the table that its leaves stand in.
    """

    tables: tuple[tuple[frozenset[Group], ...], ...]
    place: dict[Group, int]

    def of(self, group: Group) -> tuple[int, tuple[int, ...]]:
        """The table of `group` and the numbers of its leaves in there. Raises KeyError for a group not divided by."""
        if not group:
            return 0, tuple(range(len(self.tables[0])))
        table = self.place[group]
        return table, tuple(number for number, leaf in enumerate(self.tables[table]) if group in leaf)


@lru_cache(maxsize=1024)
def leaves(groups: frozenset[Group], more: Apart = frozenset(), most: int = _MOST_LEAVES) -> Leaves:
    """The coarsest division of everybody that tells `groups` apart.

    Where a table would have more than `most` leaves, the groups that come last (of most conditions, then by name) are
    taken as overlapping with all others in any way, which widens bounds and never makes them wrong.
    """
    named = sorted((group for group in groups if group), key=lambda group: (len(group), sorted(group)))
    dimensions = _dimensions({condition for group in named for condition in group}, more)
    tables: list[tuple[frozenset[Group], ...]] = []
    place: dict[Group, int] = {}
    for together in _named_together(named, dimensions):
        joined: list[Group] = []
        cells: list[frozenset[Group]] = [frozenset()]
        alone: list[Group] = []
        for group in together:
            tried = _cells([*joined, group], dimensions, more, most)
            if tried is None:
                alone.append(group)
            else:
                joined.append(group)
                cells = tried
        place |= dict.fromkeys(joined, len(tables))
        tables.append(tuple(cells))
        for group in alone:
            place[group] = len(tables)
            tables.append((frozenset(), frozenset((group,))))
    return Leaves(tuple(tables) or ((frozenset(),),), place)


def _dimensions(conditions: set[Condition], more: Apart) -> dict[Condition, int]:
    """Each condition's dimension: conditions that a table relates to each other share one."""
    whole = set(conditions)
    for name in conditions:
        whole.update(_PARTS.get(name, ()))
    names = sorted(whole)
    parent = {name: name for name in names}

    def root(name: Condition) -> Condition:
        while parent[name] != name:
            name = parent[name]
        return name

    for one, other in combinations(names, 2):
        if are_apart(one, other, more) or one in _PARTS.get(other, ()) or other in _PARTS.get(one, ()):
            parent[root(other)] = root(one)
    roots = sorted({root(name) for name in names})
    return {name: roots.index(root(name)) for name in names}


def _named_together(groups: Sequence[Group], dimensions: dict[Condition, int]) -> list[list[Group]]:
    """The groups by the sets of dimensions that chains of them join."""
    joined: list[tuple[set[int], list[Group]]] = []
    for group in groups:
        needed = {dimensions[condition] for condition in group}
        members = [group]
        apart = []
        for other_needed, other_members in joined:
            if needed & other_needed:
                needed |= other_needed
                members = other_members + members
            else:
                apart.append((other_needed, other_members))
        joined = [*apart, (needed, members)]
    together = [sorted(members, key=lambda group: (len(group), sorted(group))) for _, members in joined]
    return sorted(together, key=lambda members: (len(members[0]), sorted(members[0])))


def _cells(
    groups: Sequence[Group], dimensions: dict[Condition, int], more: Apart, most: int
) -> list[frozenset[Group]] | None:
    """Which of `groups` a person can belong to at once, every possible combination; None when there are too many.

    Dimension by dimension: what counts of a person so far is only which groups they may still belong to.
    """
    needed = {dimensions[condition] for group in groups for condition in group}
    alive: set[frozenset[Group]] = {frozenset(groups)}
    for dimension in sorted(needed):
        names = [name for name, number in dimensions.items() if number == dimension]
        choices = {
            frozenset(group for group in groups if all(_meets(person, name) for name in group if name in names))
            for person in _persons(names, more)
        }
        alive = {before & choice for before in alive for choice in choices}
        if len(alive) > most:
            return None
    return sorted(alive, key=lambda leaf: sorted(sorted(group) for group in leaf))


def _persons(names: Sequence[Condition], more: Apart) -> Iterable[frozenset[Condition]]:
    """Every combination of basic conditions of one dimension that a person can meet."""
    basic = [name for name in names if name not in _PARTS]

    def grow(chosen: tuple[Condition, ...], rest: Sequence[Condition]) -> Iterable[frozenset[Condition]]:
        yield frozenset(chosen)
        for number, name in enumerate(rest):
            if all(not _excludes(name, other, names, more) for other in chosen):
                yield from grow((*chosen, name), rest[number + 1 :])

    return grow((), basic)


def _excludes(one: Condition, other: Condition, names: Sequence[Condition], more: Apart) -> bool:
    """Whether the two basic conditions are apart, themselves or because a union that holds one is."""
    ones = [one, *(name for name in names if one in _PARTS.get(name, ()))]
    others = [other, *(name for name in names if other in _PARTS.get(name, ()))]
    return any(are_apart(left, right, more) for left in ones for right in others)


def _meets(person: frozenset[Condition], condition: Condition) -> bool:
    return condition in person or any(part in person for part in _PARTS.get(condition, ()))
