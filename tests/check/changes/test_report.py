"""Findings are split by what the change has to do with them, and a difference is told in words."""

from __future__ import annotations

from dataclasses import replace

from gbaip_graph.check.changes.difference import difference
from gbaip_graph.check.changes.overlay import OverlayGraph
from gbaip_graph.check.changes.report import ChangeReport, split, told_change
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Triple
from tests.check.changes.filed import FiledMemory

FINDING = Finding("data/a.ttl", 3, 5, "shape:x", "a message", focus_node="figure:a", path="gbaip:value")
PREFIXES = """@prefix figure: <https://w3id.org/gbaip/id/figure/> .
@prefix gbaip: <https://w3id.org/gbaip/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def triples_of(text: str) -> frozenset[Triple]:
    return frozenset(Triple(t.subject, t.predicate, t.object) for t in parse_turtle(PREFIXES + text).triples)


def told(before: str, after: str) -> list[str]:
    old, new = triples_of(before), triples_of(after)
    graph = FiledMemory({"data/a.ttl": old})
    overlay = OverlayGraph(graph, added={"data/a.ttl": new - old}, removed={"data/a.ttl": old - new})
    words = difference(added=overlay.added, removed=overlay.removed, before=graph, after=overlay)
    return list(told_change(ChangeReport("", (), words, (), (), ())))


def test_a_finding_that_has_moved_was_already_there():
    parts = split(before=[FINDING], after=[replace(FINDING, line=40)])
    assert [finding.line for finding in parts.standing] == [40]
    assert (parts.new, parts.fixed) == ((), ())


def test_a_second_finding_of_the_same_kind_is_new():
    again = replace(FINDING, line=9)
    assert split(before=[FINDING], after=[FINDING, again]).new == (again,)


def test_blank_nodes_that_got_other_labels_are_taken_for_the_same():
    before, after = (replace(FINDING, focus_node=f"_:d0.b{number}") for number in (1, 2))
    assert split(before=[before], after=[after]).standing == (after,)


def test_a_finding_in_another_file_is_new_and_the_old_one_fixed():
    moved = replace(FINDING, file="data/b.ttl")
    parts = split(before=[FINDING], after=[moved])
    assert (parts.new, parts.fixed) == ((moved,), (FINDING,))


def test_one_value_in_place_of_another_is_one_line():
    assert told("figure:a gbaip:value 1, 2 .", "figure:a gbaip:value 1, 3 .") == [
        "Facts: 0 added, 0 removed, 1 changed, in 1 record",
        "  figure:a: gbaip:value 2 -> 3",
    ]


def test_a_new_record_is_told_with_its_label_and_all_its_facts():
    assert told("", 'figure:a a gbaip:Figure ; skos:prefLabel "數"@zh-Hant, "A number"@en .') == [
        "Facts: 3 added, 0 removed, 0 changed, in 1 record",
        '  figure:a "A number" (added)',
        "    + a gbaip:Figure",
        '    + skos:prefLabel "A number"@en',
        '    + skos:prefLabel "數"@zh-Hant',
    ]


def test_a_record_that_went_is_told_with_the_label_that_it_had():
    lines = told('figure:a skos:prefLabel "A number"@en ; gbaip:value 1 .', "")
    assert lines[:2] == [
        "Facts: 0 added, 2 removed, 0 changed, in 1 record",
        '  figure:a "A number" (removed)',
    ]


def test_a_fact_that_another_file_holds_too_is_no_change():
    triple = triples_of("figure:a gbaip:value 1 .")
    graph = FiledMemory({"data/a.ttl": triple, "data/b.ttl": triple})
    overlay = OverlayGraph(graph, added={}, removed={"data/a.ttl": triple})
    assert (overlay.removed, overlay.files_of(next(iter(triple)))) == (frozenset(), {"data/b.ttl"})


def test_long_values_are_cut_and_kept_on_one_line():
    lines = told("", f'figure:a gbaip:comment "one\\ntwo {"x" * 99}" .')
    assert lines[-1] == f'    + gbaip:comment "one two {"x" * 49}..."'
