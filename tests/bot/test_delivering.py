"""Answers of admins on their way, with the bot as a real process that is killed: nobody twice, nobody forgotten."""

from __future__ import annotations

import signal

import pytest

import bot.sending
from bot.ports import utc_now
from bot.sending import Place, Sender, UncertainError
from bot.unanswered.questions import Questions, QuestionState, Why
from bot.unanswered.replies import Replies, ReplyState
from tests.bot.admins import ADMIN
from tests.bot.conftest import Rig
from tests.bot.test_process import process
from tests.telegram_server import Chat, Fault

ASKERS = 8


def _to_send(rig: Rig) -> tuple[int, list[Chat]]:
    """An answer that an admin let be sent to some who asked."""
    questions, replies, now = Questions(rig.engine), Replies(rig.engine), utc_now()
    chats = [rig.server.private(f"Orang {n}", n) for n in range(601, 601 + ASKERS)]
    for at, chat in enumerate(chats, 1):
        questions.add(at, chat.person.id, at, None, "cara pinjam proyektor", Why.ABSTAINED, now)
    reply = replies.begin(ADMIN, ADMIN, "admin", [q.id for q in questions.open()], ["x"], now)
    replies.move(reply.id, (ReplyState.WRITING,), ReplyState.PREVIEW, now, answer="Lewat buku biru.", source="Surat 1")
    assert replies.send(reply.id, now) == ASKERS
    return reply.id, chats


@pytest.mark.parametrize("after", [1, 3, 6])
async def test_a_kill_while_delivering_sends_to_nobody_twice_and_forgets_nobody(rig: Rig, after: int) -> None:
    reply, chats = _to_send(rig)
    admin, questions = rig.server.private("Sari", ADMIN), Questions(rig.engine)
    async with process(rig, seconds=0) as first:
        await rig.server.until(lambda: sum(len(chat.sent) for chat in chats) >= after, "some are sent")
        first.send_signal(signal.SIGKILL)
        await first.wait()
    async with process(rig, seconds=0):
        await admin.shows("Jawaban terkirim kepada")
    counts = questions.counts(reply)
    assert all(len(chat.sent) <= 1 for chat in chats)
    assert counts.get(QuestionState.SENT, 0) + counts.get(QuestionState.UNCERTAIN, 0) == ASKERS
    missed = ASKERS - sum(len(chat.sent) for chat in chats)
    assert missed <= counts.get(QuestionState.UNCERTAIN, 0) <= 1
    assert ("tidak pasti" in admin.texts[-1]) == bool(counts.get(QuestionState.UNCERTAIN))


async def test_an_answer_that_arrived_though_the_reply_was_lost_is_not_sent_again(rig: Rig) -> None:
    reply, chats = _to_send(rig)
    admin, questions = rig.server.private("Sari", ADMIN), Questions(rig.engine)
    rig.server.inject("sendMessage", Fault.cut_after())
    async with rig.running():
        await admin.shows("Jawaban terkirim kepada")
    assert [len(chat.sent) for chat in chats] == [1] * ASKERS
    assert questions.counts(reply) == {QuestionState.SENT: ASKERS - 1, QuestionState.UNCERTAIN: 1}
    assert "tidak pasti" in admin.texts[-1]


@pytest.mark.parametrize("fault", [Fault.server_error(), Fault.too_many(1)])
async def test_an_answer_that_telegram_says_it_did_not_take_is_sent_again(rig: Rig, fault: Fault) -> None:
    reply, chats = _to_send(rig)
    admin = rig.server.private("Sari", ADMIN)
    rig.server.inject("sendMessage", fault)
    async with rig.running():
        await admin.shows("Jawaban terkirim kepada")
    assert [len(chat.sent) for chat in chats] == [1] * ASKERS
    assert Questions(rig.engine).counts(reply) == {QuestionState.SENT: ASKERS}


async def test_a_message_of_several_parts_that_breaks_off_is_uncertain(rig: Rig) -> None:
    chat = rig.server.private()
    rig.server.inject("sendMessage", Fault(), *[Fault.server_error()] * (1 + len(bot.sending.PAUSES)))
    async with rig.assemble().application.bot as telegram:
        with pytest.raises(UncertainError):
            await Sender(telegram).send(Place(chat.person.id), "Panjang.\n\n" * 600, once=True)
    assert len(chat.sent) == 1
