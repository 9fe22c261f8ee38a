"""Cut out what shapes can read of some focus nodes, and find the focus nodes that changed triples concern.

For the judge, who is slow, and for change sets. Both follow from ``dependencies``: walked forwards they give
the slice, walked backwards the focus nodes. Too much is taken rather than too little.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from gbaip_graph.check.shacl.classes import classes_below
from gbaip_graph.check.shacl.dependencies import reads_of, reads_of_targets
from gbaip_graph.check.shacl.index import TripleIndex
from gbaip_graph.check.shacl.model import SUB_CLASS_OF, Shape, ShapesGraph, Targets
from gbaip_graph.check.shacl.paths import HERE, Path, Sequence, follow, inverted
from gbaip_graph.check.shacl.reads import Anywhere, Dependency, Reads
from gbaip_graph.namespaces import compact
from gbaip_graph.turtle.terms import IRI_TYPE, Iri, Literal, Subject, Term, Triple


class WholeGraph(TripleIndex, Protocol):
    """A graph that can also be read from its first triple to its last."""

    def __iter__(self) -> Iterator[Triple]:
        """Return all triples."""


@dataclass(frozen=True)
class Affected:
    """The focus nodes that a change concerns; with a reason in ``all_because``, they are all of them."""

    nodes: frozenset[Term]
    all_because: str = ""


def slice_of(
    shapes: ShapesGraph, pairs: Mapping[Subject, Collection[Term]], index: WholeGraph
) -> Iterable[Triple]:
    """Return the triples that the shapes with these nodes can read of these focus nodes.

    The class hierarchy is always among them. Where a shape's reads are unbounded, that is the whole graph.
    """
    found = set(_hierarchy(index))
    for node, focus_nodes in pairs.items():
        reads = reads_of(shapes.shapes[node], shapes)
        if reads.unbounded:
            return index
        for pattern in reads.anywhere:
            found.update(_matching(pattern, index))
        walk = _Walk(focus_nodes, index)
        for dependency in reads.dependencies:
            found.update(_seen(dependency, walk.to(dependency.prefix), index))
    return found


def affected_focus_nodes(
    shape: Shape, reads: Reads, *, changed: Collection[Triple], before: TripleIndex, after: TripleIndex
) -> Affected:
    """Return the focus nodes of a shape for which any of the changed triples may make a difference.

    They are focus nodes before or after the change. A change of the class hierarchy concerns every shape and
    is not looked for here.
    """
    if reads.unbounded:
        return Affected(frozenset(), reads.unbounded[0])
    for pattern in reads.anywhere:
        if any(_matches(pattern, triple) for triple in changed):
            return Affected(frozenset(), f"it reads {_told(pattern)} whatever the focus node is")
    starts: dict[Path, set[Term]] = {}
    for dependency in {*reads.dependencies, *reads_of_targets(shape.targets)}:
        for triple in changed:
            if dependency.predicate in (None, triple.predicate):
                start = triple.object if dependency.is_inverse else triple.subject
                starts.setdefault(dependency.prefix, set()).add(start)
    candidates = {
        node
        for prefix, nodes in starts.items()
        for index in (before, after)
        for node in follow(inverted(prefix), nodes, index)
    }
    was_target, is_target = (target_test(shape.targets, index) for index in (before, after))
    return Affected(frozenset(node for node in candidates if was_target(node) or is_target(node)))


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


class _Walk:
    """The nodes at the ends of paths from the same focus nodes; a beginning in common is walked once."""

    def __init__(self, focus_nodes: Iterable[Term], index: TripleIndex) -> None:
        self._index = index
        self._reached: dict[Path, set[Term]] = {HERE: set(focus_nodes)}

    def to(self, path: Path) -> set[Term]:
        """Return the nodes at the end of a path."""
        if path not in self._reached:
            *before, last = path.paths if isinstance(path, Sequence) else (path,)
            self._reached[path] = follow(last, self.to(Sequence(tuple(before))), self._index)
        return self._reached[path]


def _hierarchy(index: TripleIndex) -> Iterator[Triple]:
    for subject, object in index.with_predicate(SUB_CLASS_OF):
        yield Triple(subject, SUB_CLASS_OF, object)


def _seen(dependency: Dependency, nodes: Iterable[Term], index: TripleIndex) -> Iterator[Triple]:
    """Return the triples of a dependency at these nodes."""
    if dependency.is_inverse:
        return (triple for node in nodes for triple in _into(node, dependency.predicate, index))
    return (
        triple
        for node in nodes
        if not isinstance(node, Literal)
        for triple in _out_of(node, dependency.predicate, index)
    )


def _out_of(node: Subject, predicate: Iri | None, index: TripleIndex) -> Iterator[Triple]:
    if predicate is None:
        return (Triple(node, one, object) for one, object in index.outgoing(node))
    return (Triple(node, predicate, object) for object in index.objects(node, predicate))


def _into(node: Term, predicate: Iri | None, index: TripleIndex) -> Iterator[Triple]:
    if predicate is None:
        return (Triple(subject, one, node) for subject, one in index.incoming(node))
    return (Triple(subject, predicate, node) for subject in index.subjects(predicate, node))


def _matching(pattern: Anywhere, index: TripleIndex) -> Iterator[Triple]:
    if pattern.subject is not None:
        found = _out_of(pattern.subject, pattern.predicate, index)
    elif pattern.object is not None:
        found = _into(pattern.object, pattern.predicate, index)
    elif pattern.predicate is not None:
        pairs, predicate = index.with_predicate(pattern.predicate), pattern.predicate
        return (Triple(subject, predicate, object) for subject, object in pairs)
    else:
        raise ValueError("a pattern of three open places is no pattern")
    return (triple for triple in found if _matches(pattern, triple))


def _matches(pattern: Anywhere, triple: Triple) -> bool:
    wanted = (pattern.subject, pattern.predicate, pattern.object)
    return all(want is None or want == term for want, term in zip(wanted, triple, strict=True))


def _told(pattern: Anywhere) -> str:
    """Say which triples a pattern means."""
    terms = (pattern.subject, pattern.predicate, pattern.object)
    written = (compact(term.value) if isinstance(term, Iri) else "?" for term in terms)
    return f"triples like {' '.join(written)}"
