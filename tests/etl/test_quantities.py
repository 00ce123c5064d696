"""What printed words say: the table of the method page, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import NotFoundError, WaymarkError
from etl.model import Quantifier
from etl.quantities import TABLES, last_significant_place, quantity_table, read_quantity

WAYMARK = TABLES["waymark"]


@pytest.mark.parametrize(("number", "place"), [(36_250, 10), (23_200, 100), (6_000, 1_000), (3_371, 1), (0, 1), (7, 1)])
def test_last_significant_place(number: int, place: int) -> None:
    assert last_significant_place(number) == place


@pytest.mark.parametrize(
    ("printed", "quantifier", "value", "lower", "upper", "words", "bounds"),
    [
        ("36,250", Quantifier.EXACT, 36_250, None, None, "", (36_250, 36_250, 36_250)),
        ("about 13,950", Quantifier.ABOUT, 13_950, None, None, "", (13_253, 13_950, 14_647)),
        ("about 3,370", Quantifier.ABOUT, 3_370, None, None, "", (3_202, 3_370, 3_538)),
        ("about 6,000", Quantifier.ABOUT, 6_000, None, None, "", (5_500, 6_000, 6_500)),
        ("nearly 5,000", Quantifier.ABOUT, 5_000, None, 5_000, "", (4_500, 5_000, 5_000)),
        ("about 0", Quantifier.ABOUT, 0, None, None, "", (0, 0, 0)),
        ("at least 75", Quantifier.AT_LEAST, 75, None, None, "", (75, 75, None)),
        ("more than 34,200", Quantifier.MORE_THAN, 34_200, None, None, "", (34_201, 34_200, None)),
        ("up to 90", Quantifier.AT_MOST, 90, None, None, "", (0, 90, 90)),
        ("less than 90", Quantifier.LESS_THAN, 90, None, None, "", (0, 89, 89)),
        ("4,500–6,000", Quantifier.RANGE, None, 4_500, 6_000, "", (4_500, 5_250, 6_000)),
        ("tens", Quantifier.VAGUE, None, None, None, "tens", (20, None, None)),
        ("dozens", Quantifier.VAGUE, None, None, None, "dozens of families", (24, None, None)),
        ("hundreds", Quantifier.VAGUE, None, None, None, "Hundreds", (200, None, None)),
        ("thousands", Quantifier.VAGUE, None, None, None, "thousands", (2_000, None, None)),
        ("tens of thousands", Quantifier.VAGUE, None, None, None, "tens of thousands", (20_000, None, None)),
        ("several", Quantifier.VAGUE, None, None, None, "several", (2, None, None)),
        ("many", Quantifier.VAGUE, None, None, None, "many", (2, None, None)),
        ("مئات", Quantifier.VAGUE, None, None, None, "مئات المدنيين", (200, None, None)),
        ("عشرات الآلاف", Quantifier.VAGUE, None, None, None, "عشرات الآلاف", (20_000, None, None)),
        ("a word of no table, its least given", Quantifier.VAGUE, None, 3, None, "a handful", (3, None, None)),
        ("more than 500 but at most 600", Quantifier.MORE_THAN, 500, None, 600, "", (501, 500, 600)),
    ],
)
def test_the_table_of_the_method_page(
    printed: str,
    quantifier: Quantifier,
    value: int | None,
    lower: int | None,
    upper: int | None,
    words: str,
    bounds: tuple[int, int | None, int | None],
) -> None:
    read = read_quantity(quantifier, value, lower, upper, words, WAYMARK)
    assert (read.lower, read.point, read.upper) == bounds, printed
    assert read.table == "waymark"


@pytest.mark.parametrize(
    ("table", "hundreds", "dozens"), [("waymark", 200, 24), ("acled", 100, 12), ("crowd_counting", 200, 24)]
)
def test_named_tables_read_words_their_own_way(table: str, hundreds: int, dozens: int) -> None:
    for words, least in (("hundreds", hundreds), ("dozens", dozens)):
        # A least in the row is the reading of whoever typed it; the table of the situation decides.
        read = read_quantity(Quantifier.VAGUE, None, 200, None, words, quantity_table(table))
        assert (read.lower, read.point, read.upper, read.table) == (least, None, None, table)


def test_an_unknown_table_names_those_there_are() -> None:
    with pytest.raises(NotFoundError, match="waymark, acled, crowd_counting"):
        quantity_table("mine")


@pytest.mark.parametrize(
    ("quantifier", "words"), [(Quantifier.EXACT, ""), (Quantifier.RANGE, ""), (Quantifier.VAGUE, "a crowd")]
)
def test_a_quantity_without_its_number_is_refused(quantifier: Quantifier, words: str) -> None:
    with pytest.raises(WaymarkError):
        read_quantity(quantifier, None, None, None, words, WAYMARK)


@given(
    st.sampled_from([one for one in Quantifier if one not in (Quantifier.RANGE, Quantifier.VAGUE)]),
    st.integers(0, 10**7),
)
def test_bounds_hold_their_point_but_for_more_than(quantifier: Quantifier, value: int) -> None:
    read = read_quantity(quantifier, value, None, None, "", WAYMARK)
    assert read.point is not None
    assert 0 <= read.lower <= read.point + (quantifier is Quantifier.MORE_THAN)
    assert read.upper is None or read.point <= read.upper


@given(st.integers(1, 10**7))
def test_about_is_never_wider_than_its_rule(value: int) -> None:
    read = read_quantity(Quantifier.ABOUT, value, None, None, "", WAYMARK)
    assert read.upper is not None
    half = max(last_significant_place(value) / 2, value * 0.05)
    assert read.upper - value == value - read.lower
    assert half - 1 < read.upper - value <= half
