"""Which nodes are judged as values of others: those that a nested shape describes, such as an address.

For the search for records that no shape is applied to. It may take too many for judged, never too few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.model import Shape, ShapesGraph
from gbaip_graph.check.shacl.paths import Alternative, Inverse, Path, Predicate, Repeated, Sequence
from gbaip_graph.turtle.terms import Iri, Literal, Subject, Term

#: A shape with one of these looks at more than the class or the kind of a node.
_DESCRIBING = ("property", "closed", "sparql")
_NESTING = ("node", "not", "qualifiedValueShape")
_NESTING_LISTS = ("and", "or", "xone")


@dataclass(frozen=True)
class Step:
    """A property that leads to judged values, from its subject or, turned around, from its object."""

    iri: Iri
    is_turned: bool = False


def judged_through(graph: ShapesGraph) -> frozenset[Step]:
    """Return every step of the paths whose values some shape describes."""
    return frozenset(
        step
        for shape in graph.shapes.values()
        if shape.path is not None and _describes(shape, graph)
        for step in _steps(shape.path, is_turned=False)
    )


def is_reached(record: Subject, through: Collection[Step], index: MemoryIndex) -> bool:
    """Say whether one of these steps ends at a record."""
    return any(
        any(
            True
            for _ in (index.objects(record, step.iri) if step.is_turned else index.subjects(step.iri, record))
        )
        for step in through
    )


def _describes(shape: Shape, graph: ShapesGraph) -> bool:
    """Say whether a shape, or one that it applies to the same nodes, looks into them."""
    waiting, seen = [shape], {shape.node}
    while waiting:
        one = waiting.pop()
        if any(one.of(name) for name in _DESCRIBING):
            return True
        for node in _nested(one, graph):
            inner = None if isinstance(node, Literal) else graph.shapes.get(node)
            if inner is not None and inner.node not in seen:
                seen.add(inner.node)
                waiting.append(inner)
    return False


def _nested(shape: Shape, graph: ShapesGraph) -> Iterator[Term]:
    for name in _NESTING:
        yield from shape.of(name)
    for name in _NESTING_LISTS:
        for head in shape.of(name):
            yield from graph.members_of(head) or ()


def _steps(path: Path, *, is_turned: bool) -> Iterator[Step]:
    match path:
        case Predicate(iri=iri):
            yield Step(iri, is_turned)
        case Inverse(path=inner):
            yield from _steps(inner, is_turned=not is_turned)
        case Repeated(path=inner):
            yield from _steps(inner, is_turned=is_turned)
        case Sequence(paths=paths) | Alternative(paths=paths):
            for one in paths:
                yield from _steps(one, is_turned=is_turned)
