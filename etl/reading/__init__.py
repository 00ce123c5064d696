"""Reading: a report's text -> proposed figures, by a grammar whose words and rules are data.

text -> sentences and items with exact offsets (`tokens`) -> number phrases (`numbers`) -> counted groups (`groups`),
events (`clauses`) and dates (`time`) -> relations and figures (`relations`, `resolve`). Pure and deterministic: the
same text with the same context gives the same reading, whatever was read before.

Conventions of a proposal, besides those of the ledger:

- an exact number stands in `value`, `lower` and `upper`; "at least" and "more than" also in `lower`, "at most" and
  "less than" also in `upper`; "about" in `value` alone, "nearly" also in `upper`; a range in `lower` and `upper`; a
  vague word has the least it means in `lower`;
- nationality and population are empty where none is said; peoples that are no state's nationality stay empty;
- a stock has no `ref_start`, its `ref_end` is its date. A flow with a start, or over a window of more than a day, is
  `cumulative`; one of a day, a named month or without a date is `period`;
- without a date a figure ends at the latest on the day of publication and has no start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from etl.model import Figure, Finding, Kind, Measure, Severity, Status
from etl.reading.dates import Clock
from etl.reading.groups import PLURALS
from etl.reading.lexicon import language_of, lexicon
from etl.reading.relations import Draft
from etl.reading.resolve import Counts, Setting, phrases_of, read_sentences
from etl.reading.tokens import Line, line_of

__all__ = ["Proposal", "Reading", "ReportContext", "read_report"]

_HEAD = 3000


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What is known of a report besides its text. `language` is a code, or empty to have it told from the text."""

    report_id: str
    publisher: str
    published: date | None = None
    language: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Proposal(Figure):
    """A figure as read from a text, with the names of the rules that made it. Key: `figure_id`."""

    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a report says: its proposed figures in text order, and what a reviewer should look at besides."""

    proposals: tuple[Proposal, ...]
    findings: tuple[Finding, ...]


@cache
def _counts(language: str) -> Counts:
    return Counts(lexicon(language))


@cache
def _enclave(language: str) -> tuple[str, ...]:
    """How a besieged enclave is called."""
    return tuple(" ".join(spelled) for spelled, _ in phrases_of(lexicon(language), "enclave"))


def _speaks_of_an_enclave(head: str, language: str) -> bool:
    lower = head.lower()
    return any(name in lower for name in _enclave(language))


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _last_year(text: str) -> date | None:
    """The end of the latest year that a text without a day of its own prints."""
    years = [int(year) for year in _YEAR.findall(text[:_HEAD])]
    return date(max(years), 12, 31) if years else None


def _title_nationality(title: Line) -> str:
    """The one nationality that a title speaks of; empty where it counts (then it speaks of a part) or names several."""
    if any({"digits", "number", "vague", "scale", "include"} & tags.keys() for tags in title.tags):
        return ""
    named = {
        tags["nationality"]
        for at, tags in enumerate(title.tags)
        if "nationality" in tags and title.raw(at).endswith(("s", "S", *PLURALS))
    }
    moving = any(tags.get("measure", "displaced") != "displaced" for tags in title.tags)
    return named.pop() if len(named) == 1 and moving else ""


def _title_event(title: Line) -> str:
    """The first movement or event that a title names; empty if it names none."""
    return next((tags["measure"] for tags in title.tags if "measure" in tags), "")


def _speaks_of_a_camp(title: Line) -> bool:
    """Whether a title names a camp: then people leave it or arrive, and live in it, where nothing else is said."""
    return any("camp" in tags for tags in title.tags)


_ODDITIES = {
    "impossible_date": "is no date that can be",
    "weekday_differs": "names a weekday that this date was not",
    "backwards": "was read with an end before its start; both are left out",
}


def read_report(text: str, context: ReportContext) -> Reading:
    """Reads a text (without front matter). Any text gives a reading; nothing is raised.

    `span_start` and `span_end` of the proposals count code points of `text`: `text[span_start:span_end] == quote`.
    """
    published = context.published
    if published is not None and not 1900 <= published.year <= 2100:
        published = None
    language = language_of(text, context.language)
    head = f"{context.title} {text[:_HEAD]}"
    title = line_of(context.title, 0, len(context.title), lexicon(language))
    setting = Setting(
        lexicon(language),
        Clock(published, published or _last_year(text)),
        _speaks_of_an_enclave(head, language),
        context.publisher,
        _title_nationality(title),
        head,
        _title_event(title),
        _speaks_of_a_camp(title),
    )
    drafts, oddities = read_sentences(text, setting, _counts(language))
    width = max(2, len(str(len(drafts))))
    ids = {id(draft): f"{context.report_id}-{index:0{width}d}" for index, draft in enumerate(drafts, start=1)}
    findings = tuple(
        Finding(
            oddity.code,
            Severity.WARNING,
            (),
            (("report_id", context.report_id), ("printed", oddity.printed)),
            f"{oddity.printed!r} (characters {oddity.span_start}–{oddity.span_end}) {_ODDITIES[oddity.code]}",
        )
        for oddity in oddities
    )
    return Reading(tuple(_proposal(draft, text, ids, context) for draft in drafts), findings)


def _proposal(draft: Draft, text: str, ids: dict[int, str], context: ReportContext) -> Proposal:
    quantity = draft.quantity
    return Proposal(
        figure_id=ids[id(draft)],
        report_id=context.report_id,
        situation="",
        source=draft.source,
        measure=draft.measure,
        kind=Kind.STOCK if draft.stock or draft.measure is Measure.POPULATION else Kind.FLOW,
        basis=draft.basis,
        unit=draft.unit,
        quantifier=quantity.quantifier,
        value=quantity.value,
        lower=quantity.lower,
        upper=quantity.upper,
        as_reported=text[draft.span_start : draft.number_end],
        nationality=draft.nationality,
        population=draft.population,
        ref_start=draft.ref_start,
        ref_end=draft.ref_end,
        ref_precision=draft.precision,
        place_from=draft.place_from,
        place_to=draft.place_to,
        part_of=ids[id(draft.part_of)] if draft.part_of else "",
        same_as=ids[id(draft.same_as)] if draft.same_as else "",
        modality=draft.modality,
        status=Status.PROPOSED,
        quote=text[draft.span_start : draft.span_end],
        span_start=draft.span_start,
        span_end=draft.span_end,
        rules=draft.rules,
    )
