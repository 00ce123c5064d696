"""Sentences -> figures: puts numbers, groups, events, dates and relations together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl.model import Measure, Modality, Quantifier
from etl.reading import clauses, dating, discourse, groups, measures, relations, time
from etl.reading.dates import Clock
from etl.reading.discourse import MOVEMENTS
from etl.reading.lexicon import SPLIT, Lexicon, Tags
from etl.reading.numbers import Quantity, quantities
from etl.reading.relations import Draft
from etl.reading.rules import named
from etl.reading.tokens import Line, line_of, sentences

_PART = named("relation.part")
_SAME = named("relation.same")
_PLAN = named("modality.plan")

_HARM = frozenset((Measure.DEATHS, Measure.INJURED, Measure.ARRESTS, Measure.SURRENDERS, Measure.RELEASES))


_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Oddity:
    """A date in the text that cannot be: `code`, its printed words and where they stand."""

    code: str
    printed: str
    span_start: int
    span_end: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a whole report says about each of its sentences."""

    words: Lexicon
    clock: Clock
    besieged: bool
    publisher: str
    nationality: str = ""
    head: str = ""
    event: str = ""
    camp: bool = False


def phrases_of(words: Lexicon, *categories: str) -> list[tuple[tuple[str, ...], Tags]]:
    """All phrases in the given categories, word by word, with their tags."""
    return [
        ((first, *rest), tags)
        for first, starts in words.phrases.items()
        for rest, tags in starts
        if any(category in tags for category in categories)
    ]


class Counts(dict[str, bool]):
    """Whether a spelling is a number in words, in any of its forms; remembers what it was asked."""

    def __init__(self, words: Lexicon) -> None:
        super().__init__()
        self._words = words
        # For every number in words its longest word; "several" alone opens no sentence: it counts only beside a verb.
        phrases = phrases_of(words, "number", "scale", "vague")
        self._numbers = frozenset(max(spelled, key=len) for spelled, tags in phrases if tags.get("vague") != "2")

    def __missing__(self, spelling: str) -> bool:
        if len(self) > _MOST_KEPT:
            self.clear()
        counts = self[spelling] = self._words.word(spelling).form in self._numbers
        return counts


_MOST_KEPT = 100_000


def read_sentences(text: str, setting: Setting, counts: Counts) -> tuple[list[Draft], list[Oddity]]:
    """All figures of a text in order, and the dates in it that cannot be."""
    report = discourse.Report(setting.clock.today, setting.nationality, setting.head)
    drafts: list[Draft] = []
    oddities: list[Oddity] = []
    for number, (start, end) in enumerate(sentences(text, setting.words.language)):
        if _DIGIT.search(text, start, end) or any(map(counts.__getitem__, _WORD.findall(text, start, end))):
            _sentence(line_of(text, start, end, setting.words), number, setting, drafts, oddities, report)
    discourse.settle(drafts, report)
    for draft in drafts:
        if draft.ref_start is not None and draft.ref_end is not None and draft.ref_start > draft.ref_end:
            printed = text[draft.span_start : draft.span_end]
            oddities.append(Oddity("backwards", printed, draft.span_start, draft.span_end))
            draft.ref_start = draft.ref_end = None
    return drafts, oddities


_FAR_PARTICLE = 40


def _split_verbs(line: Line, words: list[tuple[int, str]]) -> tuple[list[tuple[int, str]], set[int]]:
    """What verbs mean with the particle that ends their clause, and the items of both: "kamen 500 Menschen … an"."""
    events, used = [], set()
    for at, meanings in words:
        by_particle = dict(meaning.split("=", 1) for meaning in meanings.split("|"))
        for ahead in range(at + 1, min(line.size, at + _FAR_PARTICLE)):
            tags = line.tags[ahead]
            if "comma" in tags or "stop" in tags:
                break
            name = by_particle.get(line.raw(ahead).lower())
            follows = line.tags[ahead + 1] if ahead + 1 < line.size else {"mark": ""}
            if name and {"comma", "stop", "mark", "and", "close", "open", "quote", "include"} & follows.keys():
                events.append((at, name))
                used |= {at, ahead}
                break
    return events, used


_WANTED = ("measure", "source", "reached", "modality", "camp", SPLIT)


def _positions(line: Line) -> dict[str, list[tuple[int, str]]]:
    """Where the words of the wanted categories stand, with their values."""
    found: dict[str, list[tuple[int, str]]] = {category: [] for category in _WANTED}
    for at, tags in enumerate(line.tags):
        if tags:
            for category in _WANTED:
                if category in tags:
                    found[category].append((at, tags[category]))
    return found


def _sentence(
    line: Line,
    number: int,
    setting: Setting,
    drafts: list[Draft],
    oddities: list[Oddity],
    report: discourse.Report,
) -> None:
    every = time.times(line, setting.clock)
    oddities += [
        Oddity(when.code, when.impossible, line.starts[when.first], line.ends[when.end - 1])
        for when in every
        if when.code
    ]
    times = dating.times_of(line, setting.clock.today, every)
    _note_times(line, number, every, times, report)
    found = quantities(line)
    if not found:
        as_of = next((when.stop for when in every if when.rule == time.AS_OF and when.stop), None)
        if as_of is not None and report.collected is None:
            report.collected = as_of
        if line.size <= _HEADING and len(every) == 1 and every[0].rule == time.DAY and every[0].start:
            report.headings.append((number, every[0].start))
        return
    numbers = bytearray(line.size)
    for quantity in found:
        numbers[quantity.at] = 1
    running = clauses.prices(line, numbers)
    positions = _positions(line)
    events = _events(line, positions["measure"], found)
    if positions[SPLIT]:
        joined, used = _split_verbs(line, positions[SPLIT])
        events = sorted([*(event for event in events if event[0] not in used), *joined])
    sources = positions["source"]
    source = sources[0][1] if sources else setting.publisher
    camp = bool(positions["camp"])
    aid, plans = positions["reached"], positions["modality"]
    previous_end = refused = 0
    follows_on = relations.goes_on_about(line)
    first_here = len(drafts)
    for index, quantity in enumerate(found):
        arabic = _is_arabic(line, quantity)
        listed = len(drafts) > first_here or _heads_a_list(drafts, number)
        earlier = drafts[-1].unit if listed else None
        group = groups.group_of(line, quantity, "ar" if arabic else setting.words.language, earlier)
        nounless = group is None or group.rule in (groups.BARE, groups.PARTITIVE)
        if group is None or (nounless and _of_what_was_refused(line, refused, quantity, previous_end)):
            refused = quantity.end
            continue
        part_of, same_as = relations.relate(line, quantity, group, drafts, number, previous_end)
        end = max(group.end, quantity.end)
        following = found[index + 1].first if index + 1 < len(found) else line.size
        clause = clauses.Clause(line, running, events, quantity.first, end, previous_end, following, arabic)
        belongs = measures.Belonging(part_of, same_as, drafts[-1] if drafts else None, setting.event)
        told = measures.measure_of(
            clause, quantity, group, belongs, besieged=setting.besieged, camp=camp, about_a_camp=setting.camp
        )
        measure = told.measure
        near_aid = clauses.nearest(running, aid, quantity.first, end, False) if aid else None
        near_event = clauses.nearest(running, events, quantity.first, end, arabic)
        object_of = near_event and near_event[1] < quantity.first and near_event[2] <= _OBJECT
        same_word = near_aid and near_event and near_aid[1] == near_event[1]
        if (
            near_aid
            and near_aid[2] < 9
            and (near_event is None or near_aid[2] <= near_event[2])
            and not (same_word and object_of)
        ):
            continue
        if measure is None or (group.population == groups.SOLDIERS and measure not in _HARM):
            continue
        draft = _draft(line, quantity, group, end, number, source)
        draft.measure = measure
        parent = same_as or part_of
        draft.part_of, draft.same_as = part_of, same_as
        draft.rules = (*quantity.rules, group.rule, told.rule)
        before = [line.tags[at] for at in range(max(previous_end, quantity.first - 3), quantity.first)]
        apart = any("within_total" in tags for tags in before) and same_as is None
        coordinated = any("and" in tags for tags in before[-2:]) or bool(line.joined[quantity.first])
        if measure is Measure.RETURNS and not draft.nationality and told.event is not None:
            draft.nationality = measures.home(line, told.event, end)
        draft.follows_on = follows_on
        draft.stock = told.event is not None and "still" in line.tags[told.event]
        _inherit_group(draft, parent, same_as, drafts[-1] if len(drafts) > first_here else None, apart, coordinated)
        dating.attach(line, draft, quantity, end, times, running, parent, drafts[-1] if drafts else None)
        _attach_modality(draft, quantity, end, plans, running, parent, told.event, setting.clock.today)
        _places(line, draft, end)
        if part_of:
            draft.rules += (_PART,)
        if same_as:
            draft.rules += (_SAME,)
        if apart and len(drafts) > first_here:
            _enclose(draft, drafts[first_here:])
        drafts.append(draft)
        previous_end = end
    if len(drafts) > first_here:
        drafts[-1].label = line.raw(line.size - 1) in (":", "：")


_HEADING = 8
_OBJECT = 2
_REFUSED_BEFORE = 6
_GOVERNED = 3
"""How many items before its verb "will be" may stand."""


def _of_what_was_refused(line: Line, refused: int, quantity: Quantity, previous_end: int) -> bool:
    """Whether a number is some of what another one counted that was no people: "7 convoys, 4 of them from Daraa"."""
    if not refused or refused < previous_end or quantity.first - refused > _REFUSED_BEFORE:
        return False
    after = line.tags[quantity.end] if quantity.end < line.size else {}
    return "include" in after or any("include" in line.tags[at] for at in range(refused, quantity.first))


def _is_arabic(line: Line, quantity: Quantity) -> bool:
    return "\u0600" <= line.text[line.starts[min(quantity.end, line.size - 1)]] <= "\u06ff"


def _heads_a_list(drafts: list[Draft], number: int) -> bool:
    """Whether the lines before, from the last that ended with a colon on, are a list of parts."""
    return bool(drafts) and (
        (drafts[-1].label and drafts[-1].sentence == number - 1)
        or (drafts[-1].group.rule == groups.LISTED and drafts[-1].sentence == number - 1)
    )


def _events(line: Line, words: list[tuple[int, str]], found: list[Quantity]) -> list[tuple[int, str]]:
    """Words of movement and event, except where they say how a group is made up: "12 families, holding 55 people"."""
    starts = {quantity.first for quantity in found}
    ends = {quantity.end for quantity in found}
    events = []
    for at, name in words:
        made_up = "same" in line.tags[at] and at + 1 in starts and any(at - back in ends for back in range(1, 5))
        # "أسر" is families after a number and captures before one; a returnee is no return of others.
        counter = (
            "rise" in line.tags[at]
            and at + 1 < line.size
            and (
                (at + 1 in starts and line.raw(at).endswith(("إلى", "الى", " to")))
                or line.raw(at + 1).lower() in groups.TO
                or (line.raw(at + 1).startswith("ل") and "quantifier" in line.tags[at + 1])
            )
        )
        noun = "family" in line.tags[at] and at + 1 not in starts
        who = "person" in line.tags[at] and name == Measure.RETURNS
        if not line.taken[at] and not made_up and not noun and not who and not counter:
            events.append((at, name))
    return events


def _note_times(line: Line, number: int, every: list[time.When], times: dating.Times, report: discourse.Report) -> None:
    """Keeps what other sentences may need of the times of this one."""
    collected = any("collected" in tags for tags in line.tags)
    for when in every:
        if when.hint == time.BEGAN and when.start:
            report.began.append(when.start)
        if when.rule in (time.DAY, time.SINCE) and when.start:
            report.days.append((number, when.start))
        span = when.rule == time.WINDOW and when.start and when.stop and (when.stop - when.start).days > 2
        dateless = report.published is None and span and number <= 1
        if (collected or dateless) and when.stop and when.rule in (time.DAY, time.WINDOW, time.AS_OF):
            report.collected = report.collected or when.stop
        if when.rule == time.SINCE and when.start and not any("rise" in tags for tags in line.tags):
            ends = [other.stop for other in every if other.rule == time.AS_OF and other.stop]
            report.starts.setdefault(number, (when.start, ends[0] if ends else None))
    if times.announced:
        report.announced[number] = times.announced[-1][1]


def _enclose(whole: Draft, parts: list[Draft]) -> None:
    """The figures before belong to the total that follows them: "23,200 Iraqis …, within a total of 36,250"."""
    for part in parts:
        fits = part.unit is not whole.unit or part.quantity.size <= whole.quantity.size
        moved = part.measure in MOVEMENTS and whole.measure in MOVEMENTS
        if part.part_of is None and fits and part is not whole.part_of and (moved or part.measure is whole.measure):
            part.part_of = whole
            part.measure = whole.measure
            part.rules += (_PART,)
            if not part.dated:
                dating.inherit(part, whole)
    whole.part_of = None


def _draft(line: Line, quantity: Quantity, group: groups.Group, end: int, number: int, source: str) -> Draft:
    return Draft(
        quantity,
        group,
        number,
        line.starts[quantity.first],
        line.ends[quantity.end - 1],
        line.ends[end - 1],
        group.unit,
        group.nationality,
        group.population,
        source,
    )


def _inherit_group(
    draft: Draft, parent: Draft | None, same_as: Draft | None, last: Draft | None, apart: bool, coordinated: bool
) -> None:
    if (
        same_as is not None
        and draft.quantity.quantifier is Quantifier.EXACT
        and same_as.quantity.quantifier is Quantifier.ABOUT
    ):
        draft.quantity = replace(draft.quantity, quantifier=Quantifier.ABOUT, lower=None, upper=None)
    if parent is not None:
        if not draft.nationality and (
            draft.same_as or draft.population in ("women", "children", "women_children", "men")
        ):
            draft.nationality = parent.nationality
        if same_as is not None:
            draft.population = draft.population or same_as.population
        if draft.group.inherits_unit:
            draft.unit = parent.unit
    elif draft.group.inherits_unit and last is not None and not apart:
        draft.unit = last.unit
        if coordinated and not draft.nationality:
            draft.nationality = last.nationality


def _attach_modality(
    draft: Draft,
    quantity: Quantity,
    end: int,
    plans: list[tuple[int, str]],
    running: list[int],
    parent: Draft | None,
    event: int | None,
    published: date | None,
) -> None:
    near = clauses.nearest(running, plans, quantity.first, end, True) if plans else None
    governed = next((name for at, name in plans if event is not None and 0 < event - at <= _GOVERNED), None)
    if governed or (near is not None and (near[2] < 12 if near[1] < quantity.first else near[2] < 5)):
        draft.modality = Modality(governed or (near[0] if near else ""))
        draft.rules += (_PLAN,)
        day = draft.ref_end
        if draft.hint == time.WEEKDAY and day is not None and published is not None and day <= published:
            draft.ref_start = draft.ref_end = day + timedelta(days=7)
    elif parent is not None and parent.modality is not Modality.REPORTED:
        draft.modality = parent.modality


def _places(line: Line, draft: Draft, end: int) -> None:
    """The names after "from" and "to" behind the number, up to the next stop."""
    for at in range(end, min(line.size - 1, end + 14)):
        tags = line.tags[at]
        if "stop" in tags or "open" in tags:
            break
        raw = line.raw(at).lower()
        if raw in ("from", "de", "aus", "من", "des", "depuis") and not draft.place_from:
            draft.place_from = _name(line, at + 1)
        elif (
            raw in ("to", "into", "toward", "towards", "إلى", "الى", "نحو", "vers", "nach", "hacia", "a")
            and not draft.place_to
        ):
            draft.place_to = _name(line, at + 1)


def _name(line: Line, at: int) -> str:
    first = at
    while first < line.size and "article" in line.tags[first]:
        first += 1
    end = first
    while end < line.size and end < first + 4:
        raw = line.raw(end)
        known = line.tags[end]
        arabic = "\u0600" <= raw[0] <= "\u06ff"
        if arabic and (end >= first + 2 or (known and not {"camp", "country", "enclave"} & known.keys())):
            break
        if not arabic and not (raw[0].isupper() or (end > first and "camp" in known)):
            break
        end += 1
    return line.text[line.starts[first] : line.ends[end - 1]] if end > first else ""
