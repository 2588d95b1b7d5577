"""People who ask what nobody answers, and admins who do; publishing runs in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import bot.unanswered.delivering
import bot.unanswered.publishing
from bot.child import Event
from bot.ports import utc_now
from bot.roles import Role, Roles
from ingest.faq import publish
from ingest.refresh import Refresh
from knowledge.catalog import load
from knowledge.embedding import HashEmbedder
from knowledge.keeping.faq import FaqState
from knowledge.keeping.store import Store
from knowledge.model import Answer
from tests.bot.admins import ADMIN, OWNER
from tests.bot.assistants import simple
from tests.bot.conftest import Rig
from tests.telegram_server import Chat

SECOND, ORGANISER = 904, 903
BOOK = "Pinjam proyektor lewat buku biru di ruang umum, paling lama 3 hari."


@dataclass
class Publishes:
    """``spbe faq publish``, in this process; ``errors`` are given once each instead."""

    store: Store
    folder: Path
    worse: tuple[str, ...] = ()
    errors: list[Event] = field(default_factory=list)
    ran: int = 0

    async def run(self, arguments: Sequence[str], told: Callable[[Event], None]) -> Event:
        assert list(arguments) == ["faq", "publish"]
        self.ran += 1
        if self.errors:
            return self.errors.pop(0)
        return await asyncio.to_thread(self._publish)

    def _publish(self) -> Event:
        embedder = HashEmbedder()
        refresh = Refresh(self.store, self.folder, load(), lambda: embedder, embedder.name)
        if self.worse:
            said = iter([{"answerable": (60, 64)}, {"answerable": (50, 64)}])
            refresh.examine = lambda generation, reporter: next(said, {"answerable": (50, 64)})
        report = publish(self.store, refresh)
        shown = {"published": report.published, "held": report.held, "worse": list(report.worse)}
        return {"event": "done", "report": shown | {"generation": report.generation}}


@dataclass
class Time:
    """The present, as long as it is not moved."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


def unknown(question: str, resolved: str = "") -> Answer:
    """An answer that finds nothing."""
    return simple(question, "Jawabannya tidak ditemukan.", abstained=True, resolved=resolved or question)


@pytest.fixture
def office(rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A rig with an owner, two admins and an organiser; questions on projectors are not answered."""
    monkeypatch.setattr(bot.unanswered.delivering, "RETRY", 0.1)
    monkeypatch.setattr(bot.unanswered.publishing, "BUSY_RETRY", 0.1)
    rig.settings = {"owner_ids": (OWNER,), "data_dir": tmp_path / "data"}
    roles = Roles(rig.engine, [OWNER])
    for person, role, name in (
        (ADMIN, Role.ADMIN, "Sari"),
        (SECOND, Role.ADMIN, "Budi"),
        (ORGANISER, Role.ORGANISER, "Tini"),
    ):
        roles.join(roles.invite(OWNER, role, utc_now()), person, name, utc_now())
    rig.commands = Publishes(Store(rig.engine), tmp_path / "data")
    rig.now = Time()
    for question in ("cara pinjam proyektor", "pinjam proyektor cara"):
        rig.assistant.answers[question] = unknown(question)
    return rig


@pytest.fixture
def rina(office: Rig) -> Chat:
    """One who asks."""
    return office.server.private()


@pytest.fixture
def admin(office: Rig) -> Chat:
    """The private chat of an admin."""
    return office.server.private("Sari", ADMIN)


def publishes(rig: Rig) -> Publishes:
    assert isinstance(rig.commands, Publishes)
    return rig.commands


def audited(rig: Rig) -> list[str]:
    return [entry.action for entry in reversed(Roles(rig.engine, [OWNER]).done(50))]


async def ask(chat: Chat, question: str = "cara pinjam proyektor") -> None:
    """Ask something and wait for what is said of it."""
    count = len(chat.sent)
    await chat.say(question)
    await chat.server.until(lambda: len(chat.sent) > count, "an answer")


async def says(chat: Chat, words: str) -> str:
    """Wait until the bot's last message says this."""
    await chat.server.until(lambda: chat.sent and words in chat.texts[-1], f"a last message with {words!r}")
    return chat.texts[-1]


async def opened(admin: Chat) -> None:
    """Open the first questions of the queue."""
    count = len(admin.sent)
    await admin.say("/antrean")
    await admin.server.until(lambda: len(admin.sent) > count, "the queue")
    assert "Pilih nomor" in admin.texts[-1]
    await admin.press("1")
    await says(admin, "Masuk antrean karena")


async def writing(admin: Chat) -> None:
    """Open the first questions and begin to answer them."""
    await opened(admin)
    await admin.press("Jawab")
    await says(admin, "Tulis jawabannya dalam satu pesan")


async def previewed(admin: Chat, answer: str = BOOK, source: str = "") -> None:
    """Answer the questions that are open, up to the preview."""
    await admin.press("Jawab")
    await says(admin, "Tulis jawabannya dalam satu pesan")
    await admin.say(answer)
    await says(admin, "Apa sumbernya?")
    if source:
        await admin.say(source)
    else:
        await admin.press("Keputusan admin")
    await says(admin, "Pratinjau")


async def answered(admin: Chat, answer: str = BOOK, source: str = "") -> None:
    """Answer the first questions of the queue and wait until that is delivered."""
    await opened(admin)
    await previewed(admin, answer, source)
    await admin.press("Kirim")
    await says(admin, "Jawaban terkirim kepada")


async def publishing(admin: Chat) -> None:
    """Have what was just answered published as an entry of the FAQ."""
    await admin.press("Terbitkan sebagai FAQ")
    await says(admin, "dapat dibaca orang lain")
    await admin.press("Terbitkan")


def state_of(rig: Rig) -> list[FaqState]:
    from knowledge.keeping.faq import Faq

    return [entry.state for entry in Faq(rig.engine).all(*FaqState)]
