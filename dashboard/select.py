"""A View: what a page, an image or a file shows, and the address that names it.

Everything that a reader can choose is a field of View; its address holds the fields that differ from what the
situation shows by itself, so equal views have equal addresses. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, urlencode

from dashboard.published import SituationData
from etl.model import Basis, Flag, Granularity, Kind, Measure, SeriesRow, Situation, Unit

ALL = "all"
MAIN = "main"
SHOWS = ("both", "cumulative", "new")
BREAKDOWNS = ("source", "nationality", "population")
BASES = ("reported", "reconciled", "both")
FREQUENCIES = (Granularity.DAY, Granularity.WEEK, Granularity.MONTH)
MOST_PERIODS = 200
"""More days or weeks than these are neither told apart in a chart nor sent over a bad line in time."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of one situation.

    `group` is "all" for all people, else nationality, population or "nationality+population". `source` is "main" for
    the sources that a situation leads with, a source's id, or "all". `phase` is "main" for the starts of count that a
    situation declares, the ISO date of one start, or "all". `by` decides what each line stands for. `start` and `end`
    are the first and last day shown. `as_of` is the day whose knowledge is shown; None: today's. `figure` is the one
    whose panel is open.
    """

    situation: str
    measure: Measure
    unit: Unit = Unit.PERSONS
    group: str = ALL
    source: str = MAIN
    phase: str = MAIN
    by: str = "source"
    show: str = "both"
    basis: str = "reported"
    freq: Granularity = Granularity.WEEK
    point: str = MAIN
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    lang: str = "en"
    figure: str = ""

    @property
    def nationality(self) -> str:
        return _split_group(self.group)[0]

    @property
    def population(self) -> str:
        return _split_group(self.group)[1]


class Asked(NamedTuple):
    """A view read from an address, and the parameters in it that could not be taken as they stand."""

    view: View
    refused: tuple[tuple[str, str], ...]


PARAMETERS = {
    "measure": "measure",
    "unit": "unit",
    "group": "group",
    "source": "source",
    "phase": "phase",
    "by": "by",
    "view": "show",
    "basis": "basis",
    "freq": "freq",
    "point": "point",
    "start": "start",
    "end": "end",
    "as_of": "as_of",
    "lang": "lang",
    "figure": "figure",
}
"""The names of an address's parameters, in the order in which they are written, and the fields that they fill."""


def default_view(situation: Situation, language: str = "en") -> View:
    """What a situation shows by itself."""
    return View(situation.id, situation.default_measure, lang=language)


def read_view(data: SituationData, parameters: Mapping[str, str], languages: Sequence[str]) -> Asked:
    """The view that an address asks for. What it cannot have is left at its default and named in `refused`."""
    view = replace(default_view(data.situation), as_of=data.frozen_on)
    refused: list[tuple[str, str]] = []

    def take(name: str, read: Callable[[str], object]) -> None:
        nonlocal view
        text = parameters.get(name, "").strip()
        if not text:
            return
        try:
            view = replace(view, **{PARAMETERS[name]: read(text)})  # type: ignore[arg-type]
        except ValueError:
            refused.append((name, text))

    take("lang", _among(languages))
    take("measure", lambda text: Measure(_among([measure.value for measure in measures(data)])(text)))
    take("unit", lambda text: Unit(_among([unit.value for unit in units(data, view.measure)])(text)))
    if view.unit not in units(data, view.measure):
        view = replace(view, unit=units(data, view.measure)[0])
    view = replace(view, by=default_breakdown(data, view.measure, view.unit))
    take("group", _among([ALL, *groups(data, view.measure, view.unit)]))
    take("source", _among([MAIN, ALL, *sources(data, view.measure, view.unit)]))
    take("phase", _among([MAIN, ALL, *phases(data, view.measure, view.unit)]))
    take("by", _among(BREAKDOWNS))
    take("view", _among(SHOWS))
    take("basis", _among(BASES))
    take("freq", lambda text: Granularity(_among([one.value for one in FREQUENCIES])(text)))
    take("point", _among([MAIN, *flow_points(data, view.measure, view.unit)]))
    for name in ("start", "end"):
        take(name, date.fromisoformat)
    # What is frozen is known on the day that its address names and on no other.
    take("as_of", date.fromisoformat if data.frozen_on is None else _nothing_else)
    take("figure", _among(data.figures))
    if view.start and view.end and view.start > view.end:
        refused += [("start", view.start.isoformat()), ("end", view.end.isoformat())]
        view = replace(view, start=None, end=None)
    return Asked(view, tuple(refused))


def parameters_of(data: SituationData, view: View) -> dict[str, str]:
    """The parameters of a view's address: only what differs from the default, in a fixed order."""
    plain = default_view(data.situation)
    plain = replace(plain, unit=units(data, view.measure)[0], by=default_breakdown(data, view.measure, view.unit))
    texts = {}
    for name, field in PARAMETERS.items():
        value = getattr(view, field)
        if value != getattr(plain, field):
            texts[name] = value.isoformat() if isinstance(value, date) else str(value)
    if view.basis == "reported":
        # What a reported basis has no use for is no part of its name.
        texts.pop("freq", None)
        texts.pop("point", None)
    if data.frozen_on is not None:
        texts.pop("as_of", None)
    return texts


def address(data: SituationData, view: View, *, under: str = "/s/", rest: str = "") -> str:
    """The address of a view: its page, or with `under` and `rest` something else made from it.

    Of what is frozen it is the frozen address, with the day and the state in front.
    """
    # A plus sign joins the parts of a group, and bare it would be read as a space.
    query = urlencode(parameters_of(data, view), safe=":", quote_via=quote)
    frozen = "" if data.frozen_on is None else f"/v/{vintage_name(data, view)}"
    return f"{frozen}{under}{quote(view.situation)}{rest}" + (f"?{query}" if query else "")


def known_on(data: SituationData, view: View) -> date | None:
    """The day whose knowledge a view shows: the one asked for, else that of the last publication; None: there is none."""
    return view.as_of or data.frozen_on or max(data.summary.vintages, default=None)


def vintage_name(data: SituationData, view: View) -> str:
    """What a frozen address calls the knowledge that a view shows: its day and the state that it is read from."""
    return f"{known_on(data, view)}-{data.state}"


def frozen(data: SituationData, view: View) -> tuple[SituationData, View]:
    """The same view of the same state with a frozen address; of a situation without reports the live one."""
    day = known_on(data, view)
    if day is None:
        return data, view
    return (data if data.frozen_on == day else _frozen(data, day)), replace(view, as_of=day)


def live(data: SituationData, view: View) -> tuple[SituationData, View]:
    """The same view with an address that shows what is published when it is opened."""
    return (replace(data, frozen_on=None), replace(view, as_of=None)) if data.frozen_on else (data, view)


@lru_cache(maxsize=64)
def _frozen(data: SituationData, day: date) -> SituationData:
    # One object for each day, since what is derived from data is kept by it.
    return replace(data, frozen_on=day)


def measures(data: SituationData) -> list[Measure]:
    """The measures that any series of a situation has, the default one first, then in the vocabulary's order."""
    found = _index(data).measures
    first = data.situation.default_measure
    return [
        *([first] if first in found or not found else []),
        *(one for one in Measure if one in found and one != first),
    ]


def units(data: SituationData, measure: Measure) -> list[Unit]:
    """The units that a measure is counted in, persons first."""
    found = [unit for unit in Unit if (measure, unit) in _index(data).keys_of]
    return found or [Unit.PERSONS]


def groups(data: SituationData, measure: Measure, unit: Unit) -> list[str]:
    """The groups that a measure is counted for, besides all people."""
    found = {group_of(row) for row in _index(data).keys_of.get((measure, unit), ())}
    return sorted(found - {""})


def sources(data: SituationData, measure: Measure, unit: Unit) -> list[str]:
    """The sources that count a measure, in the situation's order."""
    found = {row.source for row in _index(data).keys_of.get((measure, unit), ())}
    return [source.id for source in data.situation.sources if source.id in found]


def phases(data: SituationData, measure: Measure, unit: Unit) -> list[str]:
    """The starts of count, as ISO dates, that running totals of a measure have."""
    found = {row.phase for row in _index(data).keys_of.get((measure, unit), ())}
    return sorted(found - {""})


def flow_points(data: SituationData, measure: Measure, unit: Unit) -> list[str]:
    """The points at which flows of a measure are counted, the one with most counts first."""
    counts: dict[str, int] = {}
    for row in known_rows(data, None):
        if (row.measure, row.unit, row.kind) == (measure, unit, Kind.FLOW):
            counts[row.flow_point] = counts.get(row.flow_point, 0) + 1
    return sorted(counts, key=lambda point: (-counts[point], point))


def shown_flow_point(data: SituationData, view: View) -> str:
    """The point of counting of which a view shows what all figures together allow; empty when there is none."""
    if view.point != MAIN:
        return view.point
    return next(iter(flow_points(data, view.measure, view.unit)), "")


@lru_cache(maxsize=64)
def known_reconciled(
    data: SituationData, measure: Measure, unit: Unit, as_of: date | None
) -> Mapping[Granularity, Sequence[SeriesRow]]:
    """What all figures of a measure together gave on a day (None: now), by granularity, in order of time."""
    day = as_of or date.max
    found: dict[Granularity, list[SeriesRow]] = {}
    for row in data.reconciled(measure, unit):
        if row.vintage <= day and (row.vintage_end is None or day < row.vintage_end):
            found.setdefault(row.granularity, []).append(row)
    return {granularity: sorted(rows, key=lambda row: row.interval_end) for granularity, rows in found.items()}


def shown_frequency(data: SituationData, view: View) -> Granularity:
    """The frequency asked for, or the next coarser one of which the days shown have no more than MOST_PERIODS."""
    coarser = FREQUENCIES[FREQUENCIES.index(view.freq) :]
    return next((freq for freq in coarser if len(_rows_by(data, view, freq)) <= MOST_PERIODS), coarser[-1])


def reconciled_rows_of(data: SituationData, view: View, *, every_group: bool = False) -> list[SeriesRow]:
    """The reconciled rows of a view: its measure, unit, point of counting, group, days, vintage and frequency."""
    return _rows_by(data, view, shown_frequency(data, view), every_group=every_group)


def _rows_by(data: SituationData, view: View, freq: Granularity, *, every_group: bool = False) -> list[SeriesRow]:
    point = shown_flow_point(data, view)
    return [
        row
        for row in known_reconciled(data, view.measure, view.unit, view.as_of).get(freq, ())
        if row.flow_point == point
        and row.kind is Kind.FLOW
        and (every_group or (row.nationality, row.population) == (view.nationality, view.population))
        and not (view.start and row.interval_end < view.start)
        and not (view.end and row.interval_end > view.end)
    ]


def lead_sources(data: SituationData, measure: Measure, unit: Unit) -> list[str]:
    """The sources shown before a reader asks for others: those that the situation leads with, else all."""
    leading = {source.id for source in data.situation.sources if source.lead}
    counting = sources(data, measure, unit)
    return [source for source in counting if source in leading] or counting


def default_breakdown(data: SituationData, measure: Measure, unit: Unit) -> str:
    """What lines stand for before a reader chooses: sources, or groups where the main sources count no people at large.

    Returns to a country, for example, are only ever counted of its nationals.
    """
    leading = set(lead_sources(data, measure, unit))
    counted = [row for row in _index(data).keys_of.get((measure, unit), ()) if row.source in leading]
    if not counted or any(not row.nationality and not row.population for row in counted):
        return "source"
    return "nationality" if any(row.nationality and not row.population for row in counted) else "population"


@lru_cache(maxsize=64)
def known_rows(data: SituationData, as_of: date | None) -> tuple[SeriesRow, ...]:
    """The rows that stood on a day; None: those that stand now."""
    if as_of is None:
        return tuple(row for row in data.rows if row.vintage_end is None)
    return tuple(
        row for row in data.rows if row.vintage <= as_of and (row.vintage_end is None or as_of < row.vintage_end)
    )


def rows_of(data: SituationData, view: View, *, every_group: bool = False) -> list[SeriesRow]:
    """The rows of a view: its measure, unit, group or groups, sources, starts of count, days and vintage."""
    wanted = set(shown_sources(data, view))
    starts = set(shown_phases(data, view))
    rows = []
    for row in known_rows(data, view.as_of):
        if row.measure != view.measure or row.unit != view.unit or row.source not in wanted:
            continue
        if row.phase and row.phase not in starts:
            continue
        if not every_group and not _in_group(row, view):
            continue
        if (view.start and row.interval_end < view.start) or (view.end and row.interval_end > view.end):
            continue
        rows.append(row)
    return rows


def shown_sources(data: SituationData, view: View) -> list[str]:
    """The sources that a view shows."""
    if view.source == ALL:
        return sources(data, view.measure, view.unit)
    if view.source == MAIN:
        return lead_sources(data, view.measure, view.unit)
    return [view.source]


def shown_phases(data: SituationData, view: View) -> list[str]:
    """The starts of count that a view shows, as ISO dates."""
    every = phases(data, view.measure, view.unit)
    if view.phase == ALL:
        return every
    if view.phase != MAIN:
        return [view.phase]
    wanted = set(shown_sources(data, view))
    declared = {
        phase.start.isoformat()
        for phase in data.situation.phases
        if view.measure in phase.measures and phase.source in wanted
    }
    return [start for start in every if start in declared] or every


def main_phases(rows: Iterable[SeriesRow]) -> dict[str, str]:
    """For each source the start of count with most running totals, which is what its intervals are read from.

    Counts of one source from several starts tell of the same days; to draw them all would show people twice.
    """
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.basis is Basis.CUMULATIVE and row.phase and row.new_lower is not None:
            of_source = counts.setdefault(row.source, {})
            of_source[row.phase] = of_source.get(row.phase, 0) + 1
    return {source: max(sorted(starts), key=lambda start: starts[start]) for source, starts in counts.items()}


def group_of(row: SeriesRow) -> str:
    """The group of a row in an address's form."""
    return join_group(row.nationality, row.population)


def join_group(nationality: str, population: str) -> str:
    """One text for a group. A nationality is a code or other:<words>; a population never holds a plus sign."""
    return "+".join(part for part in (nationality, population) if part)


def _split_group(group: str) -> tuple[str, str]:
    if group == ALL:
        return "", ""
    first, _, second = group.partition("+")
    if second:
        return first, second
    return (first, "") if first.startswith("other:") or (len(first) == 3 and first.isupper()) else ("", first)


def _in_group(row: SeriesRow, view: View) -> bool:
    if view.group != ALL:
        return group_of(row) == view.group
    if view.by == "nationality":
        return bool(row.nationality) and not row.population
    if view.by == "population":
        return bool(row.population) and not row.nationality
    return not row.nationality and not row.population


def _nothing_else(text: str) -> date:
    raise ValueError(text)


def _among(allowed: Iterable[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return read


class _Index(NamedTuple):
    measures: frozenset[Measure]
    keys_of: Mapping[tuple[Measure, Unit], tuple[SeriesRow, ...]]


@lru_cache(maxsize=64)
def _index(data: SituationData) -> _Index:
    """One row for each series of a situation, whatever its vintage: which choices there are."""
    seen: dict[tuple[Measure, Unit], dict[tuple[str, ...], SeriesRow]] = {}
    for row in data.rows:
        series = (row.source, row.flow_point, row.nationality, row.population, row.kind, row.basis, row.phase)
        seen.setdefault((row.measure, row.unit), {}).setdefault(series, row)
    return _Index(frozenset(measure for measure, _ in seen), {key: tuple(rows.values()) for key, rows in seen.items()})


def stands(row: SeriesRow) -> bool:
    """Whether a row counts: neither corrected nor masked."""
    return row.flag != Flag.SUPERSEDED and (
        row.new_lower is not None or row.cumulative_lower is not None or row.stock_lower is not None
    )
