"""What a reader asked for, complete: everything that a page, a picture, a file or a reference is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dashboard.locales import Words
from dashboard.published import SituationData
from dashboard.select import Asked, View, address, frozen, known_on, live


@dataclass(frozen=True, slots=True)
class Request:
    """The data, the view asked for, its language, the day of asking, and the address of the instance.

    Of what is frozen `today` is the day whose knowledge is shown, so that nothing in an answer depends on the clock.
    `base` is scheme and host without a slash at the end, such as https://example.org.
    """

    data: SituationData
    asked: Asked
    words: Words
    today: date
    base: str = ""

    @property
    def view(self) -> View:
        return self.asked.view

    @property
    def known_on(self) -> date:
        """The day whose knowledge is shown."""
        return known_on(self.data, self.view) or self.today

    def with_view(self, view: View) -> Request:
        """The same asked of another view."""
        return replace(self, asked=Asked(view, self.asked.refused))

    def link(self, under: str = "/s/", rest: str = "") -> str:
        """The absolute address of the view, or with `under` and `rest` of something else made from it."""
        return self.base + address(self.data, self.view, under=under, rest=rest)

    def frozen_link(self, under: str = "/s/", rest: str = "") -> str:
        """The same for as long as the data are kept: with the day and the state of the data in it."""
        data, view = frozen(self.data, self.view)
        return self.base + address(data, view, under=under, rest=rest)

    def live_link(self, under: str = "/s/", rest: str = "") -> str:
        """The same as what is published when it is opened gives it."""
        data, view = live(self.data, self.view)
        return self.base + address(data, view, under=under, rest=rest)
