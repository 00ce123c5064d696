"""Which figure another one belongs to: part of ("of them"), or the same people in another unit ("858 people")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etl.model import Basis, Measure, Modality, Precision, Unit
from etl.reading.groups import LISTED, PLACE, Group
from etl.reading.numbers import Quantity
from etl.reading.tokens import Line


@dataclass(slots=True)
class Draft:
    """A figure while its report is being read. Relations point at drafts; ids are given at the end."""

    quantity: Quantity
    group: Group
    sentence: int
    span_start: int
    number_end: int
    """Where the number with its quantifier ends; the span goes on with its noun."""
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
    stock: bool = False
    """Whether a count of movements is given as of a date: "15,200 are still displaced"."""
    follows_on: bool = False
    """Whether its sentence goes on about what the one before told: "The families, …"."""
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
    goes_on = goes_on_about(line) and quantity.first < _NEAR_THE_START
    if not here and goes_on and group.unit is not last.unit and last.quantity.value is not None:
        return None, last
    between = range(previous_end if here else 0, quantity.first)
    gap = len(between)
    before = line.tags[quantity.first - 1] if quantity.first else {}
    bracket = "open" in before
    marks = [k for k in between[-9:] if line.tags[k].get("include") == ""]
    marked = "include" in before or (bool(marks) and not _ends_there(line, range(marks[-1] + 1, quantity.first)))
    if not marked:
        for at in (quantity.end, group.end):
            follows = line.tags[at + 1] if at + 1 < line.size else {}
            introduces = {"digits", "number", "vague", "quantifier"} & follows.keys() or (
                at + 1 < line.size and line.raw(at + 1).lower() == "who"
            )
            marked = marked or (at < line.size and "include" in line.tags[at] and not introduces)
    labelled = bracket and group.rule.endswith("label") and here
    marked = marked or (
        labelled and any("thing" in line.tags[k] for k in range(max(0, quantity.first - 6), quantity.first))
    )
    if here and not marked and group.unit is not last.unit:
        joined = bracket or any("same" in line.tags[k] and not line.joined[k] for k in between[-2:])
        families_of = gap == 1 and line.raw(quantity.first - 1).lower() == "of" and last.unit is Unit.FAMILIES
        with_members = gap == 1 and line.raw(quantity.first - 1).lower() == "with"
        behind = line.tags[group.end] if group.end < line.size else {}
        apposed = gap == 1 and "comma" in before and "comma" in behind
        joined = joined or families_of or with_members or apposed
        joined = joined or ("within_total" in before and quantity.size < last.quantity.size)
        if joined and gap <= _FAR_SAME and not any("stop" in line.tags[k] for k in between):
            return last.part_of, last
    if bracket and any("most" in line.tags[k] for k in between[-4:]):
        return _enclosing(drafts, quantity, sentence, None, group.unit), None
    if labelled and last.part_of is not None and last.group.rule.endswith("label"):
        return last.part_of, None
    if group.rule == PLACE:
        return (
            last.part_of if last.group.rule == PLACE else _enclosing(drafts, quantity, sentence, None, group.unit)
        ), None
    if group.rule == LISTED:
        return (last if last.label else last.part_of), None
    colons = [k for k in between[-8:] if "stop" in line.tags[k] and line.raw(k) in (":", "：")]
    after_colon = (
        here and bool(colons) and not any("measure" in line.tags[k] for k in range(colons[-1], quantity.first))
    )
    if after_colon and not marked and last.group.rule != "group.label" and last.quantity.size >= quantity.size:
        last.lists = True
        return last, None
    listing = next((whole for whole in _ancestors(last) if whole.lists), None)
    if here and listing is not None and listing is not last.part_of and _continues(line, quantity, group):
        members = sum(draft.quantity.size for draft in drafts[-12:] if draft.part_of is listing)
        if members + quantity.size <= listing.quantity.size:
            return listing, None
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
    if (
        here
        and not marked
        and last.part_of is not None
        and group.unit is last.unit
        and _continues(line, quantity, group)
    ):
        siblings = sum(draft.quantity.size for draft in drafts[-8:] if draft.part_of is last.part_of)
        if siblings + quantity.size <= last.part_of.quantity.size and not any("stop" in line.tags[k] for k in between):
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


_FAR_SAME = 14
_NEAR_THE_START = 10


def goes_on_about(line: Line) -> bool:
    """Whether a sentence begins with what the one before told of: "The families", "القافلة", "they"."""
    return any(
        "anaphor" in line.tags[at]
        and (line.raw(at).isascii() or "ال" in line.raw(at)[:4] or line.raw(at).startswith("هؤلاء"))
        for at in range(min(2, line.size))
    )


def _ancestors(draft: Draft) -> list[Draft]:
    """The figures that a draft belongs to, the nearest first."""
    found: list[Draft] = []
    parent = draft.part_of
    while parent is not None and parent not in found and len(found) < _DEEPEST:
        found.append(parent)
        parent = parent.part_of
    return found


_DEEPEST = 5


def _continues(line: Line, quantity: Quantity, group: Group) -> bool:
    """Whether a number goes on with a list of parts: a comma or "and" before it, and no event of its own behind it."""
    before = line.tags[quantity.first - 1] if quantity.first else {}
    behind = range(group.end, min(line.size, group.end + 4))
    separated = {"comma", "and"} & before.keys() or line.joined[quantity.first]
    return bool(separated) and not any("measure" in line.tags[k] for k in behind)


def _ends_there(line: Line, between: range) -> bool:
    """Whether what was said of some ends before the number: "some of them have moved on, and 12 families …"."""
    return any("and" in line.tags[k] and "comma" in line.tags[k - 1] for k in between if k)


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
