"""Bringing a backup back: the database, its PDFs, and an index built from its vectors; what was deleted stays so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from alembic.util import CommandError
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from ingest.refresh import ATTEMPTS
from ingest.writing import writing
from knowledge.errors import BackupError
from knowledge.keeping import backup, index
from knowledge.keeping.carrying import carry, forget
from knowledge.keeping.deletions import Deletions
from knowledge.keeping.schema import generations
from knowledge.keeping.store import Store, Vector, engine, migrate

T = TypeVar("T")
D = TypeVar("D")
LOST = 1000  # more generations than are built between two backups


@dataclass(frozen=True)
class Restored:
    """What was brought back: when the backup was made (UTC), the generation now in force and its documents, and how
    many documents stay deleted although the backup had them; ``whole`` when its index could be built; ``carried`` when
    what must not go back in time was taken over from the database in use."""

    made_at: datetime
    generation: int | None
    documents: int
    deleted: int
    whole: bool = True
    carried: bool = False


@dataclass(frozen=True)
class Present:
    """Names of tables that do not go back in time: ``live`` ones stay as they are now, ``grown`` ones lose no row, and
    ``risky`` ones are emptied where the present is not known."""

    live: Sequence[str] = ()
    grown: Sequence[str] = ()
    risky: Sequence[str] = ()


def restore(archive: Path, database: Path, data: Path, present: Present = Present()) -> Restored:
    """Bring an archive back in place of the database and the PDFs of ``data``.

    Nothing changes before the archive was checked and its index built; then the database changes in one transaction,
    and running processes answer from it at the next question. Where no index can be built the rest is brought back all
    the same, and words alone are searched. Raises BackupError, BusyError, StorageError.
    """
    with writing(data), TemporaryDirectory(dir=data, prefix=".pulih-") as name:
        scratch = Path(name)
        made_at = backup.unpack(archive, scratch)
        copy = scratch / backup.DATABASE
        store = _opened(copy)
        deleted = _bury(store, database)
        _number_on(store, database, data)
        built, whole = _built(store, scratch, data)
        held = len(store.revisions(built)) if built is not None else 0
        store.engine.dispose()
        _keep(scratch / backup.DOCUMENTS, data / backup.DOCUMENTS)
        if not (carried := carry(copy, database, present.live, present.grown)):
            forget(copy, present.risky)
        backup.put(copy, database)
        deleted += _bury_late(database)
    return Restored(made_at, built, held, deleted, whole, carried)


def _opened(database: Path) -> Store:
    made = engine(f"sqlite:///{database}")
    try:
        migrate(made)
    except CommandError as error:
        raise BackupError(
            "Cadangan ini dibuat oleh versi asisten yang lebih baru. Perbarui asisten, lalu ulangi."
        ) from error
    return Store(made)


def _bury(store: Store, database: Path) -> int:
    """Delete in the backup what was deleted since it was made; returns how many of its documents that concerns."""
    gone = Deletions.of(f"sqlite:///{database}")
    known = (gone.deleted() if gone else frozenset()) | _read(database, Store.deleted, frozenset[str]())
    fresh = (known & store.digests()) - store.deleted()
    for sha256 in known - store.deleted():
        store.delete_document(sha256)
    return len(fresh)


def _bury_late(database: Path) -> int:
    """Delete what was deleted while the backup was brought back: the old rows are gone, the journal still says it."""
    store = Store(engine(f"sqlite:///{database}"))
    try:
        return _bury(store, database)
    finally:
        store.engine.dispose()


def _number_on(store: Store, database: Path, data: Path) -> None:
    """A generation's number is never used twice, so that no process takes a new index for the one it has open. What a
    lost database had counted up to is not known: then it is gone on far from the backup's last."""
    seen = _read(database, _last_generation, None)
    last = _last_generation(store)
    used = [last + LOST if seen is None else max(last, seen)]
    folders = (data / "index").iterdir() if (data / "index").is_dir() else ()
    used += [int(found[1]) for path in folders if (found := re.fullmatch(r"generation-(\d+)", path.name))]
    with store.writing() as connection:
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = 'generations'"))
        connection.execute(text("INSERT INTO sqlite_sequence VALUES ('generations', :last)"), {"last": max(used)})


def _built(store: Store, scratch: Path, data: Path) -> tuple[int | None, bool]:
    """Build the generation that was in force when the backup was made again, from its vectors and under a new number,
    and put its index where it belongs; the others keep their documents and have no index. Returns the generation, and
    whether it has one: a vector may be missing, or no attempt be found whole."""
    current = store.current()
    if current is None:
        return None, True
    revisions, model = store.revisions(current), store.generation_model(current)
    rows = index.entries(store, revisions)
    vectors = store.vectors([row.content_hash for row in rows], model)
    generation, made = store.begin_generation(model, revisions), None
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
