"""Items -> number phrases: digits, scales, words, ranges and vague words, with the quantifiers around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.model import Quantifier
from etl.reading.rules import named
from etl.reading.tokens import Line

_DIGITS = named("number.digits")
_SCALE = named("number.scale")
_WORDS = named("number.words")
_RANGE = named("number.range")
_VAGUE = named("number.vague")
_FOOTNOTE = named("number.footnote")
_BEFORE = named("quantifier.before")
_AFTER = named("quantifier.after")

_GROUPED = re.compile(r"\d{1,3}(?:[.,٬]\d{3})+$")
_GROUPED_FOOTNOTE = re.compile(r"\d{1,3}(?:,\d{3})*,\d{4}$")
_LARGEST = 10_000_000_000
# An Arabic comma between thousands, and the letter that wire copy writes for a decimal point.
_ARABIC_MARKS = str.maketrans({"،": "٬", "ر": "٫"})
_THOUSAND = 1000
_NO_FURTHER_SCALE = 2_000
_NO_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'’"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number phrase over the items `first` to before `end`; `at` is where the number itself begins.

    `value` is None for a range and a vague word. `plain` is a bare integer without separator, which may be a year.
    """

    first: int
    at: int
    end: int
    value: int | None
    lower: int | None
    upper: int | None
    quantifier: Quantifier
    rules: tuple[str, ...]
    plain: bool = False

    @property
    def size(self) -> int:
        """The number, or the least it can be."""
        return self.value if self.value is not None else self.lower or 0


def read_digits(spelling: str) -> tuple[float, str] | None:
    """The number that digits spell and the rule that read them; None for digits that are no number ("1,2,3")."""
    if spelling.isdecimal():
        return (int(spelling), _DIGITS) if len(spelling) <= 10 else None
    bare = spelling.translate(_NO_SPACES).translate(_ARABIC_MARKS)
    if bare.isdecimal():
        return (int(bare), _DIGITS) if len(bare) <= 10 else None
    if _GROUPED.fullmatch(bare):
        joined = re.sub(r"\D", "", bare)
        return (int(joined), _DIGITS) if len(joined) <= 10 else None
    if _GROUPED_FOOTNOTE.fullmatch(bare) and len(bare) <= 13:
        return int(re.sub(r"\D", "", bare)[:-1]), _FOOTNOTE
    parts = re.split("[.,٫]", bare)
    if len(parts) == 2 and parts[0].isdecimal() and parts[1].isdecimal() and len(parts[0]) <= 10 and len(parts[1]) <= 6:
        return float(f"{int(parts[0])}.{''.join(str(int(digit)) for digit in parts[1])}"), _DIGITS
    return None


def _whole(number: float) -> int | None:
    rounded = round(number)
    return rounded if abs(number - rounded) < 1e-6 and 0 <= rounded <= _LARGEST else None


def cardinal(line: Line, at: int) -> tuple[int, int, str, bool] | None:
    """The number that begins at item `at`: (value, item after it, rule, plain); None if none does."""
    count = line.size
    tags = line.tags[at]
    plain = False
    if "digits" in tags:
        read = read_digits(tags["digits"])
        if read is None:
            return None
        number, rule = read
        following = line.tags[at + 1] if at + 1 < count else {}
        scale = following.get("scale")
        if scale is None and at + 1 < count and line.ends[at] == line.starts[at + 1] and line.raw(at + 1) in "mM":
            scale = "1000000"
        if scale is not None and number >= _NO_FURTHER_SCALE:
            # "(183471) thousand families", as ministries write: the digits say the whole number already.
            whole = _whole(number)
            return None if whole is None else (whole, at + 2, rule, False)
        if scale is not None:
            spelling = tags["digits"]
            if "." in spelling or "," in spelling or "ر" in spelling:
                # Before "million" a point or comma is always a decimal one.
                number = (
                    float(re.sub("[.,٫ر]", ".", spelling, count=1))
                    if sum(spelling.count(mark) for mark in ".,ر") == 1
                    else number
                )
            total, end = _added(line, number * int(scale), at + 2, int(scale))
            whole = _whole(total)
            return None if whole is None else (whole, end, _SCALE, False)
        whole = _whole(number)
        return None if whole is None else (whole, at + 1, rule, tags["digits"].isdigit())
    if "number" in tags:
        value = int(tags["number"])
    elif "scale" in tags and "vague" not in tags:
        value = int(tags["scale"])
    else:
        return None
    rule, end = _WORDS, at + 1
    if "number" in tags:
        value, end = _small(line, value, end)
        if value >= 1000:
            total, end = _added(line, value, end, _place(value))
            value = int(total)
        elif end < count and "scale" in line.tags[end]:
            value *= int(line.tags[end]["scale"])
            end += 1
            value, end = _grown(line, value, end)
    else:
        value, end = _grown(line, value, end)
    whole = _whole(value)
    return None if whole is None else (whole, end, rule, plain)


def _small(line: Line, value: int, end: int) -> tuple[int, int]:
    """Adds the words below a scale: "five and twenty", "three hundred and twelve", "ثلاثة عشر"."""
    for _ in range(4):
        at = end
        if at < line.size and ("and" in line.tags[at] or "dash" in line.tags[at]) and value >= 1:
            at += 1
        if at >= line.size or "number" not in line.tags[at]:
            break
        nextone, after = int(line.tags[at]["number"]), at + 1
        ten = line.tags[after].get("number") == "10" if after < line.size and not line.joined[after] else False
        if ten and nextone < 10 <= value:
            # "five hundred and five-ten" is 515 in Arabic.
            nextone, after = nextone + 10, after + 1
        joined = at > end or line.joined[at]
        if value >= 20 and nextone < _place(value):
            # After "one hundred" a joined number belongs to it in both languages.
            value += nextone
        elif joined and 0 < value % 100 < 10 and nextone in range(20, 100, 10):
            value += nextone
        elif not joined and value < 10 and nextone == 10:
            value += 10
        elif not joined and value < 10 and nextone == 100:
            value *= 100
        else:
            break
        end = after
    return value, end


def _place(value: int) -> int:
    place = 1
    while value % (place * 10) == 0:
        place *= 10
    return place


def _grown(line: Line, value: int, end: int) -> tuple[int, int]:
    """Goes on after a scale: "five thousand seven hundred and eighty", "ألف و200"."""
    if end < line.size and "scale" in line.tags[end] and not line.joined[end]:
        value *= int(line.tags[end]["scale"])
        end += 1
    total, end = _added(line, value, end, _place(value))
    return int(total), end


def _added(line: Line, value: float, end: int, scale: int) -> tuple[float, int]:
    """Adds a smaller number joined by "and" or set next to a scale."""
    at = end
    joined = False
    if at < line.size and "and" in line.tags[at]:
        at, joined = at + 1, True
    if at >= line.size:
        return value, end
    tags = line.tags[at]
    joined = joined or bool(line.joined[at])
    if "half" in tags and joined:
        # "three million and a half"
        again = at + 1 < line.size and line.tags[at + 1].get("scale") == str(scale)
        return value + scale / 2, at + 2 if again else at + 1
    if "digits" in tags and joined:
        read = read_digits(tags["digits"])
        if read and at + 1 < line.size and "scale" in line.tags[at + 1]:
            smaller = int(line.tags[at + 1]["scale"])
            part = read[0] * smaller
            # "a million and 151 thousand and 652"
            return _added(line, value + part, at + 2, smaller) if part < scale else (value, end)
        if read and read[0] < scale and read[0] == int(read[0]) and read[0] >= scale / 100:
            return value + int(read[0]), at + 1
    elif "digits" in tags and end == at and at + 1 < line.size and "scale" in line.tags[at + 1]:
        # "un millón 541 mil"
        read, smaller = read_digits(tags["digits"]), int(line.tags[at + 1]["scale"])
        if read and smaller < scale and read[0] * smaller < scale and value % scale == 0:
            return _added(line, value + read[0] * smaller, at + 2, smaller)
    elif (
        "digits" in tags
        and scale == _THOUSAND
        and end == at
        and len(tags["digits"]) == 3
        and tags["digits"].isdecimal()
        and line.starts[at] - line.ends[at - 1] == 1
    ):
        # "74 thousand 744", its "and" left out
        return value + int(tags["digits"]), at + 1
    elif "number" in tags:
        small, after = _small(line, int(tags["number"]), at + 1)
        if after < line.size and "scale" in line.tags[after] and small * int(line.tags[after]["scale"]) < scale:
            grown, after = _grown(line, small * int(line.tags[after]["scale"]), after + 1)
            return value + grown, after
        if small < scale and not (after < line.size and "scale" in line.tags[after]):
            return value + small, after
    return value, end


_NEARLY = "nearly"
_FAR_VERB = 8
"""How many items before the number a verb of exceeding may stand: "exceeded in the two camps together 4,000"."""


def _qualified(quantity: Quantity, word: str, rule: str, first: int | None = None, end: int | None = None) -> Quantity:
    """The number with a quantifier, spanning from item `first` to before `end` where those are given."""
    first, end = quantity.first if first is None else first, quantity.end if end is None else end
    rules, value = (*quantity.rules, rule), quantity.value
    if value is None:
        return replace(quantity, first=first, end=end, rules=rules)
    if word == _NEARLY:
        return Quantity(first, quantity.at, end, value, None, value, Quantifier.ABOUT, rules, quantity.plain)
    quantifier = Quantifier(word)
    lower = value if quantifier in (Quantifier.AT_LEAST, Quantifier.MORE_THAN) else None
    upper = value if quantifier in (Quantifier.AT_MOST, Quantifier.LESS_THAN) else None
    return Quantity(first, quantity.at, end, value, lower, upper, quantifier, rules, quantity.plain)


def quantities(line: Line) -> list[Quantity]:
    """All number phrases of a sentence that no date has used, in order, none overlapping."""
    found: list[Quantity] = []
    at, count, floor = 0, line.size, 0
    while at < count:
        tags = line.tags[at]
        quantity = None
        if not line.taken[at] and tags:
            code = (
                at
                and line.ends[at - 1] == line.starts[at]
                and line.raw(at - 1)[-1:].isascii()
                and line.raw(at - 1)[-1:].isalpha()
            )
            if code and "digits" in tags:
                # "M23", "A320": part of a name
                at += 1
                continue
            if "vague" in tags:
                quantity = Quantity(at, at, at + 1, None, int(tags["vague"]), None, Quantifier.VAGUE, (_VAGUE,))
            elif "digits" in tags or "number" in tags or "scale" in tags:
                quantity = _exact_or_range(line, at)
        if quantity is None:
            at += 1
            continue
        quantity = _with_quantifiers(line, _bracketed(line, quantity), floor)
        found.append(quantity)
        at = floor = max(quantity.end, at + 1)
    return found


def _bracketed(line: Line, quantity: Quantity) -> Quantity:
    """A number alone in brackets before what it counts: "(292) people", "(183471) thousand families"."""
    opened, closed = quantity.first - 1, quantity.end
    if opened < 0 or closed + 1 >= line.size or "open" not in line.tags[opened] or "close" not in line.tags[closed]:
        return quantity
    follows = line.tags[closed + 1]
    if "scale" in follows and quantity.value is not None and not line.joined[closed + 1]:
        scale = int(follows["scale"])
        value = quantity.value if quantity.value >= _THOUSAND else quantity.value * scale
        return replace(quantity, first=opened, end=closed + 2, value=value, lower=value, upper=value, plain=False)
    if {"person", "family", "nationality"} & follows.keys():
        return replace(quantity, first=opened, end=closed + 1, plain=False)
    return quantity


def _exact_or_range(line: Line, at: int) -> Quantity | None:
    read = cardinal(line, at)
    if read is None:
        return _sharing_a_scale(line, at)
    value, end, rule, plain = read
    quantity = Quantity(at, at, end, value, value, value, Quantifier.EXACT, (rule,), plain)
    if end >= line.size:
        return quantity
    middle = line.tags[end]
    between = at > 0 and "between" in line.tags[at - 1]
    if (
        "dash" in middle
        or "range_to" in middle
        or "until" in middle
        or ("and" in middle and between)
        or (end < line.size and between and line.joined[end])
    ):
        second_at = end if line.joined[end] and "digits" in line.tags[end] else end + 1
        second = cardinal(line, second_at) if second_at < line.size and not line.taken[second_at] else None
        if second is None:
            return quantity
        other, after, _, _ = second
        if value < 1000 <= other and line.tags[after - 1].get("scale") and "scale" not in line.tags[end - 1]:
            # "two to three thousand": the scale belongs to both.
            scale = int(line.tags[after - 1]["scale"])
            value = value * scale if value * scale < other else value
        grown = at > 1 and ("rise" in line.tags[at - 1] or "rise" in line.tags[at - 2])
        if value < other <= value * 100 and not grown:
            led = between or (at > 0 and "from" in line.tags[at - 1] and "range_to" in middle)
            first = at - 1 if led else at
            return Quantity(first, at, after, None, value, other, Quantifier.RANGE, (_RANGE,))
    return quantity


def _sharing_a_scale(line: Line, at: int) -> Quantity | None:
    """A range whose first end is a fraction of the scale that stands with the second: "between 3.8 and 4 million"."""
    read = read_digits(line.tags[at].get("digits", ""))
    if read is None or at + 2 >= line.size:
        return None
    between = at > 0 and "between" in line.tags[at - 1]
    joint = line.tags[at + 1]
    if not ({"dash", "range_to", "until"} & joint.keys() or (between and "and" in joint)):
        return None
    second = cardinal(line, at + 2)
    scale = line.tags[second[1] - 1].get("scale") if second is not None else None
    low = _whole(read[0] * int(scale)) if scale else None
    if second is None or low is None or low >= second[0]:
        return None
    return Quantity(at - between, at, second[1], None, low, second[0], Quantifier.RANGE, (_RANGE,))


def _with_quantifiers(line: Line, quantity: Quantity, floor: int) -> Quantity:
    round_word = "number" in line.tags[quantity.at] and line.tags[quantity.at].get("quantifier")
    if round_word:
        # "une vingtaine de", "un centenar de"; a quantifier before it has the last word: "plus d'une vingtaine".
        quantity = _qualified(quantity, round_word, _WORDS)
    at = quantity.first - 1
    steps = 0
    while at >= floor and steps < 3:
        tags = line.tags[at]
        if "quantifier" in tags and not line.taken[at]:
            before = line.tags[at - 1] if at > floor else {}
            led = "article" in before and line.raw(at - 1).lower() in ("a", "an", "une", "un")
            return _qualified(quantity, tags["quantifier"], _BEFORE, first=at - 1 if led else at)
        if not ("quote" in tags or "article" in tags or "dash" in tags):
            break
        at -= 1
        steps += 1
    for back in range(quantity.first - 1, max(floor, quantity.first - _FAR_VERB) - 1, -1):
        tags = line.tags[back]
        if "exceeds" in tags and quantity.value is not None:
            return _qualified(quantity, tags["exceeds"], _BEFORE)
        if "comma" in tags or "stop" in tags or "open" in tags or "quantifier" in tags:
            break
    for ahead in (quantity.end, quantity.end + 1, quantity.end + 2):
        if ahead >= line.size:
            break
        tags = line.tags[ahead]
        if "quantifier_after" in tags:
            end = ahead + 1 if ahead == quantity.end else None
            return _qualified(quantity, tags["quantifier_after"], _AFTER, end=end)
        if "comma" in tags or "digits" in tags:
            break
    return quantity
