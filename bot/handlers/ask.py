"""Questions: any text, the commands that stand for one, and the buttons under an answer."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.desk import Desk
from bot.handlers.press import pressed
from bot.messages import notice
from bot.messages.labels import TERMS
from bot.middleware.addressing import question_in
from bot.sending import Place, Sender

TIMELINE_QUESTION = "jadwal evaluasi pemdi 2026"


class Ask:
    """Takes questions to the desk."""

    def __init__(self, desk: Desk, sender: Sender) -> None:
        self._desk = desk
        self._sender = sender

    async def text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Any text is a question."""
        message = update.message
        assert message
        await self._desk.ask(Place.of(message), question_in(message, context.bot.bot))

    async def timeline(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/jadwal``."""
        assert update.message
        await self._desk.ask(Place.of(update.message), TIMELINE_QUESTION)

    async def term(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/istilah walidata``; without a word, how to use it."""
        assert update.message
        place, term = Place.of(update.message), " ".join(context.args or ())
        if term:
            await self._desk.ask(place, _what_is(term))
            return
        rows = [[InlineKeyboardButton(term, callback_data=f"term:{i}")] for i, term in enumerate(TERMS)]
        await self._sender.send(place, notice("glossary"), InlineKeyboardMarkup(rows))

    async def term_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A pressed example term (``term:<position>``)."""
        press = await pressed(update, context, self._sender)
        position = int(press.arguments[0])
        if position < len(TERMS):
            await self._desk.ask(press.place, _what_is(TERMS[position]), echo=True)

    async def more(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """*Selengkapnya* (``more:<answer>``): the rest of an answer, once."""
        press = await pressed(update, context, self._sender)
        left = await self._desk.more(press.place, int(press.arguments[0]))
        await self._sender.change_buttons(press.message, left)

    async def hint(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A suggested next question (``hint:<answer>:<position>``)."""
        press = await pressed(update, context, self._sender)
        await self._desk.hint(press.place, int(press.arguments[0]), int(press.arguments[1]))


def _what_is(term: str) -> str:
    return f"apa itu {term}"
