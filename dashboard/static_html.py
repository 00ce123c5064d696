"""A tree of Dash components → HTML, so that a page is there before its scripts, and without them.

The same tree is what Dash hydrates; a component stands for the same element in both. Text and attributes are escaped,
and only `Raw`, which our own renderers fill, is taken as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from dash.development.base_component import Component


@dataclass(frozen=True, slots=True)
class Raw:
    """Markup made by a renderer of ours."""

    html: str


def raw(html: str) -> Any:
    """Markup as a child of a component. Such a tree is for `to_html`; Dash itself cannot send it."""
    return Raw(html)


def named(attributes: Mapping[str, str | None]) -> dict[str, Any]:
    """Attributes whose names are no Python names (aria-label), to be unpacked into a component; None leaves one out."""
    return {name: value for name, value in attributes.items() if value is not None}


def element(tag: str, attributes: Mapping[str, Any], *children: Any) -> Any:
    """An element of a page that Dash never sees, for what its components have no properties for."""
    return Raw(_element(tag, attributes, children))


_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_NAMES = {
    "className": "class",
    "class_name": "class",
    "htmlFor": "for",
    "html_for": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
    "hrefLang": "hreflang",
    "dateTime": "datetime",
    "autoComplete": "autocomplete",
    "accessKey": "accesskey",
    "spellCheck": "spellcheck",
    "readOnly": "readonly",
}
_INTERNAL = frozenset(
    {
        "children",
        "n_clicks",
        "n_clicks_timestamp",
        "disable_n_clicks",
        "key",
        "debounce",
        "external_link",
        "refresh",
        "persistence",
    }
)
_NOT_SHOWN = frozenset({"Location", "Store", "Download", "Interval"})


def to_html(node: Any) -> str:
    """The HTML of a component, a text, a number, a list of these, or nothing for None.

    Raises TypeError for a component that has no form without scripts: it would be missing for a reader without them.
    """
    if node is None:
        return ""
    if isinstance(node, Raw):
        return node.html
    if isinstance(node, Component):
        return _component(node)
    if isinstance(node, (str, int, float)):
        return escape(str(node), quote=False)
    if isinstance(node, Iterable):
        return "".join(map(to_html, node))
    raise TypeError(f"{type(node).__name__} has no HTML")


def _component(component: Component) -> str:
    described = component.to_plotly_json()  # type: ignore[no-untyped-call]
    kind, namespace, props = described["type"], described["namespace"], dict(described["props"])
    if namespace == "dash_html_components":
        return _element(kind.lower(), props, props.get("children"))
    if kind in _NOT_SHOWN:
        return ""
    if kind == "Link":
        return _element("a", props, props.get("children"))
    if kind == "Select":
        return _select(props)
    if kind == "Input":
        props["value"] = props.get("value") or ""
        return _element("input", props, None)
    if kind == "Button":
        tag = "a" if props.get("href") else "button"
        props["className"] = " ".join(
            part for part in ("btn", props.get("className") or props.get("class_name")) if part
        )
        props.pop("class_name", None)
        props.pop("color", None)
        return _element(tag, props, props.get("children"))
    raise TypeError(f"{namespace}.{kind} has no form without scripts; add it to static_html")


def _select(props: dict[str, Any]) -> str:
    options = []
    for option in props.pop("options", ()):
        chosen = {"selected": True} if option["value"] == props.get("value") else {}
        options.append(_element("option", {"value": option["value"], **chosen}, option["label"]))
    props.pop("value", None)
    props["className"] = "form-select"
    return _element("select", props, Raw("".join(options)))


def _element(tag: str, props: Mapping[str, Any], children: Any) -> str:
    attributes = "".join(_attribute(name, value) for name, value in props.items())
    if tag in _VOID:
        return f"<{tag}{attributes}>"
    return f"<{tag}{attributes}>{to_html(children)}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if name in _INTERNAL or value is None or value is False:
        return ""
    name = _NAMES.get(name, name)
    if name == "id" and isinstance(value, dict):
        value = dom_id(value)
    if name == "style":
        value = ";".join(f"{_css_name(key)}:{part}" for key, part in value.items())
    if value is True:
        return f" {name}"
    return f' {name}="{escape(str(value))}"'


def dom_id(identity: Mapping[str, Any]) -> str:
    """The id that Dash gives the element of a component whose id is a dictionary."""
    return json.dumps(dict(sorted(identity.items())), separators=(",", ":"))


def _css_name(name: str) -> str:
    return re.sub(r"[A-Z]", lambda match: f"-{match[0].lower()}", name)
