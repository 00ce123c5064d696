"""Briefings: what they say of real figures, that they claim no more than these, and that every sentence says whence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.briefing import About, Briefing, Sentence, briefing, sentence_text, to_html, to_text
from dashboard.briefing.naming import counted, nationals, place_name, who_counted, with_article
from dashboard.locales import Words, words
from dashboard.pages.briefing import page
from dashboard.published import SituationData, Snapshot
from dashboard.request import Request
from dashboard.select import (
    ALL,
    Asked,
    View,
    default_breakdown,
    default_view,
    frozen,
    groups,
    known_rows,
    measures,
    read_view,
    reconciled_rows_of,
    units,
)
from dashboard.static_html import to_html as markup
from dashboard.suppression import KnownFigure
from etl.model import Flag, Measure, ObsStatus, Quantifier, Reading, SeriesRow, Unit, Verdict
from tests.dashboard.markup import faults, read
from tests.dashboard.shipped import SITUATIONS, TODAY
from tests.dashboard.test_select import draw_view

SAID = words("en")
MIRRORED = Words("ar", words("en")._translations)
"""English words, told to be those of a language that is read from the right."""

BASE = "https://data.example.org"
SOHR = "the Syrian Observatory for Human Rights"
ENCLAVE = "the IS enclave east of the Euphrates"
REPORT = "r050-02"
"""36,250 people had left by 30 January 2019, in a report of that day."""


def asked(data: SituationData, /, **parameters: str) -> Request:
    """What an address with these parameters asks for."""
    found = read_view(data, parameters, ("en",))
    assert not found.refused
    return Request(data, found, SAID, TODAY, BASE)


def of_view(data: SituationData, view: View, said: Words = SAID) -> Request:
    return Request(data, Asked(view, ()), said, TODAY, BASE)


def told(data: SituationData, /, **parameters: str) -> Briefing:
    return briefing(asked(data, **parameters))


def texts(found: Briefing, *about: About) -> list[str]:
    return [one.text for one in found.sentences if not about or one.about in about]


def with_figure(data: SituationData, figure_id: str, **changed: Any) -> SituationData:
    """The same data with another figure in the place of one."""
    known = data.figures[figure_id]
    return replace(data, figures={**data.figures, figure_id: replace(known, figure=replace(known.figure, **changed))})


def with_report(data: SituationData, figure_id: str, **changed: Any) -> SituationData:
    """The same data with another report behind all figures of one report."""
    report = replace(data.figures[figure_id].report, **changed)
    figures = {
        name: replace(known, report=report) if known.report.report_id == report.report_id else known
        for name, known in data.figures.items()
    }
    return replace(data, figures=figures, reports={**data.reports, report.report_id: report})


class TestKnownAnswers:
    def test_a_total_with_its_nationality_in_families(self, exits: SituationData) -> None:
        found = told(exits, as_of="2019-01-31")
        first = found.sentences[0]
        assert sentence_text(first) == (
            f"As of 30 January 2019, 36,250 people had left {ENCLAVE} since 1 December 2018, among them 23,200 Iraqis "
            f"in more than 6,000 families, according to {SOHR}.[1]"
        )
        assert first.figure_ids == ("r050-02", "r050-03", "r050-04")
        assert found.subtitle == "Exits (people); as known on 31 January 2019"

    def test_what_of_it_was_counted_from_another_start(self, exits: SituationData) -> None:
        assert texts(told(exits, as_of="2019-01-31"), About.PART) == [
            (
                f"Of these, more than 34,200 people had left since 19 December 2018, the announced US withdrawal, according "
                f"to {SOHR}."
            ),
            "No figure of that report gives a nationality for the others among 36,250 people.",
        ]

    def test_parts_of_another_measure_are_reported_and_not_asserted(self, exits: SituationData) -> None:
        assert texts(told(exits, as_of="2019-01-29"), About.PART)[1] == (
            "Of these, about 3,370 people (reported as IS members) had been arrested or had surrendered since "
            f"19 December 2018, the announced US withdrawal, according to {SOHR}."
        )

    def test_a_repeated_total_is_measured_by_the_last_other_one(self, exits: SituationData) -> None:
        (change,) = [one for one in told(exits, as_of="2019-01-31").sentences if one.about is About.CHANGE]
        assert change.text == "The total is the same as on 29 January 2019, and 9,300 more than on 22 January 2019."
        assert change.figure_ids == ("r050-02", "r051-03", "r052-03")

    @pytest.mark.parametrize(
        ("day", "said"),
        [
            ("2019-01-29", "The total is 9,300 more than on 22 January 2019."),
            ("2019-01-12", "The total is between 0 and 1,350 more than on 8 January 2019."),
            ("2019-03-23", "The total is at least 1,184 more than on 12 March 2019."),
            ("2019-01-08", "The words of the two reports leave open how many more this is than on 7 January 2019."),
        ],
    )
    def test_what_is_new_keeps_its_bounds(self, exits: SituationData, day: str, said: str) -> None:
        assert texts(told(exits, as_of=day), About.CHANGE) == [said]

    def test_the_week_of_which_most_is_sure(self, exits: SituationData) -> None:
        (sentence,) = [one for one in told(exits, as_of="2019-01-31").sentences if one.about is About.TOGETHER]
        assert sentence.text == (
            "By what all reports together allow, between 8,755 and 11,450 people had left (out of the enclave) in the "
            "week of 21 Jan – 27 Jan 2019; for no other week do they guarantee more."
        )
        (row,) = sentence.rows
        weeks = reconciled_rows_of(exits, replace(default_view(exits.situation), as_of=date(2019, 1, 31)))
        assert row in weeks
        assert row.new_lower == max(one.new_lower or 0 for one in weeks if one.phase)

    def test_who_counts_differently_stands_beside_it(self, exits: SituationData) -> None:
        assert texts(told(exits), About.OTHERS) == [
            (
                "Others counted differently at about the same time: about 67,000 people since 9 January 2019 (Syrian "
                "Democratic Forces, 17 March 2019)."
            )
        ]

    def test_figures_that_cannot_all_be_true(self, exits: SituationData) -> None:
        assert texts(told(exits, as_of="2019-01-31"), About.CONTRADICTION) == [
            (
                "Rounding aside, 1 set of figures cannot all be true; they are 1,400 people apart: 22,050 people since "
                "1 December 2018 (Syrian Observatory for Human Rights, 21 January 2019); 3,500 people (Syrian Observatory "
                "for Human Rights, 22 January 2019); 26,950 people since 1 December 2018 (Syrian Observatory for Human "
                "Rights, 22 January 2019)."
            )
        ]

    def test_several_such_sets_are_counted_and_the_widest_told(self, exits: SituationData) -> None:
        (sentence,) = [one for one in told(exits).sentences if one.about is About.CONTRADICTION]
        sets = [
            row
            for row in exits.contradictions
            if row.measure is Measure.EXITS
            and row.reading is Reading.TABLE
            and row.verdict is Verdict.CONTRADICTION
            and row.vintage_end is None
        ]
        assert sentence.text.startswith(f"Rounding aside, {len(sets)} sets of figures cannot all be true; those ")
        assert set(sentence.figure_ids) == set(max(sets, key=lambda row: row.gap).figure_ids)

    def test_families_by_themselves(self, exits: SituationData) -> None:
        assert texts(told(exits, unit="families", group="IRQ", as_of="2019-01-31"))[0] == (
            f"As of 30 January 2019, more than 6,000 Iraqi families had left {ENCLAVE} for al-Hol camp since "
            f"1 December 2018, according to {SOHR}."
        )

    def test_people_together_with_their_families(self, exits: SituationData) -> None:
        found = told(exits, group="IRQ", as_of="2019-01-31")
        assert texts(found)[0] == (
            f"As of 30 January 2019, 23,200 Iraqis in more than 6,000 families had left {ENCLAVE} for al-Hol camp since "
            f"1 December 2018, according to {SOHR}."
        )
        assert found.sentences[0].figure_ids == ("r050-03", "r050-04")

    def test_a_range(self, camp: SituationData) -> None:
        found = told(camp, measure="returns", unit="families", source="IraqMoMD", as_of="2024-09-07")
        assert texts(found)[0] == (
            "As of 7 September 2024, 4,500 to 5,000 Iraqi families had returned to Iraq from al-Hol camp, counted from a "
            "day that is not stated, according to the Iraqi Ministry of Migration and Displaced."
        )

    def test_a_word_stays_a_word(self, exits: SituationData) -> None:
        assert texts(told(exits, measure="deaths"))[0] == (
            "As of 31 January 2019, a number of people given as “hundreds” and read as at least 200 had died (killed and "
            f"injured in the fight for the enclave) since 19 December 2018, the announced US withdrawal, according to "
            f"{SOHR}."
        )

    def test_a_newer_batch_is_told_besides(self, exits: SituationData) -> None:
        assert texts(told(exits, group="isis_members"))[2] == (
            "For 12 March 2019, the Syrian Observatory for Human Rights reported that at least 300 people (reported as "
            "IS members) had left Baghuz."
        )

    def test_those_present(self, camp: SituationData) -> None:
        assert texts(told(camp)) == [
            (
                "As of 30 January 2026, about 24,000 people were present in al-Hol camp, among them nearly 15,000 Syrians "
                "and about 6,300 people given as “foreign” (women and children), according to Agence France-Presse."
            ),
            "No figure of that report gives a nationality for the others among about 24,000 people.",
            "Before that, the Administration of al-Hol camp had counted about 27,000 people, on 28 August 2025.",
            (
                "Newer counts of single groups: 3,000 Iraqis (Iraqi Ministry of Migration and Displaced, "
                "23 February 2026)."
            ),
        ]

    def test_those_present_are_compared_and_not_subtracted(self, exits: SituationData) -> None:
        assert texts(told(exits, measure="population"), About.CHANGE) == [
            "On 22 February 2019, the same source had counted more than 2,000 people."
        ]

    def test_several_nationalities_of_one_report(self, camp: SituationData) -> None:
        found = told(camp, source="all", as_of="2024-09-12")
        assert texts(found)[0] == (
            "As of 11 September 2024, 42,781 people were present in al-Hol camp, among them 19,530 Iraqis, 16,779 "
            "Syrians, 6,461 people given as “foreign” and 11 people given as “unknown”, according to The Levant News."
        )
        assert texts(found, About.CHANGE) == [
            "Before that, Shafaq News had counted nearly 50,000 people, on 12 November 2023."
        ]
        assert texts(found, About.OTHERS) == [
            (
                "Others counted differently at about the same time: about 42,000 people (United Nations, "
                "7 September 2024)."
            )
        ]
        # These are all of them: nothing is left of which no nationality would be told.
        assert not [one for one in texts(found) if "gives a nationality" in one]

    def test_a_masked_count_is_withheld(self, exits: SituationData, everything: Snapshot) -> None:
        found = told(exits, measure="releases")
        assert texts(found) == [
            (
                "Withheld, since small counts of a group could point at persons: children (Syrian Democratic Forces, "
                "13 March 2019); women (Syrian Democratic Forces, 13 March 2019)."
            )
        ]
        assert [note.reference for note in found.sources]
        open_ = told(everything.situation("enclave-exits"), measure="releases")
        assert not [text for text in texts(open_) if "Withheld" in text]

    def test_masked_parts_are_named_without_their_numbers(self, exits: SituationData) -> None:
        found = told(exits, unit="families", as_of="2019-02-02")
        assert "2 families had left" in texts(found)[0]
        assert "among them" not in texts(found)[0]
        assert texts(found, About.UNKNOWN) == [
            (
                "Withheld, since small counts of a group could point at persons: Türkiye (Syrian Observatory for Human "
                "Rights, 2 February 2019); other: western (Syrian Observatory for Human Rights, 2 February 2019)."
            )
        ]

    def test_how_long_nothing_was_reported(self, exits: SituationData) -> None:
        day = max(exits.summary.vintages)
        later = (day + timedelta(days=12)).isoformat()
        assert texts(told(exits, as_of=later))[-1] == (
            "As known on 4 April 2019, the last report is of 23 March 2019, 12 days earlier."
        )
        assert not [text for text in texts(told(exits)) if "last report" in text]

    def test_what_all_reports_together_allow_leads_where_it_is_asked_for(self, exits: SituationData) -> None:
        found = told(exits, basis="reconciled")
        assert texts(found)[0] == (
            "As of 23 March 2019, at least 77,700 people had left (out of the enclave) since 1 December 2018, by what "
            "all reports together allow."
        )
        assert found.sentences[0].notes == (1,)
        assert found.sources[0].record
        assert "basis=reconciled" in found.sources[0].address
        assert not texts(found, About.CHANGE)

    def test_of_longer_times_too(self, exits: SituationData) -> None:
        found = texts(told(exits, basis="both", freq="month", as_of="2019-02-03"), About.TOGETHER)
        assert found[1:] == [
            "For the latest month that they tell of, 1 Feb – 2 Feb 2019, they allow between 145 and 295 people.",
            (
                "By what all reports together allow, between 23,300 and 24,900 people had left (out of the enclave) in the "
                "month of 1 Jan – 31 Jan 2019; for no other month do they guarantee more."
            ),
        ]

    def test_other_groups_where_the_view_is_of_several(self, camp: SituationData) -> None:
        found = told(camp, by="nationality")
        assert texts(found)[0].startswith("As of 23 February 2026, 3,000 Iraqis were present in al-Hol camp, ")
        assert texts(found, About.OTHERS) == [
            (
                "The latest counts of other groups, of different days: nearly 15,000 Syrians (Agence France-Presse, "
                "30 January 2026); 9,912 people given as “third country nationals” (UN Office for the Coordination of "
                "Humanitarian Affairs, 19 July 2020)."
            )
        ]

    def test_a_total_printed_lower(self, camp: SituationData) -> None:
        found = told(
            camp, measure="departures", group="other:third country nationals+women_children", as_of="2020-01-15"
        )
        assert texts(found, About.CHANGE) == [
            (
                "It is printed lower than the total of the same source as of 21 November 2019, 1,450 people given as “third "
                "country nationals” (women and children); within their bounds the two agree."
            )
        ]

    def test_a_corrected_total(self, exits: SituationData) -> None:
        """No source of the shipped situations corrects its latest total, so the one before it is made a higher one."""
        rows = [
            replace(row, flag=Flag.CORRECTION)
            if row.figure_ids[0] == "r078-08"
            else replace(row, flag=Flag.SUPERSEDED)
            if row.figure_ids[0] == "r033-08"
            else row
            for row in exits.rows
        ]
        found = texts(told(replace(exits, rows=rows)), About.CHANGE)
        before = exits.figures["r033-08"]
        assert found[0] == (
            f"It replaces a higher total of the same source, {counted(SAID, exits.situation, before).text} as of "
            f"{SAID.day(before.figure.ref_end or date.max)}."
        )

    def test_nothing_where_nothing_was_reported(self, exits: SituationData) -> None:
        for found in (told(exits, as_of="2000-01-01"), briefing(asked(without_figures(exits)))):
            assert found.sentences == ()
            assert found.sources == ()
            assert found.empty == "Nothing was reported for this choice."
            assert found.empty in to_text(found)
            assert read(to_html(found)).all("ol") == []


def without_figures(data: SituationData) -> SituationData:
    summary = replace(data.summary, figures=0, reports=0, first_day=None, last_day=None, vintages=())
    return SituationData(data.state, summary, {}, {}, (), ())


# --- Whatever the view -----------------------------------------------------------------------------------------------

_MONTH = "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
_DAY = re.compile(rf"\b\d{{1,2}} {_MONTH}\b(?: \d{{4}})?|\b(?:{_MONTH}|beginning of) \d{{4}}\b")
_NUMBER = re.compile(r"\d[\d,]*")


def numbers_told(data: SituationData, text: str) -> set[int]:
    """The numbers in a sentence: without days, and without those that are part of a name or of a printed word."""
    situation = data.situation
    named = [name for one in situation.sources for _, name in one.names.by_language]
    named += [name for one in situation.populations for _, name in one.names.by_language]
    named += [name for one in situation.places for _, name in one.names.by_language]
    for name in sorted(named, key=len, reverse=True):
        text = text.replace(name, "")
    text = re.sub(r"“[^”]*”", "", text)
    return {int(found.replace(",", "")) for found in _NUMBER.findall(_DAY.sub("", text))}


def of_figure(known: KnownFigure) -> Iterator[int | None]:
    yield from (known.figure.value, known.figure.lower, known.figure.upper)
    if known.bounds is not None:
        yield from (known.bounds.lower, known.bounds.point, known.bounds.upper)


def of_row(row: SeriesRow) -> Iterator[int | None]:
    yield from (row.new_lower, row.new_upper, row.cumulative_lower, row.cumulative_upper)


def allowed(data: SituationData, request: Request, sentence: Sentence) -> set[int]:
    """Every number that a sentence may hold."""
    found: list[int | None] = [
        number for figure_id in sentence.figure_ids for number in of_figure(data.figures[figure_id])
    ]
    found += [number for row in sentence.rows for number in of_row(row)]
    if sentence.about is About.CONTRADICTION:
        sets = [row for row in data.contradictions if set(row.figure_ids) == set(sentence.figure_ids)]
        found += [row.gap for row in sets]
        count = re.match(r"Rounding aside, ([\d,]+) sets? ", sentence.text)
        assert count, sentence.text
        assert 1 <= int(count[1].replace(",", "")) <= len(data.contradictions)
        found.append(int(count[1].replace(",", "")))
    if sentence.about is About.UNKNOWN and "last report" in sentence.text:
        found.append((request.known_on - max(v for v in data.summary.vintages if v <= request.known_on)).days)
    # How many are not told is a number of a list, not of people.
    found += [int(left) for left in re.findall(r"(?:;| and) (\d+) more(?=[.,])", sentence.text)]
    return {number for number in found if number is not None}


def check(request: Request) -> Briefing:
    """A briefing that claims nothing beyond its figures and rows, and says of each sentence whence it is.

    Raises AssertionError with the sentence that does not.
    """
    data, view = request.data, request.view
    found = briefing(request)
    assert bool(found.sentences) != bool(found.empty)
    numbers = {source.number for source in found.sources}
    assert numbers == set(range(1, len(found.sources) + 1))
    assert {note for one in found.sentences for note in one.notes} == numbers
    for sentence in found.sentences:
        assert sentence.notes, sentence.text
        assert list(sentence.notes) == sorted(set(sentence.notes))
        assert numbers_told(data, sentence.text) <= allowed(data, request, sentence), sentence.text
        footnoted = {
            one.figure_id for source in found.sources if source.number in sentence.notes for one in source.figures
        }
        assert set(sentence.figure_ids) <= footnoted
        # Nothing that was not known on the day is told, and nothing masked.
        for figure_id in sentence.figure_ids:
            known = data.figures[figure_id]
            published = known.report.published
            assert published is not None
            assert view.as_of is None or published <= view.as_of
            assert not known.masked or "Withheld" in sentence.text
        for row in sentence.rows:
            assert row.obs_status is not ObsStatus.SUPPRESSED
    return found


class TestAnyView:
    @given(drawn=st.data())
    @settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_says_only_what_its_figures_say(self, snapshot: Snapshot, drawn: st.DataObject) -> None:
        data = snapshot.situation(drawn.draw(st.sampled_from(SITUATIONS)))
        check(of_view(data, replace(draw_view(drawn, data), lang="en")))

    @pytest.mark.parametrize("name", SITUATIONS)
    def test_says_so_of_every_series_on_many_days(self, snapshot: Snapshot, everything: Snapshot, name: str) -> None:
        told_ = Counter[About]()
        for data in (snapshot.situation(name), everything.situation(name)):
            for measure, basis in product(measures(data), ("reported", "both")):
                for unit in units(data, measure):
                    plain = View(name, measure, unit, by=default_breakdown(data, measure, unit), basis=basis)
                    for group, day in product([ALL, *groups(data, measure, unit)], data.summary.vintages[::7]):
                        found = check(of_view(data, replace(plain, group=group, as_of=day)))
                        told_.update(one.about for one in found.sentences)
        assert set(told_) >= {About.LATEST, About.PART, About.CHANGE, About.TOGETHER, About.UNKNOWN}

    @given(drawn=st.data())
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_is_the_same_for_good_once_it_is_frozen(self, snapshot: Snapshot, drawn: st.DataObject) -> None:
        data = snapshot.situation(drawn.draw(st.sampled_from(SITUATIONS)))
        data, view = frozen(data, replace(draw_view(drawn, data), lang="en", figure=""))
        request = of_view(data, view)
        found = briefing(request)
        later = replace(request, today=date(2031, 5, 5))
        assert briefing(later) == found
        assert markup(page(request).content) == markup(page(later).content)
        # A frozen briefing leads to itself.
        assert found.frozen == request.link(rest="/briefing")
        assert all(one.address.startswith(f"{BASE}/v/") for source in found.sources for one in source.figures)

    @given(drawn=st.data())
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_an_open_panel_makes_no_difference(self, snapshot: Snapshot, drawn: st.DataObject) -> None:
        data = snapshot.situation(drawn.draw(st.sampled_from(SITUATIONS)))
        view = replace(draw_view(drawn, data), lang="en")
        assert briefing(of_view(data, view)) == briefing(of_view(data, replace(view, figure="")))

    @pytest.mark.parametrize("name", SITUATIONS)
    def test_a_later_report_changes_nothing_of_what_was_known(self, snapshot: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        for day in data.summary.vintages[:: max(len(data.summary.vintages) // 12, 1)]:
            view = replace(default_view(data.situation), as_of=day)
            ids = {figure_id for one in briefing(of_view(data, view)).sentences for figure_id in one.figure_ids}
            assert all((data.figures[one].report.published or date.max) <= day for one in ids)


# --- Words -----------------------------------------------------------------------------------------------------------


class TestNames:
    @pytest.mark.parametrize("name", SITUATIONS)
    def test_every_nationality_that_occurs_has_its_own_word(self, everything: Snapshot, name: str) -> None:
        data = everything.situation(name)
        codes = {known.figure.nationality for known in data.figures.values()}
        plain = {code for code in codes if code and not code.startswith("other:")}
        assert plain
        assert all(SAID.has(f"people.{code}") for code in plain)

    def test_a_nationality_without_a_word_is_told_by_its_country(self) -> None:
        assert not SAID.has("people.ISL")
        assert nationals(SAID, Unit.PERSONS, "ISL", 1) == "1 person from Iceland"
        assert nationals(SAID, Unit.PERSONS, "ISL", 1_200) == "1,200 people from Iceland"
        assert nationals(SAID, Unit.FAMILIES, "ISL", 12) == "12 families (nationality: Iceland)"
        assert nationals(SAID, Unit.PERSONS, "IRQ", 1) == "1 Iraqi"
        assert nationals(SAID, Unit.FAMILIES, "other:western", 1) == "1 family given as “western”"

    @pytest.mark.parametrize(
        ("quantifier", "said"),
        [
            (Quantifier.EXACT, "6,000 Iraqi families"),
            (Quantifier.ABOUT, "about 6,000 Iraqi families"),
            (Quantifier.AT_LEAST, "at least 6,000 Iraqi families"),
            (Quantifier.MORE_THAN, "more than 6,000 Iraqi families"),
            (Quantifier.AT_MOST, "up to 6,000 Iraqi families"),
            (Quantifier.LESS_THAN, "less than 6,000 Iraqi families"),
        ],
    )
    def test_every_quantifier_is_kept(self, exits: SituationData, quantifier: Quantifier, said: str) -> None:
        data = with_figure(exits, "r050-04", quantifier=quantifier)
        assert counted(SAID, data.situation, data.figures["r050-04"]).text == said

    def test_an_article_only_where_the_language_asks_for_one(self) -> None:
        assert with_article(SAID, "Syrian Democratic Forces") == "the Syrian Democratic Forces"
        assert with_article(SAID, "Rudaw") == "Rudaw"
        assert with_article(SAID, "the Committee") == "the Committee"
        assert with_article(SAID, "") == ""

    def test_places_by_whatever_name_the_ledger_has(self, exits: SituationData) -> None:
        situation = exits.situation
        place = next(one for one in situation.places if one.aliases)
        names = {place_name(SAID, situation, text) for text in (place.id, *place.aliases)}
        assert names == {with_article(SAID, place.names.in_language("en"))}
        assert place_name(SAID, situation, "") == ""
        assert place_name(SAID, situation, "a\nplace of its own") == "a place of its own"
        assert who_counted(SAID, situation, "SOHR") == SOHR

    @pytest.mark.parametrize("measure", list(Measure))
    def test_every_measure_has_its_verb(self, measure: Measure) -> None:
        for number, people in ((1, "1 person"), (7, "7 people")):
            said = SAID.count(f"briefing.did.{measure.value}", number, people=people)
            assert said.startswith(f"{people} ")
            assert len(said) > len(people) + 4


# --- Forms -----------------------------------------------------------------------------------------------------------


class TestText:
    def test_holds_everything(self, exits: SituationData) -> None:
        found = told(exits, as_of="2019-01-31")
        text = to_text(found)
        lines = text.splitlines()
        assert lines[:3] == [found.title, found.subtitle, ""]
        assert lines[3].startswith(f"{found.sentences[0].text}[1] Of these, ")
        first = lines.index("Sources") + 1
        assert lines[first].startswith("[1] SOHR, “")
        assert lines[first].endswith(", 30 January 2019, http://www.syriahr.com/?p=305982")
        assert lines[first + 1] == (
            f"    {REPORT}: {BASE}/v/2019-01-31-{exits.state}/s/enclave-exits?figure={REPORT}#figure"
        )
        for source in found.sources:
            assert f"[{source.number}] {source.reference}" in text
        assert found.cite in text
        assert lines[-1] == f"{BASE}/v/2019-01-31-{exits.state}/s/enclave-exits/briefing"


class TestHtml:
    def test_is_plain_and_its_notes_lead_to_the_frozen_page(self, exits: SituationData) -> None:
        found = told(exits, as_of="2019-01-31")
        tree = read(to_html(found))
        (section,) = [one for one in tree.children if not isinstance(one, str)]
        assert section.attributes == {"lang": "en", "dir": "ltr"}
        for element in tree.all():
            assert not {"style", "class", "id"} & set(element.attributes)
            assert element.attributes.get("href", "https://").startswith(("http://", "https://"))
        notes = [link for note in tree.all("sup") for link in note.all("a")]
        assert [link.attributes["href"] for link in notes[:1]] == [f"{found.frozen}#source-1"]
        assert [link.text for link in notes] == [f"[{note}]" for one in found.sentences for note in one.notes]
        assert len(tree.all("ol")[0].all("li")) == len(found.sources)

    def test_texts_of_reports_stay_texts(self, exits: SituationData) -> None:
        hostile = '<img src=x onerror=alert(1)>\n"&\u202e=cmd'
        data = with_report(exits, REPORT, title=hostile, publisher="<b>&", url="javascript:alert(1)//http://x")
        data = with_figure(data, "r050-03", nationality="other:<script>alert(1)</script>")
        found = told(data, as_of="2019-01-31")
        assert "given as “<script>alert(1)</script>”" in texts(found)[0]
        assert found.sources[0].address == ""
        for html in (to_html(found), markup(page(asked(data, as_of="2019-01-31")).content)):
            tree = read(html)
            assert tree.all("script") == tree.all("img") == []
            assert not [one for one in tree.all("a") if "javascript" in one.attributes["href"]]
        assert "\u202e" not in to_text(found)
        assert '<img src=x onerror=alert(1)> "&=cmd' in to_text(found)

    def test_is_told_which_way_it_is_read(self, exits: SituationData) -> None:
        found = briefing(of_view(exits, default_view(exits.situation), MIRRORED))
        (section,) = [one for one in read(to_html(found)).children if not isinstance(one, str)]
        assert section.attributes == {"lang": "ar", "dir": "rtl"}


class TestPage:
    @pytest.mark.parametrize("name", SITUATIONS)
    @pytest.mark.parametrize("query", [{}, {"basis": "both"}, {"as_of": "2000-01-01"}, {"by": "nationality"}])
    def test_is_sound(self, snapshot: Snapshot, name: str, query: dict[str, str]) -> None:
        request = asked(snapshot.situation(name), **query)
        found = page(request)
        html = f"<main>{markup(found.content)}</main>"
        assert faults(html) == []
        tree = read(html)
        told_ = briefing(request)
        for sentence in told_.sentences:
            assert sentence.text in tree.by_id("briefing").text
        targets = {f"#source-{source.number}" for source in told_.sources}
        assert {
            link.attributes["href"] for one in tree.by_id("briefing").all("sup") for link in one.all("a")
        } == targets
        assert found.title == f"{told_.title} · Waymark"
        assert found.description == (told_.sentences[0].text if told_.sentences else told_.empty)

    def test_its_ways_out(self, exits: SituationData) -> None:
        request = asked(exits, as_of="2019-01-31")
        tree = read(markup(page(request).content))
        links = {link.text: link.attributes["href"] for link in tree.by_id("briefing").all("a")}
        vintage = f"/v/2019-01-31-{exits.state}"
        assert links["Slide (PowerPoint)"] == f"{vintage}/chart/enclave-exits.pptx"
        assert links["The live page"] == "/s/enclave-exits?as_of=2019-01-31"
        assert links[f"{BASE}{vintage}/s/enclave-exits/briefing"] == f"{vintage}/s/enclave-exits/briefing"

    def test_holds_what_the_buttons_copy_and_hides_them_without_scripts(self, exits: SituationData) -> None:
        request = asked(exits, as_of="2019-01-31")
        found, html = briefing(request), markup(page(request).content)
        assert to_html(found) in html
        tree = read(html)
        assert tree.by_id("briefing-plain").text == to_text(found)
        buttons = [one for one in tree.all("button") if "data-copy-briefing" in one.attributes]
        assert [one.attributes["data-copy-briefing"] for one in buttons] == ["rich", "plain"]
        assert all("hidden" in one.attributes for one in buttons)

    def test_addresses_are_printed_as_people_read_them(self, exits: SituationData) -> None:
        address = "https://example.org/%D8%B3%D9%8A%D8%A7?q=%20x"
        for url, printed in (
            ("https://example.org/%D8%B3%D9%8A%D8%A7", "https://example.org/سيا"),
            # What would no longer lead there stays as it is.
            (address, address),
            ("https://example.org/%2Fa%3Fb", "https://example.org/%2Fa%3Fb"),
            ("https://example.org/%FF", "https://example.org/%FF"),
        ):
            data = with_report(exits, REPORT, url=url)
            tree = read(markup(page(asked(data, as_of="2019-01-31")).content))
            source = tree.by_id("source-1")
            assert source.all("bdi")[0].text == printed
            assert source.all("a")[0].attributes["href"] == url


def test_rows_of_the_day_are_the_briefings(exits: SituationData) -> None:
    """The leading count is the latest that the page's tile shows, whatever else was published on its day."""
    for day in exits.summary.vintages[::5]:
        found = told(exits, as_of=day.isoformat())
        rows = [
            row
            for row in known_rows(exits, day)
            if row.measure is Measure.EXITS
            and row.unit is Unit.PERSONS
            and not (row.nationality or row.population)
            and row.source in ("SOHR", "SDF")
            and row.cumulative_lower is not None
            and row.flag not in (Flag.SUPERSEDED, Flag.WORD_ONLY)
            and row.phase in declared(exits)
        ]
        if rows:
            latest = max(row.interval_end for row in rows)
            lead = next(one for one in found.sentences if one.about is About.LATEST)
            assert exits.figures[lead.figure_ids[0]].figure.ref_end == latest


def declared(data: SituationData) -> Iterable[str]:
    return {phase.start.isoformat() for phase in data.situation.phases if Measure.EXITS in phase.measures}
