"""The published tables: their columns, keys, types, and what each column means.

The meaning and the unit of every column travel inside the Parquet file, as field metadata, and the types are such
that plain pandas, DuckDB and polars read whole numbers as whole numbers, dates as dates and a missing number as
missing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyarrow as pa

from etl.model import SCHEMA_VERSION

CODE = pa.dictionary(pa.int32(), pa.string())
TEXT = pa.string()
NUMBER = pa.int64()
DATE = pa.date32()
FLAG = pa.bool_()
NAMES = pa.list_(pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its Arrow type, what it means, and its unit where it has one."""

    name: str
    type: pa.DataType
    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One published table: its columns in order, what a row is, and the columns that name a row."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def __hash__(self) -> int:
        return hash(self.name)


_PEOPLE = "persons or families, by column unit"

FIGURES = TableSpec(
    "figures",
    "One reported count as printed, with its reading, its report and whether a series uses it.",
    ("situation", "figure_id"),
    (
        Column("situation", CODE, "The situation that the figure belongs to."),
        Column("figure_id", TEXT, "Names the figure within its situation."),
        Column("report_id", CODE, "The report that printed it."),
        Column("source", CODE, "Who counted."),
        Column("publisher", CODE, "Who published the report."),
        Column("title", CODE, "The report's title."),
        Column("url", CODE, "Where the report is."),
        Column("published", DATE, "When the world could know it. Missing where the report carries no date."),
        Column("measure", CODE, "What was counted."),
        Column("kind", CODE, "flow: over an interval. stock: at a date, never summed over time."),
        Column("basis", CODE, "cumulative: a running total since ref_start. period: within the interval itself."),
        Column("unit", CODE, "persons or families."),
        Column("quantifier", CODE, "How the report qualifies the number."),
        Column("value", NUMBER, "The printed number. Missing for ranges and vague words.", _PEOPLE),
        Column("lower", NUMBER, "A printed lower end.", _PEOPLE),
        Column("upper", NUMBER, "A printed upper end.", _PEOPLE),
        Column("as_reported", TEXT, "The number with its qualifier, as a reader would quote it."),
        Column("bounds_lower", NUMBER, "The least that the printed words say.", _PEOPLE),
        Column("bounds_point", NUMBER, "The number they say most plainly. Missing for vague words.", _PEOPLE),
        Column("bounds_upper", NUMBER, "The most that they say. Missing: no upper end.", _PEOPLE),
        Column("quantity_table", CODE, "The table of quantifiers that gave the bounds."),
        Column("nationality", CODE, "ISO 3166-1 alpha-3, or other:<words>. Missing: mixed or unstated."),
        Column("population", CODE, "A group of people other than a nationality. Missing: all."),
        Column("ref_start", DATE, "First day, inclusive. Missing: not stated."),
        Column("ref_end", DATE, "Last day, inclusive. Missing: not stated."),
        Column("ref_precision", CODE, "day, week, month or approx."),
        Column("place_from", CODE, "Where people left, as the report names it."),
        Column("place_to", CODE, "Where they went or are, as the report names it."),
        Column("flow_point", CODE, "The point of counting. Only figures of one flow point are compared."),
        Column("part_of", TEXT, "The enclosing figure: among them, of them."),
        Column("same_as", TEXT, "The same people in another unit or other words."),
        Column("role", CODE, "recommended counts; triangulation supports."),
        Column("modality", CODE, "reported, planned or projected. Only reported is counted."),
        Column("status", CODE, "Where the row stands in review."),
        Column("quote", TEXT, "The report's own words, where held."),
        Column("span_start", NUMBER, "First code point of the quote in the report's text.", "code points"),
        Column("span_end", NUMBER, "Code point after the quote.", "code points"),
        Column("note", TEXT, "What a reviewer noted."),
        Column("corrected", TEXT, "Readings that differ from the row as entered, with the reason."),
        Column("left_out", CODE, "Why no series uses the figure. Missing: one does."),
    ),
)

REPORTS = TableSpec(
    "reports",
    "One report that a situation has figures from.",
    ("situation", "report_id"),
    (
        Column("situation", CODE, "The situation that cites the report."),
        Column("report_id", TEXT, "Names the report within its situation."),
        Column("publisher", CODE, "Who published it."),
        Column("title", TEXT, "Its title."),
        Column("url", TEXT, "Where it is."),
        Column("published", DATE, "Date of publication. Missing: it carries none and none could be estimated."),
        Column("published_basis", TEXT, "Where the date comes from if the report does not carry it plainly."),
        Column("language", CODE, "ISO 639-1 code of its language."),
        Column("licence", TEXT, "On what terms its words may be used."),
        Column("retrieved", DATE, "When the text was read."),
        Column("sha256", TEXT, "Checksum of the text held."),
        Column("figures", NUMBER, "How many figures of the situation it gives.", "figures"),
    ),
)

_SERIES_KEY = (
    "situation",
    "measure",
    "unit",
    "flow_point",
    "source",
    "nationality",
    "population",
    "kind",
    "basis",
    "phase",
    "granularity",
    "interval_end",
    "interval_start",
    "figure_ids",
    "vintage",
)

SERIES = TableSpec(
    "series",
    "One interval or date of one series, as it stood from vintage until before vintage_end.",
    _SERIES_KEY,
    (
        Column("situation", CODE, "The situation."),
        Column("source", CODE, "Who counted, or reconciled."),
        Column("measure", CODE, "What was counted."),
        Column("unit", CODE, "persons or families."),
        Column("flow_point", CODE, "The point of counting."),
        Column("nationality", CODE, "ISO 3166-1 alpha-3, or other:<words>. Missing: all nationalities together."),
        Column("population", CODE, "A group of people other than a nationality. Missing: all."),
        Column("kind", CODE, "flow or stock."),
        Column(
            "basis", CODE, "cumulative: from running totals. period: a batch reported as such, a stock, or reconciled."
        ),
        Column("phase", CODE, "The start of the count, as a date. Missing: none, or not stated."),
        Column("granularity", CODE, "reported: the interval that the reports give; else day, week or month."),
        Column("interval_start", DATE, "First day, inclusive. Missing: not stated."),
        Column("interval_end", DATE, "Last day, inclusive."),
        Column("precision", CODE, "How precisely the last day is known."),
        Column("new_lower", NUMBER, "At least so many in the interval.", _PEOPLE),
        Column("new_point", NUMBER, "So many in the interval, by the printed numbers.", _PEOPLE),
        Column("new_upper", NUMBER, "At most so many in the interval. Missing: no upper end.", _PEOPLE),
        Column("cumulative_lower", NUMBER, "At least so many since the start of the phase.", _PEOPLE),
        Column("cumulative_point", NUMBER, "So many since the start of the phase, as printed.", _PEOPLE),
        Column("cumulative_upper", NUMBER, "At most so many since the start. Missing: no upper end.", _PEOPLE),
        Column("stock_lower", NUMBER, "At least so many present at the end of interval_end.", _PEOPLE),
        Column("stock_point", NUMBER, "So many present, as printed.", _PEOPLE),
        Column("stock_upper", NUMBER, "At most so many present. Missing: no upper end.", _PEOPLE),
        Column("quantifier", CODE, "How the report that ends the interval qualifies its number."),
        Column("flag", CODE, "What a reader must know: first, correction, superseded, dip, no_start, …"),
        Column("obs_status", CODE, "SDMX observation status."),
        Column("quantity_table", CODE, "The table of quantifiers that gave the bounds."),
        Column(
            "figure_ids",
            NAMES,
            "The figures that the row is made of, the one that ends it first; of a reconciled row those that bind it.",
        ),
        Column("vintage", DATE, "The first date on which the row could be known."),
        Column("vintage_end", DATE, "The date from which another row stands in its place. Missing: it stands."),
    ),
)

CONTRADICTIONS = TableSpec(
    "contradictions",
    "A smallest set of figures that cannot all be true, as it stood from vintage until before vintage_end.",
    ("situation", "reading", "measure", "flow_point", "figure_ids", "vintage"),
    (
        Column("situation", CODE, "The situation."),
        Column("reading", CODE, "table: by the quantity table. printed: about, more than and at least as the number."),
        Column("measure", CODE, "What was counted."),
        Column("kind", CODE, "flow or stock."),
        Column("unit", CODE, "What gap counts: persons, or families where all figures count families."),
        Column("flow_point", CODE, "The point of counting."),
        Column("day", DATE, "The day of a count of people present. Missing: flows."),
        Column("figure_ids", NAMES, "The figures, in order of publication. Without any of them the others agree."),
        Column("sources", NAMES, "Who counted them."),
        Column("gap", NUMBER, "By how many the figures have to be missed in all so that they agree.", _PEOPLE),
        Column("verdict", CODE, "rounding: no wider than the coarsest figure is rounded. Else contradiction."),
        Column("interval_start", DATE, "First day of what both sides speak of. Missing: no one interval."),
        Column("interval_end", DATE, "Last day of it."),
        Column("arithmetic", TEXT, "The two sides that exclude each other, as a JSON object."),
        Column("sentence_en", TEXT, "What they say, in English."),
        Column("sentence_ar", TEXT, "What they say, in Arabic."),
        Column("set_aside", NAMES, "Those of the figures that the bounds do without."),
        Column("complete", FLAG, "Whether all such sets of the same figures are listed, or only the first found."),
        Column("vintage", DATE, "The first date on which it could be known."),
        Column("vintage_end", DATE, "The date from which it stood no more, or otherwise. Missing: it stands."),
    ),
)

IMPLIED = TableSpec(
    "implied",
    "What follows for days that a report gives no number for, as it stood from vintage until before vintage_end.",
    (
        "situation",
        "measure",
        "unit",
        "flow_point",
        "nationality",
        "population",
        "interval_start",
        "interval_end",
        "source",
        "reading",
        "figure_ids",
        "vintage",
    ),
    (
        Column("situation", CODE, "The situation."),
        Column("source", CODE, "Who counted, or reconciled: all figures together."),
        Column("report_id", CODE, "The report that gives both totals. Missing: all figures together."),
        Column("reading", CODE, "The reading in which all figures are joined. Missing: a report's own difference."),
        Column("measure", CODE, "What was counted."),
        Column("unit", CODE, "persons or families."),
        Column("flow_point", CODE, "The point of counting."),
        Column("nationality", CODE, "ISO 3166-1 alpha-3, or other:<words>. Missing: all nationalities together."),
        Column("population", CODE, "A group of people other than a nationality. Missing: all."),
        Column("interval_start", DATE, "First day, inclusive: the earlier start."),
        Column("interval_end", DATE, "Last day, inclusive: the day before the later start."),
        Column("lower", NUMBER, "At least so many.", _PEOPLE),
        Column("point", NUMBER, "The difference of the numbers, or the estimate where one is shown.", _PEOPLE),
        Column("upper", NUMBER, "At most so many; below lower: the report contradicts itself.", _PEOPLE),
        Column("figure_ids", NAMES, "The two totals, the longer one first; or the figures that bind the bounds."),
        Column("vintage", DATE, "The first date on which it could be known."),
        Column("vintage_end", DATE, "The date from which another row stands in its place. Missing: it stands."),
    ),
)

FINDINGS = TableSpec(
    "findings",
    "Something about the figures that a reviewer should look at.",
    ("situation", "code", "figure_ids"),
    (
        Column("situation", CODE, "The situation."),
        Column("code", CODE, "What kind of finding."),
        Column("severity", CODE, "error, warning or notice."),
        Column("figure_ids", NAMES, "The figures it is about."),
        Column("sentence", TEXT, "The finding in English."),
        Column("words", TEXT, "The values in the sentence, as a JSON object, for saying it in another language."),
    ),
)

SITUATIONS = TableSpec(
    "situations",
    "One situation with its names, sources, places, phases and events.",
    ("situation",),
    (
        Column("situation", TEXT, "Names the situation."),
        Column("figures", NUMBER, "How many figures its ledger holds.", "figures"),
        Column("reports", NUMBER, "How many reports its ledger cites.", "reports"),
        Column("first_day", DATE, "The first day that any series of it speaks of."),
        Column("last_day", DATE, "The last day that any series of it speaks of."),
        Column("vintages", pa.list_(pa.date32()), "The dates on which what is known changed."),
        Column("definition", TEXT, "The situation's names and settings, as a JSON object."),
        Column("state", TEXT, "Names this state of the situation's data, which frozen addresses hold. Missing in it."),
    ),
)

TABLES: dict[str, TableSpec] = {
    spec.name: spec for spec in (FIGURES, REPORTS, SERIES, CONTRADICTIONS, IMPLIED, FINDINGS, SITUATIONS)
}


@cache
def arrow_schema(spec: TableSpec) -> pa.Schema:
    """The Arrow schema of a table, with meanings, key and schema version in its metadata."""
    fields = [
        pa.field(column.name, column.type, metadata=_text_pairs({"meaning": column.meaning, "unit": column.unit}))
        for column in spec.columns
    ]
    about = {
        "waymark": json.dumps({"schema_version": SCHEMA_VERSION, "row": spec.row, "key": list(spec.key)}),
        "pandas": json.dumps(_pandas_hints(spec)),
    }
    return pa.schema(fields, metadata=_text_pairs(about))


def _text_pairs(pairs: dict[str, str]) -> dict[bytes | str, bytes | str]:
    return {name.encode(): value.encode() for name, value in pairs.items() if value}


def _pandas_hints(spec: TableSpec) -> dict[str, Any]:
    """What pandas needs to keep nullable whole numbers and dates when it reads the file without options."""
    kinds = {NUMBER: ("int64", "Int64"), DATE: ("date", "date32[day][pyarrow]")}
    columns = [
        {
            "name": column.name,
            "field_name": column.name,
            "pandas_type": kinds[column.type][0],
            "numpy_type": kinds[column.type][1],
            "metadata": None,
        }
        for column in spec.columns
        if column.type in kinds
    ]
    return {"index_columns": [], "column_indexes": [], "columns": columns, "pandas_version": "3.0.0"}
