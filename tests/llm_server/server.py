"""The server: three dialects, in a thread of its own; what it replies is a queue of behaviours."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.llm_server.dialects import DIALECTS, Dialect

Raw = dict[str, Any]
Behaviour = Callable[[web.Request, Raw], Awaitable[web.StreamResponse]]


class LanguageModelServer:
    """Start with ``with``. ``behaviours`` are used one a request; the last one stays. ``url`` is OpenAI's base,
    ``root`` the others'; ``calls`` are the bodies received, ``keys`` the bearer tokens."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self.behaviours = deque(behaviours)
        self.url = self.root = ""
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
        for dialect in DIALECTS:
            application.router.add_post(dialect.path, self._in(dialect))
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.root = f"http://{host}:{port}"
        self.url = f"{self.root}/v1"

    async def _stop(self) -> None:
        await self._runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}  # replies that never end
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _in(self, dialect: Dialect) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def complete(request: web.Request) -> web.StreamResponse:
            body = await request.json()
            body["messages"] = dialect.messages(body)
            self.calls.append(body)
            self.keys.append(request.headers.get("Authorization", "").removeprefix("Bearer "))
            behaviour = self.behaviours.popleft() if len(self.behaviours) > 1 else self.behaviours[0]
            reply = await behaviour(request, body)
            if isinstance(reply, web.Response) and reply.status == 200 and reply.content_type == "application/json":
                made = json.loads(reply.text or "{}")
                return dialect.reply(made) if made["choices"] else reply
            return reply

        return complete
