"""Units that are read as one: the ayat of an article with its elucidation, the parts of a section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.finding.related import explains
from knowledge.finding.retrieval import Hit
from knowledge.keeping.index import Entry, Index

_PART = re.compile(r"(?:/ayat-\w+)?(?:/(?:bagian-\d+|lanjutan|baris-\d+)(?:~\d+)?)*$")
REACH = 20  # units before and after a hit among which its passage is looked for


@dataclass(frozen=True)
class Passage:
    """``entries`` in reading order, those in ``hits`` found by the search; ``rank``: place of the first hit, from 0."""

    entries: tuple[Entry, ...]
    hits: tuple[Hit, ...]
    rank: int

    @property
    def named(self) -> bool:
        """Whether the question names it."""
        return any(hit.lookup for hit in self.hits)


def group(hits: Sequence[Hit], index: Index) -> list[Passage]:
    """The passages these hits stand in, in the order of their best hits."""
    found: dict[tuple[int, str], list[Hit]] = {}
    for hit in hits:
        found.setdefault(_place(hit.entry, index), []).append(hit)
    rank = {hit.entry.key: at for at, hit in enumerate(hits)}
    return [
        Passage(_entries(place, of, index), tuple(of), min(rank[hit.entry.key] for hit in of))
        for place, of in found.items()
    ]


def _place(entry: Entry, index: Index) -> tuple[int, str]:
    """The revision and id of the whole that a unit is part of; an elucidation is part of its article."""
    base = _PART.sub("", entry.unit.id)
    if "/penjelasan/pasal-" in base:
        articles = {
            _PART.sub("", row.unit.id)
            for row in index.rows
            if row.rev == entry.rev and row.unit.kind in ("pasal", "ayat") and explains(entry.unit, row.unit)
        }
        if len(articles) == 1:
            return entry.rev, articles.pop()
    return entry.rev, base


def _entries(place: tuple[int, str], hits: Sequence[Hit], index: Index) -> tuple[Entry, ...]:
    """The whole article, or of a longer section the parts found and those beside them; then the elucidations found."""
    rev, base = place
    at = [index.position(hit.entry.key) for hit in hits if _PART.sub("", hit.entry.unit.id) == base]
    if not at:  # only the elucidation was found: its article is sought among all units
        rows = [row for row in index.rows if row.rev == rev and _PART.sub("", row.unit.id) == base]
    else:
        span = index.rows[max(0, min(at) - REACH) : max(at) + REACH + 1]
        rows = [row for row in span if row.rev == rev and _PART.sub("", row.unit.id) == base]
    keys = {hit.entry.key for hit in hits}
    if rows and rows[0].unit.pasal is None:
        found = [n for n, row in enumerate(rows) if row.key in keys]
        rows = rows[max(0, min(found) - 1) : max(found) + 2]
    held = {row.key for row in rows}
    return (*rows, *(hit.entry for hit in hits if hit.entry.key not in held))
