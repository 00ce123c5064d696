"""What the command line prints: progress, JSON, findings, explanations."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from etl.errors import LedgerError

if TYPE_CHECKING:
    from etl.explain import Explanation, FigureExplained
    from etl.explain_bound import BoundExplained
    from etl.model import Finding

FOUND_ERRORS = 1
"""Exit code: the data have errors, or what was asked for is not there."""


@contextmanager
def progress_bar(what: str, *, quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar on the terminal's error stream, shown when the work takes long enough to be waited for."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    # The first time a situation may take half a minute, so something has to move meanwhile.
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda name, done, total: bar.update(task, completed=done, total=total, description=name)


def print_findings(findings: Sequence[tuple[str, Finding]], notices: bool) -> None:
    """Print each situation's findings, a line each, and how many there are; notices only when wanted."""
    counts = dict.fromkeys(("error", "warning", "notice"), 0)
    for situation, finding in findings:
        counts[finding.severity.value] += 1
        if finding.severity != "notice" or notices:
            typer.echo(f"{finding.severity.value}  {situation}  {' '.join(finding.figure_ids)}  {finding.sentence}")
    hint = "" if notices or not counts["notice"] else " (--notices prints them)"
    said = (f"{count} {severity if count == 1 else severity + 's'}" for severity, count in counts.items())
    typer.echo(", ".join(said) + hint)


def print_explanation(explanation: Explanation) -> None:
    """Print where a number comes from: its points, their earlier states, its figures, what was found."""
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
    _print_figures(explanation.figures)
    for finding in explanation.findings:
        typer.echo(finding)


def print_bound(explanation: BoundExplained) -> None:
    """A bound for people to read: both ends with their sums, then the figures in them."""
    typer.echo(explanation.point_name)
    for end in explanation.ends:
        number = "any number" if end.number is None else f"{end.number:,}"
        why = end.sum if end.sum else "no figure says otherwise"
        _print_lines({end.end: f"{number}: {why}", "by": ", ".join(end.figure_ids)})
    _print_lines(
        {
            "estimate": "none: the bounds lie too far apart" if explanation.point is None else f"{explanation.point:,}",
            "reading": explanation.reading,
            "set aside": ", ".join(explanation.set_aside),
        }
    )
    _print_figures(explanation.figures)


def _print_figures(figures: Sequence[FigureExplained]) -> None:
    for figure in figures:
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


def _print_lines(lines: dict[str, str]) -> None:
    for name, text in lines.items():
        if text:
            typer.echo(f"  {name:14s} {text}")


def print_json(value: Any) -> None:
    """Print one JSON document, dates as ISO 8601. Raises TypeError for what has no JSON form."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_json_value))


def _json_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


@contextmanager
def problems_as_json(wanted: bool) -> Iterator[None]:
    """Where a program asked for JSON, it gets the problems of a ledger in JSON too, and the same exit code."""
    try:
        yield
    except LedgerError as error:
        if not wanted:
            raise
        print_json(
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
