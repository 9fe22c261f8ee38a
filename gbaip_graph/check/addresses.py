"""Where a triple or a record stands: file, line and column for findings that name only terms.

For every check that judges the graph rather than a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.turtle.terms import BlankNode, Iri, Literal, Position, Subject, Term, Triple

_RELABELLED = re.compile(r"(?P<role>[dso])(?P<number>\d+)\.(?P<label>.+)", re.DOTALL)


@dataclass(frozen=True)
class Address:
    """A file below the root and a position in it; ``is_triple`` where the triple itself stands."""

    file: str
    at: Position
    is_triple: bool = False


@dataclass(frozen=True)
class Addresses:
    """Finds addresses in the files that were loaded."""

    loaded: LoadedData

    def find(
        self, focus: Term, *, path: Iri | None = None, value: Term | None = None, graph: str = ""
    ) -> Address:
        """Return where the triple stands, or the nearest thing to it: a triple with that path, or the record.

        ``graph`` names the file to prefer. Blank nodes are those of ``merged_triples``. Where nothing is
        found, the address is the first line of that file, or of the ontology.
        """
        if isinstance(focus, Literal):
            return self._of_object(focus)
        files = sorted(self._files(), key=lambda file: file.graph != graph)
        for wanted in ((path, value), (path, None), (None, value), (None, None)):
            for file in files:
                position = file.document.position_of(*self._own_terms(file, focus, *wanted))
                if position is not None:
                    return Address(file.path, position, is_triple=wanted[0] is not None or bool(wanted[1]))
        named = [file.path for file in files if file.graph == graph]
        return Address(named[0] if named else self.loaded.ontology.path, Position(1, 1))

    def _of_object(self, literal: Literal) -> Address:
        """Return where a literal that is itself judged stands first."""
        for file in self._files():
            for triple in file.document.triples:
                if triple.object == literal:
                    return Address(file.path, triple.object_at, is_triple=True)
        return Address(self.loaded.ontology.path, Position(1, 1))

    def _own_terms(
        self, file: LoadedFile, focus: Subject, path: Iri | None, value: Term | None
    ) -> tuple[Subject, Iri | None, Term | None]:
        """Return the terms as the file itself writes them."""
        own = self._own_labels.get(file.path, ("", 0))
        focus_here = _written(focus, *own)
        value_here = value if value is None or isinstance(value, Literal) else _written(value, *own)
        return focus_here, path, value_here

    @cached_property
    def _own_labels(self) -> dict[str, tuple[str, int]]:
        return {
            file.path: (role, number)
            for role, files in _roles(self.loaded)
            for number, file in enumerate(files)
        }

    def _files(self) -> Iterator[LoadedFile]:
        yield from self.loaded.data
        yield from self.loaded.shapes
        yield self.loaded.ontology


def merged_triples(role: str, files: Sequence[LoadedFile]) -> Iterator[Triple]:
    """Return the triples of files as one graph, in which the blank nodes of each file stay apart.

    ``role`` is ``d`` for data, ``s`` for shapes, ``o`` for the ontology; ``Addresses`` finds them again.
    """
    for number, file in enumerate(files):
        for subject, predicate, object in file.triples():
            yield Triple(_apart(subject, role, number), predicate, _apart(object, role, number))


_AnyTerm = TypeVar("_AnyTerm", Subject, Term)


def _apart(term: _AnyTerm, role: str, number: int) -> _AnyTerm:
    return BlankNode(f"{role}{number}.{term.label}") if isinstance(term, BlankNode) else term


def _roles(loaded: LoadedData) -> tuple[tuple[str, Sequence[LoadedFile]], ...]:
    return ("d", loaded.data), ("s", loaded.shapes), ("o", (loaded.ontology,))


def _written(term: Subject, role: str, number: int) -> Subject:
    """Return a blank node under the label that its own file gives it, everything else as it is."""
    if not isinstance(term, BlankNode):
        return term
    match = _RELABELLED.fullmatch(term.label)
    is_own = match is not None and match["role"] == role and int(match["number"]) == number
    return BlankNode(match["label"]) if match and is_own else term
