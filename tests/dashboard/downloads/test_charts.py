"""The file of a chart holds what the chart draws: the same rows, the same numbers."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.charts.build import charts_of
from dashboard.charts.chart import Chart
from dashboard.charts.rows import KINDS, rows_of_chart
from dashboard.downloads import write
from dashboard.published import SituationData, Snapshot
from dashboard.select import View, default_view
from etl.model import RECONCILED, SeriesRow, Unit
from tests.dashboard.downloads.file_readers import ONE_EACH, SAID, asked, taken_and_read
from tests.dashboard.shipped import SITUATIONS, TODAY
from tests.dashboard.test_select import draw_view

Mark = tuple[object, ...]


def charts(data: SituationData, view: View) -> dict[str, Chart]:
    """Every chart that a view may have."""
    return {chart.id: chart for chart in charts_of(data, replace(view, show="both"), SAID, TODAY)}


def marks(chart: Chart) -> Counter[Mark]:
    """What a chart draws of what sources count: its points, bars and categories."""
    found: list[Mark] = []
    for line in chart.lines:
        if not line.grows:
            found += [(point.key, point.lower, point.value, point.upper) for point in line.points]
    for bars in chart.bars:
        if not bars.key.startswith(RECONCILED):
            found += [(bar.key, bar.start, bar.end, bar.lower, bar.value, bar.upper) for bar in bars.bars]
    found += [(one.key, one.lower, one.value, one.upper) for one in chart.categories]
    return Counter(found)


def of_rows(kind: str, rows: list[SeriesRow]) -> Counter[Mark]:
    """What rows are as marks of a chart of that kind."""
    found: list[Mark] = []
    for row in rows:
        if row.source == RECONCILED:
            continue
        key = row.figure_ids[0]
        if kind == "new":
            new = (row.new_lower, row.new_point, row.new_upper)
            found.append((key, row.interval_start, row.interval_end, *new))
        elif row.stock_lower is not None:
            found.append((key, row.stock_lower, row.stock_point, row.stock_upper))
        else:
            found.append((key, row.cumulative_lower, row.cumulative_point, row.cumulative_upper))
    return Counter(found)


def check(data: SituationData, view: View) -> None:
    """Raises AssertionError where a chart and its rows differ."""
    drawn = charts(data, view)
    for kind in KINDS:
        rows = rows_of_chart(data, view, kind)
        assert (rows is not None) == (kind in drawn), kind
        if rows is not None:
            assert of_rows(kind, rows) == marks(drawn[kind]), kind
            assert len(rows) == len(drawn[kind].table.rows), kind


@given(data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_chart_of_any_view_draws_these_rows(snapshot: Snapshot, data: st.DataObject) -> None:
    situation = snapshot.situation(data.draw(st.sampled_from(sorted(snapshot.summaries))))
    check(situation, draw_view(data, situation))


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("basis", ["reported", "reconciled", "both"])
@pytest.mark.parametrize("by", ["source", "nationality", "population"])
def test_every_chart_of_the_plain_views_draws_these_rows(snapshot: Snapshot, name: str, basis: str, by: str) -> None:
    data = snapshot.situation(name)
    check(data, replace(default_view(data.situation), basis=basis, by=by))


@pytest.mark.parametrize("reader", ONE_EACH)
@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("cumulative", {"source": "SOHR"}),
        ("cumulative", {"basis": "both", "view": "new"}),
        ("new", {}),
        ("new", {"basis": "reconciled", "by": "nationality"}),
        ("nationality", {"source": "all"}),
        ("population", {"source": "all"}),
    ],
)
def test_the_file_holds_the_rows(
    exits: SituationData, kind: str, parameters: dict[str, str], reader: str, tmp_path: Path
) -> None:
    request = asked(exits, **parameters)
    rows = rows_of_chart(exits, request.view, kind)
    assert rows
    read = taken_and_read(request, reader, tmp_path, kind)
    told = [(row.interval_end, row.cumulative_lower, row.new_lower, row.stock_upper) for row in rows]
    names = ("interval_end", "cumulative_lower", "new_lower", "stock_upper")
    assert [tuple(row[name] for name in names) for row in read] == told


@pytest.mark.parametrize("kind", ["", "cumulative", "nationality"])
def test_json_names_the_chart_as_the_page_does(exits: SituationData, kind: str) -> None:
    request = asked(exits, source="all")
    said = json.loads(write("json", request, kind).content)
    if kind:
        chart = charts(exits, request.view)[kind]
        assert said["chart"]["title"] == chart.title
        assert (said["chart"]["subtitle"], said["chart"]["note"]) == (chart.subtitle, chart.note_line)
        assert said["dataset"]["title"].endswith(SAID(f"data.chart.{kind}"))
    filters = {one["name"]: one["value"] for one in said["dataset"]["filters"]}
    assert filters["view"] == (kind or "both")
    assert said["dataset"]["frozenFile"] == request.frozen_link("/chart/", f".{kind}.json" if kind else ".json")


def test_the_latest_of_each_group_come_once(exits: SituationData) -> None:
    rows = rows_of_chart(exits, replace(default_view(exits.situation), source="all"), "population") or []
    groups = [(row.population, row.flow_point) for row in rows]
    assert len(set(groups)) == len(groups) > 1
    assert all(row.unit is Unit.PERSONS and row.population and not row.nationality for row in rows)
