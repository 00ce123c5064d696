"""What an alert says, in English and, where the situation has an Arabic title, in Arabic.

All the words are the templates of this module. Digits are European and days ISO 8601 in both languages, as in the
sentences of contradictions; in Arabic a number is set apart from the direction of the text around it. Names come from
ledgers and may hold anything: what a mail's header or a terminal would obey is taken out of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pycountry
from babel import Locale

from etl.alerts.weeks import Week
from etl.model import (
    RECONCILED,
    AlertRule,
    ContradictionRow,
    FlowPoint,
    Measure,
    Names,
    Population,
    Situation,
    Source,
    Unit,
)

_Named = Source | Population | FlowPoint

_ENGLISH = {
    "title": "{situation}: {what}",
    "week_certain": "week above {number} ({measure})",
    "week_possible": "week possibly above {number} ({measure})",
    "certain": "{what} from {start} to {end}: {numbers}, certainly above {number}, {by}.",
    "possible": "{what} from {start} to {end}: {numbers}, possibly above {number} but not certainly, {by}.",
    "certain_withheld": "{what} from {start} to {end}: certainly above {number}, {by}. {withheld}",
    "possible_withheld": "{what} from {start} to {end}: possibly above {number} but not certainly, {by}. {withheld}",
    "withheld": "The numbers are withheld, because some group is counted in small numbers.",
    "exactly": "{lower}",
    "between": "{lower} to {upper}",
    "at_least": "{lower} or more",
    "estimated": "{numbers} ({point} estimated)",
    "printed": "{numbers} ({point} by the printed numbers)",
    "reconciled": "by all reports together",
    "reported": "by the count of {source} alone",
    "contradiction": "new contradiction ({measure})",
    "contradiction_withheld": "{count} figures of {sources} cannot all be true. {withheld}",
    "silence": "no report for {days}",
    "silence_source": "no report of {source} for {days}",
    "last": "The last report is of {day}: {waited} without one. Told from {days} on.",
    "last_source": "The last report with a figure of {source} is of {day}: {waited} without one. Told from {days} on.",
    "days": "{number} days",
    "one_day": "{number} day",
    "comma": ", ",
    "apart": "; ",
    "of": "{measure} ({details})",
    "persons": "persons",
    "families": "families",
}
_ARABIC = {
    "title": "{situation}: {what}",
    "week_certain": "أسبوع فوق {number} ({measure})",
    "week_possible": "أسبوع ربما فوق {number} ({measure})",
    "certain": "{what} من {start} إلى {end}: {numbers}، أي فوق {number} يقيناً، {by}.",
    "possible": "{what} من {start} إلى {end}: {numbers}، أي ربما فوق {number} دون يقين، {by}.",
    "certain_withheld": "{what} من {start} إلى {end}: فوق {number} يقيناً، {by}. {withheld}",
    "possible_withheld": "{what} من {start} إلى {end}: ربما فوق {number} دون يقين، {by}. {withheld}",
    "withheld": "حُجبت الأعداد لأن بعض الفئات معدودة بأعداد صغيرة.",
    "exactly": "{lower}",
    "between": "{lower} إلى {upper}",
    "at_least": "{lower} أو أكثر",
    "estimated": "{numbers} (والتقدير {point})",
    "printed": "{numbers} ({point} بحسب الأعداد المنشورة)",
    "reconciled": "بحسب التقارير كلها مجتمعة",
    "reported": "بحسب إحصاء {source} وحده",
    "contradiction": "تناقض جديد ({measure})",
    "contradiction_withheld": "{count} من الأرقام الصادرة عن {sources} لا يمكن أن تصح جميعاً. {withheld}",
    "silence": "لا تقرير منذ {days}",
    "silence_source": "لا تقرير من {source} منذ {days}",
    "last": "آخر تقرير بتاريخ {day}، أي منذ {waited}. يُنبَّه ابتداءً من {days}.",
    "last_source": "آخر تقرير فيه رقم من {source} بتاريخ {day}، أي منذ {waited}. يُنبَّه ابتداءً من {days}.",
    "days": "{number} (أيام)",
    "one_day": "{number} (يوم)",
    "comma": "، ",
    "apart": "؛ ",
    "of": "{measure} ({details})",
    "persons": "أشخاص",
    "families": "عائلات",
}
TEMPLATES: dict[str, dict[str, str]] = {"en": _ENGLISH, "ar": _ARABIC}

MEASURES: dict[str, dict[Measure, str]] = {
    "en": {
        Measure.EXITS: "Exits",
        Measure.ARRIVALS: "Arrivals",
        Measure.DEPARTURES: "Departures",
        Measure.RETURNS: "Returns",
        Measure.DISPLACED: "Newly displaced",
        Measure.CROSS_BORDER: "Border crossings",
        Measure.POPULATION: "Present",
        Measure.ARRESTS: "Reported arrests",
        Measure.SURRENDERS: "Reported surrenders",
        Measure.ARRESTS_SURRENDERS: "Reported arrests and surrenders",
        Measure.RELEASES: "Releases",
        Measure.DEATHS: "Deaths",
        Measure.INJURED: "Injured",
    },
    "ar": {
        Measure.EXITS: "الخارجون",
        Measure.ARRIVALS: "الوافدون",
        Measure.DEPARTURES: "المغادرون",
        Measure.RETURNS: "العائدون",
        Measure.DISPLACED: "النازحون الجدد",
        Measure.CROSS_BORDER: "عابرو الحدود",
        Measure.POPULATION: "الموجودون",
        Measure.ARRESTS: "من أُفيد بتوقيفهم",
        Measure.SURRENDERS: "من أُفيد باستسلامهم",
        Measure.ARRESTS_SURRENDERS: "من أُفيد بتوقيفهم أو استسلامهم",
        Measure.RELEASES: "المفرج عنهم",
        Measure.DEATHS: "الوفيات",
        Measure.INJURED: "المصابون",
    },
}

_ISOLATE, _END = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
# Line ends and other controls, and the marks that turn the direction of what follows (not the isolates, which end).
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]+")


@dataclass(frozen=True, slots=True)
class Said:
    """Title and sentence of an alert, by language; English is always there."""

    title: Names
    sentence: Names


def say_week(situation: Situation, rule: AlertRule, week: Week, *, certain: bool, number: int, withheld: bool) -> Said:
    """A week that is above `number`, certainly or possibly. With `withheld` no other number is told."""
    sure = "certain" if certain else "possible"

    def title(words: _Words) -> str:
        return words(f"week_{sure}", number=words.number(number), measure=words.measure(rule.measure))

    def sentence(words: _Words) -> str:
        source = "reconciled" if rule.source == RECONCILED else "reported"
        return words(
            f"{sure}_withheld" if withheld else sure,
            what=_what(words, situation, rule, week),
            start=words.day(week.start),
            end=words.day(week.end),
            numbers=_numbers(words, week, source),
            number=words.number(number),
            by=words(source, source=words.name(situation.sources, rule.source)),
            withheld=words("withheld"),
        )

    return _said(situation, title, sentence)


def say_contradiction(situation: Situation, row: ContradictionRow, *, withheld: bool) -> Said:
    """Figures that cannot all be true: the sentence that is published with them, or one without numbers."""

    def title(words: _Words) -> str:
        return words("contradiction", measure=words.measure(row.measure))

    def sentence(words: _Words) -> str:
        if not withheld:
            return row.sentence_ar if words.language == "ar" else row.sentence_en
        return words(
            "contradiction_withheld",
            count=words.number(len(row.figure_ids)),
            sources=words("comma").join(words.name(situation.sources, source) for source in row.sources),
            withheld=words("withheld"),
        )

    return _said(situation, title, sentence)


def say_silence(situation: Situation, rule: AlertRule, last: date, waited: int) -> Said:
    """No report since `last`, `waited` days ago."""
    of_source = "_source" if rule.source else ""

    def title(words: _Words) -> str:
        source = words.name(situation.sources, rule.source)
        return words(f"silence{of_source}", source=source, days=words.days(waited))

    def sentence(words: _Words) -> str:
        return words(
            f"last{of_source}",
            source=words.name(situation.sources, rule.source),
            day=words.day(last),
            waited=words.days(waited),
            days=words.days(rule.days),
        )

    return _said(situation, title, sentence)


class _Words:
    """The templates of one language, and what goes into them."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._templates = TEMPLATES[language]

    def __call__(self, name: str, /, **values: str) -> str:
        return self._templates[name].format(**values)

    def number(self, number: int) -> str:
        return self._isolated(f"{number:,}")

    def day(self, day: date) -> str:
        return self._isolated(day.isoformat())

    def days(self, number: int) -> str:
        return self("one_day" if number == 1 else "days", number=self.number(number))

    def measure(self, measure: Measure | None) -> str:
        return "" if measure is None else MEASURES[self.language][measure]

    def name(self, things: tuple[_Named, ...], id_: str) -> str:
        """The name of the one of `things` with this id; the id itself where there is none."""
        return next((one.names.in_language(self.language) for one in things if one.id == id_), id_)

    def nationality(self, code: str) -> str:
        if code.startswith("other:"):
            return code.removeprefix("other:")
        country = pycountry.countries.get(alpha_3=code)
        return code if country is None else str(Locale.parse(self.language).territories[country.alpha_2])

    def _isolated(self, text: str) -> str:
        return f"{_ISOLATE}{text}{_END}" if self.language == "ar" else text


def _said(situation: Situation, title: Callable[[_Words], str], sentence: Callable[[_Words], str]) -> Said:
    named = dict(situation.title.by_language)
    languages = [language for language in TEMPLATES if language == "en" or language in named]
    titles, sentences = [], []
    for language in languages:
        words = _Words(language)
        whole = words("title", situation=situation.title.in_language(language), what=title(words))
        titles.append((language, _plain(whole)))
        sentences.append((language, _plain(sentence(words))))
    return Said(Names(tuple(titles)), Names(tuple(sentences)))


def _plain(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _what(words: _Words, situation: Situation, rule: AlertRule, week: Week) -> str:
    """What was counted, of whom, where: Exits (persons; Iraq; reported as members; out of the enclave)."""
    counting = [point for point in situation.flow_points if rule.measure in point.measures]
    details = [
        words("families" if rule.unit is Unit.FAMILIES else "persons"),
        words.nationality(rule.nationality) if rule.nationality else "",
        words.name(situation.populations, rule.population) if rule.population else "",
        # Where there is one point of counting only, the title says enough.
        words.name(situation.flow_points, week.flow_point) if len(counting) > 1 else "",
    ]
    return words("of", measure=words.measure(rule.measure), details=words("apart").join(filter(None, details)))


def _numbers(words: _Words, week: Week, source: str) -> str:
    lower = words.number(week.lower)
    if week.upper is None:
        told = words("at_least", lower=lower)
    elif week.upper == week.lower:
        return words("exactly", lower=lower)
    else:
        told = words("between", lower=lower, upper=words.number(week.upper))
    if week.point is None or (week.point == week.lower and week.upper is None):
        return told
    return words("estimated" if source == "reconciled" else "printed", numbers=told, point=words.number(week.point))
