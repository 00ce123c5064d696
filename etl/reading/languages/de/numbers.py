"""German numbers in words, written in one: below a thousand, round thousands, and those with a round hundred."""

from __future__ import annotations

from etl.reading.languages.numerals import entries, tens_and_ones, times

_ONES = {"zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9}
_TEENS = {
    "zehn": 10,
    "elf": 11,
    "zwölf": 12,
    "dreizehn": 13,
    "vierzehn": 14,
    "fünfzehn": 15,
    "sechzehn": 16,
    "siebzehn": 17,
    "achtzehn": 18,
    "neunzehn": 19,
}
_TENS = {
    "zwanzig": 20,
    "dreißig": 30,
    "dreissig": 30,
    "vierzig": 40,
    "fünfzig": 50,
    "sechzig": 60,
    "siebzig": 70,
    "achtzig": 80,
    "neunzig": 90,
}
_BELOW_HUNDRED = _ONES | _TEENS | _TENS | dict(tens_and_ones(_TENS, {"ein": 1} | _ONES, "{one}und{ten}"))
_HUNDREDS = dict(times({"": 1, "ein": 1} | _ONES, "hundert", 100))
_BELOW_THOUSAND = (
    _BELOW_HUNDRED | dict(tens_and_ones(_HUNDREDS, {"eins": 1} | _BELOW_HUNDRED, "{ten}{one}")) | _HUNDREDS
)
_THOUSANDS = dict(times({"": 1, "ein": 1} | _BELOW_HUNDRED, "tausend", 1000))

NUMBERS = entries(
    [("ein", 1), ("eine", 1), ("einen", 1), ("einer", 1), ("einem", 1)],
    [(word, value) for word, value in _BELOW_THOUSAND.items() if word != "hundert"],
    times({word: value for word, value in _TEENS.items() if value > 10}, "hundert", 100),
    [(word, value) for word, value in _THOUSANDS.items() if word != "tausend"],
    times(_HUNDREDS, "tausend", 1000),
    tens_and_ones(_THOUSANDS, _HUNDREDS, "{ten}{one}"),
    [
        (f"{hundred}{rest}tausend", (high + low) * 1000)
        for hundred, high in _HUNDREDS.items()
        for rest, low in _BELOW_HUNDRED.items()
    ],
    [
        ("ein dutzend", 12),
        ("ein halbes dutzend", 6),
        ("zwei dutzend", 24),
        ("drei dutzend", 36),
        ("eine viertelmillion", 250_000),
        ("eine viertel million", 250_000),
        ("eine halbe million", 500_000),
        ("eine dreiviertelmillion", 750_000),
        ("anderthalb millionen", 1_500_000),
        ("eineinhalb millionen", 1_500_000),
        ("zweieinhalb millionen", 2_500_000),
        ("dreieinhalb millionen", 3_500_000),
        ("viereinhalb millionen", 4_500_000),
        ("anderthalbtausend", 1500),
    ],
)
