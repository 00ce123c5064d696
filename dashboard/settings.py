"""How an instance runs: where the data are, what is masked, where the files for browsers lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_BESIDE = Path(__file__).resolve().parent / "assets"
ASSETS = _BESIDE if _BESIDE.is_dir() else _BESIDE.parents[1] / "assets"
"""Inside the package where it is installed, beside it where it is developed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`published` is the folder that a build publishes into. `suppress_below` masks smaller counts of groups; 0: none.

    `public_address` is what references call the instance, such as https://example.org; empty: as a reader asked.
    """

    published: Path
    suppress_below: int = 10
    public_address: str = ""
    assets: Path = ASSETS
