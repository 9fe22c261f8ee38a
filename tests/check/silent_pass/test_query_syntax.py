"""SPARQL in shapes that cannot be asked as it is written is refused where it stands."""

from __future__ import annotations

import pytest

from tests.check.silent_pass.conftest import all_findings

DATA = 'e:ann a e:Person ; e:name "Ann" .'


def of_sparql(text: str, more: str = "") -> str:
    return f"e:S sh:targetClass e:Person ; sh:nodeKind sh:IRI ; {text} . {more}"


FAULTS = {
    "sh:sparql ¦[ sh:message \"m\" ]": ("ill-formed-shape", "a SPARQL constraint has one sh:select"),
    'sh:sparql [ sh:select "SELECT $this { $this ?p 1 }", ¦"SELECT $this { $this ?p 2 }" ]':
        ("ill-formed-shape", "has 2"),
    'sh:sparql [ sh:select ¦"SELECT $this WHERE { $this }" ]': ("query", "rdflib cannot read the query"),
    'sh:sparql [ sh:select ¦"SELECT ?that WHERE { ?that ?p 1 }" ]':
        ("ill-formed-shape", "does not SELECT $this"),
    'sh:sparql ¦"SELECT $this WHERE { $this ?p 1 }"': ("ill-formed-shape", "of sh:sparql is not a node"),
}  # fmt: skip


@pytest.mark.parametrize("text", FAULTS)
def test_a_constraint_that_cannot_be_asked_is_refused(text, one_finding):
    rule, says = FAULTS[text]
    assert says in one_finding(rule, shapes=of_sparql(text), data=DATA).message


def test_prefixes_of_which_nothing_is_said_are_a_warning(one_finding):
    shapes = of_sparql('sh:sparql [ sh:prefixes ¦e:none ; sh:select "SELECT $this WHERE { $this ?p 1 }" ]')
    found = one_finding("unknown-prefixes", "warning", shapes=shapes, data=DATA)
    assert found.message == "sh:prefixes names http://example.org/none, of which nothing is said"


@pytest.mark.parametrize(
    "declaration", ['sh:prefix "e"', 'sh:namespace "http://example.org/"', "sh:prefix e:p ; sh:namespace e:"]
)
def test_a_prefix_that_is_not_declared_whole_is_refused(declaration, one_finding):
    text = 'sh:sparql [ sh:prefixes e:o ; sh:select "SELECT $this WHERE { $this ?p 1 }" ]'
    shapes = of_sparql(text, f"e:o sh:declare ¦[ {declaration} ] .")
    assert (
        "one sh:prefix and one sh:namespace"
        in one_finding("ill-formed-shape", shapes=shapes, data=DATA).message
    )


def test_a_component_without_a_validator_is_refused(one_finding):
    shapes = of_sparql("e:max 3", "e:C a sh:ConstraintComponent ; ¦sh:parameter [ sh:path e:max ] .")
    assert "has no validator" in one_finding("ill-formed-shape", shapes=shapes, data=DATA).message


def test_a_query_that_is_all_right_has_no_finding():
    text = (
        'sh:sparql [ sh:prefixes e:o ; sh:select "SELECT $this (e:x AS ?value) WHERE { $this e:name ?n }" ]'
    )
    more = 'e:o sh:declare [ sh:prefix "e" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .'
    assert all_findings(shapes=of_sparql(text, more), data=DATA) == ()
