"""Spelling repair against the words of the knowledge base, for what is no word at all.

Words of a dictionary (``knowledge/words``), their common derivations and stop words are never touched: repaired
against the words of regulations alone, "berkas" would become "bekasi".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.text import STOPWORDS, fold, words

LISTS = Path(__file__).parents[1] / "words"
_VOWELS = re.compile(r"[aeiou]")
_LETTERS = re.compile(r"(?<![\w/.-])[^\W\d_]{3,}(?![\w/-])")
_PLAIN = re.compile(r"^[a-z]{4,}$")
_ROOT = 4  # letters of the shortest root that an affix is taken off from: "keman" is not "ke" + "man"
_PARTICLES = ("", "nya", "lah", "kah", "pun", "ku", "mu")
_SUFFIXES = ("", "kan", "an", "i", "in")  # "in" is how chats write "kan"
# Prefix → the letters it may have swallowed. The last three are those of chats ("ngirim", "nyusun", "ngecek").
_PREFIXES = {
    "": ("",), "di": ("",), "ke": ("",), "se": ("",), "ber": ("",), "be": ("",), "ter": ("",), "per": ("",),
    "pe": ("",), "me": ("",), "mem": ("", "p"), "men": ("", "t"), "meng": ("", "k"), "meny": ("s",), "menge": ("",),
    "memper": ("",),
    "pem": ("", "p"), "pen": ("", "t"), "peng": ("", "k"), "peny": ("s",), "penge": ("",), "diper": ("",),
    "keber": ("",), "keter": ("",), "ng": ("", "k"), "ny": ("s",), "nge": ("",),
}  # fmt: skip


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """The words of Indonesian, of its places and of everyday chat, as listed."""
    names = ("id.txt", "places.txt", "everyday.txt")
    return frozenset(word for name in names for word in (LISTS / name).read_text(encoding="utf-8").split())


def is_word(word: str) -> bool:
    """Whether a folded word is Indonesian: listed, or a listed root with the usual affixes."""
    return word in STOPWORDS or word in dictionary() or any(root in dictionary() for root in _roots(word))


def _roots(word: str) -> list[str]:
    """What may be left of a word when particles, a suffix and a prefix are taken off."""
    found = []
    for particle in _PARTICLES:
        for suffix in _SUFFIXES:
            if not word.endswith(suffix + particle):
                continue
            middle = word[: len(word) - len(suffix + particle)]
            if suffix == "i" and middle.endswith("i"):
                continue  # "buktii": no root in i takes the suffix
            for prefix, swallowed in _PREFIXES.items():
                if middle.startswith(prefix):
                    found += [letter + middle[len(prefix) :] for letter in swallowed]
    return [root for root in found if len(root) >= _ROOT]


class Speller:
    """Repairs what is no word and stands in no document, where its shape leaves little doubt: two letters exchanged or
    one doubled, vowels left out ("aplksi"), one slip in a word of five letters or more, two in one of nine or more.
    Anything else is left as typed."""

    def __init__(self, counts: Counter[str], cues: Iterable[str] = ()) -> None:
        """``counts``: how often each word occurs in the knowledge base; ``cues``: words that questions are made of,
        which are meant before any other."""
        self._cues = frozenset(cues)
        known: Counter[str] = Counter()
        for raw, count in counts.items():
            for word in words(raw):
                known[word] += count
        known.update(self._cues | STOPWORDS)
        self._known = known
        self._models = [w for w, n in known.items() if (n >= 3 or w in self._cues) and _PLAIN.match(w)]
        self._cue_models = [w for w in self._cues | STOPWORDS if _PLAIN.match(w)]
        self._skeletons: dict[str, list[str]] = defaultdict(list)
        for word, count in known.items():
            if count >= 2 and _PLAIN.match(word):
                self._skeletons[_skeleton(word)].append(word)
        self._fix = lru_cache(maxsize=4096)(self._correct)

    def repair(self, text: str, keep: Set[str] = frozenset()) -> tuple[str, tuple[str, ...]]:
        """The text with such words repaired except those to ``keep``, and the words that stay unknown to the
        knowledge base."""
        unknown: list[str] = []

        def mend(match: re.Match[str]) -> str:
            word = match[0]
            if word in self._known:
                return word
            fixed = word if word in keep or is_word(word) else self._fix(word) or word
            if fixed not in self._known:
                unknown.append(fixed)
            return fixed

        return _LETTERS.sub(mend, fold(text)), tuple(unknown)

    def _correct(self, word: str) -> str | None:
        near = (*self._exchanged(word), *self._without_vowels(word), *self._slipped(word, 1))
        listed = (w for w in self._exchanged(word) if is_word(w))
        return (
            self._best(word, (w for w in near if w in self._known))
            or self._best(word, listed)
            or self._best(word, self._slipped(word, 2) if len(word) >= 9 else ())
            or self._before_particle(word)
        )

    def _exchanged(self, word: str) -> set[str]:
        """The word with two neighbouring letters exchanged, or a doubled letter once: most slips of the hand."""
        if len(word) < 4:
            return set()
        found = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)}
        found |= {word[:at] + word[at + 1 :] for at in range(len(word) - 1) if word[at] == word[at + 1]}
        return found - {word}

    def _without_vowels(self, word: str) -> list[str]:
        """Words that differ only by vowels left out: every letter typed stands in the word, in order."""
        hits = self._skeletons.get(_skeleton(word), ())
        return [w for w in hits if len(w) > len(word) and _subsequence(word, w)]

    def _slipped(self, word: str, slips: int) -> list[str]:
        """Words so many slips away; of four letters only the words of questions are near enough."""
        models = self._models if len(word) > 4 else self._cue_models if len(word) == 4 else []
        near = process.extract(word, models, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return [w for w, _, _ in near if w[0] == word[0]]

    def _before_particle(self, word: str) -> str | None:
        for particle in _PARTICLES[1:4]:
            if word.endswith(particle) and len(word) >= len(particle) + 4:
                root = word.removesuffix(particle)
                fixed = root if root in self._known else self._correct(root)
                if fixed and not fixed.endswith(particle):
                    return fixed + particle
        return None

    def _best(self, typed: str, candidates: Iterable[str]) -> str | None:
        """The likeliest: a word of questions, then one of which only letters were left out ("bukt" is "bukti" before
        "buat"), then a stop word, then the one that the knowledge base says most."""

        def likely(word: str) -> tuple[bool, bool, bool, int]:
            return word in self._cues, _subsequence(typed, word), word in STOPWORDS, self._known[word]

        return max(sorted(candidates), key=likely, default=None)


def _skeleton(word: str) -> str:
    return word[0] + _VOWELS.sub("", word[1:])


def _subsequence(short: str, long: str) -> bool:
    at = iter(long)
    return all(char in at for char in short)
