"""The hygiene queries on a graph that is in a store already, where no shape and no file can be judged.

For ``gbaip check --store``; a finding has the IRI of its record where others have a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from gbaip_graph.check.addresses import Address
from gbaip_graph.check.hygiene import HygieneQuery, finding_of_refusal, finding_of_row, read_hygiene_queries
from gbaip_graph.engines.answers import Solutions
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.errors import QueryRefused
from gbaip_graph.findings import Finding
from gbaip_graph.layout import Root
from gbaip_graph.namespaces import EXAMPLES_GRAPH, GRAPH, INFERRED_GRAPH
from gbaip_graph.turtle.terms import Iri, Position, Term

#: Graphs that the build adds to those that were written.
_BUILT = frozenset({INFERRED_GRAPH, EXAMPLES_GRAPH})
#: Links speak of records whose types stand in the graphs of their own files.
_LINKS = GRAPH + "links/"


class SelectingGraph(Protocol):
    """A graph that answers SELECT queries."""

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query."""


def stored_findings(root: Root, graph: SelectingGraph) -> tuple[Finding, ...]:
    """Return one finding for each row of each hygiene query of a root, asked of the store.

    What the build has added, links, and other graphs of the store, are nobody's record. Raises
    ``StoreFailed`` where the store does not answer, ``InvalidData`` for a query file that cannot be read.
    """
    return tuple(sorted(one for query in read_hygiene_queries(root) for one in _found(query, graph)))


def _found(query: HygieneQuery, graph: SelectingGraph) -> Iterator[Finding]:
    try:
        guard(query.text)
        solutions = graph.select(query.text)
    except QueryRefused as error:
        yield finding_of_refusal(query, error)
        return
    for row in solutions.rows:
        cells = dict(zip(solutions.variables, row, strict=True))
        if _is_written(cells.get("graph")):
            yield finding_of_row(query, cells, _Records())


def _is_written(graph: Term | None) -> bool:
    if not isinstance(graph, Iri):
        return True
    return graph.value.startswith(GRAPH) and not graph.value.startswith(_LINKS) and graph.value not in _BUILT


class _Records:
    """Places in a store: a record is where its IRI says."""

    def find(self, focus: Term, *, path: Iri | None, value: Term | None, graph: str) -> Address:
        """Return the IRI of the record, else that of its graph."""
        return Address(focus.value if isinstance(focus, Iri) and focus.value else graph, Position(0, 0))
