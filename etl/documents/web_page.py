"""A web page → the text of its article, and what its head says of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from etl.documents.document import PAGE_METADATA, Document, DocumentError
from etl.documents.texts import decode

# Where a page names its encoding, within the first bytes as browsers look for it.
_ENCODING = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]+)", re.I
)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_SCRIPT = frozenset({"ar", "arc", "bal", "ckb", "fa", "ku", "ps", "sd", "ug", "ur"})
# Boxes inside an article that lead to another one, with numbers that this one does not report.
_ELSEWHERE = ("read-also", "read_also", "readalso", "also-read", "related-post", "related-article", "inline-related")
_BLOCKS = frozenset({"body", "cell", "code", "div", "fw", "head", "item", "list", "p", "quote", "row", "table"})
_LONGEST_CELL = 200
"""Characters. A longer cell holds prose: the table only lays the page out."""


def read_web_page(data: bytes, name: str, said: str = "") -> Document:
    """The main text of a page, a paragraph a block, with what its metadata say. Raises DocumentError.

    Navigation, notices, related links and comments are left out. The date is one that the page's metadata or markup
    give as its publication; none is guessed from the text.
    """
    import trafilatura
    from lxml import etree
    from trafilatura.metadata import extract_metadata

    # It says on the log what is not worth a line to whoever reads a thousand pages.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    named = _ENCODING.search(data[:2048])
    if not said and named:
        said = (named[1] or named[2]).decode("ascii")
    text, guessed = decode(data, name, said)
    # A declared encoding in the text itself would be obeyed a second time.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    dates = {"extensive_search": False, "original_date": True}
    try:
        tree = trafilatura.load_html(text)
        if tree is None:
            raise DocumentError(name, "holds no page; save it again from the browser, or as text")
        metadata = extract_metadata(tree, date_config=dates, extensive=False)
        language = str(tree.get("lang") or "")
        headings = [" ".join(one.text_content().split()) for one in tree.iter("h1")]
        titles = tree.xpath("//meta[@property='og:title']/@content") + headings[: len(headings) == 1]
        titles += [one.text_content() for one in tree.iter("title")]
        document = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            prune_xpath=[f"//*[contains(@class, '{part}')]" for part in _ELSEWHERE],
            date_extraction_params=dates,
        )
    except (etree.LxmlError, RecursionError, ValueError) as error:
        found = f"is no page that can be read ({type(error).__name__}); save it again from the browser, or as text"
        raise DocumentError(name, found) from None
    body = _body(document.body) if document is not None and not isinstance(document, dict) else ""
    if not body:
        found = "holds no article: perhaps it is made by scripts or asks for consent; save its text as .txt or .md"
        raise DocumentError(name, found)
    if len(headings) == 1 and headings[0] and headings[0] not in body[: 2 * len(headings[0]) + 200]:
        body = f"{headings[0]}\n\n{body}"
    said_of_itself = {
        "title": next((str(one) for one in titles if one.strip()), ""),
        "publisher": metadata.sitename,
        "url": metadata.url,
        "published": metadata.date,
        "language": _language(language, body),
    }
    fields = {key: " ".join(value.split()) for key, value in said_of_itself.items() if value}
    return Document(name, fields, body, PAGE_METADATA, (guessed,) if guessed else ())


def _language(said: str, body: str) -> str:
    """The language that the page names, unless its script is another: templates are copied with their language."""
    match = _LANGUAGE.fullmatch(said.strip())
    if match is None:
        return ""
    language = match[1].lower()
    arabic = 2 * len(_ARABIC.findall(body)) > len(_LETTER.findall(body))
    return language if arabic == (language in _ARABIC_SCRIPT) else ""


def _body(tree: Any) -> str:
    """Paragraphs apart by an empty line, list items and table rows a line each."""
    text = ""
    before = ""
    for kind, words in _blocks(tree):
        together = kind == before and kind in ("item", "row")
        text += words if not text else f"\n{words}" if together else f"\n\n{words}"
        before = kind
    return text


def _blocks(tree: Any) -> Iterator[tuple[str, str]]:
    """The kind and the words of each block, in order. Walks without recursion: pages may nest without end."""
    from lxml import etree

    parts: list[str] = []
    kinds: list[str] = ["p"]

    def flush() -> Iterator[tuple[str, str]]:
        lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
        words = "\n".join(line for line in lines if line)
        parts.clear()
        if words:
            yield ("item" if "item" in kinds else "p"), words

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        block = element.tag in _BLOCKS
        if event == "start":
            if block:
                yield from flush()
                kinds.append(str(element.tag))
            cells = _cells(element) if element.tag == "row" else None
            if cells is not None:
                walk.skip_subtree()
                if any(cells):
                    yield "row", " | ".join(cells)
            elif element.tag == "lb":
                parts.append("\n")
            else:
                # A line break in the source is a space; only `lb` breaks a line.
                parts.append(" ".join(re.split(r"\s*\n\s*", element.text or "")))
        else:
            if block:
                yield from flush()
                kinds.pop()
            if element is not tree:
                parts.append(" ".join(re.split(r"\s*\n\s*", element.tail or "")))
    yield from flush()


def _cells(row: Any) -> list[str] | None:
    """The cells of a row of a table of data, empty ones at the end left out; None where the table only lays out."""
    cells = [" ".join("".join(cell.itertext()).split()) for cell in row.iter("cell")]
    if any(len(cell) > _LONGEST_CELL for cell in cells) or any(True for _ in row.iter("p", "list", "table", "quote")):
        return None
    while cells and not cells[-1]:
        cells.pop()
    return cells
