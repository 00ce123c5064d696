"""Text -> sentences -> items with exact offsets.

Only sentences that may hold a number are cut into items, so the cost follows the numbers. All patterns are free of
nested repetition, and a sentence is never longer than `LONGEST` characters, so the whole is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.reading.lexicon import Lexicon, Tags
from etl.reading.spelling import TOKEN

LONGEST = 4000

_DATE, _CLOCK, _NUMBER, _WORD = (TOKEN.groupindex[name] for name in ("date", "clock", "number", "word"))

_BOUNDARY = re.compile(r"\n\s*|[!?؟][\"”’»)]*\s+|\.(?<=[^\s.]{2}\.)[\"”’»)]*\s+(?=[^\sa-zà-ÿ])|\.(?<=[^\s.]\.)\s*\n\s*")
_SHORT = re.compile(
    r"(?:\b(?:approx|jan|feb|mar|apr|aug|sept|sep|oct|nov|dec|no|nos|mr|mrs|dr|st|gen|col|lt|vs|est|env|núm|nr|ca|bzw|mio)"
    r"|(?:^|\D)\d{1,2})$",
    re.IGNORECASE,
)


def sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The ends of the sentences of `text`, in order; together they cover it. A line break ends one."""
    start = 0
    for match in _BOUNDARY.finditer(text):
        at = match.start()
        if text[at] == "." and "\n" not in match.group():
            short = _SHORT.search(text, max(start, at - 8), at)
            if short and (language == "de" or not short.group()[-1:].isdigit()):
                continue
        yield from _cut(text, start, at + 1)
        start = match.end()
    yield from _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        at = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        at = start + LONGEST if at < 0 else at
        yield start, at
        start = at
    if start < end:
        yield start, end


@dataclass(slots=True)
class Line:
    """One sentence as items: a word, a phrase of the lexicon, a number or a mark, with their tags and offsets.

    `joined` is 1 where an item holds a clitic "and". `taken` marks items that a date has used up. `size` is the number
    of items.
    """

    text: str
    tags: list[Tags]
    starts: list[int]
    ends: list[int]
    joined: bytearray
    taken: bytearray
    size: int

    def raw(self, index: int) -> str:
        return self.text[self.starts[index] : self.ends[index]]


# Marks bound clauses; each has its own tag so that rules may tell them apart.
_NAMES = {
    ",،": "comma",
    ";؛:": "stop",
    "([": "open",
    ")]": "close",
    "%٪": "thing",
    "$€£": "money",
    "-–—": "dash",
    "/": "slash",
    "&": "and",
    '"“”„«»': "quote",
}
_MARKS: dict[str, dict[str, str]] = {mark: {name: ""} for marks, name in _NAMES.items() for mark in marks}
_OTHER: dict[str, str] = {"mark": ""}


def line_of(text: str, start: int, end: int, words: Lexicon) -> Line:
    """The sentence `text[start:end]` as items, phrases matched longest first."""
    tags: list[Tags] = []
    starts: list[int] = []
    ends: list[int] = []
    tokens = [(match.lastindex, match[0], match.start()) for match in TOKEN.finditer(text, start, end)]
    index, count = 0, len(tokens)
    joined = bytearray(count)
    look_up, seen = words.word, words.seen
    while index < count:
        kind, spelling, at = tokens[index]
        last = index
        if kind == _WORD:
            _, found, phrases, conjunction = seen.get(spelling) or look_up(spelling)
            if conjunction:
                joined[len(tags)] = 1
            if phrases and index + 1 < count:
                # A second word is known by its form, a mark by itself.
                second = tokens[index + 1][1]
                for rest, phrase_tags in phrases.get(look_up(second).form, ()):
                    size = len(rest) + 1
                    if index + size < count and (
                        size == 1
                        or all(look_up(tokens[index + 2 + step][1]).form == form for step, form in enumerate(rest))
                    ):
                        found, last = phrase_tags, index + size
                        break
        elif kind == _NUMBER:
            found = {"digits": spelling}
        elif kind == _DATE:
            found = {"date": spelling}
        elif kind == _CLOCK:
            found = {"clock": spelling}
        else:
            found = _MARKS.get(spelling, _OTHER)
        tags.append(found)
        starts.append(at)
        ends.append(at + len(spelling) if last == index else tokens[last][2] + len(tokens[last][1]))
        index = last + 1
    return Line(text, tags, starts, ends, joined, bytearray(len(tags)), len(tags))
