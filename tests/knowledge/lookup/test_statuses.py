"""Whether a document is in force: the verdict first, what is not known said so."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from tests.knowledge.knowledge_base import body


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("kenapa uu pdp dicabut?", "Tidak: pencabutan UU 27/2022 tidak ditemukan"),
        ("perpres 95/2018 sudah dicabut ya?", "Tidak: pencabutan Perpres 95/2018 tidak ditemukan"),
        ("uu pdp masih berlaku ga", "Ya, sejauh yang saya ketahui UU 27/2022 masih berlaku."),
        ("uu ite masih berlaku?", "Ya, sejauh yang saya ketahui UU 11/2008 masih berlaku, sebagaimana diubah oleh UU"),
        ("permenpanrb 59/2020 masih berlaku?", "Tidak: PermenPANRB 59/2020 sudah dicabut oleh PermenPANRB 8/2026."),
        ("sejak kapan permenpanrb 59 tahun 2020 dicabut", "PermenPANRB 59/2020 sudah dicabut oleh PermenPANRB 8/2026."),
        ("Is PermenPANRB 59/2020 still in force?", "No: PermenPANRB 59/2020 has been revoked by PermenPANRB 8/2026."),
    ],
)
def test_the_verdict_stands_first(assistant: Assistant, asked: str, first: str) -> None:
    answer = assistant.answer(asked)
    leads = [block.lead for block in answer.blocks]
    assert leads[0].startswith(first), leads
    assert answer.citations


def test_a_reason_that_is_not_held_is_said_not_to_be(assistant: Assistant) -> None:
    said = body(assistant.answer("kenapa permenpanrb 59/2020 dicabut?"))
    assert "dicabut oleh PermenPANRB 8/2026" in said
    assert "Alasan pencabutannya tidak ditemukan" in said


def test_an_article_of_a_revoked_rule_is_quoted_after_the_verdict(assistant: Assistant) -> None:
    answer = assistant.answer("pasal 3 permenpanrb 59/2020 masih berlaku ga")
    assert answer.blocks[0].lead.startswith("Tidak: PermenPANRB 59/2020 sudah dicabut")
    assert "lemari besi" in body(answer)


def test_another_question_of_a_revoked_rule_is_left_to_others(assistant: Assistant) -> None:
    assert not body(assistant.answer("kuitansi rusak disimpan berapa tahun menurut permenpanrb 59/2020")).startswith(
        ("Tidak:", "Ya,")
    )
