"""The pool of workers: deadlines, crashes, kills, cancelled calls and reloads, with real processes."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gbaip_graph.engines.host import HostOptions
from gbaip_graph.engines.pool import EnginePool, Outcome

MIB = 1024**2
LIMIT_S = 0.5
#: What a stop may take beyond the limit, and how many times slower a loaded machine may make it.
LATE_S = 0.25
LOADED = 8


@asynccontextmanager
async def started(workers: int = 2, memory_mib: int = 256) -> AsyncIterator[EnginePool]:
    pool = EnginePool(
        HostOptions(
            loader="tests.engines.pool_tasks:load",
            performer="tests.engines.pool_tasks:perform",
            argument="first",
            workers=workers,
            memory_limit_bytes=memory_mib * MIB,
        )
    )
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


def with_pool(use: Callable[[EnginePool], Awaitable[None]], **options: int) -> None:
    async def main() -> None:
        async with started(**options) as pool:
            await use(pool)

    asyncio.run(main())


async def ask(pool: EnginePool, name: str, value: object = None, limit_s: float = 30) -> Outcome:
    return await pool.run((name, value), time_limit_s=limit_s)


async def seconds_of(call: Awaitable[Outcome]) -> tuple[float, Outcome]:
    before = time.monotonic()
    outcome = await call
    return time.monotonic() - before, outcome


async def worker_pids(pool: EnginePool, count: int) -> set[int]:
    """Return the processes of all workers, by asking as many at once as there are."""
    found: set[int] = set()
    while len(found) < count:
        found |= {
            outcome.header for outcome in await asyncio.gather(*(ask(pool, "pid") for _ in range(count)))
        }
    return found


async def host_pid(pool: EnginePool) -> int:
    return (await ask(pool, "parent")).header


def test_an_answer_comes_back_with_the_digest_of_its_graph() -> None:
    async def use(pool: EnginePool) -> None:
        assert await ask(pool, "echo", b"x" * MIB) == Outcome("done", "first", b"x" * MIB, "first")

    with_pool(use)


@pytest.mark.parametrize("name", ["long", "stubborn"])
def test_a_runaway_ends_at_its_deadline(name: str) -> None:
    async def use(pool: EnginePool) -> None:
        seconds, outcome = await seconds_of(ask(pool, name, limit_s=LIMIT_S))
        assert outcome.kind == "late"
        assert LIMIT_S <= seconds < LIMIT_S + LOADED * LATE_S

    with_pool(use)


def test_a_runaway_holds_up_no_other_task() -> None:
    async def use(pool: EnginePool) -> None:
        runaway = asyncio.create_task(ask(pool, "long", limit_s=20))
        await asyncio.sleep(0)
        assert {(await ask(pool, "echo", b"quick")).body for _ in range(50)} == {b"quick"}
        assert not runaway.done()
        runaway.cancel()

    with_pool(use)


def test_a_task_that_runs_long_steps_behind_the_others_and_the_next_one_does_not() -> None:
    async def use(pool: EnginePool) -> None:
        own = os.getpriority(os.PRIO_PROCESS, 0)
        found = [int((await ask(pool, "niceness", seconds)).header) for seconds in (0, 1.0, 0)]
        assert found == [own, min(own + 10, 19), own]

    with_pool(use, workers=1)


def test_a_task_that_finds_no_worker_in_time_is_told_that_all_are_busy() -> None:
    async def use(pool: EnginePool) -> None:
        held = [asyncio.create_task(ask(pool, "long", limit_s=20)) for _ in range(2)]
        await asyncio.sleep(0)
        seconds, outcome = await seconds_of(ask(pool, "echo", b"", limit_s=LIMIT_S))
        assert outcome.kind == "busy"
        assert seconds < LIMIT_S + LOADED * LATE_S
        for one in held:
            one.cancel()

    with_pool(use)


def test_a_crash_is_told_and_the_next_task_is_answered() -> None:
    async def use(pool: EnginePool) -> None:
        for _ in range(4):
            assert (await ask(pool, "crash")).kind == "crashed"
        assert (await ask(pool, "echo", b"still here")).body == b"still here"

    with_pool(use)


def test_an_error_of_a_task_is_told_by_its_name() -> None:
    async def use(pool: EnginePool) -> None:
        assert (await ask(pool, "raised")) == Outcome("failed", "ValueError: wrong", b"", "first")

    with_pool(use)


def test_memory_beyond_the_limit_is_refused() -> None:
    async def use(pool: EnginePool) -> None:
        assert (await ask(pool, "memory", 64 * MIB)).header == 64 * MIB
        assert (await ask(pool, "memory", 512 * MIB)).kind == "memory"
        assert (await ask(pool, "memory", 64 * MIB)).header == 64 * MIB

    with_pool(use)


def test_a_worker_opens_no_file(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    canary.write_bytes(b"canary")

    async def use(pool: EnginePool) -> None:
        outcome = await ask(pool, "file", str(canary))
        assert (outcome.kind, outcome.body) == ("failed", b"")
        assert "Too many open files" in outcome.header

    with_pool(use)


def test_a_worker_opens_no_socket() -> None:
    async def use(pool: EnginePool) -> None:
        with socket.create_server(("127.0.0.1", 0)) as canary:
            canary.setblocking(False)
            outcome = await ask(pool, "socket", canary.getsockname()[1])
            assert "Too many open files" in outcome.header
            with pytest.raises(BlockingIOError):
                canary.accept()

    with_pool(use)


def test_killed_idle_workers_are_replaced() -> None:
    async def use(pool: EnginePool) -> None:
        before = await worker_pids(pool, 2)
        host = await host_pid(pool)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        seconds, outcome = await seconds_of(ask(pool, "echo", b"answered"))
        assert outcome.body == b"answered"
        assert seconds < LOADED * LATE_S
        assert not before & await worker_pids(pool, 2)
        assert await host_pid(pool) == host

    with_pool(use)


def test_a_worker_that_is_killed_at_work_is_told_and_replaced() -> None:
    async def use(pool: EnginePool) -> None:
        (pid,) = await worker_pids(pool, 1)
        at_work = asyncio.create_task(ask(pool, "long"))
        await until_busy(pid)
        os.kill(pid, signal.SIGKILL)
        assert (await at_work).kind == "crashed"
        seconds, outcome = await seconds_of(ask(pool, "echo", b"answered"))
        assert outcome.body == b"answered"
        assert seconds < LOADED * LATE_S

    with_pool(use, workers=1)


async def until_busy(pid: int) -> None:
    """Wait until a process has used a tenth of a second of a processor."""
    used = processor_ticks(pid)
    while processor_ticks(pid) < used + 10:
        await asyncio.sleep(0.01)


def processor_ticks(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


def test_a_worker_that_is_killed_in_the_middle_of_an_answer_spoils_no_later_one() -> None:
    async def use(pool: EnginePool) -> None:
        (pid,) = await worker_pids(pool, 1)
        host = await host_pid(pool)
        answering = asyncio.create_task(ask(pool, "slow with a large header", 8 * MIB))
        await asyncio.sleep(0.1)
        os.kill(host, signal.SIGSTOP)  # nobody reads now, so the worker stops where its pipe is full
        await asyncio.sleep(0.6)
        os.kill(pid, signal.SIGKILL)
        os.kill(host, signal.SIGCONT)
        assert await answering == Outcome("crashed", -signal.SIGKILL, b"", "first")
        assert await ask(pool, "echo", b"whole", limit_s=10) == Outcome("done", "first", b"whole", "first")
        assert await host_pid(pool) == host

    with_pool(use, workers=1)


def test_a_cancelled_call_frees_its_worker() -> None:
    async def use(pool: EnginePool) -> None:
        at_work = asyncio.create_task(ask(pool, "long"))
        await asyncio.sleep(0.1)
        at_work.cancel()
        seconds, outcome = await seconds_of(ask(pool, "echo", b"free"))
        assert outcome.body == b"free"
        assert seconds < LOADED * LATE_S

    with_pool(use, workers=1)


def test_a_cancelled_call_that_waits_for_a_worker_is_never_begun(tmp_path: Path) -> None:
    async def use(pool: EnginePool) -> None:
        at_work = asyncio.create_task(ask(pool, "slow", 0.3))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(ask(pool, "long"))
        await asyncio.sleep(0.1)
        waiting.cancel()
        assert (await at_work).body == b"slow"
        seconds, _ = await seconds_of(ask(pool, "echo", b""))
        assert seconds < LATE_S * LOADED

    with_pool(use, workers=1)


def test_a_killed_host_is_replaced_at_the_next_call_by_one_host() -> None:
    async def use(pool: EnginePool) -> None:
        before = await host_pid(pool)
        os.kill(before, signal.SIGKILL)
        outcomes = await asyncio.gather(*(ask(pool, "parent") for _ in range(20)))
        for _ in range(20):  # calls that were sent before its death was seen have crashed
            if (await ask(pool, "parent")).kind == "done":
                break
        later = await asyncio.gather(*(ask(pool, "parent") for _ in range(20)))
        assert {outcome.kind for outcome in outcomes} <= {"done", "crashed"}
        assert len({outcome.header for outcome in later}) == 1
        assert before not in {outcome.header for outcome in later}

    with_pool(use)


def test_a_host_that_cannot_be_reached_is_replaced_though_it_lives() -> None:
    async def use(pool: EnginePool) -> None:
        before = await host_pid(pool)
        assert pool._host is not None
        os.kill(before, signal.SIGSTOP)
        pool._host.writer.get_extra_info("socket").shutdown(socket.SHUT_WR)
        assert (await ask(pool, "parent")).kind == "crashed"
        began = time.monotonic()
        later = await asyncio.gather(*(ask(pool, "parent") for _ in range(20)))
        assert {outcome.kind for outcome in later} == {"done"}
        assert before not in {outcome.header for outcome in later}
        assert time.monotonic() - began < LATE_S * LOADED
        assert not is_alive(before)

    with_pool(use)


def test_the_workers_of_a_killed_host_end_with_it() -> None:
    async def use(pool: EnginePool) -> None:
        workers = await worker_pids(pool, 2)
        runaways = [asyncio.create_task(ask(pool, "stubborn")) for _ in workers]
        await asyncio.sleep(0.1)
        os.kill(await_host(pool), signal.SIGKILL)
        assert {(await one).kind for one in runaways} == {"crashed"}
        deadline = time.monotonic() + 10
        while any(is_alive(pid) for pid in workers) and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        assert [pid for pid in workers if is_alive(pid)] == []

    with_pool(use)


def await_host(pool: EnginePool) -> int:
    assert pool._host is not None
    return pool._host.process.pid


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
