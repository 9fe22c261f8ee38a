"""No constraint can leave the shapes, or grow weaker, without a fixture that tells."""

from __future__ import annotations

import pytest

from gbaip_graph.namespaces import SHAPE, compact
from gbaip_graph.turtle.terms import Iri, Term, Triple
from tests.shapes.fixture_files import Fixture, fixtures, folders, judge, shipped_shapes
from tests.shapes.shape_mutants import (
    mutants,
    part,
    query_mutants,
    term,
    without_queries,
)
from tests.shapes.shipped import NODE_SHAPES, PROPERTY_SHAPES

#: The shared property shapes are judged on records of these kinds.
BEARERS_OF_SHARED = ("party", "place", "series")


def node_shapes(folder: str) -> list[Iri]:
    return [Iri(SHAPE + name) for name in (BEARERS_OF_SHARED if folder == "record" else (folder,))]


def changed_shapes(folder: str) -> list[Iri]:
    """Return the shapes of a folder: its node shape and property shapes, or the shared property shapes."""
    return [shape for shape in (*NODE_SHAPES, *PROPERTY_SHAPES) if owner(shape) == folder]


def owner(shape: Iri) -> str:
    return shape.value.removeprefix(SHAPE).partition(".")[0]


def folders_with_queries() -> list[str]:
    with_queries = {t.subject for t in shipped_shapes() if t.predicate == term("sparql")}
    return sorted(owner(shape) for shape in with_queries if isinstance(shape, Iri))


def telling(folder: str, shape: Term) -> list[Fixture]:
    """Return the fixtures that can tell of a change in one shape: its own failing ones and all good ones."""
    name = compact(shape.value) if isinstance(shape, Iri) else ""
    return [found for found in fixtures(folder) if not found.expected or found.expected[0].shape == name]


def survivors(folder: str, shapes: frozenset[Triple], shape: Term) -> list[str]:
    judged = telling(folder, shape)
    found = set(judge(judged, shapes=shapes))
    changed = mutants(shapes, of=shape)
    return [mutant.change for mutant in changed if set(judge(judged, shapes=mutant.shapes)) == found]


@pytest.mark.slow
@pytest.mark.parametrize("folder", folders())
def test_every_mutant_of_the_shapes_changes_what_is_found(folder: str) -> None:
    # Queries run once for each record and mutant, which takes a minute for figures: they are set aside here.
    shapes = without_queries(part(shipped_shapes(), node_shapes(folder)))
    left = [change for shape in changed_shapes(folder) for change in survivors(folder, shapes, shape)]
    assert left == []


@pytest.mark.slow
@pytest.mark.parametrize("folder", folders_with_queries())
def test_every_query_of_the_shapes_finds_what_nothing_else_finds(folder: str) -> None:
    shapes = part(shipped_shapes(), node_shapes(folder))
    found = set(judge(fixtures(folder), shapes=shapes))
    changed = query_mutants(shapes)
    left = [
        mutant.change for mutant in changed if set(judge(fixtures(folder), shapes=mutant.shapes)) == found
    ]
    assert left == []
