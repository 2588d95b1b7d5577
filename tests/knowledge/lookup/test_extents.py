"""How many articles, chapters and pages a document has, and which article stands beside another."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from knowledge.model import Turn
from tests.knowledge.knowledge_base import body


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("berapa jumlah pasal perpres 83/2025?", "5 pasal, sampai Pasal 5"),
        ("permenpanrb 59/2020 ada berapa bab?", "2 bab"),
        ("berapa halaman permenpanrb 59/2020", "3 halaman"),
        ("apakah perpres 83/2025 ada 7 pasal?", "Tidak: bukan 7 pasal. Perpres 83/2025"),
        ("benarkah perpres 83/2025 terdiri dari 5 pasal", "Ya, benar. Perpres 83/2025"),
    ],
)
def test_a_held_document_is_counted(assistant: Assistant, asked: str, told: str) -> None:
    answer = assistant.answer(asked)
    assert told in body(answer)
    assert answer.citations[0].quote


def test_a_document_that_is_not_held_is_not_counted(assistant: Assistant) -> None:
    answer = assistant.answer("perpres 95/2018 ada berapa pasal")
    assert answer.abstained
    assert "Perpres 95/2018 tidak ditemukan" in body(answer)


@pytest.mark.parametrize(
    "asked", ["berapa halaman maksimal laporan menurut perpres 83/2025", "berapa halaman proposal"]
)
def test_pages_of_something_else_are_not_the_documents(assistant: Assistant, asked: str) -> None:
    assert "1 halaman" not in body(assistant.answer(asked))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("pasal setelah pasal 2 perpres 83/2025", "tanda pengenal biru"),
        ("pasal sebelum pasal 2 perpres 83/2025", "rapat pleno"),
    ],
)
def test_the_article_beside_one_that_is_named(assistant: Assistant, asked: str, told: str) -> None:
    assert told in body(assistant.answer(asked))


@pytest.mark.parametrize(
    ("cue", "told"), [("pasal berikutnya?", "tanda pengenal biru"), ("pasal sebelumnya?", "rapat pleno")]
)
def test_going_on_to_the_article_beside_the_last_one(assistant: Assistant, cue: str, told: str) -> None:
    assert told in body(assistant.answer(cue, [Turn(role="user", text="isi pasal 2 perpres 83/2025")]))


def test_after_the_last_article_comes_none(assistant: Assistant) -> None:
    answer = assistant.answer("pasal setelah pasal 5 perpres 83/2025")
    assert answer.abstained
    assert "Tidak ada pasal lain" in body(answer)
