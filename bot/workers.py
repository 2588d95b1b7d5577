"""Threads for what must not run on the event loop: answering (CPU), SQL (disk) and drawing (a child process)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


THINKERS = 2
"""Answers worked out at a time: each takes a core."""
WAITING_THINKERS = 12
"""The same where most of an answer's time is waiting for a language model."""


class Workers:
    """Small pools, so that slow answers never hold up the recording of updates, nor pages the answers. The size of
    the answering pool is the limit on answers worked out at the same time."""

    def __init__(self, thinkers: int = THINKERS, writers: int = 2, drawers: int = 1) -> None:
        self._thinking = ThreadPoolExecutor(thinkers, thread_name_prefix="answer")
        self._writing = ThreadPoolExecutor(writers, thread_name_prefix="sql")
        self._drawing = ThreadPoolExecutor(drawers, thread_name_prefix="draw")

    async def think(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run CPU work in a thread and return its result."""
        return await _run(self._thinking, function, *args, **kwargs)

    async def sql(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a short database call in a thread and return its result."""
        return await _run(self._writing, function, *args, **kwargs)

    async def draw(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Wait in a thread for a page to be drawn and return the result."""
        return await _run(self._drawing, function, *args, **kwargs)

    def close(self) -> None:
        """Stop the threads; work not yet begun is dropped."""
        self._thinking.shutdown(wait=False, cancel_futures=True)
        self._drawing.shutdown(wait=False, cancel_futures=True)
        self._writing.shutdown(wait=True)


async def _run(pool: ThreadPoolExecutor, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(pool, lambda: function(*args, **kwargs))
