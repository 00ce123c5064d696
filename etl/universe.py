"""Which figures speak of the same thing: flow points, series keys, and why a figure stands in no series."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from etl.model import (
    Basis,
    Bounds,
    Figure,
    FlowPoint,
    Kind,
    Ledger,
    LeftOut,
    Measure,
    Modality,
    Report,
    Role,
    Situation,
    Status,
    Unit,
)
from etl.quantities import bounds_of


class SeriesKey(NamedTuple):
    """What all figures of one series share. `phase` is the ISO date of the start of a running total, else empty."""

    source: str
    measure: Measure
    unit: Unit
    flow_point: str
    nationality: str
    population: str
    kind: Kind
    basis: Basis
    phase: str


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure with everything that its situation says about it.

    `published` is its report's date, the key's flow point is empty when none fits, `left_out` says why no series uses
    it.
    """

    figure: Figure
    published: date | None
    key: SeriesKey
    bounds: Bounds
    left_out: LeftOut | None

    @property
    def flow_point(self) -> str:
        return self.key.flow_point


def read_figures(ledger: Ledger) -> list[ReadFigure]:
    """Every figure of a ledger with its bounds and its place, in the ledger's order. None is dropped."""
    situation = ledger.situation
    published = {report.report_id: report.published for report in ledger.reports}
    table_of = {source.id: situation.quantities.table_for(source.id) for source in situation.sources}
    flow_points = FlowPoints(situation)
    read = []
    for figure in ledger.figures:
        known = published[figure.report_id]
        key = _key(figure, flow_points.of(figure))
        left_out = _left_out(figure, known, key.flow_point)
        # Only a rejected figure may lack a source.
        table = table_of.get(figure.source, situation.quantities.default)
        read.append(ReadFigure(figure, known, key, bounds_of(figure, table), left_out))
    reprints = _reprints(read)
    return [replace(one, left_out=LeftOut.TRIANGULATION) if one.figure.figure_id in reprints else one for one in read]


def _key(figure: Figure, flow_point: str) -> SeriesKey:
    running = figure.basis is Basis.CUMULATIVE
    return SeriesKey(
        figure.source,
        figure.measure,
        figure.unit,
        flow_point,
        figure.nationality,
        figure.population,
        figure.kind,
        figure.basis,
        figure.ref_start.isoformat() if running and figure.ref_start else "",
    )


def _reprints(figures: Iterable[ReadFigure]) -> set[str]:
    """The ids of figures by which a report only says again what stood already; each adds nothing.

    What one report says of an interval is compared with what the report before it said. A value that comes back after
    another one is news, and two equal figures of one report are two batches.
    """
    said: dict[tuple[object, ...], list[ReadFigure]] = {}
    for read in figures:
        if read.left_out is None:
            figure = read.figure
            of_a_day = figure.kind is Kind.STOCK
            start = None if of_a_day else figure.ref_start
            said.setdefault((read.key, start, figure.ref_end, read.bounds.point is None), []).append(read)
    reprints: set[str] = set()
    for together in said.values():
        if len(together) < 2:
            continue
        standing_report, standing = "", set[Bounds]()
        for read in sorted(together, key=_when_said):
            if read.figure.report_id == standing_report:
                standing.add(read.bounds)
            elif read.bounds in standing:
                reprints.add(read.figure.figure_id)
            else:
                standing_report, standing = read.figure.report_id, {read.bounds}
    return reprints


def _when_said(read: ReadFigure) -> tuple[date, str, str]:
    return read.published or date.min, read.figure.report_id, read.figure.figure_id


def _left_out(figure: Figure, published: date | None, flow_point: str) -> LeftOut | None:
    if figure.status is not Status.ACCEPTED:
        return LeftOut.NOT_ACCEPTED
    if figure.modality is not Modality.REPORTED:
        return LeftOut.NOT_REPORTED
    if figure.role is Role.TRIANGULATION:
        return LeftOut.TRIANGULATION
    if figure.ref_end is None:
        return LeftOut.NO_REFERENCE_DATE
    if figure.ref_start is not None and figure.ref_start > figure.ref_end:
        return LeftOut.ENDS_BEFORE_START
    if not flow_point:
        return LeftOut.ANOTHER_UNIVERSE
    if published is None:
        return LeftOut.NO_PUBLICATION_DATE
    return None


class FlowPoints:
    """The flow points of a situation, looked up by what a figure counts and where."""

    def __init__(self, situation: Situation) -> None:
        self._flow_points = situation.flow_points
        self._place_ids = {"": ""}
        for place in situation.places:
            for name in (place.id, *place.aliases, *(name for _, name in place.names.by_language)):
                self._place_ids.setdefault(name, place.id)
        self._known: dict[tuple[Measure, str, str], str] = {}

    def of(self, figure: Figure) -> str:
        """The id of the first flow point that the figure fits; empty when it fits none."""
        asked = (figure.measure, figure.place_from, figure.place_to)
        if asked not in self._known:
            start, end = self._place_ids[figure.place_from], self._place_ids[figure.place_to]
            fitting = (point.id for point in self._flow_points if _fits(point, figure.measure, start, end))
            self._known[asked] = next(fitting, "")
        return self._known[asked]


def _fits(point: FlowPoint, measure: Measure, place_from: str, place_to: str) -> bool:
    return (
        measure in point.measures
        and (not point.place_from or place_from in point.place_from)
        and (not point.place_to or place_to in point.place_to)
    )


def by_series(figures: Iterable[ReadFigure]) -> dict[SeriesKey, list[ReadFigure]]:
    """The figures that series are made of, by series."""
    series: dict[SeriesKey, list[ReadFigure]] = {}
    for read in figures:
        if read.left_out is None:
            series.setdefault(read.key, []).append(read)
    return series


def vintages(reports: Iterable[Report]) -> list[date]:
    """The dates on which reports were published, each once, in order."""
    return sorted({report.published for report in reports if report.published})
