"""The steps of a procedure whose sections each tell one: the headings of a chapter, in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.finding.retrieval import Hit
from knowledge.keeping.index import Entry, Index
from knowledge.quoting.asked import Asked
from knowledge.text import tokens

FEWEST, MOST = 3, 10  # headings that make an outline
_STEP = re.compile(r"(?:\d{1,2}|[A-Za-z])[.)]\s")


def outline(hits: Sequence[Hit], asked: Asked, index: Index) -> tuple[str, list[tuple[str, Entry]]]:
    """The chapter whose outline is the best hit, or in which the best hit and another one stand in sections of their
    own; and its sections' headings, each with its first unit. Empty when there is none or the question does not name
    it."""
    if not hits:
        return "", []
    best = hits[0].entry
    if best.unit.kind == "outline":
        return _steps(best, best.unit.breadcrumb, index)
    for depth in range(len(best.unit.breadcrumb) - 1, 1, -1):
        above = best.unit.breadcrumb[:depth]
        others = {
            hit.entry.unit.breadcrumb[depth] for hit in hits if hit.entry.rev == best.rev and _below(hit.entry, above)
        }
        if len(others) < 2:
            continue
        words = set(tokens(above[-1]))
        if 2 * len(words & asked.weights.keys()) < len(words):  # the question says most of its name
            return "", []
        return _steps(best, above, index)
    return "", []


def _steps(best: Entry, above: tuple[str, ...], index: Index) -> tuple[str, list[tuple[str, Entry]]]:
    depth = len(above)
    steps: dict[str, Entry] = {}
    for row in index.rows:
        if row.rev == best.rev and _below(row, above) and _STEP.match(row.unit.breadcrumb[depth]):
            steps.setdefault(row.unit.breadcrumb[depth], row)
    steps = _introduced(steps, best, above, index)
    return (above[-1], list(steps.items())) if FEWEST <= len(steps) <= MOST else ("", [])


def _introduced(steps: dict[str, Entry], best: Entry, above: tuple[str, ...], index: Index) -> dict[str, Entry]:
    """The sections that the chapter's own opening names, where it names most of them: what it does not name is a
    section, but no step ("G. Dokumen Manajemen Risiko")."""
    chapter = set(tokens(above[-1]))
    opening = {
        token
        for row in index.rows
        if row.rev == best.rev and row.unit.breadcrumb == above and row.unit.kind != "outline"
        for token in tokens(row.unit.text)
    }
    own = {name: set(tokens(_STEP.sub("", name))) - chapter for name in steps}
    named = {name: steps[name] for name, words in own.items() if words and words <= opening}
    return named if len(named) >= FEWEST and 2 * len(named) > len(steps) else steps


def _below(entry: Entry, above: tuple[str, ...]) -> bool:
    return len(entry.unit.breadcrumb) > len(above) and entry.unit.breadcrumb[: len(above)] == above
