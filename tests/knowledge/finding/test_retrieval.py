"""Search over the made-up PDFs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.catalog import Catalog, Term
from knowledge.finding.langchain_forms import KnowledgeRetriever
from knowledge.finding.retrieval import Searcher
from knowledge.keeping.index import Entry
from knowledge.model import Confidence
from knowledge.question import Understanding
from knowledge.text import stem
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import KnowledgeBase, build


@pytest.fixture(scope="module")
def searcher(base: KnowledgeBase) -> Searcher:
    return base.searcher()


@pytest.mark.parametrize(
    ("asked", "unit"),
    [
        ("kuitansi rusak lemari besi", "permenpanrb-59-2020/pasal-3"),
        ("sekretariat menyiapkan notula rapat", "perpres-83-2025/pasal-2"),
        ("pemulihan gangguan listrik berapa menit", "laporan-pengujian-perangkat/"),
    ],
)
def test_the_unit_that_says_it_comes_first(
    searcher: Searcher, understanding: Understanding, asked: str, unit: str
) -> None:
    assert searcher.find(understanding.read(asked)).hits[0].entry.unit.id.startswith(unit)


@pytest.mark.parametrize(
    "asked", ["rapat pleno", "indikator 14 level 3 spbe", "pasal 3 perpres 83/2025", "apa itu SPBE"]
)
def test_best_first_each_unit_once_and_no_more_than_asked(
    searcher: Searcher, understanding: Understanding, asked: str
) -> None:
    found = searcher.find(understanding.read(asked), 5)
    scores = [hit.score for hit in found.hits]
    assert 0 < len(scores) <= 5
    assert scores == sorted(scores, reverse=True)
    assert len({hit.entry.key for hit in found.hits}) == len(found.hits)


def test_what_is_named_stands_first(searcher: Searcher, understanding: Understanding) -> None:
    hit = searcher.find(understanding.read("bukti indikator 14 level 4 spbe")).hits[0]
    assert hit.lookup
    assert hit.entry.unit.id.endswith("indikator-14/level-4")
    hit = searcher.find(understanding.read("gudang arsip menurut pasal 3 perpres 83/2025")).hits[0]
    assert (hit.lookup, hit.entry.unit.id) == (True, "perpres-83-2025/pasal-3")


def test_the_same_words_in_two_documents_are_shown_once(searcher: Searcher, understanding: Understanding) -> None:
    found = searcher.find(understanding.read("cicak tembaga juru kunci"))
    hits = [h for h in found.hits if "cicak tembaga" in h.entry.unit.text]
    assert len(hits) == 1


def test_of_twins_the_one_in_force_is_shown(searcher: Searcher, understanding: Understanding) -> None:
    found = searcher.find(understanding.read("cicak tembaga juru kunci"))
    assert found.hits[0].entry.document.id == "perpres-83-2025"


@pytest.mark.parametrize("document", ["permenpanrb-59-2020", "perpres-83-2025"])
def test_a_document_that_is_named_comes_before_its_twin(
    searcher: Searcher, understanding: Understanding, document: str
) -> None:
    kind, number, year = document.split("-")
    found = searcher.find(understanding.read(f"cicak tembaga juru kunci menurut {kind} {number}/{year}"))
    assert found.hits[0].entry.document.id == document


def test_a_misspelt_word_is_repaired(searcher: Searcher) -> None:
    assert searcher.mend("gangguan listrik perangkt") == "gangguan listrik perangkat"
    assert searcher.mend("gangguan listrik perangkt", {"perangkt"}) == "gangguan listrik perangkt"


def test_units_of_an_indicator(searcher: Searcher) -> None:
    assert [row.unit.level for row in searcher.indicator_rows(14, 2)] == [2]
    assert [row.unit.level for row in searcher.indicator_rows(14, None)] == [None]
    assert searcher.indicator_rows(15, 2) == []


def test_as_a_langchain_retriever(searcher: Searcher, understanding: Understanding, base: KnowledgeBase) -> None:
    retriever = KnowledgeRetriever(searcher=searcher, understanding=understanding, count=3)
    documents = retriever.invoke("kuitansi rusak lemari besi")
    assert 0 < len(documents) <= 3
    first = documents[0]
    assert "lemari besi" in first.page_content
    assert first.metadata["file"] == "permen-59-2020-uji.pdf"
    assert first.metadata["page_from"] == 2
    assert first.id == first.metadata["unit_id"]


def test_an_empty_knowledge_base_finds_nothing(bare: KnowledgeBase, understanding: Understanding) -> None:
    assert bare.searcher().find(understanding.read("kuitansi rusak")).hits == ()


class Backwards:
    """A reranker that turns everything round."""

    def rerank(self, query: str, rows: Sequence[Entry]) -> Sequence[Entry]:
        return rows[::-1]


@pytest.mark.parametrize("asked", ["rapat pleno komite", "gudang arsip menurut pasal 3 perpres 83/2025"])
def test_a_reranker_orders_what_was_searched_and_leaves_what_was_named(
    base: KnowledgeBase, understanding: Understanding, asked: str
) -> None:
    turned = Searcher(base.index(), base.embedder, base.vocabulary, base.catalog, Backwards())
    as_found = base.searcher().find(understanding.read(asked), 100).hits
    hits = turned.find(understanding.read(asked), 100).hits
    named = [h for h in as_found if h.lookup]
    assert list(hits[: len(named)]) == named
    assert [h.entry.key for h in hits[len(named) :]] == [h.entry.key for h in as_found[len(named) :]][::-1]
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_a_name_that_no_document_uses_is_read_as_its_other_names(base: KnowledgeBase) -> None:
    term = Term(
        term="Arsiparis Lapangan",
        aliases=("pemburu berkas", "gudang arsip"),
        definition="Petugas.",
        source="Uji",
        confidence=Confidence.TAFSIR,
    )
    catalog = base.catalog.model_copy(update={"terms": (term,)})
    searcher = Searcher(base.index(), base.embedder, base.vocabulary, catalog)
    understanding = Understanding(catalog, base.vocabulary, searcher.documents.values())
    found = searcher.find(understanding.read("tugas pemburu berkas"))
    assert {stem("arsiparis"), stem("gudang")} <= set(found.partners)
    assert "Arsiparis Lapangan" in found.hits[0].entry.unit.text
    assert not searcher.find(understanding.read("isi gudang arsip")).partners  # the documents say that too


CIRCULAR = [
    [
        "PEMERINTAH KOTA WANA ASRI", "SEKRETARIAT DAERAH", "SURAT EDARAN", "NOMOR 000.6/12/SETDA/2031", "TENTANG",
        "PEMAKAIAN KOTAK BENIH", "A. Latar Belakang", "Kotak benih dipakai oleh semua kantor sejak lama,",
        "dan selama ini pemakaian kotak benih belum diatur sehingga setiap kantor berbeda caranya.",
        "B. Isi Edaran", "Kotak benih disimpan di rak kayu yang kering, dan dicuci paling sedikit sekali sebulan.",
        "C. Penutup", "Pada saat Surat Edaran ini mulai berlaku, Surat Edaran Nomor 045/3/SETDA/2027 tentang",
        "Peminjaman Kotak Benih dicabut dan dinyatakan tidak berlaku.",
    ]
]  # fmt: skip


def test_a_closing_is_found_by_what_it_repeals(
    tmp_path: Path, facts: Catalog, vocabulary: Vocabulary, understanding: Understanding
) -> None:
    searcher = build(tmp_path, facts, vocabulary, {"se-wana-asri.pdf": CIRCULAR}).searcher()
    found = searcher.find(understanding.read("surat edaran peminjaman kotak benih yang dicabut nomor berapa"))
    assert found.hits[0].entry.unit.locator.casefold().endswith("penutup")
