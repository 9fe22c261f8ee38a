"""Answers that are kept as bytes, for a request that comes again byte for byte while the same graph answers.

For connections, which look here before they read any HTTP; most requests to a graph are repeated ones. What
may be kept is told by its strong tag: the same graph, query and format give the same bytes.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Under this key the scope of a request has its head, where the connection found nothing before or behind it.
HEAD_KEY = "gbaip.head"
# A few large answers must not push out many small ones.
_LARGEST_PART = 16
_ENTRY_BYTES = 1024  # about what an entry takes beside its bytes
# A head with one of these is not all of the request, ends the connection, or means something else to another
# client.
_TELLING = frozenset({b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"connection"})
_FORWARDED = b"x-forwarded-"
#: The functions whose answers differ each time: https://www.w3.org/TR/sparql11-query/#func-now and others.
_UNSETTLED = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_STATUS_LINES = {200: b"HTTP/1.1 200 OK\r\n", 304: b"HTTP/1.1 304 Not Modified\r\n"}


@dataclass(frozen=True)
class KeptAnswer:
    """An answer without its date: status, then headers and body; ``graph`` is what it was asked of."""

    graph: object
    status: int
    rest: bytes
    route: str

    @property
    def first_line(self) -> bytes:
        """The status line."""
        return _STATUS_LINES[self.status]


class KeptAnswers:
    """The answers that were asked for last, up to a number of bytes; those of another graph are forgotten.

    ``count`` is told the route, the status and the seconds of each that is sent again.
    """

    def __init__(
        self,
        *,
        limit_bytes: int,
        graph: Callable[[], object],
        count: Callable[[str, int, float], None] = lambda *_: None,
    ) -> None:
        self.count = count
        self.longest = limit_bytes // _LARGEST_PART
        self._limit = limit_bytes
        self._graph = graph
        self._answers: OrderedDict[bytes, KeptAnswer] = OrderedDict()
        self._size = 0

    def graph(self) -> object:
        """Return what stands for the graph that answers now; another load of it is another one."""
        return self._graph()

    def find(self, head: bytes) -> KeptAnswer | None:
        """Return the answer to a request that is the same, byte for byte."""
        answer = self._answers.get(head)
        if answer is None:
            return None
        if answer.graph is not self._graph():
            self._answers.clear()
            self._size = 0
            return None
        self._answers.move_to_end(head)
        return answer

    def keep(self, head: bytes, answer: KeptAnswer) -> None:
        """Keep an answer, and forget the oldest where there are too many bytes."""
        size = _size(head, answer)
        if answer.graph is not self._graph() or size > self.longest:
            return
        if (before := self._answers.pop(head, None)) is not None:
            self._size -= _size(head, before)
        self._answers[head] = answer
        self._size += size
        while self._size > self._limit:
            oldest, forgotten = self._answers.popitem(last=False)
            self._size -= _size(oldest, forgotten)


def _size(head: bytes, answer: KeptAnswer) -> int:
    return len(head) + len(answer.rest) + _ENTRY_BYTES


class Keeping:
    """ASGI middleware that keeps what may be kept; the outermost, so that it sees what is sent."""

    def __init__(self, app: ASGIApp, kept: KeptAnswers) -> None:
        self._app = app
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and keep its answer."""
        head = scope.get(HEAD_KEY)
        if head is None or not _may_be_kept(scope):
            await self._app(scope, receive, send)
            return
        graph, messages = self._kept.graph(), list[Message]()

        async def sent(message: Message) -> None:
            # A whole answer is two; one that is long or comes in pieces is not kept.
            if len(messages) < 3 and len(message.get("body", b"")) <= self._kept.longest:
                messages.append(message)
            await send(message)

        await self._app(scope, receive, sent)
        rest = _rest(messages)
        if rest is not None:
            route = getattr(scope.get("route"), "path", "other")
            self._kept.keep(head, KeptAnswer(graph, messages[0]["status"], rest, route))


def differs_each_time(text: str) -> bool:
    """Say whether a query may have another answer each time, though the graph is the same.

    >>> differs_each_time("SELECT (NOW() AS ?now) {}")
    True
    """
    return _UNSETTLED.search(text) is not None


def _may_be_kept(scope: Scope) -> bool:
    names = [name for name, _ in scope["headers"]]
    if any(name in _TELLING or name.startswith(_FORWARDED) for name in names):
        return False
    return not differs_each_time(unquote_plus(scope["query_string"].decode("latin-1")))


def _rest(messages: list[Message]) -> bytes | None:
    """Return headers and body of a whole answer with a tag, None of any other."""
    if len(messages) != 2 or messages[0]["status"] not in _STATUS_LINES or messages[1].get("more_body"):
        return None
    headers: list[tuple[bytes, bytes]] = messages[0]["headers"]
    body: bytes = messages[1].get("body", b"")
    names = {name.lower() for name, _ in headers}
    if b"etag" not in names or b"connection" in names or (body and b"content-length" not in names):
        return None
    return b"".join(b"%b: %b\r\n" % pair for pair in headers) + b"\r\n" + body
