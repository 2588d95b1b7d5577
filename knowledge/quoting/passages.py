"""Answers taken from units of PDFs: the pieces that answer, quoted exactly, most telling unit first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from knowledge import kinds
from knowledge.answering.drafting import Draft
from knowledge.finding.retrieval import Found, Hit
from knowledge.keeping.index import Entry, Index
from knowledge.model import Point
from knowledge.question import Question
from knowledge.quoting.asked import HALF, Asked
from knowledge.quoting.choosing import POINT, Choice, choose, weighed
from knowledge.quoting.grouping import group
from knowledge.quoting.lines import complete, lines, narrowed
from knowledge.quoting.outline import outline
from knowledge.quoting.steps import Step, doer
from knowledge.quoting.steps import steps as table_steps
from knowledge.text import tokens
from knowledge.vocabulary import Vocabulary

BUDGET = 1190  # characters of quoted text in one answer
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
    total = fsum(weights.values()) or 1.0
    equal = set(partners)
    best, union = 0.0, set()
    for hit in top:
        words = index.token_sets[index.position(hit.entry.key)]
        shared = terms & words
        if equal & words:
            shared |= {t for t in terms if t in equal}
        union |= shared
        best = max(best, fsum(weights[t] for t in shared) / total)
    similarity = max((h.similarity for h in top), default=0.0)
    return Evidence(best, fsum(weights[t] for t in union) / total, similarity, top, len(terms))


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
    compared = _compared(found, question)
    if not compared and found.sides:
        return _beside(found, index, draft, budget, question, vocabulary)
    # An outline only names its sections: the steps of a procedure, nothing to quote from.
    parts: Sequence[Sequence[Hit]] = compared or [
        [hit for hit in found.hits if hit.entry.unit.kind != "outline"][:UNITS]
    ]
    count = 0
    cut: list[Choice] = []
    if question and kinds.asks_procedure(question.spelled):
        chapter, steps = outline(found.hits[:UNITS], asked, index)
        count = _steps(chapter, steps, draft)
        budget -= sum(len(name) + POINT for name, _ in steps)
        rows = [] if steps else table_steps(found.hits[:UNITS], asked, index, question.spelled)
    else:
        rows = doer(found.hits, asked, index, question.spelled) if question else []
    count += _rows(rows, draft)
    budget -= sum(len(row.text) + POINT for row in rows)
    for hits in parts:
        choices = _choices(hits, index, asked, vocabulary, draft)
        heading = hits[0].entry.document.label if compared else ""
        for choice in choose(choices, asked, budget // len(parts) - len(heading)):
            places = choice.shown(best_first=bool(asked.kinds) or asked.defined)
            count += _quote(choice, places, draft, heading)
            heading = ""
            if choice.rest:
                cut.append(choice)
    for choice in cut:  # shown with the rest of the answer, when it is asked for
        count += _quote(choice, choice.rest, draft, more=" (lanjutan)")
    return count


def _beside(
    found: Found, index: Index, draft: Draft, budget: int, question: Question | None, vocabulary: Vocabulary | None
) -> int:
    """Blocks on each of two things compared, under its name; how many lines were quoted."""
    count = 0
    for name, of in found.sides:
        asked = replace(ask(of, index, of.partners, question, vocabulary), defined=True)
        hits = [hit for hit in of.hits if hit.entry.unit.kind != "outline"][:UNITS]
        choices = _choices(hits, index, asked, vocabulary, draft)
        heading = name[:1].upper() + name[1:]
        for choice in choose(choices, asked, budget // len(found.sides) - len(heading)):
            count += _quote(choice, choice.shown(best_first=True), draft, heading)
            heading = ""
    return count


def _choices(
    hits: Sequence[Hit], index: Index, asked: Asked, vocabulary: Vocabulary | None, draft: Draft
) -> list[Choice]:
    """What could be quoted of the hits, passage by passage."""
    orders = vocabulary.order_pattern if vocabulary else None
    made = []
    for passage in group(hits, index):
        kept = [narrowed(line, asked) for line in lines(passage, orders)]
        made.append(weighed(passage, kept, asked, draft.warning(passage.entries[0].document)))
    return made


def _steps(chapter: str, steps: Sequence[tuple[str, Entry]], draft: Draft) -> int:
    """A block of the steps of a procedure, where each is a section of its own; how many there are."""
    if steps:
        points = [Point(text=name, refs=(draft.cite_unit(entry, name),), verbatim=True) for name, entry in steps]
        draft.add(f"{steps[0][1].document.label}, urutan dalam {chapter}:", points)
    return len(steps)


def _rows(rows: Sequence[Step], draft: Draft) -> int:
    """A block of the steps that a table tells; how many there are."""
    if rows:
        points = [Point(text=row.text, refs=(draft.cite_unit(row.entry, row.text),)) for row in rows]
        draft.add(f"{rows[0].entry.document.label}, menurut tabel:", points)
    return len(rows)


def _compared(found: Found, question: Question | None) -> list[tuple[Hit, ...]]:
    """The hits of each document where a question names several and each has some: they are set side by side."""
    if question is None or len(question.documents) < 2:
        return []
    of = {name: tuple(hit for hit in found.hits if hit.entry.document.id == name) for name in question.documents}
    return [hits[:UNITS] for hits in of.values()] if all(of.values()) else []


def ask(
    found: Found, index: Index, partners: Sequence[str], question: Question | None, vocabulary: Vocabulary | None
) -> Asked:
    """What a question wants of the passages found for it."""
    weights = {t: HALF * index.idf(t) for t in partners} | {
        t: (HALF if t in found.carried else 1.0) * index.idf(t) for t in found.terms
    }
    if question is None or vocabulary is None:
        return Asked(weights)
    cues = {t for cue in vocabulary.asks["comparison"] for t in tokens(cue)} if question.wants("comparison") else set()
    return Asked(
        {t: weight for t, weight in weights.items() if t not in cues},
        kinds.sought(question.spelled),
        listed=question.wants("list", "evidence", "criterion"),
        defined=question.wants("definition"),
    )


def _quote(choice: Choice, places: Sequence[int], draft: Draft, heading: str = "", more: str = "") -> int:
    """A block of the lines at these places, each citing its unit; how many they are."""
    taken = [choice.kept[at] for at in complete(choice.kept, places)]
    if not taken:
        return 0
    label, place = taken[0].entry.document.label, _place([line.entry for line in taken])
    draft.add(
        f"{', '.join(filter(None, (label, place)))}{more}:",
        [Point(text=line.text, refs=(draft.cite_unit(line.entry, line.text),), verbatim=True) for line in taken],
        heading=heading,
    )
    return len(taken)


def _place(entries: Sequence[Entry]) -> str:
    """What units of one passage are called together: their locator, or the article's they are parts of."""
    locators = list(dict.fromkeys(entry.unit.locator for entry in entries))
    if len(locators) == 1:
        return locators[0]
    of = [entry.unit for entry in entries]
    explained = [unit for unit in of if "/penjelasan/" in unit.id]
    pasal = next((unit.pasal for unit in of if unit.pasal and unit not in explained), None)
    if pasal is None:
        return locators[0]
    return f"Pasal {pasal}" + (" dan penjelasannya" if explained else "")
