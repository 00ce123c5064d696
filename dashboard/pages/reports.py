"""The reports of a situation, and how they cover its time."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from dash import html

from dashboard.charts.axes import day_ticks, number_ticks
from dashboard.charts.chart import Bar, Bars, Chart, Table, Tick
from dashboard.components import picture
from dashboard.locales import Words
from dashboard.pages.frame import Page
from dashboard.published import SituationData
from dashboard.static_html import named


def page(words: Words, data: SituationData) -> Page:
    """How many reports came out each week, the longest silences, and every report with its figures."""
    title = data.situation.title.in_language(words.language)
    dated = sorted((report.published, report.report_id) for report in data.reports.values() if report.published)
    content = [
        html.H1(words("reports.title")),
        html.P(words("reports.lead", title=title), className="lead"),
        _coverage(words, [day for day, _ in dated]),
        _silences(words, sorted({day for day, _ in dated})),
        _table(words, data),
    ]
    return Page(
        words("page.title", title=words("reports.of", title=title)),
        words("reports.lead", title=title),
        f"/s/{data.situation.id}/reports",
        content,
        data.situation.id,
    )


def _coverage(words: Words, days: list[date]) -> html.Figure | None:
    if not days:
        return None
    months = (days[-1] - days[0]).days > 400
    counts = Counter(day.replace(day=1) if months else day - timedelta(days=day.weekday()) for day in days)
    bars = []
    for first, count in sorted(counts.items()):
        last = (
            (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            if months
            else first + timedelta(days=6)
        )
        label = words.count("count.reports", count) + "\n" + words.period(first, last)
        bars.append(Bar(first, last, count, count, count, "", label))
    start, end = bars[0].start or bars[0].end, bars[-1].end
    numbers = number_ticks(max(counts.values()))
    chart = Chart(
        id="coverage",
        title=words("reports.coverage.month" if months else "reports.coverage.week"),
        subtitle=words.period(days[0], days[-1]),
        source_line="",
        note_line="",
        description=words(
            "reports.coverage.description",
            reports=words.count("count.reports", len(days)),
            period=words.period(days[0], days[-1]),
        ),
        language=words.language,
        table=Table((), ()),
        bars=(Bars("reports", words("reports.title"), 0, tuple(bars)),),
        x_start=start,
        x_end=end,
        x_ticks=tuple(
            Tick(day.toordinal(), words.tick(day, precision.value)) for day, precision in day_ticks(start, end)
        ),
        y_end=numbers[-1],
        y_ticks=tuple(Tick(number, words.number(number)) for number in numbers),
    )
    return html.Figure(
        [html.Figcaption([html.H2(chart.title), html.P(chart.subtitle, className="muted")]), picture(None)(chart)],
        className="block",
    )


def _silences(words: Words, days: list[date]) -> html.Section | None:
    """The longest times without a report: gaps in what is known, not in what happened."""
    gaps = sorted(((after - before).days, before, after) for before, after in pairwise(days))
    longest = [gap for gap in gaps if gap[0] > 7][-3:][::-1]
    if not longest:
        return None
    entries = [
        html.Li(words.count("reports.silence", length, before=words.day(before), after=words.day(after)))
        for length, before, after in longest
    ]
    return html.Section([html.H2(words("reports.silences")), html.Ul(entries)], className="block")


def _table(words: Words, data: SituationData) -> html.Div:
    figures = Counter(known.report.report_id for known in data.figures.values())
    ordered = sorted(
        data.reports.values(), key=lambda report: (report.published or date.min, report.report_id), reverse=True
    )
    head = html.Tr(
        [
            html.Th(words(f"column.{name}"), scope="col")
            for name in ("published", "publisher", "report", "language", "figures")
        ]
    )
    body = []
    for report in ordered:
        day = words.short_day(report.published) if report.published else words("date.unknown")
        basis = html.Small(report.published_basis, className="muted") if report.published_basis else None
        body.append(
            html.Tr(
                [
                    html.Td([day, html.Br(), basis] if basis else day),
                    html.Td(report.publisher),
                    html.Td(
                        html.A(
                            report.title or report.url,
                            href=report.url,
                            rel="noopener",
                            lang=report.language or None,
                            dir="auto",
                        )
                    ),
                    html.Td(report.language),
                    html.Td(
                        html.A(
                            words.number(figures[report.report_id]),
                            href=f"/s/{data.situation.id}/figures?report={report.report_id}",
                        ),
                        className="number",
                    ),
                ],
                id=report.report_id,
            )
        )
    return html.Div(
        html.Table(
            [html.Caption(words("reports.title"), className="visually-hidden"), html.Thead(head), html.Tbody(body)]
        ),
        className="scroll whole",
        tabIndex=0,
        role="region",
        **named({"aria-label": words("reports.title")}),
    )
