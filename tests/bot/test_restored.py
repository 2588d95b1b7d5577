"""What rests on the knowledge there was is not taken up again from a backup, and who waits for it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import bot.refreshing
from bot.jobs import OPEN, Jobs, JobState
from bot.ports import utc_now
from bot.restored import MARKS, settle
from bot.roles import Role, Roles
from bot.state import State
from bot.unanswered.questions import Questions, QuestionState, Why
from bot.unanswered.replies import Replies, ReplyState
from ingest.restoring import Restored, restore
from knowledge.keeping import backup
from tests.bot.admins import ADMIN, OWNER, admins, audited, scripted
from tests.bot.conftest import Rig

__all__ = ["admins"]

TOLD = "dipulihkan dari cadangan"


def _database(rig: Rig) -> Path:
    assert rig.engine.url.database
    return Path(rig.engine.url.database)


def _data(rig: Rig) -> Path:
    data: Path = rig.settings["data_dir"]
    return data


def _backup(rig: Rig) -> Path:
    return backup.make(_database(rig), _data(rig), {}, _database(rig).parent / "cadangan", utc_now())


def _restored(rig: Rig, archive: Path) -> Restored:
    done = restore(archive, _database(rig), _data(rig), settle, MARKS)
    rig.engine.dispose()
    return done


def _present(rig: Rig) -> None:
    pass


def _lost(rig: Rig) -> None:
    rig.engine.dispose()
    for path in _database(rig).parent.glob(f"{_database(rig).name}*"):
        path.unlink()


def _refreshes(rig: Rig) -> Jobs:
    """One in every state in which something is still to be done."""
    jobs, now = Jobs(rig.engine), utc_now()
    for state in sorted(OPEN):
        job = jobs.add(ADMIN, ADMIN, f"id-{state}", f"{state}.pdf", now)
        jobs.move(job.id, {JobState.RECEIVED}, state, now, generation=1, attempts=1)
    return jobs


def _states(jobs: Jobs) -> set[JobState]:
    return {job.state for job in jobs.open(*JobState)}


@pytest.mark.parametrize("harm", [_present, _lost])
async def test_refreshes_are_cancelled_and_their_admins_told_what_to_do(
    admins: Rig, harm: Callable[[Rig], None]
) -> None:
    jobs, chat = _refreshes(admins), admins.server.private("Sari", ADMIN)
    archive = _backup(admins)
    harm(admins)
    assert _restored(admins, archive).kept is (harm is _present)
    assert _states(jobs) == {JobState.OVERTAKEN}
    async with admins.running():
        await admins.server.until(lambda: sum(TOLD in text for text in chat.texts) == len(OPEN), "all are told")
        await admins.server.until(lambda: _states(jobs) == {JobState.CANCELLED}, "all are at an end")
    assert all(sum(f"{state}.pdf" in text for text in chat.texts) == 1 for state in OPEN)
    assert all("kirim ulang PDF-nya" in text for text in chat.texts if TOLD in text)
    assert [scripted(admins).count(word) for word in ("ingest", "identify", "generations")] == [0, 0, 0]
    assert audited(admins).count("batalkan") == len(OPEN)
    async with admins.running():
        pass
    assert sum(TOLD in text for text in chat.texts) == len(OPEN)  # once


async def test_a_bot_that_runs_meanwhile_tells_them_by_itself(admins: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.refreshing, "LOOK", 0.05)
    jobs, chat, now = Jobs(admins.engine), admins.server.private("Sari", ADMIN), utc_now()
    archive = _backup(admins)
    async with admins.running():
        job = jobs.add(ADMIN, ADMIN, "id", "permen.pdf", now)
        jobs.move(job.id, {JobState.RECEIVED}, JobState.ASKING, now)
        restore(archive, _database(admins), _data(admins), settle, MARKS)
        await chat.shows(TOLD)
        await admins.server.until(lambda: _states(jobs) == {JobState.CANCELLED}, "it is at an end")
    assert sum(TOLD in text for text in chat.texts) == 1


async def test_one_that_ended_since_the_backup_is_not_told_of(admins: Rig) -> None:
    jobs, chat, now = _refreshes(admins), admins.server.private("Sari", ADMIN), utc_now()
    archive = _backup(admins)
    for job in jobs.open():
        jobs.move(job.id, OPEN, JobState.PUBLISHED, now)
    _restored(admins, archive)
    assert _states(jobs) == {JobState.PUBLISHED}
    async with admins.running():
        await chat.say("/admin")
        await admins.server.until(lambda: bool(chat.sent), "an answer")
    assert not any(TOLD in text for text in chat.texts)


def _answered(rig: Rig) -> tuple[Questions, int]:
    """Two who asked, of whom one is being sent an answer and the other waits for it."""
    questions, replies, now = Questions(rig.engine), Replies(rig.engine), utc_now()
    State(rig.engine).record(77, 601, "{}", now)
    for at, chat in enumerate((601, 602), 1):
        questions.add(at, chat, at, None, "cara pinjam proyektor", Why.ABSTAINED, now)
    reply = replies.begin(ADMIN, ADMIN, "admin", [q.id for q in questions.open()], ["x"], now)
    replies.move(reply.id, (ReplyState.WRITING,), ReplyState.PREVIEW, now, answer="Lewat buku biru.", source="Surat 1")
    assert replies.send(reply.id, now) == 2
    first = questions.of_reply(reply.id)[0]
    questions.move(first.id, QuestionState.WAITING, QuestionState.SENDING, now)
    return questions, reply.id


async def test_answers_that_were_on_their_way_then_are_sent_to_nobody_twice(admins: Rig) -> None:
    questions, reply = _answered(admins)
    askers = [admins.server.private(f"Orang {n}", n) for n in (601, 602)]
    admin, archive = admins.server.private("Sari", ADMIN), _backup(admins)
    for asked in questions.of_reply(reply):  # they arrived since
        questions.move(asked.id, asked.state, QuestionState.SENT, utc_now())
    _lost(admins)
    _restored(admins, archive)
    assert questions.counts(reply) == {QuestionState.UNCERTAIN: 2}
    assert State(admins.engine).pending() == []
    async with admins.running():
        assert "tidak pasti" in await admin.shows("Jawaban terkirim kepada")
    assert [chat.sent for chat in askers] == [[], []]


async def test_answers_on_their_way_now_are_as_they_are_now(admins: Rig) -> None:
    questions, reply = _answered(admins)
    archive, first = _backup(admins), questions.of_reply(reply)[0]
    questions.move(first.id, QuestionState.SENDING, QuestionState.SENT, utc_now())
    assert _restored(admins, archive).kept
    assert questions.counts(reply) == {QuestionState.SENT: 1, QuestionState.WAITING: 1}
    assert len(State(admins.engine).pending()) == 1


def test_a_used_invitation_does_not_work_again(admins: Rig) -> None:
    roles, now = Roles(admins.engine, [OWNER]), utc_now()
    word = roles.invite(OWNER, Role.ADMIN, now)
    archive = _backup(admins)
    roles.join(word, 950, "Budi", now)
    _lost(admins)
    _restored(admins, archive)
    assert roles.join(word, 951, "Lain", now) is None
