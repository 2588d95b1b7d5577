"""What the bot adds to answers that a language model words: whose allowance it is, and the thread that waits."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.app import assemble
from knowledge.answering.rendering import WORDED
from knowledge.model import Answer, Turn
from tests.bot.assistants import Scripted, simple
from tests.bot.conftest import Rig, Settings


@dataclass
class Noting(Scripted):
    """Keeps for whom and in which thread it was asked; every answer is a worded one."""

    noted: list[tuple[int | None, str]] = field(default_factory=list)

    def answer(self, question: str, history: Sequence[Turn] = (), person: int | None = None) -> Answer:
        self.noted.append((person, threading.current_thread().name))
        return simple(question, "Kalimat model.", worded=True)


async def test_each_chat_has_its_own_allowance_and_the_event_loop_never_waits(rig: Rig) -> None:
    assistant = Noting()
    rina, budi = rig.server.private("Rina", 501), rig.server.private("Budi", 502)
    async with rig.running(rig.assemble(assistant)):
        await rina.say("apa itu SPBE")
        await budi.say("apa itu SPBE")
        texts = [await rina.reply(), await budi.reply()]
    assert sorted(person or 0 for person, _ in assistant.noted) == [501, 502]
    assert all(thread.startswith("answer") for _, thread in assistant.noted)
    assert all(WORDED in text for text in texts)


@dataclass
class Meeting(Scripted):
    """Answers nobody before so many are being answered at once."""

    together: threading.Barrier = field(default_factory=lambda: threading.Barrier(6, timeout=10))

    def answer(self, question: str, history: Sequence[Turn] = (), person: int | None = None) -> Answer:
        self.together.wait()
        return simple(question, "Kalimat model.", worded=True)


async def test_who_waits_for_a_model_holds_up_nobody(rig: Rig) -> None:
    settings = replace(Settings.loopback(rig.server.url), llm="openai:uji")
    service = assemble(settings, Meeting(), rig.catalog, rig.engine, rig.now)
    people = [rig.server.private(f"Orang {n}", 500 + n) for n in range(6)]
    async with rig.running(service):
        for person in people:
            await person.say("apa itu SPBE")
        assert ["Kalimat model." in await person.reply(10) for person in people] == [True] * 6
