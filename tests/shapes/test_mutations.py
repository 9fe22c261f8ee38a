"""No constraint can leave the shapes, or grow weaker, without a fixture that tells."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from gbaip_graph.namespaces import SHAPE
from gbaip_graph.turtle.terms import Iri, Term, Triple
from tests.shapes.fixture_files import fixtures, folders, judge, shipped_shapes
from tests.shapes.shape_mutants import (
    Mutant,
    mutants,
    part,
    query_mutants,
    shapes_of_kind,
    term,
    without_queries,
)

#: The shared property shapes are judged on records of these kinds.
BEARERS_OF_SHARED = ("party", "place", "series")


def node_shapes(folder: str) -> list[Iri]:
    return [Iri(SHAPE + name) for name in (BEARERS_OF_SHARED if folder == "record" else (folder,))]


def changed_shapes(folder: str) -> set[Term]:
    """Return the shapes of a folder: its node shape and property shapes, or the shared property shapes."""
    own = {shape for shape in shapes_of_kind(shipped_shapes(), "PropertyShape") if owner(shape) == folder}
    return own if folder == "record" else {*own, Iri(SHAPE + folder)}


def owner(shape: Iri) -> str:
    return shape.value.removeprefix(SHAPE).partition(".")[0]


def folders_with_queries() -> list[str]:
    with_queries = {t.subject for t in shipped_shapes() if t.predicate == term("sparql")}
    return sorted(owner(shape) for shape in with_queries if isinstance(shape, Iri))


def survivors(folder: str, shapes: frozenset[Triple], changed: Iterable[Mutant]) -> list[str]:
    found = set(judge(fixtures(folder), shapes=shapes))
    return [
        mutant.change for mutant in changed if set(judge(fixtures(folder), shapes=mutant.shapes)) == found
    ]


@pytest.mark.slow
@pytest.mark.parametrize("folder", folders())
def test_every_mutant_of_the_shapes_changes_what_is_found(folder: str) -> None:
    # Queries run once for each record and mutant, which takes a minute for figures: they are set aside here.
    shapes = without_queries(part(shipped_shapes(), node_shapes(folder)))
    assert survivors(folder, shapes, mutants(shapes, of=changed_shapes(folder))) == []


@pytest.mark.parametrize("folder", folders_with_queries())
def test_every_query_of_the_shapes_finds_what_nothing_else_finds(folder: str) -> None:
    shapes = part(shipped_shapes(), node_shapes(folder))
    assert survivors(folder, shapes, query_mutants(shapes)) == []
