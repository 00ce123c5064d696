"""Files: every format by its ending, and everything that is no report refused by name with what to do."""

from __future__ import annotations

import gzip
import io
import os
import socket
import zipfile
from pathlib import Path

import pytest

from etl.documents import formats, word
from etl.documents.document import DocumentError
from etl.documents.formats import read_bytes, read_file, read_stream
from tests.etl.documents.making import TITLE_EN, english_page, pdf_file, word_file


def packed(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


FILES = {
    "a.md": (b"---\nid: r7\n---\n500 people left.\n", "500 people left.\n"),
    "a.MARKDOWN": (b"500 people left.", "500 people left."),
    "a.txt": (b"500 people left.\n", "500 people left.\n"),
    "a.html": (english_page().encode(), TITLE_EN),
    "a.htm": (english_page().encode(), TITLE_EN),
    "a.pdf": (pdf_file([["500 people left."]]), "500 people left."),
    "a.docx": (word_file(), "Flash Update No. 7"),
}


@pytest.mark.parametrize("name", FILES)
def test_each_format_is_read(tmp_path: Path, name: str) -> None:
    data, begins = FILES[name]
    (tmp_path / name).write_bytes(data)
    document = read_file(tmp_path / name)
    assert document.body.startswith(begins)
    assert (document.name, document.stem) == (str(tmp_path / name), "a")


def test_a_word_document_is_read_in_order() -> None:
    document = read_bytes(word_file(title="Update 7", language="en-GB"), "a.docx", "word")
    assert document.body.split("\n") == [
        "Flash Update No. 7",
        "Since 4 December, 25,240 people have arrived in the camp.",
        "Population by camp",
        "Al-Hol | 12,900 | 45,112",
        "Roj | 530 | 1,704",
        "At least 60 people died on the way.",
    ]
    assert (document.fields["title"], document.fields["language"]) == ("Update 7", "en")
    assert "published" not in document.fields


@pytest.mark.parametrize(
    ("data", "begins"),
    [
        (FILES["a.md"][0], "500"),
        (b"\n <!DOCTYPE html>" + english_page().encode(), TITLE_EN),
        (FILES["a.pdf"][0], "500"),
    ],
)
def test_standard_input_is_told_by_its_bytes(data: bytes, begins: str) -> None:
    document = read_stream(io.BytesIO(data))
    assert document.body.startswith(begins)
    assert document.name == "standard input"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(600)
WRONG = {
    "empty": ("a.md", b"", "is empty"),
    "spaces": ("a.txt", b" \n\t", "is empty"),
    "pdf as text": ("a.txt", FILES["a.pdf"][0], r"is a PDF, not text; let its name end with \.pdf"),
    "word as text": ("a.md", word_file(), r"is a Word document, not text; let its name end with \.docx"),
    "text as pdf": ("a.pdf", b"500 people left.", "is not a PDF"),
    "page as pdf": ("a.pdf", b"<html><body>Sign in</body></html>", "is a web page, not a PDF"),
    "archive as word": ("a.docx", packed(report__txt=b"500 people left."), "is an archive; unpack it"),
    "old word as word": ("a.docx", OLE, r"of the old kind; save it as \.docx"),
    "old word as text": ("a.txt", OLE, r"of the old kind; save it as \.docx"),
    "picture": ("a.html", PNG, "is a picture"),
    "rich text": ("a.txt", rb"{\rtf1 500 people left.}", "is rich text"),
    "compressed": ("a.txt", gzip.compress(b"500 people left."), "is compressed"),
    "machine code": ("a.md", b"\x7fELF\x02\x01" + bytes(range(256)) * 4, "is not text"),
    "no word in it": ("a.docx", packed(word__other=b"x"), "is broken as a Word document"),
    "half a word": ("a.docx", word_file()[:5000], "is broken"),
    "spreadsheet": ("a.xlsx", packed(xl__sheet=b"x"), r"ends with \.xlsx, which is no format"),
    "no ending": ("report", b"500 people left.", "has no ending"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_report_is_refused_by_name(tmp_path: Path, case: str) -> None:
    name, data, told = WRONG[case]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError, match=told) as raised:
        read_file(tmp_path / name)
    assert str(raised.value).startswith(f"{tmp_path / name}: ")


def test_a_small_archive_that_unpacks_to_gigabytes_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MOST_UNPACKED", 1_000_000)
    bomb = packed(word__document__xml=b" " * 2_000_000)
    assert len(bomb) < 10_000
    with pytest.raises(DocumentError, match=r"^a\.docx: unpacks to 2,000,000 bytes, more than 1,000,000"):
        read_bytes(bomb, "a.docx", "word")


def test_entities_that_grow_without_end_are_not_unfolded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "{"ha" * 50}">{laughs}]>'
    source = zipfile.ZipFile(io.BytesIO(word_file()))
    files = {name: source.read(name) for name in source.namelist()}
    body = files["word/document.xml"].decode().partition("?>")[2].replace("Roj", "&l11;")
    files["word/document.xml"] = (xml + body).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with pytest.raises(DocumentError, match=r"^a\.docx: is broken as a Word document"):
        read_bytes(stream.getvalue(), "a.docx", "word")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as stream:
        stream.truncate(60_000_000_000)  # takes no room on the disk
    with pytest.raises(DocumentError, match=r"more than 50,000,000 bytes \(60,000,000,000\)"):
        read_file(file)


def test_a_stream_without_end_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MOST_BYTES", 1000)
    stream = io.BytesIO(b"500 people left. " * 1000)
    with pytest.raises(DocumentError, match="more than 1,000 bytes"):
        read_stream(stream)
    assert stream.tell() == 1001


def test_a_folder_and_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(DocumentError, match="no such file"):
        read_file(tmp_path / "a.md")
    with pytest.raises(DocumentError, match=r"a\0b\.md: "):
        read_file(tmp_path / "a\0b.md")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_or_a_socket_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "a.md")
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("b.md")
        for name in ("a.md", "b.md"):
            with pytest.raises(DocumentError, match="is no ordinary file"):
                read_file(Path(name))
