"""The whole of it with real PDFs and real child processes: sent, put right, published, answered from, switched back."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.ports import utc_now
from bot.roles import Role, Roles
from knowledge.catalog import load
from knowledge.keeping.store import Store, engine
from tests.bot.admins import ADMIN, OWNER
from tests.bot.conftest import Rig
from tests.bot.real import small_base
from tests.bot.test_child import LAW, PASAL, ROOT
from tests.pdfs import write_pdf
from tests.telegram_server.server import TOKEN

pytestmark = pytest.mark.slow
ASK = "apa itu lumbung data desa"


async def test_a_pdf_sent_to_the_bot_is_answered_from_once_published(rig: Rig, tmp_path: Path) -> None:
    data = tmp_path / "data"
    report = write_pdf(tmp_path / "a.pdf", [["LAPORAN PENGUJIAN PERANGKAT", "Ruang rapat dikunci setiap sore."]])
    assistant = small_base(data, report)
    rig.engine.dispose()
    rig.engine = engine(f"sqlite:///{data}/spbe.db")
    rig.catalog = load()
    rig.settings = {"owner_ids": (OWNER,), "data_dir": data, "database": f"sqlite:///{data}/spbe.db"}
    roles, store = Roles(rig.engine, [OWNER]), Store(rig.engine)
    roles.join(roles.invite(OWNER, Role.ADMIN, utc_now()), ADMIN, "Sari", utc_now())
    law = write_pdf(tmp_path / "perbup.pdf", [[*LAW, *PASAL]]).read_bytes()
    chat, user = rig.server.private("Sari", ADMIN), rig.server.private("Rina", 501)
    async with rig.running(rig.assemble(assistant)):  # type: ignore[arg-type]
        await chat.send_file(law, "perbup.pdf")
        await chat.shows("Saya mengenali: Perbup Contoh 7/2025, 1 hlm. Benar?", 60)
        await chat.press("Nomor")
        await chat.shows("Tuliskan nomor")
        await chat.say("9")
        await chat.shows("Saya mengenali: Perbup Contoh 9/2025")
        await chat.press("Benar, olah")
        said = await chat.shows("siap diterbitkan", 90)
        assert "3 baru, 0 berubah, 0 dihapus" in said
        assert "Perbup Contoh 9/2025, Pasal 1 (hlm. 1)" in said
        assert "pertanyaan yang ada jawabannya" in said
        await user.say(ASK)
        assert "tidak ditemukan" in await user.reply(20)
        await chat.press("Terbitkan")
        await chat.shows("sudah terbit", 60)
        await user.say(ASK)
        answer = await user.reply(20)
        assert "tempat penyimpanan data bersama" in answer
        assert "Perbup Contoh 9/2025" in answer
        await chat.send_file(law, "perbup.pdf")
        await chat.shows("sudah ada dalam basis pengetahuan dan tidak berubah: Perbup Contoh 9/2025", 60)
        await chat.say("/kembalikan")
        assert "tidak dipakai lagi: Perbup Contoh 9/2025." in await chat.shows("Pakai lagi generasi")
        await chat.press("Ya, pakai generasi 1")
        await chat.shows("berlaku lagi", 60)
        await user.say(ASK)
        assert "tidak ditemukan" in await user.reply(20)
    actions = [entry.action for entry in roles.done(50)]
    assert actions.count("terbit") == actions.count("kembalikan") == 1
    assert store.current() == 1
    rig.engine.dispose()


async def test_a_bot_killed_during_a_refresh_finishes_it_when_it_is_back(rig: Rig, tmp_path: Path) -> None:
    data = tmp_path / "data"
    small_base(
        data, write_pdf(tmp_path / "a.pdf", [["LAPORAN PENGUJIAN PERANGKAT", "Ruang rapat dikunci setiap sore."]])
    )
    law = write_pdf(tmp_path / "perbup.pdf", [[*LAW, *PASAL]]).read_bytes()
    env = {"PATH": os.environ["PATH"], "SPBE_DATA_DIR": str(data), "SPBE_EMBEDDING_MODEL": "hash"}
    env |= {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": rig.server.url, "OWNER_IDS": str(OWNER)}
    chat = rig.server.private("Pemilik", OWNER)
    async with _serving(rig, env) as bot:
        await chat.send_file(law, "perbup.pdf")
        await chat.shows("Benar?", 60)
        await chat.press("Benar, olah")
        await chat.shows("▸ ", 60)  # the first step is shown at once; later ones only if they last
        bot.kill()
        await bot.wait()
    async with _serving(rig, env) as bot:
        await chat.shows("(dilanjutkan)", 60)
        assert "3 baru, 0 berubah, 0 dihapus" in await chat.shows("siap diterbitkan", 90)
        await chat.press("Terbitkan")
        await chat.shows("sudah terbit", 60)
        bot.terminate()
        assert await asyncio.wait_for(bot.wait(), 30) == 0
    made = engine(f"sqlite:///{data}/spbe.db")
    assert sorted(d.file for d in Store(made).revisions(Store(made).current() or 0).values()) == ["a.pdf", "perbup.pdf"]
    made.dispose()


@asynccontextmanager
async def _serving(rig: Rig, env: dict[str, str]) -> AsyncIterator[Process]:
    polls = rig.server.count("getUpdates")
    command = (sys.executable, "-m", "bot.cli.app", "serve")
    bot = await asyncio.create_subprocess_exec(*command, env=env, cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL)
    try:
        await rig.server.until(lambda: rig.server.count("getUpdates") > polls, "the bot polls", 60)
        yield bot
    finally:
        if bot.returncode is None:
            bot.kill()
        await bot.wait()
