"""Reading a ledger: every form that spreadsheets save, and everything that is refused, with its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import LedgerError, NotFoundError
from etl.ledger import read_ledger, situation_folders
from etl.ledger.cells import CellError, iso_date, whole_number
from tests.etl.ledgers import (
    A_FIGURE,
    A_REPORT,
    FIGURE_COLUMNS,
    REPORT_COLUMNS,
    SITUATION_TOML,
    csv_text,
    write_ledger,
)


def problems(folder: Path) -> list[tuple[str, int, str, str, str]]:
    """File, row, column, what was found, what would be right."""
    with pytest.raises(LedgerError) as caught:
        read_ledger(folder)
    for problem in caught.value.problems:
        assert str(problem) in str(caught.value)
        assert problem.found
        assert problem.expected
    return [(one.file.name, one.row, one.column, one.found, one.expected) for one in caught.value.problems]


def places(folder: Path) -> list[tuple[str, int, str]]:
    return [problem[:3] for problem in problems(folder)]


# Cells


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("36250", 36_250),
        ("36,250", 36_250),
        ("36.250", 36_250),
        ("36 250", 36_250),
        ("36\u00a0250", 36_250),
        ("36\u202f250", 36_250),
        ("36'250", 36_250),
        ("36\u2019250", 36_250),
        ("1,036,250", 1_036_250),
        ("36250.0", 36_250),
        ("٣٦٢٥٠", 36_250),
        ("٣٦٬٢٥٠", 36_250),
        ("۳۶٬۲۵۰", 36_250),
        ("\u200f٣٦٢٥٠\u200e", 36_250),
        ("0", 0),
    ],
)
def test_a_number_that_reads_in_one_way_is_read(text: str, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["-5", "12,50", "1.5", "0,250", "36,250.5", "36,25", "1,250.000", "about 5", "5e3", "²", "9" * 20, "9" * 5000],
)
def test_a_number_that_does_not_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        whole_number(text)


@pytest.mark.parametrize("text", ["2019-01-30", "2019-01-30 00:00:00", "2019-01-30T00:00", "٢٠١٩-٠١-٣٠"])
def test_a_date_is_read(text: str) -> None:
    assert iso_date(text).isoformat() == "2019-01-30"


@pytest.mark.parametrize("text", ["30/01/2019", "01-30-2019", "2019-02-30", "2019-1-5", "43495", "2019-01-30 10:00"])
def test_a_date_in_another_form_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        iso_date(text)


# Files

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
FORMS = st.tuples(
    st.sampled_from(ENCODINGS), st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans()
)


def save(
    folder: Path, rows: dict[str, Sequence[dict[str, str]]], encoding: str, delimiter: str, end: str, says: bool
) -> None:
    for name, columns in (("reports", REPORT_COLUMNS), ("figures", FIGURE_COLUMNS)):
        text = csv_text(rows[name], columns, delimiter, end)
        if says:
            text = f"sep={delimiter}{end}{text}"
        (folder / f"{name}.csv").write_bytes(text.encode(encoding))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_form_of_csv_reads_the_same(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    folder = write_ledger(tmp_path)
    plain = read_ledger(folder)
    save(folder, {"reports": [A_REPORT], "figures": [A_FIGURE]}, encoding, delimiter, end, says=False)
    assert read_ledger(folder) == plain


def test_the_line_that_names_the_delimiter_counts_as_a_row(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path)
    save(folder, {"reports": [A_REPORT], "figures": [A_FIGURE | {"value": "x"}]}, "utf-8", ";", "\n", says=True)
    assert places(folder) == [("figures.csv", 3, "value")]


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n,;\t\"' "), max_size=30)
SEPARATED = st.sampled_from(["{}", "{:,}", "{:_}", "{}.0"])


def printed(number: int, form: str, arabic: bool) -> str:
    text = form.format(number).replace("_", "\u202f")
    return text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) if arabic else text


@settings(max_examples=120, deadline=None)
@given(
    form=FORMS,
    numbers=st.lists(st.tuples(st.integers(0, 10**7), SEPARATED, st.booleans()), min_size=1, max_size=4),
    words=st.lists(WORDS, min_size=4, max_size=4),
)
def test_whatever_csv_can_hold_reads_back(
    tmp_path_factory: pytest.TempPathFactory,
    form: tuple[str, str, str, bool],
    numbers: list[tuple[int, str, bool]],
    words: list[str],
) -> None:
    folder = write_ledger(tmp_path_factory.mktemp("any"))
    figures = [
        A_FIGURE | {"figure_id": f"f{place}", "value": printed(*number), "quote": words[0], "note": words[1]}
        for place, number in enumerate(numbers)
    ]
    report = A_REPORT | {"title": words[2], "licence": words[3]}
    save(folder, {"reports": [report], "figures": figures}, *form)
    one = read_ledger(folder)
    assert [figure.value for figure in one.figures] == [number for number, _, _ in numbers]
    # The words of a report are kept to the last space; around anything else a space means nothing.
    assert {figure.quote for figure in one.figures} == {words[0] if words[0].strip() else ""}
    assert {figure.note for figure in one.figures} == {words[1].strip()}
    assert (one.reports[0].title, one.reports[0].licence) == (words[2].strip(), words[3].strip())


def test_a_long_quote_and_empty_columns_beside_the_table_are_read(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path, [A_FIGURE | {"quote": "word " * 60_000}])
    file = folder / "figures.csv"
    file.write_text("".join(f"{line},,\n" for line in file.read_text("utf-8").splitlines()) + "\n\n,,\n", "utf-8")
    one = read_ledger(folder)
    assert [len(figure.quote) for figure in one.figures] == [300_000]


def test_a_row_may_leave_out_what_it_does_not_know(tmp_path: Path) -> None:
    sparse = {
        key: A_FIGURE[key]
        for key in ("figure_id", "report_id", "source", "measure", "basis", "unit", "quantifier", "value")
    }
    count = sparse | {"figure_id": "stock", "measure": "population", "basis": ""}
    one = read_ledger(write_ledger(tmp_path, [sparse, count]))
    assert one.figures[0].ref_end is None
    assert (one.figures[1].kind, one.figures[1].basis) == ("stock", "period")


# What is refused


@pytest.mark.parametrize(
    ("change", "column", "found", "expected"),
    [
        ({"colour": "red"}, "colour", "a column that is not known", "figure_id, report_id"),
        ({"measure": "exit"}, "measure", "'exit'", "exits, arrivals"),
        ({"kind": "flows"}, "kind", "'flows'", "flow, stock"),
        ({"basis": "total"}, "basis", "'total'", "cumulative, period"),
        ({"unit": "people"}, "unit", "'people'", "persons, families"),
        ({"quantifier": "circa"}, "quantifier", "'circa'", "exact, about"),
        ({"ref_precision": "hour"}, "ref_precision", "'hour'", "day, week"),
        ({"role": "main"}, "role", "'main'", "recommended"),
        ({"modality": "maybe"}, "modality", "'maybe'", "reported"),
        ({"status": "ok"}, "status", "'ok'", "accepted"),
        ({"nationality": "Iraq"}, "nationality", "'Iraq'", "IRQ"),
        ({"nationality": "IRX"}, "nationality", "'IRX'", "ISO 3166-1"),
        ({"nationality": "other:"}, "nationality", "'other:'", "other:western"),
        ({"population": "wives"}, "population", "'wives'", "members"),
        ({"place_from": "Paris"}, "place_from", "'Paris'", "Baghuz"),
        ({"place_to": "Paris"}, "place_to", "'Paris'", "situation.toml"),
        ({"source": "ABC"}, "source", "'ABC'", "SDF, SOHR"),
        ({"situation": "another"}, "situation", "'another'", "test"),
        ({"ref_start": "1/12/2018"}, "ref_start", "'1/12/2018'", "year-month-day"),
        ({"ref_end": "2019-02-30"}, "ref_end", "'2019-02-30'", "not in the calendar"),
        ({"value": "many"}, "value", "'many'", "36250"),
        ({"value": ""}, "value", "an empty cell", "exact needs it"),
        ({"upper": "twelve"}, "upper", "'twelve'", "whole number"),
        ({"span_start": "-1"}, "span_start", "'-1'", "whole number"),
        ({"report_id": "r9"}, "report_id", "'r9'", "reports.csv: r1"),
        ({"report_id": ""}, "report_id", "an empty cell", "fill it"),
        ({"part_of": "r1-99"}, "part_of", "'r1-99'", "r1-01"),
        ({"part_of": "r1-01"}, "part_of", "'r1-01' inside itself", "leave the cell empty"),
        ({"same_as": "r1-99"}, "same_as", "'r1-99'", "r1-01"),
        ({"same_as": "r1-01"}, "same_as", "the same as itself", "leave the cell empty"),
        ({"basis": ""}, "basis", "an empty cell", "cumulative or period"),
        ({"measure": "population"}, "basis", "'cumulative' for a stock", "write period"),
        ({"measure": "population", "basis": "period", "kind": "flow"}, "kind", "'flow'", "stock"),
        ({"quantifier": "range", "value": "", "lower": "9", "upper": "5"}, "lower", "from 9 to 5", "lower one first"),
        ({"quantifier": "range", "lower": "5", "upper": "9"}, "value", "36250 beside a range", "leave it empty"),
        ({"quantifier": "vague", "as_reported": "hundreds"}, "value", "36250 for a vague word", "leave it empty"),
        ({"quantifier": "vague", "value": "", "as_reported": "a crowd"}, "lower", "'a crowd'", "quantity table"),
        ({"upper": "5"}, "value", "36250 outside None–5", "mend"),
        ({"lower": "36000"}, "lower", "36000 beside exact 36250", "leave it empty"),
        ({"quantifier": "at_most", "upper": "40000"}, "upper", "40000 beside at_most", "leave it empty"),
    ],
)
def test_a_figure_that_cannot_be_read_as_meant_is_refused(
    tmp_path: Path, change: dict[str, str], column: str, found: str, expected: str
) -> None:
    refused = problems(write_ledger(tmp_path, [A_FIGURE | change]))
    assert [(file, row, name) for file, row, name, _, _ in refused] == [
        ("figures.csv", 1 if column == "colour" else 2, column)
    ]
    assert found in refused[0][3]
    assert expected in refused[0][4]


@pytest.mark.parametrize(
    ("change", "column", "expected"),
    [
        ({"publisher": ""}, "publisher", "fill it"),
        ({"url": ""}, "url", "fill it"),
        ({"url": "example.org/r1"}, "url", "https://"),
        ({"url": "https://exa mple.org"}, "url", "https://"),
        ({"url": "http://["}, "url", "https://"),
        ({"published": "31.1.2019"}, "published", "year-month-day"),
        ({"language": "English"}, "language", "ISO 639"),
        ({"editor": "me"}, "editor", "report_id, publisher"),
    ],
)
def test_a_report_that_cannot_be_read_as_meant_is_refused(
    tmp_path: Path, change: dict[str, str], column: str, expected: str
) -> None:
    refused = problems(write_ledger(tmp_path, reports=[A_REPORT | change]))
    assert [problem[:3] for problem in refused] == [("reports.csv", 1 if column == "editor" else 2, column)]
    assert expected in refused[0][4]


@pytest.mark.parametrize("column", ["publisher", "url"])
def test_reports_without_the_column_are_refused(tmp_path: Path, column: str) -> None:
    without = {key: cell for key, cell in A_REPORT.items() if key != column}
    assert places(write_ledger(tmp_path, reports=[without])) == [("reports.csv", 1, column)]


def test_an_id_given_twice_is_refused_where_it_comes_again(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path, [A_FIGURE, A_FIGURE], [A_REPORT, A_REPORT])
    assert places(folder) == [("reports.csv", 3, "report_id"), ("figures.csv", 3, "figure_id")]


def test_figures_inside_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    rows = [A_FIGURE | {"figure_id": one, "part_of": other} for one, other in (("a", "b"), ("b", "a"), ("c", "a"))]
    assert places(write_ledger(tmp_path, rows)) == [("figures.csv", 2, "part_of"), ("figures.csv", 3, "part_of")]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    rows = [
        A_FIGURE | {"measure": "exit", "ref_end": "soon", "colour": "red"},
        A_FIGURE | {"figure_id": "b", "value": ""},
        A_FIGURE | {"figure_id": "c", "part_of": "c"},
        A_FIGURE | {"figure_id": "b", "report_id": "r9"},
    ]
    corrections = '[[correction]]\nfigure = "z"\nfield = "value"\nexpected = ""\nvalue = "1"\nreason = "x"\nby = "y"\n'
    situation = SITUATION_TOML + '\n[[phases]]\nsource = "X"\nstart = 2018-12-01\n'
    situation += 'measures = ["exits"]\nname.en = "x"\n'
    folder = write_ledger(tmp_path, rows, [A_REPORT | {"publisher": "", "published": "x"}], corrections, situation)
    assert sorted(places(folder)) == sorted(
        [
            ("situation.toml", 0, "phases"),
            ("corrections.toml", 0, "z.value"),
            ("reports.csv", 2, "publisher"),
            ("reports.csv", 2, "published"),
            ("figures.csv", 1, "colour"),
            ("figures.csv", 2, "measure"),
            ("figures.csv", 2, "ref_end"),
            ("figures.csv", 3, "value"),
            ("figures.csv", 4, "part_of"),
            ("figures.csv", 5, "figure_id"),
            ("figures.csv", 5, "report_id"),
        ]
    )


def test_tables_are_read_even_when_the_situation_cannot_be(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path, [A_FIGURE | {"value": "x", "source": "unknown yet"}], situation="schema = 2\n")
    found = places(folder)
    assert ("situation.toml", 0, "schema") in found
    assert ("figures.csv", 2, "value") in found
    assert ("figures.csv", 2, "source") not in found


@pytest.mark.parametrize(
    ("old", "more", "place", "found"),
    [
        ('default_measure = "exits"', 'default_measure = "exit"', "default_measure", "exit"),
        ("schema = 1", "schema = 1\ncolour = 3", "colour", "3"),
        ('id = "SDF"', 'id = "SOHR"', "sources", "'SOHR' twice"),
        ('aliases = ["Baghuz"]', 'aliases = ["Baghuz", 7]', "places.0.aliases.1", "7"),
        ('name.en = "the camp"', 'name.en = "the camp"\nfrom = ["moon"]', "flow_points.camp", "'moon'"),
        ('name.en = "the enclave"', 'name.en = ""', "places.0.name.en", "''"),
        ("[[populations]]", '[quantities]\ntable = "mine"\n\n[[populations]]', "quantities.table", "mine"),
        ("[[populations]]", "[household]\nmin = 9\nmax = 3\n\n[[populations]]", "household", "min 9"),
        (
            "[[flow_points]]",
            '[[places]]\nid = "town"\nname.en = "Baghuz"\n\n[[flow_points]]',
            "places.town",
            "'Baghuz', a name of enclave too",
        ),
        (
            "[[populations]]",
            '[reconciliation]\nas_printed = ["X"]\n\n[[populations]]',
            "reconciliation.as_printed",
            "'X'",
        ),
        (
            "[[populations]]",
            '[reconciliation]\nreading = "printed"\n\n[[populations]]',
            "reconciliation.reading",
            "'printed'",
        ),
        (
            "[[populations]]",
            '[reconciliation]\napart = [["IRQ", "martians"]]\n\n[[populations]]',
            "reconciliation.apart",
            "'martians'",
        ),
        ("schema = 1", "schema = ", "", "broken TOML"),
    ],
)
def test_a_situation_that_cannot_be_read_names_the_place(
    tmp_path: Path, old: str, more: str, place: str, found: str
) -> None:
    assert old in SITUATION_TOML
    refused = problems(write_ledger(tmp_path, situation=SITUATION_TOML.replace(old, more, 1)))
    assert [(file, name) for file, _, name, _, _ in refused] == [("situation.toml", place)]
    assert found in refused[0][3]


def test_broken_files_are_refused(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path)
    (folder / "figures.csv").write_bytes(b"figure_id,report_id\nf1,caf\xe9\n")
    (folder / "reports.csv").write_text('report_id,publisher,url\nr1,"Observatory,https://example.org\n', "utf-8")
    found = problems(folder)
    assert [problem[:2] for problem in found] == [("reports.csv", 2), ("figures.csv", 0)]
    assert "UTF-8" in found[1][3]
    (folder / "figures.csv").write_bytes(b"")
    (folder / "reports.csv").unlink()
    assert [problem[3] for problem in problems(folder)] == ["no such file", "an empty file"]


def test_a_cell_too_many_is_refused(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path)
    (folder / "reports.csv").write_text(
        "report_id,publisher,url\nr1,Observatory,https://example.org/a,b\n", "utf-8", newline=""
    )
    assert problems(folder)[0][:4] == ("reports.csv", 2, "", "more cells than columns ('b')")


def test_a_row_is_counted_as_a_spreadsheet_counts(tmp_path: Path) -> None:
    """A cell with line breaks is one row; an empty line is one too."""
    folder = write_ledger(tmp_path)
    text = 'figure_id,report_id,source,measure,basis,unit,quantifier,value,note\nf1,r1,SOHR,exits,period,persons,exact,5,"a\nb\nc"\n'
    (folder / "figures.csv").write_text(text + "\nf2,r1,SOHR,exits,period,persons,exact,x,\n", "utf-8", newline="")
    assert places(folder) == [("figures.csv", 4, "value")]


# Corrections

CORRECTION = """\
[[correction]]
figure = "r1-01"
field = "{field}"
expected = "{expected}"
value = "{value}"
reason = "The report says so further down."
by = "curator"
"""


def corrected(**said: str) -> str:
    return CORRECTION.format(**said)


def test_a_correction_is_applied_and_kept(tmp_path: Path) -> None:
    one = read_ledger(write_ledger(tmp_path, corrections=corrected(field="value", expected="36250", value="36,260")))
    assert one.figures[0].value == 36_260
    assert [(entry.expected, entry.value, entry.by) for entry in one.corrections] == [("36250", "36,260", "curator")]


def test_a_correction_may_fill_a_column_that_the_file_leaves_out(tmp_path: Path) -> None:
    one = read_ledger(write_ledger(tmp_path, corrections=corrected(field="nationality", expected="", value="IRQ")))
    assert one.figures[0].nationality == "IRQ"


@pytest.mark.parametrize(
    ("said", "place", "found"),
    [
        ({"field": "value", "expected": "36000", "value": "1"}, "r1-01.value", "'36250'"),
        ({"field": "colour", "expected": "", "value": "1"}, "r1-01.colour", "'colour'"),
        ({"field": "figure_id", "expected": "r1-01", "value": "x"}, "r1-01.figure_id", "'figure_id'"),
        ({"field": "value", "expected": "36250", "value": "lots"}, "r1-01.value", "'lots'"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(
    tmp_path: Path, said: dict[str, Any], place: str, found: str
) -> None:
    refused = problems(write_ledger(tmp_path, corrections=corrected(**said)))
    assert [problem[:4] for problem in refused] == [("corrections.toml", 0, place, found)]


# Folders


def test_a_ledger_whose_folder_has_another_name_is_refused(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path)
    assert places(folder.rename(folder.with_name("other")))[0] == ("situation.toml", 0, "id")


def test_a_folder_without_its_situation_is_refused_and_not_passed_by(tmp_path: Path) -> None:
    whole, half = write_ledger(tmp_path), write_ledger(tmp_path, name="half")
    (half / "situation.toml").unlink()
    assert situation_folders(tmp_path) == [half, whole]
    assert places(half) == [("situation.toml", 0, "")]


def test_no_situation_at_all_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="situations"):
        situation_folders(tmp_path)
