"""What a chapter of a held document holds: its sections or articles, in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answering.drafting import Draft
from knowledge.composing.numerals import place
from knowledge.keeping.index import Entry
from knowledge.lookup.articles import article_lines
from knowledge.lookup.context import Context, Outcome, names_of, runs, unexplained
from knowledge.model import Point
from knowledge.question import Question
from knowledge.vocabulary import explained

_ASKED = re.compile(r"\bbab (?:ke ?-?)?(\d{1,2}|[ivxl]+)\b")
_CHAPTER = re.compile(r"^BAB ([IVXL]+)\b")
_PLAIN = re.compile(r"\d+$")

Path = tuple[str, ...]


def chapter(question: Question, context: Context, draft: Draft) -> Outcome:
    """``isi bab 3 Perpres 39/2019``: what stands in it; a chapter beyond the last is corrected."""
    asked = _ASKED.search(question.spelled)
    held = [d for d in question.documents if d in context.searcher.documents]
    if asked is None or question.pasal or len(held) != 1 or len(question.documents) != 1:
        return Outcome.PASS
    if unexplained(question, asked[0], *names_of(held, context), explained().chapter):
        return Outcome.PASS
    rows = [r for r in context.searcher.rows() if r.document.id == held[0] and r.unit.kind != "outline"]
    chapters = _chapters(rows)
    number = place(asked[1])
    found = {path: inside for path, inside in chapters.items() if _number(path) == number}
    if not found:
        last = max(chapters, key=_number, default=None)
        if number is None or last is None or number <= _number(last):
            return Outcome.PASS
        ref = draft.cite_unit(chapters[last][0])
        draft.add(f"{rows[0].document.label} hanya sampai {last[-1]}; bab {number} tidak ada.", refs=[ref])
        return Outcome.ANSWERED
    for path, inside in found.items():
        ref = draft.cite_unit(inside[0])
        points = [Point(text=name, refs=(draft.cite_unit(row),)) for name, row in _parts(path, inside)]
        if len({row.unit.pasal for row in inside}) == 1 and inside[0].unit.pasal:  # a single article is its own answer
            points = [
                Point(text=line, refs=(draft.cite_unit(row, line),), verbatim=True)
                for row in inside
                for line in article_lines(row.unit.text, None)
            ]
        place_ = " ".join((*path[1:-1], path[-1]))
        draft.add(f"{rows[0].document.label} {place_} memuat:" if points else f"{place_}.", points, refs=[ref])
    return Outcome.ANSWERED


def _chapters(rows: Sequence[Entry]) -> dict[Path, list[Entry]]:
    """The units of each chapter by its breadcrumb, in the order of the document."""
    found: dict[Path, list[Entry]] = {}
    for row in rows:
        crumbs = row.unit.breadcrumb
        for at, crumb in enumerate(crumbs):
            if _CHAPTER.match(crumb):
                found.setdefault(crumbs[: at + 1], []).append(row)
    return found


def _number(path: Path) -> int:
    match = _CHAPTER.match(path[-1])
    return (place(match[1].lower()) if match else None) or 0


def _parts(path: Path, inside: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """The sections of a chapter with their articles; where it has none, its articles."""
    first: dict[str, Entry] = {}
    articles: dict[str, dict[int, None]] = {}
    for row in inside:
        below = row.unit.breadcrumb[len(path) :]
        name = below[0] if below and not below[0].startswith("Pasal ") else ""
        first.setdefault(name, row)
        if row.unit.pasal and _PLAIN.match(row.unit.pasal):
            articles.setdefault(name, {})[int(row.unit.pasal)] = None
    parts = []
    for name, row in first.items():
        numbers = f"Pasal {runs(articles[name])}" if name in articles else ""
        if said := f"{name} ({numbers})" if name and numbers else name or numbers:
            parts.append((said, row))
    return parts
