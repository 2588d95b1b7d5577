"""Weights and counts, cell by cell of the catalog."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.lookup.context import number
from knowledge.model import Regime
from tests.knowledge.knowledge_base import KnowledgeBase, body


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
    assert said.startswith("Tidak: ")
    assert wrong in said
    assert right in said


def test_a_right_weight_in_the_question_is_not_denied(assistant: Assistant) -> None:
    assert "Tidak" not in body(assistant.answer("apakah bobot aspek data pemdi 15%?"))


def test_a_right_weight_that_is_doubted_is_confirmed_for_each_regime_alone(assistant: Assistant) -> None:
    said = body(assistant.answer("apakah bobot indikator 14 itu 5%?"))
    assert said.index("Ya, benar. Bobot indikator Pemdi") < said.index("Tidak: bukan 5%. Bobot indikator SPBE")


def test_a_weight_is_told_and_nothing_beside_it(base: KnowledgeBase) -> None:
    answer = base.assistant().answer("bobot indikator 14 spbe")
    assert [len(block.points) for block in answer.blocks] == [1]


def test_a_domain_says_which_indicators_it_holds(assistant: Assistant) -> None:
    assert "16,50% (aspek 5–6, indikator 21–31)" in body(assistant.answer("bobot domain manajemen spbe"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("apakah pemdi punya 20 indikator?", "Ya, benar. Pemdi memiliki 20 indikator"),
        ("apakah level pemdi ada 6?", "Tidak: bukan 6 level."),
        ("indikator spbe ada 50 ya?", "Tidak: bukan 50 indikator. SPBE memiliki 47 indikator"),
        ("benarkah aspek pemdi ada 9?", "Tidak: bukan 9 aspek. Pemdi memiliki 20 indikator dalam 7 aspek"),
    ],
)
def test_a_count_in_the_question_is_confirmed_or_denied(assistant: Assistant, asked: str, told: str) -> None:
    assert told in body(assistant.answer(asked))


def test_counts_of_both_regimes_stand_under_their_headings(assistant: Assistant) -> None:
    answer = assistant.answer("berapa jumlah indikator spbe dan pemdi?")
    assert [("20 indikator" in b.lead, "47 indikator" in b.lead) for b in answer.blocks if b.heading] == [
        (True, False),
        (False, True),
    ]


def test_the_names_of_the_levels_are_counted(assistant: Assistant) -> None:
    said = body(assistant.answer("ada berapa tingkat kematangan spbe?"))
    assert "5 tingkat" in said
    assert "3 Terdefinisi" in said
    assert "3 Transaksi" in said


def test_the_names_of_the_levels_of_one_capability(assistant: Assistant) -> None:
    said = body(assistant.answer("sebutkan nama tingkat kematangan untuk kapabilitas layanan SPBE"))
    assert "1 Informasi, 2 Interaksi, 3 Transaksi, 4 Kolaborasi, 5 Optimum" in said
    assert "Rintisan" not in said


def test_an_aspect_says_how_many_indicators_it_has_and_which_when_asked(assistant: Assistant) -> None:
    said = body(assistant.answer("bobot aspek penyelenggara pemdi dan indikatornya apa saja"))
    assert "10% (2 indikator, 3–4, masing-masing 5%)" in said
    assert "Indikator 4 Tingkat Kematangan Kolaborasi Pemerintah Digital" in said


@pytest.mark.parametrize("regime", Regime)
@pytest.mark.parametrize("word", ["terbesar", "terkecil"])
def test_the_greatest_and_the_least_weight(assistant: Assistant, facts: Catalog, regime: Regime, word: str) -> None:
    rows = facts.indicators_of(regime)
    edge = (max if word == "terbesar" else min)(row.weight for row in rows)
    answer = assistant.answer(f"indikator {regime.value} dengan bobot {word}")
    told = {point.text for block in answer.blocks for point in block.points}
    assert told == {f"Indikator {row.number} {row.name}" for row in rows if row.weight == edge}
    assert f"{number(edge)}%" in body(answer)


def test_a_total_of_weights_is_summed(assistant: Assistant) -> None:
    assert "Jumlah: 12,00%" in body(assistant.answer("bobot indikator 21 sampai 28 spbe berapa total?"))


def test_the_name_of_one_level(assistant: Assistant) -> None:
    said = body(assistant.answer("level 3 itu namanya apa di spbe?"))
    assert "3 Terdefinisi — Semua unit kerja" in said
    assert "4 " not in said
    assert "3 Terdefinisi" in body(assistant.answer("terdefinisi itu level berapa?"))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("total bobot aspek 1 dan 2 pemdi", "Jumlah: 20%."),
        ("mana lebih besar bobotnya, aspek 1 atau aspek 2 spbe?", "Bobot terbesar: aspek 1, 13,00%."),
        ("mana lebih besar bobotnya, aspek 1 atau aspek 2 pemdi?", "Bobotnya sama, 10%."),
        ("berapa indikator di aspek manajemen spbe?", "Aspek 5 SPBE (Penerapan Manajemen SPBE) memuat 8 indikator"),
        ("level terdefinisi itu apa", "Terdefinisi adalah nama level 3 SPBE."),
    ],
)
def test_the_first_line_is_the_answer(assistant: Assistant, asked: str, told: str) -> None:
    assert body(assistant.answer(asked)).startswith(told)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("bobot indikator 19 ditambah 20 pemdi", ["Jumlah: 25%.", "10 + 15"]),
        ("bobot indikator 19 + 20 pemdi berapa", ["Jumlah: 25%."]),
        ("selisih bobot indikator 20 dan indikator 1 pemdi", ["15 − 5 = 10 poin persen", "indikator 20 lebih besar"]),
        ("berapa selisih bobot domain layanan dan domain kebijakan spbe", ["45,50 − 13,00 = 32,5 poin persen"]),
        ("selisih bobot indikator 1 dan indikator 2 pemdi", ["Bobotnya sama, 5%."]),
    ],
)
def test_two_weights_are_added_or_set_against_each_other(assistant: Assistant, asked: str, told: list[str]) -> None:
    said = body(assistant.answer(asked))
    assert all(text in said for text in told), said
