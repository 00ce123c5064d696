"""French: the words of reports, as data."""

from etl.reading.languages.fr.words import LEXICON

__all__ = ["LEXICON"]
