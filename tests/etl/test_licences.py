"""Terms of licences in situation.toml: read, refused where they mean nothing, and no part of what is reckoned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import etl.pipeline
from etl.errors import LedgerError
from etl.ledger import read_ledger
from etl.model import LicenceTerms, Names, Withheld
from etl.pipeline import build
from tests.etl.ledgers import A_REPORT, SITUATION_TOML, write_ledger

CLOSED, OPEN = "All rights reserved", "CC BY 4.0"
REPORTS = (
    A_REPORT | {"licence": CLOSED},
    A_REPORT | {"report_id": "r2", "licence": OPEN},
    A_REPORT | {"report_id": "r3", "licence": ""},
)
TERMS = f"""
[[licences]]
licence = "{CLOSED}"
withhold = ["as_reported", "quote"]
reason.en = "The publisher keeps its words."
reason.ar = "الناشر يحتفظ بكلماته."

[[licences]]
licence = ["{OPEN}", ""]
withhold = ["figure"]
reason.en = "Asked to."
"""


def with_terms(folder: Path, terms: str) -> Path:
    return write_ledger(folder, reports=REPORTS, situation=SITUATION_TOML + terms)


def test_terms_are_read_in_one_order(tmp_path: Path) -> None:
    assert read_ledger(with_terms(tmp_path, TERMS)).situation.licences == (
        LicenceTerms(
            (CLOSED,),
            (Withheld.QUOTE, Withheld.AS_REPORTED),
            Names((("ar", "الناشر يحتفظ بكلماته."), ("en", "The publisher keeps its words."))),
        ),
        LicenceTerms((OPEN, ""), (Withheld.FIGURE,), Names((("en", "Asked to."),))),
    )


def test_without_terms_nothing_is_withheld(tmp_path: Path) -> None:
    assert read_ledger(with_terms(tmp_path, "")).situation.licences == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "found", "expected"),
    [
        ('"quote"', '"qoute"', "licences.0.withhold.1", "'qoute'", "'quote'"),
        ('["figure"]', "[]", "licences.1.withhold", "[]", "at least 1"),
        ('["as_reported", "quote"]', '"quote"', "licences.0.withhold", "'quote'", "list"),
        ('reason.en = "Asked to."', "", "licences.1.reason", "{'licence'", "required"),
        ('reason.en = "Asked to."', 'reason.en = ""', "licences.1.reason.en", "''", "at least 1"),
        ('reason.en = "Asked to."', 'reason.en = "x"\nuntil = 1', "licences.1.until", "1", "not permitted"),
        (f'licence = "{CLOSED}"', "licence = 4", "licences.0.licence", "4", "list"),
        (f'licence = "{CLOSED}"', "licence = []", "licences.0.licence", "[]", "at least 1"),
        (f'licence = "{CLOSED}"', f'licence = "{OPEN}"', "licences", f"'{OPEN}' twice", "one entry"),
        (f'licence = "{CLOSED}"', 'licence = "all rights reserved."', "licences", "'all rights", f"'{CLOSED}'"),
        (f'licence = "{CLOSED}"', 'licence = "ODbL"', "licences", "'ODbL'", "as reports.csv states it"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, found: str, expected: str
) -> None:
    assert TERMS.count(old) == 1
    with pytest.raises(LedgerError) as caught:
        read_ledger(with_terms(tmp_path, TERMS.replace(old, new)))
    (problem,) = caught.value.problems
    assert (problem.file.name, problem.column) == ("situation.toml", place)
    assert found in problem.found
    assert expected in problem.expected


def test_terms_are_published_and_nothing_is_reckoned_anew_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def definition() -> dict[str, Any]:
        situations = pq.read_table(published / manifest()["version"] / "situations.parquet")
        return dict(json.loads(situations["definition"][0].as_py()))

    def manifest() -> dict[str, str]:
        return dict(json.loads((published / "manifest.json").read_text("utf-8")))

    published = tmp_path / "published"
    with_terms(tmp_path, "")
    build(tmp_path, published, processes=1)
    before = manifest()
    assert definition()["licences"] == []
    with_terms(tmp_path, TERMS)

    def again(*_: object) -> None:
        raise AssertionError("what all figures together give was reckoned anew")

    monkeypatch.setattr(etl.pipeline, "joined", again)
    build(tmp_path, published, processes=1)
    assert manifest()["version"] != before["version"]
    closed, opened = definition()["licences"]
    assert (closed["licences"], closed["withhold"]) == ([CLOSED], ["quote", "as_reported"])
    assert opened["withhold"] == ["figure"]
