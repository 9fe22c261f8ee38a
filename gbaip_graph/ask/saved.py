"""Saved questions: parameters checked and bound, run in a limited worker, answered with labels.

What ``gbaip ask NAME`` and ``gbaip_graph.ask`` do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.ask.catalogue import Shelf, find_query
from gbaip_graph.ask.evaluation import evaluate
from gbaip_graph.ask.examples import example_triples
from gbaip_graph.ask.languages import check_language
from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.ask.suggestions import import_early
from gbaip_graph.build.store import open_graph, read_nquads
from gbaip_graph.engines.oxigraph import QueryableGraph
from gbaip_graph.engines.sparql_binding import Bound
from gbaip_graph.engines.worker import QUERY_MEMORY_LIMIT_BYTES, QUERY_TIME_LIMIT_S, run_limited
from gbaip_graph.errors import UsageError
from gbaip_graph.layout import Root, find_root


def ask(
    name: str,
    *,
    root: str | Path | None = None,
    language: str = "en",
    endpoints: Mapping[str, str] | None = None,
    **parameters: object,
) -> Answer:
    """Answer a saved question; names of questions and parameters may have ``_`` for ``-``.

    A parameter that is None counts as not given; a parameter that is a list takes one value or a list of
    them. ``endpoints`` has the addresses of endpoints that the question asks, by their names or IRIs. Raises
    ``UnknownName`` and ``InvalidValue`` with what would be right, ``InvalidData`` for wrong data,
    ``QueryStopped`` past the limits, ``StoreFailed`` where an endpoint fails.
    """
    given = [(parameter, value) for parameter, value in parameters.items() if value is not None]
    found = find_root(root)
    store = None
    if endpoints:
        told = [f"{endpoint}={address}" for endpoint, address in endpoints.items()]
        store = joined(found, told, question=name, time_limit_s=QUERY_TIME_LIMIT_S)
    return ask_question(found, name, given, language=language, store=store)


def joined(
    root: Root,
    endpoints: Iterable[str],
    *,
    question: str,
    time_limit_s: float,
    held: AskedGraph | None = None,
) -> AskedGraph:
    """Return our graph, or that of ``held``, joined with endpoints: ``NAME=ADDRESS`` or ``IRI=ADDRESS``.

    The names are those of the question; without one there are none. HTTP is imported only here.
    """
    from gbaip_graph.ask.federated_graph import FederatedGraph, read_endpoints  # noqa: PLC0415

    declared = find_query(root, question).endpoints if question else ()
    addresses = read_endpoints(endpoints, names={one.name: one.iri for one in declared})
    return FederatedGraph(lambda: held or open_graph(root), addresses, time_limit_s=time_limit_s)


def ask_question(
    root: Root,
    name: str,
    parameters: Iterable[tuple[str, object]] = (),
    *,
    language: str = "en",
    shelf: Shelf = "questions",
    store: AskedGraph | None = None,
    meanwhile: Callable[[], None] | None = None,
    time_limit_s: float = QUERY_TIME_LIMIT_S,
    memory_limit_bytes: int = QUERY_MEMORY_LIMIT_BYTES,
) -> Answer:
    """Answer a saved question, or run an export, with parameters as pairs, so that a repeated one is noticed.

    The question is looked up and its language checked before the graph is opened; ``store`` is asked in its
    place. ``meanwhile`` is called while the engine loads the graph. Raises as ``ask`` does.
    """
    check_language(language)
    query = find_query(root, name, shelf=shelf)
    check_endpoints(query, store.endpoints if store else ())
    return answer_query(
        store or _opened(root, meanwhile), query, parameters,
        language=language, time_limit_s=time_limit_s, memory_limit_bytes=memory_limit_bytes,
    )  # fmt: skip


def _opened(root: Root, meanwhile: Callable[[], None] | None) -> QueryableGraph:
    """Open the graph; while the engine loads it, which needs no Python, a thread does something else."""
    if meanwhile is None:
        return open_graph(root, examples=example_triples)
    nquads = read_nquads(root, examples=example_triples)
    beside = threading.Thread(target=meanwhile)
    beside.start()
    try:
        return QueryableGraph.from_nquads(nquads)
    finally:
        beside.join()  # the worker that answers is a fork, which takes no threads along


def check_endpoints(query: SavedQuery, given: Collection[str]) -> None:
    """Raise ``UsageError`` where nobody said where an endpoint is that a question asks."""
    for endpoint in query.endpoints:
        if endpoint.iri not in given:
            what = f"the question {query.name} asks <{endpoint.iri}>, and no address of it is given"
            mend = f"Give one: --with {endpoint.name}=URL, or in Python endpoints={{{endpoint.name!r}: URL}}."
            raise UsageError(what, mend=f"{mend} It has to hold: {endpoint.description}")


def answer_query(
    graph: AskedGraph,
    query: SavedQuery,
    parameters: Iterable[tuple[str, object]] = (),
    *,
    language: str = "en",
    time_limit_s: float = QUERY_TIME_LIMIT_S,
    memory_limit_bytes: int = QUERY_MEMORY_LIMIT_BYTES,
) -> Answer:
    """Answer a saved question on a graph that is already open."""
    check_endpoints(query, graph.endpoints)
    given = tuple(parameters)

    def resolve() -> dict[str, Bound]:
        return resolve_parameters(query, given, graph, language=language)

    if graph.is_remote or not any(parameter.values_query for parameter in query.parameters):
        terms = resolve()
    else:  # a query of the file tells what there is to choose from, and has limits as every query has
        import_early()
        terms = run_limited(resolve, time_limit_s=time_limit_s, memory_limit_bytes=memory_limit_bytes)
    return evaluate(
        graph, bound_query(query, terms), query=query, parameters=MappingProxyType(terms),
        language=language, time_limit_s=time_limit_s, memory_limit_bytes=memory_limit_bytes,
    )  # fmt: skip
