"""Serves what the file ``graph.nq`` of a folder says, for tests that need a graph of their own."""

from __future__ import annotations

from pathlib import Path

from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root
from gbaip_graph.serve.tasks import GraphFacts, Loaded, _warm_up


def load(folder: str) -> Loaded:
    """Load the N-Quads of a folder."""
    graph = QueryableGraph.from_nquads((Path(folder) / "graph.nq").read_bytes())
    state = Loaded(Root(Path(folder)), graph, GraphFacts("told", len(graph), graph.graph_names()))
    _warm_up(state)
    return state
