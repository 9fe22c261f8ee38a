"""Sixteen threads that ask their first queries at once, in a process that has asked nothing yet.

``python -m tests.serve.first_queries ROOT WAY`` prints the answer of each thread as a line of JSON; the ways
of asking are ``ask``, ``load`` and ``graph``.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import gbaip_graph

THREADS = 16
_AGENCIES = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name WHERE {
  ?agency a <https://w3id.org/gbaip/ns#Agency> OPTIONAL { ?agency skos:prefLabel ?name }
  FILTER(LANGMATCHES(LANG(?name), "en") && STRLEN(STR(?name)) > 0)
} ORDER BY ?name"""


def ask(root: Path) -> list[str]:
    """Ask a saved question, which a limited worker answers."""
    return gbaip_graph.ask("agencies", root=root).to_format("csv").split()


def load(root: Path) -> list[str]:
    """Query the graph as a dataset of rdflib."""
    return [str(row[0]) for row in gbaip_graph.load(root).query(_AGENCIES)]


def graph(root: Path) -> list[str]:
    """Query the graph on the embedded engine."""
    from gbaip_graph.build.store import open_graph  # noqa: PLC0415 - the import is a part of what is tested
    from gbaip_graph.layout import Root  # noqa: PLC0415

    return [row[0].lexical for row in open_graph(Root(root)).select(_AGENCIES).rows]


WAYS: Mapping[str, Callable[[Path], list[str]]] = MappingProxyType({"ask": ask, "load": load, "graph": graph})


def answers(root: Path, way: str) -> list[list[str]]:
    """Return what each thread was answered; all ask at the same moment."""
    together = threading.Barrier(THREADS, timeout=60)

    def one(_: int) -> list[str]:
        together.wait()
        return WAYS[way](root)

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(one, range(THREADS)))


if __name__ == "__main__":
    for answer in answers(Path(sys.argv[1]), sys.argv[2]):
        print(json.dumps(answer))
