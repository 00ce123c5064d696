"""The words by which reports qualify a number, of all languages together: what the lexicons say, for other rooms."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from etl.model import Quantifier
from etl.reading.lexicon import LANGUAGES

_CATEGORIES = ("quantifier", "quantifier_after", "exceeds")
_ALSO = {"nearly": Quantifier.ABOUT}
"""Words of the lexicons that say more than a quantifier: "nearly 5,000" is about 5,000 and at most that."""


@cache
def phrases(quantifier: Quantifier) -> frozenset[str]:
    """Every phrase that gives a number this quantifier, as the lexicons spell it; empty for exact, range and vague."""
    found = set()
    for language in LANGUAGES:
        lexicon: dict[str, dict[str, str]] = import_module(f"etl.reading.languages.{language}").LEXICON
        for category in _CATEGORIES:
            for word, spelled in lexicon.get(category, {}).items():
                if _ALSO.get(word, word) == quantifier:
                    found.update(spelled.split("|"))
    return frozenset(found)
