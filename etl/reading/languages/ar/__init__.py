"""Arabic: the words of reports, as data."""

from etl.reading.languages.ar.words import LEXICON

__all__ = ["LEXICON"]
