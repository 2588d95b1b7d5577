"""Answers that speak of the subject and not of what was asked are not given."""

from __future__ import annotations

import pytest

from knowledge.answering.rendering import plain
from knowledge.assistant import Assistant
from tests.knowledge.knowledge_base import KnowledgeBase


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("berapa lama kuitansi yang rusak disimpan dalam lemari besi?", "11 tahun"),
        ("berapa anggota yang menghadiri rapat pleno komite?", "19 anggota"),
        ("kapan petugas lapangan memeriksa gudang arsip?", "45 hari"),
    ],
)
def test_what_is_there_is_given(assistant: Assistant, asked: str, held: str) -> None:
    answer = assistant.answer(asked)
    assert not answer.abstained
    assert held in plain(answer)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("berapa lama setiap orang yang menemukan cicak tembaga wajib melapor?", "lamanya tidak disebut"),
        ("apa sanksi bila kuitansi yang rusak disimpan di luar lemari besi?", "sanksinya tidak disebut"),
        ("berapa tanda pengenal biru yang dikenakan anggota komite?", "jumlah tanda tidak disebut"),
        ("berapa persen kuitansi yang rusak disimpan dalam lemari besi?", "persentasenya tidak disebut"),
        ("apa perjalanan dinas petugas lapangan yang memeriksa gudang arsip?", "urusan keuangan"),
    ],
)
def test_the_topic_without_the_thing_asked_for_is_no_answer(assistant: Assistant, asked: str, reason: str) -> None:
    answer = assistant.answer(asked)
    assert answer.abstained
    assert not answer.citations
    assert reason in plain(answer)


@pytest.mark.parametrize(
    "asked",
    [
        "indeks kuitansi yang rusak dalam lemari besi Kota Wlingi?",
        "nilai kuitansi yang rusak dalam lemari besi banyuwangi",
        "nilai kuitansi yang rusak dalam lemari besi dinas perikanan",
        "kuitansi yang rusak disimpan di mana menurut perbup wlingi?",
        "indeks kuitansi rusak Gunung Wungkal?",
        "indeks ab kuitansi yang rusak dalam lemari besi?",
        "indeks pemdi provinsi wlingi tahun 2025 berapa",
        "nilai kuitansi yang rusak dalam lemari besi tahun 2019",
        "kuitansi yang rusak disimpan dalam peti atau karung?",
        "apa itu rapat pleno komite berpita",
        "apa nama boneka kuitansi yang rusak dalam lemari besi?",
        "spesifikasi lemari besi kuitansi yang rusak",
    ],
)
def test_what_holds_for_another_thing_place_or_year_is_no_answer(assistant: Assistant, asked: str) -> None:
    assert assistant.answer(asked).abstained


def test_of_two_choices_one_must_be_told(assistant: Assistant) -> None:
    assert not assistant.answer("kuitansi yang rusak disimpan dalam peti atau lemari?").abstained


def test_a_card_of_the_subject_is_no_answer_to_another_question(assistant: Assistant) -> None:
    assert not assistant.answer("bukti indikator 14 pemdi level 3").abstained
    assert assistant.answer("indikator 14 pemdi level 3, minta tautan format suratnya").abstained


def test_the_regulation_that_would_answer_is_named(bare: KnowledgeBase) -> None:
    told = plain(bare.assistant().answer("level 4 indikator 31 spbe: lembaga apa yang boleh mengaudit?"))
    assert "Pedoman Menteri PANRB 3/2024" in told
    assert "belum ada di sini" in told


def test_a_card_that_says_all_that_was_asked_needs_no_regulation(bare: KnowledgeBase) -> None:
    assert not bare.assistant().answer("apa itu indikator 14 pemdi").abstained
    assert not bare.assistant().answer("indikator 31 spbe").abstained
