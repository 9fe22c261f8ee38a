"""Contradictions in an ontology, classes without possible members, and the fewest axioms that cause them."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from gbaip_graph.check.silent_pass.ontology_reach import OntologyReach
from gbaip_graph.check.silent_pass.ontology_soundness import (
    LARGEST_PART_STATEMENTS,
    contradictions,
    read_ontology,
)
from gbaip_graph.turtle.terms import Iri
from tests.check.silent_pass.conftest import all_findings, load

SEED = 20_261_121
RANDOM_ONTOLOGIES = 16

UNSATISFIABLE = {
    "two disjoint classes":
        "¦e:C a owl:Class ; rdfs:subClassOf e:A, e:B . e:A a owl:Class ; owl:disjointWith e:B .",
    "a class and what it is not":
        "¦e:C a owl:Class ; rdfs:subClassOf e:A, [ owl:complementOf e:A ] . e:A a owl:Class .",
    "two of several disjoint classes":
        "¦e:C a owl:Class ; rdfs:subClassOf e:A, e:B ."
        " [] a owl:AllDisjointClasses ; owl:members ( e:A e:B e:D ) .",
    "nothing": "¦e:C a owl:Class ; rdfs:subClassOf owl:Nothing .",
    "a value of a property that has none": """¦e:C a owl:Class ; rdfs:subClassOf
        [ a owl:Restriction ; owl:onProperty e:p ; owl:maxCardinality "0"^^xsd:nonNegativeInteger ] ,
        [ a owl:Restriction ; owl:onProperty e:p ; owl:hasValue e:v ] . e:p a owl:ObjectProperty .""",
    "a value in a class that is apart": """¦e:C a owl:Class ; rdfs:subClassOf e:A ,
        [ a owl:Restriction ; owl:onProperty e:p ; owl:hasValue e:v ] .
        e:p a owl:ObjectProperty ; rdfs:domain e:B . e:A a owl:Class ; owl:disjointWith e:B .""",
}  # fmt: skip
INCONSISTENT = {
    "an individual of two disjoint classes": "e:A owl:disjointWith ¦e:B . e:x a e:A, e:B .",
    "a property that is asymmetric": """e:p a owl:ObjectProperty, ¦owl:AsymmetricProperty .
        e:x e:p e:y . e:y e:p e:x .""",
    "two that are the same and different": "e:x owl:sameAs ¦e:y ; owl:differentFrom e:y .",
    "a value outside the range": """e:p a owl:ObjectProperty ; rdfs:range ¦e:B . e:x a e:A ; e:p e:x .
        e:A owl:disjointWith e:B .""",
}


@pytest.mark.parametrize("kind", UNSATISFIABLE)
def test_a_class_that_can_have_no_member_is_refused(kind, one_finding):
    found = one_finding("unsatisfiable-class", ontology=UNSATISFIABLE[kind])
    assert found.message == "http://example.org/C can have no member: its axioms contradict each other"


def test_the_axioms_that_cause_it_are_named_and_no_others(one_finding):
    ontology = (
        UNSATISFIABLE["two disjoint classes"]
        + ' e:C rdfs:label "C" ; rdfs:subClassOf e:E . e:E a owl:Class .'
    )
    assert one_finding("unsatisfiable-class", ontology=ontology).mend.split("\n  ") == [
        "Correct one of these, which cannot stand together:",
        "ontology.ttl:8:35: http://example.org/C rdfs:subClassOf http://example.org/A",
        "ontology.ttl:8:40: http://example.org/C rdfs:subClassOf http://example.org/B",
        "ontology.ttl:8:81: http://example.org/A owl:disjointWith http://example.org/B",
    ]


def test_the_classes_below_are_told_of_with_it(one_finding):
    ontology = UNSATISFIABLE["two disjoint classes"] + " e:D rdfs:subClassOf e:C . e:E rdfs:subClassOf e:D ."
    assert one_finding("unsatisfiable-class", ontology=ontology).message.endswith("; nor can the 2 below it")


def test_what_two_members_do_to_each_other_is_no_contradiction():
    value = "rdfs:subClassOf [ owl:onProperty e:p ; owl:hasValue e:v ]"
    ontology = f"""e:p a owl:ObjectProperty, owl:InverseFunctionalProperty .
        e:A a owl:Class ; {value} . e:B a owl:Class ; owl:disjointWith e:A ; {value} ."""
    assert all_findings(ontology=ontology) == ()


@pytest.mark.parametrize("kind", INCONSISTENT)
def test_an_ontology_that_contradicts_itself_is_refused(kind, one_finding):
    found = one_finding("inconsistent-ontology", ontology=INCONSISTENT[kind])
    assert found.mend.startswith("Correct one of these, which cannot stand together:\n  ontology.ttl:8:")


def test_blank_nodes_of_two_ontologies_stay_apart(one_finding):
    one_finding(
        "unsatisfiable-class", ontology="¦e:C a owl:Class ; rdfs:subClassOf _:b . _:b owl:complementOf e:C ."
    )


def test_a_large_ontology_takes_no_longer_than_its_contradictions():
    number = 1500
    chooser = random.Random(SEED)  # noqa: S311
    classes = "".join(
        f"e:C{n} a owl:Class ; rdfs:subClassOf e:C{chooser.randrange(n)} . "
        f"e:p{n} a owl:ObjectProperty ; rdfs:domain e:C{n} ; rdfs:range e:C{chooser.randrange(number)} .\n"
        for n in range(1, number)
    )
    ontology = f"{classes} e:A owl:disjointWith e:B . e:X a owl:Class ; rdfs:subClassOf e:A, e:B, e:C9 ."
    assert [one.rule for one in all_findings(ontology=ontology)] == ["unsatisfiable-class"]


def test_axioms_that_hang_together_in_great_number_are_told_as_not_tested():
    number = LARGEST_PART_STATEMENTS
    chain = "".join(f"e:C{n} rdfs:subClassOf e:C{n + 1} .\n" for n in range(number))
    ontology = f"{chain} e:C0 a owl:Class ; rdfs:subClassOf e:B . e:B owl:disjointWith e:C{number} ."
    (found,) = all_findings(ontology=ontology)
    assert (found.rule, found.severity) == ("ontology-not-tested", "warning")


#: Axioms with places for a class (C), a property (P) and a thing (T), each chosen anew.
AXIOMS = """
C rdfs:subClassOf C .
C owl:equivalentClass C .
C owl:disjointWith C .
C rdfs:subClassOf [ owl:complementOf C ] .
C rdfs:subClassOf [ owl:onProperty P ; owl:hasValue T ] .
C rdfs:subClassOf [ owl:onProperty P ; owl:allValuesFrom C ] .
C rdfs:subClassOf [ owl:onProperty P ; owl:maxCardinality 0 ] .
[ owl:onProperty P ; owl:someValuesFrom C ] rdfs:subClassOf C .
C owl:equivalentClass [ owl:intersectionOf ( C C ) ] .
C owl:equivalentClass [ owl:unionOf ( C C ) ] .
[] a owl:AllDisjointClasses ; owl:members ( C C C ) .
P rdfs:domain C .
P rdfs:range C .
P rdfs:subPropertyOf P .
P owl:inverseOf P .
P owl:propertyDisjointWith P .
P a owl:FunctionalProperty .
P a owl:InverseFunctionalProperty .
P a owl:AsymmetricProperty .
P a owl:IrreflexiveProperty .
P a owl:SymmetricProperty .
P a owl:TransitiveProperty .
T a C .
T P T .
T owl:differentFrom T .
""".strip().split("\n")
NAMES = {"C": ("e:A", "e:B", "e:C", "e:D", "e:E"), "P": ("e:p", "e:q"), "T": ("e:x", "e:y")}


def random_ontology(chooser: random.Random) -> str:
    declared = [f"{one} a owl:Class ." for one in NAMES["C"]] + [
        f"{one} a owl:ObjectProperty ." for one in NAMES["P"]
    ]
    chosen = (
        " ".join(chooser.choice(NAMES[word]) if word in NAMES else word for word in axiom.split(" "))
        for axiom in chooser.choices(AXIOMS, k=9)
    )
    return "\n".join([*declared, *chosen])


@pytest.mark.slow
def test_what_the_reasoner_finds_lies_in_the_part_that_it_is_asked_about():
    """The quick way to the parts loses nothing; the slow one asks about the whole ontology each time."""
    chooser = random.Random(SEED)  # noqa: S311
    print("seed", SEED)
    for _ in range(RANDOM_ONTOLOGIES):
        text = random_ontology(chooser)
        reach = read_ontology(load(ontology=text)).reach
        if contradictions(reach.statements):
            assert found_in_part(reach, reach.individuals, None), text
            continue
        assert not found_in_part(reach, reach.individuals, None), text
        for class_ in (Iri(f"http://example.org/{name}") for name in "ABCDE"):
            is_empty = bool(contradictions(reach.statements, class_))
            assert found_in_part(reach, [class_], class_) == is_empty, (text, class_)


def found_in_part(reach: OntologyReach, start: Iterable[Iri], member: Iri | None) -> bool:
    reached = reach.of(start)
    return reach.may_clash(reached) and bool(contradictions(reach.part(reached), member))
