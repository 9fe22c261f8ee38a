"""A graph whose union is kept apart answers as one whose is not, whatever graphs a query names."""

from __future__ import annotations

import pytest

from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.turtle.terms import BlankNode

EX = "http://example.org/"
NQUADS = "".join(
    f"<{EX}s{subject}> <{EX}p> _:b{subject % 2} <{EX}{graph}> .\n" for subject in range(4) for graph in "ab"
).encode()
QUERIES = {
    "union": "SELECT ?s ?o WHERE { ?s ?p ?o }",
    "count": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "graphs": "SELECT ?g ?s WHERE { GRAPH ?g { ?s ?p ?o } }",
    "graphs in small letters": "select ?g ?s where { graph ?g { ?s ?p ?o } }",
    "graph and union": f"SELECT ?s ?o WHERE {{ ?s ?p ?o . GRAPH <{EX}a> {{ ?s ?q ?o }} }}",
    "from": "SELECT ?s FROM <http://example.org/a> WHERE { ?s ?p ?o }",
    "from named": "SELECT ?g ?s FROM NAMED <http://example.org/a> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "described": f"DESCRIBE <{EX}s1>",
    "asked": "ASK { ?s ?p ?o }",
}


@pytest.fixture(scope="module")
def apart() -> QueryableGraph:
    graph = QueryableGraph.from_nquads(NQUADS)
    graph.keep_union_apart()
    return graph


@pytest.mark.parametrize("text", QUERIES.values(), ids=QUERIES.keys())
def test_the_answer_is_the_same(apart: QueryableGraph, text: str) -> None:
    together = QueryableGraph.from_nquads(NQUADS)
    assert shape(apart.query(text)) == shape(together.query(text))


def shape(answer: object) -> object:
    """Return an answer in an order of its own, blank nodes by kind alone: each load names them anew."""
    if isinstance(answer, bool):
        return answer
    rows = answer if isinstance(answer, tuple) else answer.rows  # type: ignore[attr-defined]
    return sorted(str(["node" if isinstance(term, BlankNode) else term for term in row]) for row in rows)


def test_a_blank_node_is_one_in_both(apart: QueryableGraph) -> None:
    union = {row[1] for row in apart.select(QUERIES["union"]).rows}
    named = {row[0] for row in apart.select("SELECT ?o WHERE { GRAPH ?g { ?s ?p ?o } }").rows}
    assert union == named
