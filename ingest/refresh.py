"""Refreshing the knowledge base: read what is new, embed what is missing, build, verify, switch.

One writer at a time (a lock that vanishes with its process). Nothing the running assistant reads is
touched before the switch, which is one transaction; a run that dies leaves the current generation as it
was, and the next run goes on from what is already in SQL.

Going back to an earlier generation moves the pointer without that lock. So a run publishes only over the generation
it was built upon: where another one came into force meanwhile, what it read is built anew upon that one.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ingest.difference import changes
from ingest.embedding import embed_missing
from ingest.examining import compared
from ingest.faq import in_force, take_in
from ingest.identifying.likeness import Likeness, replaces
from ingest.identifying.status import corrected
from ingest.intake import Intake, Wanted, pdfs
from ingest.pruning import prune, prune_index
from ingest.reports import Examiner, Report, Reporter, Silent
from ingest.verifying import lost
from ingest.waiting import superseded
from ingest.writing import writing
from knowledge.catalog import Catalog
from knowledge.embedding import Embedder
from knowledge.errors import BusyError, KnowledgeBaseError, MovedError
from knowledge.evaluating.golden import Golden, worse
from knowledge.keeping import index
from knowledge.keeping.condition import Condition, condition
from knowledge.keeping.faq import FaqEntry
from knowledge.keeping.store import ANY, Store, Vector
from knowledge.model import Document, Given

log = logging.getLogger(__name__)

OTHER = "Sejak Anda melihat ringkasannya, dokumen yang digantikan berubah. Periksa ringkasan yang baru, lalu terbitkan."
UNCLEARED = "Sisa yang lama belum dapat dibersihkan; pembaruan berikutnya membersihkannya. Periksa ruang penyimpanan."
ATTEMPTS = 3  # at building an index: its graph is laid out at random, and now and then a unit cannot be reached in it


class Refresh:
    """The one door by which PDFs enter the knowledge base."""

    def __init__(
        self,
        store: Store,
        data: Path,
        catalog: Catalog,
        embedder: Callable[[], Embedder],
        model: str,
        examine: Examiner | None = None,
        staged_for: str = "",
        announce: Callable[[int], None] = lambda _: None,
    ) -> None:
        """``embedder`` is called only when something must be embedded (importing torch takes seconds); ``examine``
        asks our own questions of a generation, and without it none are asked; ``staged_for`` is kept with what is
        staged; ``announce`` is told a generation that a run is about to put in force, before it is."""
        self._store = store
        self._data = data
        self._catalog = catalog
        self._embedder = embedder
        self._model = model
        self.examine, self._staged_for, self._announce = examine, staged_for, announce
        self._began = self._chosen_at = datetime.now(UTC)
        self._likeness = Likeness(store)
        self._intake = Intake(store, data, catalog, self._likeness)

    def ingest(
        self,
        paths: Sequence[Path],
        reporter: Reporter | None = None,
        *,
        stage: bool = False,
        force: bool = False,
        given: Given | None = None,
    ) -> Report:
        """Take in PDFs and the PDFs of folders; publish a new generation when anything changed. ``given`` is what a
        person said of the identity of a single PDF.

        What an earlier run stored and could not publish is published too, but not with ``stage``: a generation that
        waits holds only what it was asked for, and may be given up. It waits with ``stage``; so does one on which our
        own questions fare worse, unless ``force``. Raises BusyError when another process
        is writing. A bad file is in the report, never an exception.
        """
        report = Report()
        with writing(self._data):
            self._began = datetime.now(UTC)
            reporter = reporter or Silent()
            prune_index(self._store, self._data)
            files = pdfs(paths, report, self._data / "documents")
            reporter.step("Membaca PDF", len(files))
            left = [] if stage else self._store.unpublished()
            want = Wanted(stage, given, reporter.part, frozenset(paths))
            added: list[int] = []
            for file in files:
                rev = self._intake.take(file, report, added, want)
                if rev is not None:
                    added.append(rev)
                reporter.advance()
            self._renew((left, added), report, reporter, stage=stage, force=force)
        return report

    def rebuild(self, reporter: Reporter | None = None, *, take_up: bool = True) -> Report:
        """Build the current documents into a new generation again, from SQL; ``take_up`` with what a run that died left
        behind. Raises BusyError."""
        report = Report()
        with writing(self._data):
            self._began = datetime.now(UTC)
            prune_index(self._store, self._data)
            left = self._store.unpublished() if take_up else []
            self._renew((left,), report, reporter or Silent(), again=True, force=True, ask=False)
        return report

    def publish_faq(
        self, entries: Sequence[FaqEntry], reporter: Reporter | None = None, *, force: bool = False
    ) -> Report:
        """Put entries of the FAQ in force. Where our own questions fare worse nothing changes unless ``force``;
        ``worse`` of the report says so. Raises BusyError."""
        report = Report()
        with writing(self._data):
            self._began = datetime.now(UTC)
            prune_index(self._store, self._data)
            taken = take_in(self._store, entries)
            current = self._store.current()
            held = self._store.revisions(current) if current is not None else {}
            added = [rev for rev in taken if rev not in held]
            self._renew((added,), report, reporter or Silent(), force=force)
            if report.staged is not None:
                self._drop(report.staged)
                report.staged = None
        return report

    def publish(self, generation: int, reporter: Reporter | None = None, *, force: bool = False) -> Report:
        """Put a staged generation in force. When another one was published since it was staged, it is built anew
        upon that one, so that nothing published is lost; where it would now take the place of other documents than it
        did, it waits again (``staged`` of the report) for somebody to see that. Raises BusyError, KnowledgeBaseError
        when it is not staged."""
        report = Report()
        with writing(self._data):
            self._began, report.generation = datetime.now(UTC), self._store.current()
            staged = self._store.generation(generation)
            if not staged.staged:
                raise KnowledgeBaseError(f"Generasi {generation} tidak menunggu terbit. Lihat 'spbe generations list'.")
            self._staged_for = staged.staged_for
            if staged.base == report.generation:
                report.units = staged.units
                self._ask_golden(generation, report, reporter or Silent())
                with contextlib.suppress(MovedError):
                    self._settle(generation, report, reporter or Silent(), force=force)
                    return report
                self._moved(report)
            before = set(self._store.revisions(staged.base)) if staged.base is not None else set()
            brought = set(self._store.revisions(generation))
            added = sorted({*brought, *self._store.sent_again(generation)} - before)
            self._renew((added,), report, reporter or Silent(), again=True, force=force, seen=before - brought)
            if report.changed or report.staged is not None:  # what was built anew stands in its place
                self._clear(report, generation)
        return report

    def discard(self, generation: int) -> None:
        """Give up a staged generation and what was read for it. Raises BusyError, KnowledgeBaseError."""
        with writing(self._data):
            if not self._store.generation(generation).staged:
                raise KnowledgeBaseError(f"Generasi {generation} tidak menunggu terbit. Lihat 'spbe generations list'.")
            self._drop(generation)
            prune(self._store, self._data)

    def switch(self, generation: int, over: int | None = ANY) -> int:
        """Put an earlier generation in force again, at once: without the writer's lock, so also while a run goes on.
        Deletions made since hold. One whose index is not whole is built anew from SQL, under a new number; while
        another process writes it is put in force as it is, and answered from words until it is mended.

        Returns the generation in force. Raises KnowledgeBaseError when it is not there (any more) or was never
        published, MovedError when another one than ``over`` is in force; then nothing changes."""
        if self._store.generation(generation).published_at is None:
            raise KnowledgeBaseError(f"Generasi {generation} belum pernah terbit. Lihat 'spbe generations list'.")
        if not self._whole(generation) or lost(self._store, self._data, generation):
            with contextlib.suppress(BusyError), writing(self._data):
                return self._switch_to_new(generation, over)
        self._store.publish(generation, over=over)
        self._after_switch(self._store.revisions(generation))
        return generation

    def _switch_to_new(self, generation: int, over: int | None) -> int:
        self._chosen_at, base = datetime.now(UTC), self._store.current()
        revisions = self._store.revisions(generation)
        made, units = self._build(revisions, base, Report(), Silent())
        index.flush(index.directory(self._data, made))
        try:
            self._store.publish(made, units, over=base if over == ANY else over)
        except MovedError:
            self._drop(made)
            raise
        self._after_switch(revisions)
        return made

    def _after_switch(self, revisions: dict[int, Document]) -> None:
        """Let the documents' status and the FAQ's entries follow. The generation is in force: what fails here is
        caught up on by the next refresh, and must not be told as a switch that was not made."""
        try:
            self._correct(revisions, Report())
            in_force(self._store)
        except Exception:
            log.exception("what follows a switch failed")

    def verify(self, generation: int) -> list[str]:
        """Locators of the units that a search in a generation's index does not find; empty when it is whole."""
        return lost(self._store, self._data, self._store.generation(generation).id)

    def prune(self) -> list[str]:
        """Remove what no kept generation needs: generations, their directories, documents, PDFs and vectors. Returns
        what was removed, a sentence each. Raises BusyError."""
        with writing(self._data):
            return prune(self._store, self._data)

    # ----------------------------------------------------------------------------------------------

    def _renew(
        self,
        batches: Sequence[Sequence[int]],
        report: Report,
        reporter: Reporter,
        *,
        again: bool = False,
        stage: bool = False,
        force: bool = False,
        ask: bool = True,
        seen: Collection[int] | None = None,
    ) -> None:
        """Build what the current generation becomes with these batches, and put it in force unless it is to wait;
        ``ask`` our own questions of it before. ``seen``: the revisions that somebody agreed should go; where others
        would, it waits."""
        while True:
            self._chosen_at = datetime.now(UTC)  # before anything is read: a deletion from here on holds
            gone = self._store.deleted(self._began)  # while this run read
            current = self._store.current()
            before = self._store.revisions(current) if current is not None else {}
            wanted = before
            for batch in batches:
                wanted = self._wanted(wanted, batch, gone)
            report.generation = current
            same_model = current is not None and self._store.generation_model(current) == self._model
            built = current is not None and self._whole(current)
            if set(wanted) == set(before) and same_model and built and not again:
                report.units = sum(self._store.counts(wanted).values())
                self._correct(wanted, report)
                self._clear(report)
                return
            generation, report.units = self._build(wanted, current, report, reporter)
            report.changes = changes(self._store, before, wanted)
            if ask:
                self._ask_golden(generation, report, reporter)
            other = seen is not None and set(before) - set(wanted) != set(seen)
            if other and OTHER not in report.notices:
                report.notices.append(OTHER)
            with contextlib.suppress(MovedError):
                self._settle(generation, report, reporter, stage=stage or other, force=force)
                return
            self._drop(generation)
            self._moved(report)

    def _moved(self, report: Report) -> None:
        """Somebody put another generation in force while this run went on: say so, and let the documents' status be
        what that one says of them."""
        current = self._store.current()
        notice = f"Sementara itu generasi {current} diberlakukan; yang baru dibangun di atas generasi itu."
        if notice not in report.notices:
            report.notices.append(notice)
        if current is not None:
            self._correct(self._store.revisions(current), Report())

    def _build(
        self, wanted: dict[int, Document], base: int | None, report: Report, reporter: Reporter
    ) -> tuple[int, int]:
        """Build and verify a generation of these documents upon another; returns its id and how many units it has."""
        rows = index.entries(self._store, wanted)
        embed_missing(self._store, self._embedder, self._model, rows, report, reporter)
        vectors = self._store.vectors([row.content_hash for row in rows], self._model)
        missed: list[str] = []
        for _ in range(ATTEMPTS):
            generation = self._store.begin_generation(self._model, wanted, len(rows), self._chosen_at, base)
            missed = self._write(generation, rows, vectors, reporter)
            if not missed:
                return generation, len(rows)
        prune(self._store, self._data)
        raise KnowledgeBaseError(
            f"Indeks baru tidak lolos pemeriksaan ({len(missed)} satuan tidak ditemukan); yang lama tetap dipakai. "
            "Ulangi perintahnya; bila berulang, jalankan 'spbe doctor'."
        )

    def _write(
        self, generation: int, rows: Sequence[index.Entry], vectors: dict[str, Vector], reporter: Reporter
    ) -> list[str]:
        """Write a generation's directory; returns the keys of units it does not find."""
        path = index.directory(self._data, generation)
        try:
            reporter.step("Membangun indeks", 1)
            index.build(path, rows, vectors)
            reporter.advance()
            reporter.step("Memeriksa indeks", 1)
            missed = index.verify(path, rows, vectors)
            reporter.advance()
        except BaseException:  # a full disk needs the room
            shutil.rmtree(path, ignore_errors=True)
            raise
        return missed

    def _ask_golden(self, new: int, report: Report, reporter: Reporter) -> None:
        """Ask our own questions of a new generation and of the one in force, and note where it fares worse."""
        if report.generation is None:
            return

        def measure(generation: int) -> Golden | None:
            return self.examine(generation, reporter) if self.examine is not None and self._whole(generation) else None

        report.golden = compared(self._store, report.generation, new, measure)
        report.worse = worse(*report.golden)

    def _settle(
        self, generation: int, report: Report, reporter: Reporter, *, stage: bool = False, force: bool = False
    ) -> None:
        """Put a verified generation in force; or let it wait when it is to, or our own questions fare worse with it.
        Raises MovedError when the one in force is no longer the one that was reported."""
        waits = stage or (bool(report.worse) and not force)
        reporter.step("Menyimpan generasi" if waits else "Menerbitkan", 1)
        index.flush(index.directory(self._data, generation))  # on disk before any row says that it is ready
        if waits:
            self._store.stage(generation, report.units, self._staged_for)
            report.staged = generation
            for older in superseded(self._store, generation):
                self._drop(older)
        else:
            lifted = self._store.documents_by_rev(list(self._store.sent_again(generation)))
            self._correct(self._store.revisions(generation) | lifted, report)
            self._announce(generation)
            self._store.publish(generation, report.units, over=report.generation, staged_for=self._staged_for)
            report.generation, report.changed, report.staged = generation, True, None
        reporter.advance()
        if not waits:
            reporter.step("Membersihkan", 1)
            self._clear(report)
            reporter.advance()

    def _whole(self, generation: int) -> bool:
        return condition(self._store, self._data, generation, self._model) is Condition.WHOLE

    def _correct(self, revisions: dict[int, Document], report: Report) -> None:
        """Bring the legal status of the documents up to what the list and all of them together say: they may have
        been revoked since, also by one that came now."""
        status = corrected(revisions.values(), self._catalog.regulation_by_id)
        for (rev, document), now in zip(revisions.items(), status, strict=True):
            if now != document:
                self._store.update_document(rev, now)
            report.notices += [c for c in now.conflicts if c not in document.conflicts and c not in report.notices]

    def _wanted(self, before: dict[int, Document], batch: Sequence[int], gone: frozenset[str]) -> dict[int, Document]:
        """The revisions there were and a batch of added ones, less those that an added one is a new version of; what
        is ``gone`` (SHA-256) is not added."""
        found = self._store.documents_by_rev(list(batch))
        added = {rev: found[rev] for rev in batch if found[rev].sha256 not in gone}
        wanted = dict(before)
        for rev in added:
            new = added[rev]
            for other, old in list(wanted.items()):
                # Files known only by their names may share one: in one batch they are different documents.
                namesakes = other in added and not new.number and new.sha256 != old.sha256
                if replaces(new, old) and not namesakes and not self._scan(rev, other, new, old):
                    del wanted[other]
            wanted[rev] = new
        return dict(sorted(wanted.items()))

    def _scan(self, rev: int, other: int, new: Document, old: Document) -> bool:
        """Whether one is a scan of the other: both stay, and answers take the one that was not scanned."""
        return new.sha256 != old.sha256 and not new.handbook and self._likeness.scan_of(rev, other, new)

    def _clear(self, report: Report, stood_for: int | None = None) -> None:
        """Clear away what nothing needs, and the generation in whose place another came. Never raises: what was done
        before is done, and the next run clears away too."""
        try:
            if stood_for is not None:
                self._drop(stood_for)
            prune(self._store, self._data)
        except Exception:
            log.exception("clearing away failed")
            if UNCLEARED not in report.notices:
                report.notices.append(UNCLEARED)

    def _drop(self, generation: int) -> None:
        """Forget a generation, and its directory; the PDFs only it needed go at the next pruning."""
        self._store.drop_generation(generation)
        shutil.rmtree(index.directory(self._data, generation), ignore_errors=True)
