"""A view and its address name each other, for every choice that the shipped situations offer."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.locales import languages
from dashboard.published import SituationData, Snapshot
from dashboard.select import (
    ALL,
    BREAKDOWNS,
    MAIN,
    PARAMETERS,
    SHOWS,
    View,
    address,
    default_view,
    groups,
    known_rows,
    measures,
    parameters_of,
    phases,
    read_view,
    rows_of,
    sources,
    units,
)
from etl.model import Measure, Unit

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
    return View(
        situation.situation.id,
        measure,
        unit,
        group=data.draw(st.sampled_from([ALL, *groups(situation, measure, unit)])),
        source=data.draw(st.sampled_from([MAIN, ALL, *sources(situation, measure, unit)])),
        phase=data.draw(st.sampled_from([MAIN, ALL, *phases(situation, measure, unit)])),
        by=data.draw(st.sampled_from(BREAKDOWNS)),
        show=data.draw(st.sampled_from(SHOWS)),
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
