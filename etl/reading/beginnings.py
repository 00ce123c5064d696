"""Days from which the world counts, for reports that write only "since the fighting began".

A beginning is taken only where the report names the place, and only the latest that is not after the report. Each is
the day that the agencies' own running totals start from; the source of the day stands beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Beginning:
    """The day `start` from which displacement from a place is counted; `places` are its names, any one of which tells."""

    start: date
    places: str


_ALL = (
    # UNHCR and OCHA count the displaced of Syria since the protests of March 2011.
    Beginning(date(2011, 3, 15), "syria|سوريا|سورية|syrie|siria|syrien"),
    # OCHA, Mosul Humanitarian Response: operations began on 17 October 2016.
    Beginning(date(2016, 10, 17), "mosul|الموصل|mossoul|mossul"),
    # SDF, start of the battle for Raqqa: 6 June 2017.
    Beginning(date(2017, 6, 6), "raqqa|الرقة|rakka"),
    # UNHCR, Rohingya emergency: arrivals in Cox's Bazar since 25 August 2017.
    Beginning(date(2017, 8, 25), "cox's bazar|rohingya|روهينغا"),
    # OCHA, Afrin: operation since 20 January 2018.
    Beginning(date(2018, 1, 20), "afrin|عفرين"),
    # OCHA, south-west Syria: hostilities since 17 June 2018.
    Beginning(date(2018, 6, 17), "dar'a|daraa|deraa|quneitra|درعا|القنيطرة"),
    # SDF, exits from Baghouz: counted since 9 January 2019.
    Beginning(date(2019, 1, 9), "baghouz|baghuz|الباغوز|باغوز"),
    # OCHA, north-east Syria: military operation since 9 October 2019.
    Beginning(
        date(2019, 10, 9), "ras al-ain|ras al ain|tal abyad|tell abiad|peace spring|رأس العين|تل أبيض|نبع السلام"
    ),
    # OCHA, north-west Syria: displacement since 1 December 2019.
    Beginning(date(2019, 12, 1), "idleb|idlib|northwest syria|north-west syria|إدلب|ادلب"),
    # UNHCR, Nagorno-Karabakh: hostilities since 27 September 2020, arrivals since 24 September 2023.
    Beginning(date(2020, 9, 27), "karabakh|كاراباخ|قره باغ"),
    Beginning(date(2023, 9, 24), "karabakh|كاراباخ|قره باغ"),
    # UNHCR, Tigray: conflict since 4 November 2020.
    Beginning(date(2020, 11, 4), "tigray|تيغراي"),
    # UNHCR, Ukraine: since 24 February 2022.
    Beginning(date(2022, 2, 24), "ukrain|أوكرانيا|اوكرانيا"),
    # IOM DTM, Sudan: since 15 April 2023.
    Beginning(date(2023, 4, 15), "sudan|السودان|soudan|khartoum|الخرطوم|darfur|دارفور"),
    # OCHA, Gaza: since 7 October 2023; Lebanon: since 8 October 2023.
    Beginning(date(2023, 10, 7), "gaza|غزة"),
    Beginning(date(2023, 10, 8), "south lebanon|southern lebanon|جنوب لبنان|liban sud"),
    # OCHA, Lebanon: escalation since 23 September 2024.
    Beginning(date(2024, 9, 23), "masnaa|beirut|المصنع|الضاحية"),
    # OCHA, Syria: offensive since 27 November 2024; UNHCR: returns since 8 December 2024.
    Beginning(date(2024, 11, 27), "aleppo|حلب|hama|حماة"),
    # OCHA, As-Sweida: since 13 July 2025.
    Beginning(date(2025, 7, 13), "sweida|suwayda|السويداء"),
    # IOM DTM, El Fasher: since 26 October 2025.
    Beginning(date(2025, 10, 26), "el fasher|al fasher|el-fasher|الفاشر"),
)

_PATTERNS = tuple(
    (beginning, re.compile("|".join(map(re.escape, beginning.places.split("|"))), re.IGNORECASE)) for beginning in _ALL
)
_YEARS = 3
"""How long after it a beginning is still the one that a report means without naming its day."""


def beginning_of(text: str, published: date | None) -> date | None:
    """The latest beginning before `published` of a place named in `text`; None if it names none, or no day is known."""
    if published is None:
        return None
    starts = [
        beginning.start
        for beginning, pattern in _PATTERNS
        if beginning.start <= published and published.year - beginning.start.year <= _YEARS and pattern.search(text)
    ]
    return max(starts, default=None)
