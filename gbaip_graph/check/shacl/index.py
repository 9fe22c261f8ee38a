"""Look up the triples of a graph by their terms: what paths are followed in and slices are cut from.

For the SHACL path. ``MemoryIndex`` holds what was just read; an index on disk can stand in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from gbaip_graph.turtle.terms import Iri, Subject, Term, Triple


class TripleIndex(Protocol):
    """A graph that is asked for the neighbours of a node. Every answer is free of repetitions."""

    def objects(self, subject: Subject, predicate: Iri) -> Iterable[Term]:
        """Return the objects of the triples with this subject and predicate."""

    def subjects(self, predicate: Iri, object: Term) -> Iterable[Subject]:
        """Return the subjects of the triples with this predicate and object."""

    def outgoing(self, subject: Subject) -> Iterable[tuple[Iri, Term]]:
        """Return predicate and object of the triples of a subject."""

    def incoming(self, object: Term) -> Iterable[tuple[Subject, Iri]]:
        """Return subject and predicate of the triples with this object."""

    def with_predicate(self, predicate: Iri) -> Iterable[tuple[Subject, Term]]:
        """Return subject and object of the triples with this predicate."""

    def has(self, subject: Subject, predicate: Iri, object: Term) -> bool:
        """Say whether the graph has this triple."""


class MemoryIndex:
    """A graph in memory, indexed from both ends."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        # Dictionaries as ordered sets: answers come in the order of the files.
        self._forwards: dict[Subject, dict[Iri, dict[Term, None]]] = {}
        self._backwards: dict[Iri, dict[Term, dict[Subject, None]]] = {}
        for subject, predicate, object in triples:
            self._forwards.setdefault(subject, {}).setdefault(predicate, {})[object] = None
            self._backwards.setdefault(predicate, {}).setdefault(object, {})[subject] = None

    def __iter__(self) -> Iterator[Triple]:
        for subject, of_subject in self._forwards.items():
            for predicate, objects in of_subject.items():
                for object in objects:
                    yield Triple(subject, predicate, object)

    def objects(self, subject: Subject, predicate: Iri) -> Iterable[Term]:
        """Return the objects of the triples with this subject and predicate."""
        return self._forwards.get(subject, _NOTHING).get(predicate, ())

    def subjects(self, predicate: Iri, object: Term) -> Iterable[Subject]:
        """Return the subjects of the triples with this predicate and object."""
        return self._backwards.get(predicate, _NOBODY).get(object, ())

    def outgoing(self, subject: Subject) -> Iterable[tuple[Iri, Term]]:
        """Return predicate and object of the triples of a subject."""
        of_subject = self._forwards.get(subject, _NOTHING)
        return ((predicate, object) for predicate, objects in of_subject.items() for object in objects)

    def incoming(self, object: Term) -> Iterable[tuple[Subject, Iri]]:
        """Return subject and predicate of the triples with this object."""
        for predicate, by_object in self._backwards.items():
            for subject in by_object.get(object, ()):
                yield subject, predicate

    def with_predicate(self, predicate: Iri) -> Iterable[tuple[Subject, Term]]:
        """Return subject and object of the triples with this predicate."""
        by_object = self._backwards.get(predicate, _NOBODY)
        return ((subject, object) for object, subjects in by_object.items() for subject in subjects)

    def has(self, subject: Subject, predicate: Iri, object: Term) -> bool:
        """Say whether the graph has this triple."""
        return object in self._forwards.get(subject, _NOTHING).get(predicate, ())

    def all_predicates(self) -> Iterable[Iri]:
        """Return every property of the graph."""
        return self._backwards

    def predicates(self, subject: Subject) -> Iterable[Iri]:
        """Return the properties that a subject has."""
        return self._forwards.get(subject, _NOTHING)


_NOTHING: dict[Iri, dict[Term, None]] = {}
_NOBODY: dict[Term, dict[Subject, None]] = {}
