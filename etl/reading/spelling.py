"""What a token is: a word, a number with the separators of any language, a date, a clock's time or a mark.

Free of nested repetition, so that its cost is linear in the text.
"""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"(?P<word>[^\W\d_][^\W\d_\u064b-\u0652\u0670]*(?:[\u064b-\u0652\u0670'’-][^\W\d_\u064b-\u0652\u0670]*)*(?<!['’-]))"
    r"|(?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)|\d{1,2}-\d{1,2}-\d{4}(?!\d))"
    r"|(?P<clock>\d{1,2}:\d{2}(?!\d))"
    r"|(?P<number>\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?!\d)|\d{1,3}(?:،\d{3})+(?!\d)|\d+ر\d+(?!\w)|\d+(?:[.,٬٫]\d+)*)"
    r"|(?P<mark>\S)"
)
