"""Read every Turtle file of a root into its named graph, or refuse with all findings of all files at once.

For the builder and the checks. It judges files as text (syntax, tags, form, place), not the facts in them:
that is what shapes and hygiene queries are for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.build.file_rules import Reading, SourceKind, break_rules
from gbaip_graph.build.places import misplaced
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import GRAPH
from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import Triple

ONTOLOGY_GRAPH = GRAPH + "ontology"


@dataclass(frozen=True)
class LoadedFile:
    """One file that was read: its path below the root, its named graph, its triples and its SHA-256."""

    path: str
    graph: str
    document: TurtleDocument
    sha256: str

    def triples(self) -> Iterator[Triple]:
        """Return the triples without their places."""
        return (Triple(found.subject, found.predicate, found.object) for found in self.document.triples)


@dataclass(frozen=True)
class LoadedData:
    """Everything written below a root. Shapes are read for their syntax; their triples enter no graph."""

    root: Root
    ontology: LoadedFile
    shapes: tuple[LoadedFile, ...]
    data: tuple[LoadedFile, ...]


def load_root(root: Root) -> LoadedData:
    """Read the ontology, the shapes and all data files of a root.

    Raises ``InvalidData`` with the findings of every file, each with its line, its column and how to mend it.
    """
    findings = list(misplaced(root))
    files = list(_read_all(root, findings))
    if findings:
        raise InvalidData(findings)
    of_kind = {kind: tuple(file for found, file in files if found == kind) for kind in SourceKind}
    return LoadedData(
        root, of_kind[SourceKind.ONTOLOGY][0], of_kind[SourceKind.SHAPES], of_kind[SourceKind.DATA]
    )


def _read_all(root: Root, findings: list[Finding]) -> Iterator[tuple[SourceKind, LoadedFile]]:
    for kind, path, graph in _inputs(root):
        try:
            yield kind, _read(root, path, kind=kind, graph=graph)
        except InvalidData as error:
            findings.extend(error.findings)
        except OSError as error:
            mend = "Put the file there, or make it readable."
            what = f"cannot be read: {error.strerror}"
            findings.append(Finding(root.relative(path), 0, 0, "unreadable", what, mend))


def _inputs(root: Root) -> Iterator[tuple[SourceKind, Path, str]]:
    yield SourceKind.ONTOLOGY, root.ontology_file, ONTOLOGY_GRAPH
    for path in root.shape_files():
        yield SourceKind.SHAPES, path, ""
    for path in root.data_files():
        yield SourceKind.DATA, path, root.graph_iri(path)


def _read(root: Root, path: Path, *, kind: SourceKind, graph: str) -> LoadedFile:
    name = root.relative(path)
    content = path.read_bytes()
    text = decode_turtle(content, file=name)
    document = parse_turtle(text, file=name)
    findings = tuple(break_rules(Reading(file=name, kind=kind, text=text, document=document)))
    if findings:
        raise InvalidData(findings)
    return LoadedFile(name, graph, document, hashlib.sha256(content).hexdigest())
