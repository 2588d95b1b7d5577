"""Articles that are named stand as they are in the PDF."""

from __future__ import annotations

import pytest

from knowledge.assistant import Assistant
from tests.knowledge.knowledge_base import KnowledgeBase, body


@pytest.mark.parametrize(
    "asked",
    [
        "Pasal 3 PermenPANRB 59/2020",
        "psl 3 permenpan 59 2020 isinya apa",
        "isi permenpanrb nomor 59 tahun 2020 pasal 3",
    ],
)
def test_an_article_is_quoted_with_its_page(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert "disimpan dalam lemari besi selama 11 tahun" in body(answer)
    [citation] = answer.citations
    assert (citation.file, citation.page_from, citation.locator) == ("permen-59-2020-uji.pdf", 2, "Pasal 3")
    assert answer.warnings


def test_an_article_of_a_document_in_force_needs_no_warning(assistant: Assistant) -> None:
    answer = assistant.answer("pasal 2 perpres 83/2025")
    assert "notula dan daftar hadir" in body(answer)
    assert answer.warnings == ()


def test_an_article_beyond_the_last_is_corrected(assistant: Assistant) -> None:
    answer = assistant.answer("apa bunyi pasal 99 perpres 83/2025?")
    assert not answer.abstained
    assert "hanya sampai Pasal 5" in body(answer)
    assert "Pasal 99 tidak ada dalam " in body(answer)
    assert [c.file for c in answer.citations] == ["perpres-83-2025-uji.pdf"]


def test_an_article_of_a_text_that_is_not_held(assistant: Assistant) -> None:
    answer = assistant.answer("bunyi pasal 5 UU PDP")
    assert answer.abstained
    assert "tidak ditemukan" in body(answer)


def test_an_article_of_no_document_is_not_guessed(base: KnowledgeBase) -> None:
    assert base.searcher().article((), "3") == []
    assert len(base.searcher().article(("perpres-83-2025",), "3")) == 1
