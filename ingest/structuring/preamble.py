"""The preamble of a statute: Menimbang, Mengingat, Memperhatikan, and the decree itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_LABEL = re.compile(r"(Menimbang|Mengingat|Memperhatikan|Memutuskan|Menetapkan)\b", re.IGNORECASE)
_DECREE = re.compile(r"(MEMUTUS\S{0,3}AN|Dengan Persetujuan Bersama)", re.IGNORECASE)
_CONSIDERS = re.compile(r"(a\.?\s*)?bahwa\b")
_BASIS = re.compile(r"(1\.?\s*)?(Pasal \d+\w* .*|Undang-Undang|Peraturan|Ketetapan|Keputusan)\b")


@dataclass(frozen=True)
class PreamblePart:
    """A part of the preamble and the line in which it begins. ``name`` as printed: "Menimbang"."""

    index: int
    name: str


def preamble_parts(texts: Sequence[str], start: int, end: int) -> list[PreamblePart]:
    """The parts among these lines, in order.

    In scans the labels, which stand in a column of their own, may be read apart from what they name; then the
    words say where a part begins: "bahwa …" are considerations, the rules named after them the legal basis.
    """
    labels = {match[1].capitalize(): i for i in range(end - 1, start - 1, -1) if (match := _LABEL.match(texts[i]))}
    decree = next((i for i in range(start, end) if _DECREE.match(texts[i])), None)
    parts: dict[str, int] = {}
    considering = labels.get("Menimbang")
    if considering is not None and not _beside(texts, considering, end, _CONSIDERS):
        considering = next((i for i in range(start, end) if _CONSIDERS.match(texts[i])), considering)
    if considering is not None:
        parts["Menimbang"] = considering
    basis = labels.get("Mengingat")
    if basis is not None and not _beside(texts, basis, end, _BASIS):
        after = (considering if considering is not None else start) + 1
        found = (i for i in range(after, end) if _BASIS.match(texts[i]) and texts[i - 1].rstrip().endswith((";", ".")))
        basis = next(found, basis)
    if basis is not None:
        parts["Mengingat"] = basis
    if "Memperhatikan" in labels:
        parts["Memperhatikan"] = labels["Memperhatikan"]
    if decree is not None:
        parts["Memutuskan"] = decree
    ordered = sorted((index, name) for name, index in parts.items())
    return [PreamblePart(index, name) for index, name in ordered]


def _beside(texts: Sequence[str], index: int, end: int, content: re.Pattern[str]) -> bool:
    """Whether what a label names stands behind it or in the next line."""
    rest = _LABEL.sub("", texts[index], count=1).strip(" :;.")
    return bool(rest) or (index + 1 < end and bool(content.match(texts[index + 1])))
