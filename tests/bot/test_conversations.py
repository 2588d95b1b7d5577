"""Conversations, as people have them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bot.desk import MAX_QUESTION
from bot.messages.labels import COMMANDS, EXAMPLES
from bot.middleware.rate_limit import BURST
from knowledge import catalog, vocabulary
from knowledge.model import Answer
from tests.bot.assistants import evidence, simple
from tests.bot.conftest import Rig
from tests.knowledge.knowledge_base import build
from tests.telegram_server import Person


async def test_start_introduces_the_bot_and_offers_examples(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("/start")
    text = await chat.reply()
    assert "Asisten SPBE" in text
    assert "Privasi" in text
    assert chat.buttons == list(EXAMPLES)


async def test_start_with_a_payload_is_a_start(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("/start workshop_1")
    assert "Selamat datang" in await chat.reply()


async def test_help_names_every_command_and_the_group_mention(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("/bantuan")
    text = await chat.reply()
    assert all(f"/{name}" in text for name, _ in COMMANDS)
    assert "@asisten_spbe_bot" in text


async def test_commands_are_registered_in_indonesian(bot_running: Rig) -> None:
    assert [c["command"] for c in bot_running.server.commands] == ["start", "bantuan", "indikator", "jadwal", "istilah"]
    assert "contoh pertanyaan" in bot_running.server.commands[0]["description"]


async def test_question_is_answered_with_numbered_sources_in_an_expandable_quote(bot_running: Rig) -> None:
    bot_running.assistant.answers["bukti level 3?"] = evidence()
    chat = bot_running.server.private()
    await chat.say("bukti level 3?")
    message = await chat.next()
    assert "⚠️ PermenPANRB 59/2020 sudah dicabut." in message["text"]
    assert "2. Bukti dukung nomor 2" in message["text"]
    line = "[2] PermenPANRB 59/2020, Lampiran, hlm. 30 (tercetak 26) — dicabut oleh PermenPANRB 8/2026"
    quote = next(e for e in message["entities"] if e["type"] == "expandable_blockquote")
    assert line in message["text"][quote["offset"] :]
    assert chat.buttons == ["Kalau level 4?", "👍", "👎", "Tanya admin"]


async def test_example_button_asks_its_question_and_shows_it(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("/start")
    await chat.reply()
    await chat.press("Apa itu SPBE?")
    assert (await chat.reply()).startswith("Apa itu SPBE?")
    assert bot_running.assistant.asked[-1][0] == "Apa itu SPBE?"
    assert bot_running.server.acknowledged


async def test_suggested_question_is_asked_with_the_history(bot_running: Rig) -> None:
    bot_running.assistant.answers["bukti level 3?"] = evidence()
    chat = bot_running.server.private()
    await chat.say("bukti level 3?")
    await chat.reply()
    await chat.press("Kalau level 4?")
    await chat.reply()
    question, history = bot_running.assistant.asked[-1]
    assert question == "Kalau level 4?"
    assert [turn.role for turn in history] == ["user", "bot"]
    assert history[0].text == "bukti level 3?"
    assert "Bukti dukung nomor 1" in history[1].text


async def test_history_keeps_the_last_six_turns_of_each_chat_apart(bot_running: Rig) -> None:
    one, other = bot_running.server.private("Rina", 501), bot_running.server.private("Budi", 502)
    for number in range(5):
        await one.say(f"pertanyaan {number}")
        await one.reply()
    await other.say("halo")
    await other.reply()
    assert bot_running.assistant.asked[-1] == ("halo", ())
    history = bot_running.assistant.asked[-2][1]
    assert len(history) == 6
    assert history[0].text == "pertanyaan 1"


async def test_commands_ask_the_assistant(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    expected = {
        "/indikator 14": "indikator 14",
        "/jadwal": "jadwal evaluasi pemdi 2026",
        "/istilah walidata": "apa itu walidata",
        "/istilah arsitektur SPBE": "apa itu arsitektur SPBE",
    }
    for command, question in expected.items():
        await chat.say(command)
        assert await chat.reply() == f"Anda bertanya: {question}"


async def test_term_command_alone_explains_itself(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("/istilah")
    assert "/istilah walidata" in await chat.reply()
    await chat.press("walidata")
    await chat.reply()
    assert bot_running.assistant.asked[-1][0] == "apa itu walidata"


async def test_indicators_are_browsed_in_place(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("/indikator")
    assert "Tata <Kelola> (40%)" in await chat.reply()
    await chat.press("2")
    await bot_running.server.until(lambda: "Layanan (bobot 60%)" in chat.texts[0], "indicators of the aspect")
    assert chat.buttons == ["3", "4", "« Kembali ke daftar aspek"]
    await chat.press("4")
    await chat.reply()
    assert bot_running.assistant.asked[-1][0] == "indikator 4 pemdi"


async def test_indicators_of_the_other_regime_and_back(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("/indikator")
    await chat.reply()
    await chat.press("Lihat 47 indikator SPBE (lama)")
    await bot_running.server.until(lambda: "dicabut" in chat.texts[0], "SPBE aspects")
    await chat.press("Lihat 20 indikator Pemdi 2026")
    await bot_running.server.until(lambda: "PermenPANRB 8/2026" in chat.texts[0], "Pemdi aspects")
    assert len(chat.sent) == 1


async def test_long_list_is_cut_between_items_and_continued_by_a_button(bot_running: Rig) -> None:
    bot_running.assistant.answers["bukti?"] = evidence(points=11, length=150)
    chat = bot_running.server.private()
    await chat.say("bukti?")
    first = await chat.reply()
    assert "Menampilkan 6 dari 12 butir." in first
    assert "6. Bukti dukung nomor 6" in first
    assert "nomor 7" not in first
    assert "[2] PermenPANRB" not in first
    await chat.press("Selengkapnya")
    rest = await chat.reply()
    assert "7. Bukti dukung nomor 7" in rest
    assert "nomor 6" not in rest
    assert "• Rencana layanan [2]" in rest
    assert "[2] PermenPANRB 59/2020" in rest
    await bot_running.server.until(lambda: "edit_date" in chat.sent[0], "buttons are changed")
    labels = [row[0]["text"] for row in chat.sent[0]["reply_markup"]["inline_keyboard"]]
    assert labels == ["Kalau level 4?", "👍"]  # the first of each row


async def test_the_rest_of_an_answer_leaves_out_what_was_deleted_since(rig: Rig, tmp_path: Path) -> None:
    base = build(tmp_path, catalog.load(), vocabulary.load())
    rig.engine = base.store.engine
    documents = {d.id: d for d in base.store.revisions(base.store.current() or 0).values()}
    (revoked, current) = sorted(name for name in documents if name.startswith("per"))
    made = evidence(points=11, length=150)
    cited = [
        citation.model_copy(update={"document": name, "file": documents[name].file})
        for citation, name in zip(made.citations, (current, revoked), strict=True)
    ]
    rig.assistant.answers["bukti?"] = made.model_copy(update={"citations": tuple(cited)})
    async with rig.running():
        chat = rig.server.private()
        await chat.say("bukti?")
        message = await chat.next()
        base.store.delete_document(documents[current].sha256)
        await chat.press("Selengkapnya")
        rest = await chat.reply()
        assert "Bukti dukung" not in rest
        assert "Rencana layanan" in rest
        base.store.delete_document(documents[revoked].sha256)
        await chat.press_data("more:1", message)
        assert "tidak tersimpan" in await chat.reply()


async def test_answer_of_another_chat_is_not_given_away(bot_running: Rig) -> None:
    bot_running.assistant.answers["bukti?"] = evidence(points=11, length=150)
    chat, other = bot_running.server.private(), bot_running.server.private("Budi", 502)
    await chat.say("bukti?")
    await chat.reply()
    await other.say("halo")
    message = await other.next()
    await other.press_data("more:1", message)
    assert "tidak tersimpan" in await other.reply()


async def test_button_of_an_earlier_version_is_acknowledged_and_ignored(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("halo")
    message = await chat.next()
    await chat.press_data("kuis:99", message)
    await bot_running.server.until(lambda: bot_running.server.acknowledged, "the press is acknowledged")
    assert len(chat.sent) == 1


async def test_very_long_answer_becomes_several_valid_messages(bot_running: Rig) -> None:
    text = " ".join(f"kalimat{i} 👍 <b>" for i in range(900))
    bot_running.assistant.answers["panjang"] = simple("panjang", text)
    chat = bot_running.server.private()
    await chat.say("panjang")
    await bot_running.server.until(lambda: len(chat.sent) >= 4, "four messages")
    assert " ".join(chat.texts).split() == text.split()


async def test_html_in_question_and_answer_stays_text(bot_running: Rig) -> None:
    bot_running.assistant.answers["<b>x</b> & <script>"] = simple("q", "a < b & <i>c</i> \"d\" 'e'")
    chat = bot_running.server.private()
    await chat.say("<b>x</b> & <script>")
    message = await chat.next()
    assert message["text"] == "a < b & <i>c</i> \"d\" 'e'"
    assert message["entities"] == []


async def test_what_the_bot_cannot_read_gets_a_polite_line(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    file = {"file_id": "f", "file_unique_id": "f"}
    await chat.send(photo=[file | {"width": 1, "height": 1}])
    assert "belum dapat membaca foto" in await chat.reply()
    await chat.send(voice=file | {"duration": 1})
    assert "pesan suara" in await chat.reply()
    await chat.send(document=file | {"file_name": "a.pdf"})
    assert "berkas" in await chat.reply()
    sticker = {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
    await chat.send(sticker=file | sticker)
    assert "stiker" in await chat.reply()
    assert bot_running.assistant.asked == []


async def test_an_album_gets_one_line(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    for number in range(3):
        photo = {"file_id": f"f{number}", "file_unique_id": f"f{number}", "width": 1, "height": 1}
        await chat.send(photo=[photo], media_group_id="album")
    await chat.say("halo")
    await bot_running.server.until(lambda: "Anda bertanya: halo" in chat.texts, "the question after the album")
    assert len(chat.sent) == 2


async def test_unknown_command_is_said_to_be_unknown(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("/kuis")
    assert "/kuis tidak saya kenal" in await chat.reply()


async def test_question_that_is_too_long_is_refused(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("a" * (MAX_QUESTION + 1))
    assert "terlalu panjang (1001 karakter)" in await chat.reply()
    assert bot_running.assistant.asked == []


async def test_edited_question_is_ignored(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("pertama")
    await chat.reply()
    await chat.edit(1, "pertama, diperbaiki")
    await chat.say("kedua")
    assert await chat.reply() == "Anda bertanya: kedua"


async def test_flood_gets_one_polite_line(bot_running: Rig) -> None:
    chat, other = bot_running.server.private(), bot_running.server.private("Budi", 502)
    for number in range(BURST + 5):
        await chat.say(f"p{number}")
    await other.say("halo")
    await other.reply()
    await bot_running.server.until(lambda: any("Mohon tunggu" in text for text in chat.texts), "a polite line", 15)
    await asyncio.sleep(0.2)
    assert sum("Mohon tunggu" in text for text in chat.texts) == 1


async def test_typing_is_shown_while_an_answer_is_worked_out(bot_running: Rig) -> None:
    bot_running.assistant.seconds = 0.3
    chat = bot_running.server.private()
    await chat.say("halo")
    await chat.reply()
    assert [action for _, action in chat.actions] == ["typing"]


async def test_group_is_answered_only_when_spoken_to(bot_running: Rig) -> None:
    group = bot_running.server.group()
    budi = Person(502, "Budi")
    await group.say("apa itu walidata?", by=budi)
    await group.say("@orang_lain apa itu walidata?", by=budi)
    await group.say("/kuis", by=budi)
    await group.say("/start@bot_lain", by=budi)
    await group.send(photo=[{"file_id": "f", "file_unique_id": "f", "width": 1, "height": 1}])
    await group.say("Halo @Asisten_SPBE_bot, apa itu walidata?", by=budi)
    message = await group.next()
    assert message["text"] == "Anda bertanya: Halo, apa itu walidata?"
    assert message["reply_to_message"]["from"]["first_name"] == "Budi"
    await group.say("kalau produsen data?", by=budi, reply_to=message)
    assert await group.reply() == "Anda bertanya: kalau produsen data?"
    await group.say("/indikator@asisten_spbe_bot 3", by=budi)
    assert await group.reply() == "Anda bertanya: indikator 3"
    await group.say("/kuis@asisten_spbe_bot", by=budi)
    assert "tidak saya kenal" in await group.reply()
    assert len(group.sent) == 4


async def test_mention_alone_asks_for_a_question(bot_running: Rig) -> None:
    group = bot_running.server.group()
    await group.say("@asisten_spbe_bot")
    assert "Silakan tuliskan pertanyaan" in await group.reply()


async def test_command_in_a_group_is_answered(bot_running: Rig) -> None:
    group = bot_running.server.group()
    await group.say("/jadwal")
    assert "jadwal evaluasi pemdi 2026" in await group.reply()


async def test_topic_of_a_forum_is_kept(bot_running: Rig) -> None:
    group = bot_running.server.group()
    await group.send(
        text="/jadwal",
        entities=[{"type": "bot_command", "offset": 0, "length": 7}],
        is_topic_message=True,
        message_thread_id=77,
    )
    await group.reply()
    form = next(form for name, form in bot_running.server.calls if name == "sendMessage")
    assert form["message_thread_id"] == "77"


async def test_chats_run_in_parallel_and_each_keeps_its_order(bot_running: Rig) -> None:
    bot_running.assistant.seconds = 0.15
    chats = [bot_running.server.private(f"Orang {i}", 600 + i) for i in range(4)]
    for number in range(3):
        for chat in chats:
            await chat.say(f"p{number}")
    for chat in chats:
        assert [await chat.reply() for _ in range(3)] == [f"Anda bertanya: p{n}" for n in range(3)]
    assert bot_running.assistant.most_busy == 2


async def test_slow_chat_does_not_hold_up_another(bot_running: Rig) -> None:
    def slow() -> Answer:
        time.sleep(0.6)
        return simple("lambat")

    bot_running.assistant.answers["lambat"] = slow
    slow_chat, chat = bot_running.server.private(), bot_running.server.private("Budi", 502)
    await slow_chat.say("lambat")
    await chat.say("cepat")
    await chat.reply()
    assert slow_chat.sent == []
    await slow_chat.reply()
