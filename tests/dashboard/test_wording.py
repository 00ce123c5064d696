"""Counts in words: what a headline may round, and what bounds say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.locales import words
from dashboard.wording import between, rounded
from etl.model import Quantifier


@pytest.mark.parametrize(
    ("number", "headline"),
    [(82, 82), (100, 100), (104, 100), (968, 970), (1_000, 1_000), (1_849, 1_800), (9_950, 10_000), (36_250, 36_000)],
)
def test_a_headline_rounds_by_the_size_of_the_number(number: int, headline: int) -> None:
    assert rounded(number, Quantifier.EXACT) == headline


def test_a_least_number_is_never_rounded_up_nor_a_most_number_down() -> None:
    assert rounded(8_550, Quantifier.AT_LEAST) == 8_500
    assert rounded(34_900, Quantifier.MORE_THAN) == 34_000
    assert rounded(34_100, Quantifier.AT_MOST) == 35_000


@given(st.integers(0, 10**9), st.sampled_from(Quantifier))
def test_rounding_moves_a_number_by_less_than_its_step(number: int, quantifier: Quantifier) -> None:
    step = 1 if number <= 100 else 10 if number <= 1_000 else 100 if number <= 10_000 else 1_000
    headline = rounded(number, quantifier)
    assert headline % step == 0
    assert abs(headline - number) < step


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ((9_300, 9_300, 9_300), "9,300"),
        ((0, 295, None), "295 (0 or more)"),
        ((6_450, 6_450, None), "at least 6,450"),
        ((1_786, 1_785, None), "more than 1,785"),
        ((753, None, 2_049), "753 to 2,049"),
        ((3_202, 3_370, 3_538), "3,370 (3,202 to 3,538)"),
        ((200, None, None), "200 or more"),
        ((None, None, None), "–"),
    ],
)
def test_bounds_in_words(bounds: tuple[int | None, int | None, int | None], said: str) -> None:
    assert between(words("en"), *bounds) == said
