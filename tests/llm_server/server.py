"""The server: one path, in a thread of its own; what it replies is a queue of behaviours."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

Raw = dict[str, Any]
Behaviour = Callable[[web.Request, Raw], Awaitable[web.StreamResponse]]


class LanguageModelServer:
    """Start with ``with``. ``behaviours`` are used one a request; the last one stays. ``calls`` are the bodies
    received, ``keys`` the bearer tokens."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self.behaviours = deque(behaviours)
        self.url = ""
        self.calls: list[Raw] = []
        self.keys: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> LanguageModelServer:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(5)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def prompts(self) -> list[str]:
        """Everything that each call told the model, as one text."""
        return ["\n".join(str(message["content"]) for message in call["messages"]) for call in self.calls]

    async def _start(self) -> None:
        application = web.Application()
        application.router.add_post("/v1/chat/completions", self._complete)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/v1"

    async def _stop(self) -> None:
        await self._runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}  # replies that never end
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.calls.append(body)
        self.keys.append(request.headers.get("Authorization", "").removeprefix("Bearer "))
        behaviour = self.behaviours.popleft() if len(self.behaviours) > 1 else self.behaviours[0]
        return await behaviour(request, body)
