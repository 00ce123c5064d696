"""The command line: exit codes, what it prints for people and for programs, and help for everything."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import click
import pytest
import typer
from typer.testing import CliRunner

from etl.cli import add_commands, app
from etl.publish import current_version, verify
from tests.etl.ledgers import A_FIGURE, write_ledger

MAIN = "from etl.cli import main; main()"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [
        A_FIGURE,
        A_FIGURE | {"figure_id": "r1-02", "ref_end": "2019-01-22", "value": "26950", "quote": "26,950 people"},
        A_FIGURE | {"figure_id": "r1-03", "measure": "deaths", "part_of": "r1-02", "value": "40000"},
        A_FIGURE | {"figure_id": "r1-04", "quantifier": "about", "quote": "36,250 people", "nationality": "IRQ"},
    ]
    write_ledger(tmp_path / "data", rows)
    return tmp_path / "data"


def waymark(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The real command line, in a process of its own."""
    return subprocess.run((sys.executable, "-c", MAIN, *words), capture_output=True, text=True, encoding="utf-8")


# Building


def test_build_publishes_and_says_so(data: Path, tmp_path: Path) -> None:
    built = waymark("build", "--data", data)
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.startswith(f"published: version {current_version(data / 'published')}, 1 situations, 4 figures")
    assert waymark("build", "--data", data).stdout.startswith("unchanged: ")
    assert list(verify(data / "published")) == []


def test_build_prints_its_manifest_for_a_program(data: Path, tmp_path: Path) -> None:
    built = waymark("build", "--data", data, "--out", tmp_path / "out", "--json")
    said = json.loads(built.stdout)
    assert (built.returncode, said["changed"], said["tables"]["figures"]["rows"]) == (0, True, 4)
    assert Path(said["folder"]).is_dir()


def test_a_ledger_that_cannot_be_read_is_told_by_file_row_and_column(data: Path, tmp_path: Path) -> None:
    write_ledger(data, [A_FIGURE | {"value": "x", "ref_end": "soon"}])
    write_ledger(data, [A_FIGURE | {"unit": "y"}], name="other")
    built = waymark("build", "--data", data)
    assert (built.returncode, built.stdout) == (1, "")
    lines = built.stderr.splitlines()
    assert len(lines) == 4
    assert "other" in lines[0]
    assert "figures.csv, row 2, column unit: found 'y'; use one of persons, families" in lines[0]
    assert "figures.csv, row 2, column value: found 'x'; write a whole number" in lines[1]
    assert lines[3] == "3 problems; nothing was written"
    assert not (data / "published" / "manifest.json").exists()


@pytest.mark.parametrize("command", [["build"], ["check"], ["explain", "r1-01"]])
def test_problems_are_json_where_json_is_asked_for(data: Path, command: list[str]) -> None:
    write_ledger(data, [A_FIGURE | {"value": "x"}])
    run = waymark(*command, "--data", data, "--json")
    problems = json.loads(run.stdout)["problems"]
    assert (run.returncode, len(problems)) == (1, 1)
    assert (problems[0]["row"], problems[0]["column"], problems[0]["found"]) == (2, "value", "'x'")
    assert Path(problems[0]["file"]).name == "figures.csv"


@pytest.mark.parametrize("command", [["build"], ["check"], ["explain", "r1-01"]])
def test_no_data_is_told(tmp_path: Path, command: list[str]) -> None:
    run = waymark(*command, "--data", tmp_path)
    assert (run.returncode, run.stdout) == (1, "")
    assert "--data" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_folder_that_cannot_be_written_is_told(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    run = waymark("build", "--data", data, "--out", tmp_path / "file" / "out")
    assert run.returncode == 1
    assert "cannot be written" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_wrong_command_line_exits_with_2() -> None:
    assert waymark("build", "--colour").returncode == 2
    assert waymark("explain").returncode == 2
    assert waymark("explain", "x", "--as-of", "soon").returncode == 2


# Checking


def test_check_prints_findings_and_fails_on_an_error(data: Path) -> None:
    run = waymark("check", "--data", data)
    assert run.returncode == 1
    assert run.stdout.splitlines() == [
        (
            "error  test  r1-03 r1-02  40,000 persons cannot be among 26,950 persons: even the least of the part is "
            "more than the most of the whole."
        ),
        "1 error, 0 warnings, 1 notice (--notices prints them)",
    ]
    assert "notice  test  r1-04" in waymark("check", "--data", data, "--notices").stdout


def test_check_prints_findings_for_a_program(data: Path) -> None:
    run = waymark("check", "test", "--data", data, "--json")
    assert run.returncode == 1
    assert [(one["code"], one["severity"], one["figures"]) for one in json.loads(run.stdout)] == [
        ("subset_impossible", "error", ["r1-03", "r1-02"]),
        ("quantifier_not_in_quote", "notice", ["r1-04"]),
    ]


def test_check_passes_with_notices_only(data: Path) -> None:
    write_ledger(data, [A_FIGURE | {"quantifier": "about", "quote": "people"}])
    assert waymark("check", "--data", data).returncode == 0


def test_check_names_the_situations_there_are(data: Path) -> None:
    run = waymark("check", "tset", "--data", data)
    assert (run.returncode, run.stderr.strip()) == (1, "no situation tset; there are test")


# Explaining


def test_explain_prints_the_whole_ancestry_of_a_point(data: Path) -> None:
    run = waymark("explain", "test/SOHR/exits/all/2019-01-30", "--data", data)
    assert (run.returncode, run.stderr) == (0, "")
    for words in (
        "test/SOHR/exits/persons/enclave/all/2018-12-01/2019-01-30",
        "2019-01-23 – 2019-01-30",
        "36,250 − 26,950 = 9,300",
        "r1-01",
        "r1-02",
        "«26,950 people»",
        "Observatory",
        "https://example.org/r1",
        "2019-01-31",
    ):
        assert words in run.stdout


def test_explain_prints_a_figure_for_a_program(data: Path) -> None:
    run = waymark("explain", "r1-03", "--data", data, "--json")
    said = json.loads(run.stdout)
    assert run.returncode == 0
    assert [(one["role"], one["figure_id"]) for one in said["figures"]] == [("asked", "r1-03"), ("part of", "r1-02")]
    assert said["findings"][0].startswith("error: 40,000 persons cannot be among")


def test_explain_says_what_was_known_on_a_day(data: Path) -> None:
    run = waymark("explain", "r1-01", "--data", data, "--as-of", "2019-01-30", "--json")
    assert json.loads(run.stdout)["rows"] == []


def test_explain_lists_the_points_that_fit(data: Path) -> None:
    run = waymark("explain", "SOHR/exits", "--data", data)
    assert run.returncode == 1
    assert "3 points fit" in run.stderr
    assert "test/SOHR/exits/persons/enclave/IRQ/2018-12-01/2019-01-30" in run.stderr
    nothing = waymark("explain", "r9-99", "--data", data)
    assert nothing.returncode == 1
    assert "r1-01" in nothing.stderr


# Help and version


def commands() -> Iterator[tuple[str, click.Command | Any]]:
    """Every command there is, those of other packages too."""
    add_commands(entry_points(group="waymark.commands"))
    group = typer.main.get_command(app)
    yield "waymark", group
    assert hasattr(group, "commands")
    yield from group.commands.items()


def test_every_command_and_every_option_has_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "registered_commands", list(app.registered_commands))
    found = dict(commands())
    assert {"waymark", "extract", "add", "review", "check", "build", "explain", "serve"} <= set(found)
    for name, command in found.items():
        assert command.help, name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"


@pytest.mark.parametrize("command", [[], ["extract"], ["add"], ["review"], ["check"], ["build"], ["explain"]])
def test_help_exits_with_0(command: list[str]) -> None:
    run = waymark(*command, "--help")
    assert run.returncode == 0
    assert "Usage" in run.stdout


def test_version() -> None:
    run = waymark("--version")
    assert run.returncode == 0
    assert run.stdout.startswith("waymark ")


def test_help_imports_nothing_heavy() -> None:
    program = """
import sys
from etl.cli import main
sys.argv = ["waymark", "--help"]
try:
    main()
except SystemExit:
    pass
heavy = {"pandas", "pyarrow", "dash", "plotly", "pydantic", "numpy", "pycountry"}
heavy |= {"trafilatura", "lxml", "pypdf", "docx", "requests", "charset_normalizer", "etl.reading"}
heavy &= set(sys.modules)
sys.exit(", ".join(sorted(heavy)) or 0)
"""
    run = subprocess.run((sys.executable, "-c", program), capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


# Commands of other packages


def test_a_command_that_cannot_be_loaded_breaks_nothing_but_itself(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "registered_commands", list(app.registered_commands))
    broken = EntryPoint("broken", "no.such.module:run", "waymark.commands")
    missing = EntryPoint("missing", "etl.cli:no_such_name", "waymark.commands")
    working = EntryPoint("working", "etl.cli:check", "waymark.commands")
    add_commands([broken, missing, working])
    runner = CliRunner()
    assert runner.invoke(app, ["build", "--data", str(data)]).exit_code == 0
    assert runner.invoke(app, ["working", "--data", str(data)]).exit_code == 1
    for name, reason in (("broken", "No module named 'no'"), ("missing", "no_such_name")):
        run = runner.invoke(app, [name])
        assert run.exit_code == 1
        assert f"waymark {name} cannot be loaded" in run.stderr
        assert reason in run.stderr
