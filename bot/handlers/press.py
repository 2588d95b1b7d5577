"""A pressed inline button."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import MaybeInaccessibleMessage, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.sending import Place, Sender


@dataclass(frozen=True)
class Press:
    """The message whose button was pressed, where to answer, and the groups of the pattern that matched."""

    message: MaybeInaccessibleMessage
    place: Place
    arguments: tuple[str, ...]

    @property
    def private(self) -> bool:
        """Whether it stands in a private chat; admins' work is done nowhere else."""
        return getattr(self.message.chat, "type", "") == ChatType.PRIVATE


async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE, sender: Sender) -> Press:
    """Acknowledge a press (the button stops waiting) and say what was pressed."""
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    await sender.acknowledge(query.id)
    arguments = context.match.groups() if context.match else ()
    return Press(query.message, Place.of(query.message), tuple(arguments))
