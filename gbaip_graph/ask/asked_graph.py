"""What the questions need of a graph, wherever it is: in this process, or behind an endpoint."""

from __future__ import annotations

from typing import Protocol

from gbaip_graph.engines.answers import Solutions
from gbaip_graph.turtle.terms import Triple


class AskedGraph(Protocol):
    """A graph that answers SPARQL queries."""

    @property
    def is_remote(self) -> bool:
        """Whether another process answers, so that no limited worker is needed here."""

    @property
    def endpoints(self) -> frozenset[str]:
        """IRIs that SERVICE clauses may name; these are taken out before an engine sees the query."""

    def query(self, text: str) -> Solutions | bool | tuple[Triple, ...]:
        """Answer a query of any form."""

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query."""

    def construct(self, text: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
