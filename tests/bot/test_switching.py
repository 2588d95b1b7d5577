"""/kembalikan: the generation to go back to is named first, and one press does it at once; played over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.roles import Role, Roles
from knowledge.clock import moment
from knowledge.keeping.store import Store
from tests.bot.admins import ADMIN, OUTSIDER, OWNER, admins, audited, prepared, scripted
from tests.bot.conftest import Rig
from tests.bot.test_deleting import hold
from tests.telegram_server import Chat

__all__ = ["admins"]


def another(store: Store) -> int:
    """A second generation in force, of the same documents."""
    made = store.begin_generation("hash", list(store.revisions(store.current() or 0)), 2)
    store.publish(made, 2)
    return made


async def asked(chat: Chat) -> str:
    count = len(chat.sent)
    await chat.say("/kembalikan")
    await chat.server.until(lambda: len(chat.sent) > count, "the question")
    return chat.texts[-1]


async def test_what_is_gone_back_to_is_named_and_done_at_one_press(admins: Rig) -> None:
    store, chat = hold(admins, 2), admins.server.private("Sari", ADMIN)
    first = store.current() or 0
    store.publish(store.begin_generation("hash", list(store.revisions(first))[:-1], 2), 2)
    second = store.current()
    at = store.generation(first).published_at
    async with admins.running():
        text = await asked(chat)
        assert text.startswith(f"Pakai lagi generasi {first} (terakhir diberlakukan {moment(at)})" if at else "-")
        assert "WITA)" in text
        assert f"sebagai ganti generasi {second}?" in text
        assert "Dokumen yang kembali: " in text
        assert store.current() == second
        await chat.press(f"Ya, pakai generasi {first}")
        assert f"generasi {second} kembali" in await chat.shows("berlaku lagi")
        assert store.current() == first
        assert "Dokumen yang tidak dipakai lagi: " in await asked(chat)
        await chat.press(f"Ya, pakai generasi {second}")
        await admins.server.until(lambda: store.current() == second, "and back again")
    assert audited(admins).count("kembalikan") == 2
    (entry, *_) = Roles(admins.engine).done(1)
    assert (entry.person, entry.role, entry.detail) == (ADMIN, Role.ADMIN, {"generasi": second, "dari": first})


async def test_a_second_thought_changes_nothing(admins: Rig) -> None:
    chat, store = admins.server.private("Sari", ADMIN), Store(admins.engine)
    second = another(store)
    async with admins.running():
        assert "Dokumennya sama." in await asked(chat)
        await chat.press("Tidak jadi")
        await chat.shows(f"generasi {second} tetap berlaku")
        assert chat.buttons == []
    assert (store.current(), audited(admins).count("kembalikan")) == (second, 0)


async def test_of_two_admins_who_were_asked_the_second_does_not_undo_the_first(admins: Rig) -> None:
    chat, other = admins.server.private("Sari", ADMIN), admins.server.private("Pemilik", OWNER)
    store = Store(admins.engine)
    another(store)
    async with admins.running():
        for one in (chat, other):
            await asked(one)
        await chat.press("Ya, pakai generasi 1")
        await chat.shows("berlaku lagi")
        await other.press("Ya, pakai generasi 1")
        await other.shows("Generasi 1 sudah berlaku")
    assert store.current() == 1
    assert audited(admins).count("kembalikan") == 1


async def test_a_button_is_past_once_another_generation_is_in_force(admins: Rig) -> None:
    chat, store = admins.server.private("Sari", ADMIN), Store(admins.engine)
    another(store)
    async with admins.running():
        await asked(chat)
        third = another(store)
        await chat.press("Ya, pakai generasi 1")
        await chat.shows("Sementara itu generasi lain sudah berlaku")
    assert (store.current(), audited(admins).count("kembalikan")) == (third, 0)


async def test_one_that_was_cleared_away_meanwhile_is_refused(admins: Rig) -> None:
    chat, store = admins.server.private("Sari", ADMIN), Store(admins.engine)
    second = another(store)
    async with admins.running():
        await asked(chat)
        assert store.drop_generation(1)
        await chat.press("Ya, pakai generasi 1")
        await chat.shows("sudah dibersihkan dari server")
    assert (store.current(), audited(admins).count("kembalikan")) == (second, 0)


@pytest.mark.parametrize("what", ["moves", "cleared"])
async def test_what_comes_in_between_at_the_last_moment_is_told(admins: Rig, what: str) -> None:
    chat, store, commands = admins.server.private("Sari", ADMIN), Store(admins.engine), scripted(admins)
    second = another(store)
    run = commands.run

    async def late(arguments: list[str], told: object) -> object:
        if what == "moves":
            another(store)
        else:
            store.drop_generation(1)
        return await run(arguments, told)  # type: ignore[arg-type]

    commands.run = late  # type: ignore[assignment, method-assign]
    async with admins.running():
        await asked(chat)
        await chat.press("Ya, pakai generasi 1")
        await chat.shows("generasi lain sudah berlaku" if what == "moves" else "sudah dibersihkan")
    assert store.current() == (second + 1 if what == "moves" else second)
    assert audited(admins)[-2:] == ["kembalikan", "kembalikan gagal"]


async def test_a_refresh_that_runs_is_not_waited_for_and_goes_on(admins: Rig) -> None:
    chat, other = admins.server.private("Sari", ADMIN), admins.server.private("Pemilik", OWNER)
    commands, store = scripted(admins), Store(admins.engine)
    another(store)
    commands.hold.clear()
    async with admins.running():
        await prepared(other, "lain.pdf")
        await other.shows("OCR) 3/8")
        await asked(chat)
        await chat.press("Ya, pakai generasi 1")
        await chat.shows("berlaku lagi")
        assert store.current() == 1
        commands.hold.set()
        await other.shows("siap diterbitkan")
    assert (commands.stopped, commands.count("ingest")) == (0, 1)


async def test_without_a_generation_before_there_is_nothing_to_go_back_to(admins: Rig) -> None:
    chat = admins.server.private("Sari", ADMIN)
    async with admins.running():
        assert "Belum ada generasi sebelumnya" in await asked(chat)
        assert chat.buttons == []
    assert audited(admins).count("kembalikan") == 0


async def test_a_forged_press_does_nothing(admins: Rig) -> None:
    outsider, store = admins.server.private("Orang", OUTSIDER), Store(admins.engine)
    second = another(store)
    async with admins.running():
        await outsider.say("/start")
        await outsider.reply()
        await outsider.press_data(f"sw:yes:1:{second}", outsider.sent[-1])
        await outsider.shows("tidak berwenang")
        await asyncio.sleep(0)
    assert store.current() == second
    assert scripted(admins).count("switch") == 0


async def test_that_something_was_gone_back_from_meanwhile_is_told_to_whoever_publishes(admins: Rig) -> None:
    chat = admins.server.private("Sari", ADMIN)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        scripted(admins).notices = ("Sementara itu generasi 1 diberlakukan; yang baru dibangun di atas generasi itu.",)
        await chat.press("Terbitkan")
        assert "Sementara itu generasi 1 diberlakukan" in await chat.shows("sudah terbit")


async def test_where_it_is_done_and_the_last_words_are_lost_it_is_told_done(
    admins: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, store, commands = admins.server.private("Sari", ADMIN), Store(admins.engine), scripted(admins)
    first, _ = store.current() or 0, another(store)
    real = commands._write

    async def speechless(name: str, arguments: Any, told: Any) -> dict[str, Any]:
        await real(name, arguments, told)
        return {"event": "error", "kind": "fault", "text": "kode -9"}

    monkeypatch.setattr(commands, "_write", speechless)
    async with admins.running():
        await asked(chat)
        await chat.press(f"Ya, pakai generasi {first}")
        await chat.shows(f"Generasi {first} berlaku lagi")
    assert audited(admins)[-1] == "kembalikan"
