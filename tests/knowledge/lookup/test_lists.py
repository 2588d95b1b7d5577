"""Lists of indicators: all, of an aspect or a domain, and about a subject."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.lookup.context import runs
from knowledge.model import Regime
from tests.knowledge.knowledge_base import KnowledgeBase, body


@pytest.fixture(scope="module")
def assistant(bare: KnowledgeBase) -> Assistant:
    return bare.assistant()


@pytest.mark.parametrize("regime", Regime)
def test_all_indicators_stand_in_the_list(assistant: Assistant, facts: Catalog, regime: Regime) -> None:
    answer = assistant.answer(f"sebutkan semua indikator {regime.value}")
    assert [len(block.points) for block in answer.blocks] == [len(facts.indicators_of(regime))]


def test_a_domain_lists_every_indicator_in_it(assistant: Assistant, facts: Catalog) -> None:
    for domain in facts.domains:
        said = body(assistant.answer(f"domain {domain.number} spbe isinya indikator apa saja"))
        aspects = [a for a in facts.aspects if a.domain == domain.number]
        inside = [i for a in aspects for i in facts.indicators_of(Regime.SPBE, a.number)]
        assert [i.number for i in inside if f"{i.number} {i.short}" not in said] == []
        assert f"({inside[0].number}–{inside[-1].number})" in said


@pytest.mark.parametrize(
    ("asked", "pemdi", "spbe"),
    [
        ("indikator tentang keamanan apa saja", [9, 10, 11], [8, 22, 31]),
        ("indikator apa saja yang menyangkut audit", [9], [29, 30, 31]),
    ],
)
def test_indicators_about_a_subject_are_told_for_both_regimes(
    assistant: Assistant, facts: Catalog, asked: str, pemdi: list[int], spbe: list[int]
) -> None:
    said = body(assistant.answer(asked))
    for regime, numbers in ((Regime.PEMDI, pemdi), (Regime.SPBE, spbe)):
        for number in numbers:
            assert f"Indikator {number} {facts.indicator_by_key[regime, number].name} (" in said


def test_a_subject_that_no_indicator_has_is_not_listed(assistant: Assistant) -> None:
    assert "Indikator 1 " not in body(assistant.answer("indikator tentang kucing oranye apa saja"))


@pytest.mark.parametrize(("numbers", "text"), [([3], "3"), ([1, 2, 3, 7], "1–3, 7"), ([5, 4, 9, 8], "4–5, 8–9")])
def test_runs_of_numbers(numbers: list[int], text: str) -> None:
    assert runs(numbers) == text


def test_how_many_indicators_an_aspect_or_a_domain_has(assistant: Assistant) -> None:
    assert "memuat 4 indikator" in body(assistant.answer("ada berapa indikator di aspek data?"))
    assert "memuat 16 indikator (32–47)" in body(assistant.answer("berapa indikator di domain layanan?"))


@pytest.mark.parametrize("asked", ["sebutkan domain spbe", "domain spbe apa saja", "bobot tiap domain spbe brp"])
def test_all_domains_are_told(assistant: Assistant, asked: str) -> None:
    said = body(assistant.answer(asked))
    assert all(f"Domain {number}" in said for number in (1, 2, 3, 4))
    assert "45,50%" in said
