"""Every column of every file has a title and a meaning, and says the same as the tables that are published."""

from __future__ import annotations

import pytest

from dashboard.downloads import frames
from dashboard.downloads.columns import columns_of
from dashboard.locales import languages, words
from etl.model import Unit
from etl.schemas import TABLES
from tests.dashboard.test_locales import catalogue

FILES = {
    "series": (*frames.SERIES, "as_known_on", "view"),
    "figures": frames.FIGURES,
    "reports": frames.REPORTS,
    "contradictions": frames.CONTRADICTIONS,
    "implied": frames.IMPLIED,
    "findings": frames.FINDINGS,
}
OWN = {
    "series": {"as_reported", "publisher", "title", "url", "published", "withheld", "as_known_on", "view"},
    "figures": {"obs_status", "withheld"},
    "reports": {"withheld"},
    "findings": {"withheld"},
}
"""Columns that a file has and the published table has not."""
LEFT = {"reports": {"situation", "figures"}, "findings": {"situation"}}
"""Columns that the published table has and a file has not, since it is of one situation."""


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("table", FILES)
def test_every_column_has_its_words(language: str, table: str) -> None:
    for column in columns_of(words(language), table, FILES[table]):
        assert column.title
        assert column.meaning.endswith(".")
        assert column.title != column.meaning


@pytest.mark.parametrize("language", languages())
def test_no_word_is_there_for_no_column(language: str) -> None:
    named = {name for names in FILES.values() for name in names}
    of_table = {f"{table}.{name}" for table, names in FILES.items() for name in names}
    for message in catalogue(language):
        room, _, name = message.partition(".")
        if room == "heading":
            assert name in named
        if room == "meaning":
            assert name in (of_table if "." in name else named)


@pytest.mark.parametrize("table", FILES)
def test_a_file_has_the_columns_of_the_published_table(table: str) -> None:
    published = {column.name for column in TABLES[table].columns} - LEFT.get(table, set())
    assert set(FILES[table]) == published | OWN.get(table, set())


@pytest.mark.parametrize("table", FILES)
def test_numbers_and_days_are_those_of_the_published_table(table: str) -> None:
    kinds = {column.name: str(column.type) for column in TABLES[table].columns}
    for column in columns_of(words("en"), table, FILES[table]):
        if column.name in kinds and column.name != "phase":
            assert (column.kind == "integer") == (kinds[column.name] == "int64"), column.name
            assert (column.kind == "date") == (kinds[column.name] == "date32[day]"), column.name
            assert (column.kind == "boolean") == (kinds[column.name] == "bool"), column.name
            assert (column.name in frames.LISTS) == kinds[column.name].startswith("list"), column.name
        assert bool(column.unit) == (column.kind == "integer"), column.name


def test_a_view_counts_in_one_unit() -> None:
    said = words("en")
    of_view = {column.name: column.unit for column in columns_of(said, "series", frames.SERIES, Unit.FAMILIES)}
    assert of_view["new_point"] == "families"
    assert of_view["interval_end"] == ""
    every = {column.name: column.unit for column in columns_of(said, "figures", frames.FIGURES)}
    assert every["value"] == "persons or families, by the column unit"
    assert every["span_start"] == "code points"
