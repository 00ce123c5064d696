"""What a contradiction says, as a sentence in English or Arabic. All the words are the templates of this module.

A sentence shows the arithmetic ("15,400 − 13,950 = 1,450 but 36,250 − 34,200 = 2,050"), names each number's source and
report, and tells a contradiction from a rounding. Digits are European in both languages, as in the published tables; an
expression is set apart from the direction of the text around it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from etl.errors import NotFoundError
from etl.model import Unit, Verdict
from etl.reconcile.contradictions import Arithmetic, Contradiction, Relation, Side
from etl.reconcile.statements import Statement

_ENGLISH = {
    "but": "{left} but {right}",
    "about": "{interval}: {sides}",
    "exactly": "{sum}",
    "at_least": "{sum} at least",
    "at_most": "{sum} at most",
    "nothing": "0",
    "whole": "no whole numbers of people satisfy {numbers} together",
    "contradiction": "{told}: {gap} apart, more than rounding explains.",
    "rounding": "{told}: {gap} apart, which rounding may explain.",
    "persons": "{number} people",
    "one_persons": "{number} person",
    "families": "{number} families",
    "one_families": "{number} family",
    "interval": "{start} to {end}",
    "figures": "Figures: {figures}.",
    "figure": "{number} ({source}, {published})",
    "comma": ", ",
    "qualified": "{number} or more",
    "between": "{lower} to {upper}",
}
_ARABIC = {
    "but": "{left} لكن {right}",
    "about": "{interval}: {sides}",
    "exactly": "{sum}",
    "at_least": "{sum} على الأقل",
    "at_most": "{sum} على الأكثر",
    "nothing": "0",
    "whole": "لا توجد أعداد صحيحة من الأشخاص تحقق {numbers} معاً",
    "contradiction": "{told}؛ والفارق {gap}، وهو أكبر مما يفسّره التقريب.",
    "rounding": "{told}؛ والفارق {gap}، وقد يفسّره التقريب.",
    "persons": "{number} (أشخاص)",
    "one_persons": "{number} (شخص)",
    "families": "{number} (عائلات)",
    "one_families": "{number} (عائلة)",
    "interval": "من {start} إلى {end}",
    "figures": "الأرقام: {figures}.",
    "figure": "{number} ({source}، {published})",
    "comma": "، ",
    "qualified": "{number} أو أكثر",
    "between": "{lower} إلى {upper}",
}
TEMPLATES: dict[str, dict[str, str]] = {"en": _ENGLISH, "ar": _ARABIC}

_ISOLATE, _END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def contradiction_sentence(
    contradiction: Contradiction,
    statements: Mapping[str, Statement],
    language: str,
    source_name: Callable[[str], str] = str,
) -> str:
    """The sentence of a contradiction in `language`; `source_name` gives the words for a source's id.

    `statements` are those of its figures, by figure id. Raises NotFoundError for a language without templates.
    """
    try:
        words = TEMPLATES[language]
    except KeyError:
        raise NotFoundError(f"no sentences in {language!r}; there are {', '.join(TEMPLATES)}") from None
    told = [statements[figure_id] for figure_id in contradiction.figure_ids]
    figures = words["comma"].join(
        words["figure"].format(
            number=_printed(one, words, language),
            source=source_name(one.source),
            published=_isolated(one.published.isoformat(), language),
        )
        for one in told
    )
    if contradiction.arithmetic is None:
        numbers = words["comma"].join(_printed(one, words, language) for one in told)
        body = words["whole"].format(numbers=numbers)
    else:
        body = _sides(contradiction.arithmetic, words, language)
    sentence = words["rounding" if contradiction.verdict is Verdict.ROUNDING else "contradiction"].format(
        told=body, gap=_gap(contradiction, words, language)
    )
    return f"{sentence} {words['figures'].format(figures=figures)}"


def _gap(contradiction: Contradiction, words: Mapping[str, str], language: str) -> str:
    unit = "families" if contradiction.unit is Unit.FAMILIES else "persons"
    template = words[f"one_{unit}" if contradiction.gap == 1 else unit]
    return template.format(number=_isolated(f"{contradiction.gap:,}", language))


def _sides(arithmetic: Arithmetic, words: Mapping[str, str], language: str) -> str:
    left, right = (_side(side, words, language) for side in (arithmetic.left, arithmetic.right))
    sides = words["but"].format(left=left, right=right)
    if arithmetic.start is None or arithmetic.end is None:
        return sides
    return words["about"].format(interval=_interval(arithmetic.start, arithmetic.end, words, language), sides=sides)


def _interval(start: date, end: date, words: Mapping[str, str], language: str) -> str:
    if start == end:
        return _isolated(start.isoformat(), language)
    return words["interval"].format(
        start=_isolated(start.isoformat(), language), end=_isolated(end.isoformat(), language)
    )


def _side(side: Side, words: Mapping[str, str], language: str) -> str:
    total = words["nothing"] if not side.terms else sum_of(side)
    template = words["exactly" if side.relation is Relation.EXACTLY else side.relation.value]
    return template.format(sum=_isolated(total, language))


def sum_of(side: Side) -> str:
    """The terms and their sum: "36,250 − 34,200 = 2,050". One number alone is no sum."""
    parts = []
    for place, term in enumerate(side.terms):
        sign = "−" if term.sign < 0 else "+"
        number = f"{term.number:,}" if abs(term.times - 1.0) < 1e-9 else f"{_amount(term.times)} × {term.number:,}"
        parts.append(f"{sign} {number}" if place else number if term.sign > 0 else f"−{number}")
    told = " ".join(parts)
    alone = len(side.terms) == 1 and abs(side.terms[0].times - 1.0) < 1e-9
    return told if alone else f"{told} = {_amount(side.result)}"


def _amount(value: float) -> str:
    """A number as it is written: whole where it is whole, else as a plain fraction if it is one, else to two places."""
    sign = "−" if value < 0 else ""
    fraction = Fraction(abs(value)).limit_denominator(60)
    if abs(float(fraction) - abs(value)) > 1e-7 * max(1.0, abs(value)):
        return f"{sign}{abs(value):,.2f}"
    if fraction.denominator == 1:
        return f"{sign}{fraction.numerator:,}"
    return f"{sign}{abs(value):,.2f}" if fraction > 1 else f"{sign}{fraction.numerator}/{fraction.denominator}"


def _printed(one: Statement, words: Mapping[str, str], language: str) -> str:
    lower = _isolated(f"{one.lower:,}", language)
    if one.upper is None:
        return words["qualified"].format(number=lower)
    if one.lower == one.upper:
        return lower
    return words["between"].format(lower=lower, upper=_isolated(f"{one.upper:,}", language))


def _isolated(text: str, language: str) -> str:
    return f"{_ISOLATE}{text}{_END}" if language == "ar" else text
