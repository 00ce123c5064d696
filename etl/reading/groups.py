"""What a number counts: the noun after it, whose unit, nationality and population it gives, or that it is no people."""

from __future__ import annotations

from dataclasses import dataclass

from etl.model import Quantifier, Unit
from etl.reading.numbers import Quantity
from etl.reading.rules import named
from etl.reading.tokens import Line

NOUN = named("group.noun")
BARE = named("group.bare")
LABEL = named("group.label")
PARTITIVE = named("group.partitive")

SOLDIERS = "soldiers"


@dataclass(frozen=True, slots=True)
class Group:
    """Who was counted. `end` is the item after the noun; `rule` is how it was told that these are people."""

    end: int
    unit: Unit
    nationality: str
    population: str
    rule: str
    inherits_unit: bool = False


_STOPS = frozenset(
    (
        "comma",
        "stop",
        "close",
        "open",
        "preposition",
        "verb",
        "and",
        "include",
        "same",
        "measure",
        "since",
        "until",
        "from",
        "digits",
        "dash",
        "within_total",
        "quote",
        "rise",
    )
)


def group_of(line: Line, quantity: Quantity, language: str) -> Group | None:
    """The group that a number counts, or None when it counts something else than people."""
    count = len(line)
    before = line.tags[quantity.first - 1] if quantity.first else {}
    if "money" in before or "ordinal" in before or "clock" in before:
        return None
    follows = line.tags[quantity.end] if quantity.end < count else {}
    if "stop" in before and quantity.first > 1 and "thing" not in follows:
        label = range(max(0, quantity.first - 4), quantity.first - 1)
        if quantity.quantifier is Quantifier.EXACT and any("family" in line.tags[k] for k in label):
            return Group(quantity.end, Unit.FAMILIES, "", "", LABEL)
        if quantity.quantifier is Quantifier.EXACT and any("person" in line.tags[k] for k in label):
            return Group(quantity.end, Unit.PERSONS, "", "", LABEL)
    at = quantity.end
    nationality = population = ""
    person = family = False
    unknown = 0
    # In English and German adjectives stand before the noun; elsewhere the noun follows the number at once.
    allowed = 3 if language in ("en", "de") and line.text[line.starts[quantity.at]].isascii() else 1
    end = at
    while at < count and at < quantity.end + 7:
        tags = line.tags[at]
        if "person" in tags or "family" in tags:
            family = "family" in tags
            person = not family
            population = tags.get("person", "") or population
            at += 1
            end = at
            break
        if "nationality" in tags:
            nationality = nationality or tags["nationality"]
            at += 1
            end = at
            continue
        if "thing" in tags or "money" in tags or "time_unit" in tags or "month" in tags:
            return None
        if (
            at == quantity.end
            and ("from" in tags or "same" in tags or "preposition" in tags)
            and line.raw(at).lower() in ("of", "من", "de", "d", "von", "des")
        ):
            at += 1
            continue
        if at == quantity.end and "dash" in tags and line.ends[at - 1] == line.starts[at]:
            return None
        if (
            "article" in tags
            or "quantifier_after" in tags
            or (
                "measure" in tags
                and tags["measure"] == "displaced"
                and unknown == 0
                and "person" not in tags
                and at > quantity.end
            )
        ):
            at += 1
            continue
        if _STOPS & tags.keys() or "mark" in tags:
            break
        if not tags and unknown < allowed and line.raw(at)[:1].isalpha():
            unknown += 1
            at += 1
            continue
        break
    if person or family:
        nationality, population, end = _modifiers(line, end, nationality, population)
        return Group(end, Unit.FAMILIES if family else Unit.PERSONS, nationality, population, NOUN)
    if nationality:
        return Group(end, Unit.PERSONS, nationality, population, NOUN)
    return _bare(line, quantity, unknown)


def _modifiers(line: Line, end: int, nationality: str, population: str) -> tuple[str, str, int]:
    """What follows the noun: "of the Iraqi nationality", "من الجنسية العراقية", "of alleged ISIS fighters"."""
    at, limit = end, min(len(line), end + 5)
    while at < limit:
        tags = line.tags[at]
        if "nationality" in tags and not nationality:
            nationality = tags["nationality"]
            end = at + 1
        elif "person" in tags and tags["person"] and (not population or "include" not in tags):
            population = population or tags["person"]
            if population == "isis_members" and at > end:
                population = "isis_members"
            end = at + 1
        elif "thing" in tags and "جنسي" in line.raw(at):
            pass
        elif (
            tags
            and not (
                {"from", "article", "same", "preposition"} & tags.keys()
                and line.raw(at).lower() in ("of", "the", "من", "de", "la", "al", "ذوي", "von", "der", "d")
            )
        ) or (
            not tags
            and line.raw(at)
            not in (
                "الجنسية",
                "alleged",
                "nationality",
                "suspected",
                "nationalité",
                "origin",
            )
        ):
            break
        at += 1
    at = end
    if at < len(line) and line.raw(at) in ("nationality", "nationals"):
        end = at + 1
    return nationality, population, end


_PEOPLE_FOLLOW = frozenset(("measure", "include", "verb"))


def _bare(line: Line, quantity: Quantity, unknown: int) -> Group | None:
    """A number without a noun that still counts people by what stands around it."""
    count, end = len(line), quantity.end
    after = line.tags[end] if end < count else {}
    later = line.tags[end + 1] if end + 1 < count else {}
    verb_later = "measure" in later or ("verb" in later and line.joined[end])
    if unknown and not verb_later and (end >= count or after or not _announced(line, quantity)):
        return None
    if "include" in after:
        return Group(end + 1, Unit.PERSONS, "", "", PARTITIVE, inherits_unit=True)
    if quantity.value is not None and quantity.value < 2 and "measure" not in after:
        return None
    if "vague" in line.tags[quantity.at] and quantity.size < 20:
        return None
    back = range(max(0, quantity.first - 4), quantity.first)
    if any("ordinal" in line.tags[k] for k in back[-2:]):
        return None
    if "open" in (line.tags[quantity.first - 1] if quantity.first else {}):
        nations = [line.tags[k]["nationality"] for k in back if "nationality" in line.tags[k]]
        if nations and quantity.value is not None:
            return Group(end, Unit.PERSONS, nations[-1], "", LABEL)
        people = [line.tags[k]["person"] for k in back[-2:] if "person" in line.tags[k]]
        return Group(end, Unit.PERSONS, "", people[-1], LABEL) if people else None
    for k in reversed(back):
        if "stop" in line.tags[k] and k == quantity.first - 1:
            label = range(max(0, k - 3), k)
            if any("family" in line.tags[j] for j in label):
                return Group(end, Unit.FAMILIES, "", "", LABEL)
            if any("person" in line.tags[j] for j in label):
                return Group(end, Unit.PERSONS, "", "", LABEL)
    if _announced(line, quantity):
        return Group(end, Unit.PERSONS, "", "", BARE)
    if (
        quantity.plain
        and quantity.value is not None
        and 1900 <= quantity.value <= 2100
        and quantity.first == quantity.at
    ):
        return None
    if _PEOPLE_FOLLOW & after.keys() or ("measure" in later and "comma" not in after):
        return Group(end, Unit.PERSONS, "", "", BARE, inherits_unit=True)
    previous = line.tags[quantity.first - 1] if quantity.first else {}
    of_event = quantity.first > 1 and "preposition" in previous and "measure" in line.tags[quantity.first - 2]
    if ({"measure", "include", "within_total"} & previous.keys() or of_event) and not unknown:
        return Group(end, Unit.PERSONS, "", "", BARE, inherits_unit="include" in previous)
    if (
        "article" in previous
        and "quantifier" not in previous
        and line.raw(quantity.first - 1).lower() in ("another", "an additional", "a further", "additional", "further")
        and not unknown
    ):
        return Group(end, Unit.PERSONS, "", "", BARE, inherits_unit=True)
    return None


def _announced(line: Line, quantity: Quantity) -> bool:
    """Whether "rose to", "reached" and the like stand right before."""
    back = range(max(0, quantity.first - 3), quantity.first)
    return any("rise" in line.tags[k] for k in back) or "rise" in line.tags[quantity.first]
