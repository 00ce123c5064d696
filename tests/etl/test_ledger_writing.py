"""Writing into a ledger: the rows that a change is about, and not a byte besides."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.errors import LedgerError, NotFoundError, WaymarkError
from etl.ledger import read_ledger, writing
from etl.ledger.folder import FIGURE_COLUMNS
from etl.ledger.sheets import decode, records_of
from etl.ledger.writing import Add, Edit, Remove, Replace, Table, add_row, edit_rows, locked, remove_row, replace_row
from tests.etl.ledgers import A_FIGURE, A_REPORT, write_ledger

SECOND = A_FIGURE | {"figure_id": "r1-02", "value": "120"}


def saved(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "figures.csv") -> Path:
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return file


HEADER = "figure_id,report_id,source,measure,unit,quantifier,value,note"
ROW = "r1-01,r1,SOHR,exits,persons,exact,5,as printed"
OTHER = "r2-01,r2,SOHR,exits,persons,exact,7,"


def cells(figure_id: str, report_id: str = "r1", **more: str) -> dict[str, str]:
    said = {"source": "SOHR", "measure": "exits", "unit": "persons", "quantifier": "exact", "value": "9"}
    return {"figure_id": figure_id, "report_id": report_id} | said | more


# The form of what is written


def test_a_new_row_follows_the_last_row_of_its_report(tmp_path: Path) -> None:
    file = saved(tmp_path, f"{HEADER}\n{ROW}\n{OTHER}\n")
    add_row(file, cells("r1-02", note='he said "go", and\nwent'))
    new = 'r1-02,r1,SOHR,exits,persons,exact,9,"he said ""go"", and\nwent"'
    assert file.read_text("utf-8") == f"{HEADER}\n{ROW}\n{new}\n{OTHER}\n"


def test_a_row_of_a_new_report_stands_at_the_end(tmp_path: Path) -> None:
    file = saved(tmp_path, f"{HEADER}\n{ROW}\n{OTHER}\n\n")
    add_row(file, cells("r3-01", "r3"))
    assert file.read_text("utf-8") == f"{HEADER}\n{ROW}\n{OTHER}\nr3-01,r3,SOHR,exits,persons,exact,9,\n\n"


def test_a_report_is_added_at_the_end(tmp_path: Path) -> None:
    file = saved(
        tmp_path, "report_id,publisher,url\nr2,A,https://a.example\nr1,B,https://b.example\n", name="reports.csv"
    )
    add_row(file, {"report_id": "r3", "publisher": "C, D", "url": "https://c.example"})
    assert file.read_text("utf-8").splitlines()[3:] == ['r3,"C, D",https://c.example']


def test_a_header_alone_gets_its_first_row(tmp_path: Path) -> None:
    file = saved(tmp_path, HEADER)
    add_row(file, cells("r1-01"))
    assert file.read_text("utf-8") == f"{HEADER}\nr1-01,r1,SOHR,exits,persons,exact,9,"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_are_those_of_the_file_and_the_last_line_ends_as_before(tmp_path: Path, end: str, last: bool) -> None:
    text = end.join([HEADER, ROW, OTHER]) + (end if last else "")
    file = saved(tmp_path, text)
    add_row(file, cells("r2-02", "r2"))
    assert (
        file.read_bytes()
        == (end.join([HEADER, ROW, OTHER, "r2-02,r2,SOHR,exits,persons,exact,9,"]) + end * last).encode()
    )
    remove_row(file, "figure_id", "r2-02")
    assert file.read_bytes() == text.encode()


def test_only_the_named_cells_of_a_row_change(tmp_path: Path) -> None:
    row = '"r1-01","r1",SOHR,"exits", persons ,exact,5,"as ""printed"""'
    file = saved(tmp_path, f"{HEADER}\n{row}\n{OTHER}\n")
    replace_row(file, "figure_id", "r1-01", {"value": "6", "source": "SOHR"})
    assert file.read_text("utf-8") == f"{HEADER}\n{row.replace(',5,', ',6,')}\n{OTHER}\n"


def test_a_row_that_stops_short_grows_as_far_as_it_must(tmp_path: Path) -> None:
    file = saved(tmp_path, f"{HEADER}\nr1-01,r1,SOHR,exits,persons,vague\n{OTHER}\n")
    replace_row(file, "figure_id", "r1-01", {"note": "hundreds"})
    assert file.read_text("utf-8") == f"{HEADER}\nr1-01,r1,SOHR,exits,persons,vague,,hundreds\n{OTHER}\n"


def test_cells_stand_in_quotes_where_their_neighbours_do(tmp_path: Path) -> None:
    file = saved(
        tmp_path,
        '"figure_id";"report_id";"source";"value";"measure";"unit";"quantifier"\n"r1-01";"r1";"SOHR";5;;;"exact"\n',
    )
    add_row(file, cells("r1-02", value="9"))
    assert file.read_text("utf-8").splitlines()[2] == '"r1-02";"r1";"SOHR";9;"exits";"persons";"exact"'


def test_a_column_that_the_header_lacks_is_added_and_other_rows_stay_valid(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path, [A_FIGURE, A_FIGURE | {"figure_id": "r1-03"}])
    file = folder / "figures.csv"
    before = file.read_text("utf-8").splitlines()
    add_row(file, SECOND | {"span_end": "9", "span_start": "4", "quote": " words ", "note": ""})
    after = file.read_text("utf-8").splitlines()
    assert after[0] == before[0] + ",quote,span_start,span_end"
    assert after[1:3] == before[1:3]
    figures = {figure.figure_id: figure for figure in read_ledger(folder).figures}
    assert (figures["r1-02"].span_start, figures["r1-02"].span_end, figures["r1-02"].quote) == (4, 9, " words ")
    assert figures["r1-03"].span_start is None


def test_a_new_column_takes_the_place_of_an_empty_one(tmp_path: Path) -> None:
    file = saved(tmp_path, f"{HEADER},,\n{ROW},,\n")
    replace_row(file, "figure_id", "r1-01", {"quote": "five"})
    assert file.read_text("utf-8") == f"{HEADER},quote,\n{ROW},five,\n"


@pytest.mark.parametrize("words", ["=SUM(A1)", "+350", "-5", "@home", "'quoted'"])
def test_words_that_a_spreadsheet_takes_for_a_formula_are_kept(tmp_path: Path, words: str) -> None:
    folder = write_ledger(tmp_path)
    add_row(folder / "figures.csv", SECOND | {"quote": words})
    assert read_ledger(folder).figures[1].quote == words


def test_several_edits_are_one_step(tmp_path: Path) -> None:
    file = saved(tmp_path, f"{HEADER}\n{ROW}\n{OTHER}\n")
    edits: list[Edit] = [Add(cells("r1-02")), Replace("figure_id", "r1-01", {"value": "6"}), Remove("figure_id", "r9")]
    with pytest.raises(NotFoundError, match="r9"):
        edit_rows(file, edits)
    assert file.read_text("utf-8") == f"{HEADER}\n{ROW}\n{OTHER}\n"
    edit_rows(file, edits[:2])
    assert len(file.read_text("utf-8").splitlines()) == 4


def test_a_record_can_be_put_back_as_it_stood(tmp_path: Path) -> None:
    row = ' r1-02 ,r1,"SOHR",exits,persons,exact,05,'
    text = f"{HEADER}\n{ROW}\n{row}\n{ROW.replace('r1-01', 'r1-03')}\n"
    file = saved(tmp_path, text)
    table = Table.read(file)
    raw, before, said = table.raw("r1-02"), table.row_before("r1-02"), table.row("r1-02")
    assert said is not None
    remove_row(file, "figure_id", "r1-02")
    edit_rows(file, [Add(said, after=before, raw=raw)])
    assert file.read_text("utf-8") == text
    replace_row(file, "figure_id", "r1-02", {"value": "9", "note": "x"})
    edit_rows(file, [Replace("figure_id", "r1-02", {}, raw=raw)])
    assert file.read_text("utf-8") == text


# What is refused


@pytest.mark.parametrize(
    ("edit", "column", "found"),
    [
        (lambda file: add_row(file, cells("r1-01")), "figure_id", "which a row has already"),
        (lambda file: add_row(file, cells("")), "figure_id", "without one"),
        (lambda file: add_row(file, cells("r1-02", colour="red")), "colour", "not known"),
        (lambda file: add_row(file, cells("r1-02", note="\ud83d")), "note", "half of a character"),
        (lambda file: replace_row(file, "figure_id", "r1-01", {"colour": "red"}), "colour", "not known"),
        (lambda file: replace_row(file, "figure_id", "r1-01", {"figure_id": "r2-01"}), "figure_id", "already"),
        (lambda file: replace_row(file, "figure_id", "r1-01", {"figure_id": ""}), "figure_id", "an empty cell"),
        (lambda file: remove_row(file, "colour", "red"), "colour", "not known"),
    ],
)
def test_an_edit_that_cannot_be_is_refused(
    tmp_path: Path, edit: Callable[[Path], None], column: str, found: str
) -> None:
    text = f"{HEADER}\n{ROW}\n{OTHER}\n"
    file = saved(tmp_path, text)
    with pytest.raises(LedgerError) as caught:
        edit(file)
    assert [problem.column for problem in caught.value.problems] == [column]
    assert found in caught.value.problems[0].found
    assert file.read_text("utf-8") == text


def test_a_row_that_is_not_there_is_refused(tmp_path: Path) -> None:
    file = saved(tmp_path, f"{HEADER}\n{ROW}\n")
    edits: list[Edit] = [Replace("figure_id", "r9", {}), Remove("figure_id", "r9")]
    for edit in edits:
        with pytest.raises(NotFoundError, match=r"figures\.csv: found no row whose figure_id is 'r9'"):
            edit_rows(file, [edit])


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("figures.csv", b"PK\x03\x04\xff\xfe\x00\x81", "not UTF-8"),
        ("figures.csv", b"", "an empty file"),
        ("figures.csv", b'figure_id,report_id\nr1,"open\n', "broken CSV"),
        ("figures.csv", b"a,b\n1,2\n", "no such column"),
        ("figures.xlsx", b"PK", "no table of a ledger"),
    ],
)
def test_a_file_that_the_reader_refuses_is_refused(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(LedgerError, match=found):
        add_row(file, cells("r1-02"))
    assert file.read_bytes() == data


def test_a_missing_table_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no such file"):
        add_row(tmp_path / "figures.csv", cells("r1-02"))
    assert not (tmp_path / "figures.csv").exists()


# Any table

VALUE = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\r\n,;\t\"'= "), max_size=12)
IDS = st.lists(st.from_regex(r"[a-z0-9\-]{1,4}", fullmatch=True), min_size=3, max_size=8, unique=True)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[dict[str, str]], str]:
    """A table's text in some dialect, what its rows say, and how it is encoded."""
    ids = draw(IDS)
    required = ["figure_id", "report_id", "source", "measure", "unit", "quantifier"]
    extra = draw(
        st.lists(st.sampled_from(["quote", "note", "value", "part_of", "population"]), max_size=4, unique=True)
    )
    columns = draw(st.permutations(required + extra))
    delimiter, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n", "\r"]))
    rows = [
        {name: draw(VALUE) for name in columns}
        | {"figure_id": one, "report_id": draw(st.sampled_from(["r1", "r2", "r3"]))}
        for one in ids
    ]
    quoted = draw(st.booleans())

    def line(record: Sequence[str]) -> str:
        # Python's own writer leaves a carriage return bare where lines end with a line feed.
        return delimiter.join(
            '"' + cell.replace('"', '""') + '"' if quoted or set(cell) & set(f'{delimiter}"\r\n') else cell
            for cell in record
        )

    lines = [line(columns)]
    for row in rows:
        lines += [""] * draw(st.sampled_from([0, 0, 0, 1]))
        lines.append(line([row[name] for name in columns]))
    text = end.join(lines) + draw(st.sampled_from(["", end]))
    if draw(st.booleans()):
        text = f"sep={delimiter}{end}{text}"
    return text, rows, draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]))


def said(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Rows as a ledger reads them: empty cells left out, spaces around anything but a quote too."""
    read = [{name: cell if name == "quote" else cell.strip() for name, cell in row.items()} for row in rows]
    return [{name: cell for name, cell in row.items() if cell.strip()} for row in read]


def raw_records(data: bytes) -> list[bytes]:
    """The records of a file without their ends, as bytes."""
    text = decode(data)
    if text.startswith("sep="):
        text = text[5:].removeprefix("\r").removeprefix("\n")
    delimiter = _delimiter(text)
    return [raw.rstrip("\r\n").encode() for record, raw in records_of(text, delimiter) if any(map(str.strip, record))]


def _delimiter(text: str) -> str:
    header = text.lstrip().splitlines()[0]
    return next(mark for mark in ",;\t" if mark in header)


@settings(max_examples=150, deadline=None)
@given(
    table=tables(), new=st.dictionaries(st.sampled_from(["quote", "note", "value", "same_as"]), VALUE), data=st.data()
)
def test_any_table_keeps_every_record_that_is_not_touched(
    tmp_path_factory: pytest.TempPathFactory,
    table: tuple[str, list[dict[str, str]], str],
    new: dict[str, str],
    data: st.DataObject,
) -> None:
    text, rows, encoding = table
    file = saved(tmp_path_factory.mktemp("any"), text, encoding)
    whole = file.read_bytes()
    assert Table.read(file).rows() == said(rows)
    ids = [row["figure_id"] for row in rows]
    replaced, removed = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    report = data.draw(st.sampled_from(["r1", "r2", "r9"]))

    add_row(file, {"figure_id": "NEW", "report_id": report} | new)
    last = max((place for place, row in enumerate(rows) if row["report_id"] == report), default=len(rows) - 1)
    added = {"figure_id": "NEW", "report_id": report} | new
    rows.insert(last + 1, added)
    assert Table.read(file).rows() == said(rows)
    assert_untouched(whole, file.read_bytes(), touched={last + 2})

    before = file.read_bytes()
    replace_row(file, "figure_id", replaced, new)
    place = next(place for place, row in enumerate(rows) if row["figure_id"] == replaced)
    rows[place] = rows[place] | new
    assert Table.read(file).rows() == said(rows)
    assert_untouched(before, file.read_bytes(), touched={place + 1})

    before = file.read_bytes()
    remove_row(file, "figure_id", removed)
    place = next(place for place, row in enumerate(rows) if row["figure_id"] == removed)
    del rows[place]
    assert Table.read(file).rows() == said(rows)
    assert raw_records(file.read_bytes()) == [
        record for index, record in enumerate(raw_records(before)) if index != place + 1
    ]


def assert_untouched(before: bytes, after: bytes, touched: set[int]) -> None:
    """Every record of `after` besides `touched` is one of `before`; the header may have gained columns."""
    old, new = raw_records(before), raw_records(after)
    assert new[0].startswith(old[0])
    rest = [record for index, record in enumerate(new) if index not in touched]
    kept = old if len(new) > len(old) else [record for index, record in enumerate(old) if index not in touched]
    assert rest[1:] == kept[1:]


def test_an_added_and_removed_row_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    for text in (f"{HEADER}\r\n{ROW}", f"\ufeff{HEADER}\n\n{ROW}\n\n"):
        file = saved(tmp_path, text)
        add_row(file, cells("r1-02"))
        remove_row(file, "figure_id", "r1-02")
        assert file.read_bytes() == text.encode()


# Writers at the same time, and writers that die

WRITER = """
import sys
from pathlib import Path
from etl.ledger.writing import add_row, replace_row
file, name = Path(sys.argv[1]), sys.argv[2]
for number in range(20):
    add_row(file, {"figure_id": f"{name}-{number:02d}", "report_id": name, "value": "1"})
    replace_row(file, "figure_id", f"{name}-{number:02d}", {"value": str(number)})
"""


def test_nothing_is_lost_when_programs_write_at_once(tmp_path: Path, repository: Path) -> None:
    file = saved(tmp_path, f"{HEADER}\n")
    programs = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(file), name], cwd=repository) for name in ("a", "b", "c")
    ]
    assert [program.wait(60) for program in programs] == [0, 0, 0]
    values = {row["figure_id"]: row["value"] for row in Table.read(file).rows()}
    assert values == {f"{name}-{number:02d}": str(number) for name in ("a", "b", "c") for number in range(20)}


def test_a_writer_waits_for_the_one_before(tmp_path: Path) -> None:
    file = saved(tmp_path, f"{HEADER}\n{ROW}\n")
    done = threading.Event()

    def write() -> None:
        replace_row(file, "figure_id", "r1-01", {"value": "6"})
        done.set()

    with locked(tmp_path):
        writer = threading.Thread(target=write)
        writer.start()
        assert not done.wait(0.2)
    writer.join(10)
    assert done.is_set()


def test_a_writer_gives_up_on_one_that_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = saved(tmp_path, f"{HEADER}\n{ROW}\n")
    monkeypatch.setattr(writing, "_PATIENCE", 0.1)
    with locked(tmp_path), pytest.raises(WaymarkError, match="another program has been writing"):
        add_row(file, cells("r1-02"))


def test_a_write_that_fails_leaves_the_old_table_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(tmp_path, f"{HEADER}\n{ROW}\n")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        add_row(file, cells("r1-02"))
    assert file.read_text("utf-8") == f"{HEADER}\n{ROW}\n"
    assert [path.name for path in tmp_path.iterdir() if path.name != writing.LOCK] == ["figures.csv"]


def test_a_link_and_the_permissions_of_a_table_are_kept(tmp_path: Path) -> None:
    target = saved(tmp_path, f"{HEADER}\n{ROW}\n", name="elsewhere.csv")
    target.chmod(0o640)
    file = tmp_path / "figures.csv"
    file.symlink_to(target)
    add_row(file, cells("r1-02"))
    assert file.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert len(target.read_text("utf-8").splitlines()) == 3


def test_version_control_never_sees_the_lock(tmp_path: Path, repository: Path) -> None:
    names = [f"data/situations/x/{name}" for name in (writing.LOCK, ".figures.csv.abc12.tmp", "figures.csv")]
    ignored = subprocess.run(["git", "check-ignore", *names], cwd=repository, capture_output=True, text=True)
    if ignored.returncode not in (0, 1):
        pytest.skip("not a git repository")
    assert ignored.stdout.split() == names[:2]


def test_a_shipped_ledger_written_and_unwritten_is_the_same_file(tmp_path: Path, repository: Path) -> None:
    source = repository / "data/situations/enclave-exits/figures.csv"
    file = tmp_path / "figures.csv"
    file.write_bytes(source.read_bytes())
    row = Table.read(file).row("r000-04")
    assert row is not None
    assert set(row) <= set(FIGURE_COLUMNS)
    add_row(file, row | {"figure_id": "r000-99"})
    lines = file.read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("r000")][-1].startswith("r000-99")
    remove_row(file, "figure_id", "r000-99")
    assert file.read_bytes() == source.read_bytes()


def test_reports_are_read_back(tmp_path: Path) -> None:
    folder = write_ledger(tmp_path)
    add_row(folder / "reports.csv", A_REPORT | {"report_id": "r2", "licence": "© them"})
    assert [report.licence for report in read_ledger(folder).reports] == ["", "© them"]
