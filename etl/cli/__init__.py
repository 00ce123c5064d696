"""The command line: the only place that prints, asks and exits.

One module a subject: `ledgers`, `reports`, `review`, `watch`; what they print is in `output`. Heavy modules are imported inside
the commands that need them, so that help comes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint, entry_points, version
from typing import Annotated

import typer

from etl.cli import review, watch
from etl.cli.ledgers import build, check, explain
from etl.cli.output import FOUND_ERRORS
from etl.cli.reports import add, extract
from etl.errors import LedgerError, WaymarkError

__all__ = ["add", "add_commands", "app", "build", "check", "explain", "extract", "main"]

app = typer.Typer(
    name="waymark",
    help="Reported counts of people on the move, as time series that keep their words, sources, dates and doubts.\n\n"
    "Exit codes: 0 all is well, 1 the data have errors or what was asked for is not there, 2 the command line is wrong.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


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


# In the order of the work: what a report says, into a ledger, what fits, what is published, who is told, where it comes
# from.
for _command in (extract, add, review.review, check, build, watch.watch, explain):
    app.command()(_command)


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
