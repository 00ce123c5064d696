"""What the numbers mean: written from the vocabularies of the code, and the quantity tables that were published."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from dash import html

from dashboard.charts.chart import Cell, Column, Table
from dashboard.components import data_table
from dashboard.locales import Words
from dashboard.pages.frame import Page
from dashboard.pages.method_example import example
from dashboard.published import Snapshot
from dashboard.suppression import KnownFigure
from etl.model import Basis, Flag, Kind, LeftOut, Measure, Modality, ObsStatus, Quantifier, Role, Unit

_VOCABULARIES: tuple[tuple[str, type[StrEnum]], ...] = (
    ("measure", Measure),
    ("unit", Unit),
    ("kind", Kind),
    ("basis", Basis),
    ("modality", Modality),
    ("role", Role),
)


def page(words: Words, snapshot: Snapshot, situation: str = "") -> Page:
    """The method page. Examples are those of published figures; how figures are joined is told by those of `situation`.

    Empty, or none of those there are: the situation with most contradictions.
    """
    content = [
        html.H1(words("method.title")),
        html.P(words("method.lead"), className="lead"),
        *_section(words, "method.number", 4),
        html.Section(
            [
                html.H2(words("method.quantifiers.title")),
                html.P(words("method.quantifiers.lead")),
                data_table(_quantifiers(words, snapshot), words("method.quantifiers.title")),
                html.P(words("method.quantifiers.tables")),
                data_table(_word_tables(words, snapshot), words("method.words.title")),
            ],
            className="block",
        ),
        *_section(words, "method.totals", 5),
        _together(words, snapshot, situation),
        _named(words, "method.flags", "flag", [flag for flag in Flag if words.has(f"flag.{flag}")]),
        _named(words, "method.status", "obs_status", ObsStatus),
        _named(words, "method.left_out", "left_out", LeftOut),
        html.Section(
            [
                html.H2(words("method.terms")),
                *(
                    html.Div(
                        [
                            html.H3(words(f"column.{name}")),
                            html.Ul(
                                [
                                    html.Li([html.Code(code.value), " — ", words(_term(name, code))])
                                    for code in vocabulary
                                ]
                            ),
                        ]
                    )
                    for name, vocabulary in _VOCABULARIES
                ),
            ],
            className="block",
        ),
        *_section(words, "method.frozen", 4),
        *_section(words, "method.licence", 3),
        *_section(words, "method.harm", 3),
        html.P(
            words("method.suppress", threshold=words.number(snapshot.suppress_below))
            if snapshot.suppress_below
            else words("method.suppress.off")
        ),
    ]
    return Page(words("page.title", title=words("method.title")), words("method.lead"), "/method", content)


def _together(words: Words, snapshot: Snapshot, situation: str) -> html.Section:
    """How all figures are joined, with a situation's own numbers."""
    texts = [html.P(words(f"method.together.{number}")) for number in range(1, 9)]
    found = [snapshot.situation(name) for name in snapshot.summaries]
    told: list[Any] = []
    if found:
        data = next((one for one in found if one.situation.id == situation), None)
        data = data or max(found, key=lambda one: len(one.contradictions))
        told = [html.H3(words("example.title")), *example(words, data)]
        others = [
            html.Li(
                html.A(
                    one.situation.title.in_language(words.language),
                    href=f"/method?situation={one.situation.id}#together",
                )
            )
            for one in found
            if one is not data
        ]
        if others:
            told += [html.P(words("example.others")), html.Ul(others)]
    return html.Section([html.H2(words("method.together.title")), *texts, *told], className="block", id="together")


def _term(name: str, code: StrEnum) -> str:
    return f"{name}.{code.value}.name" if name == "unit" else f"{name}.{code.value}"


def _section(words: Words, name: str, paragraphs: int) -> list[html.Section]:
    texts = [words(f"{name}.{number}") for number in range(1, paragraphs + 1)]
    content = [html.H2(words(f"{name}.title")), *map(html.P, texts)]
    return [html.Section(content, className="block", id=name.removeprefix("method."))]


def _named(words: Words, title: str, name: str, codes: Iterable[StrEnum]) -> html.Section:
    entries = [html.Li([html.Code(code.value), " — ", words(f"{name}.{code.value}")]) for code in codes]
    return html.Section([html.H2(words(title)), html.Ul(entries)], className="block")


def _quantifiers(words: Words, snapshot: Snapshot) -> Table:
    """Each quantifier with a published figure that bears it, and how it was read."""
    examples: dict[Quantifier, KnownFigure] = {}
    for name in snapshot.summaries:
        for known in snapshot.situation(name).figures.values():
            if known.bounds is not None:
                examples.setdefault(known.figure.quantifier, known)
    rows = []
    for quantifier in Quantifier:
        example = examples.get(quantifier)
        cells = [Cell(words(f"quantifier.{quantifier.value}.name")), Cell(words(f"quantifier.{quantifier.value}.rule"))]
        if example is None or example.bounds is None:
            cells += [Cell("") for _ in range(4)]
        else:
            bounds = example.bounds
            numbers = [bounds.lower, bounds.point, bounds.upper]
            cells.append(Cell(example.figure.as_reported))
            cells += [Cell(words("count.none") if number is None else words.number(number)) for number in numbers]
        rows.append(tuple(cells))
    columns = (
        Column("quantifier", words("column.quantifier")),
        Column("rule", words("column.rule")),
        Column("example", words("column.example")),
        Column("lower", words("column.lower"), numeric=True),
        Column("point", words("column.point"), numeric=True),
        Column("upper", words("column.upper"), numeric=True),
    )
    return Table(columns, tuple(rows))


def _word_tables(words: Words, snapshot: Snapshot) -> Table:
    """The least that each vague word means, and the width of "about", in every quantity table there is."""
    tables = snapshot.quantity_tables
    phrases = list(dict.fromkeys(phrase for table in tables.values() for phrase in table["words"]))
    rows = [
        (
            Cell(words("quantifier.about.name")),
            *(
                Cell(words("method.about_width", percent=words.percent(table["about_percent"] / 100)))
                for table in tables.values()
            ),
        )
    ]
    for phrase in phrases:
        least = (table["words"].get(phrase) for table in tables.values())
        rows.append((Cell(phrase), *(Cell(words("count.none") if one is None else words.number(one)) for one in least)))
    columns = (Column("word", words("column.word")), *(Column(name, name, numeric=True) for name in tables))
    return Table(columns, tuple(rows))
