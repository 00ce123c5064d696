"""The addresses by which a chart goes elsewhere: frames, pictures, files, references, and what says where they are.

Everything here is an absolute address or a piece of markup made of them. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.select import View, address, frozen

FRAMES = {"narrow": (400, 620), "wide": (900, 600)}
"""Width and height in pixels of the frames that are offered; a chart fits any width."""

PICTURE_FORMATS = ("wide", "narrow", "slide", "square", "card")
SCALES = (1, 2, 3)
DATA_FORMS = ("csv", "hxl.csv", "xlsx", "json", "parquet")
CITATION_FORMS = ("txt", "bib", "ris", "json")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chart of a request, by its kind (empty: the view's first), live or frozen."""

    request: Request
    kind: str = ""
    frozen: bool = False

    @classmethod
    def as_asked(cls, request: Request, kind: str = "") -> Chosen:
        """Frozen if what was asked for is."""
        return cls(request, kind, request.data.frozen_on is not None)

    def link(self, under: str, ending: str = "", **more: str) -> str:
        """The absolute address of what is made from the chart. `more` are parameters besides the view's."""
        rest = (f".{self.kind}" if self.kind else "") + ending
        make = self.request.frozen_link if self.frozen else self.request.live_link
        return with_parameters(make(under=under, rest=rest), **more)

    def embed(self, **more: str) -> str:
        return self.link("/embed/", **more)

    def picture(self, ending: str, **more: str) -> str:
        """The picture's address; `ending` is svg or png, `more` the format, the scale, the theme."""
        return self.link("/chart/", f".{ending}", **more)

    def data(self, form: str) -> str:
        return self.link("/chart/", f".{form}")

    def snippet(self, title: str, frame: str = "wide", **more: str) -> str:
        """The markup that puts the chart into a page: it takes the width that there is."""
        _, height = FRAMES[frame]
        return iframe(self.embed(**more), title, "100%", height)

    def oembed(self) -> str:
        """Where a site that knows oEmbed learns how to show the chart."""
        query = urlencode({"url": self.embed(), "format": "json"})
        return f"{self.request.base}/oembed?{query}"


def inside(request: Request, link: str) -> str:
    """An address of this instance for a page of its own: without its host, whose name a proxy may not pass on."""
    return link.removeprefix(request.base) if request.base else link


def cite_path(data: SituationData, view: View, form: str) -> str:
    """Where a reference to a view, or to the figure whose panel is open, is as a file of one form: a frozen address.

    It is that of this instance, without its host.
    """
    return address(*frozen(data, view), under="/cite/", rest=f".{form}")


def iframe(address: str, title: str, width: int | str, height: int) -> str:
    """The markup of a frame."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        f'style="border:0;max-width:100%" loading="lazy"></iframe>'
    )


def with_parameters(address: str, **more: str) -> str:
    """An address with further parameters; empty ones are left out."""
    query = urlencode({name: value for name, value in more.items() if value})
    if not query:
        return address
    return f"{address}{'&' if '?' in address else '?'}{query}"
