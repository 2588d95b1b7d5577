"""The one metadata and the one chain of migrations say the same."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, inspect

import bot.app  # every module with tables: those of the bot are in the same metadata
import bot.state
import bot.unanswered.replies
import knowledge.keeping.faq  # noqa: F401
from knowledge.keeping.schema import engine, metadata, migrate


def test_migrating_an_empty_database_gives_exactly_the_metadata(tmp_path: Path) -> None:
    assert bot.state.updates.name in metadata.tables  # the bot's tables are in the same metadata
    made = engine(f"sqlite:///{tmp_path}/a.db")
    migrate(made)
    with made.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(tmp_path: Path) -> None:
    made = engine(f"sqlite:///{tmp_path}/a.db")
    migrate(made)
    with made.begin() as connection:
        connection.exec_driver_sql("INSERT INTO tombstones VALUES ('x', '2026-01-01 00:00:00')")
    migrate(made)
    with made.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM tombstones").scalar() == 1


def test_a_migration_that_is_cut_off_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = engine(f"sqlite:///{tmp_path}/a.db")
    upgrade = command.upgrade

    def cut_off(*arguments: object) -> None:
        upgrade(arguments[0], "0001")  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", cut_off)
        with pytest.raises(KeyboardInterrupt):
            migrate(made)
    assert inspect(made).get_table_names() == []
    migrate(made)
    assert set(metadata.tables) <= set(inspect(made).get_table_names())


def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    code = f"from knowledge.keeping.schema import *; migrate(engine('sqlite:///{tmp_path}/a.db'))"
    both = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said


def test_sqlite_is_set_up_to_survive_and_to_wait(tmp_path: Path) -> None:
    made = engine(f"sqlite:///{tmp_path}/neu/a.db")
    with made.connect() as connection:
        got = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "foreign_keys")}
        assert got == {"journal_mode": "wal", "foreign_keys": 1}
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


class Contended(sqlite3.Connection):
    """Refuses the switch to write-ahead logging at first, as SQLite does while another process makes it."""

    refusals = 2

    def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        if "journal_mode" in sql and self.refusals:
            self.refusals -= 1
            raise sqlite3.OperationalError("database is locked")
        return super().execute(sql, *parameters)


def test_a_contended_switch_to_write_ahead_logging_is_tried_again(tmp_path: Path) -> None:
    made = engine(f"sqlite:///{tmp_path}/a.db")

    @event.listens_for(made, "do_connect")
    def _contended(*_: object) -> sqlite3.Connection:
        return sqlite3.connect(tmp_path / "a.db", factory=Contended)

    with made.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
