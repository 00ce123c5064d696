"""Items -> dates as printed: days, months and years in the orders and words of all languages.

A date without a year takes the latest year that is not well after the report's own date.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from etl.model import Precision
from etl.reading.tokens import Line

_LONGEST = 10
"""No number that stands for a day, a year or a count of days has more digits."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What dates are read against: `today` is the report's own day; `latest` the last day a date without a year can be.

    They differ only for a report without a day of its own: then `latest` ends the latest year that its text prints.
    """

    today: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date or month as printed: `day` None for a month, `month` None for a year."""

    end: int
    day: date | None
    last: date | None
    precision: Precision
    impossible: str = ""
    code: str = ""


def integer_at(line: Line, at: int) -> int | None:
    """The bare digits at an item as a whole number; None for anything else."""
    if at >= line.size:
        return None
    spelling = line.tags[at].get("digits")
    return int(spelling) if spelling is not None and len(spelling) <= _LONGEST and spelling.isdecimal() else None


def skip(line: Line, at: int, *categories: str) -> int:
    """The first item from `at` on that is in none of the categories, at most three items ahead."""
    limit = at + 3
    tags, size = line.tags, line.size
    while at < size and at < limit and not tags[at].keys().isdisjoint(categories):
        at += 1
    return at


def _year_after(line: Line, at: int) -> tuple[int | None, int]:
    """A year printed after a day or a month, past "of the year" and a comma."""
    ahead = at
    for _ in range(5):
        if ahead >= line.size:
            break
        year = integer_at(line, ahead)
        if year is not None:
            return (year, ahead + 1) if 1900 <= year <= 2100 else (None, at)
        tags = line.tags[ahead]
        if not tags or not ({"comma", "article", "time_unit", "preposition", "from", "mark", "same"} & tags.keys()):
            break
        ahead += 1
    return None, at


def _past_year(month: int, day: int, clock: Clock) -> int | None:
    """The year in which a day without one fell: the latest that is not well after the report."""
    latest = clock.latest
    if latest is None:
        return None
    ahead = (month, day) > (latest.month, latest.day)
    if ahead and (date(latest.year, month, min(day, 28)) - latest).days > 31:
        return latest.year - 1
    return latest.year


def _make(line: Line, first: int, end: int, year: int | None, month: int, day: int) -> PrintedDate:
    printed = line.text[line.starts[first] : line.ends[end - 1]]
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year if year else 2000, month)[1]:
        return PrintedDate(end, None, None, Precision.DAY, printed, "impossible_date")
    if year is None:
        return PrintedDate(end, None, None, Precision.DAY)
    made = date(year, month, day)
    return PrintedDate(end, made, made, Precision.DAY)


def _suffix(line: Line, at: int) -> int:
    """Past an ordinal ending glued to a day, a full stop or "of"."""
    if (
        at < line.size
        and line.ends[at - 1] == line.starts[at]
        and line.raw(at).lower() in ("st", "nd", "rd", "th", ".", "er", "º")
    ):
        at += 1
    return skip(line, at, "preposition", "from", "article", "same")


def _month_names(line: Line, at: int) -> int:
    """Past a second name of the same month: "شباط / فبراير", "كانون الثاني (يناير)"."""
    if at + 1 < line.size and ("slash" in line.tags[at] or "open" in line.tags[at]) and "month" in line.tags[at + 1]:
        at += 2
        if at < line.size and "close" in line.tags[at]:
            at += 1
    while at < line.size and ("former" in line.tags[at] or ("this" in line.tags[at])):
        at += 1
    return at


def _first_of_month(line: Line, at: int) -> tuple[int | None, int]:
    """A day in words: "the ninth of", "1er"."""
    if "day_ordinal" in line.tags[at]:
        day = int(line.tags[at]["day_ordinal"])
        tens = line.tags[at + 1].get("number") if at + 1 < line.size and line.joined[at + 1] else None
        return (day + int(tens), at + 2) if day < 10 and tens in ("20", "30") else (day, at + 1)
    raw = line.raw(at).lower()
    if raw in ("الأول", "الاول", "أول", "premier", "primero"):
        return 1, at + 1
    return None, at


def date_at(line: Line, first: int, clock: Clock) -> PrintedDate | None:
    """The date printed from item `first` on; None if there is none."""
    at, count = first, line.size
    weekday = None
    if at < count and "relative_day" in line.tags[at]:
        back = int(line.tags[at]["relative_day"])
        at += 1
        named_day = date_at(line, skip(line, at, "comma", "article", "preposition", "in_period"), clock)
        if named_day is not None and (named_day.day or named_day.impossible) and named_day.precision is Precision.DAY:
            return named_day
        today = clock.today
        made = None if today is None else today - timedelta(days=back)
        return PrintedDate(at, made, made, Precision.DAY)
    if at < count and "weekday" in line.tags[at]:
        weekday = int(line.tags[at]["weekday"])
        at += 1
    at = (
        skip(line, at, "comma", "article", "in_period", "part_of_day", "open")
        if at > first or (at < count and "article" in line.tags[at])
        else at
    )
    found = _calendar_date(line, at, clock) if at < count else None
    if found is not None and (weekday is None or found.precision is Precision.DAY):
        if weekday is not None and found.day is not None and found.day.weekday() != weekday:
            printed = line.text[line.starts[first] : line.ends[found.end - 1]]
            return PrintedDate(found.end, found.day, found.last, found.precision, printed, "weekday_differs")
        return found
    if weekday is not None:
        published = clock.today
        if published is None:
            return PrintedDate(first + 1, None, None, Precision.DAY)
        numbered = _day_of_weekday(line, first, at, weekday, published)
        if numbered is not None:
            return PrintedDate(at + 1, numbered, numbered, Precision.DAY)
        made = published - timedelta(days=(published.weekday() - weekday) % 7)
        end = first + 1
        if (end < count and "coming" in line.tags[end]) or (first and "coming" in line.tags[first - 1]):
            made += timedelta(days=7)
            return PrintedDate(end + (end < count and "coming" in line.tags[end]), made, made, Precision.DAY)
        if end < count and "former" in line.tags[end]:
            end += 1
        return PrintedDate(end, made, made, Precision.DAY)
    return None


_WEEKS_BACK, _WEEKS_AHEAD = 5, 2


def _day_of_weekday(line: Line, first: int, at: int, weekday: int, published: date) -> date | None:
    """The day that a weekday and its number name without a month: "el martes 23", "mardi 23", "Dienstag, der 23."

    None where what follows is counted, or no such day is near. English has no such date: "on Tuesday 23 were killed".
    """
    number = integer_at(line, at)
    if number is None or not 1 <= number <= 31 or line.raw(first).lower().endswith("day"):
        return None
    follows = line.tags[at + 1] if at + 1 < line.size else {}
    if {"person", "family", "nationality", "thing", "scale", "money", "time_unit"} & follows.keys():
        return None
    latest = published - timedelta(days=(published.weekday() - weekday) % 7)
    days = [latest - timedelta(weeks=week) for week in range(_WEEKS_BACK)]
    days += [latest + timedelta(weeks=week) for week in range(1, _WEEKS_AHEAD + 1)]
    return next((day for day in days if day.day == number), None)


def _calendar_date(line: Line, at: int, clock: Clock) -> PrintedDate | None:
    count, tags = line.size, line.tags[at]
    if "date" in tags:
        return _numeric(line, at)
    edge = None
    begin = at
    if "edge" in tags:
        edge = tags["edge"]
        if "month" not in tags:
            at = skip(line, at + 1, "preposition", "from", "article", "dash", "time_unit")
            at = skip(line, at, "former", "last")
        if at >= count:
            return None
        tags = line.tags[at]
    day = integer_at(line, at)
    if day is None:
        day, after = _first_of_month(line, at)
    else:
        after = at + 1
    if day is not None and edge is None:
        month_at = _suffix(line, after)
        if month_at < count and "month" in line.tags[month_at] and day <= 99:
            month = int(line.tags[month_at]["month"])
            end = _month_names(line, month_at + 1)
            year, end = _year_after(line, end)
            known = year or _past_year(month, max(1, min(day, 28)), clock)
            return _make(line, begin, end, known, month, day)
        if 1900 <= day <= 2100 and after == at + 1:
            return None
        return None
    if "month" in tags:
        month = int(tags["month"])
        end = _month_names(line, at + 1)
        if end < count and line.raw(end) == "." and line.ends[end - 1] == line.starts[end]:
            end += 1
        day_ahead = integer_at(line, skip(line, end, "article"))
        if day_ahead is not None and 1 <= day_ahead <= 31 and edge is None and line.raw(at).isascii():
            after = skip(line, end, "article") + 1
            if (
                after < count
                and line.ends[after - 1] == line.starts[after]
                and line.raw(after) in ("st", "nd", "rd", "th")
            ):
                after += 1
            follows = line.tags[after] if after < count else {}
            if not {"person", "family", "nationality"} & follows.keys():
                year, end = _year_after(line, after)
                known = year or _past_year(month, min(day_ahead, 28), clock)
                return _make(line, begin, end, known, month, day_ahead)
        year, end = _year_after(line, end)
        known = year or _past_year(month, 1, clock)
        if known is None:
            return PrintedDate(end, None, None, Precision.MONTH)
        last = calendar.monthrange(known, month)[1]
        bounds = {"start": (1, 10), "mid": (15, 15), "end": (21, last), None: (1, last)}[edge]
        precision = Precision.MONTH if edge is None else Precision.APPROX
        return PrintedDate(end, date(known, month, bounds[0]), date(known, month, bounds[1]), precision)
    if edge is not None:
        year = integer_at(line, at)
        if year is not None and not 1900 <= year <= 2100:
            # "since the start of the year 500 people"
            year = None
        published = clock.today
        if year is None and published is not None:
            ahead = skip(line, at, "time_unit", "this", "article")
            if "time_unit" in line.tags[at - 1] or "this" in line.tags[at] or "time_unit" in tags:
                unit = next(
                    (line.tags[k]["time_unit"] for k in range(begin, min(ahead, count)) if "time_unit" in line.tags[k]),
                    "year",
                )
                ahead = max(ahead, at)
                if unit == "month":
                    return PrintedDate(ahead, published.replace(day=1), published, Precision.APPROX)
                if unit == "year":
                    return PrintedDate(ahead, date(published.year, 1, 1), published, Precision.DAY)
        if year is not None:
            return PrintedDate(at + 1, date(year, 1, 1), date(year, 12, 31), Precision.DAY)
    return None


def _numeric(line: Line, at: int) -> PrintedDate | None:
    parts = [int(part) for part in line.tags[at]["date"].replace("/", "-").replace(".", "-").split("-")]
    year, month, day = parts if parts[0] > 1000 else (parts[2], parts[1], parts[0])
    if month > 12 >= day:
        month, day = day, month
    return _make(line, at, at + 1, year if 1900 <= year <= 2100 else None, month, day)
