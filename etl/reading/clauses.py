"""Which event and which day a number speaks of: the nearest word, with a price for every border on the way."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from etl.model import Measure
from etl.reading.tokens import Line

FAR = 70
_PRICES = {"stop": 14, "open": 8, "close": 8, "comma": 7, "and": 5, "include": 6, "within_total": 4}
_PASSING_A_NUMBER = 6
_PASSING_A_CLITIC_AND = 3
# Their object follows at once: "arrested 700 people fleeing …" counts arrests, not flights.
_TAKES_OBJECT = frozenset(("arrests", "deaths", "injured", "releases", "displaced", "arrivals"))


@dataclass(frozen=True, slots=True)
class Clause:
    """Where one number phrase stands in its sentence.

    It spans the items `first` to before `end`, with its noun. `since` is the item after the phrase before it, `until`
    the first item of the phrase after it. `running` are the costs of `prices`, `events` the words of `events`.
    """

    line: Line
    running: list[int]
    events: list[tuple[int, str]]
    first: int
    end: int
    since: int
    until: int
    verbs_first: bool

    def nearest(self) -> tuple[str, int, int] | None:
        """The event that the number most likely speaks of, as (word's value, item, cost)."""
        return nearest(self.running, self.events, self.first, self.end, self.verbs_first)

    def between(self, low: int, high: int) -> list[tuple[int, str]]:
        """The events from item `low` to before `high`."""
        return self.events[bisect_left(self.events, (low, "")) : bisect_left(self.events, (high, ""))]


def prices(line: Line, numbers: bytearray) -> list[int]:
    """Running cost of walking through the items: the cost between two items is the difference of theirs.

    `numbers` marks the first item of every number phrase: to pass one costs, since it has words of its own.
    """
    borders = _PRICES
    costs = []
    for index, tags in enumerate(line.tags):
        cost = 1
        if tags:
            for tag in tags:
                if tag in borders:
                    cost += borders[tag]
        if numbers[index]:
            cost += _PASSING_A_NUMBER
        if line.joined[index]:
            cost += _PASSING_A_CLITIC_AND
        costs.append(cost)
    return list(accumulate(costs, initial=0))


def cost_between(running: list[int], first: int, end: int, at: int) -> int:
    """What lies between the items `first` to before `end` and the item `at`."""
    if at >= end:
        return running[at] - running[end]
    return running[first] - running[min(at + 1, first)]


def nearest(
    running: list[int], positions: list[tuple[int, str]], first: int, end: int, verbs_first: bool
) -> tuple[str, int, int] | None:
    """(value, item, cost) of the cheapest of `positions` (in order) around a number phrase; None if all are far."""
    place = bisect_left(positions, (first, ""))
    left = positions[place - 1] if place else None
    right = next((position for position in positions[place : place + 4] if position[0] >= end), None)
    left_cost = cost_between(running, first, end, left[0]) if left else FAR
    right_cost = cost_between(running, first, end, right[0]) if right else FAR
    if left and left_cost == 0 and left[1] in _TAKES_OBJECT:
        return left[1], left[0], 0
    if left and left_cost < FAR and (left_cost < right_cost or (verbs_first and left_cost <= right_cost + 2)):
        return left[1], left[0], left_cost
    if right and right_cost < FAR:
        return right[1], right[0], right_cost
    return None


def measure_named(name: str, besieged: bool) -> Measure:
    """The measure of a word; to flee is to leave an enclave where the text speaks of one, else to be displaced."""
    if name == "fled":
        return Measure.EXITS if besieged else Measure.DISPLACED
    return Measure(name)
