"""Connections that must keep moving: uvicorn's HTTP protocol with limits on what a client may leave open.

uvicorn waits without end for the head of a request and for a client that reads no answer, and lets one
client open any number of connections. Bodies are the matter of ``gate``.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import Counter
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from gbaip_graph.serve.clients import client_of
from gbaip_graph.serve.kept import HEAD_KEY, KeptAnswer, KeptAnswers
from gbaip_graph.serve.problems import Problem

# 6 KiB a second in the usual ten: slower than any line that is in use.
_LEAST_PROGRESS_BYTES = 64 * 1024
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # struct linger: on, for no time


class LimitedConnection(H11Protocol):
    """One connection; ``limited`` makes the class with the limits of a server."""

    read_limit_s: ClassVar[float] = 10.0
    client_connections: ClassVar[int] = 64
    head_limit_bytes: ClassVar[int] = 32 * 1024
    kept: ClassVar[KeptAnswers | None] = None
    _open: ClassVar[Counter[str]] = Counter()

    _peer: str | None = None
    _head_timer: asyncio.TimerHandle | None = None
    _stall_timer: asyncio.TimerHandle | None = None
    _sent_at = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, and close it where its client has too many."""
        super().connection_made(transport)
        peer = client_of(self.client[0] if self.client else "")
        if self._open[peer] >= self.client_connections:
            transport.abort()
            return
        self._peer = peer
        self._open[peer] += 1
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection and its timers."""
        super().connection_lost(exc)
        self._head_timer = _cancelled(self._head_timer)
        self._stall_timer = _cancelled(self._stall_timer)
        if self._peer is not None:
            self._open[self._peer] -= 1
            if not self._open[self._peer]:
                del self._open[self._peer]
            self._peer = None

    # ------------------------------------------------------------------ requests that come again

    def data_received(self, data: bytes) -> None:
        """Answer a request that came before by what is kept, else read on, for a limited time."""
        kept = self.kept if self._is_whole_request(data) else None
        if kept is not None and (answer := kept.find(data)) is not None:
            started = self.loop.time()
            self._send_kept(answer, started)
            kept.count(answer.route, answer.status, self.loop.time() - started)
            return
        before = self.cycle
        super().data_received(data)
        if kept is not None and self.cycle is not before:
            self.scope[HEAD_KEY] = data  # type: ignore[literal-required]
        self._watch_head()

    def _is_whole_request(self, data: bytes) -> bool:
        """Say whether these bytes are a head, and nothing waits to be read or written before it."""
        return (
            data.startswith(b"GET ")
            and data.find(b"\r\n\r\n") == len(data) - 4
            and b" HTTP/1.1\r\n" in data
            and (self.cycle is None or self.cycle.response_complete)
            and self.conn.our_state is h11.IDLE
            and self.conn.their_state is h11.IDLE
            and not self.conn.trailing_data[0]
            and not self.transport.is_closing()
            and not self.transport.get_write_buffer_size()
        )

    def _send_kept(self, answer: KeptAnswer, now: float) -> None:
        self._sent_at = now
        dated = b"".join(b"%b: %b\r\n" % pair for pair in self.server_state.default_headers)
        self.transport.write(b"".join((answer.first_line, dated, answer.rest)))
        self.server_state.total_requests += 1
        if self.timeout_keep_alive_task is None:
            self._wait_for_next(self.timeout_keep_alive)

    def _wait_for_next(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection where nothing came for a while; kept answers put that off."""
        left_s = self._sent_at + self.timeout_keep_alive - self.loop.time()
        if left_s > 0:
            self._wait_for_next(left_s)
        else:
            super().timeout_keep_alive_handler()

    # ------------------------------------------------------------------ heads that do not come to an end

    def _watch_head(self) -> None:
        """Give the head of a request a limit of time from its first byte."""
        if self.conn.their_state is not h11.IDLE or self.transport.is_closing():
            self._head_timer = _cancelled(self._head_timer)
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(self.read_limit_s, self._head_late)

    def _head_late(self) -> None:
        self._head_timer = None
        is_between_requests = self.timeout_keep_alive_task is not None
        if self.conn.their_state is h11.IDLE and not is_between_requests:
            waited = f"{self.read_limit_s:g} s are waited."
            self._refuse(Problem("too-slow", 408, "The request did not arrive in time", waited))

    # ------------------------------------------------------------------ answers that are not read

    def pause_writing(self) -> None:
        """Begin to look at whether the client reads."""
        super().pause_writing()
        self._watch_reading(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Stop looking: the client has read nearly everything."""
        super().resume_writing()
        self._stall_timer = _cancelled(self._stall_timer)

    def _watch_reading(self, left_bytes: int) -> None:
        _cancelled(self._stall_timer)
        self._stall_timer = self.loop.call_later(self.read_limit_s, self._look_at_reading, left_bytes)

    def _look_at_reading(self, before_bytes: int) -> None:
        left_bytes = self.transport.get_write_buffer_size()
        if left_bytes > max(0, before_bytes - _LEAST_PROGRESS_BYTES):
            # Without this the kernel would go on to offer the client what it has in its own buffers.
            connection = self.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self.transport.abort()
        else:
            self._watch_reading(left_bytes)

    # ------------------------------------------------------------------ what is no HTTP

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be read as a request with a problem, and close."""
        if len(self.conn.trailing_data[0]) > self.head_limit_bytes:
            most = f"At most {self.head_limit_bytes} bytes are read; send a long query with POST."
            self._refuse(Problem("head-too-long", 431, "The head of the request is too long", most))
        else:
            self._refuse(Problem("bad-request", 400, "This is no HTTP request", msg))

    def _refuse(self, problem: Problem) -> None:
        """Send a problem where nothing has been sent yet; whatever the application says later is dropped."""
        cycle = self.cycle
        is_at_work = cycle is not None and not cycle.response_complete
        if not (is_at_work and cycle.response_started) and self.conn.our_state in (
            h11.IDLE,
            h11.SEND_RESPONSE,
        ):
            response = problem.response()
            headers = [*response.raw_headers, (b"connection", b"close")]
            head = h11.Response(status_code=response.status_code, headers=headers)
            for event in (head, h11.Data(data=bytes(response.body)), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        if is_at_work:
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.close()


def _cancelled(timer: asyncio.TimerHandle | None) -> asyncio.TimerHandle | None:
    """Cancel a timer and return what stands for none."""
    if timer is not None:
        timer.cancel()
    return None


def limited(
    *,
    read_limit_s: float,
    client_connections: int,
    head_limit_bytes: int,
    kept: KeptAnswers | None = None,
) -> type[LimitedConnection]:
    """Return the protocol with these limits, as ``uvicorn.Config(http=...)`` takes it."""
    limits: dict[str, Any] = {
        "kept": kept,
        "read_limit_s": read_limit_s,
        "client_connections": client_connections,
        "head_limit_bytes": head_limit_bytes,
        "_open": Counter(),
    }
    return type("LimitedConnection", (LimitedConnection,), limits)
