"""The desk: takes a question of a chat, has it answered, remembers the exchange and sends the answer."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction

from bot.messages import answer_html, notice
from bot.messages.cutting import head, is_cut, rest_of
from bot.messages.hints import suggestions
from bot.messages.labels import ASK_ADMIN, DOWN, MORE, SEE_PAGE, UP
from bot.ports import Assistant, Now
from bot.sending import Place, Sender
from bot.state import State
from bot.unanswered.questions import Questions, Why
from bot.workers import Workers
from knowledge.answering.rendering import plain
from knowledge.model import Answer, Turn
from knowledge.proving.proof import shown_pages

MAX_QUESTION = 1000
"""Characters of a question that are read; more is refused politely."""
MAX_HINTS = 3


class Desk:
    """Answers questions in chats."""

    def __init__(
        self, assistant: Assistant, state: State, questions: Questions, workers: Workers, sender: Sender, now: Now
    ) -> None:
        self._assistant = assistant
        self._state = state
        self._questions = questions
        self._workers = workers
        self._sender = sender
        self._now = now

    async def ask(self, place: Place, question: str, *, echo: bool = False) -> None:
        """Answer a question; ``echo`` repeats it above the answer (a button asked it)."""
        if not question:
            await self._sender.send(place, notice("empty_question"))
            return
        if len(question) > MAX_QUESTION:
            await self._sender.send(place, notice("too_long", length=len(question), limit=MAX_QUESTION))
            return
        at = self._now()
        async with self._sender.busy(place, ChatAction.TYPING):
            history = await self._workers.sql(self._state.history, place.chat_id)
            answer = await self._workers.think(self._assistant.answer, question, history, place.chat_id)
        part = head(answer)
        exchange = (Turn(role="user", text=question), Turn(role="bot", text=plain(answer, None)))
        saved = await self._workers.sql(self._state.remember, place.chat_id, exchange, answer, at)
        queued = answer.abstained and bool(answer.resolved)
        text = answer_html(part, echo=question if echo else "", queued=queued)
        unanswered = answer.resolved if queued else ""
        if place.asked is not None:
            await self._keep(place, saved, place.asked, unanswered)
        sent = await self._sender.send(place, text, _keyboard(answer, saved, cut=is_cut(answer, part)))
        if place.asked is None:  # a button asked: our own message is what can be replied to
            await self._keep(place, saved, sent.message_id, unanswered)

    async def _keep(self, place: Place, saved: int, message_id: int, unanswered: str) -> None:
        """Note where an answer stands, and queue the question it leaves unanswered."""
        await self._workers.sql(self._state.stands, saved, message_id, place.thread_id)
        if unanswered:
            at = (saved, place.chat_id, message_id, place.thread_id)
            await self._workers.sql(self._questions.add, *at, unanswered, Why.ABSTAINED, self._now())

    async def more(self, place: Place, answer_id: int) -> InlineKeyboardMarkup | None:
        """Send the rest of an answer; returns the buttons that remain useful under its beginning."""
        given = await self._workers.sql(self._state.given, answer_id, place.chat_id)
        rest = rest_of(given.answer, given.gone) if given else None
        if given is None or rest is None:
            await self._sender.send(place, notice("answer_gone"))
            return None
        await self._sender.send(place, answer_html(rest))
        return _keyboard(given.answer, answer_id, cut=False)

    async def hint(self, place: Place, answer_id: int, position: int) -> None:
        """Ask a suggested next question of an earlier answer."""
        answer = await self._workers.sql(self._state.answer, answer_id, place.chat_id)
        questions = suggestions(answer) if answer else ()
        if position >= len(questions):
            await self._sender.send(place, notice("answer_gone"))
            return
        await self.ask(place, questions[position], echo=True)


def _keyboard(answer: Answer, answer_id: int, *, cut: bool) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(MORE, callback_data=f"more:{answer_id}")]] if cut else []
    if pages := shown_pages(answer.citations):
        rows.append([InlineKeyboardButton(SEE_PAGE, callback_data=f"page:{answer_id}:{pages[0]}")])
    for position, hint in enumerate(suggestions(answer)[:MAX_HINTS]):
        rows.append([InlineKeyboardButton(hint, callback_data=f"hint:{answer_id}:{position}")])
    judging = (UP, "up"), (DOWN, "down"), (ASK_ADMIN, "ask")
    rows.append([InlineKeyboardButton(label, callback_data=f"fb:{do}:{answer_id}") for label, do in judging])
    return InlineKeyboardMarkup(rows)
