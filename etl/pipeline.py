"""Ledgers in, a published version out: reads, checks, makes series, and publishes, one situation after the other."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from etl.checks import Checked, find
from etl.errors import LedgerError, Problem, PublishError
from etl.ledger import read_ledger, situation_folders
from etl.model import Finding, Ledger, SeriesRow
from etl.publish import Publication, Published
from etl.series import series_rows
from etl.tables import figures_table, findings_table, reports_table, series_table, situations_table
from etl.universe import ReadFigure, read_figures

_WORTH_PROCESSES = 16
"""From so many situations on, starting further processes takes less time than it saves."""

Progress = Callable[[str, int, int], None]
"""Told after each situation: its id, how many are done, how many there are."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A ledger and everything that follows from it."""

    ledger: Ledger
    figures: list[ReadFigure]
    rows: list[SeriesRow]
    findings: list[Finding]


def derive(ledger: Ledger) -> Derived:
    """The figures as read, the series of every vintage, and the findings of a ledger."""
    figures = read_figures(ledger)
    rows = series_rows(ledger.situation, figures)
    return Derived(ledger, figures, rows, find(Checked(ledger, figures, rows)))


def build(
    data: Path, published: Path, *, processes: int | None = None, keep: int = 5, progress: Progress | None = None
) -> Published:
    """Publish every situation below `data` into `published`.

    `processes` None chooses: one for few situations, else one per core. Raises LedgerError with the problems of all
    ledgers together, and then publishes nothing.
    """
    folders = situation_folders(data)
    problems: list[Problem] = []
    with Publication(published, keep=keep) as publication:
        for done, (folder, outcome) in enumerate(_outcomes(folders, processes), start=1):
            if isinstance(outcome, LedgerError):
                problems.extend(outcome.problems)
            elif not problems:
                publication.add(outcome)
            if progress is not None:
                progress(folder.name, done, len(folders))
        if problems:
            raise LedgerError(problems)
        return publication.finish()


Outcome = dict[str, pa.Table] | LedgerError


def _outcomes(folders: Sequence[Path], processes: int | None) -> Iterator[tuple[Path, Outcome]]:
    """Each folder's tables, or what is wrong with its ledger, in the order of the folders."""
    if processes is None:
        processes = 1 if len(folders) < _WORTH_PROCESSES else _cores()
    if processes == 1:
        yield from ((folder, _tables_of(folder)) for folder in folders)
        return
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as executor:
        # A bounded queue: results wait for the writer, and unbounded they would fill the memory.
        queue: deque[tuple[Path, Future[Outcome]]] = deque()
        try:
            for folder in folders:
                queue.append((folder, executor.submit(_tables_of, folder)))
                if len(queue) > 4 * processes:
                    first, future = queue.popleft()
                    yield first, future.result()
            while queue:
                first, future = queue.popleft()
                yield first, future.result()
        except BrokenProcessPool:
            told = "one of the processes was ended from outside, perhaps for want of memory; try --processes 1"
            raise PublishError(told) from None


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _tables_of(folder: Path) -> Outcome:
    try:
        derived = derive(read_ledger(folder))
    except LedgerError as error:
        return error
    return {
        "figures": figures_table(derived.ledger, derived.figures),
        "reports": reports_table(derived.ledger),
        "series": series_table(derived.rows),
        "findings": findings_table(derived.ledger.situation.id, derived.findings),
        "situations": situations_table(derived.ledger, derived.rows),
    }
