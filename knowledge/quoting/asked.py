"""What a question wants of a text: its words by weight, and the kind of thing that would answer it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from knowledge.text import fold, tokens

# What a word counts that is meant, not said (a synonym, one of the question before, one around a piece), and what the
# kind of thing asked for adds to a piece's words: swept in benchmarks/constants.py.
HALF = 0.5
# Numbers that only name a place: "Pasal 8 ayat (2)", the mark of a list item.
_REFERENCE = re.compile(
    r"\b(?:pasal|ayat|huruf|angka|nomor|tahun|indikator|lampiran|tabel|gambar) \(?\d+\w{0,2}\)?|^\(?\w{1,2}[.)] "
)
_DEFINES = re.compile(r"\b(?:adalah|merupakan|ialah)\b")


@dataclass(frozen=True)
class Asked:
    """``weights``: stems of the question and their inverse document frequency, synonyms among them; ``kinds``:
    what only an answer of the kinds asked for holds; ``listed`` and ``defined``: a list, a definition is asked for."""

    weights: Mapping[str, float]
    kinds: Sequence[re.Pattern[str]] = field(default=())
    listed: bool = False
    defined: bool = False

    def covers(self, words: AbstractSet[str]) -> float:
        """The weight of the question's words among these stems."""
        return sum(weight for token, weight in self.weights.items() if token in words)

    def kind_of(self, text: str) -> float:
        """1, and more the more of the kinds of thing asked for a text holds."""
        plain = _REFERENCE.sub(" ", fold(text))
        held = [bool(pattern.search(plain)) for pattern in self.kinds]
        if self.defined:
            held.append(bool(_DEFINES.search(plain)))
        return 1 + HALF * sum(held) / len(held) if held else 1.0

    def held(self, text: str) -> frozenset[str]:
        """The question's words that a text covers."""
        return frozenset(self.weights.keys() & set(tokens(text)))
