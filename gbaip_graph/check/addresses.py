"""Where a triple or a record stands: file, line and column for findings that name only terms.

For every check that judges the graph rather than a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gbaip_graph.build.load import LoadedData, LoadedFile
from gbaip_graph.turtle.terms import Iri, Position, Subject, Term


@dataclass(frozen=True)
class Address:
    """A file below the root and a position in it."""

    file: str
    at: Position


@dataclass(frozen=True)
class Addresses:
    """Finds addresses in the files that were loaded."""

    loaded: LoadedData

    def find(
        self, focus: Subject, *, path: Iri | None = None, value: Term | None = None, graph: str = ""
    ) -> Address:
        """Return where the triple stands, or the nearest thing to it: a triple with that path, or the record.

        ``graph`` names the file to prefer. Where nothing is found, the address is the first line of that
        file, or of the ontology.
        """
        files = sorted(self._files(), key=lambda file: file.graph != graph)
        for wanted in ((path, value), (path, None), (None, value), (None, None)):
            for file in files:
                position = file.document.position_of(focus, *wanted)
                if position is not None:
                    return Address(file.path, position)
        named = [file.path for file in files if file.graph == graph]
        return Address(named[0] if named else self.loaded.ontology.path, Position(1, 1))

    def _files(self) -> Iterator[LoadedFile]:
        yield from self.loaded.data
        yield from self.loaded.shapes
        yield self.loaded.ontology
