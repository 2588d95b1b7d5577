"""/admin: each sees what they may do; invitations by link; people; the audit. Played over HTTP."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.jobs import JobState
from bot.ports import utc_now
from bot.roles import INVITATION_LASTS, Role, Roles
from tests.bot.admins import ADMIN, OUTSIDER, OWNER, admins, prepared
from tests.bot.conftest import Rig
from tests.telegram_server import Chat, Person

__all__ = ["admins"]

ORGANISER = 903
ALL, QUEUE = ["Dokumen", "Pembaruan"], "Antrean pertanyaan"
FORGED = ("invite:admin", "invite:organiser", "invite:x", "people", "removed:901", "audit", "documents", "queue")


async def invitation(owner: Chat, label: str) -> str:
    """Have an invitation made; gives the parameter of its link."""
    await owner.say("/admin")
    await owner.shows("Anda adalah")
    await owner.press(label)
    text = await owner.shows("https://t.me/asisten_spbe_bot?start=")
    found = re.search(r"\?start=([A-Za-z0-9_-]{1,64})$", text, re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("person", "role", "buttons"),
    [
        (
            OWNER,
            "pemilik",
            ["Undang admin", "Undang penyelenggara", "Orang", "Catatan tindakan", *ALL, QUEUE],
        ),
        (ADMIN, "admin", ["Undang penyelenggara", "Catatan tindakan", *ALL, QUEUE]),
        (ORGANISER, "penyelenggara", ALL),
        (OUTSIDER, "pengguna", []),
    ],
)
async def test_each_sees_only_what_they_may_do(admins: Rig, person: int, role: str, buttons: list[str]) -> None:
    roles = Roles(admins.engine, [OWNER])
    roles.join(roles.invite(OWNER, Role.ORGANISER, utc_now()), ORGANISER, "Tini", utc_now())
    chat = admins.server.private("Orang", person)
    async with admins.running():
        await chat.say("/admin")
        text = await chat.reply()
        assert f"Anda adalah {role}" in text
        assert chat.buttons == buttons
        assert ("Kirim PDF" in text) == ("Catatan tindakan" in buttons)


@pytest.mark.parametrize("data", FORGED)
async def test_an_outsider_who_forges_a_press_sees_and_changes_nothing(admins: Rig, data: str) -> None:
    chat = admins.server.private("Ujang", OUTSIDER)
    async with admins.running():
        await chat.say("/admin")
        await chat.press_data(f"adm:{data}", await chat.next())
        assert "Tanyakan kepada pemilik" in await chat.reply()
    assert Roles(admins.engine).role(ADMIN) is Role.ADMIN
    assert len(Roles(admins.engine).done(50)) == 2


async def test_an_admin_may_not_do_what_an_owner_may(admins: Rig) -> None:
    chat = admins.server.private("Sari", ADMIN)
    async with admins.running():
        await chat.say("/admin")
        message = await chat.next()
        for data in ("adm:invite:admin", "adm:people", f"adm:removed:{ADMIN}"):
            await chat.press_data(data, message)
            assert "Tanyakan kepada pemilik" in await chat.reply()


async def test_a_link_makes_one_person_an_admin_and_tells_who_invited(admins: Rig) -> None:
    owner, new, late = (
        admins.server.private(n, i) for n, i in (("Pemilik", OWNER), ("Tini", 904), ("Ujang", OUTSIDER))
    )
    async with admins.running():
        code = await invitation(owner, "Undang admin")
        await new.say(f"/start {code}")
        assert "Anda sekarang admin" in await new.reply()
        await owner.shows("Tini menerima undangan Anda sebagai admin")
        await late.say(f"/start {code}")
        assert "tidak berlaku" in await late.reply()
        await new.say("/admin")
        assert "Anda adalah admin" in await new.reply()
        await prepared(new)
        await new.shows("siap diterbitkan")
    assert Roles(admins.engine).role(OUTSIDER) is Role.USER


async def test_a_plain_start_is_an_introduction_still(admins: Rig) -> None:
    chat = admins.server.private("Ujang", OUTSIDER)
    async with admins.running():
        await chat.say("/start")
        assert "Selamat datang di Asisten SPBE" in await chat.reply()
        await chat.say("/start undang_salah")
        assert "tidak berlaku" in await chat.reply()


async def test_an_invitation_is_not_used_up_by_its_owner_or_in_a_group(admins: Rig) -> None:
    owner, new = admins.server.private("Pemilik", OWNER), admins.server.private("Tini", 904)
    group = admins.server.group(person=Person(OUTSIDER, "Ujang"))
    async with admins.running():
        code = await invitation(owner, "Undang penyelenggara")
        await owner.say(f"/start {code}")
        await owner.shows("Anda sudah pemilik")
        await group.say(f"/start@asisten_spbe_bot {code}")
        assert "percakapan pribadi" in await group.reply()
        await new.say(f"/start {code}")
        assert "Anda sekarang penyelenggara" in await new.reply()


async def test_who_loses_a_role_loses_what_was_not_published(admins: Rig) -> None:
    owner, chat = admins.server.private("Pemilik", OWNER), admins.server.private("Sari", ADMIN)
    async with admins.running() as service:
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await owner.say("/admin")
        await owner.shows("Anda adalah pemilik")
        await owner.press("Orang")
        assert "Sari – admin" in await owner.shows("Yang diundang")
        await owner.press("Cabut: Sari")
        await owner.shows("Cabut peran admin dari Sari?")
        await owner.press("Ya, cabut")
        await owner.shows("sudah dicabut")
        await chat.shows("dibatalkan")
        await chat.press_data("job:1:pub", chat.sent[-1])
        await chat.shows("tidak berwenang")
        assert service.refreshing is not None
    assert Roles(admins.engine).role(ADMIN) is Role.USER


async def test_the_audit_says_who_did_what(admins: Rig) -> None:
    owner, chat = admins.server.private("Pemilik", OWNER), admins.server.private("Sari", ADMIN)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await owner.say("/admin")
        await owner.shows("Anda adalah pemilik")
        await owner.press("Catatan tindakan")
        text = await owner.shows("Catatan tindakan, yang terbaru di atas")
        assert owner.buttons == []
    assert " WITA – Sari (admin): siapkan" in text
    assert "Sari (admin): kirim PDF – berkas: permen.pdf" in text
    assert "Sari (admin): siapkan" in text


async def test_the_audit_calls_people_by_their_names(admins: Rig) -> None:
    owner, roles, now = admins.server.private("Bu Rina", OWNER), Roles(admins.engine, [OWNER]), utc_now()
    assert roles.join(roles.invite(OWNER, Role.ADMIN, now), 777, "Dewi", now)
    roles.note(778, now, "kirim PDF", berkas=["satu.pdf", "dua.pdf"])
    roles.note(OWNER, now, "cabut peran", orang=777, peran="admin")
    roles.note(OWNER, now, "kembalikan", generasi=3, dari=4)
    roles.note(777, now, "terbitkan", paksa=False, perbaikan={"number": "27", "revokes": ["uu-5-2014"]})
    async with admins.running():
        await owner.say("/admin")
        await owner.shows("Anda adalah pemilik")
        await owner.press("Catatan tindakan")
        text = await owner.shows("Catatan tindakan")
    assert "Bu Rina (pemilik): undang" in text
    assert "Dewi (admin): terima undangan – peran: admin; dari: Bu Rina" in text
    assert "Dewi (admin): terbitkan – paksa: tidak; perbaikan: Nomor 27, Mencabut uu-5-2014" in text
    assert "ID 778 (pengguna): kirim PDF – berkas: satu.pdf, dua.pdf" in text
    assert "cabut peran – orang: Dewi; peran: admin" in text
    assert "kembalikan – generasi: 3; dari: 4" in text


async def test_the_audit_is_turned_page_by_page(admins: Rig) -> None:
    owner, roles = admins.server.private("Pemilik", OWNER), Roles(admins.engine, [OWNER])
    for number in range(1, 25):
        roles.note(OWNER, utc_now(), "coba", nomor=number)

    def shown(text: str) -> list[int]:
        return [int(found) for found in re.findall(r"nomor: (\d+)", text)]

    async with admins.running():
        await owner.say("/admin")
        await owner.shows("Anda adalah pemilik")
        await owner.press("Catatan tindakan")
        text = await owner.shows("halaman 1 dari 3")
        assert (shown(text), owner.buttons) == (list(range(24, 14, -1)), ["Lebih lama »"])
        count = len(owner.sent)
        await owner.press("Lebih lama »")
        text = await owner.shows("halaman 2 dari 3")
        assert (shown(text), owner.buttons) == (list(range(14, 4, -1)), ["« Lebih baru", "Lebih lama »"])
        await owner.press("Lebih lama »")
        text = await owner.shows("halaman 3 dari 3")
        assert (shown(text), owner.buttons) == ([4, 3, 2, 1], ["« Lebih baru"])
        await owner.press("« Lebih baru")
        await owner.shows("halaman 2 dari 3")
        assert len(owner.sent) == count  # one message that changes
        await owner.press_data("adm:audit:99", owner.sent[-1])
        await owner.shows("halaman 3 dari 3")


async def test_what_is_held_and_what_waits_is_shown(admins: Rig) -> None:
    chat = admins.server.private("Sari", ADMIN)
    async with admins.running():
        await prepared(chat)
        await chat.shows("siap diterbitkan")
        await chat.say("/admin")
        await chat.shows("Anda adalah admin")
        await chat.press("Dokumen")
        assert "Belum ada dokumen" in await chat.shows("generasi 1")
        await chat.press("Pembaruan")
        assert "PermenPANRB 8/2026: menunggu diterbitkan" in await chat.shows("Pembaruan yang berjalan")
        count = len(chat.sent)
        await chat.press("Buka: PermenPANRB 8/2026")
        await admins.server.until(lambda: len(chat.sent) > count, "the summary again")
        assert chat.buttons == ["Terbitkan", "Batalkan"]
        await chat.press("Terbitkan")
        await chat.shows("sudah terbit")
        await chat.press("Pembaruan")
        await chat.shows("Tidak ada pembaruan")


async def test_a_name_is_shown_without_what_is_not_seen_and_as_text(admins: Rig) -> None:
    owner, new = admins.server.private("Pemilik", OWNER), admins.server.private("Tini\u202e\u200f <b>ADMIN</b>", 904)
    async with admins.running():
        code = await invitation(owner, "Undang penyelenggara")
        await new.say(f"/start {code}")
        await new.shows("Anda sekarang penyelenggara")
        await owner.say("/admin")
        await owner.press("Orang")
        assert "Tini <b>ADMIN</b> – penyelenggara" in await owner.shows("Yang diundang")
        assert "Cabut: Tini <b>ADMIN</b>" in owner.buttons
    assert {m.name for m in Roles(admins.engine).members()} == {"Sari", "Tini <b>ADMIN</b>"}


@pytest.mark.parametrize("argument", ["", ":x", ":٣", ":99999999999999999999999999"])
async def test_nobody_is_removed_who_is_not_there(admins: Rig, argument: str) -> None:
    owner = admins.server.private("Pemilik", OWNER)
    async with admins.running():
        await owner.say("/admin")
        await owner.press_data(f"adm:removed{argument}", await owner.next())
        assert "sudah lewat. Lihat tombol Orang di /admin" in await owner.reply()
    assert Roles(admins.engine).role(ADMIN) is Role.ADMIN


async def test_an_invitation_that_expired_or_whose_maker_lost_the_right_is_refused(admins: Rig) -> None:
    roles, new = Roles(admins.engine, [OWNER]), admins.server.private("Tini", 904)
    old = roles.invite(OWNER, Role.ADMIN, utc_now() - INVITATION_LASTS - timedelta(seconds=5))
    orphan = roles.invite(ADMIN, Role.ADMIN, utc_now())  # an admin may invite organisers only
    async with admins.running():
        for code in (old, orphan, "", "x" * 58, "' OR 1=1 --"):
            await new.say(f"/start undang_{code}")
            assert "tidak berlaku" in await new.reply()
    assert roles.role(904) is Role.USER


async def test_in_a_group_nothing_of_this_is_shown(admins: Rig) -> None:
    group = admins.server.group(person=Person(OWNER, "Pemilik"))
    async with admins.running():
        await group.say("/admin@asisten_spbe_bot")
        message = await group.next()
        assert message["text"] == "Kirim /admin dalam percakapan pribadi dengan saya."
        await group.press_data("adm:people", message)
        assert "tidak berwenang" in await group.reply()


def test_every_state_that_is_shown_has_a_name() -> None:
    from bot.handlers.admin import _STATES
    from bot.jobs import OPEN

    assert set(_STATES) == set(OPEN)
    assert JobState.PUBLISHED not in _STATES
