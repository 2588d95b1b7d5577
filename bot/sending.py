"""Sending: split into valid messages, repeated when the network fails, plain when Telegram refuses the markup.

A reply lost on the way back cannot be told from a request that never arrived. Sending again may then show a message
twice; not sending would lose an answer, so it is sent again, unless ``once`` is asked for: then UncertainError is
raised and a person decides.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TypeVar

import httpx
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction, ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError

from bot.messages.split import plain, split

log = logging.getLogger(__name__)
T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds to wait before each new attempt after a failure of the network."""
BUSY_EVERY = 4.0
"""Seconds; Telegram shows what a bot is doing for five."""

_PHOTO = "halaman.png"
_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class UncertainError(TelegramError):
    """Whether (all of) a message arrived is not known."""


@dataclass(frozen=True)
class Place:
    """Where a message goes: a chat, a topic of it, and in groups the message it answers. ``asked`` is the message of
    the person who is answered, in private chats too; None where a button was pressed."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    asked: int | None = None

    @classmethod
    def of(cls, message: MaybeInaccessibleMessage) -> Place:
        """The place to answer a message; in groups the answer quotes it, so that it is clear who asked."""
        topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
        private = message.chat.type == ChatType.PRIVATE
        person = isinstance(message, Message) and message.from_user is not None and not message.from_user.is_bot
        asked = message.message_id if person else None
        return cls(message.chat.id, topic, None if private else message.message_id, asked)


class Sender:
    """Sends Telegram HTML through a bot."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._told_about_markup = False

    async def send(
        self, place: Place, text: str, keyboard: InlineKeyboardMarkup | None = None, *, once: bool = False
    ) -> Message:
        """Send a text, in as many messages as it takes; ``keyboard`` goes under the last, which is returned. What must
        be sent ``once`` is sent again only where it surely did not arrive; else UncertainError is raised.

        Raises Forbidden when the chat does not let us write, NetworkError or RetryAfter when all attempts failed,
        BadRequest when Telegram refuses the message, ValueError when there is nothing to say.
        """
        parts = split(text)
        if not parts:
            raise ValueError("nothing to send")  # a silent bot would look dead; this becomes a code
        for begun, part in enumerate(parts[:-1]):
            await self._send_part(place, part, None, once, begun > 0)
        return await self._send_part(place, parts[-1], keyboard, once, len(parts) > 1)

    async def _send_part(
        self, place: Place, text: str, keyboard: InlineKeyboardMarkup | None, once: bool, begun: bool
    ) -> Message:
        try:
            return await self._send_one(place, text, keyboard, once)
        except TelegramError as error:
            if once and begun:  # the parts before must not be sent again either
                raise UncertainError(error.message) from error
            raise

    async def _send_one(self, place: Place, text: str, keyboard: InlineKeyboardMarkup | None, once: bool) -> Message:
        try:
            return await self._message(place, text, ParseMode.HTML, keyboard, once)
        except ChatMigrated as moved:
            return await self._message(Place(moved.new_chat_id), text, ParseMode.HTML, keyboard, once)
        except BadRequest as error:
            if "can't parse entities" not in error.message.lower():
                raise
            if not self._told_about_markup:
                self._told_about_markup = True
                log.warning("Telegram menolak format pesan, dikirim sebagai teks polos: %s", error.message)
            return await self._message(place, plain(text), None, keyboard, once)

    async def _message(
        self, place: Place, text: str, parse_mode: str | None, keyboard: InlineKeyboardMarkup | None, once: bool
    ) -> Message:
        async def call() -> Message:
            return await self._bot.send_message(
                place.chat_id,
                text,
                parse_mode=parse_mode,
                reply_markup=keyboard,
                reply_parameters=_reply(place),
                message_thread_id=place.thread_id,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

        return await _persistently(_certain(call) if once else call)

    async def send_photo(self, place: Place, png: bytes, caption: str, keyboard: InlineKeyboardMarkup | None) -> None:
        """Send a picture with a caption (at most 1,024 characters); errors as for ``send``."""
        try:
            await self._photo(place, png, caption, keyboard)
        except ChatMigrated as moved:
            await self._photo(Place(moved.new_chat_id), png, caption, keyboard)

    async def _photo(self, place: Place, png: bytes, caption: str, keyboard: InlineKeyboardMarkup | None) -> None:
        async def call() -> Message:
            return await self._bot.send_photo(
                place.chat_id,
                png,
                caption=caption,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                reply_parameters=_reply(place),
                message_thread_id=place.thread_id,
                filename=_PHOTO,
            )

        await _persistently(call)

    async def change_photo(
        self, message: MaybeInaccessibleMessage, png: bytes, caption: str, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """Put another picture in the place of one of ours; where that message is gone, send it anew."""
        media = InputMediaPhoto(png, caption=caption, parse_mode=ParseMode.HTML, filename=_PHOTO)

        async def call() -> object:
            return await self._bot.edit_message_media(media, message.chat.id, message.message_id, reply_markup=keyboard)

        try:
            await _persistently(call)
        except BadRequest as error:
            if "not modified" in error.message.lower():
                return
            if "message to edit not found" not in error.message.lower():
                raise
            await self.send_photo(Place.of(message), png, caption, keyboard)

    async def edit(self, message: MaybeInaccessibleMessage, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        """Replace a message of ours; a repetition that changes nothing is no error."""
        await self.rewrite(message.chat.id, message.message_id, text, keyboard)

    async def rewrite(self, chat_id: int, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        """Replace a message of ours that is known by its id, as ``edit``. Of a text that is too long for one message
        the beginning is shown."""

        async def call() -> object:
            return await self._bot.edit_message_text(
                split(text)[0], chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=keyboard
            )

        try:
            await _persistently(call)
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                raise

    async def change_buttons(
        self, message: MaybeInaccessibleMessage, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Change the buttons under a message of ours; cosmetic, so that a failure is no more than noted."""
        await self._buttons(message.chat.id, message.message_id, keyboard)

    async def drop_buttons(self, chat_id: int, message_id: int) -> None:
        """Take the buttons away from under a message of ours that is known by its id, as ``change_buttons``."""
        await self._buttons(chat_id, message_id, None)

    async def _buttons(self, chat_id: int, message_id: int, keyboard: InlineKeyboardMarkup | None) -> None:
        with _noted("tombol tidak dapat diganti"):
            await self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=keyboard)

    async def acknowledge(self, query_id: str, text: str | None = None) -> None:
        """Stop the clock on a pressed button; Telegram refuses this for old presses, which does not matter."""
        with _noted("tombol tidak dapat dijawab"):
            await self._bot.answer_callback_query(query_id, text=text)

    @asynccontextmanager
    async def busy(self, place: Place, action: ChatAction) -> AsyncIterator[None]:
        """Show in a chat what is being done ("typing", "sending a photo") for as long as the body takes."""
        task = asyncio.create_task(self._show(place, action))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def _show(self, place: Place, action: ChatAction) -> None:
        while True:
            with _noted("tanda sedang bekerja tidak terkirim"):
                await self._bot.send_chat_action(place.chat_id, action, message_thread_id=place.thread_id)
            await asyncio.sleep(BUSY_EVERY)


def _reply(place: Place) -> ReplyParameters | None:
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None


@contextmanager
def _noted(what: str) -> Iterator[None]:
    """Note a refusal or failure at DEBUG and go on; only for what the reader does not miss."""
    try:
        yield
    except TelegramError as error:
        log.debug("%s: %s", what, error)


def _certain(call: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
    """A call that raises UncertainError where its request may have arrived and only the reply was lost."""

    async def certain() -> T:
        try:
            return await call()
        except NetworkError as error:
            lost = error.__cause__  # None where Telegram replied that it failed
            if isinstance(lost, httpx.HTTPError) and not isinstance(lost, _BEFORE_SENDING):
                raise UncertainError(error.message) from error
            raise

    return certain


async def _persistently(call: Callable[[], Awaitable[T]]) -> T:
    for pause in PAUSES:
        try:
            return await call()
        except BadRequest:  # a NetworkError to the library, but the network is not at fault
            raise
        except NetworkError as error:
            log.warning("pesan belum terkirim, dicoba lagi %s detik kemudian: %s", pause, error)
            await asyncio.sleep(pause)
    return await call()
