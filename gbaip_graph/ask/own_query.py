"""An own query, read-only: guarded before any engine reads it, run in a limited worker.

What ``gbaip ask --sparql`` does.
"""

from __future__ import annotations

from types import MappingProxyType

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.evaluation import evaluate
from gbaip_graph.ask.examples import example_triples
from gbaip_graph.ask.languages import check_language
from gbaip_graph.build.store import open_graph
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.engines.worker import QUERY_MEMORY_LIMIT_BYTES, QUERY_TIME_LIMIT_S
from gbaip_graph.layout import Root


def ask_sparql(
    root: Root,
    text: str,
    *,
    language: str = "en",
    store: AskedGraph | None = None,
    time_limit_s: float = QUERY_TIME_LIMIT_S,
    memory_limit_bytes: int = QUERY_MEMORY_LIMIT_BYTES,
) -> Answer:
    """Answer a SPARQL query of any form over the union of all graphs; ``GRAPH`` names the graph of one file.

    Raises ``QueryRefused`` with line and column for what is not read-only, reaches out, is too long or too
    deep, or cannot be parsed; ``QueryStopped`` past the limits.
    """
    check_language(language)
    guard(text, takes_service=store is not None and bool(store.endpoints))  # before a graph is opened for it
    return answer_sparql(
        store or open_graph(root, examples=example_triples),
        text,
        language=language,
        time_limit_s=time_limit_s,
        memory_limit_bytes=memory_limit_bytes,
    )


def answer_sparql(
    graph: AskedGraph,
    text: str,
    *,
    language: str = "en",
    time_limit_s: float = QUERY_TIME_LIMIT_S,
    memory_limit_bytes: int = QUERY_MEMORY_LIMIT_BYTES,
) -> Answer:
    """Answer an own query on a graph that is already open."""
    guard(text, takes_service=bool(graph.endpoints))
    return evaluate(
        graph, text, query=None, parameters=MappingProxyType({}),
        language=language, time_limit_s=time_limit_s, memory_limit_bytes=memory_limit_bytes,
    )  # fmt: skip
