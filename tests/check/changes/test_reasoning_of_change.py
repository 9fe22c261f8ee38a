"""A reasoner is asked where added triples can contradict the ontology, and the reason is told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from gbaip_graph.check.changes.reasoning import why_reasoning
from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.engines.owl_rl import close
from gbaip_graph.layout import Root
from gbaip_graph.turtle.parser import parse_turtle, read_turtle
from gbaip_graph.turtle.terms import Triple

PREFIXES = """@prefix e: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
CLASSES = """
e:A a owl:Class . e:B a owl:Class . e:C a owl:Class ; rdfs:subClassOf e:B . e:p a owl:ObjectProperty .
e:A owl:disjointWith e:B .
"""
LINKS = """
e:p a owl:TransitiveProperty . e:q a owl:SymmetricProperty ; rdfs:subPropertyOf e:p ; owl:inverseOf e:r .
e:s owl:propertyChainAxiom ( [ owl:inverseOf e:p ] e:q ) .
"""


def triples(text: str) -> list[Triple]:
    return [Triple(one.subject, one.predicate, one.object) for one in parse_turtle(PREFIXES + text).triples]


def why(ontology: str, added: str, *, there: str = "") -> str:
    come = triples(added)
    return why_reasoning(ontology=triples(ontology), added=come, after=MemoryIndex([*triples(there), *come]))


def is_contradictory(ontology: str, data: Iterable[Triple]) -> bool:
    return bool(close([*triples(ontology), *data]).contradictions)


@pytest.mark.parametrize(
    ("added", "there", "reason"),
    [
        ("e:x a e:A , e:B .", "", "of <http://example.org/A> and of <http://example.org/B>"),
        ("e:x a e:A .", "e:x a e:B .", "of <http://example.org/A> and of <http://example.org/B>"),
        ("e:x a e:A .", "e:x a e:C .", "of <http://example.org/A> and of <http://example.org/B>"),
        (
            "e:x a e:A .",
            "e:x a e:D . e:D rdfs:subClassOf e:C .",
            "of <http://example.org/A> and of <http://example.org/B>",
        ),
    ],
)
def test_types_that_exclude_each_other_are_a_reason(added, there, reason):
    told = why(CLASSES, added, there=there)
    assert told.replace("http://example.org/x", "x").count(" is of ") == 1
    assert reason.replace("<", "").replace(">", "") in told
    assert is_contradictory(CLASSES, triples(added + there))


@pytest.mark.parametrize(
    ("added", "there"),
    [
        ("e:x a e:A .", ""),
        ("e:x a e:C .", "e:x a e:B ."),
        ("e:x a e:A .", "e:y a e:B ."),
        ("e:x e:p e:y . e:y e:q e:z .", "e:x a e:A . e:y a e:B ."),
        ('e:x rdfs:label "x" .', "e:x a e:A , e:B ."),
    ],
)
def test_what_cannot_contradict_asks_for_no_reasoning(added, there):
    assert why(CLASSES + LINKS, added, there=there) == ""


def test_members_of_a_list_of_classes_exclude_each_other():
    ontology = "[] a owl:AllDisjointClasses ; owl:members ( e:A e:B e:C ) ."
    assert why(ontology, "e:x a e:B , e:C .").endswith("which exclude each other")


def test_a_class_that_is_another_is_taken_for_it():
    assert why(CLASSES + "e:E owl:equivalentClass e:C .", "e:x a e:A , e:E .").endswith("exclude each other")


def test_a_class_below_nothing_can_have_no_member():
    ontology = "e:A rdfs:subClassOf owl:Nothing ."
    assert why(ontology, "e:x a e:A .").endswith("is of a class that can have no member")


@pytest.mark.parametrize(
    ("axiom", "named"),
    [
        ("e:p rdfs:domain e:A .", "rdfs:domain"),
        ("e:p rdfs:range e:A .", "rdfs:range"),
        ("e:p a owl:FunctionalProperty .", "owl:FunctionalProperty"),
        ("e:p a owl:IrreflexiveProperty .", "owl:IrreflexiveProperty"),
        ("e:p owl:propertyDisjointWith e:q .", "owl:propertyDisjointWith"),
        ("e:A owl:complementOf e:B .", "owl:complementOf"),
        ("e:A owl:hasKey ( e:p ) .", "owl:hasKey"),
        ("e:p rdfs:subPropertyOf rdf:type .", "rdfs:subPropertyOf"),
        ("rdf:type owl:propertyChainAxiom ( e:p e:q ) .", "owl:propertyChainAxiom"),
        ("e:A rdfs:subClassOf [ owl:onProperty e:p ; owl:someValuesFrom e:B ] .", "owl:onProperty"),
    ],
)
def test_an_axiom_that_reaches_further_is_named(axiom, named):
    told = why(axiom, "e:x a e:A ; e:p e:y .")
    assert told.startswith(f"the ontology has {named},")


def test_an_axiom_that_reaches_further_is_no_matter_to_what_no_axiom_names():
    assert why("e:p rdfs:domain e:A .", 'e:x e:note "x" .') == ""


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("e:x owl:sameAs e:y .", "owl:sameAs"),
        ("e:C rdfs:subClassOf e:A .", "rdfs:subClassOf"),
        ("e:p a owl:FunctionalProperty .", "rdf:type"),
    ],
)
def test_data_that_speak_the_language_of_ontologies_are_a_reason(added, said):
    assert why(CLASSES, added).startswith(f"the data say {said} of ")


def test_our_own_ontology_is_contradicted_by_types_alone(repository: Path):
    root = Root(repository)
    ontology = [Triple(t.subject, t.predicate, t.object) for t in read_turtle(root.ontology_file).triples]
    data = [
        Triple(one.subject, one.predicate, one.object)
        for path in root.data_files()
        for one in read_turtle(path).triples
    ]
    assert why_reasoning(ontology=ontology, added=data, after=MemoryIndex(data)) == ""
