"""What happens when a handler fails: the person gets a short code, the log has the code and the cause."""

from __future__ import annotations

import logging
import secrets

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ContextTypes

from bot.inbox import Inbox
from bot.messages import notice
from bot.ports import Now
from bot.sending import Place, Sender
from bot.state import State
from bot.workers import Workers
from knowledge.errors import SpbeError

log = logging.getLogger(__name__)


class Errors:
    """The one error handler of the application."""

    def __init__(self, inbox: Inbox, state: State, workers: Workers, sender: Sender, now: Now) -> None:
        self._inbox = inbox
        self._state = state
        self._workers = workers
        self._sender = sender
        self._now = now

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Decide by kind of error: blocked, undelivered, or a fault of ours."""
        error = context.error
        if not isinstance(update, Update):
            log.error("gangguan di luar percakapan", exc_info=error)
            return
        chat = update.effective_chat
        if isinstance(error, Forbidden):
            if chat:
                await self._workers.sql(self._state.blocked, chat.id, self._now())
            log.info("percakapan tidak mengizinkan bot menulis, dicatat")
            return
        if _is_delivery(error):
            log.warning("jawaban belum terkirim, akan dicoba lagi: %s", error)
            self._inbox.undelivered(update)
            return
        code = secrets.token_hex(3).upper()
        log.error("gangguan %s pada pembaruan %s", code, update.update_id, exc_info=error)
        if update.effective_message is None:
            return
        reason = str(error) if isinstance(error, SpbeError) else ""
        try:
            await self._sender.send(Place.of(update.effective_message), notice("trouble", code=code, reason=reason))
        except TelegramError as refused:
            log.warning("kode gangguan %s tidak dapat disampaikan: %s", code, refused)


def _is_delivery(error: Exception | None) -> bool:
    # BadRequest is a NetworkError to the library; it would be refused again.
    return isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest)
