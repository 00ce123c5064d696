"""What a reference names: the view or the figure asked for as a dataset, and the reports behind it. Pure.

Texts of reports are other people's: what would end a line or turn the direction of what follows is taken out here, once
for every format; what a format gives a meaning of its own is escaped by whoever writes it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from dashboard.citations.shown import days_shown, reports_shown
from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.select import (
    ALL,
    MAIN,
    View,
    address,
    default_breakdown,
    default_view,
    frozen,
    known_on,
    measures,
    parameters_of,
    units,
)
from dashboard.suppression import KnownFigure
from dashboard.wording import as_printed, group_name, measure_name, source_name, unit_name
from etl.model import Figure, Measure, Quantifier, Report, Unit

HOUSE = "Waymark"
"""Who compiled what is published here."""

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_BREAKS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")


class Sort(StrEnum):
    """What kind of thing an entry is. `report`: by somebody who counts. `page`: any other page on the web."""

    DATASET = "dataset"
    REPORT = "report"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a reference names. Empty and None: not known, or there is none.

    `author` is the institution that published it. `issued` is the day of publication, of a dataset the day whose
    knowledge it holds; `basis` says how the day is known where it is not printed. `retrieved` is the day on which it
    was read, `number` a figure's id. `note` belongs to what is printed in a list of references, `annotation` explains
    beside it. `related` is the key of the entry that this one was made from.
    """

    key: str
    sort: Sort
    author: str
    title: str
    url: str
    language: str
    issued: date | None
    basis: str = ""
    retrieved: date | None = None
    version: str = ""
    number: str = ""
    note: str = ""
    annotation: str = ""
    related: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A dataset and the reports that it rests on, in order of publication. `known` is the figure that it is about."""

    dataset: Entry
    reports: tuple[Entry, ...]
    known: KnownFigure | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything in the order of a reference: of a figure the original report comes first."""
        return (self.dataset, *self.reports) if self.known is None else (*self.reports, self.dataset)


def cited(request: Request) -> Cited:
    """What a reference to the request's figure, or without one to its view, names.

    The day of reading is that of asking. What is frozen does not change, so it has none, and nothing could tell it: its
    answer is kept and given to others on other days.
    """
    data, view = request.data, request.view
    retrieved = request.today if data.frozen_on is None else None
    if view.figure:
        return cited_figure(request.words, data, view, request.base, retrieved)
    return cited_view(request.words, data, view, request.base, retrieved)


def cited_view(words: Words, data: SituationData, view: View, base: str, retrieved: date | None = None) -> Cited:
    """A view as known on its day, and the reports that its charts rest on."""
    view = replace(view, figure="")
    reports = reports_shown(data, view)
    compiled = words("cite.nothing")
    if reports:
        compiled = words("cite.compiled", reports=words.count("count.reports", len(reports)))
    title = words("cite.of", situation=_situation(words, data), what=_what_is_shown(words, data, view))
    dataset = _dataset(words, data, view, title, base, retrieved)
    return Cited(replace(dataset, annotation=compiled), tuple(_report(words, data, report) for report in reports))


def cited_figure(words: Words, data: SituationData, view: View, base: str, retrieved: date | None = None) -> Cited:
    """The view's figure: the report that printed it, and the record of it. Which view it was found in plays no part."""
    known = data.figures[view.figure]
    figure = known.figure
    title = words(
        "cite.of.figure",
        situation=_situation(words, data),
        what=_what_is_counted(words, data, figure),
        figure=figure.figure_id,
    )
    record = _dataset(words, data, _view_of_figure(data, view, known), clean(title), base, retrieved)
    report = _report(words, data, known.report)
    semicolon = words("list.semicolon")
    said = semicolon.join((*as_counted(words, data, known), words("cite.from", key=report.key)))
    recorded = words("cite.recorded", figure=figure.figure_id, key=record.key)
    # In sentences texts of the other direction are kept apart; an entry holds them without the marks for that.
    record = replace(record, number=clean(figure.figure_id), annotation=clean(said), related=report.key)
    return Cited(record, (replace(report, annotation=clean(recorded)),), known)


def as_counted(words: Words, data: SituationData, known: KnownFigure) -> list[str]:
    """A figure in words, whose count it is, and the words as printed; of a masked one the first two."""
    figure = known.figure
    source = source_name(words, data.situation, figure.source)
    said = [words("cite.counted", count=shown(words, as_printed(words, known)), source=shown(words, source))]
    if clean(figure.as_reported) and (figure.value is not None or figure.quantifier is Quantifier.RANGE):
        # A number that is a word is printed so above.
        said.append(words("cite.printed", printed=shown(words, figure.as_reported)))
    if clean(figure.quote):
        said.append(words("cite.quote", quote=shown(words, figure.quote)))
    return said


def clean(text: str) -> str:
    """A text on one line, without control characters and without marks that turn the direction of what follows.

    What leaves nothing to see is empty.
    """
    text = _BREAKS.sub(" ", _TURNS.sub("", text)).strip()
    return text if any(char.isprintable() for char in text) else ""


def shown(words: Words, text: str) -> str:
    """A text amid a sentence of plain text: where its letters run the other way it is kept apart from what surrounds it.

    Without that the date after an Arabic title would be drawn in the middle of the title.
    """
    text = clean(text)
    other = {"L"} if words.direction == "rtl" else {"R", "AL", "AN"}
    if any(unicodedata.bidirectional(char) in other for char in text):
        return f"\u2068{text}\u2069"
    return text


def _dataset(words: Words, data: SituationData, view: View, title: str, base: str, retrieved: date | None) -> Entry:
    day = known_on(data, view)
    data, view = frozen(data, view)
    return Entry(
        key=_dataset_key(data, view, day),
        sort=Sort.DATASET,
        author=HOUSE,
        title=clean(title),
        url=base + address(data, view),
        language=words.language,
        issued=day,
        retrieved=retrieved,
        version=data.state,
        note=words("chart.as_of", date=words.day(day)) if day else "",
    )


def _report(words: Words, data: SituationData, report: Report) -> Entry:
    """A report as an entry. It is called a report where its publisher counts; what else it is the ledger does not say."""
    counting = {
        name for source in data.situation.sources for name in (source.id, *dict(source.names.by_language).values())
    }
    basis = clean(report.published_basis)
    note = words("cite.dated", basis=basis) if basis else ""
    return Entry(
        key=_report_key(report),
        sort=Sort.REPORT if report.publisher in counting else Sort.PAGE,
        author=clean(report.publisher),
        title=clean(report.title),
        url=clean(report.url).replace(" ", ""),
        language=clean(report.language),
        issued=report.published,
        basis=basis,
        retrieved=report.retrieved,
        note=note if report.published else words("date.unknown"),
    )


def _view_of_figure(data: SituationData, view: View, known: KnownFigure) -> View:
    """What a figure is shown beside: what the situation shows by itself of the measure, known when the figure is."""
    figure = known.figure
    plain = default_view(data.situation, view.lang)
    if figure.measure in measures(data):
        plain = replace(plain, measure=figure.measure)
    counted = units(data, plain.measure)
    plain = replace(plain, unit=figure.unit if figure.unit in counted else counted[0], figure=figure.figure_id)
    plain = replace(plain, by=default_breakdown(data, plain.measure, plain.unit))
    day, published = known_on(data, view), known.report.published
    if day and published and published > day:
        # Nothing that was published later may be called known on a day.
        day = published
    return replace(plain, as_of=day)


def _what_is_shown(words: Words, data: SituationData, view: View) -> str:
    """What a view shows, in the order from what was counted to how it is read."""
    situation = data.situation
    parts = [_measure(words, view.measure, view.unit)]
    if view.group != ALL:
        parts.append(group_name(words, situation, view.nationality, view.population))
    elif view.by != "source":
        parts.append(words("cite.by", by=words(f"by.{view.by}")))
    if view.source == ALL:
        parts.append(words("source.all"))
    elif view.source != MAIN:
        parts.append(source_name(words, situation, view.source))
    if view.phase == ALL:
        parts.append(words("phase.all"))
    elif view.phase != MAIN:
        parts.append(words("phase.since", date=words.day(date.fromisoformat(view.phase))))
    first, last = days_shown(data, view)
    if last is not None:
        parts.append(words.period(first, last))
    parts.append(words(f"basis.{view.basis}"))
    return words("list.comma").join(parts)


def _what_is_counted(words: Words, data: SituationData, figure: Figure) -> str:
    parts = [_measure(words, figure.measure, figure.unit)]
    if figure.nationality or figure.population:
        parts.append(group_name(words, data.situation, figure.nationality, figure.population))
    if figure.ref_end is not None:
        parts.append(words.period(figure.ref_start, figure.ref_end))
    return words("list.comma").join(parts)


def _measure(words: Words, measure: Measure, unit: Unit) -> str:
    return words("cite.what", measure=measure_name(words, measure), unit=unit_name(words, unit))


def _situation(words: Words, data: SituationData) -> str:
    return data.situation.title.in_language(words.language)


def _report_key(report: Report) -> str:
    """sohr2019r054-1f3a: publisher, year, the report's id, and a mark of its address.

    Ids are a situation's own, so without the mark two reports of two situations could have one key; with it one report
    has the same key in both.
    """
    name = _plain(re.split(r"[(/]", report.publisher, maxsplit=1)[0]).replace("-", "")[:24] or "report"
    year = report.published.year if report.published else "nd"
    return f"{name}{year}{_id(report.report_id)}-{_mark(report.url or report.title, 4)}"


def _dataset_key(data: SituationData, view: View, day: date | None) -> str:
    """waymark-enclave-exits-2019-01-30-caa0a046faf6: situation, day and state; of a figure its id besides.

    A view that differs from what the situation shows by itself has a mark of how. The language makes no difference.
    """
    parts = ["waymark", _id(data.situation.id), _id(view.figure), str(day or ""), data.state]
    if not view.figure:
        asked = {name: value for name, value in parameters_of(data, view).items() if name not in ("lang", "as_of")}
        parts.append(_mark("&".join(f"{name}={value}" for name, value in asked.items()), 6) if asked else "")
    return "-".join(part for part in parts if part)


def _id(text: str) -> str:
    """An id as part of a key: itself where it may stand in any, else what is left of it and a mark of the whole."""
    return text if re.fullmatch(r"[a-z0-9-]*", text) else f"{_plain(text)}-{_mark(text, 4)}".strip("-")


def _plain(text: str) -> str:
    """Lower case letters and digits of ASCII, with hyphens for what lies between them."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _mark(text: str, digits: int) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
