"""A place for one limited worker: a pool of pebble's with a single process, which is renewed when it breaks.

One pool for each worker, because the workers of one pool share a pipe and its locks: a worker that is killed
while it writes leaves both unusable for all others.
"""

from __future__ import annotations

import ctypes
import mmap
import multiprocessing
import os
import resource
import signal
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pebble
from pebble import ProcessFuture, ProcessPool

from gbaip_graph.engines.worker import address_space_bytes

# pebble's own waits before it kills what does not end by itself: three seconds are longer than any query.
_TERM_TIMEOUT_S = 0.05
# How often pebble looks for what is late or dead; with the wait above, well inside a quarter of a second.
_LOOK_EVERY_S = 0.05
_OPEN_FILES_LIMIT = 3  # the standard three stay; no new file or socket can be opened; 0 would break poll
_END_LIMIT_S = 1.0
_MORE_NICENESS = 10  # of a job that runs long: the server, the host and short jobs come first
_PID = struct.Struct("!I")
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h

#: Loaded before any fork, because a worker opens no file.
_LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None


class Slot:
    """Runs one job at a time in a worker that is forked from this process."""

    def __init__(
        self,
        number: int,
        *,
        memory_limit_bytes: int,
        shared_descriptor: int,
        forbidden_descriptors: tuple[int, ...],
    ) -> None:
        self.number = number
        self.shared_descriptor = shared_descriptor
        self.is_slowed = False
        self._worker = mmap.mmap(-1, _PID.size)  # which only the worker itself can tell
        self._initargs = (memory_limit_bytes, forbidden_descriptors, os.getpid(), self._worker)
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        pebble.CONSTS.term_timeout = _TERM_TIMEOUT_S
        pebble.CONSTS.sleep_unit = _LOOK_EVERY_S
        return ProcessPool(
            max_workers=1,
            initializer=limit_worker,
            initargs=self._initargs,
            context=multiprocessing.get_context("fork"),
        )

    def start(self, function: Callable[..., Any], *arguments: Any, time_limit_s: float) -> ProcessFuture[Any]:
        """Give the worker a job; a worker that died while it had nothing to do is replaced first."""
        try:
            return self._pool.schedule(function, args=arguments, timeout=time_limit_s)
        except RuntimeError:  # what pebble raises from a pool whose idle worker has gone
            self.renew()
            return self._pool.schedule(function, args=arguments, timeout=time_limit_s)

    def slow_down(self) -> None:
        """Let the worker step behind all others, because its job runs long."""
        self.is_slowed = True
        (pid,) = _PID.unpack(self._worker[:])
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, pid, _own_niceness() + _MORE_NICENESS)

    def speed_up(self) -> None:
        """Give the next job a worker that does not step behind; most users may take that back from none."""
        self.is_slowed = False
        (pid,) = _PID.unpack(self._worker[:])
        try:
            os.setpriority(os.PRIO_PROCESS, pid, _own_niceness())
        except ProcessLookupError:
            return  # it was killed, and the one in its place is as new
        except PermissionError:
            self.renew()

    def renew(self) -> None:
        """Put a new pool in the place of one that may be broken, and end that in the background."""
        self.is_slowed = False
        broken, self._pool = self._pool, self._new_pool()
        threading.Thread(target=_end, args=(broken,), daemon=True).start()

    def end(self) -> None:
        """End the worker, whatever it does; wait a little for that."""
        ending = threading.Thread(target=_end, args=(self._pool,), daemon=True)
        ending.start()
        ending.join(_END_LIMIT_S)


def _own_niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def _end(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def die_with_parent() -> None:
    """End this process when the one that started it ends, however it ends; only Linux has that."""
    if _LIBRARY is not None:
        _LIBRARY.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def limit_worker(
    memory_limit_bytes: int, forbidden_descriptors: tuple[int, ...], host: int, told: mmap.mmap
) -> None:
    """Take from a fresh worker what a query has no business with: files, sockets, memory, a long life."""
    die_with_parent()  # a deadline needs a host that keeps it
    if os.getppid() != host:
        os._exit(1)
    told[:] = _PID.pack(os.getpid())
    for descriptor in forbidden_descriptors:
        os.close(descriptor)
    silence = os.open(os.devnull, os.O_WRONLY)  # a crashing engine prints to standard error
    os.dup2(silence, 2)
    os.close(silence)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit = address_space_bytes() + memory_limit_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    # The memory for bodies is a file to the kernel, and no part of the address space.
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory_limit_bytes, memory_limit_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES_LIMIT, _OPEN_FILES_LIMIT))
