"""Terms, topics, regulations, formulas and the mapping."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.model import Regime, Status
from tests.knowledge.knowledge_base import KnowledgeBase, body, text


def test_the_official_definition_comes_first(assistant: Assistant, facts: Catalog) -> None:
    ours = next(t for t in facts.terms if t.term == "SPBE")
    said = body(assistant.answer("apa itu SPBE"))
    assert said.index("contoh layanan pemerintah dengan bantuan mesin") < said.index(ours.definition)


def test_an_official_definition_is_cited_to_its_place(assistant: Assistant) -> None:
    cited = next(c for c in assistant.answer("apa itu SPBE").citations if c.file)
    assert (cited.document, cited.page_from) == ("permenpanrb-59-2020", 1)
    assert "Pasal 1" in cited.locator
    assert "bantuan mesin" in cited.quote


def test_without_a_document_our_own_words_answer(bare: KnowledgeBase, facts: Catalog) -> None:
    ours = next(t for t in facts.terms if t.term == "SPBE")
    assert ours.definition in body(bare.assistant().answer("apa itu SPBE"))


def test_terms_are_defined(bare: KnowledgeBase, facts: Catalog) -> None:
    assistant = bare.assistant()
    answers = {t.term: assistant.answer(f"apa itu {t.term}") for t in facts.terms}
    assert [name for name, answer in answers.items() if answer.abstained] == []
    told = [t.term for t in facts.terms if t.definition in body(answers[t.term])]
    # A few terms have a fuller answer of their own (a topic, a card).
    assert len(told) >= 0.85 * len(facts.terms)


def test_a_topic_answers_its_own_title(bare: KnowledgeBase, facts: Catalog) -> None:
    assistant = bare.assistant()
    told, wrong = 0, []
    for topic in facts.topics:
        answer = assistant.answer(topic.title)
        told += topic.answer in body(answer)
        if topic.answer in body(answer) and answer.abstained is not topic.id.startswith("tidak-ditemukan"):
            wrong.append(topic.id)
    assert wrong == []
    assert told >= 0.6 * len(facts.topics)


def test_what_was_looked_for_in_vain_gives_no_source(bare: KnowledgeBase, facts: Catalog) -> None:
    for topic in facts.topics:
        if topic.id.startswith("tidak-ditemukan"):
            answer = bare.assistant().answer(topic.title)
            assert answer.citations == () or topic.answer not in body(answer), topic.id


def test_a_revoked_regulation_names_its_successor(assistant: Assistant) -> None:
    said = text(assistant.answer("apakah PermenPANRB 59/2020 masih berlaku?"))
    assert "dicabut" in said
    assert "PermenPANRB 8/2026" in said


def test_the_status_of_every_regulation(bare: KnowledgeBase, facts: Catalog) -> None:
    assistant = bare.assistant()
    for row in facts.regulations:
        answer = assistant.answer(f"status {row.short} masih berlaku?")
        if row.status is Status.DICABUT and row.short in body(answer):
            assert "dicabut" in text(answer), row.id
        if row.status is Status.BERLAKU:
            assert f"{row.short} sudah dicabut" not in text(answer), row.id


@pytest.mark.parametrize("regime", Regime)
def test_the_formula_of_each_regime(assistant: Assistant, facts: Catalog, regime: Regime) -> None:
    expression = next(f.expression for f in facts.formulas if f.id == f"{regime.value}-indeks")
    answer = assistant.answer(f"bagaimana cara menghitung indeks {regime.value}")
    assert expression in body(answer)
    assert bool(answer.warnings) is (regime is Regime.SPBE)


def test_the_mapping_is_marked_as_an_interpretation(assistant: Assistant, facts: Catalog) -> None:
    for row in facts.mappings:
        answer = assistant.answer(f"bukti lama apa yang bisa dipakai lagi untuk indikator {row.pemdi} pemdi")
        said = body(answer)
        assert f"Indikator {row.pemdi} Pemdi" in said, row.pemdi
        assert all(item in said for item in row.new_evidence), row.pemdi
        assert "tafsir, bukan resmi" in " ".join(answer.warnings)
        assert all("tafsir, bukan resmi" in c.note for c in answer.citations if c.document == "katalog")


@pytest.mark.parametrize(
    ("asked", "only"),
    [
        ("bukti SPBE lama yang bisa dipakai lagi untuk indikator 5 pemdi", "Indikator 5 Pemdi"),
        ("padanan indikator 5 pemdi dengan spbe", "Indikator 5 Pemdi"),
        ("indikator 3 spbe bisa dipakai lagi untuk indikator pemdi mana", "Indikator 5 Pemdi"),
    ],
)
def test_a_number_counts_in_the_regime_named_beside_it(assistant: Assistant, asked: str, only: str) -> None:
    answer = assistant.answer(asked)
    mapped = [b.lead for b in answer.blocks if b.lead.startswith("Indikator")]
    assert len(mapped) == 1
    assert mapped[0].startswith(only)


def test_a_target_of_another_year_is_not_given(assistant: Assistant) -> None:
    assert "2,85" not in body(assistant.answer("target indeks spbe nasional 2025"))
    assert "2,85" in body(assistant.answer("target indeks spbe nasional 2024"))


def test_how_two_documents_stand_to_each_other(assistant: Assistant) -> None:
    said = body(assistant.answer("apakah permenpanrb 59/2020 mencabut permenpanrb 5/2018?"))
    assert "Mencabut PermenPANRB 5/2018" in said
    assert "Tidak lagi" not in said


def test_two_documents_that_are_compared_stand_under_a_heading_each(assistant: Assistant) -> None:
    answer = assistant.answer("apa beda perpres 39/2019 dan perpres 82/2023?")
    assert [b.heading for b in answer.blocks if b.heading] == ["Perpres 39/2019", "Perpres 82/2023"]
    assert "Satu Data Indonesia" in body(answer)
