"""Entries of the FAQ on their way into the knowledge base: the command that publishes runs beside the bot, as a refresh
does, and what became of each entry is told to who asked for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.child import Commands, Event
from bot.messages import queue, refresh
from bot.messages.labels import DELETE, FAULT, FORCE, TRY_AGAIN
from bot.ports import Now
from bot.sending import Place, Sender
from bot.workers import Workers
from knowledge.clock import day
from knowledge.keeping.faq import WAITING, Faq, FaqEntry, FaqState
from knowledge.keeping.store import Store

log = logging.getLogger(__name__)

BUSY_RETRY = 30.0
"""Seconds after which publishing is tried again while another process writes."""


class Publishing:
    """The loop. ``start`` it once the bot can send; ``close`` ends the command, which runs again at the next start."""

    def __init__(self, faq: Faq, store: Store, commands: Commands, sender: Sender, workers: Workers, now: Now) -> None:
        self._faq, self._store, self._commands = faq, store, commands
        self._sender, self._workers, self._now = sender, workers, now
        self._wake = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None
        self._told_to_wait: set[int] = set()

    async def start(self) -> None:
        """Take up what waits."""
        self._loop = asyncio.create_task(self._run())

    async def close(self) -> None:
        """End what runs."""
        if self._loop is not None:
            self._loop.cancel()
            await asyncio.wait({self._loop})

    def wake(self) -> None:
        """Look for work."""
        self._wake.set()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            busy = False
            try:
                if waiting := await self._workers.sql(self._faq.all, *WAITING):
                    busy = await self._publish(waiting)
            except Exception:
                log.exception("penerbitan FAQ terhenti, dilanjutkan")
                busy = True
            try:
                await asyncio.wait_for(self._wake.wait(), BUSY_RETRY if busy else None)
            except TimeoutError:
                continue

    async def _publish(self, waiting: Sequence[FaqEntry]) -> bool:
        """Publish the entries that wait; True when some still do, because another process writes."""
        event = await self._commands.run(["faq", "publish"], lambda _: None)
        if event["event"] == "error" and event["kind"] == "busy":
            for entry in waiting:
                if entry.id not in self._told_to_wait:
                    self._told_to_wait.add(entry.id)
                    await self._tell(entry, queue("waits", entry=entry))
            return True
        for entry in waiting:
            self._told_to_wait.discard(entry.id)
            await self._ended(entry, event)
        return bool(await self._workers.sql(self._faq.all, *WAITING))

    async def _ended(self, entry: FaqEntry, event: Event) -> None:
        fresh = await self._workers.sql(self._faq.get, entry.id)
        if fresh is None or fresh.sha256 != entry.sha256:
            return  # removed or rewritten meanwhile
        delete = InlineKeyboardButton(DELETE, callback_data=f"q:del:{entry.id}")
        if event["event"] == "error":
            reason = str(event["text"]) if event["kind"] == "refused" else FAULT.format(event["text"])
            if await self._workers.sql(self._in_force, entry):  # what went wrong did so afterwards
                await self._workers.sql(self._faq.move, entry.id, WAITING, FaqState.LIVE, self._now(), entry.sha256)
                notice = refresh("after_publishing", reason=reason)
                await self._tell(entry, queue("published", entry=entry, expires=day(entry.expires_on), notice=notice))
                return
            await self._workers.sql(self._faq.move, entry.id, WAITING, FaqState.HELD, self._now())
            again = InlineKeyboardButton(TRY_AGAIN, callback_data=f"q:try:{entry.id}")
            await self._tell(entry, queue("not_published", entry=entry, reason=reason), [again, delete])
        elif fresh.state is FaqState.LIVE:
            await self._tell(entry, queue("published", entry=entry, expires=day(entry.expires_on)))
        elif fresh.state is FaqState.HELD:
            force = InlineKeyboardButton(FORCE, callback_data=f"q:force:{entry.id}")
            text = queue("held", entry=entry, worse=event["report"]["worse"])
            await self._tell(entry, text, [force, delete])

    def _in_force(self, entry: FaqEntry) -> bool:
        current = self._store.current()
        shown = self._store.revisions(current).values() if current is not None else ()
        return any(document.sha256 == entry.sha256 for document in shown)

    async def _tell(self, entry: FaqEntry, text: str, buttons: Sequence[InlineKeyboardButton] = ()) -> None:
        if entry.asked_by is None:
            return
        try:
            keyboard = InlineKeyboardMarkup([buttons]) if buttons else None
            await self._sender.send(Place(entry.asked_by), text, keyboard)
        except TelegramError as error:
            log.warning("admin tidak dapat dikabari: %s", error)
