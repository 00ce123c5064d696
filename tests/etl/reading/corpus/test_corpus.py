"""The corpus keeps its own rules: a wrong annotation would measure the wrong thing."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.model import Basis, Kind, Measure, Modality, Precision, Quantifier, Unit

CORPUS = Path(__file__).resolve().parent
LANGUAGES = {"en": 28, "ar": 22, "fr": 4, "es": 3, "de": 3}
VOCABULARIES = {
    "measure": Measure,
    "kind": Kind,
    "basis": Basis,
    "unit": Unit,
    "quantifier": Quantifier,
    "modality": Modality,
    "ref_precision": Precision,
}


def read_report(path: Path) -> tuple[dict[str, str], str]:
    """Front matter and text of a report."""
    opening, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == ""
    return dict(re.findall(r'^(\w+): "?(.*?)"?$', head, re.M)), text


REPORTS = {path.stem: read_report(path) for path in sorted((CORPUS / "reports").glob("*.md"))}
FIGURES: list[dict[str, Any]] = [
    json.loads(line) for line in (CORPUS / "figures.jsonl").read_text(encoding="utf-8").splitlines()
]
SPLIT: dict[str, Any] = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))


def name_of(figure: dict[str, Any]) -> str:
    return f"{figure['report_id']}-{figure['span_start']}"


each_figure = pytest.mark.parametrize("figure", FIGURES, ids=name_of)


def test_the_mixture_is_what_the_readme_says() -> None:
    assert Counter(head["language"] for head, _ in REPORTS.values()) == LANGUAGES
    counted = Counter(figure["report_id"] for figure in FIGURES)
    assert counted.keys() <= REPORTS.keys()
    assert len(REPORTS) - len(counted) == 11
    assert len(FIGURES) == 210
    assert min(counted.values()) >= 2
    assert max(counted.values()) <= 8


@pytest.mark.parametrize("report_id", REPORTS)
def test_a_report_names_itself(report_id: str) -> None:
    head, text = REPORTS[report_id]
    assert head["id"] == report_id
    assert {"publisher", "title", "url", "language"} <= head.keys()
    if "published" in head:
        date.fromisoformat(head["published"])
    assert text.endswith(".\n")


def test_the_split_covers_every_report_once() -> None:
    assert sorted(SPLIT["dev"] + SPLIT["held_out"]) == list(REPORTS)
    held_out = Counter(REPORTS[report_id][0]["language"] for report_id in SPLIT["held_out"])
    assert held_out == {language: round(number / 3) for language, number in LANGUAGES.items()}


@each_figure
def test_a_quote_stands_where_its_span_says_and_cuts_no_number(figure: dict[str, Any]) -> None:
    text = REPORTS[figure["report_id"]][1]
    start, end = figure["span_start"], figure["span_end"]
    assert text[start:end] == figure["quote"]
    assert not re.search(r"\d[\d.,'\u066b\u066c\u00a0\u202f]*$", text[:start]) or not text[start].isdigit()
    assert not (text[end - 1].isdigit() and re.match(r"[.,'\u066b\u066c\u00a0\u202f]?\d", text[end:]))


@each_figure
def test_fields_use_the_vocabularies_and_fit_each_other(figure: dict[str, Any]) -> None:
    for field, vocabulary in VOCABULARIES.items():
        assert figure[field] in set(vocabulary), field
    value, lower, upper = figure["value"], figure["lower"], figure["upper"]
    match figure["quantifier"]:
        case "exact":
            assert value == lower == upper
        case "about":
            assert lower is None
            assert upper in (None, value)
        case "at_least":
            assert (lower, upper) == (value, None)
        case "at_most":
            assert (lower, upper) == (None, value)
        case "range":
            assert value is None
            assert 0 < lower < upper
        case "vague":
            assert value is None
            assert upper is None
            assert lower in (20, 24, 200, 2_000, 20_000)
        case other:
            pytest.fail(f"the corpus does not annotate {other}")
    is_stock = figure["measure"] == Measure.POPULATION
    assert (figure["kind"] == Kind.STOCK) == is_stock
    assert not is_stock or (figure["basis"], figure["ref_start"]) == (Basis.PERIOD, None)
    assert re.fullmatch(r"[A-Z]{3}|other:.+", figure["nationality"] or "SYR")


@each_figure
def test_reference_days_are_in_order_and_known_to_the_report(figure: dict[str, Any]) -> None:
    published = REPORTS[figure["report_id"]][0].get("published")
    start, end = figure["ref_start"], figure["ref_end"]
    for day in (start, end):
        if day is not None:
            date.fromisoformat(day)
    assert not (start and end) or start <= end
    if published and figure["modality"] == Modality.REPORTED:
        assert end is not None
        assert end <= published


@each_figure
def test_relations_lead_to_other_figures_of_the_report(figure: dict[str, Any]) -> None:
    siblings = {other["quote"]: other for other in FIGURES if other["report_id"] == figure["report_id"]}
    assert siblings[figure["quote"]] is figure, "a quote names one figure of its report"
    if figure["same_as"] is not None:
        same = siblings[figure["same_as"]]
        assert same["unit"] != figure["unit"]
        for field in ("measure", "nationality", "ref_start", "ref_end", "basis", "modality"):
            assert same[field] == figure[field], field
    seen = {figure["quote"]}
    whole = figure
    while whole["part_of"] is not None:
        part, whole = whole, siblings[whole["part_of"]]
        assert whole["quote"] not in seen
        assert whole["unit"] == part["unit"]
        assert (part["lower"] or part["value"]) < (whole["upper"] or whole["value"])
        seen.add(whole["quote"])
