"""What a chapter of a held document holds."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from tests.knowledge.knowledge_base import body


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("isi bab II permenpanrb 59/2020", "BAB II PELAKSANAAN memuat:\nPasal 2–5"),
        ("bab 2 permenpanrb 59/2020 tentang apa", "BAB II PELAKSANAAN memuat:\nPasal 2–5"),
        ("isi bab I perpres 83/2025 apa saja", "BAB I PELAKSANA memuat:\nPasal 1–5"),
        ("isi bab 1 permenpanrb 59/2020", "2. Arsiparis Lapangan adalah petugas yang mengumpulkan kuitansi."),
        ("isi bab 9 perpres 83/2025", "hanya sampai BAB I PELAKSANA; bab 9 tidak ada"),
    ],
)
def test_a_chapter_is_told_by_its_parts(assistant: Assistant, asked: str, told: str) -> None:
    answer = assistant.answer(asked)
    assert told in body(answer)
    assert answer.citations


def test_something_in_a_chapter_is_left_to_the_search(assistant: Assistant) -> None:
    assert "memuat:" not in body(assistant.answer("bab 2 permenpanrb 59/2020 soal kuitansi rusak"))


def test_a_chapter_of_a_document_that_is_not_held_is_not_made_up(assistant: Assistant) -> None:
    assert assistant.answer("isi bab 2 perpres 95/2018").abstained
