"""Which row of the ledger is which proposal of the text, and the numbers of those that are in no row yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count

from etl.model import Figure, Quantifier

Place = tuple[int, int]


def place_of(figure: Figure, body: str) -> Place | None:
    """Where a figure stands in its report's text: its span, else where its quote stands, if it stands there once."""
    start, end = figure.span_start, figure.span_end
    if start is not None and end is not None and start < end <= len(body):
        return start, end
    if figure.quote.strip() and body.count(figure.quote) == 1:
        start = body.index(figure.quote)
        return start, start + len(figure.quote)
    return None


def match(proposals: Sequence[Figure], rows: Sequence[Figure], body: str) -> dict[int, Figure]:
    """The row of each proposal that has one, by the proposal's index.

    The same span makes a row a proposal's; else the same quote and number, as a person types them; else the same
    number in words that lie over the proposal's; else such words alone, where only this row and this proposal meet. No
    row and no proposal is taken twice.
    """
    found: dict[int, Figure] = {}
    places = {row.figure_id: place_of(row, body) for row in rows}

    def join(fits: Callable[[Figure, Figure], bool], only_one: bool = False) -> None:
        taken = {row.figure_id for row in found.values()}
        left = [row for row in rows if row.figure_id not in taken]
        pairs = [
            (index, row)
            for index, proposal in enumerate(proposals)
            if index not in found
            for row in left
            if fits(proposal, row)
        ]
        for index, row in pairs:
            alone = not only_one or (
                sum(other == index for other, _ in pairs) == 1 and sum(other is row for _, other in pairs) == 1
            )
            if alone and index not in found and row.figure_id not in taken:
                found[index] = row
                taken.add(row.figure_id)

    def over(proposal: Figure, row: Figure) -> bool:
        place, other = (proposal.span_start or 0, proposal.span_end or 0), places[row.figure_id]
        return other is not None and place[0] < other[1] and other[0] < place[1]

    join(lambda proposal, row: (proposal.span_start, proposal.span_end) == (row.span_start, row.span_end))
    join(lambda proposal, row: row.span_start is None and row.quote == proposal.quote and same_number(proposal, row))
    join(lambda proposal, row: over(proposal, row) and same_number(proposal, row))
    join(lambda proposal, row: row.span_start is not None and over(proposal, row), only_one=True)
    return found


def same_number(one: Figure, other: Figure) -> bool:
    """Whether two figures print the same number: the same value, the same range, or vague words of the same least."""
    if one.value is not None or other.value is not None:
        return one.value == other.value
    if Quantifier.RANGE in (one.quantifier, other.quantifier):
        return (one.quantifier, one.lower, one.upper) == (other.quantifier, other.lower, other.upper)
    return one.lower == other.lower


def numbers(report_id: str, taken: Iterable[str]) -> Iterator[str]:
    """Ids for new rows of a report: its free numbers in order, as wide as those it has ("r200-07").

    A number is free when no row has it, so that a proposal keeps its own while others are accepted before it.
    """
    ids = set(taken)
    form = re.compile(rf"{re.escape(report_id)}-(\d+)")
    widths = [len(match[1]) for one in ids if (match := form.fullmatch(one))]
    width = max(widths, default=2)
    return (one for number in count(1) if (one := f"{report_id}-{number:0{width}d}") not in ids)
