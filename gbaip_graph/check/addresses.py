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
        placed = sorted(self._files, key=lambda one: one.file.graph != graph)
        for wanted in ((path, value), (path, None), (None, value), (None, None)):
            for one in placed:
                position = one.file.document.position_of(*_own_terms(one, focus, *wanted))
                if position is not None:
                    is_triple = wanted[0] is not None or bool(wanted[1])
                    return Address(one.file.path, position, is_triple=is_triple)
        named = [one.file.path for one in placed if graph and one.file.graph == graph]
        return Address(named[0], Position(1, 1)) if named else self._of_object(focus)

    def _of_object(self, term: Term) -> Address:
        """Return where a term that no triple is about stands first, such as a literal that is judged."""
        for one in self._files:
            own = _written(term, one) if not isinstance(term, Literal) else term
            for triple in one.file.document.triples:
                if triple.object == own:
                    return Address(one.file.path, triple.object_at, is_triple=isinstance(term, Literal))
        return Address(self._first_path, Position(1, 1))

    @cached_property
    def _files(self) -> tuple[_Placed, ...]:
        return tuple(
            _Placed(role, number, file)
            for role, files in _roles(self.loaded)
            for number, file in enumerate(files)
        )

    @property
    def _first_path(self) -> str:
        return self.loaded.ontology.path or next(one.file.path for one in self._files if one.file.path)


@dataclass(frozen=True)
class _Placed:
    """A file, and the part that it plays among its like."""

    role: str
    number: int
    file: LoadedFile


def _own_terms(
    one: _Placed, focus: Subject, path: Iri | None, value: Term | None
) -> tuple[Subject, Iri | None, Term | None]:
    """Return the terms as the file itself writes them."""
    value_here = value if value is None or isinstance(value, Literal) else _written(value, one)
    return _written(focus, one), path, value_here


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
    return ("d", loaded.data), ("s", loaded.shapes), ("o", loaded.ontologies)


def _written(term: Subject, one: _Placed) -> Subject:
    """Return a blank node under the label that its own file gives it, everything else as it is."""
    if not isinstance(term, BlankNode):
        return term
    match = _RELABELLED.fullmatch(term.label)
    is_own = match is not None and match["role"] == one.role and int(match["number"]) == one.number
    return BlankNode(match["label"]) if match and is_own else term
