"""The programs that measure have to run, on little, or nobody notices that they no longer do."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def test_the_speed_of_building_is_measured(repository: Path, tmp_path: Path) -> None:
    program = repository / "tests" / "benchmarks" / "build_speed.py"
    made_up = tmp_path / "shipped"
    generate = (sys.executable, program.with_name("_generate.py"), made_up, "--situations", "1", "--figures", "20")
    subprocess.run(generate, check=True)
    run = subprocess.run(
        (sys.executable, program, "--situations", "3", "--figures", "130", "--small", "2", "--shipped", made_up),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = run.stdout.splitlines()
    assert len(lines) == 10
    for line in lines:
        assert re.fullmatch(r"[a-z].* [\d.,]+ (s|MiB|times as fast) \(target .+\)", line)
    assert lines[5].startswith("build of 390 figures ")


def test_made_up_ledgers_are_the_same_each_time_and_of_the_size_asked_for(tmp_path: Path, repository: Path) -> None:
    program = repository / "tests" / "benchmarks" / "_generate.py"
    for name in ("one", "two"):
        subprocess.run((sys.executable, program, tmp_path / name, "--situations", "2", "--figures", "250"), check=True)
    tables = [sorted((tmp_path / name).rglob("*.csv")) for name in ("one", "two")]
    assert [file.read_bytes() for file in tables[0]] == [file.read_bytes() for file in tables[1]]
    figures = [file for file in tables[0] if file.name == "figures.csv"]
    assert [len(file.read_text("utf-8").splitlines()) for file in figures] == [251, 251]
