"""The queue of unanswered questions in SQL, and what people say of answers.

A question stands in the queue once, whatever put it there. From the moment an admin's answer is to be sent it goes
through states that are each written down before the step is taken, so that a restart sends nothing twice. All methods
are synchronous and short; async code calls them through ``bot.workers``. Times are UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from bot.state import ANSWERS_KEPT
from knowledge.keeping.store import Vector, metadata

OPEN_KEPT = timedelta(days=180)
"""Questions that nobody answered are kept this long."""
LONGEST_COMMENT = 500
MOST_OPEN = 2000
"""Open questions that are listed, the newest."""

feedback = Table(
    "bot_feedback",
    metadata,
    Column("answer_id", Integer, primary_key=True, autoincrement=False),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("verdict", String(4), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("comment", Text, nullable=False),
    Column("prompt_id", BigInteger),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)
questions = Table(
    "bot_questions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("answer_id", Integer, nullable=False, index=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("question", Text, nullable=False),
    Column("why", String(20), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("model", String(200), nullable=False),
    Column("vector", LargeBinary),
    Column("state", String(20), nullable=False, index=True),
    Column("reply_id", Integer, index=True),
    Column("attempts", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("chat_id", "message_id"),
)


class Verdict(StrEnum):
    """What a person thinks of an answer."""

    UP = "up"
    DOWN = "down"


class Why(StrEnum):
    """Why a question stands in the queue; a later one in this order takes an earlier one's place."""

    ABSTAINED = "abstained"
    DOWN = "down"
    ASKED = "asked"


class QuestionState(StrEnum):
    """Where a question is. ``SENDING`` is written before the message is sent; what a stop left there, or
    Telegram did not confirm, is ``UNCERTAIN``. ``MERGED``: the same chat asked it again later and is answered there."""

    OPEN = "open"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    MERGED = "merged"
    CLOSED = "closed"


UNDER_WAY = (QuestionState.WAITING, QuestionState.SENDING)
WAITS = (QuestionState.OPEN, *UNDER_WAY)


@dataclass(frozen=True)
class Asked:
    """A question in the queue: where it was asked (``message_id`` is answered by a reply), in a wording that is
    complete in itself, why it stands there, and the reason and comment of who found the answer wanting."""

    id: int
    answer_id: int
    chat_id: int
    message_id: int
    thread_id: int | None
    question: str
    why: Why
    reason: str
    comment: str
    at: datetime
    state: QuestionState
    reply_id: int | None
    attempts: int
    vector: Vector | None = None

    @property
    def asker(self) -> tuple[int, int]:
        """The same for two questions of the same person, as far as is known: a private chat has one, in a group each
        message counts."""
        return (self.chat_id, 0 if self.chat_id > 0 else self.message_id)


class Questions:
    """Reads and writes questions and feedback of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # feedback ------------------------------------------------------------------------------------

    def judge(self, answer_id: int, chat_id: int, person: int, verdict: Verdict, at: datetime) -> None:
        """Note what a person thinks of an answer; the last word counts."""
        mine = (feedback.c.answer_id == answer_id, feedback.c.person == person)
        row = {"answer_id": answer_id, "person": person, "chat_id": chat_id, "verdict": verdict.value, "at": at}
        with self._engine.begin() as connection:
            connection.execute(delete(feedback).where(*mine))
            connection.execute(insert(feedback).values(row | {"reason": "", "comment": ""}))

    def verdicts(self, answer_id: int) -> dict[int, Verdict]:
        """What people think of an answer, by person."""
        query = select(feedback.c.person, feedback.c.verdict).where(feedback.c.answer_id == answer_id)
        with self._engine.connect() as connection:
            return {row[0]: Verdict(row[1]) for row in connection.execute(query)}

    def prompted(self, answer_id: int, person: int, prompt_id: int) -> None:
        """Note with which message of ours a person was asked what is wrong."""
        mine = (feedback.c.answer_id == answer_id, feedback.c.person == person)
        with self._engine.begin() as connection:
            connection.execute(update(feedback).where(*mine).values(prompt_id=prompt_id))

    def prompt(self, chat_id: int, person: int, prompt_id: int) -> int | None:
        """The answer of which a person was asked, by this message of ours, what is wrong with it."""
        mine = (feedback.c.chat_id == chat_id, feedback.c.person == person, feedback.c.prompt_id == prompt_id)
        with self._engine.connect() as connection:
            found: int | None = connection.execute(select(feedback.c.answer_id).where(*mine)).scalar()
        return found

    def explain(self, answer_id: int, person: int, *, reason: str = "", comment: str = "") -> bool:
        """Note what a person found wrong, with the question in the queue too; False when they found nothing wrong."""
        mine = (feedback.c.answer_id == answer_id, feedback.c.person == person)
        down = feedback.c.verdict == Verdict.DOWN.value
        said = {k: v for k, v in (("reason", reason), ("comment", comment[:LONGEST_COMMENT])) if v}
        with self._engine.begin() as connection:
            if not connection.execute(update(feedback).where(*mine, down).values(said)).rowcount:
                return False
            connection.execute(update(questions).where(questions.c.answer_id == answer_id).values(said))
        return True

    # the queue -----------------------------------------------------------------------------------

    def add(
        self,
        answer_id: int,
        chat_id: int,
        message_id: int,
        thread_id: int | None,
        question: str,
        why: Why,
        at: datetime,
    ) -> QuestionState:
        """Put a question into the queue; returns where it is. One that was answered stays so; one that was closed
        without an answer is open again when somebody finds our answer wanting."""
        place = {"answer_id": answer_id, "chat_id": chat_id, "message_id": message_id, "thread_id": thread_id}
        row = place | {"question": question, "why": why.value, "reason": "", "comment": "", "at": at, "model": ""}
        row |= {"state": QuestionState.OPEN.value, "attempts": 0, "changed_at": at}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(questions).values(row))
            return QuestionState.OPEN
        except IntegrityError:
            return self._again(answer_id, chat_id, message_id, why, at)

    def _again(self, answer_id: int, chat_id: int, message_id: int, why: Why, at: datetime) -> QuestionState:
        same = (questions.c.chat_id == chat_id, questions.c.message_id == message_id)
        order = list(Why)
        with self._engine.begin() as connection:
            row = connection.execute(select(questions).where(*same)).mappings().one()
            more = max(Why(row["why"]), why, key=order.index)
            values: dict[str, object] = {"why": more.value, "answer_id": answer_id}
            if why is Why.DOWN and row["state"] == QuestionState.CLOSED.value:
                values |= {"state": QuestionState.OPEN.value, "at": at, "changed_at": at}
            made = connection.execute(update(questions).where(*same).values(values).returning(questions.c.state))
            return QuestionState(made.scalar_one())

    def waits(self, answer_id: int) -> bool:
        """Whether the question of an answer is still to be answered by an admin."""
        query = select(questions.c.state).where(questions.c.answer_id == answer_id)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar() in [state.value for state in WAITS]

    def open(self) -> tuple[Asked, ...]:
        """The questions nobody dealt with, oldest first."""
        query = select(questions).where(questions.c.state == QuestionState.OPEN.value)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(questions.c.id.desc()).limit(MOST_OPEN)).mappings().all()
        return tuple(_asked(row) for row in reversed(rows))

    def without_vector(self, model: str) -> tuple[tuple[int, str], ...]:
        """Id and wording of the open questions that have no vector of this model."""
        query = select(questions.c.id, questions.c.question).where(questions.c.state == QuestionState.OPEN.value)
        with self._engine.connect() as connection:
            return tuple((row[0], row[1]) for row in connection.execute(query.where(questions.c.model != model)))

    def keep_vectors(self, made: Iterable[tuple[int, Vector]], model: str) -> None:
        """Store the vectors of questions (float32, unit length)."""
        with self._engine.begin() as connection:
            for one, vector in made:
                values = {"vector": vector.astype("<f4").tobytes(), "model": model}
                connection.execute(update(questions).where(questions.c.id == one).values(values))

    def close(self, ids: Iterable[int], at: datetime) -> int:
        """Take open questions from the queue without an answer; returns how many."""
        query = update(questions).where(questions.c.id.in_(list(ids)), questions.c.state == QuestionState.OPEN.value)
        with self._engine.begin() as connection:
            return connection.execute(query.values(state=QuestionState.CLOSED.value, changed_at=at)).rowcount

    # delivering ----------------------------------------------------------------------------------

    def of_reply(self, reply_id: int, *states: QuestionState) -> tuple[Asked, ...]:
        """The questions that an admin's answer is for, in these states (all by default)."""
        wanted = [state.value for state in states or QuestionState]
        query = select(questions).where(questions.c.reply_id == reply_id, questions.c.state.in_(wanted))
        with self._engine.connect() as connection:
            return tuple(_asked(row) for row in connection.execute(query.order_by(questions.c.id)).mappings().all())

    def counts(self, reply_id: int) -> dict[QuestionState, int]:
        """How many questions of an answer are in which state."""
        query = select(questions.c.state, func.count()).where(questions.c.reply_id == reply_id)
        with self._engine.connect() as connection:
            return {QuestionState(r[0]): r[1] for r in connection.execute(query.group_by(questions.c.state))}

    def move(self, question: int, before: QuestionState, after: QuestionState, at: datetime) -> bool:
        """Bring a question from one state to another, once; counts attempts at sending."""
        query = update(questions).where(questions.c.id == question, questions.c.state == before.value)
        more = 1 if after is QuestionState.SENDING else 0
        values = {"state": after.value, "changed_at": at, "attempts": questions.c.attempts + more}
        with self._engine.begin() as connection:
            return connection.execute(query.values(values)).rowcount > 0

    def interrupted(self, at: datetime) -> int:
        """After a stop: whether what was being sent arrived is not known. Returns how many."""
        query = update(questions).where(questions.c.state == QuestionState.SENDING.value)
        with self._engine.begin() as connection:
            return connection.execute(query.values(state=QuestionState.UNCERTAIN.value, changed_at=at)).rowcount

    def prune(self, at: datetime) -> None:
        """Delete what is past its time: what was dealt with, what nobody answered, feedback."""
        kept = [state.value for state in (QuestionState.OPEN, *UNDER_WAY)]
        with self._engine.begin() as connection:
            ended = questions.c.state.not_in(kept)
            connection.execute(delete(questions).where(ended, questions.c.changed_at < at - ANSWERS_KEPT))
            left = questions.c.state == QuestionState.OPEN.value
            connection.execute(delete(questions).where(left, questions.c.at < at - OPEN_KEPT))
            connection.execute(delete(feedback).where(feedback.c.at < at - ANSWERS_KEPT))


def _asked(row: RowMapping) -> Asked:
    values = {name: row[name] for name in Asked.__dataclass_fields__ if name != "vector"}
    values |= {"why": Why(row["why"]), "state": QuestionState(row["state"])}
    vector = np.frombuffer(row["vector"], dtype="<f4").astype(np.float32) if row["vector"] else None
    return Asked(**values, vector=vector)
