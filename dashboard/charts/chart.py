"""One description of a chart, from which every rendering is drawn.

All words in it are finished: names, labels and numbers are already in the reader's language. A rendering places them
and decides nothing about their meaning, which is how the interactive figure, the image and the table agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Look(StrEnum):
    """How a mark stands apart from its like, beside its place."""

    PLAIN = "plain"
    HOLLOW = "hollow"
    """Superseded by a correction, or known by a lower bound only."""
    CORRECTION = "correction"
    """The correction itself."""


@dataclass(frozen=True, slots=True)
class Point:
    """A count at the end of `day`: a marker at `value`, a whisker or band from `lower` to `upper`.

    `value` None: the reports give no single number. `upper` None: no upper end was given. `key` names the point in a
    link (empty: there is none), `label` is what a reader gets on pointing at it (lines separated by a line feed).
    """

    day: date
    value: int | None
    lower: int
    upper: int | None
    key: str
    label: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """One source and phase: a step line through its points, never joined to another.

    `style` is an index that picks colour, dash and marker together (theme.py), so that none depends on colour alone.
    `joined` False: separate counts, drawn as markers only. `holds` is for how many days a value is drawn on when no
    report follows sooner: a longer silence stays open. None: until the next report, as a running total does.
    `grows`: what may have been counted between two points is open, so the band reaches from the lower end of the one to
    the upper end of the next, and no line runs between them.
    """

    key: str
    name: str
    style: int
    points: tuple[Point, ...]
    joined: bool = True
    holds: int | None = None
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A count of what happened from `start` to `end`, both inclusive: a bar of that width.

    `start` None: the first day is not stated; drawn as a marker at `end`. `value` None: a box from `lower` to `upper`.
    `base` is what the bar stands on where bars are stacked; its bounds are then its value.
    """

    start: date | None
    end: date
    value: int | None
    lower: int
    upper: int | None
    key: str
    label: str
    look: Look = Look.PLAIN
    base: int = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """The intervals of one source and phase, or its batches."""

    key: str
    name: str
    style: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """One row of a breakdown: a horizontal bar with its name, value and bounds."""

    name: str
    value: int | None
    lower: int
    upper: int | None
    key: str
    label: str
    printed: str
    """The value as words to stand beside the bar, quantifier kept."""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated line across the chart with its words."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    """A number, or a day as a proleptic ordinal (date.toordinal)."""
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    name: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The chart's numbers as a table: what a screen reader and a spreadsheet user read instead of the marks."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, complete: marks, axes, words around it and its table.

    Exactly one of `lines`, `bars` and `categories` is filled; `empty` says why when none is. `description` is a
    sentence made from the data for those who do not see the marks. Axes are part of the description so that all
    renderings share them: `x_start` and `x_end` are the first and last day shown, `y_end` the top of the numbers.
    """

    id: str
    title: str
    subtitle: str
    source_line: str
    note_line: str
    description: str
    language: str
    table: Table
    lines: tuple[Line, ...] = ()
    bars: tuple[Bars, ...] = ()
    categories: tuple[Category, ...] = ()
    events: tuple[Event, ...] = ()
    x_start: date | None = None
    x_end: date | None = None
    x_ticks: tuple[Tick, ...] = ()
    y_end: int = 1
    y_ticks: tuple[Tick, ...] = ()
    empty: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.bars or self.categories)
