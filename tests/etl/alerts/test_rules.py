"""Which alerts hold: known answers, what stays uncertain, small groups, and links that the dashboard understands."""

from __future__ import annotations

import dataclasses
import string
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from dashboard.pages.contradictions import Listing, anchor_of, contradictions_address
from dashboard.published import Published
from dashboard.select import read_view
from etl.alerts.rules import Alert, Known, alerts_of, rule_name
from etl.alerts.words import MEASURES, TEMPLATES
from etl.model import (
    AlertKind,
    AlertRule,
    Figure,
    FlowPoint,
    Granularity,
    Joining,
    Measure,
    Names,
    Quantifier,
    Reading,
    Situation,
    Unit,
)
from etl.pipeline import build
from tests.etl.alerts.making import BUSY, REPORTS, TODAY, TORN, above, known, write
from tests.etl.ledgers import SITUATION, figure, ledger, named, report, total

MONDAY, SUNDAY = date(2019, 1, 28), date(2019, 2, 3)
CONTRADICTION = AlertRule("c", AlertKind.NEW_CONTRADICTION, number=1)
SILENCE = AlertRule("s", AlertKind.SILENCE, days=14)
OF_BOTH = dataclasses.replace(SITUATION, title=Names((("ar", "اختبار"), ("en", "A test"))))


def week(value: int, figure_id: str = "f1", report_id: str = "r1", /, **more: object) -> Figure:
    """A batch of exits in the week from 28 January to 3 February 2019."""
    return figure(figure_id, report_id, value=value, ref_start=MONDAY, ref_end=SUNDAY, **more)


def alerts(rule: AlertRule, *figures: Figure, situation: Situation = SITUATION, below: int = 0) -> list[Alert]:
    return alerts_of([rule], known(ledger(figures, situation=situation)), TODAY, suppress_below=below)


def sentences(found: Iterable[Alert], language: str = "en") -> list[str]:
    return [alert.sentence.in_language(language) for alert in found]


# Weeks


def test_a_week_is_above_a_number_for_certain() -> None:
    (alert,) = alerts(above(), week(6_500, quantifier=Quantifier.ABOUT))
    assert (alert.key, alert.certain, alert.number) == ("2019-W05 enclave certain", True, 5_000)
    assert (alert.start, alert.end) == (MONDAY, SUNDAY)
    assert (alert.lower, alert.upper) == (6_175, 6_825)
    assert alert.title.in_language("en") == "A test: week above 5,000 (Exits)"
    assert sentences([alert]) == [
        (
            "Exits (persons) from 2019-01-28 to 2019-02-03: 6,175 to 6,825 (6,500 estimated), certainly above 5,000, by all "
            "reports together."
        )
    ]
    assert (alert.figure_ids, alert.reports) == (("f1",), ("https://example.org/r1",))


def test_the_number_itself_is_not_above_it() -> None:
    assert alerts(above(), week(5_000)) == []
    assert len(alerts(above(number=4_999), week(5_000))) == 1


def test_what_may_be_above_is_told_only_where_it_is_asked_for_and_said_to_be_uncertain() -> None:
    figures = [total("f1", MONDAY - timedelta(days=10), 10_000), total("f2", SUNDAY + timedelta(days=7), 16_000, "r2")]
    assert alerts(above(), *figures) == []
    found = alerts(above(certain=False, source="SOHR"), *figures)
    assert [alert.key for alert in found][-2:] == ["2019-W05 enclave possible", "2019-W06 enclave possible"]
    assert sentences(found)[-2] == (
        "Exits (persons) from 2019-01-28 to 2019-02-03: 0 to 6,000, possibly above 5,000 but not certainly, by the count "
        "of Observatory alone."
    )
    assert not any(alert.certain for alert in found)


def test_an_open_end_alone_is_no_alert() -> None:
    open_end = week(3_000, quantifier=Quantifier.AT_LEAST)
    assert alerts(above(certain=False), open_end) == []
    (alert,) = alerts(above(certain=False, number=2_999), open_end)
    assert "3,000 or more" in sentences([alert])[0]


def test_a_certain_week_is_told_as_such_where_possible_ones_are_asked_for_too() -> None:
    (alert,) = alerts(above(certain=False), week(6_500))
    assert (alert.key, alert.includes) == ("2019-W05 enclave certain", ("2019-W05 enclave possible",))
    assert "6,500, certainly above" in sentences([alert])[0]


def test_of_several_counts_of_one_source_the_one_that_says_most_speaks() -> None:
    figures = [
        total("a1", MONDAY - timedelta(days=1), 10_000),
        total("a2", SUNDAY, 16_000, "r2"),
        week(5_500, "b1", "r2"),
    ]
    (alert,) = alerts(above(source="SOHR"), *figures)
    assert (alert.lower, alert.upper, alert.figure_ids) == (6_000, 6_000, ("a2", "a1"))


def test_each_flow_point_has_its_own_weeks_and_its_name() -> None:
    gates = tuple(FlowPoint(name, named(f"the {name} gate"), (Measure.EXITS,), (name,)) for name in ("camp", "enclave"))
    both = dataclasses.replace(SITUATION, flow_points=gates)
    figures = [week(6_000, "f1", place_from="camp"), week(7_000, "f2", place_from="enclave")]
    assert [alert.key for alert in alerts(above(), *figures, situation=both)] == [
        "2019-W05 camp certain",
        "2019-W05 enclave certain",
    ]
    (alert,) = alerts(above(flow_point="enclave"), *figures, situation=both)
    assert sentences([alert])[0].startswith("Exits (persons; the enclave gate) from")


def test_groups_and_units_are_named() -> None:
    more = {"nationality": "IRQ", "population": "members"}
    (alert,) = alerts(above(number=900, **more), week(6_000, unit=Unit.PERSONS), week(1_000, "f2", **more))
    assert sentences([alert])[0].startswith("Exits (persons; Iraq; reported as members) from")
    (alert,) = alerts(above(number=900, unit=Unit.FAMILIES), week(1_000, unit=Unit.FAMILIES))
    assert sentences([alert])[0].startswith("Exits (families) from")


def test_an_earlier_state_of_a_week_is_no_alert() -> None:
    corrected = [week(6_500), week(4_000, "f2", "r2")]
    reports = [report("r1", date(2019, 2, 4)), report("r2", date(2019, 2, 5))]
    of_both = known(ledger(corrected, reports))
    assert alerts_of([above(source="SOHR")], of_both, TODAY) == []


# Contradictions


def test_figures_that_cannot_all_be_true() -> None:
    (alert,) = alerts(CONTRADICTION, week(4_000), total("f2", SUNDAY, 1_500, "r2", source="SDF"))
    assert (alert.key, alert.lower, alert.kind) == ("f1 f2", 2_500, AlertKind.NEW_CONTRADICTION)
    assert "1,500" in sentences([alert])[0]
    assert "more than rounding explains" in sentences([alert])[0]
    assert set(alert.reports) == {"https://example.org/r1", "https://example.org/r2"}
    assert alerts(dataclasses.replace(CONTRADICTION, number=2_501), week(4_000), total("f2", SUNDAY, 1_500, "r2")) == []
    other = dataclasses.replace(CONTRADICTION, measure=Measure.ARRESTS)
    assert alerts(other, week(4_000), total("f2", SUNDAY, 1_500, "r2")) == []


def test_rounding_is_no_contradiction() -> None:
    assert alerts(CONTRADICTION, week(4_000), total("f2", SUNDAY, 3_500, "r2", source="SDF")) == []


def test_the_reading_is_that_of_the_series_unless_another_is_asked_for() -> None:
    joining = dataclasses.replace(SITUATION, reconciliation=Joining(as_printed=("SOHR",)))
    figures = [week(4_000, quantifier=Quantifier.ABOUT), total("f2", SUNDAY, 3_850, "r2", source="SDF")]
    assert alerts(CONTRADICTION, *figures, situation=joining) == []
    printed = dataclasses.replace(CONTRADICTION, reading=Reading.PRINTED)
    found = alerts_of([printed], known(ledger(figures, situation=joining)), TODAY)
    rows = known(ledger(figures, situation=joining)).contradictions
    assert {row.reading for row in rows} == {Reading.PRINTED}
    assert [alert.key for alert in found] == ["f1 f2" for row in rows if row.verdict == "contradiction"]


# Silence


@pytest.mark.parametrize(("today", "holds"), [(13, False), (14, True), (400, True)])
def test_silence_holds_from_its_days_on(today: int, holds: bool) -> None:
    of_two = known(ledger([week(1), week(2, "f2", "r2")], [report("r2", date(2019, 1, 2))]))
    found = alerts_of([SILENCE], of_two, date(2019, 2, 4) + timedelta(days=today))
    assert bool(found) is holds
    for alert in found:
        assert (alert.key, alert.lower, alert.reports) == ("2019-02-04", today, ("https://example.org/r1",))
        assert alert.title.in_language("en") == f"A test: no report for {today} days"
        assert sentences([alert]) == [
            f"The last report is of 2019-02-04: {today} days without one. Told from 14 days on."
        ]


def test_silence_of_a_source_looks_at_its_figures() -> None:
    of_two = known(ledger([week(1), week(2, "f2", "r2", source="SDF")], [report("r1", date(2019, 1, 2))]))
    of_sohr = dataclasses.replace(SILENCE, source="SOHR")
    (alert,) = alerts_of([SILENCE, of_sohr], of_two, date(2019, 2, 5))
    assert (alert.key, alert.lower) == ("2019-01-02", 34)
    assert "a figure of Observatory is of 2019-01-02" in sentences([alert])[0]


def test_a_date_that_is_yet_to_come_hides_no_silence() -> None:
    reports = [report("r1", date(2019, 1, 2)), report("r2", date(2091, 2, 1))]
    (alert,) = alerts_of([SILENCE], known(ledger([week(1), week(2, "f2", "r2")], reports)), TODAY)
    assert alert.key == "2019-01-02"


def test_without_a_dated_report_nobody_knows_since_when() -> None:
    assert alerts_of([SILENCE], known(ledger([week(1)], [report("r1", None)])), TODAY) == []


# Words


def test_what_an_alert_says_in_arabic() -> None:
    figures = [week(6_500), week(4_000, "f2", "r2", source="SDF")]
    of_all = known(ledger(figures, situation=OF_BOTH))
    rules = [above(source="SOHR"), CONTRADICTION, SILENCE]
    found = alerts_of(rules, of_all, date(2019, 3, 1))
    assert [alert.rule for alert in found] == ["w", "c", "s"]
    assert sentences(found, "ar")[0] == (
        "الخارجون (أشخاص) من \u20662019-01-28\u2069 إلى \u20662019-02-03\u2069: \u20666,500\u2069، أي فوق "
        "\u20665,000\u2069 يقيناً، بحسب إحصاء Observatory وحده."
    )
    assert [alert.title.in_language("ar").partition(":")[0] for alert in found] == ["اختبار"] * 3
    assert all(dict(alert.sentence.by_language).keys() == {"en", "ar"} for alert in found)
    assert dict(alerts(above(), week(6_500))[0].sentence.by_language).keys() == {"en"}


def test_both_languages_have_the_same_templates_with_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, arabic = TEMPLATES["en"], TEMPLATES["ar"]
    assert {name: places(text) for name, text in english.items()} == {
        name: places(text) for name, text in arabic.items()
    }
    assert MEASURES["en"].keys() == MEASURES["ar"].keys() == set(Measure)


def test_names_bring_nothing_into_a_message_that_a_program_would_obey() -> None:
    hostile = named("A test\r\nBcc: all@example.org\x1b[2J\u202e  again")
    (alert,) = alerts(above(), week(6_500), situation=dataclasses.replace(SITUATION, title=hostile))
    assert alert.title.in_language("en") == "A test Bcc: all@example.org [2J again: week above 5,000 (Exits)"


# Small groups


def test_no_number_of_a_group_is_told_where_one_is_small() -> None:
    rule = above(number=900, nationality="IRQ")
    figures = [week(6_000), week(1_000, "f2", nationality="IRQ"), week(4, "f3", nationality="FRA")]
    (alert,) = alerts(rule, *figures, below=10)
    assert (alert.lower, alert.point, alert.upper) == (None, None, None)
    assert sentences([alert]) == [
        (
            "Exits (persons; Iraq) from 2019-01-28 to 2019-02-03: certainly above 900, by all reports together. The numbers "
            "are withheld, because some group is counted in small numbers."
        )
    ]
    assert alerts(rule, *figures)[0].lower == 1_000
    # Of all people together the numbers are told.
    assert alerts(above(), *figures, below=10)[0].lower == 6_000
    # Where no group is small, all of them are.
    assert alerts(rule, *figures[:2], below=10)[0].lower == 1_000


def test_a_small_count_of_a_group_is_no_alert() -> None:
    rule = above(number=2, nationality="FRA")
    assert alerts(rule, week(4, nationality="FRA"), below=10) == []
    assert len(alerts(rule, week(4, nationality="FRA"))) == 1
    (alert,) = alerts(rule, week(40, nationality="FRA"), below=10)
    assert (alert.number, alert.lower) == (9, 40)


def test_a_contradiction_with_a_group_is_told_without_numbers_where_one_is_small() -> None:
    figures = [week(4_000), week(7_777, "f2", nationality="IRQ"), week(4, "f3", nationality="FRA")]
    (alert,) = [one for one in alerts(CONTRADICTION, *figures, below=10) if "f2" in one.figure_ids]
    assert (alert.lower, alert.sentence.in_language("en").partition(".")[0]) == (
        None,
        "2 figures of Observatory cannot all be true",
    )
    assert not any(number in sentences([alert])[0] for number in ("4,000", "7,777", "3,777"))
    assert "7,777" in sentences(alerts(CONTRADICTION, *figures))[0]


# Names and links


def test_a_rule_is_another_one_when_it_asks_for_something_else() -> None:
    assert rule_name(above()) == rule_name(above("other"))
    changed = [above(number=1), above(certain=False), above(source="SOHR"), CONTRADICTION, SILENCE, above()]
    assert len({rule_name(rule) for rule in changed}) == len(changed)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("linked")
    more = TORN[1] | {"figure_id": "r2-03", "nationality": "IRQ", "basis": "period", "value": "7000"}
    write(data, [*BUSY, TORN[1], more | {"ref_start": "2019-01-28", "ref_end": "2019-02-03", "population": "members"}])
    return build(data, data / "published").folder.parent


def read_back(published: Path) -> Known:
    from etl.alerts.standing import standing
    from etl.ledger import read_alerts

    now = standing(published)
    assert now is not None
    situation, _ = read_alerts(published.parent / "situations" / "test")
    return now.known(situation)


def test_what_is_read_back_is_what_was_computed(published: Path) -> None:
    from etl.ledger import read_ledger

    computed = known(read_ledger(published.parent / "situations" / "test"))
    again = read_back(published)
    assert set(again.rows) == set(computed.rows)
    assert set(again.contradictions) == set(computed.contradictions)
    assert set(again.reports) == set(computed.reports)
    assert len(again.reports) == len(REPORTS)
    assert again.figures == computed.figures


@pytest.mark.parametrize("source", ["reconciled", "SOHR"])
@pytest.mark.parametrize("group", ["", "IRQ+members"])
def test_the_dashboard_understands_the_link_to_a_week(published: Path, source: str, group: str) -> None:
    nationality, _, population = group.partition("+")
    who = source if source == "reconciled" or not group else "SDF"
    rule = above(number=5_000, source=who, nationality=nationality, population=population)
    (alert,) = alerts_of([rule], read_back(published), TODAY)
    link = urlsplit(alert.link)
    data = Published(published, suppress_below=0).snapshot().situation("test")
    view, refused = read_view(data, dict(parse_qsl(link.query)), ["en"])
    assert (link.path, refused) == ("/s/test", ())
    assert (view.group or "all", view.basis) == (group or "all", "reconciled" if who == "reconciled" else "reported")
    assert (view.freq, view.end) == (Granularity.WEEK, SUNDAY)
    assert view.point == ("enclave" if who == "reconciled" else "main")


def test_the_dashboard_understands_the_link_to_a_contradiction(published: Path) -> None:
    of_all = read_back(published)
    found = alerts_of([CONTRADICTION], of_all, TODAY)
    assert found
    for alert in found:
        (row,) = [row for row in of_all.contradictions if row.figure_ids == alert.figure_ids]
        listing = Listing(figure=row.figure_ids[0])
        assert alert.link == contradictions_address("test", listing, anchor_of(row))
