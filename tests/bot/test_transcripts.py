"""The conversations of the documentation, played with the real assistant."""

from __future__ import annotations

import re
from pathlib import Path

from tests.bot.conversations import CONVERSATIONS
from tests.bot.record import PAGE, play
from tests.telegram_server import TelegramServer
from tests.telegram_server.transcript import transcript


async def test_conversations_go_as_documented(tmp_path: Path) -> None:
    page = await play(tmp_path)
    for words in (
        "21–30 September 2026",
        "Infrastruktur Pemerintah Digital",
        "produsen data",
        "tidak ditemukan",
        "hanya memiliki 20 indikator",
        "belum dapat membaca foto",
        "25%",
        "**Sumber**",
        "〈gambar halaman〉",
    ):
        assert words in page
    assert re.search(r"hlm\. \d+ dari \d+", page), "the page of a picture is named among how many"
    assert "Terjadi gangguan" not in page
    assert "Mohon tunggu" not in page


def test_page_holds_every_conversation() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert [line[3:] for line in written.splitlines() if line.startswith("## ")] == [c.title for c in CONVERSATIONS]


async def test_transcript_shows_formatting_buttons_and_replies() -> None:
    server = TelegramServer()
    chat = server.private()
    await chat.say("a_b < c")
    text = "Judul 👍\nSumber\n[1] x"
    entities = [
        {"type": "bold", "offset": 0, "length": 5},
        {"type": "expandable_blockquote", "offset": 9, "length": 12},
        {"type": "bold", "offset": 9, "length": 6},
    ]
    message = chat.raw_message({}, {"text": text, "entities": entities}, 9)
    chat.log.append(("bot", message | {"reply_markup": {"inline_keyboard": [[{"text": "Lagi"}]]}}))
    assert transcript(chat).splitlines() == [
        *("> **Rina**:", ">", "> a\\_b \\< c  ", ""),
        *("> **Asisten SPBE**:", ">", "> **Judul** 👍  ", "> > **Sumber**  ", "> > [1] x  ", ">", "> 〔Lagi〕"),
    ]
