"""A graph behind a SPARQL 1.1 endpoint, for graphs that have outgrown one machine.

For ``--store URL``. An answer that is late, cut, no SPARQL result or from elsewhere is an error, never a part
of an answer. https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import httpx

from gbaip_graph.ask.remote_answers import ROWS_TYPE, TRIPLES_TYPE, Broken, read_rows, read_triples
from gbaip_graph.engines.answers import Answered, Solutions, as_rows, as_triples
from gbaip_graph.engines.sparql_text import Token, significant, tokenize
from gbaip_graph.errors import InvalidValue, QueryRefused, StoreFailed
from gbaip_graph.turtle.terms import Triple

ANSWER_LIMIT_BYTES = 64 * 1024 * 1024  # as much as a person or a program wants to be sent at once
CONNECT_LIMIT_S = 5.0  # a store that does not take a connection by then is down
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_OPENING, _CLOSING = frozenset("{("), frozenset("})")
_SHOWN_CHARACTERS = 200
# Virtuoso says so where its "anytime" limit or its limit of rows has cut an answer that looks whole.
_CUT_HEADERS = ("x-sql-state", "x-sparql-maxrows")
_MEND = "Check the address and the store; its own log may say more."
_T = TypeVar("_T")


@dataclass(frozen=True)
class _Received:
    """A whole HTTP answer; whether its end was told, by its length or by its last chunk."""

    status: int
    media_type: str
    is_cut: bool
    has_told_its_end: bool
    by_virtuoso: bool
    body: bytes


class RemoteGraph:
    """An endpoint, asked with a deadline for each query, and where it is given one for all together."""

    is_remote = True
    endpoints: frozenset[str] = frozenset()

    def __init__(
        self,
        address: str,
        *,
        time_limit_s: float,
        total_limit_s: float | None = None,
        limit_bytes: int = ANSWER_LIMIT_BYTES,
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidValue(
                f"{address!r} is no address of an endpoint",
                mend="Write one such as http://localhost:7878/query.",
            )
        self._address = address
        self._time_limit_s = time_limit_s
        self._ends_at = None if total_limit_s is None else time.monotonic() + total_limit_s
        self._limit_bytes = limit_bytes
        self._by_virtuoso = False
        self._is_abandoned = False
        self._asking: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None

    def query(self, text: str) -> Answered:
        """Answer a query of any form; one from outside must have passed the guard.

        Raises ``QueryRefused`` where the store does not take the query, ``StoreFailed`` for everything else.
        """
        form = _form(text)
        if form not in ("SELECT", "ASK"):
            return self._read(read_triples, self._post(text, TRIPLES_TYPE))
        repeating = _with_repeats(text)
        answer = self._post(repeating if repeating and self._by_virtuoso else text, ROWS_TYPE)
        if repeating and answer.by_virtuoso and not self._by_virtuoso:
            self._by_virtuoso = True
            answer = self._post(repeating, ROWS_TYPE)
        found = self._read(read_rows, answer)
        if isinstance(found, bool) is (form == "SELECT"):
            self._fail("sent the answer to another form of query", "broken")
        if repeating and isinstance(found, Solutions):
            return Solutions(found.variables, tuple(dict.fromkeys(found.rows)))
        return found

    def select(self, text: str) -> Solutions:
        """Answer a SELECT query."""
        return as_rows(self.query(text))

    def construct(self, text: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE query."""
        return as_triples(self.query(text))

    def abandon(self) -> None:
        """End what is being asked, from another thread; every later query fails at once."""
        self._is_abandoned = True
        if (asking := self._asking) is not None:
            loop, task = asking
            if not loop.is_closed():
                loop.call_soon_threadsafe(task.cancel)

    def _post(self, text: str, accept: str) -> _Received:
        try:
            answer = _run(self._fetch(text, accept))
        except (TimeoutError, httpx.TimeoutException):
            self._fail(f"did not answer within {self._time_limit_s:g} s", "timeout")
        except httpx.HTTPError as error:
            self._fail(f"cannot be asked: {error}", "unreachable")
        except asyncio.CancelledError:
            self._fail("is not waited for any longer", "abandoned")
        self._judge(answer, accept)
        return answer

    async def _fetch(self, text: str, accept: str) -> _Received:
        """Send a query and read the whole answer; one that drips is late, however lively it seems."""
        task = asyncio.current_task()
        if task is None or self._is_abandoned:
            raise asyncio.CancelledError
        self._asking = asyncio.get_running_loop(), task
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        timeout = httpx.Timeout(self._time_limit_s, connect=CONNECT_LIMIT_S)
        try:
            async with (
                asyncio.timeout(self._time_left_s()),
                httpx.AsyncClient(
                    follow_redirects=False, timeout=timeout, trust_env=False, verify=_tls()
                ) as client,
                client.stream("POST", self._address, data={"query": text}, headers=headers) as answer,
            ):
                return _received(answer, await self._body(answer))
        finally:
            self._asking = None

    def _time_left_s(self) -> float:
        if self._ends_at is None:
            return self._time_limit_s
        return max(0.0, min(self._time_limit_s, self._ends_at - time.monotonic()))

    async def _body(self, answer: httpx.Response) -> bytes:
        body = bytearray()
        async for part in answer.aiter_bytes():
            body += part
            if len(body) > self._limit_bytes:
                self._fail(f"sent more than {self._limit_bytes / 1024**2:g} MiB", "too-long")
        return bytes(body)

    def _judge(self, answer: _Received, accept: str) -> None:
        shown = " ".join(answer.body[:_SHOWN_CHARACTERS].decode(errors="replace").split())
        if answer.status == httpx.codes.BAD_REQUEST:
            raise QueryRefused(f"the store does not take the query: {shown}", where=self._address)
        if 300 <= answer.status < 400:
            self._fail(f"leads elsewhere with {answer.status}; redirects are not followed", "redirect")
        if answer.status != httpx.codes.OK:
            self._fail(f"answered {answer.status}: {shown}", "status")
        if answer.media_type != accept and not (
            accept == ROWS_TYPE and answer.media_type == "application/json"
        ):
            self._fail(f"sent {answer.media_type or 'no media type'}, not {accept}", "media-type")
        if answer.is_cut:
            self._fail("says that it has sent only a part of its answer", "part")
        # Half of some triples are triples too, so that only HTTP can tell whether they are all.
        if accept == TRIPLES_TYPE and not answer.has_told_its_end:
            self._fail("does not tell where its answer ends", "part")

    def _read(self, read: Callable[[bytes], _T], answer: _Received) -> _T:
        try:
            return read(answer.body)
        except Broken as error:
            self._fail(f"sent {error}", "broken")

    def _fail(self, what: str, kind: str) -> NoReturn:
        raise StoreFailed(f"the store {what}", where=self._address, mend=_MEND, kind=kind) from None


def _received(answer: httpx.Response, body: bytes) -> _Received:
    headers = answer.headers
    return _Received(
        status=answer.status_code,
        media_type=headers.get("content-type", "").partition(";")[0].strip(),
        is_cut=any(name in headers for name in _CUT_HEADERS),
        has_told_its_end="content-length" in headers or "transfer-encoding" in headers,
        by_virtuoso=headers.get("server", "").startswith("Virtuoso"),
        body=body,
    )


@cache
def _tls() -> ssl.SSLContext:
    """Read the certificates of the system once; that takes longer than most queries."""
    return ssl.create_default_context()


def _run(asking: Coroutine[Any, Any, _T]) -> _T:
    """Wait for what is asked, also where this thread has a loop of its own, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(asking)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asking).result()


def _form(text: str) -> str:
    words = (token.text.upper() for token in significant(tokenize(text)) if token.kind == "word")
    return next((word for word in words if word in _FORMS), "SELECT")


def _with_repeats(text: str) -> str:
    """Return a SELECT DISTINCT that may repeat rows, ``""`` where repeats cannot be left out afterwards.

    Virtuoso 7.2.5 repeats rows with empty cells under DISTINCT, and loses cells in them, but answers the same
    query with REDUCED well. Where LIMIT or OFFSET counts rows, they have to be the store's.
    """
    outer = list(_outermost(significant(tokenize(text))))
    words = [token.upper for token in outer]
    first = words.index("SELECT") if "SELECT" in words else len(words)
    if "LIMIT" in words or "OFFSET" in words or words[first + 1 : first + 2] != ["DISTINCT"]:
        return ""
    behind = outer[first + 1]
    return text[: behind.start] + "REDUCED" + text[behind.end :]


def _outermost(tokens: tuple[Token, ...]) -> list[Token]:
    depth, found = 0, []
    for token in tokens:
        depth -= token.kind == "mark" and token.text in _CLOSING
        if depth == 0:
            found.append(token)
        depth += token.kind == "mark" and token.text in _OPENING
    return found
