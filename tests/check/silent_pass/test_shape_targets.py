"""Shapes without effect and records that no shape is applied to are told, each at its place."""

from __future__ import annotations

import pytest

from tests.check.silent_pass.conftest import all_findings, marked, told

PERSON = "e:Person sh:targetClass e:Person ; sh:nodeKind sh:IRI . "


def test_shapes_of_which_none_is_applied_are_refused():
    shapes = "¦e:S a sh:NodeShape ; sh:nodeKind sh:IRI ."
    assert marked("no-shapes", shapes=shapes) in told(all_findings(shapes=shapes))


def test_shapes_that_are_all_deactivated_are_refused(one_finding):
    shapes = "¦e:S sh:targetClass e:C ; sh:nodeKind sh:IRI ; sh:deactivated true ."
    assert "nothing would be judged" in one_finding("no-shapes", shapes=shapes).message


def test_a_file_without_a_shape_is_refused(one_finding):
    shapes = '¦e:ann e:name "Ann" .'
    one_finding("no-shapes", shapes=shapes)


def test_a_shape_without_a_target_is_a_warning(one_finding):
    shapes = PERSON + "¦e:Lonely a sh:NodeShape ; sh:closed true ."
    found = one_finding("shape-without-target", "warning", shapes=shapes)
    assert found.message == "no target, and no shape uses http://example.org/Lonely"


@pytest.mark.parametrize(
    "use", ["sh:node e:T", "sh:property [ sh:path e:p ; sh:node e:T ]", "sh:or ( e:T )", "sh:not e:T"]
)
def test_a_shape_that_another_one_uses_needs_no_target(use):
    shapes = f"e:S sh:targetClass e:Person ; {use} . e:T a sh:NodeShape ; sh:nodeKind sh:IRI ."
    assert all_findings(shapes=shapes) == ()


def test_a_class_that_is_a_shape_is_its_own_target():
    shapes = "e:Person a rdfs:Class, sh:NodeShape ; sh:nodeKind sh:IRI ."
    assert all_findings(shapes=shapes, data="e:ann a e:Person .") == ()


def test_a_target_without_a_constraint_is_a_warning(one_finding):
    shapes = '¦e:S a sh:NodeShape ; sh:targetClass e:Person ; sh:message "m" .'
    found = one_finding("shape-without-constraint", "warning", shapes=shapes)
    assert found.message.endswith("has a target and no constraint: everything conforms to it")


@pytest.mark.parametrize(
    "target",
    [
        "sh:targetClass ¦e:Persn",
        "sh:targetNode ¦e:nobody",
        "sh:targetSubjectsOf ¦e:p",
        "sh:targetObjectsOf ¦e:p",
    ],
)
def test_a_target_that_is_nothing_of_the_data_is_a_warning(target, one_finding):
    shapes = PERSON + f"e:S a sh:NodeShape ; {target} ; sh:nodeKind sh:IRI ."
    one_finding("shape-without-focus-node", "warning", shapes=shapes, data="e:ann a e:Person .")


@pytest.mark.parametrize("target", ["sh:targetNode e:ann, ¦e:nobody", "sh:targetClass e:Person, ¦e:Dog"])
def test_one_of_two_targets_that_the_data_do_not_know_is_a_warning(target, one_finding):
    shapes = f"e:S a sh:NodeShape ; {target} ; sh:nodeKind sh:IRI ."
    one_finding("shape-without-focus-node", "warning", shapes=shapes, data="e:ann a e:Person .")


@pytest.mark.parametrize(
    ("target", "meant"), [("sh:targetClass ¦e:Persn", "Person"), ("sh:targetSubjectsOf ¦e:nmae", "name")]
)
def test_what_the_data_hold_instead_of_a_target_is_offered(target, meant, one_finding):
    shapes, data = PERSON + f"e:S {target} ; sh:nodeKind sh:IRI .", 'e:ann a e:Person ; e:name "Ann" .'
    found = one_finding("shape-without-focus-node", "warning", shapes=shapes, data=data)
    assert found.mend == f"Did you mean http://example.org/{meant}?"


def test_a_record_of_a_class_below_the_target_is_judged():
    data, ontology = "e:ann a e:Baker .", "e:Person a owl:Class . e:Baker rdfs:subClassOf e:Person ."
    assert all_findings(shapes=PERSON, data=data, ontology=ontology) == ()


def test_records_that_no_shape_is_applied_to_are_one_warning_for_each_class(one_finding):
    data = "e:ann a e:Person . e:rex a ¦e:Dog . e:fido a e:Dog ."
    found = one_finding("untargeted-records", "warning", shapes=PERSON, data=data)
    assert (
        found.message == "2 records of http://example.org/Dog are judged by no shape; the first stands here"
    )


def test_records_of_two_classes_without_a_shape_are_two_warnings():
    data = "e:ann a e:Person . e:rex a e:Dog . e:tom a e:Cat ."
    assert [one.rule for one in all_findings(shapes=PERSON, data=data)] == ["untargeted-records"] * 2


@pytest.mark.parametrize("path", ["e:address", "[ sh:inversePath e:addressOf ]", "( e:home e:address )"])
def test_a_record_that_is_judged_as_a_value_needs_no_target(path):
    shapes = f"""e:S sh:targetClass e:Person ; sh:property [ sh:path {path} ; sh:node e:Address ] .
        e:Address a sh:NodeShape ; sh:property [ sh:path e:street ; sh:minCount 1 ] ."""
    data = (
        "e:ann a e:Person ; e:address e:a ; e:home [ e:address e:a ] . e:a a e:Address ; e:addressOf e:ann ."
    )
    assert all_findings(shapes=shapes, data=data) == ()


def test_a_record_whose_class_alone_is_asked_for_is_judged_by_no_shape(one_finding):
    shapes = "e:S sh:targetClass e:Person ; sh:property [ sh:path e:address ; sh:class e:Address ] ."
    data = "e:ann a e:Person ; e:address e:a . e:a a ¦e:Address ."
    one_finding("untargeted-records", "warning", shapes=shapes, data=data)


def test_what_describes_the_graph_itself_needs_no_shape():
    data = "e:ann a e:Person . e:Person a owl:Class . e:o a owl:Ontology ."
    assert all_findings(shapes=PERSON, data=data) == ()


def test_data_without_a_triple_are_a_finding():
    (found,) = all_findings(shapes=PERSON, data="# nothing yet")
    assert (found.file, found.line, found.rule, found.severity) == ("data.ttl", 0, "no-data", "violation")


def test_blank_nodes_of_the_same_label_are_told_apart_between_files(one_finding):
    data = "e:ann a e:Person . _:b a ¦e:Dog ."
    shapes = PERSON + "e:S sh:targetClass e:Person ; sh:node _:b . _:b sh:nodeKind sh:IRI ."
    one_finding("untargeted-records", "warning", shapes=shapes, data=data)
