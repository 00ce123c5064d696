"""What all figures together give, as it is built and published: rows, tables, what is kept, and why a bound is one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from etl.errors import NotFoundError
from etl.explain_bound import explain_bound
from etl.ledger import read_ledger
from etl.model import RECONCILED, Granularity
from etl.pipeline import Derived, build, derive
from tests.etl.ledgers import A_FIGURE, SITUATION_TOML, write_ledger

THE_12TH = A_FIGURE | {"report_id": "r1", "ref_end": "2019-01-12"}
FIGURES = [
    THE_12TH | {"figure_id": "r1-01", "value": "15400", "quantifier": "exact"},
    THE_12TH | {"figure_id": "r1-02", "value": "13950", "quantifier": "about", "ref_start": "2018-12-19"},
    A_FIGURE | {"figure_id": "r2-01", "report_id": "r2", "value": "36250", "quantifier": "exact"},
    A_FIGURE
    | {"figure_id": "r2-02", "report_id": "r2", "value": "34200", "quantifier": "more_than", "ref_start": "2018-12-19"},
]
REPORTS = [
    {"report_id": "r1", "publisher": "SOHR", "title": "One", "url": "https://example.org/1", "published": "2019-01-12"},
    {"report_id": "r2", "publisher": "SOHR", "title": "Two", "url": "https://example.org/2", "published": "2019-01-30"},
]
AS_PRINTED = SITUATION_TOML + '\n[reconciliation]\nas_printed = ["SOHR"]\n'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_ledger(tmp_path / "data", FIGURES, REPORTS, situation=AS_PRINTED)
    return tmp_path / "data"


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(folder / f"{table}.parquet").to_pylist()
    return found


def test_bounds_contradictions_and_implied_days_are_published(data: Path, tmp_path: Path) -> None:
    folder = build(data, tmp_path / "out").folder
    month = [
        (row["new_lower"], row["new_upper"], row["vintage"])
        for row in rows(folder, "series")
        if (row["source"], row["granularity"], row["interval_start"]) == (RECONCILED, "month", date(2018, 12, 1))
    ]
    assert month == [(753, 15_400, date(2019, 1, 12))]
    (contradiction,) = rows(folder, "contradictions")
    assert (contradiction["reading"], contradiction["gap"], contradiction["complete"]) == ("printed", 600, True)
    assert contradiction["figure_ids"] == ["r1-01", "r1-02", "r2-01", "r2-02"]
    assert "15,400 − 13,950 = 1,450 but 36,250 − 34,200 = 2,050" in str(contradiction["sentence_en"])
    arithmetic = json.loads(str(contradiction["arithmetic"]))
    assert [arithmetic[side]["result"] for side in ("left", "right")] == [1_450, 2_050]
    assert (contradiction["interval_start"], contradiction["interval_end"]) == (date(2018, 12, 1), date(2018, 12, 18))
    implied = {
        (row["report_id"], row["reading"], row["vintage"]): (row["lower"], row["point"], row["upper"])
        for row in rows(folder, "implied")
    }
    # In the second reading the reports exclude each other: the less reliable one is set aside.
    after = implied.pop((None, "printed", date(2019, 1, 30)))
    assert after == (2_050, 2_050, 2_050)
    assert implied == {
        ("r1", None, date(2019, 1, 12)): (753, 1_450, 2_147),
        ("r2", None, date(2019, 1, 30)): (0, 2_050, 2_049),
        (None, "table", date(2019, 1, 12)): (753, None, 2_147),
        (None, "table", date(2019, 1, 30)): (753, None, 2_049),
        (None, "printed", date(2019, 1, 12)): (1_450, 1_450, 1_450),
    }


def test_one_source_alone_is_reconciled_without_a_second_reading(tmp_path: Path) -> None:
    write_ledger(tmp_path / "data", FIGURES, REPORTS)
    folder = build(tmp_path / "data", tmp_path / "out").folder
    assert rows(folder, "contradictions") == []
    assert {row["reading"] for row in rows(folder, "implied")} == {None, "table"}


def test_the_reading_of_the_series_is_the_situations_choice(tmp_path: Path) -> None:
    write_ledger(tmp_path / "data", FIGURES, REPORTS, situation=AS_PRINTED + 'reading = "printed"\n')
    folder = build(tmp_path / "data", tmp_path / "out").folder
    tables = {row["quantity_table"] for row in rows(folder, "series") if row["source"] == RECONCILED}
    assert any("printed" in str(name) for name in tables)
    assert {row["reading"] for row in rows(folder, "contradictions")} == {"printed"}


def test_without_reconciling_there_are_only_the_series_that_reports_give(data: Path, tmp_path: Path) -> None:
    folder = build(data, tmp_path / "out", reconcile=False).folder
    assert {row["source"] for row in rows(folder, "series")} == {"SOHR"}
    assert rows(folder, "contradictions") == rows(folder, "implied") == []
    assert not (tmp_path / "out" / ".reconciled").exists()


def test_what_is_kept_gives_the_same_bytes_and_adding_a_report_only_adds(data: Path, tmp_path: Path) -> None:
    kept, fresh = tmp_path / "kept", tmp_path / "fresh"
    write_ledger(data, FIGURES[:2], REPORTS[:1], situation=AS_PRINTED)
    build(data, kept)
    write_ledger(data, FIGURES, REPORTS, situation=AS_PRINTED)
    grown = build(data, kept)
    assert grown.version == build(data, fresh).version == build(data, kept).version
    assert [file.suffix for file in (kept / ".reconciled").iterdir()] == [".sqlite"]


def test_what_was_kept_of_a_situation_that_is_gone_goes_too(data: Path, tmp_path: Path) -> None:
    write_ledger(data, FIGURES, REPORTS, name="another")
    build(data, tmp_path / "out")
    folder = data / "situations" / "another"
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    build(data, tmp_path / "out")
    assert "another.sqlite" not in {file.name for file in (tmp_path / "out" / ".reconciled").iterdir()}


def test_a_contradiction_never_stops_a_build(data: Path, tmp_path: Path) -> None:
    impossible = [
        THE_12TH | {"figure_id": f"r1-1{place}", "value": value, "quantifier": "exact", "basis": "period"}
        for place, value in enumerate(("0", "99999999", "5", "7"))
    ]
    write_ledger(data, FIGURES + impossible, REPORTS, situation=AS_PRINTED)
    folder = build(data, tmp_path / "out").folder
    assert len(rows(folder, "contradictions")) > 3


Explain = Callable[..., object]


@pytest.fixture
def situations(data: Path) -> list[Derived]:
    (folder,) = (data / "situations").iterdir()
    return [derive(read_ledger(folder))]


def test_a_bound_is_explained_by_the_figures_that_bind_it(situations: list[Derived]) -> None:
    found = explain_bound(situations, "reconciled/exits/2018-12-01..2018-12-18")
    least, most = found.ends
    assert (least.end, least.number, least.sum) == ("at least", 753, "15,400 − 14,647 = 753")
    assert (most.end, most.number, most.sum) == ("at most", 2_049, "36,250 − 34,201 = 2,049")
    assert most.figure_ids == ("r2-01", "r2-02")
    assert {figure.figure_id for figure in found.figures} == {"r1-01", "r1-02", "r2-01", "r2-02"}
    assert found.point is None


def test_a_bound_is_explained_as_known_on_a_day(situations: list[Derived]) -> None:
    found = explain_bound(situations, "reconciled/exits/2018-12-01..2018-12-18", as_of=date(2019, 1, 20))
    assert [end.number for end in found.ends] == [753, 2_147]


@pytest.mark.parametrize(
    ("interval", "days"),
    [
        ("2019-01-07", "2019-01-07 – 2019-01-07"),
        ("2019-W02", "2019-01-07 – 2019-01-13"),
        ("2019-02", "2019-02-01 – 2019-02-28"),
    ],
)
def test_any_interval_can_be_asked_for(situations: list[Derived], interval: str, days: str) -> None:
    found = explain_bound(situations, f"reconciled/exits/{interval}")
    assert found.interval == days
    assert found.ends[0].sum == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("reconciled/exits", "which days"),
        ("reconciled/exits/2019-02-30", "which days"),
        ("reconciled/exits/2019-02-03..2019-02-01", "which days"),
        ("reconciled/exits/IRQ/2019-02", "no count of that name; there are"),
    ],
)
def test_a_bound_that_cannot_be_meant_is_told(situations: list[Derived], name: str, told: str) -> None:
    with pytest.raises(NotFoundError, match=told):
        explain_bound(situations, name)


def test_the_command_line_explains_a_bound(data: Path) -> None:
    command = (sys.executable, "-c", "from etl.cli import main; main()", "explain", "--data", str(data))
    name = "reconciled/exits/2018-12-01..2018-12-18"
    said = subprocess.run((*command, name), capture_output=True, text=True, check=True).stdout
    assert "at most        2,049: 36,250 − 34,201 = 2,049" in said
    assert "r2-02 (binds): " in said
    as_json = json.loads(subprocess.run((*command, name, "--json"), capture_output=True, check=True).stdout)
    assert as_json["ends"][1]["figure_ids"] == ["r2-01", "r2-02"]


def test_every_calendar_granularity_is_there(data: Path, tmp_path: Path) -> None:
    folder = build(data, tmp_path / "out").folder
    found = {row["granularity"] for row in rows(folder, "series") if row["source"] == RECONCILED}
    assert found == {granularity.value for granularity in Granularity}
