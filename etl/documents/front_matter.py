"""Front matter as documents have it; `etl.front_matter` reads it, for ledgers with held texts need it too."""

from etl.front_matter import Parts, join, split

__all__ = ["Parts", "join", "split"]
