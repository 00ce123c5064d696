"""The desk: what it shows of a held text and its ledger, and what a decision writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.desk import Decision, ReviewDesk, Standing
from etl.errors import ConflictError, LedgerError, NotFoundError
from etl.ledger import read_ledger
from etl.review import open_desk
from tests.etl.ledgers import write_ledger
from tests.etl.review.desks import HEADED, TEXT, Reviewer, held, row, table

WAITING, ACCEPTED, REJECTED = Standing.WAITING, Standing.ACCEPTED, Standing.REJECTED


def reviewer(data: Path, name: str = "one", report_id: str = "r1") -> Reviewer:
    return Reviewer(open_desk(data), name, report_id)


def typed(**cells: str) -> dict[str, str]:
    """A row of r1 as a person types it."""
    return HEADED | {"report_id": "r1", "figure_id": "r1-05", "note": ""} | cells


def refused(decide: Reviewer, words: str, **fields: str) -> list[str]:
    """The columns of the problems with accepting a figure."""
    with pytest.raises(LedgerError) as caught:
        decide.accept(words, **fields)
    return [problem.column for problem in caught.value.problems]


# Looking


def test_it_is_a_review_desk(tmp_path: Path) -> None:
    desk: ReviewDesk = open_desk(held(tmp_path))
    assert desk.summaries()


def test_a_new_text_is_all_waiting_and_nothing_is_written_by_looking(tmp_path: Path) -> None:
    data = held(tmp_path)
    before = sorted((path, path.read_bytes()) for path in data.rglob("*") if path.is_file())
    one = reviewer(data)
    assert one.sheet.text == TEXT
    assert [item.standing for item in one.sheet.items] == [WAITING] * 3
    assert [item.figure.figure_id for item in one.sheet.items] == ["r1-01", "r1-02", "r1-03"]
    for item in one.sheet.items:
        assert TEXT[item.figure.span_start : item.figure.span_end] == item.figure.quote
        assert item.seen
        assert item.rules
        assert all(says for _, says in item.rules)
    assert one.item("40 Iraqis").figure.part_of == one.item("350 people").figure.figure_id
    assert one.item("38,600").figure.quantifier == "more_than"
    assert sorted((path, path.read_bytes()) for path in data.rglob("*") if path.is_file()) == before


def test_a_proposal_speaks_in_the_situations_own_names(tmp_path: Path) -> None:
    one = reviewer(held(tmp_path, {"r1": "At least 350 people left from Baghuz to Turkey, the Observatory said.\n"}))
    (item,) = one.sheet.items
    assert (item.figure.situation, item.figure.source) == ("test", "SOHR")
    assert (item.figure.place_from, item.figure.place_to) == ("enclave", "")
    assert "to Turkey" in item.figure.note
    assert (item.figure.value, item.figure.lower, item.figure.upper) == (350, None, None)


@pytest.mark.parametrize(("publisher", "source"), [("SOHR", "SOHR"), ("  authority ", "SDF"), ("Somebody", "")])
def test_the_publisher_is_the_source_if_the_situation_knows_it(tmp_path: Path, publisher: str, source: str) -> None:
    one = reviewer(held(tmp_path, {"r1": "About 350 people left the town on Monday.\n"}, publisher=publisher))
    assert [item.figure.source for item in one.sheet.items] == [source]


def test_findings_are_those_of_the_report_and_its_proposals(tmp_path: Path) -> None:
    text = "On 31 February 2019 people left. 350 people left Baghuz on 10 February 2019, among them 400 Iraqis.\n"
    codes = {finding.code for finding in reviewer(held(tmp_path, {"r1": text})).sheet.findings}
    assert "impossible_date" in codes
    data = held(tmp_path / "other", rows=[typed(value="350", quote="350 people")])
    one = reviewer(data)
    one.accept("40 Iraqis", value="400", measure="exits", ref_start="", ref_end="2019-02-10")
    assert ("subset_impossible", ("r1-01", "r1-05")) in [
        (finding.code, finding.figure_ids) for finding in one.look().findings
    ]


def test_a_figure_that_fits_no_flow_point_is_told(tmp_path: Path) -> None:
    one = reviewer(held(tmp_path))
    before = [finding.figure_ids for finding in one.sheet.findings if finding.code == "no_flow_point"]
    assert ("r1-01",) in before
    one.accept("350 people", measure="exits", place_from="Baghuz")
    after = [finding.figure_ids for finding in one.look().findings if finding.code == "no_flow_point"]
    assert ("r1-01",) not in after


def test_choices_are_the_codes_of_the_situation(tmp_path: Path) -> None:
    choices = reviewer(held(tmp_path)).sheet.choices
    assert choices["source"] == ("SOHR", "SDF")
    assert choices["place_from"] == ("enclave",)
    assert choices["population"] == ("members",)
    assert choices["unit"] == ("persons", "families")
    assert "value" not in choices


def test_summaries_count_and_put_waiting_reports_first(tmp_path: Path) -> None:
    text = {"r1": "350 people left on 10 February 2019.\n", "r2": TEXT}
    desk = open_desk(held(tmp_path, text))
    one = Reviewer(desk)
    one.accept("350 people")
    said = [(each.report.report_id, each.waiting, each.accepted, each.rejected) for each in desk.summaries()]
    assert said == [("r2", 3, 0, 0), ("r1", 0, 1, 0)]
    two = Reviewer(desk, report_id="r2")
    two.reject("40 Iraqis")
    assert (desk.summaries()[0].waiting, desk.summaries()[0].rejected) == (2, 1)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    data = held(tmp_path)
    desk = open_desk(data)
    with pytest.raises(NotFoundError, match="found no situation 'none'; there are test"):
        desk.sheet("none", "r1")
    with pytest.raises(NotFoundError, match=r"\.\."):
        desk.sheet("../situations/test", "r1")
    with pytest.raises(NotFoundError, match="found no report 'r7'; reports with a held text: r1"):
        desk.sheet("test", "r7")
    with pytest.raises(NotFoundError, match="report r9: found no text"):
        desk.sheet("test", "r9")
    with pytest.raises(NotFoundError, match="found no figure 'r1-77'"):
        desk.decide(Decision("test", "r1", "r1-77", ACCEPTED, {}, "", "one"))
    with pytest.raises(NotFoundError, match="no folder with a situation"):
        open_desk(tmp_path / "nowhere")


def test_an_unreadable_ledger_is_told_with_its_problems(tmp_path: Path) -> None:
    data = held(tmp_path)
    desk = open_desk(data)
    file = data / "situations/test/figures.csv"
    file.write_bytes(file.read_bytes().replace(b"exact", b"exactly"))
    for look in (desk.summaries, lambda: desk.sheet("test", "r1")):
        with pytest.raises(LedgerError, match="exactly"):
            look()


# Accepting and rejecting


def test_accepting_writes_one_row_and_nothing_else(tmp_path: Path) -> None:
    data = held(tmp_path)
    before = table(data).splitlines()
    one = reviewer(data)
    accepted = one.accept("350 people", measure="exits", place_from="Baghuz")
    after = table(data).splitlines()
    assert after[1:2] == before[1:]
    assert after[0].startswith(before[0])
    assert len(after) == 3
    assert (accepted.standing, accepted.figure.figure_id) == (ACCEPTED, "r1-01")
    figure = next(each for each in read_ledger(data / "situations/test").figures if each.figure_id == "r1-01")
    assert figure == accepted.figure
    assert (figure.measure, figure.place_from, figure.value, figure.quote) == ("exits", "Baghuz", 350, "350 people")
    assert TEXT[figure.span_start : figure.span_end] == "350 people"
    assert [item.standing for item in one.look().items] == [ACCEPTED, WAITING, WAITING]
    shown = one.item("350 people")
    assert shown == accepted
    assert shown.proposed is not None
    assert shown.proposed.place_from != "Baghuz"


def test_a_rejected_figure_is_written_as_put_aside_even_without_a_source(tmp_path: Path) -> None:
    data = held(tmp_path, publisher="Somebody", texts={"r1": "350 people left on Monday. 12 people died.\n"})
    one = reviewer(data)
    assert refused(one, "350 people") == ["source"]
    rejected = one.reject("350 people")
    assert (rejected.standing, rejected.figure.source) == (REJECTED, "")
    assert (row(data, "r1-01") or {})["status"] == "rejected"
    assert one.accept("12 people", source="SOHR").figure.source == "SOHR"


def test_a_decision_may_be_changed(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    one.reject("38,600")
    one.look()
    again = one.accept("38,600", note="after all")
    assert (again.standing, again.figure.note) == (ACCEPTED, "after all")
    one.look()
    assert one.accept("38,600", value="38,700").figure.value == 38_700
    one.look()
    waiting = one.take_out("38,600")
    assert (waiting.standing, waiting.figure.value) == (WAITING, 38_600)
    assert row(data, "r1-03") is None


def test_deciding_what_is_decided_already_writes_nothing(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    one.accept("38,600")
    before = table(data)
    one.look()
    assert one.accept("38,600").standing is ACCEPTED
    assert one.take_out("350 people").standing is WAITING
    assert table(data) == before
    assert one.undo() is not None, "the one decision that wrote something"
    assert one.undo() is None


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        ({"measure": "exit"}, ["measure"]),
        ({"value": ""}, ["value"]),
        ({"value": "many", "unit": "people"}, ["unit", "value"]),
        ({"ref_end": "2019-02-30"}, ["ref_end"]),
        ({"place_from": "Paris"}, ["place_from"]),
        ({"part_of": "r1-01"}, ["part_of"]),
        ({"part_of": "r7-01"}, ["part_of"]),
        ({"status": "withdrawn"}, ["status"]),
        ({"report_id": "r9"}, ["report_id"]),
        ({"figure_id": "r1-99"}, ["figure_id"]),
        ({"colour": "red"}, ["colour"]),
        ({"note": "\ud800"}, ["note"]),
    ],
)
def test_a_decision_that_would_make_the_ledger_unreadable_is_refused(
    tmp_path: Path, fields: dict[str, str], columns: list[str]
) -> None:
    data = held(tmp_path)
    before = table(data)
    one = reviewer(data)
    assert sorted(refused(one, "350 people", **fields)) == columns
    assert table(data) == before
    assert one.undo() is None
    assert one.accept("350 people").standing is ACCEPTED


def test_cells_as_they_were_shown_change_nothing(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    shown = one.item("350 people")
    one.accept("350 people", figure_id="r1-01", report_id="r1", situation="test", value="350", part_of="")
    assert one.look().items[0].figure.value == shown.figure.value


def test_a_correction_that_expects_another_cell_is_not_broken(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    one.accept("350 people")
    (data / "situations/test/corrections.toml").write_text(
        '[[correction]]\nfigure = "r1-01"\nfield = "value"\nexpected = "350"\nvalue = "360"\nreason = "x"\nby = "y"\n'
    )
    one.look()
    assert one.item("350 people").figure.value == 360
    before = table(data)
    with pytest.raises(LedgerError, match=r"corrections\.toml"):
        one.accept("350 people", value="355")
    assert table(data) == before
    assert one.accept("350 people", value="360", note="seen").figure.note == "seen"
    assert (row(data, "r1-01") or {})["value"] == "350", "the row stays as printed"


# Rows that stand there already


def test_a_row_typed_by_hand_is_found_again_by_its_words(tmp_path: Path) -> None:
    rows = [typed(quote="350 people", value="350", measure="exits")]
    data = held(tmp_path, rows=rows)
    one = reviewer(data)
    assert [(item.figure.figure_id, item.standing) for item in one.sheet.items] == [
        ("r1-05", ACCEPTED),
        ("r1-01", WAITING),
        ("r1-02", WAITING),
    ]
    one.accept("350 people", note="checked")
    written = row(data, "r1-05")
    assert written is not None
    assert (written["note"], written["measure"]) == ("checked", "exits")
    assert TEXT[int(written["span_start"]) : int(written["span_end"])] == "350 people"


def test_longer_words_typed_by_hand_are_found_too(tmp_path: Path) -> None:
    rows = [
        typed(quote="More than 38,600 people have got out", value="38600", quantifier="more_than"),
        typed(figure_id="r1-06", quote="350 people left Baghuz on Sunday", value="351"),
        typed(figure_id="r1-07", quote="words that are not there", value="350"),
    ]
    one = reviewer(held(tmp_path, rows=rows))
    standings = [(item.figure.figure_id, item.standing, item.proposed is not None) for item in one.sheet.items]
    assert ("r1-05", ACCEPTED, True) in standings
    assert ("r1-06", ACCEPTED, False) in standings, "another number is another figure"
    assert standings[-1] == ("r1-07", ACCEPTED, False), "what cannot be found in the text comes last"
    assert [entry[1] for entry in standings].count(WAITING) == 2


@pytest.mark.parametrize(
    ("status", "standing"), [("proposed", WAITING), ("withdrawn", REJECTED), ("rejected", REJECTED), ("", ACCEPTED)]
)
def test_the_status_of_a_row_says_its_standing(tmp_path: Path, status: str, standing: Standing) -> None:
    data = held(tmp_path, rows=[typed(quote="350 people", value="350", status=status)])
    one = reviewer(data)
    item = one.item("350 people")
    assert (item.figure.figure_id, item.standing) == ("r1-05", standing)
    one.accept("350 people")
    assert (row(data, "r1-05") or {}).get("status", "accepted") == "accepted"


@pytest.mark.parametrize(
    ("existing", "new"), [("r1-1", "r1-2"), ("r1-001", "r1-002"), ("r1-x", "r1-01"), ("r1-07", "r1-01")]
)
def test_new_ids_are_as_wide_as_those_that_are_used(tmp_path: Path, existing: str, new: str) -> None:
    one = reviewer(held(tmp_path, rows=[typed(figure_id=existing, value="5")]))
    assert next(item.figure.figure_id for item in one.sheet.items if item.standing is WAITING) == new


def test_ids_of_waiting_figures_stay_while_others_are_decided(tmp_path: Path) -> None:
    one = reviewer(held(tmp_path, rows=[typed(figure_id="r1-02", value="5")]))
    ids = {item.figure.quote: item.figure.figure_id for item in one.sheet.items}
    one.accept("38,600")
    one.accept("40 Iraqis")
    assert {item.figure.quote: item.figure.figure_id for item in one.look().items} == ids


def test_a_proposal_whose_number_a_new_row_took_is_decided_all_the_same(tmp_path: Path) -> None:
    data = held(tmp_path)
    one, other = reviewer(data), reviewer(data, "other")
    shown = one.item("40 Iraqis")
    assert shown.figure.figure_id == "r1-02"
    file = data / "situations/test/figures.csv"
    columns = file.read_text("utf-8").splitlines()[0].split(",")
    by_hand = typed(figure_id="r1-02", value="99", quote="ninety-nine")
    file.write_text(file.read_text("utf-8") + ",".join(by_hand.get(name, "") for name in columns) + "\n", "utf-8")
    decided = one.accept(shown)
    assert (decided.figure.figure_id, decided.figure.value) == ("r1-03", 40)
    assert (row(data, "r1-02") or {})["value"] == "99"
    assert other.reject("38,600").figure.value == 38_600


# Relations


def test_a_part_names_its_whole_once_both_are_accepted(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    assert one.accept("40 Iraqis").figure.part_of == ""
    one.accept("350 people")
    assert (row(data, "r1-02") or {})["part_of"] == "r1-01"
    assert one.look().items[1].figure.part_of == "r1-01"


def test_a_whole_that_is_accepted_first_is_named_at_once(tmp_path: Path) -> None:
    one = reviewer(held(tmp_path))
    one.accept("350 people")
    assert one.accept("40 Iraqis").figure.part_of == "r1-01"


@pytest.mark.parametrize("put_aside", ["reject", "take_out"])
def test_a_whole_that_is_put_aside_is_named_no_more(tmp_path: Path, put_aside: str) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    one.accept("350 people")
    one.accept("40 Iraqis")
    one.look()
    getattr(one, put_aside)("350 people")
    assert "part_of" not in (row(data, "r1-02") or {})
    one.look()
    one.accept("350 people")
    assert (row(data, "r1-02") or {})["part_of"] == "r1-01"


def test_a_part_of_a_rejected_whole_is_shown_and_accepted_without_it(tmp_path: Path) -> None:
    one = reviewer(held(tmp_path))
    one.reject("350 people")
    one.look()
    assert one.item("40 Iraqis").figure.part_of == ""
    assert one.accept("40 Iraqis").figure.part_of == ""


def test_a_relation_that_a_reviewer_took_away_is_not_put_back(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    one.accept("40 Iraqis", part_of="")
    one.accept("350 people")
    assert "part_of" not in (row(data, "r1-02") or {})


def test_a_relation_that_a_reviewer_wrote_is_kept(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    one.accept("38,600")
    one.accept("40 Iraqis", part_of="r1-03")
    one.accept("350 people", part_of="r1-02")
    assert (row(data, "r1-02") or {})["part_of"] == "r1-03"
    assert (row(data, "r1-01") or {})["part_of"] == "r1-02"


# Two reviewers


def test_a_row_that_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    data = held(tmp_path)
    one, other = reviewer(data), reviewer(data, "other")
    one.accept("350 people", note="mine")
    before = table(data)
    for decide in (other.accept, other.reject):
        with pytest.raises(ConflictError, match="r1-01: found it changed since it was shown: its row is accepted now"):
            decide("350 people")
    assert table(data) == before
    other.look()
    assert other.reject("350 people").standing is REJECTED
    one.look()
    other.take_out(other.look().items[0])
    with pytest.raises(ConflictError, match="no row of it any more"):
        one.accept("350 people")


def test_reviewers_of_different_figures_do_not_disturb_each_other(tmp_path: Path) -> None:
    data = held(tmp_path)
    one, other = reviewer(data), reviewer(data, "other")
    one.accept("40 Iraqis")
    one.look()
    other.accept("350 people")
    assert one.accept("40 Iraqis", note="still mine").figure.part_of == "r1-01"
    stale = one.item("40 Iraqis")
    with pytest.raises(ConflictError):
        one.accept(stale, part_of="r1-01", note="x")


def test_a_decision_made_twice_is_made_once(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    one.accept("350 people")
    with pytest.raises(ConflictError):
        one.accept("350 people")
    assert len(table(data).splitlines()) == 3


# Undoing


def test_undoing_an_acceptance_takes_the_row_out_again(tmp_path: Path) -> None:
    data = held(tmp_path)
    before = table(data).splitlines()
    one = reviewer(data)
    one.accept("350 people")
    undone = one.undo()
    assert undone is not None
    assert (undone.standing, undone.figure.figure_id) == (WAITING, "r1-01")
    assert table(data).splitlines()[1:] == before[1:]
    assert one.undo() is None


def test_undoing_puts_a_row_back_to_the_byte_and_to_its_place(tmp_path: Path) -> None:
    rows = [
        typed(figure_id="r1-05", quote="350 people", value="350", note=' "odd" '),
        typed(figure_id="r1-06", value="5"),
    ]
    data = held(tmp_path, rows=rows)
    one = reviewer(data)
    before = table(data)
    for decide in (one.reject, one.take_out):
        decide("350 people")
        assert table(data) != before
        undone = one.undo()
        assert undone is not None
        assert undone.figure.figure_id == "r1-05"
        assert [line.split(b",")[:14] for line in table(data).splitlines()[1:]] == [
            line.split(b",")[:14] for line in before.splitlines()[1:]
        ]
        one.look()
    assert (row(data, "r1-05") or {}).get("status") == "accepted"


def test_undoing_takes_back_what_followed_in_other_rows(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    one.accept("40 Iraqis")
    one.accept("350 people")
    one.undo()
    assert "part_of" not in (row(data, "r1-02") or {})
    one.accept(one.look().items[0])
    one.look()
    one.reject("350 people")
    assert "part_of" not in (row(data, "r1-02") or {})
    one.undo()
    assert (row(data, "r1-02") or {})["part_of"] == "r1-01"


def test_undoing_a_whole_that_somebody_has_named_since_leaves_no_loose_end(tmp_path: Path) -> None:
    data = held(tmp_path)
    one, other = reviewer(data), reviewer(data, "other")
    one.accept("350 people")
    other.accept("40 Iraqis")
    assert (row(data, "r1-02") or {})["part_of"] == "r1-01"
    one.undo()
    assert "part_of" not in (row(data, "r1-02") or {})
    read_ledger(data / "situations/test")


def test_each_undoes_their_own_decisions_the_last_one_first(tmp_path: Path) -> None:
    desk = open_desk(held(tmp_path))
    one, other = Reviewer(desk), Reviewer(desk, "other")
    one.accept("350 people")
    other.accept("40 Iraqis")
    one.reject("38,600")
    undone = [one.undo(), one.undo(), one.undo(), other.undo()]
    assert [item and item.figure.figure_id for item in undone] == ["r1-03", "r1-01", None, "r1-02"]
    assert [item.standing for item in one.look().items] == [WAITING] * 3


def test_a_decision_that_somebody_else_changed_is_not_undone(tmp_path: Path) -> None:
    data = held(tmp_path)
    desk = open_desk(data)
    one, other = Reviewer(desk), Reviewer(desk, "other")
    one.accept("38,600")
    one.accept("350 people")
    other.look()
    other.accept("350 people", note="theirs")
    before = table(data)
    with pytest.raises(ConflictError, match="theirs"):
        one.undo()
    assert table(data) == before
    undone = one.undo()
    assert undone is not None, "the one before it can still be undone"
    assert undone.figure.figure_id == "r1-03"


def test_an_undo_that_fails_can_be_tried_again(tmp_path: Path) -> None:
    data = held(tmp_path)
    one = reviewer(data)
    one.accept("350 people")
    file = data / "situations/test/reports.csv"
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"https://", b"gopher://"))
    with pytest.raises(LedgerError):
        one.undo()
    file.write_bytes(whole)
    assert one.undo() is not None
    assert row(data, "r1-01") is None


# Words that the reading passed over


def test_passed_over_words_become_a_figure(tmp_path: Path) -> None:
    data = held(tmp_path, {"r1": TEXT + "\nThe camp: 4,500 🚶 tents, and two dozen others.\n"})
    one = reviewer(data)
    text = one.sheet.text
    start = text.index("4,500")
    before = table(data)
    item = one.desk.propose("test", "r1", start - 1, start + len("4,500 🚶 "))
    assert table(data) == before
    assert (item.standing, item.figure.quote) == (WAITING, "4,500 🚶")
    assert text[item.figure.span_start : item.figure.span_end] == "4,500 🚶"
    assert item.figure.figure_id not in {each.figure.figure_id for each in one.sheet.items}
    again = one.desk.propose("test", "r1", start, start + len("4,500 🚶"))
    assert again.figure == item.figure, "the same words have the same number"
    assert refused_columns(one, item, value="") == ["value"]
    accepted = one.accept(item, value="4500", measure="population", kind="stock", ref_end="2019-02-10")
    assert accepted.standing is ACCEPTED
    assert (accepted.figure.value, accepted.figure.source, accepted.figure.quote) == (4500, "SOHR", "4,500 🚶")
    assert [each.standing for each in one.look().items].count(ACCEPTED) == 1
    with pytest.raises(ConflictError):
        one.accept(item, value="4500")
    undone = one.undo()
    assert undone is not None
    assert undone.standing is WAITING
    assert one.accept(undone, value="4500").standing is ACCEPTED


def refused_columns(one: Reviewer, item: object, **fields: str) -> list[str]:
    with pytest.raises(LedgerError) as caught:
        one.accept(item, **fields)  # type: ignore[arg-type]
    return [problem.column for problem in caught.value.problems]


def test_passed_over_words_are_read_where_they_can_be(tmp_path: Path) -> None:
    data = held(
        tmp_path, {"r1": "Trucks came with 300 soldiers.\n\nPeople fled: about 1,200 families left on 9 February 2019"}
    )
    one = reviewer(data)
    text = one.sheet.text
    start = text.index("300")
    item = one.desk.propose("test", "r1", start, start + 3)
    assert (item.figure.value, item.figure.quote) == (300, "300")


def test_words_that_a_figure_has_give_that_figure(tmp_path: Path) -> None:
    one = reviewer(held(tmp_path))
    shown = one.item("350 people")
    assert shown.figure.span_start is not None
    assert shown.figure.span_end is not None
    assert one.desk.propose("test", "r1", shown.figure.span_start, shown.figure.span_end) == shown


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 2), (-5, 0), (9_000, 9_010), (22, 24)])
def test_a_span_without_words_is_refused(tmp_path: Path, start: int, end: int) -> None:
    assert not TEXT[22:24].strip()
    one = reviewer(held(tmp_path))
    with pytest.raises(NotFoundError, match="found no words"):
        one.desk.propose("test", "r1", start, end)


def test_two_programs_that_offer_the_same_number_write_two_figures(tmp_path: Path) -> None:
    data = held(tmp_path, {"r1": TEXT + "\nTents: 4,500. Wells: 12.\n"})
    one, other = reviewer(data), reviewer(data, "other")
    text = one.sheet.text
    mine = one.desk.propose("test", "r1", text.index("4,500"), text.index("4,500") + 5)
    theirs = other.desk.propose("test", "r1", text.index("12."), text.index("12.") + 2)
    assert mine.figure.figure_id == theirs.figure.figure_id
    first, second = one.accept(mine), other.accept(theirs)
    assert first.figure.figure_id != second.figure.figure_id
    assert [(row(data, each.figure.figure_id) or {})["value"] for each in (first, second)] == ["4500", "12"]


# What the ledger knows


def test_a_reprint_supports_the_figure_that_it_prints_again(tmp_path: Path) -> None:
    again = "On 12 February the paper wrote: more than 38,600 people have got out since the 1st of December 2018.\n"
    data = held(tmp_path, {"r1": TEXT, "r2": TEXT, "r3": again})
    desk = open_desk(data)
    one, two = Reviewer(desk), Reviewer(desk, report_id="r2")
    assert two.item("38,600").known == ()
    one.accept("38,600")
    item = next(item for item in two.look().items if "38,600" in item.figure.quote)
    assert [(known.figure_id, known.report_id, known.relation) for known in item.known] == [("r1-03", "r1", "reprint")]
    assert (item.figure.role, item.figure.note) == ("triangulation", "reprint of r1-03")
    assert two.accept(item, role="recommended").figure.role == "recommended"
    one.look()
    assert [known.figure_id for known in one.item("38,600").known] == ["r2-03"]


def test_a_ledger_without_reviewed_columns_gains_only_those_it_needs(tmp_path: Path) -> None:
    data = held(tmp_path)
    header = table(data).splitlines()[0].decode().split(",")
    reviewer(data).accept("350 people")
    gained = table(data).splitlines()[0].decode().split(",")[len(header) :]
    assert set(gained) <= {"as_reported", "ref_start", "span_start", "span_end", "place_from", "lower", "upper"}
    assert {"span_start", "span_end"} <= set(gained)


def test_a_desk_over_several_situations(tmp_path: Path) -> None:
    data = held(tmp_path)
    write_ledger(data, name="other")
    assert [each.situation for each in open_desk(data).summaries()] == ["test"]


def test_what_a_cell_lacks_is_told(tmp_path: Path) -> None:
    desk = open_desk(held(tmp_path))
    assert desk.refusal("test", "value", "٣٥٠") == ""
    assert "36250" in desk.refusal("test", "value", "many")
    assert "SOHR" in desk.refusal("test", "source", "Nobody")
    assert desk.refusal("test", "source", "") != ""
    assert desk.refusal("test", "note", "anything") == ""
    assert desk.refusal("test", "note", "") == ""
    assert "figure_id" in desk.refusal("test", "colour", "red")
