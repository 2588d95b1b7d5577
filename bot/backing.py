"""Backups made by themselves: one after the other, beside the bot, and said aloud when they fail."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from telegram.error import TelegramError

from bot.child import Commands, Event
from bot.messages import admin
from bot.messages.labels import FAULT
from bot.ports import BotSettings, Now
from bot.roles import Right, Roles
from bot.sending import Place, Sender
from bot.workers import Workers
from knowledge.keeping import backup

log = logging.getLogger(__name__)

FIRST = 600.0
"""Seconds after the start before the first one, however overdue: answers to what came in meanwhile go first."""
RETRY = 3600.0
"""Seconds after one that failed."""
LONGEST = 2 * 3600.0
"""Seconds one may take."""
AGAIN = 24
"""Failures in a row of which only the first is told."""
_LOOK = 3600.0  # seconds: a machine that slept, or whose clock was set, is not waited for longer than this


@dataclass(frozen=True)
class Schedule:
    """``every`` so long one backup into ``folder``, of which the newest ``keep`` stay."""

    every: timedelta
    keep: int
    folder: Path

    @classmethod
    def of(cls, settings: BotSettings) -> Schedule | None:
        """The schedule of the settings; None when they want none, or their database has tools of its own."""
        if not settings.backup_every_hours or not settings.database.startswith("sqlite:///"):
            return None
        every = timedelta(hours=settings.backup_every_hours)
        return cls(every, settings.backup_keep, settings.backup_folder.resolve())


class Backups:
    """Runs ``spbe backup`` as a child process whenever the newest archive is old enough."""

    def __init__(
        self, schedule: Schedule | None, commands: Commands, roles: Roles, sender: Sender, workers: Workers, now: Now
    ) -> None:
        """Without a ``schedule`` nothing is done."""
        self._schedule = schedule
        self._commands, self._roles, self._sender, self._workers, self._now = commands, roles, sender, workers, now
        self._loop: asyncio.Task[None] | None = None
        self._failures = 0

    def start(self) -> None:
        """Begin, once the bot can send."""
        if self._schedule is not None:
            self._loop = asyncio.create_task(self._run(self._schedule))

    async def close(self) -> None:
        """End what runs; what it had written is cleared away."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.wait({self._loop})

    async def _run(self, schedule: Schedule) -> None:
        pause = FIRST
        while True:
            await asyncio.sleep(pause)
            try:
                pause = await self._wait(schedule)
                if pause <= 0:
                    pause = await self._make(schedule)
            except Exception:
                log.exception("cadangan otomatis terhenti, dilanjutkan")
                pause = RETRY

    async def _wait(self, schedule: Schedule) -> float:
        """Seconds until the next one is due, at most an hour."""
        made = await asyncio.to_thread(backup.archives, schedule.folder)
        # An archive of the future was made by a clock that was wrong.
        times = [at for path in made if (at := backup.made_at(path)) <= self._now()]
        return min(_LOOK, (times[-1] + schedule.every - self._now()).total_seconds()) if times else 0.0

    async def _make(self, schedule: Schedule) -> float:
        """Make one; returns after how many seconds to look again."""
        words = ["backup", str(schedule.folder), "--keep", str(schedule.keep)]
        try:
            event = await asyncio.wait_for(self._commands.run(words, lambda _: None), LONGEST)
        except TimeoutError:
            event = {"event": "error", "kind": "refused", "text": "Pencadangan terlalu lama dan dihentikan."}
        if event["event"] == "error":
            if event["kind"] != "busy":  # somebody is making one by hand
                await self._failed(event)
            return RETRY
        log.info("cadangan %s tersimpan", event.get("file"))
        if self._failures:
            self._failures = 0
            await self._tell(admin("backed_up_again"))
        return _LOOK

    async def _failed(self, event: Event) -> None:
        reason = str(event["text"]) if event["kind"] == "refused" else FAULT.format(event["text"])
        log.error("cadangan otomatis gagal: %s", reason)
        if self._failures % AGAIN == 0:
            await self._tell(admin("not_backed_up", reason=reason))
        self._failures += 1

    async def _tell(self, text: str) -> None:
        people: Sequence[int] = await self._workers.sql(self._roles.with_right, Right.REFRESH)
        for person in people:
            with suppress(TelegramError):  # one who never wrote to the bot cannot be written to
                await self._sender.send(Place(person), text)
