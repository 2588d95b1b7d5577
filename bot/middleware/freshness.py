"""Messages that waited more than a day get an apology, no answer: nobody is waiting for it any more."""

from __future__ import annotations

from datetime import timedelta

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.messages import notice
from bot.ports import Now
from bot.sending import Place, Sender

MAX_AGE = timedelta(hours=24)
_SHOWN = 100


class Freshness:
    """Apologises for stale messages and stops them."""

    def __init__(self, sender: Sender, now: Now) -> None:
        self._sender = sender
        self._now = now

    async def check(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let fresh updates pass."""
        message = update.message
        if message is None or self._now() - message.date <= MAX_AGE:
            return
        question = message.text or ""
        shown = question if len(question) <= _SHOWN else question[:_SHOWN].rstrip() + "…"
        await self._sender.send(Place.of(message), notice("expired", question=shown))
        raise ApplicationHandlerStop
