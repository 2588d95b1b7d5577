"""The queue between Telegram and the handlers; it records every update in SQL before letting it in.

The library confirms updates to Telegram only after they were put into its queue. Recording inside ``put``
therefore leaves no instant at which an update is confirmed but not recorded.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.error import TelegramError

from bot.ports import Now
from bot.state import State
from bot.workers import Workers

log = logging.getLogger(__name__)

REDELIVERY = timedelta(minutes=1)
"""How long an answer that could not be delivered waits for the next attempt."""


class Inbox(asyncio.Queue[object]):
    """Updates in the order in which they came, each of them once. A crash leaves unfinished ones in SQL,
    where ``State.pending`` finds them."""

    def __init__(self, state: State, workers: Workers, now: Now) -> None:
        super().__init__()
        self._state = state
        self._workers = workers
        self._now = now
        self._undelivered: set[int] = set()
        self._timers: set[asyncio.TimerHandle] = set()

    async def put(self, item: object) -> None:
        """Record an update and queue it; one that is already recorded is left out.

        Raises TelegramError when it cannot be recorded: the poller then asks Telegram for it again.
        """
        if isinstance(item, Update):
            chat = item.effective_chat
            try:
                fresh = await self._workers.sql(
                    self._state.record, item.update_id, chat.id if chat else None, item.to_json(), self._now()
                )
            except SQLAlchemyError as error:
                log.exception("pembaruan %s tidak dapat dicatat", item.update_id)
                raise TelegramError("pembaruan tidak dapat dicatat") from error
            if not fresh:
                log.info("pembaruan %s sudah tercatat, diabaikan", item.update_id)
                return
        await super().put(item)

    async def begin(self, update: Update) -> bool:
        """Note that work on an update begins; False when it is finished already."""
        return await self._workers.sql(self._state.begin, update.update_id)

    async def finish(self, update: Update) -> None:
        """Note that an update is done, unless its answer could not be delivered: that waits and comes back."""
        if update.update_id not in self._undelivered:
            await self._workers.sql(self._state.finish, update.update_id, self._now())
            return
        self._undelivered.discard(update.update_id)
        await self._workers.sql(self._state.postpone, update.update_id)
        self._later(update)

    def undelivered(self, update: Update) -> None:
        """Say that the answer to an update could not be delivered."""
        self._undelivered.add(update.update_id)

    def _later(self, update: Update) -> None:
        def again() -> None:
            self._timers.discard(timer)
            self.put_nowait(update)

        timer = asyncio.get_running_loop().call_later(REDELIVERY.total_seconds(), again)
        self._timers.add(timer)

    def close(self) -> None:
        """Drop what is queued or waiting; it is recorded and will be found at the next start."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        while not self.empty():
            self.get_nowait()
            self.task_done()
