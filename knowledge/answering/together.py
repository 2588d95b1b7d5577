"""Answers put together: those to several questions of one message under a heading each, and two to one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from knowledge.model import Answer, Block, Citation, Retrieved

FOUND = 10  # search results kept of all questions


def together(message: str, asked: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """One answer of several: each under its question, with its own sources; sources are numbered once. It abstains
    only where every part does."""
    citations: list[Citation] = []
    blocks: list[Block] = []
    for part, (question, answer) in enumerate(zip(asked, answers, strict=True), 1):
        places = {old: _place(citation, citations) for old, citation in enumerate(answer.citations, 1)}
        for at, block in enumerate(answer.blocks):
            moved = _renumbered(block, places)
            if at == 0:
                title = f"{part}. {_title(question)}"
                moved = moved.model_copy(update={"heading": f"{title} · {block.heading}" if block.heading else title})
            blocks.append(moved.model_copy(update={"part": part}))
    told = [answer for answer in answers if not answer.abstained]
    return Answer(
        question=message,
        resolved="; ".join(answer.resolved for answer in answers if answer.resolved),
        blocks=tuple(blocks),
        abstained=not told,
        citations=tuple(citations),
        retrieved=tuple(_fair([answer.retrieved for answer in answers])),
        warnings=tuple(dict.fromkeys(line for answer in answers for line in answer.warnings)),
        # What might be asked instead is told only where nothing was found; there it is the same for all.
        hints=() if told else answers[0].hints,
        worded=any(answer.worded for answer in answers),
    )


def behind(first: Answer, second: Answer) -> Answer:
    """Two answers to one question, the second behind the first without what that says already; sources are numbered
    once. Where the second abstains, the first alone."""
    said = {point.text for block in first.blocks for point in block.points}
    more = [block for block in second.blocks if not block.points or any(p.text not in said for p in block.points)]
    if second.abstained or not more:
        return first
    citations = list(first.citations)
    places = {old: _place(citation, citations) for old, citation in enumerate(second.citations, 1)}
    return second.model_copy(
        update={
            "blocks": (*first.blocks, *(_renumbered(block, places) for block in more)),
            "citations": tuple(citations),
            "warnings": tuple(dict.fromkeys((*first.warnings, *second.warnings))),
        }
    )


def _title(question: str) -> str:
    return " ".join(question.split()).strip(" ,;")


def _place(citation: Citation, known: list[Citation]) -> int:
    if citation not in known:
        known.append(citation)
    return known.index(citation) + 1


def _renumbered(block: Block, places: dict[int, int]) -> Block:
    def moved(refs: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(places[ref] for ref in refs)

    points = tuple(point.model_copy(update={"refs": moved(point.refs)}) for point in block.points)
    return block.model_copy(update={"lead_refs": moved(block.lead_refs), "points": points})


def _fair(found: Sequence[Sequence[Retrieved]]) -> Iterator[Retrieved]:
    """Results in turn from each question, each unit once."""
    seen: set[tuple[str, int]] = set()
    for row in zip_longest(*found):
        for one in row:
            if one is not None and (key := (one.unit_id, one.page_from)) not in seen and len(seen) < FOUND:
                seen.add(key)
                yield one
