"""The shipped shapes and data as the tests of this folder look at them: which shape judges which records."""

from __future__ import annotations

from functools import cache

from gbaip_graph.namespaces import SHAPE
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Subject, Term, Triple
from tests.shapes.fixture_files import ROOT, shipped_shapes, triples_of, with_subclasses
from tests.shapes.shape_mutants import shapes_of_kind, values

NODE_SHAPES = shapes_of_kind(shipped_shapes(), "NodeShape")
PROPERTY_SHAPES = shapes_of_kind(shipped_shapes(), "PropertyShape")
SPARQL_CONSTRAINTS = shapes_of_kind(shipped_shapes(), "SPARQLConstraint")
#: Terms of the shapes that are constraints, each with the component that a result names.
COMPONENTS = {
    name: f"sh:{name[0].upper()}{name[1:]}ConstraintComponent"
    for name in (
        "class", "closed", "datatype", "hasValue", "in", "languageIn", "lessThanOrEquals", "maxCount",
        "minCount", "minInclusive", "minLength", "nodeKind", "or", "pattern",
        "qualifiedMinCount", "uniqueLang",
    )
}  # fmt: skip
#: Terms of the shapes that are none.
OTHER_TERMS = frozenset({
    "declare", "ignoredProperties", "message", "namespace", "path", "prefix", "prefixes", "property",
    "qualifiedValueShape", "select", "sparql", "targetClass", "targetSubjectsOf",
})  # fmt: skip


def name_of(shape: Term) -> str:
    return shape.value.removeprefix(SHAPE) if isinstance(shape, Iri) else ""


def ids(shapes: list[Iri]) -> list[str]:
    return [name_of(shape) for shape in shapes]


@cache
def shipped_data() -> frozenset[Triple]:
    return frozenset(triple for path in ROOT.data_files() for triple in triples_of(path))


def focus_nodes(shape: Iri, data: frozenset[Triple]) -> set[Subject]:
    targets = [
        target.value for target in values(shipped_shapes(), shape, "targetClass") if isinstance(target, Iri)
    ]
    wanted = {found for target in targets for found in with_subclasses(target)}
    subjects_of = values(shipped_shapes(), shape, "targetSubjectsOf")
    of_class = {t.subject for t in data if t.predicate == IRI_TYPE and t.object in wanted}
    return of_class | {t.subject for t in data if t.predicate in subjects_of}


def path_of(shape: Term) -> Iri:
    (path,) = values(shipped_shapes(), shape, "path")
    assert isinstance(path, Iri)
    return path


def users_of(shape: Iri) -> list[Iri]:
    """Return the node shapes that a property shape belongs to."""
    return [node for node in NODE_SHAPES if shape in values(shipped_shapes(), node, "property")]
