"""Counts, groups, places and starts of count as words: the quantifier always kept, nothing asserted of anyone."""

from __future__ import annotations

from datetime import date

from dashboard.locales import Words
from dashboard.select import ALL, View
from dashboard.suppression import KnownFigure
from etl.model import Basis, Kind, Measure, Quantifier, SeriesRow, Situation, Unit


def people(words: Words, unit: Unit, number: int) -> str:
    """A number with its unit: 36,250 people, 1 family."""
    return words.count(f"unit.{unit.value}", number)


def quantified(words: Words, quantifier: Quantifier, text: str) -> str:
    """A count in words with its quantifier: more than 34,200 people."""
    return words(f"quantifier.{quantifier.value}", count=text)


def as_printed(words: Words, known: KnownFigure) -> str:
    """A figure's number with quantifier and unit; the printed word where it is one; "withheld" where masked."""
    figure = known.figure
    if known.bounds is None:
        return words("count.withheld")
    if figure.quantifier is Quantifier.RANGE and figure.lower is not None and figure.upper is not None:
        upper = people(words, figure.unit, figure.upper)
        return words("count.range", lower=words.number(figure.lower), upper=upper)
    if figure.value is None:
        return words("count.word", word=figure.as_reported, unit=words(f"unit.{figure.unit.value}.name"))
    if figure.quantifier is Quantifier.ABOUT and figure.upper == figure.value:
        return words("quantifier.nearly", count=people(words, figure.unit, figure.value))
    return quantified(words, figure.quantifier, people(words, figure.unit, figure.value))


def between(words: Words, lower: int | None, point: int | None, upper: int | None) -> str:
    """What bounds say: one number where they meet, else the number with its bounds, else the bounds alone."""
    if lower is None:
        return words("count.none")
    least = words.number(lower)
    if upper is None:
        if point is None:
            return words("count.at_least", lower=least)
        if lower == point:
            return quantified(words, Quantifier.AT_LEAST, least)
        if lower == point + 1:
            return quantified(words, Quantifier.MORE_THAN, words.number(point))
        return words("count.point_at_least", point=words.number(point), lower=least)
    if lower == upper:
        return least
    most = words.number(upper)
    if point is None:
        return words("count.between", lower=least, upper=most)
    return words("count.point_between", point=words.number(point), lower=least, upper=most)


def rounded(number: int, quantifier: Quantifier) -> int:
    """A number as a headline shows it: to 10 from 100 on, to 100 from 1,000 on, to 1,000 from 10,000 on.

    A least number is rounded down and a most number up, because the other way would claim more than was reported.
    """
    step = next((step for limit, step in ((100, 1), (1_000, 10), (10_000, 100)) if number <= limit), 1_000)
    if quantifier in (Quantifier.AT_LEAST, Quantifier.MORE_THAN):
        return number // step * step
    if quantifier in (Quantifier.AT_MOST, Quantifier.LESS_THAN):
        return -(-number // step) * step
    return (number + step // 2) // step * step


def measure_name(words: Words, measure: Measure) -> str:
    """What was counted: Exits."""
    return words(f"measure.{measure.value}")


def unit_name(words: Words, unit: Unit) -> str:
    """What was counted in: people, families."""
    return words(f"unit.{unit.value}.name")


def source_name(words: Words, situation: Situation, source: str) -> str:
    """A source by its name in full, or its id where the situation does not declare it."""
    return next((one.names.in_language(words.language) for one in situation.sources if one.id == source), source)


def population_name(words: Words, situation: Situation, population: str) -> str:
    """A group of people in the situation's words."""
    found = (one.names.in_language(words.language) for one in situation.populations if one.id == population)
    return next(found, population)


def flow_point_name(words: Words, situation: Situation, flow_point: str) -> str:
    """A point of counting in the situation's words."""
    found = (one.names.in_language(words.language) for one in situation.flow_points if one.id == flow_point)
    return next(found, flow_point)


def group_name(words: Words, situation: Situation, nationality: str, population: str) -> str:
    """Iraq; reported as IS members; Iraq, women and children. Empty groups are all people."""
    parts = [words.nationality(nationality)] if nationality else []
    parts += [population_name(words, situation, population)] if population else []
    return words("list.comma").join(parts) or words("group.all")


def phase_name(words: Words, situation: Situation, source: str, phase: str, measure: Measure | None = None) -> str:
    """The words for a start of count: those that the situation declares, else «since» and the day."""
    if not phase:
        return words("phase.not_stated")
    start = date.fromisoformat(phase)
    for declared in situation.phases:
        if declared.source == source and declared.start == start and (measure is None or measure in declared.measures):
            return declared.names.in_language(words.language)
    return words("phase.since", date=words.day(start))


def line_name(words: Words, situation: Situation, row: SeriesRow, view: View, several_points: bool) -> str:
    """What a line of a chart is called: the group where lines are groups, the source, the start, the place."""
    parts = []
    if view.by != "source" and view.group == ALL:
        parts.append(group_name(words, situation, row.nationality, row.population))
    parts.append(row.source)
    if several_points:
        parts.append(flow_point_name(words, situation, row.flow_point))
    if row.kind is Kind.FLOW and row.basis is Basis.CUMULATIVE:
        parts.append(phase_name(words, situation, row.source, row.phase, row.measure))
    return words("list.comma").join(parts)
