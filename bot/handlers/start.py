"""/start and /bantuan, and what is neither command nor question."""

from __future__ import annotations

from collections import OrderedDict

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.desk import Desk
from bot.handlers.press import pressed
from bot.messages import notice, render
from bot.messages.labels import COMMANDS, EXAMPLES, MEDIA
from bot.sending import Place, Sender
from bot.state import ANSWERS_KEPT, HISTORY_TURNS

_ALBUMS_REMEMBERED = 100


class Welcome:
    """Says who the bot is and how to use it."""

    def __init__(self, desk: Desk, sender: Sender) -> None:
        self._desk = desk
        self._sender = sender

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/start``: introduction, privacy, example questions as buttons."""
        assert update.message
        text = render("start", history=HISTORY_TURNS, days=ANSWERS_KEPT.days)
        rows = [[InlineKeyboardButton(text, callback_data=f"ex:{i}")] for i, text in enumerate(EXAMPLES)]
        await self._sender.send(Place.of(update.message), text, InlineKeyboardMarkup(rows))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """``/bantuan``: how to ask."""
        assert update.message
        text = render("help", commands=COMMANDS, username=context.bot.username)
        await self._sender.send(Place.of(update.message), text)

    async def example(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A pressed example (``ex:<position>``) is asked."""
        press = await pressed(update, context, self._sender)
        position = int(press.arguments[0])
        if position < len(EXAMPLES):
            await self._desk.ask(press.place, EXAMPLES[position], echo=True)


class Unreadable:
    """Answers, in private chats, what the bot cannot read."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._albums: OrderedDict[str, None] = OrderedDict()

    async def media(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A photo, voice message, sticker and the like get a polite line; an album gets one."""
        message = update.message
        assert message
        kind = next((name for field, name in MEDIA.items() if getattr(message, field, None)), None)
        if kind and message.chat.type == ChatType.PRIVATE and not self._again(message):
            await self._sender.send(Place.of(message), notice("media", kind=kind))

    async def command(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An unknown command; silent in groups unless it names us, since other bots live there too."""
        message = update.message
        assert message
        assert message.text
        command, _, addressee = message.text.split()[0].partition("@")
        if message.chat.type == ChatType.PRIVATE or addressee:
            await self._sender.send(Place.of(message), notice("unknown_command", command=command))

    async def stale_button(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A button of an earlier version."""
        assert update.callback_query
        await self._sender.acknowledge(update.callback_query.id)

    def _again(self, message: Message) -> bool:
        album = message.media_group_id
        if album is None:
            return False
        if album in self._albums:
            return True
        self._albums[album] = None
        if len(self._albums) > _ALBUMS_REMEMBERED:
            self._albums.popitem(last=False)
        return False
