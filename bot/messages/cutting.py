"""Long answers in two parts: what is shown at once, and the rest behind a button. Lists are cut between items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.answering.rendering import shorten
from knowledge.keeping.gone import without
from knowledge.model import Answer, Block


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


def head(answer: Answer) -> Excerpt:
    """The beginning of an answer, cut between points (``knowledge.answering.rendering.shorten``)."""
    short, shown, total = shorten(answer)
    return Excerpt(short, (1,) * len(short.blocks), shown, total)


def is_cut(answer: Answer, part: Excerpt) -> bool:
    """Whether something of an answer is missing in its beginning."""
    return bool(tail(answer, part).answer.blocks)


def tail(answer: Answer, part: Excerpt) -> Excerpt:
    """What the beginning left out: remaining points under their headings, numbered on; whole blocks after them."""
    remaining = list(_remaining(answer.blocks, part.answer.blocks))
    blocks = tuple(block for block, _ in remaining)
    rest = answer.model_copy(update={"blocks": blocks, "warnings": (), "hints": ()})
    return Excerpt(rest, tuple(start for _, start in remaining), 0, 0)


def rest_of(answer: Answer, gone: frozenset[int]) -> Excerpt | None:
    """As ``tail`` of the beginning, without what rests on citations that are gone; None where nothing is left."""
    kept, part = without(answer, gone), head(answer)
    names = {(block.heading, block.lead) for block in kept.blocks}
    shown = tuple(block for block in part.answer.blocks if (block.heading, block.lead) in names)
    rest = tail(kept, replace(part, answer=part.answer.model_copy(update={"blocks": shown})))
    return rest if rest.answer.blocks else None


def _remaining(blocks: tuple[Block, ...], shown: tuple[Block, ...]) -> Iterator[tuple[Block, int]]:
    position = 0
    for block in blocks:
        begun = shown[position] if position < len(shown) else None
        if begun is None or (begun.heading, begun.lead) != (block.heading, block.lead):
            if block.points or block.lead:  # a heading alone says nothing
                yield block, 1
            continue
        position += 1
        left = block.points[len(begun.points) :]
        if left:
            yield block.model_copy(update={"points": left, "lead": "", "lead_refs": ()}), len(begun.points) + 1
