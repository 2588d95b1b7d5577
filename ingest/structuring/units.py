"""Sections → citable units: split where too long, with ids, breadcrumbs and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.extracting.drawn import RawTable
from ingest.structuring.lines import Line, is_upper, join, starts_paragraph
from ingest.structuring.rows import with_rows
from ingest.structuring.structure import Section, sections
from knowledge.model import Cell, Document, Page, Unit

# A unit fits the embedding window (512 tokens, about 2,000 characters) with its breadcrumb.
LONGEST = {"pasal": 1_600, "ayat": 1_600, "level": 1_900, "indicator": 1_600, "table": 900, "row": 1_600}
LONGEST_SECTION = 1_400
TINY = 120
SCANT = 30  # the rest of a heading, not words of its own
_HEADED = ("section", "table", "row", "indicator")
_HARD = 2_000
_LEAD = 140
_ROW = re.compile(r"((Indikator|Aspek|Domain) [0-9]{1,2}\b|[0-9]{1,2} [A-Z])")
_LIST_ITEM = re.compile(r"\(?([0-9]{1,2}|[a-z])[.)]\s")
_EVIDENCE = re.compile(r"Kriteria [Bb]ukti")


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    lead: str = ""


def build_units(
    document: Document,
    pages: Sequence[Page],
    lines: Sequence[Line],
    tables: Mapping[int, Sequence[RawTable]] | None = None,
) -> tuple[Unit, ...]:
    """Units of a document in reading order; joined, they hold every line exactly once.

    ``tables``: those drawn on a page (1-based), whose rows become units. Page numbers are those of the lines;
    ids are unique in the document.
    """
    labels = {page.number: page.label for page in pages}
    scanned = {page.number for page in pages if page.ocr}
    seen: Counter[str] = Counter()
    units: list[Unit] = []
    for section in _gather(with_rows(sections(lines), lines, tables or {}), lines):
        pieces = list(_pieces(section, lines))
        for part, piece in enumerate(pieces, 1):
            path = section.path if part == 1 else f"{section.path}/bagian-{part}"
            seen[path] += 1
            unique = path if seen[path] == 1 else f"{path}~{seen[path]}"
            own = lines[piece.start : piece.end]
            crumbs = (document.label, *section.trail)
            if section.changes:
                crumbs = (*crumbs, section.locator)
            elif section.kind == "ayat" or (section.kind == "pasal" and "angka" in section.locator):
                crumbs = (*crumbs, f"Pasal {section.pasal}")
            units.append(
                Unit(
                    id=f"{document.id}/{unique}",
                    document_id=document.id,
                    ordinal=len(units),
                    kind=section.kind,
                    locator=section.locator,
                    breadcrumb=(*crumbs, piece.lead) if piece.lead else crumbs,
                    text=join(line.text for line in own),
                    page_from=own[0].page,
                    page_to=own[-1].page,
                    page_label=labels.get(own[0].page),
                    regime=section.regime,
                    indicator=section.indicator,
                    level=section.level,
                    pasal=section.pasal,
                    ayat=section.ayat,
                    ocr=any(line.page in scanned for line in own),
                    cells=_cells(section, lines) if part == 1 else (),
                    changes=section.changes,
                )
            )
    return tuple(units)


def _cells(section: Section, lines: Sequence[Line]) -> tuple[Cell, ...]:
    """The cells of a section, whole; the first of its units carries them all. An empty cell is left out."""
    cells = list(section.values)
    for column, first, end in section.cells:
        own = lines[first:end]
        text = _without_label(column, join(line.text for line in own), section.level)
        if text:
            cells.append(Cell(column=column, text=text, page_from=own[0].page, page_to=own[-1].page))
    return tuple(cells)


def _without_label(column: str, text: str, level: int | None) -> str:
    """A cell's words without what is printed before them: the column's name and the number of the row's level
    ("Kriteria Pemenuhan Level", "Level 2 Kriteria Level", "Pertanyaan :", "2").

    A name of one word must have its colon: "Kriteria tingkat 1 telah terpenuhi" opens a sentence.
    """
    name = r"\s+".join(re.escape(word) for word in column.split())
    label = rf"{name}(?:\s+Level\b)?(?!\w)\s*:?" if " " in column else rf"{name}\s*:"
    row = rf"|{level}\s" if level else ""
    return re.sub(rf"^(?:(?:Level [1-5]\s+)?{label}{row})\s*", "", text, count=1, flags=re.IGNORECASE)


def _size(lines: Sequence[Line], start: int, end: int) -> int:
    return sum(len(line.text) + 1 for line in lines[start:end])


def _wordless(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether lines below a heading are no more than the rest of it, or other headings, as on a cover."""
    return _size(lines, start, end) < SCANT or all(is_upper(line.text) for line in lines[start:end])


def _gather(found: Sequence[Section], lines: Sequence[Line]) -> list[Section]:
    """A section that is little more than its heading goes with what stands below it, a mere heading with whatever
    follows: words of its own would else be cited under another heading."""
    gathered: list[Section] = []
    waiting: int | None = None
    for position, section in enumerate(found):
        start = section.start if waiting is None else waiting
        waiting = None
        following = found[position + 1] if position + 1 < len(found) else None
        loose = section.kind == "section" and section.pasal is None and not section.path.endswith("/lanjutan")
        joins = following is not None and following.kind in _HEADED and following.pasal is None
        # A heading goes with what follows it, a row stays on its own page.
        last = following.start if following is not None and following.kind == "row" else section.end - 1
        same = lines[start].page == lines[last].page
        bare = section.heading > 0 and _wordless(lines, section.start + section.heading, section.end)
        below = following is not None and following.trail[: len(section.trail)] == section.trail
        if loose and joins and same and (bare or below) and _size(lines, start, section.end) < TINY:
            waiting = start
            continue
        gathered.append(replace(section, start=start))
    return gathered


def _pieces(section: Section, lines: Sequence[Line]) -> Iterator[_Piece]:
    longest = LONGEST.get(section.kind, LONGEST_SECTION)
    by_page = section.kind == "table" and lines[section.start].page != lines[section.end - 1].page
    if _size(lines, section.start, section.end) <= longest and not by_page:
        yield _Piece(section.start, section.end)
        return
    header = _table_header(section, lines) if section.kind == "table" else ""
    cuts = _cuts(section, lines, longest)
    for number, (start, end) in enumerate(pairwise(cuts)):
        yield _Piece(start, end, (header or _lead_in(section, lines, start)) if number else "")


def _cuts(section: Section, lines: Sequence[Line], longest: int) -> list[int]:
    """Where a long section is cut: between paragraphs, evenly, and never far beyond ``longest``."""
    total = _size(lines, section.start, section.end)
    target = total / -(-total // longest)
    cuts, size, done = [section.start], 0, 0
    for index in range(section.start, section.end):
        length = len(lines[index].text) + 1
        rest = total - done
        if index > cuts[-1] and rest > TINY and _cut_here(section, lines, index, size, length, target):
            cuts.append(index)
            size = 0
        size += length
        done += length
    return [*cuts, section.end]


def _cut_here(section: Section, lines: Sequence[Line], index: int, size: int, length: int, target: float) -> bool:
    text, before = lines[index].text, lines[index - 1].text
    turned = lines[index].page != lines[index - 1].page
    if section.kind == "table" and turned:
        return True
    if section.kind == "level":
        return bool(_EVIDENCE.match(text)) and size > target / 2
    if size + length > _HARD:
        return True
    paragraph = starts_paragraph(text) or _ROW.match(text) or (before.endswith((".", ";")) and not text[:1].islower())
    if before.endswith(":"):
        return False
    # A little early at a page turn is better than a unit over two pages.
    enough = size >= target * (0.5 if turned else 0.85)
    return bool(paragraph) and enough


def _lead_in(section: Section, lines: Sequence[Line], start: int) -> str:
    """The sentence that opens the list in which a piece begins."""
    if not _LIST_ITEM.match(lines[start].text):
        return ""
    for index in range(start - 1, section.start - 1, -1):
        if lines[index].text.endswith(":"):
            first = index
            while first > section.start and not starts_paragraph(lines[first].text):
                if is_upper(lines[first - 1].text) or lines[first - 1].text.endswith((".", ";", ":")):
                    break
                first -= 1
            text = join(line.text for line in lines[first : index + 1]).replace("\n", " ")
            return text if len(text) <= _LEAD else "… " + text[-_LEAD:].split(" ", 1)[-1]
    return ""


def _table_header(section: Section, lines: Sequence[Line]) -> str:
    """The column names of a table: the lines between its caption and its first row."""
    words: list[str] = []
    captioned = False
    for line in lines[section.start : min(section.start + 12, section.end)]:
        if line.text.startswith("Tabel "):
            captioned = True
        elif captioned and _ROW.match(line.text):
            break
        elif captioned and line.text not in section.trail[-1]:
            words.append(line.text)
    return " ".join(words)[:_LEAD]
