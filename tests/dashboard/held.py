"""A data folder with reports that hold a text, for the tests of the review pages."""

from __future__ import annotations

import csv
import hashlib
import shutil
from pathlib import Path

from tests.dashboard.shipped import DATA

SITUATION = "enclave-exits"

ENGLISH = """😀 The Syrian Observatory for Human Rights said that more than 38,200 people, including 3,370 members of the \
Islamic State, have got out of the enclave since the 19th of December 2018.

240 families (858 people) left Baghuz yesterday. About 12 were killed on 23 March, and many others are said to have \
stayed behind in the caves.

The UN said 23,000 people arrived in al-Hol camp.
"""

ARABIC = """وثق المرصد السوري لحقوق الإنسان خروج أكثر من 38200 شخص، من ضمنهم 3370 عنصراً من تنظيم "الدولة الإسلامية"، \
منذ الـ 19 من كانون الأول 2018.

😀 كما خرج 240 شخصاً أمس (IOM, 25 March).
"""

REPORTS = {
    "r900": ("SOHR", "About 38,200 have left 😀 the enclave", "en", "2019-03-30", ENGLISH),
    "r901": ("SOHR", "خروج المزيد من جيب التنظيم", "ar", "2019-03-31", ARABIC),
}
"""Publisher, title, language, day of publication and text of the reports that are added, by id."""


def data_with_texts(folder: Path, reports: dict[str, tuple[str, str, str, str, str]] | None = None) -> Path:
    """A data folder in `folder`: a shipped situation, and reports with a held text that no figure was taken from yet."""
    data = folder / "data"
    there = data / "situations" / SITUATION
    shutil.copytree(DATA / "situations" / SITUATION, there)
    (there / "texts").mkdir(exist_ok=True)
    with (there / "reports.csv").open(newline="", encoding="utf-8-sig") as file:
        columns = csv.DictReader(file).fieldnames or ()
    with (there / "reports.csv").open("a", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, columns, lineterminator="\n")
        for report_id, (publisher, title, language, published, text) in (reports or REPORTS).items():
            held = there / "texts" / f"{report_id}.md"
            held.write_bytes(f"---\nid: {report_id}\n---\n{text}".encode())
            rows.writerow(
                {
                    "report_id": report_id,
                    "publisher": publisher,
                    "title": title,
                    "url": f"https://example.org/{report_id}",
                    "published": published,
                    "language": language,
                    "sha256": hashlib.sha256(held.read_bytes()).hexdigest(),
                    "text": f"texts/{report_id}.md",
                }
            )
    return data


def figures_file(data: Path) -> Path:
    """The table that decisions are written into."""
    return data / "situations" / SITUATION / "figures.csv"


def added_rows(data: Path) -> list[dict[str, str]]:
    """The rows by which the table of figures is longer than the shipped one; nothing else in it may differ.

    Raises AssertionError when a byte of the shipped rows is another.
    """
    shipped = (DATA / "situations" / SITUATION / "figures.csv").read_bytes()
    now = figures_file(data).read_bytes()
    assert now.startswith(shipped)
    with figures_file(data).open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return rows[len(rows) - (now.count(b"\n") - shipped.count(b"\n")) :]
