"""Deletions in SQL: rows that every read joins, so that they hold at the next question in every process."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from knowledge.keeping.deletions import Deletions
from knowledge.keeping.schema import documents, generation_documents, generations, tombstones
from knowledge.keeping.vectors import Vectors


class Tombstones(Vectors):
    """Reads and writes the deletions of one database; a part of the store."""

    def __init__(self, made: Engine) -> None:
        super().__init__(made)
        self.journal = Deletions.of(made.url.render_as_string(hide_password=False))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; rolled back when the body raises."""
        with self.engine.begin() as connection:
            yield connection

    def delete_document(self, sha256: str) -> None:
        """Put up a tombstone: from the next question on nothing of this PDF is shown."""
        with self.writing() as connection:
            self.bury(connection, [sha256])

    def bury(
        self, connection: Connection, pdfs: Collection[str], document: str = "", spared: Collection[str] = ()
    ) -> None:
        """Put up tombstones for PDFs (SHA-256) within a transaction; with ``document`` note for backups that it is
        deleted with every PDF that ever was of it, but for the ``spared``."""
        if self.journal and document:
            self.journal.note_all_but(document, sorted(spared))
        if self.journal and pdfs:
            self.journal.note(*sorted(pdfs), deleted=True)
        connection.execute(delete(tombstones).where(tombstones.c.sha256.in_(list(pdfs))))
        rows = [{"sha256": sha256, "deleted_at": datetime.now(UTC)} for sha256 in sorted(pdfs)]
        if rows:
            connection.execute(insert(tombstones), rows)

    def undelete(self, sha256: str) -> None:
        """Lift a tombstone, and any waiting: the document was sent again on purpose."""
        with self.writing() as connection:
            self._lift(connection, sha256)
            connection.execute(update(documents).where(documents.c.sha256 == sha256).values(waits=False))

    def waits_no_longer(self, sha256: str) -> None:
        """Let what was read of a PDF be published by any refresh."""
        with self.writing() as connection:
            connection.execute(update(documents).where(documents.c.sha256 == sha256).values(waits=False))

    def deleted(self, since: datetime | None = None) -> frozenset[str]:
        """SHA-256 of every deleted PDF; with ``since`` of those deleted at that moment (UTC) or later."""
        query = select(tombstones.c.sha256)
        if since is not None:
            query = query.where(tombstones.c.deleted_at >= since)
        with self.engine.connect() as connection:
            return frozenset(connection.execute(query).scalars())

    def sent_again(self, generation: int, connection: Connection | None = None) -> dict[int, str]:
        """Deleted documents of a generation, SHA-256 by revision, that it holds because they were sent again: it was
        begun after their deletion."""
        query = (
            select(documents.c.rev, documents.c.sha256)
            .join(generation_documents, generation_documents.c.rev == documents.c.rev)
            .join(generations, generations.c.id == generation_documents.c.generation_id)
            .join(tombstones, tombstones.c.sha256 == documents.c.sha256)
            .where(generations.c.id == generation, tombstones.c.deleted_at < generations.c.created_at)
        )
        if connection is not None:
            return {row[0]: row[1] for row in connection.execute(query)}
        with self.engine.connect() as opened:
            return self.sent_again(generation, opened)

    def _lift_sent_again(self, connection: Connection, generation: int) -> None:
        """Lift what deletes documents of a generation that comes into force, where they were sent again."""
        for sha256 in self.sent_again(generation, connection).values():
            self._lift(connection, sha256)
        if self.journal is None or not (said := self.journal.said()).last:
            return
        query = (
            select(documents.c.id, documents.c.sha256)
            .join(generation_documents, generation_documents.c.rev == documents.c.rev)
            .where(generation_documents.c.generation_id == generation)
            .where(documents.c.sha256.not_in(select(tombstones.c.sha256)))
        )
        # Another PDF of a document that was deleted, or one of it that had been cleared away before.
        shown = [row.sha256 for row in connection.execute(query) if said.covers(row.id, row.sha256)]
        self.journal.note(*shown, deleted=False)

    def _lift(self, connection: Connection, sha256: str) -> None:
        lifted = connection.execute(delete(tombstones).where(tombstones.c.sha256 == sha256)).rowcount
        if lifted and self.journal:
            self.journal.note(sha256, deleted=False)
