"""What the Telegram front end needs from the rest: an assistant, settings and the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from pydantic import SecretStr

from knowledge.model import Answer, Turn

Now = Callable[[], datetime]
"""Gives the present moment, aware of its time zone."""


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class Assistant(Protocol):
    """Answers a question, given the last turns of the conversation (oldest first). Safe to call from several
    threads; takes CPU time, so never on the event loop."""

    def answer(self, question: str, history: Sequence[Turn] = (), person: int | None = None) -> Answer: ...


class BotSettings(Protocol):
    """Those settings the bot reads. ``telegram_api_url`` is the base of another Bot API server."""

    @property
    def telegram_bot_token(self) -> SecretStr | None: ...
    @property
    def telegram_api_url(self) -> str | None: ...
