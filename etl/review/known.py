"""What the ledger already knows of a figure: other reports' figures that may say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from etl.desk import Known, Relation
from etl.model import Basis, Figure, Kind, Status
from etl.quantities import last_significant_place
from etl.review.matching import same_number

_Key = tuple[str, ...]


class KnownFigures:
    """The accepted figures of a ledger, looked up by who counted whom."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_key: dict[_Key, list[Figure]] = defaultdict(list)
        for figure in figures:
            if figure.status is Status.ACCEPTED:
                self._by_key[_key(figure)].append(figure)

    def of(self, figure: Figure) -> tuple[Known, ...]:
        """What other reports' figures are to this one: reprints first, then restatements and roundings, by id."""
        if not figure.source:
            return ()
        found = [
            Known(other.figure_id, other.report_id, relation, other.as_reported)
            for other in self._by_key.get(_key(figure), ())
            if other.report_id != figure.report_id and (relation := _relation(figure, other)) is not None
        ]
        order = list(Relation)
        return tuple(sorted(found, key=lambda known: (order.index(known.relation), known.figure_id)))


def _key(figure: Figure) -> _Key:
    return figure.source, figure.measure, figure.kind, figure.unit, figure.nationality, figure.population


def _relation(figure: Figure, other: Figure) -> Relation | None:
    stock = figure.kind is Kind.STOCK
    same_start = stock or figure.ref_start == other.ref_start
    same_interval = same_start and figure.ref_end == other.ref_end and figure.ref_end is not None
    if same_number(figure, other):
        if same_interval:
            return Relation.REPRINT
        # Equal batches of two days without a stated first day are two batches, not one said twice.
        total = stock or (figure.ref_start is not None and Basis.CUMULATIVE in (figure.basis, other.basis))
        if same_start and (total or None in (figure.ref_end, other.ref_end)):
            return Relation.RESTATED
        return None
    if same_interval and (_rounds_to(figure, other) or _rounds_to(other, figure)):
        return Relation.ROUNDED
    return None


def _rounds_to(exact: Figure, rounded: Figure) -> bool:
    """Whether one number, rounded to the last significant place of the other, is the other."""
    if exact.value is None or rounded.value is None:
        return False
    return 2 * abs(exact.value - rounded.value) <= last_significant_place(rounded.value)
