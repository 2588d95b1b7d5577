"""The tables of the knowledge base, the engine that reaches them, and their migration."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    false,
    inspect,
    text,
)
from sqlalchemy.exc import DisconnectionError

MIGRATIONS = Path(__file__).parents[1] / "migrations"
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

documents = Table(
    "documents",
    metadata,
    Column("rev", Integer, primary_key=True, autoincrement=True),
    Column("id", String(200), nullable=False, index=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("parser", Integer, nullable=False),
    Column("file", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("kind", String(100), nullable=False),
    Column("number", String(50)),
    Column("year", Integer),
    Column("status", String(20), nullable=False),
    Column("revoked_by", String(200)),
    Column("effective_from", Date),
    Column("handbook", Boolean, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("enacted", Date),
    Column("promulgated", Date),
    Column("amends", Text, nullable=False, server_default="[]"),
    Column("revokes", Text, nullable=False, server_default="[]"),
    Column("conflicts", Text, nullable=False, server_default="[]"),
    Column("given", Text, nullable=False, server_default="{}"),
    Column("waits", Boolean, nullable=False, server_default=false()),
    Column("empty_pages", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("sha256", "parser", "given"),
)
pages = Table(
    "pages",
    metadata,
    Column("rev", Integer, ForeignKey("documents.rev", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("label", String(50)),
    Column("raw", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("ocr", Boolean, nullable=False),
)
units = Table(
    "units",
    metadata,
    Column("rev", Integer, ForeignKey("documents.rev", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("id", String(300), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("locator", Text, nullable=False),
    Column("breadcrumb", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("page_from", Integer, nullable=False),
    Column("page_to", Integer, nullable=False),
    Column("page_label", String(50)),
    Column("regime", String(10)),
    Column("indicator", Integer),
    Column("level", Integer),
    Column("pasal", String(20)),
    Column("ayat", String(20)),
    Column("ocr", Boolean, nullable=False),
    Column("cells", Text, nullable=False, server_default="[]"),
    Column("changes", Text, nullable=False, server_default="[]"),
    Column("note", Text, nullable=False, server_default=text("''")),
    Column("content_hash", String(64), nullable=False, index=True),
)
nodes = Table(
    "nodes",
    metadata,
    Column("rev", Integer, ForeignKey("documents.rev", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("id", String(300), nullable=False),
    Column("parent", String(300)),
    Column("kind", String(20), nullable=False),
    Column("heading", Text, nullable=False),
    Column("page_from", Integer, nullable=False),
    Column("page_to", Integer, nullable=False),
    Column("unit", String(300), nullable=False),
)
vectors = Table(
    "vectors",
    metadata,
    Column("content_hash", String(64), primary_key=True),
    Column("model", String(200), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
generations = Table(
    "generations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("model", String(200), nullable=False),
    Column("units", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("ready", Boolean, nullable=False),
    Column("base", Integer),
    Column("published_at", DateTime(timezone=True)),
    Column("golden", Text),
    Column("staged_for", String(40), nullable=False, server_default=text("''")),
    sqlite_autoincrement=True,  # an id, and so a directory, is never used twice
)
generation_documents = Table(
    "generation_documents",
    metadata,
    Column("generation_id", Integer, ForeignKey("generations.id", ondelete="CASCADE"), primary_key=True),
    Column("rev", Integer, ForeignKey("documents.rev"), primary_key=True),
)
pointer = Table(
    "pointer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation_id", Integer, ForeignKey("generations.id"), nullable=False),
)
tombstones = Table(
    "tombstones",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("deleted_at", DateTime(timezone=True), nullable=False),
)
llm_usage = Table(
    "llm_usage",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("calls", Integer, nullable=False),
    Column("tokens", Integer, nullable=False),
)


def engine(url: str) -> Engine:
    """A SQLAlchemy engine; SQLite gets WAL, foreign keys, a busy timeout and full synchronisation."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(url, pool_pre_ping=True, hide_parameters=True)  # of an error in a log: people's words
    if made.dialect.name == "sqlite":

        @event.listens_for(made, "connect")
        def _pragmas(connection, _record):  # type: ignore[no-untyped-def]
            # The timeout first: switching a new database to WAL needs a lock that a second process may hold.
            for pragma in ("busy_timeout=10000", "foreign_keys=ON", "synchronous=FULL"):
                connection.execute(f"PRAGMA {pragma}")
            _write_ahead(connection)

        _leave_replaced_file(made)

    return made


def _leave_replaced_file(made: Engine) -> None:
    """Let no connection go on with a file that was replaced (a damaged database brought back from a backup): it would
    read, and write, what nobody else sees."""
    path = Path(made.url.database or "")

    def inode() -> int | None:
        return path.stat().st_ino if path.is_file() else None

    @event.listens_for(made, "connect")
    def _note(_connection, record):  # type: ignore[no-untyped-def]
        record.info["inode"] = inode()

    @event.listens_for(made, "checkout")
    def _compare(_connection, record, _proxy):  # type: ignore[no-untyped-def]
        if record.info.get("inode") != inode():
            raise DisconnectionError("the database file was replaced")  # the pool connects anew


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging, which is kept in the file. SQLite may refuse at once, without regard to the
    busy timeout, while another process makes the same switch: then it is tried again for some seconds."""
    for pause in (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, None):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if pause is None:
                raise
            time.sleep(pause)


def migrate(made: Engine) -> None:
    """Bring the database to the newest schema (the project's one Alembic chain), wholly or not at all.

    Safe to repeat, and for several processes at once. A database that is already there costs one query:
    importing Alembic takes longer than an answer.
    """
    newest = max(path.name[1:5] for path in (MIGRATIONS / "versions").glob("m[0-9]*.py"))
    if inspect(made).has_table("alembic_version"):
        with made.connect() as connection:
            if connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest:
                return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with made.begin() as connection:
            if made.dialect.name == "sqlite":
                # A table that is made anew would take along what refers to it; not to be set within a transaction.
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # its driver begins none for DDL by itself
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        made.dispose()  # a connection begun anew minds foreign keys again
