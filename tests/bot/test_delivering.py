"""Answers of admins on their way, with the bot as a real process that is killed: nobody twice, nobody forgotten."""

from __future__ import annotations

import signal

import pytest

from bot.ports import utc_now
from bot.unanswered.questions import Questions, QuestionState, Why
from bot.unanswered.replies import Replies, ReplyState
from tests.bot.admins import ADMIN
from tests.bot.conftest import Rig
from tests.bot.test_process import process
from tests.telegram_server import Chat

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
