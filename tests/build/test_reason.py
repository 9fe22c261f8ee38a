from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.build.load import load_root
from gbaip_graph.build.nquads import Quad, write_nquads, write_triple
from gbaip_graph.build.premises import names_in_axioms, premises
from gbaip_graph.build.reason import infer
from gbaip_graph.build.shortcuts import DEFINITIONS
from gbaip_graph.engines.owl_rl import close
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.errors import ReasoningClash
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import PREFIXES, compact, expand
from gbaip_graph.turtle.parser import parse_turtle, read_turtle
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal, Triple

PROJECT = Path(__file__).resolve().parents[2]
OWL = PREFIXES["owl"]


def told(root: Root) -> set[tuple[str, str, str]]:
    return {tuple(compact(term.value) for term in triple) for triple in infer(load_root(root))}


def written_graph(root: Root) -> QueryableGraph:
    loaded = load_root(root)
    return QueryableGraph.from_nquads(
        write_nquads(Quad(*t, file.graph) for file in loaded.data for t in file.triples())
    )


def test_exactly_the_wanted_triples_follow_from_the_small_root(make_root):
    assert told(make_root()) == {
        ("agency:mill", "rdf:type", "org:Organization"),
        ("agency:mill", "rdf:type", "foaf:Agent"),
        ("agency:well", "rdf:type", "org:Organization"),
        ("agency:well", "rdf:type", "foaf:Agent"),
        ("event:fair", "rdf:type", "gbaip:Activity"),
        ("event:talk", "rdf:type", "gbaip:Activity"),
        ("event:question-time", "rdf:type", "gbaip:Activity"),
        ("place:yard", "gbaip:containedIn", "place:valley"),
        ("agency:mill", "gbaip:takesPartIn", "event:fair"),
        ("agency:mill", "gbaip:organises", "event:fair"),
        ("tenure:warden", "gbaip:takesPartIn", "event:talk"),
        ("agency:well", "gbaip:takesPartIn", "event:talk"),
        ("agency:well", "org:memberOf", "group:water"),
        ("event:fair", "gbaip:underPlan", "plan:first"),
        ("event:talk", "gbaip:underPlan", "plan:first"),
        ("event:question-time", "gbaip:underPlan", "plan:first"),
    }


def test_inferred_triples_come_in_a_stable_order(make_root):
    triples = infer(load_root(make_root()))
    assert [write_triple(triple) for triple in triples] == sorted(write_triple(triple) for triple in triples)


@pytest.mark.parametrize("shortcut", DEFINITIONS)
def test_a_shortcut_equals_its_query_over_the_written_triples(make_root, shortcut):
    root = make_root()
    inferred = {triple for triple in infer(load_root(root)) if triple.predicate.value == shortcut}
    assert inferred
    assert inferred == set(written_graph(root).construct(DEFINITIONS[shortcut]))


def test_two_classes_that_cannot_overlap_clash_with_their_lines_and_the_axiom(make_root):
    root = make_root(raw={"data/register/wrong.ttl": WRONG})
    with pytest.raises(ReasoningClash) as clash:
        infer(load_root(root))
    assert clash.value.where == "data/register/all.ttl:10:15"
    assert (
        "Disjoint classes gbaip:Agency and gbaip:Place have a common individual agency:mill"
        in clash.value.what
    )
    assert clash.value.mend.splitlines()[1:] == [
        "  data/register/all.ttl:10:15: agency:mill rdf:type gbaip:Agency",
        "  data/register/wrong.ttl:4:15: agency:mill rdf:type gbaip:Place",
        "  ontology/gbaip.ttl:17:1: [...] rdf:type owl:AllDisjointClasses",
    ]


WRONG = """\
@prefix agency: <https://w3id.org/gbaip/id/agency/> .
@prefix gbaip: <https://w3id.org/gbaip/ns#> .

agency:mill a gbaip:Place .
"""


def test_a_clash_through_a_superclass_names_the_subclass_axiom(make_root):
    ontology = (
        SMALL + "foaf:Agent owl:disjointWith gbaip:Place .\norg:Organization rdfs:subClassOf foaf:Agent .\n"
    )
    root = make_root(
        {"data/register/all.ttl": "body:x a org:Organization , gbaip:Place ."}, ontology=ontology
    )
    with pytest.raises(ReasoningClash) as clash:
        infer(load_root(root))
    shown = clash.value.mend
    assert "org:Organization rdfs:subClassOf foaf:Agent" in shown
    assert "foaf:Agent owl:disjointWith gbaip:Place" in shown


SMALL = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("foaf", "gbaip", "org", "owl", "rdfs"))


def test_two_records_that_would_be_one_clash(make_root):
    ontology = SMALL + "gbaip:hasParty a owl:ObjectProperty , owl:FunctionalProperty .\n"
    facts = "inv:x gbaip:hasParty agency:mill , agency:well ."
    with pytest.raises(
        ReasoningClash, match="agency:mill and agency:well would be one and the same"
    ) as clash:
        infer(load_root(make_root({"data/register/all.ttl": facts}, ontology=ontology)))
    assert "inv:x gbaip:hasParty agency:mill" in clash.value.mend
    assert "gbaip:hasParty rdf:type owl:FunctionalProperty" in clash.value.mend


def test_nothing_follows_from_the_triples_that_the_engine_is_not_given(make_root):
    loaded = load_root(make_root())
    ontology = tuple(loaded.ontology.triples())
    written = tuple(triple for file in loaded.data for triple in file.triples())
    given = premises(ontology=ontology, written=written)
    left_out = set(written) - set(given)
    with_all = _without_identity(close((*ontology, *written)).triples) - left_out
    assert len(left_out) >= 10
    assert _without_identity(close((*ontology, *given)).triples) == with_all


def _without_identity(triples: frozenset[Triple]) -> set[Triple]:
    """Leave out reflexive equality, and what owlrl says about the annotation properties it meets."""
    return {
        triple
        for triple in triples
        if triple.predicate != Iri(OWL + "sameAs") and not isinstance(triple.object, Literal)
    }


def test_a_property_that_an_axiom_names_is_given_to_the_engine_with_its_literals():
    ontology = _triples("gbaip:value a owl:DatatypeProperty , owl:FunctionalProperty .")
    written = _triples("gbaip:x gbaip:value 40 ; gbaip:other 41 .")
    assert premises(ontology=ontology, written=written) == written[:1]


@pytest.mark.parametrize(
    "axiom",
    [
        "gbaip:value a owl:FunctionalProperty .",
        "gbaip:value rdfs:range owl:real .",
        "gbaip:value rdfs:domain gbaip:Figure .",
        "gbaip:value rdfs:subPropertyOf gbaip:number .",
        "gbaip:Figure owl:hasKey ( gbaip:value ) .",
        "gbaip:Figure rdfs:subClassOf [ owl:onProperty gbaip:value ; owl:hasValue 1 ] .",
    ],
)
def test_an_axiom_about_a_data_property_is_seen(axiom):
    assert expand("gbaip:value") in names_in_axioms(_triples("gbaip:value a owl:DatatypeProperty . " + axiom))


def test_no_axiom_of_the_ontology_is_about_values():
    """Hold the ground on which literals are kept from the reasoner: see ``build/premises.py``."""
    triples = _read(PROJECT / "ontology" / "gbaip.ttl")
    data_properties = {t.subject.value for t in triples if t.object == Iri(OWL + "DatatypeProperty")}
    assert data_properties
    assert data_properties & names_in_axioms(triples) == set()
    assert not [
        t for t in triples if t.object == Iri(PREFIXES["rdfs"] + "Datatype") and t.predicate == IRI_TYPE
    ]


def _triples(body: str) -> tuple[Triple, ...]:
    return tuple(Triple(t.subject, t.predicate, t.object) for t in parse_turtle(SMALL + body).triples)


def _read(path: Path) -> tuple[Triple, ...]:
    return tuple(Triple(t.subject, t.predicate, t.object) for t in read_turtle(path).triples)
