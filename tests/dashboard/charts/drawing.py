"""Reads a picture back: where its marks, words and paths stand, in pixels of the whole picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
_PARTS = re.compile(r"([MmLlHhVvAaZz])|(-?\d*\.?\d+)")
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "a": 7, "z": 0}
Spot = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """One path: its element, its key if it is a mark, and the corners of each of its strokes."""

    element: ElementTree.Element
    key: str
    strokes: tuple[tuple[Spot, ...], ...]

    @property
    def spots(self) -> list[Spot]:
        return [spot for stroke in self.strokes for spot in stroke]


@dataclass(frozen=True)
class Words:
    text: str
    x: float
    y: float
    anchor: str
    size: float
    full: str
    """What a title inside says in full, if there is one."""


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    root: ElementTree.Element
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]

    @property
    def marks(self) -> dict[str, Shape]:
        return {shape.key: shape for shape in self.shapes if shape.key}


def read(svg: str) -> Drawing:
    """Parse a picture. Raises `ParseError` where it is not well-formed XML."""
    root = ElementTree.fromstring(svg)
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    shapes: list[Shape] = []
    words: list[Words] = []

    def walk(element: ElementTree.Element, at: Spot, key: str, inherited: dict[str, str]) -> None:
        inherited = inherited | element.attrib
        if moved := re.fullmatch(r"translate\((-?\d+) (-?\d+)\)", element.get("transform", "")):
            at = (at[0] + float(moved[1]), at[1] + float(moved[2]))
        key = element.get("data-k", key)
        if element.tag == f"{SVG}path":
            strokes = tuple(strokes_of(element.attrib["d"], at))
            room = element.get("class") == "h"
            shapes.append(Shape(element, "" if room else key, strokes))
        if element.tag == f"{SVG}text":
            x, y = float(element.attrib["x"]) + at[0], float(element.attrib["y"]) + at[1]
            anchor, size = inherited.get("text-anchor", "start"), float(inherited["font-size"])
            words.append(Words(element.text or "", x, y, anchor, size, element.findtext(f"{SVG}title", "")))
        for child in element:
            walk(child, at, key, inherited)

    walk(root, (0, 0), "", {})
    return Drawing(width, height, root, tuple(shapes), tuple(words))


def strokes_of(path: str, origin: Spot = (0, 0)) -> Iterator[tuple[Spot, ...]]:
    """The corners of each stroke of a path's `d`, curves by their ends."""
    tokens = [match.group() for match in _PARTS.finditer(_spread_flags(path))]
    x = y = 0.0
    stroke: list[Spot] = []
    i, command = 0, ""
    while i < len(tokens):
        if tokens[i].isalpha():
            command, i = tokens[i], i + 1
        takes = _TAKES[command.lower()]
        numbers, i = [float(token) for token in tokens[i : i + takes]], i + takes
        assert len(numbers) == takes
        base_x, base_y = (x, y) if command.islower() else (0.0, 0.0)
        match command.lower():
            case "m":
                if len(stroke) > 1:
                    yield tuple(stroke)
                x, y = base_x + numbers[0], base_y + numbers[1]
                stroke = [(x + origin[0], y + origin[1])]
                command = "l" if command == "m" else "L"
                continue
            case "h":
                x = base_x + numbers[0]
            case "v":
                y = base_y + numbers[0]
            case "l" | "a":
                x, y = base_x + numbers[-2], base_y + numbers[-1]
            case "z":
                x, y = stroke[0][0] - origin[0], stroke[0][1] - origin[1]
        stroke.append((x + origin[0], y + origin[1]))
    if len(stroke) > 1:
        yield tuple(stroke)


def _spread_flags(path: str) -> str:
    """Arcs written with their two flags run together ("3 3 0 106 0"), with spaces between them."""
    return re.sub(r"(\d+ \d+ 0 )([01])([01])(-?\d)", r"\1\2 \3 \4", path)
