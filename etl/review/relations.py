"""Rows that name other rows: completed when the other comes, emptied when it is put aside or leaves. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from etl.desk import ReviewItem, Standing
from etl.ledger.writing import Replace, Table
from etl.model import Status
from etl.review.rows import RELATIONS

_COUNTED = frozenset((Status.ACCEPTED, Status.PROPOSED))


def counts(table: Table, figure_id: str) -> bool:
    """Whether the figure has a row that is not put aside."""
    row = table.row(figure_id) if figure_id else None
    return row is not None and row.get("status", Status.ACCEPTED) in _COUNTED


def relations_of(table: Table, item: ReviewItem, fields: Mapping[str, str]) -> dict[str, str]:
    """What a row that comes to count says of other rows: what the reviewer wrote, else those proposed that count."""
    read = {name: getattr(item.proposed, name) if item.proposed else "" for name in RELATIONS}
    return {name: fields.get(name, other if counts(table, other) else "") for name, other in read.items()}


def completed(
    table: Table, items: Iterable[ReviewItem], figure_id: str, emptied: Iterable[tuple[str, str]]
) -> list[Replace]:
    """The accepted rows that were waiting for a row which has come to count, now naming it.

    `emptied` are relations, by figure and column, that a reviewer took away.
    """
    edits = []
    kept = set(emptied)
    for item in items:
        one = item.figure.figure_id
        row = table.row(one)
        if item.proposed is None or item.standing is not Standing.ACCEPTED or row is None or one == figure_id:
            continue
        cells = {
            name: figure_id
            for name in RELATIONS
            if getattr(item.proposed, name) == figure_id and not row.get(name) and (one, name) not in kept
        }
        if "part_of" in cells and _inside(table, figure_id, one):
            del cells["part_of"]
        if cells:
            edits.append(Replace("figure_id", one, cells))
    return edits


def _inside(table: Table, figure_id: str, other: str) -> bool:
    """Whether a figure is, through its parents, part of the other."""
    seen: set[str] = set()
    while figure_id and figure_id not in seen:
        seen.add(figure_id)
        figure_id = (table.row(figure_id) or {}).get("part_of", "")
        if figure_id == other:
            return True
    return False


def detached(table: Table, figure_id: str) -> list[Replace]:
    """The rows that name a figure which counts no more, now naming none."""
    edits = []
    for row in table.rows():
        cells = {name: "" for name in RELATIONS if row.get(name) == figure_id}
        if cells and row.get("figure_id") != figure_id:
            edits.append(Replace("figure_id", row["figure_id"], cells))
    return edits
