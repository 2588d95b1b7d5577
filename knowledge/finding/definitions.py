"""What the documents themselves define: "X … yang selanjutnya disingkat Y adalah …"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.keeping.index import Entry
from knowledge.model import Status
from knowledge.quoting.pieces import pieces
from knowledge.text import fold
from knowledge.vocabulary import has

_DEFINES = re.compile(
    r"^(?:\(?\d{1,3}[a-z]?[.)]\s*|[a-z][.)]\s*)?(?P<name>[A-Z][^.;:]{1,110}?)"
    r"(?:,?\s+yang\s+selanjutnya\s+(?:disebut|disingkat)\s+(?:dengan\s+|sebagai\s+)?(?P<short>[^.;:,]{2,70}?))?,?\s+adalah\s"
)
_ORDER = {Status.BERLAKU: 0, Status.DIUBAH: 1, Status.BELUM_PASTI: 2, Status.DICABUT: 3}


@dataclass(frozen=True)
class Definition:
    """A defining sentence (``text``, verbatim from ``entry``) and the folded names it defines."""

    names: tuple[str, ...]
    text: str
    entry: Entry


def collect(rows: Iterable[Entry]) -> list[Definition]:
    """Every definition in these units, the handbook's left out (it repeats the glossary)."""
    found: list[Definition] = []
    for row in rows:
        if row.document.handbook or " adalah " not in row.unit.text:
            continue
        for piece in pieces(row.unit.text):
            if match := _DEFINES.match(piece.text):
                names = tuple(fold(name) for name in (match["name"], match["short"]) if name)
                found.append(Definition(names, piece.text, row))
    return found


def lookup(text: str, definitions: Sequence[Definition], extra: Sequence[str] = ()) -> Definition | None:
    """The definition of the longest name that a spelled-out question holds (or that is one of ``extra``, other
    names of the thing asked for); a document in force before a revoked one, a Pasal before other text."""
    also = {fold(name) for name in extra}
    forms = [(form, d) for d in definitions for name in d.names for form in _forms(name)]
    hits = [(form, d) for form, d in forms if has(text, form) or form in also]
    if not hits:
        return None
    longest = max(len(name) for name, _ in hits)
    best = [d for name, d in hits if len(name) == longest]
    return min(best, key=lambda d: (d.entry.unit.pasal != "1", _ORDER[d.entry.document.status], d.entry.unit.ordinal))


def _forms(name: str) -> tuple[str, ...]:
    """A name, and what it is called where nobody repeats whose it is: "kategori risiko" of "kategori risiko spbe"."""
    short = name.removesuffix(" spbe")
    return (name, short) if short != name and " " in short else (name,)
