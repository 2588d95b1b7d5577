"""Lines of a document → sections that partition it: the first step towards citable units."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from ingest.structuring.lines import Line
from knowledge.model import Cell, Change, Regime

Kind = Literal["pasal", "ayat", "indicator", "level", "section", "table", "row", "preamble", "handbook"]


@dataclass(frozen=True)
class Section:
    """Lines ``start``..``end`` (exclusive) that belong together. ``path`` is the end of the unit's id,
    ``trail`` the breadcrumb below the document's label. ``cells`` are what a table gives: (column, first line,
    end line exclusive), ``values`` those of a drawn table; ``changes`` what an item of an amending act changes."""

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
    values: tuple[Cell, ...] = ()
    changes: tuple[Change, ...] = ()
    heading: int = 0  # how many of its lines are its heading


Parser = Callable[[Sequence[Line], int, int, str, tuple[str, ...]], list[Section]]

_DECREE = re.compile(r"(Menimbang|MEMUTUS\S{0,3}AN|Menetapkan)\b")
_CLOSING = re.compile(r"(Agar\s*setiap\s*orang\s*mengetahui|Di(tetapkan|sahkan|undangkan)\s+di\b)")
_ANNEX = re.compile(
    r"LAMPIRAN(?:\s+([IVXLl1]+|[A-Z]|[0-9]{1,2})\.?)?(?:\s*:)?(?:\s+((?:PERATURAN|KEPUTUSAN|UNDANG|SURAT).*))?$"
)
_ACT = re.compile(r"(PERATURAN|KEPUTUSAN|UNDANG|SURAT|INSTRUKSI|NOMOR)")
_ELUCIDATION = re.compile(r"PENJ\S{0,3}\s?\S?ASAN(\s+ATAS)?$")
_ELUCIDATED = re.compile(r"(UNDANG|PERATURAN)")

_Cut = tuple[int, Parser, str, tuple[str, ...]]


def sections(lines: Sequence[Line]) -> list[Section]:
    """Sections of a document, in order; together they hold every line exactly once."""
    from ingest.structuring.decision import clause_marks, decision_sections
    from ingest.structuring.guideline import guideline_sections
    from ingest.structuring.law import law_sections

    if not lines:
        return []
    texts = [line.text for line in lines]
    parser: Parser = law_sections
    first = first_article(texts)
    titled = first is None
    if first is None and (clauses := clause_marks(texts, 0, len(texts))):
        parser, first = decision_sections, clauses[0][0]
    elif first is None:
        parser, first = guideline_sections, 0
    cuts: list[_Cut] = [(0, parser, "", ()), *_attached(texts, first, titled=titled)]
    found: list[Section] = []
    for position, (start, parse, path, trail) in enumerate(cuts):
        end = cuts[position + 1][0] if position + 1 < len(cuts) else len(lines)
        found += parse(lines, start, end, path, trail)
    return found


def first_article(texts: Sequence[str]) -> int | None:
    """The line of the first article of a statute; None for a text that is none."""
    from ingest.structuring.headings import article_marks

    decree = next((i for i, text in enumerate(texts) if _DECREE.match(text)), None)
    if decree is None:
        return None
    ends = (i for i in range(decree, len(texts)) if _CLOSING.match(texts[i]) or _elucidates(texts, i))
    marks = article_marks(texts, decree, next(ends, len(texts)))
    # A scan may have lost the heading of Pasal 1, but not those of the next ones too.
    sure = bool(marks) and (marks[0].number == "1" or len(marks) >= 3)
    return marks[0].index if sure else None


def _attached(texts: Sequence[str], first: int, *, titled: bool) -> list[_Cut]:
    """Elucidation and annexes: where each begins, after the articles. ``titled``: annexes bear their titles too."""
    from ingest.structuring.amending import is_amending
    from ingest.structuring.elucidation import elucidation_sections
    from ingest.structuring.front import annex_title
    from ingest.structuring.guideline import guideline_sections

    amending = is_amending(texts, 0, len(texts))
    explain = partial(elucidation_sections, amending=amending)
    closing = next((i for i in range(first, len(texts)) if _CLOSING.match(texts[i])), None)
    cuts: list[_Cut] = []
    seen: set[str] = set()
    for index in range(first + 1, len(texts)):
        following = texts[index + 1 : index + 4]
        if not titled and _elucidates(texts, index) and "penjelasan" not in seen:
            seen.add("penjelasan")
            cuts.append((index, explain, "penjelasan", ("Penjelasan",)))
        elif match := _ANNEX.match(texts[index]):
            number = _annex_number(match[1] or "")
            path = f"lampiran-{number[0]}" if number else "lampiran"
            # Its head names the act; on later pages the name of an annex may stand again as a running head.
            headed = bool(match[2]) or any(_ACT.match(text) for text in following)
            if path in seen or not (headed or (closing is not None and index > closing)):
                continue
            seen.add(path)
            name = f"Lampiran {number[1]}" if number else "Lampiran"
            title = " ".join(annex_title(texts, index, len(texts))) if titled else ""
            cuts.append((index, guideline_sections, path, (f"{name} {title}".strip(),)))
    return cuts


def _elucidates(texts: Sequence[str], index: int) -> bool:
    match = _ELUCIDATION.match(texts[index])
    if match:
        after = texts[index + 1 : index + 4]
        return bool(match[1]) or after[:1] == ["ATAS"] or any(_ELUCIDATED.match(text) for text in after[:2])
    # The word itself may be beyond reading.
    headed = bool(index) and texts[index - 1].upper().startswith("PENJ")
    return (
        texts[index] == "ATAS" and not headed and any(_ELUCIDATED.match(text) for text in texts[index + 1 : index + 3])
    )


def _annex_number(text: str) -> tuple[str, str] | None:
    """(key for the id, as shown): "IV" → ("4", "IV"), "A" → ("a", "A"); None without a number."""
    from ingest.structuring.headings import roman_value

    if not text:
        return None
    roman = text.replace("l", "I").replace("1", "I") if not text.isdigit() or set(text) == {"1"} else text
    if re.fullmatch(r"[IVXL]+", roman):
        return str(roman_value(roman)), roman
    return text.lower(), text


def partition(marks: Sequence[Section], start: int, end: int, opening: Section) -> list[Section]:
    """Sections that begin at the marks' starts and reach to the next one; ``opening`` takes what is before."""
    ordered = sorted(marks, key=lambda mark: mark.start)
    if not ordered or ordered[0].start > start:
        ordered.insert(0, replace(opening, start=start))
    ends = [mark.start for mark in ordered[1:]] + [end]
    return [replace(mark, end=stop) for mark, stop in zip(ordered, ends, strict=True) if stop > mark.start]
