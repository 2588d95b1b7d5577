"""What does not go back in time when a backup is brought back: who may do what, what was done, what is in hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path


def carry(copy: Path, database: Path, live: Sequence[str], grown: Sequence[str]) -> bool:
    """Take rows of the database in use over into a backup's ``copy``, in one transaction.

    Rows of ``live`` tables take the place of the copy's; rows of ``grown`` tables, whose ``id`` only counts up, are
    added after the copy's last. Tables that either side has not are passed over. False when the database in use is
    gone or damaged: then nothing was taken over.
    """
    if not database.is_file():
        return False
    try:
        with closing(sqlite3.connect(database, timeout=30)) as now:
            there = _tables(now)
            rows = {name: _rows(now, name) for name in (*live, *grown) if name in there}
    except sqlite3.DatabaseError:
        return False
    with closing(sqlite3.connect(copy)) as made, made:
        here = _tables(made)
        for name in (name for name in live if name in rows and name in here):
            made.execute(f"DELETE FROM {name}")  # noqa: S608 names of tables, from the code
            _add(made, name, *rows[name])
        for name in (name for name in grown if name in rows and name in here):
            last = made.execute(f"SELECT coalesce(max(id), 0) FROM {name}").fetchone()[0]  # noqa: S608
            columns, found = rows[name]
            at = columns.index("id")
            _add(made, name, columns, [row for row in found if row[at] > last])
    return True


def forget(copy: Path, tables: Sequence[str]) -> None:
    """Empty these tables of a backup's copy."""
    with closing(sqlite3.connect(copy)) as made, made:
        for name in _tables(made) & set(tables):
            made.execute(f"DELETE FROM {name}")  # noqa: S608


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _rows(connection: sqlite3.Connection, table: str) -> tuple[list[str], list[tuple[object, ...]]]:
    cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608
    return [column[0] for column in cursor.description], cursor.fetchall()


def _add(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: list[tuple[object, ...]]) -> None:
    places = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)  # noqa: S608
