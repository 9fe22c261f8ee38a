"""A graph that remembers what it has just answered: for a static copy, which has each page in every language.

The versions of a page ask the same of the graph, since labels are fetched in all languages at once. A server
needs none of this: what a worker has read is gone with it.
"""

from __future__ import annotations

from functools import lru_cache

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.engines.answers import Answered, Solutions, as_rows, as_triples
from gbaip_graph.turtle.terms import Triple

# More than any page asks, so that its next version finds all of it; the longest table takes some forty.
_ANSWERS_KEPT = 256


class RememberingGraph:
    """Answers as the graph does that it is made of, which must not change; answers are values."""

    is_remote = False

    def __init__(self, graph: AskedGraph) -> None:
        self.endpoints = graph.endpoints
        self._answered = lru_cache(maxsize=_ANSWERS_KEPT)(graph.query)

    def query(self, text: str) -> Answered:
        """Answer a query of any form."""
        return self._answered(text)

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query; raises ``QueryRefused`` for any other form."""
        return as_rows(self._answered(text))

    def construct(self, text: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query; raises ``QueryRefused`` for any other form."""
        return as_triples(self._answered(text))
