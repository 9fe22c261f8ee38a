"""What a request must keep to before any route sees it: length and speed of its body, one length.

ASGI middleware; uvicorn has neither limit, and reads a request that tells its length in two ways.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gbaip_graph.serve.problems import Problem


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
        if problem is not None:
            response = problem.response()
            response.headers["Connection"] = "close"
            await response(scope, receive, send)
            return
        await self._app(scope, _Replay(body, receive), send)

    def _refuses(self, scope: Scope) -> Problem | None:
        headers = [(name.lower(), value) for name, value in scope["headers"]]
        lengths = [value for name, value in headers if name == b"content-length"]
        is_chunked = any(name == b"transfer-encoding" for name, _ in headers)
        if len(lengths) > 1 or (lengths and is_chunked):
            return Problem("bad-request", 400, "The request tells its length in two ways")
        if any(
            name == b"content-encoding" and value.strip().lower() != b"identity" for name, value in headers
        ):
            return Problem("unsupported-encoding", 415, "Compressed bodies are not read")
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
                return bytes(body)
            body += message.get("body", b"")
            if len(body) > self._limit:
                raise _TooLong
            if not message.get("more_body", False):
                return bytes(body)


class _TooLong(Exception):
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
