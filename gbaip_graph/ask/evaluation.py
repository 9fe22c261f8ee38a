"""A query text run in a limited worker, with the labels of its answer, as an ``Answer``.

For saved questions and own queries alike; the text is trusted or has passed the guard.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gbaip_graph.ask.answer import Answer, Row
from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.languages import Labels, fetch_labels
from gbaip_graph.ask.saved_query import Column, SavedQuery
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.sparql_binding import Bound
from gbaip_graph.engines.worker import run_limited
from gbaip_graph.turtle.terms import Iri, Triple

_Result = Solutions | bool | tuple[Triple, ...]


def evaluate(
    graph: AskedGraph,
    text: str,
    *,
    query: SavedQuery | None,
    parameters: Mapping[str, Bound],
    language: str,
    time_limit_s: float,
    memory_limit_bytes: int,
) -> Answer:
    """Run a query and fetch its labels in one worker; a remote graph is asked from here.

    Raises ``QueryRefused``, ``QueryStopped``, and ``StoreFailed`` for a remote one.
    """
    if graph.is_remote:
        return evaluate_here(graph, text, query=query, parameters=parameters, language=language)
    result, labels = run_limited(
        lambda: _run(graph, text), time_limit_s=time_limit_s, memory_limit_bytes=memory_limit_bytes
    )
    return _answer(result, labels, query=query, parameters=parameters, language=language)


def evaluate_here(
    graph: AskedGraph,
    text: str,
    *,
    query: SavedQuery | None,
    parameters: Mapping[str, Bound],
    language: str,
) -> Answer:
    """Run a query in this process, which is a limited worker itself; raises ``QueryRefused``."""
    result, labels = _run(graph, text)
    return _answer(result, labels, query=query, parameters=parameters, language=language)


def with_labels(graph: AskedGraph, result: Solutions | bool, *, language: str) -> Answer:
    """Return the answer to an own query that has been answered already, with labels from the graph."""
    labels = _labels(graph, result) if isinstance(result, Solutions) else {}
    return _answer(result, labels, query=None, parameters=MappingProxyType({}), language=language)


def _answer(
    result: _Result,
    labels: Labels,
    *,
    query: SavedQuery | None,
    parameters: Mapping[str, Bound],
    language: str,
) -> Answer:
    if isinstance(result, bool):
        return Answer(query, parameters, boolean=result, language=language)
    if isinstance(result, tuple):
        return Answer(query, parameters, triples=result, language=language)
    rows = tuple(Row(result.variables, cells) for cells in result.rows)
    columns = _columns(result.variables, query)
    return Answer(query, parameters, columns=columns, rows=rows, labels=labels, language=language)


def _run(graph: AskedGraph, text: str) -> tuple[_Result, Labels]:
    result = graph.query(text)
    if not isinstance(result, Solutions):
        return result if isinstance(result, bool) else tuple(Triple(*triple) for triple in result), {}
    return result, _labels(graph, result)


def _labels(graph: AskedGraph, result: Solutions) -> Labels:
    return fetch_labels(graph, {cell.value for row in result.rows for cell in row if isinstance(cell, Iri)})


def _columns(variables: tuple[str, ...], query: SavedQuery | None) -> tuple[Column, ...]:
    described = {column.name: column for column in query.columns} if query else {}
    return tuple(described.get(name) or Column(name) for name in variables)
