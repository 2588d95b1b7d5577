"""What going back would change is named by documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeBaseError
from knowledge.keeping.store import Store
from knowledge.keeping.switching import switch_to
from tests.databases import migrated
from tests.knowledge.keeping.test_inventory import add, document, published


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(migrated(tmp_path / "spbe.db"))


def test_documents_come_back_go_and_are_there_in_another_version(store: Store) -> None:
    same, old, gone = (add(store, document(id_, letter)) for id_, letter in (("sama", "a"), ("b", "b"), ("c", "c")))
    first = published(store, same, old, gone)
    second = published(store, same, add(store, document("b", "d")), add(store, document("e", "e")))
    found = switch_to(store)
    assert (found.current, found.target.id) == (second, first)
    assert (found.new, found.changed, found.removed) == (("c",), ("b",), ("e",))
    store.publish(first)
    back = switch_to(store, second)
    assert (back.new, back.changed, back.removed) == (("e",), ("b",), ("c",))


def test_what_was_deleted_since_does_not_come_back(store: Store) -> None:
    first = published(store, add(store, document("a", "a")), add(store, document("b", "b")))
    published(store, *list(store.revisions(first))[:1])
    store.delete_document("b" * 64)
    found = switch_to(store)
    assert (found.target.id, found.new, found.changed, found.removed) == (first, (), (), ())


def test_what_cannot_be_gone_back_to_is_said(store: Store) -> None:
    with pytest.raises(KnowledgeBaseError, match="Belum ada generasi sebelumnya"):
        switch_to(store)
    first = published(store)
    staged = store.begin_generation("hash", [])
    store.stage(staged, 0)
    for generation, reason in (
        (None, "Belum ada"),
        (first, "sudah berlaku"),
        (staged, "belum pernah"),
        (99, "tidak ada"),
    ):
        with pytest.raises(KnowledgeBaseError, match=reason):
            switch_to(store, generation)
    assert store.current() == first
