"""Folders: in order, into subfolders, without what is hidden or no report, and never in circles."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from etl.documents.folders import find


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.md", "a/2.txt", "a/1.pdf", "a/x/3.html", "c.docx", ".git/d.md", "a/.e.md", "f.csv", "g.CSV", "h"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / "a" / "x" / "circle").symlink_to(tmp_path, target_is_directory=True)
    passed_over: Counter[str] = Counter()
    names = ["https://example.org/a", str(tmp_path), "-", "nowhere.md"]
    found = [name.replace(f"{tmp_path}/", "") for name in find(names, passed_over)]
    assert found == [
        "https://example.org/a",
        "a/1.pdf",
        "a/2.txt",
        "a/x/3.html",
        "b.md",
        "c.docx",
        "-",
        "nowhere.md",
    ]
    assert passed_over == {"hidden": 2, ".csv": 2, "no ending": 2}


def test_a_folder_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.md").touch()
    found = find([str(tmp_path)], Counter())
    assert next(found).endswith("a/1.md")
    (tmp_path / "b" / "0.md").touch()
    assert next(found).endswith("b/0.md")
