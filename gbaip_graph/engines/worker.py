"""A call in a forked child that a deadline, a memory limit and a ban on files and sockets hold.

For queries and checks, whose engines can neither be stopped nor trusted to survive; it knows no engine.
"""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from gbaip_graph.errors import GbaipError, QueryStopped

Result = TypeVar("Result")

QUERY_TIME_LIMIT_S = 30.0  # the slowest saved query answers in well under one second
QUERY_MEMORY_LIMIT_BYTES = 2 * 1024**3  # above what the parent holds; honest queries need a few MiB
_READ_LENGTH_BYTES = 1 << 20
_STANDARD_ERROR = 2
_OPEN_FILES_LIMIT = 3  # the standard three stay; no new file or socket can be opened
#: What a call may raise so that its caller learns of it; anything else is a crash.
CARRIED_ERRORS = (
    GbaipError, ArithmeticError, AttributeError, LookupError, MemoryError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """What is run, in the words of an error: its name, and how to make it smaller."""

    name: str
    mend: str


QUERY = Task("the query", "Narrow it (connect its patterns, ask for fewer rows)")


def run_limited(
    call: Callable[[], Result],
    *,
    time_limit_s: float = QUERY_TIME_LIMIT_S,
    memory_limit_bytes: int = QUERY_MEMORY_LIMIT_BYTES,
    task: Task = QUERY,
) -> Result:
    """Run ``call`` in a forked child and return its picklable result, or raise what it raised.

    The child cannot open files or sockets, so ``call`` must have imported what it needs.
    ``memory_limit_bytes`` is what it may take beyond the parent's memory. Raises ``QueryStopped`` at the
    deadline, where memory runs out and where the child crashes; the child is then gone.
    """
    reading, writing = os.pipe()
    child = _fork()
    if child == 0:
        os.close(reading)
        _answer_and_end(call, writing, time_limit_s, memory_limit_bytes)
    os.close(writing)
    answer = None
    try:
        answer = _read_until(reading, time.monotonic() + time_limit_s)
    finally:
        os.close(reading)
        status = _end(child, kill=answer is None)
    if answer is None:
        raise _late(task, time_limit_s)
    if status != 0:
        raise _crashed(task, status, memory_limit_bytes)
    result: Result = _unpack(answer, task, memory_limit_bytes)
    return result


def _unpack(answer: bytes, task: Task, memory_limit_bytes: int) -> Any:
    succeeded, outcome = pickle.loads(answer)  # noqa: S301 - written by our own child
    if succeeded:
        return outcome
    if isinstance(outcome, MemoryError):
        raise _out_of_memory(task, memory_limit_bytes)
    raise outcome


def _fork() -> int:
    """Fork; the child only computes and ends at once, so threads of the parent that it lacks do no harm."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _answer_and_end(
    call: Callable[[], Result], writing: int, time_limit_s: float, memory_limit_bytes: int
) -> NoReturn:
    exit_code = 1
    try:
        _limit(time_limit_s, memory_limit_bytes)
        _write_all(writing, _outcome(call))
        exit_code = 0
    finally:
        os._exit(exit_code)


def _outcome(call: Callable[[], Result]) -> bytes:
    try:
        return pickle.dumps((True, call()), pickle.HIGHEST_PROTOCOL)
    except CARRIED_ERRORS as error:
        error.__traceback__ = error.__context__ = error.__cause__ = None
        return pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - what engines raise besides; it has to cross to the parent
        told = RuntimeError(f"{type(error).__name__}: {error}")
        return pickle.dumps((False, told), pickle.HIGHEST_PROTOCOL)


def _limit(time_limit_s: float, memory_limit_bytes: int) -> None:
    """Set the limits of this process; the pipe, already open, outlives the limit on open files."""
    if "faulthandler" in sys.modules:
        sys.modules["faulthandler"].disable()
    silence = os.open(os.devnull, os.O_WRONLY)  # a crashing engine prints to standard error
    os.dup2(silence, _STANDARD_ERROR)
    os.close(silence)
    processor_s = int(time_limit_s) + 2  # ends a child whose parent was killed
    _lower(resource.RLIMIT_CPU, processor_s)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_AS, address_space_bytes() + memory_limit_bytes)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES_LIMIT)


def _lower(limit: int, value: int) -> None:
    _, most = resource.getrlimit(limit)
    least = value if most == resource.RLIM_INFINITY else min(value, most)
    resource.setrlimit(limit, (least, least))


def address_space_bytes() -> int:
    """Return the size of this process, or 0 where the system does not tell it."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _read_until(descriptor: int, deadline: float) -> bytes | None:
    """Return what the child wrote until it closed the pipe, or None at the deadline."""
    parts: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([descriptor], [], [], left)
        if not ready:
            return None
        part = os.read(descriptor, _READ_LENGTH_BYTES)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None


def _end(child: int, *, kill: bool) -> int:
    """Take the child's status, after ending it where it still runs, and return it as ``subprocess`` would."""
    if kill:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _late(task: Task, time_limit_s: float) -> QueryStopped:
    return QueryStopped(
        f"{task.name} was stopped after {time_limit_s:g} s",
        mend=f"{task.mend}, or raise the time limit.",
    )


def _out_of_memory(task: Task, memory_limit_bytes: int) -> QueryStopped:
    return QueryStopped(
        f"{task.name} needed more than {memory_limit_bytes / 1024**2:g} MiB of memory",
        mend=f"{task.mend}, or raise the memory limit.",
    )


def _crashed(task: Task, status: int, memory_limit_bytes: int) -> QueryStopped:
    how = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit code {status}"
    return QueryStopped(
        f"{task.name} ended its worker ({how}): it needed more than"
        f" {memory_limit_bytes / 1024**2:g} MiB of memory, or is nested too deeply for the engine",
        mend="Narrow or flatten it, or raise the memory limit.",
    )
