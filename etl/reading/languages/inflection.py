"""Base form -> the forms that a text may print, for French, Spanish and German; lists are joined by `|`.

The regular patterns only, and of verbs only the third person and the forms without person: reports use no others. What
a rule makes too much ("turce") is printed nowhere; what it cannot make stands in the lexicons as it is.
"""

from __future__ import annotations

from collections.abc import Callable


def joined(*lists: str) -> str:
    """Several lists as one."""
    return "|".join(entry for entry in lists if entry)


def without(words: str, unwanted: str) -> str:
    """A list less the forms that mean something else besides, such as French "entre", between."""
    dropped = frozenset(unwanted.split("|"))
    return "|".join(word for word in words.split("|") if word not in dropped)


def pairs(firsts: str, seconds: str) -> str:
    """Every word of the first list before every word of the second: "quitté|fui" with "leur foyer|leurs maisons"."""
    return "|".join(f"{first} {second}" for first in firsts.split("|") for second in seconds.split("|"))


def _all(words: str, forms: Callable[[str], list[str]]) -> str:
    return "|".join(dict.fromkeys(form for word in words.split("|") if word for form in forms(word)))


def french(words: str) -> str:
    """Adjectives, demonyms and participles, masculine singular -> both genders and numbers."""
    return _all(words, _french)


_FEMININE = (
    ("ien", "ienne"),
    ("éen", "éenne"),
    ("turc", "turque"),
    ("grec", "grecque"),
    ("if", "ive"),
    ("eux", "euse"),
)


def _french(word: str) -> list[str]:
    feminine = word + ("" if word.endswith("e") else "e")
    for masculine, ending in _FEMININE:
        if word.endswith(masculine):
            feminine = word[: -len(masculine)] + ending
    plural = word if word.endswith(("s", "x")) else word + "s"
    return [word, plural, feminine, feminine + "s"]


def french_verbs(infinitives: str) -> str:
    """Verbs in -er -> present, imperfect, past, conditional and participles."""
    return _all(infinitives, _french_verb)


def _french_stems(infinitive: str) -> tuple[str, str, str]:
    """(stem, stem before a silent ending, stem before a): "déplacer" -> déplac, déplac, déplaç; "libérer" -> libèr."""
    stem = infinitive.removesuffix("er")
    silent = stem
    if len(stem) > 2 and stem[-2] in "éeè" and stem[-1] not in "aeiouyéè":
        silent = f"{stem[:-2]}è{stem[-1]}"
    before_a = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    return stem, silent, before_a


def _french_verb(infinitive: str) -> list[str]:
    stem, silent, before_a = _french_stems(infinitive)
    finite = [f"{silent}e", f"{silent}ent", f"{stem}èrent"]
    finite += [before_a + ending for ending in ("a", "ait", "aient", "ant")]
    return [
        infinitive,
        *finite,
        *(_future_stem(infinitive) + ending for ending in ("ait", "aient")),
        *_french(f"{stem}é"),
    ]


def _future_stem(infinitive: str) -> str:
    """What the endings of the future follow: "arriver" itself, "ramèner" of "ramener", "reviendr" itself."""
    return (
        infinitive[:-4] + "è" + infinitive[-3:]
        if infinitive[-4:-3] == "e" and infinitive.endswith("er")
        else infinitive
    )


def french_futures(infinitives: str) -> str:
    """Verbs in -er or -ir, or an irregular future stem -> what they will do: "arrivera", "arriveront"."""
    return _all(infinitives, lambda verb: [_future_stem(verb) + "a", _future_stem(verb) + "ont"])


def spanish(words: str) -> str:
    """Adjectives, demonyms and participles, masculine singular -> both genders and numbers."""
    return _all(words, _spanish)


_ACCENTED = {"és": "es", "án": "an", "ín": "in", "ón": "on"}


def _spanish(word: str) -> list[str]:
    if word.endswith("o"):
        return [word[:-1] + ending for ending in ("o", "os", "a", "as")]
    if word[-2:] in _ACCENTED:
        plain = word[:-2] + _ACCENTED[word[-2:]]
        return [word, plain + "es", plain + "a", plain + "as"]
    if word[-1] in "íú":
        return [word, word + "es", word + "s"]
    if word[-1] in "aeé":
        return [word, word + "s"]
    return [word, word + "es", word + "a", word + "as"]


def spanish_verbs(infinitives: str) -> str:
    """Regular verbs -> both presents and pasts, conditional, gerund, participle and infinitive, with "se" behind it too."""
    return _all(infinitives, _spanish_verb)


_SPANISH = {
    "ar": ("a", "an", "ó", "aron", "aba", "aban", "ando", "ado"),
    "er": ("e", "en", "ió", "ieron", "ía", "ían", "iendo", "ido"),
    "ir": ("e", "en", "ió", "ieron", "ía", "ían", "iendo", "ido"),
}


def _spanish_verb(infinitive: str) -> list[str]:
    stem, *endings = infinitive[:-2], *_SPANISH[infinitive[-2:]]
    wished = [_before_e(stem) + "e", _before_e(stem) + "en"] if infinitive.endswith("ar") else [stem + "a", stem + "an"]
    conditional = [infinitive + "ía", infinitive + "ían"]
    participles = _spanish(stem + endings[-1])
    return [infinitive, infinitive + "se", *(stem + ending for ending in endings), *wished, *conditional, *participles]


def _before_e(stem: str) -> str:
    """How a stem is spelled before e: "lleg" as "llegu", "marc" as "marqu", "cruz" as "cruc"."""
    for spelled, before_e in (("g", "gu"), ("c", "qu"), ("z", "c")):
        if stem.endswith(spelled):
            return stem[:-1] + before_e
    return stem


def spanish_futures(infinitives: str) -> str:
    """Regular verbs -> what they will do: "llegará", "llegarán"."""
    return _all(infinitives, lambda verb: [verb + "á", verb + "án"])


def german(words: str) -> str:
    """Nouns for people and adjectives in -sch -> all cases and both genders."""
    return _all(words, _german)


def _german(word: str) -> list[str]:
    if word.endswith("sch"):
        return [word + ending for ending in ("", "e", "en", "er", "es", "em")]
    if word.endswith("in"):
        return [word, word + "nen"]
    if word.endswith("er"):
        return [word, word + "n", word + "s", word + "in", *_both(word + "innen", word)]
    if word.endswith("e"):
        return [word, word + "n", word[:-1] + "in", *_both(word[:-1] + "innen", word + "n")]
    if word.endswith("i"):
        return [word, word + "s"]
    return [word, word + "n", word + "en", word + "in", word + "innen"]


def _both(women: str, men: str) -> list[str]:
    """The women alone, and both named: "Ukrainerinnen und Ukrainer"."""
    return [women, f"{women} und {men}", f"{men} und {women}"]


def german_adjectives(words: str) -> str:
    """Adjectives and participles -> all endings, the bare form too: "getötet" -> "getötete", "getöteten"."""
    return _all(words, lambda word: [word + ending for ending in ("", "e", "en", "er", "es", "em")])
