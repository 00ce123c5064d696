"""No small count of a group is anywhere in what a public instance gives, nor can it be reckoned from it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.build import charts_of
from dashboard.downloads import figures_frame, series_frame, to_csv
from dashboard.locales import words
from dashboard.pages.panel import panel
from dashboard.published import SituationData, Snapshot
from dashboard.select import ALL, View, default_view, groups, measures, units
from dashboard.static_html import to_html
from dashboard.suppression import KnownFigure, suppress_small_counts
from etl.model import Bounds, Figure, Finding, ObsStatus, Role, SeriesRow, Severity
from etl.series import series_rows
from etl.universe import read_figures
from tests.dashboard.markup import read
from tests.dashboard.shipped import SITUATIONS, TODAY
from tests.etl.ledgers import DEC_1, SITUATION, figure, ledger, total

BELOW = 10
SMALL = range(1, BELOW)
ENGLISH = words("en")
NUMBERS = tuple(f"{kind}_{end}" for kind in ("new", "cumulative", "stock") for end in ("lower", "point", "upper"))


def is_of_group(counted: Figure | SeriesRow) -> bool:
    return bool(counted.nationality or counted.population)


def plainly(bounds: Bounds) -> int:
    return bounds.lower if bounds.point is None else bounds.point


def secrets(snapshot: Snapshot, name: str) -> list[KnownFigure]:
    """The figures of groups whose count is small, as a private instance knows them."""
    return [
        known
        for known in snapshot.situation(name).figures.values()
        if is_of_group(known.figure) and known.bounds and plainly(known.bounds) in SMALL
    ]


@pytest.mark.parametrize("name", SITUATIONS)
class TestShipped:
    def test_there_is_something_to_mask(self, everything: Snapshot, name: str) -> None:
        assert len(secrets(everything, name)) >= 5

    def test_small_figures_are_masked_with_their_words(
        self, snapshot: Snapshot, everything: Snapshot, name: str
    ) -> None:
        public = snapshot.situation(name).figures
        for known in secrets(everything, name):
            shown = public[known.figure.figure_id]
            assert shown.masked
            assert (shown.figure.value, shown.figure.lower, shown.figure.upper) == (None, None, None)
            assert shown.figure.quote == shown.figure.as_reported == shown.figure.note == ""

    def test_nothing_else_of_a_figure_is_lost(self, snapshot: Snapshot, everything: Snapshot, name: str) -> None:
        public, private = snapshot.situation(name), everything.situation(name)
        assert list(public.figures) == list(private.figures)
        assert len(public.rows) == len(private.rows)
        for known in public.figures.values():
            if not known.masked:
                before = private.figures[known.figure.figure_id]
                kept = replace(
                    known.figure,
                    quote=before.figure.quote,
                    note=before.figure.note,
                    span_start=before.figure.span_start,
                    span_end=before.figure.span_end,
                )
                assert replace(known, figure=kept) == before

    def test_people_who_are_not_told_apart_are_never_masked(self, snapshot: Snapshot, name: str) -> None:
        for known in snapshot.situation(name).figures.values():
            assert is_of_group(known.figure) or not known.masked

    def test_no_row_tells_a_small_number(self, snapshot: Snapshot, name: str) -> None:
        for row in snapshot.situation(name).rows:
            if is_of_group(row):
                told = (row.new_point, row.new_upper, row.cumulative_point, row.cumulative_upper, row.stock_point)
                assert not [number for number in told if number in SMALL], row
            if all(getattr(row, column) is None for column in NUMBERS):
                assert row.obs_status is ObsStatus.SUPPRESSED or row.flag, row

    def test_the_words_of_a_masked_figure_are_nowhere(
        self, snapshot: Snapshot, everything: Snapshot, name: str
    ) -> None:
        """Not in the quote or the note of another figure of its report either."""
        public = snapshot.situation(name).figures.values()
        for known in secrets(everything, name):
            hidden = known.figure
            number = re.compile(rf"(?<![\d.,]){re.escape(hidden.as_reported)}(?![.,]?\d)")
            for other in public:
                if other.figure.report_id == hidden.report_id:
                    for text in (other.figure.quote, other.figure.note):
                        assert not number.search(text), (hidden.figure_id, other.figure.figure_id)
                        assert not hidden.quote or hidden.quote not in text

    def test_no_chart_and_no_table_shows_one(self, snapshot: Snapshot, everything: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        hidden = {known.figure.figure_id for known in data.figures.values() if known.masked}
        assert hidden >= {known.figure.figure_id for known in secrets(everything, name)}
        for measure in measures(data):
            for unit in units(data, measure):
                for group in (ALL, *groups(data, measure, unit)):
                    for by in ("source", "nationality", "population"):
                        view = View(name, measure, unit, group=group, source=ALL, phase=ALL, by=by)
                        for chart in charts_of(data, view, ENGLISH, TODAY):
                            keys = {point.key for line in chart.lines for point in line.points}
                            keys |= {bar.key for bars in chart.bars for bar in bars.bars}
                            keys |= {category.key for category in chart.categories}
                            assert not keys & hidden
                            linked = {cell.href for row in chart.table.rows for cell in row if cell.href}
                            assert not [link for link in linked for figure_id in hidden if f"={figure_id}#" in link]

    def test_panels_say_that_a_count_is_withheld(self, snapshot: Snapshot, everything: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        view = default_view(data.situation)
        for known in secrets(everything, name):
            figure_id = known.figure.figure_id
            aside = read(to_html(panel(data, replace(view, figure=figure_id), ENGLISH)))
            assert aside.by_id("figure-title").text == ENGLISH("count.withheld")
            assert ENGLISH("count.withheld.why") in aside.text
            assert not aside.all("blockquote")
            terms = {term.text for term in aside.all("dt")}
            assert terms.isdisjoint({ENGLISH("panel.as_reported"), ENGLISH("panel.note"), ENGLISH("panel.findings")})
            assert ENGLISH("count.withheld") in aside.by_id("citation-figure").text

    def test_no_file_holds_one(self, client: FlaskClient, everything: Snapshot, name: str) -> None:
        hidden = {known.figure.figure_id for known in secrets(everything, name)}
        for table in ("figures", "series"):
            text = client.get(f"/download/{name}/{table}.csv", headers={"Accept-Encoding": "identity"}).text
            rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
            columns = [
                "value",
                "lower",
                "upper",
                "bounds_lower",
                "bounds_point",
                "bounds_upper",
                "as_reported",
                "quote",
            ]
            own = 0
            for row in rows:
                first = row.get("figure_id") or row["figure_ids"].split()[0]
                if first in hidden:
                    own += 1
                    assert row["obs_status"] == "Q"
                    assert {row.get(column, "") for column in (*columns, *NUMBERS)} == {""}
                if row["nationality"] or row["population"]:
                    for column in ("value", "bounds_point", "new_point", "cumulative_point", "stock_point"):
                        assert not row.get(column) or int(row[column]) not in SMALL
            assert own >= len(hidden) if table == "figures" else own > 0

    def test_findings_do_not_quote_one(self, snapshot: Snapshot, everything: Snapshot, name: str) -> None:
        hidden = {known.figure.figure_id for known in secrets(everything, name)}
        for finding in snapshot.situation(name).findings:
            assert not hidden.intersection(finding.figure_ids)

    def test_none_can_be_reckoned(self, snapshot: Snapshot, everything: Snapshot, name: str) -> None:
        private = everything.situation(name)
        hidden = {known.figure.figure_id for known in snapshot.situation(name).figures.values() if known.masked}
        assert given_away(list(private.figures.values()), private.rows, hidden) == []


def test_a_private_instance_masks_nothing(everything: Snapshot) -> None:
    for name in SITUATIONS:
        data = everything.situation(name)
        assert not [known for known in data.figures.values() if known.masked]
        assert not [row for row in data.rows if row.obs_status is ObsStatus.SUPPRESSED]


# A made-up world, and somebody who wants to know


def given_away(figures: list[KnownFigure], rows: Iterable[SeriesRow], masked: set[str]) -> list[tuple[str, ...]]:
    """The small counts, and small differences of running totals, that follow from the figures that are not masked.

    All that is shown is linear in the totals of groups, so a count is given away when its row lies in the span of the
    rows that are shown. Reckoned densely, another way than the code under test does it.
    """
    names: dict[object, int] = {}

    def row_of(known: KnownFigure) -> dict[int, int]:
        one = known.figure
        group = (one.source, one.measure, one.unit, known.flow_point, one.nationality, one.population, one.kind)
        end = names.setdefault((group, one.ref_end), len(names))
        if one.kind == "stock":
            return {end: 1}
        start = one.ref_start - timedelta(days=1) if one.ref_start else one.figure_id
        return {end: 1, names.setdefault((group, start), len(names)): -1}

    sparse = {known.figure.figure_id: row_of(known) for known in figures}
    dense = np.zeros((len(sparse), len(names)))
    place = {figure_id: index for index, figure_id in enumerate(sparse)}
    for figure_id, entries in sparse.items():
        for column, factor in entries.items():
            dense[place[figure_id], column] = factor
    by_id = {known.figure.figure_id: known for known in figures}
    shown = [dense[place[figure_id]] for figure_id in sparse if figure_id not in masked]
    for whole_id, whole in by_id.items():
        parts = [one for one in figures if one.figure.part_of == whole_id and one.figure.unit == whole.figure.unit]
        counts = [plainly(one.bounds) for one in (*parts, whole) if one.bounds]
        if parts and sum(counts[:-1]) == counts[-1]:
            shown.append(dense[place[whole_id]] - sum(dense[place[one.figure.figure_id]] for one in parts))
    wanted: dict[tuple[str, ...], np.ndarray[Any, Any]] = {}
    for known in figures:
        if is_of_group(known.figure) and known.bounds and plainly(known.bounds) in SMALL:
            wanted[known.figure.figure_id,] = dense[place[known.figure.figure_id]]
    for row in rows:
        if is_of_group(row) and len(row.figure_ids) > 1 and row.new_point in SMALL:
            one, before = row.figure_ids[:2]
            wanted[one, before] = dense[place[one]] - dense[place[before]]
    if not wanted:
        return []
    basis = np.array(shown) if shown else np.zeros((1, len(names)))
    found = []
    for key, vector in wanted.items():
        solution = np.linalg.lstsq(basis.T, vector, rcond=None)[0]
        if np.allclose(basis.T @ solution, vector, atol=1e-6) and vector.any():
            found.append(key)
    return found


GROUPS = ("FRA", "IRQ", "SYR", "TUR")


@st.composite
def worlds(draw: st.DrawFn) -> list[Figure]:
    """Running totals of all people and of the groups that make them up, with reprints and with what single days gave."""
    groups_there = GROUPS[: draw(st.integers(2, 4))]
    days = [DEC_1 + timedelta(days=10 * place) for place in range(1, draw(st.integers(2, 4)))]
    gains = st.integers(0, 25) | st.integers(0, 3000)
    standing = dict.fromkeys(groups_there, 0)
    figures: list[Figure] = []
    for place, day in enumerate(days):
        for group in groups_there:
            standing[group] += draw(gains)
        whole = f"all-{place}"
        figures.append(total(whole, day, sum(standing.values()), f"r{place}"))
        for group, count in standing.items():
            figures.append(total(f"{group}-{place}", day, count, f"r{place}", nationality=group, part_of=whole))
            if draw(st.integers(0, 3)) == 0:
                role = draw(st.sampled_from(Role))
                figures.append(total(f"{group}-{place}-again", day, count, f"s{place}", nationality=group, role=role))
            if place and draw(st.integers(0, 3)) == 0:
                before = next(one.value for one in figures if one.figure_id == f"{group}-{place - 1}")
                figures.append(
                    figure(
                        f"{group}-{place}-batch",
                        f"r{place}",
                        nationality=group,
                        value=count - (before or 0),
                        ref_start=days[place - 1] + timedelta(days=1),
                        ref_end=day,
                    )
                )
    return figures


def known_of(figures: list[Figure]) -> tuple[list[KnownFigure], list[SeriesRow]]:
    """A ledger as the dashboard gets it."""
    made = ledger(figures)
    reports = {report.report_id: report for report in made.reports}
    read_ = read_figures(made)
    known = [
        KnownFigure(one.figure, reports[one.figure.report_id], one.bounds, one.flow_point, one.left_out or "")
        for one in read_
    ]
    return known, series_rows(SITUATION, read_)


class TestMadeUp:
    @given(figures=worlds())
    @settings(max_examples=120, deadline=None)
    def test_nothing_small_can_be_reckoned(self, figures: list[Figure]) -> None:
        known, rows = known_of(figures)
        public, shown_rows, _ = suppress_small_counts(known, rows, [], BELOW)
        masked = {one.figure.figure_id for one in public if one.masked}
        assert given_away(known, rows, masked) == []
        for row in shown_rows:
            # A row tells only what the figures that are shown tell as well.
            if row.new_lower is not None:
                assert not masked.intersection(row.figure_ids[:2])
            if row.cumulative_lower is not None:
                assert row.figure_ids[0] not in masked
        assert {one.figure.figure_id for one in public} == {one.figure_id for one in figures}

    @given(figures=worlds())
    @settings(max_examples=40, deadline=None)
    def test_without_small_counts_nothing_is_masked(self, figures: list[Figure]) -> None:
        known, rows = known_of([replace(one, value=1000 * (one.value or 0)) for one in figures])
        assert suppress_small_counts(known, rows, [], BELOW) == (known, rows, [])

    def test_what_somebody_could_reckon_without_masking(self) -> None:
        """That the watchman sees something: an open world gives its small counts away."""
        known, rows = known_of([total("a", DEC_1 + timedelta(9), 7, nationality="IRQ")])
        assert given_away(known, rows, set()) == [("a",)]
        assert given_away(known, rows, {"a"}) == []

    def test_one_small_part_of_a_whole_takes_the_smallest_other_with_it(self) -> None:
        day = DEC_1 + timedelta(9)
        parts = {"IRQ": 500, "SYR": 60, "TUR": 4}
        figures = [total("all", day, 564)]
        figures += [total(code, day, count, nationality=code, part_of="all") for code, count in parts.items()]
        public, _, _ = suppress_small_counts(*known_of(figures), [], BELOW)
        assert {one.figure.figure_id for one in public if one.masked} == {"TUR", "SYR"}

    def test_a_small_gain_hides_the_total_that_it_leads_to_and_its_reprints(self) -> None:
        figures = [
            total("one", date(2019, 1, 1), 500, "r1", nationality="IRQ"),
            total("two", date(2019, 1, 5), 503, "r2", nationality="IRQ"),
            total("two-again", date(2019, 1, 5), 503, "r3", nationality="IRQ", role=Role.TRIANGULATION),
            total("three", date(2019, 1, 9), 600, "r4", nationality="IRQ"),
        ]
        public, rows, _ = suppress_small_counts(*known_of(figures), [], BELOW)
        assert {one.figure.figure_id for one in public if one.masked} == {"two", "two-again"}
        now = {row.figure_ids[0]: row for row in rows if row.vintage_end is None}
        assert now["three"].new_point is None
        assert now["three"].cumulative_point == 600
        assert now["three"].obs_status is ObsStatus.SUPPRESSED

    def test_the_words_of_the_whole_go_with_its_part(self) -> None:
        day = DEC_1 + timedelta(9)
        figures = [
            total("all", day, 564, quote="564 people, four of them Turks", note="see the list"),
            total("TUR", day, 4, nationality="TUR", part_of="all", quote="four of them Turks", as_reported="four"),
            total("SYR", day, 60, nationality="SYR", part_of="all"),
            total("other", day, 900, "r2", quote="900 people, four of them Turks"),
        ]
        finding = Finding("number_not_in_quote", Severity.WARNING, ("all",), (("quote", figures[0].quote),), "")
        public, _, findings = suppress_small_counts(*known_of(figures), [finding], BELOW)
        by_id = {one.figure.figure_id: one for one in public}
        assert (by_id["all"].figure.quote, by_id["all"].figure.note) == ("", "")
        assert by_id["all"].figure.value == 564
        assert by_id["other"].figure.quote, "another report's words are its own"
        assert findings == []

    @given(figures=worlds(), below=st.integers(1, 30))
    @settings(max_examples=40, deadline=None)
    def test_files_hold_no_count_below_the_threshold(self, figures: list[Figure], below: int) -> None:
        known, rows, _ = suppress_small_counts(*known_of(figures), [], below)
        text = to_csv(figures_frame(known)).decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(text)):
            if row["nationality"]:
                assert row["value"] == "" or int(row["value"]) == 0 or int(row["value"]) >= below
        assert len(text.splitlines()) == len(figures) + 1
        assert rows == [] or series_frame_is_masked(known, rows, below)


def series_frame_is_masked(known: list[KnownFigure], rows: list[SeriesRow], below: int) -> bool:
    """Whether a file of the rows holds no number of a group between nothing and the threshold."""
    data = SimpleNamespace(figures={one.figure.figure_id: one for one in known})
    frame = series_frame(cast(SituationData, data), rows)
    of_groups = frame[frame["nationality"].notna()]
    numbers = of_groups[["new_point", "cumulative_point"]]
    return not bool(((numbers > 0) & (numbers < below)).any(axis=None))
