"""What of a situation may be passed on in files, by the terms that it declares for its reports' licences. Pure.

Pages quote, and say where from; a file hands everything over at once. So a file leaves out what a licence withholds,
and says of which report and why. What all figures together give is the compilation's own and stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Generic, NamedTuple, TypeVar

from dashboard.locales import DEFAULT
from dashboard.published import SituationData
from dashboard.suppression import KnownFigure
from etl.model import (
    RECONCILED,
    ContradictionRow,
    Finding,
    ImpliedRow,
    LicenceTerms,
    Report,
    SeriesRow,
    Withheld,
)

_TOLD = {
    Withheld.TITLE: ("title",),
    Withheld.QUOTE: ("quote", "note"),
    Withheld.AS_REPORTED: ("as_reported",),
}
"""The columns that each thing withheld empties. A reviewer's note may hold a report's words."""

_NEW = ("new_lower", "new_point", "new_upper")


Record = TypeVar("Record")


class Told(NamedTuple, Generic[Record]):
    """A record as it may be passed on, the names of the columns that are empty for that, and the reason."""

    record: Record
    missing: tuple[str, ...] = ()
    reason: str = ""

    def withheld(self, columns: Iterable[str]) -> str:
        """What is missing in a table of these columns, and why; empty where nothing is."""
        named = [name for name in columns if name in self.missing]
        return f"{', '.join(named)}: {self.reason}" if named else ""


class Permitted:
    """Answers, of the records of a situation, what of them may be passed on; None: nothing.

    Reasons are in `language`, or what the situation has instead.
    """

    def __init__(self, data: SituationData, language: str = DEFAULT) -> None:
        self._data = data
        self._language = language
        self._terms = {licence: terms for terms in data.situation.licences for licence in terms.licences}

    def terms_of(self, report: Report) -> LicenceTerms | None:
        """What the situation declares for a report's licence."""
        return self._terms.get(report.licence)

    def withholds(self, report: Report, what: Withheld) -> bool:
        """Whether something of a report may not be passed on."""
        terms = self.terms_of(report)
        return terms is not None and what in terms.withhold

    def reason(self, report: Report) -> str:
        """Why something of a report may not be passed on; empty where nothing is withheld."""
        terms = self.terms_of(report)
        return terms.reason.in_language(self._language) if terms is not None else ""

    def report(self, report: Report) -> Told[Report]:
        """A report, which is always named, at least by its publisher and address."""
        if not self.withholds(report, Withheld.TITLE) or not report.title:
            return Told(report)
        return Told(replace(report, title=""), ("title",), self.reason(report))

    def figure(self, known: KnownFigure) -> Told[KnownFigure] | None:
        """A figure with its report."""
        terms = self.terms_of(known.report)
        if terms is None:
            return Told(known)
        if Withheld.FIGURE in terms.withhold:
            return None
        figure, report, corrected = known.figure, known.report, known.corrected
        empty: dict[str, Any]
        missing: list[str] = []
        for what, columns in _TOLD.items():
            if what not in terms.withhold:
                continue
            if what is Withheld.TITLE:
                missing += ["title"] if report.title else []
                report = replace(report, title="")
                continue
            missing += [column for column in columns if getattr(figure, column)]
            empty = dict.fromkeys(columns, "")
            figure = replace(figure, **empty)
            # A correction tells what stood there before.
            if any(f"{column}: " in corrected for column in columns):
                missing.append("corrected")
                corrected = ""
        changed = replace(known, figure=figure, report=report, corrected=corrected)
        return Told(changed, tuple(missing), self.reason(report)) if missing else Told(known)

    def row(self, row: SeriesRow) -> Told[SeriesRow] | None:
        """A row of a series. A difference that would give a withheld total back goes with it."""
        if row.source == RECONCILED or not self._terms:
            return Told(row)
        ends, *others = (self._data.figures[figure_id].report for figure_id in row.figure_ids)
        if self.withholds(ends, Withheld.FIGURE):
            return None
        withheld = next((report for report in others if self.withholds(report, Withheld.FIGURE)), None)
        missing = tuple(name for name in _NEW if getattr(row, name) is not None) if withheld else ()
        if withheld is None or not missing:
            return Told(row)
        return Told(replace(row, new_lower=None, new_point=None, new_upper=None), missing, self.reason(withheld))

    def contradiction(self, row: ContradictionRow) -> ContradictionRow | None:
        """Figures that cannot all be true; their arithmetic holds all of their numbers."""
        return None if self._names_withheld(row.figure_ids) else row

    def implied(self, row: ImpliedRow) -> ImpliedRow | None:
        """What a report's two totals imply would give one of them back."""
        return None if row.source != RECONCILED and self._names_withheld(row.figure_ids) else row

    def finding(self, finding: Finding) -> Told[Finding] | None:
        """A finding. Where it repeats words that are withheld it keeps its code and its figures."""
        if self._names_withheld(finding.figure_ids):
            return None
        for figure_id in finding.figure_ids:
            known = self._data.figures[figure_id]
            hidden = [
                getattr(known.figure, column)
                for what in (Withheld.QUOTE, Withheld.AS_REPORTED)
                if self.withholds(known.report, what)
                for column in _TOLD[what]
            ]
            said = (finding.sentence, *(value for _, value in finding.values))
            if any(text and text in told for text in hidden for told in said):
                bare = replace(finding, sentence="", values=())
                return Told(bare, ("sentence", "words"), self.reason(known.report))
        return Told(finding)

    def _names_withheld(self, figure_ids: Iterable[str]) -> bool:
        return bool(self._terms) and any(
            self.withholds(self._data.figures[figure_id].report, Withheld.FIGURE) for figure_id in figure_ids
        )


def citable(data: SituationData) -> SituationData:
    """The same data with the words emptied that may not be passed on, for references that stand in a file.

    Every figure stays: a reference names what a report counted and has to.
    """
    if not data.situation.licences:
        return data
    permitted = Permitted(data)
    reports = {name: permitted.report(report).record for name, report in data.reports.items()}
    figures = {}
    for name, known in data.figures.items():
        told = permitted.figure(known)
        figures[name] = told.record if told else replace(known, report=reports[known.report.report_id])
    return replace(data, reports=reports, figures=figures)
