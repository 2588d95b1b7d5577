"""From which level on something is asked, two levels side by side, and the two regimes."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.catalog import Catalog
from knowledge.model import Regime
from tests.knowledge.knowledge_base import KnowledgeBase, body


def test_the_level_that_speaks_of_it_comes_first_and_all_five_are_told(assistant: Assistant) -> None:
    answer = assistant.answer("mulai level berapa jaringan harus terhubung di indikator 14 spbe?")
    told = [point.text.partition(":")[0] for block in answer.blocks for point in block.points]
    assert told == ["Level 4", "Level 1", "Level 2", "Level 3", "Level 5"]
    assert "Mulai level 4:" in body(answer)
    assert all(point.refs for block in answer.blocks for point in block.points)


def test_a_criterion_of_spbe_is_quoted_as_its_page_has_it(assistant: Assistant) -> None:
    answer = assistant.answer("indikator 14 spbe level berapa yang dipakai bidang?")
    first = answer.blocks[0].points[0]
    assert "“Jaringan contoh dipakai 7 bidang.”" in first.text
    assert answer.citations[first.refs[0] - 1].quote == "Jaringan contoh dipakai 7 bidang."


def test_the_first_of_several_levels_that_speak_of_it_is_named(bare: KnowledgeBase, facts: Catalog) -> None:
    one = facts.indicator_by_key[Regime.PEMDI, 1]
    levels = [fact.number for fact in one.levels if "reviu" in f"{fact.criterion} {' '.join(fact.evidence)}".lower()]
    assert len(levels) > 1
    said = body(bare.assistant().answer("mulai level berapa indikator 1 pemdi butuh reviu"))
    assert f"Mulai level {levels[0]}:" in said


def test_a_plain_verb_does_not_outweigh_what_is_asked_about(bare: KnowledgeBase, facts: Catalog) -> None:
    one = facts.indicator_by_key[Regime.PEMDI, 10]
    assert "dijalankan" in one.levels[2].criterion
    assert "direviu" in one.levels[3].criterion
    said = body(bare.assistant().answer("mulai level berapa reviu dan evaluasi dilakukan pada indikator 10 pemdi?"))
    assert "Mulai level 4:" in said


def test_a_word_that_narrows_the_subject_must_be_held(bare: KnowledgeBase) -> None:
    said = body(bare.assistant().answer("indikator 9 pemdi mulai level berapa ada tim audit nasional"))
    assert "tidak ada level yang menyebutnya" in said


def test_what_no_level_says_is_said_not_to_stand_there(bare: KnowledgeBase) -> None:
    said = body(bare.assistant().answer("mulai level berapa indikator 14 pemdi perlu kucing"))
    assert "tidak ada level yang menyebutnya" in said


def test_without_a_subject_the_five_criteria_stand_in_order(bare: KnowledgeBase, facts: Catalog) -> None:
    one = facts.indicator_by_key[Regime.PEMDI, 9]
    said = body(bare.assistant().answer("indikator 9 pemdi level mana saja?"))
    places = [said.index(f"Level {fact.number}: {fact.criterion}") for fact in one.levels]
    assert places == sorted(places)


@pytest.mark.parametrize("asked", ["beda level 3 dan 4 indikator 9 pemdi", "indikator 9 pemdi dari level 3 ke 4"])
def test_two_levels_stand_under_two_headings(bare: KnowledgeBase, facts: Catalog, asked: str) -> None:
    one = facts.indicator_by_key[Regime.PEMDI, 9]
    low, high = bare.assistant().answer(asked).blocks
    assert (low.heading, high.heading) == ("Level 3", "Level 4")
    assert [point.text for point in low.points] == [one.levels[2].criterion]
    assert [point.text for point in high.points] == [one.levels[3].criterion, *one.levels[3].evidence]


def test_two_indicators_stand_under_two_headings(bare: KnowledgeBase) -> None:
    answer = bare.assistant().answer("apa beda indikator 19 dan 20 pemdi")
    assert [block.heading for block in answer.blocks] == ["Indikator 19 Pemdi", "Indikator 20 Pemdi"]


@pytest.mark.parametrize(
    ("asked", "pemdi", "spbe"),
    [
        ("perbedaan predikat spbe dan pemdi", "4,00–5,00", "4,2–5,0"),
        ("beda aspek spbe sama pemdi", "Aspek 7 Kepuasan", "Aspek 8 Layanan Publik"),
        ("perbedaan tingkat kematangan spbe dan pemdi", "3 Berkembang", "3 Terdefinisi"),
        ("indikator audit di spbe dan pemdi bedanya apa", "Indikator 9 ", "Indikator 29 "),
    ],
)
def test_the_regimes_stand_side_by_side(bare: KnowledgeBase, asked: str, pemdi: str, spbe: str) -> None:
    answer = bare.assistant().answer(asked)
    first, second = [block for block in answer.blocks if block.heading]
    assert pemdi in " ".join(point.text for point in first.points)
    assert spbe in " ".join(point.text for point in second.points)


def test_a_name_that_only_happens_to_stand_there_calls_up_no_card(bare: KnowledgeBase) -> None:
    asked = "pengaduan warga masih masuk ke buku catatan merah milik juru kunci, itu tingkat berapa"
    assert "Indikator 42" not in body(bare.assistant().answer(asked))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("apakah indikator 14 pemdi level 2 sudah harus tersambung?", "Belum pada level 2: baru disebut pada level 4."),
        ("apakah level 4 indikator 14 pemdi harus tersambung?", "Ya, level 4 menyebutnya."),
        ("apakah level 5 indikator 14 pemdi harus tersambung?", "Ya, sudah disebut sejak level 4."),
        ("apakah indikator 14 pemdi level 3 butuh kucing?", "Tidak ada level yang menyebutnya dengan kata itu"),
        ("apakah indikator 5 pemdi level 2 butuh metadata?", "Ya, level 2 menyebutnya."),
    ],
)
def test_what_a_level_is_taken_to_ask_is_confirmed_or_corrected(assistant: Assistant, asked: str, told: str) -> None:
    assert body(assistant.answer(asked)).startswith(told)
