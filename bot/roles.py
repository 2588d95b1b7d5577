"""Who may do what: roles, one-time invitations, and a record of what was done that nobody can change.

Owners stand in the settings; admins and organisers were invited by a link; everybody else is a user. All methods are
synchronous and short; async code calls them through ``bot.workers``. Times are UTC.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    Connection,
    DateTime,
    Engine,
    Integer,
    String,
    Table,
    Text,
    delete,
    event,
    func,
    insert,
    select,
    update,
)

from knowledge.keeping.store import metadata

INVITATION_LASTS = timedelta(days=3)
_CODE_BYTES = 24
TERMINAL = "terminal"
"""The role, in the audit, of whoever ran a command on the server itself."""

people = Table(
    "bot_people",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("invited_by", BigInteger, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)
invitations = Table(
    "bot_invitations",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("made_by", BigInteger, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_by", BigInteger),
    Column("used_at", DateTime(timezone=True)),
)
audit = Table(
    "bot_audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("role", String(20), nullable=False),
    Column("action", String(40), nullable=False),
    Column("detail", Text, nullable=False),
)

PROTECTION = {
    "sqlite": (
        *(
            f"CREATE TRIGGER bot_audit_no_{action.lower()} BEFORE {action} ON bot_audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit cannot be changed'); END"
            for action in ("UPDATE", "DELETE")
        ),
        # INSERT OR REPLACE deletes a row without the trigger for deletions.
        "CREATE TRIGGER bot_audit_no_replace BEFORE INSERT ON bot_audit "
        "WHEN EXISTS (SELECT 1 FROM bot_audit WHERE id = NEW.id) "
        "BEGIN SELECT RAISE(ABORT, 'the audit cannot be changed'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION bot_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit cannot be changed'; END $$",
        "CREATE TRIGGER bot_audit_no_change BEFORE UPDATE OR DELETE ON bot_audit "
        "FOR EACH ROW EXECUTE FUNCTION bot_audit_refuse()",
        "CREATE TRIGGER bot_audit_no_truncate BEFORE TRUNCATE ON bot_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION bot_audit_refuse()",
    ),
}
"""By dialect, the statements after which rows of the audit can only be added; the migration runs the same."""

for _dialect, _statements in PROTECTION.items():
    for _statement in _statements:
        event.listen(audit, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]


class Role(StrEnum):
    """What a person is to the bot, from the most to the least."""

    OWNER = "pemilik"
    ADMIN = "admin"
    ORGANISER = "penyelenggara"
    USER = "pengguna"


class Right(StrEnum):
    """What only some may do."""

    REFRESH = "refresh"
    """Send PDFs, publish, switch back."""
    DOCUMENTS = "documents"
    """See what is held and how far refreshes are."""
    ANSWER = "answer"
    """Answer questions that were not answered."""
    INVITE_ORGANISER = "invite organiser"
    INVITE_ADMIN = "invite admin"
    PEOPLE = "people"
    """See who has a role, and take it away."""
    AUDIT = "audit"
    """See what was done."""


_ORGANISER = frozenset({Right.DOCUMENTS})
_ADMIN = _ORGANISER | {Right.REFRESH, Right.ANSWER, Right.INVITE_ORGANISER, Right.AUDIT}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OWNER: frozenset(Right),
    Role.ADMIN: _ADMIN,
    Role.ORGANISER: _ORGANISER,
    Role.USER: frozenset(),
}
_RANK = {role: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True)
class Member:
    """A person with a role."""

    person: int
    name: str
    role: Role
    since: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """Something that was done: when, by whom in which role (0 as ``TERMINAL``), and what about."""

    at: datetime
    person: int
    role: str
    action: str
    detail: dict[str, object]


@dataclass(frozen=True)
class Joined:
    """What became of an invitation: the role now held, and whose invitation it was when it was accepted."""

    role: Role
    accepted: bool
    invited_by: int = 0


class Roles:
    """Reads and writes roles, invitations and the audit of one database."""

    def __init__(self, engine: Engine, owners: Iterable[int] = ()) -> None:
        self._engine = engine
        self._owners = frozenset(owners)

    def role(self, person: int) -> Role:
        """The role of a person; anybody unknown is a user."""
        with self._engine.connect() as connection:
            return self._role(connection, person)

    def may(self, person: int, right: Right) -> bool:
        """Whether a person may do something."""
        return right in RIGHTS[self.role(person)]

    def with_right(self, right: Right) -> tuple[int, ...]:
        """Everybody who may do something, owners first."""
        invited = [m.person for m in self.members() if right in RIGHTS[m.role]]
        owners = sorted(self._owners) if right in RIGHTS[Role.OWNER] else []
        return tuple(dict.fromkeys([*owners, *invited]))

    def members(self) -> tuple[Member, ...]:
        """Those who were invited, by role and name; owners stand in the settings."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(people)).mappings().all()
        found = (
            Member(row["person"], row["name"], Role(row["role"]), _utc(row["since"]))
            for row in rows
            if row["person"] not in self._owners
        )
        return tuple(sorted(found, key=lambda m: (_RANK[m.role], m.name.casefold(), m.person)))

    # invitations ---------------------------------------------------------------------------------

    def invite(self, by: int, role: Role, at: datetime) -> str:
        """Make an invitation to a role; returns its code, which is kept nowhere."""
        code = secrets.token_urlsafe(_CODE_BYTES)
        row = {"digest": _digest(code), "role": role.value, "made_by": by, "expires_at": at + INVITATION_LASTS}
        with self._engine.begin() as connection:
            connection.execute(delete(invitations).where(invitations.c.expires_at < at))
            connection.execute(insert(invitations).values(row))
            self._note(connection, by, at, "undang", {"peran": role.value})
        return code

    def join(self, code: str, person: int, name: str, at: datetime) -> Joined | None:
        """Accept an invitation, once. None when it is unknown, used, expired, or made by somebody who may not invite
        (any longer); not accepted, and so not used, by a person whose role is as high already."""
        mine = invitations.c.digest == _digest(code)
        with self._engine.begin() as connection:
            row = connection.execute(select(invitations).where(mine)).mappings().first()
            if row is None or row["used_at"] is not None or _utc(row["expires_at"]) < at:
                return None
            role = Role(row["role"])
            needed = Right.INVITE_ADMIN if role is Role.ADMIN else Right.INVITE_ORGANISER
            if needed not in RIGHTS[self._role(connection, row["made_by"])]:
                return None
            held = self._role(connection, person)
            if _RANK[held] <= _RANK[role]:
                return Joined(held, accepted=False)
            taken = update(invitations).where(mine, invitations.c.used_at.is_(None))
            if not connection.execute(taken.values(used_by=person, used_at=at)).rowcount:
                return None
            connection.execute(delete(people).where(people.c.person == person))
            given = {"person": person, "name": name, "role": role.value, "invited_by": row["made_by"], "since": at}
            connection.execute(insert(people).values(given))
            self._note(connection, person, at, "terima undangan", {"peran": role.value, "dari": row["made_by"]})
        return Joined(role, accepted=True, invited_by=row["made_by"])

    def remove(self, by: int, person: int, at: datetime) -> Member | None:
        """Take a person's role away, and their open invitations; returns what they were, None when they had none."""
        with self._engine.begin() as connection:
            row = connection.execute(select(people).where(people.c.person == person)).mappings().first()
            if row is None or not connection.execute(delete(people).where(people.c.person == person)).rowcount:
                return None
            own = invitations.c.made_by == person
            connection.execute(delete(invitations).where(own, invitations.c.used_at.is_(None)))
            self._note(connection, by, at, "cabut peran", {"orang": person, "peran": row["role"]})
        return Member(person, row["name"], Role(row["role"]), _utc(row["since"]))

    # audit ---------------------------------------------------------------------------------------

    def note(self, person: int, at: datetime, action: str, **detail: object) -> None:
        """Add what was done to the audit."""
        with self._engine.begin() as connection:
            self._note(connection, person, at, action, detail)

    def noting(self, person: int, at: datetime, action: str, **detail: object) -> Callable[[Connection], None]:
        """Adds what is done to the audit within the transaction that does it."""
        return lambda connection: self._note(connection, person, at, action, detail)

    def note_terminal(self, at: datetime, action: str, **detail: object) -> None:
        """Add to the audit what was done by a command on the server itself."""
        with self._engine.begin() as connection:
            _add(connection, 0, TERMINAL, at, action, detail)

    def done(self, count: int, skip: int = 0) -> tuple[Entry, ...]:
        """The last things that were done, newest first, without the ``skip`` newest."""
        query = select(audit).order_by(audit.c.id.desc()).limit(count).offset(skip)
        with self._engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(
            Entry(_utc(row["at"]), row["person"], row["role"], row["action"], json.loads(row["detail"])) for row in rows
        )

    def done_count(self) -> int:
        """How many things were done in all."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(audit)).scalar_one())

    # ----------------------------------------------------------------------------------------------

    def _role(self, connection: Connection, person: int) -> Role:
        if person in self._owners:
            return Role.OWNER
        found = connection.execute(select(people.c.role).where(people.c.person == person)).scalar()
        return Role(found) if found else Role.USER

    def _note(self, connection: Connection, person: int, at: datetime, action: str, detail: dict[str, object]) -> None:
        _add(connection, person, self._role(connection, person).value, at, action, detail)


def _add(connection: Connection, person: int, role: str, at: datetime, action: str, detail: dict[str, object]) -> None:
    row = {"at": at, "person": person, "role": role, "action": action}
    connection.execute(insert(audit).values(row | {"detail": json.dumps(detail, ensure_ascii=False)}))


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()


def _utc(moment: datetime) -> datetime:
    # SQLite gives times back without their zone; all of ours are written in UTC.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
