"""English: the words of reports, as data."""

from etl.reading.languages.en.words import LEXICON

__all__ = ["LEXICON"]
