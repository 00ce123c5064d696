"""Frames → CSV. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from dashboard.downloads.frames import kind_of

_FORMULA = re.compile(r"'*[=+\-@\t\n＝＋－＠]")
"""What a spreadsheet may take for the beginning of a formula, and what would be read as such a beginning held back."""


def to_csv(frame: pd.DataFrame, tags: Sequence[str] = (), *, mark: bool = True) -> bytes:
    """Plain tidy CSV in UTF-8: one row of columns, empty cells for what is missing.

    The byte order mark is for spreadsheets, which otherwise misread Arabic; pandas and the others skip it. `tags` make
    a second row. A text that a spreadsheet would run as a formula is preceded by an apostrophe, see `harmless`.
    """
    safe = frame.copy()
    for name in safe.columns:
        if kind_of(name) in ("string", "object"):
            safe[name] = safe[name].map(harmless, na_action="ignore")
    text = safe.to_csv(index=False, lineterminator="\n")
    if tags:
        first, rest = text.split("\n", 1)
        text = f"{first}\n{','.join(tags)}\n{rest}"
    return text.encode("utf-8-sig" if mark else "utf-8")


def harmless(text: str) -> str:
    """A text that no spreadsheet runs, with line feeds for other ends of lines.

    Where it begins with what could start a formula, or with apostrophes and that, it is preceded by one apostrophe.
    `as_was` takes that away again, so nothing is lost.
    """
    # A bare return would end the row for some readers and is not quoted by the writer.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if _FORMULA.match(text) else text


def as_was(text: str) -> str:
    """The text that `harmless` made one of: the rule that a reader of the files may follow."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
