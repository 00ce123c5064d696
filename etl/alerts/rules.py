"""Rules and what is known → the alerts that hold. Pure.

An alert is a fact with a name, its key: a week that is above a number, a set of figures that contradict each other, a
last report with a long silence after it. As long as it is the same fact it has the same key, whatever its numbers do
meanwhile, so that whoever keeps the keys tells it once.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, urlencode

from etl.alerts.weeks import Week, weeks_of
from etl.alerts.words import Said, say_contradiction, say_silence, say_week
from etl.model import (
    RECONCILED,
    AlertKind,
    AlertRule,
    ContradictionRow,
    Measure,
    Names,
    Reading,
    Report,
    SeriesRow,
    Situation,
    Unit,
    Verdict,
)

_SEEN_BEFORE = timedelta(weeks=5)
"""How much of the time before a week the linked page shows."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """What alerts need of a figure. `lower`, `point` and `upper` are its bounds, as its words are read."""

    figure_id: str
    report_id: str
    source: str
    measure: Measure
    nationality: str
    population: str
    lower: int
    point: int | None
    upper: int | None

    @property
    def in_breakdown(self) -> bool:
        return bool(self.nationality or self.population)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a situation: its series and contradictions, reports and figures that nobody put aside."""

    situation: Situation
    rows: Sequence[SeriesRow]
    contradictions: Sequence[ContradictionRow]
    reports: Sequence[Report]
    figures: Mapping[str, KnownFigure]


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that a rule asks to be told. Key: situation, `rule` (the rule's id) and `key`.

    `includes` are the keys of what is known besides once this is: a week that is certainly above is possibly above.
    `number` is the rule's own, of silence its days. `certain`: of a week, that its lower bound is above. What was found
    is `lower`, `point` and `upper`: people or families of a week, of a contradiction its gap, of silence its days; they
    are empty where no number is told. `start` and `end` are the days that it is about, of silence the day of the last
    report. `reports` are addresses, `link` is the path and query of the dashboard's page.
    """

    situation: str
    rule: str
    kind: AlertKind
    key: str
    includes: tuple[str, ...]
    title: Names
    sentence: Names
    number: int
    certain: bool
    start: date | None
    end: date | None
    lower: int | None
    point: int | None
    upper: int | None
    figure_ids: tuple[str, ...]
    reports: tuple[str, ...]
    link: str

    @property
    def name(self) -> tuple[str, str, str]:
        return self.situation, self.rule, self.key


def alerts_of(rules: Iterable[AlertRule], known: Known, today: date, *, suppress_below: int = 0) -> list[Alert]:
    """Every alert that holds of a situation, in the order of its rules and then of time.

    With `suppress_below` a week of a nationality or population is told from that number on only, and where any number
    of such groups is smaller no number of them is told, besides the rule's own.
    """
    small = _measures_with_small_groups(known, suppress_below)
    found: list[Alert] = []
    for rule in rules:
        match rule.rule:
            case AlertKind.WEEK_ABOVE:
                found += _weeks(rule, known, suppress_below, rule.measure in small)
            case AlertKind.NEW_CONTRADICTION:
                found += _contradictions(rule, known, small)
            case AlertKind.SILENCE:
                found += _silence(rule, known, today)
    return found


# Weeks


class _Above(NamedTuple):
    week: Week
    certain: bool


def _weeks(rule: AlertRule, known: Known, suppress_below: int, withheld: bool) -> Iterator[Alert]:
    of_group = bool(rule.nationality or rule.population)
    number = max(rule.number, suppress_below - 1) if of_group else rule.number
    above: dict[tuple[str, str], _Above] = {}
    for week in weeks_of(known.rows, rule):
        one = _Above(week, week.lower > number)
        if one.certain or (not rule.certain and week.reach > number):
            # Of several counts of one source the one that says most speaks for the week.
            name = week.name, week.flow_point
            above[name] = max(above.get(name, one), one, key=_how_far)
    for (week_name, flow_point), (week, certain) in above.items():
        said = say_week(known.situation, rule, week, certain=certain, number=number, withheld=of_group and withheld)
        told = not (of_group and withheld)
        yield Alert(
            situation=known.situation.id,
            rule=rule.id,
            kind=rule.rule,
            key=f"{week_name} {flow_point} {'certain' if certain else 'possible'}",
            includes=(f"{week_name} {flow_point} possible",) if certain else (),
            title=said.title,
            sentence=said.sentence,
            number=number,
            certain=certain,
            start=week.start,
            end=week.end,
            lower=week.lower if told else None,
            point=week.point if told else None,
            upper=week.upper if told else None,
            figure_ids=week.figure_ids,
            reports=_addresses(known, week.figure_ids),
            link=_link_to_week(known.situation, rule, week),
        )


def _how_far(one: _Above) -> tuple[bool, int, int]:
    return one.certain, one.week.lower, one.week.reach


def _link_to_week(situation: Situation, rule: AlertRule, week: Week) -> str:
    asked = {}
    if rule.measure is not None and rule.measure is not situation.default_measure:
        asked["measure"] = rule.measure.value
    if rule.unit is not Unit.PERSONS:
        asked["unit"] = rule.unit.value
    if rule.nationality or rule.population:
        asked["group"] = "+".join(filter(None, (rule.nationality, rule.population)))
    if rule.source == RECONCILED:
        asked |= {"basis": "reconciled", "point": week.flow_point}
    else:
        asked["source"] = rule.source
    asked |= {"start": (week.start - _SEEN_BEFORE).isoformat(), "end": week.end.isoformat()}
    return _link(situation, "", asked)


# Contradictions


def _contradictions(rule: AlertRule, known: Known, small: Collection[Measure]) -> Iterator[Alert]:
    reading = rule.reading or known.situation.reconciliation.reading
    rows = [row for row in known.contradictions if _is_told(row, rule, reading)]
    for row in sorted(rows, key=lambda row: (-row.gap, row.figure_ids)):
        of_group = any(
            figure_id not in known.figures or known.figures[figure_id].in_breakdown for figure_id in row.figure_ids
        )
        withheld = of_group and row.measure in small
        said: Said = say_contradiction(known.situation, row, withheld=withheld)
        yield Alert(
            situation=known.situation.id,
            rule=rule.id,
            kind=rule.rule,
            # The same figures contradict each other however wide the gap becomes, and in whatever order they came.
            key=" ".join(sorted(row.figure_ids)),
            includes=(),
            title=said.title,
            sentence=said.sentence,
            number=rule.number,
            certain=True,
            start=row.interval_start or row.day,
            end=row.interval_end or row.day,
            lower=None if withheld else row.gap,
            point=None if withheld else row.gap,
            upper=None if withheld else row.gap,
            figure_ids=row.figure_ids,
            reports=_addresses(known, row.figure_ids),
            link=_link_to_contradiction(known.situation, row),
        )


def _is_told(row: ContradictionRow, rule: AlertRule, reading: Reading) -> bool:
    return (
        row.vintage_end is None
        and row.verdict is Verdict.CONTRADICTION
        and row.reading is reading
        and rule.measure in (None, row.measure)
        and row.gap >= rule.number
    )


def _link_to_contradiction(situation: Situation, row: ContradictionRow) -> str:
    asked = {} if row.reading is Reading.TABLE else {"reading": row.reading.value}
    asked["figure"] = row.figure_ids[0]
    anchor = sha256(" ".join(row.figure_ids).encode()).hexdigest()[:10]
    return _link(situation, "/contradictions", asked) + f"#set-{anchor}"


# Silence


def _silence(rule: AlertRule, known: Known, today: date) -> Iterator[Alert]:
    counted = {figure.report_id for figure in known.figures.values() if figure.source == rule.source}
    dated = [
        (report.published, report)
        for report in known.reports
        # A date that is yet to come is a slip, and would keep a silence from being told. East of here it is tomorrow.
        if report.published is not None
        and report.published <= today + _ONE_DAY
        and (not rule.source or report.report_id in counted)
    ]
    if not dated:
        # Nobody knows since when.
        return
    last = max(day for day, _ in dated)
    waited = (today - last).days
    if waited < rule.days:
        return
    said = say_silence(known.situation, rule, last, waited)
    yield Alert(
        situation=known.situation.id,
        rule=rule.id,
        kind=rule.rule,
        key=last.isoformat(),
        includes=(),
        title=said.title,
        sentence=said.sentence,
        number=rule.days,
        certain=True,
        start=last,
        end=None,
        lower=waited,
        point=waited,
        upper=waited,
        figure_ids=(),
        reports=tuple(sorted({report.url for day, report in dated if day == last})),
        link=_link(known.situation, "", {}),
    )


# What they share


def _addresses(known: Known, figure_ids: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the reports that print the figures, in that order, each once."""
    urls = {report.report_id: report.url for report in known.reports}
    named = (known.figures[figure_id].report_id for figure_id in figure_ids if figure_id in known.figures)
    return tuple(dict.fromkeys(urls[report_id] for report_id in named if report_id in urls))


def _link(situation: Situation, page: str, asked: Mapping[str, str]) -> str:
    # A plus sign joins the parts of a group, and bare it would be read as a space.
    query = urlencode(asked, safe=":", quote_via=quote)
    return f"/s/{quote(situation.id)}{page}" + (f"?{query}" if query else "")


def _measures_with_small_groups(known: Known, below: int) -> set[Measure]:
    """The measures of which some nationality or population has a number from 1 to `below` − 1.

    Other numbers of such groups could give it back by a difference, so of these measures none is told.
    """

    def small(*numbers: int | None) -> bool:
        return any(number is not None and 0 < number < below for number in numbers)

    of_rows = {
        row.measure
        for row in known.rows
        if (row.nationality or row.population)
        and small(
            *(row.new_lower, row.new_point, row.new_upper),
            *(row.cumulative_lower, row.cumulative_point, row.cumulative_upper),
            *(row.stock_lower, row.stock_point, row.stock_upper),
        )
    }
    of_figures = {
        figure.measure
        for figure in known.figures.values()
        if figure.in_breakdown and small(figure.lower, figure.point, figure.upper)
    }
    return of_rows | of_figures


def rule_name(rule: AlertRule) -> str:
    """A name for what a rule asks: another number or measure makes it another rule, another default does not."""
    plain = AlertRule(rule.id, rule.rule)
    asked = {
        name: str(getattr(rule, name))
        for name in AlertRule.__dataclass_fields__
        if getattr(rule, name) != getattr(plain, name)
    }
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]
