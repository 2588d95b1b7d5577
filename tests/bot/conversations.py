"""Conversations that show what the bot does; played for the tests and written down in ``docs/percakapan.md``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.messages.labels import SEE_PAGE
from tests.telegram_server import Chat, Person, TelegramServer

Play = Callable[[TelegramServer], Awaitable[Chat]]


@dataclass(frozen=True)
class Conversation:
    """A title, what it shows, and how it is played; gives the chat in which it took place."""

    title: str
    shows: str
    play: Play


async def first_contact(server: TelegramServer) -> Chat:
    chat = server.private("Rina", 501)
    await chat.say("/start")
    await chat.next()
    await chat.press("Kapan interviu evaluasi Pemdi 2026?")
    await chat.next()
    return chat


async def evidence_and_follow_up(server: TelegramServer) -> Chat:
    chat = server.private("Budi", 502)
    await chat.say("level 3 indikator 14 butuh bukti apa aja ya?")
    await chat.next()
    await chat.say("kalau level 4?")
    await chat.next()
    return chat


async def seeing_pages(server: TelegramServer) -> Chat:
    chat = server.private("Tono", 506)
    await chat.say("laporan evaluasi SPBE 2024")
    await chat.next()
    await chat.press(SEE_PAGE)
    await chat.next(20)
    await chat.press("Sumber 2")
    await server.until(lambda: "• Sumber 2 •" in chat.buttons, "the page of the other source", 20)
    return chat


async def browsing(server: TelegramServer) -> Chat:
    chat = server.private("Sari", 503)
    await chat.say("/indikator")
    await chat.next()
    await chat.press("5")
    await server.until(lambda: "Aspek 5" in chat.texts[-1], "the indicators of the aspect")
    await chat.press("14")
    await chat.next()
    return chat


async def commands(server: TelegramServer) -> Chat:
    chat = server.private("Dewi", 504)
    await chat.say("/istilah walidata")
    await chat.next()
    await chat.say("/jadwal")
    await chat.next()
    await chat.say("/bantuan")
    await chat.next()
    return chat


async def not_found(server: TelegramServer) -> Chat:
    chat = server.private("Eko", 505)
    await chat.say("siapa nama kepala dinas kominfo banjar?")
    await chat.next()
    await chat.say("indikator 35 pemdi apa")
    await chat.next()
    await chat.send(photo=[{"file_id": "f", "file_unique_id": "f", "width": 90, "height": 90}])
    await chat.next()
    return chat


async def in_a_group(server: TelegramServer) -> Chat:
    rina, budi = Person(501, "Rina"), Person(502, "Budi")
    group = server.group("Tim Pemdi Dinas", person=rina)
    await group.say("Selamat pagi semua", by=rina)
    await group.say("@asisten_spbe_bot bobot aspek kepuasan pengguna di IPD 2026?", by=budi)
    answer = await group.next()
    await group.say("apa itu SPLP?", by=rina, reply_to=answer)
    await group.next()
    return group


CONVERSATIONS = (
    Conversation("Perkenalan", "Perintah /start dan contoh pertanyaan sebagai tombol.", first_contact),
    Conversation(
        "Bukti dukung dan pertanyaan lanjutan", "Pertanyaan bebas, lalu “kalau level 4?”.", evidence_and_follow_up
    ),
    Conversation(
        "Melihat halaman sumber",
        "Tombol “Lihat halaman” mengirim gambar halaman yang dikutip, barisnya ditandai; tombol “Sumber” menggantinya.",
        seeing_pages,
    ),
    Conversation("Menelusuri indikator", "Daftar aspek, indikator, lalu penjelasannya.", browsing),
    Conversation("Perintah", "/istilah, /jadwal dan /bantuan.", commands),
    Conversation("Bila jawabannya tidak ada", "Asisten mengaku tidak tahu dan tidak mengarang.", not_found),
    Conversation("Di grup", "Asisten hanya menjawab bila disebut atau dibalas.", in_a_group),
)
