"""Linksets: their numbers are those that a query over the graphs of the links counts."""

from __future__ import annotations

import pytest

from gbaip_graph.build.linksets import linkset_triples, with_linksets
from gbaip_graph.build.load import LoadedData
from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Iri, Triple

VOID = "http://rdfs.org/ns/void#"
#: Relations of links by graph, as anyone counts them who knows nothing of mapping files.
COUNT = """
SELECT ?graph ?relation (COUNT(*) AS ?links) WHERE {
  GRAPH ?graph { ?ours ?relation ?theirs }
  FILTER(STRSTARTS(STR(?relation), "http://www.w3.org/2004/02/skos/core#"))
} GROUP BY ?graph ?relation
"""


@pytest.fixture(scope="module")
def linksets(loaded: LoadedData) -> dict[Iri, dict[str, str]]:
    """Return what is said of each linkset, by its IRI."""
    said: dict[Iri, dict[str, str]] = {}
    for subject, predicate, value in linkset_triples(loaded.links):
        if isinstance(subject, Iri) and "/linkset/" in subject.value:
            said.setdefault(subject, {})[predicate.value.removeprefix(VOID)] = getattr(
                value, "lexical", None
            ) or getattr(value, "value", "")
    return said


def test_the_numbers_of_linksets_are_those_of_a_query(loaded: LoadedData, linksets) -> None:
    quads = (Quad(*triple, file.graph) for file in loaded.links for triple in file.triples())
    answer = QueryableGraph.from_nquads(write_nquads(quads)).query(COUNT)
    counted = {tuple(getattr(term, "value", None) or term.lexical for term in row) for row in answer.rows}
    assert {(one["inDataset"], one["linkPredicate"], one["triples"]) for one in linksets.values()} == counted


def test_there_is_a_linkset_for_every_relation_of_every_target(loaded: LoadedData, linksets) -> None:
    assert len(linksets) == len({(one["inDataset"], one["linkPredicate"]) for one in linksets.values()})
    assert {one["inDataset"] for one in linksets.values()} == {file.graph for file in loaded.links}


def test_a_linkset_leads_from_our_graph_to_another(linksets) -> None:
    for one in linksets.values():
        target = one["inDataset"].rsplit("/", 1)[1]
        assert one["subjectsTarget"] == "https://w3id.org/gbaip/dataset"
        assert one["objectsTarget"] == f"https://w3id.org/gbaip/target/{target}"


def test_another_graph_is_described_by_its_name_and_page(loaded: LoadedData) -> None:
    said = {
        (triple.predicate.value.rsplit("/", 1)[-1], triple.object)
        for triple in linkset_triples(loaded.links)
        if triple.subject == Iri("https://w3id.org/gbaip/target/geonames")
    }
    assert ("homepage", Iri("https://www.geonames.org/")) in said
    assert {getattr(value, "lexical", "") for name, value in said if name == "title"} == {"GeoNames"}


def test_the_description_keeps_what_it_said(loaded: LoadedData) -> None:
    before = "@prefix void: <http://rdfs.org/ns/void#> .\n\n<https://example.org/d> a void:Dataset .\n"
    triples = {
        Triple(t.subject, t.predicate, t.object)
        for t in parse_turtle(with_linksets(before, loaded.links)).triples
    }
    assert triples == {
        *(Triple(t.subject, t.predicate, t.object) for t in parse_turtle(before).triples),
        *linkset_triples(loaded.links),
    }


def test_a_root_without_links_has_no_linksets() -> None:
    assert with_linksets("# as it was\n", ()) == "# as it was\n"
