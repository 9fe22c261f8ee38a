from __future__ import annotations

import pytest

from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.tag_case import cased_tag
from gbaip_graph.errors import QueryRefused, StoreDamaged
from gbaip_graph.turtle.terms import RDF_LANG_STRING, XSD, BlankNode, Iri, Literal, Triple

NQUADS = """\
<https://e.org/a> <https://e.org/in> <https://e.org/b> <https://e.org/g1> .
<https://e.org/a> <https://e.org/in> <https://e.org/b> <https://e.org/g2> .
<https://e.org/b> <https://e.org/in> <https://e.org/c> <https://e.org/g2> .
<https://e.org/b> <https://e.org/name> "井"@zh-Hant <https://e.org/g1> .
<https://e.org/b> <https://e.org/size> "7"^^<http://www.w3.org/2001/XMLSchema#integer> <https://e.org/g1> .
"""


@pytest.fixture(scope="module")
def graph() -> QueryableGraph:
    return QueryableGraph.from_nquads(NQUADS.encode())


def rows(graph: QueryableGraph, where: str) -> tuple[tuple[object, ...], ...]:
    answer = graph.query(f"SELECT ?x ?y WHERE {{ {where} }} ORDER BY ?x ?y")
    assert isinstance(answer, Solutions)
    return answer.rows


def test_a_path_crosses_named_graphs_without_naming_them(graph):
    assert rows(graph, "?x <https://e.org/in>/<https://e.org/in> ?y") == (
        (Iri("https://e.org/a"), Iri("https://e.org/c")),
    )


def test_a_triple_in_two_graphs_is_one_triple_of_the_union(graph):
    answer = graph.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert answer == Solutions(("n",), ((Literal("4", XSD + "integer"),),))


def test_a_triple_in_two_graphs_that_a_query_names_is_one_triple(graph):
    answer = graph.select(
        "SELECT (COUNT(*) AS ?n) FROM <https://e.org/g1> FROM <https://e.org/g2> WHERE { ?s ?p ?o }"
    )
    assert answer == Solutions(("n",), ((Literal("4", XSD + "integer"),),))


def test_a_graph_that_a_query_does_not_name_is_not_asked(graph):
    answer = graph.select(
        "SELECT DISTINCT ?p FROM <https://e.org/g2> FROM NAMED <https://e.org/g1> WHERE { ?s ?p ?o }"
    )
    assert answer == Solutions(("p",), ((Iri("https://e.org/in"),),))


def test_the_named_graphs_of_a_query_are_those_that_it_names(graph):
    answer = graph.select(
        "SELECT DISTINCT ?g FROM <https://e.org/g1> FROM <https://e.org/g2> FROM NAMED <https://e.org/g1>"
        " WHERE { GRAPH ?g { ?s ?p ?o } }"
    )
    assert answer == Solutions(("g",), ((Iri("https://e.org/g1"),),))


def test_graph_names_the_file_that_says_something(graph):
    assert rows(graph, "GRAPH ?x { <https://e.org/a> <https://e.org/in> ?y }") == (
        (Iri("https://e.org/g1"), Iri("https://e.org/b")),
        (Iri("https://e.org/g2"), Iri("https://e.org/b")),
    )


def test_the_named_graphs_are_listed_in_order(graph):
    assert graph.graph_names() == ("https://e.org/g1", "https://e.org/g2")


def test_the_length_counts_a_triple_in_each_of_its_graphs(graph):
    assert len(graph) == 5


def test_a_language_tag_comes_back_as_it_was_written(graph):
    assert rows(graph, "?x <https://e.org/name> ?y")[0][1] == Literal("井", RDF_LANG_STRING, "zh-Hant")


def test_an_unbound_cell_is_none(graph):
    assert rows(graph, "?x <https://e.org/name> ?z") == ((Iri("https://e.org/b"), None),)


def test_columns_come_in_the_order_of_the_query(graph):
    assert graph.select("SELECT ?b ?a WHERE { ?a <https://e.org/size> ?b }").variables == ("b", "a")


def test_ask_gives_a_truth_value(graph):
    assert (
        graph.query("ASK { ?s <https://e.org/in> ?o }"),
        graph.query("ASK { ?s <https://e.org/no> ?o }"),
    ) == (
        True,
        False,
    )


def test_construct_gives_triples_in_a_stable_order(graph):
    made = graph.construct("CONSTRUCT { ?o <https://e.org/holds> ?s } WHERE { ?s <https://e.org/in> ?o }")
    holds = Iri("https://e.org/holds")
    assert made == (
        Triple(Iri("https://e.org/b"), holds, Iri("https://e.org/a")),
        Triple(Iri("https://e.org/c"), holds, Iri("https://e.org/b")),
    )


def test_a_blank_node_comes_back_as_one(graph):
    ((node,),) = graph.select("SELECT ?x WHERE { BIND(BNODE() AS ?x) }").rows
    assert isinstance(node, BlankNode)


def test_a_blank_node_of_the_graph_keeps_its_label_where_that_is_wanted():
    nquads = b"_:one <https://e.org/in> _:two <https://e.org/g1> ."
    graph = QueryableGraph.from_nquads(nquads, keeps_labels=True)
    assert rows(graph, "?x <https://e.org/in> ?y") == ((BlankNode("one"), BlankNode("two")),)


def test_a_broken_query_is_refused_with_line_and_column(graph):
    with pytest.raises(QueryRefused) as refused:
        graph.query("SELECT ?x WHERE {\n  ?x ?y\n}")
    assert refused.value.where == "line 3, column 2"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "INSERT DATA { <https://e.org/a> <https://e.org/b> <https://e.org/c> }",
        "SELECT ?x WHERE { ?x unknown:name ?y }",
        "SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x ?p ?y }",
        "SELECT (<https://e.org/f>(?y) AS ?z) WHERE { ?x ?p ?y }",
    ],
)
def test_a_query_that_cannot_be_answered_is_refused(graph, text):
    with pytest.raises(QueryRefused):
        graph.query(text)


def test_a_refusal_is_short_enough_to_be_read(graph):
    with pytest.raises(QueryRefused) as refused:
        graph.query("SELECT ?x WHERE { ?x ?y foo }")
    assert len(refused.value.what) < 220


@pytest.mark.parametrize("form", ["select", "construct"])
def test_a_query_of_another_form_is_refused(graph, form):
    with pytest.raises(QueryRefused):
        getattr(graph, form)("ASK { ?s ?p ?o }")


def test_what_is_no_nquads_is_reported_as_a_damaged_store():
    with pytest.raises(StoreDamaged):
        QueryableGraph.from_nquads(b"<https://e.org/a> <https://e.org/b>")


@pytest.mark.parametrize("tag", ["en", "pt", "zh-Hant", "zh-Hans", "zh-Hant-HK", "en-GB"])
def test_the_case_of_a_tag_is_restored(tag):
    assert cased_tag(tag.lower()) == tag
