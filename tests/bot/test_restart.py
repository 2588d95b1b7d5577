"""Nothing is lost or answered twice when the bot stops and starts."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
from sqlalchemy import text
from telegram import Update
from telegram.error import TelegramError

import bot.app
from bot.ports import utc_now
from bot.recovery import MAX_ATTEMPTS
from bot.state import State, updates
from knowledge.model import Answer
from tests.bot.assistants import simple
from tests.bot.conftest import Rig
from tests.telegram_server.server import ME


def raw(update_id: int, question: str, chat_id: int = 501, hours_ago: float = 0) -> str:
    date = int((utc_now() - timedelta(hours=hours_ago)).timestamp())
    person = {"id": chat_id, "is_bot": False, "first_name": "Rina"}
    chat = {"id": chat_id, "type": "private", "first_name": "Rina"}
    message = {"message_id": update_id, "date": date, "chat": chat, "from": person, "text": question}
    return json.dumps({"update_id": update_id, "message": message})


async def test_recorded_but_unanswered_question_is_answered_after_a_restart(rig: Rig) -> None:
    state, chat = State(rig.engine), rig.server.private()
    state.record(1, 501, raw(1, "sebelum mati"), utc_now())
    state.begin(1)
    async with rig.running():
        assert await chat.reply() == "Anda bertanya: sebelum mati"
        await chat.say("sesudah hidup")
        assert await chat.reply() == "Anda bertanya: sesudah hidup"
    assert state.pending() == []


async def test_question_older_than_a_day_gets_an_apology_and_no_answer(rig: Rig) -> None:
    state, chat = State(rig.engine), rig.server.private()
    state.record(1, 501, raw(1, "kapan <interviu>?", hours_ago=30), utc_now() - timedelta(hours=30))
    async with rig.running():
        reply = await chat.reply()
        assert "lebih dari 24 jam" in reply
        assert "kapan <interviu>?" in reply
        await chat.say("lama juga", hours_ago=25)  # Telegram itself kept it that long
        assert "lebih dari 24 jam" in await chat.reply()
    assert rig.assistant.asked == []
    assert state.pending() == []


async def test_update_that_keeps_killing_the_process_is_given_up_with_an_apology(rig: Rig) -> None:
    state, chat = State(rig.engine), rig.server.private()
    state.record(1, 501, raw(1, "racun"), utc_now())
    for _ in range(MAX_ATTEMPTS):
        state.begin(1)
    async with rig.running():
        assert "beberapa kali gagal" in await chat.reply()
    assert rig.assistant.asked == []
    assert state.pending() == []


async def test_button_pressed_a_day_ago_is_dropped(rig: Rig) -> None:
    state = State(rig.engine)
    rig.server.private()
    update = json.loads(raw(1, "halo"))
    query = {"id": "1", "from": update["message"]["from"], "chat_instance": "1", "data": "ex:0"}
    payload = {"update_id": 1, "callback_query": query | {"message": update["message"] | {"from": ME}}}
    state.record(1, 501, json.dumps(payload), utc_now() - timedelta(hours=30))
    async with rig.running():
        pass
    assert state.pending() == []
    assert rig.assistant.asked == []


async def test_update_delivered_twice_is_answered_once(bot_running: Rig) -> None:
    chat = bot_running.server.private()
    await chat.say("halo", update_id=5000)
    await chat.reply()
    await chat.say("halo", update_id=5000)
    await chat.say("lain", update_id=5001)
    assert await chat.reply() == "Anda bertanya: lain"
    assert len(chat.sent) == 2


async def test_update_answered_before_a_restart_is_not_answered_again(rig: Rig) -> None:
    chat = rig.server.private()
    async with rig.running():
        await chat.say("halo", update_id=5000)
        await chat.reply()
    async with rig.running():
        await chat.say("halo", update_id=5000)  # the confirmation was lost
        await chat.say("lain")
        assert await chat.reply() == "Anda bertanya: lain"


async def test_every_update_is_recorded_before_work_and_its_content_forgotten_after(rig: Rig) -> None:
    state, chat = State(rig.engine), rig.server.private()
    seen: list[int] = []

    def note() -> Answer:
        seen.append(len(state.pending()))
        return simple("halo")

    rig.assistant.answers["halo"] = note
    async with rig.running():
        await chat.say("halo")
        await chat.reply()
    assert seen == [1]
    with rig.engine.connect() as connection:
        row = connection.execute(updates.select()).mappings().one()
    assert row["done_at"] is not None
    assert row["payload"] is None


async def test_stop_while_answering_leaves_the_question_for_the_next_start(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.app, "STOP_SECONDS", 0.1)
    rig.assistant.seconds = 1.0
    chat = rig.server.private()
    async with rig.running():
        await chat.say("lambat")
        await chat.say("antre")
        await rig.server.until(lambda: chat.actions, "the bot is typing")
    assert chat.sent == []
    assert len(State(rig.engine).pending()) == 2
    rig.assistant.seconds = 0
    async with rig.running():
        assert await chat.reply() == "Anda bertanya: lambat"
        assert await chat.reply() == "Anda bertanya: antre"


async def test_stop_waits_for_an_answer_in_progress(rig: Rig) -> None:
    rig.assistant.seconds = 0.3
    chat = rig.server.private()
    async with rig.running():
        await chat.say("hampir selesai")
        await rig.server.until(lambda: chat.actions, "the bot is typing")
    assert chat.texts == ["Anda bertanya: hampir selesai"]


async def test_update_that_cannot_be_recorded_is_asked_for_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    service = rig.assemble()
    with rig.engine.begin() as connection:
        connection.execute(text("ALTER TABLE bot_updates RENAME TO away"))
    chat = rig.server.private()

    async def nothing(_: object) -> int:
        return 0

    monkeypatch.setattr(service.recovery, "run", nothing)  # it needs the table too
    async with rig.running(service):
        await chat.say("halo")
        await asyncio.sleep(0.3)
        assert chat.sent == []
        with rig.engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO bot_updates"))
        assert await chat.reply(10) == "Anda bertanya: halo"


async def test_inbox_reports_what_it_cannot_record_as_a_telegram_error(rig: Rig) -> None:
    service = rig.assemble()
    with rig.engine.begin() as connection:
        connection.execute(text("DROP TABLE bot_updates"))
    with pytest.raises(TelegramError):
        await service.inbox.put(Update(1))
    service.workers.close()


async def test_locks_of_idle_chats_are_freed(rig: Rig) -> None:
    chat = rig.server.private()
    async with rig.running() as service:
        await chat.say("halo")
        await chat.reply()
    assert len(service.processor.locks) == 0
