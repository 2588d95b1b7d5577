"""Roles, one-time invitations, and the audit that nobody can change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from bot.roles import INVITATION_LASTS, RIGHTS, Joined, Right, Role, Roles, audit
from knowledge.keeping.store import engine as make_engine
from knowledge.keeping.store import metadata, migrate

AT = datetime(2026, 8, 1, 9, 0, tzinfo=UTC)
OWNER, ADMIN, OTHER = 1, 2, 3
POSTGRES = os.environ.get("SPBE_TEST_POSTGRES", "")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{tmp_path}/roles.db")
    elif POSTGRES:
        made = make_engine(POSTGRES)
        with made.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    else:
        pytest.skip("SPBE_TEST_POSTGRES names no PostgreSQL database to try it on")
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture
def roles(engine: Engine) -> Roles:
    return Roles(engine, [OWNER])


def _admin(roles: Roles, person: int = ADMIN) -> None:
    joined = roles.join(roles.invite(OWNER, Role.ADMIN, AT), person, f"Admin {person}", AT)
    assert joined == Joined(Role.ADMIN, accepted=True, invited_by=OWNER)


def test_anybody_is_a_user_until_invited(roles: Roles) -> None:
    assert (roles.role(OWNER), roles.role(ADMIN)) == (Role.OWNER, Role.USER)
    assert not roles.may(ADMIN, Right.DOCUMENTS)
    _admin(roles)
    assert roles.role(ADMIN) is Role.ADMIN
    assert roles.may(ADMIN, Right.REFRESH)
    assert not roles.may(ADMIN, Right.PEOPLE)
    assert roles.with_right(Right.REFRESH) == (OWNER, ADMIN)
    assert roles.with_right(Right.PEOPLE) == (OWNER,)


def test_each_role_may_all_that_the_next_one_may() -> None:
    for higher, lower in ((Role.OWNER, Role.ADMIN), (Role.ADMIN, Role.ORGANISER), (Role.ORGANISER, Role.USER)):
        assert RIGHTS[higher] > RIGHTS[lower]


def test_an_invitation_is_good_once(roles: Roles) -> None:
    code = roles.invite(OWNER, Role.ADMIN, AT)
    assert roles.join(code, ADMIN, "Sari", AT) is not None
    assert roles.join(code, OTHER, "Budi", AT) is None
    assert roles.role(OTHER) is Role.USER


def test_of_two_who_follow_one_link_at_once_one_joins(roles: Roles) -> None:
    for _ in range(5):
        code = roles.invite(OWNER, Role.ORGANISER, AT)
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda n, code=code: _joined(roles, code, n), range(100, 108)))
        assert sum(found) == 1
        for member in roles.members():
            roles.remove(OWNER, member.person, AT)


def _joined(roles: Roles, code: str, person: int) -> bool:
    try:
        joined = roles.join(code, person, "X", AT)
    except DBAPIError:  # the database may refuse the second writer
        return False
    return joined is not None and joined.accepted


def test_an_invitation_expires_and_an_unknown_one_is_refused(roles: Roles) -> None:
    code = roles.invite(OWNER, Role.ADMIN, AT)
    assert roles.join(code, ADMIN, "Sari", AT + INVITATION_LASTS + timedelta(seconds=1)) is None
    assert roles.join(code[:-1], ADMIN, "Sari", AT) is None
    assert roles.role(ADMIN) is Role.USER


def test_an_invitation_is_kept_for_others_by_whoever_needs_none(roles: Roles) -> None:
    code = roles.invite(OWNER, Role.ORGANISER, AT)
    _admin(roles)
    assert roles.join(code, ADMIN, "Sari", AT) == Joined(Role.ADMIN, accepted=False)
    assert roles.join(code, OTHER, "Budi", AT) == Joined(Role.ORGANISER, accepted=True, invited_by=OWNER)
    assert roles.join(roles.invite(OWNER, Role.ADMIN, AT), OTHER, "Budi", AT) is not None
    assert roles.role(OTHER) is Role.ADMIN


def test_who_lost_a_role_has_no_invitations_either(roles: Roles) -> None:
    _admin(roles)
    code = roles.invite(ADMIN, Role.ORGANISER, AT)
    removed = roles.remove(OWNER, ADMIN, AT)
    assert removed is not None
    assert removed.role is Role.ADMIN
    assert roles.role(ADMIN) is Role.USER
    assert roles.join(code, OTHER, "Budi", AT) is None
    assert roles.remove(OWNER, ADMIN, AT) is None


def test_an_owner_taken_out_of_the_settings_may_nothing_and_neither_may_their_links(engine: Engine) -> None:
    code = Roles(engine, [OWNER]).invite(OWNER, Role.ADMIN, AT)
    assert Roles(engine).join(code, ADMIN, "Sari", AT) is None
    assert Roles(engine).role(OWNER) is Role.USER


def test_what_was_done_is_in_the_audit_in_its_order(roles: Roles) -> None:
    _admin(roles)
    roles.note(ADMIN, AT, "terbitkan", generasi=4)
    roles.remove(OWNER, ADMIN, AT)
    found = [(entry.person, entry.role, entry.action) for entry in reversed(roles.done(10))]
    assert found == [
        (OWNER, Role.OWNER, "undang"),
        (ADMIN, Role.ADMIN, "terima undangan"),
        (ADMIN, Role.ADMIN, "terbitkan"),
        (OWNER, Role.OWNER, "cabut peran"),
    ]
    assert roles.done(2)[1].detail == {"generasi": 4}
    assert roles.done(1)[0].at == AT


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bot_audit SET action = 'lain'",
        "UPDATE bot_audit SET person = 9 WHERE id = 1",
        "DELETE FROM bot_audit",
        "DELETE FROM bot_audit WHERE id = 1",
        "INSERT INTO bot_audit (id, at, person, role, action, detail) VALUES (1, '2026-01-01', 1, 'x', 'x', '{}')",
        "INSERT OR REPLACE INTO bot_audit (id, at, person, role, action, detail) "
        "VALUES (1, '2026-01-01', 1, 'x', 'x', '{}')",
        "TRUNCATE bot_audit",
    ],
)
def test_rows_of_the_audit_cannot_be_changed_or_deleted(roles: Roles, engine: Engine, statement: str) -> None:
    roles.note(OWNER, AT, "terbitkan", generasi=4)
    before = roles.done(10)
    with pytest.raises(DBAPIError), engine.begin() as connection:
        connection.execute(text(statement))
    assert roles.done(10) == before


def test_tables_made_without_a_migration_are_protected_in_the_same_way(tmp_path: Path) -> None:
    made, migrated = make_engine(f"sqlite:///{tmp_path}/a.db"), make_engine(f"sqlite:///{tmp_path}/b.db")
    metadata.create_all(made)
    migrate(migrated)
    query = text(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{audit.name}'")
    found = []
    for one in (made, migrated):
        with one.connect() as connection:
            found.append(sorted(tuple(row) for row in connection.execute(query)))
        one.dispose()
    assert found[0] == found[1]
    assert len(found[0]) == 3
