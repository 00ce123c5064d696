"""What the dashboard reads of a published folder, and how it notices that there is something new."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from dashboard.app import create_app
from dashboard.published import SCHEMA_VERSION, NothingPublishedError, Published, Snapshot
from dashboard.settings import Settings
from etl.pipeline import build
from tests.etl.ledgers import A_FIGURE, A_REPORT, write_ledger

LATER_REPORT = A_REPORT | {"report_id": "r2", "url": "https://example.org/r2", "published": "2019-02-03"}
LATER_FIGURE = A_FIGURE | {"figure_id": "r2-01", "report_id": "r2", "value": "36545", "ref_end": "2019-02-02"}


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    """A data folder with one situation of one figure, and the folder that it is published into."""
    write_ledger(tmp_path / "data")
    published = tmp_path / "published"
    build(tmp_path / "data", published)
    return tmp_path / "data", published


class TestSnapshot:
    def test_holds_what_the_ledgers_hold(self, snapshot: Snapshot) -> None:
        assert set(snapshot.summaries) == {"al-hol-camp", "enclave-exits"}
        for summary in snapshot.summaries.values():
            data = snapshot.situation(summary.situation.id)
            assert (summary.figures, summary.reports) == (len(data.figures), len(data.reports))
            assert list(summary.vintages) == sorted(summary.vintages)
            assert {row.figure_ids[0] for row in data.rows} <= set(data.figures)

    def test_types_are_those_of_the_model(self, snapshot: Snapshot) -> None:
        data = snapshot.situation("enclave-exits")
        known = data.figures["r050-02"]
        assert known.figure.value == 36_250
        assert known.figure.ref_end == date(2019, 1, 30)
        assert known.bounds is not None
        assert (known.bounds.lower, known.bounds.point, known.bounds.upper) == (36_250, 36_250, 36_250)
        assert known.figure.measure.value == "exits"
        assert all(isinstance(row.figure_ids, tuple) for row in data.rows)

    def test_is_read_once(self, snapshot: Snapshot) -> None:
        assert snapshot.situation("enclave-exits") is snapshot.situation("enclave-exits")
        with pytest.raises(KeyError):
            snapshot.situation("nowhere")


class TestNews:
    def test_a_new_version_is_noticed_while_serving(self, small: tuple[Path, Path]) -> None:
        data, published = small
        app = create_app(Settings(published))
        server: Flask = app.server
        client = server.test_client()
        before = client.get("/healthz").text
        page = client.get("/s/test")
        assert "36,250 people" in page.text
        assert "36,545 people" not in page.text

        write_ledger(data, figures=[A_FIGURE, LATER_FIGURE], reports=[A_REPORT, LATER_REPORT])
        build(data, published)
        assert client.get("/healthz").text != before
        after = client.get("/s/test", headers={"If-None-Match": page.headers["ETag"]})
        assert after.status_code == 200
        assert "36,545 people" in after.text

    def test_the_same_version_is_not_read_again(self, small: tuple[Path, Path]) -> None:
        data, published = small
        known = Published(published, suppress_below=10)
        first = known.snapshot()
        assert known.snapshot() is first
        build(data, published)
        assert known.snapshot() is first, "the same ledgers are the same version"

    def test_a_reader_of_the_old_version_can_finish(self, small: tuple[Path, Path]) -> None:
        data, published = small
        old = Published(published, suppress_below=10).snapshot()
        write_ledger(data, figures=[A_FIGURE, LATER_FIGURE], reports=[A_REPORT, LATER_REPORT])
        build(data, published)
        assert set(old.situation("test").figures) == {"r1-01"}


class TestNothing:
    def test_an_empty_folder_says_what_to_do(self, tmp_path: Path) -> None:
        with pytest.raises(NothingPublishedError, match="run `waymark build` first"):
            Published(tmp_path, suppress_below=10).snapshot()
        server: Flask = create_app(Settings(tmp_path)).server
        response = server.test_client().get("/")
        assert response.status_code == 503
        assert "waymark build" in response.text

    def test_another_schema_is_told_and_not_guessed_at(self, small: tuple[Path, Path]) -> None:
        _, published = small
        manifest = published / "manifest.json"
        said = json.loads(manifest.read_text("utf-8"))
        assert said["schema_version"] == SCHEMA_VERSION
        manifest.write_text(json.dumps(said | {"schema_version": 99}), "utf-8")
        with pytest.raises(NothingPublishedError, match=f"schema version 99, this dashboard reads {SCHEMA_VERSION}"):
            Published(published, suppress_below=10).snapshot()

    def test_an_unreadable_version_does_not_hide_for_long(self, small: tuple[Path, Path]) -> None:
        """A dashboard that meets a version it cannot read says so, and goes on when it can read again."""
        _, published = small
        manifest = published / "manifest.json"
        kept = published / "kept.json"
        shutil.copy2(manifest, kept)
        server: Flask = create_app(Settings(published)).server
        client = server.test_client()
        assert client.get("/s/test").status_code == 200
        manifest.write_text(json.dumps(json.loads(kept.read_text("utf-8")) | {"schema_version": 99}), "utf-8")
        assert client.get("/s/test").status_code == 503
        manifest.write_bytes(kept.read_bytes())
        assert client.get("/s/test").status_code == 200
