"""Names of files, folders and addresses → the documents they stand for, in order."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from etl.documents.formats import ENDINGS

STREAM = "-"


def is_address(name: str) -> bool:
    """Whether a name is an address on the web."""
    return name.lower().startswith(("http://", "https://"))


def find(names: Iterable[str], passed_over: Counter[str]) -> Iterator[str]:
    """The documents that `names` stand for: a folder is walked, everything else is itself, there or not.

    Within a folder names come sorted, a subfolder's in its place. Hidden files and folders and files of endings that
    are not read are passed over and counted, by ending ("hidden" for the first kind). Links to folders are not
    followed: they may lead in circles. One folder's names are held at a time.
    """
    for name in names:
        if name != STREAM and not is_address(name) and Path(name).is_dir():
            yield from _walk(name, passed_over)
        else:
            yield name


def _walk(folder: str, passed_over: Counter[str]) -> Iterator[str]:
    try:
        waiting = [_entries(folder)]
    except OSError:
        yield folder  # Whoever reads it says why it cannot be.
        return
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif entry.name.startswith("."):
            passed_over["hidden"] += 1
        elif entry.is_dir(follow_symlinks=False):
            try:
                waiting.append(_entries(entry.path))
            except OSError:
                yield entry.path
        else:
            ending = Path(entry.name).suffix.lower()
            if ending in ENDINGS:
                yield entry.path
            else:
                passed_over[ending or "no ending"] += 1


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return iter(sorted(entries, key=lambda entry: entry.name))
