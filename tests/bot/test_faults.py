"""What the network, Telegram and our own faults do to a conversation."""

from __future__ import annotations

import asyncio
import io
import logging
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

import bot.app
import bot.inbox
import bot.sending
from bot.app import assemble, serve
from bot.middleware.redaction import protect_logs
from bot.state import State, chats
from knowledge.errors import KnowledgeBaseError, SettingsError, SpbeError
from tests.bot.assistants import simple
from tests.bot.conftest import Rig, Settings
from tests.telegram_server import Fault
from tests.telegram_server.server import TOKEN


@pytest.mark.parametrize(
    "fault",
    [Fault.too_many(1), Fault.server_error(500), Fault.garbage(), Fault.cut_before()],
    ids=["429", "500", "502 with HTML", "cut"],
)
async def test_answer_arrives_once_despite(bot_running: Rig, fault: Fault) -> None:
    chat = bot_running.server.private()
    bot_running.server.inject("sendMessage", fault)
    await chat.say("halo")
    assert await chat.reply() == "Anda bertanya: halo"
    await asyncio.sleep(0.1)
    assert len(chat.sent) == 1


async def test_reply_lost_after_the_message_was_taken_shows_it_at_most_twice(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    bot_running.server.inject("sendMessage", Fault.cut_after())
    await chat.say("halo")
    await chat.reply()
    await chat.say("lagi")
    await bot_running.server.until(lambda: "Anda bertanya: lagi" in chat.texts, "the next answer")
    assert chat.texts.count("Anda bertanya: halo") == 2


async def test_long_outage_of_sending_is_survived(bot_running: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.inbox, "REDELIVERY", timedelta(seconds=0.2))
    chat = bot_running.server.private()
    attempts = len(bot.sending.PAUSES) + 1
    bot_running.server.inject("sendMessage", *[Fault.server_error()] * attempts)
    await chat.say("halo")
    assert await chat.reply() == "Anda bertanya: halo"
    await _settled(State(bot_running.engine))
    assert len(chat.sent) == 1


async def test_markup_that_telegram_refuses_is_sent_plain(bot_running: Rig, caplog: pytest.LogCaptureFixture) -> None:
    bot_running.assistant.answers["a"] = simple("a", "x < y")
    chat = bot_running.server.private()
    refusal = Fault.bad_request("Bad Request: can't parse entities: Unsupported start tag")
    bot_running.server.inject("sendMessage", refusal)
    await chat.say("a")
    assert await chat.reply() == "x < y"
    assert "teks polos" in caplog.text


async def test_blocked_bot_is_recorded_and_no_error(bot_running: Rig, caplog: pytest.LogCaptureFixture) -> None:
    chat, state = bot_running.server.private(), State(bot_running.engine)
    chat.blocked = True
    await chat.say("halo")
    await bot_running.server.until(lambda: bot_running.server.count("sendMessage") == 1, "an attempt")
    other = bot_running.server.private("Budi", 502)
    await other.say("halo")
    await other.reply()
    await _settled(state)
    assert _blocked(bot_running, 501)
    assert not [r for r in caplog.records if r.levelno >= logging.WARNING]
    chat.blocked = False
    await chat.say("saya kembali")
    await chat.reply()
    assert not _blocked(bot_running, 501)


def _blocked(rig: Rig, chat_id: int) -> bool:
    with rig.engine.connect() as connection:
        return connection.execute(select(chats.c.blocked_at).where(chats.c.chat_id == chat_id)).scalar() is not None


async def test_failure_of_typing_and_of_acknowledging_costs_no_answer(bot_running: Rig) -> None:
    bot_running.server.inject("sendChatAction", Fault.bad_request())
    bot_running.server.inject("answerCallbackQuery", Fault.bad_request("Bad Request: query is too old"))
    chat = bot_running.server.private()
    await chat.say("/start")
    await chat.reply()
    await chat.press("Apa itu SPBE?")
    assert "Anda bertanya" in await chat.reply()


async def test_crash_gives_a_code_that_is_in_the_log_and_no_traceback(
    bot_running: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    bot_running.assistant.answers["rusak"] = RuntimeError("rahasia dapur")
    chat = bot_running.server.private()
    await chat.say("rusak")
    text = await chat.reply()
    code = re.search(r"\(kode ([0-9A-F]{6})\)", text)
    assert code
    assert code[1] in caplog.text
    assert "rahasia dapur" in caplog.text
    assert "rahasia" not in text
    assert "Traceback" not in text
    await chat.say("baik")
    assert await chat.reply() == "Anda bertanya: baik"


async def test_error_meant_for_people_is_shown(bot_running: Rig) -> None:
    bot_running.assistant.answers["kosong"] = KnowledgeBaseError("Basis pengetahuan belum dibangun.")
    chat = bot_running.server.private()
    await chat.say("kosong")
    assert "Basis pengetahuan belum dibangun." in await chat.reply()


async def test_polling_goes_on_after_faults(bot_running: Rig) -> None:
    bot_running.server.inject("getUpdates", Fault.server_error(), Fault.cut_before())
    chat = bot_running.server.private()
    await chat.say("pertama")  # ends the poll in progress; the next two fail
    await chat.say("kedua")
    assert await chat.reply(10) == "Anda bertanya: pertama"
    assert await chat.reply(10) == "Anda bertanya: kedua"


async def test_second_poller_makes_the_bot_say_so_and_stop(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.server.inject("getUpdates", Fault.conflict())
    with pytest.raises(SpbeError, match="proses lain"):
        await asyncio.wait_for(serve(rig.assemble(), asyncio.Event()), 10)
    assert "proses lain dengan token yang sama" in caplog.text


async def test_refused_token_is_explained_without_showing_it(rig: Rig) -> None:
    rig.server.inject("getMe", Fault.unauthorized())
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN") as refused:
        await serve(rig.assemble(), asyncio.Event())
    assert TOKEN not in str(refused.value)
    assert refused.value.__suppress_context__


async def test_missing_token_is_explained(rig: Rig) -> None:
    settings = Settings(None, None)
    with pytest.raises(SettingsError, match="belum diisi"):
        assemble(settings, rig.assistant, rig.catalog, rig.engine, rig.now)


async def test_network_that_is_not_up_yet_is_waited_for(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.app, "BOOT_PAUSES", (0.05,))
    rig.server.inject("getMe", Fault.cut_before(), Fault.server_error())
    rig.server.inject("setMyCommands", Fault.server_error())
    async with rig.running():
        chat = rig.server.private()
        await chat.say("halo")
        assert await chat.reply() == "Anda bertanya: halo"
    assert rig.server.count("getMe") >= 3  # two failures, then the answer


async def test_bot_can_be_stopped_while_it_waits_for_the_network(rig: Rig) -> None:
    rig.server.inject("deleteWebhook", *[Fault.server_error()] * 50)
    stop = asyncio.Event()
    task = asyncio.create_task(serve(rig.assemble(), stop))
    await rig.server.until(lambda: rig.server.count("deleteWebhook"), "the bot tries")
    stop.set()
    await asyncio.wait_for(task, 3)
    assert rig.server.count("getUpdates") == 0  # it never came to polling


async def test_token_is_in_no_log_even_at_debug(rig: Rig) -> None:
    stream = io.StringIO()
    handler, root = logging.StreamHandler(stream), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        protect_logs()
        rig.assistant.answers["rusak"] = RuntimeError(f"https://api.telegram.org/bot{TOKEN}/getMe")
        rig.server.inject("getUpdates", Fault.server_error())
        async with rig.running():
            chat = rig.server.private()
            await chat.say("rusak")
            await chat.reply()
            logging.getLogger("x").info("alamat %s", f"https://api.telegram.org/bot{TOKEN}/getMe", stack_info=True)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    assert "telegram.ext" in stream.getvalue()
    assert "token disembunyikan" in stream.getvalue()
    assert TOKEN not in stream.getvalue()
    assert TOKEN.partition(":")[2] not in stream.getvalue()


async def test_files_come_from_the_same_server(bot_running: Rig) -> None:
    bot_running.server.files["abc"] = b"%PDF-1.7 contoh"
    settings = Settings.loopback(bot_running.server.url)
    application = bot.app.build(
        settings, bot_running.assistant, bot_running.catalog, bot_running.engine, bot_running.now
    )
    async with application.bot as client:
        file = await client.get_file("abc")
        assert await file.download_as_bytearray() == b"%PDF-1.7 contoh"


async def _settled(state: State) -> None:
    for _ in range(100):
        if not state.pending():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("updates are still pending")
