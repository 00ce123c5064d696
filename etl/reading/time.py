"""Items -> time expressions, resolved against the report's own date, never against today.

A date that cannot be ("31 February", "Tuesday 30 January 2019" when it was a Wednesday) is reported as a finding; it
is neither mended nor guessed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from etl.model import Precision
from etl.reading.dates import Clock, PrintedDate, date_at, integer_at, skip
from etl.reading.lexicon import TRIGGER, Tags
from etl.reading.numbers import cardinal
from etl.reading.rules import named
from etl.reading.tokens import Line

SINCE = named("time.since")
DAY = named("time.day")
WINDOW = named("time.window")
MONTH = named("time.month")
AS_OF = named("time.as_of")


@dataclass(frozen=True, slots=True)
class When:
    """A time expression over the items `first` to before `end`.

    `rule` says its kind; `start` and `stop` are its first and last day, None where it gives none. `impossible` holds
    the printed words of a date that cannot be. `hint` says what only the rest of the report can tell, see below.
    """

    first: int
    end: int
    rule: str
    start: date | None
    stop: date | None
    precision: Precision = Precision.DAY
    impossible: str = ""
    code: str = ""
    hint: str = ""


BEGAN = "began"
"""The date on which something began that other sentences count from."""
OPEN = "open"
"""A start by name alone: "since the fighting broke out"."""
THEN = "then"
"""A start that points back: "since then"."""
WHEN = "when"
"""The start of a count for what stands before it, a day for what follows: "since Wednesday, when 3,000 got out"."""
SAME = "same"
"""The interval spoken of before: "in the same period"."""
THAT_DAY = "that day"
"""The day spoken of before."""
FOLLOWING = "following"
"""The month after the one spoken of before."""
WEEKDAY = "weekday"
"""A bare weekday, which what is planned puts after the report."""

_PAST = re.compile("past|dernière|pasada|vergangene", re.IGNORECASE)
"""Words after which "the … week" is the seven days up to now, where "last week" is the calendar's week before."""
_SINGLE = re.compile(r"hour|day|(?:ال)?ساعة|(?:ال)?يوم|heure|jour|hora|día|Stunde|Tag", re.IGNORECASE)
_HALF_A_DAY = 12
BOTH = "both"
"""Two days that are named: "on Monday and Tuesday"."""
_FEBRUARY = 2
_SPAN_DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30, "year": 365}


def _ago(line: Line, first: int, clock: Clock) -> When | None:
    """Such as "two months ago", "قبل شهر"."""
    led = "before_now" in line.tags[first]
    at, number = (first + 1 if led else first), 1
    if at < line.size and ("digits" in line.tags[at] or "number" in line.tags[at]):
        read = cardinal(line, at)
        if read is None:
            return None
        number, at = read[0], read[1]
    elif at < line.size and "article" in line.tags[at] and "time_unit" not in line.tags[at]:
        at += 1
    if at >= line.size:
        return None
    tags = line.tags[at]
    unit = tags.get("two_units") or tags.get("time_unit")
    number = 2 if "two_units" in tags else number
    ago = led or (at + 1 < line.size and line.raw(at + 1).lower() == "ago")
    if unit is None or not ago or clock.today is None:
        return None
    day = _back(clock.today, number, unit)
    return When(first, at + (1 if led else 2), DAY, day, day, Precision.APPROX)


def _text(line: Line, first: int, end: int) -> str:
    return line.text[line.starts[first] : line.ends[end - 1]]


def _back(published: date, number: int, unit: str) -> date:
    number = min(number, 10_000)
    if unit == "hour":
        return published - timedelta(days=0 if number < _HALF_A_DAY else max(1, number // 24))
    if unit in ("month", "year"):
        months = published.year * 12 + published.month - 1 - number * (12 if unit == "year" else 1)
        year, month = max(months // 12, 1), months % 12 + 1
        return date(year, month, min(published.day, calendar.monthrange(year, month)[1]))
    return published - timedelta(days=min(number * _SPAN_DAYS[unit], published.toordinal() - 1))


def _duration(line: Line, at: int, clock: Clock) -> When | None:
    """Such as "in the last 24 hours", "within 95 days", "las dos últimas semanas", "خلال الأسبوعين الماضيين", "this month"."""
    tags, first, count = line.tags[at], at, line.size
    published = clock.today
    led = "last" in tags or "this" in tags
    is_this = "this" in tags
    former = "former" in tags
    if led:
        at += 1
    number = 1
    counted = False
    for _ in range(5):
        if at >= count:
            return None
        tags = line.tags[at]
        if "two_units" in tags:
            unit, unit_at, number, counted = tags["two_units"], at, 2, True
            break
        if "time_unit" in tags:
            unit, unit_at = tags["time_unit"], at
            break
        digit = integer_at(line, at)
        if digit is None and "number" in tags:
            digit = int(tags["number"])
        if digit is not None:
            number, counted = digit, True
        elif not ({"last", "former", "article", "quantifier", "vague", "this"} & tags.keys()):
            return None
        former = former or "former" in tags
        is_this = is_this or "this" in tags
        if "vague" in tags:
            number, counted = 2, True
        at += 1
    else:
        return None
    at += 1
    if not counted:
        # "the hours 24 last", as Arabic has it.
        ahead = skip(line, at, "article")
        read = cardinal(line, ahead) if ahead < count else None
        if read is not None and read[1] < count and "former" in line.tags[read[1]]:
            number, counted, at = read[0], True, read[1]
    for _ in range(2):
        if at < count and ("former" in line.tags[at] or "this" in line.tags[at]):
            former = former or "former" in line.tags[at]
            is_this = is_this or "this" in line.tags[at]
            at += 1
    if not (former or is_this or (led and counted)):
        return None
    if unit == "week" and not counted and published is not None and former and not _PAST.search(_text(line, first, at)):
        monday = published - timedelta(days=published.weekday() + 7)
        return When(first, at, WINDOW, monday, monday + timedelta(days=6), Precision.WEEK)
    if unit == "year" and not counted and published is not None and former:
        return When(first, at, WINDOW, date(published.year - 1, 1, 1), date(published.year - 1, 12, 31))
    if unit in ("hour", "day") and not counted and not is_this and not _SINGLE.fullmatch(line.raw(unit_at)):
        # "in recent hours", "during the past days": the end alone is told.
        return When(first, at, DAY, None, published, Precision.APPROX)
    if published is None:
        rule = DAY if unit == "hour" and number <= 24 else WINDOW
        return When(first, at, rule, None, None, Precision.APPROX)
    of = line.raw(first).lower().startswith("of ") or (
        first and line.raw(first - 1).lower() in ("of", "من", "de", "des")
    )
    if is_this and not counted and of:
        return None
    if is_this and not counted:
        start = {"month": published.replace(day=1), "year": date(published.year, 1, 1)}.get(
            unit, published - timedelta(days=published.weekday() if unit == "week" else 0)
        )
        rule = {"year": SINCE, "month": MONTH}.get(unit, WINDOW)
        return When(first, at, rule, start, published, Precision.APPROX)
    start = _back(published, number, unit)
    rule = DAY if unit == "hour" and number <= 24 else WINDOW
    return When(first, at, rule, start, published, Precision.APPROX)


def times(line: Line, clock: Clock) -> list[When]:
    """All time expressions of a sentence; the items they use are marked as taken."""
    found: list[When] = []
    at, count = 0, line.size
    while at < count:
        tags = line.tags[at]
        when = _time_at(line, at, clock) if tags and _begins(line, at, tags) else None
        if when is None:
            at += 1
            continue
        end = max(when.end, at + 1)
        line.taken[at:end] = b"\x01" * (end - at)
        told = skip(line, end, "comma")
        if when.rule == SINCE and when.start and told < count and line.raw(told).lower() in ("when", "حين", "عندما"):
            # "had not moved since Wednesday, when 3,000 people got out"
            when = replace(when, hint=WHEN)
        found.append(when)
        at = end
        if when.rule == SINCE and when.start is not None:
            # "since 1 December 2019, to 17 February"
            joint = skip(line, end, "comma")
            if joint + 1 < count and {"range_to", "until", "dash"} & line.tags[joint].keys():
                until = date_at(line, skip(line, joint + 1, "article", "in_period"), clock)
                if until is not None and until.last is not None and until.last >= when.start:
                    found.append(When(joint, until.end, AS_OF, None, until.last, until.precision))
                    line.taken[joint : until.end] = b"\x01" * (until.end - joint)
                    at = until.end
    return found


def _begins(line: Line, at: int, tags: Tags) -> bool:
    """Whether a time expression may begin here; "two weeks" and "a month" do only before their unit."""
    if TRIGGER in tags or "digits" in tags or "date" in tags:
        return True
    return ("number" in tags or "article" in tags) and at + 1 < line.size and "time_unit" in line.tags[at + 1]


def _ranged(line: Line, first: int, at: int, clock: Clock) -> When | None:
    """Such as "from A to B", "between A and B", "12-17 February", from item `at`; `first` is where the expression begins."""
    count = line.size
    day = integer_at(line, at)
    after = at + 1
    if day is None and at < count and "day_ordinal" in line.tags[at]:
        day = int(line.tags[at]["day_ordinal"])
    if after < count and line.raw(after) == "." and line.ends[at] == line.starts[after]:
        # "vom 1. bis 7. November"
        after += 1
    joint = after if after < count and line.joined[after] else skip(line, after, "article")
    if (
        day is not None
        and 1 <= day <= 31
        and joint + 1 < count
        and ({"dash", "and", "range_to", "until"} & line.tags[joint].keys() or line.joined[joint])
    ):
        ahead = joint if line.joined[joint] and "until" not in line.tags[joint] else joint + 1
        second = date_at(line, skip(line, ahead, "article"), clock)
        if second is not None and second.day is not None and second.precision is Precision.DAY and day < second.day.day:
            return When(first, second.end, WINDOW, second.day.replace(day=day), second.day)
    begin = date_at(line, at, clock)
    if begin is None or begin.impossible or begin.day is None:
        return None
    joint = skip(line, begin.end, "comma")
    if joint + 1 < count and ({"dash", "and", "range_to", "until"} & line.tags[joint].keys() or line.joined[joint]):
        ahead = (
            joint
            if line.joined[joint] and "until" not in line.tags[joint]
            else skip(line, joint + 1, "article", "in_period", "quantifier")
        )
        second = date_at(line, ahead, clock) if ahead < count else None
        if second is not None and second.last is not None:
            start = begin.day
            if (start.month, start.day) != (2, 29):
                if not _prints_a_year(line, at, begin.end):
                    # "between June and September 2017": the year stands with the second.
                    start = start.replace(year=second.last.year)
                if start > second.last:
                    start = start.replace(year=start.year - 1)
            if start <= second.last:
                named = line.joined[joint] or "and" in line.tags[joint]
                two = named and first == at and (second.last - start).days == 1
                return When(first, second.end, WINDOW, start, second.last, second.precision, hint=BOTH if two else "")
    return None


def _prints_a_year(line: Line, first: int, end: int) -> bool:
    return any("date" in line.tags[k] or 1900 <= (integer_at(line, k) or 0) <= 2100 for k in range(first, end))


def _distant_date(line: Line, first: int, clock: Clock) -> PrintedDate | None:
    """The date of the event that a count starts from: "since the beginning of the crisis on 9 October"."""
    for at in range(first, min(line.size, first + 13)):
        tags = line.tags[at]
        if "comma" in tags or "stop" in tags:
            return None
        named_day = "weekday" in tags and any("conflict" in line.tags[k] for k in range(first, at))
        if {"digits", "month", "date", "day_ordinal", "edge"} & tags.keys() or named_day:
            found = date_at(line, at, clock)
            if found is None and "edge" in tags:
                continue
            return found if found is not None and found.day is not None else None
    return None


_FAR_NAME = 8


def _by_name(line: Line, first: int, ahead: int, clock: Clock) -> When | None:
    """A start that is an event: one whose day is known, or one that the rest of the report may date."""
    published = clock.today
    for at in range(ahead, min(line.size, ahead + _FAR_NAME)):
        tags = line.tags[at]
        if "event" in tags:
            day = date.fromisoformat(tags["event"])
            if published is None or day <= published:
                return When(first, at + 1, SINCE, day, None)
        if "conflict" in tags:
            return When(first, at + 1, SINCE, None, None, hint=THEN if tags["conflict"] == "then" else OPEN)
        if "digits" in tags or "person" in tags or "family" in tags or "comma" in tags or "stop" in tags:
            break
    return None


def _after(line: Line, at: int, clock: Clock) -> When | None:
    """A count that starts "after" something: only an event that counts are taken from."""
    ahead = range(at + 1, min(line.size, at + 1 + _FAR_NAME))
    if not any({"event", "decision", "conflict"} & line.tags[k].keys() for k in ahead):
        return None
    distant = _distant_date(line, at + 1, clock)
    if distant is not None:
        return When(at, distant.end, SINCE, distant.day, None, distant.precision)
    named_start = _by_name(line, at, at + 1, clock)
    return named_start if named_start is not None and named_start.start is not None else None


def _time_at(line: Line, at: int, clock: Clock) -> When | None:
    tags, count = line.tags[at], line.size
    ahead = at + 1
    if "began" in tags:
        started = _distant_date(line, ahead, clock) if ahead < count else None
        if started is not None:
            return When(at, started.end, SINCE, started.day, None, started.precision, hint=BEGAN)
    if "that_day" in tags:
        return When(at, ahead, DAY, None, None, hint=THAT_DAY)
    if "before_now" in tags or "digits" in tags or "number" in tags or "article" in tags:
        past = _ago(line, at, clock)
        if past is not None:
            return past
    if "same_period" in tags:
        return When(at, ahead, WINDOW, None, None, hint=SAME)
    if "next_month" in tags:
        return When(at, ahead, MONTH, None, None, Precision.MONTH, hint=FOLLOWING)
    if "night" in tags:
        published = clock.today
        eve = None if published is None else published - timedelta(days=1)
        return When(at, ahead, WINDOW, eve, published, Precision.APPROX)
    if "since" in tags:
        if tags["since"] == "after":
            return _after(line, at, clock)
        ahead = skip(line, ahead, "article", "in_period", "preposition", "since", "from", "part_of_day")
        ahead = skip(line, ahead, "article", "preposition", "part_of_day")
        found = date_at(line, ahead, clock) if ahead < count else None
        if found is not None:
            if found.code == "impossible_date":
                return When(at, found.end, SINCE, None, None, Precision.DAY, found.impossible, found.code)
            day = found.day
            if day and clock.today and day > clock.today and not _prints_a_year(line, ahead, found.end):
                # A count cannot have begun after its report: "since the beginning of December", told in November.
                day = day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == _FEBRUARY else day.day)
            return When(at, found.end, SINCE, day, None, found.precision, found.impossible, found.code)
        distant = _distant_date(line, ahead, clock)
        if distant is not None:
            return When(at, distant.end, SINCE, distant.day, None, distant.precision)
        year = integer_at(line, ahead)
        if year is not None and 1900 <= year <= 2100:
            return When(at, ahead + 1, SINCE, date(year, 1, 1), None)
        return _by_name(line, at, ahead, clock)
    if "between" in tags or "from" in tags:
        ranged = _ranged(line, at, skip(line, ahead, "article", "in_period"), clock)
        if ranged is not None:
            return ranged
    if "as_of" in tags or "until" in tags:
        following = skip(line, ahead, "article", "in_period", "preposition", "quantifier")
        found = date_at(line, following, clock) if following < count else None
        week = at > 0 and line.tags[at - 1].get("time_unit") == "week"
        if found is not None and found.last is not None and week:
            weeks = int(line.tags[at - 2].get("number", "1")) if at > 1 else 1
            begin = found.last - timedelta(days=7 * min(weeks, 52))
            return When(at - 1, found.end, WINDOW, begin, found.last, Precision.APPROX)
        if found is not None:
            return When(at, found.end, AS_OF, None, found.last, found.precision, found.impossible, found.code)
        if "total" not in tags:
            return None
    if "last" in tags or "former" in tags or "this" in tags or "time_unit" in tags or "two_units" in tags:
        duration = _duration(line, at, clock)
        if duration is not None:
            return duration
    digit = integer_at(line, at)
    if digit is not None:
        if digit <= 31:
            ranged = _ranged(line, at, at, clock)
            if ranged is not None:
                return ranged
        elif 1900 <= digit <= 2100:
            before = line.tags[at - 1] if at else {}
            around = line.tags[at - 2] if at > 1 else {}
            if {"last", "in_period", "time_unit", "article"} & before.keys() or ("time_unit" in around):
                follows = line.tags[at + 1] if at + 1 < count else {}
                if not {"person", "family", "nationality", "scale"} & follows.keys():
                    return When(at, at + 1, WINDOW, date(digit, 1, 1), date(digit, 12, 31))
            return None
    elif not {"weekday", "relative_day", "month", "date", "edge", "article", "day_ordinal"} & tags.keys():
        return None
    if "article" in tags and "relative_day" not in tags and integer_at(line, at + 1) is None:
        return None
    ranged = _ranged(line, at, at, clock)
    if ranged is not None:
        return ranged
    found = date_at(line, at, clock)
    if found is None:
        return None
    if found.code == "impossible_date":
        return When(at, found.end, DAY, None, None, Precision.DAY, found.impossible, found.code)
    rule = DAY if found.day == found.last else MONTH
    if found.precision is not Precision.MONTH and found.day != found.last:
        rule = WINDOW
    hint = WEEKDAY if "weekday" in tags and found.end == at + 1 else ""
    return When(at, found.end, rule, found.day, found.last, found.precision, found.impossible, found.code, hint)
