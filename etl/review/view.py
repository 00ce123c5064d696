"""A report on the desk: its text read, its rows found again, as the ledger has them at one moment. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from etl.checks import Checked, find
from etl.desk import ReviewItem, Standing
from etl.errors import NotFoundError, WaymarkError
from etl.ledger.writing import Table
from etl.model import (
    Basis,
    Figure,
    Finding,
    Kind,
    Ledger,
    LeftOut,
    Measure,
    Modality,
    Precision,
    Quantifier,
    Report,
    Role,
    Severity,
    Situation,
    Status,
    Unit,
)
from etl.quantities import bounds_of
from etl.reading import Reading, ReportContext
from etl.reading.rules import RULES
from etl.review.known import KnownFigures
from etl.review.matching import match, numbers, place_of
from etl.review.places import placed
from etl.review.rows import as_row, mark_of_proposal, mark_of_row
from etl.series import series_rows
from etl.universe import read_figures

STANDINGS = {
    Status.ACCEPTED: Standing.ACCEPTED,
    Status.PROPOSED: Standing.WAITING,
    Status.REJECTED: Standing.REJECTED,
    # What its source took back counts no more; the row goes on saying that it was withdrawn.
    Status.WITHDRAWN: Standing.REJECTED,
}
_NO_FLOW_POINT = (
    "«{quote}»: no flow point of the situation fits its measure and places, so it would stand in no series; "
    "see place_from and place_to."
)

Reader = Callable[[str, str, ReportContext], Reading]
"""Reads a body; its first argument is the checksum by which the reading is remembered."""


@dataclass(frozen=True, slots=True)
class View:
    """One report as it stands on the desk. `table` is the ledger's table of figures that it was made from."""

    table: Table
    ledger: Ledger
    report: Report
    body: str
    reading: Reading
    items: tuple[ReviewItem, ...]

    def item(self, figure_id: str) -> ReviewItem | None:
        """The item of that id."""
        return next((item for item in self.items if item.figure.figure_id == figure_id), None)

    @property
    def ids(self) -> frozenset[str]:
        """Every id that a figure of this situation has or will have, as far as this report goes."""
        return frozenset(
            (*(one.figure_id for one in self.ledger.figures), *(item.figure.figure_id for item in self.items))
        )


def view_of(table: Table, ledger: Ledger, report_id: str, read: Reader, known: KnownFigures | None = None) -> View:
    """The report of that id. Raises NotFoundError when there is none, or when its text is not held."""
    report = next((one for one in ledger.reports if one.report_id == report_id), None)
    situation = ledger.situation
    if report is None:
        names = ", ".join(one.report_id for one in ledger.texts) or "none has a text yet"
        raise NotFoundError(f"{situation.id}: found no report {report_id!r}; reports with a held text: {names}")
    body = next((one.body for one in ledger.texts if one.report_id == report_id), None)
    if body is None:
        told = "found no text to review; hold it in texts/ and name it in reports.csv, columns text and sha256"
        raise NotFoundError(f"{situation.id}, report {report_id}: {told}")
    reading = read(report.sha256, body, context_of(report))
    known = known or KnownFigures(ledger.figures)
    return View(table, ledger, report, body, reading, _items(table, ledger, report, body, reading, known))


def context_of(report: Report) -> ReportContext:
    """What a reading is told of a report."""
    return ReportContext(report.report_id, report.publisher, report.published, report.language, report.title)


def _items(
    table: Table, ledger: Ledger, report: Report, body: str, reading: Reading, known: KnownFigures
) -> tuple[ReviewItem, ...]:
    rows = [figure for figure in ledger.figures if figure.report_id == report.report_id]
    rows_to_be = [as_row(proposal, ledger.situation, report.publisher) for proposal in reading.proposals]
    proposals = placed(rows_to_be, ledger.situation, f"{report.title}\n{body}")
    found = match(proposals, rows, body)
    free = numbers(report.report_id, (figure.figure_id for figure in ledger.figures))
    ids = {
        proposal.figure_id: found[index].figure_id if index in found else next(free)
        for index, proposal in enumerate(proposals)
    }
    aside = {row.figure_id for row in rows if STANDINGS[row.status] is Standing.REJECTED}
    items: list[tuple[tuple[int, int], ReviewItem]] = []
    for index, (proposal, read) in enumerate(zip(proposals, reading.proposals, strict=True)):
        rules = tuple((name, RULES[name].says) for name in dict.fromkeys(read.rules))
        named = replace(
            proposal,
            figure_id=ids[proposal.figure_id],
            part_of=ids.get(proposal.part_of, ""),
            same_as=ids.get(proposal.same_as, ""),
        )
        if index in found:
            item = _of_row(table, found[index], named, rules, known)
        else:
            shown = replace(
                named,
                part_of="" if named.part_of in aside else named.part_of,
                same_as="" if named.same_as in aside else named.same_as,
            )
            item = proposed_item(shown, named, rules, known)
        place = place_of(item.figure, body)
        items.append((place or (read.span_start or 0, read.span_end or 0), item))
    matched = {row.figure_id for row in found.values()}
    for row in rows:
        if row.figure_id not in matched:
            # A row whose words cannot be found again comes last.
            place = place_of(row, body) or (len(body) + 1, 0)
            items.append((place, _of_row(table, row, None, (), known)))
    return tuple(item for _, item in sorted(items, key=lambda entry: entry[0]))


def _of_row(
    table: Table, row: Figure, proposed: Figure | None, rules: tuple[tuple[str, str], ...], known: KnownFigures
) -> ReviewItem:
    seen = mark_of_row(table.row(row.figure_id) or {})
    return ReviewItem(row, STANDINGS[row.status], proposed, rules, known.of(row), seen)


def proposed_item(
    shown: Figure, proposed: Figure | None, rules: tuple[tuple[str, str], ...], known: KnownFigures
) -> ReviewItem:
    """A figure that is in no row. A reprint proposes to support the figure that it prints again."""
    relations = known.of(shown)
    reprints = [one.figure_id for one in relations if one.relation == "reprint"]
    if reprints:
        said = f"reprint of {reprints[0]}"
        note = f"{said}; {shown.note}" if shown.note else said
        shown = replace(shown, role=Role.TRIANGULATION, note=note)
        proposed = replace(proposed, role=shown.role, note=note) if proposed else None
    return ReviewItem(shown, Standing.WAITING, proposed, rules, relations, mark_of_proposal(shown))


def empty_figure(situation: Situation, report: Report, quote: str) -> Figure:
    """A figure with nothing known but its words, its situation and its source."""
    measure = situation.default_measure
    blank = Figure(
        figure_id="",
        report_id=report.report_id,
        situation=situation.id,
        source=report.publisher,
        measure=measure,
        kind=Kind.STOCK if measure is Measure.POPULATION else Kind.FLOW,
        basis=Basis.PERIOD,
        unit=Unit.PERSONS,
        quantifier=Quantifier.EXACT,
        as_reported=quote,
        ref_precision=Precision.DAY,
        modality=Modality.REPORTED,
        status=Status.PROPOSED,
    )
    return as_row(blank, situation, report.publisher)


def findings_of(view: View) -> tuple[Finding, ...]:
    """What a reviewer of this report should look at: in its text, in its rows, and in rows that it proposes."""
    situation = view.ledger.situation
    waiting = [item.figure for item in view.items if item.standing is Standing.WAITING]
    rows = {figure.figure_id for figure in view.ledger.figures}
    tried = [
        # The checks look at numbers and days; who counted is the reviewer's to say.
        replace(figure, source=figure.source or situation.sources[0].id)
        for figure in waiting
        if figure.figure_id not in rows and _has_bounds(figure, situation)
    ]
    there = rows | {figure.figure_id for figure in tried}
    tried = [
        replace(
            figure,
            part_of=figure.part_of if figure.part_of in there else "",
            same_as=figure.same_as if figure.same_as in there else "",
        )
        for figure in tried
    ]
    ledger = replace(view.ledger, figures=(*view.ledger.figures, *tried))
    read = read_figures(ledger)
    mine = {item.figure.figure_id for item in view.items if item.standing is not Standing.REJECTED}
    found = find(Checked(ledger, read, series_rows(situation, read)))
    nowhere = [
        Finding(
            "no_flow_point",
            Severity.WARNING,
            (one.figure.figure_id,),
            (("quote", one.figure.quote or one.figure.as_reported),),
            _NO_FLOW_POINT.format(quote=one.figure.quote or one.figure.as_reported),
        )
        for one in read
        if one.figure.figure_id in mine
        and not one.flow_point
        and one.figure.modality is Modality.REPORTED
        and one.left_out in (LeftOut.ANOTHER_UNIVERSE, LeftOut.NOT_ACCEPTED)
    ]
    return (*view.reading.findings, *(one for one in found if mine.intersection(one.figure_ids)), *nowhere)


def _has_bounds(figure: Figure, situation: Situation) -> bool:
    try:
        bounds_of(figure, situation.quantities.table_for(figure.source))
    except WaymarkError:
        return False
    return True


def standings(items: Iterable[ReviewItem]) -> dict[Standing, int]:
    """How many items stand where."""
    counts = dict.fromkeys(Standing, 0)
    for item in items:
        counts[item.standing] += 1
    return counts
