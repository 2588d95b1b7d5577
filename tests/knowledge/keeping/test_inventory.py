"""A deletion is of a document: no earlier PDF of it comes back with an earlier generation."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.keeping import inventory
from knowledge.keeping.store import Store
from knowledge.model import Document, Page
from tests.databases import migrated

PAGES = (Page(number=1, raw="Isi", text="Isi"),)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(migrated(tmp_path / "spbe.db"))


def document(id_: str, letter: str) -> Document:
    return Document(id=id_, sha256=letter * 64, file=f"{letter}.pdf", title="T", label=id_, kind="K", pages=1)


def add(store: Store, one: Document) -> int:
    return store.add_document(one, PAGES, (), (), 1)


def published(store: Store, *revs: int) -> int:
    made = store.begin_generation("hash", revs, 0)
    store.publish(made, 0)
    return made


def files(store: Store, generation: int) -> list[str]:
    return sorted(held.file for held in store.revisions(generation).values())


def test_going_back_past_a_deletion_brings_no_earlier_pdf_of_it_back(store: Store) -> None:
    other = add(store, document("lain", "c"))
    before = published(store, add(store, document("permen", "a")), other)
    now = published(store, add(store, document("permen", "b")), other)
    inventory.delete(store, document("permen", "b"))
    assert files(store, now) == ["c.pdf"]
    store.publish(before)
    assert files(store, before) == ["c.pdf"]


def test_another_pdf_in_force_under_the_same_id_stays(store: Store) -> None:
    now = published(store, add(store, document("permen", "a")), add(store, document("permen", "b")))
    inventory.delete(store, document("permen", "a"))
    assert files(store, now) == ["b.pdf"]


def test_backups_are_told_which_pdfs_of_a_deleted_document_stay(store: Store) -> None:
    published(store, add(store, document("permen", "a")), add(store, document("permen", "b")))
    add(store, document("permen", "c"))
    inventory.delete(store, document("permen", "a"))
    assert store.journal is not None
    said = store.journal.said()
    covered = {letter: said.covers("permen", letter * 64) for letter in "abcd"}
    assert covered == {"a": True, "b": False, "c": False, "d": True}


def test_a_new_pdf_of_it_that_waits_to_be_published_is_not_deleted(store: Store) -> None:
    published(store, add(store, document("permen", "a")))
    waiting = store.begin_generation("hash", [add(store, document("permen", "b"))], 0)
    inventory.delete(store, document("permen", "a"))
    assert store.deleted() == {"a" * 64}
    assert files(store, waiting) == ["b.pdf"]
