"""Fixtures over the situations that the repository ships, published once for all folders of tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread
from typing import cast

import dash
import pytest
import waitress
from filelock import FileLock
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.published import Published, SituationData, Snapshot
from dashboard.serving import warm
from dashboard.settings import Settings
from etl.pipeline import build

DATA = Path(__file__).resolve().parents[2] / "data"
SITUATIONS = ("enclave-exits", "al-hol-camp")
TODAY = date(2026, 1, 31)
"""For what depends on today."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped situations published in it. No test changes it.

    It is one for the whole run: what all figures together give takes half a minute. Each process of the run has a folder
    of its own for what tests write, below the one that they share.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    published = shared / "shipped"
    with FileLock(shared / "shipped.lock"):
        if not (published / "manifest.json").exists():
            build(DATA, published)
    return published


@pytest.fixture(scope="session")
def snapshot(folder: Path) -> Snapshot:
    """What a public instance knows: small counts masked."""
    return Published(folder, suppress_below=10).snapshot()


@pytest.fixture(scope="session")
def everything(folder: Path) -> Snapshot:
    """What a private instance knows: nothing masked."""
    return Published(folder, suppress_below=0).snapshot()


@pytest.fixture(scope="session")
def exits(snapshot: Snapshot) -> SituationData:
    return snapshot.situation("enclave-exits")


@pytest.fixture(scope="session")
def camp(snapshot: Snapshot) -> SituationData:
    return snapshot.situation("al-hol-camp")


@pytest.fixture(scope="session")
def app(folder: Path) -> dash.Dash:
    """The application over the shipped situations, ready to answer."""
    app = create_app(Settings(folder))
    warm(app)
    return app


@pytest.fixture(scope="session")
def client(app: dash.Dash) -> FlaskClient:
    return cast(Flask, app.server).test_client()


@pytest.fixture(scope="session")
def site(app: dash.Dash) -> Iterator[str]:
    """The address of the application, served as `waymark serve` does."""
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=8)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)
