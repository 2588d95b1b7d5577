"""The second hop: from a unit that does not hold the kind of thing asked for to one that the same rule ties to it.

An act forbids in one article and punishes in another ("Pasal 35 … dipidana"), names a duty here and its term
there, and explains itself in its elucidation. Such units are tied by the articles they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.finding.related import explains
from knowledge.keeping.index import Entry
from knowledge.text import fold

_PASAL = re.compile(
    r"\bpasal (\d+[a-z]?)\b(?: (?:sampai dengan|sampai|s\.d\.) pasal (\d+)\b)?"
    # not of another act: "Pasal 4 ayat (1) Undang-Undang Dasar …"
    r"(?!(?: ayat \(\w+\))?(?: huruf [a-z]\b)? (?:undang-undang|peraturan)\b(?!(?: \w+)? ini\b))"
)
Place = tuple[int, str]


class Ties:
    """Which articles of a revision name which: built once for an index."""

    def __init__(self, rows: Sequence[Entry]) -> None:
        self._articles: dict[Place, list[Entry]] = {}
        self._naming: dict[Place, list[Entry]] = {}
        self._elucidations: dict[int, list[Entry]] = {}
        for row in rows:
            if "/penjelasan/" in row.unit.id:
                self._elucidations.setdefault(row.rev, []).append(row)
            elif row.unit.pasal is not None and not row.document.handbook:
                self._articles.setdefault((row.rev, row.unit.pasal.lower()), []).append(row)
                for pasal in named(row):
                    self._naming.setdefault((row.rev, pasal), []).append(row)

    def of(self, entry: Entry) -> Iterator[Entry]:
        """Units tied to an article, the nearest tie first: its elucidations, what it names, what names it. To an
        elucidation, its article."""
        if "/penjelasan/" in entry.unit.id:
            rows = (row for (rev, _), of in self._articles.items() if rev == entry.rev for row in of)
            yield from (row for row in rows if explains(entry.unit, row.unit))
            return
        if entry.unit.pasal is None:
            return
        yield from (row for row in self._elucidations.get(entry.rev, ()) if explains(row.unit, entry.unit))
        for pasal in named(entry):
            yield from self._articles.get((entry.rev, pasal), ())
        yield from self._naming.get((entry.rev, entry.unit.pasal.lower()), ())


def named(entry: Entry) -> list[str]:
    """The other articles of its own act that a unit's text names, in their order (``12``, ``26a``)."""
    found: dict[str, None] = {}
    for first, last in _PASAL.findall(fold(entry.unit.text)):
        found[first] = None
        if last and first.isdigit() and int(first) < int(last) <= int(first) + 50:
            found.update(dict.fromkeys(str(n) for n in range(int(first), int(last) + 1)))
    found.pop((entry.unit.pasal or "").lower(), None)
    return list(found)


def completing(entry: Entry, ties: Ties, wanted: Sequence[re.Pattern[str]]) -> Entry | None:
    """The unit tied to this one that holds everything ``wanted`` (kinds of answers, over folded text), where this
    one does not; None when it does, or when no unit is so tied."""
    if not wanted or _holds(entry, wanted):
        return None
    return next((row for row in ties.of(entry) if row.key != entry.key and _holds(row, wanted)), None)


def _holds(entry: Entry, wanted: Sequence[re.Pattern[str]]) -> bool:
    text = fold(entry.unit.text)
    return all(pattern.search(text) for pattern in wanted)
