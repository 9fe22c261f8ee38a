"""Long answers of the pool, which pass through memory that a worker shares with the server."""

from __future__ import annotations

import asyncio
import os

from gbaip_graph.engines.pool import EnginePool
from tests.engines.test_pool import MIB, ask, with_pool


def test_long_answers_at_once_are_each_whole() -> None:
    async def use(pool: EnginePool) -> None:
        bodies = [bytes([number]) * (number * MIB // 3) for number in range(1, 20)]
        outcomes = await asyncio.gather(*(ask(pool, "echo", body) for body in bodies))
        assert [outcome.body for outcome in outcomes] == bodies

    with_pool(use)


def test_a_call_that_is_cancelled_as_its_long_answer_comes_leaves_the_worker_to_others() -> None:
    async def use(pool: EnginePool) -> None:
        for number in range(15):
            cancelled = asyncio.create_task(ask(pool, "echo", b"x" * MIB))
            await asyncio.sleep(number / 1000)
            cancelled.cancel()
            assert (await ask(pool, "echo", b"y" * MIB)).body == b"y" * MIB

    with_pool(use, workers=1)


def test_a_worker_has_no_memory_of_another_worker() -> None:
    async def use(pool: EnginePool) -> None:
        assert (await ask(pool, "shared memories")).header == 1

    with_pool(use)


def test_the_memory_of_a_long_answer_is_given_back() -> None:
    async def use(pool: EnginePool) -> None:
        assert pool._host is not None
        await ask(pool, "echo", b"x" * 8 * MIB)
        assert [os.fstat(shared).st_size for shared in pool._host.shared] == [0, 0]

    with_pool(use)
