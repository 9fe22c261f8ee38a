"""What cannot be bounded is run in full, for that shape alone, and the reason is told."""

from __future__ import annotations

import pytest

from gbaip_graph.check.changes.judging import ChangeJudge, JudgedChange
from gbaip_graph.check.changes.overlay import OverlayGraph
from gbaip_graph.check.shacl.model import read_shapes
from tests.check.changes.filed import FiledMemory
from tests.check.shacl.random_graphs import NAMESPACE, triples_of

QUERY = f'sh:sparql [ sh:select "PREFIX e: <{NAMESPACE}> SELECT $this WHERE {{ %s }}" ]'
DATA = "e:n1 a e:A ; e:p 1 . e:n2 a e:A ; e:q e:n1 . e:n3 a e:B ; e:r 2 ."


OTHER = "e:Other a sh:NodeShape ; sh:targetClass e:B ; sh:property [ sh:path e:r ; sh:maxCount 1 ] .\n"
HAS_P = "sh:targetClass e:A ; sh:property [ sh:path e:p ; sh:minCount 1 ]"


def judged(shape: str, *, added: str = "", removed: str = "") -> JudgedChange:
    shapes = f"{OTHER} e:S a sh:NodeShape ; {shape} ."
    before = FiledMemory({"data": triples_of(DATA)})
    after = OverlayGraph(
        before,
        added={"data": frozenset(triples_of(added))},
        removed={"data": frozenset(triples_of(removed))},
    )
    judge = ChangeJudge(read_shapes(triples_of(shapes)))
    return judge.judge(before=before, after=after, added=after.added, removed=after.removed)


def test_a_value_of_a_far_node_affects_those_who_look_at_it():
    far = "sh:targetClass e:A ; sh:property [ sh:path ( e:q e:p ) ; sh:maxCount 1 ]"
    change = judged(far, added="e:n1 e:p 2 .")
    assert (len(change.new), change.affected, change.full) == (1, 1, ())


def test_a_class_of_a_far_node_affects_those_who_ask_for_it():
    change = judged("sh:targetClass e:A ; sh:property [ sh:path e:q ; sh:class e:A ]", removed="e:n1 a e:A .")
    assert [result.component.rpartition("#")[2] for result in change.new] == ["ClassConstraintComponent"]


def test_a_node_that_becomes_a_target_is_judged():
    change = judged(HAS_P, added="e:n3 a e:A .")
    assert len(change.new) == 1


def test_a_node_that_is_no_target_any_more_has_its_findings_fixed():
    change = judged(HAS_P, removed="e:n2 a e:A .")
    assert (len(change.fixed), len(change.new)) == (1, 0)


def test_what_no_shape_looks_at_affects_nobody():
    change = judged(HAS_P, added="e:n9 e:r 7 .")
    assert (change.affected, change.before, change.after) == (0, (), ())


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ("sh:targetClass e:A ; " + QUERY % "{ SELECT $this { $this e:p ?v } LIMIT 1 }", "Slice"),
        ("sh:targetClass e:A ; sh:property [ sh:path e:q ; sh:node e:S ]", "contains itself"),
        ("sh:targetClass e:A ; " + QUERY % "$this e:p ?v . ?x ?any ?y", "any property"),
        ("sh:targetClass e:A ; " + QUERY % "$this e:p ?v . ?x e:limit ?most FILTER (?v > ?most)", "e:limit"),
    ],
)  # fmt: skip
def test_what_cannot_be_bounded_is_run_in_full_for_that_shape_alone(shape: str, reason: str):
    change = judged(shape, added="e:n8 e:limit 3 .")
    (full,) = change.full
    assert full.shape.endswith("S")
    assert reason.replace("e:", NAMESPACE) in full.because or reason in full.because
    assert change.affected == 2


def test_blank_nodes_are_given_to_the_judge():
    change = judged(
        "sh:targetSubjectsOf e:s ; sh:property [ sh:path e:p ; sh:minCount 1 ]", added="[] e:s 1 ."
    )
    assert len(change.new) == 1
