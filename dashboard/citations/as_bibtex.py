"""Entries → BibTeX: a database in UTF-8 for BibTeX and biblatex."""

from __future__ import annotations

import re
from typing import TextIO
from urllib.parse import quote

from babel import Locale
from pybtex import database
from pybtex.database.output import bibtex

from dashboard.citations.entries import Cited, Entry, Sort

_TYPES = {Sort.DATASET: "dataset", Sort.REPORT: "online", Sort.PAGE: "online"}
"""A report is a page on the web as well: "report" would be printed as a technical report."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ESCAPED = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{char: f"\\{char}" for char in "#$%&_"},
}
"""Braces by their names, since BibTeX counts them even behind a backslash."""

_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPED)) + "]")
# Two of these become one sign in print: a dash, a quotation mark, a question mark turned over.
_JOINED = re.compile(r"-(?=-)|'(?=')|`(?=`)|,(?=,)|[?!](?=`)")
_PLAIN = frozenset({"month"})
"""Fields whose values are names that every style gives its own words, and stand without braces."""


class _Writer(bibtex.Writer):  # type: ignore[misc]  # the library has no types
    """Writes fields as they are given: addresses must stay bare, which the library's own escaping would not leave."""

    def _write_field(self, stream: TextIO, name: str, value: str) -> None:
        self.check_braces(value)
        stream.write(f",\n    {name} = {value if name in _PLAIN else f'{{{value}}}'}")


def written(found: Cited) -> str:
    """The entries in the order of the reference."""
    entries = {entry.key: database.Entry(_TYPES[entry.sort], fields=_fields(entry)) for entry in found.entries}
    text: str = _Writer(encoding="UTF-8").to_string(database.BibliographyData(entries=entries))
    return text


def _fields(entry: Entry) -> dict[str, str]:
    """Inner braces keep a name from being taken apart and a title from being put into small letters.

    Year and month are for BibTeX, the date for biblatex. What is not known is left out, and styles say so in their way.
    """
    day = entry.issued
    fields = {
        "author": _kept(entry.author),
        "title": _kept(entry.title),
        "publisher": _text(entry.author) if entry.sort is Sort.DATASET else "",
        "year": f"{day.year:04}" if day else "",
        "month": _MONTHS[day.month - 1] if day else "",
        "date": day.isoformat() if day else "",
        "version": _text(entry.version),
        "number": _text(entry.number),
        "url": _address(entry.url),
        "urldate": entry.retrieved.isoformat() if entry.retrieved else "",
        "langid": _language(entry.language),
        "note": _text(entry.note),
        "annote": _text(entry.annotation),
        "related": entry.related,
    }
    return {name: value for name, value in fields.items() if value}


def _kept(text: str) -> str:
    return f"{{{_text(text)}}}" if text else ""


def _text(text: str) -> str:
    """A text as LaTeX prints it letter for letter."""
    return _JOINED.sub(r"\g<0>{}", _SPECIAL.sub(lambda found: _ESCAPED[found[0]], text))


def _address(url: str) -> str:
    """An address in ASCII and without braces; per cent signs and the like stay, as styles take them literally."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")


def _language(code: str) -> str:
    """A language by its English name, which is what babel and polyglossia mostly call it."""
    name = Locale("en").languages.get(code, "") if code else ""
    return name.lower() if name.isascii() and name.isalpha() else ""
