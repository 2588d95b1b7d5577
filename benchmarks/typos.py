"""What typing slips cost: questions asked clean, then with slips put into them at random.

A slip drops, swaps or doubles a letter, hits a neighbouring key, or leaves out the vowels of a word. Words of four
letters or more are struck, each with the given share. Prints hit@5 and facts of the clean questions and of each round.

    python benchmarks/typos.py DATA [FILE.jsonl] [--style formal] [--share 0.3] [--rounds 3]
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from knowledge import catalog, vocabulary
from knowledge.assistant import Assistant
from knowledge.embedding import DEFAULT_MODEL, make
from knowledge.evaluating import evaluation
from knowledge.keeping.store import Store, engine

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"
_WORD = re.compile(r"(?<![\w/.-])[A-Za-z]{4,}(?![\w/-])")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS = {key: row[at - 1 : at] + row[at + 1 : at + 2] for row in _ROWS for at, key in enumerate(row)}


def drop(word: str, chance: random.Random) -> str:
    """One letter left out, not the first."""
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def swap(word: str, chance: random.Random) -> str:
    """Two neighbouring letters exchanged, not the first."""
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def double(word: str, chance: random.Random) -> str:
    """One letter typed twice."""
    at = chance.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def neighbour(word: str, chance: random.Random) -> str:
    """One letter, not the first, hit on the key beside it."""
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice(_KEYS.get(word[at].lower()) or word[at]) + word[at + 1 :]


def vowels(word: str, _: random.Random) -> str:
    """The vowels after the first letter left out; words under six letters keep them, nobody reads those."""
    return word[0] + re.sub("[aeiou]", "", word[1:]) if len(word) >= 6 else word


SLIPS: tuple[Callable[[str, random.Random], str], ...] = (drop, swap, double, neighbour, vowels)


def slip(text: str, share: float, chance: random.Random) -> str:
    """A text with about ``share`` of its longer words mistyped."""
    return _WORD.sub(lambda m: chance.choice(SLIPS)(m[0], chance) if chance.random() < share else m[0], text)


def main() -> None:
    """Ask clean and mistyped."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("questions", type=Path, nargs="?", default=EVAL / "dev.jsonl")
    parser.add_argument("--style", default="formal")
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--failures", action="store_true")
    chosen = parser.parse_args()
    store = Store(engine(f"sqlite:///{chosen.data / 'spbe.db'}"))
    embedder = make(DEFAULT_MODEL, chosen.data / "models")
    assistant = Assistant(store, chosen.data, catalog.load(), vocabulary.load(), embedder)
    items = [i for i in evaluation.read(chosen.questions) if i.style == chosen.style and i.gold and not i.unanswerable]
    for number in range(chosen.rounds + 1):
        chance = random.Random(number)  # noqa: S311 - repeatable, not secret
        asked = [replace(i, question=slip(i.question, chosen.share, chance)) if number else i for i in items]
        results = evaluation.run(asked, assistant.answer)
        told = evaluation.figures(results)
        figures = ", ".join(f"{key} {told[key]:.3f}" for key in ("hit@1", "hit@5", "facts", "false_refusal"))
        sys.stdout.write(f"{f'round {number}' if number else 'clean'}: {len(items)} questions, {figures}\n")
        for result in results if number and chosen.failures else ():
            if not result.hit(5):
                sys.stdout.write(f"  {result.item.id} {result.item.question}\n")


if __name__ == "__main__":
    main()
