"""A graph with some triples added and others taken away, without copying it: the other side of a change.

For change sets, where the graph is large and the change is small.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.pair_slices import ReadableGraph
from gbaip_graph.turtle.terms import Iri, Subject, Term, Triple


class OverlayIndex:
    """``base`` with ``added`` and without ``removed``; a triple in both is there."""

    def __init__(
        self, base: ReadableGraph, *, added: Collection[Triple], removed: Collection[Triple]
    ) -> None:
        self._base = base
        self._removed = frozenset(removed).difference(added)
        # What the base has already would be answered twice.
        self._added = MemoryIndex(triple for triple in dict.fromkeys(added) if not base.has(*triple))

    def __iter__(self) -> Iterator[Triple]:
        yield from (triple for triple in self._base if triple not in self._removed)
        yield from self._added

    def objects(self, subject: Subject, predicate: Iri) -> Iterable[Term]:
        """Return the objects of the triples with this subject and predicate."""
        for object in self._base.objects(subject, predicate):
            if (subject, predicate, object) not in self._removed:
                yield object
        yield from self._added.objects(subject, predicate)

    def subjects(self, predicate: Iri, object: Term) -> Iterable[Subject]:
        """Return the subjects of the triples with this predicate and object."""
        for subject in self._base.subjects(predicate, object):
            if (subject, predicate, object) not in self._removed:
                yield subject
        yield from self._added.subjects(predicate, object)

    def outgoing(self, subject: Subject) -> Iterable[tuple[Iri, Term]]:
        """Return predicate and object of the triples of a subject."""
        for predicate, object in self._base.outgoing(subject):
            if (subject, predicate, object) not in self._removed:
                yield predicate, object
        yield from self._added.outgoing(subject)

    def incoming(self, object: Term) -> Iterable[tuple[Subject, Iri]]:
        """Return subject and predicate of the triples with this object."""
        for subject, predicate in self._base.incoming(object):
            if (subject, predicate, object) not in self._removed:
                yield subject, predicate
        yield from self._added.incoming(object)

    def with_predicate(self, predicate: Iri) -> Iterable[tuple[Subject, Term]]:
        """Return subject and object of the triples with this predicate."""
        for subject, object in self._base.with_predicate(predicate):
            if (subject, predicate, object) not in self._removed:
                yield subject, object
        yield from self._added.with_predicate(predicate)

    def has(self, subject: Subject, predicate: Iri, object: Term) -> bool:
        """Say whether the graph has this triple."""
        triple = Triple(subject, predicate, object)
        if triple in self._removed:
            return False
        return self._added.has(*triple) or self._base.has(*triple)
