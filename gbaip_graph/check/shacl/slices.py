"""Cut from a graph what shapes can read of some focus nodes; find the focus nodes that a change can reach.

For change sets. Both rather take in too much: a slice gives the same results as the graph, and a focus node
that is not found has the same results before and after.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from gbaip_graph.check.shacl.index import TripleIndex
from gbaip_graph.check.shacl.reach import Anywhere, Dependency, Prefix, Reach, Walks, backwards, by_predicate
from gbaip_graph.turtle.terms import Literal, Term, Triple


@dataclass(frozen=True)
class Affected:
    """The nodes that a change can reach as focus nodes; all there are where a reason is given."""

    nodes: frozenset[Term] = frozenset()
    all_because: str = ""


def slice_of(reach: Reach, focus_nodes: Iterable[Term], index: TripleIndex) -> set[Triple]:
    """Return the triples that may be read of these focus nodes; ``reach`` must have bounds."""
    walks = Walks(focus_nodes, index)
    found: set[Triple] = set()
    for dependency in reach.dependencies:
        found.update(_read(dependency, walks.end_of(dependency.prefix), index))
    for pattern in reach.anywhere:
        found.update(_matching(pattern, index))
    return found


def _read(dependency: Dependency, nodes: Iterable[Term], index: TripleIndex) -> Iterator[Triple]:
    return filter(dependency.reads, _around(dependency, nodes, index))


def _around(dependency: Dependency, nodes: Iterable[Term], index: TripleIndex) -> Iterator[Triple]:
    predicate = dependency.predicate
    for node in nodes:
        if dependency.is_inverse:
            if predicate is None:
                yield from (Triple(subject, by, node) for subject, by in index.incoming(node))
            else:
                yield from (Triple(subject, predicate, node) for subject in index.subjects(predicate, node))
        elif not isinstance(node, Literal):
            if predicate is None:
                yield from (Triple(node, by, object) for by, object in index.outgoing(node))
            else:
                yield from (Triple(node, predicate, object) for object in index.objects(node, predicate))


def _matching(pattern: Anywhere, index: TripleIndex) -> Iterator[Triple]:
    subject, predicate, object = pattern.subject, pattern.predicate, pattern.object
    if subject is not None and object is not None:
        if index.has(subject, predicate, object):
            yield Triple(subject, predicate, object)
    elif subject is not None:
        yield from (Triple(subject, predicate, found) for found in index.objects(subject, predicate))
    elif object is not None:
        yield from (Triple(found, predicate, object) for found in index.subjects(predicate, object))
    else:
        yield from (Triple(one, predicate, other) for one, other in index.with_predicate(predicate))


def affected_focus_nodes(
    reach: Reach, changed: Collection[Triple], before: TripleIndex, after: TripleIndex
) -> Affected:
    """Return the nodes of which a changed triple may be read, as focus nodes of any kind, in either graph."""
    if not changed:
        return Affected()
    if reach.unbounded:
        return Affected(all_because="; ".join(reach.unbounded))
    for pattern in reach.anywhere:
        if (found := next(filter(pattern.matches, changed), None)) is not None:
            return Affected(all_because=f"{found.predicate.value} is read of all nodes alike")
    starts = _starts(reach, changed)
    nodes = {
        node
        for prefix, start in starts.items()
        for index in (before, after)
        for node in Walks(start, index).end_of(backwards(prefix))
    }
    return Affected(frozenset(nodes))


def _starts(reach: Reach, changed: Collection[Triple]) -> dict[Prefix, set[Term]]:
    """Return for each walk the ends at which a changed triple is read."""
    dependencies = by_predicate(reach)
    starts: dict[Prefix, set[Term]] = {}
    for triple in changed:
        for dependency in (*dependencies.get(triple.predicate, ()), *dependencies.get(None, ())):
            if dependency.reads(triple):
                end = triple.object if dependency.is_inverse else triple.subject
                starts.setdefault(dependency.prefix, set()).add(end)
    return starts
