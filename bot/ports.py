"""What the Telegram front end needs from the rest: an assistant, settings and the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from knowledge.keeping.store import Vector
from knowledge.model import Answer, Citation, Turn
from knowledge.proving.proof import Proof

Now = Callable[[], datetime]
"""Gives the present moment, aware of its time zone."""


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


class Assistant(Protocol):
    """Answers a question, given the last turns of the conversation (oldest first), shows the pages it cites, and embeds
    questions (the name of the model, and a float32 vector of unit length). Safe to call from several threads; takes
    CPU time, so never on the event loop. ``prove`` raises PageError."""

    def answer(self, question: str, history: Sequence[Turn] = (), person: int | None = None) -> Answer: ...
    def prove(self, citation: Citation, page: int | None = None) -> Proof: ...
    def embed(self, question: str) -> tuple[str, Vector]: ...


class BotSettings(Protocol):
    """Those settings the bot reads. ``telegram_api_url`` is the base of another Bot API server; ``llm`` names the
    language model that words answers, where there is one; ``data_dir``, ``database`` and ``embedding_model`` are handed
    to the commands the bot runs; ``backup_…`` say how often it makes a backup (in hours; 0: never), how many of them
    stay, and where."""

    @property
    def telegram_bot_token(self) -> SecretStr | None: ...
    @property
    def telegram_api_url(self) -> str | None: ...
    @property
    def llm(self) -> str | None: ...
    @property
    def owner_ids(self) -> tuple[int, ...]: ...
    @property
    def data_dir(self) -> Path: ...
    @property
    def database(self) -> str: ...
    @property
    def embedding_model(self) -> str: ...
    @property
    def backup_every_hours(self) -> int: ...
    @property
    def backup_keep(self) -> int: ...
    @property
    def backup_folder(self) -> Path: ...
