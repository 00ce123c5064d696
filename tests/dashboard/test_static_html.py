"""Components as HTML: the same text, and nothing from the data ever becomes markup."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from dash.development.base_component import Component
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.chart import Cell, Column, Table
from dashboard.components import copyable, data_table, picture
from dashboard.locales import languages, words
from dashboard.pages import situation as situation_page
from dashboard.published import SituationData
from dashboard.request import Request
from dashboard.select import read_view
from dashboard.static_html import Raw, dom_id, named, raw, to_html
from tests.dashboard.markup import read
from tests.dashboard.shipped import TODAY

HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "'><svg onload=alert(1)>",
        "</title><script>",
        "<!--",
        "]]>",
        "&lt;b&gt;",
        "&",
        "javascript:alert(1)",
    ]
)
# A parser turns \r into \n, and NUL is no character of HTML; neither is in a ledger.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\x0b\x0c"), max_size=40) | HOSTILE


def text_of(node: Any) -> str:
    """The text of a component tree, read without making HTML of it."""
    if node is None:
        return ""
    if isinstance(node, Component):
        if type(node).__name__ == "Select":
            return "".join(str(option["label"]) for option in getattr(node, "options", ()))
        return text_of(getattr(node, "children", None))
    if isinstance(node, (list, tuple)):
        return "".join(map(text_of, node))
    return "" if isinstance(node, Raw) else str(node)


class TestEscaping:
    @given(text=TEXT)
    def test_text_comes_out_as_text(self, text: str) -> None:
        tree = read(to_html(html.P(["before ", text, html.B(text)])))
        (paragraph,) = tree.all("p")
        assert [child.tag for child in paragraph.all()] == ["b"]
        assert paragraph.text == f"before {text}{text}"

    @given(text=TEXT)
    def test_attributes_come_out_as_attributes(self, text: str) -> None:
        tree = read(
            to_html(
                [
                    html.A("x", href=text, title=text, **named({"aria-label": text, "data-key": text})),
                    dbc.Input(name=text, value=text, type="search"),
                    dbc.Select(options=[{"value": text, "label": text}], value=text),
                ]
            )
        )
        assert [element.tag for element in tree.all()] == ["a", "input", "select", "option"]
        link, field, _, option = tree.all()
        assert link.attributes == {"href": text, "title": text, "aria-label": text, "data-key": text}
        assert field.attributes["value"] == field.attributes["name"] == text
        assert option.attributes == {"value": text, "selected": ""}
        assert option.text == text

    @given(text=TEXT)
    def test_a_table_of_hostile_cells_is_a_table(self, text: str) -> None:
        table = Table((Column("a", text), Column("b", text, numeric=True)), ((Cell(text), Cell(text, "/s/x")),))
        tree = read(to_html([data_table(table, text), copyable(words("en"), text, "cite")]))
        assert len(tree.all("td")) == 2
        assert {cell.text for cell in tree.all("td")} == {text}
        assert not tree.all("script")
        assert tree.by_id("cite").text == text


class TestForms:
    def test_what_has_no_form_without_scripts_is_refused(self) -> None:
        with pytest.raises(TypeError, match=r"Dropdown has no form without scripts"):
            to_html(html.Div(dcc.Dropdown(["a"])))
        with pytest.raises(TypeError, match="object has no HTML"):
            to_html(object())

    def test_what_is_for_scripts_alone_leaves_no_trace(self) -> None:
        assert to_html([dcc.Location(id="url"), dcc.Store(id="store"), None]) == ""

    def test_markup_of_our_own_renderers_stands_as_it_is(self) -> None:
        assert to_html(html.Div(raw("<svg></svg>"))) == "<div><svg></svg></div>"

    def test_attributes_have_their_html_names(self) -> None:
        made = to_html(html.Label("x", htmlFor="y", className="z", hidden=True, style={"marginTop": 1}, n_clicks=3))
        (label,) = read(made).all()
        assert label.attributes == {"for": "y", "class": "z", "hidden": "", "style": "margin-top:1"}

    def test_a_choice_is_chosen(self) -> None:
        options = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
        tree = read(to_html(dbc.Select(id={"b": 1, "a": "x"}, name="n", options=options, value="b")))
        (select,) = tree.all("select")
        assert select.attributes == {"id": '{"a":"x","b":1}', "name": "n", "class": "form-select"}
        assert dom_id({"b": 1, "a": "x"}) == select.attributes["id"]
        assert ["selected" in option.attributes for option in select.all("option")] == [False, True]


@pytest.mark.parametrize(
    "query", [{}, {"by": "nationality", "view": "new"}, {"measure": "deaths", "as_of": "2019-01-31"}]
)
def test_a_page_has_the_text_of_its_components(exits: SituationData, query: dict[str, str]) -> None:
    asked = read_view(exits, query, languages())
    request = Request(exits, asked, words("en"), TODAY, "https://example.org")
    content = situation_page.page(request, picture(None)).content
    tree = read(to_html(content))
    for svg in tree.all("svg"):
        svg.children.clear()  # a picture of ours, not a component
    assert tree.text == text_of(content)
