"""A question that an admin has answered: asked in the same words, it gets that answer, before any lookup; asked in
other words, that answer and the question it was given to. Otherwise an entry of the FAQ is found like any unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from knowledge import kinds
from knowledge.answering.drafting import Draft
from knowledge.deciding.places import places
from knowledge.finding.retrieval import Found, Hit
from knowledge.keeping.index import Entry
from knowledge.keeping.store import Vector
from knowledge.model import FAQ, Point, Turn
from knowledge.question import Question
from knowledge.text import content_words, stem, tokens, words
from knowledge.vocabulary import explained

HEADING = "Jawaban admin"
OTHER_WORDS = "Untuk pertanyaan “{}”:"
NEAR = 0.93
"""Cosine from which on questions that ask for the same kind of thing are one; chosen by ``benchmarks/clusters.py``."""

_GENERAL = frozenset({"number", "amount", "latest"})
_NOT = frozenset({"tidak", "bukan", "belum", "tanpa", "selain", "kecuali"})
_NUMBER = re.compile(r"\d+")

Read = Callable[[str, tuple[Turn, ...]], Question]


@dataclass(frozen=True)
class Near:
    """An entry that answers a question in other words; ``asked`` is the one it was written for."""

    entry: Entry
    asked: str


class AnsweredBefore:
    """The questions of the FAQ's entries in a generation. ``read`` understands a text as a question."""

    def __init__(self, rows: Iterable[Entry], read: Read) -> None:
        self._read = read
        self._vectors: dict[str, Vector] = {}
        self._entries: dict[frozenset[str], Entry] = {}
        for row in rows:
            if row.document.kind == FAQ:
                for question in row.unit.breadcrumb[1:]:  # a later entry has the last word
                    self._entries[_words(read(question, ()))] = row

    def find(self, question: Question) -> Entry | None:
        """The entry that answers this very question."""
        return None if question.injected else self._entries.get(_words(question))

    def near(self, question: Question, found: Iterable[Entry], vector: Callable[[str], Vector]) -> Near | None:
        """The entry among those found whose question is this one in other words: near in meaning (``vector``, of unit
        length), asking for the same kind of thing, with the same numbers, places and negations, and of nothing that
        the entry does not name: "mobil kantor" is as near to "proyektor kantor" as another wording is."""
        best, nearest = NEAR, None
        asked = [(row, text) for row in found if row.document.kind == FAQ for text in row.unit.breadcrumb[1:]]
        if question.injected or not asked:
            return None
        own = vector(question.search)
        for row, text in asked:
            other = self._read(text, ())
            if not content_words(_without_kinds(question)) - _request() <= content_words(row.unit.passage):
                continue
            if alike(question, other) and (score := float(own @ self._vector(other.search, vector))) >= best:
                best, nearest = score, Near(row, text)
        return nearest

    def _vector(self, text: str, vector: Callable[[str], Vector]) -> Vector:
        if text not in self._vectors:
            self._vectors[text] = vector(text)
        return self._vectors[text]


def holding(found: Found) -> Found:
    """What was found, without the entries of the FAQ that do not hold every word asked ("mohon info" asks for nothing):
    one is short and about one matter, and shares most of its words with questions about its neighbours."""
    asked = set(found.terms) - found.carried - _request()

    def holds(hit: Hit) -> bool:
        return hit.entry.document.kind != FAQ or asked <= content_words(hit.entry.unit.passage)

    return replace(found, hits=tuple(filter(holds, found.hits)))


def tell(entry: Entry, draft: Draft, lead: str = "") -> bool:
    """Add an entry's answer, line by line and word for word; False when nothing of it may be said (it gives orders)."""
    lines = entry.unit.text.split("\n")
    ref = draft.cite_unit(entry, lines[0])
    draft.add(lead, heading=HEADING, points=[Point(text=line, refs=(ref,), verbatim=True) for line in lines])
    return bool(draft.blocks)


def _request() -> frozenset[str]:
    """Words, and their stems, that any request is made of."""
    said = explained().request
    return frozenset((*said.split(), *tokens(said)))


def _words(question: Question) -> frozenset[str]:
    # All words, the small ones too: "boleh" and "tidak boleh" are two questions.
    return frozenset(map(stem, words(question.search)))


def _without_kinds(question: Question) -> str:
    """A question without the words that say what kind of thing it asks for: "prosedur" and "cara" are one."""
    said = question.spelled
    for kind in kinds.load().values():
        said = kind.asks.sub(" ", said)
    return said


def alike(one: Question, other: Question) -> bool:
    """Whether two questions ask for the same kind of thing and say the same of what meaning blurs."""
    asked, counted = zip(*map(_kinds, (one, other)), strict=True)
    kind = bool(asked[0] & asked[1]) or (not any(asked) and counted[0] == counted[1])
    return kind and _particulars(one) == _particulars(other)


def _kinds(question: Question) -> tuple[frozenset[str], bool]:
    """What a question asks for, and whether for a number: of what, "berapa" alone does not say."""
    names = {name for name, kind in kinds.load().items() if kind.asks.search(question.spelled)}
    return frozenset(names - _GENERAL), "number" in names


def _particulars(question: Question) -> tuple[frozenset[str], ...]:
    said = frozenset(words(question.search))
    return frozenset(_NUMBER.findall(question.search)), frozenset(places(question)), said & _NOT
