"""A client that speaks bytes, not HTTP, for what no well-made client would send."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


@dataclass(frozen=True)
class Conversation:
    """All that came back until the server closed the connection, or nothing more came."""

    received: bytes
    is_closed: bool

    @property
    def statuses(self) -> list[int]:
        """The status of each answer."""
        return [int(found) for found in _STATUS.findall(self.received)]

    @property
    def problem(self) -> dict[str, object]:
        """The problem that the last answer is."""
        head, _, body = self.received.rpartition(b"\r\n\r\n")
        assert b"application/problem+json" in head, self.received[:500]
        document: dict[str, object] = json.loads(body)
        return document


def connect(address: str, source: str = "127.0.0.1") -> socket.socket:
    """Open a connection, from an address of the loopback network that stands for a client."""
    parts = urlsplit(address)
    assert parts.hostname is not None
    return socket.create_connection(
        (parts.hostname, parts.port or 80), timeout=30, source_address=(source, 0)
    )


def converse(
    address: str, pieces: bytes | Iterable[bytes], *, patience_s: float = 15, source: str = "127.0.0.1"
) -> Conversation:
    """Send bytes, piece by piece, and read until the end or until nothing comes for so long."""
    with connect(address, source) as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                connection.sendall(piece)
        return read_all(connection, patience_s)


def read_all(connection: socket.socket, patience_s: float) -> Conversation:
    """Read until the server closes the connection, or until nothing comes for so long."""
    connection.settimeout(patience_s)
    received = bytearray()
    try:
        while part := connection.recv(65536):
            received += part
    except TimeoutError:
        return Conversation(bytes(received), is_closed=False)
    except ConnectionResetError:
        pass
    return Conversation(bytes(received), is_closed=True)


@dataclass(frozen=True)
class Reply:
    """One whole answer: its status, its head as it came, and its body."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, ``""`` where it is not there; names in the head are in small letters."""
        return self.head.partition(f"\r\n{name}: ".encode())[2].partition(b"\r\n")[0].decode("latin-1")


class Line:
    """A connection for one request after another; it costs a tenth of what a whole client does."""

    def __init__(self, address: str, source: str = "127.0.0.1") -> None:
        self._connection = connect(address, source)
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection.settimeout(60)
        self._rest = b""

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        """Ask for an address, whose parameters are encoded already."""
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        return self.ask(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode())

    def query(self, text: str, **headers: str) -> Reply:
        """Ask a SPARQL query in the body."""
        body = text.encode()
        told = {"Content_Type": "application/sparql-query", "Content_Length": str(len(body)), **headers}
        more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in told.items())
        return self.ask(f"POST /sparql HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode() + body)

    def ask(self, request: bytes) -> Reply:
        """Send a request and read its answer, which has to tell its length."""
        self._connection.sendall(request)
        received = bytearray(self._rest)
        while (end := received.find(b"\r\n\r\n")) < 0:
            received += self._more()
        head = bytes(received[: end + 2])
        length = int(head.lower().partition(b"\r\ncontent-length: ")[2].partition(b"\r\n")[0] or 0)
        parts, held = [bytes(received[end + 4 :])], len(received) - end - 4
        while held < length:
            parts.append(self._more())
            held += len(parts[-1])
        whole = b"".join(parts)
        self._rest = whole[length:]
        return Reply(int(head[9:12]), head, whole[:length])

    def _more(self) -> bytes:
        part = self._connection.recv(1 << 20)
        if not part:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        return part
