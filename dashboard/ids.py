"""Ids of components that callbacks read or write, each once."""

from __future__ import annotations

URL = "url"
PAGE = "page"
PANEL = "panel"
SHOWN = "shown"
FIGURE = "figure"
VINTAGES = "vintages"
VINTAGE = "vintage"
VINTAGE_TEXT = "vintage-text"
REPLAY = "replay"


def chart(name: str) -> dict[str, str]:
    """A chart's graph."""
    return {"chart": name}


def control(name: str, default: str) -> dict[str, str]:
    """A control that fills the address's parameter `name`, left out of it at `default`."""
    return {"control": name, "default": default}
