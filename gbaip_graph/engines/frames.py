"""Messages between the server and its engine host: a header and a body, by length, over one socket.

Both ends are our own processes, so headers are pickled. It opens no socket itself. Long bodies take a shorter
way: the worker writes them into memory that the server made, and reads from when it is told.
"""

from __future__ import annotations

import os
import pickle
import struct
import tempfile
from dataclasses import dataclass
from typing import Any

#: Lengths of header and body in bytes, in network order.
LENGTHS = struct.Struct("!IQ")
# What the memory for a body may keep between two answers, so that the usual ones need not get it anew.
_KEPT_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Job:
    """A task with its number and the seconds in which it must have ended, waiting for a worker included."""

    number: int
    task: Any
    time_limit_s: float


@dataclass(frozen=True)
class Cancel:
    """The client of this job is gone."""

    number: int


@dataclass(frozen=True)
class Shared:
    """A body that the worker of a slot has put into the memory that the server shares with it."""

    slot: int
    length: int


@dataclass(frozen=True)
class Taken:
    """The server has taken the body of a slot, whose worker may now have the next job."""

    slot: int


@dataclass(frozen=True)
class Finished:
    """What became of a job; ``detail`` says more, and ``body`` where the body is, unless it comes along.

    ``kind`` is done, late, busy (no worker was free in time), memory, crashed, cancelled or failed.
    """

    number: int
    kind: str
    detail: Any = None
    body: Shared | None = None


@dataclass(frozen=True)
class Ready:
    """The host has loaded its state and forked its workers; ``told`` is what the loader says of it."""

    told: Any


@dataclass(frozen=True)
class NotLoaded:
    """The host has nothing to load; the text says what is wrong and how to mend it."""

    text: str


def pack(header: object, body: bytes = b"") -> bytes:
    """Return a whole message."""
    packed = pickle.dumps(header, pickle.HIGHEST_PROTOCOL)
    return b"".join((LENGTHS.pack(len(packed), len(body)), packed, body))


def unpack_header(packed: bytes) -> Any:
    """Return the header of a message that one of our own processes sent."""
    return pickle.loads(packed)  # noqa: S301 - both ends are ours


def shared_memory() -> int:
    """Return the descriptor of a file without a name, in memory where the system has that."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("gbaip-body")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def put(body: bytes, descriptor: int) -> None:
    """Write a body into shared memory; raises ``OSError`` where it does not fit."""
    rest, at = memoryview(body), 0
    while rest:
        written = os.pwrite(descriptor, rest, at)
        rest, at = rest[written:], at + written


def take(descriptor: int, length: int) -> bytes:
    """Return a body from shared memory, and give memory that is large back to the system."""
    parts = [os.pread(descriptor, length, 0)]
    while (left := length - sum(map(len, parts))) > 0:
        part = os.pread(descriptor, left, length - left)
        if not part:
            raise EOFError("the body is shorter than it is said to be")
        parts.append(part)
    if length > _KEPT_BYTES:
        os.ftruncate(descriptor, 0)
    return parts[0] if len(parts) == 1 else b"".join(parts)
