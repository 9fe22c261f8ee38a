"""The graph as it was, or as it would be: a graph of files, some of which have other triples.

For change sets, where the graph is large and the change is small; nothing of the graph is copied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeAlias

from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.check.shacl.pair_slices import ReadableGraph
from gbaip_graph.turtle.terms import Iri, Subject, Term, Triple


class FiledGraph(ReadableGraph, Protocol):
    """A graph that knows which of its files hold a triple; files are told by their paths below the root."""

    def files_of(self, triple: Triple) -> frozenset[str]:
        """Return the files that hold a triple."""

    def files_about(self, subject: Subject) -> tuple[str, ...]:
        """Return the files with triples of a subject, sorted."""

    def in_file(self, path: str) -> Iterable[Triple]:
        """Return the triples of one file."""


#: Triples by the path of the file that has them.
Filed: TypeAlias = Mapping[str, frozenset[Triple]]


class OverlayGraph:
    """``base`` with some triples added to files, and some taken out of files that hold them."""

    def __init__(self, base: FiledGraph, *, added: Filed, removed: Filed) -> None:
        self._base = base
        self._into, self._out_of = added, removed
        gone = frozenset[Triple]().union(*removed.values())
        come = frozenset[Triple]().union(*added.values())
        # Another file may hold what is taken out of one.
        self._removed = frozenset(triple for triple in gone if not self.files_of(triple))
        # What the base has already would be answered twice.
        self._added = MemoryIndex(triple for triple in come if not base.has(*triple))

    @property
    def added(self) -> frozenset[Triple]:
        """The triples that the base does not have."""
        return frozenset(self._added)

    @property
    def removed(self) -> frozenset[Triple]:
        """The triples that only the base has."""
        return self._removed

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

    def files_of(self, triple: Triple) -> frozenset[str]:
        """Return the files that hold a triple."""
        left = (path for path in self._base.files_of(triple) if triple not in self._out_of.get(path, ()))
        return frozenset(left).union(path for path, triples in self._into.items() if triple in triples)

    def files_about(self, subject: Subject) -> tuple[str, ...]:
        """Return the files with triples of a subject, sorted."""
        of_base = self._base.files_about(subject)
        left = (path for path in of_base if path not in self._out_of or self._is_about(path, subject))
        come = (path for path, triples in self._into.items() if any(t.subject == subject for t in triples))
        return tuple(sorted({*left, *come}))

    def _is_about(self, path: str, subject: Subject) -> bool:
        """Say whether a file that lost triples still has some of a subject."""
        triples = (Triple(subject, *found) for found in self.outgoing(subject))
        return any(path in self.files_of(triple) for triple in triples)

    def in_file(self, path: str) -> Iterable[Triple]:
        """Return the triples of one file."""
        left = frozenset(self._base.in_file(path)).difference(self._out_of.get(path, ()))
        return left | self._into.get(path, frozenset())
