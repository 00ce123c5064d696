"""Every word that the pages show is in the catalogues, and every word in the catalogues is shown."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import dashboard
from dashboard.locales import FOLDER, Words, languages, words
from etl import model

CODE = Path(str(dashboard.__file__)).parent
PREFIXES = {
    vocabulary: [code.value for code in getattr(model, vocabulary)]
    for vocabulary in (
        "Measure", "Kind", "Basis", "Unit", "Quantifier", "Precision", "Modality", "Role", "ObsStatus", "Flag", "LeftOut",
    )
}  # fmt: skip


def catalogue(language: str) -> dict[str, Message]:
    with (FOLDER / f"{language}.po").open("rb") as handle:
        found = read_po(handle, locale=language, abort_invalid=True)
    return {
        message.id[0] if isinstance(message.id, tuple) else str(message.id): message for message in found if message.id
    }


def literal_parts(node: ast.expr) -> str | None:
    """A message's name as a pattern: what is filled in while running is any name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w:.]+" for part in node.values]
        return "".join(parts)
    if isinstance(node, ast.IfExp):
        return "|".join(part for part in (literal_parts(node.body), literal_parts(node.orelse)) if part)
    return None


def names_in_code() -> Iterator[tuple[str, str]]:
    """Each place in the dashboard that asks for a message: where, and a pattern of its name.

    A call of `words`, `said`, `self.words` or the like with a name; besides, every text in the code that looks like a
    name of a message, since some are handed on.
    """
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in ("words", "said", "count", "self", "has") and node.args:
                    pattern = literal_parts(node.args[0])
                    if pattern and "\\." in pattern:
                        yield f"{path.relative_to(CODE)}:{node.lineno}", pattern


def test_every_name_in_the_code_is_in_every_catalogue() -> None:
    asked = list(names_in_code())
    assert len(asked) > 100
    for language in languages():
        known = catalogue(language)
        missing = [
            f"{place} asks for {pattern}"
            for place, pattern in asked
            if not any(re.fullmatch(pattern, name) for name in known)
        ]
        assert missing == []


@pytest.mark.parametrize("language", languages())
def test_every_code_of_the_model_has_its_words(language: str) -> None:
    said = words(language)
    for vocabulary, name in (
        ("Measure", "measure.{}"),
        ("Kind", "kind.{}"),
        ("Basis", "basis.{}"),
        ("Unit", "unit.{}.name"),
        ("Quantifier", "quantifier.{}"),
        ("Quantifier", "quantifier.{}.name"),
        ("Quantifier", "quantifier.{}.rule"),
        ("Precision", "precision.{}"),
        ("Modality", "modality.{}"),
        ("Role", "role.{}"),
        ("ObsStatus", "obs_status.{}"),
        ("LeftOut", "left_out.{}"),
        ("Flag", "flag.{}"),
    ):
        for code in PREFIXES[vocabulary]:
            assert said.has(name.format(code)), name.format(code)


@pytest.mark.parametrize("language", languages())
def test_no_word_is_there_for_nothing(language: str) -> None:
    """A name is used when the code holds it, a pattern that gives it, or a text that ends it after a filled-in part."""
    patterns = [pattern for _, pattern in names_in_code()]
    texts = {
        node.value
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    joined = [
        "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w:.]+" for part in node.values)
        for path in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.JoinedStr)
    ]
    dotted = [pattern for pattern in joined if re.match(r"[a-z_]+\\\.", pattern)]
    unused = [
        name
        for name in catalogue(language)
        if name not in texts and not any(re.fullmatch(pattern, name) for pattern in (*patterns, *dotted))
    ]
    assert unused == []


@pytest.mark.parametrize("language", languages())
class TestCatalogue:
    def test_fills_the_same_places_as_english(self, language: str) -> None:
        def places(message: Message) -> set[str]:
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            return {field for text in texts for _, field, _, _ in string.Formatter().parse(str(text)) if field}

        mine, english = catalogue(language), catalogue("en")
        assert set(mine) == set(english)
        assert {name: places(mine[name]) for name in mine} == {name: places(english[name]) for name in mine}

    def test_has_every_plural_form(self, language: str) -> None:
        found = catalogue(language)
        plural = [message for message in found.values() if isinstance(message.id, tuple)]
        assert plural
        for message in plural:
            assert isinstance(message.string, tuple)
            assert all(message.string)
            assert message.id[1] == f"{message.id[0]}.plural"

    def test_says_every_message(self, language: str) -> None:
        assert not [name for name, message in catalogue(language).items() if not message.string]


class TestWords:
    said: Words = words("en")

    def test_counts_in_the_form_of_the_number(self) -> None:
        assert [self.said.count("unit.persons", number) for number in (0, 1, 2, 36_250)] == [
            "0 people",
            "1 person",
            "2 people",
            "36,250 people",
        ]

    def test_a_missing_name_is_an_error(self) -> None:
        with pytest.raises(KeyError, match=r"no\.such\.name: not in the catalogue en\.po"):
            self.said("no.such.name")
        with pytest.raises(KeyError, match="not in the catalogue"):
            self.said.count("no.such.name", 2)
        assert not self.said.has("no.such.name")

    def test_a_missing_value_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            self.said("cite.report", publisher="x")

    def test_a_missing_language_is_an_error(self) -> None:
        with pytest.raises(KeyError, match="there are en"):
            words("tlh")

    def test_english_comes_first_and_runs_from_the_left(self) -> None:
        assert languages()[0] == "en"
        assert self.said.direction == "ltr"

    def test_days_and_periods(self) -> None:
        start, end = date(2019, 1, 23), date(2019, 1, 29)
        assert self.said.day(end) == "29 January 2019"
        assert self.said.period(start, end) == "23 Jan – 29 Jan 2019"
        assert self.said.period(date(2018, 12, 31), end) == "31 Dec 2018 – 29 Jan 2019"
        assert self.said.period(end, end) == "29 Jan 2019"
        assert self.said.period(None, end) == "until 29 Jan 2019"
        assert self.said.tick(end, "month") == "Jan 2019"

    def test_nationalities(self) -> None:
        assert self.said.nationality("IRQ") == "Iraq"
        assert self.said.nationality("other:western") == "other: western"
        assert self.said.nationality("XXX") == "XXX"
