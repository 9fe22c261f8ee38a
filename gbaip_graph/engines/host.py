"""The engine host: a process that holds the loaded graph and hands tasks to limited workers forked from it.

Started by ``pool`` as a program of its own, so that no process that serves requests is ever forked. The pool
of workers is pebble's: it ends a worker at its deadline, and makes a new one in its place.
"""

from __future__ import annotations

import importlib
import os
import queue
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, TimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any

from pebble import ProcessExpired, ProcessFuture

from gbaip_graph.engines.frames import (
    LENGTHS,
    Cancel,
    Finished,
    Job,
    NotLoaded,
    Ready,
    Shared,
    Taken,
    pack,
    put,
    unpack_header,
)
from gbaip_graph.engines.slot import Slot, die_with_parent
from gbaip_graph.errors import GbaipError

_ACCEPTED_FRAME_BYTES = 64 * 1024 * 1024  # a task is a query text and some names; more is a broken peer
# Below this a body costs less as a part of the message; above, it would pass four pipes in small pieces.
_SHARED_FROM_BYTES = 32 * 1024
# So long may a worker outlive its deadline before the pool that should have ended it is given up.
_OVERDUE_S = 1.0
_LOOK_EVERY_S = 0.1
# Longer than a look-up or a saved question takes, and soon enough that others do not wait for a runaway.
_LONG_S = 0.3
_START_LIMIT_S = 60.0  # for forking workers, which takes milliseconds


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


_STATE: Any = None
_PERFORM: Callable[[Any, Any], tuple[Any, bytes]]


def main() -> None:
    """Serve the socket whose descriptor is the first argument until the other end closes it.

    The other arguments are the descriptors of the memory for bodies, one for each worker.
    """
    first, *shared = map(int, sys.argv[1:])
    connection = socket.socket(fileno=first)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the socket
    die_with_parent()  # also while it loads or builds, when it does not look at the socket
    options, _ = _receive(connection)
    try:
        _load(options)
    except GbaipError as error:
        connection.sendall(pack(NotLoaded(str(error))))
        os._exit(1)
    slots = [
        Slot(
            number,
            memory_limit_bytes=options.memory_limit_bytes,
            shared_descriptor=own,
            forbidden_descriptors=(first, *(other for other in shared if other != own)),
        )
        for number, own in enumerate(shared)
    ]
    try:
        _Dispatcher(connection, slots).serve()
    finally:
        for slot in slots:
            slot.end()
        os._exit(0)  # pebble would wait for a worker that does not end; the death of the host ends it


def _load(options: HostOptions) -> None:
    global _STATE, _PERFORM  # noqa: PLW0603 - what the workers inherit by being forked
    _STATE = _named(options.loader)(options.argument)
    _PERFORM = _named(options.performer)


def _named(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def _perform(task: Any, slot: int, shared_descriptor: int) -> tuple[Any, bytes | Shared]:
    header, body = _PERFORM(_STATE, task)
    if len(body) < _SHARED_FROM_BYTES:
        return header, body
    put(body, shared_descriptor)
    return header, Shared(slot, len(body))


@dataclass(eq=False)
class _Running:
    """A job in a worker."""

    job: Job
    slot: Slot
    future: ProcessFuture[Any]
    deadline: float
    started: float
    is_repeated: bool = False


class _Dispatcher:
    """Reads jobs, gives each to a free worker, and writes what became of it; all in one thread."""

    def __init__(self, connection: socket.socket, slots: list[Slot]) -> None:
        self._connection = connection
        self._free = list(slots)
        self._running: dict[int, _Running] = {}
        self._untaken: dict[int, Slot] = {}
        self._waiting: deque[tuple[Job, float]] = deque()
        self._events: queue.SimpleQueue[Job | Cancel | Taken | _Running | None] = queue.SimpleQueue()

    def serve(self) -> None:
        forked = [slot.start(_started, time_limit_s=_START_LIMIT_S) for slot in self._free]
        for future in forked:
            future.result()  # the first job must not wait for the first fork
        self._send(Ready(getattr(_STATE, "told", None)))
        threading.Thread(target=self._read, daemon=True).start()
        while True:
            try:
                event = self._events.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                self._look_at_deadlines()
                continue
            if event is None:
                return
            self._take(event)
            self._give()

    def _read(self) -> None:
        while True:
            try:
                message, _ = _receive(self._connection)
            except (EOFError, OSError):
                self._events.put(None)
                return
            self._events.put(message)

    def _take(self, event: Job | Cancel | Taken | _Running) -> None:
        if isinstance(event, Job):
            self._waiting.append((event, time.monotonic() + event.time_limit_s))
        elif isinstance(event, Cancel):
            self._cancel(event.number)
        elif isinstance(event, Taken):
            self._free.append(self._untaken.pop(event.slot))
        elif self._running.get(event.job.number) is event:
            self._finish(event)
        self._look_at_deadlines()

    def _cancel(self, number: int) -> None:
        for waiting in [one for one in self._waiting if one[0].number == number]:
            self._waiting.remove(waiting)
            self._send(Finished(number, "cancelled"))
        if running := self._running.get(number):
            running.future.cancel()  # type: ignore[no-untyped-call]

    def _give(self) -> None:
        """Give what waits to free workers, the oldest first."""
        while self._free and self._waiting:
            job, deadline = self._waiting.popleft()
            self._start(job, deadline, self._free.pop())

    def _start(self, job: Job, deadline: float, slot: Slot, *, is_repeated: bool = False) -> None:
        now = time.monotonic()
        left_s = max(deadline - now, 0.001)
        future = slot.start(_perform, job.task, slot.number, slot.shared_descriptor, time_limit_s=left_s)
        running = _Running(job, slot, future, deadline, now, is_repeated)
        self._running[job.number] = running
        future.add_done_callback(lambda _: self._events.put(running))

    def _finish(self, running: _Running) -> None:
        del self._running[running.job.number]
        error = None if running.future.cancelled() else running.future.exception()
        if isinstance(error, BrokenProcessPool) and not running.is_repeated:
            # The worker died before it took the job, which so can be begun again.
            running.slot.renew()
            self._start(running.job, running.deadline, running.slot, is_repeated=True)
            return
        if isinstance(error, ProcessExpired | BrokenProcessPool):
            running.slot.renew()  # it may have died in the middle of an answer, or with a lock
        elif running.slot.is_slowed:
            running.slot.speed_up()
        finished, body = _outcome(running.job.number, running.future)
        if finished.body is None:
            self._free.append(running.slot)
        else:
            self._untaken[running.slot.number] = running.slot
        self._send(finished, body)

    def _look_at_deadlines(self) -> None:
        now = time.monotonic()
        while self._waiting and self._waiting[0][1] <= now:
            job, _ = self._waiting.popleft()
            self._send(Finished(job.number, "busy"))
        for running in self._running.values():
            if not running.slot.is_slowed and running.started + _LONG_S < now:
                running.slot.slow_down()
        for running in [one for one in self._running.values() if one.deadline + _OVERDUE_S < now]:
            del self._running[running.job.number]
            running.slot.renew()
            self._free.append(running.slot)
            self._send(Finished(running.job.number, "late"))

    def _send(self, header: object, body: bytes = b"") -> None:
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
    shared = body if isinstance(body, Shared) else None
    return Finished(number, "done", header, shared), b"" if shared else body


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
