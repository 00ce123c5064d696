"""A text cut into pieces, the cells of a figure, what a reviewer changed, and the way from figure to figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.reviewing import (
    EDITABLE,
    GROUPS,
    MOVING,
    Piece,
    cells_of,
    changed_fields,
    item_at,
    meant_otherwise,
    next_waiting,
    paragraphs,
    places_of,
    span_of,
)
from etl.desk import ReviewItem, Standing
from etl.ledger import FIGURE_COLUMNS
from etl.model import Basis, Figure, Kind, Measure, Quantifier, Role, Unit

FIGURE = Figure(
    figure_id="r1-01",
    report_id="r1",
    situation="s",
    source="SOHR",
    measure=Measure.EXITS,
    kind=Kind.FLOW,
    basis=Basis.CUMULATIVE,
    unit=Unit.PERSONS,
    quantifier=Quantifier.MORE_THAN,
    value=34_200,
    as_reported="more than\n34,200",
    ref_end=date(2019, 1, 30),
    quote="more than\n34,200",
    span_start=4,
    span_end=20,
    note="two\nlines",
)


def item(figure_id: str, standing: Standing, start: int | None = None) -> ReviewItem:
    end = None if start is None else start + 1
    return ReviewItem(replace(FIGURE, figure_id=figure_id, span_start=start, span_end=end), standing, None)


TEXTS = st.text(alphabet="ab😀ع \n\r\t", max_size=60)


class TestPieces:
    @given(TEXTS, st.data())
    def test_joined_they_are_the_text_and_lie_under_the_figures_that_hold_them(
        self, text: str, data: st.DataObject
    ) -> None:
        place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
        drawn = data.draw(st.lists(place, max_size=6))
        spans = [(min(one), max(one)) if one[0] != one[1] else None for one in drawn]
        pieces = [piece for paragraph in paragraphs(text, spans) for piece in paragraph]
        assert "".join(piece.text for piece in pieces) == text
        at = 0
        for piece in pieces:
            assert piece.text
            over = {index for index, span in enumerate(spans) if span and span[0] <= at < span[1]}
            assert set(piece.over) == over
            widths = [span[1] - span[0] for index in piece.over if (span := spans[index])]
            assert widths == sorted(widths, reverse=True)
            at += len(piece.text)
        for index, span in enumerate(spans):
            if span is not None:
                assert "".join(piece.text for piece in pieces if index in piece.over) == text[span[0] : span[1]]
                assert sum(index in piece.begins for piece in pieces) == 1
                assert sum(index in piece.ends for piece in pieces) == 1

    def test_nested_and_overlapping(self) -> None:
        (pieces,) = paragraphs("abcdefgh", [(1, 7), (2, 4), (6, 8)])
        assert pieces == [
            Piece("a"),
            Piece("b", (0,), (0,), ()),
            Piece("cd", (0, 1), (1,), (1,)),
            Piece("ef", (0,), (), ()),
            Piece("g", (0, 2), (2,), (0,)),
            Piece("h", (2,), (), (2,)),
        ]

    def test_a_paragraph_keeps_the_lines_that_close_it(self) -> None:
        cut = paragraphs("one\n\ntwo\r\n \r\nthree\nfour", [(4, 6)])
        assert [[piece.text for piece in paragraph] for paragraph in cut] == [
            ["one\n", "\n"],
            ["t", "wo\r\n \r\n"],
            ["three\nfour"],
        ]

    def test_no_text_has_no_pieces(self) -> None:
        assert paragraphs("", []) == []


class TestCells:
    def test_are_the_columns_of_a_ledger(self) -> None:
        assert tuple(cells_of(FIGURE)) == FIGURE_COLUMNS
        cells = cells_of(FIGURE)
        assert (cells["value"], cells["lower"], cells["ref_end"], cells["ref_start"], cells["measure"]) == (
            "34200",
            "",
            "2019-01-30",
            "",
            "exits",
        )

    def test_every_column_that_can_be_typed_is_one_of_the_ledger_and_in_one_group(self) -> None:
        assert set(EDITABLE) < set(FIGURE_COLUMNS)
        assert len(EDITABLE) == len(set(EDITABLE)) == sum(len(columns) for _, columns in GROUPS)
        kept = {"figure_id", "report_id", "situation", "status", "quote", "span_start", "span_end"}
        assert set(FIGURE_COLUMNS) - set(EDITABLE) == kept

    def test_what_a_field_does_to_line_ends_and_spaces_is_no_change(self) -> None:
        was = cells_of(FIGURE)
        typed = {**was, "as_reported": "more than\r\n34,200", "note": "two\r\nlines", "value": " 34200 "}
        assert changed_fields(typed, was) == {}

    def test_a_change_is_told_as_typed(self) -> None:
        was = cells_of(FIGURE)
        typed = {"value": "34,300", "note": "two\r\nother lines", "source": "SOHR", "quote": "not to be changed"}
        assert changed_fields(typed, was) == {"value": "34,300", "note": "two\nother lines"}

    @pytest.mark.parametrize("column", sorted(MOVING))
    def test_what_the_desk_moved_is_not_the_reviewers_unless_typed(self, column: str) -> None:
        was = cells_of(FIGURE)
        moved = replace(FIGURE, part_of="r1-02", same_as="r1-03", note="reprint", role=Role.TRIANGULATION)
        now = ReviewItem(moved, Standing.WAITING, None)
        form = {name: was[name] for name in EDITABLE}
        assert meant_otherwise(now, form, was) == {}
        assert meant_otherwise(now, {**form, column: "x"}, was) == {column: "x"}

    def test_what_somebody_else_changed_is_the_reviewers_to_see(self) -> None:
        was = cells_of(FIGURE)
        now = ReviewItem(replace(FIGURE, value=34_500, source="SDF"), Standing.ACCEPTED, None)
        form = {name: was[name] for name in EDITABLE}
        assert meant_otherwise(now, form, was) == {"value": "34200", "source": "SOHR"}


class TestWay:
    items = (
        item("a", Standing.ACCEPTED, 0),
        item("b", Standing.WAITING, 10),
        item("c", Standing.REJECTED, 20),
        item("d", Standing.WAITING, 30),
    )

    @pytest.mark.parametrize(("after", "found"), [("", "b"), ("a", "b"), ("b", "d"), ("c", "d"), ("d", "b")])
    def test_leads_to_the_next_that_waits_and_round_again(self, after: str, found: str) -> None:
        following = next_waiting(self.items, after)
        assert following is not None
        assert following.figure.figure_id == found

    def test_from_a_figure_that_is_gone_it_goes_on_from_its_place(self) -> None:
        following = next_waiting(self.items, "gone", 15)
        assert following is not None
        assert following.figure.figure_id == "d"

    def test_ends_where_nothing_else_waits(self) -> None:
        assert next_waiting(self.items[:3], "b") is None
        assert next_waiting((), "") is None

    def test_places(self) -> None:
        assert item_at(self.items, 10, 11) is self.items[1]
        assert item_at(self.items, 10, 12) is None
        item = ReviewItem(FIGURE, Standing.ACCEPTED, None)
        assert span_of(item, "x" * 20) == (4, 20)
        assert span_of(item, "x" * 19) is None
        typed = replace(item, figure=replace(FIGURE, span_start=None))
        assert span_of(typed, "x" * 30) is None
        assert span_of(replace(typed, proposed=FIGURE), "x" * 30) == (4, 20)

    def test_words_are_found_whatever_their_case_and_spaces(self) -> None:
        text = "😀 About 12 people; about\n12 PEOPLE. 120 people"
        assert [text[start:end] for start, end in places_of(text, " about 12 people")] == [
            "About 12 people",
            "about\n12 PEOPLE",
        ]
        assert places_of(text, "a.out") == places_of(text, "  ") == []
