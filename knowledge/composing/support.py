"""Whether one passage of a source says what a sentence says.

A sentence is supported by a passage (a sentence, a row, an item with its lead-in) when every one of its tokens stands
there in the same order, and when nothing was left out between them that changes what is left: no bound before its
number, no negation, duty or scope before what it governs, no other doer before a verb, no other number, no condition
or exception. The passage may be read in the other voice ("Menteri menetapkan X", "X ditetapkan oleh Menteri").
No threshold: too strict costs a reworded sentence, too lenient a wrong one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from knowledge.composing.wording import (
    AND,
    AND_OR,
    BAN,
    BREAK,
    BY,
    DUTY,
    EXCEPT,
    IF,
    ITEM,
    MAY,
    NOT,
    NUMBER,
    ONLY,
    OR,
    PLACE,
    WHICH,
    WORD,
    Token,
)

_SILENT = frozenset({BREAK, ITEM, WHICH, BY, PLACE})  # a sentence may leave these out
_EDGES = frozenset({BREAK, ITEM, AND})  # where a part of a passage ends
_GOVERNS = frozenset({BAN, MAY, DUTY, NOT, ONLY})
_LIMITS = frozenset({EXCEPT, IF, ONLY, "before", "after"})  # what a passage says only within
_PHRASE = frozenset({WORD, AND, WHICH, "all", "some"})  # what a subject or object is made of
_FEWEST = 2  # words below which a sentence says nothing


@dataclass(frozen=True)
class Passage:
    """``tokens`` with ``ITEM`` before each item of a list; the first ``named`` of them only name the source, and
    the ``leading`` next ones lead to the rest."""

    tokens: tuple[Token, ...]
    named: int = 0
    leading: int = 0

    @cached_property
    def heads(self) -> frozenset[tuple[str, str]]:
        """What names and leads to this passage."""
        return frozenset((one.kind, one.key) for one in self.tokens[: self.named + self.leading])


def supports(passage: Passage, sentence: Sequence[Token]) -> bool:
    """Whether the passage says what the sentence says."""
    said = [one for one in sentence if one.kind not in _SILENT - {PLACE}]
    if sum(one.kind == WORD for one in said) < _FEWEST or said[-1].kind not in (
        WORD,
        NUMBER,
        PLACE,
        "some",
        "all",
        ONLY,
    ):
        return False
    body = passage.tokens[passage.named :]
    if any(sum(one.kind == limit for one in body) > sum(one.kind == limit for one in said) for limit in _LIMITS):
        return False
    known = {(one.kind, one.key) for one in passage.tokens}
    if any((one.kind, one.key) not in known for one in said):
        return False
    return any(_follows(variant, passage.named, said) for variant in _voices(passage))


def lists(passage: Passage, lead: Sequence[Token], item: Sequence[Token]) -> bool:
    """Whether the passage has such an item under such a lead-in: read on as one sentence, or an item that it holds
    whose own lead-in has all the words of the one said."""
    if supports(passage, (*lead, *item)):
        return True
    said = {(one.kind, one.key) for one in lead if one.kind not in _SILENT}
    return said <= passage.heads and supports(passage, item)


def _follows(tokens: Sequence[Token], named: int, said: Sequence[Token]) -> bool:
    """Whether the tokens said stand among ``tokens`` in this order, with nothing left out that matters."""
    counts = any(one.kind == NUMBER for one in said)
    ends = [at for at, one in enumerate(tokens) if one.alike(said[0]) and _begins(tokens, named, at)]
    for one in said[1:]:
        ends = [
            at
            for at in range(len(tokens))
            if tokens[at].alike(one) and any(end < at and _skips(tokens, end, at, counts) for end in reversed(ends))
        ]
        if not ends:
            return False
    return any(end + 1 == len(tokens) or tokens[end + 1].kind not in (OR, AND_OR, WHICH) for end in ends)


def _begins(tokens: Sequence[Token], named: int, at: int) -> bool:
    """Whether a statement may begin here: where a part does, and not inside what is denied, demanded or allowed."""
    before = at - 1
    while before >= 0 and tokens[before].kind == WHICH:
        before -= 1
    if before >= 0 and tokens[before].kind not in _EDGES:
        return at < named  # the name of a source may be cut
    return not any(one.kind in _GOVERNS for one in tokens[named:at])


def _skips(tokens: Sequence[Token], end: int, at: int, counts: bool) -> bool:
    """Whether a sentence may leave out what stands between two tokens."""
    gap = tokens[end + 1 : at]
    if all(one.kind in _SILENT or one.kind == AND for one in gap):
        return True
    following = tokens[at]
    if all(one.kind == "with" or (one.kind == WORD and one.key == tokens[end].key) for one in gap):
        return True  # "dipidana dengan pidana penjara"
    if gap[-1].kind not in (WORD, WHICH, BY, *_EDGES):
        return False  # a bound, a negation, a preposition: it belongs to what follows
    if counts and any(one.kind == NUMBER for one in gap):
        return False
    if not following.verb and any(one.kind in _GOVERNS for one in gap):
        return False
    if gap[-1].kind == ITEM and (gap[0].kind == ITEM or (len(gap) > 1 and gap[1].kind == ITEM)):
        return True  # whole items of a list
    if not any(one.kind in _EDGES or one.kind in (OR, AND_OR) for one in gap):  # a qualification, within one part
        if following.verb or any(one.kind == WHICH for one in gap):
            return False  # of whom it is said, or which of them
        return following.kind not in (WORD, AND, OR, AND_OR) and tokens[end].kind == WORD and not tokens[end].verb
    return gap[-1].kind in _EDGES and following.verb and _predicates(gap, following)


def _predicates(gap: Sequence[Token], following: Token) -> bool:
    """Whether a gap is nothing but other things that the same subject does; none that governs what follows."""
    if any(one.kind in (OR, AND_OR) for one in gap):
        return False
    if any(one.kind in _GOVERNS for one in gap) and following.kind not in _GOVERNS:
        return False
    starts = [one for at, one in enumerate(gap) if one.kind not in _EDGES and (not at or gap[at - 1].kind in _EDGES)]
    return all(one.verb for one in starts)


def _voices(passage: Passage) -> Iterator[tuple[Token, ...]]:
    """The passage as it stands, and with each of its verbs in the other voice."""
    tokens = passage.tokens
    yield tokens
    for at in range(passage.named + 1, len(tokens) - 1):
        verb = tokens[at]
        if verb.voice not in ("active", "passive") or (verb.voice == "passive" and tokens[at + 1].kind != BY):
            continue
        start = next((n + 1 for n in range(at - 1, -1, -1) if tokens[n].kind in (BREAK, ITEM)), 0)
        mood = next((n for n in range(start, at) if tokens[n].kind in _GOVERNS), at)
        active = verb.voice == "active"
        first = at + 1 if active else at + 2
        if mood == start or any(one.kind not in _PHRASE for one in tokens[start:mood]):
            continue
        turned = replace(verb, voice="passive" if active else "active", word="")
        by = (Token(BY),) if active else ()
        for last in _ends(tokens, first):
            yield (
                *tokens[:start],
                *tokens[first:last],
                *tokens[mood:at],
                turned,
                *by,
                *tokens[start:mood],
                *tokens[last:],
            )


def _ends(tokens: Sequence[Token], first: int) -> set[int]:
    """Where the phrase that begins at ``first`` may end."""
    found = set()
    for kinds in ({WORD, WHICH}, _PHRASE, {*_PHRASE, BY}):
        last = first
        while last < len(tokens) and tokens[last].kind in kinds:
            last += 1
        if last > first:
            found.add(last)
    return found
