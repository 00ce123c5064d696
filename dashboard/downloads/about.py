"""What every file of a view says of itself: what was asked, whose knowledge it holds, sources, licences. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import pandas as pd

from dashboard.citations import cited, text_long, text_short
from dashboard.downloads.frames import series_frame, view_rows, with_constants
from dashboard.downloads.known import as_known_on
from dashboard.downloads.permitted import Permitted
from dashboard.downloads.permitted import citable as _citable
from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.select import (
    ALL,
    MAIN,
    View,
    shown_flow_point,
    shown_frequency,
    shown_phases,
    shown_sources,
)
from dashboard.sharing import Chosen
from dashboard.wording import flow_point_name, group_name, measure_name, source_name, unit_name
from etl.model import ObsStatus, Report, SeriesRow, Withheld

citable = lru_cache(maxsize=16)(_citable)
"""One object for each situation's data, since what is derived from data is kept by it."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice of a view: the address's parameter and value, and both in words."""

    name: str
    value: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Used:
    """A report that rows of a file rest on, as it may be passed on, with the figures of it that they name."""

    report: Report
    figure_ids: tuple[str, ...]
    withheld: str


@dataclass(frozen=True, slots=True)
class Under:
    """What is withheld of the reports under one licence."""

    licence: str
    what: tuple[Withheld, ...]
    reason: str
    report_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself. Links are absolute where the request has a base.

    `left_out` counts the rows that a licence keeps out, `masked` those whose numbers are withheld for being small.
    """

    title: str
    situation: str
    language: str
    filters: tuple[Filter, ...]
    known_on: date
    state: str
    frozen_link: str
    live_link: str
    frozen_file: str
    citation: str
    citation_long: str
    rights: tuple[str, ...]
    rights_link: str
    used: tuple[Used, ...]
    under: tuple[Under, ...]
    left_out: int
    masked: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A view, or one of its charts, to be written into a file: the rows, the same as a frame, and what is said of them.

    Every row of the frame holds at its end the day whose knowledge it is and the frozen address of the view.
    """

    request: Request
    kind: str
    rows: tuple[SeriesRow, ...]
    frame: pd.DataFrame
    about: About


def taken(request: Request, form: str, kind: str = "") -> Taken:
    """What `form`, an ending such as csv, holds of a request. Raises LookupError where the view has no chart `kind`."""
    # An open panel is no part of a file.
    request = request.with_view(replace(request.view, figure=""))
    data, view = request.data, request.view
    chosen = view_rows(data, view, kind)
    if chosen is None:
        raise LookupError(
            f"{view.situation} has no chart {kind!r} in this view; leave it out for all of the view's rows"
        )
    permitted = Permitted(data, view.lang)
    rows = [row for row in as_known_on(chosen, request.known_on) if permitted.row(row) is not None]
    about = _about(request, form, kind, chosen, rows)
    frame = series_frame(data, rows, language=view.lang)
    frame = with_constants(frame, {"as_known_on": about.known_on, "view": about.frozen_link})
    return Taken(request, kind, tuple(rows), frame, about)


def _about(request: Request, form: str, kind: str, chosen: Sequence[SeriesRow], rows: Sequence[SeriesRow]) -> About:
    """`chosen` are the rows of the view, `rows` those of them that may be passed on."""
    words, data, view = request.words, request.data, request.view
    # References stand in files as well, so they hold no title that a licence keeps out.
    reference = replace(request, data=citable(data))
    title = cited(reference).dataset.title
    return About(
        title=words("data.of", title=title, chart=words(f"data.chart.{kind}")) if kind else title,
        situation=view.situation,
        language=words.language,
        filters=tuple(filters(words, data, view, kind)),
        known_on=request.known_on,
        state=data.state,
        frozen_link=request.frozen_link(),
        live_link=request.live_link(),
        frozen_file=Chosen(request, kind, frozen=True).data(form),
        citation=text_short(reference),
        citation_long=text_long(reference).strip(),
        rights=rights(words),
        rights_link=f"{request.base}/method#licence",
        used=tuple(_used(data, view.lang, rows)),
        under=tuple(under(data, view.lang, (data.reports[name] for name in _figures_by_report(data, chosen)))),
        left_out=len(chosen) - len(rows),
        masked=sum(row.obs_status is ObsStatus.SUPPRESSED for row in rows),
    )


def rights(words: Words) -> tuple[str, ...]:
    """What may be done with the data, in sentences."""
    return tuple(words(f"method.licence.{place}") for place in (1, 2, 3))


def filters(words: Words, data: SituationData, view: View, kind: str) -> Iterator[Filter]:
    """Every choice of a view that its rows depend on, whether it differs from the default or not."""
    situation = data.situation
    sources = words("list.comma").join(source_name(words, situation, one) for one in shown_sources(data, view))
    starts = words("list.comma").join(words.day(date.fromisoformat(one)) for one in shown_phases(data, view))
    source = {MAIN: words("source.lead"), ALL: words("source.all")}.get(view.source)
    phase = {MAIN: words("phase.declared"), ALL: words("phase.all")}.get(view.phase)
    group = group_name(words, situation, view.nationality, view.population)

    def told(name: str, value: object, text: str) -> Filter:
        return Filter(name, str(value), words(f"control.{name}"), text)

    yield told("measure", view.measure.value, measure_name(words, view.measure))
    yield told("unit", view.unit.value, unit_name(words, view.unit))
    yield told("group", view.group, group)
    yield told("source", view.source, words("data.choice", choice=source, named=sources) if source else sources)
    starts = starts or words("data.none")
    yield told("phase", view.phase, words("data.choice", choice=phase, named=starts) if phase else starts)
    yield told("by", view.by, words(f"by.{view.by}"))
    yield told("view", kind or view.show, words(f"data.chart.{kind}" if kind else f"view.{view.show}"))
    yield told("basis", view.basis, words(f"basis.{view.basis}"))
    if view.basis != "reported":
        shown = shown_frequency(data, view)
        yield told("freq", shown.value, words(f"freq.{shown.value}"))
        point = shown_flow_point(data, view)
        yield told("point", point, flow_point_name(words, situation, point))
    yield told("start", view.start or "", words.day(view.start) if view.start else words("data.first"))
    yield told("end", view.end or "", words.day(view.end) if view.end else words("data.last"))


def _used(data: SituationData, language: str, rows: Iterable[SeriesRow]) -> Iterator[Used]:
    """The reports behind rows, in order of publication; those without a date come last."""
    permitted = Permitted(data, language)
    figures = _figures_by_report(data, rows)
    for report in sorted((data.reports[name] for name in figures), key=order_of_reports):
        told = permitted.report(report)
        yield Used(told.record, tuple(figures[report.report_id]), told.withheld(("title",)))


def _figures_by_report(data: SituationData, rows: Iterable[SeriesRow]) -> dict[str, list[str]]:
    """The figures that rows name, by the ids of their reports, both in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for figure_id in sorted({figure_id for row in rows for figure_id in row.figure_ids}):
        found[data.figures[figure_id].report.report_id].append(figure_id)
    return {name: found[name] for name in sorted(found)}


def order_of_reports(report: Report) -> tuple[date, str]:
    """By publication; those without a date come last."""
    return report.published or date.max, report.report_id


def under(data: SituationData, language: str, reports: Iterable[Report]) -> Iterator[Under]:
    """What is withheld of reports, licence by licence in the situation's order."""
    by_licence: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        by_licence[report.licence].append(report.report_id)
    for terms in data.situation.licences:
        for licence in terms.licences:
            if licence in by_licence:
                reason = terms.reason.in_language(language)
                yield Under(licence, terms.withhold, reason, tuple(by_licence[licence]))


def said_of_missing(words: Words, about: About) -> list[str]:
    """What is withheld, and why, in sentences."""
    said = [words.count("data.masked", about.masked)] if about.masked else []
    said += [words.count("data.left_out", about.left_out)] if about.left_out else []
    said += [said_of_licence(words, one) for one in about.under]
    return said or [words("data.missing.none")]


def said_of_licence(words: Words, one: Under) -> str:
    """What is withheld under a licence, and why."""
    named = [
        words("data.under.figures") if what is Withheld.FIGURE else words(f"heading.{what.value}") for what in one.what
    ]
    licence = one.licence or words("data.under.unstated")
    return words("data.under", licence=licence, columns=words("list.comma").join(named), reason=one.reason)
