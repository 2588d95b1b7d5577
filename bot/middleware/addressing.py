"""In groups the bot acts only when spoken to: a command, a mention, or a reply to one of its messages."""

from __future__ import annotations

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes


async def ignore_unaddressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Stop here for group messages that are not meant for us."""
    message = update.message
    if message is not None and not is_addressed(message, context.bot.bot):
        raise ApplicationHandlerStop


def is_addressed(message: Message, me: User) -> bool:
    """Whether a message is meant for the bot: always in private chats."""
    if message.chat.type == ChatType.PRIVATE:
        return True
    if message.text is None:
        return False
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
        return not _is_for_another(message, me)
    return _is_command(message, me) or any(_mentions(message, entity, me) for entity in message.entities)


def question_in(message: Message, me: User) -> str:
    """The text of a message without mentions of the bot."""
    text = message.text or ""
    for entity in sorted(message.entities, key=lambda e: e.offset, reverse=True):
        if _mentions(message, entity, me):
            units = text.encode("utf-16-le")
            start, end = entity.offset * 2, (entity.offset + entity.length) * 2
            # "Halo @bot, apa itu …" becomes "Halo, apa itu …".
            text = units[:start].decode("utf-16-le").rstrip() + units[end:].decode("utf-16-le")
    return text.strip().lstrip(",:; ")


def _mentions(message: Message, entity: MessageEntity, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    if entity.type != MessageEntity.MENTION:
        return False
    return message.parse_entity(entity).lower() == f"@{me.username}".lower()


def _is_command(message: Message, me: User) -> bool:
    return _starts_with_command(message) and not _is_for_another(message, me)


def _is_for_another(message: Message, me: User) -> bool:
    if not _starts_with_command(message):
        return False
    _, _, addressee = message.parse_entity(message.entities[0]).partition("@")
    return bool(addressee) and addressee.lower() != (me.username or "").lower()


def _starts_with_command(message: Message) -> bool:
    first = message.entities[0] if message.entities else None
    return first is not None and first.type == MessageEntity.BOT_COMMAND and first.offset == 0
