"""Locks per key."""

from __future__ import annotations

import asyncio

from bot.processor import Locks


async def test_same_key_one_at_a_time_in_order_and_other_keys_in_parallel() -> None:
    locks, log = Locks(), []
    gate = asyncio.Event()

    async def work(key: int, name: str) -> None:
        async with locks.hold(key):
            log.append(f"+{name}")
            await gate.wait()
            log.append(f"-{name}")

    tasks = [asyncio.create_task(work(1, "a")), asyncio.create_task(work(1, "b")), asyncio.create_task(work(2, "c"))]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert log == ["+a", "+c"]
    gate.set()
    await asyncio.gather(*tasks)
    assert log.index("-a") < log.index("+b")
    assert len(locks) == 0


async def test_cancelled_waiter_frees_its_place() -> None:
    locks = Locks()
    async with locks.hold(1):
        waiter = asyncio.create_task(locks.hold(1).__aenter__())
        await asyncio.sleep(0)
        waiter.cancel()
        await asyncio.wait({waiter})
        assert len(locks) == 1
    assert len(locks) == 0
