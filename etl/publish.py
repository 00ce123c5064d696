"""Arrow tables → versioned Parquet, never seen half written.

A version is a folder named by the checksum of what it holds; `manifest.json` beside the folders names the current
one. A build writes into a folder of its own, moves it to its name and then replaces the manifest in one step, so a
reader that starts from the manifest sees the old version or the new one, and a build that dies leaves the old one. The
same tables give the same bytes and so the same version.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from etl.errors import PublishError
from etl.model import SCHEMA_VERSION
from etl.quantities import TABLES as QUANTITY_TABLES
from etl.schemas import TABLES, TableSpec, arrow_schema
from etl.states import States

MANIFEST = "manifest.json"
_BUILDING = ".building"
_FORGOTTEN = ".forgotten"
_VERSION = re.compile(r"[0-9a-f]{16}")
_ROW_GROUP = 65_536


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the version's name, its folder, its manifest, and whether it differs from the one before."""

    version: str
    folder: Path
    manifest: dict[str, Any]
    changed: bool


class Publication:
    """One version in the making: takes the tables of one situation after the other, then becomes the current one.

    A context manager. Left without `finish`, or by an exception, it leaves the published data as they were. Raises
    PublishError if another build is under way or the folder cannot be written.
    """

    def __init__(self, folder: Path, *, keep: int = 5) -> None:
        self._folder = folder
        self._keep = keep
        self._building = folder / _BUILDING
        self._lock = FileLock(folder / ".lock")
        self._writers: dict[str, _TableWriter] = {}
        self._situations: list[dict[str, Any]] = []
        self._vintages: set[date] = set()
        self._states = States(folder)

    def __enter__(self) -> Publication:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=0)
            # A build that was killed leaves its folders behind; with the lock in hand they belong to nobody.
            for folder in (self._building, self._folder / _FORGOTTEN):
                shutil.rmtree(folder, ignore_errors=True)
            self._states.clear()
            self._building.mkdir()
            self._writers = {name: _TableWriter(self._building, spec) for name, spec in TABLES.items()}
        except Timeout:
            raise PublishError(f"{self._folder}: another build is under way; wait for it to end") from None
        except OSError as error:
            self._lock.release()
            found = f"cannot be written ({error.strerror})"
            raise PublishError(f"{self._folder}: {found}; choose another folder") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for writer in self._writers.values():
            writer.abandon()
        shutil.rmtree(self._building, ignore_errors=True)
        self._states.clear()
        self._lock.release()

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Add one situation's tables, by name. Situations come in the order of their ids."""
        about = tables["situations"]
        states = [
            self._states.add(name, tables, {"quantity_tables": _quantity_tables()})
            for name in about["situation"].to_pylist()
        ]
        place = about.schema.get_field_index("state")
        named = about.set_column(place, about.schema.field(place), pa.array(states, pa.string()))
        for name, writer in self._writers.items():
            writer.write(named if name == "situations" else tables[name])
        for situation in named.to_pylist():
            known = situation["vintages"]
            self._vintages.update(known)
            self._situations.append(
                {
                    "situation": situation["situation"],
                    "state": situation["state"],
                    "figures": situation["figures"],
                    "reports": situation["reports"],
                    "series_rows": tables["series"].num_rows,
                    "vintages": len(known),
                    "latest_vintage": known[-1].isoformat() if known else None,
                }
            )

    def finish(self) -> Published:
        """Make what was added the current version."""
        tables = {}
        for name, writer in self._writers.items():
            file = writer.close()
            tables[name] = {
                "file": file.name,
                "rows": writer.rows,
                "bytes": file.stat().st_size,
                "sha256": _checksum(file),
            }
        manifest: dict[str, Any] = {
            "schema_version": SCHEMA_VERSION,
            "tables": tables,
            "situations": self._situations,
            "vintages": [day.isoformat() for day in sorted(self._vintages)],
            "quantity_tables": _quantity_tables(),
        }
        version = hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:16]
        manifest = {"version": version, **manifest}
        before = current_version(self._folder)
        self._states.settle(_sync)
        target = self._folder / version
        if target.exists() and not any(_differing(target, manifest)):
            shutil.rmtree(self._building)
        else:
            _sync(self._building)
            if target.exists():
                self._forget(target)
            self._building.rename(target)
            _sync_folder(self._folder)
        if before != version:
            _replace(self._folder / MANIFEST, json.dumps(manifest, indent=1) + "\n")
            _point_latest(self._folder, version)
        self._forget_old(version)
        return Published(version, target, manifest, before != version)

    def _forget_old(self, current: str) -> None:
        """Remove all but the newest versions.

        Nothing is lost by it: every vintage is in the current one, and what each situation said stays as its state.
        """
        # Only what is named like a version: whatever else lies in the folder is somebody's own.
        versions = [folder for folder in self._folder.iterdir() if _VERSION.fullmatch(folder.name) and folder.is_dir()]
        versions = [folder for folder in versions if folder.name != current]
        versions.sort(key=lambda folder: (folder.stat().st_mtime, folder.name), reverse=True)
        for folder in versions[max(self._keep - 1, 0) :]:
            # A version that will not go is in nobody's way; the next build tries again.
            with suppress(OSError):
                self._forget(folder)

    def _forget(self, version: Path) -> None:
        """Remove a version, its name first: a name never stands for half of what it named."""
        forgotten = self._folder / _FORGOTTEN
        version.rename(forgotten)
        shutil.rmtree(forgotten, ignore_errors=True)


class _TableWriter:
    """Writes one table in row groups that do not depend on how the rows come in."""

    def __init__(self, folder: Path, spec: TableSpec) -> None:
        self.rows = 0
        self._file = folder / f"{spec.name}.parquet"
        self._schema = arrow_schema(spec)
        self._writer = pq.ParquetWriter(self._file, self._schema, compression="zstd")
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0

    def write(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        self._waiting.append(table)
        self._waiting_rows += table.num_rows
        if self._waiting_rows >= _ROW_GROUP:
            self._flush()

    def close(self) -> Path:
        if self._waiting_rows:
            self._flush()
        self._writer.close()
        return self._file

    def abandon(self) -> None:
        if self._writer.is_open:
            self._writer.close()

    def _flush(self) -> None:
        rows = pa.concat_tables(self._waiting).unify_dictionaries().combine_chunks()
        self._writer.write_table(rows, row_group_size=rows.num_rows)
        self._waiting, self._waiting_rows = [], 0


def _quantity_tables() -> dict[str, dict[str, Any]]:
    """What reads the numbers travels with them, so that a reader need not guess how wide "about" is."""
    return {
        name: {"origin": table.origin, "about_percent": table.about_percent, "words": dict(table.words)}
        for name, table in QUANTITY_TABLES.items()
    }


def current_version(folder: Path) -> str | None:
    """The name of the version that the manifest in `folder` names; None when nothing is published."""
    manifest = _read_manifest(folder)
    return None if manifest is None else str(manifest["version"])


def _read_manifest(folder: Path) -> dict[str, Any] | None:
    file = folder / MANIFEST
    try:
        manifest = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise PublishError(f"{file}: cannot be read ({error}); remove it and build again") from error
    if not isinstance(manifest, dict) or "version" not in manifest or "tables" not in manifest:
        raise PublishError(f"{file}: is not a manifest; remove it and build again")
    return manifest


def _checksum(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    """Have the disk hold the files of a folder before their names are given away."""
    for file in folder.iterdir():
        _sync_file(file)
    _sync_folder(folder)


def _replace(file: Path, text: str) -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(text, "utf-8")
    _sync_file(draft)
    draft.replace(file)
    _sync_folder(file.parent)


def _sync_file(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the disk hold the names in a folder, on systems where a folder can be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _point_latest(folder: Path, version: str) -> None:
    """Point the convenience link `latest` at a version, where the file system has links. Readers use the manifest."""
    draft = folder / ".latest"
    try:
        draft.unlink(missing_ok=True)
        draft.symlink_to(version, target_is_directory=True)
        draft.replace(folder / "latest")
    except OSError:
        draft.unlink(missing_ok=True)


def verify(folder: Path) -> Iterable[str]:
    """What in the current version differs from its manifest, a sentence each; nothing when all is as it was made."""
    manifest = _read_manifest(folder)
    if manifest is None:
        yield f"{folder}: nothing is published"
        return
    yield from _differing(folder / str(manifest["version"]), manifest)


def _differing(version: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    for name, table in manifest["tables"].items():
        file = version / table["file"]
        if not file.exists():
            yield f"{file}: missing"
        elif _checksum(file) != table["sha256"]:
            yield f"{file}: the checksum of {name} is not the manifest's"
