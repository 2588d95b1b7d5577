"""Refreshing the knowledge base: read what is new, embed what is missing, build, verify, switch.

One writer at a time (a lock that vanishes with its process). Nothing the running assistant reads is
touched before the switch, which is one transaction; a run that dies leaves the current generation as it
was, and the next run goes on from what is already in SQL.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy.exc import SQLAlchemyError

from ingest.likeness import Likeness, named_after
from ingest.reading import PARSER_VERSION, file_sha256, read_document
from ingest.refused import Refused
from ingest.status import corrected
from knowledge import index
from knowledge.catalog import Catalog
from knowledge.embedding import Embedder
from knowledge.errors import BusyError, DocumentError, KnowledgeBaseError, NoTextError
from knowledge.model import Document
from knowledge.store import Store

KEEP = 2  # generations kept on disk: the current one and the one before
log = logging.getLogger(__name__)


class Reporter(Protocol):
    """Is told how far a refresh is: ``step`` begins one of ``total`` parts, ``advance`` does some of them."""

    def step(self, name: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...


class Silent:
    """A reporter that says nothing."""

    def step(self, name: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...


@dataclass(frozen=True)
class FileReport:
    """What became of one file. ``outcome``: baru, tetap (already known), gagal (``reason`` says why)."""

    file: str
    outcome: str
    label: str = ""
    pages: int = 0
    units: int = 0
    empty_pages: tuple[int, ...] = ()
    seconds: float = 0.0
    reason: str = ""


@dataclass
class Report:
    """What a refresh did. ``generation`` is the one in force afterwards, ``changed`` whether it is new;
    ``notices`` are sentences on what documents now held say of others against the list of regulations."""

    files: list[FileReport] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    generation: int | None = None
    changed: bool = False
    units: int = 0
    embedded: int = 0
    embed_seconds: float = 0.0

    @property
    def failed(self) -> list[FileReport]:
        return [item for item in self.files if item.outcome == "gagal"]


class Refresh:
    """The one door by which PDFs enter the knowledge base."""

    def __init__(
        self, store: Store, data: Path, catalog: Catalog, embedder: Callable[[], Embedder], model: str
    ) -> None:
        """``embedder`` is called only when something must be embedded (importing torch takes seconds)."""
        self._store = store
        self._data = data
        self._catalog = catalog
        self._embedder = embedder
        self._model = model
        self._likeness = Likeness(store)
        self._refused = Refused(data / "refused.json")

    def ingest(self, paths: Sequence[Path], reporter: Reporter | None = None) -> Report:
        """Take in PDFs and the PDFs of folders; publish a new generation when anything changed.

        What an earlier run stored and could not publish is published too. Raises BusyError when another
        process is writing. A bad file is in the report, never an exception.
        """
        report = Report()
        with self._writing():
            reporter = reporter or Silent()
            files = _pdfs(paths, report, self._data / "documents")
            reporter.step("Membaca PDF", len(files))
            left = self._store.unpublished()
            added: list[int] = []
            for file in files:
                rev = self._take(file, report, added)
                if rev is not None:
                    added.append(rev)
                reporter.advance()
            self._publish((left, added), report, reporter)
        return report

    def rebuild(self, reporter: Reporter | None = None) -> Report:
        """Build the current documents into a new generation again, from SQL. Raises BusyError."""
        report = Report()
        with self._writing():
            self._publish((self._store.unpublished(),), report, reporter or Silent(), force=True)
        return report

    # ----------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self._data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self._data / "writer.lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BusyError(
                "Basis pengetahuan sedang diperbarui proses lain. Tunggu sampai selesai, lalu ulangi."
            ) from error
        try:
            yield
        finally:
            lock.release()

    def _take(self, file: Path, report: Report, added: Sequence[int]) -> int | None:
        started = time.monotonic()
        name = file.name.encode("utf-8", "replace").decode()  # a name need not be valid text
        try:
            rev, outcome, warnings = self._store_file(file, added)
        except SQLAlchemyError:  # the database itself: no other file would fare better
            raise
        except Exception as error:  # a PDF can be wrong in ways nobody foresaw; the others must go on
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
                reason="; ".join(warnings),
            )
        )
        return rev

    def _store_file(self, file: Path, added: Sequence[int]) -> tuple[int, str, tuple[str, ...]]:
        """Revision, outcome and warnings of a file, read only when it is not known yet; ``added`` are the
        revisions of this run so far."""
        digest = file_sha256(file)
        known = self._store.revision(digest, PARSER_VERSION)
        if known is not None:
            self._keep(file, digest)
            self._store.undelete(digest)
            return known, "tetap", ()
        if reason := self._refused.reason(digest):
            raise NoTextError(reason)
        try:
            reading = read_document(file, self._catalog.regulations)
        except NoTextError as error:
            self._refused.add(digest, str(error))
            raise
        warnings = list(reading.warnings)
        twin = self._likeness.twin(reading.document, reading.pages, self._held(added))
        if twin is not None:
            reading = named_after(reading, twin)
            warnings.append(twin.sentence)
        self._keep(file, digest)
        document = reading.document.model_copy(update={"sha256": digest})
        rev = self._store.add_document(
            document, reading.pages, reading.units, reading.empty_pages, PARSER_VERSION, reading.nodes
        )
        if document.number and document.id not in self._catalog.regulation_by_id:
            warnings.append("Peraturan ini tidak ada dalam daftar peraturan; status hukumnya belum pasti.")
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
        shutil.copyfile(file, part)
        part.replace(kept)

    def _publish(
        self, batches: Sequence[Sequence[int]], report: Report, reporter: Reporter, *, force: bool = False
    ) -> None:
        current = self._store.current()
        before = self._store.revisions(current) if current is not None else {}
        wanted = before
        for batch in batches:
            wanted = self._wanted(wanted, batch)
        report.generation = current
        same_model = current is not None and self._store.generation_model(current) == self._model
        built = current is not None and index.built(index.directory(self._data, current))
        if set(wanted) == set(before) and same_model and built and not force:
            report.units = sum(self._store.counts(wanted).values())
            self._correct(wanted, report)
            self._prune()
            return
        rows = index.entries(self._store, wanted)
        self._embed(rows, report, reporter)
        generation = self._store.begin_generation(self._model, wanted)
        vectors = self._store.vectors([row.content_hash for row in rows], self._model)
        reporter.step("Membangun indeks", 2)
        path = index.directory(self._data, generation)
        index.build(path, rows, vectors)
        reporter.advance()
        lost = index.verify(path, rows, vectors)
        if lost:
            self._prune()
            raise KnowledgeBaseError(
                f"Indeks baru tidak lolos pemeriksaan ({len(lost)} satuan tidak ditemukan); yang lama tetap dipakai. "
                "Ulangi perintahnya; bila berulang, jalankan 'spbe doctor'."
            )
        reporter.advance()
        self._correct(wanted, report)
        self._store.publish(generation, len(rows))
        report.generation, report.changed, report.units = generation, True, len(rows)
        self._prune()

    def _correct(self, revisions: dict[int, Document], report: Report) -> None:
        """Bring the legal status of the documents up to what the list and all of them together say: they may have
        been revoked since, also by one that came now."""
        status = corrected(revisions.values(), self._catalog.regulation_by_id)
        for (rev, document), now in zip(revisions.items(), status, strict=True):
            if now != document:
                self._store.update_document(rev, now)
            report.notices += [c for c in now.conflicts if c not in document.conflicts and c not in report.notices]

    def _wanted(self, before: dict[int, Document], batch: Sequence[int]) -> dict[int, Document]:
        """The revisions there were and a batch of added ones, less those that an added one is a new version of."""
        added = self._store.documents_by_rev(list(batch))
        wanted = dict(before)
        for rev in batch:
            new = added[rev]
            for other, old in list(wanted.items()):
                # Files known only by their names may share one: in one batch they are different documents.
                namesakes = other in added and not new.number and new.sha256 != old.sha256
                if _replaces(new, old) and not namesakes and not self._scan(rev, other, new, old):
                    del wanted[other]
            wanted[rev] = new
        return dict(sorted(wanted.items()))

    def _scan(self, rev: int, other: int, new: Document, old: Document) -> bool:
        """Whether one is a scan of the other: both stay, and answers take the one that was not scanned."""
        return new.sha256 != old.sha256 and not new.handbook and self._likeness.scan_of(rev, other, new)

    def _embed(self, rows: Sequence[index.Entry], report: Report, reporter: Reporter) -> None:
        passages = {row.content_hash: row.unit.passage for row in rows}
        missing = sorted(
            self._store.missing_vectors(passages, self._model), key=lambda h: len(passages[h]), reverse=True
        )
        if not missing:
            return
        reporter.step("Menghitung vektor", len(missing))
        started = time.monotonic()
        embedder = self._embedder()
        for start in range(0, len(missing), 128):  # stored as it goes: a run that dies loses little
            part = missing[start : start + 128]
            made = embedder.passages([passages[h] for h in part], reporter.advance)
            self._store.add_vectors(zip(part, made, strict=True), self._model)
        report.embedded, report.embed_seconds = len(missing), time.monotonic() - started

    def _prune(self) -> None:
        """Drop all but the last ready generations, and directories no generation owns."""
        ready = self._store.generation_ids(ready=True)
        keep = set(ready[-KEEP:]) | {self._store.current()}
        for generation in self._store.generation_ids():
            if generation not in keep:
                self._store.drop_generation(generation)
        folder = self._data / "index"
        names = {index.directory(self._data, g).name for g in keep if g is not None}
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in names:
                shutil.rmtree(path, ignore_errors=True)


def _replaces(new: Document, old: Document) -> bool:
    """Whether a file is a new version of a document: the same content, or the same document whole. An extract
    (less than half of the pages) stands beside the whole."""
    if new.sha256 == old.sha256:
        return True
    alike = new.handbook or (2 * new.pages >= old.pages and 2 * old.pages >= new.pages)
    return new.id == old.id and alike


def _reason(error: Exception) -> str:
    if isinstance(error, DocumentError):
        return str(error)
    if isinstance(error, OSError):
        return f"Berkas tidak dapat dibaca atau disimpan ({error.strerror}). Periksa izin akses dan ruang penyimpanan."
    log.error("a PDF could not be taken in", exc_info=error)
    return f"Berkas ini tidak dapat diolah ({type(error).__name__}). Simpan ulang PDF-nya, lalu kirim lagi."


def _pdfs(paths: Sequence[Path], report: Report, kept: Path) -> list[Path]:
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
