from __future__ import annotations

from pathlib import Path

import pytest

from gbaip_graph.build.load import LoadedData, load_root
from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.build.reason import infer
from gbaip_graph.build.shortcuts import DEFINITIONS
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root
from gbaip_graph.turtle.terms import Triple

PROJECT = Root(Path(__file__).resolve().parents[2])


@pytest.fixture(scope="module")
def loaded() -> LoadedData:
    return load_root(PROJECT)


@pytest.fixture(scope="module")
def written(loaded) -> QueryableGraph:
    quads = (Quad(*triple, file.graph) for file in loaded.data for triple in file.triples())
    return QueryableGraph.from_nquads(write_nquads(quads))


@pytest.fixture(scope="module")
def inferred(loaded) -> tuple[Triple, ...]:
    return infer(loaded)


@pytest.mark.parametrize("shortcut", DEFINITIONS)
def test_a_shortcut_equals_its_query_over_the_written_triples(inferred, written, shortcut):
    told = {triple for triple in inferred if triple.predicate.value == shortcut}
    assert told
    assert told == set(written.construct(DEFINITIONS[shortcut]))


def test_nothing_inferred_is_written(loaded, inferred):
    stated = {triple for file in loaded.data for triple in file.triples()}
    assert not stated.intersection(inferred)


def test_every_value_comes_out_of_the_engine_as_the_file_has_it(loaded, written):
    """The engine keeps values, not lexical forms; canonical forms are what makes the two the same."""
    stated = {triple for file in loaded.data for triple in file.triples()}
    answered = set(written.construct("CONSTRUCT WHERE { ?s ?p ?o }"))
    assert answered - stated == set()
