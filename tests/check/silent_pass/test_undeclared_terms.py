"""Names that nothing declares are found in shapes, queries and data, with the name that was meant."""

from __future__ import annotations

import pytest

from tests.check.silent_pass.conftest import all_findings, marked, told

ONTOLOGY = """<http://example.org> a owl:Ontology .
e:Person a owl:Class . e:name a owl:DatatypeProperty . e:knows a owl:ObjectProperty .
f:nick a owl:AnnotationProperty .
"""
DATA = 'e:ann a e:Person ; e:name "Ann" .'
SHAPES = "e:S sh:targetClass e:Person ; sh:property [ sh:path e:name ; sh:minCount 1 ] ; "

MISSPELT_VOCABULARY = {
    "e:S sh:targetClass e:Person ; sh:nodeKind sh:IRI ; ¦sh:minCnt 1 .": "Did you mean sh:minCount?",
    "e:S a ¦sh:NodeShap ; sh:targetClass e:Person ; sh:nodeKind sh:IRI .": "Did you mean sh:NodeShape?",
    "e:S sh:targetClass e:Person ; sh:nodeKind sh:IRI ; sh:severity ¦sh:Warnin .": "Did you mean sh:Warning?",
    "e:S sh:targetClass e:Person ; sh:property [ sh:path e:name ; sh:datatype ¦xsd:strng ] .": "xsd:string?",
    "e:S sh:targetClass e:Person ; sh:property [ sh:path ¦rdfs:labl ; sh:minCount 1 ] .": "rdfs:label?",
}
#: What a shape names -> the term that was meant.
IN_SHAPES = {
    "sh:property [ sh:path ¦e:nme ; sh:minCount 1 ]": "http://example.org/name",
    "sh:property [ sh:path ( e:knows ¦e:nme ) ; sh:minCount 1 ]": "http://example.org/name",
    "sh:property [ sh:path [ sh:inversePath ¦e:know ] ; sh:minCount 1 ]": "http://example.org/knows",
    "sh:property [ sh:path [ sh:zeroOrMorePath [ sh:alternativePath ( e:name ¦e:know ) ] ] ; sh:minCount 1 ]":
        "http://example.org/knows",
    "sh:closed true ; sh:ignoredProperties ( rdf:type ¦e:nmae )": "http://example.org/name",
    "sh:property [ sh:path e:knows ; sh:class ¦e:Persn ]": "http://example.org/Person",
    "sh:property [ sh:path e:name ; sh:equals ¦e:names ]": "http://example.org/name",
}  # fmt: skip


@pytest.mark.parametrize("shapes", MISSPELT_VOCABULARY)
def test_a_misspelt_term_of_a_known_vocabulary_is_refused(shapes, one_finding):
    assert MISSPELT_VOCABULARY[shapes] in one_finding("unknown-term", shapes=shapes).mend


def test_a_misspelt_term_of_rdf_in_the_data_is_refused(one_finding):
    data = DATA + " e:ann ¦rdf:tpye e:Person ."
    assert one_finding("unknown-term", shapes=SHAPES + ".", data=data).mend == "Did you mean rdf:type?"


def test_the_places_of_a_container_are_terms():
    assert all_findings(shapes=SHAPES + ".", data=DATA + " e:bag rdf:_1 e:ann ; rdf:_12 e:ann .") == ()


@pytest.mark.parametrize("text", IN_SHAPES)
def test_an_undeclared_name_in_a_shape_is_refused(text, one_finding):
    found = one_finding("unknown-term", shapes=f"{SHAPES}{text} .", data=DATA, ontology=ONTOLOGY)
    assert found.mend == f"Did you mean {IN_SHAPES[text]}?"


def test_a_misspelt_target_class_is_one_finding(one_finding):
    shapes = SHAPES + ". e:T sh:targetClass ¦e:Persn ; sh:nodeKind sh:IRI ."
    one_finding("unknown-term", shapes=shapes, data=DATA, ontology=ONTOLOGY)


def test_a_foreign_property_of_which_the_ontology_says_nothing_is_one_warning(one_finding):
    property_ = "sh:property [ sh:path f:nickname ; sh:maxCount 1 ]"
    shapes = f"{SHAPES}{property_.replace('f:', '¦f:')} . e:T sh:targetClass e:Person ; {property_} ."
    one_finding("unknown-term", "warning", shapes=shapes, data=DATA, ontology=ONTOLOGY)


def test_without_an_ontology_names_are_not_judged():
    assert all_findings(shapes=SHAPES + "sh:property [ sh:path e:nme ; sh:maxCount 1 ] .", data=DATA) == ()


def test_a_class_that_the_data_declare_is_declared():
    data = DATA + " e:Dog a rdfs:Class . e:rex a e:Dog ."
    shapes = SHAPES + ". e:T sh:targetClass e:Dog ; sh:nodeKind sh:IRI ."
    assert all_findings(shapes=shapes, data=data, ontology=ONTOLOGY) == ()


def query(where: str) -> str:
    return f"""{SHAPES}sh:sparql [ sh:select ¦\"\"\"
        PREFIX e: <http://example.org/>
        SELECT $this WHERE {{ {where} }}\"\"\" ] ."""


def test_an_undeclared_name_in_a_query_is_refused_with_its_line():
    shapes = query("$this e:nme ?n")
    (found,) = all_findings(shapes=shapes, data=DATA, ontology=ONTOLOGY)
    assert found.message == "nothing declares http://example.org/nme, in line 3 of the query"
    assert (found.file, found.rule, found.severity) == ("shapes.ttl", "unknown-term", "violation")
    assert (found.line, found.mend) == (marked("", shapes=shapes)[1], "Did you mean http://example.org/name?")


@pytest.mark.parametrize("name", ["e:name", "e:ann", "<http://example.org/knows>", "f:x", '"e:nme"'])
def test_a_name_that_is_declared_foreign_or_a_record_may_stand_in_a_query(name):
    shapes = (
        query(f"$this ?p {name}")
        .replace("¦", "")
        .replace("PREFIX e:", "PREFIX f: <http://foreign.example/> PREFIX e:")
    )
    assert all_findings(shapes=shapes, data=DATA, ontology=ONTOLOGY) == ()


@pytest.mark.parametrize(
    ("data", "meant"),
    [('e:bob a e:Person ; ¦e:nmae "Bob" .', "name"), ('e:bob a ¦e:Persn ; e:name "Bob" .', "Person")],
)
def test_a_name_of_the_own_namespace_that_the_ontology_does_not_declare_is_refused(data, meant, one_finding):
    found = one_finding("unknown-term", shapes=SHAPES + ".", data=f"{DATA} {data}", ontology=ONTOLOGY)
    assert found.mend == f"Did you mean http://example.org/{meant}?"


def test_a_foreign_property_in_the_data_is_no_finding():
    assert all_findings(shapes=SHAPES + ".", data=DATA + " e:ann f:age 3 .", ontology=ONTOLOGY) == ()


def test_the_preferred_namespace_is_the_own_one():
    ontology = """<http://example.org/x.owl> a owl:Ontology ;
        <http://purl.org/vocab/vann/preferredNamespaceUri> "http://example.org/" . e:Person a owl:Class .
        f:name a owl:DatatypeProperty . f:knows a owl:ObjectProperty . f:nick a owl:ObjectProperty ."""
    shapes = "e:S sh:targetClass e:Person ; sh:property [ sh:path f:name ; sh:minCount 1 ] ."
    data = 'e:ann a e:Person ; f:name "Ann" ; f:undeclared 1 ; ¦e:undeclared 1 .'
    texts = {"shapes": shapes, "data": data, "ontology": ontology}
    assert told(all_findings(**texts)) == [marked("unknown-term", data=data)]
