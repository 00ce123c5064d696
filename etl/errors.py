"""What can go wrong with somebody's data, said so that they can put it right.

One root error. Everything that a user can mend is raised as a subclass of it and reaches the person at the command
line as its message alone; anything else is a defect and keeps its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class WaymarkError(Exception):
    """The root of all errors that a user can mend. The message says where, what was found and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in a file that cannot be read as meant.

    `row` counts as a spreadsheet does: the header is row 1. 0 means the whole file.
    """

    file: Path
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}"
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: found {self.found}; {self.expected}"


class LedgerError(WaymarkError):
    """A ledger that cannot be read: every problem found in it, not the first only."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[LedgerError], tuple[tuple[Problem, ...]]]:
        """Lets the error travel between processes with its problems."""
        return type(self), (self.problems,)


class NotFoundError(WaymarkError):
    """Something asked for by name that is not there; the message names what is."""


class ConflictError(WaymarkError):
    """Somebody else changed what was about to be changed; the message says what stands there now."""


class PublishError(WaymarkError):
    """Published data that cannot be written or read back."""
