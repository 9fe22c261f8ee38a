"""A graph that remembers: it answers as the graph behind it, and asks that one once."""

from __future__ import annotations

import pytest

from gbaip_graph.engines.answers import Answered
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import QueryRefused
from gbaip_graph.pages.static_graph import RememberingGraph
from tests.pages.machine_site import FAIR, graph_of

TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
ROWS = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"


class Counted:
    """The graph of the fair, with the texts of what it was asked."""

    is_remote = False
    endpoints: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.graph: QueryableGraph = graph_of(FAIR)
        self.asked: list[str] = []

    def query(self, text: str) -> Answered:
        self.asked.append(text)
        return self.graph.query(text)


@pytest.fixture
def counted() -> Counted:
    return Counted()


def test_rows_are_those_of_the_graph(counted):
    assert RememberingGraph(counted).select(ROWS) == counted.graph.select(ROWS)


def test_triples_are_those_of_the_graph(counted):
    assert RememberingGraph(counted).construct(TRIPLES) == counted.graph.construct(TRIPLES)


def test_what_was_just_asked_is_not_asked_again(counted):
    graph = RememberingGraph(counted)
    first, second = graph.select(ROWS), graph.query(ROWS)
    assert first is second
    assert counted.asked == [ROWS]


def test_a_query_of_the_wrong_form_is_refused(counted):
    graph = RememberingGraph(counted)
    with pytest.raises(QueryRefused):
        graph.construct(ROWS)
    with pytest.raises(QueryRefused):
        graph.select(TRIPLES)
