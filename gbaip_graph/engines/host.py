"""The engine host: a process that holds the loaded graph and hands tasks to limited workers forked from it.

Started by ``pool`` as a program of its own, so that no process that serves requests is ever forked. The pool
of workers is pebble's: it ends a worker at its deadline, and makes a new one in its place.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, TimeoutError
from dataclasses import dataclass
from typing import Any

import pebble
from pebble import ProcessExpired, ProcessFuture, ProcessPool

from gbaip_graph.engines.frames import LENGTHS, pack, unpack_header
from gbaip_graph.engines.worker import address_space_bytes

# pebble's own waits before it kills what does not end by itself: three seconds are longer than any query.
_TERM_TIMEOUT_S = 0.05
_OPEN_FILES_LIMIT = 3  # the standard three stay; no new file or socket can be opened; 0 would break poll
_ACCEPTED_FRAME_BYTES = 64 * 1024 * 1024  # a task is a query text and some names; more is a broken peer


@dataclass(frozen=True)
class HostOptions:
    """What the host loads and how it limits its workers.

    ``loader`` and ``performer`` are ``module:function``: the first is called once with ``argument`` and
    returns the state, the second is called in a worker with the state and the task, and returns a picklable
    header and a body.
    """

    loader: str
    performer: str
    argument: Any
    workers: int
    memory_limit_bytes: int


@dataclass(frozen=True)
class Job:
    """A task with its number and the seconds that it may take."""

    number: int
    task: Any
    time_limit_s: float


@dataclass(frozen=True)
class Cancel:
    """The client of this job is gone."""

    number: int


@dataclass(frozen=True)
class Finished:
    """What became of a job: ``kind`` is done, late, crashed, cancelled or failed; ``detail`` says more."""

    number: int
    kind: str
    detail: Any = None


@dataclass(frozen=True)
class Ready:
    """The host has loaded its state and forked its workers; ``told`` is what the loader says of it."""

    told: Any


_STATE: Any = None
_PERFORM: Callable[[Any, Any], tuple[Any, bytes]]


def main() -> None:
    """Serve the socket whose descriptor is the first argument until the other end closes it."""
    connection = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the socket
    options, _ = _receive(connection)
    _load(options)
    pebble.CONSTS.term_timeout = _TERM_TIMEOUT_S
    pool = ProcessPool(
        max_workers=options.workers,
        initializer=_limit_worker,
        initargs=(options.memory_limit_bytes, connection.fileno()),
        context=multiprocessing.get_context("fork"),
    )
    try:
        _Dispatcher(connection, pool).serve()
    finally:
        connection.close()
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _load(options: HostOptions) -> None:
    global _STATE, _PERFORM  # noqa: PLW0603 - what the workers inherit by being forked
    _STATE = _named(options.loader)(options.argument)
    _PERFORM = _named(options.performer)


def _named(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def _limit_worker(memory_limit_bytes: int, server_socket: int) -> None:
    """Take from a fresh worker what a query has no business with: files, sockets, much memory."""
    os.close(server_socket)
    silence = os.open(os.devnull, os.O_WRONLY)  # a crashing engine prints to standard error
    os.dup2(silence, 2)
    os.close(silence)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit = address_space_bytes() + memory_limit_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES_LIMIT, _OPEN_FILES_LIMIT))


def _perform(task: Any) -> tuple[Any, bytes]:
    return _PERFORM(_STATE, task)


class _Dispatcher:
    """Reads jobs from the socket, schedules them, and writes what became of them."""

    def __init__(self, connection: socket.socket, pool: ProcessPool) -> None:
        self._connection = connection
        self._pool = pool
        self._running: dict[int, ProcessFuture[Any]] = {}
        self._writing = threading.Lock()

    def serve(self) -> None:
        self._pool.schedule(_started).result()  # the first job must not wait for the first fork
        told = getattr(_STATE, "told", None)
        self._send(Ready(told))
        while True:
            try:
                message, _ = _receive(self._connection)
            except (EOFError, OSError):
                return
            if isinstance(message, Cancel):
                future = self._running.get(message.number)
                if future is not None:
                    future.cancel()  # type: ignore[no-untyped-call]
            else:
                self._start(message)

    def _start(self, job: Job) -> None:
        future = self._pool.schedule(_perform, args=(job.task,), timeout=job.time_limit_s)
        self._running[job.number] = future
        future.add_done_callback(lambda done: self._finish(job.number, done))

    def _finish(self, number: int, future: Future[Any]) -> None:
        self._running.pop(number, None)
        finished, body = _outcome(number, future)
        self._send(finished, body)

    def _send(self, header: object, body: bytes = b"") -> None:
        with self._writing:
            try:
                self._connection.sendall(pack(header, body))
            except OSError:
                return  # the server is gone; the reading side notices and ends the host


def _started() -> bool:
    return True


def _outcome(number: int, future: Future[Any]) -> tuple[Finished, bytes]:
    try:
        header, body = future.result()
    except TimeoutError:
        return Finished(number, "late"), b""
    except CancelledError:
        return Finished(number, "cancelled"), b""
    except ProcessExpired as error:
        return Finished(number, "crashed", error.exitcode), b""
    except MemoryError:
        return Finished(number, "memory"), b""
    except Exception as error:  # noqa: BLE001 - whatever a task raises is told to the server, which answers
        return Finished(number, "failed", f"{type(error).__name__}: {error}"), b""
    return Finished(number, "done", header), body


def _receive(connection: socket.socket) -> tuple[Any, bytes]:
    header_length, body_length = LENGTHS.unpack(_read(connection, LENGTHS.size))
    if header_length + body_length > _ACCEPTED_FRAME_BYTES:
        raise EOFError("a message of that length is no message of ours")
    return unpack_header(_read(connection, header_length)), _read(connection, body_length)


def _read(connection: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(length - len(parts))
        if not part:
            raise EOFError("the other end is closed")
        parts += part
    return bytes(parts)


if __name__ == "__main__":
    # As a module of its own name, so that what workers unpickle is found where it was packed.
    importlib.import_module("gbaip_graph.engines.host").main()
