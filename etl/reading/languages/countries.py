"""Country names in French, Spanish and German: those of Unicode's CLDR, which babel carries, and other common ones."""

from __future__ import annotations

import re
from collections.abc import Mapping

from babel import Locale
from babel.core import get_global

from etl.reading.languages.nations import NATIONS

# Names that reports use besides CLDR's, and places whose name stands for a country; in the order French, Spanish, German.
_OTHER_NAMES: dict[str, tuple[str, str, str]] = {
    "SYR": ("", "", "syrisch-arabische republik"),
    "IRQ": ("irak", "irak|iraq", "irak"),
    "PSE": (
        "palestine|gaza|bande de gaza|la bande de gaza|cisjordanie",
        "palestina|gaza|franja de gaza|la franja de gaza|cisjordania",
        "palästina|gaza|gazastreifen|gaza-streifen|westjordanland",
    ),
    "SAU": ("arabie saoudite", "arabia saudita|arabia saudí", "saudi-arabien"),
    "GBR": ("grande-bretagne|angleterre", "gran bretaña|inglaterra", "großbritannien|england"),
    "NLD": ("hollande", "holanda", "holland|niederlanden"),
    "USA": ("états-unis|etats-unis|usa", "estados unidos|ee uu|eeuu|ee. uu.", "usa|vereinigten staaten"),
    "CZE": ("république tchèque", "república checa", "tschechische republik"),
    "BIH": ("bosnie", "bosnia", "bosnien"),
    "MKD": ("macédoine", "macedonia", "mazedonien"),
    "BLR": ("biélorussie", "bielorrusia", "weißrussland"),
    "MDA": ("moldavie", "moldavia|moldova", "moldawien|moldau|republik moldau"),
    "MMR": ("birmanie|myanmar", "birmania|myanmar", "birma|burma|myanmar"),
    "COD": (
        "rdc|rd congo|république démocratique du congo",
        "rdc|rd congo|república democrática del congo",
        "dr kongo|demokratische republik kongo|demokratischen republik kongo|kongo",
    ),
    "COG": ("république du congo", "república del congo", "republik kongo"),
    "CAF": ("centrafrique|rca", "rca", "zentralafrika|zentralafrikanischen republik"),
    "CIV": ("côte d'ivoire", "costa de marfil", "elfenbeinküste"),
    "SSD": ("sud-soudan|soudan du sud", "sudán del sur", "südsudan"),
    "ARE": ("émirats|emirats arabes unis", "emiratos", "emirate|vereinigten arabischen emiraten"),
}
_ORDER = ("fr", "es", "de")
_WITHOUT_ALIAS = {"XKX": "XK"}
"""Kosovo has a code of three letters by agreement only, which CLDR does not list."""
_BRACKET = re.compile(r"(.*?)\s*\((.*?)\)\s*")


def country_names(language: str) -> dict[str, str]:
    """ISO alpha-3 code -> the country's names in French, Spanish or German, in lower case and joined by `|`.

    Raises ValueError for another language.
    """
    if language not in _ORDER:
        raise ValueError(f"{language!r} is not in {', '.join(_ORDER)}, the languages whose country names are kept here")
    place = _ORDER.index(language)
    territories = Locale.parse(language).territories
    two_letters: Mapping[str, list[str]] = get_global("territory_aliases")
    found: dict[str, str] = {}
    for code in NATIONS:
        short = _WITHOUT_ALIAS.get(code) or two_letters[code][0]
        name = territories[short].lower()
        bracket = _BRACKET.fullmatch(name)
        names = list(bracket.groups()) if bracket else [name]
        names += [other for other in _OTHER_NAMES.get(code, ("", "", ""))[place].split("|") if other]
        found[code] = "|".join(dict.fromkeys(names))
    return found
