"""A client of one connection that is kept open: sends bytes, and only counts what comes.

For ``benchmarks.serve_speed``; it costs each server the same few microseconds a request, and reads no JSON.
"""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

_READ_BYTES = 1 << 18
_PATIENCE_S = 120.0
#: Stands in a query where each request is to be one that no server has answered before.
NUMBER = "NUMBER"


@dataclass(frozen=True)
class Target:
    """Where a server is asked: port of the loopback address, path, and headers beside the usual ones."""

    port: int
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """One answer: its status, its headers by small names, its body as it came through any chunks."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Run:
    """What one client did: seconds of each request, its own seconds of CPU, and what was no answer."""

    seconds: Sequence[float]
    cpu_s: float
    faults: Sequence[str] = ()

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / sum(self.seconds)


class Connection:
    """A connection from an address of the loopback network, which stands for a client."""

    def __init__(self, target: Target, source: str) -> None:
        self._target = target
        self._socket = socket.create_connection(
            ("127.0.0.1", target.port), timeout=_PATIENCE_S, source_address=(source, 0)
        )
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def ask(self, request: bytes) -> Answer:
        """Send a request and read its whole answer."""
        self._socket.sendall(request)
        received = bytearray()
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        status, headers = _head(bytes(received[:end]))
        del received[: end + 4]
        if status in (204, 304):
            return Answer(status, headers, b"")
        if "content-length" in headers:
            return Answer(status, headers, self._measured(received, int(headers["content-length"])))
        return Answer(status, headers, self._chunked(received))

    def _measured(self, received: bytearray, length: int) -> bytes:
        parts = [bytes(received)]
        left = length - len(received)
        while left > 0:
            parts.append(self._more())
            left -= len(parts[-1])
        return b"".join(parts)

    def _chunked(self, received: bytearray) -> bytes:
        while received != b"0\r\n\r\n" and not received.endswith(b"\r\n0\r\n\r\n"):
            received += self._more()
        return bytes(received)

    def _more(self) -> bytes:
        part = self._socket.recv(_READ_BYTES)
        if not part:
            raise ConnectionError("the server closed the connection")
        return part


def _head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, _, value in pairs}


def requests(target: Target, query: str, more: Mapping[str, str] | None = None) -> Iterator[bytes]:
    """Return GET requests of a query without end, numbered where it has a place for that."""
    headers = {
        "Host": "127.0.0.1",
        "Accept": "application/sparql-results+json",
        **target.headers,
        **(more or {}),
    }
    tail = " HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    start = f"GET {target.path}?query="
    # Numbers that no other round has used: the clock's.
    for number in itertools.count(time.monotonic_ns()):
        yield (start + quote(query.replace(NUMBER, str(number)), safe="") + tail).encode()


def ask_until(
    target: Target, query: str, source: str, span: tuple[float, float], headers: Mapping[str, str]
) -> Run:
    """Ask again and again from one moment of the clock to another; the last answer is waited for."""
    (start, end), seconds, faults = span, list[float](), list[str]()
    with Connection(target, source) as connection:
        making = requests(target, query, headers)
        time.sleep(max(0.0, start - time.monotonic()))
        cpu_s = time.process_time()
        while (before := time.monotonic()) < end or not seconds:
            answer = connection.ask(next(making))
            seconds.append(time.monotonic() - before)
            if answer.status not in (200, 304):
                faults.append(f"{answer.status} {answer.body[:300]!r}")
        cpu_s = time.process_time() - cpu_s
    return Run(seconds, cpu_s, faults)
