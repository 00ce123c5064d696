"""Where a proposal's count was taken: what the sentence says, else what the report is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from etl.ledger import read_ledger
from etl.model import Figure, Measure, Situation
from etl.reading import ReportContext, read_report
from etl.review.places import placed
from etl.review.rows import as_row
from etl.universe import FlowPoints


@pytest.fixture(scope="module")
def situation(repository: Path) -> Situation:
    return read_ledger(repository / "data/situations/enclave-exits").situation


def _read(text: str, situation: Situation) -> Figure:
    (proposal,) = read_report(text, ReportContext("r", "SOHR", date(2019, 2, 12), "", "")).proposals
    return as_row(proposal, situation, "SOHR")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("On Monday 420 people got out. Baghuz is a small town.", "baghuz"),
        ("خرج يوم الاثنين 420 شخصا. والباغوز بلدة صغيرة قرب هجين.", "baghuz"),
        ("The enclave is small. On Monday 420 people got out.", "enclave"),
    ],
)
def test_a_figure_without_a_place_is_of_the_place_that_its_report_names(
    text: str, place: str, situation: Situation
) -> None:
    (figure,) = placed([_read(text, situation)], situation, text)
    assert figure.place_from == place
    assert FlowPoints(situation).of(figure) == "enclave"


def test_a_report_that_names_no_place_gives_none(situation: Situation) -> None:
    text = "On Monday 420 people got out."
    read = _read(text, situation)
    assert placed([read], situation, text) == [read]


def test_what_the_sentence_says_stays(situation: Situation) -> None:
    figure = replace(
        _read("On Monday 420 people got out of Hajin.", situation), measure=Measure.EXITS, place_from="hajin"
    )
    assert placed([figure], situation, "Baghuz") == [figure]
