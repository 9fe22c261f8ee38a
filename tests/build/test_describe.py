from __future__ import annotations

import json

import pytest

from gbaip_graph.build.assemble import all_quads
from gbaip_graph.build.describe import DATASET, statistics, void_description
from gbaip_graph.build.load import load_root
from gbaip_graph.build.nquads import write_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.namespaces import PREFIXES, compact, expand
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal

VOID = PREFIXES["void"]
COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
    "entities": """SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {
        ?s ?p ?o FILTER(STRSTARTS(STR(?s), "https://w3id.org/gbaip/id/")) }""",
}


@pytest.fixture
def quads(make_root):
    # A record that two files speak of stands in two graphs, and is still one record.
    twice = {"data/register/more.ttl": "event:fair a gbaip:Event . place:yard a gbaip:Place ."}
    root = make_root()
    make_root(twice)
    return tuple(all_quads(load_root(root)))


@pytest.fixture
def graph(quads):
    return QueryableGraph.from_nquads(write_nquads(quads))


def number(graph, query) -> int:
    ((count,),) = graph.select(query).rows
    return int(count.lexical)


@pytest.fixture
def void(quads):
    return parse_turtle(void_description(quads)).triples


def value(void, subject: str, name: str) -> int:
    (found,) = [t.object for t in void if t.subject == Iri(subject) and t.predicate == Iri(VOID + name)]
    assert isinstance(found, Literal)
    return int(found.lexical)


@pytest.mark.parametrize("name", COUNTS)
def test_a_count_of_the_void_description_is_that_of_a_query(void, graph, name):
    assert value(void, DATASET, name) == number(graph, COUNTS[name])


def test_every_partition_by_class_counts_as_a_query_does(void, graph):
    told = partitions(void, "class", "entities")
    asked = graph.select("SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c").rows
    assert told == {class_: int(count.lexical) for class_, count in asked}


def test_every_partition_by_property_counts_as_a_query_does(void, graph):
    told = partitions(void, "property", "triples")
    asked = graph.select("SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p").rows
    assert told == {property_: int(count.lexical) for property_, count in asked}


def partitions(void, kind: str, counted: str) -> dict[Iri, int]:
    return {t.object: value(void, t.subject.value, counted) for t in void if t.predicate == Iri(VOID + kind)}


def test_every_named_graph_is_a_subset_with_its_own_count(void, graph):
    told = {
        t.object.value: value(void, t.object.value, "triples")
        for t in void
        if t.predicate == Iri(VOID + "subset")
    }
    asked = graph.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
    assert told == {name.value: int(count.lexical) for name, count in asked}


def test_the_void_description_says_what_it_is(void):
    assert Iri(VOID + "Dataset") in [
        t.object for t in void if t.subject == Iri(DATASET) and t.predicate == IRI_TYPE
    ]


def test_statistics_count_records_as_they_are_written(quads, graph):
    told = json.loads(statistics(quads))
    asked = graph.select(
        """SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { GRAPH ?g { ?s a ?c }
        FILTER(?g NOT IN (<https://w3id.org/gbaip/graph/inferred>, <https://w3id.org/gbaip/graph/ontology>)) }
        GROUP BY ?c"""
    ).rows
    assert told["records"] == {compact(class_.value): int(count.lexical) for class_, count in asked}


def test_statistics_tell_sources_passages_and_figures(quads):
    told = json.loads(statistics(quads))
    names = ("sources", "passages", "passages_cited", "figures", "involvements")
    assert [told[name] for name in names] == [1, 1, 1, 1, 2]


def test_statistics_count_each_graph(quads, graph):
    told = json.loads(statistics(quads))["graphs"]
    asked = graph.select("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
    assert {expand(name): count for name, count in told.items()} == {
        name.value: int(count.lexical) for name, count in asked
    }


def test_statistics_count_triples_by_their_origin(quads, graph):
    told = json.loads(statistics(quads))["triples"]
    assert told["written"] + told["inferred"] + told["ontology"] == len(graph)
    assert told["total"] == number(graph, COUNTS["triples"]) < len(graph)
