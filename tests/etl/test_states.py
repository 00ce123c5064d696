"""What was published once can be asked for by its name for as long as it is kept."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.published import Published
from etl.pipeline import build
from etl.publish import Publication
from etl.schemas import TABLES
from etl.states import state_of
from tests.etl.test_publish import grow

DAY = date(2019, 2, 1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    grow(tmp_path / "data", 3)
    return tmp_path / "data"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def kept(out: Path, situation: str = "s0") -> list[str]:
    return sorted(folder.name for folder in (out / "states" / situation).iterdir())


def state_now(out: Path, situation: str = "s0") -> str:
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    return next(str(one["state"]) for one in manifest["situations"] if one["situation"] == situation)


def test_each_state_is_kept_once_however_many_versions_come_and_go(data: Path, out: Path) -> None:
    named = []
    for number in (3, 4, 5, 4, 6, 3):
        grow(data, number)
        build(data, out, keep=1)
        named.append(state_now(out))
    assert named[1] == named[3]
    assert named[0] == named[5]
    assert kept(out) == sorted(set(named))
    assert len(kept(out)) == 4


def test_only_the_situation_that_changed_has_a_new_state(data: Path, out: Path) -> None:
    build(data, out)
    before = {name: kept(out, name) for name in ("s0", "s1")}
    figures = data / "situations" / "s0" / "figures.csv"
    figures.write_text("\n".join(figures.read_text("utf-8").splitlines()[:-1]) + "\n", "utf-8")
    build(data, out)
    assert kept(out, "s1") == before["s1"]
    assert len(kept(out, "s0")) == len(before["s0"]) + 1


def test_a_state_holds_what_its_manifest_says(data: Path, out: Path) -> None:
    build(data, out)
    folder = out / "states" / "s0" / state_now(out)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["state"] == folder.name
    assert set(manifest["tables"]) == set(TABLES)
    for table in manifest["tables"].values():
        content = (folder / table["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == table["sha256"]
        assert pq.read_table(folder / table["file"]).num_rows == table["rows"]


def test_the_name_follows_from_the_values_and_from_nothing_else() -> None:
    plain = pa.table({"situation": pa.array(["a", "b", "a", None])})
    coded = pa.table({"situation": pa.chunked_array([["a", "b"], ["a", None]]).dictionary_encode()})
    other_order = pa.table(
        {"situation": pa.DictionaryArray.from_arrays(pa.array([1, 0, 1, None], pa.int32()), pa.array(["b", "a"]))}
    )
    assert state_of({"t": plain}) == state_of({"t": coded}) == state_of({"t": other_order})
    assert state_of({"t": plain.slice(1)}) == state_of({"t": pa.table({"situation": pa.array(["b", "a", None])})})
    changed = pa.table({"situation": pa.array(["a", "b", "a", ""])})
    assert state_of({"t": plain}) != state_of({"t": changed})
    assert state_of({"t": plain}) != state_of({"u": plain})


def test_what_is_read_back_has_the_same_name(data: Path, out: Path) -> None:
    build(data, out)
    folder = out / "states" / "s0" / state_now(out)
    read = {name: pq.read_table(folder / f"{name}.parquet") for name in TABLES}
    assert state_of(read) == folder.name
    assert any(pa.types.is_list(column.type) for table in read.values() for column in table.columns)


def test_a_build_that_dies_leaves_no_half_state(data: Path, out: Path) -> None:
    build(data, out)
    before = kept(out)
    grow(data, 7)
    with pytest.raises(KeyError), Publication(out) as publication:
        publication.add({"situations": pq.read_table(out / "latest" / "situations.parquet")})
    assert kept(out) == before
    assert not (out / ".states").exists()
    half = out / "states" / "s0" / "0123456789ab"
    half.mkdir()
    assert Published(out, suppress_below=0).frozen("s0", half.name, DAY) is None


class TestAsked:
    def test_an_old_state_is_read_as_it_was(self, data: Path, out: Path) -> None:
        build(data, out, keep=1)
        published = Published(out, suppress_below=0)
        before = published.snapshot().situation("s0")
        assert before.state == state_now(out)
        for number in range(4, 14):
            grow(data, number)
            build(data, out, keep=1)
        found = published.frozen("s0", before.state, DAY)
        assert found is not None
        assert found.frozen_on == DAY
        assert list(found.rows) == list(before.rows)
        assert dict(found.figures) == dict(before.figures)
        assert len(published.snapshot().situation("s0").figures) > len(found.figures)

    def test_the_same_is_read_once(self, data: Path, out: Path) -> None:
        build(data, out)
        published = Published(out, suppress_below=0)
        assert published.frozen("s0", state_now(out), DAY) is published.frozen("s0", state_now(out), DAY)

    @pytest.mark.parametrize("state", ["0123456789ab", "../../../etc", "", "0123456789AB", "0123456789ab\n"])
    @pytest.mark.parametrize("situation", ["s0", "s9", "..", "s0/../s1", ""])
    def test_what_is_not_kept_is_not_there(self, data: Path, out: Path, situation: str, state: str) -> None:
        build(data, out)
        assert Published(out, suppress_below=0).frozen(situation, state, DAY) is None

    def test_what_somebody_removed_is_gone(self, data: Path, out: Path) -> None:
        build(data, out)
        state = state_now(out)
        shutil.rmtree(out / "states" / "s0" / state)
        assert Published(out, suppress_below=0).frozen("s0", state, DAY) is None
