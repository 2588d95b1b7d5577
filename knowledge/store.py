"""Documents, pages, units, vectors and generations in SQL: the one source of truth.

A *generation* is the set of document revisions the assistant answers from. The pointer to the current
one is a single row, so a switch is one transaction. Deletion is a tombstone that every read joins.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

from knowledge.model import Document, Page, Unit

MIGRATIONS = Path(__file__).parent / "migrations"
Vector = NDArray[np.float32]

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
    Column("empty_pages", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("sha256", "parser"),
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
    Column("content_hash", String(64), nullable=False, index=True),
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


def engine(url: str) -> Engine:
    """A SQLAlchemy engine; SQLite gets WAL, foreign keys, a busy timeout and full synchronisation."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(url, pool_pre_ping=True)
    if made.dialect.name == "sqlite":

        @event.listens_for(made, "connect")
        def _pragmas(connection, _record):  # type: ignore[no-untyped-def]
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=FULL"):
                connection.execute(f"PRAGMA {pragma}")

    return made


def migrate(made: Engine) -> None:
    """Bring the database to the newest schema (the project's one Alembic chain); safe to repeat.

    A database that is already there costs one query: importing Alembic takes longer than an answer.
    """
    newest = max(path.name[1:5] for path in (MIGRATIONS / "versions").glob("m[0-9]*.py"))
    if inspect(made).has_table("alembic_version"):
        with made.connect() as connection:
            if connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest:
                return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def content_hash(passage: str) -> str:
    """The key of a passage's vector: SHA-256 of its text."""
    return hashlib.sha256(passage.encode("utf-8")).hexdigest()


class Store:
    """Reads and writes the knowledge tables of one database."""

    def __init__(self, made: Engine) -> None:
        self.engine = made

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; rolled back when the body raises."""
        with self.engine.begin() as connection:
            yield connection

    # documents -----------------------------------------------------------------------------------

    def revision(self, sha256: str, parser: int) -> int | None:
        """The revision of a PDF read by this parser version, or None."""
        query = select(documents.c.rev).where(documents.c.sha256 == sha256, documents.c.parser == parser)
        with self.engine.connect() as connection:
            found: int | None = connection.execute(query).scalar()
        return found

    def add_document(
        self,
        document: Document,
        page_rows: Sequence[Page],
        unit_rows: Sequence[Unit],
        empty: Sequence[int],
        parser: int,
    ) -> int:
        """Store a document whole (one transaction) and return its revision."""
        row = document.model_dump() | {
            "parser": parser,
            "empty_pages": json.dumps(list(empty)),
            "added_at": datetime.now(UTC),
        }
        with self.writing() as connection:
            stale = select(documents.c.rev).where(documents.c.sha256 == document.sha256, documents.c.parser == parser)
            for rev in connection.execute(stale).scalars().all():
                connection.execute(delete(documents).where(documents.c.rev == rev))
            rev = int(connection.execute(insert(documents).values(row).returning(documents.c.rev)).scalar_one())
            if page_rows:
                connection.execute(insert(pages), [page.model_dump() | {"rev": rev} for page in page_rows])
            if unit_rows:
                connection.execute(insert(units), [_unit_row(unit, rev) for unit in unit_rows])
            connection.execute(delete(tombstones).where(tombstones.c.sha256 == document.sha256))
        return rev

    def undelete(self, sha256: str) -> None:
        """Lift a tombstone: the document was sent again on purpose."""
        with self.writing() as connection:
            connection.execute(delete(tombstones).where(tombstones.c.sha256 == sha256))

    def delete_document(self, sha256: str) -> None:
        """Put up a tombstone: from the next question on nothing of this PDF is shown."""
        with self.writing() as connection:
            connection.execute(delete(tombstones).where(tombstones.c.sha256 == sha256))
            connection.execute(insert(tombstones).values(sha256=sha256, deleted_at=datetime.now(UTC)))

    def deleted(self) -> frozenset[str]:
        """SHA-256 of every deleted PDF."""
        with self.engine.connect() as connection:
            return frozenset(connection.execute(select(tombstones.c.sha256)).scalars())

    # generations ---------------------------------------------------------------------------------

    def current(self) -> int | None:
        """Id of the generation the assistant answers from, or None before the first."""
        with self.engine.connect() as connection:
            found: int | None = connection.execute(select(pointer.c.generation_id)).scalar()
        return found

    def begin_generation(self, model: str, revs: Iterable[int]) -> int:
        """Record a generation that is being built (not ready, not pointed to)."""
        with self.writing() as connection:
            row = {"model": model, "units": 0, "created_at": datetime.now(UTC), "ready": False}
            made = int(connection.execute(insert(generations).values(row).returning(generations.c.id)).scalar_one())
            rows = [{"generation_id": made, "rev": rev} for rev in sorted(set(revs))]
            if rows:
                connection.execute(insert(generation_documents), rows)
        return made

    def publish(self, generation: int, count: int) -> None:
        """Mark a generation ready and point to it, in one transaction."""
        with self.writing() as connection:
            connection.execute(
                update(generations).where(generations.c.id == generation).values(ready=True, units=count)
            )
            connection.execute(delete(pointer))
            connection.execute(insert(pointer).values(id=1, generation_id=generation))

    def drop_generation(self, generation: int) -> None:
        """Forget a generation that is not pointed to."""
        with self.writing() as connection:
            connection.execute(delete(generation_documents).where(generation_documents.c.generation_id == generation))
            connection.execute(delete(generations).where(generations.c.id == generation))

    def generation_ids(self, *, ready: bool | None = None) -> list[int]:
        """Ids of all generations, oldest first."""
        query = select(generations.c.id).order_by(generations.c.id)
        if ready is not None:
            query = query.where(generations.c.ready == ready)
        with self.engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def generation_model(self, generation: int) -> str:
        """Name of the embedding model a generation was built with."""
        with self.engine.connect() as connection:
            return str(
                connection.execute(select(generations.c.model).where(generations.c.id == generation)).scalar_one()
            )

    def revisions(self, generation: int) -> dict[int, Document]:
        """Documents of a generation by revision, deleted ones left out."""
        query = (
            select(documents)
            .join(generation_documents, generation_documents.c.rev == documents.c.rev)
            .where(generation_documents.c.generation_id == generation)
            .where(documents.c.sha256.not_in(select(tombstones.c.sha256)))
            .order_by(documents.c.rev)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return {row["rev"]: _document(row) for row in rows}

    def documents_by_rev(self, revs: Sequence[int]) -> dict[int, Document]:
        """Documents by revision, whether in a generation or not."""
        query = select(documents).where(documents.c.rev.in_(list(revs)))
        with self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return {row["rev"]: _document(row) for row in rows}

    # units, pages, vectors -----------------------------------------------------------------------

    def units(self, revs: Iterable[int]) -> Iterator[tuple[int, str, Unit]]:
        """Revision, content hash and unit of every unit of these revisions, in order."""
        query = select(units).where(units.c.rev.in_(list(revs))).order_by(units.c.rev, units.c.ordinal)
        ids = dict(self._ids())
        with self.engine.connect() as connection:
            for row in connection.execute(query).mappings():
                yield row["rev"], row["content_hash"], _unit(row, ids[row["rev"]])

    def _ids(self) -> list[tuple[int, str]]:
        with self.engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(select(documents.c.rev, documents.c.id))]

    def page(self, rev: int, number: int) -> Page | None:
        """One page of a document revision."""
        query = select(pages).where(pages.c.rev == rev, pages.c.number == number)
        with self.engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return Page(**{name: row[name] for name in Page.model_fields}) if row else None

    def missing_vectors(self, hashes: Iterable[str], model: str) -> set[str]:
        """Those content hashes that have no vector of this model yet."""
        wanted = set(hashes)
        with self.engine.connect() as connection:
            have = connection.execute(select(vectors.c.content_hash).where(vectors.c.model == model)).scalars()
            return wanted.difference(have)

    def add_vectors(self, rows: Iterable[tuple[str, Vector]], model: str) -> None:
        """Store vectors (float32, unit length) by content hash."""
        data = [{"content_hash": h, "model": model, "vector": v.astype("<f4").tobytes()} for h, v in rows]
        if not data:
            return
        with self.writing() as connection:
            keys = [row["content_hash"] for row in data]
            connection.execute(delete(vectors).where(vectors.c.model == model, vectors.c.content_hash.in_(keys)))
            connection.execute(insert(vectors), data)

    def vectors(self, hashes: Sequence[str], model: str) -> dict[str, Vector]:
        """Vectors of these content hashes, by hash."""
        found: dict[str, Vector] = {}
        with self.engine.connect() as connection:
            for start in range(0, len(hashes), 500):
                part = list(hashes[start : start + 500])
                query = select(vectors.c.content_hash, vectors.c.vector).where(
                    vectors.c.model == model, vectors.c.content_hash.in_(part)
                )
                for key, blob in connection.execute(query):
                    found[key] = np.frombuffer(blob, dtype="<f4").astype(np.float32)
        return found

    def counts(self, revs: Iterable[int]) -> dict[int, int]:
        """Number of units by revision."""
        query = select(units.c.rev, func.count()).where(units.c.rev.in_(list(revs))).group_by(units.c.rev)
        with self.engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}


def _document(row: RowMapping) -> Document:
    return Document(**{name: row[name] for name in Document.model_fields})


def _unit_row(unit: Unit, rev: int) -> dict[str, object]:
    row = unit.model_dump(exclude={"document_id"})
    row["breadcrumb"] = json.dumps(list(unit.breadcrumb), ensure_ascii=False)
    row["regime"] = unit.regime.value if unit.regime else None
    return row | {"rev": rev, "content_hash": content_hash(unit.passage)}


def _unit(row: RowMapping, document_id: str) -> Unit:
    data = {name: row[name] for name in Unit.model_fields if name != "document_id"}
    data["breadcrumb"] = tuple(json.loads(data["breadcrumb"]))
    return Unit(document_id=document_id, **data)


__all__ = ["Store", "Vector", "content_hash", "engine", "metadata", "migrate"]
