"""What a number counts of its group: which movement or event, told by the words around it and the figure it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from etl.model import Measure
from etl.reading import clauses, groups
from etl.reading.clauses import Clause
from etl.reading.groups import Group
from etl.reading.numbers import Quantity
from etl.reading.relations import Draft
from etl.reading.rules import named
from etl.reading.tokens import Line

_NEAR = named("measure.near")
_OWN = named("measure.noun")
_INHERITED = named("measure.inherited")
_ARRESTED = named("measure.arrested")
_HOME = named("measure.home")
_ABROAD = named("measure.abroad")

_ARMED = frozenset(("isis_members", "fighters"))
_HELD = {"arrests": Measure.ARRESTS, "surrenders": Measure.SURRENDERS}
_FAR_ARREST = 40
_FURTHER = frozenset(("another", "an additional", "a further", "further", "additional", "extra"))


class Told(NamedTuple):
    """What was counted, the rule that told it, and the item of the word that says so, None where there is none."""

    measure: Measure | None
    rule: str
    event: int | None = None


_NOTHING = Told(None, "")


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a number belongs to: the whole it is part of, the same people before, the last figure, the title's event."""

    part_of: Draft | None
    same_as: Draft | None
    last: Draft | None
    title: str


def measure_of(
    clause: Clause,
    quantity: Quantity,
    group: Group,
    belongs: Belonging,
    *,
    besieged: bool,
    camp: bool,
    about_a_camp: bool,
) -> Told:
    """What a number counts; `measure` is None where that is no movement, event or presence of people."""
    line, end = clause.line, clause.end
    inside = next(
        ((line.tags[at]["measure"], at) for at in range(quantity.end, end) if "measure" in line.tags[at]), None
    )
    near = clause.nearest()
    if quantity.value is None and quantity.size < 20 and quantity.upper is None and (near is None or near[2] > 1):
        return _NOTHING
    parent = belongs.same_as or belongs.part_of
    if group.rule == groups.LISTED and belongs.last is not None:
        return Told(belongs.last.measure, _INHERITED)
    beside = near is not None and near[2] <= 2 and near[1] < clause.first
    if group.rule == groups.LABEL and not beside and parent is None:
        return Told(Measure.POPULATION, _OWN)
    if parent is not None:
        return _of_a_part(clause, group, parent, is_part=belongs.same_as is None, besieged=besieged)
    announced = groups.announced(line, quantity)
    subject = _counted(clause) if announced else None
    if subject is not None:
        return Told(clauses.measure_named(subject[1], besieged), _NEAR, subject[0])
    if inside is not None and inside[0] == "returns" and "person" in line.tags[inside[1]]:
        return Told(Measure.RETURNS, _OWN, inside[1])
    of = clause.first >= 2 and line.raw(clause.first - 1).lower() in _OF and line.tags[clause.first - 2].get("measure")
    if of:
        near = (of, clause.first - 2, 0)
    if near is not None and not (inside is not None and near[2] > 8):
        return _near(clause, group, near, besieged=besieged, camp=camp or about_a_camp)
    if inside is not None:
        return Told(clauses.measure_named(inside[0], besieged), _OWN, inside[1])
    if belongs.last is not None and clause.since and _coordinated(clause):
        return Told(belongs.last.measure, _INHERITED)
    if announced and belongs.last is not None and clause.first < _NEAR_START:
        return Told(belongs.last.measure, _INHERITED)
    if announced and belongs.title:
        return Told(clauses.measure_named(belongs.title, besieged), _INHERITED)
    if group.rule == groups.LABEL or camp:
        return Told(Measure.POPULATION, _OWN)
    if group.population == "idps" or any(tags.get("person") == "idps" for tags in line.tags):
        return Told(Measure.DISPLACED, _OWN)
    if any("carry" in line.tags[at] for at in range(max(clause.since, clause.first - _FAR_CARRY), clause.first)):
        event = clause.events[-1][1] if clause.events else belongs.title
        return Told(clauses.measure_named(event, besieged), _NEAR) if event else _NOTHING
    further = (quantity.first and line.raw(quantity.first - 1).lower() in _FURTHER) or (
        line.raw(end - 1).lower() == "more"
    )
    if belongs.last is not None and further:
        return Told(belongs.last.measure, _INHERITED)
    return _NOTHING


_OF = frozenset(("of", "de", "des", "von"))
_NEAR_START = 12
_FAR_CARRY = 9


def _coordinated(clause: Clause) -> bool:
    """Whether "and" alone joins a number to the one before: "96,923 Syrians and 104,727 Lebanese"."""
    line, gap = clause.line, clause.first - clause.since
    return (gap == 0 and bool(line.joined[clause.first])) or (gap == 1 and "and" in line.tags[clause.first - 1])


def _near(clause: Clause, group: Group, near: tuple[str, int, int], *, besieged: bool, camp: bool) -> Told:
    """What the nearest word of movement or event means beside this group and these places."""
    near = _crossing(clause, _main_verb(clause, near))
    measure = clauses.measure_named(near[0], besieged)
    if measure is Measure.POPULATION and _holds(clause, near[1]):
        return _NOTHING
    if measure is Measure.ARRIVALS and besieged and any(name == Measure.EXITS for _, name in clause.events):
        return Told(Measure.EXITS, _NEAR, near[1])
    if measure is Measure.ARRIVALS and _comes_home(clause, near[1], group.nationality):
        return Told(Measure.RETURNS, _HOME, near[1])
    if near[0] == "fled" and _goes_abroad(clause, near[1]):
        return Told(Measure.CROSS_BORDER, _ABROAD, near[1])
    if measure is Measure.DISPLACED and besieged and _out_of_the_enclave(clause, near[1]):
        return Told(Measure.EXITS, _NEAR, near[1])
    if group.population == "idps" and not camp and measure in (Measure.DEPARTURES, Measure.EXITS):
        return Told(Measure.DISPLACED, _OWN, near[1])
    return Told(measure, _NEAR, near[1])


def _main_verb(clause: Clause, near: tuple[str, int, int]) -> tuple[str, int, int]:
    """The word that tells what happened where the nearest one only describes: "people *fleeing* the town *arrived*"."""
    tags = clause.line.tags
    at = near[1]
    if "participle" in tags[at] and at >= clause.end:
        later = next(iter(clause.between(at + 1, clause.until)), None)
        if later is not None and not any({"stop", "open"} & tags[k].keys() for k in range(at, later[0])):
            return later[1], later[0], near[2]
    if "weak" in tags[at]:
        if _from_here(clause):
            return Measure.DEPARTURES.value, at, near[2]
        strong = [event for event in clause.events if "weak" not in tags[event[0]] and Measure.EXITS.value == event[1]]
        if strong:
            nearest = min(strong, key=lambda event: abs(event[0] - clause.first))
            return nearest[1], nearest[0], near[2]
    return near


_FROM = frozenset(("from", "من", "de", "aus", "du", "des"))


def _from_here(clause: Clause) -> bool:
    """Whether only where people were taken from is told: "the transfer of 650 people from the island"."""
    ahead = [clause.line.raw(at).lower() for at in range(clause.end, min(clause.line.size, clause.end + 8))]
    return bool(ahead) and ahead[0] in _FROM and not _INTO & set(ahead)


def _crossing(clause: Clause, near: tuple[str, int, int]) -> tuple[str, int, int]:
    """Flight that goes on over a border: "fled their homes and crossed into Lebanon"."""
    if near[0] in ("fled", Measure.DISPLACED) and near[1] >= clause.end:
        for at, name in clause.between(near[1] + 1, clause.until):
            together = any("and" in clause.line.tags[k] for k in range(near[1], at)) or clause.line.joined[at]
            if name == Measure.CROSS_BORDER and together:
                return name, at, near[2]
    return near


def _counted(clause: Clause) -> tuple[int, str] | None:
    """What "the number of murders documented in the camp has risen to" is the number of."""
    tags = clause.line.tags
    for at in range(clause.first - 1, clause.since - 1, -1):
        if "stop" in tags[at]:
            return None
        if "count_of" in tags[at]:
            events = clause.between(at + 1, clause.first)
            kept = events and events[0][1] == Measure.DISPLACED and "person" in tags[events[0][0]]
            if kept and any("camp" in tags[k] for k in range(events[0][0], clause.first)):
                return at, Measure.POPULATION.value
            relative = next((k for k in range(at, clause.first) if clause.line.raw(k).lower() in _WHO), None)
            told = [event for event in events if relative is not None and event[0] > relative]
            idps = any(tags[k].get("person") == "idps" for k in range(at, clause.first))
            default = Measure.DISPLACED if idps else Measure.POPULATION
            if (
                not events
                and default is Measure.POPULATION
                and any("since" in tags[k] for k in range(at, clause.first))
            ):
                # A number of people since a day is no number of people who are there.
                return None
            return next(iter(told or events), (at, default.value))
    return None


_WHO = frozenset(("who", "that", "الذين", "التي", "الذي", "ممن", "qui", "que", "die"))
_INTO = frozenset(("to", "into", "towards", "إلى", "الى", "نحو", "vers", "au", "en", "nach", "a", "hacia"))


def _goes_abroad(clause: Clause, event: int) -> bool:
    """Whether flight leads into another country: "fled to Armenia"."""
    line = clause.line
    last = [at for at in range(clause.end, event) if line.raw(at).lower() == "nach"]
    for at in (*last, *range(event + 1, min(line.size - 1, event + 5))):
        if line.raw(at).lower() in _INTO:
            return "country" in line.tags[at + 1] or (at + 2 < line.size and "country" in line.tags[at + 2])
    return False


def _of_a_part(clause: Clause, group: Group, parent: Draft, *, is_part: bool, besieged: bool) -> Told:
    """What befell some of the people of another figure: the same as all of them, unless their own words differ."""
    line = clause.line
    if not is_part:
        return Told(parent.measure, _INHERITED)
    if group.population in _ARMED and parent.measure not in (Measure.POPULATION, Measure.DEATHS):
        held = {
            name
            for at, name in clause.between(clause.end, clause.until)
            if name in _HELD and clauses.cost_between(clause.running, clause.first, clause.end, at) < _FAR_ARREST
        }
        if held:
            both = len(held) > 1
            return Told(Measure.ARRESTS_SURRENDERS if both else _HELD[held.pop()], _ARRESTED)
    after = next(iter(clause.between(clause.end, clause.until)), None)
    if after is not None and (
        clauses.cost_between(clause.running, clause.first, clause.end, after[0]) < 5 or _told_of_them(clause, after[0])
    ):
        return _differing(after, line.raw(after[0]).lower(), parent, besieged)
    before = clause.between(_after_inclusion(clause), clause.first)
    if before and clauses.cost_between(clause.running, clause.first, clause.end, before[-1][0]) < 4:
        return _differing(before[-1], line.raw(before[-1][0]).lower(), parent, besieged)
    return Told(parent.measure, _INHERITED)


def _told_of_them(clause: Clause, event: int) -> bool:
    """Whether only "of them were" stands between a part and what befell it."""
    tags = clause.line.tags
    return event - clause.end <= 3 and all(
        "include" in tags[at] or "verb" in tags[at] for at in range(clause.end, event)
    )


def _after_inclusion(clause: Clause) -> int:
    """From where on words before the number speak of the part alone: after "among them", or the figure before."""
    tags = clause.line.tags
    marks = [at for at in range(clause.since, clause.first) if "include" in tags[at] or "comma" in tags[at]]
    return marks[-1] + 1 if marks else clause.first


def _differing(event: tuple[int, str], told: str, parent: Draft, besieged: bool) -> Told:
    at, name = event
    if name == Measure.POPULATION and parent.measure is not Measure.POPULATION and told.startswith("there"):
        return Told(parent.measure, _INHERITED)
    if name in ("fled", parent.measure.value):
        return Told(parent.measure, _INHERITED, at)
    return Told(clauses.measure_named(name, besieged), _NEAR, at)


def _out_of_the_enclave(clause: Clause, event: int) -> bool:
    """Whether people are displaced out of the enclave that the text is about."""
    line = clause.line
    ahead = range(event + 1, min(line.size, event + 6))
    return any(line.raw(at).lower() in _FROM for at in ahead) and any("enclave" in line.tags[at] for at in ahead)


def _holds(clause: Clause, event: int) -> bool:
    """Whether it is a capacity: "boats hold 300 passengers"."""
    line = clause.line
    if event >= clause.first or line.raw(event).lower() not in ("hold", "holds", "seat", "seats"):
        return False
    back = range(max(0, event - 4), event)
    return any("thing" in line.tags[at] for at in back) and not any("camp" in line.tags[at] for at in back)


_INTO_AT_THE_END = frozenset(("in", "ins", "nach"))


def _comes_home(clause: Clause, event: int, nationality: str) -> bool:
    """Whether people arrive in the country whose nationals they are."""
    line = clause.line
    # German has the verb last: "128 Familien wurden in den Irak gebracht".
    last = [at for at in range(clause.end + 1, event) if line.raw(at - 1).lower().split()[0] in _INTO_AT_THE_END]
    ahead = (*last, *range(event + 1, min(line.size, event + 5)))
    return bool(nationality) and any(
        line.tags[at].get("country") == nationality and not any(line.raw(k).lower() in _FROM for k in range(event, at))
        for at in ahead
    )


_NATIONALS = frozenset(("citizens", "nationals", "مواطنيه", "مواطنيها", "رعاياه", "رعاياها"))
_REPATRIATES = re.compile(
    "repatriat|took back|taken back|brought home|brings home|و?استعاد|و?أعاد|و?استرد", re.IGNORECASE
)
_STRANGERS = re.compile("migrant|مهاجر|مهاجرين|migrante", re.IGNORECASE)


def home(line: Line, event: int, end: int) -> str:
    """The country that people return to, whose nationals they are then: "returned to the Syrian Arab Republic"."""
    if any(_STRANGERS.search(line.raw(at)) for at in range(max(0, min(event, end) - 6), end)):
        return ""
    before = [line.tags[at]["country"] for at in range(max(0, event - 4), event) if "country" in line.tags[at]]
    own = any(line.raw(at).lower() in _NATIONALS for at in range(end, min(line.size, end + 4)))
    if before and (own or _REPATRIATES.match(line.raw(event))):
        return before[-1]
    for at in range(max(event, end), min(line.size - 1, max(event, end) + 4)):
        if line.raw(at).lower() in _INTO:
            ahead = [line.tags[k] for k in range(at + 1, min(line.size, at + 3))]
            return next((tags["country"] for tags in ahead if "country" in tags), "")
    return ""
