"""Documents, pages, units, vectors and generations in SQL: the one source of truth.

A *generation* is the set of document revisions the assistant answers from. The pointer to the current
one is a single row, so a switch is one transaction. Deletion is a tombstone that every read joins.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from knowledge.errors import KnowledgeBaseError, MovedError
from knowledge.keeping.rows import content_hash, document_row, given_text, read_document, read_unit, storable, unit_row
from knowledge.keeping.schema import (
    documents,
    engine,
    generation_documents,
    generations,
    metadata,
    migrate,
    nodes,
    pages,
    pointer,
    tombstones,
    units,
)
from knowledge.keeping.tombstones import Tombstones
from knowledge.keeping.vectors import Vector
from knowledge.model import Document, Generation, Given, Node, Page, Unit

ANY = -1
"""Whatever generation is in force, or none."""


class Store(Tombstones):
    """Reads and writes the knowledge tables of one database."""

    # documents -----------------------------------------------------------------------------------

    def revision(self, sha256: str, parser: int, given: Given | None = None) -> int | None:
        """The revision of a PDF read by this parser version, or None: with what a person gave of its identity; else
        the one in force, or the newest."""
        query = select(documents.c.rev).where(documents.c.sha256 == sha256, documents.c.parser == parser)
        if given is not None:
            query = query.where(documents.c.given == given_text(given))
        return self._first(query)

    def given(self, sha256: str) -> Given:
        """What a person said of a PDF: of its revision in force, else of the newest."""
        rev = self._first(select(documents.c.rev).where(documents.c.sha256 == sha256))
        return Given() if rev is None else self.documents_by_rev([rev])[rev].given

    def _first(self, query: Select[Any]) -> int | None:
        """Of the revisions of a PDF the one in force, else the newest."""
        of_current = pointer.c.generation_id == generation_documents.c.generation_id
        held = select(generation_documents.c.rev).join(pointer, of_current)
        order = (documents.c.rev.in_(held).desc(), documents.c.rev.desc())
        with self.engine.connect() as connection:
            found: int | None = connection.scalars(query.order_by(*order)).first()
        return found

    def add_document(
        self,
        document: Document,
        page_rows: Sequence[Page],
        unit_rows: Sequence[Unit],
        empty: Sequence[int],
        parser: int,
        node_rows: Sequence[Node] = (),
        *,
        waits: bool = False,
    ) -> int:
        """Store a document whole (one transaction) and return its revision; a deletion of it is lifted only when
        a generation that holds it is published. One that ``waits`` was read for a generation that is to wait, or was
        deleted before: what a run that died left of it is not taken up."""
        row = document_row(document) | {
            "parser": parser,
            "waits": waits,
            "empty_pages": json.dumps(list(empty)),
            "added_at": datetime.now(UTC),
        }
        with self.writing() as connection:
            rev = int(
                connection.execute(insert(documents).values(storable(row)).returning(documents.c.rev)).scalar_one()
            )
            if page_rows:
                connection.execute(insert(pages), [storable(page.model_dump() | {"rev": rev}) for page in page_rows])
            if unit_rows:
                connection.execute(insert(units), [storable(unit_row(unit, rev)) for unit in unit_rows])
            if node_rows:
                rows = [storable(n.model_dump() | {"rev": rev, "ordinal": i}) for i, n in enumerate(node_rows)]
                connection.execute(insert(nodes), rows)
        return rev

    def update_document(self, rev: int, document: Document) -> None:
        """Correct what is said about a stored document; its pages and units stay."""
        with self.writing() as connection:
            connection.execute(update(documents).where(documents.c.rev == rev).values(document_row(document)))

    # generations ---------------------------------------------------------------------------------

    def current(self) -> int | None:
        """Id of the generation the assistant answers from, or None before the first."""
        with self.engine.connect() as connection:
            found: int | None = connection.execute(select(pointer.c.generation_id)).scalar()
        return found

    def begin_generation(
        self,
        model: str,
        revs: Iterable[int],
        count: int = 0,
        chosen_at: datetime | None = None,
        base: int | None = ANY,
    ) -> int:
        """Record a generation of ``count`` units that is built upon ``base`` (the current one, when left out): not
        ready, not pointed to. Its documents were ``chosen_at`` (now, when left out): a deletion after that holds."""
        begun, upon = chosen_at or datetime.now(UTC), self.current() if base == ANY else base
        row = {"model": model, "units": count, "created_at": begun, "ready": False, "base": upon}
        with self.writing() as connection:
            made = int(connection.execute(insert(generations).values(row).returning(generations.c.id)).scalar_one())
            rows = [{"generation_id": made, "rev": rev} for rev in sorted(set(revs))]
            if rows:
                connection.execute(insert(generation_documents), rows)
        return made

    def stage(self, generation: int, count: int, staged_for: str = "") -> None:
        """Mark a generation of ``count`` units as built and verified; it is published apart."""
        with self.writing() as connection:
            query = update(generations).where(generations.c.id == generation)
            connection.execute(query.values(ready=True, units=count, staged_for=staged_for))

    def keep_golden(self, generation: int, golden: dict[str, tuple[int, int]]) -> None:
        """Keep what our own questions said of a generation."""
        with self.writing() as connection:
            query = update(generations).where(generations.c.id == generation)
            connection.execute(query.values(golden=json.dumps(golden)))

    def publish(
        self, generation: int, count: int | None = None, *, over: int | None = ANY, staged_for: str = ""
    ) -> None:
        """Point to a ready generation, in one transaction: from the next question on it is answered from. The deletion
        of documents that were sent again for it is lifted. ``count`` units: one verified just now becomes ready
        with it, so that a run that dies before leaves nothing that seems to wait; ``staged_for`` is kept with it.

        Raises KnowledgeBaseError when it is not there or not ready, MovedError when another generation than ``over``
        is in force; then nothing changes.
        """
        with self.writing() as connection:
            if count is not None:
                verified = update(generations).where(generations.c.id == generation)
                connection.execute(verified.values(ready=True, units=count, staged_for=staged_for))
            query = update(generations).where(generations.c.id == generation, generations.c.ready)
            if not connection.execute(query.values(published_at=datetime.now(UTC))).rowcount:
                raise KnowledgeBaseError(
                    f"Generasi {generation} tidak ada atau belum selesai. Lihat 'spbe generations list'."
                )
            # Only now, when this transaction is the one that writes: nobody moves the pointer after it is read.
            current = connection.execute(select(pointer.c.generation_id).with_for_update()).scalar()
            if over not in (ANY, current):
                raise MovedError(
                    f"Sementara itu generasi {current} yang berlaku, bukan lagi {over}. Tidak ada yang berubah."
                )
            self._lift_sent_again(connection, generation)
            if current is None:
                connection.execute(insert(pointer).values(id=1, generation_id=generation))
            connection.execute(update(pointer).values(generation_id=generation))

    def drop_generation(self, generation: int) -> bool:
        """Forget a generation; of a ready one also the documents that no other one holds. False, and nothing is done,
        when it is the one pointed to: somebody went back to it just now.

        What an unready one holds stays: a run that died left it, and the next one takes it up.
        """
        pointed = select(pointer.c.generation_id)
        free = (generations.c.id == generation, generations.c.id.not_in(pointed))
        mine = select(generation_documents.c.rev).where(generation_documents.c.generation_id == generation)
        others = select(generation_documents.c.rev).where(generation_documents.c.generation_id != generation)
        with self.writing() as connection:
            # A change first: from here on this transaction is the one that writes.
            touched = update(generations).where(*free).values(units=generations.c.units)
            if not connection.execute(touched).rowcount:
                return False
            ready = connection.execute(select(generations.c.ready).where(generations.c.id == generation)).scalar()
            own = connection.execute(mine.where(generation_documents.c.rev.not_in(others))).scalars().all()
            connection.execute(delete(generation_documents).where(generation_documents.c.generation_id == generation))
            connection.execute(delete(generations).where(generations.c.id == generation))
            if ready:
                self._drop_documents(connection, own)
        return True

    def drop_left_waiting(self) -> None:
        """Forget the documents that were to wait and are in no ready generation: what a run that died left. Only for
        the writer."""
        held = select(generation_documents.c.rev).join(generations).where(generations.c.ready)
        with self.writing() as connection:
            query = select(documents.c.rev).where(documents.c.waits, documents.c.rev.not_in(held))
            revs = connection.execute(query).scalars().all()
            connection.execute(delete(generation_documents).where(generation_documents.c.rev.in_(revs)))
            self._drop_documents(connection, revs)

    @staticmethod
    def _drop_documents(connection: Connection, revs: Sequence[int]) -> None:
        for table in (units, pages, nodes, documents):
            connection.execute(delete(table).where(table.c.rev.in_(list(revs))))

    def generations(self) -> list[Generation]:
        """All generations, oldest first."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(generations).order_by(generations.c.id)).mappings().all()
        return [Generation(**dict(row) | {"golden": json.loads(row["golden"] or "null")}) for row in rows]

    def generation(self, generation: int) -> Generation:
        """One generation. Raises KnowledgeBaseError when it is not there."""
        for one in self.generations():
            if one.id == generation:
                return one
        raise KnowledgeBaseError(f"Generasi {generation} tidak ada. Lihat 'spbe generations list'.")

    def previous(self) -> Generation | None:
        """The generation that was in force before the current one, or None."""
        current = self.current()
        older = [g for g in self.generations() if g.ready and g.published_at and g.id != current]
        return max(older, key=lambda g: g.published_at or g.created_at, default=None)

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

    def revisions(self, generation: int, *, deleted: bool = False) -> dict[int, Document]:
        """Documents of a generation by revision; those deleted since only when asked for."""
        query = (
            select(documents)
            .join(generation_documents, generation_documents.c.rev == documents.c.rev)
            .where(generation_documents.c.generation_id == generation)
            .order_by(documents.c.rev)
        )
        if not deleted:
            query = query.where(documents.c.sha256.not_in(select(tombstones.c.sha256)))
        with self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return {row["rev"]: read_document(row) for row in rows}

    def documents_by_rev(self, revs: Sequence[int]) -> dict[int, Document]:
        """Documents by revision, whether in a generation or not."""
        query = select(documents).where(documents.c.rev.in_(list(revs)))
        with self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return {row["rev"]: read_document(row) for row in rows}

    def unpublished(self) -> list[int]:
        """Revisions stored after the current generation was begun and in no ready one: what a run that died left,
        unless it was to wait."""
        held = select(generation_documents.c.rev).join(generations).where(generations.c.ready)
        query = (
            select(documents.c.rev)
            .where(documents.c.sha256.not_in(select(tombstones.c.sha256)), documents.c.rev.not_in(held))
            .where(~documents.c.waits)
            .order_by(documents.c.rev)
        )
        current = self.current()
        if current is not None:
            begun = select(generations.c.created_at).where(generations.c.id == current).scalar_subquery()
            query = query.where(documents.c.added_at > begun)
        with self.engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def digests(self) -> frozenset[str]:
        """SHA-256 of every stored PDF, in whatever generation."""
        with self.engine.connect() as connection:
            return frozenset(connection.execute(select(documents.c.sha256)).scalars())

    def empty_pages(self, rev: int) -> tuple[int, ...]:
        """Pages of a document revision without usable text."""
        with self.engine.connect() as connection:
            found = connection.execute(select(documents.c.empty_pages).where(documents.c.rev == rev)).scalar_one()
        return tuple(json.loads(found))

    # units, pages, vectors -----------------------------------------------------------------------

    def units(self, revs: Iterable[int]) -> Iterator[tuple[int, str, Unit]]:
        """Revision, content hash and unit of every unit of these revisions, in order."""
        query = select(units).where(units.c.rev.in_(list(revs))).order_by(units.c.rev, units.c.ordinal)
        with self.engine.connect() as connection:
            ids = {row[0]: row[1] for row in connection.execute(select(documents.c.rev, documents.c.id))}
            for row in connection.execute(query).mappings():
                yield row["rev"], row["content_hash"], read_unit(row, ids[row["rev"]])

    def page(self, rev: int, number: int) -> Page | None:
        """One page of a document revision."""
        query = select(pages).where(pages.c.rev == rev, pages.c.number == number)
        with self.engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return Page(**{name: row[name] for name in Page.model_fields}) if row else None

    def pages(self, rev: int) -> tuple[Page, ...]:
        """All pages of a document revision, in order."""
        query = select(pages).where(pages.c.rev == rev).order_by(pages.c.number)
        with self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Page(**{name: row[name] for name in Page.model_fields}) for row in rows)

    def nodes(self, rev: int) -> tuple[Node, ...]:
        """The tree of a document revision in reading order, parents before their children."""
        query = select(nodes).where(nodes.c.rev == rev).order_by(nodes.c.ordinal)
        with self.engine.connect() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Node(**{name: row[name] for name in Node.model_fields}) for row in rows)

    def counts(self, revs: Iterable[int]) -> dict[int, int]:
        """Number of units by revision."""
        query = select(units.c.rev, func.count()).where(units.c.rev.in_(list(revs))).group_by(units.c.rev)
        with self.engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}


__all__ = ["Store", "Vector", "content_hash", "engine", "metadata", "migrate"]
