"""The profile checker against a table of tiny ontologies: what it admits, and each fault's one finding."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gbaip_graph.check.rl_profile import profile_findings
from gbaip_graph.layout import find_root
from gbaip_graph.turtle.parser import parse_turtle, read_turtle

# One line, so that line 2 of the file is the first line of a case.
PRELUDE = """
@prefix : <https://w3id.org/gbaip/ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/gbaip/ns> a owl:Ontology .
:A a owl:Class . :B a owl:Class . :C a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty .
:d a owl:DatatypeProperty . :e a owl:DatatypeProperty . :n a owl:AnnotationProperty .
""".replace("\n", " ")

ADMITTED = {
    "named classes": ":A rdfs:subClassOf :B .",
    "owl:Nothing above a class": ":A rdfs:subClassOf owl:Nothing .",
    "an intersection below": "[ a owl:Class ; owl:intersectionOf ( :A :B ) ] rdfs:subClassOf :C .",
    "a union below": "[ a owl:Class ; owl:unionOf ( :A :B ) ] rdfs:subClassOf :C .",
    "an enumeration below": "[ a owl:Class ; owl:oneOf ( :x :y ) ] rdfs:subClassOf :C .",
    "something in an existential below": (
        "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C ."
    ),
    "a data existential below": (
        "[ a owl:Restriction ; owl:onProperty :d ; owl:someValuesFrom xsd:integer ] rdfs:subClassOf :C ."
    ),
    "a universal above": (
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] ."
    ),
    "a complement above": ":A rdfs:subClassOf [ a owl:Class ; owl:complementOf :B ] .",
    "at most one above": (
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ;"
        ' owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .'
    ),
    "at most none of a kind above": (
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:onClass owl:Thing ;"
        ' owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger ] .'
    ),
    "a value in an equivalence": (
        ":A owl:equivalentClass [ a owl:Restriction ; owl:onProperty :d ; owl:hasValue 1 ] ."
    ),
    "an intersection in an equivalence": (
        ":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :B"
        " [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :x ] ) ] ."
    ),
    "a list of disjoint classes": "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .",
    "disjoint properties": "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) .",
    "a chain with an inverse": ":p owl:propertyChainAxiom ( [ owl:inverseOf :q ] :r ) .",
    "a chain that ends in its own property": ":p owl:propertyChainAxiom ( :q :p ) .",
    "transitivity written as a chain": ":p owl:propertyChainAxiom ( :p :p ) .",
    "a transitive property": ":p a owl:TransitiveProperty .",
    "an inverse of a restricted property": (
        "[ a owl:Restriction ; owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom :A ]"
        " rdfs:subClassOf :C ."
    ),
    "properties below properties": ":p rdfs:subPropertyOf :q . :d rdfs:subPropertyOf :e .",
    "a domain and ranges": ":p rdfs:domain :A ; rdfs:range :B . :d rdfs:range xsd:decimal .",
    "an intersection of datatypes": (
        ":d rdfs:range [ a rdfs:Datatype ; owl:intersectionOf ( xsd:integer xsd:decimal ) ] ."
    ),
    "a key": ":A owl:hasKey ( :p :d ) .",
    "annotations with literals and names": ':A rdfs:label "a"@zh-Hant ; :n <http://example.org/a>, 1.5 .',
    "facts about an individual": ':x a owl:NamedIndividual , :A ; :p :y ; :d "1"^^xsd:byte .',
    "a functional property": ":d a owl:FunctionalProperty .",
}


@dataclass(frozen=True)
class Fault:
    """One tiny ontology with one fault: its line, the section that rules it out, the term, the message."""

    turtle: str
    line: int
    rule: str
    term: str
    message: str
    severity: str = "violation"


FAULTS = {
    "a union above": Fault(
        ":A rdfs:subClassOf\n [ a owl:Class ; owl:unionOf ( :B :C ) ] .",
        2, "owl2-rl/4.2.3", "gbaip:A", "ObjectUnionOf is not admitted as a superclass",
    ),
    "an enumeration above": Fault(
        ":A rdfs:subClassOf [ a owl:Class ; owl:oneOf ( :x ) ] .",
        1, "owl2-rl/4.2.3", "gbaip:A", "ObjectOneOf is not admitted as a superclass",
    ),
    "an existential above": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .",
        1, "owl2-rl/4.2.3", "gbaip:A", "ObjectSomeValuesFrom is not admitted as a superclass",
    ),
    "a data existential above": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :d ; owl:someValuesFrom xsd:string ] .",
        1, "owl2-rl/4.2.3", "gbaip:A", "DataSomeValuesFrom is not admitted as a superclass",
    ),
    "a universal below": Fault(
        "[ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] rdfs:subClassOf :A .",
        1, "owl2-rl/4.2.3", "a blank node", "ObjectAllValuesFrom is not admitted as a subclass",
    ),
    "a complement below": Fault(
        "[ a owl:Class ; owl:complementOf :B ] rdfs:subClassOf :A .",
        1, "owl2-rl/4.2.3", "a blank node", "ObjectComplementOf is not admitted as a subclass",
    ),
    "a union in an equivalence": Fault(
        ":A owl:equivalentClass [ a owl:Class ; owl:unionOf ( :B :C ) ] .",
        1, "owl2-rl/4.2.3", "gbaip:A", "ObjectUnionOf is not admitted as an equivalent class",
    ),
    "an existential in an equivalence": Fault(
        ":A owl:equivalentClass [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom owl:Thing ] .",
        1, "owl2-rl/4.2.3", "gbaip:A", "ObjectSomeValuesFrom is not admitted as an equivalent class",
    ),
    "a minimum": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ;"
        ' owl:minCardinality "1"^^xsd:nonNegativeInteger ] .',
        1, "owl2-rl/4.2.3", "gbaip:A", "ObjectMinCardinality is not admitted as a superclass",
    ),
    "an exact number": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :d ; owl:onDataRange xsd:string ;"
        ' owl:qualifiedCardinality "1"^^xsd:nonNegativeInteger ] .',
        1, "owl2-rl/4.2.3", "gbaip:A", "DataExactCardinality is not admitted as a superclass",
    ),
    "at most two": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ;\n"
        ' owl:maxCardinality "2"^^xsd:nonNegativeInteger ] .',
        2, "owl2-rl/4.2.3", "gbaip:A", "a maximum of 2 is not admitted",
    ),
    "at most one below": Fault(
        "[ a owl:Restriction ; owl:onProperty :p ;"
        ' owl:maxCardinality "1"^^xsd:nonNegativeInteger ] rdfs:subClassOf :A .',
        1, "owl2-rl/4.2.3", "a blank node", "ObjectMaxCardinality is not admitted as a subclass",
    ),
    "a property of itself": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasSelf true ] .",
        1, "owl2-rl/4.2.3", "gbaip:A", "ObjectHasSelf is not admitted as a superclass",
    ),
    "everything above": Fault(
        ":A rdfs:subClassOf owl:Thing .",
        1, "owl2-rl/4.2.3", "gbaip:A", "owl:Thing is not admitted as a superclass",
    ),
    "everything in a universal": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom owl:Thing ] .",
        1, "owl2-rl/4.2.3", "gbaip:A", "owl:Thing is not admitted as a superclass",
    ),
    "a fault deep inside": Fault(
        ":A rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( :B\n"
        " [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom\n"
        " [ a owl:Class ; owl:unionOf ( :B :C ) ] ] ) ] .",
        3, "owl2-rl/4.2.3", "gbaip:A", "ObjectUnionOf is not admitted as a superclass",
    ),
    "a complement inside a complement": Fault(
        ":A rdfs:subClassOf [ a owl:Class ; owl:complementOf [ a owl:Class ; owl:complementOf :B ] ] .",
        1, "owl2-rl/4.2.3", "gbaip:A", "ObjectComplementOf is not admitted as a subclass",
    ),
    "a union as a range": Fault(
        ":p rdfs:range [ a owl:Class ; owl:unionOf ( :A :B ) ] .",
        1, "owl2-rl/4.2.3", "gbaip:p", "ObjectUnionOf is not admitted as a superclass",
    ),
    "an existential as a domain": Fault(
        ":d rdfs:domain [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ] .",
        1, "owl2-rl/4.2.3", "gbaip:d", "ObjectSomeValuesFrom is not admitted as a superclass",
    ),
    "a universal among disjoint classes": Fault(
        "[] a owl:AllDisjointClasses ; owl:members ( :A\n"
        " [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] ) .",
        2, "owl2-rl/4.2.3", "a blank node", "ObjectAllValuesFrom is not admitted as a subclass",
    ),
    "an enumeration of values": Fault(
        ":d rdfs:range [ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ] .",
        1, "owl2-rl/4.2.4", "gbaip:d", "DataOneOf is not admitted",
    ),
    "a union of datatypes": Fault(
        ":d rdfs:range [ a rdfs:Datatype ; owl:unionOf ( xsd:integer xsd:string ) ] .",
        1, "owl2-rl/4.2.4", "gbaip:d", "DataUnionOf is not admitted",
    ),
    "a datatype with a facet": Fault(
        ":d rdfs:range [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;"
        " owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] .",
        1, "owl2-rl/4.2.4", "gbaip:d", "DatatypeRestriction is not admitted",
    ),
    "a rational number": Fault(
        ":d rdfs:range owl:rational .",
        1, "owl2-rl/4.2.1", "gbaip:d", "owl:rational is no datatype of the profile",
    ),
    "a month": Fault(
        ':A :n "2018-11"^^xsd:gYearMonth .',
        1, "owl2-rl/4.2.1", "gbaip:A", "xsd:gYearMonth is no datatype of the profile",
    ),
    "a date, the known exception": Fault(
        ':A :n "2018-11-01"^^xsd:date .',
        1, "owl2-rl/4.2.1", "gbaip:A", "xsd:date is outside the OWL 2 datatype map", "warning",
    ),
    "a text with a language as a range": Fault(
        ":d rdfs:range rdf:langString .",
        1, "owl2-rl/4.2.1", "gbaip:d", "rdf:langString is no datatype of the profile",
    ),
    "a disjoint union": Fault(
        ":A owl:disjointUnionOf ( :B :C ) .",
        1, "owl2-rl/4.2.5", "gbaip:A", "owl:disjointUnionOf is not admitted",
    ),
    "a reflexive property": Fault(
        ":p a owl:ReflexiveProperty .",
        1, "owl2-rl/4.2.5", "gbaip:p", "owl:ReflexiveProperty is not admitted",
    ),
    "an undeclared class": Fault(
        ":A rdfs:subClassOf :D .",
        1, "owl2-dl/5.8.2", "gbaip:A", "gbaip:D is used as a class and not declared",
    ),
    "an undeclared property in a chain": Fault(
        ":p owl:propertyChainAxiom ( :q\n :s ) .",
        2, "owl2-dl/5.8.2", "gbaip:p", "gbaip:s is used as an object property and not declared",
    ),
    "an undeclared annotation property": Fault(
        ':A :m "x" .',
        1, "owl2-dl/5.8.2", "gbaip:A",
        "gbaip:m is used as a property and not declared",
    ),
    "an undeclared datatype": Fault(
        ':A :n "x"^^:Text .',
        1, "owl2-dl/5.8.2", "gbaip:A", "gbaip:Text is used as a datatype and not declared",
    ),
    "a property of two kinds": Fault(
        ":p a owl:DatatypeProperty .",
        1, "owl2-dl/5.8.1", "gbaip:p",
        "gbaip:p is declared both owl:ObjectProperty and owl:DatatypeProperty",
    ),
    "a class described by a data property": Fault(
        ':A :d "x" .',
        1, "owl2-dl/5.8.1", "gbaip:A", "gbaip:d describes a term and is no annotation property",
    ),
    "a data property below an object property": Fault(
        ":d rdfs:subPropertyOf :p .",
        1, "owl2-dl/5.8.1", "gbaip:d", "rdfs:subPropertyOf joins a data property and an object property",
    ),
    "a misspelt term of OWL": Fault(
        ":A owl:disjointFrom :B .",
        1, "owl2-dl/2.4", "gbaip:A", "owl:disjointFrom is no term of OWL 2",
    ),
    "a class of RDF Schema": Fault(
        ":D a rdfs:Class .",
        1, "owl2-dl/2.4", "gbaip:D", "rdfs:Class is no term of OWL 2",
    ),
    "a datatype used as a class": Fault(
        ":A rdfs:subClassOf xsd:string .",
        1, "owl2-dl/2.4", "gbaip:A", "xsd:string is not a class: it belongs to the reserved vocabulary",
    ),
    "a term of OWL declared": Fault(
        "owl:Restriction a owl:Class .",
        1, "owl2-dl/2.4", "owl:Restriction",
        "owl:Restriction belongs to the reserved vocabulary and is not declared",
    ),
    "a second header": Fault(
        "<https://w3id.org/gbaip/other> a owl:Ontology .",
        1, "owl2-rdf/3.1.1", "https://w3id.org/gbaip/other",
        "an ontology file has exactly one owl:Ontology; this has 2",
    ),
    "a chain of one": Fault(
        ":p owl:propertyChainAxiom ( :q ) .",
        1, "owl2-rdf/3.2", "gbaip:p", "the list has 1 members; it needs 2 or more",
    ),
    "an expression on a named class": Fault(
        ":A owl:unionOf ( :B :C ) .",
        1, "owl2-rdf/3.2", "gbaip:A", "owl:unionOf stands on a named class",
    ),
    "an expression that no axiom uses": Fault(
        "[ a owl:Class ; owl:unionOf ( :B :C ) ] rdfs:label \"x\" .",
        1, "owl2-rdf/3.2", "a blank node", "no axiom uses this expression",
    ),
    "an expression that two axioms share": Fault(
        ":A rdfs:subClassOf _:x . :B rdfs:subClassOf _:x .\n_:x a owl:Class ; owl:complementOf :C .",
        2, "owl2-rdf/3.2", "a blank node", "two or more axioms share this expression",
    ),
    "a restriction without a property": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:allValuesFrom :B ] .",
        1, "owl2-rdf/3.2", "gbaip:A", "a restriction has exactly one owl:onProperty",
    ),
    "a restriction with two constructors": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ;"
        " owl:allValuesFrom :B ; owl:hasValue :x ] .",
        1, "owl2-rdf/3.2", "gbaip:A", "a class expression has exactly one constructor; this has 2",
    ),
    "a cardinality that is an integer": Fault(
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 1 ] .",
        1, "owl2-rdf/3.2", "gbaip:A", "a cardinality is an xsd:nonNegativeInteger",
    ),
    "a literal for an individual": Fault(
        ':x :p "y" .',
        1, "owl2-rdf/3.2", "gbaip:x", "gbaip:p wants an individual",
    ),
    "a transitive property that is irreflexive": Fault(
        ":p a owl:TransitiveProperty ,\n owl:IrreflexiveProperty .",
        2, "owl2-dl/11.2", "gbaip:p",
        "gbaip:p is transitive or follows from a chain, so it may not stand in owl:IrreflexiveProperty",
    ),
    "a cardinality above a chain": Fault(
        ":p owl:propertyChainAxiom ( :q :r ) ; rdfs:subPropertyOf :q2 . :q2 a owl:ObjectProperty .\n"
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :q2 ;"
        ' owl:maxCardinality "1"^^xsd:nonNegativeInteger ] .',
        2, "owl2-dl/11.2", "gbaip:q2",
        "gbaip:q2 is transitive or follows from a chain, so it may not stand in owl:maxCardinality",
    ),
    "a disjoint transitive property": Fault(
        ":p a owl:TransitiveProperty .\n[] a owl:AllDisjointProperties ; owl:members ( :p :q ) .",
        2, "owl2-dl/11.2", "gbaip:p",
        "gbaip:p is transitive or follows from a chain, so it may not stand in owl:AllDisjointProperties",
    ),
    "a chain with its own property in the middle": Fault(
        ":p owl:propertyChainAxiom ( :q :p :r ) .",
        1, "owl2-dl/11.2", "gbaip:p", "the chain for gbaip:p goes round in a circle through gbaip:p",
    ),
    "a chain through a property above it": Fault(
        ":p owl:propertyChainAxiom ( :q :r ) ; rdfs:subPropertyOf :r .",
        1, "owl2-dl/11.2", "gbaip:p", "the chain for gbaip:p goes round in a circle through gbaip:r",
    ),
}  # fmt: skip


@pytest.mark.parametrize("turtle", ADMITTED.values(), ids=ADMITTED)
def test_what_the_profile_admits_has_no_finding(turtle: str) -> None:
    document = parse_turtle(f"{PRELUDE}\n{turtle}\n", file="tiny.ttl")
    assert profile_findings(document.triples, file="tiny.ttl") == ()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_once_with_its_line_its_section_and_its_term(fault: Fault) -> None:
    document = parse_turtle(f"{PRELUDE}\n{fault.turtle}\n", file="tiny.ttl")
    found = profile_findings(document.triples, file="tiny.ttl")
    assert [(f.line - 1, f.rule, f.focus_node, f.message, f.severity) for f in found] == [
        (fault.line, fault.rule, fault.term, fault.message, fault.severity)
    ]


def test_two_chains_that_rest_on_each_other_are_both_found() -> None:
    text = f"{PRELUDE}\n:p owl:propertyChainAxiom ( :q :r ) .\n:q owl:propertyChainAxiom ( :p :r ) .\n"
    found = profile_findings(parse_turtle(text, file="tiny.ttl").triples, file="tiny.ttl")
    assert [(f.address, f.rule, f.message) for f in found] == [
        ("tiny.ttl:2:27", "owl2-dl/11.2", "the chain for gbaip:p goes round in a circle through gbaip:q"),
        ("tiny.ttl:3:27", "owl2-dl/11.2", "the chain for gbaip:q goes round in a circle through gbaip:p"),
    ]


def test_a_file_without_a_header_is_found() -> None:
    text = "<https://w3id.org/gbaip/ns#A> a <http://www.w3.org/2002/07/owl#Class> .\n"
    found = profile_findings(parse_turtle(text, file="tiny.ttl").triples, file="tiny.ttl")
    assert [(f.address, f.rule, f.message) for f in found] == [
        ("tiny.ttl", "owl2-rdf/3.1.1", "an ontology file has exactly one owl:Ontology; this has 0")
    ]


def test_a_list_that_runs_in_a_circle_is_found_and_not_followed() -> None:
    text = f"{PRELUDE}\n:p owl:propertyChainAxiom _:x . _:x rdf:first :q ; rdf:rest _:x .\n"
    found = profile_findings(parse_turtle(text, file="tiny.ttl").triples, file="tiny.ttl")
    assert [(f.rule, f.focus_node, f.message) for f in found] == [
        ("owl2-rdf/3.2", "gbaip:p", "this is no RDF list")
    ]


def test_the_ontology_is_inside_the_profile_but_for_dates() -> None:
    root = find_root()
    document = read_turtle(root.ontology_file, file="ontology/gbaip.ttl")
    found = profile_findings(document.triples, file="ontology/gbaip.ttl")
    assert {(f.rule, f.message, f.severity) for f in found} <= {
        ("owl2-rl/4.2.1", "xsd:date is outside the OWL 2 datatype map", "warning")
    }
