"""Keeps the list of chats that wrote to us."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.ports import Now
from bot.state import State
from bot.workers import Workers


class Registry:
    """Notes each chat that speaks to the bot; a chat that does has not blocked it."""

    def __init__(self, state: State, workers: Workers, now: Now) -> None:
        self._state = state
        self._workers = workers
        self._now = now

    async def note(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Note the chat of an update."""
        chat = update.effective_chat
        if chat is not None:
            await self._workers.sql(self._state.seen, chat.id, chat.type, self._now())
