"""A small graph for tests of the server: numbers in a row, in two named graphs, with a version."""

from __future__ import annotations

from pathlib import Path

from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.layout import Root
from gbaip_graph.serve.tasks import GraphFacts, Loaded, _warm_up

EX = "http://example.org/"
#: Enough for a cross product of three patterns to run for hours, and for a look-up to take no time.
LINKS = 600


def load(folder: str) -> Loaded:
    """Load numbers that lead on to each other; the file ``version`` of the folder, if any, is their value."""
    file = Path(folder) / "version"
    version = file.read_text(encoding="utf-8") if file.exists() else "0"
    lines = [
        f"<{EX}n{n}> <{EX}next> <{EX}n{n + 1}> <{EX}graph/a> .\n"
        f'<{EX}n{n}> <{EX}value> "{version}" <{EX}graph/b> .\n'
        for n in range(LINKS)
    ]
    lines.append(f"<{EX}n{LINKS}> <{EX}next> <{EX}n0> <{EX}graph/a> .\n")
    graph = QueryableGraph.from_nquads("".join(lines).encode())
    state = Loaded(
        Root(Path(folder)), graph, GraphFacts(f"version-{version}", len(graph), graph.graph_names())
    )
    _warm_up(state)
    return state
