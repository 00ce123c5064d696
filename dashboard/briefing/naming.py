"""Counts, people, places and sources as they stand amid a sentence: quantifiers kept, nothing asserted of anyone. Pure.

Every word is a message of the catalogue. What other people wrote (a nationality as printed, a place, a number that is a
word) is put on one line and kept apart where its letters run the other way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dashboard.citations.entries import shown
from dashboard.locales import Words
from dashboard.suppression import KnownFigure
from dashboard.wording import people, population_name, quantified, source_name
from etl.model import Measure, Precision, Quantifier, Situation, Unit


class People(NamedTuple):
    """A count as a noun phrase: "more than 6,000 Iraqi families". `number` decides which plural a clause takes."""

    text: str
    number: int


class Group(NamedTuple):
    """Whom a count is of; empty: all people."""

    nationality: str = ""
    population: str = ""


ANYONE = Group()


def counted(words: Words, situation: Situation, known: KnownFigure, *, plainly: bool = False) -> People:
    """A figure as printed; `plainly` leaves the group out, where a sentence has just named it.

    A number that is a word stays that word, with the least that it means. Of a masked figure it is that it is withheld.
    """
    figure, bounds = known.figure, known.bounds
    group = ANYONE if plainly else Group(figure.nationality, figure.population)
    if bounds is None:
        return _of_group(words, situation, words("count.withheld"), group, 2)
    if figure.quantifier is Quantifier.RANGE and figure.lower is not None and figure.upper is not None:
        upper = nationals(words, figure.unit, group.nationality, figure.upper)
        text = words("count.range", lower=words.number(figure.lower), upper=upper)
        return _of_group(words, situation, text, group, figure.upper)
    if figure.value is None:
        text = words(
            f"briefing.word.{figure.unit.value}",
            word=shown(words, figure.as_reported),
            lower=words.number(bounds.lower),
        )
        if group.nationality:
            text = words("briefing.group", people=text, group=words.nationality(group.nationality))
        return _of_group(words, situation, text, group, bounds.lower)
    text = nationals(words, figure.unit, group.nationality, figure.value)
    if figure.quantifier is Quantifier.ABOUT and figure.upper == figure.value:
        text = words("quantifier.nearly", count=text)
    else:
        text = quantified(words, figure.quantifier, text)
    return _of_group(words, situation, text, group, figure.value)


def bounded(words: Words, situation: Situation, unit: Unit, group: Group, lower: int, upper: int | None) -> People:
    """What bounds say of people: one number where they meet, else between which two, else at least how many."""
    if upper is None:
        text = quantified(words, Quantifier.AT_LEAST, nationals(words, unit, group.nationality, lower))
    elif lower == upper:
        text = nationals(words, unit, group.nationality, lower)
    else:
        most = nationals(words, unit, group.nationality, upper)
        text = words("briefing.between", lower=words.number(lower), upper=most)
    return _of_group(words, situation, text, group, lower if upper is None else upper)


def bare(words: Words, lower: int, upper: int | None) -> str:
    """The same without saying of whom."""
    if upper is None:
        return quantified(words, Quantifier.AT_LEAST, words.number(lower))
    if lower == upper:
        return words.number(lower)
    return words("briefing.between", lower=words.number(lower), upper=words.number(upper))


def nationals(words: Words, unit: Unit, nationality: str, number: int) -> str:
    """A number of people or families of a nationality: 23,200 Iraqis. An empty nationality: of people."""
    if not nationality:
        return people(words, unit, number)
    kind = "people" if unit is Unit.PERSONS else "families"
    if nationality.startswith("other:"):
        return words.count(f"{kind}.other", number, words=shown(words, nationality.removeprefix("other:")))
    if words.has(f"{kind}.{nationality}"):
        return words.count(f"{kind}.{nationality}", number)
    return words.count(f"{kind}.from", number, country=words.nationality(nationality))


def _of_group(words: Words, situation: Situation, text: str, group: Group, number: int) -> People:
    if group.population:
        name = population_name(words, situation, group.population)
        text = words("briefing.group", people=text, group=name)
    return People(text, number)


# --- What was done, and where ----------------------------------------------------------------------------------------

_FROM = (Measure.EXITS, Measure.DEPARTURES)
_TO = (Measure.ARRIVALS, Measure.RETURNS, Measure.DISPLACED, Measure.CROSS_BORDER, Measure.POPULATION)
"""Measures of people at a place or on their way, by the place that their verb takes. The others are of something done
to people: a report's place of departure says little about where, so the point of counting is told instead."""


def did(
    words: Words, measure: Measure, who: People, *, place_from: str = "", place_to: str = "", point: str = ""
) -> str:
    """A clause: 36,250 people had left the enclave. Places and the point of counting are words; empty ones are left out.

    The point of counting is told where no place can be.
    """
    taken = place_from if measure in _FROM else place_to if measure in _TO else ""
    if taken:
        said = words.count(f"briefing.did.{measure.value}.place", who.number, people=who.text, place=taken)
    else:
        said = words.count(f"briefing.did.{measure.value}", who.number, people=who.text)
    if measure in _FROM and place_to:
        said = words("briefing.to", said=said, place=place_to)
    elif measure in _TO and place_from:
        said = words("briefing.from", said=said, place=place_from)
    elif point and not taken:
        said = words("briefing.at", said=said, point=point)
    return said


def place_name(words: Words, situation: Situation, text: str) -> str:
    """A place as a sentence names it, by the name that the situation has for what a ledger calls it."""
    if not text:
        return ""
    for place in situation.places:
        if text in (place.id, *place.aliases, *dict(place.names.by_language).values()):
            return with_article(words, place.names.in_language(words.language))
    return shown(words, text)


def who_counted(words: Words, situation: Situation, source: str) -> str:
    """A source as a sentence names it."""
    return with_article(words, source_name(words, situation, source))


def with_article(words: Words, name: str) -> str:
    """A name with the article that its language gives it amid a sentence: the Syrian Democratic Forces, but Rudaw.

    Which names take one cannot be told from a name as a whole, but mostly from what kind of thing it says that it
    names. The catalogue lists such words; a name without any of them stays as it is.
    """
    taking = set(words("article.words").split())
    with_it = words("article.the", name=name)
    article = words("article.the", name="").strip().casefold()
    own = re.findall(r"\w+", name.casefold())
    return with_it if taking.intersection(own) and own[0] != article else name


# --- When ------------------------------------------------------------------------------------------------------------


def day_of(words: Words, day: date, precision: Precision) -> str:
    """A day in full, with how precisely it is known where that is not to the day."""
    text = words.day(day)
    if precision is Precision.DAY:
        return text
    return words("briefing.day", day=text, precision=words(f"precision.{precision.value}"))


def days_of(words: Words, start: date | None, end: date, precision: Precision) -> str:
    """The days from first to last. Where the first is not stated: days up to the last."""
    if start is None:
        return words("briefing.days.until", day=day_of(words, end, precision))
    if start == end:
        return day_of(words, end, precision)
    text = words.period(start, end)
    if precision is Precision.DAY:
        return text
    return words("briefing.day", day=text, precision=words(f"precision.{precision.value}"))


def listed(words: Words, parts: Sequence[str]) -> str:
    """Parts of a sentence in a row: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return words("list.and", list=words("list.comma").join(parts[:-1]), last=parts[-1])
