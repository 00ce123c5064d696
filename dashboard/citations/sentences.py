"""References as sentences to copy. Pure."""

from __future__ import annotations

from datetime import date

from dashboard.citations.entries import Entry, as_counted, cited, cited_figure, cited_view, clean, shown
from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.select import View
from dashboard.suppression import KnownFigure
from dashboard.wording import as_printed, source_name


def text_short(request: Request) -> str:
    """The reference as pages show it: in one line, the original report of a figure first."""
    cite = cite_figure if request.view.figure else cite_view
    return cite(request.words, request.data, request.view, request.base)


def text_long(request: Request) -> str:
    """The reference in full: of a figure with its words as printed, of a view with all its reports, one in a line."""
    words = request.words
    found = cited(request)
    dataset = words("cite.dataset", title=_title(words, found.dataset.title), where=_where(words, found.dataset))
    if found.known is not None:
        said = words("list.semicolon").join(as_counted(words, request.data, found.known))
        return f"{words('list.semicolon').join((_original(words, found.reports[0]), dataset))}\n{said}\n"
    if not found.reports:
        return f"{dataset}\n{words('chart.empty')}\n"
    listed = [
        words("cite.listed", place=words.number(place), report=_original(words, report))
        for place, report in enumerate(found.reports, 1)
    ]
    return "\n".join((dataset, words.count("cite.rests", len(found.reports)), *listed, ""))


def cite_figure(words: Words, data: SituationData, view: View, base: str = "") -> str:
    """A short reference to the view's figure: the original report first, then this record of it."""
    found = cited_figure(words, data, view, base)
    known, (report,) = data.figures[view.figure], found.reports
    return words(
        "cite.figure",
        report=words("list.comma").join(part for part in (report_reference(words, known), report.url) if part),
        count=shown(words, as_printed(words, known)),
        source=shown(words, source_name(words, data.situation, known.figure.source)),
        figure=found.dataset.number,
        situation=shown(words, data.situation.title.in_language(words.language)),
        where=_where(words, found.dataset),
    )


def cite_view(words: Words, data: SituationData, view: View, base: str = "") -> str:
    """A short reference to a view: what it shows, from how many reports, as known on a day, and where."""
    found = cited_view(words, data, view, base)
    dataset = found.dataset
    return words(
        "cite.view", title=_title(words, dataset.title), compiled=dataset.annotation, where=_where(words, dataset)
    )


def report_reference(words: Words, known: KnownFigure) -> str:
    """Publisher, title and date of the report that a figure comes from."""
    report = known.report
    day = _day(words, report.published)
    if report.published and clean(report.published_basis):
        day = words("cite.day.inferred", date=day)
    return words(
        "cite.report",
        publisher=shown(words, report.publisher) or words("cite.no_publisher"),
        title=_title(words, report.title),
        date=day,
    )


def _original(words: Words, report: Entry) -> str:
    """A report in full, with how its date is known where it is not printed."""
    day = _day(words, report.issued)
    if report.issued and report.basis:
        day = words("cite.day.basis", date=day, basis=shown(words, report.basis))
    reference = words(
        "cite.report.long",
        publisher=shown(words, report.author) or words("cite.no_publisher"),
        title=_title(words, report.title),
        date=day,
    )
    return words("list.comma").join(part for part in (reference, report.url) if part)


def _title(words: Words, title: str) -> str:
    text = shown(words, title)
    return words("cite.quoted", text=text) if text else words("cite.untitled")


def _day(words: Words, day: date | None) -> str:
    return words.day(day) if day else words("date.unknown")


def _where(words: Words, dataset: Entry) -> str:
    """Whose knowledge, of which state of the data, read when and where."""
    link = dataset.url
    if dataset.retrieved:
        link = words("cite.retrieved", date=words.day(dataset.retrieved), link=link)
    parts = (dataset.note, words("cite.version", version=dataset.version), link)
    return words("list.comma").join(part for part in parts if part)
