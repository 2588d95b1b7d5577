"""Decisions (Keputusan): no articles, but clauses of the decree, KESATU, KEDUA, KETIGA …"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structuring.lines import Line
from ingest.structuring.structure import Section, partition

_ORDINALS = (
    "KESATU KEDUA KETIGA KEEMPAT KELIMA KEENAM KETUJUH KEDELAPAN KESEMBILAN KESEPULUH KESEBELAS".split()
    + [f"{word} BELAS" for word in "KEDUA KETIGA KEEMPAT KELIMA KEENAM KETUJUH KEDELAPAN KESEMBILAN".split()]
)  # fmt: skip
_CLAUSE = re.compile(r"((?:PERTAMA|KE[A-Z]+)(?:\s+BELAS)?)\s*(?::|$)")
_DECREE = re.compile(r"MEMUTUS\S{0,3}AN")
_CLOSING = re.compile(r"Di(tetapkan|keluarkan)\s+di\b")
_AHEAD = 2


def clause_marks(texts: Sequence[str], start: int, end: int) -> list[tuple[int, str]]:
    """(line, ordinal) of the clauses after "MEMUTUSKAN", in sequence; empty for a text that is no decision."""
    decree = next((i for i in range(start, end) if _DECREE.match(texts[i])), None)
    if decree is None:
        return []
    found: list[tuple[int, str]] = []
    last = -1
    for index in range(decree + 1, end):
        match = _CLAUSE.match(texts[index])
        word = " ".join(match[1].split()) if match else ""
        place = 0 if word == "PERTAMA" else _ORDINALS.index(word) if word in _ORDINALS else -1
        if last < place <= last + _AHEAD and (found or place == 0):
            found.append((index, word))
            last = place
    return found


def decision_sections(
    lines: Sequence[Line], start: int, end: int, path: str = "", trail: tuple[str, ...] = ()
) -> list[Section]:
    """Preamble, clauses and closing of a decision."""
    texts = [line.text for line in lines]
    marks = [
        Section(
            index, end, f"diktum-{word.lower().replace(' ', '-')}", f"Diktum {word}", "section", (f"Diktum {word}",)
        )
        for index, word in clause_marks(texts, start, end)
    ]
    after = marks[-1].start if marks else start
    closing = next((i for i in range(after, end) if _CLOSING.match(texts[i])), None)
    if closing is not None:
        marks.append(Section(closing, end, "penutup", "Penutup", "section", ("Penutup",)))
    return partition(marks, start, end, Section(start, end, "pembukaan", "Pembukaan", "preamble", ("Pembukaan",)))
