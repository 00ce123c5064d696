"""A view → sentences, from its figures and from nothing else. Pure.

A sentence claims no more than the figures that its footnotes name: a lower bound stays "at least", a word stays that
word, what is masked is told as withheld, and counts of different sources stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dashboard.briefing.naming import (
    ANYONE,
    Group,
    People,
    bare,
    bounded,
    counted,
    day_of,
    days_of,
    did,
    listed,
    place_name,
    who_counted,
)
from dashboard.briefing.records import About, FigureLink, Sentence, Source
from dashboard.citations import report_reference
from dashboard.citations.entries import clean, shown
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.select import (
    ALL,
    MAIN,
    View,
    known_rows,
    reconciled_rows_of,
    rows_of,
    shown_frequency,
    shown_sources,
    stands,
)
from dashboard.suppression import KnownFigure
from dashboard.wording import flow_point_name, group_name, people, phase_name
from etl.model import (
    Basis,
    ContradictionRow,
    Flag,
    Kind,
    Modality,
    ObsStatus,
    SeriesRow,
    Status,
    Unit,
    Verdict,
)

NEAR = {Kind.FLOW: timedelta(days=7), Kind.STOCK: timedelta(days=31)}
"""Counts that lie no further apart are of about the same time. Those present change slowly, and are told seldom."""

_MOST_PARTS = 6
_MOST_SUBTOTALS = 3
_MOST_OTHERS = 4
"""So many are told in one sentence. What is left of them is counted, and stands on the page."""

_ONE_DAY = timedelta(days=1)


def tell(request: Request) -> tuple[list[Sentence], list[Source]]:
    """The sentences of a view, and the sources that their footnotes name, in the order in which they are named."""
    telling = _Telling(request)
    return list(telling.sentences()), telling.notes.sources()


class _Notes:
    """Footnotes: one for each report, with the figures of it that sentences use."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._figures: dict[str, list[str]] = {}
        """Figure ids by report id, or by the address of a record, both in the order in which sentences name them."""
        self._records: dict[str, str] = {}
        """What records are called, by address."""

    def of(self, figure_ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the footnotes that name these figures."""
        named = []
        for figure_id in figure_ids:
            report_id = self._request.data.figures[figure_id].report.report_id
            of_report = self._figures.setdefault(report_id, [])
            if figure_id not in of_report:
                of_report.append(figure_id)
            named.append(report_id)
        return tuple(sorted({self._number(one) for one in named}))

    def record(self, view: View, figure_ids: Iterable[str] = ()) -> tuple[int, ...]:
        """The number of the footnote that names a frozen view of everything together, and figures that decide there."""
        request = self._request.with_view(view)
        words, data = request.words, request.data
        address = request.frozen_link()
        if address not in self._records:
            reference = words(
                "briefing.record",
                title=data.situation.title.in_language(words.language),
                basis=words(f"basis.{view.basis}"),
                known=words("chart.as_of", date=words.day(request.known_on)),
                version=data.state,
            )
            self._records[address] = reference
            self._figures[address] = []
        self._figures[address] += [one for one in figure_ids if one not in self._figures[address]]
        return (self._number(address),)

    def sources(self) -> list[Source]:
        """What the footnotes name, by their numbers."""
        return [self._source(number, key, ids) for number, (key, ids) in enumerate(self._figures.items(), 1)]

    def _number(self, key: str) -> int:
        return list(self._figures).index(key) + 1

    def _source(self, number: int, key: str, figure_ids: Sequence[str]) -> Source:
        links = tuple(FigureLink(figure_id, self._link(figure_id)) for figure_id in figure_ids)
        if key in self._records:
            return Source(number, self._records[key], key, links, record=True)
        known = self._request.data.figures[figure_ids[0]]
        address = clean(known.report.url)
        # An address in a ledger is one of the web; nothing else may become a link in somebody's document.
        safe = address if address.startswith(("http://", "https://")) and " " not in address else ""
        return Source(number, report_reference(self._request.words, known), safe, links)

    def _link(self, figure_id: str) -> str:
        request = self._request.with_view(replace(self._request.view, figure=figure_id))
        return f"{request.frozen_link()}#figure"


class _Telling:
    def __init__(self, request: Request) -> None:
        self.notes = _Notes(request)
        self._request = request
        self._words = request.words
        self._data: SituationData = request.data
        self._view = request.view
        self._situation = request.data.situation

    def sentences(self) -> Iterator[Sentence]:
        rows = rows_of(self._data, self._view)
        standing = [row for row in rows if stands(row)]
        main = self._leading(standing)
        if main is None:
            told = [*self._together(), *self._withheld(rows, None)]
            yield from told
            if told:
                yield from self._silence()
            return
        if self._view.basis != "reported":
            yield from self._together()
        yield from self._latest(main)
        yield from self._parts(main)
        yield from self._rest(main)
        if self._view.basis != "reconciled":
            yield from self._change(main, rows)
            yield from self._newer(main, standing)
        if self._view.basis == "reported":
            yield from self._together()
        yield from self._others(main)
        yield from self._groups(main, standing)
        yield from self._newer_groups(main)
        yield from self._contradictions(main)
        yield from self._withheld(rows, main)
        yield from self._silence()

    def _sentence(self, about: About, text: str, figure_ids: Iterable[str], rows: Sequence[SeriesRow] = ()) -> Sentence:
        ids = tuple(dict.fromkeys(figure_ids))
        return Sentence(about, text, self.notes.of(ids), ids, tuple(rows))

    # --- The count that leads ----------------------------------------------------------------------------------------

    def _leading(self, rows: Sequence[SeriesRow]) -> SeriesRow | None:
        """The latest running total or count of those present; else the latest batch.

        Of one day that of the source which comes first in the situation, of one source the largest. A number that is a
        word leads only where there is no other.
        """
        order = [source.id for source in self._situation.sources]
        totals = [row for row in rows if row.cumulative_lower is not None or row.stock_lower is not None]
        numbers = [row for row in totals if row.flag != Flag.WORD_ONLY]
        return max(
            numbers or totals or rows,
            key=lambda row: (
                row.interval_end,
                -order.index(row.source),
                max(_numbers(row)[0] or 0, _numbers(row)[1] or 0),
                row.figure_ids,
            ),
            default=None,
        )

    def _latest(self, main: SeriesRow) -> Iterator[Sentence]:
        """As of 30 January 2019, 36,250 people had left the enclave since …, among them …, according to …"""
        figure_ids = [main.figure_ids[0]]
        parts = []
        told, left = self._among(main)
        for persons, families in told:
            figure_ids += [one.figure.figure_id for one in (persons, families) if one is not None]
            parts.append(self._in_families(persons, families))
        if left:
            parts.append(self._words.count("sources.more", left))
        families = self._families_of(self._known(main))
        if families is not None:
            figure_ids.insert(1, families.figure.figure_id)
        yield self._sentence(About.LATEST, self._reported(main, families, parts), figure_ids)

    def _reported(self, row: SeriesRow, families: KnownFigure | None = None, parts: Sequence[str] = ()) -> str:
        """A count in a sentence: of a running total and of those present as of a day, of a batch for its days."""
        words, known = self._words, self._known(row)
        who = counted(words, self._situation, known)
        if families is not None:
            within = counted(words, self._situation, families, plainly=True)
            who = who._replace(text=words("briefing.in_families", people=who.text, families=within.text))
        said = self._since(row, self._did(known, who))
        source = who_counted(words, self._situation, row.source)
        among = {"parts": listed(words, parts)} if parts else {}
        ending = ".among" if parts else ""
        if row.kind is Kind.FLOW and row.basis is Basis.PERIOD:
            days = days_of(words, row.interval_start, row.interval_end, row.precision)
            return words(f"briefing.batch{ending}", days=days, said=said, source=source, **among)
        day = day_of(words, row.interval_end, row.precision)
        return words(f"briefing.total{ending}", day=day, said=said, source=source, **among)

    def _did(self, known: KnownFigure, who: People, *, placeless: bool = False) -> str:
        figure = known.figure
        point = flow_point_name(self._words, self._situation, known.flow_point) if known.flow_point else ""
        if placeless:
            return did(self._words, figure.measure, who)
        return did(
            self._words,
            figure.measure,
            who,
            place_from=place_name(self._words, self._situation, figure.place_from),
            place_to=place_name(self._words, self._situation, figure.place_to),
            point=point,
        )

    def _since(self, row: SeriesRow, said: str) -> str:
        since = self._start(row)
        if since:
            return self._words("briefing.since", said=said, since=since)
        if row.kind is Kind.FLOW and row.basis is Basis.CUMULATIVE:
            return self._words("briefing.since.unknown", said=said)
        return said

    def _start(self, row: SeriesRow) -> str:
        """Since when a running total counts; empty where that is not stated, and for other counts."""
        if row.kind is not Kind.FLOW or row.basis is not Basis.CUMULATIVE or not row.phase:
            return ""
        return phase_name(self._words, self._situation, row.source, row.phase, row.measure)

    def _in_families(self, persons: KnownFigure | None, families: KnownFigure | None) -> str:
        words = self._words
        if persons is None:
            assert families is not None, "one of the two is there"
            return counted(words, self._situation, families).text
        text = counted(words, self._situation, persons).text
        if families is None:
            return text
        within = counted(words, self._situation, families, plainly=True).text
        return words("briefing.in_families", people=text, families=within)

    # --- Who is among them -------------------------------------------------------------------------------------------

    def _among(self, main: SeriesRow) -> tuple[list[tuple[KnownFigure | None, KnownFigure | None]], int]:
        """Groups among those counted: persons and families of each, the largest first; and how many are not told."""
        known = self._known(main)
        groups: dict[Group, dict[Unit, KnownFigure]] = {}
        for part in self._children(known):
            group = _group(part)
            if self._is_group_among(part, known) and not part.masked and group != _group(known):
                groups.setdefault(group, {}).setdefault(part.figure.unit, part)
        pairs = [
            (of.get(Unit.PERSONS), of.get(Unit.FAMILIES))
            for of in groups.values()
            # Of families alone nothing says how many of the persons they are.
            if Unit.PERSONS in of or known.figure.unit is Unit.FAMILIES
        ]
        pairs.sort(key=lambda pair: -max(_size(one) for one in pair if one is not None))
        return pairs[:_MOST_PARTS], max(len(pairs) - _MOST_PARTS, 0)

    def _is_group_among(self, part: KnownFigure, whole: KnownFigure) -> bool:
        """Whether a part is told with its whole: the same thing counted over the same days."""
        one, other = part.figure, whole.figure
        return (one.measure, one.kind, one.basis, one.ref_start, one.ref_end) == (
            other.measure,
            other.kind,
            other.basis,
            other.ref_start,
            other.ref_end,
        )

    def _parts(self, main: SeriesRow) -> Iterator[Sentence]:
        """Parts over other days or of another kind, each in a sentence: of these, more than 34,200 since 19 December."""
        told = 0
        waiting = self._children(self._known(main))[::-1]
        while waiting and told < _MOST_SUBTOTALS:
            part = waiting.pop()
            waiting += self._children(part)[::-1]
            sentence = self._of_these(part, self._known(main))
            if sentence is not None:
                told += 1
                yield sentence

    def _of_these(self, part: KnownFigure, whole: KnownFigure) -> Sentence | None:
        words, figure = self._words, part.figure
        alike = figure.kind is Kind.FLOW and figure.basis is Basis.CUMULATIVE and figure.ref_start is not None
        if part.masked or not alike or figure.ref_end != whole.figure.ref_end or figure.unit is not whole.figure.unit:
            return None
        if self._is_group_among(part, whole):
            return None
        who = counted(words, self._situation, part)
        assert figure.ref_start is not None, "looked at above"
        since = phase_name(words, self._situation, figure.source, figure.ref_start.isoformat(), figure.measure)
        said = words("briefing.since", said=self._did(part, who, placeless=True), since=since)
        source = who_counted(words, self._situation, figure.source)
        text = words("briefing.of_these", said=said, source=source)
        return self._sentence(About.PART, text, [figure.figure_id])

    def _children(self, known: KnownFigure) -> list[KnownFigure]:
        """What the same report says of people among those of a figure; nothing that was refused or is yet to come."""
        return [
            other
            for other in self._data.figures.values()
            if other.figure.part_of == known.figure.figure_id
            and other.report.report_id == known.report.report_id
            and other.figure.source == known.figure.source
            and _counts(other)
        ]

    def _families_of(self, known: KnownFigure) -> KnownFigure | None:
        """The same people in families, as the same report gives them."""
        figure = known.figure
        if figure.unit is not Unit.PERSONS:
            return None
        return next(
            (
                other
                for other in self._data.figures.values()
                if other.figure.unit is Unit.FAMILIES
                and other.report.report_id == known.report.report_id
                and (other.figure.same_as == figure.figure_id or figure.same_as == other.figure.figure_id)
                and _group(other) == _group(known)
                and _counts(other)
                and not other.masked
            ),
            None,
        )

    def _rest(self, main: SeriesRow) -> Iterator[Sentence]:
        """That a report which tells one nationality of many says nothing of the others'."""
        known = self._known(main)
        if known.bounds is None or _group(known) != ANYONE:
            return
        parts = [
            part
            for part in self._children(known)
            if part.figure.nationality and part.figure.unit is known.figure.unit and self._is_group_among(part, known)
        ]
        # Whose upper end is open or masked may be all the others.
        tops = [part.bounds.upper for part in parts if part.bounds is not None and part.bounds.upper is not None]
        if not parts or len(tops) < len(parts) or sum(tops) >= known.bounds.lower or self._named_apart(known, parts):
            return
        ids = [known.figure.figure_id, *(part.figure.figure_id for part in parts)]
        text = self._words("briefing.rest", people=counted(self._words, self._situation, known).text)
        yield self._sentence(About.PART, text, ids)

    def _named_apart(self, known: KnownFigure, parts: Sequence[KnownFigure]) -> bool:
        """Whether the same report gives nationalities of people who may be among those counted, though not as a part."""
        named = {part.figure.figure_id for part in parts}
        return any(
            other.report.report_id == known.report.report_id
            and other.figure.nationality
            and other.figure.measure is known.figure.measure
            and other.figure.figure_id not in named
            and other.figure.unit is known.figure.unit
            and other.figure.part_of not in named
            for other in self._data.figures.values()
        )

    # --- What is new -------------------------------------------------------------------------------------------------

    def _change(self, main: SeriesRow, rows: Sequence[SeriesRow]) -> Iterator[Sentence]:
        """How many more than at the count before; of a repeated total how many more than at the last other one."""
        line = [row for row in rows if _line(row) == _line(main) and row.interval_end <= main.interval_end]
        if main.kind is Kind.STOCK:
            yield from self._stock_before(main, line, rows)
            return
        if main.basis is not Basis.CUMULATIVE:
            return
        before = {row.figure_ids[0]: row for row in line}
        if main.flag in (Flag.CORRECTION, Flag.DIP):
            yield from self._lower_than(main, line)
            if main.flag == Flag.DIP:
                return
        row, repeated = main, ""
        while _adds_nothing(row):
            if row.figure_ids[1] not in before:
                break
            repeated = repeated or self._words.day(_day_before(row))
            row = before[row.figure_ids[1]]
        figure_ids = [main.figure_ids[0], *row.figure_ids]
        if len(row.figure_ids) < 2 or row.interval_start is None or row.new_lower is None or _adds_nothing(row):
            if repeated:
                text = self._words("briefing.change.same", day=repeated)
                yield self._sentence(About.CHANGE, text, [*main.figure_ids], [main])
            return
        day = self._words.day(_day_before(row))
        if row.new_lower == 0 and row.new_upper is None:
            text = self._words("briefing.change.open", day=day)
            if repeated:
                text = self._words("briefing.change.same", day=repeated)
        elif repeated:
            count = bare(self._words, row.new_lower, row.new_upper)
            text = self._words("briefing.change.then", same=repeated, count=count, day=day)
        else:
            text = self._words("briefing.change", count=bare(self._words, row.new_lower, row.new_upper), day=day)
        yield self._sentence(About.CHANGE, text, figure_ids, [row])

    def _stock_before(
        self, main: SeriesRow, line: Sequence[SeriesRow], rows: Sequence[SeriesRow]
    ) -> Iterator[Sentence]:
        """How many were present by the count before: that of the same source, else that of another."""

        def before(counts: Sequence[SeriesRow]) -> list[SeriesRow]:
            earlier = [row for row in counts if row.interval_end < main.interval_end and stands(row)]
            return [row for row in earlier if row.flow_point == main.flow_point and self._group_asked(row, main)]

        earlier, name = before(line), "briefing.change.stock"
        if not earlier:
            # Who counts at about the same time stands beside the leading count.
            earlier = [row for row in before(rows) if main.interval_end - row.interval_end > NEAR[main.kind]]
            name = "briefing.change.other"
        if earlier:
            row = max(earlier, key=_weight)
            said = {"source": who_counted(self._words, self._situation, row.source)} if name.endswith("other") else {}
            count = counted(self._words, self._situation, self._known(row)).text
            day = day_of(self._words, row.interval_end, row.precision)
            yield self._sentence(About.CHANGE, self._words(name, day=day, before=count, **said), [row.figure_ids[0]])

    def _lower_than(self, main: SeriesRow, line: Sequence[SeriesRow]) -> Iterator[Sentence]:
        """That a total is lower than one before it: it replaces that one, or agrees with it within the bounds."""
        earlier = [row for row in line if row.interval_end < main.interval_end and row.cumulative_lower is not None]
        if main.flag == Flag.CORRECTION:
            name = "briefing.change.corrects"
            earlier = [row for row in earlier if row.flag == Flag.SUPERSEDED]
        else:
            name = "briefing.change.dip"
            earlier = [row for row in earlier if row.figure_ids[0] in main.figure_ids]
        if earlier:
            row = max(earlier, key=lambda row: (row.interval_end, row.figure_ids))
            before = counted(self._words, self._situation, self._known(row)).text
            day = day_of(self._words, row.interval_end, row.precision)
            text = self._words(name, before=before, day=day)
            yield self._sentence(About.CHANGE, text, [main.figure_ids[0], row.figure_ids[0]])

    def _newer(self, main: SeriesRow, rows: Sequence[SeriesRow]) -> Iterator[Sentence]:
        """What was counted after the leading count and cannot lead: a batch, or a number that is a word."""
        newer = [row for row in rows if row.interval_end > main.interval_end and self._group_asked(row, main)]
        if newer:
            row = max(newer, key=lambda row: (row.interval_end, max(_numbers(row)[0] or 0, row.new_lower or 0)))
            yield self._sentence(About.LATEST, self._reported(row), [row.figure_ids[0]])

    def _group_asked(self, row: SeriesRow, main: SeriesRow) -> bool:
        return (row.nationality, row.population) == (main.nationality, main.population)

    # --- What all reports together allow -----------------------------------------------------------------------------

    def _together(self) -> Iterator[Sentence]:
        """The total and the latest interval where the view asks for them, and the interval with most people for sure."""
        words, view = self._words, self._view
        rows = [row for row in reconciled_rows_of(self._data, view) if row.new_lower is not None and row.phase]
        told = [row for row in rows if row.new_lower or row.new_upper is not None]
        freq = shown_frequency(self._data, view).value
        largest = max(told, key=lambda row: (row.new_lower or 0, row.interval_end), default=None)
        if view.basis != "reported":
            totals = [row for row in rows if row.cumulative_lower is not None]
            if totals:
                yield self._joined_total(totals[-1])
            if told and told[-1] is not largest:
                row = told[-1]
                text = words(f"briefing.latest.{freq}", days=self._days(row), people=self._bounded_new(row).text)
                yield self._joined(text, row)
        if largest is not None and largest.new_lower:
            point = flow_point_name(words, self._situation, largest.flow_point)
            said = did(words, largest.measure, self._bounded_new(largest), point=point)
            text = words(f"briefing.largest.{freq}", said=said, days=self._days(largest))
            yield self._joined(text, largest)

    def _joined_total(self, row: SeriesRow) -> Sentence:
        words = self._words
        assert row.cumulative_lower is not None, "only rows with a total"
        who = bounded(words, self._situation, row.unit, _row_group(row), row.cumulative_lower, row.cumulative_upper)
        said = did(words, row.measure, who, point=flow_point_name(words, self._situation, row.flow_point))
        said = words("briefing.since", said=said, since=phase_name(words, self._situation, row.source, row.phase))
        # Its figures bind the last of its intervals; the total rests on every figure, so the whole is its source.
        return self._joined(words("briefing.together", day=words.day(row.interval_end), said=said), row, figures=False)

    def _bounded_new(self, row: SeriesRow) -> People:
        assert row.new_lower is not None, "only rows with bounds"
        return bounded(self._words, self._situation, row.unit, _row_group(row), row.new_lower, row.new_upper)

    def _days(self, row: SeriesRow) -> str:
        return days_of(self._words, row.interval_start, row.interval_end, row.precision)

    def _joined(self, text: str, row: SeriesRow, *, figures: bool = True) -> Sentence:
        """A sentence about a row of everything together: the view that shows it, and the figures that bind its ends."""
        joined = replace(self._view, basis="reconciled")
        ids = row.figure_ids if figures else ()
        return Sentence(About.TOGETHER, text, self.notes.record(joined, ids), ids, (row,))

    # --- Who else counts ---------------------------------------------------------------------------------------------

    def _others(self, main: SeriesRow) -> Iterator[Sentence]:
        """Counts of other sources at about the same time, side by side."""
        view = self._view
        if view.source not in (MAIN, ALL) or (main.kind is Kind.FLOW and main.basis is Basis.PERIOD):
            return
        nearest: dict[str, SeriesRow] = {}
        for row in known_rows(self._data, view.as_of):
            if not self._is_beside(row, main):
                continue
            before = nearest.get(row.source)
            if before is None or _nearness(row, main) > _nearness(before, main):
                nearest[row.source] = row
        order = [source.id for source in self._situation.sources]
        leading = shown_sources(self._data, view)
        rows = sorted(
            nearest.values(),
            key=lambda row: (row.source not in leading, -row.interval_end.toordinal(), order.index(row.source)),
        )
        yield from self._side_by_side("briefing.others", rows)

    def _is_beside(self, row: SeriesRow, main: SeriesRow) -> bool:
        """Whether a row counts the same at about the same time, by another source and with another number."""
        same = (row.measure, row.unit, row.flow_point, row.kind, row.basis) == (
            main.measure,
            main.unit,
            main.flow_point,
            main.kind,
            main.basis,
        )
        return (
            same
            and self._group_asked(row, main)
            and row.source != main.source
            and stands(row)
            and _numbers(row)[0] is not None
            and _numbers(row) != _numbers(main)
            and abs(row.interval_end - main.interval_end) <= NEAR[main.kind]
            and not (self._view.end and row.interval_end > self._view.end)
        )

    def _groups(self, main: SeriesRow, rows: Sequence[SeriesRow]) -> Iterator[Sentence]:
        """The latest count of each other group, where the view is of several."""
        if self._view.group != ALL:
            return
        latest: dict[Group, SeriesRow] = {}
        for row in rows:
            group = _row_group(row)
            told = _numbers(row)[0] is not None and row.flow_point == main.flow_point
            if not told or group == _row_group(main):
                continue
            if group not in latest or _weight(row) > _weight(latest[group]):
                latest[group] = row
        yield from self._side_by_side("briefing.groups", sorted(latest.values(), key=_weight, reverse=True))

    def _newer_groups(self, main: SeriesRow) -> Iterator[Sentence]:
        """Counts of single groups after the leading count, where that is of all people."""
        if self._view.group != ALL or _row_group(main) != ANYONE:
            return
        latest: dict[Group, SeriesRow] = {}
        for row in rows_of(self._data, self._view, every_group=True):
            newer = row.interval_end > main.interval_end and row.kind is main.kind
            told = newer and stands(row) and _numbers(row)[0] is not None and row.flow_point == main.flow_point
            group = _row_group(row)
            if told and group != ANYONE and (group not in latest or _weight(row) > _weight(latest[group])):
                latest[group] = row
        yield from self._side_by_side("briefing.newer", sorted(latest.values(), key=_weight, reverse=True))

    def _side_by_side(self, name: str, rows: Sequence[SeriesRow]) -> Iterator[Sentence]:
        if not rows:
            return
        parts = [self._count(self._known(row), row) for row in rows[:_MOST_OTHERS]]
        if len(rows) > _MOST_OTHERS:
            parts.append(self._words.count("sources.more", len(rows) - _MOST_OTHERS))
        text = self._words(name, list=self._words("list.semicolon").join(parts))
        yield self._sentence(About.OTHERS, text, [row.figure_ids[0] for row in rows[:_MOST_OTHERS]])

    def _count(self, known: KnownFigure, row: SeriesRow | None = None) -> str:
        """A count in a list: how many, since when, who says so, of which day."""
        words, figure = self._words, known.figure
        since = ""
        if row is not None:
            since = self._start(row)
        elif figure.kind is Kind.FLOW and figure.basis is Basis.CUMULATIVE and figure.ref_start is not None:
            start = figure.ref_start.isoformat()
            since = phase_name(words, self._situation, figure.source, start, figure.measure)
        day = words("date.unknown")
        if figure.ref_end is not None:
            batch = figure.kind is Kind.FLOW and figure.basis is Basis.PERIOD and figure.ref_start is not None
            day = days_of(words, figure.ref_start if batch else figure.ref_end, figure.ref_end, figure.ref_precision)
        return words(
            "briefing.count.since" if since else "briefing.count",
            people=counted(words, self._situation, known).text,
            source=shown(words, self._source_name(figure.source)),
            day=day,
            **({"since": since} if since else {}),
        )

    def _source_name(self, source: str) -> str:
        names = {one.id: one.names.in_language(self._words.language) for one in self._situation.sources}
        return names.get(source, source)

    # --- What cannot be, and what is not known -----------------------------------------------------------------------

    def _contradictions(self, main: SeriesRow) -> Iterator[Sentence]:
        """How many sets of figures cannot all be true, and the one whose figures are furthest apart."""
        words = self._words
        sets = [row for row in self._data.contradictions if self._is_about(row, main)]
        if not sets:
            return
        widest = max(sets, key=lambda row: (row.gap, row.figure_ids))
        parts = [self._count(self._data.figures[figure_id]) for figure_id in widest.figure_ids]
        text = words.count(
            "briefing.contradictions",
            len(sets),
            gap=people(words, widest.unit, widest.gap),
            list=words("list.semicolon").join(parts),
        )
        sentence = self._sentence(About.CONTRADICTION, text, widest.figure_ids)
        if len(sets) > 1:
            # That there are others is seen from the view as a whole.
            sentence = replace(sentence, notes=tuple(sorted({*sentence.notes, *self.notes.record(self._view)})))
        yield sentence

    def _is_about(self, row: ContradictionRow, main: SeriesRow) -> bool:
        view = self._view
        if (row.measure, row.flow_point, row.kind) != (main.measure, main.flow_point, main.kind):
            return False
        if row.reading is not self._situation.reconciliation.reading or row.verdict is not Verdict.CONTRADICTION:
            return False
        day = self._request.known_on
        if row.vintage > day or (row.vintage_end is not None and row.vintage_end <= day):
            return False
        figures = [self._data.figures[figure_id] for figure_id in row.figure_ids]
        if view.group != ALL and not any(_group(known) == _row_group(main) for known in figures):
            return False
        if not any(known.figure.unit is view.unit for known in figures):
            return False
        ends = [known.figure.ref_end for known in figures if known.figure.ref_end is not None]
        return not any((view.start and end < view.start) or (view.end and end > view.end) for end in ends)

    def _withheld(self, rows: Sequence[SeriesRow], main: SeriesRow | None) -> Iterator[Sentence]:
        """Of whom a count is known and masked: parts of the leading count, and the view's own groups."""
        words = self._words
        known = [part for part in self._children(self._known(main)) if part.masked] if main is not None else []
        masked = [row for row in rows if row.obs_status is ObsStatus.SUPPRESSED]
        latest: dict[Group, SeriesRow] = {}
        for row in masked:
            if _row_group(row) not in latest or row.interval_end >= latest[_row_group(row)].interval_end:
                latest[_row_group(row)] = row
        known += [self._known(row) for row in latest.values()]
        told = {(_group(one), one.report.report_id): one for one in known if one.masked}
        if not told:
            return
        entries = [
            words(
                "briefing.withheld.group",
                group=group_name(words, self._situation, one.figure.nationality, one.figure.population),
                source=self._source_name(one.figure.source),
                day=words.day(one.figure.ref_end) if one.figure.ref_end else words("date.unknown"),
            )
            for one in told.values()
        ]
        parts = entries[:_MOST_OTHERS]
        if len(entries) > _MOST_OTHERS:
            parts.append(words.count("sources.more", len(entries) - _MOST_OTHERS))
        text = words("briefing.withheld", list=words("list.semicolon").join(parts))
        yield self._sentence(About.UNKNOWN, text, [one.figure.figure_id for one in told.values()][:_MOST_OTHERS])

    def _silence(self) -> Iterator[Sentence]:
        """How long before the day whose knowledge is shown the last report came out."""
        known = [vintage for vintage in self._data.summary.vintages if vintage <= self._request.known_on]
        if not known:
            return
        age = (self._request.known_on - known[-1]).days
        last = [one for one in self._data.figures.values() if one.report.published == known[-1] and _counts(one)]
        if age < 1 or not last:
            return
        days = {"day": self._words.day(self._request.known_on), "last": self._words.day(known[-1])}
        text = self._words.count("briefing.silence", age, **days)
        yield self._sentence(About.UNKNOWN, text, [min(one.figure.figure_id for one in last)])

    def _known(self, row: SeriesRow) -> KnownFigure:
        return self._data.figures[row.figure_ids[0]]


# --- Rows and figures ------------------------------------------------------------------------------------------------


def _counts(known: KnownFigure) -> bool:
    """Whether a figure was taken into the ledger as something that happened."""
    return known.figure.status is Status.ACCEPTED and known.figure.modality is Modality.REPORTED


def _group(known: KnownFigure) -> Group:
    return Group(known.figure.nationality, known.figure.population)


def _row_group(row: SeriesRow) -> Group:
    return Group(row.nationality, row.population)


def _numbers(row: SeriesRow) -> tuple[int | None, int | None, int | None]:
    """Lower end, number and upper end of a running total or of a count of those present."""
    if row.kind is Kind.STOCK:
        return row.stock_lower, row.stock_point, row.stock_upper
    return row.cumulative_lower, row.cumulative_point, row.cumulative_upper


def _size(known: KnownFigure) -> int:
    return 0 if known.bounds is None else known.bounds.point or known.bounds.lower


def _weight(row: SeriesRow) -> tuple[object, ...]:
    """Which of two counts is the one to tell: the later, then the larger."""
    return row.interval_end, _numbers(row)[1] or _numbers(row)[0] or 0, row.figure_ids


def _nearness(row: SeriesRow, main: SeriesRow) -> tuple[object, ...]:
    """Which of two counts of one source stands beside a third: the nearer, then the larger."""
    apart = abs((row.interval_end - main.interval_end).days)
    return -apart, row.phase == main.phase, _numbers(row)[1] or _numbers(row)[0] or 0, row.figure_ids


def _line(row: SeriesRow) -> tuple[object, ...]:
    """What the counts of one series share."""
    return row.source, row.flow_point, row.nationality, row.population, row.kind, row.basis, row.phase


def _adds_nothing(row: SeriesRow) -> bool:
    """Whether a total repeats the one before it to the last person."""
    return len(row.figure_ids) > 1 and row.new_lower == row.new_upper == 0


def _day_before(row: SeriesRow) -> date:
    """The day of the total that a row is the difference to."""
    assert row.interval_start is not None, "a difference begins after a day"
    return row.interval_start - _ONE_DAY
