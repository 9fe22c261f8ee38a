"""Judging only what a change can affect gives what two full runs differ in, on random changes."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest

from gbaip_graph.check.changes.judging import ChangeJudge, JudgedChange
from gbaip_graph.check.changes.overlay import OverlayGraph
from gbaip_graph.check.shacl.model import SUB_CLASS_OF, ShapesGraph
from gbaip_graph.check.shacl.validate import validate_shapes
from gbaip_graph.engines.shacl import ValidationResult
from gbaip_graph.turtle.terms import Triple
from tests.check.changes.filed import FiledMemory
from tests.check.shacl.random_graphs import random_graph, random_shapes, random_triple

SEED = int(os.environ.get("GBAIP_SEED", "20261121"))
GRAPHS = 125
CHANGES_OF_EACH = 8  # one after the other: each begins with the graph that the last one left
MOST_CHANGED = 3


def random_change(random: Random, graph: set[Triple]) -> tuple[set[Triple], set[Triple]]:
    """Return triples to add and to remove; now and then only the one or the other."""
    kind = random.choice(("add", "remove", "both"))
    gone = random.sample(sorted(graph, key=str), random.randint(1, min(MOST_CHANGED, len(graph))))
    removed = set(gone) if kind != "add" else set()
    added = (
        {random_triple(random) for _ in range(random.randint(1, MOST_CHANGED))} if kind != "remove" else set()
    )
    return added - graph, removed - added


def judged(shapes: ShapesGraph, graph: set[Triple], added: set[Triple], removed: set[Triple]) -> JudgedChange:
    before = FiledMemory({"data": graph})
    after = OverlayGraph(before, added={"data": frozenset(added)}, removed={"data": frozenset(removed)})
    assert (after.added, after.removed) == (added - graph, removed & graph)
    return ChangeJudge(shapes).judge(before=before, after=after, added=after.added, removed=after.removed)


def full_run(shapes: ShapesGraph, graph: set[Triple]) -> Counter[ValidationResult]:
    return Counter(validate_shapes(graph, shapes=shapes, ontology=()))


@pytest.mark.slow
def test_full_and_change_set_runs_agree_on_random_changes():
    random = Random(SEED)  # noqa: S311 - chance, not secrecy
    new = fixed = in_full = 0
    for number in range(GRAPHS):
        graph, shapes = random_graph(random, size=25), random_shapes(random)
        results = full_run(shapes, graph)
        for step in range(CHANGES_OF_EACH):
            added, removed = random_change(random, graph)
            change = judged(shapes, graph, added, removed)
            graph = (graph | added) - removed
            results_before, results = results, full_run(shapes, graph)
            where = f"graph {number}, change {step} of seed {SEED}"
            assert Counter(change.new) == results - results_before, where
            assert Counter(change.fixed) == results_before - results, where
            assert Counter(change.standing) <= (results & results_before), where
            new, fixed, in_full = (
                new + bool(change.new),
                fixed + bool(change.fixed),
                in_full + bool(change.full),
            )
    print(
        f"seed {SEED}: {GRAPHS * CHANGES_OF_EACH} changes, {new} with new results, {fixed} with fixed ones,"
    )
    print(f"{in_full} of them with a shape that had to be run in full")
    assert min(new, fixed) > GRAPHS
    assert in_full < GRAPHS * CHANGES_OF_EACH // 3


def test_the_class_hierarchy_asks_for_a_full_run_and_says_so():
    random = Random(SEED)  # noqa: S311 - chance, not secrecy
    graph, shapes = random_graph(random, size=25), random_shapes(random)
    link = next(t for t in iter(lambda: random_triple(random), None) if t.predicate == SUB_CLASS_OF)
    change = judged(shapes, graph - {link}, {link}, set())
    assert [(run.shape, run.because) for run in change.full] == [
        ("", "the class hierarchy changes (rdfs:subClassOf)")
    ]
