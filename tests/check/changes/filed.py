"""A graph of files in memory, for tests that need no index on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gbaip_graph.check.shacl.index import MemoryIndex
from gbaip_graph.turtle.terms import Subject, Triple


class FiledMemory(MemoryIndex):
    """The triples of some files, by their paths."""

    def __init__(self, files: Mapping[str, Iterable[Triple]]) -> None:
        self._files = {path: frozenset(triples) for path, triples in files.items()}
        super().__init__(triple for triples in self._files.values() for triple in sorted(triples, key=str))

    def files_of(self, triple: Triple) -> frozenset[str]:
        return frozenset(path for path, triples in self._files.items() if triple in triples)

    def files_about(self, subject: Subject) -> tuple[str, ...]:
        return tuple(
            sorted(p for p, triples in self._files.items() if any(t.subject == subject for t in triples))
        )

    def in_file(self, path: str) -> Iterable[Triple]:
        return self._files.get(path, frozenset())
