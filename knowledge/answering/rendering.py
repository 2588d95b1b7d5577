"""An answer as the plain text a person reads, and the cut that keeps it short."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from knowledge.answering import english
from knowledge.model import Answer, Block, Citation, Point

LIMIT = 1200
WORDED = "Disusun dengan bantuan model bahasa; angka dan rujukannya diperiksa terhadap sumber."

MORE = "Ketik “selengkapnya”."
_MOST = len(f"Menampilkan 100 dari 100 butir. {MORE}") + 2  # characters of the remark that an answer is cut
_TRUST = re.compile(r"(?<!\w)(?:sumber|source): ")


def shorten(answer: Answer, limit: int = LIMIT) -> tuple[Answer, int, int]:
    """The answer with its body cut between points, so that what stands above the sources has at most ``limit``
    characters, warnings and the remark that it is cut among them; of answers to several questions each gets its share.

    Returns the answer, the points shown and the points there are. At least one point of the first block
    of each stays, however long.
    """
    beside = sum(len(line) + 2 for line in _beside(answer))
    kept = _within(answer.blocks, limit - beside)
    if kept != list(answer.blocks):
        kept = _within(answer.blocks, limit - beside - _MOST)
    shown = sum(len(block.points) for block in kept)
    total = sum(len(block.points) for block in answer.blocks)
    return answer.model_copy(update={"blocks": tuple(kept)}), shown, total


def _within(blocks: Sequence[Block], left: int) -> list[Block]:
    """What of the blocks fits; each part gets its share of what the parts before it left."""
    parts = [list(part) for _, part in groupby(blocks, key=lambda block: block.part)]
    kept: list[Block] = []
    for at, part in enumerate(parts):
        cut = _cut(part, left // (len(parts) - at))
        left -= sum(map(_size, cut))
        kept += cut
    return kept


def _size(block: Block) -> int:
    """Characters of a block as it is read, and of the empty line below it."""
    return len(_block(block)) + 2


def _cut(blocks: Sequence[Block], left: int) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        slim = gathered(block)
        room, shown = left - _size(slim.model_copy(update={"points": ()})), 0
        for point in slim.points:
            room -= len(_bullet(point, "99." if block.ordered else "•")) + 1
            if room < 0 and (kept or shown):
                break
            shown += 1
        if shown or (block.lead and not block.points and (room >= 0 or not kept)):
            kept.append(block.model_copy(update={"points": block.points[:shown]}))
            left -= _size(kept[-1])
        if shown < len(block.points) or (block.lead and not block.points and room < 0):
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
    parts.extend(_beside(answer))
    if sources := source_lines(short, answer):
        parts.append(f"{'Sources' if answer.english else 'Sumber'}:\n" + "\n".join(sources))
    if answer.hints:
        parts.append("\n".join(answer.hints))
    return "\n\n".join(part for part in parts if part)


def _beside(answer: Answer) -> list[str]:
    """What stands between the blocks and the sources, however much is cut."""
    own = english.load().say if answer.english else str
    return [*(f"⚠ {line}" for line in answer.warnings), *([own(WORDED)] if answer.worded else [])]


def gathered(block: Block) -> Block:
    """A block in which the numbers of the same sources stand once: after its lead where all its points rest on them,
    else after the first of the points that do."""
    refs = {point.refs for point in block.points} | ({block.lead_refs} - {()})
    if block.lead and len(refs) == 1:
        points = tuple(point.model_copy(update={"refs": ()}) for point in block.points)
        return block.model_copy(update={"lead_refs": refs.pop(), "points": points})
    before = (block.lead_refs, *(point.refs for point in block.points))
    pairs = zip(before, block.points, strict=False)
    points = tuple(point.model_copy(update={"refs": ()}) if point.refs == last else point for last, point in pairs)
    return block.model_copy(update={"points": points})


def cited(answer: Answer) -> set[int]:
    """Numbers of the citations that the shown blocks refer to."""
    return {r for b in answer.blocks for r in b.lead_refs} | {
        r for b in answer.blocks for p in b.points for r in p.refs
    }


def source_lines(shown: Answer, answer: Answer) -> list[str]:
    """The sources of the part of an answer that is shown, those of one document that share their remark in a line;
    sources without a reference anywhere stand for the whole answer. A remark that the answer itself makes is not
    made again."""
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
            trust = _TRUST.split(note, maxsplit=1)[0]
            alike.setdefault((one.label or one.title, trust, one.page_from is None, one.ocr), []).append((number, one))
    return [_line(group, answer.english) for group in alike.values()]


def _line(group: Sequence[tuple[int, Citation]], in_english: bool) -> str:
    """``[1] UU 27/2022, Pasal 57, hlm. 25; [2] Pasal 67, hlm. 30 (hasil pindai) — …``: what places begin with is said
    once, and so is what they share. Places of the catalog have no pages, their numbers stand in front."""
    (first, citation), *others = group
    places = {first: _place(citation, in_english)}
    for number, other in others:
        heads = [head for head in _heads(citation.locator) if other.locator.startswith(head)]
        rest = other.locator.removeprefix(max(heads, key=len, default=""))
        if other.locator == citation.locator and other.page_from is not None:
            rest = ""  # only the page is another
        places[number] = _place(other.model_copy(update={"locator": rest}), in_english)
    marks, listed = f"[{first}]", "; ".join(f"[{n}] {place}" for n, place in places.items()).removeprefix(f"[{first}] ")
    if citation.page_from is None:
        marks = "".join(f"[{n}]" for n in places)
        listed = "; ".join(dict.fromkeys(places.values()))
    line = f"{marks} " + ", ".join(filter(None, (citation.label or citation.title, listed)))
    if citation.ocr:
        line += english.load().say(" (hasil pindai)") if in_english else " (hasil pindai)"
    return " — ".join(filter(None, (line, _remark(group))))


def _remark(group: Sequence[tuple[int, Citation]]) -> str:
    """What is to be known of sources that differ at most in what lies behind them."""
    notes: dict[str, list[int]] = {}
    for number, citation in group:
        notes.setdefault(citation.note, []).append(number)
    first, *others = notes
    if not others:
        return first
    behind = {_TRUST.split(note, maxsplit=1)[1]: numbers for note, numbers in notes.items()}
    named = (f"{''.join(f'[{n}]' for n in numbers)} {source}" for source, numbers in behind.items())
    return first.removesuffix(next(iter(behind))) + "; ".join(named)


def _place(citation: Citation, in_english: bool) -> str:
    """``Pasal 57 ayat (2), hlm. 25 (tercetak 21)``"""
    own = english.load().say if in_english else str
    if citation.page_from is None:
        return citation.locator
    pages = own(f"hlm. {citation.page_from}")
    if citation.page_to and citation.page_to != citation.page_from:
        pages += f"–{citation.page_to}"
    if citation.page_label and citation.page_label != str(citation.page_from):
        pages += own(f" (tercetak {citation.page_label})")
    return ", ".join(filter(None, (citation.locator, pages)))


def _heads(locator: str) -> list[str]:
    """What a place can begin with, up to each comma."""
    parts = locator.split(", ")
    return [", ".join(parts[:at]) + ", " for at in range(1, len(parts))]


def source_line(citation: Citation, number: int) -> str:
    """``[1] PermenPANRB 59/2020, Lampiran, hlm. 30 (tercetak 26) — sudah dicabut …``"""
    return _line([(number, citation)], in_english=False)


def _block(block: Block) -> str:
    # A question of a message that asks several stands as it was typed.
    block = gathered(block)
    lines = [block.heading if block.part else block.heading.upper()] if block.heading else []
    if block.lead:
        lines.append(block.lead + refs(block.lead_refs))
    marks = (f"{number}." if block.ordered else "•" for number in range(1, len(block.points) + 1))
    lines += map(_bullet, block.points, marks)
    return "\n".join(lines)


def _bullet(point: Point, mark: str) -> str:
    return f"{mark} {f'“{point.text}”' if point.verbatim else point.text}{refs(point.refs)}"


def refs(numbers: tuple[int, ...]) -> str:
    """`` [1][2]`` after a statement."""
    return " " + "".join(f"[{n}]" for n in numbers) if numbers else ""
