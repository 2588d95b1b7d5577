"""From a citation to the picture of its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.catalog import Catalog
from knowledge.errors import PageError
from knowledge.model import Citation
from knowledge.proving.proof import page_name, prove, shown_pages
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import CURRENT, REVOKED, KnowledgeBase, build
from tests.pdfs import write_pdf

OVER_TWO = (
    *CURRENT[0][:-2],
    "Pasal 5",
    "Anggota komite yang berhalangan hadir selama tiga rapat berturut-turut",
)
REST = (
    "- 2 -",
    "digantikan oleh anggota cadangan yang tercatat dalam daftar hijau.",
    "Pasal 6",
    "Berlaku sejak hari ini.",
)


def citation(base: KnowledgeBase, question: str, label: str) -> Citation:
    answer = base.assistant().answer(question)
    return next(c for c in answer.citations if c.label == label)


def test_a_cited_page_is_shown_with_its_words_marked(base: KnowledgeBase) -> None:
    cited = citation(base, "setiap berapa hari gudang arsip diperiksa?", "PermenPANRB 59/2020")
    proof = prove(base.store, base.folder, cited)
    assert proof.page.number == 2
    assert proof.page.label == "2"
    assert proof.pages == (2, 2)
    assert proof.marked
    assert proof.document.label == "PermenPANRB 59/2020"
    assert base.assistant().prove(cited).png == proof.png


def test_both_pages_of_a_unit_and_first_the_one_that_is_quoted(
    tmp_path: Path, facts: Catalog, vocabulary: Vocabulary
) -> None:
    base = build(tmp_path, facts, vocabulary, {"perpres-83-2025-uji.pdf": (OVER_TWO, REST)})
    cited = Citation(
        document="perpres-83-2025",
        file="perpres-83-2025-uji.pdf",
        title="t",
        locator="Pasal 5",
        unit_id="perpres-83-2025/pasal-5",
        page_from=1,
        page_to=2,
        quote="anggota cadangan yang tercatat dalam daftar hijau",
    )
    first = prove(base.store, base.folder, cited, 1)
    quoted = prove(base.store, base.folder, cited)
    assert (first.page.number, quoted.page.number) == (1, 2)
    assert first.pages == quoted.pages == (1, 2)
    assert first.marked
    assert quoted.marked
    assert prove(base.store, base.folder, cited.model_copy(update={"quote": "tidak ada"})).page.number == 1
    with pytest.raises(PageError, match="Halaman 3"):
        prove(base.store, base.folder, cited, 3)


@pytest.fixture
def own(tmp_path: Path, facts: Catalog, vocabulary: Vocabulary) -> KnowledgeBase:
    """A base that a test may change."""
    return build(tmp_path, facts, vocabulary, {"permen-59-2020-uji.pdf": REVOKED})


def held(own: KnowledgeBase) -> Citation:
    return citation(own, "setiap berapa hari gudang arsip diperiksa?", "PermenPANRB 59/2020")


def test_a_deleted_document_is_not_shown_by_any_way(own: KnowledgeBase) -> None:
    cited = held(own)
    current = own.store.current()
    assert current is not None
    (document,) = own.store.revisions(current).values()
    own.store.delete_document(document.sha256)
    with pytest.raises(PageError, match="PermenPANRB 59/2020 tidak ada lagi"):
        prove(own.store, own.folder, cited)
    own.store.undelete(document.sha256)
    assert prove(own.store, own.folder, cited).marked


def test_a_new_version_without_the_unit_is_not_shown_in_its_stead(own: KnowledgeBase) -> None:
    cited = held(own)
    without = [[line for line in page if "gudang" not in line and line != "Pasal 2"] for page in REVOKED]
    own.ingest(write_pdf(own.folder / "baru" / "permen-59-2020-uji.pdf", without))
    with pytest.raises(PageError, match="dihapus atau diganti"):
        prove(own.store, own.folder, cited)


def test_a_new_version_with_the_unit_is_shown_where_the_unit_now_stands(own: KnowledgeBase) -> None:
    cited = held(own)
    own.ingest(write_pdf(own.folder / "baru" / "permen-59-2020-uji.pdf", [*REVOKED[:1], ("- 2 -",), *REVOKED[1:]]))
    proof = prove(own.store, own.folder, cited)
    assert proof.page.number == 3
    assert proof.marked


def test_a_pdf_that_is_gone_from_the_disk_is_named(own: KnowledgeBase) -> None:
    cited = held(own)
    for path in (own.folder / "documents").iterdir():
        path.unlink()
    with pytest.raises(PageError, match="tidak tersimpan"):
        prove(own.store, own.folder, cited)


def test_a_citation_without_a_unit_shows_its_page(base: KnowledgeBase) -> None:
    cited = citation(base, "setiap berapa hari gudang arsip diperiksa?", "PermenPANRB 59/2020")
    proof = prove(base.store, base.folder, cited.model_copy(update={"unit_id": None}))
    assert proof.page.number == 2
    assert proof.marked  # the quote


def test_of_two_documents_of_one_name_the_cited_file_is_shown(
    tmp_path: Path, facts: Catalog, vocabulary: Vocabulary
) -> None:
    base = build(tmp_path, facts, vocabulary, {"permen-59-2020-uji.pdf": (*REVOKED, *[("Lampiran lain",)] * 4)})
    base.ingest(write_pdf(tmp_path / "kutipan.pdf", REVOKED))  # an extract stands beside the whole
    current = base.store.current()
    assert current is not None
    files = {d.file: d for d in base.store.revisions(current).values()}
    assert set(files) == {"permen-59-2020-uji.pdf", "kutipan.pdf"}
    cited = held(base)
    for file in files:
        assert prove(base.store, base.folder, cited.model_copy(update={"file": file})).document.file == file


def test_pages_are_named_as_in_sources(base: KnowledgeBase) -> None:
    page = base.store.page(1, 2)
    assert page is not None
    assert page_name(page) == "hlm. 2"
    assert page_name(page.model_copy(update={"label": "ii"})) == "hlm. 2 (tercetak ii)"


def test_only_citations_of_pdf_pages_can_be_shown() -> None:
    card = Citation(document="katalog", title="t", locator="l")
    page = card.model_copy(update={"file": "a.pdf", "page_from": 3})
    assert shown_pages((card, page, card, page)) == (2, 4)
    assert shown_pages((card,)) == ()
