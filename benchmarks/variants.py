"""How many ways of typing the same question are read alike: names and numbers glued, short, dotted or in words, and
slips of the hand in the words before the numbers. Needs no documents: what is read is compared with what was meant.

    python benchmarks/variants.py [--each 60] [--failures]
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable

from benchmarks.typos import double, drop, neighbour, swap, vowels
from knowledge import catalog, vocabulary
from knowledge.question import Question, Understanding
from knowledge.question.spelling import Speller
from knowledge.text import words

_UNITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
Meant = tuple[int, int]
Way = Callable[[int, int, random.Random], str]


def in_words(number: int) -> str:
    """``21`` → ``dua puluh satu``, from 1 to 99."""
    if number in (10, 11):
        return "sepuluh" if number == 10 else "sebelas"
    if number < 20:
        return _UNITS[number] if number < 10 else f"{_UNITS[number - 10]} belas"
    return f"{_UNITS[number // 10]} puluh {_UNITS[number % 10]}".strip()


def _struck(slip: Callable[[str, random.Random], str]) -> Way:
    def way(indicator: int, level: int, chance: random.Random) -> str:
        names = [slip(word, chance) for word in ("bukti", "indikator", "level")]
        return f"{names[0]} {names[1]} {indicator} {names[2]} {level}"

    return way


WAYS: dict[str, Way] = {
    "as written": lambda i, n, _: f"bukti dukung indikator {i} level {n}",
    "turned": lambda i, n, _: f"level {n} indikator {i} butuh bukti apa",
    "glued": lambda i, n, _: f"bukti indikator{i}level{n}",
    "glued, short": lambda i, n, c: f"bukdung {c.choice(('ind', 'indi'))}{i}{c.choice(('lv', 'lvl'))}{n}",
    "short": lambda i, n, c: c.choice((f"bukti I-{i} L{n}", f"bukti i{i} l{n}", f"bukti i{i}l{n}", f"bukti I{i}-L{n}")),
    "dotted": lambda i, n, c: c.choice(
        (f"bukti ind.{i} lvl.{n}", f"bukti ind. {i} lv. {n}", f"bukti indikator#{i} level-{n}")
    ),
    "in words": lambda i, n, _: f"bukti indikator {in_words(i)} level {_UNITS[n]}",
    "ordinal": lambda i, n, _: f"bukti indikator ke-{i} tingkat kematangan {n}",
    "chat": lambda i, n, c: (
        f"{c.choice(('gmn', 'brp', 'apa aja'))} bkti dukng {c.choice(('indktr', 'ind'))} {i} "
        f"{c.choice(('lvl', 'levl'))} {n} yaa"
    ),
    "letter dropped": _struck(drop),
    "letters swapped": _struck(swap),
    "letter doubled": _struck(double),
    "key beside": _struck(neighbour),
    "vowels left out": _struck(vowels),
}  # fmt: skip


def reader() -> Understanding:
    """Reads with the words of the catalog alone, as it does with those of the documents."""
    facts, said = catalog.load(), vocabulary.load()
    texts = [f"{i.name} {i.summary} {' '.join(level.criterion for level in i.levels)}" for i in facts.indicators]
    counts = Counter(word for text in texts for word in words(text) for _ in range(3))
    speller = Speller(counts, said.cue_words)
    return Understanding(facts, said, mend=lambda text, keep: speller.repair(text, keep)[0])


def right(question: Question, indicator: int, level: int) -> bool:
    """Whether the indicator, the level and that evidence is asked for were read."""
    return question.indicators == (indicator,) and question.levels == (level,) and question.wants("evidence")


def main() -> None:
    """Ask each way as often as told, with the same numbers at every run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--failures", action="store_true")
    chosen = parser.parse_args()
    understanding = reader()
    for name, way in WAYS.items():
        chance = random.Random(7)  # noqa: S311 - repeatable, not secret
        missed = []
        for _ in range(chosen.each):
            indicator, level = chance.randint(1, 47), chance.randint(1, 5)
            text = way(indicator, level, chance)
            if not right(understanding.read(text), indicator, level):
                missed.append(text)
        sys.stdout.write(f"{name:18} {1 - len(missed) / chosen.each:.2f}\n")
        if chosen.failures:
            sys.stdout.writelines(f"  {text}\n" for text in missed[:8])


if __name__ == "__main__":
    main()
