"""The query tests of the W3C's SPARQL 1.1 suite: their queries, data and expected files.

https://www.w3.org/TR/sparql11-query/ and ``conformance/sparql11/manifest-sparql11-{query,results}.ttl``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Namespace
from rdflib.term import Node, URIRef

from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.engines.answers import Dataset
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.turtle.ntriples import parse_n_triples
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import BlankNode, LocatedTriple, Term
from tests.w3c_manifests import MF, entries, included, kind_of, name_of, read_manifest

QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")


@dataclass(frozen=True)
class QueryCase:
    """One test: a query, the files of its dataset and that of the result, if it is one of evaluation."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graph_data: tuple[Path, ...] = ()
    result: Path | None = None

    @property
    def text(self) -> str:
        return self.query.read_bytes().decode("utf-8")

    @property
    def dataset(self) -> Dataset:
        """The files by their addresses, under which ``graph`` has them."""
        return Dataset(
            tuple(file.as_uri() for file in self.data), tuple(file.as_uri() for file in self.graph_data)
        )

    def graph(self) -> QueryableGraph:
        """Load each file as the product loads its own: by our parser, into a graph named by its address."""
        files = {*self.data, *self.graph_data}
        return QueryableGraph.from_nquads(write_nquads(q for file in files for q in _quads(file)))


def cases_of(file: Path) -> Iterator[QueryCase]:
    """Read the tests of all manifests that one includes."""
    for path in included(file):
        manifest = read_manifest(path)
        for test in entries(manifest):
            yield _case(manifest, test, path.parent.name)


def _case(manifest: Graph, test: Node, folder: str) -> QueryCase:
    action = manifest.value(test, MF.action)
    result = manifest.value(test, MF.result)
    name, kind = f"{folder}/{name_of(test)}", kind_of(manifest, test)
    if isinstance(action, URIRef):
        return QueryCase(name, kind, _path(action))
    return QueryCase(
        name,
        kind,
        _path(manifest.value(action, QT.query)),
        _paths(manifest.objects(action, QT.data)),
        _paths(manifest.objects(action, QT.graphData)),
        None if result is None else _path(result),
    )


def _path(address: Node | None) -> Path:
    return Path(str(address).removeprefix("file://"))


def _paths(addresses: Iterable[Node]) -> tuple[Path, ...]:
    return tuple(sorted(map(_path, addresses)))


def _quads(file: Path) -> Iterator[Quad]:
    for triple in _triples(file):
        subject, object_ = _of_file(triple.subject, file), _of_file(triple.object, file)
        yield Quad(subject, triple.predicate, object_, file.as_uri())


def _triples(file: Path) -> tuple[LocatedTriple, ...]:
    if file.suffix == ".rdf":
        text = Graph().parse(file, format="xml", publicID=file.as_uri()).serialize(format="nt")
        return parse_n_triples(text).triples
    return parse_turtle(file.read_text(encoding="utf-8"), base=file.as_uri()).triples


def _of_file(term: Term, file: Path) -> Term:
    """Keep blank nodes of two files apart."""
    return BlankNode(f"{file.stem}-{term.label}") if isinstance(term, BlankNode) else term
