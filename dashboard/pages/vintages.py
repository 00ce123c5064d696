"""The slider over what was known when, with its replay: a stop for each day of publication, the last one is now.

The slider and the button are moved by waymark.js, which puts the stop into the address; everything else follows from
that. Without scripts both are hidden, and the field and the links beside them lead to the same views.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from dashboard import ids
from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.select import View
from dashboard.static_html import named

_SEPARATOR = "|"
"""Between the stops in an attribute; no language writes it into a date."""


def stops(data: SituationData) -> tuple[date | None, ...]:
    """The days that a slider stops at, None for now.

    What the last report told is what is known now, so its day is no stop of its own. Empty for fewer than two reports'
    days: there is nothing to slide over.
    """
    vintages = data.summary.vintages
    return (*vintages[:-1], None) if len(vintages) > 1 else ()


def stop_of(places: tuple[date | None, ...], as_of: date | None) -> int:
    """The place of the stop whose knowledge is that of `as_of`: the last one on it or before, the first for all before."""
    days = [day for day in places if day is not None]
    return len(days) if as_of is None else max(bisect_right(days, as_of) - 1, 0)


def slider(words: Words, data: SituationData, view: View) -> html.Div | None:
    """The slider with the day that it stands at, and the button that replays; None when there is nothing to slide over."""
    places = stops(data)
    if not places:
        return None
    last = data.summary.vintages[-1]
    here = len(places) - 1 if view.as_of is not None and view.as_of >= last else stop_of(places, view.as_of)
    spoken = words("vintage.stop.now") if view.as_of is None else words.day(view.as_of)
    texts = [words("vintage.stop.now") if day is None else words.day(day) for day in places]
    said = {
        "data-stops": _SEPARATOR.join("" if day is None else day.isoformat() for day in places),
        "data-texts": _SEPARATOR.join(texts),
        "data-shown": view.as_of.isoformat() if view.as_of else "",
        "data-text": spoken,
        "data-place": str(here),
        **{f"data-{name}": words(f"vintage.{name}") for name in ("replay", "pause", "step", "started", "ended")},
        # The day at which it is paused is filled in by the script.
        "data-paused": words("vintage.paused", date="{date}"),
    }
    children: list[Any] = [
        html.Label(words("vintage.slider"), htmlFor=ids.VINTAGE),
        html.Span(spoken, className="vintage-text", id=ids.VINTAGE_TEXT),
        dbc.Input(id=ids.VINTAGE, type="range", min=0, max=len(places) - 1, step=1, value=here, autocomplete="off"),
        html.Button(words("vintage.replay"), type="button", className="btn", id=ids.REPLAY),
    ]
    return html.Div(children, className="vintages needs-script", id=ids.VINTAGES, **named(said))
