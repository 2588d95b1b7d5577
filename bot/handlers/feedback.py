"""The buttons under every answer: 👍, 👎 with its reasons, and *Tanya admin*."""

from __future__ import annotations

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, MaybeInaccessibleMessage, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.messages import feedback, notice
from bot.messages.labels import GONE, NOT_YOURS, REASONS, THANKS
from bot.middleware.addressing import question_in
from bot.ports import Now
from bot.sending import Place, Sender
from bot.state import State
from bot.unanswered.questions import WAITS, Questions, QuestionState, Verdict, Why
from bot.workers import Workers


class Feedback:
    """Notes what people think of answers, and puts questions into the queue."""

    def __init__(self, state: State, questions: Questions, workers: Workers, sender: Sender, now: Now) -> None:
        self._state, self._questions = state, questions
        self._workers, self._sender, self._now = workers, sender, now

    async def judged(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``fb:<up|down|ask>:<answer>``."""
        query = update.callback_query
        assert query
        assert query.message
        assert context.match
        do, answer_id = context.match[1], int(context.match[2])
        given = await self._workers.sql(self._state.given, answer_id, query.message.chat.id)
        if given is None:
            await self._sender.acknowledge(query.id, GONE)
            return
        await self._sender.acknowledge(query.id, None if do == "ask" else THANKS)
        if do != "ask":
            judged = (answer_id, query.message.chat.id, query.from_user.id, Verdict(do), self._now())
            await self._workers.sql(self._questions.judge, *judged)
        if do != "up":
            state = await self._queue(query.message, answer_id, Why.DOWN if do == "down" else Why.ASKED)
            waits = state in WAITS
            await (self._ask_why(query, answer_id, waits) if do == "down" else self._say_where(query.message, state))

    async def _queue(self, message: MaybeInaccessibleMessage, answer_id: int, why: Why) -> QuestionState:
        """Put the question of an answer into the queue; where it is no longer known what was asked with, our answer is
        replied to."""
        given = await self._workers.sql(self._state.given, answer_id, message.chat.id)
        assert given
        place = (answer_id, message.chat.id, given.message_id or message.message_id, given.thread_id)
        asked = given.answer.resolved or given.answer.question
        return await self._workers.sql(self._questions.add, *place, asked, why, self._now())

    async def _ask_why(self, query: CallbackQuery, answer_id: int, waits: bool) -> None:
        assert query.message
        reasons = [InlineKeyboardButton(r, callback_data=f"why:{k}:{answer_id}") for k, r in REASONS.items()]
        keyboard = InlineKeyboardMarkup([reasons[:2], reasons[2:]])
        sent = await self._sender.send(Place.of(query.message), feedback("why", waits=waits), keyboard)
        await self._workers.sql(self._questions.prompted, answer_id, query.from_user.id, sent.message_id)

    async def _say_where(self, message: MaybeInaccessibleMessage, state: QuestionState) -> None:
        said = {
            QuestionState.OPEN: "passed_on",
            QuestionState.WAITING: "under_way",
            QuestionState.SENDING: "under_way",
        }.get(state, "dealt_with")
        await self._sender.send(Place.of(message), feedback(said))

    async def reason(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``why:<reason>:<answer>``, of the person who found the answer wanting."""
        query = update.callback_query
        assert query
        assert query.message
        assert context.match
        reason, answer_id, person = context.match[1], int(context.match[2]), query.from_user.id
        mine = await self._workers.sql(self._questions.prompt, query.message.chat.id, person, query.message.message_id)
        if mine != answer_id or reason not in REASONS:
            await self._sender.acknowledge(query.id, NOT_YOURS)
            return
        await self._sender.acknowledge(query.id)
        waits = await self._explain(answer_id, person, reason=reason)
        await self._sender.edit(query.message, feedback("noted", waits=waits), None)

    async def written(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A reply to our question what is wrong is no question; any other text goes on."""
        message, person = update.message, update.effective_user
        if message is None or person is None or message.reply_to_message is None:
            return
        place, prompt = Place.of(message), message.reply_to_message.message_id
        answer_id = await self._workers.sql(self._questions.prompt, message.chat.id, person.id, prompt)
        if answer_id is None:
            return
        comment = question_in(message, context.bot.bot)
        if not comment:
            await self._sender.send(place, notice("empty_question"))
        else:
            waits = await self._explain(answer_id, person.id, comment=comment)
            await self._sender.send(place, feedback("noted", waits=waits))
        raise ApplicationHandlerStop

    async def _explain(self, answer_id: int, person: int, *, reason: str = "", comment: str = "") -> bool:
        """Note what is wrong; whether the question still waits for an admin."""

        def explain() -> bool:
            self._questions.explain(answer_id, person, reason=reason, comment=comment)
            return self._questions.waits(answer_id)

        return await self._workers.sql(explain)
