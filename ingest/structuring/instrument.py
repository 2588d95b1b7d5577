"""The questionnaire of the SPBE evaluation: a block for each of the 47 indicators, in it five levels.

Two forms are known: that of Pedoman Menteri PANRB 3/2024 (criterion, fulfilment and evidence for each level)
and that of PermenPANRB 59/2020 (one criterion for each level). The parts of a block are cells with their
column's name; a part goes on over page breaks until the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.structuring.lines import Line, join
from ingest.structuring.structure import Section, partition
from knowledge.model import Regime

_PROCESS = ("Rintisan", "Terkelola", "Terdefinisi", "Terpadu dan Terukur", "Optimum")
_SERVICE = ("Informasi", "Interaksi", "Transaksi", "Kolaborasi", "Optimum")
_FIRST_SERVICE = 32

_DETAILED = re.compile(r"INDIKATOR ([0-9]{1,2})$")
_DETAILED_HEAD = re.compile(r"Domain Aspek Ind")
_DETAILED_LEVEL = re.compile(r"Level ([1-5]) Kriteria Level")
_DETAILED_PART = re.compile(r"(Ketentuan Penilaian|Contoh Bukti Dukung) ?:")
_DETAILED_PARTS = ("Deskripsi Indikator", "Ketentuan Penilaian", "Contoh Bukti Dukung")
_DETAILED_COLUMNS = ("Kriteria Level", "Kriteria Pemenuhan", "Kriteria Bukti Dukung")
_ANSWER = re.compile(r"(Jawaban|Penjelasan|Data [Dd]ukung) ?:")
_DETAILED_NAME = re.compile(r"D[1-4lI] A[1-8lI] ID-?[0-9lIO]+ (.*)")  # a scan takes letters for digits
_BRIEF = re.compile(r"Domain ([1-4]) ?: ")
_BRIEF_NUMBER = re.compile(r"Indikator ([0-9]{1,2}) ?: ?(.*)")
_BRIEF_TABLE = re.compile(r"Tingkat [A-Za-z]+$")
# "3 (tiga) muatan" or "3 unit kerja" goes on with a sentence.
_BRIEF_LEVEL = re.compile(r"([1-5]) (?![(a-z])\S")
_AFTER = re.compile(r"(BAB\s+[IVX]+$|[IVX]+\.([A-Z]\.)? ?[A-Z]{3})")
_SUB_SIZE = 1_200


@dataclass(frozen=True)
class Block:
    """The lines of one indicator."""

    start: int
    end: int
    number: int
    name: str
    detailed: bool


def level_name(indicator: int, level: int) -> str:
    """The name of a maturity level: of processes (indicators 1–31) or of services (32–47)."""
    return (_SERVICE if indicator >= _FIRST_SERVICE else _PROCESS)[level - 1]


def indicator_blocks(lines: Sequence[Line], start: int, end: int) -> list[Block]:
    """The indicator blocks among these lines, in order; empty where there is no questionnaire."""
    texts = [line.text for line in lines]
    starts: list[tuple[int, int, str, bool]] = []
    for index in range(start, end):
        if (match := _DETAILED.match(texts[index])) and index + 1 < end and _DETAILED_HEAD.match(texts[index + 1]):
            starts.append((index, int(match[1]), _detailed_name(texts, index + 1, end), True))
        elif _BRIEF.match(texts[index]):
            head = texts[index : min(index + 5, end)]
            number = next((m for text in head if (m := _BRIEF_NUMBER.match(text))), None)
            if number:
                starts.append((index, int(number[1]), _brief_name(texts, index, end), False))
    # An extract may begin within an indicator: the heading that follows says which one it was.
    if starts and starts[0][3] and starts[0][1] > 1 and any(map(_DETAILED_LEVEL.match, texts[start : starts[0][0]])):
        starts.insert(0, (start, starts[0][1] - 1, "", True))
    blocks: list[Block] = []
    for position, (index, number_, name, detailed) in enumerate(starts):
        limit = starts[position + 1][0] if position + 1 < len(starts) else end
        stop = next((i for i in range(index + 1, limit) if _AFTER.match(texts[i])), limit)
        blocks.append(Block(index, stop, number_, name, detailed))
    return blocks


def _detailed_name(texts: Sequence[str], start: int, end: int) -> str:
    words: list[str] = []
    for text in texts[start : min(start + 6, end)]:
        if match := _DETAILED_NAME.match(text):
            words = [match[1]]
        elif text.startswith("Deskripsi"):
            break
        elif words:
            words.append(text)
    return _name(words)


def _brief_name(texts: Sequence[str], start: int, end: int) -> str:
    words: list[str] = []
    for text in texts[start : min(start + 8, end)]:
        if match := _BRIEF_NUMBER.match(text):
            words = [match[2]]
        elif text.startswith("Pertanyaan"):
            break
        elif words:
            words.append(text)
    return _name(words)


def _name(words: Sequence[str]) -> str:
    return join([" ".join(words)]).rstrip(" .")


def indicator_sections(lines: Sequence[Line], block: Block, trail: tuple[str, ...]) -> list[Section]:
    """The description of an indicator (in parts when long) and its five levels."""
    texts = [line.text for line in lines]
    path, locator = f"indikator-{block.number}", f"Indikator {block.number}"
    crumbs = (*trail, f"{locator} {block.name}".strip())
    marks: list[Section] = []
    expected, table = 1, block.detailed
    for index in range(block.start, block.end):
        table = table or bool(_BRIEF_TABLE.match(texts[index]))
        match = (_DETAILED_LEVEL if block.detailed else _BRIEF_LEVEL).match(texts[index])
        if table and match and int(match[1]) == expected <= 5:
            name = level_name(block.number, expected)
            marks.append(
                Section(
                    index,
                    block.end,
                    f"{path}/level-{expected}",
                    f"{locator} level {expected}",
                    "level",
                    (*crumbs, f"Level {expected} {name}"),
                    Regime.SPBE,
                    block.number,
                    expected,
                )
            )
            expected += 1
    description = marks[0].start if marks else block.end
    parts = _DETAILED_PARTS if block.detailed else ("Pertanyaan",)
    cells = _columns(texts, block.start, _without_table_head(texts, block, description), parts)
    opening = Section(
        block.start, description, path, locator, "indicator", crumbs, Regime.SPBE, block.number, cells=cells
    )
    marks += _description(texts, opening)
    return [_with_cells(texts, section, block) for section in partition(marks, block.start, block.end, opening)]


def _without_table_head(texts: Sequence[str], block: Block, end: int) -> int:
    """Where an indicator's description ends: before the heads of the columns of its levels."""
    return end - 1 if not block.detailed and end > block.start and _BRIEF_TABLE.match(texts[end - 1]) else end


def _with_cells(texts: Sequence[str], section: Section, block: Block) -> Section:
    """A level with its cells; other sections as they are."""
    if section.level is None:
        return section
    if block.detailed:
        return replace(section, cells=_columns(texts, section.start, section.end, _DETAILED_COLUMNS))
    # Below the last level stand the fields for the answer.
    answer = (i for i in range(section.start + 1, section.end) if _ANSWER.match(texts[i]))
    return replace(section, cells=(("Kriteria", section.start, next(answer, section.end)),))


def _columns(texts: Sequence[str], start: int, end: int, columns: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
    """The cells among lines ``start``..``end``, each from its label to the next; labels come in this order."""
    found: list[tuple[str, int]] = []
    index = start
    for column in columns:
        at = next((i for i in range(index, end) if _labelled(texts, i, end, column)), None)
        if at is not None:
            found.append((column, at))
            index = at + 1
    following = [at for _, at in found[1:]] + [end]
    return tuple((column, at, stop) for (column, at), stop in zip(found, following, strict=False))


def _labelled(texts: Sequence[str], index: int, end: int, column: str) -> bool:
    """Whether a column's name begins a line, perhaps in a narrow cell over three ("Kriteria", "pemenuhan", "Level")."""
    words = column.split()
    if not re.match(rf"(Level [1-5] )?{words[0]}\b", texts[index]):
        return False
    head = re.sub(r"^Level [1-5] ", "", " ".join(texts[index : min(index + 3, end)])).split()
    return [word.rstrip(":").lower() for word in head[: len(words)]] == [word.lower() for word in words]


def _description(texts: Sequence[str], opening: Section) -> list[Section]:
    size = sum(len(text) + 1 for text in texts[opening.start : opening.end])
    parts = [opening]
    if size <= _SUB_SIZE:
        return parts
    for index in range(opening.start, opening.end):
        match = _DETAILED_PART.match(texts[index])
        if match:
            name = match[1]
            parts.append(
                Section(
                    index,
                    opening.end,
                    f"{opening.path}/{name.lower().replace(' ', '-')}",
                    f"{opening.locator}, {name.lower()}",
                    "indicator",
                    (*opening.trail, name),
                    opening.regime,
                    opening.indicator,
                )
            )
    return parts
