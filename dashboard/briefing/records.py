"""What a briefing holds: sentences, each with what it rests on, and the sources that their footnotes name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from dashboard.locales import Words
from etl.model import SeriesRow


class About(StrEnum):
    """What a sentence tells. The order is that of a paragraph's sentences where there are several."""

    LATEST = "latest"
    """The count that the briefing leads with, and others that are newer than it."""
    PART = "part"
    """Who is among those counted, and of whom that is not told."""
    CHANGE = "change"
    """How much that is more than the count before."""
    TOGETHER = "together"
    """What all reports together allow."""
    OTHERS = "others"
    """Who counts differently, and other groups."""
    CONTRADICTION = "contradiction"
    """Figures that cannot all be true."""
    UNKNOWN = "unknown"
    """What is withheld, and how long nothing has been reported."""


_PARAGRAPHS = {
    About.LATEST: 0,
    About.PART: 0,
    About.CHANGE: 0,
    About.TOGETHER: 1,
    About.OTHERS: 2,
    About.CONTRADICTION: 3,
    About.UNKNOWN: 3,
}


class FigureLink(NamedTuple):
    """A figure's id, and the frozen address at which its words and its report are shown."""

    figure_id: str
    address: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a footnote names: a report, or as a `record` a frozen view of what many reports together say.

    `reference` is publisher, title and date; `address` where it is on the web, empty where nothing safe to open is
    known. `figures` are those that sentences use, of a record those that decide the numbers told.
    """

    number: int
    reference: str
    address: str
    figures: tuple[FigureLink, ...] = ()
    record: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the reader's language, and the numbers of its footnotes.

    Its numbers are those of the figures and rows named here: `figure_ids` in the order in which they are told, and the
    `rows` of series whose numbers differ from any one figure's.
    """

    about: About
    text: str
    notes: tuple[int, ...]
    figure_ids: tuple[str, ...]
    rows: tuple[SeriesRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Briefing:
    """A view in sentences. `empty` says why there are none.

    `subtitle` says what is counted and as known when. `live` and `frozen` are the absolute addresses of the view's page
    and of this briefing for good, `slide` that of the slide. `cite` is how to cite the view. `state` names the data.
    `words` are those that it is told in.
    """

    title: str
    subtitle: str
    words: Words
    known_on: date
    state: str
    sentences: tuple[Sentence, ...]
    sources: tuple[Source, ...]
    empty: str
    cite: str
    live: str
    frozen: str
    slide: str

    @property
    def paragraphs(self) -> Sequence[Sequence[Sentence]]:
        """The sentences in their order, gathered by what they are about."""
        return [tuple(of) for _, of in groupby(self.sentences, lambda one: _PARAGRAPHS[one.about])]
