"""The built graph as an ``rdflib.Dataset``, for Python programs that know rdflib.

Answers take the quicker way through ``engines/oxigraph``; nothing else in the project reads this dataset.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rdflib import Dataset, URIRef
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from gbaip_graph.build.store import read_nquads
from gbaip_graph.engines.rdf_terms import to_rdflib
from gbaip_graph.engines.sparql_algebra import prepared
from gbaip_graph.layout import find_root
from gbaip_graph.namespaces import PREFIXES
from gbaip_graph.turtle.ntriples import parse_n_triples


class SharedDataset(Dataset):
    """A dataset that many threads may query from the first query on; rdflib's own cannot be.

    Its parser learns at the first call of each of its parts how to call it, and two threads that do so at
    once can break it for the life of the process. That holds for queries of the dataset, not for those of
    one graph taken out of it.
    """

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> Result:
        """Answer a query as ``rdflib.Graph.query`` does; text is parsed by one thread at a time."""
        if isinstance(query_object, str):
            prefixes = options.get("initNs") or dict(self.namespaces())
            query_object = prepared(query_object, prefixes=prefixes, base=options.get("base"))
        return super().query(query_object, *args, **options)


def load(root: str | Path | None = None) -> Dataset:
    """Return the graph of a root, each file a named graph, with their union as the default graph.

    Many threads may query it. Literals keep the lexical form of the files. Builds where nothing fits, as
    ``store.open_graph`` does, and raises what it raises; ``UnknownName`` where there is no such root.
    """
    dataset = SharedDataset(default_union=True)
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
