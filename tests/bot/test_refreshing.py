"""The queue of refreshes: one at a time, given up at any time, through restarts; played over HTTP."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

import pytest
from sqlalchemy.exc import OperationalError

import bot.refreshing
from bot.jobs import KEPT, Jobs, JobState
from bot.ports import utc_now
from knowledge.keeping.store import Store
from tests.bot.admins import ADMIN, OWNER, PDF, admins, audited, left, prepared, scripted
from tests.bot.conftest import Rig

__all__ = ["admins"]


async def test_progress_is_one_message_that_changes(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        assert "▸ Mengenali pindaian (OCR) 3/8" in await chat.shows("OCR) 3/8")
        assert chat.buttons == ["Batalkan"]
        count = len(chat.sent)
        commands.hold.set()
        await chat.shows("siap diterbitkan")
        assert len(chat.sent) == count + 1


async def test_edits_are_seconds_apart(admins: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.refreshing, "EDIT_EVERY", 0.4)
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    times: list[float] = []

    async def chatty(arguments: list[str], told: object) -> object:
        for n in range(50):
            told({"event": "part", "name": "OCR", "done": n, "total": 50})  # type: ignore[operator]
            await asyncio.sleep(0.02)
        return commands._done(report=commands._report(staged=commands._staged()))

    async with admins.running():
        await chat.send_file(PDF)
        await chat.shows("Benar?")
        monkeypatch.setattr(commands, "run", chatty)
        await chat.press("Benar, olah")
        seen = ""
        while "siap diterbitkan" not in (text := "".join(chat.texts)):
            if text != seen and "OCR" in text:
                times.append(time.monotonic())
            seen = text
            await asyncio.sleep(0.01)
    assert 2 <= len(times) <= 5
    assert all(later - earlier > 0.3 for earlier, later in pairwise(times))


@pytest.mark.parametrize("when", ["asking", "queued", "running", "staged"])
async def test_it_can_be_given_up_at_any_time(admins: Rig, when: str) -> None:
    chat, commands, store = admins.server.private("Sari", ADMIN), scripted(admins), Store(admins.engine)
    other = admins.server.private("Pemilik", OWNER)
    if when != "staged":
        commands.hold.clear()
    async with admins.running():
        if when == "queued":
            await prepared(other, "lain.pdf")
            await other.shows("OCR) 3/8")
        await chat.send_file(PDF)
        await chat.shows("Benar?")
        if when != "asking":
            await chat.press("Benar, olah")
            await chat.shows({"queued": "menunggu giliran", "running": "OCR) 3/8", "staged": "siap diterbitkan"}[when])
        await chat.press("Batalkan")
        await chat.shows("dibatalkan. Tidak ada yang berubah")
        commands.hold.set()
        if when == "staged":
            await _nothing_waits(admins)
        if when == "queued":
            await other.shows("siap diterbitkan")
    assert commands.stopped == (when == "running")
    assert commands.count("discard") == (when == "staged")
    assert store.current() == 1
    assert commands.count("ingest") == {"asking": 0, "queued": 1, "running": 1, "staged": 1}[when]
    assert "batalkan" in audited(admins)


async def test_two_admins_at_once_take_turns_and_are_told(admins: Rig) -> None:
    chat, other, commands = (
        admins.server.private("Sari", ADMIN),
        admins.server.private("Pemilik", OWNER),
        scripted(admins),
    )
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        await chat.shows("OCR) 3/8")
        await prepared(other, "lain.pdf")
        assert "1 pembaruan lain didahulukan" in await other.shows("menunggu giliran")
        commands.hold.set()
        await chat.shows("siap diterbitkan")
        await other.shows("siap diterbitkan")
        await asyncio.gather(chat.press("Terbitkan"), other.press("Terbitkan"))
        await chat.shows("sudah terbit")
        await other.shows("sudah terbit")
    assert commands.most == 1
    assert Store(admins.engine).current() in (2, 3)


async def test_a_button_pressed_twice_counts_once(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    async with admins.running():
        await chat.send_file(PDF)
        await chat.shows("Benar?")
        message = chat.sent[-1]
        for _ in range(3):
            await chat.press_data("job:1:ok", message)
        await chat.shows("siap diterbitkan")
        message = chat.sent[-1]
        for _ in range(3):
            await chat.press_data("job:1:pub", message)
        await chat.press_data("job:1:drop", message)
        await chat.shows("sudah terbit")
        await admins.server.until(lambda: sum("sudah lewat" in t for t in chat.texts) == 5, "late presses are told")
    assert (commands.count("ingest"), commands.count("publish"), commands.count("discard")) == (1, 1, 0)


async def test_while_another_process_writes_it_waits_and_goes_on_by_itself(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.errors["ingest"] = [{"event": "error", "kind": "busy", "text": "Sedang diperbarui."}] * 2
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
    assert commands.count("ingest") == 3


async def test_a_fault_ends_one_refresh_and_not_the_queue(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.errors["ingest"] = [{"event": "error", "kind": "fault", "text": "kode -9"}]
    async with admins.running():
        await prepared(chat)
        said = await chat.shows("gagal diolah")
        assert "kode -9" in said
        assert "kirim ulang PDF-nya" in said
        await prepared(chat, "lagi.pdf")
        await chat.shows("siap diterbitkan")
    assert "gagal" in audited(admins)


async def test_a_restart_of_the_bot_goes_on_with_what_ran_and_what_waited(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        await chat.shows("OCR) 3/8")
    job = Jobs(admins.engine).get(1)
    assert job is not None
    assert job.state is JobState.RUNNING
    commands.hold.set()
    async with admins.running():
        await chat.shows("siap diterbitkan")
    async with admins.running():
        await chat.press("Terbitkan")
        await chat.shows("sudah terbit")
    assert commands.count("ingest") == 2


async def test_a_refresh_that_keeps_ending_the_bot_is_given_up(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.hold.clear()
    for _ in range(2):
        async with admins.running():
            if not chat.sent:
                await prepared(chat)
            await admins.server.until(lambda: commands.running == 1, "it runs")
            await asyncio.sleep(0.1)
    async with admins.running():
        await chat.shows("berulang kali menghentikan")
        commands.hold.set()
        await prepared(chat, "lain.pdf")
        await chat.shows("siap diterbitkan")
    assert commands.count("ingest") == 3  # twice the one that ended the bot, and it no third time; then the other


GONE = {"event": "error", "kind": "fault", "text": "kode -9"}


async def _nothing_waits(admins: Rig) -> None:
    store = Store(admins.engine)
    await admins.server.until(lambda: not any(one.staged for one in store.generations()), "nothing waits any more")


async def test_what_was_ready_when_its_refresh_was_killed_is_given_up(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.dies.append(GONE)
    async with admins.running():
        await prepared(chat)
        await chat.shows("gagal diolah")
        await _nothing_waits(admins)
    assert commands.count("discard") == 1


async def test_what_was_ready_when_its_refresh_was_given_up_is_given_up(admins: Rig) -> None:
    chat, jobs, commands = admins.server.private("Sari", ADMIN), Jobs(admins.engine), scripted(admins)
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        await chat.shows("OCR) 3/8")
        jobs.move(1, (JobState.RUNNING,), JobState.CANCELLED, utc_now())
        commands.hold.set()
        await admins.server.until(lambda: commands.count("discard") == 1, "it is given up")
        await _nothing_waits(admins)
    assert commands.count("publish") == 0


async def test_what_could_not_be_published_waits_again(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.errors["publish"] = [GONE]
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await chat.press("Terbitkan")
        said = await chat.shows("Belum dapat diterbitkan")
        assert "kode -9" in said
        assert "30 baru, 2 berubah" in said
        assert chat.buttons == ["Terbitkan", "Batalkan"]
        assert Store(admins.engine).current() == 1
        await chat.press("Terbitkan")
        await chat.shows("sudah terbit")
    assert commands.count("discard") == 0
    assert audited(admins)[-4:] == ["terbitkan", "terbitkan gagal", "terbitkan", "terbit"]


async def test_at_the_start_only_what_refreshes_of_chats_left_is_given_up(admins: Rig) -> None:
    chat, store = admins.server.private("Sari", ADMIN), Store(admins.engine)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
    left, terminal = (store.begin_generation("hash", [], 4) for _ in range(2))
    store.stage(left, 4, "bot:77")
    store.stage(terminal, 4)
    async with admins.running():
        await admins.server.until(lambda: left not in store.generation_ids(), "it is given up")
    assert [one.id for one in store.generations() if one.staged] == [2, terminal]


async def test_a_stop_between_publishing_and_saying_so_says_it_at_the_next_start(admins: Rig) -> None:
    chat, store, jobs = admins.server.private("Sari", ADMIN), Store(admins.engine), Jobs(admins.engine)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
    jobs.move(1, (JobState.STAGED,), JobState.PUBLISHING, utc_now())
    store.publish(2)
    async with admins.running():
        await chat.shows("sudah terbit")
    assert scripted(admins).count("publish") == 0


async def test_where_its_message_was_deleted_what_is_said_next_is_sent(admins: Rig) -> None:
    chat, commands = admins.server.private("Sari", ADMIN), scripted(admins)
    commands.hold.clear()
    async with admins.running():
        await prepared(chat)
        await chat.shows("OCR) 3/8")
        chat.sent.clear()
        commands.hold.set()
        await chat.shows("siap diterbitkan")
        assert chat.buttons == ["Terbitkan", "Batalkan"]


async def test_what_a_kill_left_of_a_file_is_cleared_away_at_the_next_start(admins: Rig) -> None:
    folder = admins.settings["data_dir"] / "incoming" / "77"
    folder.mkdir(parents=True)
    async with admins.running():
        await admins.server.until(lambda: not left(admins), "it is cleared away")
    assert not folder.exists()


async def test_the_queue_goes_on_when_the_database_could_not_be_read(
    admins: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, service = admins.server.private("Sari", ADMIN), admins.assemble()
    jobs, broken = service.refreshing._jobs, [True]
    real = jobs.open

    def reads(*states: JobState) -> object:
        if states == (JobState.QUEUED,) and broken:
            broken.clear()
            raise OperationalError("SELECT", {}, Exception("locked"))
        return real(*states)

    monkeypatch.setattr(jobs, "open", reads)
    async with admins.running(service):
        await prepared(chat)
        await chat.shows("siap diterbitkan")
    assert not broken


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(admins: Rig) -> None:
    jobs, then = Jobs(admins.engine), utc_now()
    ended, waits = (jobs.add(ADMIN, ADMIN, name, "a.pdf", then) for name in "ab")
    jobs.move(ended.id, (JobState.RECEIVED,), JobState.CANCELLED, then)
    jobs.prune(then + KEPT / 2)
    assert jobs.get(ended.id) is not None
    jobs.prune(then + KEPT * 2)
    assert jobs.get(ended.id) is None
    assert jobs.get(waits.id) == waits


def test_one_pdf_that_comes_twice_from_telegram_is_one_refresh(admins: Rig) -> None:
    jobs = Jobs(admins.engine)
    first, again = (jobs.add(ADMIN, ADMIN, "a", "a.pdf", utc_now()) for _ in range(2))
    assert first.id == again.id
    assert jobs.add(OWNER, OWNER, "a", "a.pdf", utc_now()).id != first.id
