"""What the validator adds to pySHACL: its own terms in and out, one message for a shape, nothing inferred."""

from __future__ import annotations

import pytest

from gbaip_graph.engines.shacl import ValidationResult, validate
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Iri, Literal, Triple

HEAD = """
@prefix e: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
E = "http://example.org/"
ONE_NAME = """
e:Shape a sh:NodeShape ; sh:targetClass e:Thing ; sh:property e:name ; sh:message "Of the node." .
e:name a sh:PropertyShape ; sh:path e:called ; sh:minCount 1 ; sh:in ( "mill" ) ; sh:message "Call it mill." .
"""
RULE = """
e:Shape a sh:NodeShape ; sh:targetClass e:Thing ; sh:sparql e:rule ; sh:message "Of the node." .
e:rule a sh:SPARQLConstraint ; sh:message "Of the rule." ;
    sh:select "SELECT $this WHERE { $this a <http://example.org/Thing> }" .
"""


def triples(text: str) -> list[Triple]:
    return [Triple(t.subject, t.predicate, t.object) for t in parse_turtle(HEAD + text).triples]


def judge(data: str, shapes: str, ontology: str = "") -> tuple[ValidationResult, ...]:
    return validate(triples(data + ontology), shapes=triples(shapes))


def test_data_that_conform_give_no_result():
    assert judge('e:a a e:Thing ; e:called "mill" .', ONE_NAME) == ()


def test_a_result_has_focus_path_value_shape_component_and_message():
    (result,) = judge('e:a a e:Thing ; e:called "well" .', ONE_NAME)
    assert result == ValidationResult(
        focus_node=Iri(E + "a"),
        path=Iri(E + "called"),
        value=Literal("well"),
        shape=E + "name",
        component="http://www.w3.org/ns/shacl#InConstraintComponent",
        source_shape=E + "name",
        severity="http://www.w3.org/ns/shacl#Violation",
        messages=("Call it mill.",),
    )


def test_a_result_without_a_value_has_none():
    (result,) = judge("e:a a e:Thing .", ONE_NAME)
    assert result.value is None


def test_a_warning_is_no_violation():
    (result,) = judge("e:a a e:Thing .", ONE_NAME + "e:name sh:severity sh:Warning .")
    assert not result.is_violation


def test_a_constraint_gives_its_own_message_and_not_that_of_its_shape():
    (result,) = judge("e:a a e:Thing .", RULE)
    assert (result.shape, result.messages) == (E + "rule", ("Of the rule.",))


def test_a_subclass_of_the_ontology_is_a_target():
    (result,) = judge("e:a a e:Mill .", ONE_NAME, "e:Mill rdfs:subClassOf e:Thing .")
    assert result.focus_node == Iri(E + "a")


@pytest.mark.parametrize("axiom", ["e:owns rdfs:domain e:Thing .", "e:owns rdfs:range e:Thing ."])
def test_nothing_is_inferred_before_the_judging(axiom):
    assert judge("e:a e:owns e:b .", ONE_NAME, axiom) == ()


def test_no_other_ontology_is_read():
    importing = "e:o a owl:Ontology ; owl:imports <file:///none.ttl> ."
    assert judge('e:a a e:Thing ; e:called "mill" .', ONE_NAME, importing) == ()


def test_a_text_with_its_datatype_is_the_same_text():
    assert judge('e:a a e:Thing ; e:called "mill"^^xsd:string .', ONE_NAME) == ()


def test_the_results_come_in_a_stable_order():
    data = " ".join(f"e:{name} a e:Thing ." for name in "cab")
    assert [result.focus_node for result in judge(data, ONE_NAME)] == [Iri(E + name) for name in "abc"]
