"""Files to take away: plain CSV that pandas and a spreadsheet read as they are, complete, typed, and harmless."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pandas as pd
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.downloads import figures_frame, file_name, series_frame, to_csv, to_parquet, view_frame, view_parts
from dashboard.downloads.comma_separated import as_was
from dashboard.locales import languages
from dashboard.published import SituationData, Snapshot
from dashboard.select import View, default_view, read_view, reconciled_rows_of, rows_of
from etl.model import RECONCILED, Measure, Unit
from tests.dashboard.shipped import SITUATIONS

TABLES = ("series", "reconciled", "contradictions", "implied", "figures", "reports")
SHORT = {"al-hol-camp": {"contradictions", "implied"}}
"""Tables that hold few rows, because a situation gives no cause for more."""
PROVENANCE = {"publisher", "title", "url", "published"}


def download(client: FlaskClient, address: str) -> bytes:
    response = client.get(address, headers={"Accept-Encoding": "identity"})
    assert response.status_code == 200
    return bytes(response.data)


def file_named(client: FlaskClient, address: str) -> str:
    disposition = client.get(address).headers["Content-Disposition"]
    found = re.fullmatch(r'attachment; filename="?([^";]+)"?', disposition)
    assert found, disposition
    return found[1]


@pytest.mark.parametrize("name", SITUATIONS)
class TestWhole:
    @pytest.mark.parametrize("table", TABLES)
    def test_every_reader_reads_the_same(self, client: FlaskClient, name: str, table: str) -> None:
        content = download(client, f"/download/{name}/{table}.csv")
        by_pandas = pd.read_csv(io.BytesIO(content))
        by_csv = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert list(by_pandas.columns) == by_csv[0]
        assert len(by_pandas) == len(by_csv) - 1 > (0 if table in SHORT.get(name, ()) else 40)
        assert {len(row) for row in by_csv} == {len(by_csv[0])}
        assert not [column for column in by_csv[0] if not re.fullmatch(r"[a-z][a-z0-9_]*", column)]

    @pytest.mark.parametrize("table", TABLES)
    def test_parquet_holds_the_same_with_types(self, client: FlaskClient, name: str, table: str) -> None:
        text = pd.read_csv(io.BytesIO(download(client, f"/download/{name}/{table}.csv")), dtype=str)
        typed = pq.read_table(io.BytesIO(download(client, f"/download/{name}/{table}.parquet")))
        assert typed.column_names == list(text.columns)
        assert typed.num_rows == len(text)
        kinds = {field.name: str(field.type) for field in typed.schema}
        assert kinds["vintage" if "vintage" in kinds else "published"] == "date32[day]"
        assert all(kind in ("int64", "date32[day]", "string", "large_string", "bool") for kind in kinds.values())
        for column in typed.column_names:
            assert typed[column].null_count == text[column].isna().sum(), column

    def test_every_figure_and_report_is_there(self, client: FlaskClient, snapshot: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        figures = pd.read_csv(io.BytesIO(download(client, f"/download/{name}/figures.csv")))
        reports = pd.read_csv(io.BytesIO(download(client, f"/download/{name}/reports.csv")))
        assert list(figures["figure_id"]) == list(data.figures)
        assert sorted(reports["report_id"]) == sorted(data.reports)

    def test_every_row_says_where_it_comes_from(self, client: FlaskClient, name: str) -> None:
        series = pd.read_csv(io.BytesIO(download(client, f"/download/{name}/series.csv")))
        assert set(series.columns) >= PROVENANCE | {"source", "quantifier", "figure_ids", "interval_start", "vintage"}
        complete = ["source", "publisher", "title", "url", "published", "quantifier", "figure_ids", "vintage"]
        assert not series[[*complete, "interval_end", "measure", "unit"]].isna().any(axis=None)
        assert series["url"].str.startswith("http").all()

    def test_numbers_and_dates_are_read_as_such(self, client: FlaskClient, name: str) -> None:
        series = pd.read_csv(io.BytesIO(download(client, f"/download/{name}/series.csv")))
        for column in ("new_lower", "new_point", "new_upper", "cumulative_lower", "stock_point"):
            assert pd.api.types.is_numeric_dtype(series[column]), column
        for column in ("interval_start", "interval_end", "published", "vintage"):
            pd.to_datetime(series[column], format="%Y-%m-%d")
        text = download(client, f"/download/{name}/series.csv").decode("utf-8-sig")
        assert not re.search(r",\d+\.0(,|\n)", text), "whole numbers stay whole"

    @pytest.mark.parametrize("table", TABLES)
    @pytest.mark.parametrize("form", ["csv", "parquet"])
    def test_the_name_says_what_it_is(
        self, client: FlaskClient, snapshot: Snapshot, name: str, table: str, form: str
    ) -> None:
        vintage = max(snapshot.situation(name).summary.vintages)
        assert (
            file_named(client, f"/download/{name}/{table}.{form}")
            == f"waymark_{name}_{table}_as-known-{vintage}.{form}"
        )

    def test_what_is_not_there_is_not_found(self, client: FlaskClient, name: str) -> None:
        for path in (f"{name}/secrets.csv", f"{name}/series.exe", "nowhere/series.csv", f"{name}/..%2Freports.csv"):
            assert client.get(f"/download/{path}").status_code == 404
        assert client.get("/chart/nowhere.csv").status_code == 404

    def test_is_sent_once(self, client: FlaskClient, name: str) -> None:
        first = client.get(f"/download/{name}/figures.csv")
        again = client.get(f"/download/{name}/figures.csv", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


class TestTogether:
    """What all figures together give, as files."""

    def test_every_row_of_every_measure_and_vintage(self, client: FlaskClient, exits: SituationData) -> None:
        frame = pd.read_csv(io.BytesIO(download(client, "/download/enclave-exits/reconciled.csv")))
        rows = [row for measure in Measure for unit in Unit for row in exits.reconciled(measure, unit)]
        assert len(frame) == len(rows) > 5000
        assert set(frame["source"]) == {RECONCILED}
        assert set(frame["granularity"]) == {"reported", "day", "week", "month"}
        assert frame["vintage_end"].isna().any()
        assert frame["vintage_end"].notna().any()
        assert list(frame["figure_ids"].fillna("")) == [" ".join(row.figure_ids) for row in rows]
        assert frame[["url", "publisher", "published"]].isna().all(axis=None), "a row may rest on several reports"

    def test_contradictions_with_their_sides_and_words(self, client: FlaskClient, exits: SituationData) -> None:
        frame = pd.read_csv(io.BytesIO(download(client, "/download/enclave-exits/contradictions.csv")))
        assert list(frame["gap"]) == [row.gap for row in exits.contradictions]
        told = frame[frame["arithmetic"].notna()]
        assert len(told)
        for text in told["arithmetic"]:
            assert set(json.loads(text)) == {"left", "right"}
        for figure_ids in frame["figure_ids"]:
            assert set(figure_ids.split()) <= set(exits.figures)
        typed = pq.read_table(io.BytesIO(download(client, "/download/enclave-exits/contradictions.parquet")))
        assert str(typed.schema.field("complete").type) == "bool"
        assert typed["complete"].to_pylist() == [row.complete for row in exits.contradictions]

    def test_what_reports_imply_of_the_first_days(self, client: FlaskClient) -> None:
        frame = pd.read_csv(io.BytesIO(download(client, "/download/enclave-exits/implied.csv")))
        days = (frame["interval_start"] == "2018-12-01") & (frame["interval_end"] == "2018-12-18")
        standing = frame["vintage_end"].isna() & frame["nationality"].isna() & frame["population"].isna()
        said = frame[days & standing & (frame["source"] == "SOHR") & (frame["measure"] == "exits")]
        assert sorted(said["point"]) == [1450, 2000, 2000, 2050, 2050, 2050, 2050, 2100, 2100, 3100]
        assert said["report_id"].notna().all()
        assert set(frame.loc[frame["source"] == RECONCILED, "reading"]) <= {"table", "printed"}

    @pytest.mark.parametrize(
        ("query", "sources", "name"),
        [
            ("?basis=reconciled", {RECONCILED}, "basis-reconciled"),
            ("?basis=reconciled&freq=month&group=IRQ", {RECONCILED}, "group-IRQ_basis-reconciled_freq-month"),
            ("?source=SOHR&basis=both", {RECONCILED, "SOHR"}, "source-SOHR_basis-both"),
            ("?source=SOHR", {"SOHR"}, "source-SOHR"),
        ],
    )
    def test_the_view_has_the_rows_of_its_basis(
        self, client: FlaskClient, exits: SituationData, query: str, sources: set[str], name: str
    ) -> None:
        frame = pd.read_csv(io.BytesIO(download(client, f"/chart/enclave-exits.csv{query}")))
        assert set(frame["source"]) == sources
        view = read_view(exits, dict(parse_qsl(query.removeprefix("?"))), languages()).view
        expected = rows_of(exits, view) if view.basis != "reconciled" else []
        expected = [*expected, *(reconciled_rows_of(exits, view) if view.basis != "reported" else [])]
        assert len(frame) == len(expected) > 0
        for column in ("new_lower", "new_upper", "cumulative_lower", "cumulative_upper"):
            wanted = [getattr(row, column) for row in expected]
            assert [None if pd.isna(number) else int(number) for number in frame[column]] == wanted
        assert file_named(client, f"/chart/enclave-exits.csv{query}") == (
            f"waymark_enclave-exits_exits_persons_{name}_as-known-2019-03-23.csv"
        )

    def test_of_nationalities_has_all_of_them(self, exits: SituationData) -> None:
        view = View("enclave-exits", Measure.EXITS, by="nationality", basis="reconciled")
        assert {"IRQ"} <= set(view_frame(exits, view)["nationality"].dropna())
        assert not set(view_frame(exits, replace(view, by="source"))["nationality"].dropna())


class TestView:
    def test_holds_the_rows_of_the_view(self, client: FlaskClient, exits: SituationData) -> None:
        frame = pd.read_csv(io.BytesIO(download(client, "/chart/enclave-exits.csv?source=SOHR&phase=2018-12-01")))
        view = View("enclave-exits", Measure.EXITS, Unit.PERSONS, source="SOHR", phase="2018-12-01")
        assert len(frame) == len(rows_of(exits, view)) > 20
        assert set(frame["source"]) == {"SOHR"}
        known = frame[(frame["interval_end"] == "2019-01-30") & (frame["phase"] == "2018-12-01")]
        assert list(known["cumulative_point"]) == [36_250]

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ("", "waymark_enclave-exits_exits_persons_as-known-2019-03-23.csv"),
            ("?as_of=2019-01-31", "waymark_enclave-exits_exits_persons_as-known-2019-01-31.csv"),
            (
                "?measure=deaths&source=SDF&start=2019-01-01",
                "waymark_enclave-exits_deaths_persons_source-SDF_start-2019-01-01_as-known-2019-03-23.csv",
            ),
        ],
    )
    def test_the_name_says_the_view_and_the_vintage(self, client: FlaskClient, query: str, name: str) -> None:
        assert file_named(client, f"/chart/enclave-exits.csv{query}") == name

    def test_of_a_day_knows_nothing_later(self, exits: SituationData) -> None:
        view = View("enclave-exits", Measure.EXITS, as_of=date(2019, 1, 31))
        frame = view_frame(exits, view)
        assert len(frame)
        assert max(frame["published"]) <= date(2019, 1, 31)

    @given(words=st.lists(st.text(max_size=30), max_size=3))
    def test_names_are_safe_on_every_system(self, exits: SituationData, words: list[str]) -> None:
        name = file_name(exits, [*view_parts(exits, default_view(exits.situation)), *words], ".csv")
        assert re.fullmatch(r"waymark_enclave-exits_[\w.-]+\.csv", name)
        assert "/" not in name


class TestCsv:
    @given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=5))
    @settings(max_examples=60, deadline=None)
    def test_no_text_is_run_as_a_formula(self, texts: list[str]) -> None:
        dangerous = [f"{sign}{text}" for text in texts for sign in ("=", "+", "-", "@")]
        frame = pd.DataFrame({"quote": pd.Series([*texts, *dangerous], dtype="str"), "value": range(len(texts) * 5)})
        content = to_csv(frame).decode("utf-8-sig")
        cells = [row[0] for row in csv.reader(io.StringIO(content, newline=""))][1:]
        assert len(cells) == len(frame)
        assert len(pd.read_csv(io.StringIO(content), keep_default_na=False)) == len(frame)
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        for cell, text in zip(cells, [*texts, *dangerous], strict=True):
            assert cell in (text, f"'{text}")
            assert as_was(cell) == text

    def test_a_tab_or_a_return_before_a_sign_is_held_back_as_well(self) -> None:
        """A bare return would also end the row for some readers; it becomes a line feed, which is quoted."""
        frame = pd.DataFrame({"quote": pd.Series(["\t=1+1", "\r=1+1", " =1+1"], dtype="str")})
        cells = [row[0] for row in csv.reader(io.StringIO(to_csv(frame).decode("utf-8-sig"), newline=""))][1:]
        assert cells == ["'\t=1+1", "'\n=1+1", " =1+1"]

    def test_negative_numbers_stay_numbers(self) -> None:
        frame = pd.DataFrame({"new_point": pd.Series([-5, None], dtype="Int64")})
        assert to_csv(frame).decode("utf-8-sig").splitlines()[1] == "-5"

    def test_a_missing_number_is_empty_and_not_nought(self, exits: SituationData) -> None:
        frame = figures_frame(exits)
        read = pd.read_csv(io.BytesIO(to_csv(frame)))
        assert read["value"].isna().sum() == frame["value"].isna().sum() > 0

    def test_frames_without_rows_keep_their_columns(self, exits: SituationData) -> None:
        empty = series_frame(exits, [])
        assert to_csv(empty).decode("utf-8-sig").strip().split(",") == list(empty.columns)
        assert pq.read_table(io.BytesIO(to_parquet(empty))).num_rows == 0
