"""The commands that read ledgers: build, check, explain."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli.options import AsJson, DataFolder
from etl.cli.output import (
    FOUND_ERRORS,
    print_bound,
    print_explanation,
    print_findings,
    print_json,
    problems_as_json,
    progress_bar,
)
from etl.errors import LedgerError, Problem

if TYPE_CHECKING:
    from etl.pipeline import Derived


def build(
    data: DataFolder = Path("data"),
    out: Annotated[Path | None, typer.Option(help="Where to publish. Default: published/ in the data folder.")] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="How many processes. Default: as the work asks.")] = None,
    keep: Annotated[int, typer.Option(min=1, help="How many versions to keep.")] = 5,
    reconcile: Annotated[
        bool,
        typer.Option(
            "--reconcile/--no-reconcile",
            help="Also work out what all figures together allow. The first time it takes seconds for each situation.",
        ),
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Read every ledger, make the series, and publish them as Parquet.

    Exits with 0 when a version was published or nothing had changed, with 1 when a ledger cannot be read; then the
    version published before stays.
    """
    from etl.pipeline import build as build_all

    with problems_as_json(as_json), progress_bar("situations", quiet=as_json) as progress:
        published = build_all(
            data, out or data / "published", processes=processes, keep=keep, reconcile=reconcile, progress=progress
        )
    if as_json:
        print_json({"folder": str(published.folder), "changed": published.changed, **published.manifest})
        return
    tables = published.manifest["tables"]
    typer.echo(
        f"{'published' if published.changed else 'unchanged'}: version {published.version}, "
        f"{len(published.manifest['situations']):,} situations, {tables['figures']['rows']:,} figures of "
        f"{tables['reports']['rows']:,} reports, {tables['series']['rows']:,} rows of series, "
        f"{tables['findings']['rows']:,} findings, in {published.folder}"
    )


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
    with problems_as_json(as_json):
        derived = _derive(data, situations or [], quiet=as_json)
    findings = [(one.ledger.situation.id, finding) for one in derived for finding in one.findings]
    if as_json:
        print_json(
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
        print_findings(findings, notices)
    if any(finding.severity == "error" for _, finding in findings):
        raise typer.Exit(FOUND_ERRORS)


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
    """Print where a number comes from: its figures, bounds, quotes, reports and arithmetic.

    With `reconciled` among its parts a name asks what all figures together allow for an interval, and which of them bind
    it: enclave-exits/reconciled/exits/2018-12-01..2018-12-18. A day, a week (2019-W03) or a month (2019-01) will do too.
    """
    from etl.explain import explain as explain_name
    from etl.explain_bound import asks_for_a_bound, explain_bound

    day = as_of.date() if as_of else None
    with problems_as_json(as_json):
        derived = _derive(data, _situation_named(data, name), quiet=as_json)
    if asks_for_a_bound(name):
        bound = explain_bound(derived, name, as_of=day)
        if as_json:
            print_json(dataclasses.asdict(bound))
        else:
            print_bound(bound)
        return
    explanation = explain_name(derived, name, as_of=day)
    if as_json:
        print_json(dataclasses.asdict(explanation))
    else:
        print_explanation(explanation)


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
    with progress_bar("situations", quiet=quiet) as progress:
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
