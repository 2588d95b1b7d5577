"""While a new generation is opened, the others answer from the old one; what was deleted is shown by nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.keeping.index import Index
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import CURRENT, REPORT, REVOKED, KnowledgeBase, body, build
from tests.pdfs import write_pdf

HELM = "warna helm teknisi menara saat memanjat tiang pemancar"
PLENO = "paling sedikit berapa anggota hadir dalam rapat pleno"
GUDANG = "petugas lapangan memeriksa gudang arsip setiap berapa hari"
STUCK = 60  # seconds after which a thread that should have ended is taken for stuck


@pytest.fixture
def base(tmp_path: Path, facts: Catalog, vocabulary: Vocabulary) -> KnowledgeBase:
    pdfs = {"perpres-83-2025-uji.pdf": CURRENT, "laporan-pengujian-perangkat.pdf": REPORT}
    return build(tmp_path, facts, vocabulary, pdfs)


@contextmanager
def slow_opening(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Event, Callable[[], None]]]:
    """Opening waits until it is let go on; the event says that one thread is at it."""
    opening, go_on = threading.Event(), threading.Event()
    real = Index.open.__func__  # type: ignore[attr-defined]

    def waiting(cls: type[Index], *given: object, **named: object) -> Index:
        opening.set()
        assert go_on.wait(STUCK)
        made: Index = real(cls, *given, **named)
        return made

    monkeypatch.setattr(Index, "open", classmethod(waiting))
    try:
        yield opening, go_on.set
    finally:
        go_on.set()


def sha256(base: KnowledgeBase, label: str) -> str:
    [found] = {row.document.sha256 for row in base.index().rows if row.document.id.startswith(label)}
    return found


def test_others_go_on_with_the_old_generation(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = base.assistant()
    assert "19" in body(assistant.answer(PLENO))
    base.ingest(write_pdf(base.folder / "permen-59-2020-uji.pdf", REVOKED))
    with ThreadPoolExecutor(1) as pool, slow_opening(monkeypatch) as (opening, go_on):
        first = pool.submit(assistant.answer, GUDANG)
        assert opening.wait(STUCK)
        assert "19" in body(assistant.answer(PLENO))
        assert not first.done()
        go_on()
        assert "45 hari" in body(first.result(STUCK))
        assert "45 hari" in body(assistant.answer(GUDANG))


def test_nobody_shows_what_was_deleted_meanwhile(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = base.assistant()
    assert "kuning" in body(assistant.answer(HELM))
    base.ingest(write_pdf(base.folder / "permen-59-2020-uji.pdf", REVOKED))
    deleted = sha256(base, "laporan")
    with ThreadPoolExecutor(2) as pool, slow_opening(monkeypatch) as (opening, go_on):
        first = pool.submit(assistant.answer, GUDANG)
        assert opening.wait(STUCK)
        base.store.delete_document(deleted)
        looked = seen_by(assistant, monkeypatch)
        second = pool.submit(assistant.answer, HELM)
        assert looked.wait(STUCK)
        go_on()
        assert "kuning" not in body(second.result(STUCK))
        first.result(STUCK)
    assert "kuning" not in body(assistant.answer(HELM))


def test_a_deletion_of_what_is_not_in_it_keeps_nobody_waiting(
    base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = base.assistant()
    assistant.answer(PLENO)
    base.store.delete_document("0" * 64)
    with ThreadPoolExecutor(1) as pool, slow_opening(monkeypatch) as (opening, go_on):
        first = pool.submit(assistant.answer, HELM)
        assert opening.wait(STUCK)
        assert "19" in body(assistant.answer(PLENO))
        go_on()
        assert "kuning" in body(first.result(STUCK))


def seen_by(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """An event that tells that a thread has looked which generation is in force."""
    looked = threading.Event()
    real = assistant._in_force

    def watched() -> tuple[int | None, frozenset[str]]:
        found = real()
        looked.set()
        return found

    monkeypatch.setattr(assistant, "_in_force", watched)
    return looked
