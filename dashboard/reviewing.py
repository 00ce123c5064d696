"""What the review page needs to know of a desk's sheet before anything is drawn: cells, changes, pieces of the text.

Pure. Places in a text count its code points, as the ledger's spans do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from etl.desk import ReviewItem, Standing
from etl.model import Figure

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("number", ("quantifier", "value", "lower", "upper", "unit", "as_reported")),
    ("what", ("measure", "kind", "basis", "source")),
    ("who", ("nationality", "population")),
    ("when", ("ref_start", "ref_end", "ref_precision")),
    ("where", ("place_from", "place_to")),
    ("ties", ("part_of", "same_as", "role", "modality", "note")),
)
"""The ledger's columns that a reviewer may change, in the order and the groups of the form."""

EDITABLE: tuple[str, ...] = tuple(column for _, columns in GROUPS for column in columns)
TIES = ("part_of", "same_as")
"""Columns that name other figures."""

MOVING = frozenset((*TIES, "role", "note"))
"""Columns that the desk brings up to date by itself when other figures are decided, without anybody typing."""

NUMBERS = frozenset({"value", "lower", "upper"})
DAYS = frozenset({"ref_start", "ref_end"})
LONG = frozenset({"as_reported", "note"})
"""Columns whose cells may hold more than one line."""

NEVER_EMPTY = frozenset({"quantifier", "unit", "measure", "kind", "basis", "ref_precision", "role", "modality"})

LONGEST_ADDED = 300
"""Code points of a figure that a person adds: a number with its words, not a paragraph."""

_PARAGRAPH_END = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)+")
_LINE_END = re.compile(r"\r\n?")


def cells_of(figure: Figure) -> dict[str, str]:
    """A figure as the cells of a ledger's row, by column: dates as 2019-01-30, None as an empty cell."""
    cells = {}
    for field in fields(Figure):
        value = getattr(figure, field.name)
        cells[field.name] = "" if value is None else str(value)
    return cells


def same_cell(column: str, one: str, other: str) -> bool:
    """Whether two cells say the same, whatever a browser's field has done to their line ends."""
    if column in LONG:
        return _LINE_END.sub("\n", one) == _LINE_END.sub("\n", other)
    return one == other or "".join(one.split()) == "".join(other.split())


def changed_fields(typed: Mapping[str, str], was: Mapping[str, str]) -> dict[str, str]:
    """The columns that a reviewer changed, with the cells as typed; `was` holds what the form had shown."""
    return {
        column: _LINE_END.sub("\n", typed[column])
        for column in EDITABLE
        if column in typed and not same_cell(column, typed[column], was.get(column, ""))
    }


def meant_otherwise(item: ReviewItem, typed: Mapping[str, str], was: Mapping[str, str]) -> dict[str, str]:
    """The columns in which a reviewer's form says something else than the figure as it stands now.

    Those of `MOVING` are the reviewer's only where they were typed into.
    """
    cells = cells_of(item.figure)
    changed = changed_fields(typed, was)
    return {
        column: text
        for column, text in typed.items()
        if not same_cell(column, text, cells[column]) and (column not in MOVING or column in changed)
    }


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The editable columns in which two rows of cells differ."""
    return [column for column in EDITABLE if not same_cell(column, one.get(column, ""), other.get(column, ""))]


def span_of(item: ReviewItem, text: str) -> tuple[int, int] | None:
    """Where a figure stands in `text`; None for one without a place in it."""
    if item.span is None or not 0 <= item.span[0] < item.span[1] <= len(text):
        return None
    return item.span


def item_at(items: Sequence[ReviewItem], start: int, end: int) -> ReviewItem | None:
    """The item with exactly this span."""
    return next((item for item in items if (item.figure.span_start, item.figure.span_end) == (start, end)), None)


def next_waiting(items: Sequence[ReviewItem], after: str, place: int | None = None) -> ReviewItem | None:
    """The waiting item that follows the figure `after` in the text, from the top again after the last.

    `place` is where that figure stands if it is not among the items.
    """
    ids = [item.figure.figure_id for item in items]
    if after in ids:
        begin = ids.index(after) + 1
    else:
        begin = sum(1 for item in items if place is not None and (item.figure.span_start or 0) <= place)
    around = [*items[begin:], *items[:begin]]
    return next(
        (item for item in around if item.standing is Standing.WAITING and item.figure.figure_id != after),
        None,
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same figures. `over` are their indexes, the widest first; `begins`, `ends`: those that do."""

    text: str
    over: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def paragraphs(text: str, spans: Sequence[tuple[int, int] | None]) -> list[list[Piece]]:
    """`text` by paragraphs, each cut wherever one of `spans` begins or ends; joined again it is `text` to the letter.

    A paragraph keeps the line ends that close it. Spans may nest, overlap and cross paragraphs.
    """
    placed = [(start, end, index) for index, span in enumerate(spans) if span for start, end in [span]]
    # Of two that begin together the longer comes first, so that the last one over a piece is the narrowest.
    widest_first = sorted(placed, key=lambda one: (one[0] - one[1], one[0], one[2]))
    breaks = [match.end() for match in _PARAGRAPH_END.finditer(text)]
    cuts = sorted({0, len(text), *breaks, *(start for start, _, _ in placed), *(end for _, end, _ in placed)})
    found: list[list[Piece]] = [[] for _ in range(len(breaks) + 1)]
    for start, end in pairwise(cuts):
        over = [one for one in widest_first if one[0] <= start and end <= one[1]]
        found[bisect_right(breaks, start)].append(
            Piece(
                text[start:end],
                tuple(index for _, _, index in over),
                tuple(index for begin, _, index in over if begin == start),
                tuple(index for _, finish, index in over if finish == end),
            )
        )
    return [pieces for pieces in found if pieces]


def places_of(text: str, words: str) -> list[tuple[int, int]]:
    """Where `words` stand in `text`, upper and lower case alike and however the spaces between them are."""
    parts = words.split()
    if not parts:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
    return [match.span() for match in pattern.finditer(text)]
