"""Nothing in the shapes is idle: every constraint has a fixture, and the shipped data uses every shape."""

from __future__ import annotations

import re

import pytest

from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import Iri
from tests.shapes.fixture_files import folders, named, names, shipped_shapes
from tests.shapes.shape_mutants import local
from tests.shapes.shipped import (
    COMPONENTS,
    NODE_SHAPES,
    PROPERTY_SHAPES,
    SPARQL_CONSTRAINTS,
    focus_nodes,
    ids,
    name_of,
    path_of,
    shipped_data,
    users_of,
)

#: Property shapes that no shipped record needs yet, each with the reason.
UNUSED = {
    "record.deprecated": "no record was mistaken since the first release",
    "record.isReplacedBy": "no record was replaced since the first release",
    "commitment.hasStatus": "no source states how far a commitment has come",
    "concept.broader": "the schemes are flat",
    "event.hasFrequency": "the sources give a frequency of series and exchanges, not of single events",
    "exchange.hasStatus": "no source states the status of an exchange",
    "item.continuesItem": "no source says which item of an earlier plan an item continues",
    "item.inArea": "the source does not say under which area an item falls",
}


@pytest.mark.parametrize("shape", NODE_SHAPES, ids=ids(NODE_SHAPES))
def test_a_node_shape_has_focus_nodes_in_the_shipped_data(shape: Iri) -> None:
    assert focus_nodes(shape, shipped_data()) != set()


def is_used(shape: Iri) -> bool:
    path = path_of(shape)
    focus = {node for user in users_of(shape) for node in focus_nodes(user, shipped_data())}
    return any(t.predicate == path and t.subject in focus for t in shipped_data())


def test_every_property_shape_but_the_listed_ones_is_used_by_a_shipped_record() -> None:
    assert {name_of(shape) for shape in PROPERTY_SHAPES if not is_used(shape)} == UNUSED.keys()


def expected_pairs() -> set[tuple[str, str]]:
    """Return every shape and component that needs a failing fixture."""
    named_shapes = {*NODE_SHAPES, *PROPERTY_SHAPES}
    core = {
        (compact(t.subject.value), COMPONENTS[local(t.predicate)])
        for t in shipped_shapes()
        if isinstance(t.subject, Iri) and t.subject in named_shapes and local(t.predicate) in COMPONENTS
    }
    return core | {(compact(query.value), "sh:SPARQLConstraintComponent") for query in SPARQL_CONSTRAINTS}


def test_every_constraint_has_a_failing_fixture() -> None:
    held = {(outcome.shape, outcome.component) for name in names("bad") for outcome in named(name).expected}
    assert held == expected_pairs()


def test_every_failing_fixture_lies_in_the_folder_of_its_shape() -> None:
    expected = {(name, outcome.shape) for name in names("bad") for outcome in named(name).expected}
    assert {
        name for name, shape in expected if not re.match(rf"shape:{name.partition('/')[0]}(\.|$)", shape)
    } == set()


def test_every_node_shape_has_a_folder_of_fixtures() -> None:
    assert set(folders()) == {name_of(shape) for shape in NODE_SHAPES} | {"record"}
