"""What admins answer, in SQL: one row from *Jawab* to its being sent, and to the FAQ.

Every step is a transition from named states, made only once; of two admins who answer the same questions, who sends
first does, and the other is told. All methods are synchronous and short. Times are UTC.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    RowMapping,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from bot.jobs import WRITING_LASTS
from bot.state import ANSWERS_KEPT
from bot.unanswered.questions import QuestionState, questions
from knowledge.keeping.store import metadata

AlsoTo = Callable[[Connection, int], object]
"""What is done in the same transaction, with how many are sent to."""

replies = Table(
    "bot_replies",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("members", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("faq_id", Integer),
    Column("answered_at", DateTime(timezone=True)),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)


class ReplyState(StrEnum):
    """Where an answer is. ``WRITING``, ``SOURCING`` and ``WORDING`` wait for a text (the answer, its source, the
    question as the FAQ is to word it), ``PREVIEW`` for a button."""

    WRITING = "writing"
    SOURCING = "sourcing"
    PREVIEW = "preview"
    SENDING = "sending"
    SENT = "sent"
    WORDING = "wording"
    PUBLISHED = "published"
    DROPPED = "dropped"


ASKED_FOR = (ReplyState.WRITING, ReplyState.SOURCING, ReplyState.WORDING)


@dataclass(frozen=True)
class Reply:
    """An answer of an admin. ``members`` are ids of the questions it is for, none where an entry of the FAQ is given
    other words; ``questions`` their wordings; ``role`` that of who answered."""

    id: int
    person: int
    chat_id: int
    state: ReplyState
    answer: str
    source: str
    role: str
    faq_id: int | None
    answered_at: datetime | None
    members: tuple[int, ...] = ()
    questions: tuple[str, ...] = ()


class Replies:
    """Reads and writes the answers of admins in one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(
        self,
        person: int,
        chat_id: int,
        role: str,
        members: Sequence[int],
        wordings: Sequence[str],
        at: datetime,
        faq_id: int | None = None,
    ) -> Reply:
        """An admin is about to write an answer; what they were writing before is dropped."""
        row = {"person": person, "chat_id": chat_id, "role": role, "state": ReplyState.WRITING.value, "faq_id": faq_id}
        row |= {"members": json.dumps(list(members)), "questions": json.dumps(list(wordings), ensure_ascii=False)}
        row |= {"answer": "", "source": "", "changed_at": at}
        with self._engine.begin() as connection:
            self._let_go(connection, chat_id, person)
            return _reply(connection.execute(insert(replies).values(row).returning(replies)).mappings().one())

    def let_go(self, chat_id: int, person: int) -> None:
        """A person is asked to write something else in a chat: what they were writing before is dropped."""
        with self._engine.begin() as connection:
            self._let_go(connection, chat_id, person)

    def get(self, reply_id: int) -> Reply | None:
        """One answer."""
        with self._engine.connect() as connection:
            row = connection.execute(select(replies).where(replies.c.id == reply_id)).mappings().first()
        return _reply(row) if row else None

    def asked(self, chat_id: int, person: int, at: datetime) -> Reply | None:
        """The answer for which an admin was asked to write something in a chat, not too long ago."""
        mine = (replies.c.chat_id == chat_id, replies.c.person == person, replies.c.changed_at > at - WRITING_LASTS)
        waits = replies.c.state.in_([state.value for state in ASKED_FOR])
        query = select(replies).where(*mine, waits).order_by(replies.c.id.desc())
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return _reply(row) if row else None

    def move(
        self, reply_id: int, before: Collection[ReplyState], after: ReplyState, at: datetime, **values: Any
    ) -> bool:
        """Bring an answer from one of some states to another, with other values; False when it is in none of them."""
        with self._engine.begin() as connection:
            return self._move(connection, reply_id, before, after, at, values)

    def becomes(self, connection: Connection, reply_id: int, faq_id: int) -> None:
        """Note, within the transaction that makes it, which entry of the FAQ an answer became."""
        connection.execute(update(replies).where(replies.c.id == reply_id).values(faq_id=faq_id))

    def send(self, reply_id: int, at: datetime, also: AlsoTo = lambda _, __: None) -> int | None:
        """Let an answer be sent to those of its askers who have none yet, in one transaction, with ``also`` of how
        many; returns that. 0 when another admin answered all of them before, None when the answer is past that."""
        with self._engine.begin() as connection:
            if not self._move(connection, reply_id, (ReplyState.PREVIEW,), ReplyState.SENDING, at, {"answered_at": at}):
                return None
            row = connection.execute(select(replies).where(replies.c.id == reply_id)).mappings().one()
            mine = (questions.c.id.in_(_reply(row).members), questions.c.state == QuestionState.OPEN.value)
            taken = {"state": QuestionState.WAITING.value, "reply_id": reply_id, "changed_at": at}
            if not connection.execute(update(questions).where(*mine).values(taken)).rowcount:
                self._move(connection, reply_id, (ReplyState.SENDING,), ReplyState.DROPPED, at, {})
                return 0
            count = self._merge(connection, reply_id)
            also(connection, count)
        return count

    def _merge(self, connection: Connection, reply_id: int) -> int:
        """Of several questions of one private chat the newest is answered; returns how many are."""
        query = select(questions.c.id, questions.c.chat_id).where(questions.c.reply_id == reply_id)
        rows = connection.execute(query.order_by(questions.c.message_id.desc())).all()
        newest: dict[int, int] = {}
        for id_, chat in rows:
            newest.setdefault(chat, id_)
        merged = [id_ for id_, chat in rows if chat > 0 and newest[chat] != id_]
        values = {"state": QuestionState.MERGED.value}
        connection.execute(update(questions).where(questions.c.id.in_(merged)).values(values))
        return len(rows) - len(merged)

    def sending(self) -> tuple[Reply, ...]:
        """Answers that are not yet sent to everybody, oldest first."""
        query = select(replies).where(replies.c.state == ReplyState.SENDING.value).order_by(replies.c.id)
        with self._engine.connect() as connection:
            return tuple(_reply(row) for row in connection.execute(query).mappings().all())

    def again(self, reply_id: int, at: datetime, also: AlsoTo = lambda _, __: None) -> int:
        """Let an answer be sent once more where it is not known to have arrived, with ``also`` of to how many; returns
        that."""
        mine = (questions.c.reply_id == reply_id, questions.c.state == QuestionState.UNCERTAIN.value)
        with self._engine.begin() as connection:
            waiting = {"state": QuestionState.WAITING.value, "changed_at": at}
            count = connection.execute(update(questions).where(*mine).values(waiting)).rowcount
            if count:
                self._move(connection, reply_id, tuple(ReplyState), ReplyState.SENDING, at, {})
                also(connection, count)
        return count

    def prune(self, at: datetime) -> None:
        """Delete answers that came to their end long ago."""
        ended = replies.c.state != ReplyState.SENDING.value
        with self._engine.begin() as connection:
            connection.execute(delete(replies).where(ended, replies.c.changed_at < at - ANSWERS_KEPT))

    @staticmethod
    def _let_go(connection: Connection, chat_id: int, person: int) -> None:
        mine = (replies.c.person == person, replies.c.chat_id == chat_id)
        writing = replies.c.state.in_([ReplyState.WRITING.value, ReplyState.SOURCING.value])
        connection.execute(update(replies).where(*mine, writing).values(state=ReplyState.DROPPED.value))
        worded = update(replies).where(*mine, replies.c.state == ReplyState.WORDING.value)
        connection.execute(worded.values(state=ReplyState.SENT.value))

    @staticmethod
    def _move(
        connection: Connection,
        reply_id: int,
        before: Collection[ReplyState],
        after: ReplyState,
        at: datetime,
        values: dict[str, Any],
    ) -> bool:
        query = update(replies).where(replies.c.id == reply_id, replies.c.state.in_([s.value for s in before]))
        if "questions" in values:
            values = values | {"questions": json.dumps(list(values["questions"]), ensure_ascii=False)}
        row = values | {"state": after.value, "changed_at": at}
        return connection.execute(query.values(row)).rowcount > 0


def _reply(row: RowMapping) -> Reply:
    values = {name: row[name] for name in Reply.__dataclass_fields__}
    values |= {"members": tuple(json.loads(row["members"])), "questions": tuple(json.loads(row["questions"]))}
    return Reply(**values | {"state": ReplyState(row["state"])})
