"""Phrasings and what they say, in five languages, and phrasings that count no people."""

from __future__ import annotations

from datetime import date

import pytest

from etl.model import Basis, Kind, Measure, Modality, Quantifier, Unit
from etl.reading import ReportContext, read_report
from tests.etl.reading.phrasings import PUBLISHED, read

NUMBERS = [
    ("36 250 people left the camp.", "en", 36250),
    ("36,250 people left the camp.", "en", 36250),
    ("1.100 personas huyeron de la zona.", "es", 1100),
    ("5.9 million people were displaced.", "en", 5_900_000),
    ("Some 54 thousand people were displaced.", "en", 54_000),
    ("A dozen people were killed.", "en", 12),
    ("Five thousand seven hundred and eighty people were displaced.", "en", 5780),
    ("نزح 26 ألفا و950 شخصا.", "ar", 26_950),
    ("نزح ألفين شخص من القرية.", "ar", 2000),
    ("نزح خمسة الاف وسبعمائة وثمانين شخصا.", "ar", 5780),
    ("خرج ٣٤٠ شخصا من المخيم.", "ar", 340),
    ("خرج 194شخص من المخيم.", "ar", 194),
    ("Environ 2 300 personnes ont fui.", "fr", 2300),
    ("Etwa 12.000 Menschen flohen aus der Stadt.", "de", 12_000),
]


@pytest.mark.parametrize(("text", "language", "value"), NUMBERS)
def test_numbers_are_read_with_any_separators_and_in_words(text: str, language: str, value: int) -> None:
    assert [proposal.value for proposal in read(text, language)] == [value]


QUANTIFIERS = [
    ("more than 300 people were killed", "en", Quantifier.MORE_THAN),
    ("at least 300 people were killed", "en", Quantifier.AT_LEAST),
    ("no fewer than 300 people were killed", "en", Quantifier.AT_LEAST),
    ("as many as 300 people were killed", "en", Quantifier.AT_MOST),
    ("just under 300 people were killed", "en", Quantifier.ABOUT),
    ("nearly 300 people were killed", "en", Quantifier.ABOUT),
    ("fewer than 300 people were killed", "en", Quantifier.LESS_THAN),
    ("between 300 and 400 people were killed", "en", Quantifier.RANGE),
    ("300-400 people were killed", "en", Quantifier.RANGE),
    ("hundreds of people were killed", "en", Quantifier.VAGUE),
    ("قتل ما لا يقل عن 300 شخص", "ar", Quantifier.AT_LEAST),
    ("قتل ما يزيد عن 300 شخص", "ar", Quantifier.MORE_THAN),
    ("قتل نحو 300 شخص", "ar", Quantifier.ABOUT),
    ("قتل قرابة 300 شخص", "ar", Quantifier.ABOUT),
    ("قتل 300 شخص على الأقل", "ar", Quantifier.AT_LEAST),
    ("au moins 300 personnes ont été tuées", "fr", Quantifier.AT_LEAST),
    ("al menos 300 personas murieron", "es", Quantifier.AT_LEAST),
    ("mindestens 300 Menschen wurden getötet", "de", Quantifier.AT_LEAST),
]


@pytest.mark.parametrize(("text", "language", "quantifier"), QUANTIFIERS)
def test_quantifiers_before_and_after_the_number(text: str, language: str, quantifier: Quantifier) -> None:
    (figure,) = read(text, language)
    assert (figure.quantifier, figure.measure) == (quantifier, Measure.DEATHS)


TIMES = [
    (
        "Since the 1st of December 2018 until today, the 30th of January 2019, 500 people left the camp.",
        date(2018, 12, 1),
        date(2019, 1, 30),
        Basis.CUMULATIVE,
    ),
    (
        "Yesterday, Wednesday the 30th of January 2019, 500 people left the camp.",
        date(2019, 1, 30),
        date(2019, 1, 30),
        Basis.PERIOD,
    ),
    ("500 people left the camp on Tuesday.", date(2019, 1, 29), date(2019, 1, 29), Basis.PERIOD),
    ("500 people left the camp over the past two weeks.", date(2019, 1, 17), date(2019, 1, 31), Basis.CUMULATIVE),
    ("500 people left the camp in the last 24 hours.", date(2019, 1, 30), date(2019, 1, 31), Basis.PERIOD),
    ("500 people left the camp between 12 and 17 January.", date(2019, 1, 12), date(2019, 1, 17), Basis.CUMULATIVE),
    ("500 people left the camp.", None, PUBLISHED, Basis.PERIOD),
    ("خرج 500 شخص من المخيم منذ الأول من ديسمبر الفائت.", date(2018, 12, 1), PUBLISHED, Basis.CUMULATIVE),
    ("خرج 500 شخص من المخيم في كانون الأول الماضي.", date(2018, 12, 1), date(2018, 12, 31), Basis.PERIOD),
    ("خرج 500 شخص من المخيم اليوم الـ 30 من يناير الجاري.", date(2019, 1, 30), date(2019, 1, 30), Basis.PERIOD),
]


@pytest.mark.parametrize(("text", "start", "end", "basis"), TIMES)
def test_dates_are_resolved_against_the_report(text: str, start: date | None, end: date, basis: Basis) -> None:
    (figure,) = read(text, "ar" if text[0] > "\u0600" else "en")
    assert (figure.ref_start, figure.ref_end, figure.basis) == (start, end, basis)


NO_FIGURES = [
    "At least 250 trucks entered the area.",
    "700 soldiers arrived at the base.",
    "The convoy drove 30 km to the border.",
    "The agency asked for $5,000 for each tent.",
    "A 35-year-old man spoke to us in 2019.",
    "About 45 percent voted.",
    "Displacement was reported in 16 of 18 states.",
    "Food aid reached 12,000 people.",
    "The plan has 36 projects.",
    "حملت القافلة 250 شاحنة.",
    "على بعد 30 كلم من المدينة.",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_counts_no_people_is_no_figure(text: str) -> None:
    assert read(text, "ar" if text[0] > "\u0600" else "en") == ()


def test_parts_of_parts_name_their_whole() -> None:
    whole, part, members = read("15,400 people left the camp, including 9,000 Iraqis, 750 of whom children.")
    assert (part.part_of, part.nationality) == (whole.figure_id, "IRQ")
    assert members.part_of == part.figure_id


def test_the_same_people_in_families() -> None:
    people, families = read("On Monday 858 people (240 families) left the camp.")
    assert (families.unit, families.same_as, families.value) == (Unit.FAMILIES, people.figure_id, 240)
    assert families.ref_start == people.ref_start == date(2019, 1, 28)


def test_a_nationality_in_arabic_words() -> None:
    (figure,) = read("خرج 23200 شخصاً من الجنسية العراقية من المخيم.", "ar")
    assert (figure.nationality, figure.unit) == ("IRQ", Unit.PERSONS)


def test_an_ethnicity_is_no_nationality() -> None:
    (figure,) = read("12 Yezidi women were released.")
    assert (figure.nationality, figure.population) == ("", "women")


def test_a_stock_has_a_date_and_no_start() -> None:
    (figure,) = read("As of 19 January, the camp hosts 68,744 people.")
    assert (figure.measure, figure.kind) == (Measure.POPULATION, Kind.STOCK)
    assert (figure.ref_start, figure.ref_end) == (None, date(2019, 1, 19))


def test_what_is_expected_is_not_reported() -> None:
    (figure,) = read("A further 1,000 people are expected to arrive at the camp.")
    assert figure.modality is Modality.PROJECTED


@pytest.mark.parametrize("text", ["500 people left on 31 February 2019.", "خرج 500 شخص في 31 فبراير 2019."])
def test_a_date_that_cannot_be_is_a_finding_and_no_guess(text: str) -> None:
    reading = read_report(text, ReportContext("t", "Tester", PUBLISHED, "ar" if text[0] > "\u0600" else "en"))
    assert [finding.code for finding in reading.findings] == ["impossible_date"]
    assert [(figure.ref_start, figure.ref_end) for figure in reading.proposals] == [(None, None)]


def test_an_end_before_its_start_is_a_finding_and_no_guess() -> None:
    reading = read_report(
        "Since 1 July 2019 until 5 May 2019, 500 people left.", ReportContext("t", "Tester", date(2019, 8, 1), "en")
    )
    assert [finding.code for finding in reading.findings] == ["backwards"]
    assert [(figure.ref_start, figure.ref_end) for figure in reading.proposals] == [(None, None)]


def test_a_weekday_that_differs_is_a_finding() -> None:
    reading = read_report("On Monday 30 January 2019 500 people left.", ReportContext("t", "Tester", PUBLISHED, "en"))
    assert [finding.code for finding in reading.findings] == ["weekday_differs"]
