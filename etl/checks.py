"""Findings about figures: what a reviewer should look at. Pure; nothing is changed and nothing is dropped.

Each check is one function from the figures of a situation to findings. A finding carries a code, the figures it is
about, the values of its sentence and the sentence in English.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise

from etl.ledger.cells import western_digits
from etl.model import (
    Basis,
    Bounds,
    Figure,
    Finding,
    Flag,
    Ledger,
    Modality,
    Quantifier,
    SeriesRow,
    Severity,
    Status,
    Unit,
)
from etl.reading.lexicon import normal
from etl.reading.quantifiers import phrases
from etl.universe import ReadFigure, SeriesKey, by_series


@dataclass(frozen=True)
class Checked:
    """What the checks look at: a ledger, its figures as read, and the rows of its series."""

    ledger: Ledger
    figures: Sequence[ReadFigure]
    rows: Sequence[SeriesRow]
    by_id: dict[str, ReadFigure] = field(init=False)
    series: dict[SeriesKey, list[ReadFigure]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {read.figure.figure_id: read for read in self.figures})
        object.__setattr__(self, "series", by_series(self.figures))


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of finding: its code, how much it matters, its sentence, and the function that finds it.

    The function gives, for each finding, the figures and the values of the sentence.
    """

    code: str
    severity: Severity
    sentence: str
    look: Callable[[Checked], Iterable[tuple[tuple[str, ...], dict[str, str]]]]


Looked = Iterator[tuple[tuple[str, ...], dict[str, str]]]

_COUNTED = frozenset({Status.ACCEPTED, Status.PROPOSED})


def find(checked: Checked) -> list[Finding]:
    """Every finding of every check, the gravest first, then by code and figures."""
    findings = [
        Finding(check.code, check.severity, figures, tuple(values.items()), check.sentence.format(**values))
        for check in CHECKS
        for figures, values in check.look(checked)
    ]
    gravity = list(Severity)
    return sorted(findings, key=lambda finding: (gravity.index(finding.severity), finding.code, finding.figure_ids))


def _parts(checked: Checked) -> Iterator[tuple[ReadFigure, ReadFigure]]:
    """Each figure that is part of another, with that other."""
    for read in checked.figures:
        if read.figure.part_of and read.figure.status in _COUNTED:
            yield read, checked.by_id[read.figure.part_of]


def _comparable(part: Figure, whole: Figure) -> bool:
    # A family is one person at least, so more families than persons is as impossible as more persons than persons.
    return part.unit == whole.unit or part.unit is Unit.FAMILIES


def _most_of_one(part: Figure, whole: Figure, household_max: int) -> int:
    """How many of the part's unit one of the whole's can be."""
    return household_max if part.unit is Unit.PERSONS and whole.unit is Unit.FAMILIES else 1


def _subset_impossible(checked: Checked) -> Looked:
    household_max = checked.ledger.situation.household_max
    for part, whole in _parts(checked):
        most = _most_of_one(part.figure, whole.figure, household_max)
        if whole.bounds.upper is not None and part.bounds.lower > most * whole.bounds.upper:
            yield _pair(part, whole), {"part": _said(part), "whole": _said(whole)}


def _subset_doubtful(checked: Checked) -> Looked:
    for part, whole in _parts(checked):
        if not _comparable(part.figure, whole.figure) or None in (part.bounds.point, whole.bounds.point):
            continue
        possible = whole.bounds.upper is None or part.bounds.lower <= whole.bounds.upper
        if possible and (part.bounds.point or 0) > (whole.bounds.point or 0):
            yield _pair(part, whole), {"part": _said(part), "whole": _said(whole)}


def _household(checked: Checked) -> Looked:
    least, most = checked.ledger.situation.household_min, checked.ledger.situation.household_max
    seen: set[frozenset[str]] = set()
    for read in checked.figures:
        pair = frozenset((read.figure.figure_id, read.figure.same_as))
        if not read.figure.same_as or pair in seen or read.figure.status not in _COUNTED:
            continue
        seen.add(pair)
        other = checked.by_id[read.figure.same_as]
        units = {read.figure.unit: read, other.figure.unit: other}
        if len(units) < 2:
            continue
        persons, families = units[Unit.PERSONS], units[Unit.FAMILIES]
        if _exceeds(persons, families, most) or _exceeds(families, persons, 1, least):
            yield (
                _pair(persons, families),
                {"persons": _said(persons), "families": _said(families), "least": str(least), "most": str(most)},
            )


def _exceeds(more: ReadFigure, fewer: ReadFigure, fewer_times: int, more_times: int = 1) -> bool:
    """Whether the least of the one is above the most of the other; its printed number stands for an open end."""
    most = fewer.bounds.point if fewer.bounds.upper is None else fewer.bounds.upper
    return most is not None and more.bounds.lower * more_times > most * fewer_times


def _dipping(checked: Checked) -> Looked:
    for row in _rows_flagged(checked, Flag.DIP):
        total, before = (checked.by_id[figure_id] for figure_id in row.figure_ids)
        yield _pair(total, before), _fall(total, before)


def _falling(checked: Checked) -> Looked:
    for row in _rows_flagged(checked, Flag.CORRECTION):
        total = checked.by_id[row.figure_ids[0]]
        replaced = [before for before in _higher_before(checked, total) if _published(before) <= _published(total)]
        before = max(replaced, key=_last_day)
        yield _pair(total, before), _fall(total, before)


def _outdated(checked: Checked) -> Looked:
    for row in _rows_flagged(checked, Flag.SUPERSEDED):
        total = checked.by_id[row.figure_ids[0]]
        if not total.key.phase:
            continue
        newer = [before for before in _higher_before(checked, total) if _published(before) > _published(total)]
        if newer:
            before = max(newer, key=_last_day)
            yield _pair(total, before), _fall(total, before)


def _rows_flagged(checked: Checked, flag: Flag) -> list[SeriesRow]:
    """The rows with a flag as known now."""
    rows = [row for row in checked.rows if row.flag == flag and row.vintage_end is None]
    return sorted(rows, key=lambda row: (row.interval_end, row.figure_ids))


def _higher_before(checked: Checked, total: ReadFigure) -> list[ReadFigure]:
    """The totals of the same series and of earlier days that say more than `total` can mean."""
    most = total.bounds.upper
    return [
        read
        for read in checked.series[total.key]
        if _last_day(read) < _last_day(total)
        and read.bounds.point is not None
        and most is not None
        and read.bounds.lower > most
    ]


def _fall(total: ReadFigure, before: ReadFigure) -> dict[str, str]:
    return {
        "total": _said(total),
        "date": str(total.figure.ref_end),
        "before": _said(before),
        "before_date": str(before.figure.ref_end),
        "source": total.figure.source,
    }


def _last_day(read: ReadFigure) -> date:
    return read.figure.ref_end or date.min


def _published(read: ReadFigure) -> date:
    return read.published or date.min


def _restart(checked: Checked) -> Looked:
    """A count of one source that starts again later than one which it has carried on for two totals or more."""
    phases: dict[tuple[str, ...], dict[str, list[ReadFigure]]] = defaultdict(dict)
    for key, figures in checked.series.items():
        if key.phase:
            phases[key[:6]][key.phase] = figures
    for starts in phases.values():
        ordered = sorted(starts.items())
        for (start, figures), (later, restarted) in pairwise(ordered):
            if len(figures) > 1:
                first = min(restarted, key=lambda read: str(read.figure.ref_end))
                yield (
                    (first.figure.figure_id,),
                    {"source": first.figure.source, "start": later, "before": start, "total": _said(first)},
                )


def _ends_before_start(checked: Checked) -> Looked:
    for read in checked.figures:
        start, end = read.figure.ref_start, read.figure.ref_end
        if start is not None and end is not None and start > end:
            yield (read.figure.figure_id,), {"figure": _said(read), "start": str(start), "end": str(end)}


def _ends_after_publication(checked: Checked) -> Looked:
    for read in checked.figures:
        end, published = read.figure.ref_end, read.published
        if end is None or published is None or read.figure.modality is not Modality.REPORTED:
            continue
        if end > published:
            yield (read.figure.figure_id,), {"figure": _said(read), "end": str(end), "published": str(published)}


_DIGITS = re.compile(r"\d(?:[\d,.'\u2019\u066c\u060c\u00a0\u2009\u202f]*\d)?(?: \d{3}(?!\d))*")
_GROUPED = re.compile(r"\d+|\d{1,3}(?:[,.'\u2019\u066c\u060c\u00a0\u2009\u202f ]\d{3})+")
_FACTORS = {
    word: factor
    for factor, words in (
        (1_000, "thousand mille mil tausend k ألف ألفا ألفاً الف الفا آلاف الاف"),
        (1_000_000, "million millions millones millón millionen مليون ملايين"),
    )
    for word in words.split()
}


def _number_not_in_quote(checked: Checked) -> Looked:
    for read in checked.figures:
        figure = read.figure
        if not figure.quote:
            continue
        printed = numbers_in(figure.quote)
        if not printed:
            # The number is written in words, or there is none: reading words is not this check's work.
            continue
        wanted = {figure.value} if figure.value is not None else {figure.lower, figure.upper}
        if figure.quantifier is not Quantifier.VAGUE and not wanted - {None} <= printed:
            yield (figure.figure_id,), {"figure": _said(read), "quote": figure.quote}


def numbers_in(text: str) -> set[int]:
    """The whole numbers that stand in `text` in digits, with those that a following "thousand" or "million" makes."""
    plain = western_digits(text)
    numbers: set[int] = set()
    for match in _DIGITS.finditer(plain):
        digits = match[0]
        if _GROUPED.fullmatch(digits):
            numbers.add(int(re.sub(r"\D", "", digits)))
        if " " in digits or not _GROUPED.fullmatch(digits):
            # "on 30 January 2019 300 people": a space may group digits or part two numbers.
            numbers.update(int(part) for part in re.split(r"\D+", digits))
        after = plain[match.end() :]
        following = re.match(r"\s*([^\W\d]+)", after)
        factor = _FACTORS.get(following[1].lower()) if following else None
        if following and factor and re.fullmatch(r"\d+(?:[.,]\d+)?", digits):
            thousands = round(float(digits.replace(",", ".")) * factor)
            numbers.add(thousands)
            if joined := re.match(r"\s*و\s*(\d+)", after[following.end() :]):
                numbers.add(thousands + int(joined[1]))
    return numbers


@cache
def _cues(quantifier: Quantifier) -> re.Pattern[str]:
    longest_first = sorted(
        {normal(phrase) for phrase in phrases(quantifier)}, key=lambda phrase: (-len(phrase), phrase)
    )
    return re.compile(r"(?<!\w)[وبلف]{0,2}(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)


def _quantifier_not_in_quote(checked: Checked) -> Looked:
    for read in checked.figures:
        figure = read.figure
        said = phrases(figure.quantifier)
        if figure.quote and said and not _cues(figure.quantifier).search(normal(figure.quote)):
            yield (figure.figure_id,), {"quantifier": figure.quantifier.value, "quote": figure.quote}


def _held(checked: Checked) -> Iterator[tuple[Figure, str]]:
    """Each figure that counts or may come to, with a quote, whose report's text is held; and that text."""
    bodies = {text.report_id: text.body for text in checked.ledger.texts}
    if not bodies:
        return
    for read in checked.figures:
        figure = read.figure
        if figure.quote and figure.status in _COUNTED and figure.report_id in bodies:
            yield figure, bodies[figure.report_id]


def _quote_not_in_text(checked: Checked) -> Looked:
    for figure, body in _held(checked):
        if figure.quote not in body and _unspaced(figure.quote) not in _unspaced(body):
            yield (figure.figure_id,), {"quote": figure.quote}


def _quote_spaced_otherwise(checked: Checked) -> Looked:
    for figure, body in _held(checked):
        if figure.quote not in body and _unspaced(figure.quote) in _unspaced(body):
            yield (figure.figure_id,), {"quote": figure.quote}


def _unspaced(text: str) -> str:
    """`text` with every run of white space as one space, as a person copies it over the end of a line."""
    return " ".join(text.split())


def _span_not_quote(checked: Checked) -> Looked:
    for figure, body in _held(checked):
        start, end = figure.span_start, figure.span_end
        if figure.quote not in body or (start is None and end is None):
            continue
        if start is None or end is None or body[start:end] != figure.quote:
            told = ("none" if place is None else str(place) for place in (start, end))
            yield (figure.figure_id,), dict(zip(("quote", "start", "end"), (figure.quote, *told), strict=True))


def _statement(read: ReadFigure) -> tuple[object, ...]:
    """What two figures share when one only says again what the other said."""
    figure = read.figure
    return (*read.key, figure.ref_start, figure.ref_end, figure.value, figure.lower, figure.upper, figure.quantifier)


def _same_statements(checked: Checked) -> Iterator[list[ReadFigure]]:
    statements: dict[tuple[object, ...], list[ReadFigure]] = defaultdict(list)
    for read in checked.figures:
        figure = read.figure
        if figure.ref_end is not None and figure.modality is Modality.REPORTED and figure.status is Status.ACCEPTED:
            statements[_statement(read)].append(read)
    for figures in statements.values():
        if len({read.figure.report_id for read in figures}) > 1:
            yield figures


def _counted(figures: Iterable[ReadFigure]) -> list[ReadFigure]:
    return [read for read in figures if read.left_out is None]


def _reprint(checked: Checked) -> Looked:
    for figures in _same_statements(checked):
        if len(_counted(figures)) < 2:
            yield _ids(figures), {"figure": _said(figures[0]), "reports": str(len(figures))}


def _counted_twice(checked: Checked) -> Looked:
    for figures in _same_statements(checked):
        counted = _counted(figures)
        # Totals and stocks of one day replace each other; only batches would add up.
        if len(counted) > 1 and counted[0].figure.basis is Basis.PERIOD:
            yield _ids(counted), {"figure": _said(counted[0]), "reports": str(len(counted))}


def _pair(first: ReadFigure, second: ReadFigure) -> tuple[str, str]:
    return first.figure.figure_id, second.figure.figure_id


def _ids(figures: Sequence[ReadFigure]) -> tuple[str, ...]:
    return tuple(sorted(read.figure.figure_id for read in figures))


def _said(read: ReadFigure) -> str:
    """The figure in its own words, or as its bounds."""
    return f"{read.figure.as_reported or _range(read.bounds)} {read.figure.unit.value}"


def _range(bounds: Bounds) -> str:
    if bounds.upper is None:
        return f"{bounds.lower:,} or more"
    return f"{bounds.lower:,}" if bounds.lower == bounds.upper else f"{bounds.lower:,}–{bounds.upper:,}"


CHECKS: tuple[Check, ...] = (
    Check(
        "subset_impossible",
        Severity.ERROR,
        "{part} cannot be among {whole}: even the least of the part is more than the most of the whole.",
        _subset_impossible,
    ),
    Check(
        "subset_doubtful",
        Severity.WARNING,
        "{part} is printed as part of {whole}, a smaller number; only their uncertainty leaves room.",
        _subset_doubtful,
    ),
    Check(
        "household",
        Severity.WARNING,
        "{persons} in {families}: outside {least} to {most} persons a family.",
        _household,
    ),
    Check(
        "falling_total",
        Severity.WARNING,
        "{source}: {total} on {date} is below {before} on {before_date}. The later value replaces the earlier one.",
        _falling,
    ),
    Check(
        "outdated_total",
        Severity.WARNING,
        "{source}: {total} on {date} is below {before} on {before_date}, which was published later; it counts no more.",
        _outdated,
    ),
    Check(
        "dipping_total",
        Severity.NOTICE,
        "{source}: {total} on {date} is printed lower than {before} on {before_date}; their bounds agree.",
        _dipping,
    ),
    Check(
        "restart",
        Severity.NOTICE,
        "{source} counts again from {start}, beside its count from {before}; the first total of it is {total}.",
        _restart,
    ),
    Check("ends_before_start", Severity.ERROR, "{figure}: from {start} until {end}.", _ends_before_start),
    Check(
        "ends_after_publication",
        Severity.WARNING,
        "{figure} until {end}, in a report published on {published}.",
        _ends_after_publication,
    ),
    Check(
        "number_not_in_quote",
        Severity.WARNING,
        "{figure}: the quote does not hold this number: «{quote}».",
        _number_not_in_quote,
    ),
    Check(
        "quantifier_not_in_quote",
        Severity.NOTICE,
        "read as {quantifier}, though no such word stands in the quote: «{quote}».",
        _quantifier_not_in_quote,
    ),
    Check(
        "quote_not_in_text",
        Severity.WARNING,
        "The quote stands nowhere in the text held of its report: «{quote}».",
        _quote_not_in_text,
    ),
    Check(
        "quote_spaced_otherwise",
        Severity.NOTICE,
        "The quote stands in the text held of its report with other spaces or line breaks: «{quote}».",
        _quote_spaced_otherwise,
    ),
    Check(
        "span_not_quote",
        Severity.WARNING,
        "Characters {start} to {end} of the text held are other words than the quote: «{quote}».",
        _span_not_quote,
    ),
    Check("reprint", Severity.NOTICE, "{figure} is said by {reports} reports and counts once.", _reprint),
    Check(
        "counted_twice",
        Severity.WARNING,
        "{figure} is said by {reports} reports for one interval, and each counts: make all but one triangulation.",
        _counted_twice,
    ),
)
