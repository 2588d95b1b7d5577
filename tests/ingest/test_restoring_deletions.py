"""What was deleted stays so when a backup is brought back, also what the database had forgotten when it was deleted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from ingest import faq as publication
from ingest import restoring
from ingest.restoring import restore
from knowledge.errors import SpbeError
from knowledge.keeping import backup, inventory
from knowledge.keeping.faq import Faq, FaqState, remove
from knowledge.model import Document
from tests.ingest.refresh_base import Base
from tests.ingest.test_restoring import (
    ASK_HERON,
    ASK_LIZARD,
    HERON,
    LIZARD,
    NOW,
    _backup,
    _damage,
    _database,
    _destroy_all,
    _nothing,
    _pdf,
)

OTTER = "Petugas yang melihat berang-berang perunggu wajib mencatat jamnya di buku kecil."
ASK_TOWER, TOWER = "berapa tinggi menara sirih?", "Empat belas depa."


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """With a report of which there will be other versions."""
    made = Base(tmp_path / "data")
    made.refresh.ingest([_pdf(tmp_path / "cicak.pdf", LIZARD), _pdf(tmp_path / "bangau.pdf", HERON)])
    return made


def _document(base: Base, file: str) -> Document:
    return next(d for d in base.store.revisions(base.store.current() or 0).values() if d.file == file)


def _forget(base: Base, folder: Path) -> None:
    """Publish until nothing remembers what was in force before."""
    for n in range(2):
        base.refresh.ingest([_pdf(folder / "lain.pdf", f"Ruang {n} dikunci setiap sore.")])


def _lose(base: Base) -> None:
    """All but the journal, which is no part of the database."""
    journal = base.folder / "spbe.db.dihapus"
    said = journal.read_bytes()
    base.store.engine.dispose()
    _destroy_all(base)
    journal.write_bytes(said)


LOSSES = [_nothing, *(pytest.param(harm, marks=pytest.mark.slow) for harm in (_damage, _lose))]


@pytest.mark.parametrize("harm", LOSSES)
def test_an_earlier_version_that_was_cleared_away_stays_deleted(
    base: Base, tmp_path: Path, harm: Callable[[Base], None]
) -> None:
    old, first = _backup(base, tmp_path / "c"), _document(base, "bangau.pdf")
    base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", OTTER)])
    _forget(base, tmp_path)
    assert first.sha256 not in base.store.digests()
    inventory.delete(base.store, _document(base, "bangau.pdf"))
    harm(base)
    assert restore(old, _database(base), base.folder).deleted == 1
    assert base.files() == ["cicak.pdf"]
    assert HERON not in base.ask(ASK_HERON)
    base.refresh.ingest([])  # nothing built upon it brings it back
    for generation in base.store.generations():
        if generation.published_at:
            base.refresh.switch(generation.id)
            assert HERON not in base.ask(ASK_HERON)


@pytest.mark.slow
def test_also_on_another_machine_to_which_a_newer_backup_was_brought_before(base: Base, tmp_path: Path) -> None:
    old = _backup(base, tmp_path / "c")
    base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", OTTER)])
    _forget(base, tmp_path)
    inventory.delete(base.store, _document(base, "bangau.pdf"))
    newer, other = _backup(base, tmp_path / "d"), Base(tmp_path / "mesin")
    restore(newer, _database(other), other.folder)
    assert restore(old, _database(other), other.folder).deleted == 1
    assert HERON not in other.ask(ASK_HERON)
    assert LIZARD in other.ask(ASK_LIZARD)


@pytest.mark.parametrize("waits", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_only_sending_it_again_lifts_it(base: Base, tmp_path: Path, waits: bool) -> None:
    sent = (tmp_path / "bangau.pdf").read_bytes()
    old = _backup(base, tmp_path / "c")
    base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", OTTER)])
    _forget(base, tmp_path)
    inventory.delete(base.store, _document(base, "bangau.pdf"))
    (tmp_path / "bangau.pdf").write_bytes(sent)
    report = base.refresh.ingest([tmp_path / "bangau.pdf"], stage=waits)
    if waits:
        assert report.staged is not None
        base.refresh.publish(report.staged)
    assert HERON in base.ask(ASK_HERON)
    later = _backup(base, tmp_path / "d")
    for archive in (later, old):
        assert restore(archive, _database(base), base.folder).deleted == 0
        assert HERON in base.ask(ASK_HERON)


@pytest.mark.slow
def test_one_that_was_only_prepared_and_given_up_lifts_nothing(base: Base, tmp_path: Path) -> None:
    sent = (tmp_path / "bangau.pdf").read_bytes()
    old = _backup(base, tmp_path / "c")
    base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", OTTER)])
    _forget(base, tmp_path)
    inventory.delete(base.store, _document(base, "bangau.pdf"))
    (tmp_path / "bangau.pdf").write_bytes(sent)
    report = base.refresh.ingest([tmp_path / "bangau.pdf"], stage=True)
    assert report.staged is not None
    base.refresh.discard(report.staged)
    restore(old, _database(base), base.folder)
    assert HERON not in base.ask(ASK_HERON)


@pytest.mark.slow
def test_a_new_version_sent_after_the_deletion_is_brought_back_and_the_old_one_is_not(
    base: Base, tmp_path: Path
) -> None:
    old = _backup(base, tmp_path / "c")
    inventory.delete(base.store, _document(base, "bangau.pdf"))
    base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", OTTER)])
    later = _backup(base, tmp_path / "d")
    assert restore(later, _database(base), base.folder).documents == 2
    assert OTTER in base.ask(ASK_HERON)
    restore(old, _database(base), base.folder)
    assert base.files() == ["cicak.pdf"]


@pytest.mark.slow
def test_one_that_waited_when_another_of_it_was_deleted_is_brought_back(base: Base, tmp_path: Path) -> None:
    report = base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", OTTER)], stage=True)
    inventory.delete(base.store, _document(base, "bangau.pdf"))
    assert report.staged is not None
    base.refresh.publish(report.staged)
    assert restore(_backup(base, tmp_path / "c"), _database(base), base.folder).documents == 2
    assert OTTER in base.ask(ASK_HERON)


@pytest.mark.parametrize("harm", LOSSES)
def test_an_entry_of_the_faq_that_was_reworded_cleared_away_and_removed_stays_removed(
    base: Base, tmp_path: Path, harm: Callable[[Base], None]
) -> None:
    faq = Faq(base.store.engine)
    entry = faq.add([ASK_TOWER], TOWER, "keputusan admin", "admin", 1, NOW)
    publication.publish(base.store, base.refresh)
    old = _backup(base, tmp_path / "c")
    faq.rewrite(entry.id, [ASK_TOWER], "Lima belas depa.", "keputusan admin", "admin", 1, NOW)
    publication.publish(base.store, base.refresh)
    _forget(base, tmp_path)
    assert entry.sha256 not in base.store.digests()
    remove(base.store, entry.id, NOW)
    harm(base)
    restore(old, _database(base), base.folder)
    assert TOWER not in base.ask(ASK_TOWER)
    assert [one.id for one in Faq(base.store.engine).all(FaqState.REMOVED)] == [entry.id]
    publication.publish(base.store, base.refresh)
    assert TOWER not in base.ask(ASK_TOWER)


def test_what_the_database_had_forgotten_stays_deleted_also_when_deleted_meanwhile(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faq, keep = Faq(base.store.engine), restoring._keep
    entry = faq.add([ASK_TOWER], TOWER, "keputusan admin", "admin", 1, NOW)
    publication.publish(base.store, base.refresh)
    old = _backup(base, tmp_path / "c")
    faq.rewrite(entry.id, [ASK_TOWER], "Lima belas depa.", "keputusan admin", "admin", 1, NOW)
    publication.publish(base.store, base.refresh)
    base.refresh.ingest([_pdf(tmp_path / "bangau.pdf", OTTER)])
    _forget(base, tmp_path)

    def late(source: Path, target: Path) -> None:
        inventory.delete(base.store, _document(base, "bangau.pdf"))
        remove(base.store, entry.id, NOW)
        keep(source, target)

    monkeypatch.setattr(restoring, "_keep", late)
    assert restore(old, _database(base), base.folder).deleted == 2
    assert HERON not in base.ask(ASK_HERON)
    assert TOWER not in base.ask(ASK_TOWER)
    assert faq.all() == ()


@pytest.mark.parametrize("harm", [pytest.param(_nothing, marks=pytest.mark.slow), _lose])
def test_a_new_entry_is_not_taken_for_one_removed_since_the_backup(
    base: Base, tmp_path: Path, harm: Callable[[Base], None]
) -> None:
    old, faq = _backup(base, tmp_path / "c"), Faq(base.store.engine)
    entry = faq.add([ASK_TOWER], "Tujuh depa.", "keputusan admin", "admin", 1, NOW)
    remove(base.store, entry.id, NOW)
    harm(base)
    restore(old, _database(base), base.folder)
    faq.add([ASK_TOWER], TOWER, "keputusan admin", "admin", 1, NOW)
    publication.publish(base.store, base.refresh)
    restore(_backup(base, tmp_path / "d"), _database(base), base.folder)
    assert TOWER in base.ask(ASK_TOWER)


SLOW = [pytest.param(step, marks=pytest.mark.slow) for step in ("unpack", "continues", "_number_on", "_built", "_keep")]


@pytest.mark.parametrize("step", ["put_knowledge", *SLOW])
@pytest.mark.parametrize("after", [False, True])
def test_a_deletion_while_a_backup_is_brought_back_holds_at_every_question(
    base: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    archive, heron = _backup(base, tmp_path / "c"), _document(base, "bangau.pdf")
    module = backup if step == "unpack" else restoring
    done, reader = getattr(module, step), _Reader(base)

    def delete(*parts: object) -> object:
        if not after:
            reader.deletes(heron)
        found = done(*parts)
        if after:
            reader.deletes(heron)
        return found

    monkeypatch.setattr(module, step, delete)
    with reader:
        found = restore(archive, _database(base), base.folder)
        reader.asks(3)
    assert reader.shown_after_deletion == 0
    assert (base.files(), found.deleted) == (["cicak.pdf"], 1)
    base.refresh.switch(base.store.current() or 0)
    assert HERON not in base.ask(ASK_HERON)


@pytest.mark.slow
@pytest.mark.parametrize("harm", LOSSES)
def test_what_was_deleted_before_shows_at_no_question(base: Base, tmp_path: Path, harm: Callable[[Base], None]) -> None:
    archive, reader = _backup(base, tmp_path / "c"), _Reader(base)
    with reader:
        reader.deletes(_document(base, "bangau.pdf"))
        for _ in range(3):
            harm(base)
            restore(archive, _database(base), base.folder)
            reader.asks(3)
    assert reader.shown_after_deletion == 0


class _Reader:
    """A thread that asks all the time for what will be deleted."""

    def __init__(self, base: Base) -> None:
        self._base, self._running = base, base.assistant()
        self._deleted, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self._answers = self.shown_after_deletion = 0

    def __enter__(self) -> None:
        assert HERON in str(self._running.answer(ASK_HERON))
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def deletes(self, document: Document) -> None:
        inventory.delete(self._base.store, document)
        self._deleted.set()

    def asks(self, times: int) -> None:
        """Wait until it asked so often more and was answered."""
        wanted, until = self._answers + times, time.monotonic() + 60
        while self._answers < wanted:
            assert time.monotonic() < until
            time.sleep(0.01)

    def _ask(self) -> None:
        while not self._stop.is_set():
            deleted = self._deleted.is_set()
            try:
                said = str(self._running.answer(ASK_HERON))
            except (SpbeError, SQLAlchemyError):  # while there is no database
                continue
            self._answers += 1
            self.shown_after_deletion += deleted and HERON in said
