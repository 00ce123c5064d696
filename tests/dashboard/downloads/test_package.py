"""The package of a whole situation: valid by the standard's own reader, complete, true, and the same each time."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bibtexparser.entrypoint import parse_string
from frictionless import Package, validate

from dashboard.downloads import (
    contradictions_frame,
    figures_frame,
    findings_frame,
    implied_frame,
    package,
    reconciled_frame,
    reports_frame,
    series_frame,
)
from dashboard.downloads.comma_separated import as_was
from dashboard.downloads.data_package import to_package
from dashboard.downloads.frames import NUMBERS
from dashboard.published import SituationData, Snapshot
from dashboard.select import known_rows
from etl.model import Measure, Unit
from tests.dashboard.downloads.file_readers import BASE, asked, frozen, with_report
from tests.dashboard.shipped import SITUATIONS

TABLES = ("figures", "reports", "series", "reconciled", "contradictions", "implied", "findings")
FRAMES = {
    "figures": figures_frame,
    "reports": reports_frame,
    "series": lambda data: series_frame(data, data.rows),
    "reconciled": reconciled_frame,
    "contradictions": contradictions_frame,
    "implied": implied_frame,
    "findings": findings_frame,
}
EARLY = "2019-01-31"


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def described(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "datapackage.json").read_text("utf-8")))


def told(report: Any) -> list[Any]:
    return list(report.flatten(["title", "fieldName", "rowNumber", "note"])[:5]) + list(report.errors)


@pytest.fixture(scope="module", params=SITUATIONS)
def situation(request: pytest.FixtureRequest, snapshot: Snapshot) -> SituationData:
    return snapshot.situation(request.param)


@pytest.fixture(scope="module")
def folder_of(situation: SituationData, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a situation, unpacked."""
    return unpacked(package(asked(situation)).content, tmp_path_factory.mktemp(situation.situation.id))


class TestWhole:
    def test_frictionless_finds_nothing_wrong(self, folder_of: Path) -> None:
        report = validate(str(folder_of / "datapackage.json"))
        assert report.valid, told(report)
        assert [task.name for task in report.tasks] == list(TABLES)

    def test_nor_in_the_archive(self, exits: SituationData, tmp_path: Path) -> None:
        made = package(asked(exits, as_of=EARLY))
        (tmp_path / made.name).write_bytes(made.content)
        report = validate(str(tmp_path / made.name))
        assert report.valid, told(report)
        assert (made.mimetype, made.name) == (
            "application/zip",
            f"waymark_enclave-exits_package_as-known-{EARLY}.zip",
        )

    def test_the_schema_gives_every_value_its_type_back(self, situation: SituationData, folder_of: Path) -> None:
        read = Package(str(folder_of / "datapackage.json"))
        for name, frame in FRAMES.items():
            if name == "reconciled" and situation.situation.id == "al-hol-camp":
                continue  # thousands of rows of the same kinds as those of the other situation
            wanted = frame(situation)
            rows = read.get_table_resource(name).read_rows()
            assert len(rows) == len(wanted), name
            for column in wanted.columns:
                found = [row[column] for row in rows]
                for value, true in zip(found, wanted[column], strict=True):
                    if pd.isna(true):
                        assert value is None, (name, column)
                    elif isinstance(value, dict):
                        assert value == json.loads(true), (name, column)
                    elif isinstance(value, str):
                        assert as_was(value) == true.replace("\r\n", "\n").replace("\r", "\n"), (name, column)
                    else:
                        assert value == true, (name, column)

    def test_nothing_of_the_situation_is_missing(self, situation: SituationData, folder_of: Path) -> None:
        figures = pd.read_csv(folder_of / "data/figures.csv")
        assert list(figures["figure_id"]) == list(situation.figures)
        reports = pd.read_csv(folder_of / "data/reports.csv")
        assert sorted(reports["report_id"]) == sorted(situation.reports)
        assert set(figures["report_id"]) <= set(reports["report_id"])

    def test_keys_name_one_row_each(self, folder_of: Path) -> None:
        keyed = set()
        for resource in described(folder_of)["resources"]:
            frame = pd.read_csv(folder_of / resource["path"], dtype=str)
            keys = [*resource["schema"].get("uniqueKeys", []), resource["schema"].get("primaryKey", [])]
            for key in filter(None, keys):
                assert not frame.duplicated(key).any(), (resource["name"], key)
                keyed.add(resource["name"])
            for key in resource["schema"].get("primaryKey", []):
                assert frame[key].notna().all(), (resource["name"], key)
        assert keyed == set(TABLES)

    def test_checksums_hold(self, folder_of: Path) -> None:
        done = subprocess.run(
            ["sha256sum", "--check", "--strict", "SHA256SUMS"],
            cwd=folder_of,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        files = {str(file.relative_to(folder_of)) for file in folder_of.rglob("*") if file.is_file()}
        listed = {line.split("  ")[1] for line in (folder_of / "SHA256SUMS").read_text().splitlines()}
        assert listed == files - {"SHA256SUMS"}
        for resource in described(folder_of)["resources"]:
            content = (folder_of / resource["path"]).read_bytes()
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert resource["bytes"] == len(content)

    def test_every_report_is_cited_once(self, situation: SituationData, folder_of: Path) -> None:
        library = parse_string((folder_of / "citations.bib").read_text("utf-8"))
        assert library.failed_blocks == []
        dataset, *reports = library.entries
        assert dataset.fields_dict["url"].value == asked(situation).frozen_link()
        assert dataset.fields_dict["version"].value == situation.state
        assert situation.situation.title.in_language("en") in dataset.fields_dict["title"].value
        used = {known.report.report_id: known.report for known in situation.figures.values()}
        assert len(reports) == len(used)
        assert len({entry.key for entry in reports}) == len(used)
        assert not [entry for entry in reports if "annote" in entry.fields_dict]


class TestDescriptor:
    def test_says_what_it_is(self, situation: SituationData, folder_of: Path) -> None:
        said, request = described(folder_of), asked(situation)
        assert said["name"] == situation.situation.id
        assert said["version"] == situation.state
        assert said["created"] == f"{request.known_on}T00:00:00Z"
        assert said["homepage"] == f"{BASE}/s/{situation.situation.id}"
        assert said["id"] == f"{BASE}/v/{request.known_on}-{situation.state}/download/{situation.situation.id}.zip"
        assert said["licenses"][0]["path"] == "LICENCE.txt"
        assert len(said["sources"]) == len(situation.reports)
        assert said["contributors"][0]["title"] == "Waymark"

    def test_every_column_has_type_title_and_meaning(self, folder_of: Path) -> None:
        for resource in described(folder_of)["resources"]:
            header = pd.read_csv(folder_of / resource["path"], nrows=0).columns
            fields = resource["schema"]["fields"]
            assert [field["name"] for field in fields] == list(header)
            for field in fields:
                assert field["title"]
                assert field["description"]
                assert ("unit" in field) == (field["type"] == "integer")

    def test_wrong_values_are_found(self, situation: SituationData, folder_of: Path, tmp_path: Path) -> None:
        """The schema is no decoration: a wrong code, an unknown report and a second row of a key are refused."""
        for change, wanted in (
            ({"measure": "people"}, "Constraint Error"),
            ({"report_id": "nowhere"}, "ForeignKey Error"),
            ({"figure_id": next(iter(situation.figures))}, "PrimaryKey Error"),
            ({"value": "-5"}, "Constraint Error"),
            ({"ref_end": "31.12.2018"}, "Type Error"),
        ):
            spoilt = tmp_path / next(iter(change))
            (spoilt / "data").mkdir(parents=True)
            said = described(folder_of)
            said["resources"] = [one for one in said["resources"] if one["name"] in ("figures", "reports")]
            for resource in said["resources"]:
                # The checksum would be wrong as well; this is about the schema.
                del resource["hash"], resource["bytes"]
            (spoilt / "datapackage.json").write_text(json.dumps(said), "utf-8")
            (spoilt / "data/reports.csv").write_bytes((folder_of / "data/reports.csv").read_bytes())
            frame = pd.read_csv(folder_of / "data/figures.csv", dtype=str)
            for column, value in change.items():
                frame.loc[len(frame) - 1, column] = value
            frame.to_csv(spoilt / "data/figures.csv", index=False)
            report = validate(str(spoilt / "datapackage.json"))
            assert wanted in {title for (title,) in report.flatten(["title"])}, change

    def test_without_an_address_of_its_own_it_names_no_page(self, exits: SituationData, tmp_path: Path) -> None:
        said = described(unpacked(package(replace(asked(exits, as_of=EARLY), base="")).content, tmp_path))
        assert "homepage" not in said
        assert "path" not in said["contributors"][0]
        report = validate(str(tmp_path / "datapackage.json"))
        assert report.valid, told(report)


class TestAsKnown:
    def test_of_a_day_has_nothing_later(self, exits: SituationData, tmp_path: Path) -> None:
        folder = unpacked(package(frozen(exits, EARLY)).content, tmp_path)
        day = date.fromisoformat(EARLY)
        for name in ("figures", "reports", "series"):
            published = pd.read_csv(folder / f"data/{name}.csv", parse_dates=["published"])["published"]
            assert published.notna().all(), name
            assert published.max().date() <= day, name
        for name in ("series", "reconciled", "contradictions", "implied"):
            frame = pd.read_csv(folder / f"data/{name}.csv", parse_dates=["vintage", "vintage_end"])
            assert frame["vintage"].max().date() <= day, name
            assert not (frame["vintage_end"] > pd.Timestamp(day)).any(), name
        series = pd.read_csv(folder / "data/series.csv")
        assert series["vintage_end"].isna().sum() == len(known_rows(exits, day))
        text = (folder / "README.md").read_text("utf-8")
        assert "As known on: 31 January 2019" in text
        report = validate(str(folder / "datapackage.json"))
        assert report.valid, told(report)

    def test_of_the_view_only_day_and_language_matter(self, exits: SituationData) -> None:
        plain = to_package(frozen(exits, EARLY))
        assert to_package(frozen(exits, EARLY, measure="deaths", group="children", basis="both")) == plain

    def test_is_the_same_each_time(self, exits: SituationData) -> None:
        made = package(frozen(exits, EARLY))
        assert made == package(frozen(exits, EARLY))
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            entries = archive.infolist()
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        names = [entry.filename for entry in entries]
        assert names == sorted(names)
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}


class TestMasked:
    """What a public instance withholds is in no table of the package."""

    def test_small_counts_are_empty_and_said_to_be_withheld(
        self, situation: SituationData, everything: Snapshot, folder_of: Path
    ) -> None:
        private = everything.situation(situation.situation.id)
        masked = [name for name, known in situation.figures.items() if known.masked]
        assert len(masked) >= 5
        figures = pd.read_csv(folder_of / "data/figures.csv", dtype=str).set_index("figure_id")
        empty = [
            "value",
            "lower",
            "upper",
            "bounds_lower",
            "bounds_point",
            "bounds_upper",
            "as_reported",
            "quote",
            "note",
        ]
        assert figures.loc[masked, empty].isna().all(axis=None)
        assert set(figures.loc[masked, "obs_status"]) == {"Q"}
        findings = pd.read_csv(folder_of / "data/findings.csv", dtype=str, keep_default_na=False)
        for name in masked:
            known = private.figures[name]
            for text in (known.figure.quote, known.figure.as_reported):
                assert text == "" or len(text) < 6 or not findings["sentence"].str.contains(text, regex=False).any()
            assert not findings["figure_ids"].str.split().map(lambda ids, name=name: name in ids).any()
        series = pd.read_csv(folder_of / "data/series.csv")
        of_masked = series[series["figure_ids"].str.split().str[0].isin(masked)]
        assert len(of_masked)
        assert of_masked[sorted(NUMBERS & set(series.columns))].isna().all(axis=None)

    def test_no_small_count_of_a_group_is_anywhere(self, folder_of: Path) -> None:
        for name in ("figures", "series", "reconciled"):
            frame = pd.read_csv(folder_of / f"data/{name}.csv", low_memory=False)
            of_groups = frame[frame["nationality"].notna() | frame["population"].notna()]
            plain = "bounds_point" if name == "figures" else "new_point"
            assert not of_groups[plain].between(1, 9).any(), name


class TestReadme:
    def test_its_code_runs(self, folder_of: Path) -> None:
        text = (folder_of / "README.md").read_text("utf-8")
        (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", f"{code}\nprint(len(known), known.dtypes)"],
            cwd=folder_of,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        known = pd.read_csv(folder_of / "data/series.csv")["vintage_end"].isna().sum()
        assert done.stdout.startswith(f"{known} ")
        assert re.search(r"new_point\s+Int64", done.stdout)

    def test_the_worked_difference_is_that_of_the_tables(self, folder_of: Path) -> None:
        text = (folder_of / "README.md").read_text("utf-8")
        figures = pd.read_csv(folder_of / "data/figures.csv").set_index("figure_id")
        series = pd.read_csv(folder_of / "data/series.csv")
        later, earlier = re.findall(r"figure (\S+) \(", text)
        row = series[series["vintage_end"].isna() & (series["figure_ids"] == f"{later} {earlier}")].iloc[0]
        shown = [int(number.replace(",", "")) for number in re.findall(r"\): ([\d,]+) − ([\d,]+) = ([\d,]+)", text)[0]]
        assert shown == [figures.loc[later, "bounds_point"], figures.loc[earlier, "bounds_point"], row["new_point"]]
        assert shown[0] - shown[1] == shown[2] > 0
        least = max(0, figures.loc[later, "bounds_lower"] - figures.loc[earlier, "bounds_upper"])
        most = figures.loc[later, "bounds_upper"] - figures.loc[earlier, "bounds_lower"]
        assert (least, most) == (row["new_lower"], row["new_upper"])
        assert f"which is {least:,.0f}; new_upper is" in text
        assert f"= {most:,.0f}." in text

    def test_counts_its_rows_and_names_its_addresses(self, situation: SituationData, folder_of: Path) -> None:
        text = (folder_of / "README.md").read_text("utf-8")
        for name in TABLES:
            count = len(pd.read_csv(folder_of / f"data/{name}.csv"))
            assert f"| `data/{name}.csv` | {count:,} |" in text
        assert f"<{asked(situation).frozen_link()}>" in text
        assert f"<{asked(situation).live_link()}>" in text

    def test_says_how_many_are_masked(self, situation: SituationData, everything: Snapshot, folder_of: Path) -> None:
        masked = sum(known.masked for known in situation.figures.values())
        assert masked > 0
        assert f"{masked} figures have no number" in (folder_of / "README.md").read_text("utf-8")
        private = everything.situation(situation.situation.id)
        with zipfile.ZipFile(io.BytesIO(package(asked(private, as_of="2019-01-10")).content)) as archive:
            assert "Nothing is withheld." in archive.read("README.md").decode()

    def test_licences_name_every_report(self, situation: SituationData, folder_of: Path) -> None:
        text = (folder_of / "LICENCE.txt").read_text("utf-8")
        for report in situation.reports.values():
            assert report.url in text
            assert " ".join(report.title.split()) in text
        for licence in {report.licence for report in situation.reports.values()}:
            assert f"\n{licence}\n" in text


def test_hostile_texts_are_held_back_and_given_back(exits: SituationData, tmp_path: Path) -> None:
    hostile = '=HYPERLINK("http://evil.example")\n# A heading\n@SUM(1) | `x`'
    data = with_report(
        exits, "r050", lambda report: replace(report, title=hostile, publisher=hostile, licence=hostile), quote=hostile
    )
    folder = unpacked(package(asked(data, as_of=EARLY)).content, tmp_path)
    for file in sorted((folder / "data").iterdir()):
        frame = pd.read_csv(file, dtype=str, keep_default_na=False)
        for column in frame.columns:
            assert not frame[column].str.startswith(("=", "@", "+", "-", "\t", "\n")).any(), (file.name, column)
    figures = pd.read_csv(folder / "data/figures.csv", dtype=str).set_index("figure_id")
    assert as_was(str(figures.loc["r050-02", "quote"])) == hostile
    licence = (folder / "LICENCE.txt").read_text("utf-8").splitlines()
    assert "# A heading" not in licence
    assert not [line for line in (folder / "README.md").read_text("utf-8").splitlines() if line == "# A heading"]
    assert parse_string((folder / "citations.bib").read_text("utf-8")).failed_blocks == []
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, told(report)


def test_a_situation_without_anything_has_a_package(exits: SituationData, tmp_path: Path) -> None:
    """All of its tables are there and empty."""
    summary = replace(exits.summary, figures=0, reports=0, first_day=None, last_day=None, vintages=())
    nothing = replace(
        exits, summary=summary, figures={}, reports={}, rows=[], findings=[], together=type(exits.together)()
    )
    assert nothing.reconciled(Measure.EXITS, Unit.PERSONS) == ()
    folder = unpacked(package(asked(nothing)).content, tmp_path)
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, told(report)
    assert all(len((folder / f"data/{name}.csv").read_text("utf-8").splitlines()) == 1 for name in TABLES)
