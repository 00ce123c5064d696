"""A reviewer's desk: the records and the face that the terminal and the review page work with.

A desk shows what a report's text proposes and takes decisions; `etl.review` is the one that reads and writes ledgers.
Whoever only shows a desk needs this module and `model`, nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from etl.model import Figure, Finding, Report


class Standing(StrEnum):
    """Where a figure stands in review."""

    WAITING = "waiting"
    """Proposed by the reading; nothing of it is in the ledger."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Relation(StrEnum):
    """How a figure of the ledger relates to a proposal of another report."""

    REPRINT = "reprint"
    """The same source, group, interval and number."""
    RESTATED = "restated"
    """The same source, group, start and number, said again with another end or without one."""
    ROUNDED = "rounded"
    """The same source, group and interval, and a number that rounds to this one, or that this one rounds to."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that the ledger already holds and that may be this one."""

    figure_id: str
    report_id: str
    relation: Relation
    as_reported: str


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One figure on the desk. Key: `figure.figure_id`, the id it has, or will have, in the ledger.

    `figure` is the proposal while it waits, the ledger's row afterwards. `proposed` is what the reading gave, in the
    situation's own names for sources, places and populations, or None for a figure that a person entered. `rules` are
    the names of the rules that made it, with what each says. `seen` is a mark of what is shown, the row as it stands
    in the ledger or the proposal: a decision gives it back as it is, so that nobody overwrites what they have not
    seen. A row of the ledger whose status is `proposed` waits too; a withdrawn one counts as put aside.
    """

    figure: Figure
    standing: Standing
    proposed: Figure | None
    rules: tuple[tuple[str, str], ...] = ()
    known: tuple[Known, ...] = ()
    seen: str = ""

    @property
    def span(self) -> tuple[int, int] | None:
        """Where its words stand in the text: as the row says, else as the reading found them; None if nobody knows."""
        for figure in (self.figure, self.proposed):
            if figure is not None and figure.span_start is not None and figure.span_end is not None:
                return figure.span_start, figure.span_end
        return None


@dataclass(frozen=True, slots=True)
class ReviewSummary:
    """A report on the desk and how far its review has come. Key: `situation`, `report.report_id`."""

    situation: str
    report: Report
    waiting: int
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A report's text with its figures, in text order.

    `text` is the body without front matter; the spans of the figures count its code points. `choices` lists, for each
    column with a fixed vocabulary in this situation, its codes in order; columns that are not listed take free text,
    numbers or dates. A place may also go by any of its names, and populations and places may be left empty. `findings`
    are those of the text, of the report's rows and of the rows that are proposed.
    """

    situation: str
    report: Report
    text: str
    items: tuple[ReviewItem, ...]
    findings: tuple[Finding, ...]
    choices: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided of one figure.

    `fields` are the ledger's columns that the reviewer changed, as their cells would be written; the others stay as
    they were shown, and a cell that is as it was shown changes nothing. What names a row (figure_id, report_id,
    situation) and its status are not among them. `seen` is the mark of the item the reviewer looked at. `reviewer`
    names one terminal or one browser, so that each undoes its own decisions.
    """

    situation: str
    report_id: str
    figure_id: str
    verdict: Standing
    fields: Mapping[str, str]
    seen: str
    reviewer: str


class ReviewDesk(Protocol):
    """Reads and writes the ledgers of one data folder. Every method may be called from several threads at once.

    All methods raise NotFoundError for a name that is not there, LedgerError for a ledger that cannot be read or a
    decision that would make it so, with every problem's column, and ConflictError (both in `etl.errors`) where the
    ledger's row is no longer the one that `seen` marks.
    """

    def summaries(self) -> tuple[ReviewSummary, ...]:
        """Every report that has a held text, those with figures waiting first."""
        ...

    def sheet(self, situation: str, report_id: str) -> ReviewSheet:
        """A report's text and figures as the ledger has them now."""
        ...

    def propose(self, situation: str, report_id: str, span_start: int, span_end: int) -> ReviewItem:
        """A figure for words that the reading passed over: what it makes of them, or an empty one. Writes nothing.

        The desk remembers it by its id until it is decided. Words that a figure has already give that figure.
        """
        ...

    def decide(self, decision: Decision) -> ReviewItem:
        """Writes one decision into the ledger; `waiting` as a verdict takes the figure's row out of it again.

        What other rows say of this one follows: a part names its whole once both are accepted, and no longer when the
        whole is put aside. The item may come back under another id when a row took its own in the meantime.
        """
        ...

    def undo(self, reviewer: str) -> ReviewItem | None:
        """Takes the reviewer's last decision back that is not yet undone, and says what stands now; None: none left.

        Raises ConflictError, once, for a decision whose row somebody else changed since; the next one is then the one
        before it. Decisions are remembered as long as the desk is.
        """
        ...
