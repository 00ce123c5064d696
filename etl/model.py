"""The records and vocabularies of a ledger and of the series made from it.

The words are those of the field (IDMC, EGRISS, SDMX): see the method page. A record here is what a person could read
in a ledger; nothing is derived, so two records are equal when their rows say the same.

Imports nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

SCHEMA_VERSION = 3

RECONCILED = "reconciled"
"""The source of a row that follows from all figures together, in the place where other rows name who counted."""


class Measure(StrEnum):
    """What was counted."""

    EXITS = "exits"
    ARRIVALS = "arrivals"
    DEPARTURES = "departures"
    RETURNS = "returns"
    DISPLACED = "displaced"
    CROSS_BORDER = "cross_border"
    POPULATION = "population"
    ARRESTS = "arrests"
    SURRENDERS = "surrenders"
    ARRESTS_SURRENDERS = "arrests_surrenders"
    RELEASES = "releases"
    DEATHS = "deaths"
    INJURED = "injured"


class Kind(StrEnum):
    """`flow`: movements or events over an interval. `stock`: a count at a date, never summed over time."""

    FLOW = "flow"
    STOCK = "stock"


class Basis(StrEnum):
    """`cumulative`: a running total from a named start. `period`: what happened in the interval itself."""

    CUMULATIVE = "cumulative"
    PERIOD = "period"


class Unit(StrEnum):
    """Persons or families (households). Never converted into each other silently."""

    PERSONS = "persons"
    FAMILIES = "families"


class Quantifier(StrEnum):
    """How the report qualifies its number."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    RANGE = "range"
    VAGUE = "vague"


class Precision(StrEnum):
    """How precisely the reference interval is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    APPROX = "approx"


class Modality(StrEnum):
    """Only what is reported is counted; plans and projections are kept and listed."""

    REPORTED = "reported"
    PLANNED = "planned"
    PROJECTED = "projected"


class Role(StrEnum):
    """`recommended` counts; `triangulation` supports: a reprint, a rounded form, a second source."""

    RECOMMENDED = "recommended"
    TRIANGULATION = "triangulation"


class Status(StrEnum):
    """Where a row stands in review. Only `accepted` rows count; nothing is deleted."""

    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class ObsStatus(StrEnum):
    """SDMX CL_OBS_STATUS, the codes in use here."""

    NORMAL = "A"
    ESTIMATED = "E"
    PROVISIONAL = "P"
    BREAK = "B"
    SUPPRESSED = "Q"
    MISSING = "O"


class Granularity(StrEnum):
    """`reported`: the interval that reports themselves give. The others are calendar periods."""

    REPORTED = "reported"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Reading(StrEnum):
    """How a source's qualified numbers are read when all figures are joined.

    `table`: by the situation's quantity table. `printed`: "about N", "more than N" and "at least N" as N itself.
    """

    TABLE = "table"
    PRINTED = "printed"


class Verdict(StrEnum):
    """Of figures that cannot all be true. `rounding`: no further apart than the coarsest of them is rounded."""

    ROUNDING = "rounding"
    CONTRADICTION = "contradiction"


class Severity(StrEnum):
    """Of a finding. `error`: the row contradicts itself. `warning`: look at it. `notice`: worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Flag(StrEnum):
    """What a row of a series wants a reader to know."""

    FIRST = "first"
    """The first running total of its phase: its interval reaches back to the start of the count."""
    CORRECTION = "correction"
    """A running total below an earlier one, beyond what their bounds allow: it replaces the earlier value."""
    SUPERSEDED = "superseded"
    """A running total that a later report corrected. It stays in the table and counts no more."""
    DIP = "dip"
    """A running total printed lower than the one before, though their bounds agree: no point for the interval."""
    NO_START = "no_start"
    """A running total whose start no report states: it is shown and never differenced."""
    NO_FIRST_DAY = "no_first_day"
    """A batch whose first day no report states: it is shown at its last day and has no width."""
    WORD_ONLY = "word_only"
    """A running total given as a word ("thousands"): a lower bound, never differenced."""


class LeftOut(StrEnum):
    """Why a figure is kept and stands in no series."""

    NO_REFERENCE_DATE = "no_reference_date"
    NO_PUBLICATION_DATE = "no_publication_date"
    NOT_REPORTED = "not_reported"
    ANOTHER_UNIVERSE = "another_universe"
    TRIANGULATION = "triangulation"
    NOT_ACCEPTED = "not_accepted"
    ENDS_BEFORE_START = "ends_before_start"


@dataclass(frozen=True, slots=True)
class Report:
    """One document: who published what, where and when. Key: `report_id` within a situation.

    `text` is where the report's text is held, from the situation's folder on, and `sha256` the checksum of that file;
    both are empty where none is held.
    """

    report_id: str
    publisher: str
    title: str
    url: str
    published: date | None = None
    published_basis: str = ""
    language: str = ""
    licence: str = ""
    retrieved: date | None = None
    sha256: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported count, as printed and as read. Key: `figure_id` within a situation.

    `value` is the printed number; it is empty for a range and for a vague word. `lower` and `upper` hold the ends of a
    range, the least that a vague word means, or an end that the words give besides the number ("nearly 5,000" is
    about 5,000 and at most 5,000). The bounds used in series are derived from these by a quantity table.
    `ref_start` and `ref_end` are the first and the last day, inclusive. `span_start` and `span_end` count code points
    of the report's text.
    """

    figure_id: str
    report_id: str
    situation: str
    source: str
    measure: Measure
    kind: Kind
    basis: Basis
    unit: Unit
    quantifier: Quantifier
    value: int | None = None
    lower: int | None = None
    upper: int | None = None
    as_reported: str = ""
    nationality: str = ""
    population: str = ""
    ref_start: date | None = None
    ref_end: date | None = None
    ref_precision: Precision = Precision.DAY
    place_from: str = ""
    place_to: str = ""
    part_of: str = ""
    same_as: str = ""
    role: Role = Role.RECOMMENDED
    modality: Modality = Modality.REPORTED
    status: Status = Status.ACCEPTED
    quote: str = ""
    span_start: int | None = None
    span_end: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The words for one thing, by language code ("en", "ar")."""

    by_language: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str:
        """The name in `language`, else in English, else in whatever language there is."""
        names = dict(self.by_language)
        return names.get(language) or names.get("en") or next(iter(names.values()), "")


@dataclass(frozen=True, slots=True)
class Source:
    """Who counts. `lead` sources are shown before a reader asks for others."""

    id: str
    names: Names
    url: str = ""
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Population:
    """A group of people other than a nationality."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class Place:
    """A place as reports name it. A ledger may use its id or any of its names."""

    id: str
    names: Names
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowPoint:
    """Where a count is taken: figures of one flow point and measure may be compared, others never.

    `place_from` and `place_to` list place ids; an empty tuple admits any place, the id "" the unstated one.
    """

    id: str
    names: Names
    measures: tuple[Measure, ...]
    place_from: tuple[str, ...] = ()
    place_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A declared start of a source's count, with its words."""

    source: str
    start: date
    measures: tuple[Measure, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened outside the counts and that a reader of the chart should see."""

    day: date
    names: Names
    url: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A number at the head of a situation's page: the latest of one series."""

    id: str
    measure: Measure
    unit: Unit
    source: str
    nationality: str = ""
    population: str = ""


@dataclass(frozen=True, slots=True)
class Quantities:
    """Which quantity table reads a situation's figures, and which a source's when it differs."""

    default: str = "waymark"
    by_source: tuple[tuple[str, str], ...] = ()

    def table_for(self, source: str) -> str:
        return dict(self.by_source).get(source, self.default)


@dataclass(frozen=True, slots=True)
class Joining:
    """How the figures of a situation are joined.

    `as_printed`: sources of which a second reading takes "about", "more than" and "at least" as the printed number, so
    that its contradictions stand beside those of the quantity table. `reading`: which of the two readings the series
    use. `apart`: pairs of nationalities or populations that no person belongs to both of here.
    """

    as_printed: tuple[str, ...] = ()
    reading: Reading = Reading.TABLE
    apart: tuple[tuple[str, str], ...] = ()


class Withheld(StrEnum):
    """What of a report stays out of files where its licence forbids to pass it on."""

    QUOTE = "quote"
    """The report's own words for a figure."""
    AS_REPORTED = "as_reported"
    """The number with its qualifier, as printed."""
    TITLE = "title"
    FIGURE = "figure"
    """The figures themselves, with the rows that would give them back."""


@dataclass(frozen=True, slots=True)
class LicenceTerms:
    """What may not be passed on of reports under any of `licences`, which are as reports state them, and why."""

    licences: tuple[str, ...]
    withhold: tuple[Withheld, ...]
    reason: Names


@dataclass(frozen=True, slots=True)
class Situation:
    """Figures that may be compared with each other, and the words for what they speak of.

    `licences` has at most one entry for each licence; what no entry speaks of may be passed on.
    """

    id: str
    title: Names
    summary: Names
    default_measure: Measure
    sources: tuple[Source, ...]
    places: tuple[Place, ...]
    flow_points: tuple[FlowPoint, ...]
    populations: tuple[Population, ...] = ()
    phases: tuple[Phase, ...] = ()
    events: tuple[Event, ...] = ()
    headlines: tuple[Headline, ...] = ()
    quantities: Quantities = field(default_factory=Quantities)
    household_min: int = 1
    household_max: int = 15
    reconciliation: Joining = field(default_factory=Joining)
    licences: tuple[LicenceTerms, ...] = ()


class AlertKind(StrEnum):
    """What an alert is about."""

    WEEK_ABOVE = "week_above"
    """A calendar week, Monday to Sunday, with more than a number of people or families."""
    NEW_CONTRADICTION = "new_contradiction"
    """Figures that cannot all be true, further apart than rounding explains."""
    SILENCE = "silence"
    """No report for a number of days."""


@dataclass(frozen=True, slots=True)
class AlertRule:
    """What somebody wants to be told of. Key: `id` within a situation. It belongs to a ledger and is not published.

    Of a week: more than `number` of `unit` of `measure`, of one nationality and population (empty: all people), at
    `flow_point` (empty: at each by itself), by `source`, which is reconciled or who counted. `certain`: only where the
    lower bound is above, otherwise also where the upper bound is. Of a contradiction: of `measure` (None: any), with a
    gap of at least `number`, in `reading` (None: the one that the series use). Of silence: `days` or more since the
    last report, or since the last one with a figure of `source`.
    """

    id: str
    rule: AlertKind
    number: int = 0
    days: int = 0
    measure: Measure | None = None
    unit: Unit = Unit.PERSONS
    nationality: str = ""
    population: str = ""
    flow_point: str = ""
    source: str = ""
    certain: bool = True
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A reading that differs from the row as entered, and why.

    It applies only while the row still says `expected`; once the row is right the correction fails, so that none
    outlives its reason.
    """

    figure_id: str
    field: str
    expected: str
    value: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class HeldText:
    """The text of a report that a ledger holds, without its front matter. Key: `report_id`.

    The spans of the report's figures count code points of `body`.
    """

    report_id: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A situation as its files hold it, corrections applied to `figures` and listed in `corrections`.

    `texts` has an entry for each report whose text is held, in the order of `reports`. `alerts` are what somebody wants
    to be told of; nothing that is published depends on them.
    """

    situation: Situation
    reports: tuple[Report, ...]
    figures: tuple[Figure, ...]
    corrections: tuple[Correction, ...] = ()
    texts: tuple[HeldText, ...] = ()
    alerts: tuple[AlertRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a printed number says: at least `lower`, at most `upper` (None: no upper end), most plainly `point`.

    `table` names the quantity table that read it.
    """

    lower: int
    point: int | None
    upper: int | None
    table: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a reviewer should look at. `values` fill the sentence of `code` in any language."""

    code: str
    severity: Severity
    figure_ids: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One interval or date of one series, as it stood from `vintage` until before `vintage_end`.

    A series is one situation, source, measure, unit, flow point, group (nationality and population), kind, basis and
    phase. `interval_start` and `interval_end` are its first and last day, inclusive; the running total stands at the
    end of `interval_end`. `figure_ids` name the figures that the row is made of, the one that ends it first.
    """

    situation: str
    source: str
    measure: Measure
    unit: Unit
    flow_point: str
    nationality: str
    population: str
    kind: Kind
    basis: Basis
    phase: str
    granularity: Granularity
    interval_start: date | None
    interval_end: date
    precision: Precision
    new_lower: int | None
    new_point: int | None
    new_upper: int | None
    cumulative_lower: int | None
    cumulative_point: int | None
    cumulative_upper: int | None
    stock_lower: int | None
    stock_point: int | None
    stock_upper: int | None
    quantifier: Quantifier
    flag: str
    obs_status: ObsStatus
    quantity_table: str
    figure_ids: tuple[str, ...]
    vintage: date
    vintage_end: date | None = None


@dataclass(frozen=True, slots=True)
class ContradictionRow:
    """Figures that cannot all be true, as few as contradict each other, from `vintage` until before `vintage_end`.

    `gap` is by how many people, or families where all figures count those (`unit`). `day` is that of counts of people
    present. `interval_start` and `interval_end` are the days that both sides of `arithmetic` speak of, where it is one
    interval. `arithmetic` is a JSON object with the sides `left` and `right`, each with its `terms` (`figure_id`,
    `sign`, `times`, `number`), its `result` and its `relation`: exactly, at_least or at_most; it is empty where only
    whole numbers of people fail to satisfy the figures. `set_aside` are the figures that the bounds do without.
    `complete`: no further such figures of this kind are left to look for.
    """

    situation: str
    reading: Reading
    measure: Measure
    kind: Kind
    unit: Unit
    flow_point: str
    day: date | None
    figure_ids: tuple[str, ...]
    sources: tuple[str, ...]
    gap: int
    verdict: Verdict
    interval_start: date | None
    interval_end: date | None
    arithmetic: str
    sentence_en: str
    sentence_ar: str
    set_aside: tuple[str, ...]
    complete: bool
    vintage: date
    vintage_end: date | None = None


@dataclass(frozen=True, slots=True)
class ImpliedRow:
    """What is implied for days that a report gives no number for, from `vintage` until before `vintage_end`.

    A report that gives two running totals to one day, of one group and from different starts, implies the days between
    the starts: `point` is the difference of the printed numbers, `reading` None and `source` who counted. The other
    rows say what all figures together give for the same days and group in each `reading`: their `source` is reconciled
    and their `report_id` empty. `lower` above `upper` means that the report contradicts itself.
    """

    situation: str
    source: str
    report_id: str
    reading: Reading | None
    measure: Measure
    unit: Unit
    flow_point: str
    nationality: str
    population: str
    interval_start: date
    interval_end: date
    lower: int
    point: int | None
    upper: int | None
    figure_ids: tuple[str, ...]
    vintage: date
    vintage_end: date | None = None
