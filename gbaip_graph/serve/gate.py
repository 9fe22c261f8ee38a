"""What a request must keep to before any route sees it: length and speed of its body, one length.

ASGI middleware; uvicorn has neither limit, and reads a request that tells its length in two ways.
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gbaip_graph.serve.problems import Problem

# Enough to read an answer; what is sent in this time is thrown away.
_LINGER_S = 2.0
#: It is written into addresses in answers, so it is held to https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2
_HOST = re.compile(rb"[A-Za-z0-9._~\-]{0,255}(?::\d{0,5})?\Z|\[[0-9A-Fa-f:.]{2,45}\](?::\d{0,5})?\Z")


class Gate:
    """Refuses bodies that are too long, too slow, compressed or of unsure length."""

    def __init__(self, app: ASGIApp, *, body_limit_bytes: int, read_limit_s: float) -> None:
        self._app = app
        self._limit = body_limit_bytes
        self._read_limit_s = read_limit_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its body read, or answer with the problem and close the connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        problem = self._refuses(scope)
        body = b""
        if problem is None:
            try:
                body = await asyncio.wait_for(self._read(receive), self._read_limit_s)
            except _TooLong:
                problem = self._too_long()
            except TimeoutError:
                problem = Problem(
                    "too-slow",
                    408,
                    "The request did not arrive in time",
                    f"{self._read_limit_s:g} s are waited.",
                )
            except _Gone:
                return  # what has arrived is no whole request; it is not to be run
        if problem is not None:
            await _refuse(problem, receive, send)
            return
        await self._app(scope, _Replay(body, receive), send)

    def _refuses(self, scope: Scope) -> Problem | None:
        headers = [(name.lower(), value) for name, value in scope["headers"]]
        lengths = [value for name, value in headers if name == b"content-length"]
        is_chunked = any(name == b"transfer-encoding" for name, _ in headers)
        if scope["http_version"] not in ("1.0", "1.1"):
            return Problem("bad-request", 400, "This version of HTTP is not spoken")
        if len(lengths) > 1 or (lengths and is_chunked):
            return Problem("bad-request", 400, "The request tells its length in two ways")
        if any(
            name == b"content-encoding" and value.strip().lower() != b"identity" for name, value in headers
        ):
            return Problem("unsupported-encoding", 415, "Compressed bodies are not read")
        if any(name == b"host" and not _HOST.match(value) for name, value in headers):
            return Problem("bad-request", 400, "The Host header is no name of a host")
        if lengths and (not lengths[0].isdigit() or int(lengths[0]) > self._limit):
            return self._too_long()
        return None

    def _too_long(self) -> Problem:
        return Problem("body-too-long", 413, "The body is too long", f"At most {self._limit} bytes are read.")

    async def _read(self, receive: Receive) -> bytes:
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            body += message.get("body", b"")
            if len(body) > self._limit:
                raise _TooLong
            if not message.get("more_body", False):
                return bytes(body)


async def _refuse(problem: Problem, receive: Receive, send: Send) -> None:
    """Send the problem, then let the client come to the end of what it is sending, for a little while.

    A connection that is closed with bytes unread is reset, and the client may never see the answer.
    """
    response = problem.response()
    response.headers["Connection"] = "close"
    await send(
        {"type": "http.response.start", "status": response.status_code, "headers": response.raw_headers}
    )
    await send({"type": "http.response.body", "body": bytes(response.body), "more_body": True})
    with suppress(TimeoutError):
        await asyncio.wait_for(_drop(receive), _LINGER_S)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _drop(receive: Receive) -> None:
    while (message := await receive())["type"] == "http.request" and message.get("more_body", False):
        pass


class _TooLong(Exception):
    pass


class _Gone(Exception):
    pass


class _Replay:
    """Gives a body that was read once more, then what the connection says."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}
