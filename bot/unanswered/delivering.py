"""Answers of admins on their way to those who asked.

Each step is written down before it is taken: a stop leaves a question either waiting (it is sent at the next start) or
being sent, which is then uncertain, as is one of which Telegram's reply is lost: the admin is told and decides. Nobody
is sent to twice unless an admin says so, nobody is forgotten, and one person who cannot be reached holds up no other.
"""

from __future__ import annotations

import asyncio
import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.messages import queue
from bot.messages.labels import SEND_AGAIN, TO_FAQ
from bot.ports import Now
from bot.sending import Place, Sender, UncertainError
from bot.state import State
from bot.unanswered.questions import UNDER_WAY, Asked, Questions, QuestionState
from bot.unanswered.replies import Replies, Reply, ReplyState
from bot.unanswered.wording import as_answer
from bot.workers import Workers

log = logging.getLogger(__name__)

RETRY = 60.0
"""Seconds after which an answer that could not be sent is tried again."""
MAX_ATTEMPTS = 10
STOP = 5.0
"""Seconds a message that is being sent has to arrive when the bot stops."""


class Delivering:
    """The loop. ``start`` it once the bot can send."""

    def __init__(
        self, questions: Questions, replies: Replies, state: State, sender: Sender, workers: Workers, now: Now
    ) -> None:
        self._questions, self._replies, self._state = questions, replies, state
        self._sender, self._workers, self._now = sender, workers, now
        self._wake = asyncio.Event()
        self._stopping = False
        self._loop: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up what a stop interrupted."""
        await self._workers.sql(self._questions.interrupted, self._now())
        self._loop = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Let the message that is being sent arrive, and stop."""
        self._stopping = True
        self._wake.set()
        if self._loop is not None:
            await asyncio.wait({self._loop}, timeout=STOP)
            self._loop.cancel()
            await asyncio.wait({self._loop})

    def wake(self) -> None:
        """Look for work."""
        self._wake.set()

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            again = False
            try:
                for reply in await self._workers.sql(self._replies.sending):
                    again |= not await self._deliver(reply)
            except Exception:
                log.exception("pengiriman jawaban admin terhenti, dilanjutkan")
                again = True
            if not self._stopping:
                try:
                    await asyncio.wait_for(self._wake.wait(), RETRY if again else None)
                except TimeoutError:
                    continue

    async def _deliver(self, reply: Reply) -> bool:
        """Send an answer to all who wait for it; False when some still do."""
        text = as_answer(reply, self._now())
        for asked in await self._workers.sql(self._questions.of_reply, reply.id, QuestionState.WAITING):
            if self._stopping:
                return False
            if await self._move(asked, QuestionState.WAITING, QuestionState.SENDING):
                await self._move(asked, QuestionState.SENDING, await self._send(asked, text))
        if await self._workers.sql(self._questions.of_reply, reply.id, *UNDER_WAY):
            return False
        await self._report(reply)
        return True

    async def _send(self, asked: Asked, text: str) -> QuestionState:
        try:
            await self._sender.send(Place(asked.chat_id, asked.thread_id, asked.message_id), text, once=True)
        except UncertainError:
            return QuestionState.UNCERTAIN
        except Forbidden:
            await self._workers.sql(self._state.blocked, asked.chat_id, self._now())
            return QuestionState.BLOCKED
        except (BadRequest, RetryAfter, NetworkError) as error:  # a BadRequest would be refused again
            if isinstance(error, BadRequest) or asked.attempts + 1 >= MAX_ATTEMPTS:
                return QuestionState.FAILED
            return QuestionState.WAITING
        except TelegramError as error:
            log.warning("jawaban admin tidak dapat dikirim: %s", error)
            return QuestionState.FAILED
        return QuestionState.SENT

    async def _report(self, reply: Reply) -> None:
        """Tell the admin, then write down that they were told: told twice is better than never."""
        counts = await self._workers.sql(self._questions.counts, reply.id)
        uncertain = counts.get(QuestionState.UNCERTAIN, 0)
        rows = [[InlineKeyboardButton(TO_FAQ, callback_data=f"q:faq:{reply.id}")]] if reply.faq_id is None else []
        if uncertain:
            rows.append([InlineKeyboardButton(SEND_AGAIN, callback_data=f"q:again:{reply.id}")])
        text = queue(
            "delivered",
            sent=counts.get(QuestionState.SENT, 0),
            blocked=counts.get(QuestionState.BLOCKED, 0),
            failed=counts.get(QuestionState.FAILED, 0),
            uncertain=uncertain,
        )
        try:
            await self._sender.send(Place(reply.chat_id), text, InlineKeyboardMarkup(rows) if rows else None)
        except TelegramError as error:
            log.warning("admin tidak dapat dikabari: %s", error)
        await self._workers.sql(self._replies.move, reply.id, (ReplyState.SENDING,), ReplyState.SENT, self._now())

    async def _move(self, asked: Asked, before: QuestionState, after: QuestionState) -> bool:
        return await self._workers.sql(self._questions.move, asked.id, before, after, self._now())
