"""Where a proposal's count was taken, as far as the report that holds it names a place of the situation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from etl.ledger.situation_file import place_names
from etl.model import Figure, Situation
from etl.universe import FlowPoints

_SHORTEST = 4
"""A name of fewer letters would be found inside other words."""


def placed(figures: Iterable[Figure], situation: Situation, text: str) -> list[Figure]:
    """The figures, each with the places that make it fit a flow point.

    A sentence seldom says where people came from when the whole report is about one place. A figure that fits no flow
    point of its measure as it was read gets, for what it leaves empty, the first places that `text` names and that a
    flow point admits, in the order of situation.toml. One that still fits none stays as it was read.
    """
    flow_points = FlowPoints(situation)
    named = _named(situation, text)
    return [_placed(figure, situation, flow_points, named) for figure in figures]


def _named(situation: Situation, text: str) -> list[str]:
    """The places that a text names, the first named first."""
    lower = text.casefold()
    found = []
    for place in situation.places:
        spots = [lower.find(name.casefold()) for name in place_names(place) if len(name) >= _SHORTEST]
        if any(spot >= 0 for spot in spots):
            found.append((min(spot for spot in spots if spot >= 0), place.id))
    return [name for _, name in sorted(found)]


def _placed(figure: Figure, situation: Situation, flow_points: FlowPoints, named: list[str]) -> Figure:
    if flow_points.of(figure):
        return figure
    for point in situation.flow_points:
        if figure.measure not in point.measures:
            continue
        starts = [figure.place_from] if figure.place_from else [place for place in named if place in point.place_from]
        ends = [figure.place_to] if figure.place_to else ["", *(place for place in named if place in point.place_to)]
        for start in starts or [""]:
            for end in ends:
                fitting = replace(figure, place_from=start, place_to=end)
                if flow_points.of(fitting) == point.id:
                    return fitting
    return figure
