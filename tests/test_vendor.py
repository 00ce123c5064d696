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
    """Path below the folder -> version and SHA-256, as the folder's README states them."""
    text = (folder / "README.md").read_text(encoding="utf-8")
    return {row["file"]: (row["version"], row["sha256"]) for row in ROW.finditer(text)}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_is_as_released(repository: Path, folder: str) -> None:
    held = {
        path.relative_to(repository / folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (repository / folder).rglob("*")
        if path.is_file() and path.suffix not in {".md", ".txt"}
    }
    assert held == {name: sha256 for name, (_, sha256) in table(repository / folder).items()}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_says_its_version_and_has_its_licence(repository: Path, folder: str) -> None:
    rows = table(repository / folder)
    assert rows
    for name in rows:
        file = repository / folder / name
        licences = [path.name.removesuffix(".LICENSE.txt") for path in file.parent.glob("*.LICENSE.txt")]
        assert any(file.name.startswith(licence) for licence in licences), name


def test_plotly_of_the_browser_is_plotly_of_the_wheel(repository: Path) -> None:
    """Figures are made by the one and drawn by the other."""
    version, _ = table(repository / "assets/vendor")["plotly-basic.min.js"]
    wheel: str = plotly.offline.get_plotlyjs_version()
    assert version.partition(".")[0] == wheel.partition(".")[0]
    assert f"v{version}" in (repository / "assets/vendor/plotly-basic.min.js").read_text(encoding="utf-8")[:200]


def test_the_fonts_of_pictures_are_small_and_say_their_licence(repository: Path) -> None:
    fonts = list((repository / "assets/vendor/fonts").glob("*.ttf"))
    assert len(fonts) == 2
    assert sum(font.stat().st_size for font in fonts) <= 300 * 1024
    for font in fonts:
        # The names in a TrueType file are UTF-16.
        assert "SIL Open Font License, Version 1.1".encode("utf-16-be") in font.read_bytes()
        assert "SIL OPEN FONT LICENSE" in (font.parent / "NotoSansLatinArabic.LICENSE.txt").read_text("utf-8")


def test_the_stylesheet_asks_for_nothing_further(repository: Path) -> None:
    text = (repository / "assets/waymark.css").read_text(encoding="utf-8")
    assert not re.search(r"@import|sourceMappingURL|url\(", text)
