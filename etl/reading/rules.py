"""The named rules: what each decided, in words. A figure carries the names of those that made it.

A rule that code cites and that is not listed here is refused when the citing module is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One decision of the grammar. Key: `name`. `says` is for a reviewer."""

    name: str
    says: str


_ALL = (
    Rule("number.digits", "digits with the separators of any language"),
    Rule("number.scale", "a number times a scale word, and what is added to it"),
    Rule("number.words", "a number in words"),
    Rule("number.range", "two ends of a range"),
    Rule("number.vague", "a word that only gives a least number"),
    Rule("number.footnote", "a footnote's digit glued to a grouped number was taken off"),
    Rule("quantifier.before", "a quantifier before the number"),
    Rule("quantifier.after", "a quantifier after the number"),
    Rule("group.noun", "a counted noun after the number"),
    Rule("group.bare", "a number without a noun, people by its verb"),
    Rule("group.label", "a label with its number after it"),
    Rule("group.partitive", "people of a group named before"),
    Rule("measure.near", "the nearest word of movement or event"),
    Rule("measure.noun", "the counted noun itself says what was counted"),
    Rule("measure.inherited", "what was counted is said by the figure before"),
    Rule("measure.arrested", "people of a group who, the text goes on, were arrested or surrendered"),
    Rule("measure.home", "arrival in the country of one's nationality is a return"),
    Rule("measure.abroad", "flight into another country crosses a border"),
    Rule("group.list", "a further member of a list, its noun said once"),
    Rule("group.place", "a number in brackets behind its place"),
    Rule("group.title", "the report's title names the nationality it is about"),
    Rule("time.since", "a start of the count"),
    Rule("time.day", "one day"),
    Rule("time.window", "an interval of days"),
    Rule("time.month", "a whole month"),
    Rule("time.as_of", "the date of a stock"),
    Rule("time.announced", "no date said: at the latest the day on which it was announced"),
    Rule("time.carried", "a start that the sentences around give"),
    Rule("time.restated", "the end that another figure of the same count gives"),
    Rule("time.event", "the day of the event that the sentence goes on about"),
    Rule("time.heading", "the date that stands over the section"),
    Rule("time.collected", "the days on which the data were collected"),
    Rule("time.published", "no date said: at the latest the day of publication"),
    Rule("time.inherited", "the interval of the figure that this one belongs to"),
    Rule("relation.part", "some of the people of another figure"),
    Rule("relation.same", "the same people in another unit"),
    Rule("modality.plan", "planned or expected, not reported"),
)

RULES: dict[str, Rule] = {rule.name: rule for rule in _ALL}


def named(name: str) -> str:
    """`name` itself, if there is such a rule. Raises KeyError otherwise."""
    return RULES[name].name
