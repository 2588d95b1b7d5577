"""What is no question to the documents is not searched in them."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from tests.knowledge.knowledge_base import text


@pytest.mark.parametrize(
    "said", ["halo", "terima kasih ya", "makasih banyak kak", "ok sip", "1", "???", "selamat pagi pak"]
)
def test_greetings_and_thanks_get_no_legal_text(assistant: Assistant, said: str) -> None:
    answer = assistant.answer(said)
    assert answer.abstained
    assert "tidak ditemukan" in text(answer)


@pytest.mark.parametrize("said", ["siapa kamu?", "siapa yang membuat kamu", "siapa pembuat kamu"])
def test_it_says_who_it_is(assistant: Assistant, said: str) -> None:
    answer = assistant.answer(said)
    assert answer.abstained
    assert "Asisten SPBE" in text(answer)
    assert "tidak dapat" in text(answer)


@pytest.mark.parametrize("said", ["pasal 1 uu cipta kerja", "pasal 10 uu 23 2014", "pasal 2 permendagri 77 2020"])
def test_a_law_not_held_is_not_answered_from_another(assistant: Assistant, said: str) -> None:
    answer = assistant.answer(said)
    assert answer.abstained
    assert answer.citations == ()
    assert "tidak ditemukan" in text(answer)


def test_a_pasal_known_only_to_the_catalog_says_so(assistant: Assistant) -> None:
    answer = assistant.answer("pasal 12 permenpan 8 2026")
    assert not answer.abstained
    assert "Naskahnya belum ada" in text(answer)
    assert "59/2020" in text(answer)


def test_where_only_spbe_has_the_name_pemdi_gets_one_line_first(assistant: Assistant) -> None:
    answer = assistant.answer("level 4 indikator manajemen risiko")
    assert answer.blocks[0].lead.startswith("Pemdi 2026 (berlaku) tidak memiliki indikator dengan nama itu")
    assert any("SPBE indikator 21" in block.lead for block in answer.blocks[1:])


@pytest.mark.parametrize("said", ["makasih ya", "terima kasih banyak pak", "thanks", "mksh min"])
def test_thanks_are_answered_kindly(assistant: Assistant, said: str) -> None:
    said_back = text(assistant.answer(said))
    assert said_back.startswith(("Sama-sama.", "You are welcome."))
