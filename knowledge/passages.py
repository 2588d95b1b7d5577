"""Answers taken from units of PDFs: the pieces that answer, quoted exactly, most telling unit first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.drafting import Draft
from knowledge.index import Index
from knowledge.model import Point
from knowledge.pieces import Piece, is_heading, pieces
from knowledge.retrieval import Found, Hit
from knowledge.text import fold, tokens

BUDGET = 1150  # characters of quoted text in one answer
FIRST = 700  # of it, what the first unit may take
NEXT = 450  # and each further one
WHOLE = 650  # a unit up to this length is quoted whole when it stands first
UNITS = 4  # units one answer may draw on
SHARE = 0.55  # what a further unit's best piece must reach of the best piece's score


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


def passages(found: Found, index: Index, draft: Draft, partners: Sequence[str] = (), budget: int = BUDGET) -> int:
    """Add blocks of quoted pieces to a draft; returns how many pieces were quoted."""
    weights = {t: index.idf(t) for t in found.terms} | {t: 0.6 * index.idf(t) for t in partners if t not in found.terms}
    chosen: list[tuple[Hit, list[str], float]] = []
    left = budget
    top_score = 0.0
    for hit in found.hits[:UNITS]:
        place = len(chosen)
        cut = _telling(hit)
        if not cut:
            continue
        scores = [_score(piece, weights) for piece in cut]
        best = max(scores, default=0.0)
        if place and best < SHARE * top_score:
            continue
        top_score = max(top_score, best)
        room = min(left, FIRST if place == 0 else NEXT)
        if room < 120:
            break
        taken = _whole(cut, room) if place == 0 or hit.lookup else None
        lines = taken or _pick(cut, scores, room)
        if lines:
            chosen.append((hit, lines, best))
            left -= sum(map(len, lines)) + 60
    for hit, lines, _ in chosen:
        unit, document = hit.entry.unit, hit.entry.document
        points = [Point(text=line, refs=(draft.cite_unit(hit.entry, lines[0]),), verbatim=True) for line in lines]
        draft.add(f"{document.label}, {unit.locator}:" if unit.locator else f"{document.label}:", points)
    return sum(len(lines) for _, lines, _ in chosen)


def _telling(hit: Hit) -> list[Piece]:
    """A unit's pieces without those that say nothing by themselves: headings, the unit's own name again, a bare
    number, and the handbook's source lines (the citation names the source)."""
    unit, handbook = hit.entry.unit, hit.entry.document.handbook
    heading = fold(unit.locator)
    place: dict[int, int] = {}
    kept: list[Piece] = []
    for at, piece in enumerate(pieces(unit.text)):
        text = piece.text.partition("Sumber:")[0].strip() if handbook else piece.text
        listed = piece.lead is not None or piece.opens
        if is_heading(text) or not (listed or len(text.split()) > 2) or (fold(text) in heading and not piece.opens):
            continue
        place[at] = len(kept)
        lead = place.get(piece.lead) if piece.lead is not None else None
        kept.append(replace(piece, text=text, lead=lead))
    return [piece for piece in kept if piece.text]


def _score(piece: Piece, weights: dict[str, float]) -> float:
    words = set(tokens(piece.text))
    return sum(weight for token, weight in weights.items() if token in words)


def _whole(cut: Sequence[Piece], room: int) -> list[str] | None:
    text = sum(len(p.text) for p in cut)
    return [p.text for p in cut] if text <= min(WHOLE, room) else None


def _pick(cut: Sequence[Piece], scores: Sequence[float], room: int) -> list[str]:
    """The best pieces within ``room`` characters, in the order of the text. A list item brings its lead-in; a
    lead-in brings its items while there is room."""
    order = sorted(range(len(cut)), key=lambda i: (-scores[i], i))
    taken: set[int] = set()

    def take(i: int) -> bool:
        cost = sum(len(cut[j].text) for j in sorted(taken | {i}))
        if i in taken or cost > room:
            return i in taken
        taken.add(i)
        return True

    for i in order:
        if taken and scores[i] <= 0:
            break
        lead = cut[i].lead
        if lead is not None and lead not in taken and not take(lead):
            continue
        if not take(i):
            continue
        if cut[i].opens:
            for j in range(i + 1, len(cut)):
                if cut[j].lead != i or not take(j):
                    break
        elif len(cut[i].text) < 90 and i + 1 < len(cut) and scores[i] > 0:
            take(i + 1)  # a heading or half a sentence says little without what follows
    if not taken and cut:
        return [cut[order[0]].text]
    return [cut[i].text for i in sorted(taken)]
