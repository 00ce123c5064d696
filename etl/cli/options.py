"""Options that several commands share, each with one name, one default and one sentence of help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataFolder = Annotated[
    Path,
    typer.Option("--data", envvar="WAYMARK_DATA", help="The data folder, with situations/ inside.", show_default=True),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
