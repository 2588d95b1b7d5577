"""How much of a text is words: the share of its tokens that stand in a list made from born-digital regulations.

A recognised page that reads "menriliki" or "Pasal2SG" has a lower share than one that is read well. The list
(``lexicon.txt``, one word a line, no sentences) is made by ``benchmarks/make_lexicon.py``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from knowledge.text import fold, stem

_TOKEN = re.compile(r"[^\W_]+")
_SHORTEST = 3


def word_tokens(text: str) -> list[str]:
    """Lower-case tokens that are judged: three characters or more, with a letter in them."""
    return [token for token in _TOKEN.findall(fold(text)) if len(token) >= _SHORTEST and not token.isdigit()]


def known_tokens(text: str) -> tuple[int, int]:
    """(tokens that are words, all tokens) of a text. A word counts when it or its stem is in the list."""
    words, stems = _lists()
    tokens = word_tokens(text)
    return sum(token in words or stem(token) in stems for token in tokens), len(tokens)


def known_share(text: str) -> float:
    """The share of tokens that are words, 0–1; 0 for a text without tokens."""
    known, count = known_tokens(text)
    return known / count if count else 0.0


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    words = (Path(__file__).parent / "lexicon.txt").read_text(encoding="utf-8").split()
    return frozenset(words), frozenset(stem(word) for word in words)
