"""What a number counts of its group: which movement or event, told by the words around it and the figure it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from etl.model import Measure
from etl.reading import clauses, groups
from etl.reading.clauses import Clause
from etl.reading.groups import Group
from etl.reading.numbers import Quantity
from etl.reading.relations import Draft
from etl.reading.rules import named

_NEAR = named("measure.near")
_OWN = named("measure.noun")
_INHERITED = named("measure.inherited")
_ARRESTED = named("measure.arrested")
_HOME = named("measure.home")

_ARMED = frozenset(("isis_members", "fighters"))
_HELD = {"arrests": Measure.ARRESTS, "surrenders": Measure.SURRENDERS}
_FAR_ARREST = 40
_FURTHER = frozenset(("another", "an additional", "a further", "further", "additional", "extra"))


@dataclass(frozen=True, slots=True)
class Belonging:
    """The figures that a number belongs to: the whole it is part of, the same people before, and the last figure."""

    part_of: Draft | None
    same_as: Draft | None
    last: Draft | None


def measure_of(
    clause: Clause, quantity: Quantity, group: Group, belongs: Belonging, *, besieged: bool, camp: bool
) -> tuple[Measure | None, str]:
    """(measure, rule) of a number; (None, "") for one that counts no movement, event or presence of people."""
    line, end = clause.line, clause.end
    inside = next((line.tags[at]["measure"] for at in range(quantity.end, end) if "measure" in line.tags[at]), None)
    near = clause.nearest()
    if quantity.value is None and quantity.size < 20 and quantity.upper is None and (near is None or near[2] > 1):
        return None, ""
    parent = belongs.same_as or belongs.part_of
    if group.rule == groups.LISTED and belongs.last is not None:
        return belongs.last.measure, _INHERITED
    if group.rule == groups.LABEL and (near is None or near[2] > 2) and parent is None:
        return Measure.POPULATION, _OWN
    if parent is not None:
        return _of_a_part(clause, group, parent, is_part=belongs.same_as is None, besieged=besieged)
    if near is not None:
        if inside is not None and near[2] > 8:
            return clauses.measure_named(inside, besieged), _OWN
        measure = clauses.measure_named(near[0], besieged)
        if measure is Measure.POPULATION and _holds(clause, near[1]):
            return None, ""
        if measure is Measure.ARRIVALS and _comes_home(clause, near[1], group.nationality):
            return Measure.RETURNS, _HOME
        return measure, _NEAR
    if inside is not None:
        return clauses.measure_named(inside, besieged), _OWN
    if group.rule == groups.LABEL or camp:
        return Measure.POPULATION, _OWN
    if group.population == "idps" or any(tags.get("person") == "idps" for tags in line.tags):
        return Measure.DISPLACED, _OWN
    if clause.events and any("carry" in line.tags[at] for at in range(max(0, clause.first - 4), clause.first)):
        return clauses.measure_named(clause.events[-1][1], besieged), _NEAR
    further = quantity.first and line.raw(quantity.first - 1).lower() in _FURTHER
    if belongs.last is not None and further:
        return belongs.last.measure, _INHERITED
    return None, ""


def _of_a_part(clause: Clause, group: Group, parent: Draft, *, is_part: bool, besieged: bool) -> tuple[Measure, str]:
    """What befell some of the people of another figure: the same as all of them, unless their own words differ."""
    if not is_part:
        return parent.measure, _INHERITED
    if group.population in _ARMED and parent.measure not in (Measure.POPULATION, Measure.DEATHS):
        held = {
            name
            for at, name in clause.between(clause.end, clause.until)
            if name in _HELD and clauses.cost_between(clause.running, clause.first, clause.end, at) < _FAR_ARREST
        }
        if held:
            both = len(held) > 1
            return (Measure.ARRESTS_SURRENDERS if both else _HELD[held.pop()]), _ARRESTED
    after = next(iter(clause.between(clause.end, clause.until)), None)
    if after is not None and clauses.cost_between(clause.running, clause.first, clause.end, after[0]) < 5:
        return _differing(after[1], parent, besieged)
    before = clause.between(_after_inclusion(clause), clause.first)
    if before and clauses.cost_between(clause.running, clause.first, clause.end, before[-1][0]) < 4:
        return _differing(before[-1][1], parent, besieged)
    return parent.measure, _INHERITED


def _after_inclusion(clause: Clause) -> int:
    """From where on words before the number speak of the part alone: after "among them", or the figure before."""
    tags = clause.line.tags
    marks = [at for at in range(clause.since, clause.first) if "include" in tags[at] or "comma" in tags[at]]
    return marks[-1] + 1 if marks else clause.first


def _differing(name: str, parent: Draft, besieged: bool) -> tuple[Measure, str]:
    if name in ("fled", parent.measure.value):
        return parent.measure, _INHERITED
    return clauses.measure_named(name, besieged), _NEAR


def _holds(clause: Clause, event: int) -> bool:
    """Whether it is a capacity: "boats hold 300 passengers"."""
    line = clause.line
    if event >= clause.first or line.raw(event).lower() not in ("hold", "holds", "seat", "seats"):
        return False
    return any("thing" in line.tags[at] for at in range(max(0, event - 4), event))


def _comes_home(clause: Clause, event: int, nationality: str) -> bool:
    """Whether people arrive in the country whose nationals they are."""
    ahead = range(event, min(clause.line.size, event + 5))
    return bool(nationality) and any(clause.line.tags[at].get("country") == nationality for at in ahead)
