"""A server whose graph is behind another endpoint: tasks are done here, their queries are asked there.

For ``gbaip serve --store``. It takes the place of the engine pool; nothing is kept, since the store may
change at any time, and whatever the store does wrong becomes a 502 or 504.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from gbaip_graph.ask.catalogue import load_catalogue
from gbaip_graph.ask.remote import CONNECT_LIMIT_S, RemoteGraph
from gbaip_graph.engines.answers import OWN_DATASET, Answered, AnswerTooLong, Dataset, Solutions, Written
from gbaip_graph.engines.oxigraph import write_triples
from gbaip_graph.engines.pool import Outcome
from gbaip_graph.engines.sparql_binding import encode
from gbaip_graph.errors import QueryRefused, StoreDamaged, StoreFailed, UnknownName
from gbaip_graph.layout import Root
from gbaip_graph.serve.messages import Refusal, SelfDescriptionTask, SparqlTask
from gbaip_graph.serve.tasks import GraphFacts, Loaded, perform
from gbaip_graph.serve.written_rows import write_boolean, write_rows
from gbaip_graph.turtle.terms import Iri

_LOG = logging.getLogger("gbaip.serve")
#: Of the pages of answers: the state of the store cannot be told, so a key holds while its row is there.
_STATE = "store"


class RemotePool:
    """Does tasks in threads, as many at once as there are workers; ``start`` first, ``close`` at last."""

    def __init__(self, root: Root, address: str, *, workers: int, limit_bytes: int) -> None:
        RemoteGraph(address, time_limit_s=1)  # an address that is none is refused before anything starts
        self._root = root
        self._address = address
        self._limit_bytes = limit_bytes
        self._places = asyncio.Semaphore(workers)
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="store")
        self._asked: set[RemoteGraph] = set()
        self._facts: GraphFacts | None = None
        self._is_closing = False

    @property
    def told(self) -> GraphFacts | None:
        """What is known of the store: the questions; each time as of another graph, so nothing is kept."""
        return self._facts and replace(self._facts, digest=secrets.token_hex(16))

    async def start(self) -> None:
        """Read the saved questions, also again; whether the store answers, each request finds out."""
        questions = await asyncio.to_thread(load_catalogue, self._root)
        self._facts = GraphFacts(_STATE, None, (), tuple(questions))

    async def revive(self) -> Any:
        """Return what is known, once the store has answered; raises ``StoreDamaged`` where it does not."""
        graph = RemoteGraph(self._address, time_limit_s=CONNECT_LIMIT_S)
        try:
            await asyncio.to_thread(graph.query, "ASK {}")
        except (StoreFailed, QueryRefused) as error:
            raise StoreDamaged(error.what, where=error.where, mend=error.mend) from error
        return self.told

    async def run(self, task: Any, *, time_limit_s: float) -> Outcome:
        """Do a task and return its outcome; a cancelled call, or a late one, ends the query at the store."""
        try:
            await asyncio.wait_for(self._places.acquire(), time_limit_s)
        except TimeoutError:
            return Outcome("busy")
        if self._is_closing or self._facts is None:
            self._places.release()
            return Outcome("closing")
        graph = ServedStore(
            self._address,
            time_limit_s=time_limit_s,
            total_limit_s=time_limit_s,
            limit_bytes=self._limit_bytes,
        )
        state = Loaded(self._root, graph, self._facts)
        self._asked.add(graph)
        doing = asyncio.get_running_loop().run_in_executor(self._threads, _perform, state, graph, task)
        # The thread has its place until it ends, whether or not somebody still waits for it.
        doing.add_done_callback(lambda _: self._end(graph))
        try:
            header, body = await asyncio.shield(doing)
        except asyncio.CancelledError:
            graph.abandon()
            raise
        if self._is_closing:
            return Outcome("closing")
        told = replace(self._facts, digest=hashlib.sha256(body).hexdigest())
        return Outcome("done", header, body, told)

    def _end(self, graph: ServedStore) -> None:
        self._asked.discard(graph)
        self._places.release()

    async def close(self) -> None:
        """End all queries; who waits for one learns that the server is closing."""
        self._is_closing = True
        for graph in list(self._asked):
            graph.abandon()
        await asyncio.to_thread(self._threads.shutdown)


class ServedStore(RemoteGraph):
    """The store as one task asks it; ``failed`` is what it did wrong, ``refused`` a query it did not take."""

    failed: StoreFailed | None = None
    refused: QueryRefused | None = None

    def query(self, text: str) -> Answered:
        """Answer a query, and remember why there is no answer; raises as the store of ``ask`` does."""
        try:
            return super().query(text)
        except StoreFailed as error:
            if error.kind == "too-long":
                raise AnswerTooLong from error
            self.failed = error
            raise
        except QueryRefused as error:
            self.refused = error
            raise

    def write(
        self,
        text: str,
        *,
        row_format: str,
        graph_format: str,
        prefixes: Mapping[str, str],
        limit_bytes: int,
        dataset: Dataset = OWN_DATASET,
    ) -> Written:
        """Answer a query and write the whole answer; the dataset is always the store's own."""
        if dataset:
            raise QueryRefused(
                "this server asks another store, whose dataset cannot be chosen from",
                mend="Leave out default-graph-uri and named-graph-uri; GRAPH names a graph.",
            )
        answer = self.query(text)
        if isinstance(answer, bool):
            return Written("boolean", write_boolean(answer, row_format))
        if isinstance(answer, Solutions):
            return Written("rows", _within(write_rows(answer, row_format), limit_bytes))
        body = write_triples(answer, graph_format=graph_format, prefixes=prefixes)
        return Written("graph", _within(body, limit_bytes))

    def has_graph(self, name: str) -> bool:
        """Say whether there is a named graph of that IRI with anything in it."""
        return self.query(f"ASK {{ GRAPH {encode(Iri(name))} {{ ?s ?p ?o }} }}") is True

    def write_graph(
        self, name: str | None, *, graph_format: str, prefixes: Mapping[str, str], limit_bytes: int
    ) -> bytes:
        """Write one named graph, or for None the default graph."""
        pattern = "?s ?p ?o" if name is None else f"GRAPH {encode(Iri(name))} {{ ?s ?p ?o }}"
        triples = self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}")
        return _within(write_triples(triples, graph_format=graph_format, prefixes=prefixes), limit_bytes)

    def write_dataset(self, *, graph_format: str, prefixes: Mapping[str, str], limit_bytes: int) -> bytes:
        """Refuse to write everything: a store that has outgrown one machine is not one file."""
        raise UnknownName(_NOT_HERE, mend="Ask the store itself, or query this server.")


_NOT_HERE = "this server asks another store, and holds no files of the graph and no figures on it"


def _within(body: bytes, limit_bytes: int) -> bytes:
    if len(body) > limit_bytes:
        raise AnswerTooLong
    return body


def _perform(state: Loaded, store: ServedStore, task: Any) -> tuple[Any, bytes]:
    """Do one task; what the store does wrong is told without its own words, which are for the log alone."""
    if isinstance(task, SelfDescriptionTask) and not task.of_service:
        return Refusal("UnknownName", _NOT_HERE), b""
    header, body = perform(state, task)
    if isinstance(header, Refusal) and store.failed is not None:
        _LOG.warning("%s", store.failed)
        kind = "StoreTimeout" if store.failed.kind == "timeout" else "StoreFailed"
        return Refusal(kind, store.failed.what.partition(":")[0]), b""
    if isinstance(header, Refusal) and store.refused is not None and not isinstance(task, SparqlTask):
        _LOG.error("%s", store.refused)  # the query is the project's own, so it is not the client's fault
        return Refusal("StoreFailed", "the store does not take the query"), b""
    return header, body
