"""The built graph as an ``rdflib.Dataset``, for Python programs that know rdflib.

Answers take the quicker way through ``engines/oxigraph``; nothing else in the project reads this dataset.
"""

from __future__ import annotations

from pathlib import Path

from rdflib import Dataset, URIRef

from gbaip_graph.build.store import read_nquads
from gbaip_graph.engines.rdf_terms import to_rdflib
from gbaip_graph.layout import find_root
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.ntriples import parse_n_triples


def load(root: str | Path | None = None) -> Dataset:
    """Return the graph of a root, each file a named graph, with their union as the default graph.

    Literals keep the lexical form of the files. Builds where nothing fits, as ``store.open_graph`` does, and
    raises what it raises; ``UnknownName`` where there is no such root.
    """
    dataset = Dataset(default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    for name, lines in _lines_by_graph(read_nquads(find_root(root)).decode()).items():
        graph = dataset.graph(URIRef(name))
        for found in parse_n_triples("\n".join(lines), file=name).triples:
            graph.add((to_rdflib(found.subject), to_rdflib(found.predicate), to_rdflib(found.object)))
    return dataset


def _lines_by_graph(nquads: str) -> dict[str, list[str]]:
    """Take the graph's name off the end of every line, as the project writes them."""
    lines: dict[str, list[str]] = {}
    for line in nquads.splitlines():
        triple, _, graph = line.rpartition(" <")
        lines.setdefault(graph.removesuffix("> ."), []).append(f"{triple} .")
    return lines
