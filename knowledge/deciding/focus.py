"""What a question asks of its subject, word by word, and how much of it a text says.

The subject of a question stands in many passages; that it is named there does not make them an answer. The words
that tell are the ones asked about it: the first noun ("masa jabatan ketua komite berapa tahun") and the one beside
the question word ("berapa batas nilai …").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace

from knowledge.question import Question
from knowledge.text import STOPWORDS, stem, tokens, words
from knowledge.vocabulary import Vocabulary, has

_ASKING = frozenset({"berapa", "apa", "mana", "siapa", "kapan", "bagaimana", "what", "which", "who", "when", "how"})
_NUMBER = re.compile(r"[\d.,/-]+|[il]-?\d{1,2}|[a-z]")  # "I-21 L4" names an indicator, as numbers do


@dataclass(frozen=True)
class Focus:
    """``words``: the stems that carry a question's meaning, in order; ``heads``: those of them that are asked about;
    ``groups``: for each phrase of the question with other names, its stems and those names."""

    words: tuple[str, ...]
    heads: tuple[str, ...]
    groups: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = ()

    def said(self, text: str) -> frozenset[str]:
        """The stems of the question that a folded text says, in these words or by another name."""
        held = set(tokens(text))
        for stems, names in self.groups:
            if not stems <= held and any(has(text, name) for name in names):
                held |= stems
        return frozenset(word for word in self.words if word in held)

    def unsaid(self, question: str, said: Set[str]) -> int:
        """How many words side by side in a folded question carry meaning and are not among those ``said`` (stems)."""
        most = run = 0
        for word in words(question):
            stems = set(tokens(word)) & set(self.words)
            run = run + 1 if stems and said.isdisjoint(stems) else 0
            most = max(most, run)
        return most

    def without(self, stems: Set[str]) -> Focus:
        """The same without these stems; unchanged when nothing would be left."""
        left = tuple(word for word in self.words if word not in stems)
        return replace(self, words=left) if left else self

    def share(self, said: Iterable[str], idf: Callable[[str], float]) -> float:
        """The share of the words' weight (inverse document frequency) that these stems carry; 1 of no words."""
        total = sum(idf(word) for word in self.words)
        return sum(idf(word) for word in said) / total if total else 1.0


def focus(
    question: Question,
    vocabulary: Vocabulary,
    generic: Set[str],
    names: Sequence[Sequence[str]] = (),
    *,
    whole: bool = False,
) -> Focus:
    """The focus of a question. ``names``: groups of folded names for one thing, beside the vocabulary's synonyms;
    ``whole``: with what a follow-up takes from the turns before it."""
    text = question.search if question.english or whole else question.spelled
    asked = words(text)
    told = [w for w in asked if not ({w, stem(w)} & generic or w in STOPWORDS or _NUMBER.fullmatch(w))]
    listed = tuple(dict.fromkeys(t for w in told for t in tokens(w) if t not in generic and not _NUMBER.fullmatch(t)))
    beside = [
        near
        for at, word in enumerate(asked)
        if word in _ASKING
        for near in (*asked[max(0, at - 1) : at], *asked[at + 1 : at + 3])
        if near in told
    ]
    heads = tuple(dict.fromkeys(t for w in (*told[:2], *beside) for t in tokens(w) if t in listed))
    groups = []
    for group in (*vocabulary.synonyms, *names):
        present = [name for name in group if has(text, name)]
        others = tuple(name for name in group if name not in present)
        groups += [(frozenset(tokens(name)), others) for name in present if others]
    return Focus(listed, heads, tuple(groups))
