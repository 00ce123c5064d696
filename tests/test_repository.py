"""What no file of the project may carry: where somebody's machine or their package index is."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = re.compile(r"(?<![\w.~$}:-])/(?:root|work|tmp|Users/\w+|home/\w+)/")
INDEX = re.compile(
    r"--(?:extra-)?index-url|--find-links|--trusted-host|\bindex-url\s*=|https?://[\w.:-]+/(?:[\w/-]*/)?simple\b|file:///"
)
MADE_BY_OTHERS = ("assets/vendor/", "tests/vendor/")


def texts(repository: Path) -> list[tuple[str, str]]:
    """Name and content of each text file that is committed or could be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=repository,
        capture_output=True,
        text=True,
    )
    if listed.returncode != 0:
        pytest.skip("not a git repository")
    found = []
    for name in listed.stdout.splitlines():
        path = repository / name
        if name.startswith(MADE_BY_OTHERS) or path == Path(__file__).resolve() or not path.is_file():
            continue
        try:
            found.append((name, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


@pytest.mark.parametrize("pattern", [HOME, INDEX], ids=["home", "index"])
def test_no_file_names_a_machine(repository: Path, pattern: re.Pattern[str]) -> None:
    hits = [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in texts(repository)
        for match in pattern.finditer(text)
    ]
    assert not hits, "\n".join(hits)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(HOME, "open('/home/ana/x')"), (HOME, "see /root/notes"), (INDEX, "--index-url https://a.example/simple")],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def test_every_version_in_the_lock_has_its_hash(repository: Path) -> None:
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    _, *entries = re.split(r"^(?=[a-z0-9])", lock, flags=re.M)
    assert len(entries) > 20
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_lock_satisfies_every_stated_dependency(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==([\w.]+)", lock, re.M))
    stated = [
        *project["dependencies"],
        *(text for group in project["optional-dependencies"].values() for text in group),
    ]
    wanted = [need for need in map(Requirement, stated) if need.name != project["name"]]
    assert wanted
    assert [
        str(need) for need in wanted if not need.specifier.contains(locked.get(canonicalize_name(need.name), "0"))
    ] == []
