"""Draw the pictures of ``docs/panduan-admin.md``: ``python -m tests.bot.pictures`` plays what the guide tells with the
real bot and real refreshes of a PDF made here, renders the chats and shoots them with Chromium (some minutes; emoji
need the font Noto Color Emoji). With names of pictures only these are written."""

from __future__ import annotations

import asyncio
import copy
import html
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from PIL import Image

from tests.pdfs import write_pdf
from tests.telegram_server import Chat, TelegramServer
from tests.telegram_server.server import TOKEN

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "gambar"
WIDTH, TALLEST, COLOURS = 470, 2600, 96
WANTED = sys.argv[1:]
OWNER, ADMIN, USER = 900, 901, 501
ASK = "apa itu lumbung data desa?"
ASK_ADMIN = "berapa honor petugas lumbung data desa?"
REPLY = "Honor petugas Lumbung Data Desa ditetapkan dalam APB Desa masing-masing. Tanyakan kepada bendahara desa Anda."
HEAD = ("PERATURAN BUPATI CONTOH NOMOR 7 TAHUN 2025", "TENTANG LUMBUNG DATA DESA", "Menimbang : bahwa perlu;")
ARTICLES = (
    ("Lumbung Data Desa adalah tempat penyimpanan data bersama milik desa.",),
    ("Lumbung Data Desa dibuka setiap hari Kamis pukul 08.00 sampai dengan pukul 12.00.",),
    ("Petugas Lumbung Data Desa ditunjuk oleh kepala desa untuk masa dua tahun.",),
    ("Petugas wajib mencatat setiap peminjaman data dalam buku lumbung.",),
    ("Data yang dipinjam dikembalikan paling lambat tujuh hari.",),
    ("Peraturan Bupati ini mulai berlaku pada tanggal diundangkan.",),
)
STYLE = """
* { box-sizing: border-box; margin: 0 }
body { padding: 12px 12px 16px; background: #c9dbe8; color: #17212b;
       font: 15px/1.36 "DejaVu Sans", "Noto Color Emoji", sans-serif }
.row { display: flex; flex-direction: column; align-items: flex-start; margin-bottom: 8px }
.row.own { align-items: flex-end }
.said { max-width: 92%; padding: 7px 12px 8px; border-radius: 14px; background: #fff; white-space: pre-wrap;
        overflow-wrap: anywhere }
.own .said { background: #e3fbc9 }
.name { color: #2b7cb3; font-weight: bold }
blockquote { margin: 3px 0; padding: 1px 0 1px 8px; border-left: 3px solid #5aa3d0; color: #51636f; font-size: 13px }
code { font-family: "DejaVu Sans Mono"; font-size: 13px }
a { color: #2b7cb3 }
.file { display: flex; gap: 10px; align-items: center; font-weight: bold }
.file i { width: 40px; height: 40px; border-radius: 20px; background: #5aa3d0; color: #fff; font-style: normal;
          font-size: 11px; line-height: 40px; text-align: center }
.keys { width: 92%; margin-top: 4px; display: flex; flex-direction: column; gap: 4px }
.keys div { display: flex; gap: 4px }
.keys span { flex: 1; padding: 6px 4px; border-radius: 8px; background: #7f9db3; color: #fff; text-align: center;
             font-size: 14px }
.keys span.pressed { background: #2f6e9b; outline: 3px solid #f2a33a }
"""
TAGS = {"bold": "b", "italic": "i", "code": "code", "underline": "u", "url": "a", "text_link": "a"}


@dataclass
class Scene:
    """What is seen of a chat in one picture: its log from ``start`` on."""

    name: str
    chat: Chat
    start: int

    def shoot(self) -> None:
        if WANTED and self.name not in WANTED:
            return
        entries = copy.deepcopy(self.chat.log[self.start :])
        page = f"<meta charset=utf-8><style>body {{ width: {WIDTH}px }}{STYLE}</style>" + "".join(_rows(entries))
        _photograph(page, FOLDER / f"admin-{self.name}.png")


@contextmanager
def scene(name: str, chat: Chat, before: int = 0) -> Iterator[None]:
    """A picture of what happens in a chat in the body, and of the last things ``before`` it."""
    seen = Scene(name, chat, len(chat.log) - before)
    yield
    seen.shoot()


def _rows(entries: list[tuple[str, Any]]) -> Iterator[str]:
    """Messages as they stand in the end: an edit takes the place of what was edited."""
    shown: dict[Any, tuple[str, Any]] = {}
    pressed: dict[Any, set[str]] = {}
    for at, (who, entry) in enumerate(entries):
        if "pressed" in entry:
            holders = [key for key, (_, message) in shown.items() if entry["pressed"] in _labels(message)]
            pressed.setdefault(holders[-1] if holders else at, set()).add(entry["pressed"])
        elif entry["message_id"] in shown and pressed.get(entry["message_id"]):
            shown[at] = (who, entry)  # what a press changed is shown below it
        else:
            shown[entry["message_id"]] = (who, entry)
    for key, (who, entry) in shown.items():
        yield _row(who, entry, pressed.get(key, set()))


def _labels(message: dict[str, Any]) -> list[str]:
    return [b["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for b in row]


def _row(who: str, entry: dict[str, Any], pressed: set[str]) -> str:
    own = who != "bot"
    if "document" in entry:
        name = html.escape(entry["document"]["file_name"])
        body = f"<div class=file><i>{name.rpartition('.')[2].upper()}</i>{name}</div>"
    else:
        text = entry["text"]
        body = "/start" if own and text.startswith("/start ") else _formatted(text, entry.get("entities", []))
    if said := entry.get("reply_to_message", {}).get("text"):
        body = f"<blockquote>{html.escape(said)}</blockquote>{body}"
    if not own:
        body = f"<span class=name>Asisten SPBE</span>\n{body}"
    keys = ""
    for row in entry.get("reply_markup", {}).get("inline_keyboard", []):
        marks = (
            f'<span class="{"pressed" if b["text"] in pressed else ""}">{html.escape(b["text"])}</span>' for b in row
        )
        keys += f"<div>{''.join(marks)}</div>"
    keys = f"<div class=keys>{keys}</div>" if keys else ""
    return f'<div class="row {"own" if own else ""}"><div class=said>{body}</div>{keys}</div>'


def _formatted(text: str, entities: list[dict[str, Any]]) -> str:
    """Text with its entities as HTML; offsets count UTF-16 units."""
    units = text.encode("utf-16-le")
    spans = [(e["type"], e["offset"], e["offset"] + e["length"]) for e in entities]
    cuts = sorted({0, len(units) // 2, *(s for _, s, _ in spans), *(e for _, _, e in spans)})
    out = ""
    for start, end in pairwise(cuts):
        out += "".join("<blockquote>" for kind, first, _ in spans if "blockquote" in kind and first == start)
        piece = html.escape(units[start * 2 : end * 2].decode("utf-16-le"))
        for kind, first, last in spans:
            if first <= start < last and kind in TAGS:
                piece = f"<{TAGS[kind]}>{piece}</{TAGS[kind]}>"
        out += piece + "".join("</blockquote>" for kind, _, last in spans if "blockquote" in kind and last == end)
    return out.replace("</blockquote>\n", "</blockquote>").replace("\n<blockquote>", "<blockquote>")


def _photograph(page: str, path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, shot = Path(folder) / "chat.html", Path(folder) / "chat.png"
        source.write_text(page, encoding="utf-8")
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "google-chrome"
        flags = ["--headless", "--no-sandbox", "--hide-scrollbars", "--force-device-scale-factor=1.5"]
        words = [chromium, *flags, f"--window-size={WIDTH},{TALLEST}", f"--screenshot={shot}", source.as_uri()]
        subprocess.run(words, check=True, capture_output=True, timeout=120)
        image = Image.open(shot).convert("RGB")
        wall = Image.new("RGB", image.size, image.getpixel((0, 0)))  # type: ignore[arg-type]
        _, _, _, bottom = _difference(image, wall)
        cut = image.crop((0, 0, image.width, min(image.height, bottom + 20)))
        cut.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {path.stat().st_size / 1000:.0f} kB\n")


def _difference(image: Image.Image, wall: Image.Image) -> tuple[int, int, int, int]:
    from PIL import ImageChops

    return ImageChops.difference(image, wall).getbbox() or (0, 0, image.width, image.height)


# what is played -----------------------------------------------------------------------------------


async def play(server: TelegramServer, data: Path) -> None:
    """Everything the guide tells, in its order."""
    owner, admin, user = server.private("Bu Rina", OWNER), server.private("Sari", ADMIN), server.private("Budi", USER)
    law = write_pdf(data.parent / "perbup.pdf", _pages()).read_bytes()
    await _invited(owner, admin)
    await _sent(admin, law)
    await _published(admin, user)
    await _switched_back(admin)
    await _answered(admin, server.private("Ani", USER + 1))
    await _deleted(admin)
    await _refused(admin)


def _pages() -> list[list[str]]:
    lines = [line for n, text in enumerate(ARTICLES, 1) for line in (f"Pasal {n}", *text)]
    return [[*HEAD, "MEMUTUSKAN:", *lines[:6]], lines[6:]]


async def _invited(owner: Chat, admin: Chat) -> None:
    with scene("undang", owner):
        await owner.say("/admin")
        await owner.shows("Anda adalah pemilik")
        await owner.press("Undang admin")
        link = (await owner.shows("berlaku sekali")).split("?start=")[1].split()[0]
        hidden = copy.deepcopy(owner.log[-1][1])
        hidden["text"] = hidden["text"].replace(link, "undang_" + "x" * 8)
        hidden["entities"] = []
        owner.log[-1] = ("bot", hidden)
    with scene("masuk", admin):
        await admin.say(f"/start {link}")
        await admin.shows("Selamat datang")
        await admin.say("/admin")
        await admin.shows("Anda adalah admin")


async def _sent(admin: Chat, law: bytes) -> None:
    with scene("kenali", admin):
        await admin.send_file(law, "perbup lumbung data.pdf")
        await admin.shows("Saya mengenali", 120)
    with scene("perbaiki", admin, 1):
        await admin.press("Status")
        await admin.shows("Pilih status")
        await admin.press("berlaku")
        await admin.shows("Status: berlaku")
    await admin.press("Benar, olah")
    with scene("kemajuan", admin):
        await admin.shows("✓ ", 120)
    with scene("ringkasan", admin):
        await admin.shows("siap diterbitkan", 600)


async def _published(admin: Chat, user: Chat) -> None:
    with scene("terbit", admin):
        await admin.press("Terbitkan")
        await admin.shows("sudah terbit", 300)
    with scene("jawaban", user):
        await user.say(ASK)
        await user.reply(120)


async def _switched_back(admin: Chat) -> None:
    with scene("kembalikan", admin):
        await admin.say("/kembalikan")
        await admin.shows("Pakai lagi")
        await admin.press(next(label for label in admin.buttons if label.startswith("Ya, pakai")))
        await admin.shows("berlaku lagi", 120)
    await admin.say("/kembalikan")
    await admin.server.until(lambda: any(label.startswith("Ya, pakai") for label in admin.buttons), "asked again")
    await admin.press(next(label for label in admin.buttons if label.startswith("Ya, pakai")))
    await admin.server.until(lambda: sum("berlaku lagi" in text for text in admin.texts) == 2, "back again", 120)


async def _answered(admin: Chat, user: Chat) -> None:
    with scene("tanya-admin", user):
        await user.say(ASK_ADMIN)
        await user.shows("tidak ditemukan", 60)
    told = Scene("balasan", user, len(user.log))
    with scene("antrean", admin):
        await admin.say("/antrean")
        await admin.shows("1 penanya", 60)
        await admin.press("1")
        await admin.shows("Masuk antrean karena")
    with scene("jawab", admin):
        await admin.press("Jawab")
        await admin.shows("Tulis jawabannya")
        await admin.say(REPLY)
        await admin.shows("Apa sumbernya?")
        await admin.press("Keputusan admin")
        await admin.shows("Pratinjau")
        await admin.press("Kirim")
        await admin.shows("Jawaban terkirim", 60)
    await user.shows("bendahara desa", 60)
    told.shoot()


async def _deleted(admin: Chat) -> None:
    with scene("hapus", admin):
        await admin.say("/admin")
        await admin.server.until(lambda: "Dokumen" in admin.buttons, "what an admin may do", 60)
        await admin.press("Dokumen")
        await admin.server.until(lambda: "Hapus dokumen" in admin.buttons, "the documents", 60)
        await admin.press("Hapus dokumen")
        await admin.server.until(lambda: "Hapus: Perbup Contoh 7/2025" in admin.buttons, "the list", 60)
        await admin.press("Hapus: Perbup Contoh 7/2025")
        await admin.shows("Yang hilang")
        await admin.press("Ya, hapus dokumen ini")
        await admin.shows("isinya tidak ditampilkan lagi")


async def _refused(admin: Chat) -> None:
    with scene("ditolak", admin):
        await admin.send_file(b"PK\x03\x04", "surat edaran.docx", "application/vnd.openxmlformats")
        await admin.shows("bukan PDF", 60)
        await admin.send_file(b"%PDF-1.7\nrusak", "lampiran.pdf")
        await admin.shows("gagal", 120)


# ---------------------------------------------------------------------------------------------------


@asynccontextmanager
async def serving(server: TelegramServer, data: Path) -> AsyncIterator[None]:
    """``spbe serve`` over a new base that holds the handbook alone, with the model of the settings."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "SPBE_EMBEDDING_MODEL") if name in os.environ}
    env |= {"SPBE_DATA_DIR": str(data), "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
    env |= {"OWNER_IDS": str(OWNER), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    spbe = (sys.executable, "-m", "bot.cli.app")
    built = await asyncio.create_subprocess_exec(*spbe, "build", env=env, cwd=data.parent)
    assert await built.wait() == 0
    polls = server.count("getUpdates")
    bot = await asyncio.create_subprocess_exec(*spbe, "serve", env=env, cwd=data.parent)
    try:
        await server.until(lambda: server.count("getUpdates") > polls, "the bot polls", 60)
        yield
    finally:
        bot.terminate()
        await bot.wait()


async def main() -> None:
    """Play and draw."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with TelegramServer() as server, serving(server, Path(folder) / "data"):
            await play(server, Path(folder) / "data")
            assert server.violations == []


if __name__ == "__main__":
    asyncio.run(main())
