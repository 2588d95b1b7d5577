"""One generation as an index: built, verified, opened, searched."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import HashEmbedder
from knowledge.errors import KnowledgeBaseError
from knowledge.keeping import index
from knowledge.keeping.index import Entry, Index
from knowledge.keeping.store import Store, Vector, content_hash, engine, migrate
from knowledge.model import Document, Unit
from knowledge.text import tokens
from tests.knowledge.knowledge_base import KnowledgeBase

TEXTS = ("gudang arsip diperiksa", "kuitansi rusak disimpan", "rapat pleno triwulan", "helm kuning menara")


def _entries(texts: tuple[str, ...] = TEXTS, *, handbook: bool = False) -> list[Entry]:
    document = Document(id="d", sha256="a" * 64, file="d.pdf", title="D", label="D", kind="k", handbook=handbook)
    return [
        Entry(
            f"1:{n}",
            1,
            document,
            Unit(id=f"d/{n}", document_id="d", ordinal=n, kind="section", locator="", text=t, page_from=1, page_to=1),
            content_hash(t),
        )
        for n, t in enumerate(texts)
    ]


def _vectors(rows: list[Entry]) -> dict[str, Vector]:
    return {row.content_hash: HashEmbedder().query(row.unit.text) for row in rows}


@pytest.fixture
def made(tmp_path: Path) -> Index:
    rows = _entries()
    index.build(tmp_path / "g", rows, _vectors(rows))
    return Index(1, "hash", rows, tmp_path / "g")


def test_the_nearest_come_first_by_cosine(made: Index) -> None:
    found = made.dense(HashEmbedder().query(TEXTS[2]) * 5, 3)
    assert len(found) == 3
    assert found[0][0].unit.text == TEXTS[2]
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert len(made.dense(HashEmbedder().query("apa"), 99)) == len(TEXTS)


def test_lexical_search_gives_only_what_shares_a_word(made: Index) -> None:
    found = made.lexical(tokens("kuitansi yang rusak"), 10)
    assert [row.unit.text for row, _ in found] == [TEXTS[1]]
    assert made.lexical(tokens("bulan"), 10) == []
    assert made.lexical([], 10) == []


def test_rare_words_weigh_more(made: Index) -> None:
    assert made.idf("takada") > made.idf(tokens("gudang")[0])
    assert [made.position(row.key) for row in made.rows] == list(range(len(TEXTS)))


def test_units_of_a_deleted_document_neither_show_nor_crowd_out_others(tmp_path: Path) -> None:
    rows = _entries((*(f"gudang arsip nomor {n}" for n in range(40)), "kuitansi rusak"))
    index.build(tmp_path / "g", rows, _vectors(rows))
    left = Index(1, "hash", rows[-1:], tmp_path / "g")
    assert [row.key for row, _ in left.dense(HashEmbedder().query("gudang arsip"), 5)] == [rows[-1].key]


def test_an_index_without_units_finds_nothing(tmp_path: Path) -> None:
    index.build(tmp_path / "g", [], {})
    assert index.verify(tmp_path / "g", [], {}) == []
    empty = Index(1, "hash", [], tmp_path / "g")
    assert empty.dense(HashEmbedder().query("x"), 5) == []
    assert empty.lexical(["x"], 5) == []
    empty.close()


def test_verification_names_what_its_own_vector_does_not_find(tmp_path: Path) -> None:
    rows = _entries()
    vectors = _vectors(rows)
    index.build(tmp_path / "g", rows, vectors)
    assert index.verify(tmp_path / "g", rows, vectors) == []
    assert index.verify(tmp_path / "g", rows[:-1], vectors) == [row.key for row in rows[:-1]]
    many = _entries(tuple(f"satu{n} dua{n} tiga{n}" for n in range(40)))
    wrong = _vectors(many)
    index.build(tmp_path / "h", many, wrong)
    assert index.verify(tmp_path / "h", many, wrong) == []
    wrong[many[0].content_hash] = -wrong[many[0].content_hash]
    assert index.verify(tmp_path / "h", many, wrong) == [many[0].key]


def test_twins_do_not_fail_verification(tmp_path: Path) -> None:
    rows = _entries(("sama persis",) * 30)
    index.build(tmp_path / "g", rows, _vectors(rows))
    assert index.verify(tmp_path / "g", rows, _vectors(rows)) == []


def test_a_half_written_directory_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "chroma.sqlite3").write_text("rusak")
    rows = _entries()
    index.build(tmp_path / "g", rows, _vectors(rows))
    assert index.verify(tmp_path / "g", rows, _vectors(rows)) == []


def test_no_generation_and_no_directory_are_told_apart(tmp_path: Path) -> None:
    database = engine(f"sqlite:///{tmp_path}/a.db")
    migrate(database)
    store = Store(database)
    with pytest.raises(KnowledgeBaseError, match="belum dibangun"):
        Index.open(store, tmp_path)
    generation = store.begin_generation("hash", [])
    store.stage(generation, 0)
    store.publish(generation)
    with pytest.raises(KnowledgeBaseError, match="hilang"):
        Index.open(store, tmp_path)
    index.directory(tmp_path, generation).mkdir(parents=True)  # emptied by hand
    with pytest.raises(KnowledgeBaseError, match="hilang"):
        Index.open(store, tmp_path)


def test_opened_it_is_the_generation_in_force(base: KnowledgeBase) -> None:
    opened = base.index()
    assert opened.generation == base.store.current()
    assert opened.model == base.embedder.name
    assert {row.document.id for row in opened.rows} >= {"permenpanrb-59-2020", "perpres-83-2025"}
    for row in opened.rows:
        assert opened.by_key[row.key] is row
        assert row in opened.by_unit[row.unit.id]
        assert row.content_hash == content_hash(row.unit.passage)
        assert np.isclose(opened.dense(base.embedder.query(row.unit.passage), 1)[0][1], 1.0, atol=1e-4)
