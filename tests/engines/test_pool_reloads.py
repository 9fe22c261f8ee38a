"""A pool that takes another graph, or is closed, while it answers."""

from __future__ import annotations

import asyncio

import pytest

from gbaip_graph.engines.pool import EnginePool, Outcome
from gbaip_graph.errors import StoreDamaged
from tests.engines.test_pool import ask, await_host, is_alive, with_pool, worker_pids


def test_a_reload_swaps_the_graph_and_lets_running_tasks_end_on_the_old_one() -> None:
    async def use(pool: EnginePool) -> None:
        old = asyncio.create_task(ask(pool, "slow", 1.0))
        await asyncio.sleep(0)
        await pool.start(argument="second")
        assert (await ask(pool, "echo", b"")).told == "second"
        outcome = await old
        assert (outcome.kind, outcome.header, outcome.told) == ("done", "first", "first")

    with_pool(use)


def test_no_answer_of_a_reload_loop_mixes_two_graphs() -> None:
    async def use(pool: EnginePool) -> None:
        seen: list[Outcome] = []
        is_over = asyncio.Event()

        async def read() -> None:
            while not is_over.is_set():
                seen.append(await ask(pool, "echo", b"row"))

        readers = [asyncio.create_task(read()) for _ in range(4)]
        for round_number in range(4):
            await pool.start(argument=f"graph-{round_number}")
        is_over.set()
        await asyncio.gather(*readers)
        assert {outcome.kind for outcome in seen} == {"done"}
        assert {outcome.header == outcome.told for outcome in seen} == {True}
        assert len({outcome.told for outcome in seen}) > 1

    with_pool(use)


def test_a_graph_that_cannot_be_loaded_leaves_the_old_one() -> None:
    async def use(pool: EnginePool) -> None:
        with pytest.raises(StoreDamaged) as caught:
            await pool.start(argument="broken")
        assert caught.value.what == "the engine did not start"
        assert (await ask(pool, "echo", b"x")).told == "first"

    with_pool(use)


def test_a_closed_pool_leaves_no_process() -> None:
    pids: set[int] = set()

    async def use(pool: EnginePool) -> None:
        pids.update(await worker_pids(pool, 2))
        pids.add(await_host(pool))

    with_pool(use)
    assert [pid for pid in pids if is_alive(pid)] == []
