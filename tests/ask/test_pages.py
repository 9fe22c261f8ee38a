"""Pages: together they are the whole answer, whatever ties, empty cells and equal rows it has."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaip_graph.ask.answer import Answer, Row
from gbaip_graph.ask.bound_query import bound_query, in_total_order
from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.evaluation import evaluate_here
from gbaip_graph.ask.pages import page_of
from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import Column, SavedQuery
from gbaip_graph.build.store import read_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import InvalidValue
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Iri, Literal, Term

ROOT = Root(Path(__file__).resolve().parent.parent.parent)
#: Questions that ask endpoints of others have no pages over HTTP.
CATALOGUE = tuple(query for query in load_catalogue(ROOT) if not query.endpoints)
GRAPH_1, GRAPH_2 = "digest of one graph", "digest of another"

# Few, so that equal cells, equal rows and ties are many.
cells: st.SearchStrategy[Term | None] = st.sampled_from(
    [
        None,
        Iri("urn:a"),
        Literal("urn:a"),
        Literal(""),
        Literal('a\t"b"'),
        Literal("a"),
        Literal("1"),
        Literal("\t"),
    ]
)
answers = st.lists(st.tuples(cells, cells), max_size=12).map(
    lambda rows: Answer(
        None, columns=(Column("x"), Column("y")), rows=tuple(Row(("x", "y"), r) for r in rows)
    )
)


def pages(answer: Answer, size: int) -> list[tuple[Row, ...]]:
    found, after = [], ""
    while True:
        page, after = page_of(answer, limit_rows=size, after=after, version=GRAPH_1)
        found.append(page.rows)
        if not after or len(found) > len(answer.rows):
            return found


@settings(max_examples=300, deadline=None)
@given(answers, st.integers(1, 13))
def test_pages_of_any_size_are_the_whole_answer_in_its_order(answer: Answer, size: int) -> None:
    found = pages(answer, size)
    assert [row for page in found for row in page] == list(answer.rows)
    assert [len(page) for page in found[:-1]] == [size] * (len(found) - 1)
    assert len(found) == max(1, -(-len(answer.rows) // size))


def answer_of(*values: str) -> Answer:
    return Answer(
        None, columns=(Column("x"),), rows=tuple(Row(("x",), (Literal(value),)) for value in values)
    )


def test_the_rest_behind_a_key_comes_at_once_without_a_limit() -> None:
    _, after = page_of(answer_of("a", "a", "b"), limit_rows=1, version=GRAPH_1)
    rest, following = page_of(answer_of("a", "a", "b"), limit_rows=None, after=after, version=GRAPH_1)
    assert ([row["x"] for row in rest.rows], following) == ([Literal("a"), Literal("b")], "")


def test_a_page_that_ends_with_the_answer_leads_nowhere() -> None:
    assert page_of(answer_of("a", "b"), limit_rows=2)[1] == ""


def test_a_truth_value_has_no_pages() -> None:
    answer = Answer(None, boolean=True)
    assert page_of(answer, limit_rows=1, after="x") == (answer, "")


def refusal(answer: Answer, after: str, version: str = GRAPH_1) -> str:
    with pytest.raises(InvalidValue) as caught:
        page_of(answer, limit_rows=1, after=after, version=version)
    assert caught.value.where == "parameter after"
    assert (
        caught.value.mend
        == "Take the address of the next page from the Link header, or begin again without after."
    )
    return caught.value.what


def test_a_key_from_another_state_of_the_graph_is_refused() -> None:
    _, after = page_of(answer_of("a", "b"), limit_rows=1, version=GRAPH_1)
    assert refusal(answer_of("a", "b"), after, GRAPH_2) == (
        "the graph has changed since the page that this key is from"
    )


def test_a_key_of_a_row_that_the_answer_does_not_have_is_refused() -> None:
    _, after = page_of(answer_of("a", "b"), limit_rows=1, version=GRAPH_1)
    assert refusal(answer_of("b", "c"), after) == f'no row of this answer has the key "{after}"'


def test_a_key_of_an_equal_row_too_many_is_refused() -> None:
    _, after = page_of(answer_of("a", "b"), limit_rows=1, version=GRAPH_1)
    assert (
        refusal(answer_of("a", "b"), after[:-1] + "2") == f'no row of this answer has the key "{after[:-1]}2"'
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda key: "x", lambda key: " " + key, lambda key: key + "0x", lambda key: key.upper() + "A",
        lambda key: key[:-1] + "0", lambda key: key[:-1] + "01", lambda key: key[:-1] + "١",
        lambda key: key.replace("-", "", 1), lambda key: key + "\n", lambda key: key[1:], lambda key: "-",
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    _, after = page_of(answer_of("a", "b"), limit_rows=1, version=GRAPH_1)
    assert refusal(answer_of("a", "b"), change(after)) == f'"{change(after)}" is no key of a page'


@pytest.mark.parametrize("place", range(31))
def test_a_key_with_one_character_changed_is_refused(place: int) -> None:
    answer = answer_of("a", "b", "c")
    _, after = page_of(answer, limit_rows=1, version=GRAPH_1)
    assert len(after) == 31
    changed = after[:place] + ("0" if after[place] != "0" else "f") + after[place + 1 :]
    refusal(answer, changed)


# --------------------------------------------------------------------------------------------- total order


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("SELECT ?x ?y {} ORDER BY ?x", "SELECT ?x ?y {} ORDER BY ?x ?y"),
        ("SELECT ?x ?y {} ORDER BY ?y # end", "SELECT ?x ?y {} ORDER BY ?y ?x # end"),
        ("SELECT ?x ?y {} ORDER BY DESC(?y) LIMIT 3", "SELECT ?x ?y {} ORDER BY DESC(?y) ?x LIMIT 3"),
        ("SELECT ?x ?y {} ORDER BY ?x ?y OFFSET 2", "SELECT ?x ?y {} ORDER BY ?x ?y OFFSET 2"),
        ("SELECT ?x ?y {} ORDER BY ?x VALUES ?x { 1 }", "SELECT ?x ?y {} ORDER BY ?x ?y VALUES ?x { 1 }"),
        ("SELECT ?x ?y { { SELECT ?x {} ORDER BY ?x } }", "SELECT ?x ?y { { SELECT ?x {} ORDER BY ?x } }"),
        ("SELECT * { { SELECT * {} ORDER BY ?x } } ORDER BY ?y",
         "SELECT * { { SELECT * {} ORDER BY ?x } } ORDER BY ?y ?x"),
        ("ASK {}", "ASK {}"),
    ],
)  # fmt: skip
def test_all_columns_stand_behind_those_that_order_the_rows(text: str, ordered: str) -> None:
    assert in_total_order(text, ("x", "y")) == ordered


def test_rows_that_the_question_leaves_open_have_one_order_all_the_same() -> None:
    lines = [f"<urn:row:{n:02}> <urn:tie> <urn:all> <urn:g> .\n" for n in range(40)]
    text = "SELECT ?tie ?row { ?row <urn:tie> ?tie } ORDER BY ?tie"
    query = SavedQuery("ties", "ties.rq", text, columns=(Column("tie"), Column("row")))
    for number in range(5):
        random.Random(number).shuffle(lines)  # noqa: S311 - any order will do
        rows = QueryableGraph.from_nquads("".join(lines).encode()).select(bound_query(query, {})).rows
        assert [cell.value for _, cell in rows] == [f"urn:row:{n:02}" for n in range(40)]  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def shipped() -> QueryableGraph:
    return QueryableGraph.from_nquads(read_nquads(ROOT))


@pytest.mark.parametrize("query", CATALOGUE, ids=lambda query: query.name)
def test_pages_of_a_shipped_question_are_its_answer(query: SavedQuery, shipped: QueryableGraph) -> None:
    given = [
        (one.name, list(one.examples) if one.is_list else one.example)
        for one in query.parameters
        if one.required
    ]
    terms = resolve_parameters(query, given, shipped)
    answer = evaluate_here(shipped, bound_query(query, terms), query=query, parameters=terms, language="en")
    assert answer.rows
    found = pages(answer, max(1, len(answer.rows) // 3))
    assert [row for page in found for row in page] == list(answer.rows)


@pytest.mark.slow
def test_a_shipped_answer_has_one_order_in_whatever_order_the_graph_was_loaded(
    shipped: QueryableGraph,
) -> None:
    lines = read_nquads(ROOT).splitlines(keepends=True)
    random.Random(1).shuffle(lines)  # noqa: S311 - any order will do
    shuffled = QueryableGraph.from_nquads(b"".join(lines))
    asked = [query for query in CATALOGUE if not any(one.required for one in query.parameters)]
    texts = {query.name: bound_query(query, {}) for query in asked}
    differing = [name for name, text in texts.items() if shipped.select(text) != shuffled.select(text)]
    assert (len(texts) > 20, differing) == (True, [])
