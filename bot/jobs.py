"""Refreshes asked for in chats, in SQL: one row from a PDF's arrival to its being published or given up.

Every step is a transition from named states, made only once: of two presses of a button, or of two admins, one wins.
All methods are synchronous and short; async code calls them through ``bot.workers``. Times are UTC.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
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
    Update,
    delete,
    insert,
    select,
    update,
)

from knowledge.keeping.store import metadata

refreshes = Table(
    "bot_refreshes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("file_id", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("asked_for", String(20), nullable=False),
    Column("recognised", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("generation", Integer),
    Column("attempts", Integer, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)


class JobState(StrEnum):
    """Where a refresh is. ``ASKING`` and ``STAGED`` wait for a person, ``RECEIVED`` to ``PUBLISHING`` otherwise for
    the bot; the rest are ends. ``OVERTAKEN``: a backup was brought back, and the person has not been told yet."""

    RECEIVED = "received"
    ASKING = "asking"
    QUEUED = "queued"
    RUNNING = "running"
    STAGED = "staged"
    PUBLISHING = "publishing"
    DISCARDING = "discarding"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    FAILED = "failed"
    OVERTAKEN = "overtaken"


OPEN = frozenset(JobState) - {JobState.PUBLISHED, JobState.CANCELLED, JobState.FAILED, JobState.OVERTAKEN}


STAGED_FOR = "bot:"
"""How the names begin of what generations are staged for from chats."""
KEPT = timedelta(days=90)
"""Refreshes that ended are kept this long."""
WRITING_LASTS = timedelta(hours=1)
"""How long a text is taken for what a person was asked to write."""

Also = Callable[[Connection], object]
"""What is done in the same transaction."""


@dataclass(frozen=True)
class Job:
    """A refresh. ``recognised`` is the document as recognised, ``given`` what a person put right; ``asked_for`` names
    the part of the identity that the person was asked to write, if any; ``report`` is what the refresh reported;
    ``message_id`` is our message that is edited."""

    id: int
    person: int
    chat_id: int
    message_id: int | None
    file_id: str
    file: str
    state: JobState
    asked_for: str
    generation: int | None
    attempts: int
    recognised: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def staged_for(self) -> str:
        """What a generation that is staged for it says that it was staged for."""
        return f"{STAGED_FOR}{self.id}"


_JSON = ("recognised", "given", "report")


class Jobs:
    """Reads and writes the refreshes of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, person: int, chat_id: int, file_id: str, file: str, at: datetime, also: Also = lambda _: None) -> Job:
        """A PDF came. When it is there already (the bot was stopped in between), that one."""
        row = {"person": person, "chat_id": chat_id, "file_id": file_id, "file": file, "state": JobState.RECEIVED.value}
        row |= {"asked_for": "", "attempts": 0, "changed_at": at} | dict.fromkeys(_JSON, "{}")
        fresh = refreshes.c.state == JobState.RECEIVED.value
        same = (refreshes.c.chat_id == chat_id, refreshes.c.file_id == file_id, fresh)
        with self._engine.begin() as connection:
            if found := connection.execute(select(refreshes).where(*same)).mappings().first():
                return _job(found)
            also(connection)
            return _job(connection.execute(insert(refreshes).values(row).returning(refreshes)).mappings().one())

    def get(self, job_id: int) -> Job | None:
        """One refresh."""
        with self._engine.connect() as connection:
            row = connection.execute(select(refreshes).where(refreshes.c.id == job_id)).mappings().first()
        return _job(row) if row else None

    def open(self, *states: JobState) -> tuple[Job, ...]:
        """Refreshes in these states (all that are not at an end by default), in the order in which they got there."""
        wanted = [state.value for state in states or OPEN]
        query = select(refreshes).where(refreshes.c.state.in_(wanted))
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(refreshes.c.changed_at, refreshes.c.id)).mappings().all()
        return tuple(_job(row) for row in rows)

    def asked(self, chat_id: int, person: int, at: datetime) -> Job | None:
        """The refresh for which a person was asked to write something in a chat, not too long ago."""
        mine = (refreshes.c.chat_id == chat_id, refreshes.c.person == person, refreshes.c.asked_for != "")
        fresh = refreshes.c.changed_at > at - WRITING_LASTS
        with self._engine.connect() as connection:
            row = connection.execute(select(refreshes).where(*mine, fresh)).mappings().first()
        return _job(row) if row else None

    def move(
        self,
        job_id: int,
        before: Collection[JobState],
        after: JobState,
        at: datetime,
        also: Also = lambda _: None,
        **values: Any,
    ) -> bool:
        """Bring a refresh from one of some states to another, with other values; False when it is in none of them."""
        query = update(refreshes).where(refreshes.c.id == job_id, refreshes.c.state.in_([s.value for s in before]))
        with self._engine.begin() as connection:
            row = _row(values) | {"state": after.value, "changed_at": at}
            if not connection.execute(query.values(row)).rowcount:
                return False
            also(connection)
        return True

    def change(self, job_id: int, **values: Any) -> None:
        """Change values of a refresh and not its state."""
        with self._engine.begin() as connection:
            connection.execute(update(refreshes).where(refreshes.c.id == job_id).values(_row(values)))

    def prune(self, at: datetime) -> None:
        """Delete refreshes that came to their end long ago; the audit keeps what was done."""
        ended = refreshes.c.state.not_in([state.value for state in OPEN])
        with self._engine.begin() as connection:
            connection.execute(delete(refreshes).where(ended, refreshes.c.changed_at < at - KEPT))

    def ask_for(self, job: Job, part: str, at: datetime) -> bool:
        """Note that a person is asked to write a part of the identity, for one PDF at a time; "" when no longer.
        False when the refresh is past that."""
        one = update(refreshes).where(refreshes.c.id == job.id, refreshes.c.state == JobState.ASKING.value)
        with self._engine.begin() as connection:
            connection.execute(_asked_of(job.chat_id, job.person).values(asked_for=""))
            return connection.execute(one.values(asked_for=part, changed_at=at)).rowcount > 0

    def let_go(self, chat_id: int, person: int) -> None:
        """A person is asked to write something else in a chat: no part of an identity any more."""
        with self._engine.begin() as connection:
            connection.execute(_asked_of(chat_id, person).values(asked_for=""))


def _asked_of(chat_id: int, person: int) -> Update:
    return update(refreshes).where(refreshes.c.chat_id == chat_id, refreshes.c.person == person)


def _row(values: dict[str, Any]) -> dict[str, Any]:
    return {k: json.dumps(v, ensure_ascii=False) if k in _JSON else v for k, v in values.items()}


def _job(row: RowMapping) -> Job:
    values = {name: row[name] for name in Job.__dataclass_fields__}
    return Job(**values | {"state": JobState(row["state"])} | {name: json.loads(row[name]) for name in _JSON})
