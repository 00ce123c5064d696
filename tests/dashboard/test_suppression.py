"""No small count of a group is anywhere in what a public instance gives, nor can it be reckoned from it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.build import charts_of
from dashboard.downloads import figures_frame, reconciled_frame, series_frame, to_csv
from dashboard.locales import words
from dashboard.pages.panel import panel
from dashboard.published import SituationData, Snapshot
from dashboard.select import ALL, View, default_view, groups, measures, units
from dashboard.static_html import to_html
from dashboard.suppression import (
    KnownFigure,
    suppress_contradictions,
    suppress_implied,
    suppress_reconciled,
    suppress_small_counts,
)
from etl.model import (
    RECONCILED,
    Basis,
    Bounds,
    ContradictionRow,
    Figure,
    Finding,
    Granularity,
    ImpliedRow,
    Kind,
    Measure,
    ObsStatus,
    Precision,
    Quantifier,
    Reading,
    Role,
    SeriesRow,
    Severity,
    Unit,
    Verdict,
)
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
        text = to_csv(figures_frame(published(known))).decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(text)):
            if row["nationality"]:
                assert row["value"] == "" or int(row["value"]) == 0 or int(row["value"]) >= below
        assert len(text.splitlines()) == len(figures) + 1
        assert rows == [] or series_frame_is_masked(known, rows, below)


def published(known: list[KnownFigure]) -> SituationData:
    """The figures as far as a table of them needs what is published."""
    data = SimpleNamespace(situation=SITUATION, figures={one.figure.figure_id: one for one in known})
    return cast(SituationData, data)


def series_frame_is_masked(known: list[KnownFigure], rows: list[SeriesRow], below: int) -> bool:
    """Whether a file of the rows holds no number of a group between nothing and the threshold."""
    frame = series_frame(published(known), rows)
    of_groups = frame[frame["nationality"].notna()]
    numbers = of_groups[["new_point", "cumulative_point"]]
    return not bool(((numbers > 0) & (numbers < below)).any(axis=None))


# What all figures together give

DAYS = 14
Ends = tuple[int | None, int | None]


def reconciled(
    first: int,
    last: int,
    new: Ends,
    total: Ends = (None, None),
    *,
    group: str = "IRQ",
    granularity: Granularity = Granularity.DAY,
    figure_ids: tuple[str, ...] = (),
    vintage: date = date(2019, 1, 1),
    vintage_end: date | None = None,
) -> SeriesRow:
    """A row of the days from `first` to `last`, counted from DEC_1, with the least and the most of both numbers.

    `group` in capitals is a nationality, else a population.
    """
    return SeriesRow(
        situation="example",
        source=RECONCILED,
        measure=Measure.EXITS,
        unit=Unit.PERSONS,
        flow_point="enclave",
        nationality=group if group.isupper() else "",
        population="" if group.isupper() else group,
        kind=Kind.FLOW,
        basis=Basis.PERIOD,
        phase=DEC_1.isoformat(),
        granularity=granularity,
        interval_start=DEC_1 + timedelta(days=first),
        interval_end=DEC_1 + timedelta(days=last),
        precision=Precision.DAY,
        new_lower=new[0],
        new_point=new[0] if new[0] == new[1] else None,
        new_upper=new[1],
        cumulative_lower=total[0],
        cumulative_point=total[0] if total[0] == total[1] else None,
        cumulative_upper=total[1],
        stock_lower=None,
        stock_point=None,
        stock_upper=None,
        quantifier=Quantifier.RANGE,
        flag="",
        obs_status=ObsStatus.ESTIMATED,
        quantity_table="waymark",
        figure_ids=figure_ids,
        vintage=vintage,
        vintage_end=vintage_end,
    )


def stock_of(row: SeriesRow, least: int, most: int) -> SeriesRow:
    """The same row as a count of people present."""
    none = dict.fromkeys(column for column in NUMBERS if not column.startswith("stock"))
    return replace(row, **none, kind=Kind.STOCK, stock_lower=least, stock_upper=most)  # type: ignore[arg-type]


def masked_figure(figure_id: str = "secret", day: int = 4, **more: Any) -> KnownFigure:
    """A figure of a group as a public instance knows it when it is masked."""
    (known,), _ = known_of([total(figure_id, DEC_1 + timedelta(day), 4, "r1", **({"nationality": "IRQ"} | more))])
    return replace(known, bounds=None)


def hides(rows: list[SeriesRow], figures: Iterable[KnownFigure] = ()) -> list[str]:
    """What is left of each row: all, no total, or nothing."""
    shown = suppress_reconciled(rows, figures, BELOW)
    assert all(
        (after == before) != (after.obs_status is ObsStatus.SUPPRESSED)
        for before, after in zip(rows, shown, strict=True)
    )
    return [
        "all" if after == before else "no total" if after.new_lower == before.new_lower is not None else "nothing"
        for before, after in zip(rows, shown, strict=True)
    ]


BIG = (500, 800)


class TestReconciled:
    """One test for each road by which a small count could come back."""

    def test_large_counts_stay(self) -> None:
        rows = [reconciled(0, 0, BIG, BIG), reconciled(1, 1, (40, 90), (540, 890)), reconciled(2, 2, (0, None))]
        assert hides(rows) == ["all"] * 3

    def test_nothing_of_people_who_are_not_told_apart_is_masked(self) -> None:
        assert hides([reconciled(0, 0, (4, 4), (4, 4), group="")]) == ["all"]

    @pytest.mark.parametrize("number", [1, 4, 9])
    @pytest.mark.parametrize("place", ["most", "least", "both"])
    @pytest.mark.parametrize("column", ["new", "total"])
    def test_an_end_that_is_small(self, number: int, place: str, column: str) -> None:
        ends = {"most": (0, number), "least": (number, None), "both": (number, number)}[place]
        row = reconciled(0, 0, ends if column == "new" else (0, None), ends if column == "total" else (0, None))
        assert hides([row, reconciled(1, 1, BIG)]) == ["nothing", "nothing"]

    def test_a_point_that_is_small(self) -> None:
        assert hides([replace(reconciled(0, 0, (0, 40)), new_point=7)]) == ["nothing"]

    @pytest.mark.parametrize("number", [0, 10])
    def test_nothing_and_the_threshold_are_not_small(self, number: int) -> None:
        assert hides([reconciled(0, 0, (number, number))]) == ["all"]

    def test_every_granularity_goes(self) -> None:
        rows = [
            reconciled(0, 0, (4, 4)),
            reconciled(0, 6, (57, 57), granularity=Granularity.WEEK),
            reconciled(0, 30, (457, 457), granularity=Granularity.MONTH),
            reconciled(0, 12, (157, 157), granularity=Granularity.REPORTED),
            reconciled(0, 6, (57, 57), granularity=Granularity.WEEK, group="SYR"),
        ]
        assert hides(rows) == ["nothing"] * 4 + ["all"]

    def test_the_difference_of_two_running_totals(self) -> None:
        rows = [reconciled(0, 9, BIG, (500, 500)), reconciled(10, 19, (0, None), (500, 503))]
        assert hides(rows) == ["nothing"] * 2

    def test_running_totals_of_different_granularities(self) -> None:
        """The last days of a month, when its end is no end of a week."""
        rows = [
            reconciled(24, 27, (100, 100), (500, 500), granularity=Granularity.WEEK),
            reconciled(0, 30, (300, None), (300, 503), granularity=Granularity.MONTH),
        ]
        assert hides(rows) == ["nothing"] * 2

    def test_the_difference_of_two_counts_of_those_present(self) -> None:
        rows = [stock_of(reconciled(day, day, BIG), 500 + day, 500 + day) for day in (0, 4)]
        assert hides(rows) == ["nothing"] * 2
        assert hides([rows[0], replace(rows[1], stock_upper=900)]) == ["all"] * 2

    @pytest.mark.parametrize("column", ["new", "total"])
    def test_the_difference_of_two_vintages(self, column: str) -> None:
        later = date(2019, 2, 1)
        ends: list[Ends] = [(500, 500), (503, 503)]
        before, after = (
            reconciled(0, 9, one if column == "new" else (0, None), one if column == "total" else (0, None))
            for one in ends
        )
        rows = [replace(before, vintage_end=later), replace(after, vintage=later)]
        assert hides(rows) == ["nothing"] * 2

    def test_a_difference_of_days_that_no_vintage_shows_together_is_none(self) -> None:
        later = date(2019, 2, 1)
        rows = [
            reconciled(0, 9, BIG, (500, 500), vintage_end=later),
            reconciled(10, 19, BIG, (503, 503), vintage=later),
        ]
        assert hides(rows) == ["all"] * 2

    def test_a_week_less_its_days(self) -> None:
        days = [reconciled(day, day, (50, 50)) for day in range(6)]
        week = reconciled(0, 6, (303, 303), granularity=Granularity.WEEK)
        assert hides([*days, week]) == ["nothing"] * 7
        assert hides([*days, replace(week, new_point=360, new_lower=360, new_upper=360)]) == ["all"] * 7
        assert hides([*days, reconciled(6, 6, (50, 50)), replace(week, new_point=None, new_upper=357)]) == ["all"] * 8

    def test_a_month_less_its_weeks(self) -> None:
        weeks = [reconciled(day, day + 6, (100, 110), granularity=Granularity.WEEK) for day in (0, 7, 14, 21)]
        month = reconciled(0, 30, (400, 406), granularity=Granularity.MONTH)
        assert hides([*weeks, month]) == ["nothing"] * 5

    def test_a_row_that_rests_on_a_masked_figure(self) -> None:
        rows = [
            reconciled(0, 4, BIG, group="", figure_ids=("other", "secret")),
            reconciled(0, 4, BIG, group="SYR", figure_ids=("other",)),
        ]
        assert hides(rows, [masked_figure()]) == ["nothing", "all"]

    def test_running_totals_of_the_group_of_a_masked_figure(self) -> None:
        """A row names the figures behind its new counts; its total may rest on an earlier one."""
        rows = [
            reconciled(9, 9, (0, None), (500, None)),
            reconciled(9, 9, (0, None), (500, None), group="SYR"),
            reconciled(9, 9, (0, None), (500, None), vintage=date(2018, 12, 1), vintage_end=date(2018, 12, 2)),
        ]
        hidden = masked_figure()
        published = replace(hidden, report=replace(hidden.report, published=date(2018, 12, 5)))
        assert hides(rows, [published]) == ["no total", "all", "all"]
        before = masked_figure(day=-20)
        assert hides(rows[:1], [before]) == ["all"], "a count that begins later does not hold those days"

    def test_totals_on_both_sides_of_a_masked_day(self) -> None:
        rows = [
            reconciled(0, 0, BIG, (500, None), group=""),
            reconciled(1, 1, (4, None), (504, None), group="", figure_ids=("secret",)),
            reconciled(2, 2, (0, None), (504, None), group=""),
        ]
        assert hides(rows, [masked_figure()]) == ["all", "nothing", "no total"]
        many = [rows[0], rows[1], replace(rows[2], cumulative_lower=904)]
        assert hides(many, [masked_figure()]) == ["all", "nothing", "all"]

    def test_the_rest_of_a_whole_with_a_hidden_nationality(self) -> None:
        week = Granularity.WEEK
        rows = [
            reconciled(0, 6, (504, 504), group="", granularity=week),
            reconciled(0, 6, (400, 400), group="IRQ", granularity=week),
            reconciled(0, 6, (100, 100), group="SYR", granularity=week),
            reconciled(0, 6, (0, 4), group="TUR", granularity=week),
        ]
        assert hides(rows) == ["all", "all", "nothing", "nothing"]
        assert hides(rows[:3]) == ["all"] * 3, "an unstated rest is nobody's count"

    def test_the_rest_of_a_whole_with_a_hidden_population(self) -> None:
        rows = [
            reconciled(0, 6, (504, 504), group=""),
            reconciled(0, 6, (500, 500), group="civilians"),
            reconciled(0, 6, (0, 4), group="isis_members"),
            reconciled(0, 6, (300, 300), group="women"),
        ]
        assert hides(rows) == ["all", "nothing", "nothing", "all"]

    @given(world=st.data())
    @settings(max_examples=60, deadline=None)
    def test_nothing_small_follows_from_what_is_shown(self, world: st.DataObject) -> None:
        rows = published_bounds(world)
        assert pinned(suppress_reconciled(rows, [], BELOW)) == []

    def test_the_watchman_sees_small_counts(self) -> None:
        days = [reconciled(day, day, (50, 50), (50 * day + 50,) * 2) for day in range(6)]
        rows = [*days, reconciled(0, 6, (303, 303), granularity=Granularity.WEEK)]
        assert pinned(rows) == [("IRQ", 6, 7)]
        assert pinned(days) == []


Statement = tuple[int, int, Ends]


def closed(statements: Iterable[Statement]) -> list[list[float]]:
    """[a][b]: the most by which the total at the start of day b can exceed that at the start of day a."""
    far = float("inf")
    most = [[0.0 if b <= a else far for b in range(DAYS + 1)] for a in range(DAYS + 1)]
    for first, last, (lower, upper) in statements:
        most[first][last + 1] = min(most[first][last + 1], far if upper is None else upper)
        most[last + 1][first] = min(most[last + 1][first], -(lower or 0))
    for between in range(DAYS + 1):
        for a in range(DAYS + 1):
            for b in range(DAYS + 1):
                most[a][b] = min(most[a][b], most[a][between] + most[between][b])
    return most


def published_bounds(data: st.DataObject) -> list[SeriesRow]:
    """Tight bounds of days, weeks, longer periods and totals, in two vintages, from statements that are all true."""
    flows = st.lists(st.sampled_from((0, 0, 2, 5, 9, 12, 30, 400, 700)), min_size=DAYS, max_size=DAYS)
    true = {group: data.draw(flows) for group in ("IRQ", "SYR")}
    true[""] = [sum(day) for day in zip(*true.values(), strict=True)]
    later, rows = date(2019, 2, 1), []
    for group, counts in true.items():
        said: list[Statement] = []
        for vintage, until in ((date(2019, 1, 1), later), (later, None)):
            for _ in range(data.draw(st.integers(1, 4))):
                first, last = sorted((data.draw(st.integers(0, DAYS - 1)), data.draw(st.integers(0, DAYS - 1))))
                count, slack = sum(counts[first : last + 1]), data.draw(st.sampled_from((0, 0, 3, 40)))
                upper = None if data.draw(st.integers(0, 4)) == 0 else count + slack
                said.append((first, last, (max(count - slack, 0), upper)))
            most = closed(said)
            periods = [(day, day, Granularity.DAY) for day in range(DAYS)]
            periods += [(0, 6, Granularity.WEEK), (7, 13, Granularity.WEEK)]
            periods += [(0, 9, Granularity.MONTH), (10, 13, Granularity.MONTH)]
            for first, last, granularity in periods:
                new, total_ = (
                    (
                        -int(most[last + 1][begin]),
                        None if most[begin][last + 1] == float("inf") else int(most[begin][last + 1]),
                    )
                    for begin in (first, 0)
                )
                rows.append(
                    reconciled(
                        first,
                        last,
                        new,
                        total_,
                        group=group,
                        granularity=granularity,
                        vintage=vintage,
                        vintage_end=until,
                    )
                )
    return rows


def pinned(rows: Iterable[SeriesRow]) -> list[tuple[str, int, int]]:
    """Group and days of every small count that follows from the numbers of one vintage, or from two vintages."""
    found = []
    shown = [row for row in rows if row.new_lower is not None and is_of_group(row)]
    closures: dict[tuple[str, date], list[list[float]]] = {}
    for group, vintage in sorted({(row.nationality, row.vintage) for row in shown}):
        said: list[Statement] = []
        for row in shown:
            if (row.nationality, row.vintage) == (group, vintage) and row.interval_start is not None:
                first, last = (row.interval_start - DEC_1).days, (row.interval_end - DEC_1).days
                said.append((first, last, (row.new_lower, row.new_upper)))
                said.append((0, last, (row.cumulative_lower, row.cumulative_upper)))
        most = closures[group, vintage] = closed(said)
        found += [
            (group, first, end)
            for first, end in combinations(range(DAYS + 1), 2)
            if -most[end][first] >= 1 and most[first][end] < BELOW and end - first == 1
        ]
    by_interval: dict[tuple[Any, ...], list[SeriesRow]] = {}
    for row in shown:
        key = row.nationality, row.granularity, row.interval_start, row.interval_end
        by_interval.setdefault(key, []).append(row)
    for of_interval in by_interval.values():
        for before, after in combinations(sorted(of_interval, key=lambda row: row.vintage), 2):
            if None not in (before.new_upper, after.new_upper):
                least = (after.new_lower or 0) - (before.new_upper or 0)
                if least >= 1 and (after.new_upper or 0) - (before.new_lower or 0) < BELOW:
                    found.append((after.nationality, -1, -1))
    return found


@pytest.mark.parametrize("name", SITUATIONS)
class TestReconciledShipped:
    def test_no_row_of_a_group_has_a_small_number(self, snapshot: Snapshot, everything: Snapshot, name: str) -> None:
        public, private = snapshot.situation(name), everything.situation(name)
        masked = 0
        for measure in measures(public):
            for unit in units(public, measure):
                rows, before = public.reconciled(measure, unit), private.reconciled(measure, unit)
                assert len(rows) == len(before)
                for row, whole in zip(rows, before, strict=True):
                    assert (row.figure_ids, row.interval_end, row.vintage) == (
                        whole.figure_ids,
                        whole.interval_end,
                        whole.vintage,
                    )
                    if is_of_group(row):
                        assert not [column for column in NUMBERS if getattr(row, column) in SMALL], row
                    if row != whole:
                        assert row.obs_status is ObsStatus.SUPPRESSED
                        masked += 1
        assert masked > 100

    def test_main_series_are_still_there(self, snapshot: Snapshot, name: str) -> None:
        """What masking is not for: the counts of everybody that a situation is about."""
        data = snapshot.situation(name)
        rows = [
            row
            for row in data.reconciled(data.situation.default_measure, Unit.PERSONS)
            if not is_of_group(row) and row.vintage_end is None
        ]
        shown = [row for row in rows if row.obs_status is not ObsStatus.SUPPRESSED]
        assert len(shown) > 0.9 * len(rows) > 0

    def test_files_hold_none(self, snapshot: Snapshot, name: str) -> None:
        frame = reconciled_frame(snapshot.situation(name))
        of_groups = frame[frame["nationality"].notna() | frame["population"].notna()]
        numbers = of_groups[list(NUMBERS)]
        assert not ((numbers > 0) & (numbers < BELOW)).any(axis=None)
        assert (frame.loc[frame["obs_status"] == "Q", "cumulative_lower"].isna()).all()

    def test_contradictions_and_implied_days_name_nothing_masked(self, snapshot: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        hidden = {known.figure.figure_id for known in data.figures.values() if known.masked}
        named = [row.figure_ids for row in data.contradictions] + [row.figure_ids for row in data.implied]
        assert not hidden.intersection(figure_id for figure_ids in named for figure_id in figure_ids)
        for row in data.implied:
            if row.nationality or row.population:
                assert not {row.lower, row.point, row.upper}.intersection(SMALL)


def contradiction(figure_ids: tuple[str, ...], gap: int, left: int, right: int) -> ContradictionRow:
    sides = {
        side: {"relation": "exactly", "result": result, "terms": []}
        for side, result in (("left", left), ("right", right))
    }
    return ContradictionRow(
        situation="example",
        reading=Reading.TABLE,
        measure=Measure.EXITS,
        kind=Kind.FLOW,
        unit=Unit.PERSONS,
        flow_point="enclave",
        day=None,
        figure_ids=figure_ids,
        sources=("SOHR",),
        gap=gap,
        verdict=Verdict.CONTRADICTION,
        interval_start=DEC_1,
        interval_end=DEC_1,
        arithmetic=json.dumps(sides),
        sentence_en="",
        sentence_ar="",
        set_aside=(),
        complete=True,
        vintage=date(2019, 1, 1),
    )


class TestContradictions:
    def shown(self, row: ContradictionRow, *, group: str = "IRQ", masked: bool = False) -> bool:
        (known,), _ = known_of([total("a", DEC_1, 500, nationality=group)])
        figures = {"a": replace(known, bounds=None) if masked else known}
        return suppress_contradictions([row], figures, BELOW) == [row]

    def test_of_large_counts_stay(self) -> None:
        assert self.shown(contradiction(("a",), 50, 600, 550))

    def test_that_name_a_masked_figure_go(self) -> None:
        assert not self.shown(contradiction(("a",), 50, 600, 550), masked=True)

    @pytest.mark.parametrize(("gap", "left", "right"), [(50, 4, 54), (50, 54, 4), (9, 509, 500), (50, -4, 46)])
    def test_whose_result_or_gap_is_small_go(self, gap: int, left: int, right: int) -> None:
        assert not self.shown(contradiction(("a",), gap, left, right))
        assert self.shown(contradiction(("a",), gap, left, right), group=""), "nobody is told apart there"


def implied_row(lower: int, point: int | None, upper: int | None, *, group: str = "IRQ") -> ImpliedRow:
    return ImpliedRow(
        situation="example",
        source="SOHR",
        report_id="r1",
        reading=None,
        measure=Measure.EXITS,
        unit=Unit.PERSONS,
        flow_point="enclave",
        nationality=group,
        population="",
        interval_start=DEC_1,
        interval_end=DEC_1,
        lower=lower,
        point=point,
        upper=upper,
        figure_ids=("a", "b"),
        vintage=date(2019, 1, 1),
    )


class TestImplied:
    def test_of_large_counts_stay(self) -> None:
        rows = [implied_row(40, 50, 60), implied_row(0, 0, 0), implied_row(0, None, None)]
        assert suppress_implied(rows, [], BELOW) == rows

    @pytest.mark.parametrize("ends", [(4, 4, 4), (0, 5, 60), (0, None, 9), (3, None, None)])
    def test_a_small_difference_goes(self, ends: tuple[int, int | None, int | None]) -> None:
        assert suppress_implied([implied_row(*ends)], [], BELOW) == []
        kept = [implied_row(*ends, group="")]
        assert suppress_implied(kept, [], BELOW) == kept

    def test_what_rests_on_a_masked_figure_goes(self) -> None:
        assert suppress_implied([implied_row(400, 500, 600, group="")], [masked_figure("b")], BELOW) == []
