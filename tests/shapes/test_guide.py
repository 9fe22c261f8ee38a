"""The table of ``data/README.md`` and the shapes say the same: which record has which properties."""

from __future__ import annotations

import pytest

from gbaip_graph.namespaces import SHAPE, expand
from gbaip_graph.turtle.terms import Iri, Literal, Term
from tests.shapes.fixture_files import shipped_shapes, with_subclasses
from tests.shapes.guide import properties_by_class
from tests.shapes.shape_mutants import list_cells, shapes_of_kind, values

NODE_SHAPES = shapes_of_kind(shipped_shapes(), "NodeShape")
#: What the guide leaves to the text above its table (alternative labels) or to another column (types).
LEFT_TO_THE_TEXT = frozenset({expand("skos:altLabel"), expand("rdf:type")})
SIGNS = {(True, True): "1", (False, True): "?", (True, False): "+", (False, False): "*"}


def classes_of(shape: Iri) -> list[str]:
    """Return the classes of the guide that a node shape judges."""
    if values(shipped_shapes(), shape, "targetSubjectsOf"):
        return [expand("org:Organization")]
    (target,) = values(shipped_shapes(), shape, "targetClass")
    assert isinstance(target, Iri)
    return [name for name in properties_by_class() if Iri(name) in with_subclasses(target.value)]


def sign_of(shape: Term) -> str:
    """Return how many values a property shape asks for, in the guide's signs."""
    if values(shipped_shapes(), shape, "maxCount") == [Literal("3", expand("xsd:integer"))]:
        return "3"
    least = [
        *values(shipped_shapes(), shape, "minCount"),
        *values(shipped_shapes(), shape, "qualifiedMinCount"),
    ]
    lists = [list_cells(shipped_shapes(), head) for head in values(shipped_shapes(), shape, "in")]
    only_one_allowed = any(len(cells) == 1 for cells in lists)
    return SIGNS[bool(least), bool(values(shipped_shapes(), shape, "maxCount")) or only_one_allowed]


def allowed_by(shape: Iri) -> dict[str, str]:
    """Return the properties that a node shape allows, each with its sign."""
    signs = {
        path.value: sign_of(property)
        for property in values(shipped_shapes(), shape, "property")
        for path in values(shipped_shapes(), property, "path")
        if isinstance(path, Iri) and path.value not in LEFT_TO_THE_TEXT
    }
    # Who has the property that makes a target has at least one.
    made_by = [
        target.value
        for target in values(shipped_shapes(), shape, "targetSubjectsOf")
        if isinstance(target, Iri)
    ]
    return signs | {path: "1" for path in made_by if signs[path] == "?"}


@pytest.mark.parametrize("shape", NODE_SHAPES, ids=[shape.value.removeprefix(SHAPE) for shape in NODE_SHAPES])
def test_a_node_shape_allows_what_the_guide_names(shape: Iri) -> None:
    told = {name: properties_by_class()[name] for name in classes_of(shape)}
    assert told == dict.fromkeys(told, allowed_by(shape))


@pytest.mark.parametrize("shape", NODE_SHAPES, ids=[shape.value.removeprefix(SHAPE) for shape in NODE_SHAPES])
def test_a_node_shape_judges_a_class_of_the_guide(shape: Iri) -> None:
    assert classes_of(shape) != []


def test_every_class_of_the_guide_has_a_shape() -> None:
    assert {name for shape in NODE_SHAPES for name in classes_of(shape)} == properties_by_class().keys()


def test_only_labelled_records_have_alternative_labels() -> None:
    labelled = {
        name for name, properties in properties_by_class().items() if expand("skos:prefLabel") in properties
    }
    alternative = Iri(SHAPE + "record.altLabel")
    bearers = [shape for shape in NODE_SHAPES if alternative in values(shipped_shapes(), shape, "property")]
    assert {name for shape in bearers for name in classes_of(shape)} - labelled == set()
