"""Web pages: the article whole, what surrounds it gone, and what the page says of itself."""

from __future__ import annotations

import pytest

from etl.documents.document import DocumentError
from etl.documents.web_page import read_web_page
from tests.etl.documents.making import ARTICLE_AR, ARTICLE_EN, TITLE_AR, TITLE_EN, arabic_page, english_page


def test_an_article_among_everything_else() -> None:
    document = read_web_page(english_page().encode(), "a.html")
    assert document.body.split("\n\n") == [
        TITLE_EN,
        *ARTICLE_EN,
        "“We counted 1,150 families in four days.”",
        "Children: 1,310\nWomen: 820",
    ]
    assert document.fields == {
        "title": TITLE_EN,
        "publisher": "Observatory",
        "url": "https://observatory.example/en/115001/",
        "published": "2019-02-20",
        "language": "en",
    }
    assert (document.basis, document.remarks) == ("page metadata", ())


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
def test_an_arabic_article_among_everything_else(charset: str) -> None:
    page = arabic_page(charset).replace("٣٩٠٠", "3900")
    document = read_web_page(page.encode(charset), "a.html")
    assert document.body.split("\n\n") == [TITLE_AR, *(words.replace("٣٩٠٠", "3900") for words in ARTICLE_AR)]
    assert document.fields == {
        "title": TITLE_AR,
        "publisher": "شبكة المثال",
        "published": "2019-02-21",
        "language": "ar",
    }


def test_a_table_is_a_row_a_line() -> None:
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in (("Camp", "Households", "People"), ("Al-Hol", "12,900", "45,112"), ("Roj", "530", "1,704"))
    )
    page = (
        "<html><body><main><h1>Update</h1><p>The table shows the population of each camp on 20 February 2019.</p>"
        f"<table>{rows}</table><p>Partners distributed 4,300 winter kits to new arrivals in the week before.</p></main></body></html>"
    )
    body = read_web_page(page.encode(), "a.html").body
    assert "Camp | Households | People\nAl-Hol | 12,900 | 45,112\nRoj | 530 | 1,704\n\nPartners" in body


def test_a_page_laid_out_by_a_table_keeps_its_paragraphs() -> None:
    article = "<br><br>".join(ARTICLE_AR)
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"><title>وكالة المثال - '
        f"وصول عائلات</title></head><body><table><tr><td>أخبار</td><td>{article}</td></tr></table></body></html>"
    ).replace("٣٩٠٠", "3900")
    document = read_web_page(page.encode("cp1256"), "a.html")
    assert [words.replace("٣٩٠٠", "3900") for words in ARTICLE_AR] == document.body.split("\n\n")[-3:]
    assert document.fields == {"title": "وكالة المثال - وصول عائلات"}


def test_a_date_in_the_text_is_not_taken_for_that_of_publication() -> None:
    page = (
        f"<html><body><article><p>{' '.join(ARTICLE_EN)}</p><p>On 4 December 2018 it began.</p></article></body></html>"
    )
    assert "published" not in read_web_page(page.encode(), "a.html").fields


def test_a_language_that_the_script_denies_is_not_believed() -> None:
    assert "language" not in read_web_page(arabic_page().replace('lang="ar"', 'lang="en"').encode(), "a.html").fields
    assert "language" not in read_web_page(english_page().replace("en-US", "ar").encode(), "a.html").fields


def test_words_across_lines_and_marks_stay_apart_and_together() -> None:
    words = "<p>About\n   <b>2,500</b> people <a href='/'>left</a>,\nthe&nbsp;camp.<br>Then 300 followed them to the river.</p>"
    page = f"<html><body><article><h1>x</h1>{words * 3}</article></body></html>"
    assert (
        "About 2,500 people left, the camp.\nThen 300 followed them to the river."
        in read_web_page(page.encode(), "a").body
    )


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><body><script>go()</script><div id=root></div></body></html>",
        "<!doctype html>",
    ],
)
def test_a_page_without_an_article_is_refused(page: str) -> None:
    with pytest.raises(DocumentError, match=r"^a\.html: holds no"):
        read_web_page(page.encode(), "a.html")


def test_a_page_nested_without_end_is_refused() -> None:
    page = "<html><body>" + "<div>" * 20_000 + "500 people left." + "</div>" * 20_000 + "</body></html>"
    with pytest.raises(DocumentError, match=r"^a\.html: holds no article"):
        read_web_page(page.encode(), "a.html")
