"""A view and its address name each other, for every choice that the shipped situations offer."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.locales import languages
from dashboard.published import SituationData, Snapshot
from dashboard.select import (
    ALL,
    BASES,
    BREAKDOWNS,
    FREQUENCIES,
    MAIN,
    PARAMETERS,
    SHOWS,
    View,
    address,
    default_view,
    flow_points,
    groups,
    known_rows,
    measures,
    parameters_of,
    phases,
    read_view,
    reconciled_rows_of,
    rows_of,
    shown_flow_point,
    sources,
    units,
)
from etl.model import Granularity, Kind, Measure, Unit
from tests.dashboard.shipped import SITUATIONS

DAYS = st.dates(date(2015, 1, 1), date(2030, 1, 1))
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def parameters(query: str) -> dict[str, str]:
    """A query as the server and the page both read it."""
    return dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))


def draw_view(data: st.DataObject, situation: SituationData) -> View:
    """Any view of a situation."""
    measure = data.draw(st.sampled_from(measures(situation)))
    unit = data.draw(st.sampled_from(units(situation, measure)))
    start, end = data.draw(st.none() | DAYS), data.draw(st.none() | DAYS)
    if start and end:
        start, end = sorted((start, end))
    basis = data.draw(st.sampled_from(BASES))
    together = basis != "reported"
    return View(
        situation.situation.id,
        measure,
        unit,
        group=data.draw(st.sampled_from([ALL, *groups(situation, measure, unit)])),
        source=data.draw(st.sampled_from([MAIN, ALL, *sources(situation, measure, unit)])),
        phase=data.draw(st.sampled_from([MAIN, ALL, *phases(situation, measure, unit)])),
        by=data.draw(st.sampled_from(BREAKDOWNS)),
        show=data.draw(st.sampled_from(SHOWS)),
        basis=basis,
        freq=data.draw(st.sampled_from(FREQUENCIES)) if together else Granularity.WEEK,
        point=data.draw(st.sampled_from([MAIN, *flow_points(situation, measure, unit)])) if together else MAIN,
        start=start,
        end=end,
        as_of=data.draw(st.none() | DAYS),
        lang=data.draw(st.sampled_from(languages())),
        figure=data.draw(st.sampled_from(["", *situation.figures])),
    )


class TestAddress:
    @given(data=st.data())
    @QUICK
    def test_gives_its_view_back(self, snapshot: Snapshot, data: st.DataObject) -> None:
        situation = snapshot.situation(data.draw(st.sampled_from(sorted(snapshot.summaries))))
        view = draw_view(data, situation)
        parts = urlsplit(address(situation, view))
        asked = read_view(situation, parameters(parts.query), languages())
        assert asked.view == view
        assert asked.refused == ()
        assert parts.path == f"/s/{view.situation}"
        assert address(situation, asked.view) == address(situation, view)

    @given(data=st.data())
    @QUICK
    def test_says_only_what_differs(self, exits: SituationData, data: st.DataObject) -> None:
        view = draw_view(data, exits)
        said = parameters_of(exits, view)
        for name in said:
            if name == "basis":
                continue  # Without it frequency and point have no say; what they do then is tested by itself.
            without = read_view(exits, {key: text for key, text in said.items() if key != name}, languages())
            assert without.view != view, f"{name} goes without saying"

    @pytest.mark.parametrize("name", ["enclave-exits", "al-hol-camp"])
    def test_of_the_default_says_nothing(self, snapshot: Snapshot, name: str) -> None:
        situation = snapshot.situation(name)
        assert address(situation, default_view(situation.situation)) == f"/s/{name}"

    def test_every_field_of_a_view_has_a_parameter(self) -> None:
        assert set(PARAMETERS.values()) | {"situation"} == {field.name for field in fields(View)}

    @pytest.mark.parametrize("name", ["enclave-exits", "al-hol-camp"])
    def test_of_every_group_survives_a_form_and_a_link(self, snapshot: Snapshot, name: str) -> None:
        """A plus sign in a query is a space to those who read it as a form."""
        situation = snapshot.situation(name)
        joined = 0
        for measure in measures(situation):
            for unit in units(situation, measure):
                for group in groups(situation, measure, unit):
                    view = View(name, measure, unit, group=group)
                    query = urlsplit(address(situation, view)).query
                    assert read_view(situation, parameters(query), languages()).view == view
                    joined += "+" in group
        assert joined, "the shipped situations have groups of two parts"


class TestRefused:
    @given(name=st.sampled_from(sorted(PARAMETERS)), text=st.text(min_size=1))
    @QUICK
    def test_what_cannot_be_had_is_named_and_changes_nothing(self, exits: SituationData, name: str, text: str) -> None:
        asked = read_view(exits, {name: text}, languages())
        if asked.refused:
            assert asked.refused == ((name, text.strip()),)
            assert asked.view == default_view(exits.situation)
        else:
            said = parameters_of(exits, asked.view)
            assert set(said) <= {name}

    def test_nothing_of_a_frequency_that_has_no_say(self, exits: SituationData) -> None:
        asked = read_view(
            exits, {"freq": "day", "point": flow_points(exits, Measure.EXITS, Unit.PERSONS)[0]}, languages()
        )
        assert asked.refused == ()
        assert parameters_of(exits, asked.view) == {}

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("measure", "weddings"),
            ("measure", "<script>alert(1)</script>"),
            ("unit", "camels"),
            ("group", "XXX"),
            ("source", "nobody"),
            ("phase", "1999-01-01"),
            ("by", "colour"),
            ("view", "upside-down"),
            ("basis", "guessed"),
            ("freq", "year"),
            ("freq", "reported"),
            ("point", "moon"),
            ("start", "yesterday"),
            ("end", "2019-02-30"),
            ("as_of", "0"),
            ("lang", "tlh"),
            ("figure", "r999-99"),
        ],
    )
    def test_by_name_and_value(self, exits: SituationData, name: str, text: str) -> None:
        asked = read_view(exits, {name: text}, languages())
        assert asked == (default_view(exits.situation), ((name, text),))

    def test_a_period_that_ends_before_it_starts(self, exits: SituationData) -> None:
        asked = read_view(exits, {"start": "2019-02-01", "end": "2019-01-01"}, languages())
        assert asked.view == default_view(exits.situation)
        assert asked.refused == (("start", "2019-02-01"), ("end", "2019-01-01"))

    def test_a_group_of_another_measure(self, exits: SituationData) -> None:
        assert "detainees" in groups(exits, Measure.DEATHS, Unit.PERSONS)
        asked = read_view(exits, {"group": "detainees"}, languages())
        assert asked.refused == (("group", "detainees"),)


class TestRows:
    def test_what_was_known_on_a_day_is_in_no_report_after_it(self, exits: SituationData) -> None:
        day = date(2019, 1, 31)
        rows = known_rows(exits, day)
        assert rows
        for row in rows:
            for figure_id in row.figure_ids:
                published = exits.figures[figure_id].report.published
                assert published is not None
                assert published <= day

    def test_what_is_known_now_is_what_the_last_vintage_knows(self, exits: SituationData) -> None:
        assert known_rows(exits, None) == known_rows(exits, max(exits.summary.vintages))
        assert known_rows(exits, min(exits.summary.vintages) - timedelta(days=1)) == ()

    def test_of_a_period_end_inside_it(self, exits: SituationData) -> None:
        view = replace(default_view(exits.situation), start=date(2019, 1, 1), end=date(2019, 1, 31))
        rows = rows_of(exits, view)
        assert rows
        assert all(date(2019, 1, 1) <= row.interval_end <= date(2019, 1, 31) for row in rows)
        assert len(rows) < len(rows_of(exits, default_view(exits.situation)))


class TestBasis:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ({"basis": "reported"}, {}),
            ({"basis": "reported", "freq": "day"}, {}),
            ({"basis": "reconciled"}, {"basis": "reconciled"}),
            ({"basis": "reconciled", "freq": "week"}, {"basis": "reconciled"}),
            ({"basis": "reconciled", "point": "main"}, {"basis": "reconciled"}),
            ({"basis": "both", "freq": "day"}, {"basis": "both", "freq": "day"}),
            ({"basis": "both", "point": "enclave"}, {"basis": "both", "point": "enclave"}),
            ({"freq": "month", "measure": "deaths"}, {"measure": "deaths"}),
        ],
    )
    def test_an_address_says_only_what_differs(
        self, exits: SituationData, client: FlaskClient, said: dict[str, str], kept: dict[str, str]
    ) -> None:
        view = read_view(exits, said, languages()).view
        assert parameters_of(exits, view) == kept
        answer = client.get("/s/enclave-exits", query_string=said)
        if said == kept:
            assert answer.status_code == 200
        else:
            assert (answer.status_code, answer.headers["Location"]) == (302, address(exits, view))
            assert parameters(urlsplit(answer.headers["Location"]).query) == kept

    def test_a_refused_frequency_is_named_on_the_page_and_not_sent_elsewhere(self, client: FlaskClient) -> None:
        answer = client.get("/s/enclave-exits", query_string={"basis": "reconciled", "freq": "year"})
        assert answer.status_code == 200
        assert "year" in answer.text

    @pytest.mark.parametrize("name", SITUATIONS)
    def test_the_main_point_of_counting_has_most_counts(self, snapshot: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        for measure in measures(data):
            for unit in units(data, measure):
                points = flow_points(data, measure, unit)
                counts = [
                    sum(
                        (row.measure, row.unit, row.kind, row.flow_point) == (measure, unit, Kind.FLOW, point)
                        for row in known_rows(data, None)
                    )
                    for point in points
                ]
                assert counts == sorted(counts, reverse=True)
                view = View(name, measure, unit, basis="reconciled")
                assert shown_flow_point(data, view) == (points[0] if points else "")
                for point in points:
                    assert shown_flow_point(data, replace(view, point=point)) == point

    def test_reconciled_rows_are_those_of_the_view(self, exits: SituationData) -> None:
        view = View("enclave-exits", Measure.EXITS, basis="reconciled")
        for freq in FREQUENCIES:
            rows = reconciled_rows_of(exits, replace(view, freq=freq))
            assert rows
            assert {row.granularity for row in rows} == {freq}, "so few periods are shown as they are asked for"
            assert {(row.nationality, row.population, row.flow_point) for row in rows} == {("", "", "enclave")}
            assert rows == sorted(rows, key=lambda row: row.interval_end)
        iraqis = reconciled_rows_of(exits, replace(view, group="IRQ"))
        assert {(row.nationality, row.population) for row in iraqis} == {("IRQ", "")}
        of_all = reconciled_rows_of(exits, view, every_group=True)
        assert {row.nationality for row in of_all} >= {"", "IRQ"}

    def test_reconciled_rows_of_a_day_stood_then(self, exits: SituationData) -> None:
        day = date(2019, 1, 12)
        view = View("enclave-exits", Measure.EXITS, basis="reconciled", as_of=day)
        rows = reconciled_rows_of(exits, view)
        assert rows
        for row in rows:
            assert row.vintage <= day
            assert row.vintage_end is None or day < row.vintage_end
        assert rows != reconciled_rows_of(exits, replace(view, as_of=None))

    def test_reconciled_rows_end_within_the_days_asked_for(self, exits: SituationData) -> None:
        view = View("enclave-exits", Measure.EXITS, basis="both", start=date(2019, 1, 1), end=date(2019, 1, 31))
        ends = [row.interval_end for row in reconciled_rows_of(exits, view)]
        assert len(ends) == 4
        assert min(ends) >= date(2019, 1, 1)
        assert max(ends) <= date(2019, 1, 31)


def test_a_measure_that_is_only_counted_of_groups_shows_them(camp: SituationData, exits: SituationData) -> None:
    returns = read_view(camp, {"measure": "returns"}, languages()).view
    assert returns.by == "nationality"
    assert {row.nationality for row in rows_of(camp, returns)} >= {"IRQ"}
    assert parameters_of(camp, returns) == {"measure": "returns"}
    assert parameters_of(camp, replace(returns, by="source")) == {"measure": "returns", "by": "source"}
    assert read_view(exits, {"measure": "exits"}, languages()).view.by == "source"


def test_every_measure_shows_something_by_itself(camp: SituationData, exits: SituationData) -> None:
    for data in (camp, exits):
        for measure in measures(data):
            for unit in units(data, measure):
                view = read_view(data, {"measure": measure.value, "unit": unit.value}, languages()).view
                assert rows_of(data, view), (data.situation.id, measure, unit)
