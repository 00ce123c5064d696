"""Alerts as they are written in situation.toml: what is read, and how what cannot be is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import LedgerError
from etl.ledger import read_alerts, read_ledger
from etl.model import RECONCILED, AlertKind, AlertRule, Measure, Reading, Unit
from etl.pipeline import build
from etl.publish import current_version
from tests.etl.alerts.making import CONTRADICTION, QUIET, SILENCE, WEEK, write

REPORTED = """
[[alerts]]
id = "many-by-one"
rule = "week_above"
measure = "arrests"
unit = "families"
nationality = "IRQ"
population = "members"
flow_point = "enclave"
number = 0
basis = "reported"
source = "SOHR"
certain = false
"""


def test_rules_belong_to_the_ledger(tmp_path: Path) -> None:
    more = CONTRADICTION.replace('"new-contradiction"', '"wide"') + 'measure = "exits"\nnumber = 300\nreading = "table"'
    folder = write(tmp_path, QUIET, WEEK + REPORTED + CONTRADICTION + SILENCE + 'source = "SDF"\n' + more)
    week, silence = AlertKind.WEEK_ABOVE, AlertKind.SILENCE
    assert read_ledger(folder).alerts == (
        AlertRule("many-in-a-week", week, 5_000, measure=Measure.EXITS, source=RECONCILED),
        AlertRule(
            "many-by-one",
            week,
            0,
            measure=Measure.ARRESTS,
            unit=Unit.FAMILIES,
            nationality="IRQ",
            population="members",
            flow_point="enclave",
            source="SOHR",
            certain=False,
        ),
        AlertRule("new-contradiction", AlertKind.NEW_CONTRADICTION, 1),
        AlertRule("silence", silence, days=14, source="SDF"),
        AlertRule("wide", AlertKind.NEW_CONTRADICTION, 300, measure=Measure.EXITS, reading=Reading.TABLE),
    )
    situation, alerts = read_alerts(folder)
    assert (situation, alerts) == (read_ledger(folder).situation, read_ledger(folder).alerts)


def test_a_rule_is_not_published(tmp_path: Path) -> None:
    write(tmp_path, QUIET, "")
    version = build(tmp_path, tmp_path / "published").version
    write(tmp_path, QUIET, WEEK + SILENCE)
    assert build(tmp_path, tmp_path / "published").version == version == current_version(tmp_path / "published")


@pytest.mark.parametrize(
    ("written", "place", "found", "expected"),
    [
        (WEEK.replace("many-in-a-week", "Many"), "0.id", "'Many'", "joined by hyphens"),
        (WEEK + WEEK, "", "'many-in-a-week' twice", "an id of its own"),
        (WEEK.replace("week_above", "week_below"), "0.rule", "'week_below'", "'silence'"),
        (WEEK.replace("exits", "exit"), "0.measure", "'exit'", "'arrivals'"),
        (WEEK.replace("exits", "returns"), "many-in-a-week.measure", "'returns'", "arrests, deaths, exits"),
        (WEEK.replace("exits", "population"), "many-in-a-week.measure", "'population'", "on the move"),
        (WEEK.replace('measure = "exits"', ""), "many-in-a-week.measure", "nothing", "needs measure and number"),
        (WEEK.replace("number = 5000", ""), "many-in-a-week.number", "nothing", "needs measure and number"),
        (WEEK.replace("5000", "-1"), "many-in-a-week.number", "-1", "0 or more"),
        (WEEK.replace("5000", '"5000"'), "0.number", "'5000'", "valid integer"),
        (WEEK + "above = 3", "0.above", "3", "not permitted"),
        (WEEK + "days = 3", "many-in-a-week.days", "3", "leave it out"),
        (WEEK + 'unit = "people"', "0.unit", "'people'", "'families'"),
        (WEEK + 'nationality = "Iraq"', "many-in-a-week.nationality", "'Iraq'", "alpha-3"),
        (WEEK + 'population = "women"', "many-in-a-week.population", "'women'", "members"),
        (WEEK + 'flow_point = "gate"', "many-in-a-week.flow_point", "'gate'", "camp, enclave"),
        (WEEK + 'flow_point = "camp"', "many-in-a-week.flow_point", "'camp'", "counts exits: enclave"),
        (WEEK + 'basis = "reported"', "many-in-a-week.source", "nothing", "name who counts"),
        (WEEK + 'source = "SOHR"', "many-in-a-week.source", "'SOHR'", 'basis = "reported"'),
        (WEEK + 'basis = "reported"\nsource = "UN"', "many-in-a-week.source", "'UN'", "SDF, SOHR"),
        (WEEK + 'certain = "yes"', "0.certain", "'yes'", "valid boolean"),
        (CONTRADICTION + "number = 0", "new-contradiction.number", "0", "1 or more"),
        (CONTRADICTION + 'reading = "printed"', "new-contradiction.reading", "'printed'", "as_printed"),
        (CONTRADICTION + "certain = true", "new-contradiction.certain", "True", "measure, number, reading"),
        (SILENCE.replace("days = 14", ""), "silence.days", "nothing", "needs days"),
        (SILENCE.replace("14", "0"), "silence.days", "0", "1 or more"),
        (SILENCE + 'measure = "exits"', "silence.measure", "exits", "has days, source"),
        (SILENCE + 'source = "UN"', "silence.source", "'UN'", "SDF, SOHR"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_place(
    tmp_path: Path, written: str, place: str, found: str, expected: str
) -> None:
    folder = write(tmp_path, QUIET, written)
    for read in (read_ledger, read_alerts):
        with pytest.raises(LedgerError) as refused:
            read(folder)
        (problem,) = refused.value.problems
        assert (problem.file.name, problem.column) == ("situation.toml", f"alerts.{place}".removesuffix("."))
        assert found in problem.found
        assert expected in problem.expected
