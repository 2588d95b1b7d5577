"""``spbe serve`` as it is run: the real assistant in a process of its own, and ``spbe ingest`` in another."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

import pytest

from knowledge.evaluating import golden
from tests.bot.command_line import ROOT, environment, spbe
from tests.bot.conftest import Rig
from tests.pdfs import write_pdf
from tests.telegram_server.server import TOKEN

REPORT = ("LAPORAN PENGUJIAN", "A. Ringkasan", "Ruang rapat dikunci setiap sore.")
REGULATION = (
    "PERATURAN BUPATI CONTOH NOMOR 7 TAHUN 2025 TENTANG LUMBUNG DATA",
    "BAB I KETENTUAN UMUM",
    "Pasal 1",
    "Lumbung Data Desa adalah tempat penyimpanan data bersama milik desa.",
    "Pasal 2",
    "Lumbung Data Desa dibuka setiap hari Kamis.",
)


async def test_a_running_bot_answers_from_a_refresh_at_the_next_question(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden, "questions", dict)
    env = environment(tmp_path) | {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": rig.server.url}
    assert spbe(tmp_path, "ingest", str(write_pdf(tmp_path / "laporan.pdf", [REPORT]))).returncode == 0
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
        assert spbe(tmp_path, "ingest", str(write_pdf(tmp_path / "perbup.pdf", [REGULATION]))).returncode == 0
        await chat.say("apa itu lumbung data desa")
        assert "tempat penyimpanan data bersama" in str(await chat.reply())
    finally:
        served.terminate()
        output, _ = await asyncio.wait_for(served.communicate(), 30)
    assert served.returncode == 0
    assert TOKEN not in output.decode()
    assert "Traceback" not in output.decode()
