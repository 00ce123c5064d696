"""Sentences -> figures: puts numbers, groups, events, dates and relations together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from etl.model import Basis, Measure, Modality, Precision, Quantifier
from etl.reading import clauses, groups, relations, time
from etl.reading.lexicon import Lexicon, Tags
from etl.reading.numbers import Quantity, quantities
from etl.reading.relations import Draft
from etl.reading.rules import named
from etl.reading.tokens import Line, line_of, sentences

_NEAR = named("measure.near")
_OWN = named("measure.noun")
_INHERITED = named("measure.inherited")
_PUBLISHED = named("time.published")
_TIME_INHERITED = named("time.inherited")
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
    published: date | None
    besieged: bool
    publisher: str


def phrases_of(words: Lexicon, *categories: str) -> list[tuple[tuple[str, ...], Tags]]:
    """All phrases in the given categories, word by word, with their tags."""
    return [
        ((first, *rest), tags)
        for first, starts in words.phrases.items()
        for rest, tags in starts
        if any(category in tags for category in categories)
    ]


def words_of(words: Lexicon, *categories: str) -> list[str]:
    """The first words of all phrases in the given categories."""
    return [
        first
        for first, starts in words.phrases.items()
        if any(category in tags for _, tags in starts for category in categories)
    ]


def read_sentences(text: str, setting: Setting, number_words: frozenset[str]) -> tuple[list[Draft], list[Oddity]]:
    """All figures of a text in order, and the dates in it that cannot be."""
    look_up = setting.words.word
    starts: dict[int, tuple[date, date | None]] = {}
    drafts: list[Draft] = []
    oddities: list[Oddity] = []
    for number, (start, end) in enumerate(sentences(text, setting.words.language)):
        if _DIGIT.search(text, start, end) or any(
            look_up(word).form in number_words for word in _WORD.findall(text, start, end)
        ):
            _sentence(line_of(text, start, end, setting.words), number, setting, drafts, oddities, starts)
    for draft in drafts:
        _inherit_start(draft, starts)
    return drafts, oddities


def _positions(line: Line, category: str) -> list[tuple[int, str]]:
    return [(at, tags[category]) for at, tags in enumerate(line.tags) if category in tags]


def _sentence(
    line: Line,
    number: int,
    setting: Setting,
    drafts: list[Draft],
    oddities: list[Oddity],
    starts: dict[int, tuple[date, date | None]],
) -> None:
    whens = time.times(line, setting.published)
    oddities += [
        Oddity(when.code, when.impossible, line.starts[when.first], line.ends[when.end - 1])
        for when in whens
        if when.code
    ]
    for when in whens:
        if when.rule == time.SINCE and when.start and not any("rise" in tags for tags in line.tags):
            ends = [other.stop for other in whens if other.rule == time.AS_OF and other.stop]
            starts.setdefault(number, (when.start, ends[0] if ends else setting.published))
    found = quantities(line)
    if not found:
        return
    whens = [when for when in whens if not _announced(line, when)] or [when for when in whens if when.rule != time.DAY]
    numbers = bytearray(len(line))
    for quantity in found:
        numbers[quantity.at] = 1
    running = clauses.prices(line, numbers)
    events = [(at, name) for at, name in _positions(line, "measure") if not line.taken[at]]
    sources = _positions(line, "source")
    source = sources[0][1] if sources else setting.publisher
    camp = any("camp" in tags for tags in line.tags)
    aid = _positions(line, "reached")
    plans = _positions(line, "modality")
    previous_end = 0
    first_here = len(drafts)
    for quantity in found:
        arabic = "\u0600" <= line.text[line.starts[min(quantity.end, len(line) - 1)]] <= "\u06ff"
        group = groups.group_of(line, quantity, "ar" if arabic else setting.words.language)
        if group is None:
            continue
        part_of, same_as = relations.relate(line, quantity, group, drafts, number, previous_end)
        end = max(group.end, quantity.end)
        measure, rule = _measure(
            line, quantity, group, part_of or same_as, running, events, setting, camp, drafts[-1] if drafts else None
        )
        near_aid = clauses.nearest(running, aid, quantity.first, end, False) if aid else None
        near_event = clauses.nearest(running, events, quantity.first, end, arabic)
        if near_aid and near_aid[2] < 9 and (near_event is None or near_aid[2] <= near_event[2]):
            continue
        if measure is None or (group.population == groups.SOLDIERS and measure not in _HARM):
            continue
        draft = _draft(line, quantity, group, end, number, source)
        draft.measure = measure
        parent = same_as or part_of
        draft.part_of, draft.same_as = part_of, same_as
        draft.rules = (*quantity.rules, group.rule, rule)
        before = [line.tags[at] for at in range(max(previous_end, quantity.first - 3), quantity.first)]
        apart = any("within_total" in tags for tags in before)
        _inherit_group(draft, parent, same_as, drafts[-1] if len(drafts) > first_here else None, apart)
        _attach_time(line, draft, quantity, end, whens, running, parent, setting)
        _attach_modality(draft, quantity, end, plans, running, parent)
        _places(line, draft, end)
        if part_of:
            draft.rules += (_PART,)
        if same_as:
            draft.rules += (_SAME,)
        if apart and len(drafts) > first_here:
            for earlier in drafts[first_here:]:
                if (
                    earlier.part_of is None
                    and (earlier.unit is not draft.unit or earlier.quantity.size <= quantity.size)
                    and earlier.measure is draft.measure
                    and earlier is not draft.part_of
                ):
                    earlier.part_of = draft
                    earlier.rules += (_PART,)
            draft.part_of = None
        drafts.append(draft)
        previous_end = end


def _announced(line: Line, when: time.When) -> bool:
    """Whether a day is that of the announcement: "said on Sunday that …". What happened is not dated by it."""
    if when.rule != time.DAY or any("relative_day" in line.tags[at] for at in range(when.first, when.end)):
        return False
    return any("say" in line.tags[at] for at in range(max(0, when.first - 2), when.first))


_LARGE = 1000
_TOTALS = frozenset((Measure.DISPLACED, Measure.CROSS_BORDER, Measure.EXITS, Measure.SURRENDERS))


def _inherit_start(draft: Draft, starts: dict[int, tuple[date, date | None]]) -> None:
    """A flow without a date of its own, beside a sentence that says since when is counted, is counted since then."""
    if draft.dated or draft.measure is Measure.POPULATION or draft.modality is not Modality.REPORTED:
        return
    if draft.rules and _PUBLISHED not in draft.rules and _TIME_INHERITED not in draft.rules:
        return
    parent = draft.same_as or draft.part_of
    if parent is not None and parent.ref_start is not None:
        draft.ref_start, draft.ref_end, draft.basis = parent.ref_start, parent.ref_end, parent.basis
        return
    distinct = set(starts.values())
    total = draft.quantity.size >= _LARGE and draft.measure in _TOTALS
    if parent is None and total and len(distinct) == 1:
        draft.ref_start, draft.ref_end = next(iter(distinct))
        draft.basis = Basis.CUMULATIVE
        return
    for number in (draft.sentence - 1, draft.sentence + 1, draft.sentence - 2):
        if number in starts and parent is None:
            draft.ref_start, draft.ref_end = starts[number]
            draft.basis = Basis.CUMULATIVE
            return
    if parent is None and draft.quantity.size >= _LARGE and draft.measure in (Measure.DISPLACED, Measure.CROSS_BORDER):
        # Agencies give displacement as a total since the crisis began, even where they name no day.
        draft.basis = Basis.CUMULATIVE


def _draft(line: Line, quantity: Quantity, group: groups.Group, end: int, number: int, source: str) -> Draft:
    return Draft(
        quantity,
        group,
        number,
        line.starts[quantity.first],
        line.ends[end - 1],
        group.unit,
        group.nationality,
        group.population,
        source,
    )


def _inherit_group(draft: Draft, parent: Draft | None, same_as: Draft | None, last: Draft | None, apart: bool) -> None:
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


_FURTHER = frozenset(("another", "an additional", "a further", "further", "additional", "extra"))


def _measure(
    line: Line,
    quantity: Quantity,
    group: groups.Group,
    parent: Draft | None,
    running: list[int],
    events: list[tuple[int, str]],
    setting: Setting,
    camp: bool,
    last: Draft | None,
) -> tuple[Measure | None, str]:
    end = max(group.end, quantity.end)
    inside = next((line.tags[at]["measure"] for at in range(quantity.end, end) if "measure" in line.tags[at]), None)
    arabic = "\u0600" <= line.text[line.starts[min(quantity.end, len(line) - 1)]] <= "\u06ff"
    near = clauses.nearest(running, events, quantity.first, end, arabic)
    if quantity.value is None and quantity.size < 20 and quantity.upper is None and (near is None or near[2] > 1):
        return None, ""
    if group.rule == groups.LABEL and (near is None or near[2] > 2) and parent is None:
        return Measure.POPULATION, _OWN
    if parent is not None:
        own = near if near and near[2] < 5 and near[1] >= end else None
        if own and parent.same_as is None and parent.measure.value != own[0]:
            return clauses.measure_named(own[0], setting.besieged), _NEAR
        return parent.measure, _INHERITED
    if near is not None and near[2] < 30:
        if inside is not None and near[2] > 8:
            return clauses.measure_named(inside, setting.besieged), _OWN
        return clauses.measure_named(near[0], setting.besieged), _NEAR
    if inside is not None:
        return clauses.measure_named(inside, setting.besieged), _OWN
    if near is not None:
        return clauses.measure_named(near[0], setting.besieged), _NEAR
    if group.rule == groups.LABEL or camp:
        return Measure.POPULATION, _OWN
    if group.population == "idps" or any(tags.get("person") == "idps" for tags in line.tags):
        return Measure.DISPLACED, _OWN
    if last is not None and quantity.first and line.raw(quantity.first - 1).lower() in _FURTHER:
        return last.measure, _INHERITED
    return None, ""


def _attach_time(
    line: Line,
    draft: Draft,
    quantity: Quantity,
    end: int,
    whens: list[time.When],
    running: list[int],
    parent: Draft | None,
    setting: Setting,
) -> None:
    ranked = sorted(
        (clauses.cost_between(running, quantity.first, end, when.first), index) for index, when in enumerate(whens)
    )
    if draft.measure is Measure.POPULATION:
        _attach_stock_date(draft, [whens[index] for _, index in ranked], parent, setting)
        return
    own = [(cost, whens[index]) for cost, index in ranked]
    if parent is not None:
        own = [(cost, when) for cost, when in own if cost < 9 and when.first >= end]
        if not own:
            draft.ref_start, draft.ref_end, draft.precision = parent.ref_start, parent.ref_end, parent.precision
            draft.basis, draft.dated = parent.basis, parent.dated
            if parent.measure is Measure.POPULATION:
                draft.basis = Basis.PERIOD
            draft.rules += (_TIME_INHERITED,)
            return
    if not own:
        draft.ref_end = setting.published
        draft.rules += (_PUBLISHED,)
        if any("total" in line.tags[at] for at in range(max(0, quantity.first - 12), min(len(line), end + 6))):
            draft.basis = Basis.CUMULATIVE
        return
    when = own[0][1]
    ends = [other for _, other in own if other.rule == time.AS_OF]
    starts = [other for _, other in own if other.rule == time.SINCE]
    if (
        when.rule in (time.AS_OF, time.DAY)
        and starts
        and own[0][0] < FAR_START
        and (when.rule == time.AS_OF or abs(starts[0].first - when.end) <= 3)
    ):
        when = starts[0]
    draft.dated = True
    draft.rules += (when.rule,)
    draft.precision = when.precision
    if when.code == "impossible_date":
        return
    if when.rule == time.SINCE:
        days = [
            other
            for _, other in own
            if other.rule == time.DAY and other.stop and when.start and other.stop > when.start
        ]
        until = ends[0] if ends else days[0] if days else None
        draft.ref_start = when.start
        inherited = parent.ref_end if parent is not None else None
        draft.ref_end = when.stop or (until.stop if until else None) or inherited or setting.published
        draft.basis = Basis.CUMULATIVE
        draft.precision = Precision.DAY if when.precision is Precision.MONTH else when.precision
    elif when.rule == time.AS_OF:
        draft.ref_end, draft.basis = when.stop, Basis.CUMULATIVE
    else:
        draft.ref_start, draft.ref_end = when.start, when.stop
        long = when.start is None or when.stop is None or (when.stop - when.start).days > 2
        exact = when.precision is not Precision.APPROX
        if when.rule == time.WINDOW and (long or exact):
            draft.basis = Basis.CUMULATIVE


FAR_START = 40


def _attach_stock_date(draft: Draft, ranked: list[time.When], parent: Draft | None, setting: Setting) -> None:
    dated = [when for when in ranked if when.rule in (time.AS_OF, time.DAY) or (when.rule == time.WINDOW and when.stop)]
    draft.basis = Basis.PERIOD
    if parent is not None:
        draft.ref_end, draft.precision = parent.ref_end, parent.precision
        draft.rules += (_TIME_INHERITED,)
    elif dated:
        draft.ref_end = dated[0].stop
        draft.rules += (time.AS_OF,)
    else:
        draft.ref_end = setting.published
        draft.rules += (_PUBLISHED,)


def _attach_modality(
    draft: Draft, quantity: Quantity, end: int, plans: list[tuple[int, str]], running: list[int], parent: Draft | None
) -> None:
    near = clauses.nearest(running, plans, quantity.first, end, True) if plans else None
    if near is not None and (near[2] < 12 if near[1] < quantity.first else near[2] < 5):
        draft.modality = Modality(near[0])
        draft.rules += (_PLAN,)
    elif parent is not None and parent.modality is not Modality.REPORTED:
        draft.modality = parent.modality


def _places(line: Line, draft: Draft, end: int) -> None:
    """The names after "from" and "to" behind the number, up to the next stop."""
    for at in range(end, min(len(line) - 1, end + 14)):
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
    while first < len(line) and "article" in line.tags[first]:
        first += 1
    end = first
    while end < len(line) and end < first + 4:
        raw = line.raw(end)
        known = line.tags[end]
        arabic = "\u0600" <= raw[0] <= "\u06ff"
        if arabic and (end >= first + 2 or (known and not {"camp", "country", "enclave"} & known.keys())):
            break
        if not arabic and not (raw[0].isupper() or (end > first and "camp" in known)):
            break
        end += 1
    return line.text[line.starts[first] : line.ends[end - 1]] if end > first else ""
