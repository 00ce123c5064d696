"""What a licence forbids to pass on is in no file, and every file says so."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from frictionless import validate

from dashboard.downloads import FORMS, figures_frame, package, series_frame, write
from dashboard.downloads.permitted import Permitted
from dashboard.published import SituationData
from dashboard.select import rows_of
from etl.model import RECONCILED, Finding, LicenceTerms, Names, Severity, Withheld
from tests.dashboard.downloads.file_readers import ONE_EACH, asked, taken_and_read, with_report, with_terms

CLOSED, REASON = "© Closed; nothing may be copied", "The publisher forbids to copy its words."
NAMES = Names((("ar", "يمنع الناشر نسخ كلماته."), ("en", REASON)))
REPORT = "r050"
"""The Observatory's report of 30 January 2019: 36,250 people, 23,200 Iraqis, about 3,370 members among them."""

TITLE, QUOTE, PRINTED = (
    "A headline that is not ours",
    "words of a report that are not ours",
    "a count in words not ours",
)


def closed(data: SituationData, *withhold: Withheld) -> SituationData:
    """Real data in which one report has texts that can be looked for, under a licence that withholds these things."""
    data = with_report(
        data,
        REPORT,
        lambda report: replace(report, licence=CLOSED, title=TITLE),
        quote=QUOTE,
        as_reported=PRINTED,
        note=f"see {QUOTE}",
    )
    figure_ids = tuple(name for name, known in data.figures.items() if known.report.report_id == REPORT)
    finding = Finding("number_not_in_quote", Severity.WARNING, figure_ids[:1], (("quote", QUOTE),), f"not in {QUOTE}")
    return with_terms(replace(data, findings=[*data.findings, finding]), LicenceTerms((CLOSED,), withhold, NAMES))


def everything_in(content: bytes) -> str:
    """All text in a file, unpacked where it is an archive."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"PAR1"):
        return "\n".join((pd.read_parquet(io.BytesIO(content)).to_csv(), content.decode("utf-8", "replace")))
    return content.decode("utf-8-sig")


def files(data: SituationData) -> dict[str, str]:
    """Every form of a view that has the report's figures, and the package, as text."""
    request = asked(data, source="SOHR", phase="all", basis="both")
    made = {form: everything_in(write(form, request).content) for form in FORMS}
    return made | {"package": everything_in(package(request).content)}


class TestWords:
    def test_without_terms_they_are_there(self, exits: SituationData) -> None:
        data = replace(closed(exits, Withheld.TITLE), summary=exits.summary)
        for form, text in files(data).items():
            assert PRINTED in text, form
            assert TITLE in text, form
        assert QUOTE in files(data)["package"]

    @pytest.mark.parametrize(
        ("what", "gone"),
        [
            ((Withheld.QUOTE,), (QUOTE,)),
            ((Withheld.AS_REPORTED,), (PRINTED,)),
            ((Withheld.TITLE,), (TITLE,)),
            ((Withheld.QUOTE, Withheld.AS_REPORTED, Withheld.TITLE), (QUOTE, PRINTED, TITLE)),
        ],
    )
    def test_no_file_has_what_is_withheld_and_each_says_why(
        self, exits: SituationData, what: tuple[Withheld, ...], gone: tuple[str, ...]
    ) -> None:
        for form, text in files(closed(exits, *what)).items():
            for words in gone:
                assert words not in text, form
            if form == "package" or what != (Withheld.QUOTE,):
                assert REASON in text, form
            for words in {PRINTED, TITLE} - set(gone):
                assert words in text, form

    @pytest.mark.parametrize("reader", ONE_EACH)
    def test_the_row_keeps_its_numbers_and_says_what_is_missing(
        self, exits: SituationData, reader: str, tmp_path: Path
    ) -> None:
        data = closed(exits, Withheld.AS_REPORTED, Withheld.TITLE)
        request = asked(data, source="SOHR", phase="all")
        before = taken_and_read(replace(request, data=exits), reader, tmp_path)
        concerned = 0
        for row, was in zip(taken_and_read(request, reader, tmp_path), before, strict=True):
            if data.figures[row["figure_ids"].split()[0]].report.report_id != REPORT:
                assert row["withheld"] is None
                assert (row["title"], row["as_reported"]) == (was["title"], was["as_reported"])
                continue
            concerned += 1
            assert row["withheld"] == f"as_reported, title: {REASON}"
            assert row["as_reported"] is row["title"] is None
            same = {"publisher", "url", "published", "cumulative_point", "new_lower", "interval_end"}
            assert {name: row[name] for name in same} == {name: was[name] for name in same}
        assert concerned

    def test_only_what_was_there_is_said_to_be_missing(self, exits: SituationData) -> None:
        data = with_report(
            closed(exits, Withheld.QUOTE, Withheld.TITLE), REPORT, lambda report: report, quote="", note=""
        )
        frame = figures_frame(data).set_index("figure_id")
        assert set(frame.loc[frame["report_id"] == REPORT, "withheld"]) == {f"title: {REASON}"}
        assert frame.loc[frame["report_id"] != REPORT, "withheld"].isna().all()

    def test_reasons_come_in_the_language_asked_for(self, exits: SituationData) -> None:
        told = figures_frame(closed(exits, Withheld.QUOTE), language="ar")["withheld"].dropna()
        assert set(told) == {f"quote, note: {NAMES.in_language('ar')}"}

    def test_notes_and_sources_of_a_workbook_say_it(self, exits: SituationData) -> None:
        data = closed(exits, Withheld.AS_REPORTED, Withheld.TITLE)
        book = openpyxl.load_workbook(io.BytesIO(write("xlsx", asked(data, source="SOHR")).content))
        header, *rows = book["sources"].iter_rows(values_only=True)
        source = next(dict(zip(header, row, strict=True)) for row in rows if row[0] == REPORT)
        assert (source["Title"], source["Withheld"], source["Licence"]) == (None, f"title: {REASON}", CLOSED)
        notes = [cell for row in book["notes"].iter_rows(values_only=True) for cell in row]
        assert f"{CLOSED}: As printed, Title. {REASON}" in notes

    def test_a_correction_that_repeats_words_goes_with_them(self, exits: SituationData) -> None:
        data = closed(exits, Withheld.QUOTE)
        name = next(name for name, known in data.figures.items() if known.report.report_id == REPORT)
        for corrected, kept in (
            (f"quote: {QUOTE} → other words (somebody: misread)", False),
            ("value: 5 → 6 (somebody: misread)", True),
        ):
            known = replace(data.figures[name], corrected=corrected)
            told = Permitted(data).figure(known)
            assert told is not None
            assert told.record.corrected == (corrected if kept else "")


class TestFigures:
    def test_rows_that_rest_on_the_figure_are_left_out_and_counted(self, exits: SituationData) -> None:
        data = closed(exits, Withheld.FIGURE)
        request = asked(data, source="SOHR", phase="all")
        every = rows_of(exits, request.view)
        left_out = [row for row in every if data.figures[row.figure_ids[0]].report.report_id == REPORT]
        assert left_out
        said = json.loads(write("json", request).content)
        assert len(said["rows"]) == len(every) - len(left_out)
        assert said["dataset"]["withheld"]["rowsLeftOut"] == len(left_out)
        assert said["dataset"]["withheld"]["licences"] == [
            {"licence": CLOSED, "withheld": ["figure"], "reason": REASON, "reportIds": [REPORT]}
        ]
        assert any("left out" in text for text in said["dataset"]["withheld"]["text"])
        assert REPORT not in {source["reportId"] for source in said["dataset"]["sources"] if not source["figureIds"]}

    def test_no_difference_gives_a_withheld_total_back(self, exits: SituationData) -> None:
        data = closed(exits, Withheld.FIGURE)
        hidden = {name for name, known in data.figures.items() if known.report.report_id == REPORT}
        after = [row for row in data.rows if hidden & set(row.figure_ids[1:]) and row.figure_ids[0] not in hidden]
        assert any(row.new_point is not None for row in after)
        frame = series_frame(data, after)
        assert len(frame) == len(after)
        assert frame[["new_lower", "new_point", "new_upper"]].isna().all(axis=None)
        assert frame["cumulative_lower"].notna().any()
        said = frame.loc[[row.new_point is not None for row in after], "withheld"]
        assert all(text.startswith("new_lower, new_point") and text.endswith(f": {REASON}") for text in said)

    def test_the_package_is_whole_without_them(self, exits: SituationData, tmp_path: Path) -> None:
        data = closed(exits, Withheld.FIGURE)
        hidden = {name for name, known in data.figures.items() if known.report.report_id == REPORT}
        made = package(asked(data))
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            archive.extractall(tmp_path)
        tables = {file.stem: pd.read_csv(file, dtype=str) for file in (tmp_path / "data").iterdir()}
        figures = tables["figures"]
        assert not hidden & set(figures["figure_id"])
        assert len(figures) == len(exits.figures) - len(hidden)
        assert not hidden & (set(figures["part_of"]) | set(figures["same_as"]))
        assert REPORT in set(tables["reports"]["report_id"]), "the report is still named"
        for name in ("contradictions", "findings"):
            assert not [ids for ids in tables[name]["figure_ids"].dropna() if hidden & set(ids.split())]
        implied = tables["implied"]
        of_reports = implied[implied["source"] != RECONCILED]
        assert not [ids for ids in of_reports["figure_ids"] if hidden & set(ids.split())]
        together = sum(len(exits.reconciled(measure, unit)) for measure in {row.measure for row in exits.rows}
                       for unit in {row.unit for row in exits.rows})  # fmt: skip
        assert len(tables["reconciled"]) == together > 5000, "what all figures together give is the compilation's own"
        for file in ("README.md", "LICENCE.txt"):
            text = (tmp_path / file).read_text("utf-8")
            assert f"{len(hidden)} figures are left out" in text
            assert f"{CLOSED}: the figures themselves. {REASON}" in text
        report = validate(str(tmp_path / "datapackage.json"))
        assert report.valid, report.flatten(["title", "fieldName", "note"])[:5]
