"""The commands that take reports: extract prints what they say, add puts one into a ledger."""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from etl.cli.options import DataFolder
from etl.cli.output import FOUND_ERRORS
from etl.errors import NotFoundError, WaymarkError

if TYPE_CHECKING:
    from etl.cli.extraction import Extracted
    from etl.documents.document import Document

_DAY = ["%Y-%m-%d"]
Answer = TypeVar("Answer")


class Format(StrEnum):
    """How `extract` prints figures."""

    JSONL = "jsonl"
    CSV = "csv"
    TABLE = "table"


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files (.md, .txt, .html, .pdf, .docx), folders of them, addresses (https://…), or - for standard input.",
            show_default=False,
        ),
    ],
    format_: Annotated[
        Format | None,
        typer.Option("--format", help="Default: table on a terminal, else jsonl.", show_default=False),
    ] = None,
    published: Annotated[
        datetime | None,
        typer.Option(formats=_DAY, help="The day of publication of reports that do not say theirs."),
    ] = None,
    publisher: Annotated[str, typer.Option(help="The publisher of reports that do not name theirs.")] = "",
    language: Annotated[
        str,
        typer.Option(help="The language (en, ar, …) of reports that do not say theirs. Default: told from the text."),
    ] = "",
    processes: Annotated[int, typer.Option(min=1, help="How many processes read.")] = 1,
) -> None:
    """Print the figures that reports state, as proposals for a ledger.

    jsonl has an object a line with the ledger's columns and the rules that made it; csv is a ledger's figures.csv.
    Remarks and documents that cannot be read are told on the error stream; the others are read all the same, and the
    exit code is 1 at the end.
    """
    from etl.cli.extraction import Known, extract_all
    from etl.documents.folders import find

    known = Known(publisher, published.date() if published else None, language)
    passed_over: Counter[str] = Counter()
    documents = unread = 0
    write = _writer(format_ or (Format.TABLE if sys.stdout.isatty() else Format.JSONL))
    for one in extract_all(find(paths, passed_over), known, processes):
        documents += 1
        unread += bool(one.error)
        for line in _said_of(one):
            typer.echo(line, err=True)
        write(one)
        sys.stdout.flush()
    if passed_over:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(passed_over.items()))
        typer.echo(f"passed over {passed_over.total():,} that are no reports: {kinds}", err=True)
    if not documents:
        raise NotFoundError(
            f"{', '.join(paths)}: found no report; name files that end with .md, .txt, .html, .pdf, .docx"
        )
    if unread:
        typer.echo(f"{unread:,} of {documents:,} documents could not be read", err=True)
        raise typer.Exit(FOUND_ERRORS)


def _said_of(one: Extracted) -> Iterator[str]:
    """What the error stream is told of a document."""
    if one.error:
        yield one.error
    for remark in one.remarks:
        yield f"{one.name}: {remark}"
    if one.reading is not None and one.context is not None:
        for finding in one.reading.findings:
            yield f"{finding.severity.value}  {one.context.report_id}  {finding.sentence}"


def _writer(format_: Format) -> Callable[[Extracted], None]:
    """A function that prints one document's figures on standard output."""
    from etl.cli.figures import csv_header, csv_line, figures_table, jsonl_line, shown

    if isinstance(sys.stdout, io.TextIOWrapper) and format_ is not Format.TABLE:
        # For programs the same bytes on every system.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    if format_ is Format.TABLE:
        from rich.console import Console

        console = Console(highlight=False)

        def write_table(one: Extracted) -> None:
            if one.reading is None or one.context is None:
                return
            context = one.context
            heading = ", ".join(
                filter(None, (context.report_id, context.publisher, context.title, str(context.published or "undated")))
            )
            if one.reading.proposals:
                console.print(figures_table(heading, one.reading.proposals))
            else:
                console.print(f"{shown(heading)}: no figures found", markup=False)

        return write_table
    line = jsonl_line if format_ is Format.JSONL else csv_line
    if format_ is Format.CSV:
        sys.stdout.write(csv_header() + "\n")

    def write_lines(one: Extracted) -> None:
        if one.reading is not None:
            sys.stdout.writelines(line(proposal) + "\n" for proposal in one.reading.proposals)

    return write_lines


def add(
    report: Annotated[
        str,
        typer.Argument(help="A file (.md, .txt, .html, .pdf, .docx), an address (https://…), or - for standard input."),
    ],
    situation: Annotated[
        str, typer.Option(help="The situation it is about. Default: the report's own word, or the only one there is.")
    ] = "",
    data: DataFolder = Path("data"),
    report_id: Annotated[
        str, typer.Option("--id", help="The report's id. Default: its own, or the next free one (r000, r001, …).")
    ] = "",
    publisher: Annotated[str, typer.Option(help="Who published it. Default: what the report says.")] = "",
    title: Annotated[str, typer.Option(help="Its title. Default: what the report says.")] = "",
    url: Annotated[
        str, typer.Option(help="Where it is published. Default: what the report says, or its address.")
    ] = "",
    published: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="The day it was published. Default: what the report says.")
    ] = None,
    language: Annotated[str, typer.Option(help="Its language (en, ar, …). Default: what the report says.")] = "",
    licence: Annotated[str, typer.Option(help="Under which terms its text may be used.")] = "",
    no_review: Annotated[bool, typer.Option("--no-review", help="Print the proposed figures and stop there.")] = False,
) -> None:
    """Put a report into a ledger, then show and review the figures that it states.

    Its text is kept as texts/ID.md beside the ledger, and reports.csv gets a row. Nothing is added when the ledger
    has the same text or address already. What the report does not say is asked for on a terminal; elsewhere it has to
    be given.
    """
    from etl.cli.extraction import load
    from etl.cli.figures import shown
    from etl.documents.document import FILE_PROPERTIES
    from etl.documents.shelf import NewReport, attach, hold, same_report
    from etl.ledger import read_ledger

    document = load(report)
    for remark in document.remarks:
        typer.echo(f"{document.name}: {remark}", err=True)
    fields = document.fields
    folder = _situation_folder(data, situation or fields.get("situation", ""))
    ledger = read_ledger(folder)
    found = {"publisher": publisher or fields.get("publisher", ""), "url": url or fields.get("url", "")}
    day, basis = _published(document, published.date() if published else None)
    same = same_report(ledger, document.body, (found["url"], fields.get("url", "")))
    if same is None:
        missing = [name for name, value in (found | {"published": day}).items() if not value]
        if missing and not _at_terminal():
            raise WaymarkError(_not_said(document, missing))
        found["publisher"] = found["publisher"] or _ask("Published by", "", _some_words)
        found["url"] = found["url"] or _ask("Address (https://…)", "", _web_address)
        if day is None:
            suggested = fields.get("modified") or fields.get("created") or ""
            day = _ask("Published on (year-month-day)", suggested, _day_of)
            basis = FILE_PROPERTIES if day.isoformat() == suggested else "given"
        same = same_report(ledger, document.body, (found["url"],))
    if same is not None and not same.text:
        held = attach(folder, same, document.body, datetime.now().astimezone().date())
        typer.echo(shown(f"{folder.name} has the report, {same.report_id}; its text is held now: {folder / held.text}"))
        _go_on(data, folder.name, held.report_id, no_review=no_review)
        return
    if same is not None:
        told = f"{folder.name} has it already: {same.report_id}, {same.publisher}, «{same.title}», {same.url}"
        typer.echo(f"{shown(told)}; nothing added")
        return
    new = NewReport(
        report_id=report_id or fields.get("id", ""),
        publisher=found["publisher"],
        title=title or fields.get("title", ""),
        url=found["url"],
        published=day,
        published_basis=basis,
        language=language or fields.get("language", ""),
        licence=licence or fields.get("licence", ""),
        retrieved=datetime.now().astimezone().date(),
        body=document.body,
    )
    held = hold(folder, new)
    typer.echo(f"added {held.report_id} to {folder.name}: {folder / held.text}")
    _go_on(data, folder.name, held.report_id, no_review=no_review)


def _go_on(data: Path, situation: str, report_id: str, *, no_review: bool) -> None:
    """Shows what was read of a report whose text is held now, and opens its review where somebody is there."""
    _show(data, situation, report_id)
    if not no_review and _at_terminal():
        from etl.cli.review import review

        review(report_id, situation=situation, data=data)


def _at_terminal() -> bool:
    """Whether somebody is there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _situation_folder(data: Path, wanted: str) -> Path:
    """The folder of the situation that is meant. Raises NotFoundError, or WaymarkError where nobody can choose."""
    from etl.ledger import situation_folders

    folders = {folder.name: folder for folder in situation_folders(data)}
    names = ", ".join(folders)
    if wanted:
        if wanted not in folders:
            raise NotFoundError(f"no situation {wanted}; there are {names}: name one with --situation")
        return folders[wanted]
    if len(folders) == 1:
        return next(iter(folders.values()))
    if not _at_terminal():
        raise WaymarkError(f"there are several situations: {names}; name the report's with --situation")

    def known(answer: str) -> Path:
        if answer not in folders:
            raise typer.BadParameter(f"no situation {answer!r}; there are {names}")
        return folders[answer]

    return _ask(f"Situation ({names})", "", known)


def _published(document: Document, given: date | None) -> tuple[date | None, str]:
    """The day of publication and where it comes from. Raises DocumentError for a date in the report that is none."""
    from etl.cli.extraction import Known, context_of

    if given is not None:
        return given, "given"
    day = context_of(document, Known()).published
    return day, document.basis if day else ""


def _not_said(document: Document, missing: Sequence[str]) -> str:
    options = ", ".join(f"--{name}" for name in missing)
    what = ", ".join(
        {"publisher": "who published it", "url": "its address", "published": "when it was published"}[one]
        for one in missing
    )
    told = f"{document.name}: does not say {what}; give {options}"
    file_day = document.fields.get("modified") or document.fields.get("created")
    return f"{told} (the file was last changed on {file_day})" if file_day and "published" in missing else told


def _ask(question: str, default: str, read: Callable[[str], Answer]) -> Answer:
    """Asks on the terminal until the answer can be read."""
    # A default goes through the same reader as an answer.
    answer: Answer = typer.prompt(question, default=default or None, value_proc=read)
    return answer


def _some_words(answer: str) -> str:
    if not answer.strip():
        raise typer.BadParameter("it may not be empty")
    return answer.strip()


def _web_address(answer: str) -> str:
    if not answer.strip().lower().startswith(("http://", "https://")) or len(answer.split()) != 1:
        raise typer.BadParameter("begin it with http:// or https:// and leave no spaces in it")
    return answer.strip()


def _day_of(answer: str) -> date:
    from etl.ledger.cells import CellError, iso_date

    try:
        return iso_date(answer)
    except CellError as error:
        raise typer.BadParameter(str(error)) from None


def _show(data: Path, situation: str, report_id: str) -> None:
    """Prints what the new report proposes, with what the ledger knows of it already."""
    from rich.console import Console

    from etl.cli.figures import figures_table
    from etl.review import open_desk

    sheet = open_desk(data).sheet(situation, report_id)
    for finding in sheet.findings:
        typer.echo(f"{finding.severity.value}  {report_id}  {finding.sentence}", err=True)
    if not sheet.items:
        typer.echo("no figures found in it")
        return
    known = {
        item.figure.figure_id: "; ".join(
            f"{one.relation.value} of {one.figure_id} ({one.as_reported})" for one in item.known
        )
        for item in sheet.items
    }
    heading = ", ".join(filter(None, (report_id, sheet.report.publisher, sheet.report.title)))
    Console(highlight=False).print(figures_table(heading, [item.figure for item in sheet.items], known))
