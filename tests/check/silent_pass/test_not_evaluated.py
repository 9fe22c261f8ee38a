"""What no engine here runs or fetches is told where it is written."""

from __future__ import annotations

import pytest

from tests.check.silent_pass.conftest import all_findings

SHAPE = "e:S sh:targetClass e:Person ; sh:nodeKind sh:IRI ; "
REFUSED = {
    "¦sh:target [ a sh:SPARQLTarget ]": "these targets are not looked for",
    "¦sh:expression [ sh:path e:p ]": "this constraint is not asked",
    "¦sh:js [ a sh:JSConstraint ]": "this constraint is not asked",
}
WARNED = {
    "¦sh:rule [ a sh:TripleRule ; sh:predicate e:p ]": "what this rule would infer",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_feature_that_would_have_refused_data_is_a_violation(text, one_finding):
    assert REFUSED[text] in one_finding("not-evaluated", shapes=f"{SHAPE}{text} .").message


@pytest.mark.parametrize("text", WARNED)
def test_a_feature_that_would_only_have_added_to_data_is_a_warning(text, one_finding):
    assert WARNED[text] in one_finding("not-evaluated", "warning", shapes=f"{SHAPE}{text} .").message


def test_an_entailment_that_is_asked_for_is_a_violation(one_finding):
    shapes = (
        SHAPE
        + 'sh:message "m" . e:o a owl:Ontology ; ¦sh:entailment <http://www.w3.org/ns/entailment/RDFS> .'
    )
    assert "nothing is inferred" in one_finding("not-evaluated", shapes=shapes).message


@pytest.mark.parametrize("kind", ["ontology", "shapes", "data"])
def test_an_import_is_a_warning_where_it_stands(kind, one_finding):
    texts = {"shapes": SHAPE + ".", "data": "e:ann a e:Person . ", "ontology": "e:Person a owl:Class . "}
    texts[kind] += " e:p owl:imports ¦<http://example.org/more> ."
    found = one_finding(
        "import-not-fetched",
        "warning",
        **{"shapes": texts["shapes"], "data": texts["data"], kind: texts[kind]},
    )
    assert found.message == "http://example.org/more is not fetched: owl:imports is not followed"


def test_an_import_of_a_file_that_is_given_is_no_finding():
    shapes = SHAPE + ". e:s a owl:Ontology ; owl:imports e:o ."
    assert all_findings(shapes=shapes, ontology="e:o a owl:Ontology . e:Person a owl:Class .") == ()


def test_the_shapes_graph_that_data_name_is_not_fetched(one_finding):
    data = "e:ann a e:Person . e:d sh:shapesGraph ¦<http://example.org/shapes> ."
    one_finding("import-not-fetched", "warning", shapes=SHAPE + ".", data=data)


def test_a_key_of_a_class_is_a_warning(one_finding):
    ontology = "e:Person a owl:Class ; ¦owl:hasKey ( e:p ) . e:p a owl:ObjectProperty ."
    assert "owlrl" in one_finding("has-key", "warning", ontology=ontology).message


def test_shapes_among_the_data_are_a_warning(one_finding):
    data = "e:ann a e:Person . ¦e:T a sh:NodeShape ; sh:targetClass e:Person ; sh:maxCount 0 ."
    found = one_finding("shapes-in-data", "warning", shapes=SHAPE + ".", data=data)
    assert found.message == "http://example.org/T is a shape among the data, so nothing is judged by it"
