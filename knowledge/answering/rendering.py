"""An answer as the plain text a person reads, and the cut that keeps it short."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from knowledge.answering import english
from knowledge.model import Answer, Block, Citation, Point

LIMIT = 1200
WORDED = "Disusun dengan bantuan model bahasa; angka dan rujukannya diperiksa terhadap sumber."

MORE = "Selengkapnya: ketik “selengkapnya” dalam percakapan."


def shorten(answer: Answer, limit: int = LIMIT) -> tuple[Answer, int, int]:
    """The answer with its body cut between points to about ``limit`` characters; of answers to several questions each
    gets an equal share. Warnings, and the remark that it is cut, come on top: counted in, they push out what was asked.

    Returns the answer, the points shown and the points there are. At least one point of the first block
    of each stays, however long.
    """
    parts = [list(part) for _, part in groupby(answer.blocks, key=lambda block: block.part)]
    cut = [block for part in parts for block in _cut(part, limit // len(parts))]
    shown = sum(len(block.points) for block in cut)
    total = sum(len(block.points) for block in answer.blocks)
    return answer.model_copy(update={"blocks": tuple(cut)}), shown, total


def _cut(blocks: Sequence[Block], left: int) -> list[Block]:
    shown = 0
    kept: list[Block] = []
    for block in blocks:
        left -= len(block.heading) + len(block.lead) + 4
        if left <= 0 and kept:
            break
        points: list[Point] = []
        for point in block.points:
            cost = len(point.text) + 8
            if cost > left and shown + len(points):
                break
            points.append(point)
            left -= cost
        shown += len(points)
        if points or (block.lead and not block.points):  # a lead-in without any of its points says nothing
            kept.append(block.model_copy(update={"points": tuple(points)}))
        if len(points) < len(block.points):
            break
    return kept


def plain(answer: Answer, limit: int | None = LIMIT) -> str:
    """The text of an answer: blocks, warnings, then numbered sources. ``limit`` None shows everything."""
    short, shown, total = shorten(answer, limit) if limit is not None else (answer, 0, 0)
    own = english.load().say if answer.english else str
    parts = [_block(block) for block in short.blocks]
    if shown < total:
        parts.append(own(f"Menampilkan {shown} dari {total} butir. {MORE}"))
    elif len(short.blocks) < sum(bool(block.points or block.lead) for block in answer.blocks):
        parts.append(own(f"Jawaban dipersingkat. {MORE}"))
    parts.extend(f"⚠ {line}" for line in answer.warnings)
    if answer.worded:
        parts.append(own(WORDED))
    if sources := source_lines(short, answer):
        parts.append(f"{'Sources' if answer.english else 'Sumber'}:\n" + "\n".join(sources))
    if answer.hints:
        parts.append("\n".join(answer.hints))
    return "\n\n".join(part for part in parts if part)


def cited(answer: Answer) -> set[int]:
    """Numbers of the citations that the shown blocks refer to."""
    return {r for b in answer.blocks for r in b.lead_refs} | {
        r for b in answer.blocks for p in b.points for r in p.refs
    }


def source_lines(shown: Answer, answer: Answer) -> list[str]:
    """A line for each source of the part of an answer that is shown; sources without a reference anywhere stand for
    the whole answer. Places of the catalog that differ in nothing else share a line. A remark that the answer itself
    makes is not made again."""
    used = cited(shown) if cited(answer) else set(range(1, len(answer.citations) + 1))
    said = {block.lead for block in shown.blocks} | {point.text for block in shown.blocks for point in block.points}
    alike: dict[object, list[tuple[int, Citation]]] = {}
    for number, citation in enumerate(answer.citations, 1):
        if number in used:
            note = citation.note
            for text in said:
                if text and note.endswith(text):
                    note = note.removesuffix(text).removesuffix("; ")
            one = citation.model_copy(update={"note": note})
            rest = (one.label or one.title, note) if one.page_from is None else number
            alike.setdefault(rest, []).append((number, one))
    return [_line(group, answer.english) for group in alike.values()]


def _line(group: Sequence[tuple[int, Citation]], in_english: bool) -> str:
    """``[1][2] Katalog Asisten SPBE, Linimasa 2026, Interviu; Visitasi``: what places begin with is said once."""
    (first, citation), *others = group
    places = [citation.locator]
    for _, other in others:
        heads = [head for head in _heads(citation.locator) if other.locator.startswith(head)]
        places.append(other.locator.removeprefix(max(heads, key=len, default="")))
    joined = citation.model_copy(update={"locator": "; ".join(dict.fromkeys(places))})
    marks = "".join(f"[{number}]" for number, _ in others)
    return source_line(joined, first, in_english).replace(f"[{first}] ", f"[{first}]{marks} ", 1)


def _heads(locator: str) -> list[str]:
    """What a place can begin with, up to each comma."""
    parts = locator.split(", ")
    return [", ".join(parts[:at]) + ", " for at in range(1, len(parts))]


def source_line(citation: Citation, number: int, in_english: bool = False) -> str:
    """``[1] PermenPANRB 59/2020, Lampiran, hlm. 30 (tercetak 26) — sudah dicabut …``"""
    own = english.load().say if in_english else str
    place = [citation.label or citation.title, citation.locator]
    if citation.page_from is not None:
        pages = own(f"hlm. {citation.page_from}")
        if citation.page_to and citation.page_to != citation.page_from:
            pages += f"–{citation.page_to}"
        if citation.page_label and citation.page_label != str(citation.page_from):
            pages += own(f" (tercetak {citation.page_label})")
        place.append(pages)
    line = f"[{number}] " + ", ".join(part for part in place if part)
    if citation.ocr:
        line += own(" (hasil pindai)")
    return f"{line} — {citation.note}" if citation.note else line


def _block(block: Block) -> str:
    # A question of a message that asks several stands as it was typed.
    lines = [block.heading if block.part else block.heading.upper()] if block.heading else []
    if block.lead:
        lines.append(block.lead + refs(block.lead_refs))
    for number, point in enumerate(block.points, 1):
        mark = f"{number}." if block.ordered else "•"
        text = f"“{point.text}”" if point.verbatim else point.text
        lines.append(f"{mark} {text}{refs(point.refs)}")
    return "\n".join(lines)


def refs(numbers: tuple[int, ...]) -> str:
    """`` [1][2]`` after a statement."""
    return " " + "".join(f"[{n}]" for n in numbers) if numbers else ""
