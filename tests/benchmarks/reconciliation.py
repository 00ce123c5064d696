"""How long reconciliation takes, on one core: `python -m tests.benchmarks.reconciliation`.

Bounds and points of a made-up situation of 120 days, 10 groups and 300 figures, for every week and for every day; and
the situations that are shipped, as known on each date of publication, the first time and with a report added, and read
as printed; and a made-up ledger in which hundreds of figures contradict each other, on each of 120 dates.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TypeVar

from etl.ledger import read_ledger, situation_folders
from etl.model import Granularity, Ledger, Quantifier, Reading, Unit
from etl.quantities import TABLES, last_significant_place, read_quantity
from etl.reconcile import Interval, Settings, Statement, joined, reconciled_rows, settings_of, vintages
from etl.reconcile.bounds import Bounding
from etl.reconcile.contradictions import judge
from etl.reconcile.estimates import estimate
from etl.reconcile.groups import group_of
from etl.reconcile.periods import calendar_periods
from etl.reconcile.programme import Programme
from etl.reconcile.statements import Reliability
from etl.universe import ReadFigure, read_figures
from tests.benchmarks._generate import generate

START = date(2018, 12, 1)
NATIONALITIES = ("", "IRQ", "SYR", "TUR", "TUN", "RUS", "FRA", "DEU", "KAZ", "MAR")
"""The leaves: nine nationalities, and others or unstated."""

T = TypeVar("T")


def made_statements(days: int, groups: int, figures: int, seed: int = 1) -> list[Statement]:
    """Statements that agree, as observatories make them: totals since a start and batches, of all or of one group."""
    random = Random(seed)
    flows = [[random.randrange(80) for _ in range(days)] for _ in range(groups)]
    return [_made_statement(f"{number:03d}", flows, random) for number in range(figures)]


def _made_statement(name: str, flows: list[list[int]], random: Random) -> Statement:
    last = random.randrange(len(flows[0]))
    first = 0 if random.random() < 0.6 else random.randrange(last + 1)
    leaf = None if random.random() < 0.4 else random.randrange(1, len(flows))
    value = sum(sum(flow[first : last + 1]) for flow in (flows if leaf is None else [flows[leaf]]))
    quantifier = random.choice([Quantifier.EXACT] * 4 + [Quantifier.ABOUT] * 3 + [Quantifier.AT_LEAST] * 3)
    bounds = read_quantity(quantifier, value, None, None, str(value), TABLES["waymark"])
    nationality = "" if leaf is None else NATIONALITIES[leaf]
    start, end = START + timedelta(days=first), START + timedelta(days=last)
    return Statement(
        figure_id=f"f{name}",
        report_id=f"r{name}",
        source="A",
        unit=Unit.PERSONS,
        group=group_of(nationality, ""),
        start=start,
        end=end,
        lower=bounds.lower,
        point=bounds.point,
        upper=bounds.upper,
        whole=True,
        place=last_significant_place(value),
        reliability=Reliability(True, quantifier is Quantifier.EXACT, True, True, end.toordinal()),
        key=(nationality, ""),
        published=end,
        table=bounds.table,
    )


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What some work gives and how many seconds of one core it takes."""
    begin = time.process_time()
    return work(), time.process_time() - begin


def bounds_and_points(statements: list[Statement], granularity: Granularity) -> int:
    """All bounds and points of every group, from the statements on; says how many bounds."""
    settings = Settings()
    programme = Programme(judge(statements, settings).kept, settings)
    span = Interval(programme.first_day, programme.last_day)
    questions = [(people, interval) for people in programme.peoples for interval in calendar_periods(granularity, span)]
    found = Bounding(programme).ranges(questions)
    if estimate(programme) is None:
        raise RuntimeError("no estimate was found")
    return 2 * len(found)


def every_vintage(ledger: Ledger, figures: Sequence[ReadFigure], cache: dict[str, bytes]) -> int:
    """All rows of all vintages; says how many."""
    return len(reconciled_rows(ledger.situation.id, vintages(figures, settings_of(ledger), cache)))


def as_printed(data: Path) -> int:
    """Every vintage of the shipped situations with numbers read as printed; says how many contradictions in all."""
    told = 0
    for folder in situation_folders(data):
        ledger = read_ledger(folder)
        if ledger.situation.reconciliation.as_printed:
            settings = settings_of(ledger, Reading.PRINTED)
            *_, last = vintages(read_figures(ledger), settings, implied_only=True)
            told += sum(len(one.contradictions) for one in last.outcomes)
    return told


def tangle(figures: int) -> tuple[int, int, float, float]:
    """A made-up ledger of so many figures: its rows and contradictions, seconds of every vintage and of the last."""
    with TemporaryDirectory() as folder:
        generate(Path(folder), 1, figures)
        ledger = read_ledger(*situation_folders(Path(folder)))
    read = read_figures(ledger)
    last = max(one.published for one in read if one.published is not None and one.left_out is None)
    cache: dict[str, bytes] = {}
    _, without = timed(partial(joined, ledger, [one for one in read if one.published != last], cache))
    told, added = timed(partial(joined, ledger, read, cache))
    return len(told.series), len(told.contradictions), without + added, added


def shipped(data: Path) -> tuple[int, float, float]:
    """How many rows the shipped situations have, seconds the first time, and the most for the last day's reports."""
    rows, first, added = 0, 0.0, 0.0
    for folder in situation_folders(data):
        ledger = read_ledger(folder)
        figures = read_figures(ledger)
        last = max(read.published for read in figures if read.published is not None and read.left_out is None)
        earlier = [read for read in figures if read.published != last]
        cache: dict[str, bytes] = {}
        _, without = timed(partial(every_vintage, ledger, earlier, cache))
        many, more = timed(partial(every_vintage, ledger, figures, cache))
        rows, first, added = rows + many, first + without + more, max(added, more)
    return rows, first, added


def main() -> None:
    """Prints each size with its seconds and the seconds aimed at."""
    parser = argparse.ArgumentParser(description="Measure reconciliation on one core.")
    parser.add_argument("--days", type=int, default=120, help="days of the made-up situation (120)")
    parser.add_argument("--groups", type=int, default=10, help="its groups (10)")
    parser.add_argument("--figures", type=int, default=300, help="its figures (300)")
    parser.add_argument("--tangle", type=int, default=1000, help="figures of the ledger full of contradictions (1000)")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "data", help="the data folder")
    asked = parser.parse_args()
    out = sys.stdout.write
    size = f"{asked.days} days, {asked.groups} groups, {asked.figures} figures"
    statements = made_statements(asked.days, asked.groups, asked.figures)
    for granularity, aim in ((Granularity.WEEK, 6), (Granularity.DAY, 20)):
        many, seconds = timed(partial(bounds_and_points, statements, granularity))
        out(f"{size}, {many:,} bounds by {granularity.value} and all points: {seconds:.1f} s (target {aim} s)\n")
    rows, first, added = shipped(asked.data)
    out(f"shipped situations, every vintage, {rows:,} rows, first time: {first:.1f} s (target 30 s)\n")
    out(f"shipped situations, the last report added: {added:.1f} s (target 3 s)\n")
    sets, seconds = timed(partial(as_printed, asked.data))
    out(f"shipped situations as printed, every vintage, {sets} contradictions: {seconds:.1f} s (target 15 s)\n")
    rows, sets, all_seconds, last = tangle(asked.tangle)
    out(f"a tangle of {asked.tangle:,} figures, every vintage, {rows:,} rows, {sets:,} contradictions: ")
    out(f"{all_seconds:.1f} s (target 120 s)\n")
    out(f"a tangle of {asked.tangle:,} figures, the last report added: {last:.1f} s (target 5 s)\n")


if __name__ == "__main__":
    main()
