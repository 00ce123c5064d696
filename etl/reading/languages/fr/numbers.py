"""French numbers in words: what is irregular listed, the rest by rule."""

from __future__ import annotations

from etl.reading.languages.numerals import entries, tens_and_ones

_ONES = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9}
_TEENS = {
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
    "dix-sept": 17,
    "dix-huit": 18,
    "dix-neuf": 19,
}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_ELSEWHERE = {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
"""Belgium and Switzerland count in tens all the way."""

NUMBERS = entries(
    [("un", 1), ("une", 1)],
    _ONES.items(),
    _TEENS.items(),
    _TENS.items(),
    _ELSEWHERE.items(),
    tens_and_ones(_TENS | _ELSEWHERE, _ONES),
    tens_and_ones(_TENS | _ELSEWHERE, {"un": 1, "une": 1}, "{ten} et {one}"),
    tens_and_ones(_TENS | _ELSEWHERE, {"un": 1, "une": 1}, "{ten}-et-{one}"),
    [("soixante et onze", 71), ("soixante-et-onze", 71)],
    tens_and_ones({"soixante": 60}, _TEENS),
    [("quatre-vingts", 80), ("quatre-vingt", 80), ("quatre-vingt-un", 81), ("quatre-vingt-une", 81)],
    tens_and_ones({"quatre-vingt": 80}, _ONES | _TEENS),
    [("cent", 100), ("cents", 100)],
    [
        ("demi-million", 500_000),
        ("un demi-million", 500_000),
    ],
)

ROUND = entries(
    [
        ("une dizaine", 10),
        ("une douzaine", 12),
        ("une quinzaine", 15),
        ("une vingtaine", 20),
        ("une trentaine", 30),
        ("une quarantaine", 40),
        ("une cinquantaine", 50),
        ("une soixantaine", 60),
        ("une centaine", 100),
        ("deux centaines", 200),
        ("un millier", 1000),
        ("deux milliers", 2000),
        ("trois milliers", 3000),
        ("une dizaine de milliers", 10_000),
        ("une vingtaine de milliers", 20_000),
        ("une trentaine de milliers", 30_000),
        ("une centaine de milliers", 100_000),
    ],
)
"""Words that stand for a round number."""
