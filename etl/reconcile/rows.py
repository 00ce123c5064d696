"""What was known on every date of publication → the rows of the published tables, each with the vintages it stands for.

A row stands until what it says changes, or until it says nothing any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from etl.model import (
    RECONCILED,
    Basis,
    ContradictionRow,
    Granularity,
    ImpliedRow,
    Kind,
    Ledger,
    ObsStatus,
    Precision,
    Quantifier,
    Reading,
    SeriesRow,
    Situation,
)
from etl.reconcile.contradictions import Contradiction, Side
from etl.reconcile.implied import implied
from etl.reconcile.sentences import contradiction_sentence
from etl.reconcile.statements import Universe, settings_of
from etl.reconcile.universes import Answer, Outcome
from etl.reconcile.vintages import Cache, Vintage, vintages
from etl.universe import ReadFigure


@dataclass(frozen=True, slots=True)
class Joined:
    """Everything that follows from all figures of a ledger together, in rows of the published tables."""

    series: list[SeriesRow]
    contradictions: list[ContradictionRow]
    implied: list[ImpliedRow]


def joined(ledger: Ledger, figures: Sequence[ReadFigure], cache: Cache | None = None) -> Joined:
    """The reconciled series, contradictions and implied intervals of a ledger, for every vintage.

    The series are those of the reading that the situation asks for. The other reading, if any source has one, gives its
    contradictions and its bounds of the intervals that reports imply.
    """
    joining = ledger.situation.reconciliation
    told = {joining.reading: vintages(figures, settings_of(ledger), cache)}
    for reading in Reading if joining.as_printed else ():
        if reading not in told:
            told[reading] = vintages(figures, settings_of(ledger, reading), cache, implied_only=True)
    by_table = told.get(Reading.TABLE, told[joining.reading])
    situation = ledger.situation
    return Joined(
        reconciled_rows(situation.id, told[joining.reading]),
        [row for reading in sorted(told) for row in contradiction_rows(situation, reading, told[reading])],
        [
            *implied_rows(situation.id, by_table),
            *(row for reading in sorted(told) for row in implied_bounds(situation.id, reading, told[reading])),
        ],
    )


Content = TypeVar("Content")
Says = Callable[[Outcome], Mapping[Hashable, Content]]
"""What an outcome has to tell, under names that are the same from vintage to vintage."""


class _Told(NamedTuple, Generic[Content]):
    """Something told, with its first vintage and the first at which it stands no more."""

    content: Content
    since: date
    until: date | None


def _history(
    told: Iterable[Vintage], says: Says[Content], stands: Callable[[Content, Content, Outcome], bool]
) -> list[_Told[Content]]:
    """Everything that vintages tell one after the other, each once for as long as it stands.

    `stands` says whether what was told before still stands, given what is told now under the same name.
    """
    closed: list[_Told[Content]] = []
    standing: dict[Universe, tuple[Outcome, dict[Hashable, _Told[Content]]]] = {}
    for vintage in told:
        for one in vintage.outcomes:
            before, entries = standing.get(one.universe, (None, {}))
            if one is before:
                continue
            now: dict[Hashable, _Told[Content]] = {}
            for key, content in says(one).items():
                still = entries.get(key)
                if still is not None and stands(still.content, content, one):
                    now[key] = entries.pop(key)
                else:
                    now[key] = _Told(content, vintage.day, None)
            closed += [entry._replace(until=vintage.day) for entry in entries.values()]
            standing[one.universe] = one, now
        # A universe whose only figure lost its place, as when a reprint turns out to be one, tells nothing any more.
        for gone in standing.keys() - {one.universe for one in vintage.outcomes}:
            closed += [entry._replace(until=vintage.day) for entry in standing.pop(gone)[1].values()]
    return [*closed, *(entry for _, entries in standing.values() for entry in entries.values())]


class _Said(NamedTuple):
    """An answer with what all rows of its outcome share."""

    universe: Universe
    phase: str
    tables: str
    answer: Answer


def reconciled_rows(situation: str, told: Iterable[Vintage]) -> list[SeriesRow]:
    """The rows of the published series, each with the vintages for which it stands, in order of key and vintage.

    A row stands until its numbers change or a figure that they rest on is set aside.
    """
    return sorted((_series_row(situation, entry) for entry in _history(told, _answers, _is_same)), key=_order)


def _answers(one: Outcome) -> dict[Hashable, _Said]:
    stock = one.universe.kind is Kind.STOCK
    tables = "+".join(sorted({statement.table for statement in one.judgement.kept}))
    since = None if stock else one.since

    def phase(answer: Answer) -> str:
        return "" if since is None or answer.interval.end < since else since.isoformat()

    return {
        (answer.named, answer.granularity, answer.interval): _Said(one.universe, phase(answer), tables, answer)
        for answer in one.answers
    }


def _is_same(before: _Said, now: _Said, one: Outcome) -> bool:
    return (
        (before.phase, before.tables, before.answer.numbers) == (now.phase, now.tables, now.answer.numbers)
    ) and set(before.answer.figure_ids).isdisjoint(one.judgement.set_aside)


def _series_row(situation: str, entry: _Told[_Said]) -> SeriesRow:
    universe, phase, tables, answer = entry.content
    stock = universe.kind is Kind.STOCK
    nothing: tuple[int | None, ...] = (None, None, None)
    new, total = answer.numbers[:3], answer.numbers[3:]
    lower, _, upper = new
    new_lower, new_point, new_upper = nothing if stock else new
    total_lower, total_point, total_upper = nothing if stock else total
    stock_lower, stock_point, stock_upper = new if stock else nothing
    return SeriesRow(
        situation=situation,
        source=RECONCILED,
        measure=universe.measure,
        unit=answer.named.unit,
        flow_point=universe.flow_point,
        nationality=answer.named.nationality,
        population=answer.named.population,
        kind=universe.kind,
        basis=Basis.PERIOD,
        phase=phase,
        granularity=answer.granularity,
        interval_start=answer.interval.start,
        interval_end=answer.interval.end,
        precision=Precision.DAY,
        new_lower=new_lower,
        new_point=new_point,
        new_upper=new_upper,
        cumulative_lower=total_lower,
        cumulative_point=total_point,
        cumulative_upper=total_upper,
        stock_lower=stock_lower,
        stock_point=stock_point,
        stock_upper=stock_upper,
        quantifier=_quantifier(lower, upper),
        flag="",
        obs_status=ObsStatus.ESTIMATED,
        quantity_table=tables,
        figure_ids=answer.figure_ids,
        vintage=entry.since,
        vintage_end=entry.until,
    )


def _quantifier(lower: int | None, upper: int | None) -> Quantifier:
    return Quantifier.AT_LEAST if upper is None else Quantifier.EXACT if lower == upper else Quantifier.RANGE


_GRANULARITIES = list(Granularity)


def _order(row: SeriesRow) -> tuple[object, ...]:
    return (
        row.measure,
        row.unit,
        row.flow_point,
        row.nationality,
        row.population,
        row.kind,
        row.phase,
        _GRANULARITIES.index(row.granularity),
        row.interval_end,
        row.interval_start,
        row.vintage,
    )


def contradiction_rows(situation: Situation, reading: Reading, told: Iterable[Vintage]) -> list[ContradictionRow]:
    """The sets of figures that could not all be true, each with the vintages for which it stood, the widest first."""

    def says(one: Outcome) -> dict[Hashable, ContradictionRow]:
        return {found.figure_ids: _contradiction_row(situation, reading, one, found) for found in one.contradictions}

    rows = [
        replace(entry.content, vintage=entry.since, vintage_end=entry.until)
        for entry in _history(told, says, lambda before, now, _: before == now)
    ]
    return sorted(rows, key=lambda row: (-row.gap, row.figure_ids, row.vintage))


def _contradiction_row(situation: Situation, reading: Reading, one: Outcome, found: Contradiction) -> ContradictionRow:
    statements = {said.figure_id: said for said in one.judgement.statements if said.figure_id in found.figure_ids}
    sources = {source.id: source.names for source in situation.sources}

    def sentence(language: str) -> str:
        return contradiction_sentence(
            found,
            statements,
            language,
            lambda source: sources[source].in_language(language) if source in sources else source,
        )

    arithmetic = found.arithmetic
    return ContradictionRow(
        situation=situation.id,
        reading=reading,
        measure=one.universe.measure,
        kind=one.universe.kind,
        unit=found.unit,
        flow_point=one.universe.flow_point,
        day=date.fromisoformat(one.universe.day) if one.universe.day else None,
        figure_ids=found.figure_ids,
        sources=tuple(sorted({said.source for said in statements.values()})),
        gap=found.gap,
        verdict=found.verdict,
        interval_start=arithmetic.start if arithmetic else None,
        interval_end=arithmetic.end if arithmetic else None,
        arithmetic=json.dumps({"left": _side(arithmetic.left), "right": _side(arithmetic.right)}) if arithmetic else "",
        sentence_en=sentence("en"),
        sentence_ar=sentence("ar"),
        set_aside=tuple(figure_id for figure_id in found.figure_ids if figure_id in one.judgement.set_aside),
        complete=one.judgement.complete,
        vintage=date.min,
    )


def _side(side: Side) -> dict[str, object]:
    return {
        "relation": side.relation.value,
        "result": _plain(side.result),
        "terms": [
            {"figure_id": term.figure_id, "sign": term.sign, "times": _plain(term.times), "number": term.number}
            for term in side.terms
        ],
    }


def _plain(number: float) -> float:
    """A whole number as one, and no digits that only arithmetic with fractions leaves behind."""
    return round(number) if abs(number - round(number)) < 1e-9 else round(number, 6)


def implied_rows(situation: str, told: Iterable[Vintage]) -> list[ImpliedRow]:
    """What each report implies for days that it gives no number for, by the bounds of the vintages' reading."""

    def says(one: Outcome) -> dict[Hashable, ImpliedRow]:
        if one.universe.kind is Kind.STOCK:
            return {}
        return {
            found.figure_ids: ImpliedRow(
                situation=situation,
                source=found.source,
                report_id=found.report_id,
                reading=None,
                measure=one.universe.measure,
                unit=found.unit,
                flow_point=one.universe.flow_point,
                nationality=found.key[0],
                population=found.key[1],
                interval_start=found.interval.start,
                interval_end=found.interval.end,
                lower=found.lower,
                point=found.point,
                upper=found.upper,
                figure_ids=found.figure_ids,
                vintage=date.min,
            )
            for found in implied(one.judgement.statements)
        }

    return _implied(told, says)


def _same_numbers(before: ImpliedRow, now: ImpliedRow) -> bool:
    return (before.lower, before.point, before.upper) == (now.lower, now.point, now.upper)


def implied_bounds(situation: str, reading: Reading, told: Iterable[Vintage]) -> list[ImpliedRow]:
    """What all figures together give, in one reading, for the intervals that reports imply."""

    def says(one: Outcome) -> dict[Hashable, ImpliedRow]:
        if one.universe.kind is Kind.STOCK:
            return {}
        asked = {((found.unit, *found.key), found.interval) for found in implied(one.judgement.statements)}
        return {
            (answer.named, answer.interval): ImpliedRow(
                situation=situation,
                source=RECONCILED,
                report_id="",
                reading=reading,
                measure=one.universe.measure,
                unit=answer.named.unit,
                flow_point=one.universe.flow_point,
                nationality=answer.named.nationality,
                population=answer.named.population,
                interval_start=answer.interval.start,
                interval_end=answer.interval.end,
                lower=answer.new.lower.value,
                point=answer.new_point,
                upper=answer.new.upper.value if answer.new.upper else None,
                figure_ids=answer.figure_ids,
                vintage=date.min,
            )
            for answer in one.answers
            if answer.granularity is Granularity.REPORTED and (tuple(answer.named), answer.interval) in asked
        }

    return _implied(told, says)


def _implied(told: Iterable[Vintage], says: Says[ImpliedRow]) -> list[ImpliedRow]:
    rows = [
        replace(entry.content, vintage=entry.since, vintage_end=entry.until)
        for entry in _history(told, says, lambda before, now, _: _same_numbers(before, now))
    ]
    return sorted(
        rows,
        key=lambda row: (
            row.measure,
            row.unit,
            row.flow_point,
            row.nationality,
            row.population,
            row.interval_start,
            row.interval_end,
            row.source,
            row.vintage,
            row.figure_ids,
        ),
    )
