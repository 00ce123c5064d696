"""Small ledgers for tests: as records, as files, and as anything that a ledger could hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from hypothesis import strategies as st

from etl.model import (
    Basis,
    Figure,
    FlowPoint,
    Kind,
    Ledger,
    Measure,
    Modality,
    Names,
    Phase,
    Place,
    Population,
    Precision,
    Quantifier,
    Report,
    Role,
    SeriesRow,
    Situation,
    Source,
    Status,
    Unit,
)
from etl.series import series_rows
from etl.universe import read_figures

DEC_1 = date(2018, 12, 1)
DEC_19 = date(2018, 12, 19)


def named(text: str) -> Names:
    return Names((("en", text),))


SITUATION = Situation(
    id="test",
    title=named("A test"),
    summary=named("Made for tests."),
    default_measure=Measure.EXITS,
    sources=(Source("SOHR", named("Observatory"), lead=True), Source("SDF", named("Authority"))),
    places=(Place("camp", named("the camp"), ("al-Hol camp",)), Place("enclave", named("the enclave"))),
    flow_points=(
        FlowPoint("enclave", named("the enclave"), (Measure.EXITS, Measure.ARRESTS), ("", "enclave")),
        FlowPoint("camp", named("the camp"), (Measure.POPULATION,)),
    ),
    populations=(Population("members", named("reported as members")),),
    phases=(
        Phase("SOHR", DEC_1, (Measure.EXITS,), named("since 1 December")),
        Phase("SOHR", DEC_19, (Measure.EXITS,), named("since 19 December")),
    ),
)

SITUATION_TOML = """\
schema = 1
id = "test"
default_measure = "exits"
title = { en = "A test", ar = "اختبار" }
summary.en = "Made for tests."

[[sources]]
id = "SOHR"
name.en = "Observatory"

[[sources]]
id = "SDF"
name.en = "Authority"

[[populations]]
id = "members"
name.en = "reported as members"

[[places]]
id = "enclave"
name.en = "the enclave"
aliases = ["Baghuz"]

[[flow_points]]
id = "enclave"
name.en = "out of the enclave"
measures = ["exits", "arrests", "deaths"]

[[flow_points]]
id = "camp"
name.en = "the camp"
measures = ["population"]
"""


def report(report_id: str, published: date | None, **more: Any) -> Report:
    return Report(
        report_id, "Observatory", f"Report {report_id}", f"https://example.org/{report_id}", published, **more
    )


def figure(figure_id: str, report_id: str = "r1", /, **more: Any) -> Figure:
    """An exact batch of exits; `more` says what is otherwise."""
    said: dict[str, Any] = {
        "situation": "test",
        "source": "SOHR",
        "measure": Measure.EXITS,
        "kind": Kind.FLOW,
        "basis": Basis.PERIOD,
        "unit": Unit.PERSONS,
        "quantifier": Quantifier.EXACT,
    }
    return Figure(**({"figure_id": figure_id, "report_id": report_id} | said | more))


def total(
    figure_id: str, day: date, value: int | None, report_id: str = "r1", start: date | None = DEC_1, /, **more: Any
) -> Figure:
    """A running total since `start`."""
    more = {"basis": Basis.CUMULATIVE, "ref_start": start, "ref_end": day, "value": value} | more
    return figure(figure_id, report_id, **more)


def ledger(figures: Iterable[Figure], reports: Iterable[Report] = (), situation: Situation = SITUATION) -> Ledger:
    """A ledger; a report that `reports` does not name is published the day after its figures' last day."""
    figures, known = tuple(figures), {one.report_id: one for one in reports}
    for one in figures:
        if one.report_id not in known:
            days = [other.ref_end for other in figures if other.report_id == one.report_id and other.ref_end]
            known[one.report_id] = report(one.report_id, max(days) + timedelta(days=1) if days else None)
    return Ledger(situation, tuple(known.values()), figures)


def rows_of(one: Ledger) -> list[SeriesRow]:
    return series_rows(one.situation, read_figures(one))


def now(one: Ledger) -> dict[str, SeriesRow]:
    """The rows as known now, by the figure that ends them."""
    return {row.figure_ids[0]: row for row in rows_of(one) if row.vintage_end is None}


def new(row: SeriesRow) -> tuple[int | None, int | None, int | None]:
    return row.new_lower, row.new_point, row.new_upper


def cumulative(row: SeriesRow) -> tuple[int | None, int | None, int | None]:
    return row.cumulative_lower, row.cumulative_point, row.cumulative_upper


# Files

REPORT_COLUMNS = tuple(field.name for field in fields(Report))
FIGURE_COLUMNS = tuple(field.name for field in fields(Figure))
A_REPORT = {
    "report_id": "r1",
    "publisher": "Observatory",
    "title": "Exits",
    "url": "https://example.org/r1",
    "published": "2019-01-31",
}
A_FIGURE = {
    "figure_id": "r1-01",
    "report_id": "r1",
    "source": "SOHR",
    "measure": "exits",
    "basis": "cumulative",
    "unit": "persons",
    "quantifier": "exact",
    "value": "36250",
    "ref_start": "2018-12-01",
    "ref_end": "2019-01-30",
}


def csv_text(rows: Sequence[Mapping[str, str]], columns: Sequence[str], delimiter: str = ",", end: str = "\n") -> str:
    text = io.StringIO(newline="")
    # Python's writer leaves a line feed bare when lines end otherwise.
    quoting: Literal[0, 1] = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    writer = csv.DictWriter(text, columns, restval="", delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_ledger(
    data: Path,
    figures: Sequence[Mapping[str, str]] = (A_FIGURE,),
    reports: Sequence[Mapping[str, str]] = (A_REPORT,),
    corrections: str = "",
    situation: str = SITUATION_TOML,
    name: str = "test",
) -> Path:
    """The folder of a situation below `data`, written in the plainest form."""
    folder = data / "situations" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "situation.toml").write_text(situation.replace('id = "test"', f'id = "{name}"'), "utf-8")
    for file, rows, columns in (("reports", reports, REPORT_COLUMNS), ("figures", figures, FIGURE_COLUMNS)):
        used = [column for column in columns if any(column in row for row in rows)]
        used += sorted({column for row in rows for column in row} - set(columns))
        (folder / f"{file}.csv").write_text(csv_text(rows, used), "utf-8", newline="")
    if corrections:
        (folder / "corrections.toml").write_text(corrections, "utf-8")
    return folder


# Anything that a ledger could hold

DAYS = st.dates(date(2018, 11, 25), date(2019, 1, 20))


@st.composite
def figures_of(draw: st.DrawFn, figure_id: str, report_ids: Sequence[str]) -> Figure:
    kind = draw(st.sampled_from([Kind.FLOW, Kind.FLOW, Kind.FLOW, Kind.STOCK]))
    running = kind is Kind.FLOW and draw(st.booleans())
    quantifier = draw(st.sampled_from(Quantifier))
    value, lower, upper, words = draw(st.integers(0, 400)), None, None, ""
    if quantifier is Quantifier.RANGE:
        lower, upper = value, value + draw(st.integers(0, 50))
    elif quantifier is Quantifier.VAGUE:
        words = draw(st.sampled_from(["tens", "dozens", "hundreds"]))
    starts = [None, DEC_1, DEC_19] if running else [None, date(2018, 12, 20), date(2018, 12, 28)]
    worded = quantifier in (Quantifier.RANGE, Quantifier.VAGUE)
    return figure(
        figure_id,
        draw(st.sampled_from(report_ids)),
        source=draw(st.sampled_from(["SOHR", "SDF"])),
        measure=Measure.POPULATION if kind is Kind.STOCK else draw(st.sampled_from([Measure.EXITS, Measure.DEATHS])),
        kind=kind,
        basis=Basis.CUMULATIVE if running else Basis.PERIOD,
        quantifier=quantifier,
        value=None if worded else value,
        lower=lower,
        upper=upper,
        as_reported=words,
        nationality=draw(st.sampled_from(["", "", "IRQ"])),
        ref_start=draw(st.sampled_from(starts)),
        ref_end=draw(st.none() | st.dates(date(2018, 12, 18), date(2019, 1, 3))),
        ref_precision=draw(st.sampled_from(Precision)),
        part_of=draw(st.sampled_from(["", "f0"])) if figure_id != "f0" else "",
        role=draw(st.sampled_from([Role.RECOMMENDED] * 4 + [Role.TRIANGULATION])),
        modality=draw(st.sampled_from([Modality.REPORTED] * 6 + [Modality.PLANNED])),
        status=draw(st.sampled_from([Status.ACCEPTED] * 6 + [Status.PROPOSED])),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """A ledger of up to fourteen figures in up to six reports, crowded so that they meet each other."""
    report_ids = [f"r{number}" for number in range(draw(st.integers(1, 6)))]
    reports = [
        report(report_id, draw(st.none() | DAYS) if place else draw(DAYS)) for place, report_id in enumerate(report_ids)
    ]
    figures = [draw(figures_of(f"f{number}", report_ids)) for number in range(draw(st.integers(0, 14)))]
    return ledger(figures, reports)
