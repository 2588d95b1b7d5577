"""After a backup is brought back: what must not be taken up again from it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, update

from bot import roles, state
from bot.jobs import OPEN, JobState, refreshes
from bot.unanswered.questions import UNDER_WAY, QuestionState, questions

MARKS = {
    roles.audit.name: ("id", "at", "person", "action"),
    state.chats.name: ("chat_id", "first_seen"),
}
"""By which rows a database is known to be the later one of that a backup was made of."""


def settle(connection: Connection, back: bool) -> None:
    """Bring to an end, within the transaction that brings a backup back, what rests on the knowledge there was:
    refreshes, of which those who asked for them are told. Where the bot's tables go ``back`` in time too: answers that
    were on their way then have perhaps arrived since, messages were answered, invitations used."""
    now = datetime.now(UTC)
    open_ = refreshes.c.state.in_([one.value for one in OPEN])
    ended = update(refreshes).where(open_)
    connection.execute(ended.values(state=JobState.OVERTAKEN.value, asked_for="", changed_at=now))
    if back:
        under_way = update(questions).where(questions.c.state.in_([one.value for one in UNDER_WAY]))
        connection.execute(under_way.values(state=QuestionState.UNCERTAIN.value, changed_at=now))
        connection.execute(delete(state.updates))
        connection.execute(delete(roles.invitations))
