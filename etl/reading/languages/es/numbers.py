"""Spanish numbers in words: what is irregular listed, the rest by rule."""

from __future__ import annotations

from etl.reading.languages.numerals import entries, tens_and_ones

_ONES = {"un": 1, "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7}
_ONES |= {"ocho": 8, "nueve": 9}
_TO_THIRTY = {
    "diez": 10,
    "once": 11,
    "doce": 12,
    "trece": 13,
    "catorce": 14,
    "quince": 15,
    "dieciséis": 16,
    "diecisiete": 17,
    "dieciocho": 18,
    "diecinueve": 19,
    "veinte": 20,
    "veintiún": 21,
    "veintiuno": 21,
    "veintiuna": 21,
    "veintidós": 22,
    "veintitrés": 23,
    "veinticuatro": 24,
    "veinticinco": 25,
    "veintiséis": 26,
    "veintisiete": 27,
    "veintiocho": 28,
    "veintinueve": 29,
}
_TENS = {"treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90}
_HUNDREDS = {
    "doscientos": 200,
    "trescientos": 300,
    "cuatrocientos": 400,
    "quinientos": 500,
    "seiscientos": 600,
    "setecientos": 700,
    "ochocientos": 800,
    "novecientos": 900,
}

NUMBERS = entries(
    _ONES.items(),
    _TO_THIRTY.items(),
    _TENS.items(),
    tens_and_ones(_TENS, _ONES, "{ten} y {one}"),
    [("cien", 100), ("ciento", 100)],
    _HUNDREDS.items(),
    [(word[:-2] + "as", value) for word, value in _HUNDREDS.items()],
    [
        ("medio millón", 500_000),
        ("un cuarto de millón", 250_000),
    ],
)

ROUND = entries(
    [
        ("un par", 2),
        ("una decena", 10),
        ("una docena", 12),
        ("una quincena", 15),
        ("una veintena", 20),
        ("una treintena", 30),
        ("una cuarentena", 40),
        ("medio centenar", 50),
        ("una cincuentena", 50),
        ("un centenar", 100),
        ("medio millar", 500),
        ("un millar", 1000),
        ("una decena de miles", 10_000),
        ("un centenar de miles", 100_000),
    ],
)
"""Words that stand for a round number."""
