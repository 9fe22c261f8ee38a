"""What the workers do in the tests of the pool: answer, run on, crash, and try what no query may."""

from __future__ import annotations

import ctypes
import os
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class State:
    """What is loaded; ``told`` is the digest that the server learns."""

    told: str


def load(argument: str) -> State:
    """Load a graph whose digest is its name; ``broken`` cannot be loaded."""
    if argument == "broken":
        raise SystemExit(1)
    return State(argument)


def perform(state: State, task: tuple[str, object]) -> tuple[object, bytes]:
    """Do what the task names."""
    name, value = task
    header, body = _TASKS[name](value)
    return header or state.told, body


def _long(path: object) -> tuple[object, bytes]:
    assert path is None
    while True:
        pass


def _slow(seconds: object) -> tuple[object, bytes]:
    time.sleep(float(str(seconds)))
    return None, b"slow"


def _slow_with_a_large_header(bytes_wanted: object) -> tuple[object, bytes]:
    time.sleep(0.3)
    return bytes(int(str(bytes_wanted))), b""


def _shared_memories(_: object) -> tuple[object, bytes]:
    """Say how many memories for bodies this worker has open; it can list no folder."""
    opened = 0
    for descriptor in range(256):
        with suppress(OSError):
            opened += "gbaip-body" in os.readlink(f"/proc/self/fd/{descriptor}")
    return opened, b""


def _niceness(seconds: object) -> tuple[object, bytes]:
    time.sleep(float(str(seconds)))
    return str(os.getpriority(os.PRIO_PROCESS, 0)), b""


def _crash(_: object) -> tuple[object, bytes]:
    os.abort()


def _memory(bytes_wanted: object) -> tuple[object, bytes]:
    return len(bytearray(int(str(bytes_wanted)))), b""


def _file(path: object) -> tuple[object, bytes]:
    return None, Path(str(path)).read_bytes()


def _socket(port: object) -> tuple[object, bytes]:
    with socket.create_connection(("127.0.0.1", int(str(port)))):
        return None, b"connected"


def _raised(_: object) -> tuple[object, bytes]:
    raise ValueError("wrong")


def _stubborn(_: object) -> tuple[object, bytes]:
    """Run where Python cannot look at signals, as an engine does."""
    ctypes.CDLL(None).sleep(60)
    return None, b""


_TASKS = {
    "echo": lambda value: (None, bytes(value)),
    "pid": lambda _: (os.getpid(), b""),
    "parent": lambda _: (os.getppid(), b""),
    "long": _long,
    "slow": _slow,
    "slow with a large header": _slow_with_a_large_header,
    "shared memories": _shared_memories,
    "niceness": _niceness,
    "crash": _crash,
    "memory": _memory,
    "file": _file,
    "socket": _socket,
    "raised": _raised,
    "stubborn": _stubborn,
}
