"""The command that reviews: a report's proposed figures in the terminal, one after the other, into its ledger.

On a terminal one key decides; elsewhere each line of standard input is a key, so that a review can be scripted.
"""

from __future__ import annotations

import re
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli.options import DataFolder
from etl.desk import Decision, ReviewItem, ReviewSheet, ReviewSummary, Standing
from etl.errors import ConflictError, LedgerError, NotFoundError, WaymarkError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from etl.model import Finding
    from etl.review import LedgerDesk

_KEYS = {
    "a": ("accept", "write it into the ledger as it is shown"),
    "e": ("edit", "change a field, by its number or name; written once it is accepted"),
    "r": ("reject", "write it into the ledger as put aside, so that nobody is asked again"),
    "n": ("next", "leave it waiting and go on"),
    "p": ("back", "go to the one before"),
    "u": ("undo", "take your last decision back"),
    "q": ("quit", "stop here; what was accepted and rejected is written"),
    "?": ("help", "these keys"),
}
_VERDICTS = {"a": Standing.ACCEPTED, "r": Standing.REJECTED}
_NAMES = {name: key for key, (name, _) in _KEYS.items()}
_FIXED = frozenset(("figure_id", "report_id", "situation", "status", "quote", "span_start", "span_end"))
_EMPTY = "-"
"""What is typed to empty a field."""
_NEAR = 400
"""How many characters of the sentence are shown on each side of a figure."""
_BESIDE = 110
"""From this width on, in columns, the fields stand beside the text."""
_SENTENCE_END = re.compile(r"(?<=[.!?؟…])[\"»”’)\]]*\s+|\n+")
# An escape in a report's text would speak to the terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def review(
    report: Annotated[
        str | None, typer.Argument(help="Which report. Default: those with figures waiting, one after the other.")
    ] = None,
    situation: Annotated[str, typer.Option(help="Which situation. Default: all, or the one that has the report.")] = "",
    data: DataFolder = Path("data"),
) -> None:
    """Decide on the figures that the texts of reports propose.

    Each figure is shown in its sentence, with its fields, what the ledger knows of it and what to look at. Nothing is
    written until it is accepted or rejected, and each decision is written at once. Without a terminal, every line of
    standard input is one key or its name; the end of input quits.
    """
    from rich.console import Console

    from etl.review import open_desk

    desk = open_desk(data)
    console = Console(highlight=False)
    session = _Session(desk, console, data)
    try:
        for one in _reports(desk, console, report, situation):
            if not session.go_through(one):
                break
    except (KeyboardInterrupt, EOFError):
        console.print()
    finally:
        session.say_what_was_written()


def _reports(desk: LedgerDesk, console: Console, report: str | None, situation: str) -> Iterator[ReviewSummary]:
    """The reports to go through. Raises NotFoundError for one that is not there, or whose text is not held."""
    summaries = [one for one in desk.summaries() if situation in ("", one.situation)]
    if report is not None:
        found = [one for one in summaries if one.report.report_id == report]
        if len(found) > 1:
            names = ", ".join(one.situation for one in found)
            raise WaymarkError(f"{report} is a report of several situations: {names}; name one with --situation")
        if not found:
            names = ", ".join(one.report.report_id for one in summaries) or "none"
            told = f"reports whose text is held: {names}; `waymark add` puts one into a ledger"
            raise NotFoundError(f"found no report {report!r} with a text to review; {told}")
        yield found[0]
        return
    if not summaries:
        where = f"situation {situation!r}" if situation else "any situation"
        raise NotFoundError(f"found no report with a held text in {where}; `waymark add` puts one into a ledger")
    waiting = [one for one in summaries if one.waiting]
    if not waiting:
        console.print(f"nothing waits in {_number(len(summaries), 'report')}")
        return
    console.print(_summary_table(waiting))
    yield from waiting


def _summary_table(waiting: Sequence[ReviewSummary]) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("report", "situation", "published", "waiting", "accepted", "rejected"):
        table.add_column(name, justify="right" if name in ("waiting", "accepted", "rejected") else "left")
    table.add_column("title", overflow="ellipsis", no_wrap=True, ratio=1)
    for one in waiting:
        numbers = (str(one.waiting), str(one.accepted), str(one.rejected))
        published = str(one.report.published or "undated")
        cells = (one.report.report_id, one.situation, published, *numbers, _shown(one.report.title))
        table.add_row(*map(Text, cells))
    return table


@dataclass
class _Session:
    """One sitting of a reviewer: what is on the desk, what was typed and not yet written, what was written."""

    desk: LedgerDesk
    console: Console
    data: Path
    reviewer: str = field(default_factory=lambda: uuid.uuid4().hex)
    typed: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    written: dict[tuple[str, str], Standing] = field(default_factory=dict)
    here: tuple[str, str] = ("", "")

    def go_through(self, summary: ReviewSummary) -> bool:
        """Shows the waiting figures of a report until the reviewer goes on. False: they quit."""
        situation, report_id = self.here = summary.situation, summary.report.report_id
        sheet = self.desk.sheet(situation, report_id)
        self._say_heading(sheet)
        queue = [item.figure.figure_id for item in sheet.items if item.standing is Standing.WAITING]
        at = 0
        while queue:
            items = {item.figure.figure_id: item for item in sheet.items}
            # A figure that is no longer on the desk was added by hand and undone, or somebody changed the ledger.
            queue = [figure_id for figure_id in queue if figure_id in items]
            item = items[queue[at]] if at < len(queue) else None
            if item is None:
                self._say_what_waits(sheet)
            else:
                self._show(sheet, item, at + 1, len(queue))
            key = self._key("aernpuq" if item is not None else "npuq")
            if key == "q" or (key == "n" and item is None):
                return key == "n"
            if key == "n":
                at += 1
            elif key == "p":
                at = max(at - 1, 0)
            elif key == "u":
                at = self._undo(queue, at)
            elif item is not None and key == "e":
                self._edit(sheet, item)
            decided = item is not None and key in "ar" and self._decide(item, _VERDICTS[key])
            sheet = self.desk.sheet(situation, report_id)
            if decided:
                waiting = {one.figure.figure_id for one in sheet.items if one.standing is Standing.WAITING}
                at = next((place for place in range(at + 1, len(queue)) if queue[place] in waiting), len(queue))
        self._say_what_waits(sheet)
        return True

    def _say_what_waits(self, sheet: ReviewSheet) -> None:
        left = sum(item.standing is Standing.WAITING for item in sheet.items)
        waits = "waits" if left == 1 else "wait"
        said = f"{_number(left, 'figure')} still {waits}" if left else "nothing waits any more"
        self.console.print(f"\n{sheet.report.report_id}: {said}")

    # Deciding

    def _decide(self, item: ReviewItem, verdict: Standing) -> bool:
        """Writes a decision; False, and the reason told, when the ledger would not have it."""
        situation, report_id = self.here
        figure_id = item.figure.figure_id
        fields = self.typed.get((situation, report_id, figure_id), {})
        decision = Decision(situation, report_id, figure_id, verdict, fields, item.seen, self.reviewer)
        try:
            decided = self.desk.decide(decision)
        except LedgerError as error:
            for problem in error.problems:
                where = problem.column or str(problem.file)
                self._warn(f"{where}: found {problem.found}; {problem.expected}")
            return False
        except ConflictError as error:
            self._warn(str(error))
            self.typed.pop((situation, report_id, figure_id), None)
            return False
        self.typed.pop((situation, report_id, figure_id), None)
        self.written[situation, decided.figure.figure_id] = verdict
        self.console.print(f"{verdict.value} {decided.figure.figure_id}", style="green")
        return True

    def _undo(self, queue: list[str], at: int) -> int:
        try:
            undone = self.desk.undo(self.reviewer)
        except (ConflictError, LedgerError) as error:
            self._warn(str(error))
            return at
        if undone is None:
            self._warn("nothing to undo: you have decided nothing here yet")
            return at
        figure_id = undone.figure.figure_id
        self.written.pop((undone.figure.situation or self.here[0], figure_id), None)
        self.console.print(f"undone: {figure_id} is {undone.standing.value}", style="green")
        if undone.figure.report_id == self.here[1] and figure_id in queue:
            return queue.index(figure_id)
        return at

    def _edit(self, sheet: ReviewSheet, item: ReviewItem) -> None:
        """Asks for a field and its new value until the ledger could read it; an empty line leaves it as it is."""
        cells = self._cells(item)
        names = list(_editable(cells))
        while True:
            asked = self._line("field (number or name): ").strip().lower()
            if not asked:
                return
            if asked.isdecimal() and 1 <= int(asked) <= len(names):
                column = names[int(asked) - 1]
                break
            if asked in names:
                column = asked
                break
            self._warn(f"found {asked!r}; write a number from 1 to {len(names)}, or one of {', '.join(names)}")
        choices = sheet.choices.get(column)
        if choices:
            self.console.print(f"one of {', '.join(choices)}", style="dim", markup=False)
        while True:
            now = f" (now {_shown(cells[column])})" if cells[column] else ""
            cell = self._line(f"{column}{now}, {_EMPTY} for empty: ").strip()
            if not cell:
                return
            cell = "" if cell == _EMPTY else cell
            refusal = self.desk.refusal(sheet.situation, column, cell)
            if not refusal:
                break
            self._warn(f"{column}: found {cell or 'an empty cell'!r}; {refusal}")
        key = (sheet.situation, sheet.report.report_id, item.figure.figure_id)
        self.typed.setdefault(key, {})[column] = cell

    def _cells(self, item: ReviewItem) -> dict[str, str]:
        from etl.review.rows import cells_of

        key = (*self.here, item.figure.figure_id)
        return cells_of(item.figure) | self.typed.get(key, {})

    # Asking

    def _key(self, allowed: str) -> str:
        """The next key that is one of `allowed`; anything else is answered with what the keys do."""
        prompt = "  ".join(f"{key} {name}" for key, (name, _) in _KEYS.items() if key in f"{allowed}?")
        while True:
            self.console.print(prompt, style="dim", end=" ", markup=False)
            self._flush()
            if sys.stdin.isatty():
                # What was typed before the figure was shown is forgotten, not taken for a decision on it.
                typed = typer.getchar()
                self.console.print(_shown(typed) if typed.isprintable() else "", markup=False)
            else:
                line = sys.stdin.readline()
                self.console.print(_shown(line.strip()), markup=False)
                if not line:
                    return "q"
                typed = line.strip()
            key = _NAMES.get(typed.lower(), typed.lower())
            if len(key) == 1 and key in allowed:
                return key
            self._say_keys(allowed)

    def _line(self, prompt: str) -> str:
        """A line of input; its end quits, as on a terminal."""
        self.console.print(prompt, end="", markup=False)
        self._flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line

    def _flush(self) -> None:
        self.console.file.flush()

    # Showing

    def _say_heading(self, sheet: ReviewSheet) -> None:
        from rich.rule import Rule
        from rich.text import Text

        report = sheet.report
        told = (report.report_id, report.publisher, str(report.published or "undated"), report.title)
        self.console.print(Rule(Text(_shown(", ".join(filter(None, told)), 200)), align="left"))
        for finding in sheet.findings:
            if not finding.figure_ids:
                self._say_finding(finding)

    def _show(self, sheet: ReviewSheet, item: ReviewItem, number: int, of: int) -> None:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        figure = item.figure
        standing = "" if item.standing is Standing.WAITING else f", {item.standing.value}"
        self.console.print()
        self.console.print(Text(f"{figure.figure_id} ({number} of {of}{standing})", style="bold"))
        plain = not self.console.is_terminal or self.console.no_color
        text, fields = _in_its_sentence(sheet.text, item, plain), self._fields(item)
        if self.console.width >= _BESIDE:
            beside = Table.grid(padding=(0, 3), expand=True)
            beside.add_column(ratio=1)
            beside.add_column(ratio=1)
            beside.add_row(text, fields)
            self.console.print(beside)
        else:
            self.console.print(Group(text, Text(), fields))
        for known in item.known:
            words = f" ({_shown(known.as_reported)})" if known.as_reported else ""
            said = f"{known.relation.value} of {known.figure_id}{words}, report {known.report_id}"
            self.console.print(Text(f"the ledger knows: {said}", style="cyan"))
        if item.rules:
            self.console.print(Text(f"read by: {'; '.join(says for _, says in item.rules)}", style="dim"))
        for finding in sheet.findings:
            if figure.figure_id in finding.figure_ids:
                self._say_finding(finding)

    def _fields(self, item: ReviewItem) -> RenderableType:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        cells = self._cells(item)
        before = self._proposed(item)
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", style="dim")
        table.add_column(style="dim")
        table.add_column(overflow="fold")
        empty = []
        for number, name in enumerate(_editable(cells), start=1):
            if not cells[name] and not before.get(name):
                empty.append(f"{number} {name}")
                continue
            value = Text(_shown(cells[name], 200) or "(empty)")
            if cells[name] != before.get(name, cells[name]):
                value.stylize("yellow")
                value.append(f"  was {_shown(before[name]) or '(empty)'}", style="dim")
            table.add_row(str(number), name, value)
        rest = Text(f"empty: {', '.join(empty)}" if empty else "", style="dim")
        return Group(table, rest)

    def _proposed(self, item: ReviewItem) -> dict[str, str]:
        from etl.review.rows import cells_of

        return cells_of(item.proposed or item.figure)

    def _say_finding(self, finding: Finding) -> None:
        from rich.text import Text

        style = {"error": "bold red", "warning": "yellow"}.get(finding.severity.value, "dim")
        self.console.print(Text(f"{finding.severity.value}: {_shown(finding.sentence, 300)}", style=style))

    def _warn(self, told: str) -> None:
        from rich.text import Text

        self.console.print(Text(_CONTROL.sub("�", told), style="red"))

    def _say_keys(self, allowed: str) -> None:
        from rich.table import Table

        table = Table.grid(padding=(0, 2))
        for key, (name, what) in _KEYS.items():
            if key in f"{allowed}?":
                table.add_row(key, name, what)
        self.console.print(table)

    def say_what_was_written(self) -> None:
        """The figures that this sitting wrote, and where."""
        if not self.written:
            self.console.print("nothing was written")
            return
        by_situation: dict[str, dict[Standing, list[str]]] = {}
        for (situation, figure_id), verdict in self.written.items():
            by_situation.setdefault(situation, {}).setdefault(verdict, []).append(figure_id)
        for situation, verdicts in by_situation.items():
            said = "; ".join(f"{verdict.value} {', '.join(ids)}" for verdict, ids in verdicts.items())
            file = self.data / "situations" / situation / "figures.csv"
            self.console.print(f"{said}: written to {file}", markup=False, soft_wrap=True)


def _editable(cells: dict[str, str]) -> Iterator[str]:
    return (name for name in cells if name not in _FIXED)


def _in_its_sentence(body: str, item: ReviewItem, plain: bool) -> Text:
    """The sentences around a figure, its words set off: in colour, or in brackets where there is none."""
    from rich.text import Text

    start, end = item.span or (None, None)
    if start is None or end is None:
        where = body.find(item.figure.quote) if item.figure.quote.strip() else -1
        if where < 0:
            return Text(_shown(item.figure.quote, 400) or "no words of the text are known for it", style="italic")
        start, end = where, where + len(item.figure.quote)
    first = max((match.end() for match in _SENTENCE_END.finditer(body, 0, start)), default=0)
    following = _SENTENCE_END.search(body, end)
    last = following.start() if following else len(body)
    before, after = body[max(first, start - _NEAR) : start], body[end : min(last, end + _NEAR)]
    # The terminal itself orders words from right to left; they are given in the order in which they are read.
    text = Text("…" if first < start - _NEAR else "")
    text.append(_one_line(before))
    words = _one_line(body[start:end])
    text.append(f"[[{words}]]" if plain else words, style="bold black on yellow")
    text.append(_one_line(after))
    text.append("…" if last > end + _NEAR else "")
    return text


def _one_line(text: str) -> str:
    return _CONTROL.sub("�", re.sub(r"\s+", " ", text))


def _shown(text: str, most: int = 60) -> str:
    """`text` on one line, shortened, with nothing in it that a terminal would obey."""
    line = _one_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _number(count: int, what: str) -> str:
    return f"{count:,} {what if count == 1 else what + 's'}"
