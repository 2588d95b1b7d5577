"""An English sentence read in Indonesian, word by word, so that it can be held to Indonesian sources.

No translation to be shown: a word list (``english.yaml``) and one rule of order. A word that is not in it stays as it
is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.text import fold

_WORDS = Path(__file__).with_name("english.yaml")


@lru_cache(maxsize=1)
def _lists() -> tuple[dict[str, str], frozenset[str], re.Pattern[str]]:
    """Phrase to Indonesian; the phrases that name things; how a sentence is cut."""
    read = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    small, things = (
        {phrase.strip(): own for own, phrases in read[part].items() for phrase in str(phrases).split("|")}
        for part in ("small", "things")
    )
    empty = {phrase.strip(): "" for phrase in read["empty"].split("|")}
    if twice := (small.keys() & things.keys()) | (empty.keys() & (small.keys() | things.keys())):
        raise ValueError(f"words with two meanings in {_WORDS.name}: {', '.join(sorted(twice))}")
    words = {**small, **things, **empty}
    phrases = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return (
        words,
        frozenset(things),
        re.compile(rf"(?<![\w/-])(?:{phrases})(?![\w/-])|\(\w+\)|[^\W\d_][\w-]*|[^\s\w]|\S+"),
    )


def in_indonesian(text: str) -> str:
    """The sentence in Indonesian words, things that follow each other in reverse ("data protection" is
    "pelindungan data"); words without a partner as they are."""
    words, things, cut = _lists()
    out: list[str] = []
    run: list[str] = []
    kept = False  # whether the part before stays as it is: such words are Indonesian, and in their order
    for match in cut.finditer(fold(text)):
        part = match[0]
        own = words.get(part, part) == part and part[0].isalpha()
        if own and kept:
            run[0] = f"{run[0]} {part}"
        elif own or part in things:
            run.insert(0, words.get(part, part))
        else:
            out += [*run, words.get(part, part)]
            run = []
        kept = own
    return " ".join(one for one in (*out, *run) if one)
