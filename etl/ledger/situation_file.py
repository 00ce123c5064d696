"""situation.toml and corrections.toml → records, every mistake named with its place in the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from etl.errors import NotFoundError, Problem
from etl.ledger.cells import CellError, nationality
from etl.ledger.sheets import decode
from etl.model import (
    RECONCILED,
    AlertKind,
    AlertRule,
    Correction,
    Event,
    FlowPoint,
    Headline,
    Joining,
    LicenceTerms,
    Measure,
    Names,
    Phase,
    Place,
    Population,
    Quantities,
    Reading,
    Situation,
    Source,
    Unit,
    Withheld,
)
from etl.quantities import quantity_table


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


Words = Annotated[dict[str, Annotated[str, Field(min_length=1)]], Field(min_length=1)]


def _known_table(name: str) -> str:
    try:
        return quantity_table(name).name
    except NotFoundError as error:
        raise ValueError(str(error)) from None


QuantityTableName = Annotated[str, AfterValidator(_known_table)]
Identifier = Annotated[str, Field(pattern=r"^\w[\w\-]*$")]


class _Source(_Part):
    id: Identifier
    name: Words
    url: str = ""
    lead: bool = False


class _Population(_Part):
    id: Identifier
    name: Words


class _Place(_Part):
    id: Identifier
    name: Words
    aliases: list[str] = []


class _FlowPoint(_Part):
    id: Identifier
    name: Words
    measures: Annotated[list[Measure], Field(min_length=1)]
    from_: Annotated[list[str], Field(alias="from")] = []
    to: list[str] = []


class _Phase(_Part):
    source: str
    start: date
    measures: Annotated[list[Measure], Field(min_length=1)]
    name: Words


class _Event(_Part):
    day: Annotated[date, Field(alias="date")]
    name: Words
    url: str = ""


class _Headline(_Part):
    id: Identifier
    measure: Measure
    unit: Unit
    source: str
    nationality: str = ""
    population: str = ""


class _Household(_Part):
    min: Annotated[int, Field(ge=1)] = 1
    max: Annotated[int, Field(ge=1)] = 15


class _Quantities(_Part):
    table: QuantityTableName = "waymark"
    by_source: dict[str, QuantityTableName] = {}


class _Reconciliation(_Part):
    as_printed: list[str] = []
    reading: Reading = Reading.TABLE
    apart: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = []


def _as_list(value: object) -> object:
    """One licence may be written without the brackets of a list."""
    return [value] if isinstance(value, str) else value


class _Licence(_Part):
    licence: Annotated[list[str], BeforeValidator(_as_list), Field(min_length=1)]
    withhold: Annotated[list[Withheld], Field(min_length=1)]
    reason: Words


def _kebab_case(text: str) -> str:
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) is None:
        raise ValueError("write small letters and digits, words joined by hyphens: many-in-a-week")
    return text


class _Alert(_Part):
    """A rule as it is written. What a kind of rule has no use for is refused, so that nobody relies on it."""

    id: Annotated[str, AfterValidator(_kebab_case)]
    rule: AlertKind
    measure: Measure | None = None
    unit: Unit | None = None
    nationality: str | None = None
    population: str | None = None
    flow_point: str | None = None
    number: Annotated[int | None, Field(strict=True)] = None
    basis: Literal["reported", "reconciled"] | None = None
    source: str | None = None
    certain: Annotated[bool | None, Field(strict=True)] = None
    reading: Reading | None = None
    days: Annotated[int | None, Field(strict=True)] = None


class _SituationFile(_Part):
    schema_: Annotated[int, Field(alias="schema", ge=1, le=1)]
    id: Identifier
    default_measure: Measure
    title: Words
    summary: Words
    household: _Household = _Household()
    quantities: _Quantities = _Quantities()
    reconciliation: _Reconciliation = _Reconciliation()
    sources: Annotated[list[_Source], Field(min_length=1)]
    populations: list[_Population] = []
    places: list[_Place] = []
    flow_points: Annotated[list[_FlowPoint], Field(min_length=1)]
    phases: list[_Phase] = []
    events: list[_Event] = []
    headlines: list[_Headline] = []
    licences: list[_Licence] = []
    alerts: list[_Alert] = []


class _Correction(_Part):
    figure: str
    field: str
    expected: str
    value: str
    reason: Annotated[str, Field(min_length=1)]
    by: Annotated[str, Field(min_length=1)]


class _CorrectionsFile(_Part):
    correction: list[_Correction] = []


Parsed = TypeVar("Parsed", bound=BaseModel)


def read_situation(file: Path, problems: list[Problem]) -> tuple[Situation | None, tuple[AlertRule, ...]]:
    """The situation that `file` defines, and its alerts; None, and the problems added, when it cannot be read."""
    parsed = _read(file, _SituationFile, problems)
    if parsed is None:
        return None, ()
    situation = _situation(parsed)
    wrong = [*_dangling(situation), *_wrong_alerts(parsed.alerts, situation)]
    problems.extend(Problem(file, 0, place, found, expected) for place, found, expected in wrong)
    return situation, tuple(_alert_rule(entry) for entry in parsed.alerts)


def read_corrections(file: Path, problems: list[Problem]) -> tuple[Correction, ...]:
    """The corrections in `file`; none when there is no such file."""
    if not file.exists():
        return ()
    parsed = _read(file, _CorrectionsFile, problems)
    if parsed is None:
        return ()
    return tuple(
        Correction(entry.figure, entry.field, entry.expected, entry.value, entry.reason, entry.by)
        for entry in parsed.correction
    )


def _read(file: Path, form: type[Parsed], problems: list[Problem]) -> Parsed | None:
    try:
        return form.model_validate(tomllib.loads(decode(file.read_bytes())))
    except FileNotFoundError:
        problems.append(
            Problem(file, 0, "", "no such file", "a situation needs one: see the README, «a new situation»")
        )
    except OSError as error:
        found = f"a file that cannot be opened ({error.strerror})"
        problems.append(Problem(file, 0, "", found, "give it back its place and permissions"))
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is not {error.encoding.upper()}"
        problems.append(Problem(file, 0, "", found, "save the file in UTF-8"))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(file, 0, "", f"broken TOML ({error})", "mend the line it names"))
    except ValidationError as error:
        for part in error.errors():
            place = ".".join(str(step) for step in part["loc"])
            problems.append(Problem(file, 0, place, _shown(part["input"]), part["msg"]))
    return None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _names(words: dict[str, str]) -> Names:
    return Names(tuple(sorted(words.items())))


def _situation(parsed: _SituationFile) -> Situation:
    return Situation(
        id=parsed.id,
        title=_names(parsed.title),
        summary=_names(parsed.summary),
        default_measure=parsed.default_measure,
        sources=tuple(Source(entry.id, _names(entry.name), entry.url, entry.lead) for entry in parsed.sources),
        places=tuple(Place(entry.id, _names(entry.name), tuple(entry.aliases)) for entry in parsed.places),
        flow_points=tuple(
            FlowPoint(entry.id, _names(entry.name), tuple(entry.measures), tuple(entry.from_), tuple(entry.to))
            for entry in parsed.flow_points
        ),
        populations=tuple(Population(entry.id, _names(entry.name)) for entry in parsed.populations),
        phases=tuple(
            Phase(entry.source, entry.start, tuple(entry.measures), _names(entry.name)) for entry in parsed.phases
        ),
        events=tuple(Event(entry.day, _names(entry.name), entry.url) for entry in parsed.events),
        headlines=tuple(
            Headline(entry.id, entry.measure, entry.unit, entry.source, entry.nationality, entry.population)
            for entry in parsed.headlines
        ),
        quantities=Quantities(parsed.quantities.table, tuple(sorted(parsed.quantities.by_source.items()))),
        household_min=parsed.household.min,
        household_max=parsed.household.max,
        reconciliation=Joining(
            tuple(sorted(parsed.reconciliation.as_printed)),
            parsed.reconciliation.reading,
            tuple(sorted((one, other) for one, other in parsed.reconciliation.apart)),
        ),
        licences=tuple(
            LicenceTerms(
                tuple(entry.licence), tuple(one for one in Withheld if one in entry.withhold), _names(entry.reason)
            )
            for entry in parsed.licences
        ),
    )


def place_names(place: Place) -> tuple[str, ...]:
    """Everything that a ledger may call a place."""
    return (place.id, *place.aliases, *(name for _, name in place.names.by_language))


def _dangling(situation: Situation) -> list[tuple[str, str, str]]:
    """References inside the file that lead nowhere, and ids given twice."""
    wrong: list[tuple[str, str, str]] = []
    for room, ids in (
        ("sources", [source.id for source in situation.sources]),
        ("populations", [population.id for population in situation.populations]),
        ("places", [place.id for place in situation.places]),
        ("flow_points", [flow_point.id for flow_point in situation.flow_points]),
        ("headlines", [headline.id for headline in situation.headlines]),
    ):
        wrong += [
            (room, f"the id {name!r} twice", "keep one of them") for name in sorted(set(ids)) if ids.count(name) > 1
        ]
    named: dict[str, str] = {}
    for place in situation.places:
        for name in place_names(place):
            if named.setdefault(name, place.id) != place.id:
                wrong.append((f"places.{place.id}", f"{name!r}, a name of {named[name]} too", "let one place have it"))
    sources = {source.id for source in situation.sources}
    places = {place.id for place in situation.places} | {""}
    populations = {population.id for population in situation.populations} | {""}
    for flow_point in situation.flow_points:
        for name in (*flow_point.place_from, *flow_point.place_to):
            if name not in places:
                wrong.append((f"flow_points.{flow_point.id}", repr(name), "name the id of a place of this file"))
    for phase in situation.phases:
        if phase.source not in sources:
            wrong.append(("phases", repr(phase.source), f"name one of the sources {', '.join(sorted(sources))}"))
    for headline in situation.headlines:
        if headline.source not in sources:
            wrong.append((f"headlines.{headline.id}", repr(headline.source), "name the id of a source of this file"))
        if headline.population not in populations:
            wrong.append((f"headlines.{headline.id}", repr(headline.population), "name a population of this file"))
    for name, _ in situation.quantities.by_source:
        if name not in sources:
            wrong.append(("quantities.by_source", repr(name), "name the id of a source of this file"))
    joined = situation.reconciliation
    for name in joined.as_printed:
        if name not in sources:
            wrong.append(("reconciliation.as_printed", repr(name), "name the id of a source of this file"))
    if joined.reading is Reading.PRINTED and not joined.as_printed:
        wrong.append(("reconciliation.reading", repr("printed"), "name the sources that are read so in as_printed"))
    for one, other in joined.apart:
        for name in {one, other} - populations:
            try:
                nationality(name)
            except CellError as error:
                wrong.append(("reconciliation.apart", repr(name), f"name a population of this file, or {error}"))
        if one == other:
            wrong.append(("reconciliation.apart", f"{one!r} twice", "name two groups that exclude each other"))
    licences = [licence for terms in situation.licences for licence in terms.licences]
    for licence in sorted(set(licences)):
        if licences.count(licence) > 1:
            wrong.append(("licences", f"{licence!r} twice", "let one entry say all that is withheld under it"))
    if situation.household_min > situation.household_max:
        wrong.append(("household", f"min {situation.household_min}", f"at most max, {situation.household_max}"))
    return wrong


_ALERTS: dict[AlertKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    AlertKind.WEEK_ABOVE: (
        ("measure", "number"),
        ("unit", "nationality", "population", "flow_point", "basis", "source", "certain"),
    ),
    AlertKind.NEW_CONTRADICTION: ((), ("measure", "number", "reading")),
    AlertKind.SILENCE: (("days",), ("source",)),
}
"""What each kind of rule has to have, and what else it may have, besides `id` and `rule`."""
_LEAST = {AlertKind.WEEK_ABOVE: 0, AlertKind.NEW_CONTRADICTION: 1}
"""The least `number` of a rule: a week above 0 is one with anybody in it; a contradiction has a gap."""


def _alert_rule(entry: _Alert) -> AlertRule:
    number = entry.number
    if number is None:
        number = _LEAST.get(entry.rule, 0)
    together = entry.rule is AlertKind.WEEK_ABOVE and entry.basis != "reported"
    return AlertRule(
        id=entry.id,
        rule=entry.rule,
        number=number,
        days=entry.days or 0,
        measure=entry.measure,
        unit=entry.unit or Unit.PERSONS,
        nationality=entry.nationality or "",
        population=entry.population or "",
        flow_point=entry.flow_point or "",
        source=RECONCILED if together else entry.source or "",
        certain=entry.certain is not False,
        reading=entry.reading,
    )


def _wrong_alerts(entries: list[_Alert], situation: Situation) -> Iterator[tuple[str, str, str]]:
    """What of the alerts leads nowhere, does not belong to its kind of rule, or can never be."""
    ids = [entry.id for entry in entries]
    for name in sorted(set(ids)):
        if ids.count(name) > 1:
            yield "alerts", f"the id {name!r} twice", "give each alert an id of its own"
    for entry in entries:
        for field, found, expected in (
            *_wrong_fields(entry),
            *_wrong_numbers(entry),
            *_unknown_names(entry, situation),
        ):
            yield f"alerts.{entry.id}.{field}", found, expected


def _wrong_fields(entry: _Alert) -> Iterator[tuple[str, str, str]]:
    needed, possible = _ALERTS[entry.rule]
    given = [name for name in type(entry).model_fields if getattr(entry, name) is not None]
    for name in given:
        if name not in ("id", "rule", *needed, *possible):
            has = ", ".join((*needed, *possible))
            yield name, _shown(getattr(entry, name)), f"leave it out: beside id and rule {entry.rule.value} has {has}"
    for name in needed:
        if name not in given:
            yield name, "nothing", f"write it: {entry.rule.value} needs {' and '.join(needed)}"
    if entry.rule is AlertKind.WEEK_ABOVE:
        if entry.basis == "reported" and entry.source is None:
            yield "source", "nothing", "name who counts: a reported week is that of one source"
        if entry.basis != "reported" and entry.source is not None:
            expected = 'leave it out, or write basis = "reported": a reconciled week is that of all sources together'
            yield "source", _shown(entry.source), expected


def _wrong_numbers(entry: _Alert) -> Iterator[tuple[str, str, str]]:
    least = _LEAST.get(entry.rule)
    if entry.number is not None and least is not None and entry.number < least:
        yield "number", str(entry.number), f"write {least} or more"
    if entry.days is not None and entry.days < 1:
        yield "days", str(entry.days), "write 1 or more"


def _unknown_names(entry: _Alert, situation: Situation) -> Iterator[tuple[str, str, str]]:
    """References of a rule that lead nowhere in its file, each with the names that there are."""
    for field, known in (
        ("source", [source.id for source in situation.sources]),
        ("population", [population.id for population in situation.populations]),
        ("flow_point", [flow_point.id for flow_point in situation.flow_points]),
    ):
        name = getattr(entry, field)
        if name is not None and name not in known:
            there_are = f": {', '.join(sorted(known))}" if known else "; it has none"
            yield field, repr(name), f"name a {field.replace('_', ' ')} of this file{there_are}"
    if entry.nationality is not None:
        try:
            nationality(entry.nationality)
        except CellError as error:
            yield "nationality", repr(entry.nationality), str(error)
    if entry.measure is Measure.POPULATION and entry.rule is AlertKind.WEEK_ABOVE:
        yield "measure", repr(entry.measure.value), "name a measure of people on the move: a population is of a day"
    elif entry.measure is not None:
        counting = [point.id for point in situation.flow_points if entry.measure in point.measures]
        if not counting:
            measures = sorted({measure.value for point in situation.flow_points for measure in point.measures})
            expected = f"name a measure that a flow point of this file counts: {', '.join(measures)}"
            yield "measure", repr(entry.measure.value), expected
        elif entry.flow_point and entry.flow_point not in counting:
            known = [point.id for point in situation.flow_points]
            if entry.flow_point in known:
                expected = f"name a flow point that counts {entry.measure.value}: {', '.join(sorted(counting))}"
                yield "flow_point", repr(entry.flow_point), expected
    printed = entry.reading is Reading.PRINTED and not situation.reconciliation.as_printed
    if printed and entry.rule is AlertKind.NEW_CONTRADICTION:
        yield "reading", repr("printed"), "name the sources that are read so in as_printed of [reconciliation]"
