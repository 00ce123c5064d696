"""What a report as a whole says of each figure: starts named elsewhere, ends stated once, what its title is about.

Sentences are read one by one; here they are read as one text. Nothing is changed that a figure's own words say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from etl.model import Basis, Measure, Modality, Quantifier, Unit
from etl.reading import dating, time
from etl.reading.beginnings import beginning_of
from etl.reading.relations import Draft
from etl.reading.rules import named

CARRIED = named("time.carried")
RESTATED = named("time.restated")
COLLECTED = named("time.collected")
TITLE = named("group.title")
EVENT = named("time.event")
HEADING = named("time.heading")

_LARGE = 1000
_MANY = 10_000
"""So many people do not move in a day: an undated number of this size is a running total."""
MOVEMENTS = frozenset(
    (
        Measure.EXITS,
        Measure.ARRIVALS,
        Measure.DEPARTURES,
        Measure.DISPLACED,
        Measure.CROSS_BORDER,
        Measure.SURRENDERS,
        Measure.RETURNS,
    )
)
_HARM = frozenset((Measure.DEATHS, Measure.INJURED, Measure.ARRESTS, Measure.RELEASES))
_TOTALS = frozenset((Measure.DISPLACED, Measure.CROSS_BORDER, Measure.EXITS, Measure.SURRENDERS))
_LATE = timedelta(days=7)
"""A stated end this long before publication is taken for the end of totals that state none."""


@dataclass(slots=True)
class Report:
    """What the sentences of one report say beyond their figures; filled while they are read.

    `starts` holds, by sentence, the start of a count and its stated end. `began` are days on which something began
    that others count from; `collected` is when its data were collected; `announced` the days of announcements by
    sentence. `head` is the title and the first words, which name the place.
    """

    published: date | None
    nationality: str = ""
    head: str = ""
    starts: dict[int, tuple[date, date | None]] = field(default_factory=dict)
    began: list[date] = field(default_factory=list)
    collected: date | None = None
    announced: dict[int, date] = field(default_factory=dict)
    days: list[tuple[int, date]] = field(default_factory=list)
    headings: list[tuple[int, date]] = field(default_factory=list)


def settle(drafts: list[Draft], report: Report) -> None:
    """Completes the figures of a report, in their order."""
    last: Draft | None = None
    for draft in drafts:
        _point_back(draft, last, report)
        _announced_before(draft, report)
        if last is not None:
            _go_on(draft, last)
        _under_a_heading(draft, report)
        last = draft
    by_sentence: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_sentence[draft.sentence].append(draft)
    _restate(drafts, by_sentence)
    _repeat(drafts)
    only = _only_start(drafts, report)
    for draft in drafts:
        _carry_start(draft, by_sentence, report, only)
    for draft in drafts:
        undated = not draft.dated if draft.measure is Measure.POPULATION else not draft.ends
        counted = draft.measure is Measure.POPULATION or draft.basis is Basis.CUMULATIVE
        if report.collected and undated and counted and _root(draft) is None:
            draft.ref_end = report.collected
            draft.rules += (COLLECTED,)
    for draft in drafts:
        _follow_parent(draft)
    if report.nationality:
        _follow_title(drafts, report.nationality)


def _only_start(drafts: list[Draft], report: Report) -> tuple[date, date | None] | None:
    """The start of every count in the report, where there is but one, and the latest end that is stated with it."""
    if len({start for start, _ in report.starts.values()}) != 1:
        return None
    start = next(iter(report.starts.values()))[0]
    ends = [draft.ref_end for draft in drafts if draft.ref_start == start and draft.ends and draft.ref_end]
    ends = ends or [stop for _, stop in report.starts.values() if stop]
    return start, max(ends, default=None)


def _last_before(days: list[tuple[int, date]], sentence: int) -> date | None:
    """The day noted last before a sentence; `days` are in the order of their sentences."""
    at = bisect_left(days, (sentence, date.min))
    return days[at - 1][1] if at else None


def _root(draft: Draft) -> Draft | None:
    return draft.same_as or draft.part_of


def _point_back(draft: Draft, last: Draft | None, report: Report) -> None:
    """Starts and intervals that name something said before."""
    if draft.hint == time.OPEN and draft.ref_start is None:
        draft.ref_start = (
            (report.began[0] if report.began else None)
            or beginning_of(report.head, report.published)
            or _single(report.starts)
        )
        if draft.ref_start is not None:
            report.starts.setdefault(draft.sentence, (draft.ref_start, draft.ref_end if draft.ends else None))
    elif draft.hint == time.THEN and draft.ref_start is None:
        counted = last is not None and last.basis is Basis.CUMULATIVE and last.sentence >= draft.sentence - 1
        draft.ref_start = (last.ref_start if counted and last else None) or _last_before(report.days, draft.sentence)
    elif draft.hint == time.THAT_DAY:
        day = report.collected or _last_before(report.days, draft.sentence)
        draft.ref_end = day or draft.ref_end
        draft.ref_start = None if draft.measure is Measure.POPULATION else day
    elif draft.hint == time.FOLLOWING and last is not None and last.ref_start is not None:
        first = (last.ref_start.replace(day=1) + timedelta(days=32)).replace(day=1)
        draft.ref_start = first
        draft.ref_end = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    elif draft.hint == time.SAME and last is not None:
        draft.ref_start, draft.ref_end, draft.precision = last.ref_start, last.ref_end, last.precision
        draft.basis = last.basis


def _go_on(draft: Draft, last: Draft) -> None:
    """A sentence that goes on about a day's event counts that day: "Hundreds left on Sunday. 546 families went …"."""
    if (
        draft.dated
        or _root(draft) is not None
        or not (last.dated and last.ref_start and last.ref_start == last.ref_end)
    ):
        return
    same_event = draft.measure in MOVEMENTS and last.measure in MOVEMENTS and draft.modality is last.modality
    after_a_word = last.quantity.quantifier is Quantifier.VAGUE and draft.quantity.size >= last.quantity.size
    if same_event and draft.sentence == last.sentence + 1 and (draft.follows_on or after_a_word):
        draft.ref_start, draft.ref_end, draft.precision = last.ref_start, last.ref_end, last.precision
        draft.dated = draft.ends = True
        draft.nationality = draft.nationality or last.nationality
        draft.rules += (EVENT,)


def _under_a_heading(draft: Draft, report: Report) -> None:
    """A report in sections by day, each under its date, dates what stands in them."""
    if (
        draft.dated
        or draft.measure is Measure.POPULATION
        or _root(draft) is not None
        or len(report.headings) < _SECTIONS
    ):
        return
    day = _last_before(report.headings, draft.sentence)
    if day is not None:
        draft.ref_start = draft.ref_end = day
        draft.dated = draft.ends = True
        draft.rules += (HEADING,)


_SECTIONS = 2


def _single(starts: dict[int, tuple[date, date | None]]) -> date | None:
    first = next(iter(starts.values()), None)
    return first[0] if first is not None and len(starts) == 1 else None


def _announced_before(draft: Draft, report: Report) -> None:
    """What was announced yesterday did not happen later, nor did what the next sentence adds to it."""
    if draft.dated or draft.ref_end != report.published or draft.measure is Measure.POPULATION:
        return
    day = report.announced.get(draft.sentence - 1)
    if day is not None and report.published and day < report.published:
        draft.ref_end = day
        draft.rules += (dating.ANNOUNCED,)


def _family(measure: Measure) -> frozenset[Measure]:
    return MOVEMENTS if measure in MOVEMENTS else _HARM


def _carry_start(
    draft: Draft, by_sentence: dict[int, list[Draft]], report: Report, only: tuple[date, date | None] | None
) -> None:
    """A flow without a date of its own, beside a sentence that says since when is counted, is counted since then."""
    if draft.dated or draft.measure is Measure.POPULATION or _root(draft) is not None:
        return
    if draft.modality is not Modality.REPORTED:
        draft.basis = Basis.CUMULATIVE if _large_displacement(draft) else draft.basis
        return
    size = draft.quantity.size
    if only is not None and size >= _LARGE and draft.measure in _TOTALS:
        _begin(draft, *only)
        return
    for number in (draft.sentence, draft.sentence - 1, draft.sentence + 1, draft.sentence - 2):
        if number not in report.starts:
            continue
        start, stop = report.starts[number]
        there = by_sentence.get(number, [])
        kin = [other for other in there if other.ref_start == start and other.measure in _family(draft.measure)]
        if size < _LARGE and dating.ANNOUNCED in draft.rules:
            continue
        alike = bool(kin) and draft.measure is kin[-1].measure and kin[-1].quantity.size < _LARGE
        if kin and (number == draft.sentence or size >= _LARGE or alike):
            _begin(draft, start, stop or (kin[-1].ref_end if kin[-1].ends else None))
            return
        if not there and size >= _LARGE:
            # A sentence that only says since when is counted.
            _begin(draft, start, stop)
            return
    if size >= _MANY or _large_displacement(draft):
        draft.basis = Basis.CUMULATIVE


def _large_displacement(draft: Draft) -> bool:
    """Agencies give displacement as a total since the crisis began, even where they name no day."""
    displaced = draft.measure in (Measure.DISPLACED, Measure.CROSS_BORDER)
    return displaced and draft.quantity.size >= _LARGE and draft.quantity.quantifier is not Quantifier.VAGUE


def _begin(draft: Draft, start: date, stop: date | None) -> None:
    draft.ref_start, draft.basis = start, Basis.CUMULATIVE
    if stop is not None:
        draft.ref_end, draft.ends = stop, True
    draft.rules += (CARRIED,)


_KEPT = 20
"""How many stated ends of one count are compared; a report does not give more, and the work stays linear."""


def _restate(drafts: list[Draft], by_sentence: dict[int, list[Draft]]) -> None:
    """A total without an end of its own ends where another figure of the same total says it does."""
    stated: dict[tuple[date, Measure, Unit], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.ends and draft.ref_end and draft.ref_start and draft.basis is Basis.CUMULATIVE:
            stated[draft.ref_start, draft.measure, draft.unit].append(draft)
    for draft in drafts:
        if draft.ends or draft.ref_start is None or draft.basis is not Basis.CUMULATIVE or draft.ref_end is None:
            continue
        same = [
            other
            for other in stated.get((draft.ref_start, draft.measure, draft.unit), [])[:_KEPT]
            if _rounds(draft.quantity.size, other.quantity.size)
        ]
        # "99,000 since 26 October, 10,236 of them from the 9th to the 12th": the total reaches to the 12th.
        steps = [
            other
            for other in by_sentence[draft.sentence][:_KEPT]
            if other.ends
            and other.basis is Basis.CUMULATIVE
            and other.measure is draft.measure
            and (other.ref_start or date.min) > draft.ref_start
        ]
        for other in (*same, *steps):
            if other.ref_end is not None and timedelta(0) <= draft.ref_end - other.ref_end <= _LATE:
                draft.ref_end = other.ref_end
                draft.rules += (RESTATED,)
                break


_FEWEST = 100


def _repeat(drafts: list[Draft]) -> None:
    """An undated number that is another one again, rounded perhaps, or a word for it, has that one's interval."""
    dated = [draft for draft in drafts if draft.dated and draft.ref_start and draft.part_of is None][:_KEPT]
    for draft in drafts:
        if draft.dated or draft.measure is Measure.POPULATION or _root(draft) is not None:
            continue
        word = draft.quantity.quantifier is Quantifier.VAGUE
        for other in dated:
            if (
                other.measure is not draft.measure
                or other.unit is not draft.unit
                or other.modality is not draft.modality
            ):
                continue
            close = 0 < other.sentence - draft.sentence <= 2 and other.ref_start == other.ref_end
            fits = close and draft.quantity.size <= other.quantity.size < draft.quantity.size * 5
            if (word and fits) or (
                draft.quantity.size >= _FEWEST and _rounds(draft.quantity.size, other.quantity.size)
            ):
                draft.ref_start, draft.ref_end, draft.precision = other.ref_start, other.ref_end, other.precision
                draft.basis, draft.dated, draft.ends = other.basis, True, other.ends
                draft.rules += (RESTATED,)
                break


def _rounds(one: int, other: int) -> bool:
    """Whether two numbers are the same, or one is the other rounded."""
    low, high = sorted((one, other))
    place = max(_place(low), _place(high)) if low else 0
    return high - low < place and (high - low) * _CLOSE <= high


_CLOSE = 10


def _place(number: int) -> int:
    """The last significant place of a number: 10 for 36,250."""
    place = 1
    while number % (place * 10) == 0:
        place *= 10
    return place


def _follow_parent(draft: Draft) -> None:
    """What is true of the whole is true of its part: the interval it took over, and its nationality."""
    parent = _root(draft)
    if parent is None:
        return
    if not draft.nationality:
        draft.nationality = parent.nationality
    elif draft.same_as is not None and not parent.nationality:
        parent.nationality = draft.nationality
    if dating.INHERITED in draft.rules and draft.measure is not Measure.POPULATION and not draft.stock:
        draft.ref_start, draft.ref_end, draft.basis = parent.ref_start, parent.ref_end, parent.basis
    if draft.group.inherits_unit and draft.part_of is not None and draft.part_of.unit is Unit.FAMILIES:
        draft.unit = Unit.FAMILIES


def _follow_title(drafts: list[Draft], nationality: str) -> None:
    """A title that speaks of one nationality speaks of the movements that the text then counts."""
    flows = [draft for draft in drafts if draft.measure in MOVEMENTS]
    if any(draft.nationality not in ("", nationality) for draft in flows):
        return
    for draft in flows:
        if not draft.nationality:
            draft.nationality = nationality
            draft.rules += (TITLE,)
