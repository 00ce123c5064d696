"""situation.toml and corrections.toml → records, every mistake named with its place in the file."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from etl.errors import NotFoundError, Problem
from etl.ledger.cells import CellError, nationality
from etl.ledger.sheets import decode
from etl.model import (
    Correction,
    Event,
    FlowPoint,
    Headline,
    Joining,
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


def read_situation(file: Path, problems: list[Problem]) -> Situation | None:
    """The situation that `file` defines; None, and the problems added, when it cannot be read."""
    parsed = _read(file, _SituationFile, problems)
    if parsed is None:
        return None
    situation = _situation(parsed)
    problems.extend(Problem(file, 0, place, found, expected) for place, found, expected in _dangling(situation))
    return situation


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
    if situation.household_min > situation.household_max:
        wrong.append(("household", f"min {situation.household_min}", f"at most max, {situation.household_max}"))
    return wrong
