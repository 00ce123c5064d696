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
LISTED = named("group.list")
PLACE = named("group.place")

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


_COLONS = frozenset((":", "："))


def group_of(line: Line, quantity: Quantity, language: str, earlier: Unit | None = None) -> Group | None:
    """The group that a number counts, or None when it counts something else than people.

    `earlier` is the unit of the figure before it in its sentence or list, whose noun a list does not repeat.
    """
    count = line.size
    before = line.tags[quantity.first - 1] if quantity.first else {}
    if "money" in before or "ordinal" in before or "clock" in before:
        return None
    follows = line.tags[quantity.end] if quantity.end < count else {}
    if earlier is not None and quantity.value is not None and _in_a_list(line, quantity):
        return Group(quantity.end, earlier, "", "", LISTED)
    labelled = quantity.first > 1 and line.raw(quantity.first - 1) in _COLONS
    if labelled and not {"thing", "person", "family", "nationality"} & follows.keys():
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
    partitive = False
    while at < count and at < quantity.end + 7:
        tags = line.tags[at]
        if partitive and "country" in tags:
            break
        if "person" in tags and at + 1 < count and "family" in line.tags[at + 1] and not line.joined[at + 1]:
            # "324 displaced families"
            population = tags["person"] or population
            at += 1
            continue
        if "person" in tags or "family" in tags:
            family = "family" in tags
            person = not family
            population = tags.get("person", "") or population
            nationality = nationality or tags.get("nationality", "")
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
            partitive = True
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
        if at == quantity.end and "measure" in tags and at + 1 < count and "thing" in line.tags[at + 1]:
            return None
        if "measure" in tags and at <= quantity.end + 1 and _describes(line, at):
            at += 1
            continue
        if _STOPS & tags.keys() or "mark" in tags:
            break
        if not tags and unknown < allowed and line.raw(at)[:1].isalpha():
            unknown += 1
            at += 1
            continue
        break
    around = (*range(max(0, quantity.first - _RATE_BEFORE), quantity.first), *range(end, min(count, end + _NEAR_RATE)))
    if any("rate" in line.tags[k] for k in around):
        return None
    if nationality and _several(line, end):
        return Group(end, Unit.FAMILIES if family else Unit.PERSONS, "", population, NOUN)
    if person or family:
        nationality, population, end = _modifiers(line, end, nationality, population)
        if not nationality and announced(line, quantity):
            nationality = _subject(line, quantity)[1]
        return Group(end, Unit.FAMILIES if family else Unit.PERSONS, nationality, population, NOUN)
    if nationality:
        return Group(end, Unit.PERSONS, nationality, population, NOUN)
    return _bare(line, quantity, 0 if partitive else unknown)


_NEAR_RATE = 3
_RATE_BEFORE = 2


def _describes(line: Line, at: int) -> bool:
    """Whether a participle stands before the noun it describes: "newly *arrived* Syrian families"."""
    ahead = [line.tags[k] for k in range(at + 1, min(line.size, at + 3))]
    return line.raw(at).lower().endswith("ed") and any({"person", "family"} & tags.keys() for tags in ahead)


def _several(line: Line, end: int) -> bool:
    """Whether another nationality follows: "Syrians, Iraqis and foreigners", "سورية وعراقية"."""
    if end >= line.size:
        return False
    if line.joined[end]:
        return "nationality" in line.tags[end]
    return (
        bool({"comma", "and"} & line.tags[end].keys()) and end + 1 < line.size and "nationality" in line.tags[end + 1]
    )


def _modifiers(line: Line, end: int, nationality: str, population: str) -> tuple[str, str, int]:
    """What follows the noun: "of the Iraqi nationality", "من الجنسية العراقية", "of alleged ISIS fighters"."""
    at, limit = end, min(line.size, end + 5)
    while at < limit:
        tags = line.tags[at]
        if "nationality" in tags and "country" in tags and line.raw(at - 1).lower() == "de":
            # Spanish "familias de Siria" says where from, "familias sirias" whose nationals.
            break
        if "nationality" in tags and not nationality:
            if _several(line, at + 1):
                return "", population, at + 1
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
    if at < line.size and line.raw(at) in ("nationality", "nationals"):
        end = at + 1
    return nationality, population, end


def _after_verbs(line: Line, at: int) -> int:
    """The first item from `at` on that is no auxiliary: "of whom *were* Iraqis"."""
    while at < line.size and "verb" in line.tags[at] and "measure" not in line.tags[at]:
        at += 1
    return at


_PEOPLE_FOLLOW = frozenset(("measure", "include", "verb"))


def _bare(line: Line, quantity: Quantity, unknown: int) -> Group | None:
    """A number without a noun that still counts people by what stands around it."""
    count, end = line.size, quantity.end
    if end < count and line.raw(end).lower() == "more":
        # "around 200 more were expected"
        return Group(end + 1, Unit.PERSONS, "", "", BARE, inherits_unit=True)
    after = line.tags[end] if end < count else {}
    later = line.tags[end + 1] if end + 1 < count else {}
    verb_later = ("measure" in later and not line.raw(end + 1).startswith("لل")) or (
        "verb" in later and line.joined[end]
    )
    if unknown and "number" in line.tags[quantity.at] and quantity.size < 13:
        return None
    if _out_of_things(line, quantity):
        return None
    if unknown and not verb_later and (end >= count or after or not announced(line, quantity)):
        return None
    if "include" in after:
        ahead = _after_verbs(line, end + 1)
        nationality, population, last = _modifiers(line, ahead, "", "")
        told = nationality or population
        return Group(last if told else end + 1, Unit.PERSONS, nationality, population, PARTITIVE, inherits_unit=True)
    if (
        quantity.value is not None
        and quantity.value < 2
        and ("measure" not in after or "number" in line.tags[quantity.at])
    ):
        return None
    vague = "vague" in line.tags[quantity.at]
    if vague and quantity.size < 20:
        return None
    back = range(max(0, quantity.first - 4), quantity.first)
    if any("ordinal" in line.tags[k] for k in back[-2:]):
        return None
    if "open" in (line.tags[quantity.first - 1] if quantity.first else {}):
        if _beside_a_place(line, quantity):
            return Group(end, Unit.PERSONS, "", "", PLACE, inherits_unit=True)
        nations = [line.tags[k]["nationality"] for k in back if "nationality" in line.tags[k]]
        if nations and quantity.value is not None:
            return Group(end, Unit.PERSONS, nations[-1], "", LABEL)
        people = [line.tags[k]["person"] for k in back[-2:] if "person" in line.tags[k]]
        return Group(end, Unit.PERSONS, "", people[-1], LABEL) if people else None
    for k in reversed(back):
        if line.raw(k) in _COLONS and k == quantity.first - 1:
            label = range(max(0, k - 3), k)
            if any("family" in line.tags[j] for j in label):
                return Group(end, Unit.FAMILIES, "", "", LABEL)
            if any("person" in line.tags[j] for j in label):
                return Group(end, Unit.PERSONS, "", "", LABEL)
    if announced(line, quantity):
        family, nation = _subject(line, quantity)
        return Group(end, Unit.FAMILIES if family else Unit.PERSONS, nation, "", BARE)
    if (
        quantity.plain
        and quantity.value is not None
        and 1900 <= quantity.value <= 2100
        and quantity.first == quantity.at
    ):
        return None
    if "verb" in after and "measure" not in after:
        # "de las cuales 512 son niños"
        nationality, population, last = _modifiers(line, _after_verbs(line, end), "", "")
        if nationality or population:
            return Group(last, Unit.PERSONS, nationality, population, BARE, inherits_unit=True)
    if _PEOPLE_FOLLOW & after.keys() or ("measure" in later and "comma" not in after):
        return Group(end, Unit.PERSONS, "", "", BARE, inherits_unit=True)
    previous = line.tags[quantity.first - 1] if quantity.first else {}
    if "total" in previous and quantity.value is not None and not unknown:
        return Group(end, Unit.PERSONS, "", "", BARE, inherits_unit=True)
    of_event = quantity.first > 1 and "preposition" in previous and "measure" in line.tags[quantity.first - 2]
    if ({"measure", "include", "within_total"} & previous.keys() or of_event) and (not unknown or vague):
        return Group(end, Unit.PERSONS, "", "", BARE, inherits_unit="include" in previous)
    if (
        "article" in previous
        and "quantifier" not in previous
        and line.raw(quantity.first - 1).lower() in ("another", "an additional", "a further", "additional", "further")
        and not unknown
    ):
        return Group(end, Unit.PERSONS, "", "", BARE, inherits_unit=True)
    return None


PLURALS = ("ين", "ون")
"""How an Arabic nationality ends that speaks of people: "السوريين", unlike "سورية", which is the country as well."""
_FAR_SUBJECT = 24


def _subject(line: Line, quantity: Quantity) -> tuple[bool, str]:
    """(families, nationality) of what a number is announced of: "the number of Syrian families … rose to"."""
    family, nationality = False, ""
    for at in range(quantity.first - 1, max(-1, quantity.first - _FAR_SUBJECT), -1):
        tags = line.tags[at]
        if "stop" in tags:
            break
        if "count_of" in tags:
            return family, nationality
        family = family or "family" in tags
        if line.raw(at).isascii() or line.raw(at).endswith(PLURALS):
            nationality = tags.get("nationality", nationality)
    return False, ""


def _out_of_things(line: Line, quantity: Quantity) -> bool:
    """Whether a number is what others are out of: "14 of its 20", "39 hospitals out of 55"."""
    back = range(max(0, quantity.first - 5), quantity.first)
    outof = [k for k in back if "within_total" in line.tags[k] or line.raw(k).lower() == "of"]
    if not outof:
        return False
    ahead = line.tags[outof[-1] - 1] if outof[-1] else {}
    return bool({"digits", "number"} & ahead.keys()) or any(
        "thing" in line.tags[k] for k in range(max(0, outof[-1] - 2), outof[-1])
    )


def _beside_a_place(line: Line, quantity: Quantity) -> bool:
    """Whether a bracket gives a place's number: "in Mueda (4202), followed by Pemba (1,775)"."""
    closed = quantity.end < line.size and "close" in line.tags[quantity.end]
    year = quantity.plain and 1900 <= (quantity.value or 0) <= 2100
    if not closed or year or quantity.first < 2 or (quantity.value or 0) < 10:
        return False
    name = line.tags[quantity.first - 2]
    spelled = line.raw(quantity.first - 2)
    if spelled.lower() in ("%", "٪", "percent", "per cent"):
        return True
    return (
        spelled[:1].isupper()
        and not spelled.isupper()
        and not {"person", "thing", "month", "nationality"} & name.keys()
    )


_TO_A_PLACE = frozenset(
    (
        *("to", "on", "in", "from", "at", "into", "من", "إلى", "الى", "في", "نحو"),
        *("à", "au", "aux", "vers", "en", "a", "hacia", "desde", "nach", "aus"),
    )
)
_LONGEST_LABEL = 9


def _in_a_list(line: Line, quantity: Quantity) -> bool:
    """Whether a number is a further member of a list: ", 15,500 to Nabul and 8,500 to …", "- from Jordan: 112,300"."""
    count, end, first = line.size, quantity.end, quantity.first
    year = quantity.plain and quantity.first == quantity.at and 1900 <= (quantity.value or 0) <= 2100
    if year:
        return False
    if first and "stop" in line.tags[first - 1] and end >= count - 1 and first < _LONGEST_LABEL:
        return not any({"thing", "money", "person", "family", "month"} & line.tags[k].keys() for k in range(first))
    separated = first > 0 and ({"comma", "and"} & line.tags[first - 1].keys() or line.joined[first])
    if not separated or end + 1 >= count or line.raw(end).lower() not in _TO_A_PLACE:
        return False
    name = line.tags[end + 1]
    spelled = line.raw(end + 1)
    if "weekday" in name:
        return line.raw(end).lower() == "on"
    if {"person", "family", "thing", "month", "digits", "time_unit", "measure"} & name.keys():
        return False
    return "country" in name or spelled[:1].isupper() or (not name and "\u0600" <= spelled[:1] <= "\u06ff")


TO = frozenset(("to", "إلى", "الى", "à", "a", "auf"))
_FAR_RISE = 22
_RISE_AND_SUBJECT = 8


def announced(line: Line, quantity: Quantity) -> bool:
    """Whether "rose to", "reached" and the like lead to the number: "the number of … rose in May to 300"."""
    first = quantity.first
    if "rise" in line.tags[first] or any("rise" in line.tags[k] for k in range(max(0, first - 3), first)):
        return True
    for at in range(first - 4, max(-1, first - _RISE_AND_SUBJECT), -1):
        tags = line.tags[at]
        if "rise" in tags and any("count_of" in line.tags[k] for k in range(at, first)):
            return True
        if {"stop", "digits", "number", "comma"} & tags.keys():
            break
    if not first or line.raw(first - 1).lower() not in TO:
        return False
    for at in range(first - 2, max(-1, first - _FAR_RISE), -1):
        if "rise" in line.tags[at]:
            return True
        if {"stop", "digits", "number"} & line.tags[at].keys() and not line.taken[at]:
            return False
    return False
