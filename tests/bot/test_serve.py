"""``spbe serve`` as it is run: the real assistant in a process of its own, a refresh by ``spbe ingest`` beside it."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

from tests.bot.conftest import Rig
from tests.pdfs import write_pdf
from tests.telegram_server.server import TOKEN

ROOT = Path(__file__).parents[2]


REGULATION = (
    "PERATURAN BUPATI CONTOH NOMOR 7 TAHUN 2025 TENTANG LUMBUNG DATA",
    "BAB I KETENTUAN UMUM",
    "Pasal 1",
    "Lumbung Data Desa adalah tempat penyimpanan data bersama milik desa.",
    "Pasal 2",
    "Lumbung Data Desa dibuka setiap hari Kamis.",
)


async def spbe(env: dict[str, str], *words: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli.app", *words, env=env, cwd=ROOT, stdout=PIPE, stderr=STDOUT
    )
    await process.communicate()
    return int(process.returncode or 0)


async def test_a_running_bot_answers_from_a_refresh_at_the_next_question(rig: Rig, tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "SPBE_DATA_DIR": str(tmp_path / "data"),
        "SPBE_EMBEDDING_MODEL": "hash",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": rig.server.url,
    }
    assert await spbe(env, "build") == 0
    chat = rig.server.private()
    served = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli.app", "serve", env=env, cwd=ROOT, stdout=PIPE, stderr=STDOUT
    )
    try:
        await rig.server.until(lambda: rig.server.count("getUpdates") > 0, "the process polls", 30)
        await chat.say("bobot aspek kepuasan pengguna di IPD 2026")
        assert "25%" in str(await chat.reply())
        await chat.say("apa itu lumbung data desa")
        assert "tidak ditemukan" in str(await chat.reply())
        assert await spbe(env, "ingest", str(write_pdf(tmp_path / "perbup.pdf", [REGULATION]))) == 0
        await chat.say("apa itu lumbung data desa")
        assert "tempat penyimpanan data bersama" in str(await chat.reply())
    finally:
        served.terminate()
        output, _ = await asyncio.wait_for(served.communicate(), 30)
    assert served.returncode == 0
    assert TOKEN not in output.decode()
    assert "Traceback" not in output.decode()
