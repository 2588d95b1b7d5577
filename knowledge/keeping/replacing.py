"""The knowledge of a backup takes the place of the knowledge in use; what is kept beside it stays as it is."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select, update

from knowledge.keeping.deletions import Deletions, Said
from knowledge.keeping.faq import FaqState, entries, is_entry, number
from knowledge.keeping.schema import (
    documents,
    generation_documents,
    generations,
    nodes,
    pages,
    pointer,
    tombstones,
    units,
    vectors,
)

_KNOWLEDGE = (documents, pages, units, nodes, vectors, generations, generation_documents, pointer, entries)
"""In an order in which each is filled after those it refers to. Tombstones are not among them: none is lost."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


def continues(database: Path, copy: Path, marks: Mapping[str, Sequence[str]]) -> bool:
    """Whether the database in use is whole and the later one of that a backup's ``copy`` was made of: of each table of
    ``marks`` that has rows in the copy, it still has one that is the same in these columns."""
    if not database.is_file():
        return False
    try:
        with closing(sqlite3.connect(database, timeout=30)) as now:
            whole = now.execute("PRAGMA quick_check").fetchone() == ("ok",)
            return whole and "alembic_version" in _tables(now) and _shares(now, copy, marks)
    except sqlite3.DatabaseError:
        return False


def _shares(now: sqlite3.Connection, copy: Path, marks: Mapping[str, Sequence[str]]) -> bool:
    with closing(sqlite3.connect(copy)) as then:
        for table, columns in marks.items():
            query = f"SELECT {', '.join(columns)} FROM {table}"  # noqa: S608 names from the code
            rows = set(then.execute(query)) if table in _tables(then) else set()
            if rows and (table not in _tables(now) or rows.isdisjoint(now.execute(query))):
                return False
    return True


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def put_knowledge(copy: Path, engine: Engine, journal: Deletions, also: Callable[[Connection], None]) -> None:
    """Let the knowledge of a backup's ``copy`` take the place of that of the database in use, which has the same
    schema; delete again what was deleted, and do ``also``: all in one transaction. Who deletes something meanwhile does
    so before or after it."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # not to be set within a transaction
        connection.exec_driver_sql("ATTACH ? AS copy", (str(copy),))
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver begins none by itself before it writes
        gone = removed(connection)
        for table in reversed(_KNOWLEDGE):
            connection.execute(table.delete())
        for table in (*_KNOWLEDGE, tombstones):
            columns = ", ".join(column.name for column in table.columns)
            rows = f"INSERT OR IGNORE INTO main.{table.name} ({columns}) SELECT {columns} FROM copy.{table.name}"  # noqa: S608
            connection.exec_driver_sql(rows)
        bury(connection, journal.said(), frozenset(), gone)
        also(connection)
        connection.commit()
    engine.dispose()  # a connection begun anew minds foreign keys again


def bury(connection: Connection, said: Said, pdfs: frozenset[str], gone: frozenset[int]) -> None:
    """Delete again, within a transaction, what was deleted: what the journal says, these PDFs (SHA-256) and these
    entries of the FAQ."""
    gone |= {number(name) for name in said.names() if is_entry(name)}
    buried = {*pdfs, *(name for name in said.names() if _SHA256.fullmatch(name))}
    for row in connection.execute(select(documents.c.id, documents.c.sha256)):
        if said.covers(row.id, row.sha256) or (is_entry(row.id) and number(row.id) in gone):
            buried.add(row.sha256)
    buried -= set(connection.execute(select(tombstones.c.sha256)).scalars())
    rows = [{"sha256": sha256, "deleted_at": datetime.now(UTC)} for sha256 in sorted(buried)]
    if rows:
        connection.execute(insert(tombstones), rows)
    ended = update(entries).where(entries.c.id.in_(gone)).values(state=FaqState.REMOVED.value)
    connection.execute(ended)


def removed(connection: Connection) -> frozenset[int]:
    """The entries of the FAQ that were removed."""
    query = select(entries.c.id).where(entries.c.state == FaqState.REMOVED.value)
    return frozenset(connection.execute(query).scalars())
