"""What divides everybody: which groups exclude each other, and the leaves that tell groups apart."""

from __future__ import annotations

from itertools import product

import pytest

from etl.reconcile.groups import (
    EVERYBODY,
    Group,
    are_apart,
    condition,
    group_of,
    is_possible,
    leaves,
)

MEN, WOMEN, CHILDREN = (group_of("", name) for name in ("men", "women", "children"))
IRAQIS, SYRIANS, MEMBERS = group_of("IRQ", ""), group_of("SYR", ""), group_of("", "isis_members")


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("IRQ", "SYR", True),
        ("women", "men", True),
        ("women", "children", True),
        ("women_children", "men", True),
        ("women_children", "women", False),
        ("women", "isis_members", False),
        ("elderly", "women", False),
        ("elderly", "children", True),
        ("isis_members", "civilians", True),
        ("isis_members", "isis_families", False),
        ("fighters", "sdf_fighters", False),
        ("other:western", "SYR", True),
        ("other:western", "FRA", False),
        ("other:western", "other:foreign", False),
        ("idps", "children", False),
        ("newly named", "women", False),
    ],
)
def test_what_excludes_what(one: str, other: str, apart: bool) -> None:
    assert are_apart(condition(one), condition(other)) is apart
    assert are_apart(condition(other), condition(one)) is apart


def test_a_situation_may_say_that_more_groups_exclude_each_other() -> None:
    more = frozenset({frozenset({condition("other:foreign"), condition("SYR")})})
    foreign_syrians = group_of("SYR", "") | group_of("other:foreign", "")
    assert is_possible(foreign_syrians)
    assert not is_possible(foreign_syrians, more)


def test_a_population_of_three_capitals_is_told_from_a_nationality() -> None:
    assert group_of("", "IRQ") != group_of("IRQ", "")


def test_groups_that_exclude_each_other_have_a_leaf_each_and_one_for_the_rest() -> None:
    divided = leaves(frozenset({IRAQIS, SYRIANS}))
    assert divided.tables == ((frozenset(), frozenset({IRAQIS}), frozenset({SYRIANS})),)
    assert divided.of(EVERYBODY) == (0, (0, 1, 2))


def test_groups_that_nothing_names_together_keep_to_tables_of_their_own() -> None:
    divided = leaves(frozenset({IRAQIS, MEMBERS}))
    assert len(divided.tables) == 2
    assert divided.place[IRAQIS] != divided.place[MEMBERS]


def test_groups_that_are_named_together_share_a_table() -> None:
    both = IRAQIS | MEMBERS
    divided = leaves(frozenset({IRAQIS, MEMBERS, both}))
    (table,) = divided.tables
    assert len(table) == 4
    assert frozenset({IRAQIS, MEMBERS, both}) in table
    assert frozenset({both}) not in table


def test_women_and_children_are_the_union_of_both() -> None:
    union = group_of("", "women_children")
    (table,) = leaves(frozenset({union, WOMEN, CHILDREN, MEN})).tables
    assert {frozenset({WOMEN, union}), frozenset({CHILDREN, union}), frozenset({MEN}), frozenset()} == set(table)


def test_leaves_are_no_more_than_groups_tell_apart() -> None:
    codes = ("IRQ", "SYR", "FRA", "DEU", "TUR")
    groups = {group_of(code, "children") for code in codes} | {group_of("", "children")}
    (table,) = leaves(frozenset(groups)).tables
    # Children of five nationalities, other children, everybody else.
    assert len(table) == 7


def test_too_many_leaves_are_not_made_and_the_last_groups_overlap_with_all() -> None:
    free = [f"named {number}" for number in range(12)]
    groups: set[Group] = {group_of("IRQ", name) for name in free} | {group_of("", name) for name in free}
    divided = leaves(frozenset(groups), frozenset(), 50)
    assert set(divided.place) == groups
    assert all(len(table) <= 50 for table in divided.tables)


def test_every_person_belongs_to_one_leaf_of_every_table() -> None:
    groups = frozenset({IRAQIS, SYRIANS, WOMEN, IRAQIS | WOMEN, MEMBERS, WOMEN | MEMBERS})
    divided = leaves(groups)
    for nationality, sex, member in product(("", "IRQ", "SYR"), ("", "women", "men"), ("", "isis_members")):
        person = group_of(nationality, sex) | group_of("", member)
        of = {group for group in groups if group <= person}
        for number, table in enumerate(divided.tables):
            assert frozenset(group for group in of if divided.place[group] == number) in table
