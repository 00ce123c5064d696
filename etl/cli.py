"""The command line: the only place that prints, asks and exits."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib.metadata import EntryPoint, entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from etl.errors import LedgerError, Problem, WaymarkError

if TYPE_CHECKING:
    from etl.explain import Explanation
    from etl.model import Finding
    from etl.pipeline import Derived

# Heavy modules are imported inside the commands that need them, so that help comes at once.

FOUND_ERRORS = 1
"""Exit code: the data have errors, or what was asked for is not there."""

app = typer.Typer(
    name="waymark",
    help="Reported counts of people on the move, as time series that keep their words, sources, dates and doubts.\n\n"
    "Exit codes: 0 all is well, 1 the data have errors or what was asked for is not there, 2 the command line is wrong.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)

DataFolder = Annotated[
    Path,
    typer.Option("--data", envvar="WAYMARK_DATA", help="The data folder, with situations/ inside.", show_default=True),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"waymark {version('waymark')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    data: DataFolder = Path("data"),
    out: Annotated[Path | None, typer.Option(help="Where to publish. Default: published/ in the data folder.")] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="How many processes. Default: as the work asks.")] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many versions to keep.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Read every ledger, make the series, and publish them as Parquet.

    Exits with 0 when a version was published or nothing had changed, with 1 when a ledger cannot be read; then the
    version published before stays.
    """
    from etl.pipeline import build as build_all

    with _problems_as_json(as_json), _progress("situations", quiet=as_json) as progress:
        published = build_all(data, out or data / "published", processes=processes, keep=keep, progress=progress)
    if as_json:
        _print_json({"folder": str(published.folder), "changed": published.changed, **published.manifest})
        return
    tables = published.manifest["tables"]
    typer.echo(
        f"{'published' if published.changed else 'unchanged'}: version {published.version}, "
        f"{len(published.manifest['situations']):,} situations, {tables['figures']['rows']:,} figures of "
        f"{tables['reports']['rows']:,} reports, {tables['series']['rows']:,} rows of series, "
        f"{tables['findings']['rows']:,} findings, in {published.folder}"
    )


@app.command()
def check(
    situations: Annotated[list[str] | None, typer.Argument(help="Which situations. Default: all.")] = None,
    data: DataFolder = Path("data"),
    notices: Annotated[bool, typer.Option("--notices", help="Print notices too, not only their number.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read the ledgers and say what a reviewer should look at.

    Exits with 1 when a ledger cannot be read or a finding is an error; warnings and notices do not change the exit
    code.
    """
    with _problems_as_json(as_json):
        derived = _derive(data, situations or [], quiet=as_json)
    findings = [(one.ledger.situation.id, finding) for one in derived for finding in one.findings]
    if as_json:
        _print_json(
            [
                {
                    "situation": situation,
                    "code": finding.code,
                    "severity": finding.severity.value,
                    "figures": list(finding.figure_ids),
                    "sentence": finding.sentence,
                }
                for situation, finding in findings
            ]
        )
    else:
        _print_findings(findings, notices)
    if any(finding.severity == "error" for _, finding in findings):
        raise typer.Exit(FOUND_ERRORS)


@app.command()
def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="FIGURE-OR-POINT",
            help="A figure's id (r000-04), or a point: its parts with / between, as many as make it one "
            "(SOHR/exits/persons/all/2018-12-01/2019-01-30).",
        ),
    ],
    data: DataFolder = Path("data"),
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Explain what was known on this day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print where a number comes from: its figures, bounds, quotes, reports and arithmetic."""
    from etl.explain import explain as explain_name

    day = as_of.date() if as_of else None
    with _problems_as_json(as_json):
        derived = _derive(data, _situation_named(data, name), quiet=as_json)
    explanation = explain_name(derived, name, as_of=day)
    if as_json:
        _print_json(dataclasses.asdict(explanation))
    else:
        _print_explanation(explanation)


def _situation_named(data: Path, name: str) -> list[str]:
    """The situation that the first part of a name names, if it does: then no other need be read."""
    first = name.partition("/")[0]
    return [first] if first not in ("", ".", "..") and (data / "situations" / first).is_dir() else []


def _derive(data: Path, wanted: Sequence[str], *, quiet: bool) -> list[Derived]:
    """The ledgers of the situations asked for, derived; the problems of all that cannot be read raised together."""
    from etl.errors import NotFoundError
    from etl.ledger import read_ledger, situation_folders
    from etl.pipeline import derive

    folders = situation_folders(data)
    if unknown := sorted(set(wanted) - {folder.name for folder in folders}):
        names = ", ".join(folder.name for folder in folders)
        raise NotFoundError(f"no situation {', '.join(unknown)}; there are {names}")
    folders = [folder for folder in folders if not wanted or folder.name in wanted]
    derived: list[Derived] = []
    problems: list[Problem] = []
    with _progress("situations", quiet=quiet) as progress:
        for done, folder in enumerate(folders, start=1):
            try:
                derived.append(derive(read_ledger(folder)))
            except LedgerError as error:
                problems.extend(error.problems)
            if progress is not None:
                progress(folder.name, done, len(folders))
    if problems:
        raise LedgerError(problems)
    return derived


@contextmanager
def _progress(what: str, *, quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar on the terminal's error stream, shown when the work takes long enough to be waited for."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda name, done, total: bar.update(task, completed=done, total=total, description=name)


def _print_findings(findings: Sequence[tuple[str, Finding]], notices: bool) -> None:
    counts = dict.fromkeys(("error", "warning", "notice"), 0)
    for situation, finding in findings:
        counts[finding.severity.value] += 1
        if finding.severity != "notice" or notices:
            typer.echo(f"{finding.severity.value}  {situation}  {' '.join(finding.figure_ids)}  {finding.sentence}")
    hint = "" if notices or not counts["notice"] else " (--notices prints them)"
    said = (f"{count} {severity if count == 1 else severity + 's'}" for severity, count in counts.items())
    typer.echo(", ".join(said) + hint)


def _print_explanation(explanation: Explanation) -> None:
    for row in explanation.rows:
        typer.echo(f"{row.point}")
        lines = {
            "interval": row.interval,
            "new": row.new,
            "running total": row.cumulative,
            "present": row.stock,
            "arithmetic": row.arithmetic,
            "flag": row.flag,
            "status": row.obs_status,
            "known since": row.vintage + (f", until {row.vintage_end}" if row.vintage_end else ""),
            "figures": ", ".join(row.figure_ids),
        }
        _print_lines(lines)
    for row in explanation.earlier:
        said = row.stock or row.new or "nothing new"
        flag = f", {row.flag}" if row.flag else ""
        typer.echo(f"  {'before':14s} from {row.vintage} until {row.vintage_end}: {said} in {row.interval}{flag}")
    for figure in explanation.figures:
        typer.echo(f"{figure.figure_id} ({figure.role}): {figure.as_reported} {figure.unit}, {figure.measure}")
        lines = {
            "bounds": f"{figure.bounds} ({figure.quantifier}, table {figure.quantity_table})",
            "interval": figure.interval,
            "group": figure.group,
            "counted by": figure.source,
            "quote": f"«{figure.quote}»" if figure.quote else "",
            "report": f"{figure.publisher}, «{figure.title}», {figure.published or 'undated'}",
            "address": figure.url,
            "corrected": "; ".join(figure.corrected),
            "in no series": figure.left_out,
            "note": figure.note,
        }
        _print_lines(lines)
    for finding in explanation.findings:
        typer.echo(finding)


def _print_lines(lines: dict[str, str]) -> None:
    for name, text in lines.items():
        if text:
            typer.echo(f"  {name:14s} {text}")


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_json_value))


def _json_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


@contextmanager
def _problems_as_json(wanted: bool) -> Iterator[None]:
    """Where a program asked for JSON, it gets the problems of a ledger in JSON too, and the same exit code."""
    try:
        yield
    except LedgerError as error:
        if not wanted:
            raise
        _print_json(
            {
                "problems": [
                    {
                        "file": str(problem.file),
                        "row": problem.row or None,
                        "column": problem.column or None,
                        "found": problem.found,
                        "expected": problem.expected,
                    }
                    for problem in error.problems
                ]
            }
        )
        raise typer.Exit(FOUND_ERRORS) from None


def add_commands(found: Iterable[EntryPoint]) -> None:
    """Add the commands of other packages. One that cannot be loaded says so when it is asked for, not before."""
    for command in found:
        try:
            run = command.load()
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one command, the others work
            run = _explain_missing(command.name, f"{type(error).__name__}: {error}")
        app.command(command.name)(run)


def _explain_missing(name: str, reason: str) -> Callable[[], None]:
    def command() -> None:
        typer.echo(f"waymark {name} cannot be loaded ({reason}); install the package again", err=True)
        raise typer.Exit(FOUND_ERRORS)

    command.__doc__ = f"Not available: {name} cannot be loaded."
    return command


def main() -> None:
    """Run the command line. Errors that a user can mend are printed without a traceback and exit with 1."""
    add_commands(entry_points(group="waymark.commands"))
    try:
        app()
    except LedgerError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        count = len(error.problems)
        typer.echo(f"{count} {'problem' if count == 1 else 'problems'}; nothing was written", err=True)
        raise SystemExit(FOUND_ERRORS) from None
    except WaymarkError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(FOUND_ERRORS) from None
    except OSError as error:
        # A full disk, a folder without permission: the user's to mend, and a traceback would not help.
        typer.echo(f"{error.filename or 'waymark'}: {error.strerror or error}", err=True)
        raise SystemExit(FOUND_ERRORS) from None
