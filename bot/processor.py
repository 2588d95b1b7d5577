"""One update at a time per chat, chats in parallel; each update marked as begun and as done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.inbox import Inbox

MAX_CONCURRENT = 512
"""Updates held at a time, those waiting for their chat included; CPU work is limited by ``Workers``."""


class Locks:
    """A lock per key, freed when nobody holds or awaits it. Waiters are served in the order they came."""

    def __init__(self) -> None:
        self._locks: dict[int, tuple[asyncio.Lock, int]] = {}

    def __len__(self) -> int:
        return len(self._locks)

    @asynccontextmanager
    async def hold(self, key: int) -> AsyncIterator[None]:
        """Hold the lock of a key for the body."""
        lock, users = self._locks.get(key, (asyncio.Lock(), 0))
        self._locks[key] = lock, users + 1
        try:
            async with lock:
                yield
        finally:
            lock, users = self._locks[key]
            if users == 1:
                del self._locks[key]
            else:
                self._locks[key] = lock, users - 1


class ChatProcessor(BaseUpdateProcessor):
    """Hands updates to the handlers under the lock of their chat."""

    __slots__ = ("_inbox", "_tasks", "locks")

    def __init__(self, inbox: Inbox, max_concurrent_updates: int = MAX_CONCURRENT) -> None:
        super().__init__(max_concurrent_updates)
        self._inbox = inbox
        self._tasks: set[asyncio.Task[Any]] = set()
        self.locks = Locks()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await ``coroutine`` (all handlers for ``update``); called by the library."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            if not isinstance(update, Update):
                await coroutine
                return
            async with self.locks.hold(_key(update)):
                if await self._inbox.begin(update):
                    await coroutine
                    await self._inbox.finish(update)
        finally:
            self._tasks.discard(task)
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # never awaited when cancelled before its turn

    async def abandon(self) -> None:
        """Cancel work in progress; its updates stay recorded as not done."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free."""


def _key(update: Update) -> int:
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
