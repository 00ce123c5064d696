"""Files made by others are the ones that their tables name, and fit the packages they belong to."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import plotly.offline
import pytest

ROW = re.compile(
    r"^\| `(?P<file>[^`]+)` \| [^|]+ (?P<version>\d[\d.]*) \| [^|]+ \| `(?P<sha256>[0-9a-f]{64})` \|", re.M
)
FOLDERS = ("assets/vendor", "tests/vendor")


def table(folder: Path) -> dict[str, tuple[str, str]]:
    """File name -> version and SHA-256, as the folder's README states them."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    return {row["file"]: (row["version"], row["sha256"]) for row in ROW.finditer(text)}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_as_released(repository: Path, folder: str) -> None:
    held = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (repository / folder).iterdir()
        if path.suffix in {".js", ".css"}
    }
    assert held == {name: sha256 for name, (_, sha256) in table(repository / folder).items()}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_says_its_version_and_has_its_licence(repository: Path, folder: str) -> None:
    rows = table(repository / folder)
    assert rows
    licences = [path.name.removesuffix(".LICENSE.txt") for path in (repository / folder).glob("*.LICENSE.txt")]
    for name in rows:
        assert any(name.startswith(licence) for licence in licences), name


def test_plotly_of_the_browser_is_plotly_of_the_wheel(repository: Path) -> None:
    """Figures are made by the one and drawn by the other."""
    version, _ = table(repository / "assets/vendor")["plotly-basic.min.js"]
    wheel: str = plotly.offline.get_plotlyjs_version()
    assert version.partition(".")[0] == wheel.partition(".")[0]
    assert f"v{version}" in (repository / "assets/vendor/plotly-basic.min.js").read_text(encoding="utf-8")[:200]


def test_the_stylesheet_asks_for_nothing_further(repository: Path) -> None:
    text = (repository / "assets/waymark.css").read_text(encoding="utf-8")
    assert not re.search(r"@import|sourceMappingURL|url\(", text)
