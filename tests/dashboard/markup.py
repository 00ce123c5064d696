"""HTML read as strictly as it is written here: every element closed, every id once, every reference to an id kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
UNSEEN = frozenset({"script", "style", "title", "desc"})


@dataclass
class Element:
    """An element with its attributes and its children, texts among them."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, tag: str = "") -> list[Element]:
        """The elements below this one, in order; with `tag` those of that name."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                if not tag or child.tag == tag:
                    found.append(child)
                found += child.all(tag)
        return found

    def by_id(self, identity: str) -> Element:
        return next(element for element in self.all() if element.attributes.get("id") == identity)

    @property
    def text(self) -> str:
        """All text below, as it stands in the document; that of scripts, styles and titles of pictures left out."""
        return "".join(
            child if isinstance(child, str) else child.text if child.tag not in UNSEEN else ""
            for child in self.children
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"{name} twice on <{tag}>" for name in set(names) if names.count(name) > 1]
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes <{self.open[-1].tag}>")

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(html: str) -> Element:
    """The document or fragment as a tree. Raises ValueError for what a browser would have to guess at."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    faults = reader.faults + [f"<{element.tag}> is never closed" for element in reader.open[1:]]
    if faults:
        raise ValueError("; ".join(faults[:5]))
    return reader.root


def faults(html: str) -> list[str]:
    """What is wrong with a document: ids that stand twice, references to ids that do not exist, links without an aim,
    pictures, fields and tables without a name, headings out of order.
    """
    tree = read(html)
    every = tree.all()
    ids = [element.attributes["id"] for element in every if "id" in element.attributes]
    found = [f"id {identity} twice" for identity in sorted(set(ids)) if ids.count(identity) > 1]
    for element in every:
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            # An id of Dash may hold a space, an id in a list of them may not.
            asked = [element.attributes.get("for", "")] if name == "for" else element.attributes.get(name, "").split()
            found += [
                f"<{element.tag} {name}={identity}>: no such id" for identity in asked if identity not in (*ids, "")
            ]
        if element.tag == "a" and not element.attributes.get("href"):
            found.append(f"link without address: {element.text}")
        if element.tag == "table" and not element.all("caption"):
            found.append("table without caption")
        if element.tag in ("ul", "ol", "dl", "tr", "select") and not element.all():
            found.append(f"empty <{element.tag}>")
    labelled = {element.attributes["for"] for element in every if element.tag == "label"}
    found += [
        f"field {element.attributes.get('name')} without label"
        for element in every
        if element.tag in ("input", "select")
        and element.attributes.get("type") != "hidden"
        and element.attributes.get("id") not in labelled
    ]
    levels = [
        int(element.tag[1])
        for element in every
        if len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit()
    ]
    if levels.count(1) != 1:
        found.append(f"{levels.count(1)} headings of the first level")
    found += [
        f"heading of level {after} after level {before}" for before, after in pairwise(levels) if after > before + 1
    ]
    return found
