"""Spelling repaired only where exactly one thing can be meant."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.spelling import COMMON, Speller

COUNTS = Counter({"aplikasi": 9, "arsitektur": 7, "keamanan": 5, "interviu": 4, "59/2020": 3, "langka": 1})


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(COUNTS)


@pytest.mark.parametrize(
    ("typed", "meant"), [("aplksi", "aplikasi"), ("arsitektru", "arsitektur"), ("keamnan", "keamanan")]
)
def test_a_word_with_one_slip_is_repaired(speller: Speller, typed: str, meant: str) -> None:
    assert speller.repair(f"apa itu {typed}?") == (f"apa itu {meant}?", ())


@pytest.mark.parametrize("typed", ["zzzzqx", "arstktrx", "gedung"])
def test_anything_else_is_left_as_typed_and_named(speller: Speller, typed: str) -> None:
    assert speller.repair(typed) == (typed, (typed,))


@pytest.mark.parametrize("typed", ["aplikasi", "langka", "yang", "59/2020", "e-arsitektru"])
def test_known_words_stop_words_and_compounds_are_left(speller: Speller, typed: str) -> None:
    assert speller.repair(typed) == (typed, ())


def test_an_everyday_word_is_never_turned_into_a_term() -> None:
    assert Speller(Counter({"bandung": 9, "garansit": 9})).repair("garansi")[0] == "garansi"
    assert "garansi" in COMMON


def test_a_word_seen_once_is_no_model() -> None:
    assert Speller(Counter({"arsitektur": 1})).repair("arsitektru")[0] == "arsitektru"


@given(st.text(max_size=60))
def test_repairing_again_changes_nothing(text: str) -> None:
    speller = Speller(COUNTS)
    once, unknown = speller.repair(text)
    assert speller.repair(once) == (once, unknown)
