"""Number words that follow a rule -> the entries of a lexicon's `number` category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def entries(*words: Iterable[tuple[str, int]]) -> dict[str, str]:
    """(word, value) -> value as text -> its words joined by `|`."""
    found: dict[str, list[str]] = {}
    for word, value in (pair for group in words for pair in group):
        found.setdefault(str(value), []).append(word)
    return {value: "|".join(dict.fromkeys(spelled)) for value, spelled in found.items()}


def tens_and_ones(
    tens: Mapping[str, int], ones: Mapping[str, int], pattern: str = "{ten}-{one}"
) -> list[tuple[str, int]]:
    """Each ten with each one: "vingt-deux", "treinta y dos", "zweiundzwanzig"."""
    return [(pattern.format(ten=ten, one=one), high + low) for ten, high in tens.items() for one, low in ones.items()]


def times(words: Mapping[str, int], unit: str, size: int) -> list[tuple[str, int]]:
    """Each number written together with a larger one: "dreihundert", "zwölftausend"."""
    return [(word + unit, value * size) for word, value in words.items()]
