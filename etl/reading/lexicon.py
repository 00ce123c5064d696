"""Lexicons: data of a language folder -> words and phrases that tokens are looked up in.

A phrase has tags: category -> value. Arabic is merged into every lexicon, since its script is apart from the others.
Words are remembered by their spelling, never texts, so that a text's reading does not depend on earlier texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import NamedTuple

from etl.reading.languages.nations import NATIONS, ROMANCE_AND_GERMAN
from etl.reading.spelling import TOKEN

Tags = Mapping[str, str]
NOTHING: Tags = {}
NO_PHRASES: Mapping[str, tuple[tuple[tuple[str, ...], Tags], ...]] = {}
LANGUAGES = ("en", "ar", "fr", "es", "de")
_MOST_WORDS_KEPT = 100_000
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_UNIFIED = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ؤ": "و", "ئ": "ي", "’": "'", "ı": "i"})
_ARABIC = re.compile("[\u0600-\u06ff]")


class Word(NamedTuple):
    """What a spelling is: its form in the lexicon, its tags, the phrases it begins, and whether it holds an "and"."""

    form: str
    tags: Tags
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Tags], ...]]
    conjunction: bool


def normal(word: str) -> str:
    """A spelling without case, harakat and the differences of hamza that writers ignore."""
    return _MARKS.sub("", word).lower().translate(_UNIFIED)


def _forms(word: str) -> list[tuple[str, bool]]:
    """The spellings under which a token may stand in a lexicon, likeliest first, each with its clitic "and"."""
    forms = [(word, False)]
    if not _ARABIC.search(word):
        if word.endswith("'s"):
            forms.append((word[:-2], False))
        if "'" in word[1:3]:
            forms.append((word.split("'", 1)[1], False))
        return forms

    def without_article(form: str) -> None:
        bare = form
        if (form.startswith("لل") and len(form) > 4) or (form.startswith("ال") and len(form) > 3):
            bare = form[2:]
        if bare is not form:
            forms.append((bare, conjunction))
        if bare.endswith("ا") and len(bare) > 3:
            forms.append((bare[:-1], conjunction))

    conjunction = False
    without_article(word)
    rests = [word]
    if word[0] in "وف" and len(word) > 2:
        conjunction = word[0] == "و"
        forms.append((word[1:], conjunction))
        without_article(word[1:])
        rests.append(word[1:])
    for rest in rests:
        conjunction = len(rest) < len(word)
        if rest[0] in "بلك" and len(rest) > 3:
            forms.append((rest[1:], conjunction))
            without_article(rest[1:])
    return forms


@dataclass(slots=True)
class Lexicon:
    """The words of one language (and Arabic). `phrases` maps a first form to what may follow it, longest first."""

    language: str
    phrases: dict[str, tuple[tuple[tuple[str, ...], Tags], ...]]
    vocabulary: frozenset[str]
    longer: dict[str, dict[str, tuple[tuple[tuple[str, ...], Tags], ...]]]
    seen: dict[str, Word] = field(default_factory=dict)

    def word(self, spelling: str) -> Word:
        """What `spelling` is; a word in no phrase has no tags."""
        found = self.seen.get(spelling)
        if found is None:
            if len(self.seen) > _MOST_WORDS_KEPT:
                self.seen.clear()
            found = self.seen[spelling] = self._look_up(spelling)
        return found

    def _look_up(self, spelling: str) -> Word:
        plain = normal(spelling)
        for form, conjunction in _forms(plain):
            if form in self.vocabulary:
                starts = self.phrases.get(form, ())
                alone = next((tags for rest, tags in starts if not rest), NOTHING)
                if "month" in alone and plain == spelling and self.language == "en" and plain.isascii():
                    # "may", "march": verbs unless they begin with a capital.
                    alone = NOTHING
                return Word(form, alone, self.longer.get(form, NO_PHRASES), conjunction)
        return Word(plain, NOTHING, NO_PHRASES, False)


def _arabic_adjectives(stems: str) -> list[str]:
    return [stem + ending for stem in stems.split("|") if stem for ending in ("", "ة", "ا", "ين", "ون", "ات", "تين")]


_BY_BASE_FORM = ("fr", "es", "de")
"""The languages of `ROMANCE_AND_GERMAN`, in its order. Their country names stand in their lexicons."""


def _nations(language: str) -> list[tuple[str, str, str]]:
    """(phrase, category, code) of all nationalities and countries in `language`."""
    if language in _BY_BASE_FORM:
        place = _BY_BASE_FORM.index(language)
        return [
            (form, "nationality", code)
            for code, forms in ROMANCE_AND_GERMAN.items()
            for form in forms[place].split("|")
        ]
    rows: list[tuple[str, str, str]] = []
    for code, (adjective, country, arabic, arabic_country) in NATIONS.items():
        if language == "ar":
            rows += [(form, "nationality", code) for form in _arabic_adjectives(arabic)]
            rows += [(name, "country", code) for name in arabic_country.split("|") if name]
            continue
        for stem in adjective.split("|"):
            rows.append((stem, "nationality", code))
            if not stem.endswith(("ese", "ish", "s", "ch")):
                rows.append((stem + "s", "nationality", code))
        rows += [(name, "country", code) for name in country.split("|")]
    return rows


def _read(language: str, found: dict[tuple[str, ...], dict[str, str]]) -> None:
    data: dict[str, dict[str, str]] = import_module(f"etl.reading.languages.{language}").LEXICON
    rows = _nations(language)
    rows += [
        (phrase, category, value)
        for category, values in data.items()
        for value, phrases in values.items()
        for phrase in phrases.split("|")
    ]
    rows += _derived(rows)
    split: dict[str, list[str]] = {}
    for phrase, category, value in rows:
        if category == SPLIT:
            verb, _, particle = phrase.partition(" … ")
            split.setdefault(verb, []).append(f"{particle}={value}")
    rows = [row for row in rows if row[1] != SPLIT]
    rows += [(verb, SPLIT, "|".join(particles)) for verb, particles in split.items()]
    for phrase, category, value in rows:
        words = tuple(_entry_form(match.group()) for match in TOKEN.finditer(normal(phrase)))
        if words:
            found.setdefault(words, {})[category] = value


def _derived(rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Forms that follow from others: an Arabic future ("سيعود") from its present, "twenty-three" from its two words."""
    futures = [
        (f"س{phrase}", "measure", value)
        for phrase, category, value in rows
        if category == "measure" and phrase[0] in "يت" and " " not in phrase
    ]
    edges = [
        row
        for phrase, category, value in rows
        if category == "month" and phrase.isascii()
        for edge, code in (("mid", "mid"), ("early", "start"), ("late", "end"))
        for row in ((f"{edge}-{phrase}", "month", value), (f"{edge}-{phrase}", "edge", code))
    ]
    numbers = {phrase: int(value) for phrase, category, value in rows if category == "number" and phrase.isascii()}
    tens = {phrase: value for phrase, value in numbers.items() if value in range(20, 100, 10) and " " not in phrase}
    ones = {phrase: value for phrase, value in numbers.items() if 0 < value < 10 and " " not in phrase}
    return [
        *futures,
        *edges,
        *((phrase, "modality", "planned") for phrase, _, _ in futures),
        *((f"{ten}-{one}", "number", str(tens[ten] + ones[one])) for ten in tens for one in ones),
    ]


def _entry_form(word: str) -> str:
    """A lexicon's word without the Arabic article, which tokens lose as well when looked up."""
    return word[2:] if word.startswith("ال") and not word.startswith("الف") and len(word) > 4 else word


_BEGIN_A_TIME = frozenset(
    (
        "since",
        "began",
        "between",
        "from",
        "as_of",
        "until",
        "last",
        "former",
        "this",
        "time_unit",
        "two_units",
        "weekday",
        "relative_day",
        "month",
        "edge",
        "night",
        "same_period",
        "next_month",
        "collected",
        "that_day",
        "day_ordinal",
        "before_now",
    )
)
"""The categories of words that a time expression can begin with. Their phrases carry the tag `TRIGGER` besides."""

TRIGGER = "time"

SPLIT = "split"
"""The category of verbs whose particle ends their clause, as German has them: "kamen … an". A word's value in it is
"an=arrivals|ums leben=deaths": what it means with which particle."""


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of `language`; English for a language that has no folder."""
    if language not in LANGUAGES:
        language = "en"
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for name in dict.fromkeys((language, "ar")):
        _read(name, found)
    for tags in found.values():
        if not _BEGIN_A_TIME.isdisjoint(tags):
            tags[TRIGGER] = ""
    by_first: dict[str, list[tuple[tuple[str, ...], Tags]]] = {}
    for words, tags in found.items():
        by_first.setdefault(words[0], []).append((words[1:], tags))
    phrases = {first: tuple(sorted(rests, key=lambda entry: -len(entry[0]))) for first, rests in by_first.items()}
    longer: dict[str, dict[str, tuple[tuple[tuple[str, ...], Tags], ...]]] = {}
    for first, starts in phrases.items():
        for rest, meaning in starts:
            if rest:
                seconds = longer.setdefault(first, {})
                seconds[rest[0]] = (*seconds.get(rest[0], ()), (rest[1:], meaning))
    return Lexicon(language, phrases, frozenset(word for words in found for word in words), longer)


_COMMON = {
    "en": frozenset(["the", "of", "and", "to", "in", "that", "were", "from", "have", "been", "people"]),
    "fr": frozenset(["le", "la", "les", "des", "et", "du", "dans", "que", "une", "personnes", "ont", "été"]),
    "es": frozenset(["el", "la", "los", "las", "del", "y", "en", "que", "una", "personas", "han", "desde"]),
    "de": frozenset(["der", "die", "das", "und", "den", "von", "dem", "sind", "wurden", "menschen", "nach"]),
}


_ENOUGH = 2000
"""So many characters tell the language of a text."""


def language_of(text: str, declared: str) -> str:
    """The language to read `text` in: the declared one, else the one whose commonest words its beginning holds."""
    declared = declared.strip().lower()[:2]
    if declared in LANGUAGES:
        return declared
    words = re.findall(r"[^\W\d_]+", text[:_ENOUGH].lower())
    counts = {language: sum(map(common.__contains__, words)) for language, common in _COMMON.items()}
    return max(counts, key=lambda language: counts[language])
