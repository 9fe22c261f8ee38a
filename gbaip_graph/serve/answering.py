"""From a task to a response: who may ask now, what became of it, and whether the client has it already.

For every route; it knows no media types and no query.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gbaip_graph.engines.pool import EnginePool, Outcome
from gbaip_graph.errors import StoreDamaged
from gbaip_graph.serve.clients import client_of
from gbaip_graph.serve.messages import Refusal
from gbaip_graph.serve.problems import Problem, of_error
from gbaip_graph.serve.remote import RemotePool
from gbaip_graph.serve.settings import Settings
from gbaip_graph.serve.tasks import GraphFacts

_LOG = logging.getLogger("gbaip.serve")
# Below this a compressed answer is hardly smaller; above, level 1 costs less time than the network saves.
_COMPRESSED_FROM_BYTES = 1024
_COMPRESSION_LEVEL = 1
#: Every answer may be read by a page of any site: nothing here is secret, and no cookie is looked at.
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"}
_GONE_CHECK_S = 0.5
# An editor or a page sends some short queries at once; one that has to wait longer than this is one too many.
_SHARE_WAIT_S = 0.25


class Engine:
    """The pool with its limits for clients, as routes use it."""

    def __init__(self, pool: EnginePool | RemotePool, settings: Settings) -> None:
        self.pool = pool
        self.settings = settings
        self._shares: dict[str, _Share] = {}

    @property
    def facts(self) -> GraphFacts:
        """What is known of the graph that answers now; raises ``ProblemRaised`` where none is loaded yet."""
        facts: GraphFacts | None = self.pool.told
        if facts is None:
            raise _NO_ENGINE.raised()
        return facts

    async def run(self, request: Request, task: Any, *, text: str = "") -> Outcome:
        """Run a task for a client; raises ``ProblemRaised`` for everything but an answer."""
        async with self._place_for(_client(request)):
            started = time.monotonic()
            try:
                outcome = await _while_connected(
                    request, self.pool.run(task, time_limit_s=self.settings.query_time_limit_s)
                )
            except StoreDamaged as error:
                _LOG.error("no engine: %s", error)
                raise _NO_ENGINE.raised() from None
            request.state.engine_s = time.monotonic() - started
        if outcome.kind != "done":
            raise _stopped(outcome, self.settings).raised()
        if isinstance(outcome.header, Refusal):
            refusal = outcome.header
            raise of_error(
                refusal.kind, refusal.what, where=refusal.where, mend=refusal.mend, text=text
            ).raised()
        return outcome

    @asynccontextmanager
    async def _place_for(self, client: str) -> AsyncIterator[None]:
        """Let one client have at most its share of the workers; one more waits for a moment."""
        limit = self.settings.client_tasks
        share = self._shares.setdefault(client, _Share(asyncio.Semaphore(limit)))
        share.users += 1
        try:
            try:
                await asyncio.wait_for(share.places.acquire(), _SHARE_WAIT_S)
            except TimeoutError:
                raise _too_many(limit).raised() from None
            try:
                yield
            finally:
                share.places.release()
        finally:
            share.users -= 1
            if not share.users:
                del self._shares[client]


@dataclass
class _Share:
    """The places that one client has in the pool, and how many of its requests hold one or wait."""

    places: asyncio.Semaphore
    users: int = 0


def _too_many(limit: int) -> Problem:
    return Problem(
        "too-many-requests",
        429,
        "You have as many queries at work as one client may have",
        f"{limit} at a time; send the next one when one is answered.",
        headers={"Retry-After": "1"},
    )


def _client(request: Request) -> str:
    return client_of(request.client.host if request.client else "")


async def _while_connected(request: Request, running: Awaitable[Outcome]) -> Outcome:
    """Wait for an outcome; a client that goes away frees its worker."""
    task = asyncio.ensure_future(running)
    try:
        while True:
            done, _ = await asyncio.wait({task}, timeout=_GONE_CHECK_S)
            if done:
                return task.result()
            if await request.is_disconnected():
                raise Problem("client-closed", 499, "The client closed the connection").raised()
    finally:
        if not task.done():
            task.cancel()


_NO_ENGINE = Problem(
    "no-engine", 503, "The server has no graph to ask at present", headers={"Retry-After": "5"}
)
_BUSY = Problem(
    "server-busy",
    503,
    "All workers were busy until the time of this query was over",
    headers={"Retry-After": "5"},
)


_CLOSING = Problem(
    "server-closing", 503, "The server is being ended", headers={"Retry-After": "10", "Connection": "close"}
)


def _stopped(outcome: Outcome, settings: Settings) -> Problem:
    if outcome.kind in ("busy", "closing"):
        return _BUSY if outcome.kind == "busy" else _CLOSING
    limits = {
        "late": f"it ran longer than {settings.query_time_limit_s:g} s",
        "memory": f"it needed more than {settings.query_memory_limit_mb} MiB",
        "crashed": f"it ended its worker: over {settings.query_memory_limit_mb} MiB, or nested too deeply",
    }
    why = limits.get(outcome.kind)
    if why is None:
        _LOG.error("a task failed in its worker: %s", outcome.header)
        return of_error("", "the query failed in the engine; the log has more")
    mend = "Narrow it: connect its patterns, ask for fewer rows, or page with LIMIT and OFFSET."
    return Problem("query-stopped", 503, "The query was stopped", why, {"mend": mend})


@dataclass(frozen=True)
class Body:
    """A whole answer, before it is sent."""

    content: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...] = ()
    #: The content as gzip, where that is kept and need not be worked out for each client.
    zipped: bytes | None = None


def zip_content(content: bytes) -> bytes:
    """Return content as gzip; the same content gives the same bytes."""
    return gzip.compress(content, _COMPRESSION_LEVEL, mtime=0)


def etag_of(facts: GraphFacts, *parts: str) -> str:
    """Return the strong tag of an answer: the same graph, query and format give the same bytes."""
    digest = hashlib.sha256("\0".join((facts.digest, *parts)).encode(errors="surrogatepass"))
    return digest.hexdigest()[:32]


def has_it(request: Request, tag: str) -> str | None:
    """Return the tag in the form that the client has the answer under, None where it has not.

    ``*`` is taken for no tag: whether there is an answer at all, only the query itself can tell.
    """
    header = request.headers.get("if-none-match", "")
    known = {one.strip().removeprefix("W/").strip('"') for one in header.split(",")}
    return next((form for form in (tag, f"{tag}-gzip") if form in known), None)


def not_modified(tag: str) -> Response:
    """Return 304 for a client that has the answer."""
    return Response(status_code=304, headers={"ETag": f'"{tag}"', **_FOR_CACHES, **CORS})


VARY = "Accept, Accept-Encoding"
#: A cache may keep an answer, and asks with its tag before it sends it again.
_FOR_CACHES = {"Vary": VARY, "Cache-Control": "no-cache"}


class _Zipped(Response):
    """A response that is compressed as it is sent, in a thread, so that no other client waits for that."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.body = await asyncio.to_thread(zip_content, bytes(self.body))
        self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


def respond(request: Request, body: Body, tag: str) -> Response:
    """Send an answer, compressed where the client takes that; HEAD gets its headers."""
    content, headers = body.content, {**_FOR_CACHES, **CORS, **dict(body.headers)}
    if len(content) >= _COMPRESSED_FROM_BYTES and _takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
        tag = f"{tag}-gzip"
    headers["ETag"] = f'"{tag}"'
    kind = _Zipped if "Content-Encoding" in headers else Response
    if kind is _Zipped and body.zipped is not None:
        content, kind = body.zipped, Response
    response = kind(content, media_type=None, headers=headers)
    response.headers["Content-Type"] = body.content_type
    if request.method == "HEAD":
        return Response(headers=_of_head(response))
    return response


def for_once(response: Response) -> Response:
    """Return a response that no cache may keep: the same question may have another answer next time."""
    del response.headers["ETag"]
    response.headers["Cache-Control"] = "no-store"
    return response


def _of_head(response: Response) -> dict[str, str]:
    """Return the headers of the answer to GET; the length of a compressed one is not worked out for HEAD."""
    headers = dict(response.headers)
    if "content-encoding" in headers:
        del headers["content-length"]
    return headers


def _takes_gzip(request: Request) -> bool:
    wishes = {}
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, parameter = part.partition(";")
        wishes[name.strip()] = parameter.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return wishes.get("gzip", wishes.get("*", False))
