"""Ledgers of made-up situations, as large and as mixed as those of an agency.

Each situation has several sources that publish running totals every few days for groups and for all, batches of single
days, counts of people present, and now and then a revision, a reprint or a word. The same seed gives the same files.

    python tests/benchmarks/_generate.py FOLDER [--situations 1000] [--figures 1000] [--seed 1]
"""

from __future__ import annotations

import argparse
import csv
from datetime import date, timedelta
from pathlib import Path
from random import Random

SITUATION = """\
schema = 1
id = "{id}"
default_measure = "exits"
title.en = "Situation {id}"
summary.en = "Made up to be measured."

[[sources]]
id = "A"
name.en = "Observatory"
lead = true

[[sources]]
id = "B"
name.en = "Authority"

[[sources]]
id = "C"
name.en = "Agency"

[[populations]]
id = "children"
name.en = "children"

[[populations]]
id = "members"
name.en = "reported as members"

[[places]]
id = "enclave"
name.en = "the enclave"

[[places]]
id = "camp"
name.en = "the camp"
aliases = ["the large camp"]

[[flow_points]]
id = "enclave"
name.en = "out of the enclave"
measures = ["exits", "arrests_surrenders", "deaths"]
from = ["enclave", ""]

[[flow_points]]
id = "camp"
name.en = "the camp"
measures = ["population", "arrivals", "departures"]

[[phases]]
source = "A"
start = 2018-12-01
measures = ["exits"]
name.en = "since 1 December"

[[phases]]
source = "A"
start = 2019-06-01
measures = ["exits"]
name.en = "since 1 June"

[[headlines]]
id = "people"
measure = "exits"
unit = "persons"
source = "A"
"""

REPORT_COLUMNS = "report_id publisher title url published published_basis language licence retrieved sha256 text"
FIGURE_COLUMNS = (
    "figure_id report_id situation source measure kind basis unit quantifier value lower upper as_reported nationality "
    "population ref_start ref_end ref_precision place_from place_to part_of same_as role modality status quote "
    "span_start span_end note"
)
GROUPS = (("", ""), ("IRQ", ""), ("SYR", ""), ("other:western", ""), ("", "children"), ("", "members"))
REPORTS = 120
START = date(2018, 12, 1)
RESTART = date(2019, 6, 1)


def generate(data: Path, situations: int, figures: int, seed: int = 1) -> None:
    """Write `situations` ledgers of `figures` figures each below `data`/situations."""
    for number in range(situations):
        name = f"s{number:04d}"
        folder = data / "situations" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "situation.toml").write_text(SITUATION.format(id=name), "utf-8")
        _write_ledger(folder, figures, Random(f"{seed} {name}"))


def _write_ledger(folder: Path, figures: int, random: Random) -> None:
    reports: list[dict[str, str]] = []
    rows: list[dict[str, str]] = []
    totals: dict[tuple[str, str, str, str], int] = {}
    per_report = -(-figures // REPORTS)
    for number in range(REPORTS):
        day = START + timedelta(days=3 * number)
        report_id, source = f"r{number:03d}", random.choice("AAABBC")
        reports.append(
            {
                "report_id": report_id,
                "publisher": f"Publisher {source}",
                "title": f"What happened until {day:%d %B %Y}, in {folder.name}",
                "url": f"https://example.org/{folder.name}/{number}",
                "published": (day + timedelta(days=random.choice((0, 1, 1, 2)))).isoformat(),
                "language": random.choice(("en", "en", "ar")),
            }
        )
        for place in range(min(per_report, figures - len(rows))):
            row = {"figure_id": f"{report_id}-{place + 1:02d}", "report_id": report_id, "source": source}
            rows.append(row | _figure(row["figure_id"], source, day, totals, random))
    _write(folder / "reports.csv", REPORT_COLUMNS.split(), reports)
    _write(folder / "figures.csv", FIGURE_COLUMNS.split(), rows)


def _figure(
    figure_id: str, source: str, day: date, totals: dict[tuple[str, str, str, str], int], random: Random
) -> dict[str, str]:
    nationality, population = random.choice(GROUPS)
    row = {"nationality": nationality, "population": population, "unit": "persons", "quantifier": "exact"}
    sort = random.random()
    if sort < 0.6:
        start = RESTART if source == "A" and day >= RESTART else START
        series = (source, start.isoformat(), nationality, population)
        new = random.randrange(0, 900)
        if random.random() < 0.03:
            new = -new
        totals[series] = max(0, totals.get(series, 0) + new)
        row |= {"measure": "exits", "basis": "cumulative", "ref_start": start.isoformat()}
        row |= {"ref_end": day.isoformat(), "place_from": "the enclave"}
        value = totals[series]
    elif sort < 0.85:
        row |= {"measure": random.choice(("exits", "arrests_surrenders", "deaths", "arrivals")), "basis": "period"}
        row |= {
            "ref_start": (day - timedelta(days=random.choice((0, 0, 1, 6)))).isoformat(),
            "ref_end": day.isoformat(),
        }
        if row["measure"] == "arrivals":
            row |= {"place_to": "the large camp"}
        value = random.randrange(1, 600)
    else:
        row |= {"measure": "population", "kind": "stock", "basis": "period", "ref_end": day.isoformat()}
        row |= {"place_to": "the camp"}
        value = random.randrange(20_000, 80_000)
    words = f"{value:,}"
    quantifier = random.random()
    if quantifier < 0.15:
        value -= value % 10
        row["quantifier"], words = "more_than", f"more than {value:,}"
    elif quantifier < 0.30:
        value -= value % 10
        row["quantifier"], words = "about", f"about {value:,}"
    elif quantifier < 0.33:
        words = random.choice(("hundreds", "thousands"))
        return row | {"quantifier": "vague", "as_reported": words, "quote": f"{words} of people"}
    if random.random() < 0.02:
        row["ref_end"] = ""
    return row | {
        "value": str(value),
        "as_reported": words,
        "quote": f"{words} people, figure {figure_id} in its words",
    }


def _write(file: Path, columns: list[str], rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write made-up ledgers to measure with.")
    parser.add_argument("folder", type=Path, help="the data folder to make")
    parser.add_argument("--situations", type=int, default=1000, help="how many situations (1000)")
    parser.add_argument("--figures", type=int, default=1000, help="how many figures in each (1000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other numbers (1)")
    asked = parser.parse_args()
    generate(asked.folder, asked.situations, asked.figures, asked.seed)


if __name__ == "__main__":
    main()
