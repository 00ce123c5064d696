"""HXL: valid by libhxl, and no tool adds up what may not be added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import hxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.downloads import write
from dashboard.downloads.frames import SERIES
from dashboard.downloads.hxl_tagged import may_be_added, tag_of
from dashboard.published import SituationData, Snapshot
from dashboard.select import measures, units
from etl.model import Kind, Measure, SeriesRow, Unit
from tests.dashboard.downloads.file_readers import asked, hxl_data
from tests.dashboard.shipped import SITUATIONS

NAMES = (*SERIES, "as_known_on", "view")
WEEKLY = {"basis": "reconciled", "freq": "month", "start": "2018-12-01", "end": "2019-03-31"}


def tagged(data: SituationData, kind: str = "", /, **parameters: str) -> Any:
    return hxl_data(write("hxl.csv", asked(data, **parameters), kind).content)


def problems(source: Any) -> list[tuple[str, str, str]]:
    """What libhxl's own schema finds wrong, besides numbers that stand out from others."""
    found: list[Any] = []
    hxl.schema(callback=found.append).validate(source)
    return [
        (issue.rule.severity, str(issue.column and issue.column.display_tag), str(issue.value))
        for issue in found
        if issue.rule.severity != "info"
    ]


def row(source: SeriesRow, first: date, last: date, **more: Any) -> SeriesRow:
    return replace(source, kind=Kind.FLOW, interval_start=first, interval_end=last, new_point=1, **more)


class TestValid:
    @pytest.mark.parametrize("name", SITUATIONS)
    def test_every_measure_and_unit(self, snapshot: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        for measure in measures(data):
            for unit in units(data, measure):
                read = tagged(data, measure=measure.value, unit=unit.value, source="all", basis="both")
                assert problems(read) == []
                assert None not in [column.tag for column in read.columns]

    def test_every_column_has_a_tag_of_its_own(self) -> None:
        for measure in Measure:
            for unit in Unit:
                tags = [tag_of(name, measure, unit, adds_up=True) for name in NAMES]
                assert len(set(tags)) == len(NAMES)
                assert all(hxl.model.Column.parse(tag).display_tag == tag for tag in tags)
                assert [tag for tag in tags if tag.startswith("#affected")] == [
                    tag_of("new_point", measure, unit, adds_up=True)
                ]

    def test_tags_are_those_of_the_view(self, exits: SituationData) -> None:
        tags = {column.header: column.display_tag for column in tagged(exits, unit="families").columns}
        assert tags["cumulative_point"] == "#indicator+exits+hh+cumulative+num"
        assert tags["new_lower"] == "#indicator+exits+hh+new+min+num"
        assert tags["new_upper"] == "#indicator+exits+hh+new+max+num"
        assert tags["nationality"] == "#country+origin+nationality+code+v_iso3"
        assert (tags["interval_start"], tags["interval_end"]) == ("#date+start", "#date+end")
        assert (tags["published"], tags["as_known_on"]) == ("#date+reported", "#date+asof")
        assert (tags["url"], tags["as_reported"]) == ("#meta+source+url", "#meta+source+text")


class TestSums:
    def test_what_tools_add_up_is_new_people_once(self, exits: SituationData) -> None:
        """Of months that don't overlap #affected adds up to what each gives; nothing else is #affected."""
        read = tagged(exits, "new", **WEEKLY)
        rows = [one for one in exits.reconciled(Measure.EXITS, Unit.PERSONS) if one.vintage_end is None]
        known = [
            one.new_point
            for one in rows
            if one.granularity == "month" and not (one.nationality or one.population)
            and one.interval_end >= date(2018, 12, 1) and one.new_point is not None
        ]  # fmt: skip
        (total,) = read.count([], aggregators="sum(#affected) as #affected+sum")
        assert known
        assert total.get("#affected+sum") == sum(known)

    @pytest.mark.parametrize("parameters", [{}, {"source": "all", "phase": "all"}, {"basis": "both"}])
    def test_a_file_whose_rows_tell_of_the_same_people_has_nothing_to_add(
        self, exits: SituationData, parameters: dict[str, str]
    ) -> None:
        read = tagged(exits, **parameters)
        assert [column.header for column in read.columns if column.tag == "#affected"] == []
        (total,) = read.count([], aggregators="sum(#affected) as #affected+sum")
        assert not total.get("#affected+sum")
        assert "#indicator+exits+ind+new+num" in [column.display_tag for column in read.columns]

    @pytest.mark.parametrize("name", SITUATIONS)
    def test_running_totals_and_people_present_are_never_affected(self, snapshot: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        for measure in measures(data):
            for basis in ("reported", "reconciled", "both"):
                read = tagged(data, measure=measure.value, basis=basis, source="all")
                summed = {column.header for column in read.columns if column.tag == "#affected"}
                assert summed <= {"new_point"}

    @given(
        days=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=6),
        group=st.sampled_from(["", "IRQ"]),
    )
    @settings(deadline=None)
    def test_may_be_added_exactly_where_no_day_comes_twice(
        self, exits: SituationData, days: list[tuple[int, int]], group: str
    ) -> None:
        start = date(2019, 1, 1)
        rows = [
            row(
                exits.rows[0],
                start + timedelta(first),
                start + timedelta(first + more),
                nationality=group,
                population="",
            )
            for first, more in days
        ]
        told = [day for first, more in days for day in range(first, first + more + 1)]
        assert may_be_added(rows) == (len(set(told)) == len(told))

    def test_groups_that_may_share_people_are_not_added(self, exits: SituationData) -> None:
        first, last = date(2019, 1, 1), date(2019, 1, 7)

        def of(*groups: tuple[str, str], **more: Any) -> Iterable[SeriesRow]:
            for nationality, population in groups:
                yield row(exits.rows[0], first, last, nationality=nationality, population=population, **more)

        assert may_be_added(of(("IRQ", ""), ("SYR", "")))
        assert not may_be_added(of(("IRQ", ""), ("", "")))
        assert not may_be_added(of(("", "women")))
        assert not may_be_added(of(("other:western", "")))
        assert not may_be_added([*of(("IRQ", ""), flow_point="a"), *of(("SYR", ""), flow_point="b")])
        assert not may_be_added([replace(one, interval_start=None) for one in of(("IRQ", ""))])
