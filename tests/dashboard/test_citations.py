"""References: what they say of real figures and views, and that other people's readers find the same in every format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import citeproc
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pybtex import format_from_string
from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from dashboard.charts.build import charts_of
from dashboard.charts.together import together
from dashboard.citations import (
    bibtex,
    cite_figure,
    cite_view,
    cited,
    csl_json,
    report_reference,
    ris,
    text_long,
    text_short,
)
from dashboard.citations.entries import Sort, clean
from dashboard.citations.shown import reports_shown
from dashboard.locales import words
from dashboard.published import Published, SituationData, Snapshot
from dashboard.request import Request
from dashboard.select import BASES, SHOWS, View, default_view, known_rows, measures, read_view, units
from etl.model import RECONCILED, Report
from tests.dashboard.shipped import SITUATIONS, TODAY
from tests.dashboard.test_select import draw_view

SAID = words("en")
BASE = "https://data.example.org"
FORMS: tuple[Callable[[Request], str], ...] = (text_short, text_long, csl_json, bibtex, ris)
FIGURE = "r050-02"
"""36,250 people had got out by 30 January 2019, according to the Observatory, in a report in Arabic."""


def asked(data: SituationData, today: date = TODAY, /, **parameters: str) -> Request:
    """What an address with these parameters asks for."""
    found = read_view(data, parameters, ("en",))
    assert not found.refused
    return Request(data, found, SAID, today, BASE)


def with_report(data: SituationData, figure_id: str, words_of_figure: str = "", **changed: Any) -> SituationData:
    """The same data with another report behind a figure, and another quote and printed number where these are given."""
    known = data.figures[figure_id]
    report = replace(known.report, **changed)
    figure = known.figure
    if words_of_figure:
        figure = replace(figure, quote=words_of_figure, as_reported=words_of_figure)
    return replace(
        data,
        figures={**data.figures, figure_id: replace(known, report=report, figure=figure)},
        reports={**data.reports, report.report_id: report},
    )


class Bib(NamedTuple):
    """An entry as bibtexparser reads it: decoded, and of the address what stands there."""

    sort: str
    fields: dict[str, str]


def read_bibtex(text: str) -> dict[str, Bib]:
    """Every entry by its key. Raises AssertionError when the reader could not make sense of something."""
    known = get_default_latex_context_db()
    # Signs that LaTeX's own kernel has and this reader does not know, or knows as another sign.
    signs = {"textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">"}
    signs |= {"textbar": "|", "textasciicircum": "^"}
    known.add_context_category(
        "kernel", prepend=True, macros=[MacroTextSpec(name, sign) for name, sign in signs.items()]
    )
    plain = parse_string(text)
    decoded = parse_string(
        text, append_middleware=[LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=known))]
    )
    for library in (plain, decoded):
        assert library.failed_blocks == []
        assert len(library.blocks) == len(library.entries)
    found = {}
    for entry, raw in zip(decoded.entries, plain.entries, strict=True):
        fields = {field.key: str(field.value) for field in entry.fields}
        fields |= {field.key: str(field.value) for field in raw.fields if field.key == "url"}
        found[entry.key] = Bib(entry.entry_type, fields)
    return found


def read_ris(text: str) -> list[dict[str, Any]]:
    """Every entry, after a look at the form: only tagged lines, each ended by CR and LF, empty ones between entries."""
    assert text.endswith("ER  - \r\n")
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert "\n" not in "".join(lines)
    assert len(text.splitlines()) == len(lines)
    inside = False
    for line in lines:
        tag = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        if not inside and line == "":
            continue
        assert tag, line
        assert (tag[1] == "TY") is not inside
        inside = tag[1] != "ER"
        assert inside == bool(tag[2])
    assert not inside
    return rispy.loads(text.replace("\r\n", "\n"))  # type: ignore[no-any-return]


def names_in(text: str) -> set[str]:
    return set(re.findall(r'"([\w-]+)"', text))


def check_csl(text: str) -> list[dict[str, Any]]:
    """The items, after a look at them against the types and variables that the CSL schema lists."""
    schema = Path(citeproc.__file__).parent / "data" / "schema" / "schemas" / "styles"
    variables = (schema / "csl-variables.rnc").read_text("utf-8")
    types = names_in((schema / "csl-types.rnc").read_text("utf-8"))
    dates = names_in(variables.partition("variables.dates =")[2].partition("## Name")[0])
    names = names_in(variables.partition("variables.names =")[2].partition("## Number")[0])
    assert {"dataset", "report", "webpage"} <= types
    assert {"issued", "accessed"} <= dates
    assert "author" in names
    items: list[dict[str, Any]] = json.loads(text)
    for item in items:
        assert item["type"] in types
        for name, value in item.items():
            if name in dates:
                ((year, month, day),) = value["date-parts"]
                assert set(value) == {"date-parts"}
                date(year, month, day)
            elif name in names:
                assert all(set(one) == {"literal"} and one["literal"] for one in value)
            else:
                assert name in {"id", "type", *names_in(variables)}
                assert isinstance(value, str)
                assert value
    assert len({item["id"] for item in items}) == len(items)
    return items


def styled(text: str) -> list[str]:
    """CSL-JSON as a list of references in the style that citeproc ships (Harvard)."""
    items = json.loads(text)
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    listed = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), citeproc.formatter.plain)
    for item in items:
        listed.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    return [str(line) for line in listed.bibliography()]


class TestFigure:
    def test_the_original_report_comes_first(self, exits: SituationData) -> None:
        known = exits.figures[FIGURE]
        request = asked(exits, figure=FIGURE)
        link = f"{BASE}/v/2019-03-23-{exits.state}/s/enclave-exits?figure=r050-02"
        title = f"“\u2068{known.report.title}\u2069”"
        assert text_short(request) == (
            f"SOHR, {title}, 30 January 2019, http://www.syriahr.com/?p=305982. 36,250 people, counted by Syrian "
            "Observatory for Human Rights; recorded as figure r050-02 of “Exits from the last IS enclave east of the "
            f"Euphrates”, Waymark, as known on 23 March 2019, data version {exits.state}, {link}"
        )
        assert text_long(request) == (
            f"SOHR, {title} [original report], 30 January 2019, http://www.syriahr.com/?p=305982; “Exits from the last "
            "IS enclave east of the Euphrates: Exits (people), 1 Dec 2018 – 30 Jan 2019, figure r050-02” [dataset], "
            f"processed by Waymark, as known on 23 March 2019, data version {exits.state}, retrieved 31 January 2026 "
            f"from {link}\n"
            f"36,250 people, counted by Syrian Observatory for Human Rights; printed as “36,250”; in the words "
            f"“{known.figure.quote}”\n"
        )

    def test_report_and_record_name_each_other(self, exits: SituationData) -> None:
        report, record = cited(asked(exits, figure=FIGURE)).entries
        assert (report.sort, record.sort) == (Sort.REPORT, Sort.DATASET)
        assert re.fullmatch(r"sohr2019r050-[0-9a-f]{4}", report.key)
        assert record.key == f"waymark-enclave-exits-r050-02-2019-03-23-{exits.state}"
        assert record.related == report.key
        assert report.key in record.annotation
        assert report.annotation == f"recorded as figure r050-02 in {record.key}"
        assert (record.version, record.issued) == (exits.state, date(2019, 3, 23))

    def test_every_format_says_the_same(self, exits: SituationData) -> None:
        request = asked(exits, figure=FIGURE)
        title = exits.figures[FIGURE].report.title
        link = f"{BASE}/v/2019-03-23-{exits.state}/s/enclave-exits?figure=r050-02"
        found = cited(request)
        (first, second), (report, record) = found.entries, check_csl(csl_json(request))
        assert report == {
            "id": first.key,
            "type": "report",
            "title": title,
            "author": [{"literal": "SOHR"}],
            "publisher": "SOHR",
            "issued": {"date-parts": [[2019, 1, 30]]},
            "URL": "http://www.syriahr.com/?p=305982",
            "language": "ar",
            "note": first.annotation,
        }
        assert record == {
            "id": second.key,
            "type": "dataset",
            "title": second.title,
            "author": [{"literal": "Waymark"}],
            "publisher": "Waymark",
            "issued": {"date-parts": [[2019, 3, 23]]},
            "accessed": {"date-parts": [[2026, 1, 31]]},
            "version": exits.state,
            "number": "r050-02",
            "URL": link,
            "language": "en",
            "note": f"as known on 23 March 2019; {second.annotation}",
        }
        bib = read_bibtex(bibtex(request))
        assert list(bib) == [first.key, second.key]
        assert bib[first.key] == (
            "online",
            {
                "author": "SOHR",
                "title": title,
                "year": "2019",
                "month": "jan",
                "date": "2019-01-30",
                "url": "http://www.syriahr.com/?p=305982",
                "langid": "arabic",
                "annote": first.annotation,
            },
        )
        assert bib[second.key] == (
            "dataset",
            {
                "author": "Waymark",
                "title": second.title,
                "publisher": "Waymark",
                "year": "2019",
                "month": "mar",
                "date": "2019-03-23",
                "version": exits.state,
                "number": "r050-02",
                "url": link,
                "urldate": "2026-01-31",
                "langid": "english",
                "note": "as known on 23 March 2019",
                "annote": second.annotation,
                "related": first.key,
            },
        )
        assert read_ris(ris(request)) == [
            {
                "type_of_reference": "RPRT",
                "id": first.key,
                "title": title,
                "authors": ["SOHR"],
                "publisher": "SOHR",
                "year": "2019",
                "date": "2019/01/30",
                "language": "ar",
                "urls": ["http://www.syriahr.com/?p=305982"],
                "notes": [first.annotation],
            },
            {
                "type_of_reference": "DATA",
                "id": second.key,
                "title": second.title,
                "authors": ["Waymark"],
                "publisher": "Waymark",
                "year": "2019",
                "date": "2019/03/23",
                "edition": exits.state,
                "accession_number": "r050-02",
                "access_date": "2026/01/31",
                "language": "en",
                "urls": [link],
                "notes": ["as known on 23 March 2019", second.annotation],
            },
        ]

    def test_the_words_as_printed_stand_with_the_record(self, exits: SituationData) -> None:
        figure_id = "r000-07"
        known = exits.figures[figure_id]
        assert known.figure.quantifier.value == "more_than"
        request = asked(exits, figure=figure_id)
        record = cited(request).dataset
        for part in ("more than 34,200 people", known.figure.as_reported, known.figure.quote):
            assert part in record.annotation
            assert part in text_long(request).replace("\u2068", "").replace("\u2069", "")
        assert record.annotation in check_csl(csl_json(request))[1]["note"]
        assert record.annotation in read_ris(ris(request))[1]["notes"]
        assert read_bibtex(bibtex(request))[record.key].fields["annote"] == record.annotation

    def test_a_style_prints_both(self, exits: SituationData) -> None:
        known = exits.figures[FIGURE]
        printed = styled(csl_json(asked(exits, figure=FIGURE)))
        assert len(printed) == 2
        report = next(line for line in printed if line.startswith("SOHR (2019)"))
        record = next(line for line in printed if line.startswith("Waymark (2019)"))
        assert known.report.title in report
        assert known.report.url in report
        assert "figure r050-02" in record
        assert f"{BASE}/v/2019-03-23-{exits.state}/s/enclave-exits?figure=r050-02" in record

    def test_bibtex_in_python_prints_both(self, exits: SituationData) -> None:
        printed = format_from_string(bibtex(asked(exits, figure="r010-01")), style="plain", output_backend="plaintext")
        report = cited(asked(exits, figure="r010-01")).reports[0]
        for part in (
            "The National / AFP",
            "Civilian exodus from ISIS's last Syria bastion",
            "December 2018",
            report.url,
        ):
            assert part in printed
        assert f"{BASE}/v/2019-03-23-{exits.state}/s/enclave-exits" in printed

    def test_the_view_that_it_was_found_in_plays_no_part(self, exits: SituationData) -> None:
        plain = [form(asked(exits, figure=FIGURE)) for form in FORMS]
        other = asked(exits, figure=FIGURE, measure="deaths", view="new", start="2019-01-01", source="all")
        assert [form(other) for form in FORMS] == plain

    def test_the_link_shows_it_beside_its_own_measure(self, exits: SituationData) -> None:
        for figure_id, known in exits.figures.items():
            link = cited(asked(exits, figure=figure_id)).dataset.url
            query = link.partition("?")[2]
            measure = re.search(r"measure=(\w+)", query)
            counted = {(row.measure, row.unit) for row in exits.rows}
            if (known.figure.measure, known.figure.unit) in counted:
                assert (measure[1] if measure else "exits") == known.figure.measure.value
            assert query.endswith(f"figure={figure_id}")

    def test_no_day_comes_before_its_report(self, exits: SituationData) -> None:
        early = cited(asked(exits, figure=FIGURE, as_of="2019-01-01")).dataset
        late = cited(asked(exits, figure=FIGURE, as_of="2019-02-15")).dataset
        assert (early.issued, late.issued) == (date(2019, 1, 30), date(2019, 2, 15))
        assert early.url.startswith(f"{BASE}/v/2019-01-30-{exits.state}/s/")
        assert late.url.startswith(f"{BASE}/v/2019-02-15-{exits.state}/s/")
        assert "as known on 30 January 2019" in text_short(asked(exits, figure=FIGURE, as_of="2019-01-01"))

    def test_what_is_withheld_stays_so(self, snapshot: Snapshot, everything: Snapshot) -> None:
        masked = 0
        for name in SITUATIONS:
            data, whole = snapshot.situation(name), everything.situation(name)
            for figure_id, known in data.figures.items():
                if not known.masked:
                    continue
                masked += 1
                request, secret = asked(data, figure=figure_id), whole.figures[figure_id].figure
                for form in FORMS:
                    text = form(request)
                    assert "withheld" in text
                    assert "printed as" not in text
                    assert "in the words" not in text
                    assert not secret.quote or secret.quote not in text.replace(known.report.title, "")
        assert masked > 5


class TestView:
    def test_the_dataset_comes_first_and_its_reports_by_date(self, exits: SituationData) -> None:
        request = asked(exits)
        link = f"{BASE}/v/2019-03-23-{exits.state}/s/enclave-exits"
        title = (
            "“Exits from the last IS enclave east of the Euphrates: Exits (people), 10 Sep 2018 – 23 Mar 2019, as "
            "reported”"
        )
        count = len(reports_shown(exits, request.view))
        assert text_short(request) == (
            f"{title}, compiled by Waymark from {count} reports, as known on 23 March 2019, data version "
            f"{exits.state}, {link}"
        )
        first, second, *reports = text_long(request).splitlines()
        assert first == (
            f"{title} [dataset], processed by Waymark, as known on 23 March 2019, data version {exits.state}, "
            f"retrieved 31 January 2026 from {link}"
        )
        assert second == f"Its charts rest on {count} reports:"
        assert len(reports) == count > 30
        assert reports[0] == (
            "1. El Regio / AFP, “Miles de personas huyen del último reducto del EI en Siria, según una ONG” [original "
            "report], 27 December 2018 (date: in text (jueves)), "
            "http://elregio.com/Noticia/9e9d0dff-19c5-406b-80f2-01a5cc5d855d"
        )
        dataset, *entries = cited(request).entries
        assert dataset.key == f"waymark-enclave-exits-2019-03-23-{exits.state}"
        days = [entry.issued for entry in entries if entry.issued]
        assert days == sorted(days)
        assert len(days) == len(entries) == count

    def test_every_format_lists_the_same(self, camp: SituationData) -> None:
        request = asked(camp)
        found = cited(request)
        assert len(found.reports) > 10
        items = check_csl(csl_json(request))
        keys = [entry.key for entry in found.entries]
        assert [item["id"] for item in items] == keys == list(read_bibtex(bibtex(request)))
        read = read_ris(ris(request))
        assert [entry["id"] for entry in read] == keys
        assert [item.get("title") for item in items] == [entry.get("title") for entry in read]
        assert [item["URL"] for item in items] == [";".join(entry["urls"]) for entry in read]
        assert len(styled(csl_json(request))) == len(keys)

    def test_its_title_says_what_it_shows(self, exits: SituationData) -> None:
        def title(**parameters: str) -> str:
            return cited(asked(exits, **parameters)).dataset.title.partition(": ")[2]

        assert title(group="IRQ", start="2019-01-01", end="2019-01-31") == (
            "Exits (people), Iraq, 1 Jan – 31 Jan 2019, as reported"
        )
        assert title(measure="deaths", source="SDF", basis="reconciled", by="population").startswith(
            "Deaths (people), by group of people, Syrian Democratic Forces, "
        )
        assert "All sources, since 1 December 2018, " in title(source="all", phase="2018-12-01")
        assert ", Every start, " in title(phase="all")
        assert title(basis="reconciled").endswith(", as all reports together allow")

    def test_only_what_was_known_is_listed(self, exits: SituationData) -> None:
        day = date(2019, 1, 30)
        found = cited(asked(exits, as_of="2019-01-30"))
        assert found.dataset.key == f"waymark-enclave-exits-2019-01-30-{exits.state}"
        assert found.dataset.url == f"{BASE}/v/2019-01-30-{exits.state}/s/enclave-exits"
        assert found.dataset.note == "as known on 30 January 2019"
        assert max(entry.issued or date.max for entry in found.reports) == day
        assert len(found.reports) < len(cited(asked(exits)).reports)

    def test_a_view_of_nothing_says_so(self, exits: SituationData) -> None:
        request = asked(exits, start="2014-01-01", end="2014-02-01")
        assert cited(request).reports == ()
        assert "compiled by Waymark; nothing was reported for this choice, as known on" in text_short(request)
        assert text_long(request).endswith("\nNothing was reported for this choice.\n")
        assert (
            len(check_csl(csl_json(request))) == len(read_bibtex(bibtex(request))) == len(read_ris(ris(request))) == 1
        )

    def test_views_have_keys_of_their_own(self, exits: SituationData) -> None:
        asked_for: list[dict[str, str]] = [
            {},
            {"measure": "deaths"},
            {"view": "new"},
            {"group": "IRQ"},
            {"end": "2019-01-31"},
        ]
        keys = [cited(asked(exits, **parameters)).dataset.key for parameters in asked_for]
        assert len(set(keys)) == len(keys)
        assert all(
            re.fullmatch(rf"waymark-enclave-exits-2019-03-23-{exits.state}(-[0-9a-f]{{6}})?", key) for key in keys
        )

    @pytest.mark.parametrize("name", SITUATIONS)
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_its_reports_are_those_of_its_charts(self, snapshot: Snapshot, name: str, data: st.DataObject) -> None:
        situation = snapshot.situation(name)
        check_reports(situation, draw_view(data, situation))

    @pytest.mark.parametrize("name", SITUATIONS)
    def test_so_they_are_on_every_day_and_of_every_measure(self, snapshot: Snapshot, name: str) -> None:
        data = snapshot.situation(name)
        plain = default_view(data.situation)
        for measure in measures(data):
            for unit, show, basis in product(units(data, measure), SHOWS, BASES):
                check_reports(data, replace(plain, measure=measure, unit=unit, show=show, basis=basis))
        for day, show in product(data.summary.vintages, SHOWS):
            check_reports(data, replace(plain, show=show, as_of=day))


def check_reports(data: SituationData, view: View) -> None:
    expected = {data.figures[figure_id].report.report_id for figure_id in figures_drawn(data, view)}
    assert {report.report_id for report in reports_shown(data, view)} == expected


def figures_drawn(data: SituationData, view: View) -> set[str]:
    """The figures that the marks of a view's charts stand for, and of bars those that they are the difference to."""
    charts = charts_of(data, view, SAID, TODAY)
    drawn = {point.key for chart in charts for line in chart.lines for point in line.points}
    drawn |= {category.key for chart in charts for category in chart.categories}
    groups = [group for chart in charts for group in chart.bars if not group.key.startswith(RECONCILED)]
    bars = {bar.key for group in groups for bar in group.bars}
    for row in known_rows(data, view.as_of):
        if row.figure_ids[0] in bars:
            drawn |= set(row.figure_ids)
    if view.basis != "reported":
        drawn |= set(together(data, view, SAID).figure_ids)
    return drawn - {""}


class TestPurity:
    REQUESTS: tuple[dict[str, str], ...] = (
        {},
        {"figure": FIGURE},
        {"as_of": "2019-01-30"},
        {"basis": "both", "by": "nationality"},
    )

    def test_the_same_request_gives_the_same_bytes(self, folder: Path, exits: SituationData) -> None:
        again = Published(folder, suppress_below=10).snapshot().situation("enclave-exits")
        assert again is not exits
        for parameters in self.REQUESTS:
            for form in FORMS:
                assert form(asked(exits, **parameters)).encode() == form(asked(again, **parameters)).encode()

    def test_what_is_frozen_depends_on_no_clock(self, folder: Path, exits: SituationData) -> None:
        day = date(2019, 1, 30)
        frozen = Published(folder, suppress_below=10).frozen("enclave-exits", exits.state, day)
        assert frozen is not None
        for parameters in ({}, {"figure": FIGURE}):
            request = asked(frozen, day, **parameters)
            live = asked(exits, as_of=day.isoformat(), **parameters)
            for form in FORMS:
                text = form(request)
                assert text == form(replace(request, today=TODAY))
                assert "retrieved" not in text
            assert all("accessed" not in item for item in json.loads(csl_json(request)))
            # It is the same reference as the live page gives for that day, but for when it was read.
            assert text_short(request) == text_short(live)
            assert [replace(entry, retrieved=None) for entry in cited(live).entries] == list(cited(request).entries)

    def test_pages_and_files_say_the_same(self, exits: SituationData) -> None:
        request = asked(exits, measure="deaths")
        assert text_short(request) == cite_view(SAID, exits, request.view, BASE)
        request = asked(exits, figure=FIGURE)
        assert text_short(request) == cite_figure(SAID, exits, request.view, BASE)
        assert text_short(request).startswith(report_reference(SAID, exits.figures[FIGURE]))

    def test_links_are_frozen(self, exits: SituationData, camp: SituationData) -> None:
        for data in (exits, camp):
            form = rf"{BASE}/v/\d{{4}}-\d\d-\d\d-{data.state}/s/{data.situation.id}(\?[\w.:%=&+-]+)?"
            for parameters in ({}, {"figure": next(iter(data.figures))}, {"basis": "reconciled", "freq": "month"}):
                assert re.fullmatch(form, cited(asked(data, **parameters)).dataset.url)

    def test_a_situation_without_dates_is_not_given_any(self, exits: SituationData) -> None:
        empty = replace(exits, summary=replace(exits.summary, vintages=()), rows=())
        dataset = cited(asked(empty)).dataset
        assert (dataset.issued, dataset.note) == (None, "")
        assert dataset.url == f"{BASE}/s/enclave-exits"
        assert dataset.key == f"waymark-enclave-exits-{exits.state}"
        assert "as known" not in text_long(asked(empty))


class TestKeys:
    def test_each_thing_has_its_own(self, snapshot: Snapshot) -> None:
        """Two situations share reports; what is one report has one key, and nothing else has it."""
        things: dict[str, tuple[str, ...]] = {}
        for name in SITUATIONS:
            data = snapshot.situation(name)
            for figure_id in data.figures:
                found = cited(asked(data, figure=figure_id))
                report = found.reports[0]
                for key, thing in ((found.dataset.key, (name, figure_id)), (report.key, (report.author, report.url))):
                    assert re.fullmatch(r"[a-z0-9-]+", key)
                    assert things.setdefault(key, thing) == thing
        urls = [thing for key, thing in things.items() if not key.startswith("waymark-")]
        assert len(urls) == len(set(urls))

    @pytest.mark.parametrize(
        ("changed", "key"),
        [
            ({}, r"sohr2019r050-6f62"),
            ({"publisher": "Rudaw (via Hatha al-Youm)"}, r"rudaw2019r050-6f62"),
            ({"publisher": "AFP / LatestLY"}, r"afp2019r050-6f62"),
            ({"publisher": "El Moudjahid · Ürün"}, r"elmoudjahidurun2019r050-6f62"),
            ({"publisher": "المرصد"}, r"report2019r050-6f62"),
            ({"published": None}, r"sohrndr050-6f62"),
            ({"url": "https://example.org/other"}, r"sohr2019r050-(?!6f62)[0-9a-f]{4}"),
        ],
    )
    def test_of_a_report(self, exits: SituationData, changed: dict[str, Any], key: str) -> None:
        data = with_report(exits, FIGURE, **changed)
        assert re.fullmatch(key, cited(asked(data, figure=FIGURE)).reports[0].key)

    def test_ids_that_may_stand_in_no_key(self, exits: SituationData) -> None:
        known = exits.figures[FIGURE]
        keys = set()
        for report_id in ("r050", "R050", "r 050", "r{050}", "ر"):
            other = replace(known, report=replace(known.report, report_id=report_id))
            data = replace(exits, figures={FIGURE: other}, reports={report_id: other.report})
            keys.add(cited(asked(data, figure=FIGURE)).reports[0].key)
        assert len(keys) == 5
        assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


class TestReports:
    def test_what_is_not_known_is_not_invented(self, exits: SituationData) -> None:
        figure_id = next(one for one, known in exits.figures.items() if known.report.report_id == "r009")
        request = asked(exits, figure=figure_id)
        report, _ = cited(request).entries
        assert report.issued is None
        assert "date not known" in text_short(request)
        assert "date not known" in text_long(request)
        item, _ = check_csl(csl_json(request))
        assert "issued" not in item
        assert "date not known" in item["note"]
        assert any("SOHR (no date)" in line for line in styled(csl_json(request)))
        fields = read_bibtex(bibtex(request))[report.key].fields
        assert not {"year", "month", "date"} & set(fields)
        assert fields["note"] == "date not known"
        entry, _ = read_ris(ris(request))
        assert not {"year", "date"} & set(entry)
        assert "date not known" in entry["notes"]

    def test_nothing_but_an_id(self, exits: SituationData) -> None:
        data = with_report(exits, FIGURE, publisher="", title="", url="", published=None, language="")
        request = asked(data, figure=FIGURE)
        assert text_short(request).startswith("[publisher not known], [untitled], date not known. 36,250 people, ")
        assert text_long(request).startswith("[publisher not known], [untitled] [original report], date not known; “")
        report = cited(request).reports[0]
        item, _ = check_csl(csl_json(request))
        assert item == {"id": report.key, "type": "webpage", "note": f"date not known; {report.annotation}"}
        bib = read_bibtex(bibtex(request))[report.key]
        assert bib == ("online", {"note": "date not known", "annote": report.annotation})
        assert read_ris(ris(request))[0] == {
            "type_of_reference": "ELEC",
            "id": report.key,
            "notes": ["date not known", report.annotation],
        }

    def test_a_date_that_is_not_printed_says_how_it_is_known(self, exits: SituationData) -> None:
        known = next(known for known in exits.figures.values() if known.report.report_id == "r054")
        assert known.report.published_basis == "estimated from the series"
        request = asked(exits, figure=known.figure.figure_id)
        assert "5 January 2019 (day inferred), http" in text_short(request)
        assert "5 January 2019 (date: estimated from the series), http" in text_long(request)
        report = cited(request).reports[0]
        assert "date: estimated from the series" in check_csl(csl_json(request))[0]["note"]
        assert read_bibtex(bibtex(request))[report.key].fields["note"] == "date: estimated from the series"
        assert "date: estimated from the series" in read_ris(ris(request))[0]["notes"]

    def test_the_day_on_which_the_ledger_read_it(self, exits: SituationData) -> None:
        request = asked(with_report(exits, FIGURE, retrieved=date(2019, 2, 3)), figure=FIGURE)
        report = cited(request).reports[0]
        assert check_csl(csl_json(request))[0]["accessed"] == {"date-parts": [[2019, 2, 3]]}
        assert read_bibtex(bibtex(request))[report.key].fields["urldate"] == "2019-02-03"
        assert read_ris(ris(request))[0]["access_date"] == "2019/02/03"

    @pytest.mark.parametrize(
        ("publisher", "kind"),
        [
            ("SOHR", ("report", "RPRT")),
            ("Syrian Observatory for Human Rights", ("report", "RPRT")),
            ("The National / AFP", ("webpage", "ELEC")),
            ("Rudaw (via Hatha al-Youm)", ("webpage", "ELEC")),
        ],
    )
    def test_a_report_is_by_somebody_who_counts(
        self, exits: SituationData, publisher: str, kind: tuple[str, str]
    ) -> None:
        request = asked(with_report(exits, FIGURE, publisher=publisher), figure=FIGURE)
        item, entry = check_csl(csl_json(request))[0], read_ris(ris(request))[0]
        assert (item["type"], entry["type_of_reference"]) == kind
        assert item["author"] == [{"literal": publisher}]
        assert ("publisher" in item, "publisher" in entry) == (kind[0] == "report",) * 2

    def test_an_arabic_title_is_kept_apart_in_sentences_only(self, exits: SituationData) -> None:
        request = asked(exits, figure=FIGURE)
        title = exits.figures[FIGURE].report.title
        for form in FORMS:
            apart = f"\u2068{title}\u2069" in form(request)
            assert apart == (form in (text_short, text_long))
            assert title in form(request)


HOSTILE = (
    "{unbalanced",
    "}",
    "\\",
    "\\input{/etc/passwd}",
    "100 % of $5 & #1 _a_ ~b^2",
    'he said "go"',
    "first\nTY  - JOUR\nTI  - another",
    "cut\r\nER  - \r\n",
    "@article{key, title={x}}",
    "a -- b --- c ``d'' ,,e?`f",
    "<i>not</i> <script>alert(1)</script>",
    "{:author: Somebody || Else} type: song",
    "\u202eright to left override\u202c",
    "\u200fعنوان\u200f 12",
    "null\x00 bell\x07 line\x85of \u2028two \u2029or \x1cthree\x0bends",
    "=HYPERLINK(1)",
    "a, b; c * d and e",
    "   ",
)


def texts() -> st.SearchStrategy[str]:
    signs = st.sampled_from(
        [
            *"{}\\%$&#_~^\"'`-,;<>|@=*?!:",
            "\n",
            "\r\n",
            "\t",
            "\x00",
            "\x85",
            "\u2028",
            "\u202e",
            "\u2067",
            "\u200f",
            "ع",
            "é",
            " ",
        ]
    )
    return st.sampled_from(HOSTILE) | st.lists(signs | st.characters(codec="utf-8"), max_size=30).map("".join)


def plain(text: str) -> str:
    """What LaTeX and its readers cannot tell from another spelling of it: how wide a space between words is."""
    return " ".join(text.split())


class TestHostileTexts:
    @settings(max_examples=300, deadline=None)
    @given(title=texts(), publisher=texts(), basis=texts(), quote=texts())
    def test_every_format_holds_them_as_texts(
        self, snapshot: Snapshot, title: str, publisher: str, basis: str, quote: str
    ) -> None:
        check_hostile(snapshot.situation("enclave-exits"), title, publisher, basis, quote)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_so_they_do_with_the_worst(self, exits: SituationData, text: str) -> None:
        check_hostile(exits, text, text, text, text)

    @pytest.mark.parametrize(
        ("url", "written"),
        [
            ("https://example.org/%D9%85?a_b=1&c=~d#e%20f", "https://example.org/%D9%85?a_b=1&c=~d#e%20f"),
            ("https://example.org/مخيم", "https://example.org/%D9%85%D8%AE%D9%8A%D9%85"),
            ('https://example.org/{}\\}"<^', "https://example.org/%7B%7D%5C%7D%22%3C%5E"),
        ],
    )
    def test_an_address_stays_whole_in_bibtex(self, exits: SituationData, url: str, written: str) -> None:
        request = asked(with_report(exits, FIGURE, url=url), figure=FIGURE)
        report = cited(request).reports[0]
        assert read_bibtex(bibtex(request))[report.key].fields["url"] == written

    def test_an_address_over_two_lines_is_one(self, exits: SituationData) -> None:
        request = asked(with_report(exits, FIGURE, url="https://example.org/a\r\nER  - \r\nb"), figure=FIGURE)
        assert read_ris(ris(request))[0]["urls"] == ["https://example.org/aER-b"]


def check_hostile(exits: SituationData, title: str, publisher: str, basis: str, quote: str) -> None:
    """Every format holds the texts, and nothing else comes of them."""
    data = with_report(exits, FIGURE, quote, title=title, publisher=publisher, published_basis=basis)
    request = asked(data, figure=FIGURE)
    report, record = cited(request).entries
    assert (report.title, report.author) == (clean(title), clean(publisher))
    assert clean(quote) in record.annotation

    item, other = check_csl(csl_json(request))
    assert set(item) <= {"id", "type", "title", "author", "publisher", "issued", "URL", "language", "note"}
    assert item.get("title", "").replace("\u2060", "") == report.title.replace("\u2060", "")
    assert not re.search(r"<[A-Za-z/]|\{:", json.dumps([item, other], ensure_ascii=False))
    assert other["note"].replace("\u2060", "").endswith(record.annotation.replace("\u2060", ""))

    bib = read_bibtex(bibtex(request))
    assert list(bib) == [report.key, record.key]
    assert plain(bib[report.key].fields.get("title", "")) == plain(report.title)
    assert plain(bib[report.key].fields.get("author", "")) == plain(report.author)
    assert plain(bib[record.key].fields["annote"]) == plain(record.annotation)
    assert set(bib[report.key].fields) <= {
        "author", "title", "year", "month", "date", "url", "langid", "note", "annote",
    }  # fmt: skip

    first, second = read_ris(ris(request))
    assert first.get("title", "") == report.title
    assert not re.search("[,*]", "".join(first.get("authors", ())))
    assert (first["id"], second["id"]) == (report.key, record.key)
    assert second["notes"][-1].replace("\u2060", "") == record.annotation.replace("\u2060", "")

    assert len(text_short(request).splitlines()) == 1
    assert len(text_long(request).splitlines()) == 2
    check_directions(text_short(request))
    check_directions(text_long(request))


def check_directions(text: str) -> None:
    """Whatever is kept apart ends where it should, and nothing turns the direction besides."""
    depth = 0
    for char in text:
        assert char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067"
        depth += {"\u2068": 1, "\u2069": -1}.get(char, 0)
        assert depth in (0, 1)
    assert depth == 0


def test_every_report_of_the_house_can_be_cited(exits: SituationData, camp: SituationData) -> None:
    """All figures of both situations, in every format; what a reader finds is what the ledger has."""
    for data in (exits, camp):
        for known in one_of_each_report(data):
            request = asked(data, figure=known.figure.figure_id)
            report = cited(request).reports[0]
            item = check_csl(csl_json(request))[0]
            bib = read_bibtex(bibtex(request))[report.key].fields
            entry = read_ris(ris(request))[0]
            title = clean(known.report.title)
            assert item["title"] == plain(bib["title"]) == entry["title"] == title
            assert item["author"] == [{"literal": known.report.publisher}]
            assert bib["author"] == known.report.publisher
            assert item["URL"] == ";".join(entry["urls"]) == known.report.url


def one_of_each_report(data: SituationData) -> Iterable[Any]:
    return {known.report.report_id: known for known in data.figures.values()}.values()


def test_reports_come_in_order_of_date_and_the_undated_last(exits: SituationData) -> None:
    view = asked(exits).view
    shown = reports_shown(exits, view)
    undated: Report = replace(shown[0], published=None)
    figures = {
        figure_id: replace(known, report=undated) if known.report.report_id == undated.report_id else known
        for figure_id, known in exits.figures.items()
    }
    data = replace(exits, figures=figures, reports={**exits.reports, undated.report_id: undated})
    assert reports_shown(data, view) == (*shown[1:], undated)
