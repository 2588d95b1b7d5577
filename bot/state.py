"""What the bot remembers, in SQL: recorded updates, chats, the last turns of each, and answers behind buttons.

All methods are synchronous and short; async code calls them through ``bot.workers``. Times are UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
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
from sqlalchemy.exc import IntegrityError

from knowledge.keeping.gone import gone
from knowledge.keeping.store import Store, metadata
from knowledge.model import Answer, Turn

HISTORY_TURNS = 6
ANSWERS_KEPT = timedelta(days=30)
"""Turns and answers older than this are deleted."""
UPDATES_KEPT = timedelta(days=7)
"""Ids of finished updates are kept this long to recognise repetitions; Telegram itself keeps updates for a day."""

updates = Table(
    "bot_updates",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger),
    Column("payload", Text),
    Column("attempts", Integer, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False, index=True),
    Column("done_at", DateTime(timezone=True)),
)
chats = Table(
    "bot_chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("first_seen", DateTime(timezone=True), nullable=False),
    Column("last_seen", DateTime(timezone=True), nullable=False),
    Column("blocked_at", DateTime(timezone=True)),
)
turns = Table(
    "bot_turns",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("role", String(4), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)
answers = Table(
    "bot_answers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("message_id", BigInteger),
    Column("thread_id", BigInteger),
)


@dataclass(frozen=True)
class Given:
    """An answer that was given, and the message it replies to (our own where a button asked).
    ``gone`` are the citations (from 1) whose document was deleted or replaced since."""

    answer: Answer
    gone: frozenset[int]
    message_id: int | None
    thread_id: int | None


@dataclass(frozen=True)
class Recorded:
    """A recorded update that is not finished: its JSON, when it came, how often work on it was begun."""

    update_id: int
    chat_id: int | None
    payload: str
    recorded_at: datetime
    attempts: int


class State:
    """Reads and writes the bot's tables of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._store = Store(engine)

    # updates -------------------------------------------------------------------------------------

    def record(self, update_id: int, chat_id: int | None, payload: str, at: datetime) -> bool:
        """Record an update before any work on it; False when this update is already recorded."""
        row = {"update_id": update_id, "chat_id": chat_id, "payload": payload, "attempts": 0, "recorded_at": at}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(updates).values(row))
        except IntegrityError:
            return False
        return True

    def begin(self, update_id: int) -> bool:
        """Count one more attempt at an update; False when it is finished already."""
        query = update(updates).where(updates.c.update_id == update_id, updates.c.done_at.is_(None))
        with self._engine.begin() as connection:
            return connection.execute(query.values(attempts=updates.c.attempts + 1)).rowcount > 0

    def finish(self, update_id: int, at: datetime) -> None:
        """Mark an update as done and forget its content."""
        query = update(updates).where(updates.c.update_id == update_id)
        with self._engine.begin() as connection:
            connection.execute(query.values(done_at=at, payload=None))

    def postpone(self, update_id: int) -> None:
        """Forget the attempts at an update that could not be delivered: it is not the update's own fault."""
        with self._engine.begin() as connection:
            connection.execute(update(updates).where(updates.c.update_id == update_id).values(attempts=0))

    def pending(self) -> list[Recorded]:
        """Recorded updates that are not done, in the order in which they came."""
        query = select(updates).where(updates.c.done_at.is_(None)).order_by(updates.c.recorded_at, updates.c.update_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            Recorded(r["update_id"], r["chat_id"], r["payload"] or "", _utc(r["recorded_at"]), r["attempts"])
            for r in rows
        ]

    # conversations -------------------------------------------------------------------------------

    def history(self, chat_id: int) -> tuple[Turn, ...]:
        """The last turns of a chat, oldest first, without our answers from what was deleted since."""
        query = select(turns).where(turns.c.chat_id == chat_id).order_by(turns.c.id.desc()).limit(HISTORY_TURNS)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
            told = {row["at"] for row in rows if row["role"] == "bot"}
            # An answer is stored together with its turns, and so at the same instant.
            with_turns = select(answers).where(answers.c.chat_id == chat_id, answers.c.at.in_(told))
            given = connection.execute(with_turns).mappings().all()
        old = {row["at"] for row in given if self._gone(row)}
        kept = (row for row in reversed(rows) if row["role"] == "user" or row["at"] not in old)
        return tuple(Turn(role=row["role"], text=row["text"]) for row in kept)

    def remember(self, chat_id: int, exchange: Sequence[Turn], answer: Answer, at: datetime) -> int:
        """Store an exchange and its answer, drop what is older than needed; ``at`` is when it was asked for, so that
        what is deleted while it is worked out counts as deleted since. Returns the answer's id."""
        with self._engine.begin() as connection:
            rows = [{"chat_id": chat_id, "role": turn.role, "text": turn.text, "at": at} for turn in exchange]
            connection.execute(insert(turns), rows)
            kept = select(turns.c.id).where(turns.c.chat_id == chat_id).order_by(turns.c.id.desc()).limit(HISTORY_TURNS)
            ids = connection.execute(kept).scalars().all()
            connection.execute(delete(turns).where(turns.c.chat_id == chat_id, turns.c.id.not_in(ids)))
            row = {"chat_id": chat_id, "answer": answer.model_dump_json(), "at": at}
            return int(connection.execute(insert(answers).values(row).returning(answers.c.id)).scalar_one())

    def answer(self, answer_id: int, chat_id: int) -> Answer | None:
        """An answer given in this chat, or None when it is no longer (or was never) there."""
        query = select(answers.c.answer).where(answers.c.id == answer_id, answers.c.chat_id == chat_id)
        with self._engine.connect() as connection:
            text = connection.execute(query).scalar()
        return Answer.model_validate_json(text) if text else None

    def stands(self, answer_id: int, message_id: int, thread_id: int | None) -> None:
        """Note to which message of its chat an answer belongs."""
        query = update(answers).where(answers.c.id == answer_id)
        with self._engine.begin() as connection:
            connection.execute(query.values(message_id=message_id, thread_id=thread_id))

    def given(self, answer_id: int, chat_id: int) -> Given | None:
        """As ``answer``, with where it stands."""
        query = select(answers).where(answers.c.id == answer_id, answers.c.chat_id == chat_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        answer = Answer.model_validate_json(row["answer"])
        return Given(answer, self._gone(row), row["message_id"], row["thread_id"])

    def _gone(self, row: RowMapping) -> frozenset[int]:
        return gone(self._store, Answer.model_validate_json(row["answer"]), _utc(row["at"]))

    # chats ---------------------------------------------------------------------------------------

    def seen(self, chat_id: int, kind: str, at: datetime) -> None:
        """Note that a chat wrote to us; it has not blocked us (any longer)."""
        query = update(chats).where(chats.c.chat_id == chat_id).values(last_seen=at, blocked_at=None)
        with self._engine.begin() as connection:
            if connection.execute(query).rowcount == 0:
                row = {"chat_id": chat_id, "kind": kind, "first_seen": at, "last_seen": at}
                connection.execute(insert(chats).values(row))

    def blocked(self, chat_id: int, at: datetime) -> None:
        """Note that a chat does not let us write."""
        with self._engine.begin() as connection:
            connection.execute(update(chats).where(chats.c.chat_id == chat_id).values(blocked_at=at))

    def prune(self, at: datetime) -> None:
        """Delete turns, answers and ids of finished updates that are past their time."""
        with self._engine.begin() as connection:
            connection.execute(delete(turns).where(turns.c.at < at - ANSWERS_KEPT))
            connection.execute(delete(answers).where(answers.c.at < at - ANSWERS_KEPT))
            old = updates.c.recorded_at < at - UPDATES_KEPT
            connection.execute(delete(updates).where(old, updates.c.done_at.is_not(None)))


def _utc(moment: datetime) -> datetime:
    # SQLite gives times back without their zone; all of ours are written in UTC.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
