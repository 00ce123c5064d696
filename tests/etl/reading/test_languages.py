"""French, Spanish and German: sentences and reports in the manner of agencies, and what generated sentences read as."""

from __future__ import annotations

from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Measure, Quantifier
from etl.reading.languages.countries import country_names
from etl.reading.languages.inflection import french, french_futures, french_verbs, german, spanish, spanish_verbs
from etl.reading.languages.nations import NATIONS, ROMANCE_AND_GERMAN
from etl.reading.lexicon import LANGUAGES, lexicon
from tests.etl.reading.phrasings import read
from tests.etl.reading.sayings import de, es, fr
from tests.etl.reading.sayings.said import Report, Said

_SAYINGS: dict[str, ModuleType] = {"fr": fr, "es": es, "de": de}
_SENTENCES = [(language, said) for language, sayings in _SAYINGS.items() for said in sayings.SENTENCES]
_NO_FIGURES = [(language, text) for language, sayings in _SAYINGS.items() for text in sayings.NO_FIGURES]
_REPORTS = [(language, report) for language, sayings in _SAYINGS.items() for report in sayings.REPORTS]


@pytest.mark.parametrize(("language", "said"), _SENTENCES)
def test_a_sentence_says_one_figure(language: str, said: Said) -> None:
    (figure,) = read(said.text, language)
    assert (figure.value, figure.quantifier, figure.measure) == (said.value, said.quantifier, said.measure)
    assert (figure.ref_start, figure.ref_end, figure.basis) == (said.start, said.end, said.basis)
    assert (figure.nationality, figure.unit, figure.modality) == (said.nationality, said.unit, said.modality)
    if said.bounds != (None, None):
        assert (figure.lower, figure.upper) == said.bounds


@pytest.mark.parametrize(("language", "text"), _NO_FIGURES)
def test_a_number_that_counts_no_people_is_no_figure(language: str, text: str) -> None:
    assert read(text, language) == ()


@pytest.mark.parametrize(("language", "report"), _REPORTS)
def test_a_report_says_all_of_its_figures_and_no_others(language: str, report: Report) -> None:
    figures = read(report.text, language)
    found = [
        (figure.value or figure.lower, figure.measure, figure.ref_start, figure.ref_end, figure.quote)
        for figure in figures
    ]
    wanted = [(size, measure, start, end) for _, size, measure, start, end in report.figures]
    assert [row[:4] for row in found] == wanted
    for (*_, quote), (begins, *_) in zip(found, report.figures, strict=True):
        assert quote.startswith(begins)


_QUANTIFIERS = {
    "en": {"": "exact", "at least": "at_least", "more than": "more_than", "about": "about", "fewer than": "less_than"},
    "ar": {"": "exact", "ما لا يقل عن": "at_least", "أكثر من": "more_than", "نحو": "about", "أقل من": "less_than"},
    "fr": {"": "exact", "au moins": "at_least", "plus de": "more_than", "environ": "about", "moins de": "less_than"},
    "es": {"": "exact", "al menos": "at_least", "más de": "more_than", "unas": "about", "menos de": "less_than"},
    "de": {"": "exact", "mindestens": "at_least", "mehr als": "more_than", "etwa": "about", "weniger als": "less_than"},
}
_NOUNS = {"en": "people", "ar": "شخص", "fr": "personnes", "es": "personas", "de": "Menschen"}
_VERBS = {
    "en": {"were killed": "deaths", "were injured": "injured", "returned": "returns", "were arrested": "arrests"},
    "ar": {"قتل": "deaths", "أصيب": "injured", "عاد": "returns", "اعتقل": "arrests"},
    "fr": {
        "ont été tuées": "deaths",
        "avaient été blessées": "injured",
        "sont rentrées": "returns",
        "ont été arrêtées": "arrests",
        "sont arrivées": "arrivals",
        "ont été libérées": "releases",
    },
    "es": {
        "murieron": "deaths",
        "resultaron heridas": "injured",
        "han regresado": "returns",
        "fueron detenidas": "arrests",
        "habían llegado": "arrivals",
        "fueron liberadas": "releases",
    },
    "de": {
        "wurden getötet": "deaths",
        "wurden verletzt": "injured",
        "sind zurückgekehrt": "returns",
        "waren festgenommen worden": "arrests",
        "sind angekommen": "arrivals",
        "wurden freigelassen": "releases",
    },
}
_SEPARATORS = {"en": ",", "ar": ",", "fr": "\u202f", "es": ".", "de": "."}


@settings(max_examples=300, deadline=None)
@given(data=st.data(), language=st.sampled_from(LANGUAGES), number=st.integers(10, 9_999_999))
def test_a_generated_sentence_reads_back(data: st.DataObject, language: str, number: int) -> None:
    quantifier = data.draw(st.sampled_from(sorted(_QUANTIFIERS[language])))
    verb = data.draw(st.sampled_from(sorted(_VERBS[language])))
    counted = " ".join(filter(None, (quantifier, f"{number:,}".replace(",", _SEPARATORS[language]), _NOUNS[language])))
    text = f"{verb} {counted}." if language == "ar" else f"{counted} {verb}."
    (figure,) = read(text, language)
    assert figure.value == number
    assert figure.quantifier == Quantifier(_QUANTIFIERS[language][quantifier])
    assert figure.measure == Measure(_VERBS[language][verb])
    assert text[figure.span_start : figure.span_end].startswith(counted)


@pytest.mark.parametrize("language", ["fr", "es", "de"])
def test_a_language_says_what_the_english_lexicon_can_say(language: str) -> None:
    def categories(code: str) -> set[str]:
        return {category for starts in lexicon(code).phrases.values() for _, tags in starts for category in tags}

    assert categories("en") - categories(language) == set()


@pytest.mark.parametrize("place", range(3), ids=["fr", "es", "de"])
def test_every_nationality_has_forms_and_no_form_has_two(place: int) -> None:
    assert ROMANCE_AND_GERMAN.keys() == NATIONS.keys()
    owners: dict[str, str] = {}
    for code, forms in ROMANCE_AND_GERMAN.items():
        for form in forms[place].split("|"):
            assert form
            assert owners.setdefault(form, code) == code


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fr", {"SYR": "syrie", "COD": "rdc", "MMR": "birmanie", "CIV": "côte d’ivoire", "XKX": "kosovo"}),
        ("es", {"SYR": "siria", "TUR": "turquía", "CIV": "costa de marfil", "PSE": "gaza", "USA": "estados unidos"}),
        ("de", {"SYR": "syrien", "TUR": "türkei", "CAF": "zentralafrika", "PSE": "gazastreifen", "SSD": "südsudan"}),
    ],
)
def test_countries_have_the_names_that_reports_print(language: str, names: dict[str, str]) -> None:
    known = country_names(language)
    assert known.keys() == NATIONS.keys()
    for code, name in names.items():
        assert name in known[code].split("|")


def test_country_names_of_another_language_are_refused() -> None:
    with pytest.raises(ValueError, match="is not in"):
        country_names("it")


@pytest.mark.parametrize(
    ("inflected", "expected"),
    [
        (french("syrien"), "syrien|syriens|syrienne|syriennes"),
        (french("libanais"), "libanais|libanaise|libanaises"),
        (french("turc"), "turc|turcs|turque|turques"),
        (french_futures("arriver|ramener"), "arrivera|arriveront|ramènera|ramèneront"),
        (spanish("libanés"), "libanés|libaneses|libanesa|libanesas"),
        (spanish("iraquí"), "iraquí|iraquíes|iraquís"),
        (german("syrisch"), "syrisch|syrische|syrischen|syrischer|syrisches|syrischem"),
        (german("iraki"), "iraki|irakis"),
    ],
)
def test_base_forms_become_all_forms(inflected: str, expected: str) -> None:
    assert inflected == expected


def test_verbs_are_spelled_as_their_endings_want() -> None:
    assert {"déplaçait", "déplacées", "déplacent"} <= set(french_verbs("déplacer").split("|"))
    assert {"libère", "libéré", "libéraient"} <= set(french_verbs("libérer").split("|"))
    assert {"hébergeait", "hébergent"} <= set(french_verbs("héberger").split("|"))
    assert {"lleguen", "llegó", "llegado", "llegarían"} <= set(spanish_verbs("llegar").split("|"))
    assert {"crucen", "cruzaron"} <= set(spanish_verbs("cruzar").split("|"))


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "Quatre-vingt-dix-sept mille deux cents personnes ont fui.", 97_200),
        ("fr", "Trois cent cinquante mille personnes ont fui.", 350_000),
        ("fr", "Septante-deux personnes ont fui.", 72),
        ("fr", "Deux millions et demi de personnes ont fui.", 2_500_000),
        ("es", "Ciento cincuenta mil personas huyeron.", 150_000),
        ("es", "Cuarenta y cinco mil seiscientas personas huyeron.", 45_600),
        ("es", "Dos millones y medio de personas huyeron.", 2_500_000),
        ("de", "Fünfundvierzigtausend Menschen flohen.", 45_000),
        ("de", "Dreihundertzweiundzwanzig Menschen flohen.", 322),
        ("de", "Hundertfünfzigtausend Menschen flohen.", 150_000),
        ("de", "Zweieinhalb Millionen Menschen flohen.", 2_500_000),
    ],
)
def test_large_numbers_in_words(language: str, text: str, value: int) -> None:
    (figure,) = read(text, language)
    assert (figure.value, figure.measure) == (value, Measure.DISPLACED)
