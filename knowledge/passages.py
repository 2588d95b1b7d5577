"""Answers taken from units of PDFs: the pieces that answer, quoted exactly, most telling unit first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.drafting import Draft
from knowledge.index import Index
from knowledge.model import Point
from knowledge.question import Question
from knowledge.quoting.asked import SYNONYM, Asked
from knowledge.quoting.choosing import Choice, choose, weighed
from knowledge.quoting.grouping import group
from knowledge.quoting.lines import lines
from knowledge.retrieval import Found, Hit
from knowledge.vocabulary import Vocabulary

BUDGET = 1150  # characters of quoted text in one answer
UNITS = 6  # units one answer may draw on


@dataclass(frozen=True)
class Evidence:
    """How well the found units speak to the question. ``coverage``: share of the question's weight (by
    inverse document frequency) that the best unit's words carry; ``similarity``: best cosine."""

    coverage: float
    together: float
    similarity: float
    hits: tuple[Hit, ...]
    terms: int = 2  # how many words of the question carry meaning


def weigh(found: Found, index: Index, partners: Sequence[str] = ()) -> Evidence:
    """Measure the evidence of the first five hits for a search's terms."""
    terms = set(found.terms)
    top = found.hits[:5]
    weights = {t: index.idf(t) for t in terms}
    total = sum(weights.values()) or 1.0
    equal = set(partners)
    best, union = 0.0, set()
    for hit in top:
        words = index.token_sets[index.position(hit.entry.key)]
        shared = terms & words
        if equal & words:
            shared |= {t for t in terms if t in equal}
        union |= shared
        best = max(best, sum(weights[t] for t in shared) / total)
    similarity = max((h.similarity for h in top), default=0.0)
    return Evidence(best, sum(weights[t] for t in union) / total, similarity, top, len(terms))


def passages(
    found: Found,
    index: Index,
    draft: Draft,
    partners: Sequence[str] = (),
    budget: int = BUDGET,
    question: Question | None = None,
    vocabulary: Vocabulary | None = None,
) -> int:
    """Add blocks of quoted lines to a draft; returns how many lines were quoted."""
    asked = ask(found, index, partners, question, vocabulary)
    orders = vocabulary.injection_pattern if vocabulary else None
    choices = [weighed(passage, lines(passage, orders), asked) for passage in group(found.hits[:UNITS], index)]
    count = 0
    for choice in choose(choices, asked, budget):
        count += len(choice.shown())
        _quote(choice, draft)
    return count


def ask(
    found: Found, index: Index, partners: Sequence[str], question: Question | None, vocabulary: Vocabulary | None
) -> Asked:
    """What a question wants of the passages found for it."""
    weights = {t: SYNONYM * index.idf(t) for t in partners} | {
        t: (SYNONYM if t in found.carried else 1.0) * index.idf(t) for t in found.terms
    }
    if question is None or vocabulary is None:
        return Asked(weights)
    return Asked(
        weights,
        [re.compile(kind.evidence) for kind in vocabulary.expected(question.spelled)],
        listed=question.wants("list", "evidence", "criterion"),
        defined=question.wants("definition"),
    )


def _quote(choice: Choice, draft: Draft) -> None:
    """A block for each unit that lines were taken from."""
    taken = [choice.kept[at] for at in choice.shown()]
    for _, run in groupby(taken, key=lambda line: line.entry.unit.locator):
        part = list(run)
        unit, document = part[0].entry.unit, part[0].entry.document
        points = [Point(text=line.text, refs=(draft.cite_unit(line.entry, line.text),), verbatim=True) for line in part]
        draft.add(f"{document.label}, {unit.locator}:" if unit.locator else f"{document.label}:", points)
