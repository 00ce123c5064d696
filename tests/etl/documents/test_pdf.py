"""PDF files: lines put together again, Arabic in the order it is read, and what is refused."""

from __future__ import annotations

import io
import zlib

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader, PdfWriter

from etl.documents.document import DocumentError
from etl.documents.pdf import read_pdf
from tests.etl.documents.making import ARTICLE_AR, packed_pdf, pdf_file, picture_pdf

LINES = [
    "Flash Update No. 7",
    "Since 4 December, 25,240 people have arrived in the camp, most of them wo-",
    "men and children; partners registered them and distributed winter kits to the",
    "new arrivals (4,300 by then).",
    "1. At least 60 people died on the way, as the health office of the camp said on",
    "Monday.",
    "2. About 3,900 members surrendered.",
    "Camp Households People",
    "Al-Hol 12,900 45,112",
    "3",
]


def seen(line: str) -> str:
    """A line of Arabic as it lies on the page from left to right; numbers lie as they are read."""
    words = [word if any(char.isdigit() for char in word) else word[::-1] for word in line.split()]
    return " ".join(reversed(words))


def test_lines_that_were_full_are_put_together() -> None:
    document = read_pdf(pdf_file([LINES, ["It went on the next day.", "Page 2 of 2"]], title="Flash"), "a.pdf")
    assert document.body.split("\n") == [
        "Flash Update No. 7",
        f"{LINES[1][:-1]}{LINES[2]} {LINES[3]}",
        "1. At least 60 people died on the way, as the health office of the camp said on Monday.",
        "2. About 3,900 members surrendered.",
        "Camp Households People",
        "Al-Hol 12,900 45,112",
        "",
        "It went on the next day.",
    ]
    assert document.fields == {"title": "Flash", "created": "2019-02-20"}
    assert (document.basis, document.remarks) == ("file properties", ())


def test_a_paragraph_goes_on_over_a_page() -> None:
    pages = [
        ["The observatory counted the people who left on foot and in trucks, and", "1"],
        ["among them 240 Iraqis."],
    ]
    assert read_pdf(pdf_file(pages), "a.pdf").body.endswith("in trucks, and among them 240 Iraqis.")


def test_a_hyphen_that_belongs_to_the_word_stays() -> None:
    lines = [
        "The fighters of the anti-",
        "ISIS coalition counted 500 people at the bridge over the river, and Al-",
        "Hol had 9,000.",
    ]
    body = read_pdf(pdf_file([lines]), "a.pdf").body
    assert (
        body
        == "The fighters of the anti-ISIS coalition counted 500 people at the bridge over the river, and Al-Hol had 9,000."
    )


def test_arabic_is_read_from_right_to_left_and_its_numbers_are_not() -> None:
    document = read_pdf(pdf_file([[seen(line) for line in ARTICLE_AR]], seen=True), "a.pdf")
    assert " ".join(document.body.split()) == " ".join(ARTICLE_AR)
    assert any("Arabic" in remark for remark in document.remarks)


@pytest.mark.browser
def test_what_a_browser_prints_is_read(browser: Browser) -> None:
    """Real shapes and ligatures, of Chromium's own making."""
    paragraphs = "".join(f"<p>{words}</p>" for words in ARTICLE_AR)
    page = browser.new_page()
    page.set_content(
        f'<html lang="ar" dir="rtl"><body style="width: 500px; font-size: 16px">{paragraphs}</body></html>'
    )
    document = read_pdf(page.pdf(), "a.pdf")
    page.close()
    assert " ".join(document.body.split()) == " ".join(ARTICLE_AR)


def test_pages_that_are_pictures_are_refused_or_told() -> None:
    with pytest.raises(DocumentError, match=r"^a\.pdf: is made of pictures of pages.*OCR"):
        read_pdf(picture_pdf(), "a.pdf")
    both = PdfWriter()
    for data in (pdf_file([["500 people left."]]), picture_pdf(1)):
        both.append(io.BytesIO(data))
    stream = io.BytesIO()
    both.write(stream)
    document = read_pdf(stream.getvalue(), "a.pdf")
    assert document.body == "500 people left."
    assert document.remarks == ("1 page is a picture without text and cannot be read",)


def encrypted(user_password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_file([["500 people left."]]))))
    writer.encrypt(user_password, owner_password="owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_locked_file_is_refused_and_one_that_only_forbids_changes_is_read() -> None:
    with pytest.raises(DocumentError, match=r"^a\.pdf: is locked with a password"):
        read_pdf(encrypted("secret"), "a.pdf")
    assert read_pdf(encrypted(""), "a.pdf").body == "500 people left."


@pytest.mark.parametrize("keep", [12, 200, 700])
def test_a_broken_file_is_refused(keep: int) -> None:
    with pytest.raises(DocumentError, match=r"^a\.pdf: (?:is broken as a PDF|holds no text)"):
        read_pdf(pdf_file([["500 people left."]])[:keep], "a.pdf")


def test_a_page_that_unpacks_without_end_is_given_up() -> None:
    assert read_pdf(packed_pdf(zlib.compress(b"BT /F1 11 Tf 50 780 Td (500 people left.) Tj ET")), "a.pdf").body
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b" " * 10_000_000) for _ in range(10)) + packer.flush()
    assert len(bomb) < 200_000
    with pytest.raises(DocumentError, match=r"^a\.pdf: unpacks to far more"):
        read_pdf(packed_pdf(bomb), "a.pdf")


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(DocumentError, match="holds no text"):
        read_pdf(pdf_file([[]]), "a.pdf")
