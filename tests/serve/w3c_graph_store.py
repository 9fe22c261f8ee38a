"""A store with every graph that the Graph Store Protocol tests of the W3C read, as it is when it is read.

The suite writes before it reads, which a read-only server refuses. So each request has a host, or a folder,
of its own in the names of graphs, and under that name there is what the suite would have written by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from gbaip_graph.build.nquads import Quad, write_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import GRAPH
from gbaip_graph.serve.tasks import GraphFacts, Loaded
from gbaip_graph.turtle.parser import parse_turtle
from gbaip_graph.turtle.terms import BlankNode, Term
from tests.serve.w3c_exchanges import Exchange, exchanges
from tests.w3c_manifests import entries, included, name_of, read_manifest

_HOST = "www.example"


@dataclass(frozen=True)
class Step:
    """One request of a test at our addresses, the graph that it names, and the Turtle that is in it by then.

    ``graph`` is None for the default graph and for a request that names none.
    """

    test: str
    asked: Exchange
    graph: str | None
    turtle: str

    @property
    def is_read(self) -> bool:
        return self.asked.method in ("GET", "HEAD")


def steps(folder: Path) -> Iterator[Step]:
    """Return all requests of the suite, in order."""
    for file in included(folder / "manifest.ttl"):
        manifest = read_manifest(file)
        for test in entries(manifest):
            written: dict[str, str] = {}
            for number, asked in enumerate(exchanges(manifest, test)):
                if asked.method in ("PUT", "POST"):
                    written[asked.path] = asked.body.decode()
                turtle = asked.answer_text or (written.get(asked.path, "") if asked.method == "HEAD" else "")
                yield _at_our_addresses(name_of(test), asked, f"{name_of(test)}-{number}", turtle)


def _at_our_addresses(test: str, asked: Exchange, own: str, turtle: str) -> Step:
    """Give the request names of its own: by its path a graph is named directly, else by the parameter."""
    host = f"{own.replace('_', '-')}.example"
    if asked.path.startswith("/gsp/"):
        rest = f"{own}/{asked.path.removeprefix('/gsp/')}"
        return Step(test, replace(asked, path=f"/graph/{rest}"), GRAPH + rest, turtle)
    path = asked.path.replace(_HOST, host).replace("$LOCATION$", f"http://{host}/new")
    path = f"/sparql/graphs{path.removeprefix('/gsp')}"
    graph = dict(parse_qsl(urlsplit(path).query)).get("graph")
    return Step(test, replace(asked, path=path), graph, turtle)


def load(folder: str) -> Loaded:
    """Load the graphs that are read, those that the suite's default graph has too."""
    quads = [quad for number, step in enumerate(steps(Path(folder))) for quad in _quads(step, number)]
    graph = QueryableGraph.from_nquads(write_nquads(quads))
    return Loaded(Root(Path(folder)), graph, GraphFacts("w3c-graphs", len(graph), graph.graph_names()))


def _quads(step: Step, number: int) -> Iterator[Quad]:
    if not step.is_read:
        return
    name = step.graph or "http://default.example/"
    for found in parse_turtle(step.turtle, base=name).triples:
        subject, object_ = _of_step(found.subject, number), _of_step(found.object, number)
        yield Quad(subject, found.predicate, object_, name)


def _of_step(term: Term, number: int) -> Term:
    """Keep blank nodes of two graphs apart."""
    return BlankNode(f"r{number}-{term.label}") if isinstance(term, BlankNode) else term
