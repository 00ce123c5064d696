"""Style and types, as tests: one command and one closing line for everything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "--quiet", "."], id="ruff-check"),
        pytest.param(["ruff", "format", "--check", "--quiet", "."], id="ruff-format"),
        pytest.param(["mypy"], id="mypy"),
    ],
)
def test_code_is_in_order(command: list[str], repository: Path) -> None:
    result = subprocess.run([sys.executable, "-m", *command], cwd=repository, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
