"""Figures → statements about the unknown flows of one universe.

Only figures of one universe are joined: the same flow point, measure and kind, and for counts of people present the
same day, because such counts are never summed. All sources of a universe speak of the same flows. What a figure states
follows the method page, section "Reconciliation"; where that is silent, the rule below is ours:

- A figure's number is *all* the people of its group in its interval, unless something says that it is *some* of them.
  "Some" bounds the flow from below only, by its own lower bound.
- The people of a figure that is part of another have that one's nationality and population too, and so have two
  figures that are the same people: their conditions are joined, unless they exclude each other.
- A part with its whole's group and interval is an unnamed group in it ("200 of the 2,700"): some. A part of some is some.
- Several batches of one report, group and interval are some each, of different people: the flow is at least their sum.
- A figure without a first day takes that of the figure it is the same as. Else it is some: of the interval since its
  whole began, or else since the earliest start of a count of its measure that the situation declares, whosever it is:
  what nobody had begun to count before that is taken to lie after it. If there is none the figure states nothing and
  is left out.
- A day that is only approximate may be any within so many days of the printed one (`Settings.day_off`): the last day of a
  running total, and both days of a batch. The figure's number is then at most what its widest interval holds and at least
  what its narrowest does. Totals of one report to one day end on the same day, whichever it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from etl.model import Basis, Bounds, Figure, Kind, Ledger, Measure, Phase, Precision, Quantifier, Reading, Role, Unit
from etl.quantities import last_significant_place
from etl.reconcile.groups import Apart, Group, condition, group_of, is_possible
from etl.universe import ReadFigure

_READ_AS_PRINTED = frozenset({Quantifier.ABOUT, Quantifier.MORE_THAN, Quantifier.AT_LEAST})


class Reason(StrEnum):
    """Why a figure that stands in a series states nothing here."""

    NO_FIRST_DAY = "no_first_day"
    """It has no first day, belongs to no figure that has one, and no start of a count of its measure is declared."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a situation says about how its figures are joined.

    `household_min` and `household_max`: how many persons a family may have. `phases`: the declared starts of counts.
    `reading`: sources whose qualified numbers are read other than by their quantity table. `apart`: pairs of
    nationalities or populations that exclude each other here besides those of the table in `groups`. `own`: report and
    source of the reports that a source published itself; others reprint it. `most_sets`: how many contradictory
    sets of one universe are looked for. `shown_within`: a point estimate is shown where its bounds lie at most this
    share of it apart. `day_off`: by how many days a printed day may be off, by its precision.
    """

    household_min: int = 1
    household_max: int = 15
    phases: tuple[Phase, ...] = ()
    reading: tuple[tuple[str, Reading], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    own: frozenset[tuple[str, str]] = frozenset()
    most_sets: int = 60
    shown_within: float = 0.2
    day_off: tuple[tuple[Precision, int], ...] = ((Precision.APPROX, 1), (Precision.WEEK, 6), (Precision.MONTH, 30))

    def reading_of(self, source: str) -> Reading:
        return dict(self.reading).get(source, Reading.TABLE)

    @property
    def apart_conditions(self) -> Apart:
        return frozenset(frozenset((condition(one), condition(other))) for one, other in self.apart)


def settings_of(ledger: Ledger, reading: Reading | None = None) -> Settings:
    """The settings of a ledger's situation in one of its readings; None: in the one that its series use.

    A report comes from a source itself when its publisher is the source's id or one of its names.
    """
    joining = ledger.situation.reconciliation
    printed = (reading or joining.reading) is Reading.PRINTED
    names = {
        name: source.id
        for source in ledger.situation.sources
        for name in (source.id, *(words for _, words in source.names.by_language))
    }
    own = frozenset(
        (report.report_id, names[report.publisher]) for report in ledger.reports if report.publisher in names
    )
    return Settings(
        household_min=ledger.situation.household_min,
        household_max=ledger.situation.household_max,
        phases=ledger.situation.phases,
        reading=tuple((source, Reading.PRINTED) for source in joining.as_printed) if printed else (),
        apart=joining.apart,
        own=own,
    )


class Universe(NamedTuple):
    """What figures must share to be joined. `day` is empty for flows, for counts of people present their day."""

    flow_point: str
    measure: Measure
    kind: Kind
    day: str = ""


class Reliability(NamedTuple):
    """Which of two figures to set aside when both cannot be true: the lesser, place by place."""

    recommended: bool
    exact: bool
    from_source: bool
    day_known: bool
    published: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What one figure says: its number lies between `lower` and `upper` (None: no upper end).

    The number is that of all people of `group` from `start` to `end` in `unit`, or of some of them if not `whole`.
    `part_of` and `same_as` name figures whose numbers bound it besides, `batch` is shared by batches of different
    people. The first day may be off by `start_off` days either way, the last by `end_off`. `place` is the last significant place of the printed number; `key` are the
    nationality and the population as the figure gives them, `table` is the quantity table of the bounds, "printed" where
    the number is read as printed.
    """

    figure_id: str
    report_id: str
    source: str
    unit: Unit
    group: Group
    start: date
    end: date
    lower: int
    point: int | None
    upper: int | None
    whole: bool
    place: int
    reliability: Reliability
    key: tuple[str, str]
    published: date
    table: str
    part_of: str = ""
    same_as: str = ""
    batch: str = ""
    start_off: int = 0
    end_off: int = 0

    @property
    def is_dated(self) -> bool:
        """Whether the days are those printed."""
        return not self.start_off and not self.end_off


@dataclass(frozen=True, slots=True)
class Stated:
    """The statements of every universe, each in order of publication, and the figures that state nothing and why."""

    universes: dict[Universe, tuple[Statement, ...]]
    left_out: tuple[tuple[Universe, str, Reason], ...]


def state(figures: Iterable[ReadFigure], settings: Settings) -> Stated:
    """What every figure that counts states. Figures that no series uses are read for what they say of others only."""
    return _Stating(figures, settings).all()


class _Stating:
    def __init__(self, figures: Iterable[ReadFigure], settings: Settings) -> None:
        self._figures = {read.figure.figure_id: read for read in figures}
        self._settings = settings
        self._apart = settings.apart_conditions
        self._same = self._same_people()
        self._groups: dict[str, Group] = {}
        self._batches = self._several_batches()
        self._whole: dict[str, bool] = {}

    def all(self) -> Stated:
        universes: dict[Universe, list[Statement]] = {}
        left_out: list[tuple[Universe, str, Reason]] = []
        for figure_id, read in sorted(self._figures.items()):
            if read.left_out is not None:
                continue
            statement = self._statement(read)
            if statement is None:
                left_out.append((_universe(read), figure_id, Reason.NO_FIRST_DAY))
            else:
                universes.setdefault(_universe(read), []).append(statement)
        return Stated(
            {
                universe: tuple(sorted(stated, key=lambda one: (one.published, one.figure_id)))
                for universe, stated in sorted(universes.items())
            },
            tuple(left_out),
        )

    def _statement(self, read: ReadFigure) -> Statement | None:
        figure = read.figure
        figure_id = figure.figure_id
        start = self._start(figure_id)
        if start is None or figure.ref_end is None or read.published is None:
            return None
        bounds = self._bounds(read)
        whole = self._is_whole(figure_id)
        # Counts of people present are only compared with those of the same printed day.
        off = 0 if figure.kind is Kind.STOCK else dict(self._settings.day_off).get(figure.ref_precision, 0)
        return Statement(
            figure_id,
            figure.report_id,
            figure.source,
            figure.unit,
            self._group(figure_id),
            start,
            figure.ref_end,
            bounds.lower,
            bounds.point if whole else None,
            bounds.upper,
            whole,
            _place(figure),
            Reliability(
                figure.role is Role.RECOMMENDED,
                figure.quantifier is Quantifier.EXACT,
                (figure.report_id, figure.source) in self._settings.own,
                figure.ref_precision is Precision.DAY,
                read.published.toordinal(),
            ),
            (figure.nationality, figure.population),
            read.published,
            bounds.table,
            part_of=self._counted(figure.part_of, figure),
            same_as=self._counted(figure.same_as, figure),
            batch=self._batches.get(figure_id, ""),
            start_off=off if figure.basis is Basis.PERIOD and figure.ref_start is not None else 0,
            end_off=off,
        )

    def _counted(self, other_id: str, figure: Figure) -> str:
        """`other_id` if it names a figure that states something in the universe of `figure`."""
        other = self._figures.get(other_id)
        if (
            other is None
            or other.left_out is not None
            or _universe(other) != _universe(self._figures[figure.figure_id])
        ):
            return ""
        return other_id if self._start(other_id) is not None else ""

    def _bounds(self, read: ReadFigure) -> Bounds:
        bounds = read.bounds
        if (
            self._settings.reading_of(read.figure.source) is Reading.PRINTED
            and read.figure.quantifier in _READ_AS_PRINTED
            and bounds.point is not None
        ):
            return Bounds(bounds.point, bounds.point, bounds.point, Reading.PRINTED.value)
        return bounds

    def _same_people(self) -> dict[str, list[str]]:
        same: dict[str, list[str]] = {}
        for figure_id, read in self._figures.items():
            other = read.figure.same_as
            if other in self._figures and other != figure_id:
                same.setdefault(figure_id, []).append(other)
                same.setdefault(other, []).append(figure_id)
        return same

    def _group(self, figure_id: str) -> Group:
        """The figure's conditions with those of what it is part of and the same as, unless they exclude each other."""
        if figure_id not in self._groups:
            figure = self._figures[figure_id].figure
            group = group_of(figure.nationality, figure.population)
            # Set first, so that figures that name each other in a circle end.
            self._groups[figure_id] = group
            around = sorted(self._same.get(figure_id, ()))
            for other in around:
                there = self._figures[other].figure
                group = self._joined(group, group_of(there.nationality, there.population))
            for other in sorted({figure_id, *around}):
                parent = self._figures[other].figure.part_of
                if parent in self._figures and parent != figure_id:
                    group = self._joined(group, self._group(parent))
            self._groups[figure_id] = group
        return self._groups[figure_id]

    def _joined(self, group: Group, other: Group) -> Group:
        joined = group | other
        return joined if is_possible(joined, self._apart) else group

    def _own_start(self, figure_id: str) -> date | None:
        """The first day that the figure or one that is the same as it gives."""
        read = self._figures[figure_id]
        if read.figure.kind is Kind.STOCK:
            return read.figure.ref_end
        starts = [read.figure.ref_start]
        starts += [
            self._figures[other].figure.ref_start
            for other in sorted(self._same.get(figure_id, ()))
            if self._figures[other].figure.ref_end == read.figure.ref_end
        ]
        return next((start for start in starts if start is not None), None)

    def _start(self, figure_id: str) -> date | None:
        """The first day of what the figure bounds; None if it bounds nothing."""
        start = self._own_start(figure_id)
        if start is not None:
            return start
        figure = self._figures[figure_id].figure
        if figure.ref_end is None:
            return None
        parent = self._figures.get(figure.part_of)
        if parent is not None and _universe(parent) == _universe(self._figures[figure_id]):
            start = self._own_start(figure.part_of)
            if start is not None and start <= figure.ref_end:
                return start
        declared = [
            phase.start
            for phase in self._settings.phases
            if figure.measure in phase.measures and phase.start <= figure.ref_end
        ]
        return min(declared, default=None)

    def _is_whole(self, figure_id: str) -> bool:
        if figure_id not in self._whole:
            self._whole[figure_id] = True
            self._whole[figure_id] = self._judge_whole(figure_id)
        return self._whole[figure_id]

    def _judge_whole(self, figure_id: str) -> bool:
        read = self._figures[figure_id]
        if self._own_start(figure_id) is None or figure_id in self._batches:
            return False
        parent = self._figures.get(read.figure.part_of)
        if parent is None or read.figure.part_of == figure_id:
            return True
        if not self._is_whole(parent.figure.figure_id):
            return False
        return not (
            _universe(parent) == _universe(read)
            and self._group(figure_id) == self._group(parent.figure.figure_id)
            and self._own_start(figure_id) == self._own_start(parent.figure.figure_id)
            and read.figure.ref_end == parent.figure.ref_end
        )

    def _several_batches(self) -> dict[str, str]:
        """Figures that are one batch among several of a report, group and interval, with the name of those together."""
        together: dict[tuple[object, ...], list[str]] = {}
        for figure_id, read in sorted(self._figures.items()):
            figure = read.figure
            if read.left_out is not None or figure.kind is Kind.STOCK or figure.basis is not Basis.PERIOD:
                continue
            key = (figure.report_id, read.key, figure.ref_start, figure.ref_end, figure.part_of)
            batches = together.setdefault(key, [])
            # Two figures for the same people are one batch.
            if not set(batches) & set(self._same.get(figure_id, ())):
                batches.append(figure_id)
        return {figure_id: ids[0] for ids in together.values() if len(ids) > 1 for figure_id in ids}


def _universe(read: ReadFigure) -> Universe:
    figure = read.figure
    day = figure.ref_end.isoformat() if figure.kind is Kind.STOCK and figure.ref_end else ""
    return Universe(read.flow_point, figure.measure, figure.kind, day)


def _place(figure: Figure) -> int:
    """The last significant place of what was printed: of the number, or of the ends of a range."""
    if figure.value is not None:
        return last_significant_place(figure.value)
    return max((last_significant_place(end) for end in (figure.lower, figure.upper) if end), default=1)
