"""Front matter: what is read, where the body begins, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import WaymarkError
from etl.front_matter import join, split


def test_fields_body_and_offset() -> None:
    document = '---\nid: r1\ntitle: "A \\"b\\": c"\nurl: https://example.org/a:b\n---\nBody\n'
    fields, body, offset = split(document)
    assert fields == {"id": "r1", "title": 'A "b": c', "url": "https://example.org/a:b"}
    assert body == "Body\n" == document[offset:]


def test_a_text_without_front_matter_is_all_body() -> None:
    assert split("500 people left.") == ({}, "500 people left.", 0)


@pytest.mark.parametrize(
    "document", ["---\nid: r1\n", "---\nid\n---\n", "---\nid: a\nid: b\n---\n", '---\nid: "a\n---\n']
)
def test_what_cannot_be_read_is_refused(document: str) -> None:
    with pytest.raises(WaymarkError):
        split(document)


KEYS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]*", fullmatch=True)
VALUES = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(KEYS, VALUES), st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_joined_is_split_again(fields: dict[str, str], body: str) -> None:
    document = join(fields, body)
    parts = split(document)
    assert parts.fields == {key: " ".join(value.split()) for key, value in fields.items() if value.strip()}
    assert parts.body == body == document[parts.offset :]
