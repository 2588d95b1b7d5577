"""How an answer is put together: numbered sources, warnings, and what an abstention leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.drafting import Draft
from knowledge.catalog import Catalog
from knowledge.keeping.index import Entry
from knowledge.model import Confidence, Point, Regime, Status
from tests.knowledge.knowledge_base import INJECTION, KnowledgeBase


@pytest.fixture
def draft(base: KnowledgeBase) -> Draft:
    return Draft("Pertanyaan?", base.catalog, base.store.page)


@pytest.fixture(scope="module")
def rows(base: KnowledgeBase) -> dict[str, Entry]:
    return {row.unit.id: row for row in base.index().rows}


def test_the_same_source_is_numbered_once(draft: Draft, facts: Catalog) -> None:
    one, other = facts.indicators_of(Regime.PEMDI)[:2]
    assert draft.cite_fact(one, "Indikator 1") == 1
    assert draft.cite_fact(other, "Indikator 2") == 2
    assert draft.cite_fact(one, "Indikator 1") == 1
    assert len(draft.finish([]).citations) == 2


def test_a_fact_of_a_revoked_regulation_warns(draft: Draft, facts: Catalog) -> None:
    draft.cite_fact(facts.indicators_of(Regime.SPBE)[0], "Indikator 1")
    answer = draft.finish([])
    assert answer.citations[0].status is Status.DICABUT
    assert "PermenPANRB 8/2026" in answer.citations[0].note
    [warning] = answer.warnings
    assert "PermenPANRB 59/2020" in warning
    assert "dicabut" in warning


def test_an_unverified_fact_says_so_and_names_its_source(draft: Draft, facts: Catalog) -> None:
    fact = next(i for i in facts.indicators_of(Regime.PEMDI) if i.confidence is not Confidence.TINGGI)
    draft.cite_fact(fact, "Indikator")
    [citation] = draft.finish([]).citations
    assert "belum diverifikasi ke naskah resmi" in citation.note
    assert fact.source in citation.note
    assert citation.confidence is fact.confidence


def test_an_official_fact_in_force_needs_no_note(draft: Draft, facts: Catalog) -> None:
    fact = next(s for s in facts.stages if s.confidence is Confidence.TINGGI and s.regulation == "perpres-83-2025")
    draft.cite_fact(fact, "Linimasa")
    answer = draft.finish([])
    assert answer.citations[0].note == ""
    assert answer.warnings == ()


def test_a_unit_is_cited_with_its_page_and_a_run_of_its_raw_text(
    draft: Draft, rows: dict[str, Entry], base: KnowledgeBase
) -> None:
    row = rows["permenpanrb-59-2020/pasal-3"]
    draft.cite_unit(row, "disimpan dalam lemari besi selama 11 tahun")
    answer = draft.finish([])
    [citation] = answer.citations
    page = base.store.page(row.rev, 2)
    assert page is not None
    assert (citation.page_from, citation.page_to) == (2, 2)
    assert citation.quote in page.raw
    assert "lemari besi selama 11 tahun" in citation.quote
    assert answer.warnings


def test_a_remark_on_an_error_in_the_source_reaches_the_reader(draft: Draft, rows: dict[str, Entry]) -> None:
    row = rows["permenpanrb-59-2020/pasal-3"]
    note = "Catatan redaksi: salah cetak."
    draft.cite_unit(replace(row, unit=row.unit.model_copy(update={"note": note})))
    [citation] = draft.finish([]).citations
    assert citation.note == f"sudah dicabut oleh PermenPANRB 8/2026; {note}"


def test_words_that_are_not_there_are_replaced_by_the_unit_itself(
    draft: Draft, rows: dict[str, Entry], base: KnowledgeBase
) -> None:
    row = rows["perpres-83-2025/pasal-2"]
    draft.cite_unit(row, "kalimat yang tidak ada di halaman mana pun")
    [citation] = draft.finish([]).citations
    page = base.store.page(row.rev, row.unit.page_from)
    assert page is not None
    assert citation.quote
    assert citation.quote in page.raw


def test_every_unit_has_a_quote_of_at_most_300_characters(draft: Draft, rows: dict[str, Entry]) -> None:
    for row in rows.values():
        draft.cite_unit(row)
    citations = draft.finish([]).citations
    assert len(citations) == len(rows)
    assert all(0 < len(c.quote) <= 300 for c in citations)


def test_an_abstention_cites_nothing(draft: Draft, facts: Catalog) -> None:
    ref = draft.cite_fact(facts.indicators_of(Regime.SPBE)[0], "Indikator 1")
    draft.add("Tidak ditemukan.", [Point(text="Baris", refs=(ref,))], refs=[ref])
    answer = draft.abstain([])
    assert answer.abstained
    assert not answer.citations
    assert not answer.warnings
    assert [p.text for b in answer.blocks for p in b.points] == ["Baris"]


def test_a_warning_is_said_once(draft: Draft) -> None:
    draft.warn("Perhatian.")
    draft.warn("Perhatian.")
    assert draft.finish([]).warnings == ("Perhatian.",)


def test_reset_takes_everything_back(draft: Draft, facts: Catalog) -> None:
    draft.cite_fact(facts.indicators_of(Regime.SPBE)[0], "Indikator 1")
    draft.add("Baris.")
    draft.reset()
    answer = draft.finish([])
    assert not answer.blocks
    assert not answer.citations
    assert not answer.warnings


def test_no_line_of_a_document_that_instructs_is_quoted(base: KnowledgeBase, rows: dict[str, Entry]) -> None:
    orders = base.vocabulary.order_pattern
    draft = Draft("Pertanyaan?", base.catalog, base.store.page, orders=orders)
    [held] = [row for row in rows.values() if INJECTION in " ".join(row.unit.text.split())]
    lines = [INJECTION, "Teknisi menara memakai helm kuning saat memanjat tiang pemancar."]
    draft.add("Kata laporan:", [Point(text=line, refs=(draft.cite_unit(held, line),), verbatim=True) for line in lines])
    draft.add("Kata laporan:", [Point(text=INJECTION, refs=(1,), verbatim=True)])
    answer = draft.finish([])
    assert [point.text for block in answer.blocks for point in block.points] == lines[1:]
    assert not any(orders.search(citation.quote) for citation in answer.citations)


def test_documents_of_the_same_standing_share_a_warning(draft: Draft, rows: dict[str, Entry]) -> None:
    row = next(iter(rows.values()))
    for label in ("Perwali 1/2001", "Perwali 2/2002", "Perwali 3/2003"):
        document = row.document.model_copy(
            update={"id": label, "label": label, "status": Status.DICABUT, "revoked_by": None}
        )
        before = draft.size
        draft.cite_unit(replace(row, document=document))
        assert draft.warning(document) == f"{label} sudah dicabut; hanya pembanding."
        assert draft.size > before
    assert draft.finish([]).warnings == (
        "Perwali 1/2001, Perwali 2/2002, dan Perwali 3/2003 sudah dicabut; hanya pembanding.",
    )
