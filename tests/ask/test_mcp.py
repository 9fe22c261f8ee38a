"""The saved questions as MCP tools: what a client is told of them, and the answers that it gets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from mcp.types import Tool

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.saved import answer_query
from gbaip_graph.build.store import open_graph
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Iri
from tests.ask.mcp_session import CHECKOUT, Session, judge_schemas, session

ROOT = Root(CHECKOUT)
#: A tool asks no endpoint of others.
CATALOGUE = {query.name: query for query in load_catalogue(ROOT) if not query.endpoints}
ROWS = 200  # of each answer; the client judges each by the schema, which takes longer than to answer


@pytest.fixture(scope="module")
def shipped() -> Iterator[Session]:
    """Return a session with the tools of the shipped questions."""
    with session(ROOT.path) as opened:
        yield opened


def test_each_question_is_a_tool_that_only_reads(shipped: Session) -> None:
    tools = shipped.tools()
    assert list(tools) == list(CATALOGUE)
    for tool in tools.values():
        told = tool.annotations
        assert told is not None
        assert (told.read_only_hint, told.destructive_hint, told.open_world_hint) == (True, False, False)


def test_a_tool_tells_what_the_header_tells(shipped: Session) -> None:
    tool, query = shipped.tools()["name-on-date"], CATALOGUE["name-on-date"]
    assert tool.title == query.title["en"]
    assert query.description in (tool.description or "")
    described = tool.input_schema["properties"]
    assert {
        p.name: p.description
        for p in query.parameters
        if p.description not in described[p.name]["description"]
    } == {}
    assert tool.input_schema["required"] == [p.name for p in query.parameters if p.required]


def test_a_question_without_citations_says_why(shipped: Session) -> None:
    query = CATALOGUE["coverage-by-year"]
    assert not query.cites
    assert query.why_no_citation in (shipped.tools()[query.name].description or "")


def test_every_schema_is_a_schema_that_its_own_examples_and_defaults_fit(shipped: Session) -> None:
    for tool in shipped.tools().values():
        judge_schemas(tool)


def test_what_a_question_is_not_asked_is_no_argument(shipped: Session) -> None:
    assert all(tool.input_schema["additionalProperties"] is False for tool in shipped.tools().values())


def examples(tool: Tool) -> dict[str, Any]:
    described = tool.input_schema["properties"]
    return {name: described[name]["examples"][0] for name in tool.input_schema["required"]}


@pytest.mark.slow
def test_every_question_gives_the_rows_of_the_command_line_each_with_its_citation(shipped: Session) -> None:
    graph = open_graph(ROOT)
    for name, tool in shipped.tools().items():
        asked = examples(tool)
        answer = shipped.call(name, {**asked, "limit": ROWS})
        told = answer.structured_content
        whole = answer_query(graph, CATALOGUE[name], asked.items())
        assert (told["count"], len(told["rows"])) == (len(whole.rows), min(len(whole.rows), ROWS)), name
        for row, expected in zip(told["rows"], whole.rows, strict=False):
            assert_tells(row, expected, cites=CATALOGUE[name].cites)
        assert json.loads(answer.content[0].text) == told  # type: ignore[union-attr]


def assert_tells(row: Mapping[str, Any], expected: Mapping[str, Any], *, cites: bool) -> None:
    """Hold a row against that of the embedded answer: the same cells, and the citation in one place."""
    cells = dict(row)
    if cites:
        citation = dict(cells.pop("citation"))
        assert citation.pop("title")
        cells |= {**citation, "source": {"iri": citation["source"]}}
    assert {name for name, term in expected.items() if term is not None} == set(cells)
    for name, cell in cells.items():
        term = expected[name]
        if isinstance(term, Iri):
            assert cell["iri"] == term.value
        elif isinstance(cell, bool | str):
            assert str(cell).lower() == term.lexical.lower()
        else:
            assert float(cell) == float(term.lexical)


def test_a_figure_is_told_with_its_exactness_and_its_citation(shipped: Session) -> None:
    rows = shipped.rows("figures-of", {"record": "op:customs-2018-19"})
    (goods,) = [row for row in rows if row["measure"]["iri"].endswith("/infringing-items")]
    assert (goods["value"], goods["exactness"]["label"]) == (112000, "about")
    cited = goods["citation"]
    assert cited["source"] == "https://w3id.org/gbaip/id/source/ipd-2018-19"
    assert (cited["item"], cited["paragraph"]) == (8, 1)
    assert cited["title"]


def test_pages_together_are_the_whole_answer(shipped: Session) -> None:
    whole = shipped.rows("disagreements", {"limit": 1000})
    rows: list[dict[str, Any]] = []
    after: dict[str, str] = {}
    while True:
        told = shipped.call("disagreements", {"limit": 30, **after}).structured_content
        rows += told["rows"]
        if "next" not in told:
            break
        after = {"after": told["next"]}
    assert rows == whole
    assert len(rows) > 90


def test_labels_are_in_the_wanted_language(shipped: Session) -> None:
    (row, *_) = shipped.rows("names-of", {"entity": "agency:ced", "lang": "zh-Hant"})
    assert row["kind"]["label"] != shipped.rows("names-of", {"entity": "agency:ced"})[0]["kind"]["label"]
    assert "language" not in row["kind"]


def test_a_null_is_a_value_that_was_not_given(shipped: Session) -> None:
    assert shipped.rows(
        "seizures-by-year", {"from": None, "to": None, "lang": None, "limit": 1000}
    ) == shipped.rows("seizures-by-year", {"limit": 1000})
