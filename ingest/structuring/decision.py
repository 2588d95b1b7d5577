"""Decisions and instructions (Keputusan, Instruksi): no articles, but clauses, KESATU, KEDUA, KETIGA …"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from ingest.structuring.lines import Line
from ingest.structuring.structure import Section, partition

_ORDINALS = (
    "KESATU KEDUA KETIGA KEEMPAT KELIMA KEENAM KETUJUH KEDELAPAN KESEMBILAN KESEPULUH KESEBELAS".split()
    + [f"{word} BELAS" for word in "KEDUA KETIGA KEEMPAT KELIMA KEENAM KETUJUH KEDELAPAN KESEMBILAN".split()]
)  # fmt: skip
# A scan may misread the colon behind the word, or the word itself ("KESATU (0.1 Membentuk", "KELlMA Tim").
_CLAUSE = re.compile(r"((?:PERTAMA|K[E3F][A-Z0-9l|!]{2,})(?:\s+BELAS)?)(?!\w)\s*(?P<rest>.*)$")
_RUNS_ON = re.compile(r"[a-z]|[A-Z]{2,}\s[A-Z]{2,}")
_DECREE = re.compile(r"(?i:MEMUTUS\S{0,3}AN|MENGINSTRUKSI\S{0,3}AN|.*\bmenginstruksikan\s?(?:kepada\s?)?:?$)")
_CLOSING = re.compile(r"Di(tetapkan|keluarkan)\s+di\b")
_AHEAD = 2
_ALIKE = 82


def clause_marks(texts: Sequence[str], start: int, end: int) -> list[tuple[int, str]]:
    """(line, ordinal) of the clauses after "MEMUTUSKAN" or "menginstruksikan", in sequence; empty for another text."""
    decree = next((i for i in range(start, end) if _DECREE.match(texts[i])), None)
    if decree is None:
        return []
    found: list[tuple[int, str]] = []
    last = -1
    for index in range(decree + 1, end):
        match = _CLAUSE.match(texts[index])
        # "KEDUA PIHAK SEPAKAT", "KEDUA belah pihak": words of a sentence.
        if match is None or _RUNS_ON.match(match["rest"]):
            continue
        place = _place(" ".join(match[1].split()))
        if place is not None and last < place <= last + _AHEAD:
            found.append((index, "PERTAMA" if match[1] == "PERTAMA" else _ORDINALS[place]))
            last = place
    # The first word alone may be beyond reading, but then others follow.
    return found if found and (_place(found[0][1]) == 0 or len(found) > 1) else []


def _place(word: str) -> int | None:
    """The place of an ordinal, misread ones too; None for another word."""
    if word == "PERTAMA":
        return 0
    likest = process.extractOne(word, _ORDINALS, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return likest[2] if likest else None


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
