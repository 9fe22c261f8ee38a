"""Our graph joined with listed endpoints: a query may name them in SERVICE clauses.

For ``gbaip ask --with``. The endpoints are asked from here; the rest of the query runs as every other does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from gbaip_graph.ask.asked_graph import AskedGraph
from gbaip_graph.ask.federation import federate
from gbaip_graph.ask.remote import RemoteGraph
from gbaip_graph.ask.service_clause import Endpoints
from gbaip_graph.engines.answers import Answered, Solutions, as_rows, as_triples
from gbaip_graph.engines.sparql_text import guard
from gbaip_graph.engines.worker import QUERY_MEMORY_LIMIT_BYTES, run_limited
from gbaip_graph.errors import InvalidValue
from gbaip_graph.turtle.terms import Triple

_NAMED = re.compile(r"(?P<iri>[^=\s]+)=(?P<address>https?://\S+)\Z")


def read_endpoints(given: Iterable[str], *, names: Mapping[str, str] | None = None) -> dict[str, str]:
    """Read ``ADDRESS`` and ``IRI=ADDRESS``, the second for queries that name an endpoint by another IRI.

    ``names`` are those that a saved question has for its endpoints, each with its IRI: ``NAME=ADDRESS``.
    Returns the addresses by IRI; raises ``InvalidValue`` for what is none of these, and for an IRI given
    twice.
    """
    known = names or {}
    addresses: dict[str, str] = {}
    for one in given:
        named = _NAMED.match(one)
        iri, address = (named["iri"], named["address"]) if named else (one, one)
        iri = known.get(iri, iri)
        if "://" not in iri:
            iri = address = one
        if not address.startswith(("http://", "https://")):
            mend = "Write --with http://localhost:7878/query, or --with IRI=http://localhost:7878/query."
            raise InvalidValue(f"{one!r} is no address of an endpoint", where="--with", mend=mend)
        if addresses.setdefault(iri, address) != address:
            raise InvalidValue(f"<{iri}> has two addresses", where="--with", mend="Give one.")
    return addresses


class FederatedGraph:
    """A graph whose queries may hold SERVICE clauses with the IRIs of ``addresses``.

    ``open_graph`` gives our own graph when it is first needed. Each endpoint has ``time_limit_s`` for each
    request, and so has what runs on our side.
    """

    is_remote = True

    def __init__(
        self, open_graph: Callable[[], AskedGraph], addresses: Mapping[str, str], *, time_limit_s: float
    ) -> None:
        self._open_graph = open_graph
        self._time_limit_s = time_limit_s
        self._remote = {
            iri: RemoteGraph(address, time_limit_s=time_limit_s) for iri, address in addresses.items()
        }

    @property
    def endpoints(self) -> frozenset[str]:
        """The IRIs of the listed endpoints."""
        return frozenset(self._remote)

    @cached_property
    def _own(self) -> AskedGraph:
        return self._open_graph()

    def query(self, text: str) -> Answered:
        """Answer a query of any form; raises ``StoreFailed`` where an endpoint fails that must not."""
        endpoints = Endpoints(
            local=lambda asked: as_rows(self._locally(asked)),
            remote=lambda iri, asked: self._remote[iri].select(asked),
            allowed=self.endpoints,
        )
        return self._locally(federate(text, endpoints))

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query."""
        return as_rows(self.query(text))

    def construct(self, text: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        return as_triples(self.query(text))

    def _locally(self, text: str) -> Answered:
        """Run a query without SERVICE; rows of endpoints may make it long, but not deep."""
        guard(text, limit_chars=len(text))
        if self._own.is_remote:
            return self._own.query(text)
        return run_limited(
            lambda: self._own.query(text),
            time_limit_s=self._time_limit_s,
            memory_limit_bytes=QUERY_MEMORY_LIMIT_BYTES,
        )
