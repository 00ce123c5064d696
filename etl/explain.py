"""The whole ancestry of a figure or of a point of a series: words, bounds, reports, and the arithmetic between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from etl.errors import NotFoundError
from etl.model import Finding, SeriesRow
from etl.pipeline import Derived
from etl.series import as_known_on
from etl.universe import ReadFigure


@dataclass(frozen=True, slots=True)
class FigureExplained:
    """A figure with its words, its reading, its report and its kin.

    `role` is «asked», «ends», «before», «part of», «contains», «same as», «supports» or «supported by»: what the
    figure is to what was asked for. `bounds` reads "lower – point – upper", an open end as «…».
    """

    role: str
    figure_id: str
    as_reported: str
    quantifier: str
    unit: str
    measure: str
    group: str
    source: str
    bounds: str
    quantity_table: str
    interval: str
    quote: str
    publisher: str
    title: str
    url: str
    published: str
    corrected: tuple[str, ...]
    left_out: str
    note: str


@dataclass(frozen=True, slots=True)
class RowExplained:
    """A row of a series and how its numbers come about."""

    point: str
    interval: str
    new: str
    cumulative: str
    stock: str
    arithmetic: str
    flag: str
    obs_status: str
    vintage: str
    vintage_end: str
    figure_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was asked for, the rows of series it stands in, the figures behind it, and what the checks found.

    `earlier` are rows that stood for the same figures before, the oldest first.
    """

    situation: str
    asked: str
    rows: tuple[RowExplained, ...]
    earlier: tuple[RowExplained, ...]
    figures: tuple[FigureExplained, ...]
    findings: tuple[str, ...]


def explain(situations: Sequence[Derived], asked: str, *, as_of: date | None = None) -> Explanation:
    """The ancestry of `asked`: a figure's id, or a point as «situation/source/measure/unit/group/start/date».

    Parts of a point may be left out as long as one point is left; a figure's id may have its situation before it.
    `as_of` explains what was known on that day. Raises NotFoundError with the nearest names.
    """
    named = [
        (derived, figure_id)
        for derived in situations
        for figure_id in (asked.removeprefix(f"{derived.ledger.situation.id}/"),)
        if any(read.figure.figure_id == figure_id for read in derived.figures)
    ]
    if len(named) > 1:
        listed = "\n  ".join(f"{derived.ledger.situation.id}/{figure_id}" for derived, figure_id in named)
        raise NotFoundError(f"{asked}: {len(named)} situations have a figure of this name; name one of\n  {listed}")
    for derived, figure_id in named:
        figures = {read.figure.figure_id: read for read in derived.figures}
        rows = [row for row in _standing(derived, as_of) if figure_id in row.figure_ids]
        return _explanation(derived, asked, as_of, rows, figures, [figure_id])
    wanted = [part for part in asked.split("/") if part]
    found = [
        (derived, row)
        for derived in situations
        for row in _standing(derived, as_of)
        if all(part in _parts(row) for part in wanted)
    ]
    points = sorted({point_name(row) for _, row in found})
    if not points:
        raise NotFoundError(
            f"{asked}: no figure and no point of that name; a figure is named like "
            f"{_example_figure(situations)}, a point like {_example_point(situations)}"
        )
    if len(points) > 1:
        listed = "\n  ".join(points[:20]) + ("\n  …" if len(points) > 20 else "")
        raise NotFoundError(f"{asked}: {len(points)} points fit; name one of\n  {listed}")
    derived = found[0][0]
    figures = {read.figure.figure_id: read for read in derived.figures}
    rows = [row for _, row in found]
    return _explanation(derived, asked, as_of, rows, figures, [row.figure_ids[0] for row in rows])


def point_name(row: SeriesRow) -> str:
    """The name of a row's point, all its parts given."""
    return "/".join(_parts(row))


def _parts(row: SeriesRow) -> tuple[str, ...]:
    return (
        row.situation,
        row.source,
        row.measure.value,
        row.unit.value,
        row.flow_point,
        _group(row.nationality, row.population),
        row.phase or row.basis.value,
        row.interval_end.isoformat(),
    )


def _group(nationality: str, population: str) -> str:
    return "+".join(part for part in (nationality, population) if part) or "all"


def _standing(derived: Derived, as_of: date | None) -> list[SeriesRow]:
    return as_known_on(derived.rows, as_of or date.max)


def _example_figure(situations: Sequence[Derived]) -> str:
    return next((read.figure.figure_id for derived in situations for read in derived.figures), "r000-01")


def _example_point(situations: Sequence[Derived]) -> str:
    return next((point_name(row) for derived in situations for row in derived.rows), "situation/source/measure/date")


def _explanation(
    derived: Derived,
    asked: str,
    as_of: date | None,
    rows: Sequence[SeriesRow],
    figures: dict[str, ReadFigure],
    named: Sequence[str],
) -> Explanation:
    roles = dict.fromkeys(named, "asked")
    for row in rows:
        for place, figure_id in enumerate(row.figure_ids):
            roles.setdefault(figure_id, "before" if place else "ends")
    for figure_id in list(roles):
        for kin, role in _kin(figures, figure_id):
            roles.setdefault(kin, role)
    explained = [figure_explained(derived, figures[figure_id], role) for figure_id, role in roles.items()]
    behind = {*named, *(figure_id for row in rows for figure_id in row.figure_ids)}
    day = as_of or date.max
    ending = {row.figure_ids[0] for row in rows}
    earlier = [
        row
        for row in derived.rows
        if row.figure_ids[0] in ending and row.vintage_end is not None and row.vintage_end <= day and row not in rows
    ]
    earlier.sort(key=lambda row: (row.figure_ids[0], row.vintage))
    return Explanation(
        situation=derived.ledger.situation.id,
        asked=asked,
        rows=tuple(_row(row, figures) for row in rows),
        earlier=tuple(_row(row, figures) for row in earlier),
        figures=tuple(explained),
        findings=tuple(_finding(finding) for finding in derived.findings if behind & set(finding.figure_ids)),
    )


def figure_explained(derived: Derived, read: ReadFigure, role: str) -> FigureExplained:
    """A figure with everything that is known of it; `role` as in FigureExplained."""
    figure = read.figure
    (report,) = (report for report in derived.ledger.reports if report.report_id == figure.report_id)
    return FigureExplained(
        role=role,
        figure_id=figure.figure_id,
        as_reported=figure.as_reported,
        quantifier=figure.quantifier.value,
        unit=figure.unit.value,
        measure=figure.measure.value,
        group=_group(figure.nationality, figure.population),
        source=figure.source,
        bounds=_bounds(read.bounds.lower, read.bounds.point, read.bounds.upper),
        quantity_table=read.bounds.table,
        interval=_interval(figure.ref_start, figure.ref_end),
        quote=figure.quote,
        publisher=report.publisher,
        title=report.title,
        url=report.url,
        published=report.published.isoformat() if report.published else "",
        corrected=tuple(
            f"{correction.field}: {correction.expected or '(empty)'} → {correction.value or '(empty)'}, "
            f"{correction.by}: {correction.reason}"
            for correction in derived.ledger.corrections
            if correction.figure_id == figure.figure_id
        ),
        left_out=read.left_out.value if read.left_out else "",
        note=figure.note,
    )


def _kin(figures: dict[str, ReadFigure], figure_id: str) -> list[tuple[str, str]]:
    figure = figures[figure_id].figure
    kin = []
    if figure.part_of:
        kin.append((figure.part_of, "part of"))
    if figure.same_as:
        kin.append((figure.same_as, "same as"))
    for other_id, other in figures.items():
        if other.figure.part_of == figure_id:
            kin.append((other_id, "contains"))
        elif other.figure.same_as == figure_id:
            kin.append((other_id, "same as"))
        elif other_id != figure_id and other.key == figures[figure_id].key and other.figure.ref_end == figure.ref_end:
            kin.append((other_id, "supports" if other.left_out else "same day"))
    return kin


def _row(row: SeriesRow, figures: dict[str, ReadFigure]) -> RowExplained:
    arithmetic = ""
    if len(row.figure_ids) > 1:
        after, before = (figures[figure_id].bounds for figure_id in row.figure_ids[:2])
        least = "0" if before.upper is None else f"max(0, {after.lower:,} − {before.upper:,})"
        most = "no end" if after.upper is None else f"{after.upper:,} − {before.lower:,}"
        arithmetic = f"at least {least}, at most {most}"
        if row.new_point is not None and after.point is not None and before.point is not None:
            difference = after.point - before.point
            held = f", held to {row.new_point:,}" if difference != row.new_point else ""
            arithmetic = f"{after.point:,} − {before.point:,} = {difference:,}{held}; {arithmetic}"
    return RowExplained(
        point=point_name(row),
        interval=_interval(row.interval_start, row.interval_end),
        new=_bounds(row.new_lower, row.new_point, row.new_upper),
        cumulative=_bounds(row.cumulative_lower, row.cumulative_point, row.cumulative_upper),
        stock=_bounds(row.stock_lower, row.stock_point, row.stock_upper),
        arithmetic=arithmetic,
        flag=row.flag,
        obs_status=row.obs_status.value,
        vintage=row.vintage.isoformat(),
        vintage_end=row.vintage_end.isoformat() if row.vintage_end else "",
        figure_ids=row.figure_ids,
    )


def _bounds(lower: int | None, point: int | None, upper: int | None) -> str:
    if lower is None:
        return ""
    middle = "?" if point is None else f"{point:,}"
    return f"{lower:,} – {middle} – {'…' if upper is None else f'{upper:,}'}"


def _interval(start: date | None, end: date | None) -> str:
    return f"{start or '?'} – {end or '?'}"


def _finding(finding: Finding) -> str:
    return f"{finding.severity.value}: {finding.sentence}"
