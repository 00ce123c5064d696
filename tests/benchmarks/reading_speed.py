"""How fast reports are read, and whether time and memory grow with the text: `python -m tests.benchmarks.reading_speed`.

The text is made here: long observatory reports with few figures and short news with many, in English and Arabic.
Prints megabytes (UTF-8) a second on one core.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from datetime import date

from etl.reading import ReportContext, read_report

_NEWS = (
    "At least {n} people left the camp on Monday, including {m} Iraqis, a camp official said. Since 1 December 2018, "
    "more than {k} people have arrived from the enclave. The road to the town was closed for most of the morning, and "
    "drivers waited near the checkpoint while staff checked papers. Officials did not say when it would open again. "
    "Aid groups asked for more water and for blankets before the cold weather sets in across the region. "
)
_LONG = (
    "The monitoring group learned from several reliable sources in the eastern countryside that talks between the "
    "local commanders and tribal elders went on through the night without any result, while aircraft kept flying over "
    "the river banks and residents spoke of their fear that the fighting would begin again before the winter ends. "
)
_ARABIC = (
    "خرج أكثر من {n} شخص اليوم من المخيم بينهم {m} طفلا. وقال سكان في المنطقة إن الطريق بقي مغلقا معظم ساعات الصباح، "
    "فيما انتظر السائقون قرب الحاجز ريثما تنتهي إجراءات التفتيش، ولم يصدر عن الجهات المسؤولة أي بيان حول موعد فتحه من جديد. "
)


_STUBBORN = (
    "1 ",
    "(",
    "1,",
    "a",
    "500 people left the camp, ",
    "since 1 May 2018 ",
    "hundred ",
    "including 5 ",
    "ألف و",
    "\u2019a",
)
"""What a text may repeat to make a pattern explode: four times as much of it should take about four times as long."""


def made_text(characters: int) -> str:
    """A mixture of reports of at least `characters` characters; the same every time."""
    parts: list[str] = []
    size = index = 0
    while size < characters:
        values = {"n": 300 + index % 97, "m": 20 + index % 31, "k": 36_000 + 50 * (index % 400)}
        part = _LONG * 6 + _NEWS.format(**values) + _LONG * 3 + _ARABIC.format(**values) + "\n"
        parts.append(part)
        size += len(part)
        index += 1
    return "".join(parts)


_TIMES = 3
"""How often each is read; the quickest counts, since others work on the machine as well."""


def seconds(text: str) -> float:
    """How long one reading of `text` takes."""
    context = ReportContext("bench", "nobody", date(2019, 1, 31), "en")
    begin = time.process_time()
    read_report(text, context)
    return time.process_time() - begin


def main() -> None:
    """Prints speed for 1 MB and 10 MB of short documents, for one document of each size, and the peak memory."""
    out = sys.stdout.write
    document = made_text(8_000)
    seconds(document)
    for megabytes in (1, 10):
        count = megabytes * 1_000_000 // len(document.encode())
        spent = min(sum(seconds(document) for _ in range(count)) for _ in range(_TIMES))
        out(f"{count} documents, {megabytes} MB: {megabytes / spent:.2f} MB/s\n")
    for megabytes in (1, 10):
        text = made_text(megabytes * 850_000)
        size = len(text.encode()) / 1e6
        spent = min(seconds(text) for _ in range(_TIMES))
        out(f"one document, {size:.1f} MB: {spent:.2f} s, {size / spent:.2f} MB/s\n")
    for unit in _STUBBORN:
        seconds(unit * 10)
        small, large = (min(seconds(unit * (size // len(unit))) for _ in range(2)) for size in (40_000, 160_000))
        out(f"four times {unit!r}: {large / max(small, 0.001):.1f} times as long (target about 4)\n")
    tracemalloc.start()
    for _ in range(20):
        seconds(document)
    out(f"peak memory over 20 documents: {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
