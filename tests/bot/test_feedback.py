"""What people say of answers: 👍, 👎 with its reasons, and *Tanya admin*; played over HTTP."""

from __future__ import annotations

import pytest

from bot.unanswered.questions import Questions, QuestionState, Verdict, Why
from tests.bot.assistants import evidence, simple
from tests.bot.conftest import Rig
from tests.bot.unanswered import ask, office, unknown
from tests.telegram_server import Person

__all__ = ["office"]

JUDGING = ["👍", "👎", "Tanya admin"]


@pytest.mark.parametrize("kind", ["answered", "abstained", "cut"])
async def test_every_answer_can_be_judged(office: Rig, kind: str) -> None:
    chat = office.server.private()
    office.assistant.answers["x?"] = {
        "answered": simple("x?"),
        "abstained": unknown("x?"),
        "cut": evidence(points=30, length=150),
    }[kind]
    async with office.running():
        await ask(chat, "x?")
        assert chat.buttons[-3:] == JUDGING
        if kind == "cut":
            assert chat.buttons[0] == "Selengkapnya"
    assert ("saya catat untuk dijawab admin" in chat.texts[-1]) == (kind == "abstained")


async def test_praise_is_recorded_and_queues_nothing(office: Rig) -> None:
    chat, questions = office.server.private(), Questions(office.engine)
    async with office.running():
        await ask(chat, "apa kabar?")
        await chat.press("👍")
        await office.server.until(lambda: office.server.acknowledged, "the press is acknowledged")
        assert office.server.acknowledged[0][1] == "Terima kasih."
        await ask(chat, "lagi")
    assert questions.verdicts(1) == {501: Verdict.UP}
    assert questions.open() == ()
    assert len(chat.sent) == 2


async def test_blame_asks_why_and_queues_the_question_with_the_reason(office: Rig) -> None:
    chat, questions = office.server.private(), Questions(office.engine)
    async with office.running():
        await ask(chat, "apa kabar?")
        await chat.press("👎")
        await chat.shows("Apa yang kurang")
        assert chat.buttons == ["Salah", "Tidak lengkap", "Sumbernya keliru", "Sulit dipahami"]
        await chat.press("Tidak lengkap")
        await chat.shows("sudah dicatat")
        assert chat.buttons == []
    (asked,) = questions.open()
    assert (asked.question, asked.why, asked.reason) == ("apa kabar?", Why.DOWN, "incomplete")
    assert questions.verdicts(1) == {501: Verdict.DOWN}


async def test_a_reason_can_be_written_as_a_reply_and_is_no_question(
    office: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    chat, questions = office.server.private(), Questions(office.engine)
    caplog.set_level("DEBUG")
    async with office.running():
        await ask(chat, "apa kabar?")
        await chat.press("👎")
        await chat.shows("Apa yang kurang")
        await chat.say("nomor saya 0812 tidak <b>pernah</b> dihubungi", reply_to=chat.sent[-1])
        await chat.shows("sudah dicatat")
    assert [question for question, _ in office.assistant.asked] == ["apa kabar?"]
    assert questions.open()[0].comment == "nomor saya 0812 tidak <b>pernah</b> dihubungi"
    ours = [r.getMessage() for r in caplog.records if r.name.startswith(("bot", "knowledge"))]
    assert not any("0812" in line for line in ours)


async def test_another_member_of_the_group_cannot_give_the_reason(office: Rig) -> None:
    group, questions = office.server.group(), Questions(office.engine)
    async with office.running():
        await ask(group, "@asisten_spbe_bot apa kabar?")
        await group.press("👎")
        await group.shows("Apa yang kurang")
        asked_why = group.sent[-1]
        group.person = Person(777, "Dewi")
        await group.press("Salah")
        await office.server.until(lambda: any(text for _, text in office.server.acknowledged[1:]), "a refusal")
        await group.say("menurut saya benar", by=Person(777, "Dewi"), reply_to=asked_why)
        await office.server.until(lambda: len(office.assistant.asked) == 2, "that is a question")
    assert questions.open()[0].reason == ""


async def test_it_can_be_passed_on_once_and_stays_one_question(office: Rig) -> None:
    chat, questions = office.server.private(), Questions(office.engine)
    async with office.running():
        await ask(chat)
        for _ in range(2):
            count = len(chat.sent)
            await chat.press("Tanya admin")
            await office.server.until(lambda seen=count: len(chat.sent) > seen, "it is passed on")  # type: ignore[misc]
        assert "diteruskan kepada admin" in chat.texts[-1]
    (asked,) = questions.open()
    assert (asked.why, asked.state, asked.message_id) == (Why.ASKED, QuestionState.OPEN, 1)


async def test_a_follow_up_is_queued_in_its_resolved_wording(office: Rig) -> None:
    chat = office.server.private()
    office.assistant.answers["kalau level 4?"] = unknown("kalau level 4?", "bukti indikator 14 level 4")
    async with office.running():
        await ask(chat, "kalau level 4?")
        await ask(chat, "terima kasih")
    assert [asked.question for asked in Questions(office.engine).open()] == ["bukti indikator 14 level 4"]


async def test_greetings_and_refusals_are_not_queued(office: Rig) -> None:
    chat = office.server.private()
    office.assistant.answers["halo"] = simple("halo", "Halo!", abstained=True)
    async with office.running():
        await ask(chat, "halo")
        assert "saya catat" not in chat.texts[-1]
        await ask(chat, "apa kabar?")
    assert Questions(office.engine).open() == ()


async def test_a_question_asked_by_a_button_is_answered_under_our_own_message(office: Rig) -> None:
    chat = office.server.private()
    office.assistant.answers["bukti?"] = evidence()
    office.assistant.answers["Kalau level 4?"] = unknown("Kalau level 4?")
    async with office.running():
        await ask(chat, "bukti?")
        await chat.press("Kalau level 4?")
        await chat.shows("tidak ditemukan")
        await ask(chat, "lagi")  # one update of a chat after the other
    assert Questions(office.engine).open()[0].message_id == chat.sent[1]["message_id"]


async def test_what_is_no_longer_stored_is_said(office: Rig) -> None:
    chat, other = office.server.private(), office.server.private("Dewi", 777)
    async with office.running():
        await ask(chat, "rahasia")
        await ask(other, "halo")
        await other.press_data("fb:down:1", other.sent[0])
        await office.server.until(lambda: office.server.acknowledged, "the press is acknowledged")
    assert "tidak tersimpan" in str(office.server.acknowledged[0][1])
    assert Questions(office.engine).open() == ()
