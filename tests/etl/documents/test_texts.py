"""Texts: encodings, front matter, and that no character is lost or changed."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.documents.document import DocumentError
from etl.documents.texts import decode, read_text
from tests.etl.documents.making import ARTICLE_AR

ARABIC = ARTICLE_AR[0].replace("٣٩٠٠", "3900")
WESTERN = "“About 2,500 people left the camp” – the café’s owner said."


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (ARABIC, ARABIC.encode()),
        (ARABIC, codecs.BOM_UTF8 + ARABIC.encode()),
        (ARABIC, codecs.BOM_UTF16_LE + ARABIC.encode("utf-16-le")),
        (ARABIC, codecs.BOM_UTF16_BE + ARABIC.encode("utf-16-be")),
        (ARABIC, codecs.BOM_UTF32_LE + ARABIC.encode("utf-32-le")),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be", "utf-32 le"],
)
def test_unicode_is_known_by_its_marks(text: str, data: bytes) -> None:
    assert decode(data, "a.txt") == (text, "")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(ARABIC, "cp1256"), ("خرج 500 شخص.", "cp1256"), (WESTERN, "cp1252"), ("500 people – left.", "cp1252")],
)
def test_an_old_encoding_is_guessed_and_said(text: str, encoding: str) -> None:
    read, remark = decode(text.encode(encoding), "a.txt")
    assert read == text
    assert f"windows-{encoding[2:]}" in remark


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("windows-1256", "cp1256"),
        ("ISO-8859-1", "cp1252"),
        ('"utf-8"', "utf-8"),
        ("no-such", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_the_encoding_that_a_server_names_is_used_where_it_is_one(said: str, encoding: str) -> None:
    text = ARABIC if encoding != "cp1252" else WESTERN
    assert decode(text.encode(encoding), "a.html", said) == (text, "")


def test_a_wrong_name_of_an_encoding_does_not_spoil_the_text() -> None:
    assert decode(WESTERN.encode(), "a.html", "ascii")[0] == WESTERN
    assert decode(ARABIC.encode("cp1256"), "a.html", "utf-8")[0] == ARABIC


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\x01\0\0\0\xff", bytes(range(256)), codecs.BOM_UTF16_LE + b"a"])
def test_what_is_no_text_is_refused_with_its_name(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^a\.txt: "):
        decode(data, "a.txt")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(["utf-8", "utf-16"]))
def test_no_character_is_lost(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == (text.removeprefix("\ufeff") if encoding == "utf-8" else text, "")


def test_a_text_with_front_matter() -> None:
    document = read_text("\ufeff---\nid: r1\npublished: 2019-01-31\n---\r\nOne.\r\n Two.  \n".encode(), "a.md")
    assert document.fields == {"id": "r1", "published": "2019-01-31"}
    assert (document.body, document.basis) == ("One.\r\n Two.  \n", "front matter")


def test_a_heading_is_the_title_of_a_text_that_names_none() -> None:
    assert read_text(b"\n# Flash update 7 #\n\n500 people left.", "a.md").fields == {"title": "Flash update 7"}
    assert read_text(b"---\ntitle: Other\n---\n# Flash\n", "a.md").fields == {"title": "Other"}
    assert read_text(b"500 people left.", "a.txt").fields == {}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b" \n", "is empty"),
        (b"---\nid: r1\n---\n \n", "nothing after its front matter"),
        (b"---\nid: r1\n", "no closing line"),
    ],
)
def test_a_text_without_a_report_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(DocumentError, match=rf"^a\.md: .*{told}"):
        read_text(data, "a.md")
