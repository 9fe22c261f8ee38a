"""Saved questions: parameters checked and bound, run in a limited worker, answered with labels.

What ``gbaip ask NAME`` and ``gbaip_graph.ask`` do.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import MappingProxyType

from gbaip_graph.ask.answer import Answer
from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.bound_query import bound_query
from gbaip_graph.ask.catalogue import Shelf, find_query
from gbaip_graph.ask.evaluation import evaluate
from gbaip_graph.ask.languages import check_language
from gbaip_graph.ask.parameters import resolve_parameters
from gbaip_graph.ask.saved_query import SavedQuery
from gbaip_graph.ask.suggestions import import_early
from gbaip_graph.build.store import open_graph
from gbaip_graph.engines.sparql_binding import Bound
from gbaip_graph.engines.worker import QUERY_MEMORY_LIMIT_BYTES, QUERY_TIME_LIMIT_S, run_limited
from gbaip_graph.layout import Root, find_root


def ask(name: str, *, root: str | Path | None = None, language: str = "en", **parameters: object) -> Answer:
    """Answer a saved question; names of questions and parameters may have ``_`` for ``-``.

    A parameter that is None counts as not given; a parameter that is a list takes one value or a list of
    them. Raises ``UnknownName`` and ``InvalidValue`` with what would be right, ``InvalidData`` for wrong
    data, ``QueryStopped`` past the limits.
    """
    given = [(parameter, value) for parameter, value in parameters.items() if value is not None]
    return ask_question(find_root(root), name, given, language=language)


def ask_question(
    root: Root,
    name: str,
    parameters: Iterable[tuple[str, object]] = (),
    *,
    language: str = "en",
    shelf: Shelf = "questions",
    store: AskedGraph | None = None,
    time_limit_s: float = QUERY_TIME_LIMIT_S,
    memory_limit_bytes: int = QUERY_MEMORY_LIMIT_BYTES,
) -> Answer:
    """Answer a saved question, or run an export, with parameters as pairs, so that a repeated one is noticed.

    The question is looked up and its language checked before the graph is opened; ``store`` is asked in its
    place. Raises as ``ask`` does.
    """
    check_language(language)
    query = find_query(root, name, shelf=shelf)
    return answer_query(
        store or open_graph(root), query, parameters,
        language=language, time_limit_s=time_limit_s, memory_limit_bytes=memory_limit_bytes,
    )  # fmt: skip


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
