"""What is held: the documents in force, with the figures a person asks for, and how one is found by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rapidfuzz import fuzz, process
from sqlalchemy import Select, func, select
from sqlalchemy import delete as delete_from

from knowledge.errors import DocumentError, KnowledgeBaseError
from knowledge.keeping import faq
from knowledge.keeping.schema import documents, generation_documents, generations, pages, pointer, tombstones
from knowledge.keeping.store import Store
from knowledge.model import Document, Unit

_NEAR = 60  # of 100: below that a name is no suggestion
_SUGGESTIONS = 5


@dataclass(frozen=True)
class Holding:
    """A document in force. ``units`` counts its citable units, ``ocr_pages`` the pages that were recognised from
    a picture, ``empty_pages`` (1-based) lists those without usable text, which need OCR."""

    rev: int
    document: Document
    units: int
    ocr_pages: int
    empty_pages: tuple[int, ...]

    @property
    def ocr_share(self) -> float:
        """Share of the pages that were recognised, 0 to 1."""
        return self.ocr_pages / self.document.pages if self.document.pages else 0.0


def holdings(store: Store) -> tuple[Holding, ...]:
    """The documents of the generation in force by id, deleted ones left out. Raises KnowledgeBaseError."""
    current = store.current()
    if current is None:
        raise KnowledgeBaseError("Basis pengetahuan belum dibangun. Jalankan 'make start' atau 'spbe build'.")
    held = store.revisions(current)
    counts, recognised = store.counts(held), _recognised(store, list(held))
    rows = (
        Holding(rev, document, counts.get(rev, 0), recognised.get(rev, 0), store.empty_pages(rev))
        for rev, document in held.items()
    )
    return tuple(sorted(rows, key=lambda row: (row.document.id, row.document.file)))


def named(held: Sequence[Holding], name: str) -> Holding:
    """The document of this id, file name or label (case does not matter).

    Raises DocumentError with the nearest names when there is none, and with the file names when there are several.
    """
    wanted = name.casefold()
    found = [h for h in held if wanted in (n.casefold() for n in _names(h))]
    if len(found) == 1:
        return found[0]
    if found:
        files = ", ".join(h.document.file for h in found)
        raise DocumentError(f"Ada beberapa dokumen bernama '{name}'. Sebutkan nama berkasnya: {files}.")
    near = _near(name, [h.document.id for h in held], [f"{h.document.id} {h.document.label}" for h in held])
    hint = f"Mungkin yang dimaksud: {', '.join(near)}." if near else "Lihat daftarnya dengan 'spbe documents'."
    raise DocumentError(f"Dokumen '{name}' tidak ada. {hint}")


def unit_named(document: Document, units: Sequence[Unit], name: str) -> Unit:
    """The unit of this id; the document's own id before it may be left out.

    Raises DocumentError with the nearest ids.
    """
    for unit in units:
        if name in (unit.id, unit.id.partition("/")[2]):
            return unit
    near = _near(name, [unit.id for unit in units], [f"{unit.id} {unit.locator}" for unit in units])
    hint = f"Mungkin yang dimaksud: {', '.join(near)}." if near else "Lihat satuannya dengan --page N."
    raise DocumentError(f"Satuan '{name}' tidak ada dalam {document.label}. {hint}")


def delete(store: Store, document: Document) -> None:
    """Delete a document: from the next question on nothing of it is shown, in no process. Earlier PDFs of it go too,
    so that neither a return to an earlier generation nor an old backup brings it back; another one that is in force
    under its id, or was never published, stays. An entry of the FAQ is removed."""
    if faq.is_entry(document.id):
        faq.remove(store, faq.number(document.id), datetime.now(UTC))
        return
    ever = (
        select(generation_documents.c.rev)
        .join(generations, generations.c.id == generation_documents.c.generation_id)
        .where(generations.c.published_at.is_not(None))
    )
    now = select(generation_documents.c.rev).join(
        pointer, pointer.c.generation_id == generation_documents.c.generation_id
    )
    of_it = select(documents.c.sha256).where(documents.c.id == document.id)
    buried = select(tombstones.c.sha256)
    with store.writing() as connection:
        connection.execute(delete_from(tombstones).where(tombstones.c.sha256 == document.sha256))  # the lock first

        def found(query: Select[str]) -> set[str]:
            return set(connection.execute(query.where(documents.c.sha256.not_in(buried))).scalars())

        stays = found(of_it.where(documents.c.rev.in_(now))) - {document.sha256}
        gone = {document.sha256} | found(of_it.where(documents.c.rev.in_(ever))) - stays
        store.bury(connection, gone, document.id, stays | found(of_it) - gone)


def _names(holding: Holding) -> tuple[str, str, str]:
    return holding.document.id, holding.document.file, holding.document.label


def _near(name: str, ids: Sequence[str], texts: Sequence[str]) -> list[str]:
    ranked = process.extract(
        name.casefold(),
        [t.casefold() for t in texts],
        scorer=fuzz.partial_ratio,
        limit=_SUGGESTIONS,
        score_cutoff=_NEAR,
    )
    return [ids[place] for _, _, place in ranked]


def _recognised(store: Store, revs: Sequence[int]) -> dict[int, int]:
    query = select(pages.c.rev, func.count()).where(pages.c.rev.in_(revs), pages.c.ocr).group_by(pages.c.rev)
    with store.engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query)}
