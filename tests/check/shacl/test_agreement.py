"""The fast full run and pySHACL alone give the same results, on random graphs and shapes."""

from __future__ import annotations

import os
from random import Random

import pytest

from gbaip_graph.check.shacl.model import ShapesGraph
from gbaip_graph.check.shacl.validate import validate_shapes
from gbaip_graph.engines.shacl import ValidationResult
from gbaip_graph.turtle.terms import Triple
from tests.check.shacl.random_graphs import random_graph, random_shapes

SEED = int(os.environ.get("GBAIP_SEED", "20261121"))
ROUNDS = 400


def results(data: set[Triple], shapes: ShapesGraph, *, reference: bool) -> tuple[ValidationResult, ...]:
    return validate_shapes(data, shapes=shapes, ontology=(), reference=reference)


@pytest.mark.slow
def test_the_fast_run_agrees_with_the_judge_on_random_graphs():
    random = Random(SEED)  # noqa: S311 - chance, not secrecy
    broken = 0
    for number in range(ROUNDS):
        data, shapes = random_graph(random, size=30), random_shapes(random)
        fast, slow = (results(data, shapes, reference=reference) for reference in (False, True))
        assert fast == slow, f"round {number} of seed {SEED}"
        broken += bool(slow)
    print(f"seed {SEED}: {ROUNDS} graphs, {broken} of them with findings")
    assert ROUNDS // 4 < broken < ROUNDS
