"""Spelling repaired only where one thing is most likely meant, and never in a word."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.question.spelling import Speller, dictionary, is_word

COUNTS = Counter(
    {
        "aplikasi": 9,
        "arsitektur": 7,
        "keamanan": 5,
        "interviu": 4,
        "59/2020": 3,
        "langka": 1,
        "bekasi": 9,
        "garansit": 9,
    }
)
WORDS = sorted(dictionary())


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(COUNTS, ["berapa", "sebutkan"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aplksi", "aplikasi"),
        ("arsitektru", "arsitektur"),
        ("arsittekturr", "arsitektur"),
        ("keamnan", "keamanan"),
        ("kaemanan", "keamanan"),
        ("kmnan", "keamanan"),
        ("aplkasinya", "aplikasinya"),
        ("berpa", "berapa"),
        ("sebbutkan", "sebutkan"),
        ("yagn", "yang"),
        ("yyang", "yang"),
    ],
)
def test_a_slip_is_repaired(speller: Speller, typed: str, meant: str) -> None:
    assert speller.repair(f"itu {typed}?")[0] == f"itu {meant}?"


@pytest.mark.parametrize("typed", ["zzzzqx", "arstktrx", "gedung"])
def test_anything_else_is_left_as_typed_and_named(speller: Speller, typed: str) -> None:
    assert speller.repair(typed) == (typed, (typed,))


@pytest.mark.parametrize("typed", ["aplikasi", "langka", "yang", "59/2020", "e-arsitektru"])
def test_known_words_stop_words_and_compounds_are_left(speller: Speller, typed: str) -> None:
    assert speller.repair(typed) == (typed, ())


@pytest.mark.parametrize("word", ["garansi", "berkas", "website", "gowa", "dilampirkan", "ngumpulin", "pertanyaannya"])
def test_a_word_is_never_turned_into_a_term(speller: Speller, word: str) -> None:
    assert speller.repair(word)[0] == word


@given(st.sampled_from(WORDS))
def test_no_listed_word_is_ever_changed(word: str) -> None:
    near = Speller(Counter({word[1:]: 99, word + "a": 99, word[::-1]: 99, "aplikasi": 99, "keamanan": 99}))
    assert near.repair(word)[0] == word


@given(
    st.sampled_from(WORDS),
    st.sampled_from(["di", "ke", "ber", "ter", "se", ""]),
    st.sampled_from(["kan", "an", "nya", "kannya", ""]),
)
def test_the_usual_affixes_make_words_of_a_listed_root(root: str, prefix: str, suffix: str) -> None:
    assert is_word(prefix + root + suffix) or len(root) < 4


@pytest.mark.parametrize("slip", ["apliksi", "keman", "indiktor", "peratran", "knpa"])
def test_a_slip_is_no_word(slip: str) -> None:
    assert not is_word(slip)


def test_a_word_seen_once_is_no_model() -> None:
    assert Speller(Counter({"arsitektur": 1})).repair("arsitektru")[0] == "arsitektur"
    assert Speller(Counter({"arsitektur": 1})).repair("arsitktxr")[0] == "arsitktxr"


@given(st.text(max_size=60))
def test_repairing_again_changes_nothing(text: str) -> None:
    speller = Speller(COUNTS)
    once, unknown = speller.repair(text)
    assert speller.repair(once) == (once, unknown)


def test_letters_left_out_come_before_letters_changed() -> None:
    speller = Speller(Counter({"bukti": 50, "buat": 90, "buka": 9}), {"bukti", "buat", "buka"})
    assert speller.repair("bukt buki buktii")[0] == "bukti bukti bukti"
