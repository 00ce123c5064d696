"""Ledgers in, a published version out: reads, checks, makes series, and publishes, one situation after the other."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from etl.cache import FileCache
from etl.checks import Checked, find
from etl.errors import LedgerError, Problem, PublishError
from etl.ledger import read_ledger, situation_folders
from etl.model import SCHEMA_VERSION, Finding, Ledger, SeriesRow
from etl.publish import Publication, Published
from etl.reconcile import computed_from, joined
from etl.series import series_rows
from etl.tables import (
    contradictions_table,
    figures_table,
    findings_table,
    implied_table,
    reports_table,
    series_table,
    situations_table,
)
from etl.universe import ReadFigure, read_figures

_WORTH_PROCESSES = 16
"""From so many situations on, starting further processes takes less time than it saves."""

_KEPT = ".reconciled"
"""Where what was reconciled is kept beside the published versions, a file for each situation."""

Progress = Callable[[str, int, int], None]
"""Told after each situation: its id, how many are done, how many there are."""

Instead = Callable[[str, LedgerError], Mapping[str, pa.Table] | None]
"""Asked for the tables to publish for a situation whose ledger cannot be read; None: the situation is left out."""


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
    data: Path,
    published: Path,
    *,
    processes: int | None = None,
    keep: int = 5,
    reconcile: bool = True,
    progress: Progress | None = None,
    instead: Instead | None = None,
) -> Published:
    """Publish every situation below `data` into `published`.

    `processes` None chooses: one for little work, else one per core. Without `reconcile` the series are those that
    reports give, and nothing is said of what all figures together imply. Raises LedgerError with the problems of all
    ledgers together, and then publishes nothing; but with `instead` a ledger that cannot be read holds up no other, and
    it is raised only where there is nothing at all to publish.
    """
    folders = situation_folders(data)
    problems: list[Problem] = []
    added = 0
    with Publication(published, keep=keep) as publication:
        works = [
            _Work(folder, published / _KEPT / f"{folder.name}.sqlite" if reconcile else None) for folder in folders
        ]
        for done, (folder, outcome) in enumerate(_outcomes(works, processes), start=1):
            tables: Mapping[str, pa.Table] | None = None
            if isinstance(outcome, LedgerError):
                problems.extend(outcome.problems)
                if instead is not None:
                    tables = instead(folder.name, outcome)
            elif instead is not None or not problems:
                tables = outcome
            if tables is not None:
                publication.add(tables)
                added += 1
            if progress is not None:
                progress(folder.name, done, len(folders))
        if problems and (instead is None or not added):
            raise LedgerError(problems)
        _forget_others(published / _KEPT, folders)
        return publication.finish()


def _forget_others(kept: Path, folders: Sequence[Path]) -> None:
    """Remove what was kept of situations that are no longer there."""
    names = {folder.name for folder in folders}
    for file in kept.glob("*.sqlite"):
        if file.stem not in names:
            file.unlink(missing_ok=True)


Outcome = dict[str, pa.Table] | LedgerError


@dataclass(frozen=True, slots=True)
class _Work:
    """A situation's folder, and where what is reconciled of it is kept; None: it is not reconciled."""

    folder: Path
    kept: Path | None

    @property
    def is_new(self) -> bool:
        """Whether everything is to be reconciled for the first time, which takes seconds."""
        return self.kept is not None and not self.kept.exists()


def _outcomes(works: Sequence[_Work], processes: int | None) -> Iterator[tuple[Path, Outcome]]:
    """Each folder's tables, or what is wrong with its ledger, in the order given."""
    if processes is None:
        worth = len(works) >= _WORTH_PROCESSES or sum(work.is_new for work in works) > 1
        processes = _cores() if worth else 1
    if processes == 1:
        yield from ((work.folder, _tables_of(work)) for work in works)
        return
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as executor:
        # A bounded queue: results wait for the writer, and unbounded they would fill the memory.
        queue: deque[tuple[Path, Future[Outcome]]] = deque()
        try:
            for work in works:
                queue.append((work.folder, executor.submit(_tables_of, work)))
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


def _tables_of(work: _Work) -> Outcome:
    try:
        derived = derive(read_ledger(work.folder))
    except LedgerError as error:
        return error
    reported = series_table(derived.rows)
    together = None
    if work.kept is not None:
        with FileCache(work.kept) as cache:
            together = _together(derived, cache)
    return {
        "figures": figures_table(derived.ledger, derived.figures),
        "reports": reports_table(derived.ledger),
        "series": pa.concat_tables([reported, together["series"]]) if together else reported,
        "contradictions": together["contradictions"] if together else contradictions_table([]),
        "implied": together["implied"] if together else implied_table([]),
        "findings": findings_table(derived.ledger.situation.id, derived.findings),
        "situations": situations_table(derived.ledger, derived.rows),
    }


def _together(derived: Derived, cache: FileCache) -> dict[str, pa.Table]:
    """The tables of what all figures together give, kept under a name made of all that they follow from."""
    ledger = derived.ledger
    # What may be passed on has no part in what follows from the figures.
    situation = replace(ledger.situation, licences=())
    name = computed_from(SCHEMA_VERSION, situation, ledger.reports, derived.figures)
    kept = {table: cache.get(f"{name} {table}") for table in ("series", "contradictions", "implied")}
    found = {table: pa.ipc.open_stream(stream).read_all() for table, stream in kept.items() if stream is not None}
    if len(found) == len(kept):
        return found
    rows = joined(ledger, derived.figures, cache)
    computed = {
        "series": series_table(rows.series),
        "contradictions": contradictions_table(rows.contradictions),
        "implied": implied_table(rows.implied),
    }
    for table, content in computed.items():
        stream = pa.BufferOutputStream()
        with pa.ipc.new_stream(stream, content.schema) as writer:
            writer.write_table(content)
        cache[f"{name} {table}"] = stream.getvalue().to_pybytes()
    return computed
