"""What every reader of a format gives, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etl.errors import WaymarkError

MOST_BYTES = 50_000_000
"""A report is a few pages. A larger file is a scan, an archive or a slip, and would fill the memory."""

FRONT_MATTER = "front matter"
PAGE_METADATA = "page metadata"
FILE_PROPERTIES = "file properties"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `name` is its file or address, for messages; `stem` may name a report without an id.

    `fields` are what the document says of itself, under the names of the report ledger where it has one: id, title,
    publisher, url, published, language. `published` stands there only if the document gives it as such; the dates of
    a file's properties are `created` and `modified`. `basis` says where the fields come from. `body` is the text in
    which spans are counted. `remarks` are for whoever reads along: a guessed encoding, pages without text.
    """

    name: str
    fields: Mapping[str, str]
    body: str
    basis: str = ""
    remarks: tuple[str, ...] = ()
    stem: str = ""


class DocumentError(WaymarkError):
    """A document that cannot be read. `found` says what was found and what to do, the message names the document."""

    def __init__(self, name: str, found: str) -> None:
        self.name = name
        self.found = found
        super().__init__(f"{name}: {found}")

    def __reduce__(self) -> tuple[type[DocumentError], tuple[str, str]]:
        """Lets the error travel between processes."""
        return type(self), (self.name, self.found)
