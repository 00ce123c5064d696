"""What holds for any text: a result without an exception, exact spans, and no memory of earlier texts."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.reading import ReportContext, read_report
from etl.reading.lexicon import LANGUAGES, lexicon
from tests.etl.reading.phrasings import read

_WORDS = sorted({word for language in LANGUAGES for word in lexicon(language).vocabulary})
_MARKS = [
    *',.;:()[]-/%$"\n',
    "31",
    "1,000",
    "9" * 14,
    "1.5",
    "30-02-2019",
    "٣٤",
    "1٬٢",
    "²",
    "00",
    "2019",
    "10:30",
    "\ud800",
]
_TEXTS = st.lists(st.sampled_from(_WORDS) | st.sampled_from(_MARKS) | st.text(max_size=6), max_size=40).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(text=_TEXTS, language=st.sampled_from(["", "xx", *LANGUAGES]), published=st.none() | st.dates())
def test_any_text_reads_with_exact_spans(text: str, language: str, published: date | None) -> None:
    for figure in read_report(text, ReportContext("r", "p", published, language)).proposals:
        assert figure.quote
        assert text[figure.span_start : figure.span_end] == figure.quote
        if figure.ref_start and figure.ref_end:
            assert figure.ref_start <= figure.ref_end


@settings(max_examples=100, deadline=None)
@given(first=_TEXTS, second=_TEXTS)
def test_a_reading_does_not_depend_on_earlier_texts(first: str, second: str) -> None:
    context = ReportContext("r", "p", date(2020, 5, 5), "en")
    alone = read_report(second, context)
    read_report(first, context)
    assert read_report(second, context) == alone


_GROUPINGS = st.sampled_from([",", " ", "\u202f", ""])


@settings(max_examples=200, deadline=None)
@given(number=st.integers(10, 9_999_999).filter(lambda n: not 1900 <= n <= 2100), separator=_GROUPINGS)
def test_a_printed_number_reads_back(number: int, separator: str) -> None:
    printed = f"{number:,}".replace(",", separator)
    for text, language in (
        (f"More than {printed} people were displaced.", "en"),
        (f"نزح أكثر من {printed} شخص.", "ar"),
    ):
        (figure,) = read(text, language)
        assert figure.value == number
