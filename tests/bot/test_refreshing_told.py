"""What an admin is told where something comes in between: another process, a stop, a fault; played over HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection

import bot.refreshing
from bot.child import Event
from bot.jobs import WRITING_LASTS, Job, Jobs, JobState
from bot.ports import utc_now
from bot.roles import Role, Roles
from bot.telling import Progress
from bot.unanswered.replies import Replies
from knowledge.keeping.store import Store
from tests.bot.admins import ADMIN, OWNER, PDF, admins, audited, left, prepared, scripted
from tests.bot.commands import ScriptedCommands
from tests.bot.conftest import Rig

__all__ = ["admins"]

BUSY = {"event": "error", "kind": "busy", "text": "Sedang diperbarui."}
GONE = {"event": "error", "kind": "fault", "text": "kode -9"}
EDIT_EVERY = bot.refreshing.EDIT_EVERY  # as it is without the fixtures


def test_progress_is_edited_at_most_every_two_seconds() -> None:
    assert EDIT_EVERY >= 2


async def test_the_last_edit_is_apart_from_the_one_before_too(admins: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.refreshing, "EDIT_EVERY", 0.5)
    chat, commands, times = admins.server.private("Sari", ADMIN), scripted(admins), []
    commands.hold.clear()
    async with admins.running() as service:
        rewrite = service.refreshing._teller._sender.rewrite

        async def timed(*words: Any) -> None:
            await rewrite(*words)
            times.append(time.monotonic())

        monkeypatch.setattr(service.refreshing._teller._sender, "rewrite", timed)
        await chat.send_file(PDF)
        await chat.shows("Benar?")
        await chat.press("Benar, olah")
        await chat.shows("OCR) 3/8")
        del times[:-1]
        commands.hold.set()
        await chat.shows("siap diterbitkan")
    assert len(times) >= 2
    assert all(later - earlier >= 0.45 for earlier, later in pairwise(times))


async def test_given_up_while_another_process_writes_is_told_at_once(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        commands.errors["discard"] = [BUSY] * 10_000
        await chat.press("Batalkan")
        await chat.shows("dibatalkan. Tidak ada yang berubah")
        assert chat.buttons == []
        assert Store(admins.engine).generation(2).staged  # not yet cleared away
        commands.errors.clear()
        await admins.server.until(lambda: 2 not in Store(admins.engine).generation_ids(), "it is cleared away")


async def test_publishing_while_another_process_writes_is_said_to_wait(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        commands.errors["publish"] = [BUSY] * 10_000
        await chat.press("Terbitkan")
        await chat.shows("menunggu: basis pengetahuan sedang diperbarui")
        assert Store(admins.engine).current() == 1
        commands.errors.clear()
        await chat.shows("sudah terbit")
    assert Store(admins.engine).current() == 2


async def test_where_it_is_published_and_the_last_words_are_lost_it_is_told_published(
    admins: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    real = commands._write

    async def speechless(name: str, arguments: Sequence[str], told: Callable[[Event], None]) -> Event:
        event = await real(name, arguments, told)
        return GONE if name == "publish" else event

    monkeypatch.setattr(commands, "_write", speechless)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await chat.press("Terbitkan")
        assert "kode -9" in await chat.shows("sudah terbit (generasi 2")
    assert audited(admins)[-1] == "terbit"
    job = Jobs(admins.engine).get(1)
    assert job
    assert job.state is JobState.PUBLISHED


async def test_one_built_anew_in_its_place_is_told_published_though_the_last_words_are_lost(
    admins: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    real, store = commands._write, commands.store

    async def anew(name: str, arguments: Sequence[str], told: Callable[[Event], None]) -> Event:
        if name != "publish":
            return await real(name, arguments, told)
        staged = store.generation(int(arguments[2]))
        store.publish(store.begin_generation("hash", [], 4), 4, staged_for=staged.staged_for)
        store.drop_generation(staged.id)
        return GONE

    monkeypatch.setattr(commands, "_write", anew)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await chat.press("Terbitkan")
        assert "kode -9" in await chat.shows("sudah terbit (generasi 3")
    assert audited(admins)[-1] == "terbit"


async def test_one_given_up_while_it_is_told_to_begin_does_not_begin(
    admins: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, commands, jobs = admins.server.private("Sari", ADMIN), scripted(admins), Jobs(admins.engine)
    begun = bot.refreshing.Refreshing._begun

    async def given_up(self: bot.refreshing.Refreshing, job: Job, progress: Progress) -> Job:
        jobs.move(job.id, (JobState.RUNNING,), JobState.CANCELLED, utc_now())
        return await begun(self, job, progress)

    monkeypatch.setattr(bot.refreshing.Refreshing, "_begun", given_up)
    async with admins.running():
        await prepared(chat)
        await chat.shows("dibatalkan")
    assert commands.count("ingest") == 0


async def test_what_would_replace_other_documents_by_now_waits_again_and_must_be_forced_again(
    admins: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, commands, notice = admins.server.private("Sari", ADMIN), scripted(admins), "dokumen yang digantikan berubah"
    commands.worse = ("turun",)

    class Rebuilt(ScriptedCommands):
        async def run(self, arguments: Sequence[str], told: Callable[[Event], None]) -> Event:
            changes = {"new": 0, "changed": 0, "removed": 1, "sample": []}
            report = commands._report(staged=commands._staged(arguments[2])) | {"worse": [], "files": []}
            return {"event": "done", "report": report | {"changes": changes, "notices": [notice]}}

    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await chat.press("Terbitkan")
        await chat.shows("Tetap terbitkan?")
        with monkeypatch.context() as patched:
            patched.setattr(commands, "run", Rebuilt(commands.store).run)
            await chat.press("Tetap terbitkan")
            said = await chat.shows(notice)
        assert "0 baru, 0 berubah, 1 dihapus" in said
        assert chat.buttons == ["Terbitkan", "Batalkan"]
        job = Jobs(admins.engine).get(1)
        assert job
        assert (job.state, job.generation, job.report["force"]) == (JobState.STAGED, 3, False)
        assert job.report["files"]  # pages that could not be read are still told


async def test_given_up_while_it_is_fetched_leaves_nothing(admins: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    chat, commands, arrives = admins.server.private("Sari", ADMIN), scripted(admins), asyncio.Event()
    async with admins.running() as service:
        fetch = service.refreshing._fetch

        async def slow(job: Any) -> Any:
            await arrives.wait()
            return await fetch(job)

        monkeypatch.setattr(service.refreshing, "_fetch", slow)
        await chat.send_file(PDF)
        await admins.server.until(lambda: bool(service.refreshing._running), "it is being fetched")
        await chat.press("Batalkan")
        await chat.shows("dibatalkan. Tidak ada yang berubah")
        assert service.refreshing._running == {}
        arrives.set()
        await chat.send_file(PDF, "lain.pdf")
        await chat.shows("Benar?")
    assert commands.count("identify") == 1
    assert left(admins) == ["2"]


async def test_who_waited_gets_a_message_when_it_begins(admins: Rig) -> None:
    chat, other = admins.server.private("Sari", ADMIN), admins.server.private("Pemilik", OWNER)
    commands = scripted(admins)
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        await chat.shows("OCR) 3/8")
        await prepared(other, "lain.pdf")
        await other.shows("menunggu giliran")
        count = len(other.sent)
        commands.hold.set()
        await other.shows("siap diterbitkan")
    assert "sedang diolah" in other.sent[count]["text"] or "selesai diolah" in other.sent[count]["text"]
    assert len(other.sent) == count + 2


async def test_whose_role_is_taken_away_is_told_why(admins: Rig) -> None:
    chat, owner = admins.server.private("Sari", ADMIN), admins.server.private("Pemilik", OWNER)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await owner.say("/admin")
        await owner.shows("Anda adalah")
        await owner.press("Orang")
        await owner.shows("Yang diundang")
        await owner.press("Cabut: Sari")
        await owner.shows("Cabut peran")
        await owner.press("Ya, cabut")
        await chat.shows("dibatalkan, karena peran Anda sebagai admin dicabut")
    assert Store(admins.engine).current() == 1


async def test_who_is_asked_for_a_title_is_no_longer_asked_for_an_answer(admins: Rig) -> None:
    chat, replies = admins.server.private("Sari", ADMIN), Replies(admins.engine)
    async with admins.running():
        await chat.send_file(PDF, "permen.pdf")
        await chat.shows("Benar?")
        replies.begin(ADMIN, ADMIN, "admin", (), ("jam buka gudang?",), utc_now(), None)
        assert replies.asked(ADMIN, ADMIN, utc_now()) is not None
        await chat.press("Judul")
        await chat.shows("Tuliskan judul")
    assert replies.asked(ADMIN, ADMIN, utc_now()) is None


async def test_what_was_asked_for_long_ago_is_no_longer_waited_for(admins: Rig) -> None:
    jobs, then = Jobs(admins.engine), utc_now()
    job = jobs.add(ADMIN, ADMIN, "a", "a.pdf", then)
    jobs.move(job.id, (JobState.RECEIVED,), JobState.ASKING, then)
    assert jobs.ask_for(job, "title", then)
    assert jobs.asked(ADMIN, ADMIN, then + WRITING_LASTS / 2)
    assert jobs.asked(ADMIN, ADMIN, then + WRITING_LASTS * 2) is None


@pytest.mark.parametrize(
    ("press", "note"),
    [("", "kirim PDF"), ("Benar, olah", "benarkan identitas"), ("Terbitkan", "terbitkan"), ("Batalkan", "batalkan")],
)
async def test_no_step_is_taken_without_its_note(
    admins: Rig, monkeypatch: pytest.MonkeyPatch, press: str, note: str
) -> None:
    chat, real, tried = admins.server.private("Sari", ADMIN), Roles._note, []

    def dies(self: Roles, connection: Connection, person: int, at: Any, action: str, detail: Any) -> None:
        if action == note:
            tried.append(action)
            raise RuntimeError("stopped")
        real(self, connection, person, at, action, detail)

    def state() -> JobState | None:
        job = Jobs(admins.engine).get(1)
        return job.state if job else None

    before = {"": None, "Benar, olah": JobState.ASKING}.get(press, JobState.STAGED)
    async with admins.running():
        with monkeypatch.context() as patched:
            patched.setattr(Roles, "_note", dies)
            await chat.send_file(PDF)
            if press:
                await chat.shows("Benar?")
                await chat.press("Benar, olah")
            if press in ("Terbitkan", "Batalkan"):
                await chat.shows("siap diterbitkan")
                await chat.press(press)
            await admins.server.until(lambda: bool(tried), "it is tried")
        assert state() is before
    assert Role.ADMIN is Roles(admins.engine, [OWNER]).role(ADMIN)
