"""What a judge needs to see for pairs of shapes and focus nodes, and the test of being a focus node.

For the full run and for change sets, above ``slices``, which knows no shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Protocol

from gbaip_graph.check.shacl.classes import classes_below
from gbaip_graph.check.shacl.dependencies import reach_of
from gbaip_graph.check.shacl.index import TripleIndex
from gbaip_graph.check.shacl.model import SUB_CLASS_OF, ShapesGraph, Targets
from gbaip_graph.check.shacl.reach import Reach
from gbaip_graph.check.shacl.slices import slice_of
from gbaip_graph.turtle.terms import IRI_TYPE, Literal, Subject, Term, Triple


class ReadableGraph(TripleIndex, Protocol):
    """A graph that can also be read from its first triple to its last."""

    def __iter__(self) -> Iterator[Triple]:
        """Return all triples."""


class KnownReach:
    """What the shapes of a shapes graph may read, worked out when it is first asked for."""

    def __init__(self, shapes: ShapesGraph) -> None:
        self._shapes = shapes
        self._known: dict[Subject, Reach] = {}

    def of(self, node: Subject) -> Reach:
        """Return what the shape of that node may read; raises ``KeyError`` where it is no shape."""
        if node not in self._known:
            self._known[node] = reach_of(self._shapes.shapes[node], self._shapes)
        return self._known[node]


def why_unbounded(reach: Reach) -> str:
    """Return why anything may be read, or the empty text where there are bounds."""
    return "a query speaks of graphs" if reach.graphs else next(iter(reach.unbounded), "")


def slice_of_pairs(
    pairs: Mapping[Subject, Collection[Term]], index: ReadableGraph, *, known: KnownReach
) -> Iterable[Triple]:
    """Return the triples that the shapes with these nodes can read of these focus nodes.

    The class hierarchy is always among them. Where a shape's reach is unbounded, that is the whole graph.
    """
    found = {Triple(lower, SUB_CLASS_OF, upper) for lower, upper in index.with_predicate(SUB_CLASS_OF)}
    for node, focus_nodes in pairs.items():
        if why_unbounded(known.of(node)):
            return index
        found |= slice_of(known.of(node), focus_nodes, index)
    return found


def target_test(targets: Targets, index: TripleIndex) -> Callable[[Term], bool]:
    """Return the test of being a focus node; it looks at the hierarchy once and then at single nodes only."""
    classes = frozenset(below for top in targets.classes for below in classes_below(top, index))

    def is_target(node: Term) -> bool:
        if node in targets.nodes:
            return True
        if any(True for predicate in targets.objects_of for _ in index.subjects(predicate, node)):
            return True
        if isinstance(node, Literal):
            return False
        if any(True for predicate in targets.subjects_of for _ in index.objects(node, predicate)):
            return True
        return bool(classes) and any(one in classes for one in index.objects(node, IRI_TYPE))

    return is_target
