"""Spanish: the words of reports, as data."""

from etl.reading.languages.es.words import LEXICON

__all__ = ["LEXICON"]
