"""What was computed for a situation, kept in a file from one build to the next.

The file is a copy of what can be computed again, so a file that is damaged or of another kind is begun anew, and what a
build that computed something did not ask for is forgotten at its end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from types import TracebackType

from etl.errors import PublishError


class FileCache(MutableMapping[str, bytes]):
    """Bytes by name, in one SQLite file. A context manager, for one process at a time.

    Raises PublishError where the file cannot be written.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._used: set[str] = set()
        self._grown = False

    def __enter__(self) -> FileCache:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._open()
            except sqlite3.DatabaseError:
                self._file.unlink(missing_ok=True)
                self._open()
        except (OSError, sqlite3.Error) as error:
            raise PublishError(f"{self._file}: cannot be written ({error}); choose another folder") from error
        return self

    def _open(self) -> None:
        self._connection = sqlite3.connect(self._file)
        # Losing it costs time only, so nothing waits for the disk.
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._grown:
            for name in set(self) - self._used:
                del self[name]
        self._connection.commit()
        self._connection.close()

    def __getitem__(self, name: str) -> bytes:
        found = self._connection.execute("SELECT body FROM kept WHERE name = ?", (name,)).fetchone()
        if found is None:
            raise KeyError(name)
        self._used.add(name)
        return bytes(found[0])

    def __setitem__(self, name: str, body: bytes) -> None:
        self._connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, body))
        self._used.add(name)
        self._grown = True

    def __delitem__(self, name: str) -> None:
        self._connection.execute("DELETE FROM kept WHERE name = ?", (name,))

    def __iter__(self) -> Iterator[str]:
        return iter([name for (name,) in self._connection.execute("SELECT name FROM kept")])

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM kept").fetchone()[0])
