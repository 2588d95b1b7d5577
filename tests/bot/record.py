"""Write ``docs/percakapan.md``: ``python -m tests.bot.record`` plays all conversations with the real assistant."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bot.app import assemble, serve
from knowledge import catalog
from knowledge.keeping.store import engine, migrate
from tests.bot.conftest import Settings
from tests.bot.conversations import CONVERSATIONS
from tests.bot.real import DAY, real_assistant
from tests.telegram_server import TelegramServer
from tests.telegram_server.transcript import transcript

PAGE = Path(__file__).parents[2] / "docs" / "percakapan.md"
_HEAD = f"""# Contoh percakapan

Percakapan ini dimainkan oleh bot yang sebenarnya lewat server Bot API tiruan, dengan katalog dan Buku Saku sebagai
sumber, seolah-olah pada tanggal {DAY:%d-%m-%Y}. Tulis ulang dengan `python -m tests.bot.record`.
Kutipan bertingkat di bawah judul **Sumber** tampil terlipat di Telegram; 〔…〕 adalah tombol,
〈gambar halaman〉 foto seperti [contoh ini](gambar/halaman.png).
"""


async def play(folder: Path) -> str:
    """Play every conversation with the real assistant; gives the page."""
    facts = catalog.load()
    assistant = real_assistant(folder, facts)
    made = engine(f"sqlite:///{folder}/bot.db")
    migrate(made)
    parts = [_HEAD]
    async with TelegramServer() as server:
        service = assemble(Settings.loopback(server.url), assistant, facts, made)
        stop = asyncio.Event()
        running = asyncio.create_task(serve(service, stop))
        for conversation in CONVERSATIONS:
            chat = await conversation.play(server)
            parts.append(f"## {conversation.title}\n\n{conversation.shows}\n\n{transcript(chat)}")
        stop.set()
        await running
        assert server.violations == []
    made.dispose()
    return "\n".join(parts)


def main() -> None:
    """Play and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(asyncio.run(play(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
