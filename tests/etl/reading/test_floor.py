"""The least that reading finds in the invented corpus; raise the floors when the grammar gets better."""

from __future__ import annotations

import json
from pathlib import Path

from tests.etl.reading.score_dev import rows

_CORPUS = Path(__file__).parent / "corpus"
_STRICT = ("measure", "unit", "ref_start", "ref_end", "basis", "nationality")


def _same_number(annotated: dict[str, object], read: dict[str, object]) -> bool:
    if annotated["quantifier"] == "vague":
        return read["value"] is None
    if annotated["value"] is not None or read["value"] is not None:
        return annotated["value"] == read["value"]
    return (annotated["lower"], annotated["upper"]) == (read["lower"], read["upper"])


def test_what_is_found_does_not_fall_below_the_floor() -> None:
    with (_CORPUS / "figures.jsonl").open(encoding="utf-8") as handle:
        annotated = [json.loads(line) for line in handle if line.strip()]
    read = [json.loads(json.dumps(row, default=str)) for row in rows(_CORPUS / "reports")]
    free = list(read)
    pairs = []
    for figure in annotated:
        for candidate in free:
            overlaps = (
                candidate["report_id"] == figure["report_id"]
                and candidate["span_start"] < figure["span_end"]
                and figure["span_start"] < candidate["span_end"]
            )
            if overlaps and _same_number(figure, candidate):
                free.remove(candidate)
                pairs.append((figure, candidate))
                break
    strict = sum(all(figure[field] == found[field] for field in _STRICT) for figure, found in pairs)
    both = len(annotated) + len(read)
    assert 2 * len(pairs) / both >= 0.96
    assert 2 * strict / both >= 0.86
