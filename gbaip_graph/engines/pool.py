"""The server's side of the engine host: send a task, wait for its outcome, replace the host by a newer one.

For the server, in its event loop. Every task is run by one host from begin to end, so an answer never mixes
two graphs; a host that is replaced ends when its last task has ended.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from gbaip_graph.engines.frames import (
    LENGTHS,
    Cancel,
    Job,
    NotLoaded,
    Ready,
    Taken,
    pack,
    shared_memory,
    take,
    unpack_header,
)
from gbaip_graph.engines.host import HostOptions
from gbaip_graph.errors import StoreDamaged

# Loading a million triples takes five seconds; a host that says nothing for longer is broken.
START_LIMIT_S = 120.0
# The host ends a task at its limit; where it says nothing for so much longer, it hangs.
_GRACE_S = 5.0
_END_LIMIT_S = 5.0
# Loading takes all of a processor; a graph that cannot be loaded is not tried for every request.
_NEXT_TRY_S = 5.0


@dataclass(frozen=True)
class Outcome:
    """What became of a task: ``kind`` is that of ``frames.Finished``; ``header`` and ``body`` when done."""

    kind: str
    header: Any = None
    body: bytes = b""
    told: Any = None


@dataclass(eq=False)
class _Host:
    """A running host and what it is asked for."""

    process: subprocess.Popen[bytes]
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    shared: tuple[int, ...]
    told: Any = None
    waiting: dict[int, asyncio.Future[Outcome]] = field(default_factory=dict)
    is_retired: bool = False
    reading: asyncio.Task[None] | None = None

    @property
    def is_gone(self) -> bool:
        """Whether its process has ended, or ends: its connection may break well before."""
        return self.writer.is_closing() or self.reader.at_eof() or self.process.poll() is not None


class EnginePool:
    """Runs tasks in the workers of an engine host; ``start`` first, ``close`` at last."""

    def __init__(self, options: HostOptions) -> None:
        self._options = options
        self._host: _Host | None = None
        self._number = 0
        self._retired: set[_Host] = set()
        self._starting = asyncio.Lock()
        self._restart: asyncio.Task[None] | None = None
        self._next_try = 0.0

    @property
    def told(self) -> Any:
        """What the loader of the present host says of its graph, such as its digest."""
        return self._host.told if self._host else None

    async def start(self, *, argument: Any = None) -> None:
        """Start a host and let it take over; the one before ends with its last task.

        Raises ``StoreDamaged`` where the new host does not come up, in the words of its loader if it has any;
        the old one then stays.
        """
        async with self._starting:
            options = self._options if argument is None else _with_argument(self._options, argument)
            host = await _started(options)
            host.reading = asyncio.create_task(self._read(host))
            before, self._host, self._options = self._host, host, options
        if before is not None:
            before.is_retired = True
            self._retired.add(before)
            await self._end_if_idle(before)

    async def revive(self) -> Any:
        """Return what the loader says of its graph, from a new host where the last one is gone.

        Raises ``StoreDamaged`` as ``run`` does.
        """
        return (await self._alive()).told

    async def run(self, task: Any, *, time_limit_s: float) -> Outcome:
        """Run a task and return its outcome; a cancelled call frees its worker.

        Raises ``StoreDamaged`` where there is no host and none can be started.
        """
        host = await self._alive()
        self._number += 1
        number = self._number
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        host.waiting[number] = future
        try:
            host.writer.write(pack(Job(number, task, time_limit_s)))
            await host.writer.drain()
            return await asyncio.wait_for(asyncio.shield(future), time_limit_s + _GRACE_S)
        except TimeoutError:
            self._cancel(host, number)
            return Outcome("late", told=host.told)
        except (ConnectionError, BrokenPipeError):
            return Outcome("crashed", told=host.told)
        except asyncio.CancelledError:
            self._cancel(host, number)
            raise
        finally:
            host.waiting.pop(number, None)
            await self._end_if_idle(host)

    async def close(self) -> None:
        """End all hosts; who waits for a task learns that the engine is closing."""
        if self._restart is not None:
            self._restart.cancel()
        hosts = [*self._retired, *([self._host] if self._host else [])]
        self._host = None
        self._retired.clear()
        for future in [future for host in hosts for future in host.waiting.values() if not future.done()]:
            future.set_result(Outcome("closing"))
        await asyncio.gather(*(_end(host) for host in hosts))

    async def _alive(self) -> _Host:
        """Return the host, or a new one in the place of one that is gone, which all callers wait for."""
        if self._host is not None and self._host.is_gone:
            if self._restart is None or self._restart.done():
                if time.monotonic() < self._next_try:
                    raise _no_start()
                self._next_try = time.monotonic() + _NEXT_TRY_S
                self._restart = asyncio.create_task(self.start())
            # A caller that goes away must not end what the others wait for.
            await asyncio.shield(self._restart)
        if self._host is None:
            raise StoreDamaged("the engine is closed", mend="Start the server again.")
        return self._host

    def _cancel(self, host: _Host, number: int) -> None:
        if not host.writer.is_closing():
            host.writer.write(pack(Cancel(number)))

    async def _end_if_idle(self, host: _Host) -> None:
        if host.is_retired and not host.waiting and host in self._retired:
            self._retired.discard(host)
            await _end(host)

    async def _read(self, host: _Host) -> None:
        """Give each outcome to who waits for it, until the host is gone; then all others learn of that."""
        try:
            while True:
                finished, body = await _receive(host.reader)
                if finished.body is not None:
                    body = take(host.shared[finished.body.slot], finished.body.length)
                    host.writer.write(pack(Taken(finished.body.slot)))
                future = host.waiting.get(finished.number)
                if future is not None and not future.done():
                    future.set_result(Outcome(finished.kind, finished.detail, body, host.told))
        except (asyncio.IncompleteReadError, ConnectionError):
            for future in host.waiting.values():
                if not future.done():
                    future.set_result(Outcome("crashed", told=host.told))


async def _started(options: HostOptions) -> _Host:
    ours, theirs = socket.socketpair()
    shared = tuple(shared_memory() for _ in range(options.workers))
    passed = [theirs.fileno(), *shared]
    command = [sys.executable, "-m", "gbaip_graph.engines.host", *map(str, passed)]
    process = subprocess.Popen(command, pass_fds=passed, stdin=subprocess.DEVNULL)
    theirs.close()
    reader, writer = await asyncio.open_connection(sock=ours)
    host = _Host(process, reader, writer, shared)
    try:
        writer.write(pack(options))
        await writer.drain()
        ready, _ = await asyncio.wait_for(_receive(reader), START_LIMIT_S)
    except (asyncio.IncompleteReadError, ConnectionError, TimeoutError) as error:
        await _end(host)
        raise _no_start() from error
    if isinstance(ready, NotLoaded):
        await _end(host)
        raise StoreDamaged(ready.text)
    if isinstance(ready, Ready):
        host.told = ready.told
    return host


def _no_start() -> StoreDamaged:
    return StoreDamaged("the engine did not start", mend="Run `gbaip build`, which says what is wrong.")


async def _end(host: _Host) -> None:
    """Close the socket, which ends a host; kill one that does not end, or that no one can talk to."""
    if host.is_gone:
        host.process.kill()
    if host.reading is not None:
        host.reading.cancel()
    host.writer.close()
    for descriptor in host.shared:
        os.close(descriptor)
    loop = asyncio.get_running_loop()
    try:
        await asyncio.wait_for(loop.run_in_executor(None, host.process.wait, _END_LIMIT_S), _END_LIMIT_S + 1)
    except (subprocess.TimeoutExpired, TimeoutError):
        host.process.kill()
        host.process.wait()


async def _receive(reader: asyncio.StreamReader) -> tuple[Any, bytes]:
    lengths = await reader.readexactly(LENGTHS.size)
    header_length, body_length = LENGTHS.unpack(lengths)
    header = unpack_header(await reader.readexactly(header_length))
    return header, await reader.readexactly(body_length)


def _with_argument(options: HostOptions, argument: Any) -> HostOptions:
    return HostOptions(
        options.loader, options.performer, argument, options.workers, options.memory_limit_bytes
    )
