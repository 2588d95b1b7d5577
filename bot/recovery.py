"""After a restart: what was recorded but not finished is taken up again."""

from __future__ import annotations

import json
import logging

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.inbox import Inbox
from bot.messages import notice
from bot.middleware.freshness import MAX_AGE
from bot.ports import Now
from bot.sending import Place, Sender
from bot.state import State
from bot.workers import Workers

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
"""An update that was begun this often and never finished is taken to be what kills the process."""


class Recovery:
    """Puts unfinished updates back into the inbox, in their order."""

    def __init__(self, inbox: Inbox, state: State, workers: Workers, sender: Sender, now: Now) -> None:
        self._inbox = inbox
        self._state = state
        self._workers = workers
        self._sender = sender
        self._now = now

    async def run(self, bot: Bot) -> int:
        """Take up unfinished updates; returns how many. Call before polling starts."""
        pending = await self._workers.sql(self._state.pending)
        for recorded in pending:
            update = Update.de_json(json.loads(recorded.payload), bot)
            if recorded.attempts >= MAX_ATTEMPTS:
                await self._give_up(update)
            elif update.callback_query is not None and self._now() - recorded.recorded_at > MAX_AGE:
                await self._inbox.finish(update)  # a button pressed a day ago: nothing to apologise for
            else:
                self._inbox.put_nowait(update)
        if pending:
            log.info("%s pembaruan yang belum selesai dilanjutkan", len(pending))
        return len(pending)

    async def _give_up(self, update: Update) -> None:
        log.error("pembaruan %s berulang kali gagal, dihentikan", update.update_id)
        if update.effective_message is not None:
            try:
                await self._sender.send(Place.of(update.effective_message), notice("gave_up"))
            except TelegramError as error:
                log.warning("permintaan maaf tidak terkirim: %s", error)
        await self._inbox.finish(update)
