"""Shapes that lead back to themselves, whose meaning the recommendation leaves open.

An engine may take them for good, for bad, or never end, so they are refused before any is asked.
https://www.w3.org/TR/shacl/#shapes-recursion
"""

from __future__ import annotations

from collections.abc import Iterator

from gbaip_graph.check.shacl.model import SH, Shape, ShapesGraph
from gbaip_graph.check.silent_pass.shapes_in_place import ShapesInPlace, told
from gbaip_graph.findings import Finding
from gbaip_graph.turtle.terms import Iri, Literal, Subject, Term

_TO_A_SHAPE = tuple(Iri(SH + name) for name in ("property", "node", "not", "qualifiedValueShape"))
_TO_A_LIST = tuple(Iri(SH + name) for name in ("and", "or", "xone"))

#: A shape that refers to another, by which property and by which value of it.
_Reference = tuple[Iri, Term, Subject]


def recursion_findings(shapes: ShapesInPlace) -> Iterator[Finding]:
    """Find each reference that closes a circle of shapes, once."""
    finished: set[Subject] = set()
    for start in shapes.graph.shapes:
        if start not in finished:
            yield from _walk(start, shapes, finished)


def _walk(start: Subject, shapes: ShapesInPlace, finished: set[Subject]) -> Iterator[Finding]:
    """Go down from a shape; without calls of itself, as hostile shapes are nested by the ten thousand."""
    on_the_way = {start}
    open_shapes = [(start, _references(shapes.graph, start))]
    while open_shapes:
        node, references = open_shapes[-1]
        reference = next(references, None)
        if reference is None:
            open_shapes.pop()
            on_the_way.discard(node)
            finished.add(node)
        elif reference[2] in on_the_way:
            yield _circle(shapes, node, reference)
        elif reference[2] not in finished:
            on_the_way.add(reference[2])
            open_shapes.append((reference[2], _references(shapes.graph, reference[2])))


def _references(graph: ShapesGraph, node: Subject) -> Iterator[_Reference]:
    shape: Shape | None = graph.shapes.get(node)
    values = shape.values if shape is not None else {}
    for predicate in _TO_A_SHAPE:
        for value in values.get(predicate, ()):
            if not isinstance(value, Literal):
                yield predicate, value, value
    for predicate in _TO_A_LIST:
        for value in values.get(predicate, ()):
            for member in graph.members_of(value) or ():
                if not isinstance(member, Literal):
                    yield predicate, value, member


def _circle(shapes: ShapesInPlace, node: Subject, reference: _Reference) -> Finding:
    predicate, value, back = reference
    what = "to itself" if back == node else f"back to {told(back)}, which leads here"
    return shapes.finding(
        node,
        "recursive-shape",
        f"{told(node)} leads {what}",
        mend="Say it without a circle: a path such as sh:zeroOrMorePath reaches any number of steps.",
        path=predicate,
        value=value,
    )
