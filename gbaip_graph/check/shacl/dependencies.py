"""What the validation of a focus node may read, told as paths that lead there from the focus node.

For slices (which triples a judge needs) and change sets (whom a changed triple concerns). It says too much
rather than too little: what it cannot bound it calls unbounded, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gbaip_graph.check.shacl.model import Shape, ShapesGraph, Targets
from gbaip_graph.check.shacl.paths import HERE, Path
from gbaip_graph.check.shacl.query_dependencies import of_constraint
from gbaip_graph.check.shacl.reads import Dependency, Item, Reads, Unbounded, gathered, name_of, steps, then
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal, Subject, Term


def reads_of(shape: Shape, shapes: ShapesGraph) -> Reads:
    """Return what a shape may read of the data when it is applied to a focus node, its nested shapes too.

    The class hierarchy (``rdfs:subClassOf``) is left out where ``sh:class`` and targets follow it: whoever
    uses this gives or watches it whole.
    """
    return gathered(_of_shape(shape, HERE, shapes, above=()))


def reads_of_targets(targets: Targets) -> tuple[Dependency, ...]:
    """Return what decides whether a node is a focus node."""
    types = [Dependency(HERE, IRI_TYPE)] if targets.classes else []
    subjects = (Dependency(HERE, predicate) for predicate in targets.subjects_of)
    objects = (Dependency(HERE, predicate, is_inverse=True) for predicate in targets.objects_of)
    return (*types, *subjects, *objects)


@dataclass(frozen=True)
class _Place:
    """Where a shape is applied: the path to its focus node, and to its value nodes."""

    shape: Shape
    shapes: ShapesGraph
    focus: Path
    values: Path
    above: tuple[Subject, ...]

    def inner(self, node: Term) -> Iterator[Item]:
        """Return what another shape reads when it is applied to the value nodes."""
        shape = None if isinstance(node, Literal) else self.shapes.shapes.get(node)
        if shape is None:
            yield Unbounded(f"{name_of(self.shape.node)} leads to what is no shape")
        else:
            yield from _of_shape(shape, self.values, self.shapes, above=self.above)

    def members(self, node: Term) -> Iterator[Item]:
        """Return what the shapes of a list read when they are applied to the value nodes."""
        members = self.shapes.members_of(node)
        if members is None:
            yield Unbounded(f"{name_of(self.shape.node)} has a list that is no list")
        for member in members or ():
            yield from self.inner(member)


def _of_shape(shape: Shape, at: Path, shapes: ShapesGraph, *, above: tuple[Subject, ...]) -> Iterator[Item]:
    if shape.is_deactivated:
        return
    if shape.node in above:
        yield Unbounded(f"{name_of(shape.node)} contains itself")
        return
    for what in shape.unread:
        yield Unbounded(f"{name_of(shape.node)}: {what}")
    values = at
    if shape.path is not None:
        yield from steps(shape.path, at)
        values = then(at, shape.path)
    place = _Place(shape, shapes, at, values, (*above, shape.node))
    for parameter in sorted(shape.parameters):
        if (read := _READERS.get(parameter)) is not None:
            yield from read(place)


def _types(place: _Place) -> Iterator[Item]:
    yield Dependency(place.values, IRI_TYPE)


def _all_of_values(place: _Place) -> Iterator[Item]:
    yield Dependency(place.values, None)


def _pair(parameter: str) -> Callable[[_Place], Iterator[Item]]:
    def read(place: _Place) -> Iterator[Item]:
        for other in place.shape.of(parameter):
            if isinstance(other, Iri):
                yield Dependency(place.focus, other)
            else:
                yield Unbounded(f"sh:{parameter} of {name_of(place.shape.node)} is no property")

    return read


def _inner(parameter: str) -> Callable[[_Place], Iterator[Item]]:
    def read(place: _Place) -> Iterator[Item]:
        for node in place.shape.of(parameter):
            yield from place.inner(node)

    return read


def _listed(parameter: str) -> Callable[[_Place], Iterator[Item]]:
    def read(place: _Place) -> Iterator[Item]:
        for node in place.shape.of(parameter):
            yield from place.members(node)

    return read


def _siblings(place: _Place) -> Iterator[Item]:
    """Read what the siblings of https://www.w3.org/TR/shacl/#dfn-sibling-shapes ask of the same values."""
    for parent in place.shapes.shapes.values():
        properties = parent.of("property")
        if place.shape.node not in properties:
            continue
        for node in properties:
            sibling = None if isinstance(node, Literal) else place.shapes.shapes.get(node)
            for qualified in sibling.of("qualifiedValueShape") if sibling else ():
                yield from place.inner(qualified)


def _queries(place: _Place) -> Iterator[Item]:
    for constraint in place.shape.sparql:
        if not constraint.is_deactivated:
            yield from of_constraint(constraint, at=place.focus, path=place.shape.path)
    if len(place.shape.sparql) != len(place.shape.of("sparql")):
        yield Unbounded(f"sh:sparql of {name_of(place.shape.node)} is no constraint")


#: Parameter -> what it reads beyond the value nodes themselves. Those that are missing read nothing more.
_READERS: Mapping[str, Callable[[_Place], Iterator[Item]]] = MappingProxyType(
    {
        "and": _listed("and"),
        "class": _types,
        "closed": _all_of_values,
        "disjoint": _pair("disjoint"),
        "equals": _pair("equals"),
        "lessThan": _pair("lessThan"),
        "lessThanOrEquals": _pair("lessThanOrEquals"),
        "node": _inner("node"),
        "not": _inner("not"),
        "or": _listed("or"),
        "property": _inner("property"),
        "qualifiedValueShape": _inner("qualifiedValueShape"),
        "qualifiedValueShapesDisjoint": _siblings,
        "sparql": _queries,
        "xone": _listed("xone"),
    }
)
