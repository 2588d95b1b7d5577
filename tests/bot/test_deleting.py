"""An admin deletes a document in Telegram; played over HTTP, with a real knowledge base."""

from __future__ import annotations

from typing import Any

import pytest

from bot.ports import utc_now
from bot.roles import Role, Roles
from knowledge.keeping.store import Store
from knowledge.model import Document, Page, Unit
from tests.bot.admins import ADMIN, OUTSIDER, OWNER, admins, audited
from tests.bot.conftest import Rig
from tests.telegram_server import Chat, Person

__all__ = ["admins"]

ORGANISER = 903
BIDI = "Perda\u202e<b>Kota</b>"


def sha256(number: int) -> str:
    return f"{number:04x}" * 16


def hold(rig: Rig, count: int, name: str = "Perda {:02}") -> Store:
    """Put so many documents in force, with the handbook and an entry of the FAQ; each has a page more."""
    store, revs = Store(rig.engine), []
    rows = [(f"perda-{n}", name.format(n), False) for n in range(1, count + 1)]
    rows += [("buku-saku", "Buku saku", True), ("faq-1", "FAQ", False)]
    for number, (id_, label, handbook) in enumerate(rows, 1):
        document = Document(
            id=id_,
            sha256=sha256(number),
            file=f"{id_}.pdf",
            title=f"Judul {BIDI}",
            label=label,
            kind="Perda",
            pages=2 + number,
            handbook=handbook,
        )
        unit = Unit(
            id=f"{id_}/isi",
            document_id=id_,
            ordinal=0,
            kind="section",
            locator="Isi",
            text=f"Isi {number}",
            page_from=1,
            page_to=1,
        )
        revs.append(store.add_document(document, [Page(number=1, raw="Isi", text="Isi")], [unit], (), 1))
    store.publish(store.begin_generation("hash", revs, len(revs)), len(revs))
    return store


def labels(store: Store) -> list[str]:
    return sorted(held.label for held in store.revisions(store.current() or 0).values())


async def test_nothing_is_deleted_without_a_note(admins: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    store, chat, tried = hold(admins, 1), admins.server.private("Sari", ADMIN), []

    def stops(*about: Any, **detail: Any) -> None:
        tried.append(about)
        raise RuntimeError("stopped")

    async with admins.running():
        message = await some_message(chat)
        monkeypatch.setattr(Roles, "note", stops)
        await chat.press_data(f"del:yes:{sha256(1)[:16]}", message)
        await admins.server.until(lambda: bool(tried), "it is tried")
    assert "Perda 01" in labels(store)


async def some_message(chat: Chat) -> dict[str, Any]:
    """A message of ours under which something can be pressed."""
    await chat.say("/admin")
    return await chat.next()


async def test_from_the_list_to_what_is_gone(admins: Rig) -> None:
    store, chat = hold(admins, 2), admins.server.private("Sari", ADMIN)
    async with admins.running():
        await chat.say("/admin")
        await chat.shows("Anda adalah admin")
        await chat.press("Dokumen")
        await chat.shows("Dokumen yang berlaku")
        await chat.press("Hapus dokumen")
        shown = await chat.shows("Pilih dokumen")
        assert chat.buttons == ["Hapus: Perda 01", "Hapus: Perda 02"]
        assert "<b>Kota</b>" in shown  # as text: what a document calls itself is no markup
        await chat.press("Hapus: Perda 02")
        asked = await chat.shows("Hapus Perda 02?")
        assert "4 halaman dan 1 satuan" in asked
        assert "perda-2.pdf" in asked
        assert "/kembalikan" in asked
        assert "Perda 02" in labels(store)
        await chat.press("Ya, hapus dokumen ini")
        await chat.shows("sudah dihapus")
        assert labels(store) == ["Buku saku", "FAQ", "Perda 01"]
        assert chat.buttons == []
    (entry,) = Roles(admins.engine).done(1)
    assert (entry.person, entry.role, entry.action) == (ADMIN, Role.ADMIN, "hapus dokumen")
    assert entry.detail == {"dokumen": "Perda 02", "berkas": "perda-2.pdf", "sha256": sha256(2)}


async def test_of_two_documents_of_one_name_the_pages_tell_which_is_which(admins: Rig) -> None:
    chat, long = admins.server.private("Sari", ADMIN), "Keputusan tentang hal yang sangat panjang namanya di sini"
    hold(admins, 2, long)
    async with admins.running():
        message = await some_message(chat)
        await chat.press_data("del:list:0", message)
        assert f"{long}, 3 hlm" in await chat.shows("Pilih dokumen")
        assert [label[-7:] for label in chat.buttons] == [", 3 hlm", ", 4 hlm"]
        await chat.press(chat.buttons[1])
        assert "4 halaman dan 1 satuan" in await chat.shows("Yang hilang")


async def test_going_back_past_the_deletion_does_not_bring_it_back(admins: Rig) -> None:
    store, chat = hold(admins, 1), admins.server.private("Sari", ADMIN)
    store.publish(store.begin_generation("hash", list(store.revisions(store.current() or 0)), 3), 3)
    before = store.previous()
    assert before
    async with admins.running():
        message = await some_message(chat)
        await chat.press_data(f"del:yes:{sha256(1)[:16]}", message)
        await chat.shows("sudah dihapus")
        await chat.say("/kembalikan")
        assert "Dokumennya sama" in await chat.shows("Pakai lagi generasi")
        await chat.press(f"Ya, pakai generasi {before.id}")
        await chat.shows("berlaku lagi")
    assert store.current() == before.id
    assert labels(store) == ["Buku saku", "FAQ"]


async def test_a_second_thought(admins: Rig) -> None:
    store, chat = hold(admins, 1), admins.server.private("Sari", ADMIN)
    async with admins.running():
        await chat.press_data(f"del:ask:{sha256(1)[:16]}", await some_message(chat))
        await chat.shows("Hapus Perda 01?")
        await chat.press("Tidak jadi")
        await chat.shows("Perda 01 tidak dihapus")
        assert chat.buttons == []
    assert "Perda 01" in labels(store)
    assert "hapus dokumen" not in audited(admins)


async def test_a_list_in_pages(admins: Rig) -> None:
    hold(admins, 18)
    chat = admins.server.private("Sari", ADMIN)
    async with admins.running():
        await chat.press_data("del:list:0", await some_message(chat))
        await chat.shows("halaman 1 dari 3")
        assert [chat.buttons[0], chat.buttons[-2], chat.buttons[-1]] == [
            "Hapus: Perda 01",
            "Hapus: Perda 08",
            "Berikutnya »",
        ]
        await chat.press("Berikutnya »")
        await chat.shows("halaman 2 dari 3")
        assert chat.buttons[-2:] == ["« Sebelumnya", "Berikutnya »"]
        await chat.press("Berikutnya »")
        await chat.shows("halaman 3 dari 3")
        assert chat.buttons == ["Hapus: Perda 17", "Hapus: Perda 18", "« Sebelumnya"]
        await chat.press_data("del:list:99", chat.sent[-1])
        await admins.server.until(lambda: sum("3 dari 3" in text for text in chat.texts) == 2, "the last page")


async def test_pressed_twice_it_is_deleted_once(admins: Rig) -> None:
    hold(admins, 1)
    chat = admins.server.private("Sari", ADMIN)
    async with admins.running():
        message = await some_message(chat)
        for _ in range(2):
            await chat.press_data(f"del:yes:{sha256(1)[:16]}", message)
        await chat.shows("sudah lewat")
    assert audited(admins).count("hapus dokumen") == 1


@pytest.mark.parametrize("data", ["list:0", f"ask:{sha256(1)[:16]}", f"yes:{sha256(1)[:16]}", "no:0", "yes:0"])
async def test_who_may_not_gets_nowhere(admins: Rig, data: str) -> None:
    """Anybody else, an organiser too, and an admin's press that comes from a group."""
    store, roles = hold(admins, 1), Roles(admins.engine, [OWNER])
    roles.join(roles.invite(OWNER, Role.ORGANISER, utc_now()), ORGANISER, "Tini", utc_now())
    group = admins.server.group(person=Person(ADMIN, "Sari"))
    chats = [admins.server.private("Ujang", OUTSIDER), admins.server.private("Tini", ORGANISER)]
    async with admins.running():
        for chat in chats:
            await chat.press_data(f"del:{data}", await some_message(chat))
            assert "tidak berwenang" in await chat.reply()
        await group.say("/admin@asisten_spbe_bot")
        await group.press_data(f"del:{data}", await group.next())
        assert "tidak berwenang" in await group.reply()
    assert "Perda 01" in labels(store)
    assert "hapus dokumen" not in audited(admins)


async def test_an_organiser_sees_the_documents_and_no_button(admins: Rig) -> None:
    hold(admins, 1)
    roles = Roles(admins.engine, [OWNER])
    roles.join(roles.invite(OWNER, Role.ORGANISER, utc_now()), ORGANISER, "Tini", utc_now())
    chat = admins.server.private("Tini", ORGANISER)
    async with admins.running():
        await chat.say("/admin")
        await chat.shows("penyelenggara")
        await chat.press("Dokumen")
        await chat.shows("Dokumen yang berlaku")
        assert chat.buttons == []


async def test_nothing_to_delete(admins: Rig) -> None:
    chat = admins.server.private("Pemilik", OWNER)
    async with admins.running():
        await chat.press_data("del:list:0", await some_message(chat))
        said = await chat.shows("Tidak ada dokumen yang dapat dihapus")
    assert "Hapus" not in said
    assert not any(label.startswith("Hapus") for label in chat.buttons)
