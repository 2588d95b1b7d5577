"""Which words of a question tell whether a text answers it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.deciding.expected import load
from knowledge.deciding.focus import Focus, focus
from knowledge.question import Understanding
from knowledge.vocabulary import Vocabulary

GENERIC = load().generic_stems


def test_what_is_asked_of_a_subject_is_told_from_the_subject(
    understanding: Understanding, vocabulary: Vocabulary
) -> None:
    found = focus(understanding.read("masa jabatan juru kunci gudang berapa tahun?"), vocabulary, GENERIC)
    assert {"masa", "jabat"} <= set(found.heads)
    assert "kunci" in found.words
    assert "kunci" not in found.heads


def test_numbers_and_words_of_any_question_are_no_words_of_a_subject(
    understanding: Understanding, vocabulary: Vocabulary
) -> None:
    assert focus(understanding.read("gimana caranya I-14 L3 min?"), vocabulary, GENERIC).words == ()


def test_another_name_says_the_same(understanding: Understanding, vocabulary: Vocabulary) -> None:
    question = understanding.read("tugas juru kunci")
    found = focus(question, vocabulary, GENERIC, [["juru kunci", "penjaga gudang"]])
    assert found.said("penjaga gudang bertugas mencatat") == frozenset(found.words)
    assert "kunci" not in focus(question, vocabulary, GENERIC).said("penjaga gudang bertugas mencatat")


def test_a_follow_up_has_the_earlier_subject_only_as_a_whole(
    understanding: Understanding, vocabulary: Vocabulary
) -> None:
    question = understanding.read("kuitansi disimpan di mana?").model_copy(
        update={"search": "kuitansi disimpan gudang"}
    )
    assert "gudang" not in focus(question, vocabulary, GENERIC).words
    assert "gudang" in focus(question, vocabulary, GENERIC, whole=True).words


@given(
    words=st.lists(st.sampled_from("abcdefgh"), unique=True), said=st.sets(st.sampled_from("abcdefgh")),
    more=st.sets(st.sampled_from("abcdefgh")),
)  # fmt: skip
def test_the_share_grows_with_what_is_said(words: list[str], said: set[str], more: set[str]) -> None:
    found = Focus(tuple(words), ())
    few, many = (found.share(held & set(words), lambda word: float(ord(word))) for held in (said, said | more))
    assert 0.0 <= few <= many <= 1.0 or not words


def test_a_focus_without_all_its_words_stays_as_it_is() -> None:
    found = Focus(("juru", "kunci"), ("kunci",))
    assert found.without({"juru"}).words == ("kunci",)
    assert found.without({"juru", "kunci"}) == found


def test_words_side_by_side_that_are_not_said_are_counted(understanding: Understanding, vocabulary: Vocabulary) -> None:
    question = understanding.read("predikat lemari besi gudang wlingi")
    found = focus(question, vocabulary, GENERIC)
    assert found.unsaid(question.spelled, found.said("lemari dalam gudang wlingi")) == 1
    assert found.unsaid(question.spelled, found.said("gudang wlingi")) >= 2
    assert found.unsaid(question.spelled, frozenset(found.words)) == 0
