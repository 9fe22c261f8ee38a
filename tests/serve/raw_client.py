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
