"""What a whole report says of its figures: starts, ends and groups that stand in another sentence, or in none."""

from __future__ import annotations

from datetime import date

import pytest

from etl.model import Basis, Kind, Measure, Modality, Quantifier, Unit
from etl.reading import Proposal, ReportContext, read_report
from tests.etl.reading.phrasings import read


def _reported(text: str, published: date | None, *, title: str = "", language: str = "en") -> tuple[Proposal, ...]:
    return read_report(text, ReportContext("t", "Tester", published, language, title)).proposals


def _interval(figure: Proposal) -> tuple[date | None, date | None, Basis]:
    return figure.ref_start, figure.ref_end, figure.basis


def test_a_start_in_one_sentence_holds_for_the_totals_beside_it() -> None:
    total, part = read(
        "Since 1 December 2018, 9,000 people left the enclave. A spokesman said 4,000 people surrendered."
    )
    assert _interval(total) == _interval(part) == (date(2018, 12, 1), date(2019, 1, 31), Basis.CUMULATIVE)


def test_a_start_does_not_reach_what_is_counted_otherwise() -> None:
    _, arrested = read("In all, 15,000 people left the enclave since September 2018. Forces arrested 70 men.")
    assert (arrested.measure, arrested.ref_start) == (Measure.ARRESTS, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Since the US decision to withdraw, 400 people left the enclave.", "en"),
        ("After the decision of the American president on 19 December 2018, 400 people left the enclave.", "en"),
        ("خرج من الجيب 400 شخص منذ قرار ترامب.", "ar"),
        ("خرج من الجيب 400 شخص منذ قرار الانسحاب الأمريكي.", "ar"),
    ],
)
def test_a_named_event_starts_a_count(text: str, language: str) -> None:
    (figure,) = read(text, language)
    assert (figure.ref_start, figure.basis) == (date(2018, 12, 19), Basis.CUMULATIVE)


def test_a_start_by_name_takes_the_day_that_the_report_gives() -> None:
    (figure,) = _reported(
        "The UN said on Sunday that over 130,000 people fled since the operation began. The offensive was launched on 9 October.",
        date(2019, 10, 13),
    )
    assert _interval(figure) == (date(2019, 10, 9), date(2019, 10, 13), Basis.CUMULATIVE)


def test_a_start_by_name_takes_the_day_that_agencies_count_from() -> None:
    (figure,) = _reported("In Sudan 10,000 people were displaced since the war broke out.", date(2023, 6, 1))
    assert figure.ref_start == date(2023, 4, 15)


def test_a_start_by_name_that_nobody_knows_stays_empty() -> None:
    (figure,) = _reported("In the valley 10,000 people were displaced since the fighting broke out.", date(2023, 6, 1))
    assert (figure.ref_start, figure.basis) == (None, Basis.CUMULATIVE)


def test_since_then_points_back() -> None:
    figures = _reported(
        "Fighting has gone on since 24 January. Some 9,100 people were displaced since then.", date(2021, 2, 7)
    )
    assert figures[-1].ref_start == date(2021, 1, 24)


def test_the_day_of_an_announcement_is_not_the_day_of_the_event() -> None:
    (figure,) = read("An official said on Monday that about 700 people left the camp.")
    assert _interval(figure) == (None, date(2019, 1, 28), Basis.PERIOD)


def test_each_announcement_dates_its_own_words() -> None:
    first, second = read(
        "He said that 20,000 people have left since 1 December 2018, and the UN said on Friday that 900 people died."
    )
    assert first.ref_end == date(2019, 1, 31)
    assert second.ref_end == date(2019, 1, 25)


def test_a_total_reaches_to_the_end_that_its_rounded_form_states() -> None:
    rounded, exact = _reported(
        "Since 1 December 2019, almost 350,000 people were displaced. From 1 December 2019 to 14 January 2020, "
        "349,800 people were displaced.",
        date(2020, 1, 15),
    )
    assert rounded.ref_end == exact.ref_end == date(2020, 1, 14)


def test_a_word_before_the_number_speaks_of_the_same_day() -> None:
    word, number = read("Hundreds of people left the camp, a source said. On Wednesday 850 people left the camp.")
    assert (word.quantifier, word.ref_start) == (Quantifier.VAGUE, date(2019, 1, 30))
    assert number.ref_start == date(2019, 1, 30)


def test_a_sentence_that_goes_on_about_the_families_keeps_their_day() -> None:
    families, people = read(
        "The town received 200 families on Monday. The families, numbering 1,000 people, arrived by bus."
    )
    assert (families.measure, families.unit) == (Measure.ARRIVALS, Unit.FAMILIES)
    assert people.ref_start == families.ref_start == date(2019, 1, 28)


def test_sections_under_dates_are_dated_by_them() -> None:
    first, second = _reported(
        "First batch - 21 July 2025\nThe convoy took out 300 people who left the town.\n"
        "Second batch - 22 July 2025\nAnother 450 people left the town.",
        None,
    )
    assert (first.ref_start, second.ref_start) == (date(2025, 7, 21), date(2025, 7, 22))


def test_one_date_over_a_report_is_no_section() -> None:
    (figure,) = _reported("Geneva, 21 July 2025\nA convoy took out 300 people who left the town.", date(2025, 7, 23))
    assert figure.ref_start is None


def test_a_report_without_a_day_takes_the_year_that_it_prints() -> None:
    february, _ = _reported("61 families left the camp in February. In 2022 there were 900 families who left.", None)
    assert (february.ref_start, february.ref_end) == (date(2022, 2, 1), date(2022, 2, 28))


def test_a_report_without_day_or_year_guesses_none() -> None:
    (figure,) = _reported("61 families left the camp in February.", None)
    assert (figure.ref_start, figure.ref_end) == (None, None)


def test_stocks_are_of_the_days_on_which_data_were_collected() -> None:
    (figure,) = _reported(
        "Data were collected between 22 and 25 September. The camp hosts 69,000 people.", date(2020, 1, 16)
    )
    assert (figure.kind, figure.ref_end) == (Kind.STOCK, date(2019, 9, 25))


def test_what_is_true_of_the_whole_is_true_of_the_part() -> None:
    _, part, deeper = read("On Monday 644 Syrian families left the camp, including 98 to the coast, 12 of them by bus.")
    assert {part.nationality, deeper.nationality} == {"SYR"}
    assert part.ref_start == date(2019, 1, 28)


def test_the_same_people_have_one_nationality() -> None:
    families, people = read("On Monday 236 Iraqi families, totalling 935 people, left the camp.")
    assert (families.nationality, people.nationality) == ("IRQ", "IRQ")
    assert people.same_as == families.figure_id


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("43,000 Syrians, Iraqis and foreigners live in the camp.", "en"),
        ("وصلت 135 عائلة سورية وعراقية إلى المخيم.", "ar"),
    ],
)
def test_several_nationalities_are_none(text: str, language: str) -> None:
    assert read(text, language)[0].nationality == ""


def test_a_title_about_one_people_tells_the_nationality() -> None:
    (figure,) = _reported(
        "A convoy with 12 families left the camp.", date(2025, 10, 26), title="Third convoy of Syrians leaves the camp"
    )
    assert figure.nationality == "SYR"


def test_a_title_that_counts_tells_no_nationality() -> None:
    (figure,) = _reported(
        "36,250 people left the enclave.", date(2019, 1, 30), title="23,000 Iraqis among those who left"
    )
    assert figure.nationality == ""


def test_lists_by_place_belong_to_their_total() -> None:
    total, first, second, third = read(
        "98,000 people were displaced: 75,000 people were displaced to the north, 15,500 to Nabul and 8,500 to Zahraa."
    )
    assert {first.part_of, second.part_of, third.part_of} == {total.figure_id}
    assert {second.measure, third.measure} == {Measure.DISPLACED}


def test_a_list_of_lines_belongs_to_the_sentence_above_it() -> None:
    total, turkey, jordan = read("612,000 Syrians returned:\n\n- from Türkiye: 268,400\n- from Jordan: 112,300\n")
    assert (turkey.part_of, jordan.part_of) == (total.figure_id, total.figure_id)
    assert (turkey.nationality, turkey.measure) == ("SYR", Measure.RETURNS)


def test_numbers_in_brackets_behind_places_are_parts() -> None:
    total, *places = read(
        "9,158 displaced people arrived. Most arrivals were noted in Mueda (4202), Pemba (1,775) and Nangade (215)."
    )
    assert [place.value for place in places] == [4202, 1775, 215]
    assert {place.part_of for place in places} == {total.figure_id}


@pytest.mark.parametrize(
    ("text", "measure", "language"),
    [
        ("On Monday 300 people fleeing the town arrived at the camp.", Measure.ARRIVALS, "en"),
        ("Some 19,000 people fled to Armenia.", Measure.CROSS_BORDER, "en"),
        ("6,000 people fled their homes and crossed the border into Lebanon.", Measure.CROSS_BORDER, "en"),
        ("The transfer of 650 people from the island went on.", Measure.DEPARTURES, "en"),
        ("45 Iraqis entered Iraq on Monday.", Measure.RETURNS, "en"),
        ("The town received 200 families on Monday.", Measure.ARRIVALS, "en"),
        ("The number of murders documented in the camp has risen to 16.", Measure.DEATHS, "en"),
        ("The number of residents in the camp has dropped to 11,000.", Measure.POPULATION, "en"),
        ("Fighting claimed the lives of 38 children.", Measure.DEATHS, "en"),
        ("أسر 520 مقاتلا.", Measure.ARRESTS, "ar"),
        ("غادرت 5 أسر المخيم.", Measure.DEPARTURES, "ar"),
        ("سلم 410 منهم أنفسهم.", Measure.SURRENDERS, "ar"),
        ("عدد النازحين تجاوز 93 ألف شخص.", Measure.DISPLACED, "ar"),
        ("لا يزال في المزارع مقاتلون رافضون للاستسلام عددهم 260 مقاتلا.", Measure.POPULATION, "ar"),
    ],
)
def test_what_was_counted(text: str, measure: Measure, language: str) -> None:
    assert read(text, language)[0].measure is measure


def test_members_who_were_arrested_or_surrendered() -> None:
    *_, members = read(
        "34,200 people left the enclave, including about 3,370 members of the organization, who were arrested after "
        "residents recognized them while others surrendered themselves."
    )
    assert members.measure is Measure.ARRESTS_SURRENDERS


@pytest.mark.parametrize(
    "text",
    [
        "Boats hold 300 passengers.",
        "The site can hold 5,000 people.",
        "Camps receive 2,000 people per day.",
        "Two of 5 crossings are shut.",
        "286 people are missing.",
        "Over 146 civilian casualties were reported in the displaced areas.",
        "He handed over a list of 3,000 people, of whom 450 were approved.",
        "M23 rebels left the town.",
        "The price rose 10 times.",
        "Six roads lead to the crossing.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("عادت (183471) ألف عائلة.", 183_471),
        ("عاد (292) نازحا.", 292),
        ("عاد (12) ألف نازح.", 12_000),
        ("نزحت 5،791 عائلة.", 5791),
        ("غادر 2ر2 مليون لاجئ.", 2_200_000),
        ("عاد مليون و151 ألفا و652 شخصا.", 1_151_652),
        ("نزح 74 ألفا 744 شخصا.", 74_744),
        ("عاد ثلاثة ملايين ونصف مليون نازح.", 3_500_000),
        ("فإن 110 مدنيين خرجوا.", 110),
    ],
)
def test_numbers_as_ministries_and_wires_write_them(text: str, value: int) -> None:
    assert [figure.value for figure in read(text, "ar")] == [value]


@pytest.mark.parametrize(
    ("text", "start", "end", "language"),
    [
        ("Overnight, 100 people surrendered.", date(2019, 1, 30), date(2019, 1, 31), "en"),
        ("Last week 100 people left the camp.", date(2019, 1, 21), date(2019, 1, 27), "en"),
        ("100 people left the camp in recent days.", None, date(2019, 1, 31), "en"),
        ("Since Jan. 6, 100 people left the camp.", date(2019, 1, 6), date(2019, 1, 31), "en"),
        ("100 people are scheduled to leave the camp on Monday.", date(2019, 2, 4), date(2019, 2, 4), "en"),
        ("خرج 100 شخص منذ التاسع من كانون الثاني.", date(2019, 1, 9), date(2019, 1, 31), "ar"),
        ("خرج 100 شخص خلال الساعات الأربع والعشرين الماضية.", date(2019, 1, 30), date(2019, 1, 31), "ar"),
        ("خرج 100 شخص خلال الأسبوع الماضي.", date(2019, 1, 21), date(2019, 1, 27), "ar"),
        ("من المقرر أن يخرج 100 شخص يوم الخميس المقبل.", date(2019, 2, 7), date(2019, 2, 7), "ar"),
    ],
)
def test_times_in_words(text: str, start: date | None, end: date, language: str) -> None:
    (figure,) = read(text, language)
    assert (figure.ref_start, figure.ref_end) == (start, end)


@pytest.mark.parametrize(
    ("text", "said", "language"),
    [
        ("The number rose to 324 displaced families.", [(324, Unit.FAMILIES, Measure.DISPLACED)], "en"),
        (
            "12 Chechens and 30 Yezidis were arrested.",
            [(12, Unit.PERSONS, Measure.ARRESTS), (30, Unit.PERSONS, Measure.ARRESTS)],
            "en",
        ),
        (
            "Some 400 people were displaced; 100 are planned to be evacuated.",
            [(400, Unit.PERSONS, Measure.DISPLACED), (100, Unit.PERSONS, Measure.EXITS)],
            "en",
        ),
        ("خرج 105 أشخاص في اليوم الأول من شباط.", [(105, Unit.PERSONS, Measure.EXITS)], "ar"),
        ("يضم الجيب 3000 – 3500 من المدنيين والعوائل.", [(None, Unit.PERSONS, Measure.POPULATION)], "ar"),
    ],
)
def test_numbers_and_their_nouns(text: str, said: list[tuple[int | None, Unit, Measure]], language: str) -> None:
    figures = read(text, language)
    assert [(figure.value, figure.unit, figure.measure) for figure in figures] == said
    assert {figure.nationality for figure in figures} == {""}


def test_the_day_of_the_event_stands_before_who_said_it() -> None:
    (figure,) = read("About 600 people left the pocket on Saturday, the Observatory said.")
    assert (figure.ref_start, figure.ref_end) == (date(2019, 1, 26), date(2019, 1, 26))


def test_a_dateline_dates_no_event() -> None:
    (figure,) = read("DAMASCUS, Jan. 28 (Agency) -- 600 people left the pocket since the beginning of last December.")
    assert _interval(figure) == (date(2018, 12, 1), date(2019, 1, 31), Basis.CUMULATIVE)


def test_since_a_day_when() -> None:
    (before,) = read("3,000 people left since Monday, when the road opened.")
    assert _interval(before) == (date(2019, 1, 28), date(2019, 1, 31), Basis.CUMULATIVE)
    (after,) = read("No truck has moved since Monday, when 3,000 people left the pocket.")
    assert _interval(after) == (date(2019, 1, 28), date(2019, 1, 28), Basis.PERIOD)


def test_since_that_date_is_the_start_told_before() -> None:
    first, second = read(
        "The number of rebels killed since the 10th of September 2018 rose to 901, and the number of soldiers killed "
        "since that date rose to 526."
    )
    assert first.ref_start == second.ref_start == date(2018, 9, 10)


@pytest.mark.parametrize(
    ("text", "start", "end", "language"),
    [
        ("82 families left the camp two weeks ago.", date(2019, 1, 17), date(2019, 1, 17), "en"),
        ("13,000 people arrived in the week up to Tuesday.", date(2019, 1, 22), date(2019, 1, 29), "en"),
        ("10 people were repatriated in mid-January.", date(2019, 1, 15), date(2019, 1, 15), "en"),
        ("غادرت 82 عائلة المخيم قبل شهر.", date(2018, 12, 31), date(2018, 12, 31), "ar"),
        ("خرج 12950 شخصا ما بين الأول والـ 31 من كانون الأول.", date(2018, 12, 1), date(2018, 12, 31), "ar"),
    ],
)
def test_further_times_in_words(text: str, start: date, end: date, language: str) -> None:
    (figure,) = read(text, language)
    assert (figure.ref_start, figure.ref_end) == (start, end)


def test_a_stock_of_that_day() -> None:
    (figure,) = read("The camp gave new numbers as of 25 January. On that day 72,842 people lived in the camp.")
    assert (figure.kind, figure.ref_start, figure.ref_end) == (Kind.STOCK, None, date(2019, 1, 25))


def test_out_of_a_besieged_enclave_people_exit() -> None:
    first, second = read(
        "75 people reached the SDF areas after they got out of the enclave. 5,000 were displaced from the enclave."
    )
    assert {first.measure, second.measure} == {Measure.EXITS}


def test_families_and_their_members_are_the_same_people() -> None:
    families, members = read("161 Iraqi families with 607 members returned home on Monday.")
    assert (members.same_as, members.nationality) == (families.figure_id, "IRQ")
    families, people = read("Nearly 200 Iraqi families, about 700 people, left the camp on Monday.")
    assert (people.same_as, people.nationality) == (families.figure_id, "IRQ")


def test_fifteen_after_a_hundred_in_arabic() -> None:
    (figure,) = read("غادر خمسمئة وخمسة عشر شخصا المخيم.", "ar")
    assert figure.value == 515


@pytest.mark.parametrize(
    ("text", "start", "end", "basis"),
    [
        (
            "900 people left from the 1st of December 2018 until around the 24th of January 2019.",
            (2018, 12, 1),
            (2019, 1, 24),
            "c",
        ),
        ("900 people left over Monday and Tuesday.", (2019, 1, 28), (2019, 1, 29), "p"),
        ("From Monday to Tuesday, 900 people left.", (2019, 1, 28), (2019, 1, 29), "c"),
        ("Since May 3, 2018, when the agreement was signed, 900 people have left.", (2018, 5, 3), (2019, 1, 31), "c"),
        ("Since the beginning of March, 900 people have left.", (2018, 3, 1), (2019, 1, 31), "c"),
    ],
)
def test_intervals_and_their_basis(
    text: str, start: tuple[int, int, int], end: tuple[int, int, int], basis: str
) -> None:
    (figure,) = read(text)
    expected = Basis.CUMULATIVE if basis == "c" else Basis.PERIOD
    assert _interval(figure) == (date(*start), date(*end), expected)


def test_a_part_has_what_is_said_of_it() -> None:
    killed, hurt = read("At least 16 fighters were killed on Monday, and at least 30 others of them were injured.")
    assert (killed.measure, hurt.measure) == (Measure.DEATHS, Measure.INJURED)
    dead, of_them = read(
        "Since 10 December 2018 shelling killed 388 civilians; of these there are 226 Syrian civilians."
    )
    assert (dead.measure, of_them.measure) == (Measure.DEATHS, Measure.DEATHS)


def test_a_camp_that_holds_people_is_no_capacity() -> None:
    (figure,) = read("The camp now holds 57,000 people.")
    assert figure.measure is Measure.POPULATION


def test_displaced_people_counted_in_a_camp_live_there() -> None:
    (figure,) = read("يبلغ عدد النازحين في المخيم 64 ألف شخص.", "ar")
    assert (figure.measure, figure.kind) == (Measure.POPULATION, Kind.STOCK)


def test_a_total_told_after_a_figure_keeps_its_time_to_itself() -> None:
    batch, total = read("رصد المرصد خروج 110 مدنيين، ليرتفع إلى 36655 تعداد الخارجين منذ الأول من ديسمبر الفائت.", "ar")
    assert (batch.ref_start, batch.basis) == (None, Basis.PERIOD)
    assert (total.ref_start, total.basis) == (date(2018, 12, 1), Basis.CUMULATIVE)


def test_a_verb_after_the_people_may_be_about_the_future() -> None:
    people, families = read("Around 850 people from nearly 240 Iraqi families will be brought home on Saturday.")
    assert {people.modality, families.modality} == {Modality.PLANNED}
    assert people.nationality == "IRQ"
