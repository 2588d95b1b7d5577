"""Lines of a document → sections that partition it: the first step towards citable units."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.lines import Line
from knowledge.model import Regime

Kind = Literal["pasal", "ayat", "indicator", "level", "section", "table", "preamble", "handbook"]


@dataclass(frozen=True)
class Section:
    """Lines ``start``..``end`` (exclusive) that belong together. ``path`` is the end of the unit's id,
    ``trail`` the breadcrumb below the document's label. ``cells`` are what a table gives: (column, first line,
    end line exclusive)."""

    start: int
    end: int
    path: str
    locator: str
    kind: Kind = "section"
    trail: tuple[str, ...] = ()
    regime: Regime | None = None
    indicator: int | None = None
    level: int | None = None
    pasal: str | None = None
    ayat: str | None = None
    cells: tuple[tuple[str, int, int], ...] = ()


Parser = Callable[[Sequence[Line], int, int, str, tuple[str, ...]], list[Section]]

_DECREE = re.compile(r"(Menimbang|MEMUTUSKAN|Menetapkan)\b")
_FIRST_ARTICLE = re.compile(r"Pasal\s*[1Il]$")
_ANNEX = re.compile(r"LAMPIRAN(\s+[IVX]+)?(\s+(PERATURAN|KEPUTUSAN|UNDANG).*|\s*:?)?$")
_CLOSING = re.compile(r"(Agar setiap orang mengetahui|Di(tetapkan|sahkan|undangkan) di)")
_ELUCIDATED = re.compile(r"(UNDANG|PERATURAN)")


def sections(lines: Sequence[Line]) -> list[Section]:
    """Sections of a document, in order; together they hold every line exactly once."""
    from ingest.guideline import guideline_sections
    from ingest.law import elucidation_sections, law_sections

    if not lines:
        return []
    texts = [line.text for line in lines]
    first = next((i for i, text in enumerate(texts) if _FIRST_ARTICLE.match(text)), None)
    if first is None or not any(_DECREE.match(text) for text in texts[:first]):
        return guideline_sections(lines, 0, len(lines), "", ())
    closing = next((i for i in range(first, len(texts)) if _CLOSING.match(texts[i])), len(texts))
    cuts: list[tuple[int, Parser, str, tuple[str, ...]]] = [(0, law_sections, "", ())]
    for index in range(closing, len(texts)):
        if texts[index] == "ATAS" and any(_ELUCIDATED.match(text) for text in texts[index + 1 : index + 3]):
            start = index - 1 if texts[index - 1].upper().startswith("PENJ") else index
            cuts.append((start, elucidation_sections, "penjelasan", ("Penjelasan",)))
        elif match := _ANNEX.match(texts[index]):
            number = (match[1] or "").strip()
            path = f"lampiran-{_roman(number)}" if number else "lampiran"
            cuts.append((index, guideline_sections, path, (f"Lampiran {number}".strip(),)))
    found: list[Section] = []
    for position, (start, parse, path, trail) in enumerate(cuts):
        end = cuts[position + 1][0] if position + 1 < len(cuts) else len(lines)
        found += parse(lines, start, end, path, trail)
    return found


def partition(marks: Sequence[Section], start: int, end: int, opening: Section) -> list[Section]:
    """Sections that begin at the marks' starts and reach to the next one; ``opening`` takes what is before."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    if not ordered or ordered[0].start > start:
        ordered.insert(0, replace(opening, start=start))
    ends = [mark.start for mark in ordered[1:]] + [end]
    return [replace(mark, end=stop) for mark, stop in zip(ordered, ends, strict=True) if stop > mark.start]


def _roman(number: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for here, following in zip(number, number[1:] + " ", strict=True):
        value = values[here]
        total += -value if value < values.get(following, 0) else value
    return total
