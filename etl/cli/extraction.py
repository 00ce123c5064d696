"""Documents → readings, one after the other or in several processes, in order and without growing."""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from etl.documents.document import Document, DocumentError
from etl.documents.fetch import fetch
from etl.documents.folders import STREAM, is_address
from etl.documents.formats import read_file, read_stream
from etl.errors import WaymarkError
from etl.ledger.cells import CellError, iso_date
from etl.reading import Reading, ReportContext, read_report

_BATCH = 16
"""Documents sent to a process at once: enough that the way there does not count, few enough to keep the order soon."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller knows of the documents where they do not say it themselves."""

    publisher: str = ""
    published: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """One document and what was read from it. With an `error` there is nothing else."""

    name: str
    context: ReportContext | None = None
    reading: Reading | None = None
    remarks: tuple[str, ...] = ()
    error: str = ""


def load(name: str) -> Document:
    """The document that a name stands for: a file, an address, or `-` for standard input. Raises DocumentError."""
    if name == STREAM:
        return read_stream(sys.stdin.buffer)
    return fetch(name) if is_address(name) else read_file(Path(name))


def context_of(document: Document, known: Known) -> ReportContext:
    """What a document says of itself, else what the caller knows. Raises DocumentError for a date that is none."""
    fields = document.fields
    published = known.published
    if said := fields.get("published"):
        try:
            published = iso_date(said)
        except CellError as error:
            raise DocumentError(document.name, f"published: found {said!r}; {error}") from None
    return ReportContext(
        report_id=fields.get("id") or document.stem,
        publisher=fields.get("publisher") or known.publisher,
        published=published,
        language=fields.get("language") or known.language,
        title=fields.get("title", ""),
    )


def extract(name: str, known: Known) -> Extracted:
    """Reads one document. Raises nothing that its reader could mend: that is told in `error`."""
    try:
        document = load(name)
        context = context_of(document, known)
    except WaymarkError as error:
        return Extracted(name, error=str(error))
    return Extracted(name, context, read_report(document.body, context), document.remarks)


def extract_all(names: Iterable[str], known: Known, processes: int = 1) -> Iterator[Extracted]:
    """Reads documents in the order of `names`, which are taken as they are needed; few are held at a time.

    Raises WaymarkError when a process dies, which happens when the system runs out of memory.
    """
    if processes == 1:
        for name in names:
            yield extract(name, known)
        return
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    waiting = iter(names)
    running: deque[Future[list[Extracted]]] = deque()
    with ProcessPoolExecutor(processes, mp_context=context) as executor:
        try:
            while True:
                while len(running) < 2 * processes and (batch := list(islice(waiting, _BATCH))):
                    running.append(executor.submit(_extract_batch, batch, known))
                if not running:
                    return
                yield from running.popleft().result()
        except BrokenProcessPool:
            told = "a process that reads documents was ended by the system; try again with fewer --processes"
            raise WaymarkError(told) from None
        finally:
            # Whoever stops taking readings does not wait for those that nobody will look at.
            executor.shutdown(wait=False, cancel_futures=True)


def _extract_batch(names: list[str], known: Known) -> list[Extracted]:
    return list(map(partial(extract, known=known), names))
