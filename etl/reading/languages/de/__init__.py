"""German: the words of reports, as data."""

from etl.reading.languages.de.words import LEXICON

__all__ = ["LEXICON"]
