"""The files of a root on both sides of a change: which are different, and how they were and are.

For change sets. It reads bytes and parses what changed; everything else stays unread but for its digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from gbaip_graph.build.file_rules import COMMON_RULES, RULES, FileRule, Reading, SourceKind, break_rules
from gbaip_graph.build.input_files import MAX_FILE_BYTES, read_regular_file
from gbaip_graph.build.load import ONTOLOGY_GRAPH, LoadedFile
from gbaip_graph.check.changes.revision import Revision
from gbaip_graph.errors import InvalidData
from gbaip_graph.findings import Finding
from gbaip_graph.layout import MAPPING_SUFFIX, Root
from gbaip_graph.turtle.decoding import decode_turtle
from gbaip_graph.turtle.document import TurtleDocument
from gbaip_graph.turtle.ntriples import parse_n_triples
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import BlankNode, Iri, Subject, Term, Triple

#: The folders of a root that a check reads.
FOLDERS = ("data", "ontology", "queries", "shapes")
_SHAPE_FOLDERS = (PurePosixPath("shapes"), PurePosixPath("shapes/links"))
_NOTHING = TurtleDocument((), {}, {})


@dataclass(frozen=True)
class FileState:
    """One file on one side of a change; without triples where it cannot be parsed or is not there."""

    file: LoadedFile
    findings: tuple[Finding, ...] = ()

    @property
    def triples(self) -> frozenset[Triple]:
        """The triples, with blank nodes that no other file or version has."""
        return frozenset(apart(self.file))


@dataclass(frozen=True)
class ChangedFile:
    """A file that is different: the bytes that it had and has, None where it was or is not there."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True)
class RootFiles:
    """The files of a root as they are: the digests of the graph's own, and what is different from before."""

    digests: Mapping[str, str]
    changed: tuple[ChangedFile, ...] = ()
    size_bytes: int = 0
    unread: tuple[Finding, ...] = field(default=())


def read_root(root: Root, revision: Revision | None, *, max_file_bytes: int = MAX_FILE_BYTES) -> RootFiles:
    """Read every file that a check reads, and compare it with the revision, where there is one."""
    digests: dict[str, str] = {}
    after: dict[str, bytes] = {}
    unread: list[Finding] = []
    size = 0
    for file in _checked_files(root):
        path = root.relative(file)
        try:
            content = read_regular_file(file, max_file_bytes=max_file_bytes, name=path)
        except InvalidData as error:
            unread.extend(error.findings)
            continue
        size += len(content)
        if _is_in_graph(path):
            digests[path] = hashlib.sha256(content).hexdigest()
        if revision is not None and not revision.has_same(path, content):
            after[path] = content
    if revision is None:
        return RootFiles(digests, size_bytes=size, unread=tuple(unread))
    there = {root.relative(file) for file in _checked_files(root)}
    gone = [path for path in revision.blobs if path not in there and is_checked(path)]
    before = revision.contents([*gone, *(path for path in after if path in revision.blobs)])
    changed = (ChangedFile(path, before.get(path), after.get(path)) for path in sorted({*gone, *after}))
    return RootFiles(digests, tuple(changed), size, tuple(unread))


def _checked_files(root: Root) -> Iterator[Path]:
    yield root.ontology_file
    yield from root.shape_files()
    yield from root.link_shape_files()
    yield from root.data_files()
    yield from root.link_files()
    yield from sorted((root.queries_dir / "checks").glob("*.rq"))


def is_checked(path: str) -> bool:
    """Say whether a check reads a file with this path below the root."""
    place = PurePosixPath(path)
    if path.startswith("data/"):
        return place.suffix == ".ttl" or is_mapping(path)
    return (
        path == "ontology/gbaip.ttl"
        or (place.parent in _SHAPE_FOLDERS and place.suffix == ".ttl")
        or (place.parent == PurePosixPath("queries/checks") and place.suffix == ".rq")
    )


def is_data(path: str) -> bool:
    """Say whether this is a file of records."""
    return path.startswith("data/") and not is_mapping(path)


def is_mapping(path: str) -> bool:
    """Say whether this is a file of links, which are judged as a whole."""
    return path.startswith("data/links/") and path.endswith(MAPPING_SUFFIX)


def _is_in_graph(path: str) -> bool:
    return is_data(path) or path.startswith("ontology/")


def state_of(root: Root, path: str, content: bytes | None) -> FileState:
    """Return a file of the root with what is wrong in it as a file."""
    return _state(path, content, kind=_kind_of(path), graph=_graph_of(root, path), rules=RULES)


def state_of_patch(path: Path) -> FileState:
    """Return a file that holds triples to add or to take out, in Turtle or N-Triples.

    Raises ``InvalidData`` where it cannot be read.
    """
    content = read_regular_file(path)
    return _state(path.as_posix(), content, kind=SourceKind.DATA, graph="", rules=COMMON_RULES)


def _state(
    path: str, content: bytes | None, *, kind: SourceKind, graph: str, rules: Iterable[FileRule]
) -> FileState:
    if content is None:
        return FileState(LoadedFile(path, graph, _NOTHING, ""))
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        text = decode_turtle(content, file=path)
        parse: Callable[..., TurtleDocument] = parse_n_triples if path.endswith(".nt") else parse_turtle
        document = parse(text, file=path)
    except InvalidData as error:
        return FileState(LoadedFile(path, graph, _NOTHING, sha256), error.findings)
    findings = break_rules(Reading(file=path, kind=kind, text=text, document=document), rules)
    return FileState(LoadedFile(path, graph, document, sha256), tuple(findings))


def parsed(root: Root, path: str) -> LoadedFile:
    """Read and parse a file that did not change; raises ``InvalidData`` where it is no Turtle."""
    content = read_regular_file(root.path / path, name=path)
    document = parse_turtle(decode_turtle(content, file=path), file=path)
    return LoadedFile(path, _graph_of(root, path), document, hashlib.sha256(content).hexdigest())


def apart(file: LoadedFile) -> Iterator[Triple]:
    """Return the triples of a file with blank nodes that no other file or version has."""
    prefix = blank_prefix(file)
    for subject, predicate, object in file.triples():
        yield Triple(_renamed(subject, prefix), predicate, _renamed_object(object, prefix))


def blank_prefix(file: LoadedFile) -> str:
    """Return what the labels of a file's blank nodes begin with where files stand together."""
    return "f" + hashlib.sha256(f"{file.path}\n{file.sha256}".encode()).hexdigest()[:24] + "."


def _renamed(term: Subject, prefix: str) -> Subject:
    return BlankNode(prefix + term.label) if isinstance(term, BlankNode) else term


def _renamed_object(term: Term, prefix: str) -> Term:
    return BlankNode(prefix + term.label) if isinstance(term, BlankNode) else term


def hierarchy(file: LoadedFile, below: Iri) -> Iterator[Triple]:
    """Return what the ontology lends to the graph: which named class lies below which."""
    return (t for t in apart(file) if t.predicate == below and isinstance(t.object, Iri))


def _graph_of(root: Root, path: str) -> str:
    if is_data(path):
        return root.graph_iri(root.path / path)
    return ONTOLOGY_GRAPH if path.startswith("ontology/") else ""


def _kind_of(path: str) -> SourceKind:
    if is_data(path):
        return SourceKind.DATA
    return SourceKind.ONTOLOGY if path.startswith("ontology/") else SourceKind.SHAPES
