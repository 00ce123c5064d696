"""Who may know whom: the contracts stand in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the contracts and packages of `folder`."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache"], cwd=folder, capture_output=True, text=True)


def test_import_directions(repository: Path) -> None:
    result = lint_imports(repository)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_forbidden_import_is_found(repository: Path, tmp_path: Path) -> None:
    """The contracts hold something: etl that reaches for the dashboard, or upwards, is refused."""
    (tmp_path / "pyproject.toml").write_bytes((repository / "pyproject.toml").read_bytes())
    for package in ("etl", "dashboard", "dashboard/charts"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "etl/errors.py").touch()
    (tmp_path / "etl/pipeline.py").touch()
    (tmp_path / "dashboard/app.py").touch()
    (tmp_path / "etl/model.py").write_text("import etl.pipeline\nimport dashboard.app\n")
    result = lint_imports(tmp_path)
    assert result.returncode != 0
    assert "etl never imports the dashboard BROKEN" in result.stdout
    assert "etl: a number goes one way BROKEN" in result.stdout
