"""Shares of one work done by several processes at once, each a fork of this one that has all in memory.

For the static copy, which is rendering alone: what comes of it does not depend on how many share it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import selectors
import signal
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

from gbaip_graph.engines.worker import CARRIED_ERRORS
from gbaip_graph.errors import StoreFailed

Job = TypeVar("Job")
Result = TypeVar("Result")
Tick = Callable[[int], None]

_TICK, _END = b".", b"!"
_READ_LENGTH_BYTES = 1 << 16


def share(
    jobs: Sequence[Job],
    work: Callable[[Sequence[Job], Tick], Result],
    *,
    processes: int,
    tick: Tick,
) -> list[Result]:
    """Do jobs in several processes and return what each of them made of its share.

    ``work`` takes a share and tells how many more of its jobs are done; ``tick`` is told that here. Raises
    what ``work`` raises where that crosses to another process, and ``StoreFailed`` where one of them was
    killed. However it ends, no process is left.
    """
    shares = [jobs[place::processes] for place in range(min(processes, len(jobs)))]
    if len(shares) < 2:
        return [work(part, tick) for part in shares]
    children: list[_Child] = []
    try:
        for part in shares:
            children.append(_start(part, work))
        _listen(children, tick)
        return [_result(child) for child in children]
    finally:
        for child in children:
            _end(child)


@dataclass
class _Child:
    process: int
    reading: int
    told: bytearray = field(default_factory=bytearray)
    is_at_end: bool = False


def _start(part: Sequence[Job], work: Callable[[Sequence[Job], Tick], Result]) -> _Child:
    reading, writing = os.pipe()
    with warnings.catch_warnings():  # the child only works and ends, so threads that it lacks do no harm
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if process == 0:
        _work_and_end(part, work, writing)
    os.close(writing)
    return _Child(process, reading)


def _work_and_end(part: Sequence[Job], work: Callable[[Sequence[Job], Tick], Any], writing: int) -> NoReturn:
    try:
        gc.freeze()  # what has been loaded stays, so that nobody need look through it again and again
        # Ctrl-C reaches all at once, but only the parent is to answer it; its end ends the pipe, and so this.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with os.fdopen(writing, "wb") as pipe:

            def tick(done: int) -> None:
                pipe.write(_TICK * done)
                pipe.flush()

            pipe.write(_END + _outcome(lambda: work(part, tick)))
    finally:
        os._exit(0)


def _outcome(call: Callable[[], Any]) -> bytes:
    try:
        return pickle.dumps((True, call()))
    except CARRIED_ERRORS as error:
        error.__traceback__ = error.__context__ = error.__cause__ = None
        return pickle.dumps((False, error))


def _listen(children: Sequence[_Child], tick: Tick) -> None:
    with selectors.DefaultSelector() as selector:
        for child in children:
            selector.register(child.reading, selectors.EVENT_READ, child)
        while selector.get_map():
            for key, _ in selector.select():
                read = os.read(key.fd, _READ_LENGTH_BYTES)
                if not read:
                    selector.unregister(key.fd)
                _take(key.data, read, tick)


def _take(child: _Child, read: bytes, tick: Tick) -> None:
    if not child.is_at_end:
        ticks, end, read = read.partition(_END)
        child.is_at_end = bool(end)
        if ticks:
            tick(len(ticks))
    child.told += read


def _result(child: _Child) -> Any:
    if not child.is_at_end or not child.told:
        raise StoreFailed("a process of the copy was killed", mend="Is there memory enough? Try once more.")
    has_succeeded, outcome = pickle.loads(bytes(child.told))  # noqa: S301 - written by our own child
    if not has_succeeded:
        raise outcome
    return outcome


def _end(child: _Child) -> None:
    os.close(child.reading)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.process, signal.SIGKILL)
    os.waitpid(child.process, 0)
