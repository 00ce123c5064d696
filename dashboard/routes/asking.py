"""A Flask request → what it asks for, of what is published now or of a state that was published once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from flask import Flask, abort, redirect, request
from werkzeug.exceptions import BadRequest, Gone, NotFound
from werkzeug.wrappers import Response as AnyResponse

from dashboard.charts.rows import KINDS
from dashboard.locales import languages, words
from dashboard.published import Published, SituationData
from dashboard.request import Request
from dashboard.select import PARAMETERS, View, read_view, vintage_name
from dashboard.settings import Settings

_VINTAGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-([0-9a-f]{12}))?")


class ChartName(NamedTuple):
    """What an address calls a chart: its situation, and which of the view's charts; empty: the view's own order."""

    situation: str
    kind: str


def chart_name(text: str) -> ChartName:
    """`enclave-exits` or `enclave-exits.cumulative`, read."""
    situation, dot, kind = text.rpartition(".")
    return ChartName(situation, kind) if dot and kind in KINDS else ChartName(text, "")


class Asking:
    """Reads requests. What cannot be had is refused: a chart in somebody's report must not silently show another."""

    def __init__(self, settings: Settings, published: Published) -> None:
        self.published = published
        self._public_address = settings.public_address

    def request(self, situation: str, vintage: str = "", parameters: Mapping[str, str] | None = None) -> Request:
        """What is asked of a situation; a parameter that cannot be taken stands in its `asked.refused`.

        `parameters` are those of the address, unless others are given. Aborts with 404 when there is no such situation,
        with 410 when a state is no longer kept.
        """
        data = self._frozen(situation, vintage) if vintage else self._live(situation)
        asked = read_view(data, request.args if parameters is None else parameters, languages())
        return Request(data, asked, words(asked.view.lang), data.frozen_on or today(), self.base)

    def strictly(self, situation: str, vintage: str = "", parameters: Mapping[str, str] | None = None) -> Request:
        """The same, aborting with 400 when any parameter of a view cannot be taken as it stands.

        Parameters of other names (a campaign's mark that a network puts on every link) change nothing.
        """
        found = self.request(situation, vintage, parameters)
        if found.asked.refused:
            told = ", ".join(f"{name}={value!r}" for name, value in found.asked.refused)
            raise BadRequest(
                f"{told} cannot be shown of {situation}; /s/{situation} offers what can. A view's parameters are "
                f"{', '.join(PARAMETERS)}"
            )
        return found

    @property
    def base(self) -> str:
        """Scheme and host by which links call this instance."""
        return (self._public_address or request.host_url).rstrip("/")

    def _live(self, situation: str) -> SituationData:
        snapshot = self.published.snapshot()
        if situation not in snapshot.summaries:
            raise NotFound(f"there is no situation {situation!r}")
        return snapshot.situation(situation)

    def _frozen(self, situation: str, vintage: str) -> SituationData:
        found = _VINTAGE.fullmatch(vintage)
        day = _day(found[1]) if found else None
        if found is None or day is None or day > today():
            raise NotFound(f"{vintage!r} names no vintage; one looks like 2019-01-30-0123456789ab")
        if found[2] is None:
            abort(self._to_state(situation, day))
        data = self.published.frozen(situation, found[2], day)
        if data is None:
            raise Gone(
                f"the state {found[2]} of {situation} is not kept here; /s/{situation}?as_of={day} is what is now"
            )
        return data

    def _to_state(self, situation: str, day: date) -> AnyResponse:
        """Where a day alone leads: to the state that is published now, as known on that day."""
        data = self._live(situation)
        rest = request.full_path.rstrip("?").removeprefix("/v/").partition("/")[2]
        named = vintage_name(data, View(situation, data.situation.default_measure, as_of=day))
        return redirect(f"/v/{named}/{rest}", 302)


def both(server: Flask, rule: str, endpoint: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add a route and its frozen form. The function gets the vintage, empty in the live form."""

    def add(answer: Callable[..., Any]) -> Callable[..., Any]:
        server.add_url_rule(rule, endpoint, answer, defaults={"vintage": ""})
        server.add_url_rule(f"/v/<vintage>{rule}", f"frozen {endpoint}", answer)
        return answer

    return add


def choice(name: str, allowed: Mapping[str, Any], default: str) -> str:
    """A parameter that is one of a few words. Aborts with 400 when it is another."""
    value = request.args.get(name, default)
    if value not in allowed:
        raise BadRequest(f"{name}={value!r} cannot be had; {name} is one of {', '.join(allowed)}")
    return value


def whole(name: str, least: int, most: int, default: int) -> int:
    """A parameter that is a whole number within limits. Aborts with 400 when it is not."""
    text = request.args.get(name, str(default))
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise BadRequest(f"{name}={text!r} cannot be had; {name} is a whole number from {least} to {most}")
    return int(text)


def today() -> date:
    """Today's date, the same for every instance."""
    return datetime.now(UTC).date()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
