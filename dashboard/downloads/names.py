"""What files are called. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.published import SituationData
from dashboard.select import View, known_on, parameters_of


@dataclass(frozen=True, slots=True)
class Download:
    """A file to take away."""

    content: bytes
    mimetype: str
    name: str


def file_name(data: SituationData, parts: Sequence[str], ending: str) -> str:
    """A file's name: the situation, what of it, whose knowledge, and the kind of file; safe on every system."""
    words = ["waymark", data.situation.id, *(part for part in parts if part)]
    return (
        "_".join("".join(char if char.isalnum() or char in "-." else "-" for char in word) for word in words) + ending
    )


def view_parts(data: SituationData, view: View) -> list[str]:
    """What a view's file name says of it: its parameters, and the day whose knowledge it holds."""
    parameters = parameters_of(data, view)
    known = known_on(data, view)
    parts = [view.measure.value, view.unit.value]
    parts += [
        f"{name}-{value}"
        for name, value in parameters.items()
        if name not in ("measure", "unit", "as_of", "figure", "view")
    ]
    return [*parts, f"as-known-{known}" if known else ""]
