"""The two things that a question compares."""

from __future__ import annotations

import pytest

from knowledge.answering.drafting import Draft
from knowledge.question import Understanding
from knowledge.question.sides import sides
from knowledge.quoting.passages import passages
from knowledge.vocabulary import Vocabulary
from tests.knowledge.knowledge_base import KnowledgeBase


@pytest.mark.parametrize(
    ("spelled", "names"),
    [
        ("apa perbedaan arsip biru dan arsip merah?", ("arsip biru", "arsip merah")),
        ("perbedaan juru kunci sama bendahara apa", ("juru kunci", "bendahara")),
        ("arsip biru vs arsip merah", ("arsip biru", "arsip merah")),
        ("apa perbedaan antara juru kunci dengan bendahara", ("juru kunci", "bendahara")),
        ("apa perbedaan arsip biru, kuning dan merah dan hijau", None),
        ("apa perbedaannya", None),
        ("perbedaan arsip dan arsip", None),
    ],
)
def test_exactly_two_things_are_named(vocabulary: Vocabulary, spelled: str, names: tuple[str, str] | None) -> None:
    assert sides(spelled, vocabulary.asks["comparison"], vocabulary.question_words) == names


def test_each_of_two_things_found_is_quoted_apart(base: KnowledgeBase, understanding: Understanding) -> None:
    searcher = base.searcher()
    found = searcher.find(understanding.read("apa perbedaan buku merah dan lemari besi?"))
    assert [name for name, _ in found.sides] == ["buku merah", "lemari besi"]
    draft = Draft("q", base.catalog, base.store.page)
    passages(found, base.index(), draft)
    assert [block.heading for block in draft.blocks if block.heading] == ["Buku merah", "Lemari besi"]
    assert "buku merah" in draft.blocks[0].points[0].text
    assert searcher.find(understanding.read("apa perbedaan buku merah dan kapal selam?")).sides == ()
