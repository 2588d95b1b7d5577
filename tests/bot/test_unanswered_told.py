"""The queue and the FAQ where something comes in between: a stop, a fault, another admin; played over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.child import Event
from bot.jobs import Jobs, JobState
from bot.ports import utc_now
from bot.roles import Roles
from bot.unanswered.questions import Questions
from bot.unanswered.replies import Replies, ReplyState
from knowledge.keeping.faq import Faq, FaqState
from knowledge.keeping.store import Store
from tests.bot.admins import ADMIN
from tests.bot.conftest import Rig
from tests.bot.test_faq import known, published
from tests.bot.unanswered import (
    BOOK,
    SECOND,
    admin,
    answered,
    ask,
    audited,
    office,
    opened,
    previewed,
    publishes,
    publishing,
    rina,
    state_of,
    writing,
)
from tests.telegram_server import Chat

__all__ = ["admin", "office", "rina"]


def stopping(monkeypatch: pytest.MonkeyPatch, note: str) -> list[str]:
    """From now on a note of this stops what is being done; returns what was to be noted."""
    real, tried = Roles._note, []

    def dies(self: Roles, connection: Connection, person: int, at: Any, action: str, detail: Any) -> None:
        if action == note:
            tried.append(action)
            raise RuntimeError("stopped")
        real(self, connection, person, at, action, detail)

    monkeypatch.setattr(Roles, "_note", dies)
    return tried


async def test_no_answer_is_sent_without_a_note(office: Rig, rina: Chat, admin: Chat, monkeypatch: Any) -> None:
    tried = stopping(monkeypatch, "jawab pertanyaan")
    async with office.running():
        await ask(rina)
        await opened(admin)
        await previewed(admin)
        await admin.press("Kirim")
        await office.server.until(lambda: bool(tried), "it is tried")
    reply = Replies(office.engine).get(1)
    assert reply
    assert reply.state is ReplyState.PREVIEW
    assert not any(BOOK in text for text in rina.texts)


async def test_no_entry_is_made_or_extended_without_a_note(
    office: Rig, rina: Chat, admin: Chat, monkeypatch: Any
) -> None:
    async with office.running():
        await ask(rina)
        await answered(admin)
        with monkeypatch.context() as patched:
            tried = stopping(patched, "terbitkan FAQ")
            await publishing(admin)
            await office.server.until(lambda: bool(tried), "it is tried")
            assert Faq(office.engine).all() == ()
        made = Faq(office.engine).add(["apa"], BOOK, "", "admin", ADMIN, utc_now())
        with monkeypatch.context() as patched:
            tried = stopping(patched, "perpanjang FAQ")
            office.now.ahead = (utc_now() - utc_now()).__class__(hours=30)  # type: ignore[attr-defined]
            await admin.press_data(f"q:ext:{made.id}", admin.sent[-1])
            await office.server.until(lambda: bool(tried), "it is tried")
        Faq(office.engine).move(made.id, tuple(FaqState), FaqState.HELD, utc_now())
        with monkeypatch.context() as patched:
            tried = stopping(patched, "terbitkan FAQ")
            await admin.press_data(f"q:try:{made.id}", admin.sent[-1])
            await office.server.until(lambda: bool(tried), "it is tried")
    after = Faq(office.engine).get(made.id)
    assert after
    assert (after.expires_on, after.state) == (made.expires_on, FaqState.HELD)


async def test_the_answer_of_another_admin_is_not_theirs_to_send_or_drop(office: Rig, rina: Chat, admin: Chat) -> None:
    other = office.server.private("Budi", SECOND)
    async with office.running():
        await ask(rina)
        await opened(admin)
        await previewed(admin)
        await other.say("/antrean")
        await other.shows("Pilih nomor")
        for at, do in enumerate(("send", "drop", "edit", "src", "faq", "word", "pub", "again"), 1):
            await other.press_data(f"q:{do}:1", other.sent[0])
            told = f"the press of {do} is refused"
            await office.server.until(lambda at=at: sum("Sudah ditangani" in t for t in other.texts) == at, told)
    reply = Replies(office.engine).get(1)
    assert reply
    assert reply.state is ReplyState.PREVIEW


async def test_what_is_asked_for_last_is_what_is_written(office: Rig, rina: Chat, admin: Chat) -> None:
    jobs, replies = Jobs(office.engine), Replies(office.engine)
    job = jobs.add(ADMIN, ADMIN, "a", "a.pdf", utc_now())
    jobs.move(job.id, (JobState.RECEIVED,), JobState.ASKING, utc_now())
    jobs.ask_for(job, "title", utc_now())
    async with office.running():
        await ask(rina)
        await writing(admin)
        await office.server.until(lambda: jobs.asked(ADMIN, ADMIN, utc_now()) is None, "no title is asked for")
        await admin.say(BOOK)
        await admin.shows("Apa sumbernya?")
    assert jobs.asked(ADMIN, ADMIN, utc_now()) is None
    replies.let_go(ADMIN, ADMIN)
    assert replies.asked(ADMIN, ADMIN, utc_now()) is None


async def test_the_words_of_a_question_are_not_taken_for_what_was_asked_of_a_pdf(
    office: Rig, rina: Chat, admin: Chat
) -> None:
    jobs = Jobs(office.engine)
    job = jobs.add(ADMIN, ADMIN, "a", "a.pdf", utc_now())
    jobs.move(job.id, (JobState.RECEIVED,), JobState.ASKING, utc_now())
    async with office.running():
        await ask(rina)
        await answered(admin)
        await admin.press("Terbitkan sebagai FAQ")
        await admin.shows("dapat dibaca orang lain")
        jobs.ask_for(job, "title", utc_now())
        await admin.press("Ubah pertanyaan")
        await office.server.until(lambda: jobs.asked(ADMIN, ADMIN, utc_now()) is None, "no title is asked for")
        await admin.shows("Tulis")
    assert Replies(office.engine).asked(ADMIN, ADMIN, utc_now()) is not None


async def test_a_held_entry_stands_in_the_queue_with_its_reason(office: Rig, rina: Chat, admin: Chat) -> None:
    store, faq = Store(office.engine), Faq(office.engine)
    async with office.running():
        await published(office, admin, rina)
        faq.move(1, (FaqState.LIVE,), FaqState.HELD, utc_now())  # as a return to before it does
        office.assistant.answers.pop("cara pinjam proyektor", None)
        made = faq.add(["siapa juru kunci"], "Staf umum.", "", "admin", ADMIN, utc_now())
        faq.move(made.id, (FaqState.QUEUED, FaqState.LIVE), FaqState.HELD, utc_now())
        await admin.say("/antrean")
        await admin.shows("2 jawaban FAQ tertahan")
        await admin.press("FAQ yang tertahan (2)")
        said = await admin.shows("ditarik dengan /kembalikan")
        assert "1. cara pinjam proyektor – ditarik dengan /kembalikan" in said
        assert "2. siapa juru kunci – belum terbit" in said
        assert admin.buttons[:4] == ["Terbitkan 1", "Hapus 1", "Terbitkan 2", "Hapus 2"]
        await admin.press("Terbitkan 2")
        await admin.shows("FAQ 2 sudah terbit")
    assert store.current() is not None
    assert faq.get(made.id).state is FaqState.LIVE  # type: ignore[union-attr]


async def test_an_entry_in_force_is_told_published_though_something_failed_afterwards(
    office: Rig, rina: Chat, admin: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[], Event] = publishes(office)._publish

    def speechless() -> Event:
        real()
        Faq(office.engine).move(1, (FaqState.LIVE,), FaqState.QUEUED, utc_now())
        return {"event": "error", "kind": "refused", "text": "Ruang penyimpanan penuh."}

    monkeypatch.setattr(publishes(office), "_publish", speechless)
    async with office.running():
        await ask(rina)
        await answered(admin)
        await publishing(admin)
        assert "Ruang penyimpanan penuh." in await admin.shows("FAQ 1 sudah terbit")
    assert state_of(office) == [FaqState.LIVE]
    assert not known(office).abstained
    assert audited(office)[-1] == "terbitkan FAQ"


async def test_a_thumb_down_opens_again_what_was_closed_and_says_truly_of_what_was_answered(
    office: Rig, rina: Chat, admin: Chat
) -> None:
    questions = Questions(office.engine)
    async with office.running():
        await ask(rina)
        (asked,) = questions.open()
        questions.close([asked.id], utc_now())
        await rina.press("👎")
        assert "catat untuk ditinjau admin" in await rina.shows("tahan pesan ini, lalu pilih Balas")
        assert [one.id for one in questions.open()] == [asked.id]
        await rina.press("Salah")
        await rina.shows("Bila admin menjawab")
        first = next(m for m in rina.sent if "tidak ditemukan" in m["text"])
        await answered(admin)
        await rina.press_data(f"fb:down:{asked.answer_id}", first)
        assert "catat untuk ditinjau" not in await rina.shows("Apa yang kurang")
        await rina.press("Salah")
        await rina.shows("Pertanyaan itu sudah dijawab admin")
    assert questions.open() == ()
