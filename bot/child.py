"""Commands of ``spbe`` run beside the bot, as processes of their own: what they do to memory, CPU and themselves never
touches the answering. They speak in lines of JSON and end with us."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from bot.ports import BotSettings

log = logging.getLogger(__name__)

Event = dict[str, Any]
"""One line that a command wrote."""

GRACE = 5.0
"""Seconds between SIGTERM and SIGKILL."""
_LAST = ("done", "error")
_LONGEST_LINE = 4 * 1024 * 1024


class Commands(Protocol):
    """Runs a command and returns its last event, ``done`` or ``error``; cancelling ends the process."""

    async def run(self, arguments: Sequence[str], told: Callable[[Event], None]) -> Event: ...


class Children:
    """Runs commands as child processes."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)

    @classmethod
    def of(cls, settings: BotSettings) -> Children:
        """Children that work on the data of these settings; the bot's token is none of their business."""
        own = {name: value for name, value in os.environ.items() if name != "TELEGRAM_BOT_TOKEN"}
        data = {"SPBE_DATA_DIR": str(settings.data_dir.resolve()), "SPBE_EMBEDDING_MODEL": settings.embedding_model}
        return cls(own | data | {"DATABASE_URL": settings.database})

    async def run(self, arguments: Sequence[str], told: Callable[[Event], None]) -> Event:
        """Run ``spbe <arguments> --events``; ``told`` hears every event but the last."""
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.cli.app", *arguments, "--events"),
            stdin=PIPE,  # never written to: it closes when we are gone, and the child ends
            stdout=PIPE,
            stderr=None if log.isEnabledFor(logging.DEBUG) else DEVNULL,
            env=self._environment,
            limit=_LONGEST_LINE,
            start_new_session=True,
        )
        last: Event = {}
        try:
            assert child.stdout is not None
            async for line in child.stdout:
                event = _event(line)
                if event.get("event") in _LAST:
                    last = event
                else:
                    told(event)
            code = await child.wait()
        finally:
            await asyncio.shield(_end(child))
        if last:
            return last
        log.error("proses '%s' berakhir tanpa hasil (%s)", arguments[0], code)
        return {"event": "error", "kind": "fault", "text": f"kode {code}"}


async def _end(child: Process) -> None:
    if child.stdin is not None:
        child.stdin.close()
    if child.returncode is not None:
        return
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), GRACE)
    except TimeoutError:
        child.kill()
        await child.wait()


def _event(line: bytes) -> Event:
    try:
        found = json.loads(line)
    except ValueError:
        return {"event": "noise"}
    return found if isinstance(found, dict) else {"event": "noise"}
