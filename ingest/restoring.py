"""Bringing a backup back: the database, its PDFs, and an index built from its vectors; what was deleted stays so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import TypeVar

from alembic.util import CommandError
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from ingest.refresh import ATTEMPTS
from ingest.writing import writing
from knowledge.errors import BackupError
from knowledge.keeping import backup, index
from knowledge.keeping.deletions import Deletions
from knowledge.keeping.faq import is_entry, number
from knowledge.keeping.replacing import bury, continues, put_knowledge, removed
from knowledge.keeping.schema import generations
from knowledge.keeping.store import Store, Vector, engine, migrate

T = TypeVar("T")
D = TypeVar("D")
LOST = 1000  # more generations than are built between two backups


@dataclass(frozen=True)
class Restored:
    """What was brought back: when the backup was made (UTC), the generation now in force and its documents, and how
    many documents stay deleted although the backup had them; ``whole`` when its index could be built; ``kept`` when
    what is not knowledge stayed as it was."""

    made_at: datetime
    generation: int | None
    documents: int
    deleted: int
    whole: bool = True
    kept: bool = False


Settle = Callable[[Connection, bool], None]
"""Brings to an end what must not be taken up again, in the transaction that brings the backup back; True where the
rest of the database goes back in time too."""


def _nothing(_connection: Connection, _back: bool) -> None:
    pass


def restore(
    archive: Path,
    database: Path,
    data: Path,
    settle: Settle = _nothing,
    marks: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Restored:
    """Bring the knowledge of an archive back in place of that of the database and the PDFs of ``data``. The rest of the
    database stays as it is; it is brought back too where that is gone, damaged, or not what became of the one the
    archive was made of, which its ``marks`` say (``replacing.continues``).

    Nothing changes before the archive was checked and its index built; then the database changes in one transaction,
    and running processes answer from it at the next question. Where no index can be built the rest is brought back all
    the same, and words alone are searched. What was deleted before that transaction is deleted in it. Raises
    BackupError, BusyError, StorageError.
    """
    with writing(data), TemporaryDirectory(dir=data, prefix=".pulih-") as name:
        scratch, began = Path(name), datetime.now(UTC)
        made_at = backup.unpack(archive, scratch)
        copy, journal = scratch / backup.DATABASE, _journal(database, scratch)
        store, there = _opened(copy), continues(database, copy, marks)
        held, before = store.digests(), store.deleted()
        _bury(store, database, journal)
        _number_on(store, database, data, journal)
        built, whole = _built(store, scratch, data, began)
        _keep(scratch / backup.DOCUMENTS, data / backup.DOCUMENTS)
        if not there:
            with store.writing() as connection:
                settle(connection, True)
        store.engine.dispose()
        target = _opened(database) if there else Store(engine(f"sqlite:///{database}"))
        if there:
            put_knowledge(copy, target.engine, journal, lambda connection: settle(connection, False))
        else:
            backup.put(copy, database)
            _bury(target, database, journal)
        documents = len(target.revisions(built)) if built is not None else 0
        deleted = len((held & target.deleted()) - before)
        target.engine.dispose()
    return Restored(made_at, built, documents, deleted, whole, there)


def _journal(database: Path, scratch: Path) -> Deletions:
    """The journal of the database in use, with what the one in the archive says besides."""
    journal = Deletions.of(f"sqlite:///{database}")
    assert journal is not None  # a file has one
    database.parent.mkdir(parents=True, exist_ok=True)
    if (scratch / backup.DELETIONS).is_file():
        journal.adopt(scratch / backup.DELETIONS)
    return journal


def _opened(database: Path) -> Store:
    made = engine(f"sqlite:///{database}")
    try:
        migrate(made)
    except CommandError as error:
        raise BackupError(
            "Cadangan ini dibuat oleh versi asisten yang lebih baru. Perbarui asisten, lalu ulangi."
        ) from error
    return Store(made)


def _bury(store: Store, database: Path, journal: Deletions) -> None:
    """Delete in a store what was deleted in the database in use, or by its journal."""
    pdfs = _read(database, Store.deleted, frozenset[str]())
    entries = _read(database, _removed, frozenset[int]())
    with store.writing() as connection:
        bury(connection, journal.said(), pdfs, entries)


def _removed(store: Store) -> frozenset[int]:
    with store.engine.connect() as connection:
        return removed(connection)


def _number_on(store: Store, database: Path, data: Path, journal: Deletions) -> None:
    """A generation's number is never used twice, so that no process takes a new index for the one it has open. What a
    lost database had counted up to is not known: then it is gone on far from the backup's last. Nor is that of an entry
    of the FAQ: a new one is not the one that was removed."""
    seen = _read(database, _last_generation, None)
    last = _last_generation(store)
    used = [last + LOST if seen is None else max(last, seen)]
    folders = (data / "index").iterdir() if (data / "index").is_dir() else ()
    used += [int(found[1]) for path in folders if (found := re.fullmatch(r"generation-(\d+)", path.name))]
    entries = [number(name) for name in journal.said().last if is_entry(name)]
    with store.writing() as connection:
        _count_on(connection, "generations", max(used))
        _count_on(connection, "faq", max(entries, default=0))


def _count_on(connection: Connection, table: str, last: int) -> None:
    """Let the next row of a table have a number beyond ``last``, and beyond those it had."""
    query = text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :name")
    seen = int(connection.execute(query, {"name": table}).scalar_one())
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table})
    row = {"name": table, "last": max(last, seen)}
    connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), row)


def _built(store: Store, scratch: Path, data: Path, began: datetime) -> tuple[int | None, bool]:
    """Build the generation that was in force when the backup was made again, from its vectors and under a new number,
    and put its index where it belongs; the others keep their documents and have no index. Returns the generation, and
    whether it has one: a vector may be missing, or no attempt be found whole."""
    current = store.current()
    if current is None:
        return None, True
    revisions, model = store.revisions(current), store.generation_model(current)
    rows = index.entries(store, revisions)
    vectors = store.vectors([row.content_hash for row in rows], model)
    generation, made = store.begin_generation(model, revisions, chosen_at=began), None  # a deletion since holds
    if all(row.content_hash in vectors for row in rows):
        made = next(filter(None, (_verified(scratch / f"index-{n}", rows, vectors) for n in range(ATTEMPTS))), None)
    store.publish(generation, len(rows))
    store.drop_generation(current)  # the same documents under its old number
    if made:
        place = index.directory(data, generation)
        place.parent.mkdir(parents=True, exist_ok=True)
        made.replace(place)
        index.flush(place)
    return generation, made is not None


def _verified(path: Path, rows: Sequence[index.Entry], vectors: dict[str, Vector]) -> Path | None:
    """Build an index in a place where none was; None when a unit is not found in it."""
    index.build(path, rows, vectors)
    return None if index.verify(path, rows, vectors) else path


def _keep(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir() if source.is_dir() else ():
        if not (target / path.name).exists():
            shutil.move(path, target / path.name)


def _last_generation(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(select(func.max(generations.c.id))).scalar() or 0)


def _read(database: Path, what: Callable[[Store], T], otherwise: D) -> T | D:
    """Something of the database in use; ``otherwise`` when it is gone or damaged."""
    if not database.is_file():
        return otherwise
    store = Store(engine(f"sqlite:///{database}"))
    try:
        return what(store)
    except SQLAlchemyError:
        return otherwise
    finally:
        store.engine.dispose()
