"""The texts that lie beside the tables of a package: README and LICENCE. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from dashboard.citations.entries import clean
from dashboard.downloads.about import order_of_reports, rights, said_of_licence, under
from dashboard.downloads.permitted import Permitted
from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.suppression import KnownFigure
from dashboard.wording import as_printed, group_name, measure_name, source_name, unit_name
from etl.model import Bounds, Quantifier, SeriesRow

_PYTHON = """```python
import pandas as pd

days = ["interval_start", "interval_end", "published", "vintage", "vintage_end"]
series = pd.read_csv("data/series.csv", dtype_backend="numpy_nullable", parse_dates=days)
known = series[series["vintage_end"].isna()]
```"""


def readme(request: Request, data: SituationData, title: str, citation: str, rows: Mapping[str, int]) -> str:
    """What each file is, how to read and to redo a number, how to cite. `rows` are how many each table has."""
    words = request.words
    missing = said_of_missing(words, data, request.view.lang)
    parts = [
        f"# {title}",
        data.situation.summary.in_language(words.language),
        "\n".join(
            (
                f"- {words('control.as_of')}: {words.day(request.known_on)}",
                f"- {words('data.state')}: `{data.state}`",
                f"- {words('data.frozen')}: <{request.frozen_link()}>",
                f"- {words('data.live')}: <{request.live_link()}>",
            )
        ),
        f"## {words('package.files')}",
        _table(
            (words("package.file"), words("package.rows"), words("package.row")),
            [(f"`data/{name}.csv`", words.number(count), words(f"package.row.{name}")) for name, count in rows.items()],
        ),
        words("package.described"),
        words("package.now"),
        words("package.apostrophe"),
        words("package.python"),
        _PYTHON,
        f"## {words('data.bounds')}",
        *(words(f"data.bounds.{place}") for place in (1, 2, 3)),
        _table(
            ("quantifier", words("data.heading"), words("data.meaning")),
            [
                (f"`{one.value}`", words(f"quantifier.{one.value}.name"), words(f"quantifier.{one.value}.rule"))
                for one in Quantifier
            ],
        ),
        f"## {words('package.redo')}",
        words("package.redo.report"),
        *_difference(words, data),
        words("package.redo.together", link=f"{request.base}/method"),
        f"## {words('data.missing')}",
        "\n".join(f"- {clean(part)}" for part in missing),
        f"## {words('data.citation')}",
        citation,
        f"## {words('data.rights')}",
        *rights(words),
    ]
    return "\n\n".join(parts) + "\n"


def licence(request: Request, data: SituationData, title: str, citation: str) -> str:
    """What may be done with the compilation, what is withheld, and each report under its own terms."""
    words = request.words
    permitted = Permitted(data, request.view.lang)
    lines = [title, citation, "", *rights(words), "", words("data.missing")]
    lines += [f"- {clean(part)}" for part in said_of_missing(words, data, request.view.lang)]
    lines += ["", words("package.reports")]
    by_licence = defaultdict(list)
    for report in sorted(data.reports.values(), key=order_of_reports):
        by_licence[report.licence].append(permitted.report(report).record)
    for name in sorted(by_licence):
        lines += ["", clean(name) or words("data.under.unstated")]
        for report in by_licence[name]:
            said = (
                clean(report.publisher),
                clean(report.title) or words("cite.untitled"),
                words.day(report.published) if report.published else words("date.unknown"),
                clean(report.url),
            )
            lines.append(f"- {words('list.comma').join(part for part in said if part)}")
    return "\n".join(lines) + "\n"


def said_of_missing(words: Words, data: SituationData, language: str) -> list[str]:
    """What is withheld of a whole situation, and why, in sentences."""
    permitted = Permitted(data, language)
    masked = sum(known.masked for known in data.figures.values())
    left_out = sum(permitted.figure(known) is None for known in data.figures.values())
    said = [words.count("package.masked", masked)] if masked else []
    said += [words.count("package.left_out", left_out)] if left_out else []
    said += [said_of_licence(words, one) for one in under(data, language, data.reports.values())]
    return said or [words("data.missing.none")]


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _difference(words: Words, data: SituationData) -> Iterator[str]:
    """A difference of two running totals that stands, worked out; nothing where there is none.

    The latest, of all people and of what the situation is about where there is one.
    """
    found = [worked for row in data.rows if (worked := _worked(data, row)) is not None]
    if not found:
        return
    main = data.situation.default_measure

    def rank(worked: tuple[SeriesRow, KnownFigure, KnownFigure]) -> tuple[bool, bool, date, tuple[str, ...]]:
        row = worked[0]
        return row.measure == main, not (row.nationality or row.population), row.interval_end, row.figure_ids

    row, later, earlier = max(found, key=rank)
    after, before = _bounds(later), _bounds(earlier)
    yield words(
        "package.redo.difference",
        what=words("list.comma").join(_what(words, data, row)),
        source=source_name(words, data.situation, row.source),
        period=words.period(row.interval_start, row.interval_end),
        new=_number(words, row.new_point),
        later=later.figure.figure_id,
        later_said=as_printed(words, later),
        later_number=_number(words, after.point),
        earlier=earlier.figure.figure_id,
        earlier_said=as_printed(words, earlier),
        earlier_number=_number(words, before.point),
    )
    yield words(
        "package.redo.bounds",
        later_lower=_number(words, after.lower),
        later_upper=_number(words, after.upper),
        earlier_lower=_number(words, before.lower),
        earlier_upper=_number(words, before.upper),
        lower=_number(words, row.new_lower),
        upper=_number(words, row.new_upper),
    )


def _what(words: Words, data: SituationData, row: SeriesRow) -> Iterator[str]:
    yield words("cite.what", measure=measure_name(words, row.measure), unit=unit_name(words, row.unit))
    if row.nationality or row.population:
        yield group_name(words, data.situation, row.nationality, row.population)


def _worked(data: SituationData, row: SeriesRow) -> tuple[SeriesRow, KnownFigure, KnownFigure] | None:
    """A standing row that is the plain difference of its two figures, with both; all its numbers may be shown."""
    if row.vintage_end is not None or len(row.figure_ids) != 2 or None in (row.new_point, row.new_lower, row.new_upper):
        return None
    later, earlier = (data.figures[figure_id] for figure_id in row.figure_ids)
    permitted = Permitted(data)
    if any(one.bounds is None or permitted.figure(one) is None for one in (later, earlier)):
        return None
    after, before = _bounds(later), _bounds(earlier)
    if after.point is None or before.point is None or after.upper is None or before.upper is None:
        return None
    difference = (max(0, after.lower - before.upper), after.point - before.point, after.upper - before.lower)
    told = (row.new_lower, row.new_point, row.new_upper)
    return (row, later, earlier) if row.new_point and difference == told else None


def _bounds(known: KnownFigure) -> Bounds:
    assert known.bounds is not None, "masked figures are no example"
    return known.bounds


def _number(words: Words, number: int | None) -> str:
    assert number is not None, "a number that is missing is no example"
    return words.number(number)
