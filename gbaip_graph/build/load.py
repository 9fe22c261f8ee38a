"""Read every file of a root, or of anyone's graph, or refuse with all findings of all files at once.

For the builder and the checks. It judges files as text (syntax, tags, form, place), not the facts in them:
that is what shapes and hygiene queries are for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gbaip_graph.build.file_rules import RULES, FileRule, Reading, SourceKind, break_rules
from gbaip_graph.build.input_files import MAX_FILE_BYTES, InputFile, read_regular_file
from gbaip_graph.build.link_files import link_document, misplaced_links
from gbaip_graph.build.places import misplaced
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import GRAPH
from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.ntriples import parse_n_triples
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
    """Everything written below a root, or given as anyone's graph; the triples of shapes enter no graph.

    ``ontology`` is the main one, without a path and without triples where none was given. ``links`` are the
    mapping files as RDF: they stand in the graph, but nothing is inferred from them; ``link_shapes`` judge
    them.
    """

    root: Root
    ontology: LoadedFile
    shapes: tuple[LoadedFile, ...]
    data: tuple[LoadedFile, ...]
    more_ontologies: tuple[LoadedFile, ...] = ()
    links: tuple[LoadedFile, ...] = ()
    link_shapes: tuple[LoadedFile, ...] = ()

    @property
    def ontologies(self) -> tuple[LoadedFile, ...]:
        """All files of the ontology."""
        return (self.ontology, *self.more_ontologies)


NO_ONTOLOGY = LoadedFile("", "", TurtleDocument((), {}, {}), "")


def load_root(root: Root, *, max_file_bytes: int = MAX_FILE_BYTES) -> LoadedData:
    """Read the ontology, the shapes and all data files of a root.

    Raises ``InvalidData`` with the findings of every file, each with its line, its column and how to mend it.
    """
    findings = [*misplaced(root), *misplaced_links(root)]
    files = list(_read_all(root, findings, max_file_bytes))
    try:
        links = read_link_files(root, max_file_bytes=max_file_bytes)
    except InvalidData as error:
        findings.extend(error.findings)
    if findings:
        raise InvalidData(findings)
    of_kind = {kind: tuple(file for found, file in files if found == kind) for kind in SourceKind}
    below_shapes = {root.relative(path) for path in root.link_shape_files()}
    return LoadedData(
        root,
        of_kind[SourceKind.ONTOLOGY][0],
        tuple(file for file in of_kind[SourceKind.SHAPES] if file.path not in below_shapes),
        of_kind[SourceKind.DATA],
        links=links,
        link_shapes=tuple(file for file in of_kind[SourceKind.SHAPES] if file.path in below_shapes),
    )


def load_contents(
    contents: Mapping[SourceKind, Iterable[InputFile]], *, rules: Iterable[FileRule]
) -> LoadedData:
    """Parse files that were read already, as anyone's graph, by these rules.

    Their paths in findings are their names. Raises ``InvalidData`` with the findings of every file.
    """
    found: dict[SourceKind, list[LoadedFile]] = {kind: [] for kind in SourceKind}
    findings: list[Finding] = []
    for kind, files in contents.items():
        for file in files:
            try:
                found[kind].append(_loaded(file, kind=kind, rules=tuple(rules)))
            except InvalidData as error:
                findings.extend(error.findings)
    if findings:
        raise InvalidData(findings)
    ontology, *more = found[SourceKind.ONTOLOGY] or [NO_ONTOLOGY]
    return LoadedData(
        Root(Path()), ontology, tuple(found[SourceKind.SHAPES]), tuple(found[SourceKind.DATA]), tuple(more)
    )


def _loaded(file: InputFile, *, kind: SourceKind, rules: Iterable[FileRule]) -> LoadedFile:
    text = decode_turtle(file.content, file=file.name)
    if file.suffix == ".nt":
        document = parse_n_triples(text, file=file.name)
    else:
        document = parse_turtle(text, file=file.name, base=file.iri)
    findings = tuple(break_rules(Reading(file=file.name, kind=kind, text=text, document=document), rules))
    if findings:
        raise InvalidData(findings)
    return LoadedFile(file.name, "", document, hashlib.sha256(file.content).hexdigest())


def _read_all(
    root: Root, findings: list[Finding], max_file_bytes: int
) -> Iterator[tuple[SourceKind, LoadedFile]]:
    for kind, path, graph in _inputs(root):
        try:
            content = read_regular_file(path, max_file_bytes=max_file_bytes, name=root.relative(path))
            yield kind, _read(root.relative(path), content, kind=kind, graph=graph)
        except InvalidData as error:
            findings.extend(error.findings)


def read_link_files(root: Root, *, max_file_bytes: int = MAX_FILE_BYTES) -> tuple[LoadedFile, ...]:
    """Read the mapping files of a root as RDF; raises ``InvalidData`` with the findings of every file."""
    findings: list[Finding] = []
    files = []
    for path in root.link_files():
        name, graph = root.relative(path), root.graph_iri(path)
        try:
            content = read_regular_file(path, max_file_bytes=max_file_bytes, name=name)
            document = link_document(content, name=name, graph=graph)
        except InvalidData as error:
            findings.extend(error.findings)
        else:
            files.append(LoadedFile(name, graph, document, hashlib.sha256(content).hexdigest()))
    if findings:
        raise InvalidData(findings)
    return tuple(files)


def _inputs(root: Root) -> Iterator[tuple[SourceKind, Path, str]]:
    yield SourceKind.ONTOLOGY, root.ontology_file, ONTOLOGY_GRAPH
    for path in (*root.shape_files(), *root.link_shape_files()):
        yield SourceKind.SHAPES, path, ""
    for path in root.data_files():
        yield SourceKind.DATA, path, root.graph_iri(path)


def _read(name: str, content: bytes, *, kind: SourceKind, graph: str) -> LoadedFile:
    text = decode_turtle(content, file=name)
    document = parse_turtle(text, file=name)
    findings = tuple(break_rules(Reading(file=name, kind=kind, text=text, document=document), RULES))
    if findings:
        raise InvalidData(findings)
    return LoadedFile(name, graph, document, hashlib.sha256(content).hexdigest())
