"""The files of a view: every reader finds the view's rows in them, and what the view was."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboard.downloads import FORMS, write
from dashboard.downloads.comma_separated import as_was, harmless
from dashboard.downloads.frames import NUMBERS
from dashboard.published import SituationData, Snapshot
from dashboard.select import ALL, reconciled_rows_of, rows_of
from etl.model import RECONCILED, Kind, SeriesRow
from tests.dashboard.downloads.file_readers import (
    BASE,
    ONE_EACH,
    READERS,
    SAID,
    asked,
    frozen,
    read_back,
    taken_and_read,
    with_report,
)
from tests.dashboard.shipped import DATA, SITUATIONS

VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("enclave-exits", {}),
    ("enclave-exits", {"source": "SOHR", "phase": "2018-12-01", "start": "2019-01-01", "end": "2019-02-28"}),
    ("enclave-exits", {"basis": "both", "freq": "month"}),
    ("enclave-exits", {"basis": "reconciled", "by": "nationality", "freq": "month", "as_of": "2019-02-02"}),
    ("enclave-exits", {"measure": "deaths", "by": "population", "source": "all"}),
    ("al-hol-camp", {}),
    ("al-hol-camp", {"basis": "reconciled"}),
    ("al-hol-camp", {"measure": "returns", "unit": "families", "group": "IRQ"}),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "+1+1",
    "-1+1",
    "\t=1+1",
    "'=1+1",
    "＝1+1",
    '"quoted", and; split\nover lines',
    "<b>&amp;</b> ]]> _x0041_",
    "\x00\x0b\x1f\ufffe\U0001f600",
    "خروج أكثر من 36 ألف شخص",
)


def expected(data: SituationData, parameters: dict[str, str]) -> list[SeriesRow]:
    """The rows of a view by the functions that pages are made with."""
    view = asked(data, **parameters).view
    rows = rows_of(data, view)
    if view.basis == "reconciled":
        rows = [row for row in rows if row.kind is Kind.STOCK]
    if view.basis != "reported":
        rows = [*rows, *reconciled_rows_of(data, view, every_group=view.by != "source" and view.group == ALL)]
    return rows


@pytest.fixture(params=VIEWS, ids=lambda view: "&".join(f"{key}={value}" for key, value in view[1].items()) or view[0])
def viewed(request: pytest.FixtureRequest, snapshot: Snapshot) -> tuple[SituationData, dict[str, str]]:
    name, parameters = request.param
    return snapshot.situation(name), parameters


class TestRows:
    @pytest.mark.parametrize("reader", READERS)
    def test_every_reader_finds_the_rows_of_the_view(
        self, viewed: tuple[SituationData, dict[str, str]], reader: str, tmp_path: Path
    ) -> None:
        data, parameters = viewed
        rows = expected(data, parameters)
        read = taken_and_read(asked(data, **parameters), reader, tmp_path)
        assert len(read) == len(rows) > 0
        for found, row in zip(read, rows, strict=True):
            for name in NUMBERS & set(found):
                assert found[name] == getattr(row, name), name
            assert found["figure_ids"] == (" ".join(row.figure_ids) or None)
            assert (found["interval_start"], found["interval_end"]) == (row.interval_start, row.interval_end)
            assert found["phase"] == (date.fromisoformat(row.phase) if row.phase else None)
            assert found["source"] == row.source
            assert (found["nationality"], found["population"]) == (row.nationality or None, row.population or None)
            assert found["obs_status"] == row.obs_status
            report = None if row.source == RECONCILED else data.figures[row.figure_ids[0]].report
            assert found["published"] == (report.published if report else None)
            if "csv" not in reader:
                assert (found["title"], found["url"]) == ((report.title, report.url) if report else (None, None))

    def test_the_numbers_are_those_of_the_report(self, exits: SituationData, tmp_path: Path) -> None:
        """36,250 people by 30 January 2019 and 13,950 to 15,400 on the 12th: known answers, in every form."""
        for reader in ONE_EACH:
            read = taken_and_read(asked(exits, source="SOHR", phase="2018-12-01"), reader, tmp_path)
            totals = {row["interval_end"]: row for row in read if row["cumulative_point"]}
            assert totals[date(2019, 1, 30)]["cumulative_point"] == 36_250
            assert totals[date(2019, 1, 30)]["as_reported"] == "36,250"
            assert totals[date(2019, 1, 12)]["cumulative_point"] == 15_400

    @pytest.mark.parametrize("form", FORMS)
    def test_a_view_without_rows_keeps_its_columns(self, exits: SituationData, form: str, tmp_path: Path) -> None:
        request = asked(exits, start="1999-01-01", end="1999-12-31")
        made = write(form, request)
        reader = next(name for name in ONE_EACH if READERS[name][0] == form)
        assert read_back(made, reader, tmp_path) == []
        full = write(form, asked(exits))
        if form == "parquet":
            assert pq.read_schema(io.BytesIO(made.content)).names == pq.read_schema(io.BytesIO(full.content)).names
        elif form.endswith("csv"):
            assert made.content.splitlines()[0] == full.content.splitlines()[0]

    def test_nobody_knew_on_a_day_what_would_be_replaced_later(self, exits: SituationData, tmp_path: Path) -> None:
        day = date(2019, 2, 2)
        replaced = 0
        for reader in ONE_EACH:
            for row in taken_and_read(asked(exits, as_of="2019-02-02", basis="both"), reader, tmp_path):
                assert row["vintage"] <= day
                assert row["published"] is None or row["published"] <= day
                assert row["vintage_end"] is None
        rows = expected(exits, {"as_of": "2019-02-02", "basis": "both"})
        replaced = sum(row.vintage_end is not None for row in rows)
        assert replaced > 0, "some of these rows were replaced later"


class TestSaysWhatItIs:
    def test_the_filters_stand_in_every_row(self, viewed: tuple[SituationData, dict[str, str]], tmp_path: Path) -> None:
        """JSON says once what the others say in every row."""
        data, parameters = viewed
        request = asked(data, **parameters)
        for reader in set(ONE_EACH) - {"json"}:
            rows = taken_and_read(request, reader, tmp_path)
            assert {row["view"] for row in rows} == {request.frozen_link()}
            assert {row["as_known_on"] for row in rows} == {request.known_on}
        for name, value in parameters.items():
            if name != "as_of":
                assert f"{name}={value}" in request.frozen_link()

    def test_json_says_columns_filters_sources_and_licence(self, exits: SituationData) -> None:
        request = asked(exits, basis="both", start="2019-01-01", group="IRQ")
        read = json.loads(write("json", request).content)
        assert list(read) == ["chart", "columns", "dataset", "rows"]
        said = read["dataset"]
        assert said["asKnownOn"] == "2019-03-23"
        assert said["state"] == exits.state
        assert said["frozenLink"] == request.frozen_link()
        assert said["liveLink"] == request.live_link()
        assert said["frozenFile"] == request.frozen_link("/chart/", ".json")
        assert {one["name"]: one["value"] for one in said["filters"]} == {
            "measure": "exits", "unit": "persons", "group": "IRQ", "source": "main", "phase": "main", "by": "source",
            "view": "both", "basis": "both", "freq": "week", "point": "enclave", "start": "2019-01-01", "end": "",
        }  # fmt: skip
        assert {one["name"]: one["text"] for one in said["filters"]}["group"] == "Iraq"
        assert all(one["label"] and one["text"] for one in said["filters"])
        named = {figure_id for row in read["rows"] for figure_id in row["figure_ids"]}
        assert {figure_id for source in said["sources"] for figure_id in source["figureIds"]} == named
        for source in said["sources"]:
            report = exits.reports[source["reportId"]]
            assert (source["publisher"], source["title"], source["url"], source["licence"]) == (
                report.publisher, report.title, report.url, report.licence,
            )  # fmt: skip
        assert "names the original reports and Waymark" in said["licence"]["text"]
        assert request.frozen_link() in said["citation"]
        assert list(read["columns"]) == list(read["rows"][0])
        for name, column in read["columns"].items():
            assert column["title"], name
            assert column["description"], name
            if name in NUMBERS:
                assert (column["type"], column["unit"]) == ("integer", "people")

    def test_parquet_says_the_same_in_its_metadata(self, exits: SituationData) -> None:
        request = asked(exits, basis="both", start="2019-01-01", group="IRQ")
        schema = pq.read_schema(io.BytesIO(write("parquet", request).content))
        said = json.loads(schema.metadata[b"waymark"])
        in_json = json.loads(write("json", request).content)
        long = in_json["dataset"].pop("citationLong")
        assert "[original report]" in long
        assert said | {"frozenFile": ""} == in_json["dataset"] | {"frozenFile": ""}
        for field in schema:
            assert field.metadata[b"meaning"], field.name
            assert (b"unit" in field.metadata) == (field.name in NUMBERS)
        kinds = {field.name: str(field.type) for field in schema}
        assert {kinds[name] for name in NUMBERS & set(kinds)} == {"int64"}
        assert {kinds[name] for name in ("interval_end", "phase", "vintage", "as_known_on")} == {"date32[day]"}

    def test_a_workbook_has_data_sources_and_notes(self, exits: SituationData) -> None:
        request = asked(exits, basis="both", start="2019-01-01", group="IRQ")
        book = openpyxl.load_workbook(io.BytesIO(write("xlsx", request).content))
        assert book.sheetnames == ["data", "sources", "notes"]
        data, sources, notes = (book[name] for name in book.sheetnames)
        assert data.freeze_panes == sources.freeze_panes == "A2"
        assert data.auto_filter.ref == data.dimensions
        assert {cell.number_format for cell in data["M"][1:]} == {"yyyy-mm-dd"}
        assert all(data.column_dimensions[column].width > 8 for column in ("A", "B", "AI"))
        said = json.loads(write("json", request).content)["dataset"]
        ids = [cell.value for cell in sources["A"][1:]]
        assert ids == [source["reportId"] for source in said["sources"]]
        links = {cell.value: cell.hyperlink.target for cell in sources["D"][1:] if cell.hyperlink}
        assert all(text == target for text, target in links.items())
        assert len(links) > len(ids) / 2
        text = "\n".join(str(cell) for row in notes.iter_rows(values_only=True) for cell in row if cell is not None)
        for one in said["filters"]:
            assert one["text"] in text
        for part in (said["frozenLink"], said["liveLink"], said["citation"], exits.state, "2019-03-23"):
            assert part in text
        for column in (cell.value for cell in data[1]):
            assert f"\n{column}\n{SAID(f'heading.{column}')}\n" in f"\n{text}\n"

    @pytest.mark.parametrize(
        ("kind", "name"),
        [
            ("", "waymark_enclave-exits_exits_persons_group-IRQ_as-known-2019-01-31"),
            ("cumulative", "waymark_enclave-exits_cumulative_exits_persons_group-IRQ_as-known-2019-01-31"),
        ],
    )
    @pytest.mark.parametrize("form", FORMS)
    def test_the_name_says_chart_view_and_day(self, exits: SituationData, form: str, kind: str, name: str) -> None:
        made = write(form, asked(exits, group="IRQ", as_of="2019-01-31"), kind)
        assert made.name == f"{name}.{form}"
        assert made.mimetype == FORMS[form][0]

    def test_an_open_panel_is_no_part_of_it(self, exits: SituationData) -> None:
        for form in FORMS:
            assert write(form, asked(exits, figure="r050-02")) == write(form, asked(exits))

    def test_other_forms_and_charts_are_refused_by_name(self, exits: SituationData) -> None:
        with pytest.raises(LookupError, match=r"'ods' is not a form of file; there are csv, hxl\.csv, xlsx"):
            write("ods", asked(exits))
        with pytest.raises(LookupError, match="enclave-exits has no chart 'stock' in this view"):
            write("csv", asked(exits), "stock")


class TestHostileTexts:
    """A report's texts are somebody else's: no file runs them, and none loses them."""

    @pytest.fixture
    def hostile(self, exits: SituationData) -> SituationData:
        """Real data, the texts of whose reports would all do harm in one format or another."""
        for place, name in enumerate(sorted(exits.reports)):
            text = HOSTILE[place % len(HOSTILE)]
            address = f"javascript:alert({place})" if place % 2 else f"=HYPERLINK({place})"
            exits = with_report(
                exits,
                name,
                lambda report, text=text, address=address: replace(  # type: ignore[misc]
                    report, title=text, publisher=text, url=address, licence=text, published_basis=text
                ),
                as_reported=text,
                quote=text,
            )
        return exits

    @pytest.mark.parametrize("reader", ONE_EACH)
    def test_every_text_comes_back_as_it_was(self, hostile: SituationData, reader: str, tmp_path: Path) -> None:
        rows = taken_and_read(asked(hostile, source="all"), reader, tmp_path)
        seen = set()
        for row in rows:
            report = hostile.figures[row["figure_ids"].split()[0]].report
            for name in ("title", "publisher", "as_reported"):
                text = row[name] or ""
                if READERS[reader][0].endswith("csv"):
                    assert not text.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
                    text = as_was(text)
                wanted = report.title
                if reader == "xlsx by openpyxl":
                    # Signs that XML cannot hold are replaced, one by one.
                    wanted = re.sub("[\x00\x0b\x1f\ufffe]", "\N{REPLACEMENT CHARACTER}", wanted)
                if reader == "hxl by libhxl":
                    # libhxl makes one space of several.
                    text, wanted = " ".join(text.split()), " ".join(wanted.split())
                assert text == wanted
            seen.add(report.title)
        assert seen == set(HOSTILE)

    def test_a_workbook_has_no_formula_and_no_strange_link(self, hostile: SituationData) -> None:
        book = openpyxl.load_workbook(io.BytesIO(write("xlsx", asked(hostile, source="all")).content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        assert {cell.data_type for cell in cells if isinstance(cell.value, str)} == {"s"}
        links = [cell.hyperlink.target for cell in cells if cell.hyperlink]
        assert links
        assert all(link.startswith(BASE) for link in links)

    @given(text=TEXTS)
    @example("''=1")
    @example("'")
    @settings(max_examples=200)
    def test_what_is_held_back_is_given_back(self, text: str) -> None:
        held = harmless(text)
        assert not held.startswith(("=", "+", "-", "@", "\t", "\n", "\r", "＝", "＋", "－", "＠"))
        assert as_was(held) == text.replace("\r\n", "\n").replace("\r", "\n")
        if re.match(r"[\w '\"(]", text) and not re.match(r"'*[=+\-@\t\n\r＝＋－＠]", text):
            assert held == text.replace("\r\n", "\n").replace("\r", "\n")

    def test_arabic_stays_arabic(self, exits: SituationData, tmp_path: Path) -> None:
        title = exits.figures["r050-02"].report.title
        assert re.search("[\u0600-\u06ff]{3}", title)
        for reader in ONE_EACH:
            rows = taken_and_read(asked(exits, source="SOHR", phase="all"), reader, tmp_path)
            assert title in {row["title"] for row in rows}


@pytest.mark.parametrize("name", SITUATIONS)
class TestMasked:
    """A count that a public instance withholds is in no file, and its row says that there was one."""

    def test_no_form_gives_it_back(self, snapshot: Snapshot, everything: Snapshot, name: str, tmp_path: Path) -> None:
        public, private = snapshot.situation(name), everything.situation(name)
        checked = 0
        for group in ("nationality", "population"):
            for measure in sorted({row.measure.value for row in public.rows}):
                asking = {"measure": measure, "source": "all", "phase": "all", "by": group}
                rows = expected(public, asking)
                masked = [place for place, row in enumerate(rows) if row.obs_status == "Q"]
                if not masked:
                    continue
                secret = expected(private, asking)
                for reader in ONE_EACH:
                    read = taken_and_read(asked(public, **asking), reader, tmp_path)
                    for place in masked:
                        assert read[place]["obs_status"] == "Q"
                        for field in fields(SeriesRow):
                            if field.name in NUMBERS:
                                assert read[place][field.name] == getattr(rows[place], field.name)
                        told = private.figures[secret[place].figure_ids[0]].figure
                        if public.figures[told.figure_id].masked:
                            assert read[place]["as_reported"] is None
                            assert all(read[place][f"cumulative_{end}"] is None for end in ("lower", "point", "upper"))
                            checked += 1
        assert checked >= 5

    def test_the_file_says_that_something_is_withheld(self, snapshot: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        request = next(
            asked(data, **asking)
            for measure in sorted({row.measure.value for row in data.rows})
            for by in ("nationality", "population")
            for asking in ({"measure": measure, "source": "all", "phase": "all", "by": by},)
            if any(row.obs_status == "Q" for row in expected(data, asking))
        )
        said = json.loads(write("json", request).content)["dataset"]["withheld"]
        assert said["rowsMasked"] > 0
        assert "small counts of a group could point at persons" in said["text"][0]
        book = openpyxl.load_workbook(io.BytesIO(write("xlsx", request).content))
        notes = [cell for row in book["notes"].iter_rows(values_only=True) for cell in row]
        assert said["text"][0] in notes


HASHES = """
import hashlib, json, sys
from datetime import date
from pathlib import Path
from dashboard.downloads import FORMS, package, write
from dashboard.published import Published
from tests.dashboard.downloads.file_readers import frozen

data = Published(Path(sys.argv[1]), suppress_below=10).snapshot().situation("enclave-exits")
request = frozen(data, "2019-01-31", basis="both", by="nationality", source="all")
made = [write(form, request) for form in FORMS] + [package(request)]
print(json.dumps({one.name: hashlib.sha256(one.content).hexdigest() for one in made}))
"""


class TestSameBytes:
    def test_twice_in_one_process(self, exits: SituationData) -> None:
        for form in FORMS:
            request = asked(exits, basis="both", by="nationality", source="all")
            assert write(form, request) == write(form, replace(request))

    def test_in_processes_that_order_sets_otherwise(self, folder: Path) -> None:
        def hashes(seed: str) -> dict[str, Any]:
            environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Damascus" if seed == "1" else "UTC"}
            told = subprocess.run(
                [sys.executable, "-c", HASHES, str(folder)],
                cwd=DATA.parent,
                env=environment,
                capture_output=True,
                check=True,
                text=True,
            )
            return dict(json.loads(told.stdout))

        one = hashes("1")
        assert one == hashes("2")
        assert len(one) == len(FORMS) + 1

    def test_what_is_frozen_has_nothing_of_the_day_of_asking(self, exits: SituationData) -> None:
        """Of a frozen request today is the day that is frozen; of a live one the reference tells when it was read."""
        request = frozen(exits, "2019-01-31")
        for form in FORMS:
            content = write(form, request).content
            if form not in ("xlsx", "parquet"):
                assert b"2026" not in content
            assert hashlib.sha256(content).digest() == hashlib.sha256(write(form, request).content).digest()
