"""What is published: whole at every moment, the same bytes from the same ledger, and of the right types elsewhere."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.errors import LedgerError, PublishError
from etl.model import SCHEMA_VERSION
from etl.pipeline import build
from etl.publish import Publication, current_version, verify
from etl.schemas import TABLES, arrow_schema
from tests.etl.ledgers import A_FIGURE, write_ledger


def grow(data: Path, number: int, situations: int = 2) -> None:
    """Ledgers of two figures and one more for each of `number`."""
    rows = [
        A_FIGURE,
        A_FIGURE | {"figure_id": "r1-02", "measure": "population", "basis": "", "ref_start": "", "quantifier": "about"},
        A_FIGURE | {"figure_id": "r1-03", "quantifier": "vague", "value": "", "as_reported": "hundreds", "ref_end": ""},
    ]
    rows += [
        A_FIGURE | {"figure_id": f"more-{place}", "ref_end": f"2019-01-{place % 28 + 1:02d}", "nationality": "IRQ"}
        for place in range(number)
    ]
    for place in range(situations):
        write_ledger(data, rows, name=f"s{place}")


def files(version: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in version.iterdir()}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    grow(tmp_path / "data", 3)
    return tmp_path / "data"


def test_the_manifest_names_what_is_there(data: Path, tmp_path: Path) -> None:
    published = build(data, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest == published.manifest
    assert manifest["schema_version"] == SCHEMA_VERSION
    assert manifest["version"] == published.folder.name
    assert set(manifest["tables"]) == set(TABLES)
    for name, table in manifest["tables"].items():
        file = published.folder / table["file"]
        assert table["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert table["bytes"] == file.stat().st_size
        assert table["rows"] == pq.read_metadata(file).num_rows, name
    assert manifest["vintages"] == ["2019-01-31"]
    assert [(one["situation"], one["figures"], one["reports"]) for one in manifest["situations"]] == [
        ("s0", 6, 1),
        ("s1", 6, 1),
    ]
    assert list(verify(tmp_path / "out")) == []


def test_the_same_ledger_gives_the_same_bytes_in_any_folder_and_by_any_number_of_processes(
    data: Path, tmp_path: Path
) -> None:
    alone = build(data, tmp_path / "alone", processes=1)
    together = build(data, tmp_path / "together", processes=2)
    assert files(alone.folder) == files(together.folder)
    assert (tmp_path / "alone/manifest.json").read_bytes() == (tmp_path / "together/manifest.json").read_bytes()
    again = build(data, tmp_path / "alone")
    assert (again.version, again.changed, alone.changed) == (alone.version, False, True)


def test_every_figure_and_every_report_is_published(data: Path, tmp_path: Path) -> None:
    version = build(data, tmp_path / "out").folder
    figures, series = pq.read_table(version / "figures.parquet"), pq.read_table(version / "series.parquet")
    used = {(row["situation"], one) for row in series.to_pylist() for one in row["figure_ids"]}
    for row in figures.to_pylist():
        assert ((row["situation"], row["figure_id"]) in used) == (row["left_out"] is None)
    assert figures.num_rows == 12
    assert {row["figures"] for row in pq.read_table(version / "reports.parquet").to_pylist()} == {6}


def test_every_column_carries_its_meaning_and_every_table_its_version(data: Path, tmp_path: Path) -> None:
    version = build(data, tmp_path / "out").folder
    for name, spec in TABLES.items():
        schema = pq.read_schema(version / f"{name}.parquet")
        about = json.loads(schema.metadata[b"waymark"])
        assert (about["schema_version"], about["key"]) == (SCHEMA_VERSION, list(spec.key))
        assert [field.name for field in schema] == [column.name for column in spec.columns]
        for field in schema:
            assert field.metadata[b"meaning"].decode().endswith((".", "…"))
        table = pq.read_table(version / f"{name}.parquet").select(list(spec.key)).to_pylist()
        assert len({str(row) for row in table}) == len(table), "the key names a row"


def test_plain_pandas_reads_whole_numbers_dates_and_missing_values(data: Path, tmp_path: Path) -> None:
    series = pd.read_parquet(build(data, tmp_path / "out", reconcile=False).folder / "series.parquet")
    assert str(series["new_upper"].dtype) == "Int64"
    assert series["new_upper"].isna().any()
    assert series["cumulative_point"].dropna().iloc[0] == 36_250
    assert str(series["interval_end"].dtype) == "date32[day][pyarrow]"
    assert set(series["interval_end"]) == {date(2019, 1, day) for day in (1, 2, 3, 30)}
    assert isinstance(series["source"].dtype, pd.CategoricalDtype)
    assert series["source"].unique().tolist() == ["SOHR"]


def test_duckdb_reads_whole_numbers_dates_and_missing_values(data: Path, tmp_path: Path) -> None:
    file = build(data, tmp_path / "out", reconcile=False).folder / "series.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"describe select new_upper, interval_end, source, figure_ids from '{file}'")
        assert [row[1] for row in connection.fetchall()] == ["BIGINT", "DATE", "VARCHAR", "VARCHAR[]"]
        connection.execute(f"select count(*), count(new_upper), max(interval_end), min(source) from '{file}'")
        assert connection.fetchall() == [(10, 8, date(2019, 1, 30), "SOHR")]


def test_polars_reads_whole_numbers_dates_and_missing_values(data: Path, tmp_path: Path) -> None:
    series = pl.read_parquet(build(data, tmp_path / "out", reconcile=False).folder / "series.parquet")
    types = {name: str(kind) for name, kind in series.schema.items()}
    assert (types["new_upper"], types["interval_end"], types["figure_ids"]) == ("Int64", "Date", "List(String)")
    assert types["source"] in ("Categorical", "String")
    assert series["new_upper"].null_count() == 2


def test_a_ledger_that_cannot_be_read_leaves_the_published_version(data: Path, tmp_path: Path) -> None:
    before = build(data, tmp_path / "out")
    for place in (0, 1):
        write_ledger(data, [A_FIGURE | {"value": "x"}], name=f"s{place}")
    with pytest.raises(LedgerError) as caught:
        build(data, tmp_path / "out")
    assert [problem.file.parent.name for problem in caught.value.problems] == ["s0", "s1"]
    assert current_version(tmp_path / "out") == before.version
    assert list(verify(tmp_path / "out")) == []
    assert not (tmp_path / "out" / ".building").exists()


def test_problems_from_other_processes_are_told_in_full(data: Path, tmp_path: Path) -> None:
    write_ledger(data, [A_FIGURE | {"value": "x", "unit": "y"}], name="s1")
    with pytest.raises(LedgerError) as caught:
        build(data, tmp_path / "out", processes=2)
    assert [(problem.row, problem.column) for problem in caught.value.problems] == [(2, "unit"), (2, "value")]


def test_two_builds_at_once_the_second_is_told(data: Path, tmp_path: Path) -> None:
    with Publication(tmp_path / "out"), pytest.raises(PublishError, match="another build is under way"):
        build(data, tmp_path / "out")
    assert build(data, tmp_path / "out").changed


def test_a_folder_that_cannot_be_written_is_told(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublishError, match="cannot be written"):
        build(data, tmp_path / "file" / "out")


def test_old_versions_go_and_nothing_else(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "mine").mkdir(parents=True)
    versions = []
    for number in range(4):
        grow(data, number)
        versions.append(build(data, out, keep=2).version)
    assert len(set(versions)) == 4
    assert {folder.name for folder in out.iterdir() if folder.is_dir() and not folder.is_symlink()} == {
        "mine",
        ".reconciled",
        "states",
        *versions[-2:],
    }
    assert (out / "latest").resolve().name == versions[-1]
    assert list(verify(out)) == []


def test_a_version_that_was_harmed_is_found_out_and_made_again(data: Path, tmp_path: Path) -> None:
    published = build(data, tmp_path / "out")
    (published.folder / "series.parquet").write_bytes(b"half")
    (published.folder / "reports.parquet").unlink()
    told = list(verify(tmp_path / "out"))
    assert ["missing" in sentence or "checksum" in sentence for sentence in told] == [True, True]
    assert build(data, tmp_path / "out").version == published.version
    assert list(verify(tmp_path / "out")) == []


def test_nothing_published_and_a_broken_manifest_are_told(tmp_path: Path) -> None:
    assert list(verify(tmp_path)) == [f"{tmp_path}: nothing is published"]
    for text in ("{", "[]", "{}"):
        (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(PublishError, match="build again"):
            current_version(tmp_path)


def test_tables_come_in_row_groups_that_do_not_depend_on_situations(tmp_path: Path) -> None:
    """One situation of many rows and many of few give files of one form."""
    spec = TABLES["findings"]
    rows = {"situation": ["s"] * 10, "code": ["c"] * 10, "severity": ["error"] * 10, "figure_ids": [["a"]] * 10}
    rows |= {"sentence": [f"sentence {place}" for place in range(10)], "words": ["{}"] * 10}
    whole = pa.table(rows, schema=arrow_schema(spec))
    empty = {name: arrow_schema(other).empty_table() for name, other in TABLES.items()}
    versions = []
    for name, parts in (("one", [whole]), ("many", [whole.slice(place, 1) for place in range(10)])):
        with Publication(tmp_path / name) as publication:
            for part in parts:
                publication.add(empty | {"findings": part})
            versions.append(publication.finish().version)
    assert versions[0] == versions[1]


# A build that dies, and readers beside a build

BUILD_ONCE = """
import sys
from pathlib import Path
from etl.pipeline import build
build(Path(sys.argv[1]), Path(sys.argv[2]), processes=1)
"""


def start(data: Path, out: Path, repository: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen((sys.executable, "-c", BUILD_ONCE, data, out), cwd=repository)


def read_all(out: Path) -> dict[str, Any] | None:
    """What a reader gets who starts from the manifest; fails if any of it is not whole."""
    try:
        manifest: dict[str, Any] = json.loads((out / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    for name, table in manifest["tables"].items():
        content = (out / manifest["version"] / table["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == table["sha256"], name
    return manifest


def test_a_killed_build_leaves_the_last_version_whole(tmp_path: Path, repository: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    grow(data, 300, situations=12)
    build(data, out)
    started = time.perf_counter()
    build(data, out)
    seconds = time.perf_counter() - started
    chance = random.Random(20190130)
    died_writing = 0
    for number in range(6):
        before = current_version(out)
        grow(data, 301 + number, situations=12)
        process = start(data, out, repository)
        until = time.monotonic() + 30
        while not (out / ".building").exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        process.wait()
        died_writing += (out / ".building").exists()
        assert list(verify(out)) == []
        assert read_all(out) is not None
        assert current_version(out) == before or not (out / ".building").exists()
    assert died_writing >= 2
    last = build(data, out)
    assert list(verify(out)) == []
    assert last.manifest["tables"]["figures"]["rows"] == 12 * (3 + 306)
    assert not (out / ".building").exists()


def test_readers_beside_builds_never_see_a_half(tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    over, seen, wrong = threading.Event(), set[str](), list[BaseException]()

    def read() -> None:
        while not over.is_set():
            try:
                manifest = read_all(out)
            except (AssertionError, OSError, ValueError) as error:
                wrong.append(error)
                return
            if manifest is not None:
                seen.add(manifest["version"])

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        versions = set()
        for number in range(12):
            grow(data, number)
            versions.add(build(data, out, keep=3).version)
    finally:
        over.set()
        for reader in readers:
            reader.join()
    assert wrong == []
    assert len(versions) == 12
    assert len(seen) > 3
    assert seen <= versions


def test_a_version_that_a_killed_build_half_forgot_is_not_taken_for_whole(data: Path, tmp_path: Path) -> None:
    """As when a build dies while it removes an old version, and the ledger then goes back to what it was."""
    out = tmp_path / "out"
    first = build(data, out)
    kept = files(first.folder)
    grow(data, 9)
    build(data, out)
    (first.folder / "figures.parquet").unlink()
    shutil.copytree(first.folder, out / ".forgotten")
    grow(data, 3)
    again = build(data, out)
    assert files(again.folder) == kept
    assert not (out / ".forgotten").exists()
