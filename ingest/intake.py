"""One PDF comes in: known already, refused, or read, named and stored."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ingest.extracting.refused import Refused
from ingest.identifying.likeness import Likeness, named_after
from ingest.reading import PARSER_VERSION, Part, file_sha256, read_document
from ingest.reports import FileReport, Report
from ingest.writing import full
from knowledge.catalog import Catalog
from knowledge.errors import DocumentError, NoTextError
from knowledge.keeping.index import flush
from knowledge.keeping.store import Store
from knowledge.model import Document, Given

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Wanted:
    """How PDFs are to be taken in: ``wait`` for a generation that is published apart; ``given``, what a person said of
    the one PDF (None: what they said before, if anything); ``part`` is told how far the reading is; ``named`` are the
    paths that a person gave."""

    wait: bool = False
    given: Given | None = None
    part: Part | None = None
    named: frozenset[Path] = frozenset()


LIFTED = "Dokumen ini pernah dihapus; penghapusannya dicabut begitu generasi yang memuatnya terbit."
LEFT_DELETED = "Dokumen ini pernah dihapus dan tetap terhapus. Bila masih diperlukan, sebut nama berkasnya sendiri."


class Intake:
    """Reads PDFs into the store; nothing of them is in force before a generation that holds them is published."""

    def __init__(self, store: Store, data: Path, catalog: Catalog, likeness: Likeness) -> None:
        self._store = store
        self._data = data
        self._catalog = catalog
        self._likeness = likeness
        self._refused = Refused(data / "refused.json")

    def take(self, file: Path, report: Report, added: Sequence[int], want: Wanted) -> int | None:
        """Take one PDF in and report it; ``added`` are the revisions of this run so far. Gives its revision, None when
        it could not be taken in."""
        started = time.monotonic()
        name = file.name.encode("utf-8", "replace").decode()  # a name need not be valid text
        try:
            digest = file_sha256(file)
            deleted = digest in self._store.deleted()
            if deleted and file not in want.named:  # it only lies in the folder: nobody asked for it again
                seconds = time.monotonic() - started
                report.files.append(FileReport(name, "dihapus", reason=LEFT_DELETED, seconds=seconds))
                return None
            rev, outcome, warnings = self._store_file(file, digest, added, want, deleted=deleted)
            if deleted:
                warnings = (*warnings, LIFTED)
        except Exception as error:  # a PDF can be wrong in ways nobody foresaw; the others must go on
            if isinstance(error, SQLAlchemyError) or full(error):  # no other file would fare better
                raise
            reason = _reason(error)
            report.files.append(FileReport(name, "gagal", reason=reason, seconds=time.monotonic() - started))
            return None
        document = self._store.documents_by_rev([rev])[rev]
        report.files.append(
            FileReport(
                file=name,
                outcome=outcome,
                label=document.label,
                pages=document.pages,
                units=self._store.counts([rev]).get(rev, 0),
                empty_pages=self._store.empty_pages(rev),
                seconds=time.monotonic() - started,
                reason=" ".join(warnings),
            )
        )
        return rev

    def _store_file(
        self, file: Path, digest: str, added: Sequence[int], want: Wanted, *, deleted: bool
    ) -> tuple[int, str, tuple[str, ...]]:
        """Revision, outcome and warnings of a file, read only when it is not known yet. One that was ``deleted`` stays
        so until a generation that holds it is published."""
        known = self._store.revision(digest, PARSER_VERSION, want.given)
        if known is not None:
            self._keep(file, digest)
            if not want.wait and not deleted:
                self._store.waits_no_longer(digest)
            return known, "tetap", ()
        if reason := self._refused.reason(digest):
            raise NoTextError(reason)
        try:
            given = want.given if want.given is not None else self._store.given(digest)
            reading = read_document(file, self._catalog.regulations, given=given, part=want.part)
        except NoTextError as error:
            self._refused.add(digest, str(error))
            raise
        warnings = list(reading.warnings)
        twin = self._likeness.twin(reading.document, reading.pages, self._held(added))
        if twin is not None:
            reading = named_after(reading, twin)
            warnings.append(twin.sentence)
        if want.part:
            want.part("Menyimpan", 0, 0)
        self._keep(file, digest)
        document = reading.document.model_copy(update={"sha256": digest})
        rev = self._store.add_document(
            document,
            reading.pages,
            reading.units,
            reading.empty_pages,
            PARSER_VERSION,
            reading.nodes,
            waits=want.wait or deleted,
        )
        stated = document.given.status is not None
        if document.number and not stated and document.id not in self._catalog.regulation_by_id:
            warnings.append("Dokumen ini tidak ada dalam daftar peraturan; status hukumnya belum pasti.")
        return rev, "baru", (*warnings, *document.conflicts)

    def _held(self, added: Sequence[int]) -> dict[int, Document]:
        """The documents in force and those of this run so far."""
        current = self._store.current()
        before = self._store.revisions(current) if current is not None else {}
        return before | self._store.documents_by_rev(list(added))

    def _keep(self, file: Path, digest: str) -> None:
        """Keep the PDF itself, by content hash: quotes and page pictures come from it."""
        kept = self._data / "documents" / f"{digest}.pdf"
        if kept.exists():
            return
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        try:
            shutil.copyfile(file, part)
            flush(part)
        except OSError:
            part.unlink(missing_ok=True)  # a full disk needs the room
            raise
        part.replace(kept)
        flush(kept)


def _reason(error: Exception) -> str:
    if isinstance(error, DocumentError):
        return str(error)
    if isinstance(error, OSError):
        return f"Berkas tidak dapat dibaca atau disimpan ({error.strerror}). Periksa izin akses dan ruang penyimpanan."
    log.error("a PDF could not be taken in", exc_info=error)
    return f"Berkas ini tidak dapat diolah ({type(error).__name__}). Simpan ulang PDF-nya, lalu kirim lagi."


def pdfs(paths: Sequence[Path], report: Report, kept: Path) -> list[Path]:
    """The files given, and the PDFs in the folders given; not our own copies of what was taken in before."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.suffix.lower() == ".pdf" and p.is_file() and not p.resolve().is_relative_to(kept.resolve())
            )
            if not inside:
                report.files.append(FileReport(str(path), "gagal", reason="folder ini tidak berisi PDF"))
            found.extend(inside)
        elif path.is_file():
            found.append(path)
        else:
            report.files.append(FileReport(str(path), "gagal", reason="berkas tidak ada; periksa namanya"))
    return found
