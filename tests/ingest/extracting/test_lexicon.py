"""Words are told from scraps, and the list of words is nothing but words."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import ingest.extracting.lexicon
from ingest.extracting.lexicon import known_share, known_tokens, word_tokens

SENTENCE = "Pemerintah daerah melaksanakan evaluasi penyelenggaraan pemerintahan berbasis elektronik."


def test_a_well_read_sentence_is_all_words() -> None:
    assert known_share(SENTENCE) == 1.0
    assert known_tokens("menyelenggarakannya diselenggarakanlah") == (2, 2)  # other forms of known stems


def test_misread_words_lower_the_share() -> None:
    assert known_share("menriliki kebdakan Pasal2SG penyelen6garaan") == 0.0
    assert 0 < known_share(SENTENCE + " menriliki") < 1


def test_numbers_and_short_tokens_are_not_judged() -> None:
    assert word_tokens("6.000 di a. (2) 2024 SPBE 2SG") == ["spbe", "2sg"]
    assert known_share("12 (3) a. b.") == 0.0


@given(st.text(max_size=60), st.text(max_size=60))
def test_counts_add_up(one: str, other: str) -> None:
    known, count = known_tokens(one)
    assert 0 <= known <= count == len(word_tokens(one))
    both = known_tokens(one + "\n" + other)
    assert both == tuple(a + b for a, b in zip((known, count), known_tokens(other), strict=True))


def test_the_list_holds_single_words_only() -> None:
    path = Path(ingest.extracting.lexicon.__file__).with_name("lexicon.txt")
    listed = path.read_text(encoding="utf-8").split("\n")[:-1]
    assert 2_000 < len(listed) <= 10_000
    assert listed == sorted(set(listed))
    assert all(word.isalpha() and word == word.lower() for word in listed)
