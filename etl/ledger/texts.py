"""The texts of reports that a situation's folder holds: `text` and `sha256` of reports.csv → their bodies."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from etl.errors import Problem, WaymarkError
from etl.front_matter import split
from etl.ledger.sheets import Sheet, decode
from etl.model import HeldText

_UPWARDS = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|\\|^\w:")


def read_texts(folder: Path, sheet: Sheet, problems: list[Problem]) -> tuple[HeldText, ...]:
    """The bodies of all texts that the reports of `sheet` name; what cannot be read is added to `problems`.

    A path is written from `folder` on, with `/` between its parts, and does not leave it.
    """
    texts = []
    cells = zip(sheet.rows, sheet.column("report_id"), sheet.column("text"), sheet.column("sha256"), strict=True)
    for row, report_id, path, checksum in cells:
        if path:
            found = _read(folder, path, checksum)
            if isinstance(found, str):
                texts.append(HeldText(report_id, found))
            else:
                column, what, expected = found
                problems.append(Problem(sheet.file, row, column, what, expected))
    return tuple(texts)


def _read(folder: Path, path: str, checksum: str) -> str | tuple[str, str, str]:
    """The body of a held text, or its column, what was found there and what to do."""
    shown = repr(path if len(path) <= 80 else f"{path[:77]}…")
    inside = "name a file in this folder, for example texts/r200.md"
    if _UPWARDS.search(path) or "\0" in path:
        return "text", f"{shown}, a path that leaves the folder", inside
    file = folder / path
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            return "text", f"{shown}, a path that leaves the folder", inside
        data = file.read_bytes()
    except FileNotFoundError:
        return "text", f"{shown}, a file that is not there", "give it back its place, or empty this cell and sha256"
    except OSError as error:
        return "text", f"{shown}, which cannot be opened ({error.strerror})", inside
    actual = hashlib.sha256(data).hexdigest()
    if checksum.lower() != actual:
        found = f"{checksum!r}, another checksum than that of {path}" if checksum else "an empty cell"
        expected = f"bring the file back as it was, or, if it is right, write {actual} and review its figures again"
        return "sha256", found, expected
    try:
        return split(decode(data)).body
    except UnicodeDecodeError as error:
        return "text", f"{shown}, in which byte {error.start} is not {error.encoding.upper()}", "save the file in UTF-8"
    except WaymarkError as error:
        return "text", f"{shown}, a text that cannot be read ({error})", "mend the lines at its head"
