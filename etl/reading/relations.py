"""Which figure another one belongs to: part of ("of them"), or the same people in another unit ("858 people")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etl.model import Basis, Measure, Modality, Precision, Unit
from etl.reading.groups import LISTED, Group
from etl.reading.numbers import Quantity
from etl.reading.tokens import Line


@dataclass(slots=True)
class Draft:
    """A figure while its report is being read. Relations point at drafts; ids are given at the end."""

    quantity: Quantity
    group: Group
    sentence: int
    span_start: int
    span_end: int
    unit: Unit
    nationality: str
    population: str
    source: str
    measure: Measure = Measure.EXITS
    basis: Basis = Basis.PERIOD
    ref_start: date | None = None
    ref_end: date | None = None
    precision: Precision = Precision.DAY
    modality: Modality = Modality.REPORTED
    place_from: str = ""
    place_to: str = ""
    part_of: Draft | None = None
    same_as: Draft | None = None
    rules: tuple[str, ...] = ()
    dated: bool = False
    ends: bool = False
    """Whether the words themselves give the last day."""
    hint: str = ""
    """What of the interval only the rest of the report can tell: see `etl.reading.time`."""
    lists: bool = False
    """Whether its parts follow it after a colon in its own sentence."""
    label: bool = False
    """Whether a list of its parts follows: it ends with a colon."""


def relate(
    line: Line, quantity: Quantity, group: Group, drafts: list[Draft], sentence: int, previous_end: int
) -> tuple[Draft | None, Draft | None]:
    """(part of, same as) for a number phrase, given the drafts of this and the sentence before, the latest last.

    `previous_end` is the item after the last draft's group in this sentence, 0 if it has none.
    """
    if not drafts or drafts[-1].sentence < sentence - 1:
        return None, None
    last = drafts[-1]
    here = last.sentence == sentence
    between = range(previous_end if here else 0, quantity.first)
    gap = len(between)
    before = line.tags[quantity.first - 1] if quantity.first else {}
    bracket = "open" in before
    marked = any("include" in line.tags[k] for k in between[-9:]) or "include" in before
    if not marked:
        for at in (quantity.end, group.end):
            follows = at + 1 < line.size and line.raw(at + 1).lower() == "who"
            marked = marked or (at < line.size and "include" in line.tags[at] and not follows)
    labelled = bracket and group.rule.endswith("label") and here
    marked = marked or (
        labelled and any("thing" in line.tags[k] for k in range(max(0, quantity.first - 6), quantity.first))
    )
    if here and not marked and group.unit is not last.unit:
        joined = bracket or any("same" in line.tags[k] and not line.joined[k] for k in between[-2:])
        if joined and gap <= 8 and not any("stop" in line.tags[k] for k in between):
            return last.part_of, last
    if bracket and any("most" in line.tags[k] for k in between[-4:]):
        return _enclosing(drafts, quantity, sentence, None, group.unit), None
    if labelled and last.part_of is not None and last.group.rule.endswith("label"):
        return last.part_of, None
    if group.rule == LISTED:
        return (last if last.label else last.part_of), None
    after_colon = here and quantity.first and line.raw(quantity.first - 1) in (":", "：")
    if after_colon and not marked and last.group.rule != "group.label" and last.quantity.size >= quantity.size:
        last.lists = True
        return last, None
    if (
        here
        and last.part_of is not None
        and last.part_of.lists
        and not marked
        and (group.unit is last.unit or group.inherits_unit)
    ):
        separated = {"comma", "and"} & before.keys() or line.joined[quantity.first]
        if separated and last.part_of.quantity.size >= quantity.size:
            return last.part_of, None
    if marked:
        return _enclosing(drafts, quantity, sentence, None, group.unit), None
    if here and bracket and gap <= 3 and not last.group.rule.endswith("label") and quantity.size < last.quantity.size:
        return last, None
    if here and last.part_of is not None and gap <= 4 and _listed(line, between):
        parent = last.part_of
        if parent.quantity.size >= quantity.size:
            return parent, None
    return None, None


def _listed(line: Line, between: range) -> bool:
    """Whether only "and", a comma and articles stand between two members of a list."""
    return all(
        not line.tags[k] or {"comma", "and", "article", "close", "preposition"} & line.tags[k].keys() or line.joined[k]
        for k in between
    )


def _enclosing(drafts: list[Draft], quantity: Quantity, sentence: int, skip: Draft | None, unit: Unit) -> Draft | None:
    """The nearest earlier figure that is large enough to hold this one."""
    for draft in reversed(drafts[-8:]):
        if draft.sentence < sentence - 1 and draft.group.rule != LISTED:
            break
        if draft is not skip and draft.quantity.size >= quantity.size and draft.quantity.size:
            persons = draft.unit is Unit.FAMILIES and unit is Unit.PERSONS and draft.same_as is not None
            return draft.same_as if persons else draft
        if draft.unit is not Unit.PERSONS and draft.quantity.size * 15 >= quantity.size:
            return draft.same_as or draft
    return None
