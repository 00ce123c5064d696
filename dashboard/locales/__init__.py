"""All words that a reader sees, by language, and numbers and dates as the language writes them.

A catalogue is a gettext file, `<language>.po`, whose message ids are names of places in the application, so that the
English wording can change like any other. Anyone who translates can use the common tools.
"""

from __future__ import annotations

import gettext
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pycountry
from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

FOLDER = Path(__file__).parent
DEFAULT = "en"


class Words:
    """The words of one language. Call it with a message's name and the values in it.

    Raises KeyError for a name that the catalogue does not have: a missing word is a defect and not to be shown.
    """

    def __init__(self, language: str, translations: gettext.GNUTranslations) -> None:
        self.language = language
        self._translations = translations
        self._locale = Locale.parse(language)
        self.direction = "rtl" if self._locale.text_direction == "rtl" else "ltr"

    def __call__(self, name: str, /, **values: object) -> str:
        text = self._translations.gettext(name)
        if text == name:
            raise KeyError(f"{name}: not in the catalogue {self.language}.po")
        return text.format(**values) if values else text

    def has(self, name: str) -> bool:
        """Whether the catalogue knows `name`, with plural forms or without."""
        # Only newer versions of Python find a message with plurals when it is asked for without a number.
        return self._translations.gettext(name) != name or self._translations.ngettext(name, name, 1) != name

    def count(self, name: str, count: int, /, **values: object) -> str:
        """The plural form that `count` asks for; {count} in it is the number as the language writes it."""
        text = self._translations.ngettext(name, f"{name}.plural", count)
        if text in (name, f"{name}.plural"):
            raise KeyError(f"{name}: not in the catalogue {self.language}.po")
        return text.format(count=self.number(count), **values)

    def number(self, number: int | float) -> str:
        return _number(self.language, number)

    def percent(self, share: float) -> str:
        return str(format_percent(share, locale=self._locale))

    def day(self, day: date) -> str:
        """A day in full: 30 January 2019."""
        return _day(self.language, day, "d MMMM y")

    def short_day(self, day: date) -> str:
        """A day where there is little room: 30 Jan 2019."""
        return _day(self.language, day, "d MMM y")

    def tick(self, day: date, precision: str) -> str:
        """A day at an axis: by day ("30 Jan"), month ("Jan 2019") or year ("2019")."""
        return _day(self.language, day, {"day": "d MMM", "month": "MMM y", "year": "y"}[precision])

    def period(self, start: date | None, end: date) -> str:
        """First to last day, saying once what both share: 22–29 January 2019 is written 22 Jan – 29 Jan 2019."""
        if start is None:
            return self("period.until", end=self.short_day(end))
        if start == end:
            return self.short_day(end)
        first = self.tick(start, "day") if start.year == end.year else self.short_day(start)
        return self("period.from_to", start=first, end=self.short_day(end))

    def nationality(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 alpha-3 code, or the words of other:<words>."""
        if code.startswith("other:"):
            return self("nationality.other", words=code.removeprefix("other:"))
        return _country(self.language, code)


@cache
def words(language: str) -> Words:
    """The words of a language. Raises KeyError if there is no such catalogue."""
    file = FOLDER / f"{language}.po"
    if language not in languages():
        raise KeyError(f"no catalogue for {language!r}; there are {', '.join(languages())}")
    with file.open("rb") as handle:
        catalogue = read_po(handle, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(language, gettext.GNUTranslations(compiled))


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalogue, English first."""
    found = sorted(file.stem for file in FOLDER.glob("*.po"))
    return tuple(sorted(found, key=lambda language: (language != DEFAULT, language)))


@cache
def _number(language: str, number: int | float) -> str:
    return str(format_decimal(number, locale=language))


@cache
def _day(language: str, day: date, pattern: str) -> str:
    return str(format_date(day, pattern, locale=language))


@cache
def _country(language: str, code: str) -> str:
    country = pycountry.countries.get(alpha_3=code)
    if country is None:
        return code
    return str(Locale.parse(language).territories.get(country.alpha_2, country.name))
