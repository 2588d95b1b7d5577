"""Weights and counts, cell by cell of the catalog."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.lookup.context import number
from knowledge.model import Regime
from tests.knowledge.knowledge_base import body


def test_every_indicator_weight(assistant: Assistant, facts: Catalog) -> None:
    for indicator in facts.indicators:
        said = body(assistant.answer(f"berapa bobot indikator {indicator.number} {indicator.regime.value}"))
        assert f"{number(indicator.weight)}%" in said, (indicator.regime, indicator.number, said)
        assert indicator.name in said


def test_every_aspect_weight(assistant: Assistant, facts: Catalog) -> None:
    for aspect in facts.aspects:
        said = body(assistant.answer(f"bobot aspek {aspect.name} {aspect.regime.value}"))
        assert f"{aspect.name}: {number(aspect.weight)}%" in said, (aspect.regime, aspect.number, said)


def test_every_domain_weight(assistant: Assistant, facts: Catalog) -> None:
    for domain in facts.domains:
        said = body(assistant.answer(f"bobot domain {domain.number} spbe berapa"))
        assert f"{number(domain.weight)}%" in said, (domain.number, said)
        assert domain.name in said


def test_without_a_regime_pemdi_comes_first_and_spbe_beside(assistant: Assistant) -> None:
    answer = assistant.answer("bobot indikator 14")
    headings = [block.heading for block in answer.blocks if block.heading]
    assert len(headings) == 2
    assert "Pemdi" in headings[0]
    assert "SPBE" in headings[1]
    said = body(answer)
    assert said.index("5%") < said.index("2,50%")
    assert answer.warnings


def test_a_number_that_only_one_regime_has_says_so_of_the_other(assistant: Assistant) -> None:
    said = body(assistant.answer("bobot indikator 40 berapa"))
    assert "Pemdi tidak memiliki indikator itu" in said


def test_with_a_regime_the_other_is_silent(assistant: Assistant) -> None:
    answer = assistant.answer("bobot indikator 14 pemdi")
    assert "SPBE" not in body(answer)
    assert answer.warnings == ()


def test_the_greatest_aspect_is_compared(assistant: Assistant) -> None:
    said = body(assistant.answer("apa bedanya aspek kepuasan pengguna sama aspek lain dari segi bobot"))
    assert "25%" in said
    assert "terbesar" in said


@pytest.mark.parametrize(("regime", "indicators", "aspects"), [(Regime.PEMDI, 20, 7), (Regime.SPBE, 47, 8)])
def test_counts(assistant: Assistant, regime: Regime, indicators: int, aspects: int) -> None:
    said = body(assistant.answer(f"berapa jumlah indikator {regime.value}"))
    assert f"{indicators} indikator" in said
    assert f"{aspects} aspek" in said


@pytest.mark.parametrize(
    ("asked", "wrong", "right"),
    [
        ("apakah bobot aspek tata kelola pemdi 90%?", "bukan 90%", "10%"),
        ("bobot indikator 5 pemdi 3 persen ya?", "bukan 3%", "5%"),
        ("bobot domain layanan spbe 13%?", "bukan 13%", "45,50%"),
    ],
)
def test_a_wrong_weight_in_the_question_is_denied(assistant: Assistant, asked: str, wrong: str, right: str) -> None:
    said = body(assistant.answer(asked))
    assert said.startswith("Tidak, ")
    assert wrong in said
    assert right in said


def test_a_right_weight_in_the_question_is_not_denied(assistant: Assistant) -> None:
    assert "Tidak" not in body(assistant.answer("apakah bobot aspek data pemdi 15%?"))
