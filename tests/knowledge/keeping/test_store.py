"""Documents, vectors and generations in SQL."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.exc import IntegrityError

from knowledge.errors import KnowledgeBaseError, MovedError
from knowledge.keeping.store import Store, content_hash
from knowledge.model import Document, Page, Regime, Status, Unit
from tests.databases import migrated

DOCUMENT = Document(
    id="permenpanrb-59-2020",
    sha256="a" * 64,
    file="permen.pdf",
    title="Pemantauan",
    label="PermenPANRB 59/2020",
    kind="Peraturan Menteri",
    number="59",
    year=2020,
    status=Status.DICABUT,
    revoked_by="permenpanrb-8-2026",
    effective_from=date(2020, 8, 1),
    pages=2,
)
PAGES = (Page(number=1, raw="Isi \x00 satu", text="Isi satu"), Page(number=2, label="- 2 -", raw="", text="", ocr=True))
UNITS = (
    Unit(
        id="permenpanrb-59-2020/pasal-1/ayat-2",
        document_id=DOCUMENT.id,
        ordinal=0,
        kind="ayat",
        locator="Pasal 1 ayat (2)",
        breadcrumb=("Permen", "BAB I"),
        text="Isi satu",
        page_from=1,
        page_to=2,
        page_label="1",
        regime=Regime.SPBE,
        indicator=14,
        level=3,
        pasal="1",
        ayat="2",
        ocr=True,
    ),
    Unit(
        id="permenpanrb-59-2020/x",
        document_id=DOCUMENT.id,
        ordinal=1,
        kind="section",
        locator="",
        text="Lain",
        page_from=2,
        page_to=2,
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(migrated(tmp_path / "a.db"))


def _add(store: Store, document: Document = DOCUMENT) -> int:
    return store.add_document(document, PAGES, UNITS, [2], 1)


def _publish(store: Store, generation: int, count: int) -> None:
    store.stage(generation, count)
    store.publish(generation)


def test_what_is_stored_comes_back_the_same(store: Store) -> None:
    rev = _add(store)
    assert store.documents_by_rev([rev]) == {rev: DOCUMENT}
    assert [store.page(rev, n) for n in (1, 2, 3)] == [*PAGES, None]
    assert list(store.units([rev])) == [(rev, content_hash(unit.passage), unit) for unit in UNITS]
    assert store.counts([rev]) == {rev: 2}
    assert store.empty_pages(rev) == (2,)


def test_a_revision_is_known_by_content_and_parser(store: Store) -> None:
    rev = _add(store)
    assert store.revision(DOCUMENT.sha256, 1) == rev
    assert store.revision(DOCUMENT.sha256, 2) is None
    assert store.revision("b" * 64, 1) is None


def test_a_document_is_stored_whole_or_not_at_all(store: Store) -> None:
    twice = (UNITS[0], UNITS[0])
    with pytest.raises(IntegrityError):
        store.add_document(DOCUMENT, PAGES, twice, [], 1)
    assert store.revision(DOCUMENT.sha256, 1) is None
    assert store.page(1, 1) is None


def test_what_is_said_about_a_document_can_be_corrected(store: Store) -> None:
    rev = _add(store)
    corrected = DOCUMENT.model_copy(update={"status": Status.BERLAKU, "revoked_by": None})
    store.update_document(rev, corrected)
    assert store.documents_by_rev([rev]) == {rev: corrected}
    assert store.counts([rev]) == {rev: 2}


def test_the_pointer_moves_only_on_publishing(store: Store) -> None:
    rev = _add(store)
    assert store.current() is None
    first = store.begin_generation("hash", [rev, rev])
    assert store.current() is None
    assert store.generation_ids(ready=True) == []
    with pytest.raises(KnowledgeBaseError, match="belum selesai"):
        store.publish(first)
    _publish(store, first, 2)
    second = store.begin_generation("lain", [])
    assert store.current() == first
    assert store.generation_ids() == [first, second]
    assert store.generation_ids(ready=False) == [second]
    _publish(store, second, 0)
    assert store.current() == second
    assert [store.generation_model(g) for g in (first, second)] == ["hash", "lain"]
    assert store.revisions(first) == {rev: DOCUMENT}
    assert store.revisions(second) == {}


def test_ids_of_generations_are_never_used_twice(store: Store) -> None:
    made = store.begin_generation("hash", [])
    store.drop_generation(made)
    assert store.begin_generation("hash", []) > made


def test_a_generation_pointed_to_cannot_be_dropped(store: Store) -> None:
    made = store.begin_generation("hash", [_add(store)])
    _publish(store, made, 2)
    assert not store.drop_generation(made)
    assert len(store.revisions(made)) == 1


def test_a_generation_is_put_in_force_only_over_the_one_that_was_meant(store: Store) -> None:
    first, second, third = (store.begin_generation("hash", []) for _ in range(3))
    store.publish(first, 0, over=None)
    with pytest.raises(MovedError, match=f"generasi {first} yang berlaku, bukan lagi None"):
        store.publish(second, 0, over=None)
    assert (store.current(), store.generation(second).ready) == (first, False)
    store.publish(second, 0, over=first)
    with pytest.raises(MovedError):
        store.publish(third, 0, over=first)
    assert (store.current(), store.generation(third).published_at) == (second, None)


def test_a_deleted_document_is_in_no_generation_until_it_is_sent_again(store: Store) -> None:
    rev = _add(store)
    made = store.begin_generation("hash", [rev])
    for _ in range(2):
        store.delete_document(DOCUMENT.sha256)
    assert store.deleted() == {DOCUMENT.sha256}
    assert store.revisions(made) == {}
    store.undelete(DOCUMENT.sha256)
    assert store.revisions(made) == {rev: DOCUMENT}


def test_what_was_stored_but_not_published_is_known(store: Store) -> None:
    first = _add(store)
    assert store.unpublished() == [first]
    _publish(store, store.begin_generation("hash", [first]), 2)
    assert store.unpublished() == []
    second = _add(store, DOCUMENT.model_copy(update={"sha256": "b" * 64}))
    assert store.unpublished() == [second]
    store.delete_document("b" * 64)
    assert store.unpublished() == []


def test_what_waits_to_be_published_is_not_taken_for_left_behind(store: Store) -> None:
    first = _add(store)
    staged = store.begin_generation("hash", [first])
    assert store.unpublished() == [first]
    store.stage(staged, 2)
    assert store.unpublished() == []
    assert store.generation(staged).staged


def test_the_previous_generation_is_the_one_last_in_force(store: Store) -> None:
    assert store.previous() is None
    made = [store.begin_generation("hash", []) for _ in range(3)]
    for generation in made:
        _publish(store, generation, 0)
    assert (store.current(), store.previous()) == (made[2], store.generation(made[1]))
    store.publish(made[1])
    assert (store.current(), store.previous()) == (made[1], store.generation(made[2]))
    assert [g.base for g in store.generations()] == [None, None, None]
    assert store.generation(store.begin_generation("hash", [])).base == made[1]


def test_a_dropped_generation_takes_only_what_no_other_holds(store: Store) -> None:
    first, second = _add(store), _add(store, DOCUMENT.model_copy(update={"sha256": "b" * 64}))
    both, one = store.begin_generation("hash", [first, second]), store.begin_generation("hash", [first])
    store.stage(both, 4)
    _publish(store, one, 2)
    store.drop_generation(both)
    assert set(store.documents_by_rev([first, second])) == {first}
    assert store.pages(second) == ()
    assert store.counts([first, second]) == {first: 2}
    assert store.digests() == {DOCUMENT.sha256}


def test_an_unfinished_generation_leaves_its_documents(store: Store) -> None:
    rev = _add(store)
    store.drop_generation(store.begin_generation("hash", [rev]))
    store.drop_left_waiting()
    assert store.unpublished() == [rev]


def test_what_was_read_to_wait_is_not_taken_up_and_is_forgotten(store: Store) -> None:
    rev = store.add_document(DOCUMENT, PAGES, UNITS, (2,), 1, waits=True)
    store.begin_generation("hash", [rev])
    assert store.unpublished() == []
    store.drop_left_waiting()
    assert store.documents_by_rev([rev]) == {}


def test_what_a_generation_waits_with_is_not_forgotten(store: Store) -> None:
    rev = store.add_document(DOCUMENT, PAGES, UNITS, (2,), 1, waits=True)
    store.stage(store.begin_generation("hash", [rev]), 2)
    store.drop_left_waiting()
    assert set(store.documents_by_rev([rev])) == {rev}


def test_what_is_sent_again_not_to_wait_is_taken_up(store: Store) -> None:
    rev = store.add_document(DOCUMENT, PAGES, UNITS, (2,), 1, waits=True)
    store.undelete(DOCUMENT.sha256)
    assert store.unpublished() == [rev]


def test_a_deletion_is_lifted_only_when_what_was_sent_again_is_published(store: Store) -> None:
    first = _add(store)
    _publish(store, store.begin_generation("hash", [first]), 2)
    store.delete_document(DOCUMENT.sha256)
    staged = store.begin_generation("hash", [first])
    store.stage(staged, 2)
    assert DOCUMENT.sha256 in store.deleted()
    assert store.sent_again(staged) == {first: DOCUMENT.sha256}
    store.publish(staged)
    assert store.deleted() == frozenset()


def test_a_deletion_made_after_that_holds(store: Store) -> None:
    first = _add(store)
    staged = store.begin_generation("hash", [first])
    store.stage(staged, 2)
    store.delete_document(DOCUMENT.sha256)
    store.publish(staged)
    assert store.revisions(staged) == {}


def test_what_our_own_questions_said_is_kept(store: Store) -> None:
    made = store.begin_generation("hash", [])
    assert store.generation(made).golden is None
    store.keep_golden(made, {"answerable": (60, 64)})
    assert store.generation(made).golden == {"answerable": (60, 64)}
    with pytest.raises(KnowledgeBaseError, match="tidak ada"):
        store.generation(made + 1)


def test_vectors_without_a_unit_are_dropped(store: Store) -> None:
    _add(store)
    used = content_hash(next(store.units([1]))[2].passage)
    vector = np.ones(3, dtype=np.float32)
    store.add_vectors([(used, vector), ("f" * 64, vector)], "hash")
    assert store.drop_unused_vectors() == 1
    assert set(store.vectors([used, "f" * 64], "hash")) == {used}


def test_vectors_are_kept_by_content_and_model(store: Store) -> None:
    hashes = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(1200)]
    rows = np.random.default_rng(0).normal(size=(1200, 8)).astype(np.float32)
    store.add_vectors(zip(hashes, rows, strict=True), "hash")
    got = store.vectors(hashes, "hash")
    assert all(np.array_equal(got[h], row) for h, row in zip(hashes, rows, strict=True))
    assert store.vectors(hashes, "lain") == {}
    assert store.missing_vectors([*hashes, "baru"], "hash") == {"baru"}
    assert store.missing_vectors(hashes[:3], "lain") == set(hashes[:3])
    store.add_vectors([(hashes[0], rows[1])], "hash")
    assert np.array_equal(store.vectors([hashes[0]], "hash")[hashes[0]], rows[1])
    store.add_vectors([], "hash")
