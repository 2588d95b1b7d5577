"""Units that are nearly the same, told apart: levels of one indicator, the questionnaire in the regulation and again in
its guideline, one content in two files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from knowledge.keeping.index import Entry
from knowledge.model import Status
from knowledge.text import fold

# Documents in force before others.
IN_FORCE = {Status.BERLAKU: 0, Status.DIUBAH: 1, Status.BELUM_PASTI: 2, Status.DICABUT: 3}


class Levels:
    """The levels of indicators in all documents, to go from one to the one that is meant."""

    def __init__(self, rows: Iterable[Entry]) -> None:
        self._rows: dict[tuple[int, int], list[Entry]] = {}
        for row in rows:
            if row.unit.indicator is not None and row.unit.level is not None and not row.document.handbook:
                self._rows.setdefault((row.unit.indicator, row.unit.level), []).append(row)

    def meant(self, entry: Entry, levels: Sequence[int], documents: Set[str]) -> Entry:
        """The unit to show for a level of an indicator: that of the level the question names (its only one), and of
        the document in force where a revoked one asks the same; a document the question names stays.

        Any other unit stands for itself.
        """
        unit, document = entry.unit, entry.document
        if unit.indicator is None or unit.level is None or document.handbook:
            return entry
        level = levels[0] if len(levels) == 1 else unit.level
        rows = [row for row in self._rows.get((unit.indicator, level), []) if row.unit.regime == unit.regime]
        own = next((row for row in rows if row.document.id == document.id), entry)
        if document.status is not Status.DICABUT or document.id in documents:
            return own
        return min([*rows, own], key=lambda row: (IN_FORCE[row.document.status], row is not own))


def distinct(rows: Sequence[Entry], documents: Set[str]) -> list[tuple[int, Entry]]:
    """Of units that say the same words keep one, at the place (from 0) of the first: that of a document the question
    names, else of the document in force."""
    places: dict[str, int] = {}
    kept: list[tuple[int, Entry]] = []
    for at, row in enumerate(rows):
        place = places.setdefault(fold(row.unit.text), len(kept))
        if place == len(kept):
            kept.append((at, row))
        elif _preference(row, documents) < _preference(kept[place][1], documents):
            kept[place] = kept[place][0], row
    return kept


def _preference(row: Entry, documents: Set[str]) -> tuple[bool, int]:
    return row.document.id not in documents, IN_FORCE[row.document.status]
