"""The desk that reads and writes ledgers: `etl.desk.ReviewDesk` over the situations of a data folder.

The state is the ledger alone. A proposal is read from the held text each time, and is the ledger's as soon as a row
has its words; what this process remembers besides is readings by checksum, what each reviewer can undo, and figures
offered for words that the reading passed over.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from etl.checks import numbers_in
from etl.desk import Decision, ReviewItem, ReviewSheet, ReviewSummary, Standing
from etl.errors import ConflictError, LedgerError, NotFoundError, Problem
from etl.ledger import FIGURE_COLUMNS, read_ledger, situation_folders
from etl.ledger.folder import cell_refusal
from etl.ledger.writing import Add, Remove, Replace, Table, locked, replace_file
from etl.model import (
    Basis,
    Kind,
    Ledger,
    Measure,
    Modality,
    Precision,
    Quantifier,
    Role,
    Situation,
    Status,
    Unit,
)
from etl.reading import Reading, ReportContext, read_report
from etl.reading.rules import RULES
from etl.review.known import KnownFigures
from etl.review.matching import numbers, place_of
from etl.review.relations import completed, counts, detached, relations_of
from etl.review.rows import RELATIONS, as_row, cells_of, mark_of_row, needed, unchanged
from etl.review.view import (
    View,
    context_of,
    empty_figure,
    findings_of,
    proposed_item,
    standings,
    view_of,
)

_READINGS = 1_024
"""How many readings are remembered. One is a few kilobytes."""
_UNDOABLE = 500
"""How many decisions each reviewer can take back."""
_REVIEWERS = 200
"""How many reviewers' decisions are remembered, those of the last ones."""
_OFFERED = 2_000
"""How many figures for passed-over words are remembered."""
_TABLE = "figures.csv"
_NOT_DECIDED = frozenset(("figure_id", "report_id", "situation", "status"))
"""Columns that no decision changes: what names a row, and what the verdict says."""
_STATUS = {Standing.ACCEPTED: Status.ACCEPTED, Standing.REJECTED: Status.REJECTED}

Key = TypeVar("Key")
Value = TypeVar("Value")


def open_desk(data: Path) -> LedgerDesk:
    """A desk over the ledgers below `data`. Raises NotFoundError when there is none."""
    situation_folders(data)
    return LedgerDesk(data)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A row as it stood before a decision: its cells, its text, and the row that it followed."""

    cells: Mapping[str, str]
    raw: str
    after: str


@dataclass(frozen=True, slots=True)
class _Done:
    """A decision that can be undone: the row before (None: there was none), its cells after (None: it left the table),
    and the cells of other rows that changed with it: figure, column, before, after.
    """

    situation: str
    report_id: str
    shown: ReviewItem
    figure_id: str
    before: _Kept | None
    after: Mapping[str, str] | None
    others: tuple[tuple[str, str, str, str], ...]


class LedgerDesk:
    """`etl.desk.ReviewDesk`, writing into figures.csv of each situation."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._memory = threading.Lock()
        self._readings: OrderedDict[tuple[str, ReportContext], Reading] = OrderedDict()
        self._done: OrderedDict[str, deque[_Done]] = OrderedDict()
        self._offered: OrderedDict[tuple[str, str, str], ReviewItem] = OrderedDict()
        self._emptied: set[tuple[str, str, str]] = set()

    # Looking

    def summaries(self) -> tuple[ReviewSummary, ...]:
        """Every report that has a held text: those with figures waiting first, then the newest."""
        found: list[ReviewSummary] = []
        problems: list[Problem] = []
        for folder in situation_folders(self._data):
            try:
                table, ledger = self._read(folder)
            except LedgerError as error:
                problems.extend(error.problems)
                continue
            known = KnownFigures(ledger.figures)
            for held in ledger.texts:
                view = view_of(table, ledger, held.report_id, self._reading, known)
                number = standings(view.items)
                found.append(
                    ReviewSummary(
                        ledger.situation.id,
                        view.report,
                        number[Standing.WAITING],
                        number[Standing.ACCEPTED],
                        number[Standing.REJECTED],
                    )
                )
        if problems:
            raise LedgerError(problems)
        return tuple(sorted(found, key=_waiting_then_newest))

    def sheet(self, situation: str, report_id: str) -> ReviewSheet:
        """A report's text and figures as the ledger has them now."""
        view = self._view(self._folder(situation), report_id)
        return ReviewSheet(
            situation, view.report, view.body, view.items, findings_of(view), _choices(view.ledger.situation)
        )

    def propose(self, situation: str, report_id: str, span_start: int, span_end: int) -> ReviewItem:
        """A figure for words that the reading passed over. Raises NotFoundError for a span without words."""
        view = self._view(self._folder(situation), report_id)
        body = view.body
        start, end = max(span_start, 0), min(span_end, len(body))
        words = body[start:end].strip()
        if not words:
            told = f"found no words at characters {span_start} to {span_end}; the text has {len(body)}, select some"
            raise NotFoundError(f"{situation}, report {report_id}: {told}")
        start += len(body[start:end]) - len(body[start:end].lstrip())
        end = start + len(words)
        for item in view.items:
            if place_of(item.figure, body) == (start, end):
                return item
        read = read_report(words, context_of(view.report)).proposals
        known = KnownFigures(view.ledger.figures)
        rules: tuple[tuple[str, str], ...] = ()
        if read:
            figure = as_row(read[0], view.ledger.situation, view.report.publisher)
            rules = tuple((name, RULES[name].says) for name in dict.fromkeys(read[0].rules))
        else:
            printed = numbers_in(words)
            figure = empty_figure(view.ledger.situation, view.report, words)
            figure = replace(figure, value=next(iter(printed)) if len(printed) == 1 else None)
        with self._memory:
            before = {
                one: (item.figure.span_start, item.figure.span_end)
                for (where, name, one), item in self._offered.items()
                if (where, name) == (situation, report_id) and one not in view.ids
            }
            again = (one for one, place in before.items() if place == (start, end))
            figure = replace(
                figure,
                figure_id=next(again, None) or next(numbers(report_id, view.ids | set(before))),
                quote=words,
                span_start=start,
                span_end=end,
                part_of="",
                same_as="",
            )
            item = proposed_item(figure, figure if read else None, rules, known)
            _remember(self._offered, (situation, report_id, figure.figure_id), item, _OFFERED)
        return item

    def refusal(self, situation: str, column: str, cell: str) -> str:
        """What would be right in place of a cell that the ledger cannot read; empty for one that it can."""
        if column not in FIGURE_COLUMNS:
            return f"use one of {', '.join(FIGURE_COLUMNS)}"
        return cell_refusal(read_ledger(self._folder(situation)), column, cell)

    # Deciding

    def decide(self, decision: Decision) -> ReviewItem:
        """Writes one decision into the ledger; `waiting` as a verdict takes the figure's row out of it again."""
        folder = self._folder(decision.situation)
        with self._writing(folder, decision.report_id) as view:
            item = self._decided_item(view, decision)
            fields = _changed_fields(folder / _TABLE, item, decision)
            figure_id = item.figure.figure_id
            before = _kept(view.table, figure_id)
            if before is None and decision.verdict is Standing.WAITING:
                return item
            counted = counts(view.table, figure_id)
            others: list[tuple[str, str, str, str]] = []
            if decision.verdict is Standing.WAITING:
                self._turn(view.table, detached(view.table, figure_id), others)
                view.table.edit(Remove("figure_id", figure_id))
            else:
                status = _STATUS[decision.verdict]
                if before is None:
                    self._add(view.table, item, fields, status)
                else:
                    self._change(view, item, fields, status)
                emptied = {(one, name) for where, one, name in self._emptied if where == decision.situation}
                if status is Status.REJECTED:
                    self._turn(view.table, detached(view.table, figure_id), others)
                elif not counted:
                    self._turn(view.table, completed(view.table, view.items, figure_id, emptied), others)
            after = view.table.row(figure_id)
            if after is not None and before is not None and after == before.cells and not others:
                return item
            shown = self._write(folder, decision.report_id, view.table).item(figure_id)
        done = _Done(decision.situation, decision.report_id, item, figure_id, before, after, tuple(others))
        with self._memory:
            self._emptied |= {(decision.situation, figure_id, name) for name in RELATIONS if fields.get(name) == ""}
            stack = self._done.get(decision.reviewer) or deque(maxlen=_UNDOABLE)
            stack.append(done)
            _remember(self._done, decision.reviewer, stack, _REVIEWERS)
        return shown or _waiting_again(item)

    def undo(self, reviewer: str) -> ReviewItem | None:
        """Takes the reviewer's last decision back that is not yet undone, and says what stands now; None: none left.

        A decision whose row somebody else changed since can no longer be undone: it raises ConflictError once and is
        then passed over.
        """
        with self._memory:
            stack = self._done.get(reviewer)
            done = stack.pop() if stack else None
        if done is None:
            return None
        try:
            return self._undo(done)
        except ConflictError:
            raise
        except BaseException:
            with self._memory:
                self._done.setdefault(reviewer, deque(maxlen=_UNDOABLE)).append(done)
            raise

    def _undo(self, done: _Done) -> ReviewItem:
        folder = self._folder(done.situation)
        with self._writing(folder, done.report_id) as view:
            table, figure_id, before = view.table, done.figure_id, done.before
            now = table.row(figure_id)
            if (now is None) != (done.after is None) or (
                now is not None
                and done.after is not None
                and not unchanged(mark_of_row(done.after), mark_of_row(now), ())
            ):
                raise _conflict(figure_id, now)
            if before is None:
                self._turn(table, detached(table, figure_id), [])
                table.edit(Remove("figure_id", figure_id))
            elif now is None:
                table.edit(Add(before.cells, after=before.after, raw=before.raw))
            else:
                table.edit(Replace("figure_id", figure_id, {}, raw=before.raw))
                # Relations follow other rows; those that changed since the decision stay as they are now.
                left = done.after or {}
                moved = {name: now.get(name, "") for name in RELATIONS if now.get(name) != left.get(name)}
                table.edit(Replace("figure_id", figure_id, moved))
            if before is not None:
                lost = {
                    name: ""
                    for name in RELATIONS
                    if (other := (table.row(figure_id) or {}).get(name)) and table.row(other) is None
                }
                table.edit(Replace("figure_id", figure_id, lost))
                if not counts(table, figure_id):
                    self._turn(table, detached(table, figure_id), [])
            for other, name, old, new in done.others:
                row = table.row(other)
                if row is not None and row.get(name, "") == new and (not old or counts(table, old)):
                    table.edit(Replace("figure_id", other, {name: old}))
            return self._write(folder, done.report_id, table).item(figure_id) or _waiting_again(done.shown)

    # The parts of a decision

    def _decided_item(self, view: View, decision: Decision) -> ReviewItem:
        """The item that a decision is about, if it still is what the reviewer saw."""
        item = view.item(decision.figure_id)
        seen = decision.seen
        if item is not None and view.table.row(decision.figure_id) is not None:
            shown = cells_of(item.figure)
            if unchanged(seen, item.seen, [name for name, cell in decision.fields.items() if cell != shown.get(name)]):
                return item
        elif item is not None and seen in ("", item.seen):
            return item
        # A row that came by another way takes a number, and the proposals behind it move on by one.
        moved = [one for one in view.items if one.seen == seen and view.table.row(one.figure.figure_id) is None]
        if len(moved) == 1:
            return moved[0]
        offered = self._offered_item(view, decision)
        if offered is not None:
            return offered
        if item is not None or seen:
            raise _conflict(decision.figure_id, view.table.row(decision.figure_id))
        names = ", ".join(one.figure.figure_id for one in view.items) or "none"
        raise NotFoundError(f"{decision.report_id}: found no figure {decision.figure_id!r}; there are {names}")

    def _offered_item(self, view: View, decision: Decision) -> ReviewItem | None:
        """The figure for passed-over words that a decision is about, unless a row has these words by now.

        Another program may have given its number away; then it takes the next one that is free.
        """
        where = (decision.situation, decision.report_id)
        with self._memory:
            offered = self._offered.get((*where, decision.figure_id))
            if offered is None or decision.seen not in ("", offered.seen):
                return None
            place = place_of(offered.figure, view.body)
            if any(place_of(one.figure, view.body) == place for one in view.items):
                return None
            if decision.figure_id not in view.ids:
                return offered
            taken = view.ids | {one for *room, one in self._offered if tuple(room) == where}
            figure = replace(offered.figure, figure_id=next(numbers(decision.report_id, taken)))
            moved = replace(offered, figure=figure, proposed=figure if offered.proposed else None)
            _remember(self._offered, (*where, figure.figure_id), moved, _OFFERED)
        return moved

    def _add(self, table: Table, item: ReviewItem, fields: Mapping[str, str], status: Status) -> None:
        relations = relations_of(table, item, fields) if status is Status.ACCEPTED else dict.fromkeys(RELATIONS, "")
        cells = {**cells_of(item.figure), **fields, **relations, "status": status.value}
        table.edit(Add(needed(cells, table.columns)))

    def _change(self, view: View, item: ReviewItem, fields: Mapping[str, str], status: Status) -> None:
        table, figure = view.table, item.figure
        row = table.row(figure.figure_id) or {}
        cells = dict(fields)
        if row.get("status", Status.ACCEPTED) != status:
            cells["status"] = status.value
        if status is Status.ACCEPTED and not counts(table, figure.figure_id):
            found = relations_of(table, item, fields)
            cells |= {name: other for name, other in found.items() if other and not row.get(name)}
        place = place_of(figure, view.body)
        if figure.span_start is None and place is not None and not {"quote", "span_start", "span_end"} & cells.keys():
            cells |= {"span_start": str(place[0]), "span_end": str(place[1])}
        table.edit(Replace("figure_id", figure.figure_id, cells))

    def _turn(self, table: Table, edits: list[Replace], others: list[tuple[str, str, str, str]]) -> None:
        """Does edits of relations in other rows, and notes what each cell said before."""
        for edit in edits:
            row = table.row(edit.key) or {}
            others.extend((edit.key, name, row.get(name, ""), cell) for name, cell in edit.cells.items())
            table.edit(edit)

    # Files

    def _folder(self, situation: str) -> Path:
        folders = {folder.name: folder for folder in situation_folders(self._data)}
        if situation not in folders:
            raise NotFoundError(f"found no situation {situation!r}; there are {', '.join(folders)}")
        return folders[situation]

    def _read(self, folder: Path) -> tuple[Table, Ledger]:
        """Table and ledger of one moment."""
        table = Table.read(folder / _TABLE)
        return table, read_ledger(folder, figures_csv=table.to_bytes())

    def _view(self, folder: Path, report_id: str) -> View:
        table, ledger = self._read(folder)
        return view_of(table, ledger, report_id, self._reading)

    @contextmanager
    def _writing(self, folder: Path, report_id: str) -> Iterator[View]:
        with locked(folder):
            yield self._view(folder, report_id)

    def _write(self, folder: Path, report_id: str, table: Table) -> View:
        """Writes the table, if the ledger can be read with it, and gives the report as it stands then."""
        data = table.to_bytes()
        ledger = read_ledger(folder, figures_csv=data)
        replace_file(folder / _TABLE, data)
        return view_of(table, ledger, report_id, self._reading)

    def _reading(self, checksum: str, body: str, context: ReportContext) -> Reading:
        key = (checksum.lower(), context)
        with self._memory:
            known = self._readings.get(key)
        if known is None:
            known = read_report(body, context)
            with self._memory:
                _remember(self._readings, key, known, _READINGS)
        return known


def _remember(memory: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > most:
        memory.popitem(last=False)


def _waiting_then_newest(summary: ReviewSummary) -> tuple[bool, int, str, str]:
    published = summary.report.published
    day = -published.toordinal() if published else 0
    return summary.waiting == 0, day, summary.situation, summary.report.report_id


def _kept(table: Table, figure_id: str) -> _Kept | None:
    row = table.row(figure_id)
    return None if row is None else _Kept(row, table.raw(figure_id), table.row_before(figure_id))


def _changed_fields(file: Path, item: ReviewItem, decision: Decision) -> dict[str, str]:
    """The cells that the reviewer wrote otherwise than they were shown. Raises LedgerError for what may not change."""
    shown = cells_of(item.figure)
    problems = []
    changed = {}
    for name, cell in decision.fields.items():
        if name not in FIGURE_COLUMNS:
            expected = f"use one of {', '.join(FIGURE_COLUMNS)}"
            problems.append(Problem(file, 0, name, "a column that is not known", expected))
        elif cell != shown[name] and (name, cell) != ("figure_id", decision.figure_id):
            if name in _NOT_DECIDED:
                problems.append(Problem(file, 0, name, repr(cell), f"leave it {shown[name]!r}; a decision keeps it"))
            changed[name] = cell
    if problems:
        raise LedgerError(problems)
    return changed


def _conflict(figure_id: str, now: Mapping[str, str] | None) -> ConflictError:
    if now is None:
        stands = "the ledger has no row of it any more, or the text proposes something else there"
    else:
        said = [now.get("as_reported") or now.get("value", ""), now.get("unit", ""), now.get("measure", "")]
        days = " to ".join(day for day in (now.get("ref_start"), now.get("ref_end")) if day)
        told = ", ".join(part for part in (" ".join(filter(None, said)), days, now.get("note", "")) if part)
        stands = f"its row is {now.get('status', Status.ACCEPTED)} now and says {told}"
    return ConflictError(f"{figure_id}: found it changed since it was shown: {stands}; look at it again, then decide")


def _waiting_again(item: ReviewItem) -> ReviewItem:
    """A figure that the reading does not give, once its row has left the ledger."""
    # The mark of a row that is gone marks nothing; that of offered words goes on marking them.
    seen = "" if "." in item.seen else item.seen
    return replace(item, figure=replace(item.figure, status=Status.PROPOSED), standing=Standing.WAITING, seen=seen)


def _choices(situation: Situation) -> dict[str, tuple[str, ...]]:
    places = tuple(place.id for place in situation.places)
    return {
        "source": tuple(source.id for source in situation.sources),
        "measure": tuple(Measure),
        "kind": tuple(Kind),
        "basis": tuple(Basis),
        "unit": tuple(Unit),
        "quantifier": tuple(Quantifier),
        "population": tuple(population.id for population in situation.populations),
        "ref_precision": tuple(Precision),
        "place_from": places,
        "place_to": places,
        "role": tuple(Role),
        "modality": tuple(Modality),
    }
