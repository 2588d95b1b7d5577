"""Indices from the levels a question gives: the result, its working and its predicate."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from tests.knowledge.knowledge_base import KnowledgeBase, body


@pytest.fixture(scope="module")
def assistant(bare: KnowledgeBase) -> Assistant:
    return bare.assistant()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("I19 level 5 I20 level 4 berapa indeks aspek 7 pemdi", ("4,40", "(10 × 5 + 15 × 4) ÷ 25")),
        ("hitung indeks aspek 2 SPBE: I11 3, I12 4, I13 3, I14 2", ("3,00", "30 ÷ 10")),
        ("semua indikator level 2, indeks pemdi berapa", ("2,00", "predikatnya cukup")),
        ("semua level 4 kecuali I32 level 1, berapa indeks SPBE?", ("3,92", "97,25 × 4 + 2,75 × 1", "sangat baik")),
        ("indeks domain 1 3,70 domain 2 3,40 domain 3 3,00 domain 4 3,20, indeks spbe?", ("3,28", "328,2", "baik")),
        ("domain kebijakan 3,7 tata kelola 3,4 manajemen 3 layanan 3,2 indeks spbe berapa", ("3,28", "328,2")),
        ("What is the SPBE index if all indicators are at level 3?", ("3,00", "baik")),
        ("indeks pemdi kalau indikator 1-10 level 4, sisanya 3?", ("3,43", "43 × 4 + 57 × 3")),
        ("indeks pemdi kalau indikator 1-10 level 4, lainnya 3?", ("3,43", "43 × 4 + 57 × 3")),
        ("semua indikator aspek 6 spbe level 3 kecuali I30 level 2, indeksnya?", ("2,67", "12 ÷ 4,5 ≈ 2,67")),
    ],
)
def test_the_result_stands_with_its_working(assistant: Assistant, asked: str, told: tuple[str, ...]) -> None:
    answer = assistant.answer(asked)
    said = body(answer).lower()
    assert all(text in said for text in told), said
    assert answer.citations


def test_of_missing_levels_the_bounds_are_told(assistant: Assistant) -> None:
    said = body(assistant.answer("I19 level 3 berapa indeks aspek 7 pemdi"))
    assert "antara 1,80 dan 4,20" in said
    assert "I20" in said


def test_only_the_regime_that_fits_is_shown(assistant: Assistant) -> None:
    said = body(assistant.answer("I11 level 3, I12 level 4, I13 level 3, I14 level 2, indeks aspeknya berapa"))
    assert "aspek 2 SPBE" in said
    assert "Pemdi" not in said


def test_without_a_regime_the_whole_is_told_for_both(assistant: Assistant) -> None:
    said = body(assistant.answer("kalau semua indikator level 4 predikatnya apa"))
    assert said.index("Predikatnya Memuaskan") < said.index("Predikatnya Sangat Baik")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("indikator 14 spbe naik dari level 2 ke 3 nambah berapa", "÷ 100 = 0,025"),
        ("kalau indikator 19 pemdi naik satu level nambah berapa", "10 × 1 ÷ 100 = 0,1"),
        ("berapa kontribusi indikator 20 pemdi level 3 ke indeks", "15 × 3 ÷ 100 = 0,45"),
    ],
)
def test_the_effect_of_one_indicator(assistant: Assistant, asked: str, told: str) -> None:
    assert told in body(assistant.answer(asked))


def test_a_level_beyond_the_scale_is_not_computed_with(assistant: Assistant) -> None:
    said = body(assistant.answer("I1 level 6, I2 level 3 indeks aspek 1 pemdi berapa"))
    assert "Level 6 tidak ada" in said


@pytest.mark.parametrize("asked", ["bukti indikator 14 level 3", "syarat indikator 14 level 3 apa"])
def test_a_level_that_is_asked_for_is_not_computed_with(assistant: Assistant, asked: str) -> None:
    assert "Cara hitung" not in body(assistant.answer(asked))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("hitung indeks pemdi kalau semua 2 kecuali indikator 20 yang 4", "Indeks Pemdi: 2,30."),
        ("indeks aspek data kalau indikator 5=3 6=2 7=4 8=1", "Indeks aspek 3 Pemdi (Data): 2,47."),
        ("indikator 1 nilai 7 dan lainnya 3 indeks spbe berapa", "Tidak dapat dihitung: nilai 7 tidak ada"),
    ],
)
def test_values_are_paired_however_they_are_written(bare: KnowledgeBase, asked: str, told: str) -> None:
    said = body(bare.assistant().answer(asked))
    assert told in said
    assert "Indeks aspek 1 SPBE" not in said


def test_the_same_step_of_several_indicators_is_summed(assistant: Assistant) -> None:
    said = body(assistant.answer("indikator 19 dan 20 pemdi naik dari 2 ke 4, indeks nambah berapa"))
    assert "Bersama-sama Indeks Pemdi berubah (10 + 15) × (4 − 2) ÷ 100 = 0,5." in said
