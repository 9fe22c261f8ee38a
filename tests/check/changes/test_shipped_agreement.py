"""On the project's own shapes and a part of its data, judging a change gives what two full runs differ in."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from gbaip_graph.build.load import LoadedData, load_root
from gbaip_graph.check.addresses import merged_triples
from gbaip_graph.check.changes.judging import ChangeJudge
from gbaip_graph.check.changes.overlay import OverlayGraph
from gbaip_graph.check.shacl.model import SUB_CLASS_OF, ShapesGraph, read_shapes
from gbaip_graph.check.shacl.validate import validate_shapes
from gbaip_graph.engines.shacl import ValidationResult
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Triple
from tests.check.changes.filed import FiledMemory

SEED = int(os.environ.get("GBAIP_SEED", "20261121"))
CHANGES = 24
MOST_CHANGED = 3
#: Enough for every kind of record; a full run of all would take a minute for some dozens of changes.
PARTS = ("data/concepts/", "data/register/agency", "data/register/group", "data/register/place",
         "data/sources/pr-")  # fmt: skip


@pytest.fixture(scope="module")
def loaded(repository: Path) -> LoadedData:
    return load_root(Root(repository))


@pytest.fixture(scope="module")
def shapes(loaded: LoadedData) -> ShapesGraph:
    return read_shapes(merged_triples("s", loaded.shapes))


@pytest.fixture(scope="module")
def data(loaded: LoadedData) -> frozenset[Triple]:
    hierarchy = (t for t in merged_triples("o", loaded.ontologies) if t.predicate == SUB_CLASS_OF)
    files = [file for file in loaded.data if file.path.startswith(PARTS)]
    return frozenset(merged_triples("d", files)) | frozenset(hierarchy)


def exchanged(random: Random, triples: list[Triple]) -> Triple:
    """Return a triple made of two: one's subject and property, the other's object, or another's property."""
    one, other = random.choice(triples), random.choice(triples)
    if random.random() < 0.5:
        return Triple(one.subject, one.predicate, other.object)
    return Triple(one.subject, other.predicate, other.object)


@pytest.mark.slow
def test_full_and_change_set_runs_agree_on_shipped_data(data: frozenset[Triple], shapes: ShapesGraph) -> None:
    random = Random(SEED)  # noqa: S311 - chance, not secrecy
    judge = ChangeJudge(shapes)
    triples = sorted((triple for triple in data if triple.predicate != SUB_CLASS_OF), key=str)
    graph, results, new = data, full_run(data, shapes), 0
    for number in range(CHANGES):
        added = frozenset(exchanged(random, triples) for _ in range(random.randint(0, MOST_CHANGED)))
        removed = frozenset(random.sample(triples, random.randint(0, MOST_CHANGED))) & graph
        before = FiledMemory({"data": graph})
        after = OverlayGraph(before, added={"data": added}, removed={"data": removed - added})
        change = judge.judge(before=before, after=after, added=after.added, removed=after.removed)
        graph = (graph | after.added) - after.removed
        results_before, results = results, full_run(graph, shapes)
        assert Counter(change.new) == results - results_before, f"change {number} of seed {SEED}"
        assert Counter(change.fixed) == results_before - results, f"change {number} of seed {SEED}"
        assert change.full == ()
        new += bool(change.new)
    print(f"seed {SEED}: {CHANGES} changes of {len(data)} triples, {new} of them with new results")
    assert new > CHANGES // 2


def full_run(graph: frozenset[Triple], shapes: ShapesGraph) -> Counter[ValidationResult]:
    return Counter(validate_shapes(graph, shapes=shapes, ontology=()))
