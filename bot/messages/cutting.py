"""Long answers in two parts: what is shown at once, and the rest behind a button. Lists are cut between items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Answer, Block, Point

BODY_LIMIT = 1200
"""Characters of an answer's body that are shown at once."""


@dataclass(frozen=True)
class Excerpt:
    """A part of an answer. ``starts`` is the number of the first point of each block; ``shown`` of ``total``
    points are in this part (equal where nothing needs to be said about it)."""

    answer: Answer
    starts: tuple[int, ...]
    shown: int
    total: int


def whole(answer: Answer) -> Excerpt:
    """An answer uncut."""
    return Excerpt(answer, (1,) * len(answer.blocks), 0, 0)


def head(answer: Answer, limit: int = BODY_LIMIT) -> Excerpt:
    """The beginning of an answer: at most ``limit`` characters, but never less than one point."""
    kept: list[Block] = []
    left = limit
    for block in answer.blocks:
        left -= len(block.heading) + len(block.lead)
        points: list[Point] = []
        for point in block.points:
            left -= len(point.text)
            if left < 0 and (points or kept):
                break
            points.append(point)
        if left < 0 and not points and kept:
            break
        kept.append(block.model_copy(update={"points": tuple(points)}))
        if left < 0:
            break
    shown, total = _count(tuple(kept)), _count(answer.blocks)
    return Excerpt(answer.model_copy(update={"blocks": tuple(kept)}), (1,) * len(kept), shown, total)


def is_cut(answer: Answer, part: Excerpt) -> bool:
    """Whether something of an answer is missing in its beginning."""
    return part.answer.blocks != answer.blocks


def tail(answer: Answer, part: Excerpt) -> Excerpt:
    """What the beginning left out: remaining points under their headings, numbered on; whole blocks after them."""
    blocks, starts = [], []
    for block, start in _remaining(answer.blocks, part.answer.blocks):
        blocks.append(block)
        starts.append(start)
    rest = answer.model_copy(update={"blocks": tuple(blocks), "warnings": ()})
    return Excerpt(rest, tuple(starts), 0, 0)


def _remaining(blocks: tuple[Block, ...], shown: tuple[Block, ...]) -> Iterator[tuple[Block, int]]:
    position = 0
    for block in blocks:
        begun = shown[position] if position < len(shown) else None
        if begun is None or (begun.heading, begun.lead) != (block.heading, block.lead):
            yield block, 1
            continue
        position += 1
        left = block.points[len(begun.points) :]
        if left:
            yield block.model_copy(update={"points": left, "lead": "", "lead_refs": ()}), len(begun.points) + 1


def _count(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.points) for block in blocks)
