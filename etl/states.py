"""Every state of a situation's data that was ever published, kept under a name made from what it says.

A published version is replaced by the next; who quoted a number from it needs it to stay. So each situation's tables
are kept apart as well, in `states/<situation>/<state>/` beside the versions, once for each different content. They are
small, and no build removes them: a person may, and then frozen addresses that name that state have nothing to show.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.model import SCHEMA_VERSION
from etl.schemas import TABLES, arrow_schema

FOLDER = "states"
MANIFEST = "manifest.json"
_NEW = ".states"
_DIGITS = 12


def state_of(tables: Mapping[str, pa.Table]) -> str:
    """The name of a situation's tables: twelve hexadecimal digits that follow from every value in them.

    The same values have the same name whatever wrote them: neither the order of a dictionary nor a library's version
    takes part, only the schema's version and the values.
    """
    digest = hashlib.sha256(f"{SCHEMA_VERSION}".encode())
    for name, table in sorted(tables.items()):
        for column in table.column_names:
            digest.update(f"\n{name}.{column}:".encode())
            _take_in(digest, table[column].combine_chunks())
    return digest.hexdigest()[:_DIGITS]


def _take_in(digest: hashlib._Hash, values: pa.Array) -> None:
    """Add an array's values to a digest: how many, which are missing, and those that are there.

    What Arrow holds besides, such as what lies in the place of a missing value, does not count.
    """
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    missing = values.is_null().to_numpy(zero_copy_only=False)
    digest.update(f"{len(values)}".encode())
    digest.update(np.packbits(missing).tobytes())
    values = values.drop_null()
    if pa.types.is_list(values.type):
        _take_in(digest, values.value_lengths())
        _take_in(digest, values.flatten())
    elif pa.types.is_string(values.type):
        _take_in(digest, pc.binary_length(values))
        digest.update("".join(values.to_pylist()).encode())
    else:
        whole = values.cast(pa.int32()) if pa.types.is_date32(values.type) else values
        digest.update(whole.cast(pa.int64()).to_numpy(zero_copy_only=False).tobytes())


class States:
    """The states in `folder`, a folder that versions are published into, which its one writer may add to.

    What is added has its name after `settle`, which comes before anything that speaks of it is published.
    """

    def __init__(self, folder: Path) -> None:
        self._kept = folder / FOLDER
        self._new = folder / _NEW
        self._waiting: list[tuple[Path, Path]] = []

    def clear(self) -> None:
        """Remove what a build that was killed left unfinished."""
        shutil.rmtree(self._new, ignore_errors=True)
        self._waiting = []

    def add(self, situation: str, tables: Mapping[str, pa.Table], about: Mapping[str, Any]) -> str:
        """Keep a situation's tables if they are not kept already; their name. `about` goes into its manifest."""
        state = state_of(tables)
        kept = self._kept / situation / state
        if not (kept / MANIFEST).exists():
            building = self._new / situation
            building.mkdir(parents=True)
            listed = {}
            for name, spec in TABLES.items():
                file = building / f"{name}.parquet"
                table = tables[name].unify_dictionaries().cast(arrow_schema(spec)).combine_chunks()
                pq.write_table(table, file, compression="zstd")
                with file.open("rb") as handle:
                    checksum = hashlib.file_digest(handle, "sha256").hexdigest()
                listed[name] = {"file": file.name, "rows": table.num_rows, "sha256": checksum}
            manifest = {"state": state, "schema_version": SCHEMA_VERSION, "tables": listed, **about}
            (building / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
            self._waiting.append((building, kept))
        return state

    def settle(self, sync: Callable[[Path], None]) -> None:
        """Give what was added its names, once `sync` has had the disk hold each folder's files."""
        if len(self._waiting) > 64 and hasattr(os, "sync"):
            # Asking the disk for each of thousands of files takes longer than asking it once for all.
            os.sync()
            sync = _nothing
        for building, kept in self._waiting:
            sync(building)
            kept.parent.mkdir(parents=True, exist_ok=True)
            # What lies there without a manifest is half of something.
            shutil.rmtree(kept, ignore_errors=True)
            building.rename(kept)
        self.clear()


def _nothing(_folder: Path) -> None:
    return None
