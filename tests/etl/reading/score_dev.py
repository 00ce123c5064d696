"""Reads annotated reports and prints one JSON object a line for a scorer: `python -m tests.etl.reading.score_dev PATH`.

PATH is a folder of reports with front matter, or one report. Empty text fields are printed as null, as annotators
write them.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from etl.front_matter import split
from etl.reading import ReportContext, read_report


def rows(path: Path) -> Iterator[dict[str, object]]:
    """The proposals of all reports under `path` as plain values."""
    for file in sorted(path.glob("*.md")) if path.is_dir() else [path]:
        document = split(file.read_text(encoding="utf-8"))
        fields = document.fields
        published = date.fromisoformat(fields["published"]) if fields.get("published") else None
        context = ReportContext(
            fields.get("id", file.stem),
            fields.get("publisher", ""),
            published,
            fields.get("language", ""),
            fields.get("title", ""),
        )
        for proposal in read_report(document.body, context).proposals:
            row = dataclasses.asdict(proposal)
            yield {key: None if value == "" else value for key, value in row.items()}


if __name__ == "__main__":
    for row in rows(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(row, default=str, ensure_ascii=False) + "\n")
