"""Several searches of one question as one score: each search's scores stretched to 0..1 and averaged.

Scores say more than ranks: a unit far ahead of the next in one search stays ahead. All searches count alike;
``benchmarks/search.py`` prints what other weights, and the ranks instead of the scores, would give.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.keeping.index import Entry

Found = Sequence[tuple[Entry, float]]


def fuse(searches: Sequence[Found], depth: int) -> dict[str, float]:
    """Each unit's mean score (0..1) by key, over the best ``depth`` of each search; 0 where a search lacks it.

    A search comes with the best first. Units of the handbook are stretched among their own: they repeat the rules in
    plainer words, which lie nearer to a question than the rule does.
    """
    scores: dict[str, float] = {}
    for found in searches:
        for handbook in (False, True):
            part = [(row.key, score) for row, score in found if row.document.handbook is handbook][:depth]
            for key, score in _stretched(part):
                scores[key] = scores.get(key, 0.0) + score / len(searches)
    return scores


def _stretched(part: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Scores from 1 for the best to 0 for the last; alike, all 1."""
    if not part:
        return []
    best, last = part[0][1], part[-1][1]
    return [(key, (score - last) / (best - last) if best > last else 1.0) for key, score in part]
