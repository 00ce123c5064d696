"""Which of a sentence's time expressions dates a figure, and what that makes of its interval and basis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from etl.model import Basis, Measure, Precision
from etl.reading import clauses, time
from etl.reading.numbers import Quantity
from etl.reading.relations import Draft
from etl.reading.rules import named
from etl.reading.time import When
from etl.reading.tokens import Line

PUBLISHED = named("time.published")
ANNOUNCED = named("time.announced")
INHERITED = named("time.inherited")

_FAR_START = 40
_OWN_OF_A_PART = 9
_BESIDE = 3
_LONG = 2
_TOTAL_BEFORE, _TOTAL_AFTER = 12, 6
_DATELINE = 4
_SEMICOLONS = frozenset((";", "؛"))
_FAR_MONTH = 8
_FAR_DAY = 24


@dataclass(frozen=True, slots=True)
class Times:
    """The time expressions of a sentence. `announced` are the days on which its words were said, with their place."""

    whens: tuple[When, ...]
    announced: tuple[tuple[When, date], ...]
    published: date | None

    def said(self, line: Line, first: int) -> date | None:
        """The day on which what stands at item `first` was said; None if the sentence does not tell."""
        before = [day for when, day in self.announced if when.end <= first]
        if before:
            return before[-1]
        after = [day for when, day in self.announced if not _introduces(line, when)]
        return after[0] if after else None

    def latest(self, line: Line, first: int) -> date | None:
        """The last day on which what stands at item `first` can have happened if it carries no date of its own."""
        return self.said(line, first) or self.published


def times_of(line: Line, published: date | None, every: list[When]) -> Times:
    """Parts the days on which something was said from those on which it happened."""
    announced = [when for when in every if _announces(line, when)]
    whens = tuple(when for when in every if when not in announced and not _heads_the_report(line, when))
    said = tuple((when, when.stop) for when in announced if when.stop and (published is None or when.stop <= published))
    return Times(whens, said, published)


def _heads_the_report(line: Line, when: When) -> bool:
    """Whether a day among the first words says when a report was written: "DAMASCUS, March 6 (Xinhua) -- …"."""
    behind = line.tags[when.end] if when.end < line.size else {}
    return when.rule == time.DAY and when.first <= _DATELINE and bool({"dash", "open"} & behind.keys())


def _introduces(line: Line, when: When) -> bool:
    """Whether what was said follows its day: "the agency said on Friday that …"."""
    return any("that" in line.tags[at] for at in range(when.end, min(line.size, when.end + 3)))


_BETWEEN_SAYING_AND_DAY = 8


def _announces(line: Line, when: When) -> bool:
    """Whether a day is that of the announcement: "said on Sunday that …". What happened is not dated by it."""
    if when.rule != time.DAY or when.code or when.start != when.stop:
        return False
    for at in range(when.first - 1, max(-1, when.first - 1 - _BETWEEN_SAYING_AND_DAY), -1):
        tags = line.tags[at]
        if "say" in tags:
            return True
        if {"stop", "digits", "number", "measure", "that"} & tags.keys():
            return False
    # "On Sunday the office said that …"; "… left on Sunday, the office said" tells the day of the event.
    if any({"digits", "number", "vague", "measure"} & line.tags[at].keys() for at in range(when.first)):
        return False
    after = range(when.end, min(line.size, when.end + _BETWEEN_SAYING_AND_DAY))
    for at in after:
        tags = line.tags[at]
        if "say" in tags:
            return True
        if {"stop", "digits", "number", "measure", "that"} & tags.keys():
            return False
    return False


def attach(
    line: Line,
    draft: Draft,
    quantity: Quantity,
    end: int,
    times: Times,
    running: list[int],
    parent: Draft | None,
    last: Draft | None,
) -> None:
    """Sets the interval, precision and basis of a figure whose group ends before item `end`."""
    ranked = sorted(
        (clauses.cost_between(running, quantity.first, end, when.first), index)
        for index, when in enumerate(times.whens)
    )
    whens = [_as_told_there(line, when, quantity) for when in times.whens]
    own = [(cost, whens[index]) for cost, index in ranked if not _beyond_a_rise(line, end, whens[index])]
    if draft.stock or draft.measure is Measure.POPULATION:
        _date_stock(line, draft, quantity, own, parent, times)
        return
    if parent is not None:
        beside = [when for cost, when in own if cost < _OWN_OF_A_PART and when.first >= end]
        own = [
            (cost, when)
            for cost, when in own
            if when in beside
            or (when.rule == time.AS_OF and any(one.rule == time.SINCE and _beside(one, when) for one in beside))
        ]
        if not own:
            inherit(draft, parent)
            return
    total = any(
        "total" in line.tags[at]
        for at in range(max(0, quantity.first - _TOTAL_BEFORE), min(line.size, end + _TOTAL_AFTER))
    )
    if not own:
        draft.ref_end = times.latest(line, quantity.first)
        draft.rules += (ANNOUNCED if times.said(line, quantity.first) else PUBLISHED,)
        if total:
            draft.basis = Basis.CUMULATIVE
        return
    when = _chosen(line, own, quantity, total)
    draft.dated = True
    draft.hint = when.hint
    draft.rules += (when.rule,)
    draft.precision = when.precision
    if when.code == "impossible_date":
        return
    if when.rule == time.SINCE:
        nearest_end = own[0][1] if own[0][1].rule == time.AS_OF else None
        _date_running_total(line, draft, quantity, when, own, times, parent, nearest_end)
    elif when.rule == time.AS_OF:
        draft.ref_end, draft.basis, draft.ends = when.stop, Basis.CUMULATIVE, True
    elif when.rule == time.DAY and _grows(line, quantity) and _goes_on(draft, last):
        # "On Thursday the count had stood at 80,000" is the count that was spoken of.
        assert last is not None
        draft.ref_start, draft.ref_end, draft.basis, draft.ends = last.ref_start, when.stop, Basis.CUMULATIVE, True
    elif when.rule == time.DAY and when.start == when.stop and total and _grows(line, quantity):
        # "bringing the total to 122 on 14 March" ends on that day and began at an unnamed one.
        draft.ref_end, draft.basis, draft.ends = when.stop, Basis.CUMULATIVE, True
    else:
        draft.ref_start, draft.ref_end, draft.ends = when.start, when.stop, True
        long = when.start is None or when.stop is None or (when.stop - when.start).days > _LONG
        exact = when.precision is not Precision.APPROX
        grown_month = when.rule in (time.MONTH, time.WINDOW) and any(
            line.tags[at].get("rise") == "grows" for at in range(max(0, quantity.first - 3), quantity.first)
        )
        approx_month = when.rule == time.MONTH and when.precision is Precision.APPROX
        if when.hint == time.BOTH and not total:
            return
        if (when.rule == time.WINDOW and (long or exact)) or (approx_month and total) or grown_month:
            draft.basis = Basis.CUMULATIVE


def _goes_on(draft: Draft, last: Draft | None) -> bool:
    return (
        last is not None
        and last.basis is Basis.CUMULATIVE
        and last.ref_start is not None
        and last.measure is draft.measure
        and last.sentence == draft.sentence - 1
    )


def _beyond_a_rise(line: Line, end: int, when: When) -> bool:
    """Whether an expression belongs to a total told after the figure: "200 left, raising to 2,700 those since …"."""
    if when.first >= end:
        if when.rule == time.DAY and any(_is_semicolon(line, at) for at in range(end, when.first)):
            return True
        return any("rise" in line.tags[at] or _another_subject(line, at) for at in range(end, when.first))
    # What stands before a semicolon is told of something else, unless it is the start of a count.
    semicolon = next((at for at in range(when.end, end) if _is_semicolon(line, at)), None)
    if semicolon is None or when.rule == time.SINCE:
        return False
    return not any("anaphor" in line.tags[at] for at in range(semicolon, min(end, semicolon + 3)))


def _is_semicolon(line: Line, at: int) -> bool:
    return "stop" in line.tags[at] and line.raw(at) in _SEMICOLONS


def _as_told_there(line: Line, when: When, quantity: Quantity) -> When:
    """A start of a count that is a day for what follows it: "since Wednesday, when 3,000 people got out"."""
    between = line.tags[when.end + 1 : quantity.first]
    inside = when.end <= quantity.first and not any("comma" in tags for tags in between[1:])
    if when.hint == time.WHEN and inside:
        return replace(when, rule=time.DAY, stop=when.start)
    return when


def _another_subject(line: Line, at: int) -> bool:
    """Whether the count of something else begins: ", and the number of fighters killed since …"""
    before = line.tags[at - 1] if at else {}
    return "count_of" in line.tags[at] and bool({"and", "comma"} & before.keys() or line.joined[at])


def inherit(draft: Draft, parent: Draft) -> None:
    """The interval of the figure that another belongs to."""
    draft.ref_start, draft.ref_end, draft.precision = parent.ref_start, parent.ref_end, parent.precision
    draft.basis, draft.dated, draft.ends, draft.hint = parent.basis, parent.dated, parent.ends, parent.hint
    if parent.measure is Measure.POPULATION:
        draft.basis = Basis.PERIOD
    draft.rules += (INHERITED,)


def _grows(line: Line, quantity: Quantity) -> bool:
    back = range(max(0, quantity.first - _TOTAL_AFTER), quantity.first)
    return any({"rise", "total"} & line.tags[at].keys() for at in back)


def _chosen(line: Line, own: list[tuple[int, When]], quantity: Quantity, total: bool) -> When:
    when = own[0][1]
    starts = [other for _, other in own if other.rule == time.SINCE]
    if not starts:
        return when
    if when.rule == time.WINDOW and when.precision is Precision.APPROX and _beside(when, starts[0]):
        # "over 18 days, that is since the 16th"
        return starts[0]
    near = own[0][0] < _FAR_START
    if near and (when.rule == time.AS_OF or (when.rule == time.DAY and _beside(when, starts[0]))):
        return starts[0]
    if (
        when.rule in (time.WINDOW, time.DAY, time.MONTH)
        and total
        and _grows(line, quantity)
        and when.end <= quantity.first
    ):
        return starts[0]
    return when


def _number_between(line: Line, one: When, other: When, quantity: Quantity) -> bool:
    """Whether another number stands between two expressions."""
    low, high = sorted((one, other), key=lambda when: when.first)
    return any(
        {"digits", "number", "vague"} & line.tags[at].keys()
        and not line.taken[at]
        and not quantity.first <= at < quantity.end
        for at in range(low.end, high.first)
    )


def _date_running_total(
    line: Line,
    draft: Draft,
    quantity: Quantity,
    when: When,
    own: list[tuple[int, When]],
    times: Times,
    parent: Draft | None,
    nearest_end: When | None,
) -> None:
    ends = [
        other
        for _, other in own
        if other.rule == time.AS_OF and (_beside(when, other) or not _number_between(line, when, other, quantity))
    ]
    days = [
        other
        for _, other in own
        if other.rule == time.DAY and other.stop and when.start and other.stop > when.start and _beside(when, other)
    ]
    until = nearest_end or (ends[0] if ends else days[0] if days else None)
    draft.ref_start = when.start
    inherited = parent.ref_end if parent is not None else None
    draft.ends = bool(when.stop or (until and until.stop))
    draft.ref_end = when.stop or (until.stop if until else None) or inherited or times.latest(line, quantity.first)
    draft.basis = Basis.CUMULATIVE
    draft.precision = Precision.DAY if when.precision is Precision.MONTH else when.precision


def _beside(one: When, other: When) -> bool:
    """Whether two expressions make one: "since the 1st of December until today, the 30th"."""
    low, high = sorted((one, other), key=lambda when: when.first)
    return high.first - low.end <= _BESIDE


def _date_stock(
    line: Line, draft: Draft, quantity: Quantity, own: list[tuple[int, When]], parent: Draft | None, times: Times
) -> None:
    dated = [
        when
        for cost, when in own
        if (
            when.rule == time.AS_OF
            or (when.rule in (time.DAY, time.WINDOW) and cost < _FAR_DAY)
            or (when.rule == time.MONTH and cost < _FAR_MONTH)
        )
        and (when.stop or when.hint == time.THAT_DAY)
    ]
    draft.basis = Basis.PERIOD
    if parent is not None:
        draft.ref_end, draft.precision = parent.ref_end, parent.precision
        draft.dated, draft.ends = parent.dated, parent.ends
        draft.rules += (INHERITED,)
    elif dated:
        draft.ref_end, draft.dated, draft.ends, draft.hint = dated[0].stop, True, True, dated[0].hint
        draft.rules += (time.AS_OF,)
    else:
        draft.ref_end = times.latest(line, quantity.first)
        draft.rules += (ANNOUNCED if times.said(line, quantity.first) else PUBLISHED,)
