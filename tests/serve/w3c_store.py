"""The store that the protocol tests of the W3C ask for: three graphs, each under its own address."""

from __future__ import annotations

from pathlib import Path

from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root
from gbaip_graph.serve.tasks import GraphFacts, Loaded

GRAPH = "http://kasei.us/2009/09/sparql/data/data{}.rdf"


def load(folder: str) -> Loaded:
    """Load ``data1.nt`` to ``data3.nt`` of a folder."""
    lines = []
    for number in (1, 2, 3):
        text = (Path(folder) / f"data{number}.nt").read_text(encoding="utf-8")
        lines += [
            f"{line.removesuffix('.').strip()} <{GRAPH.format(number)}> ."
            for line in text.splitlines()
            if line
        ]
    graph = QueryableGraph.from_nquads("\n".join(lines).encode())
    return Loaded(Root(Path(folder)), graph, GraphFacts("w3c", len(graph), graph.graph_names()))
