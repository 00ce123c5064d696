"""The review pages: which reports wait, and one report's text with its figures beside the form of the current one.

Everything works by links and forms; assets/waymark-review.js only makes it quick. The pages are in English, whatever
the language of the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from dash import html

from dashboard.components import definition_list
from dashboard.locales import Words
from dashboard.pages.frame import Page
from dashboard.reviewing import (
    DAYS,
    EDITABLE,
    GROUPS,
    LONG,
    LONGEST_ADDED,
    NEVER_EMPTY,
    NUMBERS,
    TIES,
    cells_of,
    differences,
    paragraphs,
    same_cell,
    span_of,
)
from dashboard.static_html import element, named, raw, to_html
from dashboard.theme import right_to_left
from dashboard.wording import population_name, source_name
from etl.desk import ReviewItem, ReviewSheet, ReviewSummary, Standing
from etl.errors import Problem
from etl.model import Finding, Report, Situation

HOME = "/review/"
DONE = ("accepted", "rejected", "waiting", "unchanged", "undone", "nothing")
"""What a page may say has just been done."""

_PREFIXES = {
    "measure": "measure.{}",
    "kind": "kind.{}",
    "basis": "basis.{}",
    "unit": "unit.{}.name",
    "quantifier": "quantifier.{}.name",
    "ref_precision": "precision.{}",
    "role": "role.{}",
    "modality": "modality.{}",
}
_AROUND = 40
"""Code points of text shown on either side of words that were looked for."""


@dataclass(frozen=True, slots=True)
class Way:
    """How to get about on a report's page: every address keeps the reviewer's mark, which no cookie holds."""

    situation: str
    report_id: str
    reviewer: str

    @property
    def path(self) -> str:
        return f"{HOME}{quote(self.situation, safe='')}/{quote(self.report_id, safe='')}"

    def to(self, **parameters: str | int) -> str:
        """The address with these parameters; with a figure it leads to its place in the text."""
        query = urlencode(
            {name: value for name, value in {**parameters, "reviewer": self.reviewer}.items() if value != ""}
        )
        place = "#current" if {"figure", "start"} & parameters.keys() else ""
        return f"{self.path}?{query}{place}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A decision that met another one. `now` is what stands there, None if nothing does any more."""

    message: str
    verdict: Standing
    now: ReviewItem | None
    mine: Mapping[str, str]
    """What the reviewer typed and the desk does not hold, by column."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a report's page shows. `item` is the current figure, `added` whether a person is about to add it.

    `typed` are cells that the reviewer has in the fields, where they differ from the figure's. `shown` and `was` are
    the mark and the cells that an earlier form had shown and that this one gives back in turn; None: those of `item`.
    `alert` says what went wrong, `said` what was done.
    """

    sheet: ReviewSheet
    way: Way
    token: str
    item: ReviewItem | None = None
    added: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    shown: str | None = None
    was: Mapping[str, str] | None = None
    said: str = ""
    alert: str = ""
    problems: tuple[Problem, ...] = ()
    conflict: Conflict | None = None
    sought: str = ""
    places: tuple[tuple[int, int], ...] = ()
    situation: Situation | None = None


def listing(words: Words, summaries: Sequence[ReviewSummary], titles: Mapping[str, str]) -> Page:
    """Every report on the desk. `titles` are those of situations that have been published."""
    waiting = sum(summary.waiting for summary in summaries)
    content: list[Any] = [
        html.H1(words("review.title")),
        html.P(words("review.lead"), className="lead"),
        html.P(
            words("review.all", waiting=words.count("review.waiting", waiting), reports=_reports(words, summaries)),
            id="found",
        )
        if summaries
        else html.P(words("review.none"), className="block"),
    ]
    if summaries:
        content.append(_reports_table(words, summaries, titles))
    return Page(words("page.title", title=words("review.title")), words("review.lead"), HOME, content)


def _reports(words: Words, summaries: Sequence[ReviewSummary]) -> str:
    return words.count("count.reports", len(summaries))


def _reports_table(words: Words, summaries: Sequence[ReviewSummary], titles: Mapping[str, str]) -> html.Div:
    standings = tuple(Standing)
    columns = [words("column.report"), words("column.publisher"), words("column.published"), words("review.situation")]
    head = [html.Th(name, scope="col") for name in columns]
    head += [html.Th(_state(words, standing), scope="col", className="number") for standing in standings]
    body = []
    for summary in summaries:
        report = summary.report
        body.append(
            html.Tr(
                [
                    html.Th(
                        html.A(_title(report), href=Way(summary.situation, report.report_id, "").path),
                        scope="row",
                    ),
                    html.Td(html.Bdi(report.publisher)),
                    html.Td(words.short_day(report.published) if report.published else words("date.unknown")),
                    html.Td(titles.get(summary.situation, summary.situation)),
                    *(
                        html.Td(words.number(getattr(summary, standing.value)), className="number")
                        for standing in standings
                    ),
                ],
                className="done" if not summary.waiting else None,
            )
        )
    caption = words("review.caption")
    return html.Div(
        html.Table(
            [html.Caption(caption, className="visually-hidden"), html.Thead(html.Tr(head)), html.Tbody(body)],
            className="review-reports",
        ),
        className="scroll whole block",
        tabIndex=0,
        role="region",
        **named({"aria-label": caption}),
    )


def _title(report: Report) -> html.Bdi:
    return html.Bdi(report.title or report.url or report.report_id, lang=report.language or None)


def failure(
    words: Words, title: str, message: str, problems: Sequence[Problem] = (), typed: Mapping[str, str] | None = None
) -> Page:
    """A page that says what cannot be shown, and why; `typed` is what a reviewer would lose by it."""
    content = [
        html.H1(title),
        html.Div(
            html.Ul([html.Li(str(problem), dir="auto") for problem in problems]) if problems else html.P(message),
            className="warning-line",
            role="alert",
        ),
        _typed_list(words, typed) if typed else None,
        html.P(html.A(words("review.back"), href=HOME)),
    ]
    return Page(words("page.title", title=title), title, HOME, content)


def _typed_list(words: Words, typed: Mapping[str, str]) -> html.Div:
    entries = [(words(f"review.column.{column}"), html.Bdi(text)) for column, text in typed.items() if text]
    return html.Div([html.P(words("review.typed")), definition_list(entries)], id="typed")


def sheet_page(words: Words, sight: Sight) -> Page:
    """One report on the desk."""
    report = sight.sheet.report
    name = report.title or report.report_id
    content = html.Div(
        [
            html.H1(_title(report)),
            _about(words, sight),
            html.P(sight.said, id="said", className="notice-line" if sight.said else None),
            html.Div(_alerts(words, sight), id="alerts", tabIndex=-1, role="alert"),
            html.Div([_reading(words, sight), _figure(words, sight)], className="desk"),
        ],
        id="review",
        **named(_sayings(words, sight)),
    )
    title = words("page.title", title=words("review.of", title=name))
    return Page(
        title,
        words("review.lead"),
        sight.way.path,
        [content, html.P(id="live", className="visually-hidden", role="status")],
    )


def _sayings(words: Words, sight: Sight) -> dict[str, str | None]:
    """What the script may have to say, as attributes: it has no words of its own."""
    said = ("lost", "refused", "kept", "moved", "discard", "end", "begin", "add", "busy")
    return {
        **{f"data-say-{name}": words(f"review.say.{name}") for name in said},
        "data-longest": str(LONGEST_ADDED),
        "data-length": str(len(sight.sheet.text)),
        "data-path": sight.way.path,
        "data-reviewer": sight.way.reviewer,
    }


def _about(words: Words, sight: Sight) -> html.P:
    report = sight.sheet.report
    day = words.day(report.published) if report.published else words("date.unknown")
    return html.P(
        [
            html.Bdi(report.publisher),
            words("list.comma"),
            day,
            " · ",
            html.A(words("review.original"), href=report.url, rel="noopener") if report.url else None,
            " · " if report.url else None,
            html.Span(report.report_id),
            " · ",
            html.A(words("review.back"), href=HOME),
        ],
        className="muted",
    )


# --- What went wrong -------------------------------------------------------------------------------------------------


def _alerts(words: Words, sight: Sight) -> list[Any]:
    found: list[Any] = []
    if sight.alert:
        found.append(html.P(sight.alert, className="warning-line"))
    if sight.problems:
        items = [html.Li(_problem_link(words, problem), dir="auto") for problem in sight.problems]
        found.append(html.Div([html.P(words("review.refused")), html.Ul(items)], className="warning-line"))
    if sight.conflict is not None:
        found.append(_conflict(words, sight, sight.conflict))
    return found


def _problem_link(words: Words, problem: Problem) -> Any:
    """A problem of a field as a link to it; any other with its place in the ledger."""
    if problem.column not in EDITABLE:
        return str(problem)
    name = words(f"review.column.{problem.column}")
    said = words("review.problem.of", column=name, found=problem.found, expected=problem.expected)
    return html.A(said, href=f"#field-{problem.column}")


def _conflict(words: Words, sight: Sight, conflict: Conflict) -> html.Div:
    content: list[Any] = [
        html.H2(words("review.conflict.title")),
    ]
    now = conflict.now
    if now is None:
        content += [html.P(conflict.message, dir="auto")] if conflict.message else []
        content += [html.P(words("review.conflict.gone")), _typed_list(words, conflict.mine)]
        return html.Div(content, className="warning-line")
    content.append(html.P(words("review.conflict.now", state=_state(words, now.standing))))
    theirs = cells_of(now.figure)
    mine = {**theirs, **conflict.mine}
    columns = differences(theirs, mine)
    if columns:
        content += [html.P(words("review.conflict.differs")), _compared(words, sight, columns, theirs, mine)]
    content.append(
        html.P(
            [
                html.A(
                    words("review.conflict.load"),
                    href=sight.way.to(figure=now.figure.figure_id),
                    className="btn",
                    id="load",
                    **named({"data-discard": ""}),
                ),
                " ",
                element(
                    "button",
                    {
                        "type": "submit",
                        "form": "decide",
                        "name": "verdict",
                        "value": f"over-{conflict.verdict.value}",
                        "class": "btn",
                        "id": "over",
                    },
                    words("review.conflict.over", verdict=words(f"review.verdict.{conflict.verdict.value}")),
                ),
            ]
        )
    )
    return html.Div(content, className="warning-line")


def _compared(
    words: Words, sight: Sight, columns: Sequence[str], theirs: Mapping[str, str], mine: Mapping[str, str]
) -> html.Table:
    nothing = words("review.nothing")

    def cell(column: str, text: str) -> html.Td:
        return html.Td(html.Bdi(_label(words, sight, column, text)) if text else nothing)

    head = (words("review.conflict.column"), words("review.conflict.there"), words("review.conflict.yours"))
    return html.Table(
        [
            html.Caption(words("review.conflict.caption"), className="visually-hidden"),
            html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
            html.Tbody(
                [
                    html.Tr(
                        [
                            html.Th(words(f"review.column.{column}"), scope="row"),
                            cell(column, theirs[column]),
                            cell(column, mine[column]),
                        ]
                    )
                    for column in columns
                ]
            ),
        ]
    )


# --- The text --------------------------------------------------------------------------------------------------------


def _reading(words: Words, sight: Sight) -> html.Section:
    sheet, way = sight.sheet, sight.way
    placeless = [item for item in sheet.items if span_of(item, sheet.text) is None]
    shared = [finding for finding in sheet.findings if not finding.figure_ids]
    return html.Section(
        [
            html.H2(words("review.text"), id="text-title"),
            _legend(words, sheet.items),
            html.A(words("review.to_figure"), href="#figure-title", className="skip"),
            html.Div(
                raw(marked_text(sight)),
                id="text",
                className="text",
                tabIndex=0,
                role="region",
                lang=sheet.report.language or None,
                dir=_direction(sheet.report.language),
                **named({"aria-labelledby": "text-title"}),
            ),
            html.P([html.A("", href=way.path, className="btn", id="add")], id="adding", hidden=True),
            _placeless(words, sight, placeless) if placeless else None,
            html.Ul([html.Li(_finding(words, finding)) for finding in shared], className="warning-line")
            if shared
            else None,
            _add_by_words(words, sight),
        ],
        className="block reading",
        **named({"aria-labelledby": "text-title"}),
    )


def _direction(language: str) -> str:
    if not language:
        return "auto"
    return "rtl" if right_to_left(language) else "ltr"


def _legend(words: Words, items: Sequence[ReviewItem]) -> html.Ul:
    counts = {standing: sum(item.standing is standing for item in items) for standing in Standing}
    return html.Ul(
        [
            html.Li(
                [
                    html.Span(className=f"sample {standing.value}", **named({"aria-hidden": "true"})),
                    html.Span(_state(words, standing), id=f"state-{standing.value}"),
                    f" {words.number(counts[standing])}",
                ]
            )
            for standing in Standing
        ],
        className="legend",
    )


def marked_text(sight: Sight) -> str:
    """The text as HTML, each figure in it marked and linked. The text of the elements, joined, is the report's text.

    Where figures lie over each other, a piece belongs to the narrowest; if that one is current, its link leads to the
    next one below it, so that each can be reached.
    """
    sheet = sight.sheet
    items = list(sheet.items)
    if sight.added and sight.item is not None:
        items.append(sight.item)
    current = next((index for index, item in enumerate(items) if item is sight.item), None)
    states = ["new" if sight.added and index == current else item.standing.value for index, item in enumerate(items)]
    spans = [span_of(item, sheet.text) for item in items]
    own = "" if sheet.report.language else ' dir="auto"'
    named_already = False
    parts = []
    for paragraph in paragraphs(sheet.text, spans):
        parts.append(f"<p{own}>")
        for piece in paragraph:
            text = _kept(piece.text)
            if not piece.over:
                parts.append(text)
                continue
            top = piece.over[-1]
            on = current in piece.over
            target = piece.over[piece.over.index(current) - 1] if current in piece.over else top
            classes = [states[current if on and current is not None else top]]
            classes += ["current"] if on else []
            classes += ["deep"] if len(piece.over) > 1 else []
            classes += ["first"] if piece.begins else []
            classes += ["last"] if (current if on else top) in piece.ends else []
            attributes = {
                "class": "at",
                "draggable": "false",
                "aria-describedby": f"state-{states[target]}" if states[target] != "new" else None,
                "aria-current": "true" if on else None,
                "id": "current" if on and not named_already else None,
                "data-figures": " ".join(f"{span[0]}-{span[1]}" for index in piece.begins if (span := spans[index]))
                or None,
                "href": _link_to(sight, items[target], states[target] == "new"),
            }
            named_already = named_already or on
            mark = f'<mark class="{" ".join(classes)}">{text}</mark>'
            parts.append(to_html(element("a", attributes, raw(mark))))
        parts.append("</p>")
    return "".join(parts)


def _link_to(sight: Sight, item: ReviewItem, added: bool) -> str:
    if added:
        return sight.way.to(start=item.figure.span_start or 0, end=item.figure.span_end or 0)
    return sight.way.to(figure=item.figure.figure_id)


def _kept(text: str) -> str:
    """`text` escaped so that a browser's parser changes no code point of it, whatever line ends it has."""
    return escape(text, quote=False).replace("\r", "&#13;").replace("\0", "\ufffd")


def _placeless(words: Words, sight: Sight, items: Sequence[ReviewItem]) -> html.Div:
    links = [
        html.Li(
            [
                html.A(
                    [item.figure.figure_id, ": ", html.Bdi(item.figure.as_reported or str(item.figure.value or ""))],
                    href=sight.way.to(figure=item.figure.figure_id),
                    **named({"aria-current": "true" if item is sight.item else None}),
                ),
                f" ({_state(words, item.standing)})",
            ]
        )
        for item in items
    ]
    return html.Div([html.H3(words("review.placeless")), html.Ul(links)])


def _add_by_words(words: Words, sight: Sight) -> html.Details:
    text, way = sight.sheet.text, sight.way
    parts: list[Any] = [
        element(
            "form",
            {"method": "get", "action": way.path, "class": "add"},
            element("input", {"type": "hidden", "name": "reviewer", "value": way.reviewer}),
            element("label", {"for": "words"}, words("review.add.label")),
            element(
                "div",
                {"class": "row"},
                element(
                    "input",
                    {
                        "id": "words",
                        "name": "words",
                        "type": "text",
                        "value": sight.sought,
                        "class": "form-control",
                        "dir": "auto",
                        "autocomplete": "off",
                        "maxlength": LONGEST_ADDED,
                        "required": True,
                    },
                ),
                element("button", {"type": "submit", "class": "btn"}, words("review.add.find")),
            ),
        )
    ]
    if sight.sought:
        found = words.count("review.add.found", len(sight.places)) if sight.places else words("review.add.none")
        parts.append(html.P(found, role="status"))
    if sight.places:
        choices = []
        for start, end in sight.places:
            before = ("…" if start > _AROUND else "") + text[max(start - _AROUND, 0) : start]
            after = text[end : end + _AROUND] + ("…" if end + _AROUND < len(text) else "")
            around = html.Bdi([before, html.Strong(text[start:end]), after], lang=sight.sheet.report.language or None)
            choices.append(html.Li(html.A(around, href=way.to(start=start, end=end))))
        parts.append(html.Ul(choices, id="places"))
    return html.Details([html.Summary(words("review.add")), *parts], id="adding-by-words", open=bool(sight.sought))


# --- The figure ------------------------------------------------------------------------------------------------------


def _figure(words: Words, sight: Sight) -> html.Section:
    item = sight.item
    if item is None:
        content: list[Any] = [
            html.H2(words("review.empty"), id="figure-title", tabIndex=-1),
            html.P(words("review.empty.what")),
            html.Div(_undo_button(words), className="row"),
            _undo_form(sight),
            _keys(words),
        ]
    else:
        content = [
            _figure_head(words, sight, item),
            _form(words, sight, item),
            _undo_form(sight),
            _keys(words),
        ]
    return html.Section(content, className="block figure", **named({"aria-labelledby": "figure-title"}))


def _figure_head(words: Words, sight: Sight, item: ReviewItem) -> html.Div:
    figure = item.figure
    state = "new" if sight.added else item.standing.value
    ids = [one.figure.figure_id for one in sight.sheet.items]
    place = ids.index(figure.figure_id) + 1 if figure.figure_id in ids and not sight.added else 0
    printed = figure.quote or figure.as_reported or figure.figure_id
    mine = [finding for finding in sight.sheet.findings if figure.figure_id in finding.figure_ids and not sight.added]
    standing = words("review.state.new") if sight.added else _state(words, item.standing)
    return html.Div(
        [
            html.H2(html.Bdi(printed, lang=sight.sheet.report.language or None), id="figure-title", tabIndex=-1),
            html.P(
                [
                    html.Span(className=f"sample {state}", **named({"aria-hidden": "true"})),
                    html.Strong(standing),
                    words("list.comma"),
                    words("review.place", place=words.number(place), of=words.number(len(ids)), figure=figure.figure_id)
                    if place
                    else figure.figure_id,
                ],
                id="figure-state",
            ),
            html.Ul([html.Li(_finding(words, finding)) for finding in mine], className="warning-line", id="findings")
            if mine
            else None,
            _known(words, sight, item),
            _tied(words, sight, item),
            html.P(words("review.no_place"), className="muted") if span_of(item, sight.sheet.text) is None else None,
        ]
    )


def _around(words: Words, sight: Sight, item: ReviewItem) -> html.Nav | None:
    """The ways to the figures before and after the current one."""
    items = sight.sheet.items
    if sight.added:
        start = item.figure.span_start or 0
        after = sum((one.figure.span_start or 0) <= start for one in items)
        before = after - 1
    else:
        here = [one.figure.figure_id for one in items].index(item.figure.figure_id)
        before, after = here - 1, here + 1
    links: list[Any] = []
    if before >= 0:
        address = sight.way.to(figure=items[before].figure.figure_id)
        links.append(html.A(words("review.previous"), href=address, rel="prev", id="previous", className="btn"))
    if after < len(items):
        address = sight.way.to(figure=items[after].figure.figure_id)
        links.append(html.A(words("review.next"), href=address, rel="next", id="next", className="btn"))
    return html.Nav(links, className="row", **named({"aria-label": words("review.around")})) if links else None


def _known(words: Words, sight: Sight, item: ReviewItem) -> html.Div | None:
    if not item.known:
        return None
    # Its page is there only if the situation was published, with this figure among the rest.
    base = f"/s/{quote(sight.way.situation)}" if sight.situation is not None else ""
    entries = []
    for known in item.known:
        text = words(
            f"review.known.{known.relation.value}",
            figure=known.figure_id,
            report=known.report_id,
            printed=f"\u2068{known.as_reported}\u2069",
        )
        link = f"{base}?{urlencode({'figure': known.figure_id})}#figure" if base else ""
        entries.append(html.Li([text, " ", html.A(words("review.known.show"), href=link)] if link else text))
    return html.Div([html.H3(words("review.known")), html.Ul(entries)], className="notice-line", id="known")


def _tied(words: Words, sight: Sight, item: ReviewItem) -> html.P | None:
    """The figures of this report that the current one is part of or the same as, as links."""
    by_id = {one.figure.figure_id: one for one in sight.sheet.items}
    parts: list[Any] = []
    for column in TIES:
        other = by_id.get(getattr(item.figure, column))
        if other is not None:
            parts += [
                words(f"review.tied.{column}"),
                " ",
                html.A(
                    html.Bdi(other.figure.quote or other.figure.as_reported or other.figure.figure_id),
                    href=sight.way.to(figure=other.figure.figure_id),
                ),
                " ",
            ]
    return html.P(parts, id="tied") if parts else None


def _finding(words: Words, finding: Finding) -> str:
    name = f"finding.{finding.code}"
    return words(name, **dict(finding.values)) if words.has(name) else finding.sentence


def _state(words: Words, standing: Standing) -> str:
    return words(f"review.state.{standing.value}")


def _form(words: Words, sight: Sight, item: ReviewItem) -> Any:
    cells = cells_of(item.figure)
    proposed = cells_of(item.proposed) if item.proposed is not None else None
    was = cells if sight.was is None else sight.was
    hidden = {
        "token": sight.token,
        "reviewer": sight.way.reviewer,
        "shown": item.seen if sight.shown is None else sight.shown,
        "fresh": item.seen if sight.conflict is not None else "",
        "figure": item.figure.figure_id,
        **({"start": item.figure.span_start, "end": item.figure.span_end} if sight.added else {}),
        **{f"was.{column}": was.get(column, "") for column in EDITABLE},
    }
    return element(
        "form",
        {
            "id": "decide",
            "method": "post",
            "action": sight.way.path,
            "novalidate": True,
            "autocomplete": "off",
            "data-mark": item.seen,
            "data-answered": bool(sight.typed or sight.problems or sight.conflict),
        },
        *(element("input", {"type": "hidden", "name": name, "value": value}) for name, value in hidden.items()),
        html.Div([_buttons(words, sight, item, ""), _around(words, sight, item)], className="row acts"),
        html.P(id="draft", className="notice-line", hidden=True),
        *(_group(words, sight, name, columns, cells, proposed) for name, columns in GROUPS),
        _buttons(words, sight, item, "-below"),
        _ties_list(sight, item),
        _rules(words, item),
    )


def _buttons(words: Words, sight: Sight, item: ReviewItem, suffix: str) -> html.Div:
    """Accept first: it is what Enter in a field means."""
    accepted = item.standing is Standing.ACCEPTED
    names = [("accepted", words("review.save" if accepted else "review.accept"), "accept")]
    if sight.added:
        names = [("accepted", words("review.accept_new"), "accept")]
    elif item.standing is not Standing.REJECTED:
        names.append(("rejected", words("review.reject"), "reject"))
    if item.standing is not Standing.WAITING and not suffix:
        names.append(("waiting", words("review.reopen"), "reopen"))
    return html.Div(
        [
            element(
                "button",
                {
                    "type": "submit",
                    "name": "verdict",
                    "value": value,
                    "class": f"btn {identity}",
                    "id": identity + suffix,
                },
                label,
            )
            for value, label, identity in names
        ]
        + ([] if suffix else [_undo_button(words)]),
        className="row",
    )


def _group(
    words: Words,
    sight: Sight,
    name: str,
    columns: Sequence[str],
    cells: Mapping[str, str],
    proposed: Mapping[str, str] | None,
) -> html.Fieldset:
    return html.Fieldset(
        [
            html.Legend(words(f"review.group.{name}")),
            html.Div(
                [_field(words, sight, column, cells[column], proposed) for column in columns],
                className="controls",
            ),
        ]
    )


def _field(words: Words, sight: Sight, column: str, cell: str, proposed: Mapping[str, str] | None) -> html.Div:
    """One column: its label, its field, what was proposed if that differs, and what the ledger has against it."""
    value = sight.typed.get(column, cell)
    identity = f"field-{column}"
    wrong = [problem for problem in sight.problems if problem.column == column]
    differs = proposed is not None and not same_cell(column, value, proposed[column])
    described = [f"was-{column}"] if proposed is not None else []
    described += [f"error-{column}"] if wrong else []
    attributes = {
        "id": identity,
        "name": column,
        "class": "form-control",
        "aria-describedby": " ".join(described) or None,
        "aria-invalid": "true" if wrong else None,
        "data-shown": cell,
        "data-proposed": proposed[column] if proposed is not None else None,
    }
    parts: list[Any] = [
        html.Label(words(f"review.column.{column}"), htmlFor=identity),
        _input(words, sight, column, value, attributes),
    ]
    if proposed is not None:
        was = _label(words, sight, column, proposed[column]) if proposed[column] else words("review.nothing")
        parts.append(
            html.P(
                [words("review.proposed"), " ", html.Bdi(was)], id=f"was-{column}", className="was", hidden=not differs
            )
        )
    if wrong:
        said = [html.Span(words("review.problem", found=one.found, expected=one.expected)) for one in wrong]
        parts.append(html.P(said, id=f"error-{column}", className="error"))
    wide = " wide" if column in LONG else ""
    return html.Div(parts, className=f"control{wide}{' differs' if differs else ''}{' wrong' if wrong else ''}")


def _input(words: Words, sight: Sight, column: str, value: str, attributes: Mapping[str, Any]) -> Any:
    codes = sight.sheet.choices.get(column)
    if codes is not None:
        options = list(codes)
        if column not in NEVER_EMPTY and "" not in options:
            options.insert(0, "")
        # A ledger may hold a name that is not in the list, such as an alias; what stands there stays.
        if value not in options:
            options.append(value)
        entries = [
            element(
                "option",
                {"value": code, "selected": code == value},
                _label(words, sight, column, code) if code else words("review.nothing"),
            )
            for code in options
        ]
        return element("select", {**attributes, "class": "form-select"}, *entries)
    if column in LONG:
        # The parser drops a line feed that stands first.
        rows = 1 + min(value.count("\n"), 4) if column == "as_reported" else 2
        return element("textarea", {**attributes, "rows": rows, "dir": "auto"}, "\n" + value)
    if column in DAYS:
        return element("input", {**attributes, "type": "date", "value": value})
    if column in NUMBERS:
        # Not a number field: that would throw away "36,250", which the ledger reads.
        return element("input", {**attributes, "type": "text", "inputmode": "numeric", "value": value})
    more = {"list": "ties"} if column in TIES else {}
    return element("input", {**attributes, "type": "text", "dir": "auto", "value": value, **more})


def _ties_list(sight: Sight, item: ReviewItem) -> Any:
    """The report's other figures, offered where one is to be named."""
    others = [one.figure for one in sight.sheet.items if one.figure.figure_id != item.figure.figure_id]
    options = (element("option", {"value": one.figure_id}, one.quote or one.as_reported) for one in others)
    return element("datalist", {"id": "ties"}, *options)


def _label(words: Words, sight: Sight, column: str, code: str) -> str:
    """What a code means, with the code itself: the ledger holds that."""
    label = code
    situation = sight.situation
    if column in _PREFIXES and words.has(name := _PREFIXES[column].format(code)):
        label = words(name)
    elif column == "nationality":
        label = words.nationality(code)
    elif situation is not None and column == "source":
        label = source_name(words, situation, code)
    elif situation is not None and column == "population":
        label = population_name(words, situation, code)
    elif situation is not None and column in ("place_from", "place_to"):
        label = next((one.names.in_language(words.language) for one in situation.places if one.id == code), code)
    return label if label.casefold() == code.replace("_", " ") else words("review.option", code=code, label=label)


def _rules(words: Words, item: ReviewItem) -> html.Details | None:
    if not item.rules:
        return None
    return html.Details(
        [
            html.Summary(words("review.rules")),
            definition_list([(name, meaning or name) for name, meaning in item.rules]),
        ],
        id="rules",
    )


def _undo_button(words: Words) -> Any:
    return element("button", {"type": "submit", "form": "undoing", "class": "btn", "id": "undo"}, words("review.undo"))


def _undo_form(sight: Sight) -> Any:
    return element(
        "form",
        {"id": "undoing", "method": "post", "action": f"{sight.way.path}/undo"},
        element("input", {"type": "hidden", "name": "token", "value": sight.token}),
        element("input", {"type": "hidden", "name": "reviewer", "value": sight.way.reviewer}),
    )


def _keys(words: Words) -> html.Details:
    keys = (
        ("a", "accept"),
        ("r", "reject"),
        ("e", "edit"),
        ("n, j", "next"),
        ("p, k", "previous"),
        ("u", "undo"),
        ("?", "help"),
        ("Esc", "escape"),
    )
    described = [(html.Kbd(key), words(f"review.key.{name}")) for key, name in keys]
    return html.Details(
        [
            html.Summary(words("review.keys"), id="keys-title"),
            html.P(words("review.keys.only")),
            html.Dl([part for key, text in described for part in (html.Dt(key), html.Dd(text))]),
            html.P(
                [
                    element("input", {"type": "checkbox", "id": "keys-on", "checked": True}),
                    " ",
                    html.Label(words("review.keys.on"), htmlFor="keys-on"),
                ],
                className="needs-review-script",
            ),
        ],
        id="keys",
    )
